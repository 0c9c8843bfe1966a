"""A release grows: new articles go to their group's split, one between two splits is left out and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.checks import CHECKS, load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.duplicates.comparisons import comparisons_file, comparisons_of, write_comparisons
from claimwire.ingest.article import dehydrated, ingest
from claimwire.release.build import Built, build
from claimwire.release.members import members
from claimwire.schema import DECLARATION_OF, Article, ClaimBase, Document, Event, Fact, Link, Span, span_slots
from claimwire.schema.vocab import Decision, EventType, Split
from claimwire.tables.parquet import read_rows

BETWEEN, FOLLOWER, STRANGER = "heron_zz_between", "heron_zz_follower", "heron_zz_stranger"
STANDOFF = "rook_zz"
OUTLET = "lakeside_post"
ANNOTATOR = "ada"
STRANGE = """A comet over Ostrelle

Astronomers were glad of it

The comet was seen over Ostrelle in the night, as had been foretold by the observatory for many years now.
"""


def new_article(data: Corpus, name: str, raw: str) -> Article:
    document = Document(article_id=name, file=f"{name}.txt", outlet_id=OUTLET, recipe="plain-text")
    return ingest(document, raw.encode(), data.info)


def listed(data: Corpus, *names: str) -> None:
    """Name documents in the corpus's own file, and give each article an empty layer."""
    path = data.folder / "corpus.toml"
    entries = (f'\n[[documents]]\narticle_id = "{n}"\nfile = "{n}.txt"\noutlet_id = "{OUTLET}"\n' for n in names)
    write_text(path, path.read_text() + "".join(entries))
    layer = next(layer for layer in data.layers.values() if layer.annotator_id == ANNOTATOR)
    empty = (
        layer.model_copy(update={"annotation_id": f"{name}_{ANNOTATOR}", "article_id": name, "claims": ()})
        for name in names
    )
    add(data, "annotations", *empty)


def moved(claim: ClaimBase, by: int, **changes: object) -> ClaimBase:
    """Return a claim as it is in a text that has so many more code points before it."""
    spans = {
        field: tuple(Span(start=span.start + by, end=span.end + by) for span in getattr(claim, field))
        for field in span_slots(type(claim))
    }
    return claim.model_copy(update=spans | changes)


def add(data: Corpus, table: str, *records: object) -> None:
    """Append records to a table of the corpus."""
    write_jsonl(data.file(table), [*records_of(data.rows.of(table)), *records])


@pytest.fixture(scope="module")
def grown(small_built: Workspace, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Built, str]:
    """Return a copy of the small repository with four new articles, the release built of it, and the splits before."""
    root = tmp_path_factory.mktemp("grown") / "repository"
    shutil.copytree(small_built.root, root)
    workspace = Workspace(root)
    before = workspace.splits_file.read_text()
    data = workspace.corpus("heron")
    one, other = data.article("heron_a"), data.article("heron_e")
    both = new_article(data, BETWEEN, f"Two stories\n\nA lead\n\n{one.text}\n{other.text}")
    follower = new_article(data, FOLLOWER, f"One story\n\nA lead\n\n{one.text}")
    add(data, "articles", both, follower, new_article(data, STRANGER, STRANGE))
    standoff = workspace.corpus("rook")
    raw = STRANGE.replace("comet", "meteor").replace("observatory", "watchman")
    add(standoff, "articles", dehydrated(new_article(standoff, STANDOFF, raw)))
    listed(data, BETWEEN, FOLLOWER, STRANGER)
    listed(standoff, STANDOFF)
    template = data.claims_of_article[one.article_id][0]
    assert both.text is not None
    assert one.text is not None
    names = {"claim_id": f"{BETWEEN}_c01", "article_id": BETWEEN, "event_id": "zz_comet", "review": None}
    claim = moved(template, both.text.index(one.text), **names)
    decision = data.decision_of_claim[template.claim_id]
    changes = {"adjudication_id": f"{BETWEEN}_d01", "article_id": BETWEEN, "claim_id": claim.claim_id}
    add(data, "claims", claim)
    alone = {"layer_claim_ids": (), "decision": Decision.ADDED, "differing": (), "changed": (), "rule": None}
    add(data, "adjudications", decision.model_copy(update=changes | alone))
    event = Event(event_id="zz_comet", name="comet", event_type=EventType.OTHER, description="A comet.")
    add(data, "events", event)
    add(data, "facts", Fact(fact_id="zz_fact", event_id="zz_comet", statement="A comet came."))
    kind = DECLARATION_OF[template.label].link_kinds[0]
    ids = (template.claim_id, claim.claim_id)
    add(data, "links", Link(link_id="zz_link", kind=kind, claim_ids=ids, annotator_id="cleo"))
    plan = workspace.annotations / "release.toml"
    version = workspace.plan().data_version
    write_text(plan, plan.read_text().replace(f'data_version = "{version}"', 'data_version = "9.0.0"'))
    return workspace, build(workspace, release=True), before


