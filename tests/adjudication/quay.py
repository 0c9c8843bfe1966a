"""A repository with two annotators' layers over invented articles, and the differences planted in them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from invented import BACKGROUND, CORPUS, FIGURE, SHIP, STATEMENT, plain_article

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.records import read_jsonl, write_jsonl
from claimwire.errors import ClaimwireError
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.schema import Annotation, Annotator, Article, reference_fields
from claimwire.schema.vocab import AnnotatorKind

QUAY = plain_article(
    """Quay closed after a fall

The quay at Orlan was closed on Monday, the harbour office said.

At least nine dockers were hurt. A crane fell there in 1987, and the mayor called it “an accident”.
""",
    article_id="heron_2",
)
ARTICLES = {"heron_1": SHIP, "heron_2": QUAY}

LOSSES = BACKGROUND | {"time": "1999~", "time_meaning": "at_some_point_in", "time_spans": "1999"}
OLD = STATEMENT | {"source_name": ["Ada Lorn"], "quoted_spans": STATEMENT["spans"]}
OUTLET = """outlet_id = "orlan_post"
name = "Orlan Post"
country = "Orlan"
language = "en"
domain = "orlan-post.example"
kind = "private"
owner = "Vell Press Limited"
leaning = "Takes no side that shows in its articles."
licence = "CC BY 4.0"
text_redistributable = true
invented = true
"""

INNER = STATEMENT | {
    "id": "04",
    "sentences": [3],
    "spans": "it sank at dawn",
    "source_spans": "The minister",
    "mention": "nominal",
    "quote_type": "indirect",
    "statement": "The minister said that the ferry sank at dawn.",
}
CLOSED = INNER | {
    "id": "01",
    "sentences": [1],
    "spans": "The quay at Orlan was closed on Monday",
    "source_spans": "the harbour office",
    "source_kind": "organisation",
    "statement": "The harbour office says that the quay is closed.",
}
HURT = FIGURE | {
    "id": "02",
    "sentences": [2],
    "spans": "At least nine dockers were hurt",
    "quantity_spans": "At least nine",
    "quantity_form": "words",
    "qualifier": "at_least",
    "lower": 9,
    "harm": "injured",
    "statement": "Nine dockers or more were hurt.",
}
CRANE = BACKGROUND | {
    "id": "03",
    "sentences": [3],
    "spans": "A crane fell there in 1987",
    "time": "1987",
    "time_meaning": "at_some_point_in",
    "time_spans": "1987",
    "event_name": "Fall of a crane",
    "statement": "A crane fell in 1987.",
}
CALLED = INNER | {
    "id": "05",
    "sentences": [3],
    "spans": "“an accident”",
    "source_spans": "the mayor",
    "cue_spans": "called",
    "cue_class": "labelling",
    "quote_type": "scare_quote",
    "quoted_spans": "“an accident”",
    "statement": "The mayor called the fall an accident.",
}
ENTRIES: dict[str, list[dict[str, Any]]] = {
    "heron_1": [LOSSES, OLD, FIGURE | {"voice_id": "02"}, INNER],
    "heron_2": [CLOSED, HURT, CRANE, CALLED],
}
PLANTS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "time": ("heron_1", "01", {"time": "1999"}),
    "spans": ("heron_1", "01", {"spans": "sank in 1999"}),
    "voice": ("heron_1", "03", {"voice_id": "04"}),
    "only_one": ("heron_1", "04", None),
    "source_kind": ("heron_2", "01", {"source_kind": "government"}),
    "harm": ("heron_2", "02", {"harm": "killed_or_injured"}),
    "scope": ("heron_2", "02", {"scope": "snapshot"}),
    "crane": ("heron_2", "03", None),
    "statement": ("heron_2", "05", {"statement": "It was an accident, the mayor said.", "confidence": "low"}),
}
"""What one layer may have otherwise: article, claim, and the changed fields, or None where it lacks the claim.

