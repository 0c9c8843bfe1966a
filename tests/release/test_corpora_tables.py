"""The tables of the card with a row for each corpus, and the line on what people have checked."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from small import OPEN, STANDOFF

from claimwire.checks import load, summary
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.regions import percent
from claimwire.release.build import Built, build
from claimwire.release.corpora_tables import layers
from claimwire.schema.vocab import Label, Split
from claimwire.tables.parquet import read_rows


def region(folder: Path, name: str) -> list[str]:
    """Return the lines of a generated region of the card of a release."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    return text.partition(f"<!-- generated: {name} -->\n")[2].partition("<!-- /generated -->")[0].splitlines()


def cells(lines: list[str]) -> list[list[str]]:
    """Return the cells of the lines of a table, without its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:] if line.startswith("|")]


def rows(folder: Path, config: str, split: str) -> list[dict]:
    return [row for path in sorted((folder / config).glob(f"{split}-*")) for row in read_rows(config, path)]


def test_what_a_corpus_has_in_a_split_is_what_plain_counting_of_the_rows_gives(built: Built) -> None:
    table = cells(region(built.folder, "corpora"))
    assert [row[:2] for row in table] == [["`heron`", "train"], ["`heron`", "validation"], ["`rook`", "test"]]
    for corpus, split, articles, sentences, without, *labels, counted, _ in table:
        own = {c: rows(built.folder, f"{c}_standoff", split) for c in ("articles", "sentences", "claims")}
        assert {row["corpus_id"] for row in own["articles"]} == {corpus.strip("`")}
        assert int(articles) == len(own["articles"])
        assert int(sentences) == len(own["sentences"])
        assert without == f"{100 * sum(not row['labels'] for row in own['sentences']) / len(own['sentences']):.0f}%"
        of_label = Counter(row["label"] for row in own["claims"])
        assert list(map(int, labels)) == [of_label[label.value] for label in Label]
        assert int(counted) == sum(row["quantity_form"] not in (None, "none") for row in own["claims"])


def test_layers_are_told_by_article_where_they_differ() -> None:
    assert layers(Counter({2: 5})) == "2"
    assert layers(Counter({2: 5, 1: 30})) == "1 on 30, 2 on 5"


def test_texts_that_are_not_here_say_how_to_restore_them(built: Built) -> None:
    """There are public copies of the stand-off corpus."""
    open_, standoff = cells(region(built.folder, "texts"))
    assert open_ == ["`heron`", "CC BY 4.0", "CC BY 4.0", "all", ""]
    download = "`claimwire hydrate rook --download`"
    assert standoff[3:] == ["none", f"{download}, or `claimwire hydrate rook --from FOLDER`, from your own copy"]


def test_without_public_copies_texts_come_from_your_own_and_a_licence_says_how_it_is_known(
    workspace: Workspace,
) -> None:
    path = workspace.corpus_folder(STANDOFF) / "corpus.toml"
    others = re.sub(r"\[\[sources\]\]\n(.+\n)+", "", path.read_text())
    assert others != path.read_text()
    write_text(path, others)
    outlet = workspace.annotations / "outlets" / "north_gazette.toml"
    write_text(outlet, outlet.read_text() + 'licence_evidence = "inferred"\n')
    _, standoff = cells(region(build(workspace).folder, "texts"))
    assert "nobody states it for these texts" in standoff[2]
    assert standoff[4] == "`claimwire hydrate rook --from FOLDER`, from your own copy"


def test_items_of_a_digest_are_never_counted_as_articles(workspace: Workspace) -> None:
    path = workspace.corpus_folder(STANDOFF) / "corpus.toml"
    write_text(path, 'unit = "items"\n' + path.read_text())
    folder = build(workspace).folder
    numbers = {row[0]: row[1:] for row in cells(region(folder, "numbers"))}
    assert (numbers["articles"], numbers["items"]) == (["8", "0", "8"], ["0", "2", "2"])
    table = [row[:4] for row in cells(region(folder, "corpora"))]
    assert table == [["`heron`", "train", "4", ""], ["`heron`", "validation", "4", ""], ["`rook`", "test", "", "2"]]
    outlets = cells(region(folder, "outlets"))
    assert sum(int(row[4]) for row in outlets) == 8
    assert sum(int(row[5]) for row in outlets) == 2
    assert "articles:8" in (folder / "README.md").read_text().split("---\n")[1]
    units = {row["corpus_id"]: row["unit"] for split in Split for row in rows(folder, "articles_standoff", split)}
    assert units == {OPEN: "articles", STANDOFF: "items"}
    with load(workspace) as repository:
        assert summary(repository, 0, "").startswith("2 corpora, 8 articles, 2 items, ")
        assert summary(repository, 0, "", [OPEN]).startswith("1 corpus, 8 articles, 147 claims")


def test_without_a_digest_there_is_no_column_of_items(built: Built) -> None:
    assert "items" not in "".join(region(built.folder, "corpora") + region(built.folder, "outlets"))
    assert "items" not in {row[0] for row in cells(region(built.folder, "numbers"))}


def test_the_coverage_of_a_slot_is_of_the_claims_that_were_asked_for_it(built: Built) -> None:
    table = {(row[0], row[1].strip("`")): row[2:4] for row in cells(region(built.folder, "grades"))}
    claims = [row for split in Split for row in rows(built.folder, "claims_standoff", split)]
    seen = Counter[bool]()
    for (label, slot), shown in table.items():
        for corpus, share in zip((OPEN, STANDOFF), shown, strict=True):
            own = [row for row in claims if row["corpus_id"] == corpus and row["label"] == label]
            asked = [row for row in own if slot not in row["slots_not_asked"]]
            filled = sum(row[slot] is not None and row[slot] != [] for row in asked)
            assert share == (percent(filled, len(asked)) if asked else "not asked")
            seen[bool(asked)] += 1
    assert seen[True] > 30


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "—"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 2, "50%"),
        (1, 200, "1%"),
        (1, 201, "< 1%"),
        (199, 200, "> 99%"),
        (198, 200, "99%"),
        (1, 8, "13%"),
    ],
)
def test_a_share_is_not_told_as_all_or_nothing_where_it_is_neither(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_the_top_of_the_card_tells_how_many_texts_stand_there(built: Built) -> None:
    said = region(built.folder, "texts here")
    assert said[0].startswith(f"**8 of 10 texts stand here (of `{OPEN}`)**; ")