def rows(built: Built, config: str) -> list[dict[str, object]]:
    paths = (built.folder / config / f"{split}-00000-of-00001.parquet" for split in Split)
    return [row for path in paths if path.exists() for row in read_rows(config, path)]


def test_the_new_article_between_two_splits_is_held_out_and_named(grown: tuple[Workspace, Built, str]) -> None:
    _, built, _ = grown
    [held] = built.left_out.held_out
    assert held.article_id == BETWEEN
    assert {tie.split for tie in held.conflicts} == {Split.TRAIN, Split.VALIDATION}
    assert str(held) == (
        f"{BETWEEN} is held out: link zz_link connects it to the group of heron_a in train; "
        f"text of heron_e and {BETWEEN} (near, 1.00 shared) connects it to the group of heron_e in validation"
    )


def test_nothing_of_it_is_in_the_release(grown: tuple[Workspace, Built, str]) -> None:
    _, built, _ = grown
    for path in built.folder.rglob("*"):
        assert not path.is_file() or BETWEEN.encode() not in path.read_bytes(), path.name
    assert not [row for row in rows(built, "claims_standoff") if row["article_id"] == BETWEEN]
    for config, key, gone in (("events", "event_id", "zz_comet"), ("facts", "fact_id", "zz_fact")):
        assert gone not in {row[key] for row in rows(built, config)}
    assert "zz_link" not in {row["link_id"] for row in rows(built, "links")}


def test_the_others_get_a_split_and_no_line_changes(grown: tuple[Workspace, Built, str]) -> None:
    workspace, built, before = grown
    now = workspace.splits_file.read_text()
    assert now.startswith(before)
    added = {x.record.article_id: x.record for x in workspace.splits()[0] if x.record.since == "9.0.0"}
    assert set(added) == {FOLLOWER, STRANGER, STANDOFF}
    assert added[FOLLOWER].split is Split.TRAIN
    assert {row["article_id"] for row in rows(built, "articles_standoff")} >= {FOLLOWER, STRANGER, STANDOFF}


def test_a_new_article_whose_text_nobody_compared_is_named(grown: tuple[Workspace, Built, str]) -> None:
    """Those that have a split already are not named again."""
    workspace, built, _ = grown
    assert built.not_compared == (STANDOFF,)
    articles = workspace.corpus("rook").articles
    lines = workspace.splits_file.read_text().splitlines(keepends=True)
    write_text(workspace.splits_file, "".join(line for line in lines if STANDOFF not in line))
    assert unknown(workspace) == (STANDOFF,)
    write_comparisons(workspace, comparisons_of([STANDOFF], articles, []))
    assert unknown(workspace) == ()
    comparisons_file(workspace).unlink()
    write_text(workspace.splits_file, "".join(lines))


def unknown(workspace: Workspace) -> tuple[str, ...]:
    """Return the new articles that were never compared with others."""
    with load(workspace) as repository:
        return members(repository, workspace.plan()).not_compared()


def test_the_command_names_who_is_held_out(
    grown: tuple[Workspace, Built, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, built, _ = grown
    monkeypatch.chdir(workspace.root)
    result = CliRunner().invoke(group, ["build", "--no-load"])
    assert result.exit_code == 0
    assert f"  {built.left_out.held_out[0]}\n" in result.output


def test_the_checks_know_that_it_is_held_out(grown: tuple[Workspace, Built, str]) -> None:
    workspace, _, _ = grown
    wanted = {"split-missing", "split-divided", "duplicate-across-splits"}
    assert run(load(workspace), [check for check in CHECKS if check.check_id in wanted]) == []


def test_it_stays_held_out_in_the_next_release(grown: tuple[Workspace, Built, str], tmp_path: Path) -> None:
    workspace, first, _ = grown
    lines = workspace.splits_file.read_text()
    plan = workspace.annotations / "release.toml"
    written = plan.read_text()
    write_text(plan, written.replace("9.0.0", "9.1.0"))
    again = build(workspace, release=True)
    write_text(plan, written)
    assert [item.article_id for item in again.left_out.held_out] == [BETWEEN]
    assert workspace.splits_file.read_text() == lines
    assert again.manifest.content_sha256 == first.manifest.content_sha256