Whichever of two is taken, the checks of levels 1 to 3 find nothing in the claim.
"""


def layer(article: Article, annotator: str, entries: Iterable[dict[str, Any]]) -> Annotation:
    """Return a layer of quoted claims."""
    lines = [(number, json.dumps(entry)) for number, entry in enumerate(entries, start=1)]
    found, problems = quoted_layer(article, lines, LayerFacts(annotator, "1.0.0", "tool"), "layer.jsonl")
    assert problems == []
    return found


def renamed(old: Annotation, annotator: str) -> Annotation:
    """Return the same layer as another annotator's."""
    name = f"{old.article_id}_{annotator}"
    claims = []
    for claim in old.claims:
        ids = {field: getattr(claim, field) for field in ("claim_id", *reference_fields(type(claim)))}
        changed = {field: value and value.replace(old.annotation_id, name) for field, value in ids.items()}
        claims.append(claim.model_copy(update=changed))
    return old.model_copy(update={"annotation_id": name, "annotator_id": annotator, "claims": tuple(claims)})


def planted(annotator: str, plants: Iterable[str]) -> list[Annotation]:
    """Return an annotator's layers over both articles, with the named differences in them."""
    entries = {key: {entry["id"]: entry for entry in own} for key, own in ENTRIES.items()}
    for name in plants:
        article_id, claim, changes = PLANTS[name]
        if changes is None:
            del entries[article_id][claim]
        else:
            entries[article_id][claim] = entries[article_id][claim] | changes
    return [layer(ARTICLES[key], annotator, own.values()) for key, own in entries.items()]


def write(root: Path, layers: Iterable[Annotation]) -> Path:
    """Write a repository with the layers and return its corpus folder."""
    folder = root / "annotations" / "heron"
    keys = ("corpus_id", "title", "description", "language", "text_licence", "annotation_licence", "schema_version")
    about = CORPUS.model_dump(mode="json")
    toml = "".join(f"{k} = {json.dumps(about[k])}\n" for k in (*keys, "guideline_version", "recipe", "not_checked"))
    write_text(folder / "corpus.toml", f'{toml}text_origin = "written_for_purpose"\ntext_redistributable = true\n')
    write_text(
        root / "annotations" / "release.toml",
        'name = "heron"\ndata_version = "1.0.0"\ndate = "2031-06-01"\ncorpora = ["heron"]\n'
        "split_ratios = { train = 1.0 }\n",
    )
    write_text(root / "annotations" / "outlets" / "orlan_post.toml", OUTLET)
    people = [
        Annotator(annotator_id=n, annotator_kind=AnnotatorKind.HUMAN, description="Invented.")
        for n in ("ann", "ben", "cy", "judge")
    ]
    write_jsonl(root / "annotations" / "annotators.jsonl", people)
    write_jsonl(folder / "articles.jsonl", ARTICLES.values())
    write_jsonl(folder / "annotations.jsonl", sorted(layers, key=lambda x: (x.article_id, x.annotator_id)))
    return folder


def run(root: Path, *arguments: str, answers: Iterable[str] = (), expect: int = 0) -> Result:
    """Run `claimwire adjudicate heron` in a repository, answering its questions; its exit status must be as told."""
    with contextlib.chdir(root):
        typed = "".join(f"{answer}\n" for answer in answers)
        result = CliRunner().invoke(group, ["adjudicate", "heron", *arguments], input=typed, env={"COLUMNS": "120"})
    if result.exception is not None and not isinstance(result.exception, SystemExit | ClaimwireError):
        raise result.exception
    assert result.exit_code == expect, result.output
    return result


def review(root: Path, answers: Iterable[str] = (), *options: str) -> str:
    """Answer the questions of a review and return what was shown."""
    return run(root, "work", "--review", "--adjudicator", "judge", *options, answers=answers).output


def state(root: Path) -> dict[str, str]:
    """Return the decisions files as they stand."""
    return {path.name: path.read_text() for path in sorted((root / "work").glob("*"))}


def lines(root: Path, article_id: str) -> list[dict[str, Any]]:
    """Return the lines of an article's decisions file."""
    return [json.loads(line) for line in state(root)[f"{article_id}.jsonl"].splitlines()]


def records(root: Path, table: str) -> list[Any]:
    """Return the records of a table of the corpus."""
    path = root / "annotations" / "heron" / f"{table}.jsonl"
    return [item.record for item in read_jsonl(path, TABLE_BY_NAME[table].adapter)]
