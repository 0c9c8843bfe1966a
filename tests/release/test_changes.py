"""What changed between two releases: every planted change is told, none is invented; ids outlast cleaning anew."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from article_tables import article_rows
from click.testing import CliRunner, Result
from invented import BACKGROUND, CORPUS, FIGURE, STATEMENT, document_for
from made_release import Made, write_release

from claimwire.adjudication import adjudicate
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import Located, canonical_json, sha256_text
from claimwire.errors import ReleaseError
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.hydration.anchors import make_anchors
from claimwire.hydration.relocate import relocate
from claimwire.hydration.respan import remap_spans
from claimwire.ingest.article import ingest
from claimwire.ingest.reading import Piece, compose
from claimwire.release.build import Built
from claimwire.release.changelog import changelog, short
from claimwire.release.changes import Change, ChangeFinder, Tables, changes, tables_of_article
from claimwire.release.published import Release, read_release
from claimwire.schema import Annotator, Article, ClaimBase, Outlet, Span, all_spans
from claimwire.schema.vocab import AnnotatorKind, ChangeKind, Decision, OutletKind, SegmentKind, Split
from claimwire.tables.columns import CONFIGS, LATER_CONFIGS, standoff
from claimwire.tables.parquet import read_rows, write_table
from claimwire.tables.row import Row, Surroundings


@pytest.fixture(scope="module")
def old(built: Built) -> Release:
    return read_release(built.folder)


@pytest.fixture
def new(old: Release) -> Release:
    """Return a copy of the first release, to be changed."""
    return copy.deepcopy(old)


def ids(old: Release, corpus: str, **wanted: Any) -> list[str]:
    rows_ = (row for row in old.claims.values() if row["corpus_id"] == corpus)
    return sorted(row["claim_id"] for row in rows_ if all(row[name] == value for name, value in wanted.items()))


def told(found: list[Change]) -> set[tuple[str, str, str | None, str | None, str | None]]:
    return {(x.change.value, x.claim_id or x.article_id, x.field, x.old, x.new) for x in found}


def test_a_release_has_not_changed_since_itself(old: Release) -> None:
    assert changes(old, old) == []
    assert len(old.claims) > 100


def plant(old: Release, new: Release) -> set[tuple[str, str, str | None, str | None, str | None]]:
    """Change a release in every way there is and return what has to be told."""
    claims: dict[str, Row] = new.claims  # type: ignore[assignment]
    articles: dict[str, Row] = new.articles  # type: ignore[assignment]
    layers: dict[str, Row] = new.layer_claims  # type: ignore[assignment]
    expected: set[tuple[str, str, str | None, str | None, str | None]] = set()
    figure, relabelled, moved, *_ = ids(old, "heron", label="casualty_figure", decision="agreed")
    claims[figure] |= {"lower": 31, "qualifier": "more_than", "reason": "The count was misread."}
    for field, now in (("lower", "31"), ("qualifier", '"more_than"')):
        was = old.claims[figure][field]
        expected.add(("slot_changed", figure, field, None if was is None else canonical_json(was), now))
    claims[relabelled] |= {"label": "historical_background", "event_name": "raid", "harm": None, "scope": None}
    expected.add(("claim_relabelled", relabelled, "label", '"casualty_figure"', '"historical_background"'))
    spans = [{"start": 1, "end": 9}]
    expected.add(("claim_moved", moved, "spans", canonical_json(claims[moved]["spans"]), canonical_json(spans)))
    claims[moved]["spans"] = spans
    statement = ids(old, "heron", label="attributed_statement")[0]
    source = claims[statement]["source_name"]
    claims[statement]["source_name"] = []
    assert source
    expected.add(("slot_changed", statement, "source_name", canonical_json(source), None))
    # gone, because what it was made of is rejected now
    gone = ids(old, "heron", label="historical_background", decision="agreed")[0]
    del claims[gone]
    for row in layers.values():
        if row["reference_claim_id"] == gone:
            row |= {"reference_claim_id": None, "decision": "rejected", "reason": "It is part of the episode."}
    expected.add(("claim_removed", gone, None, None, None))
    claims["heron_a_c99"] = claims[statement] | {"claim_id": "heron_a_c99", "reason": "It was overlooked."}
    expected.add(("claim_added", "heron_a_c99", None, None, None))
    # an article with all its claims, one that is cleaned otherwise, and one in another split
    whole = "heron_g"
    del articles[whole]
    expected.add(("article_removed", whole, None, None, None))
    for claim_id in [name for name, row in claims.items() if row["article_id"] == whole]:
        del claims[claim_id]
        expected.add(("claim_removed", claim_id, None, None, None))
    articles["heron_z"] = articles["heron_a"] | {"article_id": "heron_z"}
    expected.add(("article_added", "heron_z", None, None, None))
    articles["heron_b"]["recipe"] = "plain-text/9"
    was = canonical_json(old.articles["heron_b"]["recipe"])
    expected.add(("article_changed", "heron_b", "recipe", was, '"plain-text/9"'))
    split = old.articles["heron_c"]["split"]
    there = next(name.value for name in Split if name.value != split)
    ends = (canonical_json(split), canonical_json(there))
    for row in [articles["heron_c"], *(row for row in claims.values() if row["article_id"] == "heron_c")]:
        row["split"] = there
    expected.add(("article_moved", "heron_c", "split", *ends))
    moving = [name for name, row in claims.items() if row["article_id"] == "heron_c"]
    expected |= {("claim_moved", name, "split", *ends) for name in moving}
    return expected


def test_every_planted_change_is_told_and_none_is_invented(old: Release, new: Release) -> None:
    expected = plant(old, new)
    found = changes(old, new)
    assert told(found) == expected
    assert len(found) == len(expected)
    counts = Counter(change.change.value for change in found)
    of_article = Counter(row["article_id"] for row in old.claims.values())
    assert counts == {
        "article_added": 1,
        "article_removed": 1,
        "article_moved": 1,
        "article_changed": 1,
        "claim_added": 1,
        "claim_removed": 1 + of_article["heron_g"],
        "claim_moved": 1 + of_article["heron_c"] - sum(x.article_id == "heron_c" for x in gone_alone(found)),
        "claim_relabelled": 1,
        "slot_changed": 3,
    }
    assert set(counts) == {kind.value for kind in ChangeKind}


def gone_alone(found: list[Change]) -> list[Change]:
    return [x for x in found if x.change is ChangeKind.CLAIM_REMOVED and x.article_id != "heron_g"]


def by_article(release: Release) -> dict[str, Tables]:
    """Return what is compared of a release, article by article."""
    rows = {
        "articles": release.articles,
        "claims": release.claims,
        "annotations": release.layer_claims,
    }
    return {
        article_id: tables_of_article(
            {config: [row for row in own.values() if row["article_id"] == article_id] for config, own in rows.items()},
            next(row["split"] for own in rows.values() for row in own.values() if row["article_id"] == article_id),
        )
        for article_id in sorted({row["article_id"] for own in rows.values() for row in own.values()})
    }


def found_by_article(old: Release, new: Release, moved: set[str] = frozenset()) -> list[Change]:
    finder = ChangeFinder(iter(by_article(old).items()), moved)
    changed = [change for article_id, tables in by_article(new).items() for change in finder.add(article_id, tables)]
    return changed + list(finder.rest())


def test_article_by_article_the_same_changes_are_found_in_the_same_order(old: Release, new: Release) -> None:
    plant(old, new)
    assert found_by_article(old, new) == changes(old, new)
    assert found_by_article(new, old) == changes(new, old)
    assert found_by_article(old, old) == []


def test_a_claim_that_is_in_another_article_now_has_moved(old: Release, new: Release) -> None:
    name = ids(old, "heron")[0]
    there = next(
        row["article_id"] for row in old.articles.values() if row["article_id"] != old.claims[name]["article_id"]
    )
    new.claims[name]["article_id"] = there
    split = old.articles[there]["split"]
    new.claims[name]["split"] = split
    found = found_by_article(old, new, {name})
    assert {(x.change, x.claim_id, x.field) for x in found} >= {(ChangeKind.CLAIM_MOVED, name, "article_id")}
    assert {x.claim_id for x in found} == {name}
    assert sorted(map(str, found)) == sorted(map(str, changes(old, new)))


def test_reasons_come_from_the_adjudication(old: Release, new: Release) -> None:
    plant(old, new)
    found = changes(old, new)
    reasons = {(x.change.value, x.reason) for x in found if x.claim_id}
    assert ("slot_changed", "The count was misread.") in reasons
    assert ("claim_added", "It was overlooked.") in reasons
    (removed,) = gone_alone(found)
    assert (removed.decision, removed.reason) == ("rejected", "It is part of the episode.")


def test_a_reason_that_stood_before_the_change_is_not_given_for_it(old: Release, new: Release) -> None:
    """Regression: every change of a claim had the claim's standing reason beside it, whatever that was about."""
    kept, anew, chosen, *_ = [name for name in ids(old, "heron") if old.claims[name]["reason"]]
    for name in (kept, anew, chosen):
        new.claims[name]["statement"] += " Told anew."
    new.claims[anew]["reason"] = "The statement left out who."
    new.claims[chosen]["decision"] = next(x for x in Decision.names() if x != old.claims[chosen]["decision"])
    told_of = {change.claim_id: (change.decision, change.reason) for change in changes(old, new)}
    assert told_of == {
        kept: (None, None),
        anew: (old.claims[anew]["decision"], "The statement left out who."),
        chosen: (new.claims[chosen]["decision"], old.claims[chosen]["reason"]),
    }


