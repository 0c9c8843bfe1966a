"""Articles that are not published: removed with what belongs to them, or renamed with all that names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN, STANDOFF

from claimwire.audit.items import current_sha256
from claimwire.checks import load
from claimwire.checks import run as run_checks
from claimwire.cli import group
from claimwire.corpus.corpus import TABLES, read_corpus
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, RecordError, WorkspaceError
from claimwire.schema import Link
from claimwire.schema.vocab import LinkKind
from claimwire.upkeep.articles import ids_with, new_ids, remove_articles, rename_article, require_unnamed, with_ids

Run = Callable[..., tuple[int, str]]
BOTH = [["remove", OPEN, "heron_a", "--with-annotations"], ["rename", OPEN, "heron_a", "heron_z"]]


@pytest.fixture
def unpublished(small: Workspace) -> Workspace:
    """The small repository before its first release."""
    write_jsonl(small.splits_file, [])
    return small


@pytest.fixture
def run(unpublished: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(unpublished.root)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, words)
        assert result.exception is None or isinstance(result.exception, SystemExit | ClaimwireError), result.exc_info
        return result.exit_code, result.output or str(result.exception)

    return run


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in (root / "annotations").rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def words_of(workspace: Workspace, corpus: str = OPEN) -> str:
    return "".join(path.read_text() for path in sorted(workspace.corpus_folder(corpus).glob("*.[jt]*")))


def told(workspace: Workspace) -> Counter[str]:
    with load(workspace) as repository:
        return Counter(problem.check_id for problem in run_checks(repository, level=3))


# Removing


def test_an_article_goes_with_all_that_belongs_to_it(unpublished: Workspace, run: Run) -> None:
    before = unpublished.corpus(OPEN)
    status, output = run("remove", OPEN, "heron_a", "--with-annotations")
    assert status == 0, output
    after = unpublished.corpus(OPEN)
    assert set(before.articles) - set(after.articles) == {"heron_a"}
    assert not [
        row
        for table in TABLES
        if table.by_article
        for row in after.rows.of(table.name)
        if row.record.article_id == "heron_a"
    ]
    assert "heron_a" not in {document.article_id for document in after.info.documents}
    claims = {claim.claim_id for claim in before.claims_of_article["heron_a"]}
    assert claims
    assert not claims & {claim_id for link in after.links.values() for claim_id in link.claim_ids}
    assert (after.events, after.facts) == (before.events, before.facts)
    for name in ("articles", "annotations", "claims"):
        lines = {row.record.model_dump_json() for row in after.rows.of(name)}
        assert lines <= {row.record.model_dump_json() for row in before.rows.of(name)}
    assert (
        output
        == "removed: "
        + ", ".join(
            f"{count} of {table.name}"
            for table in TABLES
            if (count := len(before.rows.of(table.name)) - len(after.rows.of(table.name)))
        )
        + "\n"
    )


def test_peoples_work_goes_only_on_request(unpublished: Workspace, run: Run) -> None:
    before = files(unpublished.root)
    status, output = run("remove", OPEN, "heron_a")
    assert status == 1
    assert "people's work would go too: 2 of annotations, " in output
    assert "--with-annotations removes it, for good" in output
    assert files(unpublished.root) == before


def test_an_article_without_layers_goes_as_it_came(unpublished: Workspace, run: Run) -> None:
    before = files(unpublished.root)
    (unpublished.root / "new.txt").write_text("Pier shut\n\nThe pier was shut.\n")
    assert run("ingest", OPEN, "new.txt", "--outlet", "lakeside_post")[0] == 0
    assert files(unpublished.root) != before
    assert run("remove", OPEN, "heron_new")[0] == 0
    assert files(unpublished.root) == before


@pytest.mark.parametrize("line", BOTH)
def test_a_dry_run_writes_nothing(unpublished: Workspace, run: Run, line: list[str]) -> None:
    before = files(unpublished.root)
    status, output = run(*line, "--dry-run")
    assert (status, output.startswith("dry run: would ")) == (0, True), output
    assert files(unpublished.root) == before


@pytest.mark.parametrize("line", BOTH)
def test_a_published_article_is_for_withdraw(small: Workspace, run: Run, line: list[str]) -> None:
    split = small.corpus(OPEN).articles["heron_a"].article_id
    (small.splits_file).write_text(f'{{"article_id":"{split}","since":"1.0.0","split":"train"}}\n')
    before = files(small.root)
    status, output = run(*line)
    assert status == 1
    assert output.startswith("heron_a is published, since 1.0.0: it keeps its id and its records.")
    assert "`claimwire withdraw heron_a --reason KIND`" in output
    assert files(small.root) == before


@pytest.mark.parametrize("line", BOTH)
def test_a_withdrawn_article_stays(unpublished: Workspace, run: Run, line: list[str]) -> None:
    unpublished.withdrawn_file.write_text('{"date":"2031-01-01","reason":"privacy","withdrawn_id":"heron_a"}\n')
    status, output = run(*line)
    assert status == 1
    assert output.startswith("heron_a is withdrawn; its records stay")


@pytest.mark.parametrize("line", [["remove", OPEN, "heron_q"], ["rename", OPEN, "heron_q", "heron_z"]])
def test_an_article_that_is_not_there_is_told(run: Run, line: list[str]) -> None:
    status, output = run(*line)
    assert status == 1
    assert output.startswith("corpus heron has no article 'heron_q'; did you mean")


def test_remarks_in_the_list_of_documents_stay(unpublished: Workspace) -> None:
    toml = unpublished.corpus_folder(OPEN) / "corpus.toml"
    text = toml.read_text()
    blocks = text.split("[[documents]]")
    toml.write_text(
        "# first\n[[documents]]".join([blocks[0], "# below\n[[documents]]".join(blocks[1:])]) + "\n# last\n"
    )
    info = read_corpus(toml.parent).info
    every = [document.article_id for document in info.documents]
    with editing(toml.parent) as edit:
        remove_articles(edit, every, with_annotations=True)
    left = toml.read_text()
    assert read_corpus(toml.parent).info == info.model_copy(update={"documents": ()})
    assert left.count("# below") == len(every) - 1
    assert "# first" in left
    assert left.endswith("# last\n")


@pytest.mark.parametrize("line", BOTH)
def test_a_faulty_line_is_in_the_way(unpublished: Workspace, run: Run, line: list[str]) -> None:
    path = unpublished.corpus_folder(OPEN) / "links.jsonl"
    path.write_text(path.read_text() + "{}\n")
    before = files(unpublished.root)
    status, output = run(*line)
    assert status == 1
    assert "nothing was written, because invalid lines would be lost" in output
    assert "links.jsonl:" in output
    assert files(unpublished.root) == before


# Renaming


def test_all_that_names_an_article_follows(unpublished: Workspace, run: Run) -> None:
    before, problems = unpublished.corpus(OPEN), told(unpublished)
    ids = new_ids(before, "heron_a", "pier_7")
    assert len(ids) > 20
    status, output = run("rename", OPEN, "heron_a", "pier_7")
    assert status == 0, output
    after = unpublished.corpus(OPEN)
    assert ids_with(after, "pier_7") == set(ids.values())
    assert told(unpublished) == problems
    assert not [x for x in ids if f'"{x}"' in words_of(unpublished)]
    for table in TABLES:
        count = Counter(row.record.model_dump_json() for row in after.rows.of(table.name))
        assert count == Counter(with_ids(row.record, ids).model_dump_json() for row in before.rows.of(table.name)) or (
            table.name == "checks"
        )


def test_renamed_back_everything_is_as_it_was(unpublished: Workspace, run: Run) -> None:
    before = files(unpublished.root)
    assert run("rename", OPEN, "heron_a", "pier_7")[0] == 0
    assert files(unpublished.root) != before
    assert run("rename", OPEN, "pier_7", "heron_a")[0] == 0
    assert files(unpublished.root) == before


def test_a_check_of_an_item_stays_one_of_what_it_was_of(unpublished: Workspace) -> None:
    folder = unpublished.corpus_folder(OPEN)
    before = read_corpus(folder)
    checked = [check.article_id for check in before.item_checks.values()]
    assert checked
    for article_id in sorted(set(checked)):
        with editing(folder) as edit:
            rename_article(edit, article_id, f"new_{article_id}")
    after = read_corpus(folder)

    def current(corpus):  # type: ignore[no-untyped-def]
        return [
            current_sha256(check, corpus.articles[check.article_id], corpus.claims) == check.content_sha256
            for check in records_of(corpus.rows.checks)
        ]

    assert sorted(current(after)) == sorted(current(before))
    assert True in current(before)


def test_only_what_belongs_to_the_article_is_renamed(unpublished: Workspace) -> None:
    """An article whose id begins with that of another one keeps its own."""
    folder = unpublished.corpus_folder(OPEN)
    with editing(folder) as edit:
        rename_article(edit, "heron_b", "heron_a_b")
    with editing(folder) as edit:
        rename_article(edit, "heron_a", "pier")
    after = read_corpus(folder)
    assert {"pier", "heron_a_b"} <= set(after.articles)
    assert all(x.startswith("heron_a_b") for x in ids_with(after, "heron_a_b"))


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("heron_b", r"^heron_b is there already; take another id"),
        ("Heron-Z", r"^'Heron-Z' is not an id; ids have the characters a-z, 0-9 and _"),
        ("", r"^'' is not an id"),
        ("rook_a", r"^rook_a is there already"),
    ],
)
def test_an_id_that_is_taken_or_none_is_refused(unpublished: Workspace, new: str, message: str) -> None:
    with pytest.raises(RecordError, match=message), editing(unpublished.corpus_folder(OPEN)) as edit:
        rename_article(edit, "heron_a", new, [unpublished.corpus(STANDOFF)])


def test_a_link_of_another_corpus_is_in_the_way(unpublished: Workspace) -> None:
    rook = unpublished.corpus(STANDOFF)
    claim_id = next(iter(unpublished.corpus(OPEN).claims))
    other = next(iter(rook.claims))
    link = Link(
        link_id="rook_l99", kind=next(iter(LinkKind)), claim_ids=(claim_id, other), annotator_id="cleo", note="Both."
    )
    linked = rook.with_rows(links=[*rook.rows.links, *type(rook).of(rook.info, rook.folder, links=[link]).rows.links])
    require_unnamed([rook], [claim_id])
    with pytest.raises(RecordError, match=rf"^records of the corpus rook name {claim_id}; take the links"):
        require_unnamed([linked], [claim_id])


def test_an_article_that_a_later_one_was_made_from_stays(unpublished: Workspace) -> None:
    toml = unpublished.corpus_folder(OPEN) / "corpus.toml"
    toml.write_text(
        toml.read_text().replace('article_id = "heron_b"\n', 'article_id = "heron_b"\nearlier_id = "heron_a"\n')
    )
    with pytest.raises(RecordError, match=r"^heron_b have one of them as `earlier_id`"), editing(toml.parent) as edit:
        remove_articles(edit, ["heron_a"], with_annotations=True)
    with pytest.raises(WorkspaceError, match="has no article 'nobody'"), editing(toml.parent) as edit:
        remove_articles(edit, ["nobody"], with_annotations=True)