def test_another_reason_alone_is_no_change_of_the_claim(old: Release, new: Release) -> None:
    new.claims[ids(old, "heron")[0]]["reason"] = "Said better."
    assert changes(old, new) == []


def test_the_other_way_round_new_is_gone_and_gone_is_new(old: Release, new: Release) -> None:
    plant(old, new)
    opposite = {"article_added": "article_removed", "claim_added": "claim_removed"}
    opposite |= {after: before for before, after in opposite.items()}
    turned = {(opposite.get(kind, kind), name, field, b, a) for kind, name, field, a, b in told(changes(old, new))}
    assert told(changes(new, old)) == turned


def test_no_words_of_others_are_told(old: Release, new: Release) -> None:
    name = next(iter(ids(old, "heron")))
    new.claims[name]["text"] = "words of another"
    article: Row = new.articles["heron_d"]
    article["text"] = "words of another"
    article["segments"] = [segment | {"raw": "words of another"} for segment in article["segments"]]
    assert changes(old, new) == []


def test_a_column_that_one_release_does_not_have_is_no_change(old: Release, new: Release) -> None:
    for row in new.claims.values():
        del row["place_name"]
    assert changes(old, new) == []


def test_changes_make_a_config_that_a_later_release_can_have(old: Release, new: Release, tmp_path: Path) -> None:
    plant(old, new)
    found = changes(old, new)
    made = {split: [x.row() for x in found if x.split == split] for split in {x.split for x in found}}
    assert sum(map(len, made.values())) == len(found)
    assert set(made) <= set(Split.names())
    assert "changes" in LATER_CONFIGS
    assert "changes" not in CONFIGS
    for split, content in made.items():
        write_table("changes", content, tmp_path / f"{split}.parquet")
        assert read_rows("changes", tmp_path / f"{split}.parquet") == content


@pytest.fixture(scope="module")
def folders(built: Built, old: Release, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the first release and a second one on disk, with a claim corrected and an article new."""
    first = built.folder
    made: Made = {}
    for table in old.manifest.tables:
        if table.config in map(standoff, ("articles", "claims", "annotations")):
            made.setdefault(table.config, {})[table.split.value] = read_rows(table.config, first / table.path)
    by_id = {row["claim_id"]: row for split in made[standoff("claims")].values() for row in split}
    corrected = by_id[ids(old, "heron", label="casualty_figure", qualifier="exact")[0]]
    corrected |= {"upper": corrected["upper"] + 1, "reason": "The upper bound was misread."}
    split = next(iter(made[standoff("articles")]))
    article = made[standoff("articles")][split][0] | {"article_id": "heron_new"}
    made[standoff("articles")][split].append(article)
    claim = made[standoff("claims")][split][0] | {"claim_id": "heron_new_c01", "article_id": "heron_new"}
    made[standoff("claims")][split].append(claim)
    return first, write_release(tmp_path_factory.mktemp("second"), made, "1.1.0")


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "220"}).invoke(group, ["diff", *arguments])


def test_the_command_shows_people_what_changed(folders: tuple[Path, Path]) -> None:
    result = run(*map(str, folders))
    assert result.exit_code == 0, result.output
    assert "heron_new with 1 claim" in result.output
    assert "heron_new_c01" not in result.output
    assert "The upper bound was misread." in result.output
    *_, counted, demanded = result.output.splitlines()
    assert counted == "1 article_added, 1 claim_added, 1 slot_changed"
    assert demanded.startswith("the change since 1.0.0 demands at least 2.0.0: ")
    assert "; 1 claim edited, 1 added to what was there; " in demanded


def test_ids_and_numbers_are_whole_at_80_columns(folders: tuple[Path, Path]) -> None:
    """Regression: `heron_a_c0…` in any pipe."""
    result = CliRunner(env={"COLUMNS": "80"}).invoke(group, ["diff", *map(str, folders)])
    assert "…" not in result.output
    words = set(re.findall(r"\w+", result.output))
    for change in changes(*map(read_release, folders)):
        told = {change.article_id} if change.claim_id is None else {change.claim_id, change.old, change.new}
        if change.change is not ChangeKind.CLAIM_ADDED:
            assert {name for name in told if name} <= words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "nothing"),
        ("12000", "12000"),
        (canonical_json("A sentence of more than sixty characters that is shown whole, 12,000."), None),
        ("[1,2]", "[1, 2]"),
        (
            canonical_json([f"claim_{n:04}" for n in range(9)]),
            '"claim_0000", "claim_0001", "claim_0002", "claim_0003", "claim_0004" and 4 more',
        ),
        (canonical_json(["w" * 70, "v"]), "2 items"),
    ],
)
def test_a_value_is_shown_without_a_cut_id_or_number(value: str | None, shown: str | None) -> None:
    assert short(value) == (value if shown is None else shown)


def test_the_command_writes_programs_a_table(folders: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "changes.parquet"
    assert run(*map(str, folders), "--parquet", str(path)).exit_code == 0
    found = read_rows("changes", path)
    assert found == [change.row() for change in changes(*map(read_release, folders))]
    assert [row["change"] for row in found if row["claim_id"]] == ["slot_changed", "claim_added"]


def test_the_command_drafts_the_changelog(folders: tuple[Path, Path]) -> None:
    drafted = run(*map(str, folders), "--changelog").output.splitlines()
    assert drafted[0] == "## Data 1.1.0, schema 2.0.0, code 0.2.0 (2041-06-05)"
    assert drafted[2] == "- New: 1 article: `heron_new` with 1 claim."
    corrected = next(x for x in changes(*map(read_release, folders)) if x.change is ChangeKind.SLOT_CHANGED)
    said = f"`upper` is now {corrected.new}. Previously {corrected.old}. The upper bound was misread."
    assert drafted[3:] == [f"- `{corrected.claim_id}`: {said}"]


def test_nothing_changed_is_said(old: Release) -> None:
    assert "Nothing changed" in changelog([], old.manifest)


def test_a_version_names_its_folder_in_the_repository(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.folder.parent.parent)
    result = run("1.0.0", "1.0.0")
    assert result.exit_code == 0
    assert result.output.splitlines()[-2:] == ["no changes", "no table has changed since 1.0.0"]


def test_what_is_no_release_is_refused(tmp_path: Path, folders: tuple[Path, Path]) -> None:
    with pytest.raises(ReleaseError, match=r"has no manifest.json; name a version"):
        read_release(tmp_path)
    write_text(tmp_path / "manifest.json", "{}")
    with pytest.raises(ReleaseError, match=r"manifest.json: missing: name"):
        read_release(tmp_path)
    write_text(tmp_path / "manifest.json", (folders[1] / "manifest.json").read_text())
    with pytest.raises(ReleaseError, match=r"is missing, which manifest.json lists"):
        read_release(tmp_path)


RAW = """Ferry sinks, and ferry line closes

The ferry sank at dawn.

ORLAN, March 3 (Meridian Wire) — “The ferry,” said Ada Lorn, “was old.” The minister said it sank at dawn.

Ferries sank in 1999. “We wait,” she said.
"""
SAID = STATEMENT | {"cue_spans": {"exact": "said", "suffix": " Ada Lorn"}}
ANYWHERE = {"sentences": []}
"""The sentences of an article that is read anew have other numbers."""
LINES = [(number, canonical_json(x | ANYWHERE)) for number, x in enumerate((BACKGROUND, SAID, FIGURE), start=1)]
DECISIONS = [
    (number, canonical_json({"id": line["id"], "from": [f"ada/{line['id']}"], "reason": "Taken as it is."}))
    for number, line in enumerate((BACKGROUND, STATEMENT, FIGURE), start=1)
]


LEFT_OUT = (SegmentKind.LEAD, SegmentKind.DATELINE)


def cleaned_anew(article: Article) -> Article:
    """Return an article as another recipe reads it: without lead and dateline, a sentence a clause."""
    kept = [segment for segment in article.segments if segment.kind is not SegmentKind.SEPARATOR]
    kinds = [SegmentKind.BOILERPLATE if segment.kind in LEFT_OUT else segment.kind for segment in kept]
    text, segments = compose(RAW, [Piece(k, x.raw_start, x.raw_end) for k, x in zip(kinds, kept, strict=True)])
    cuts = [0, *(at + 1 for at, character in enumerate(text) if character in ".,\n"), len(text)]
    return article.model_copy(
        update={
            "recipe": "plain-text/9",
            "sentence_recipe": "clauses/1",
            "text": text,
            "text_length": len(text),
            "text_sha256": sha256_text(text),
            "segments": segments,
            "sentences": tuple(Span(start=a, end=b) for a, b in pairwise(cuts) if text[a:b].strip()),
        }
    )


def anew(_: Corpus, article: Article) -> Corpus:
    """Return the corpus made again of its quotes and decisions, with another text of the article."""
    return corpus_of(article)


def corpus_of(article: Article) -> Corpus:
    """Return the corpus of one article, annotated from the same quotes and adjudicated by the same decisions."""
    layer, problems = quoted_layer(article, LINES, LayerFacts("ada", "1.1.0", "by hand", "2041-06"), "ada.jsonl")
    made = adjudicate(article, [layer], DECISIONS, "ada", "decisions.jsonl")
    assert problems + made.problems == []
    return Corpus.of(
        CORPUS,
        Path(),
        articles=[article],
        annotations=[layer],
        claims=made.claims,
        adjudications=made.adjudications,
    )


def moved_by_anchors(data: Corpus, article: Article) -> Corpus:
    """Return the corpus with the spans of its claims found again in another text of the article."""
    before = data.rows.articles[0].record
    every = [item.record for item in data.rows.claims] + list(data.rows.annotations[0].record.claims)
    anchors = make_anchors(before, {span for claim in every for span in all_spans(claim)})
    moved, lost = remap_spans(data, {before.article_id: relocate(anchors, article.text or "")})
    assert lost == []
    return moved.with_rows(articles=[Located(article, Path(), 1)])


def released(data: Corpus, folder: Path, version: str) -> Release:
    outlet = Outlet(
        outlet_id="orlan_post",
        name="Orlan Post",
        country="Rovia",
        language="en",
        domain="example.org",
        kind=OutletKind.PRIVATE,
        licence="CC0-1.0",
        text_redistributable=True,
    )
    annotator = Annotator(annotator_id="ada", annotator_kind=AnnotatorKind.HUMAN, description="Ada.")
    made = article_rows(data, Surroundings({"orlan_post": outlet}, {"ada": annotator}, lambda *_: "1.0.0"))
    splits = {config: {"train": content} for config, content in made.items() if content}
    return read_release(write_release(folder, splits, version))


def quotes(claim: ClaimBase, article: Article) -> list[str]:
    return [span.of(article.text or "") for span in all_spans(claim)]


@pytest.mark.parametrize("way", [anew, moved_by_anchors])
def test_ids_stay_when_an_article_is_cleaned_and_cut_into_sentences_anew(
    way: Callable[[Corpus, Article], Corpus], tmp_path: Path
) -> None:
    article = ingest(document_for("plain-text"), RAW.encode(), CORPUS)
    again = cleaned_anew(article)
    assert again.text != article.text
    assert len(again.sentences) != len(article.sentences)
    first = corpus_of(article)
    second = way(first, again)
    claim_ids = {item.record.claim_id for item in first.rows.claims}
    assert len(claim_ids) == 3
    assert {item.record.claim_id for item in second.rows.claims} == claim_ids
    layers = [[claim.claim_id for claim in data.rows.annotations[0].record.claims] for data in (first, second)]
    assert sorted(layers[0]) == sorted(layers[1])
    for item in second.rows.claims:
        was = next(x.record for x in first.rows.claims if x.record.claim_id == item.record.claim_id)
        assert quotes(item.record, again) == quotes(was, article)
    found = changes(released(first, tmp_path / "1", "0.1.0"), released(second, tmp_path / "2", "0.2.0"))
    assert {x.change for x in found} == {ChangeKind.ARTICLE_CHANGED, ChangeKind.CLAIM_MOVED}
    assert {x.claim_id for x in found if x.change is ChangeKind.CLAIM_MOVED} == claim_ids
    assert {"recipe", "text_sha256", "sentence_recipe", "sentences"} <= {
        x.field for x in found if x.change is ChangeKind.ARTICLE_CHANGED
    }
