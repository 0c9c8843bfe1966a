"""What docs/conflicts.md says of this repository's corpora is so, computed again in the plain way."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from conflicts.plain_conflicts import KINDS, Plain, plain_conflicts, plain_proposals
from repository import ROOT

from claimwire.conflicts import ConflictIndex, conflicts, disputes
from claimwire.conflicts.page import DisputeSection, event_pages
from claimwire.corpus.workspace import Workspace
from claimwire.schema.vocab import Polarity, PresentedAs

WORKSPACE = Workspace(ROOT)
CORPORA = WORKSPACE.plan().corpora
PAGE = (ROOT / "docs" / "conflicts.md").read_text(encoding="utf-8")


@cache
def index_of(corpus_id: str) -> ConflictIndex:
    return ConflictIndex(WORKSPACE.corpus(corpus_id), WORKSPACE.outlets())


def sections(corpus_id: str) -> list[list[DisputeSection]]:
    """Return the sections of every page of a corpus."""
    index = index_of(corpus_id)
    return [list(page.sections) for page in event_pages(index, disputes(index))]


def rows(header: str) -> list[list[str]]:
    """Return the cells of the page's table that has a header."""
    table = PAGE[PAGE.index(header) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table if line.startswith("|")]


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_the_pairs_in_conflict_are_those_of_the_plain_way(corpus_id: str) -> None:
    pairs: dict[str, set[tuple[str, str]]] = {kind: set() for kind in (*KINDS, "grown")}
    for dispute in disputes(index_of(corpus_id)):
        pairs["grown"] |= {(one.claim_id, other.claim_id) for one, other in dispute.developments}
        for item in dispute.conflicts:
            pairs[item.kind].add(item.ids)
    assert pairs == plain_conflicts(Plain(index_of(corpus_id).corpus))


COUNTED = sorted({row[0] for row in rows("| corpus | kind | facts")})
"""The corpora that the page counts: those whose claims name their events across articles."""


@pytest.mark.parametrize("corpus_id", COUNTED)
def test_the_page_counts_the_pairs_of_the_plain_way(corpus_id: str) -> None:
    plain = plain_conflicts(Plain(index_of(corpus_id).corpus))
    counted = {row[1]: int(row[3]) for row in rows("| corpus | kind | facts") if row[0] == corpus_id}
    assert counted == {kind: len(plain[kind]) for kind in KINDS} | {"all": sum(len(plain[kind]) for kind in KINDS)}
    assert counted["all"] > 0


@pytest.mark.parametrize("corpus_id", COUNTED)
def test_how_well_links_are_found_is_what_the_plain_way_finds(corpus_id: str) -> None:
    plain = plain_proposals(Plain(index_of(corpus_id).corpus))
    shown = [row for row in rows("| corpus | kind | proposed") if row[0] == corpus_id]
    assert {row[1]: tuple(map(int, row[2:5])) for row in shown} == plain
    for row in shown:
        proposed, both, linked = plain[row[1]]
        assert row[5] == (f"{both / proposed:.2f}" if proposed else "")
        assert row[6] == (f"{both / linked:.2f}" if linked else "")


@pytest.mark.parametrize("corpus_id", CORPORA)
def test_the_sections_of_a_page_differ_in_title_and_their_rows_say_something(corpus_id: str) -> None:
    for page in sections(corpus_id):
        titles = [section.title for section in page]
        assert len(set(titles)) == len(titles)
        assert all(row.says for section in page for row in section.rows)


def test_no_chart_cuts_a_label() -> None:
    charts = list((ROOT / "docs" / "images").glob("conflicts-*.svg"))
    assert len(charts) > 3
    assert not [path.name for path in charts if "…" in path.read_text(encoding="utf-8")]


def test_the_page_says_who_decided_on_the_links() -> None:
    links = [link for corpus_id in COUNTED for link in index_of(corpus_id).corpus.links.values()]
    kinds = {row.record.annotator_id: row.record.annotator_kind.value for row in WORKSPACE.annotators()[0]}
    for annotator_id, count in Counter(link.annotator_id for link in links).items():
        kind = kinds[annotator_id]
        assert f"Of the {len(links)} links, {count} were decided by `{annotator_id}`, a {kind} annotator." in PAGE


def test_what_is_known_and_not_computed_is_not_computed() -> None:
    """If this fails because one is found now, take it out of `Known and not computed` in docs/conflicts.md."""
    section = PAGE[PAGE.index("### Known and not computed") :].split("\n## ")[0]
    index = index_of("karabakh")
    assert set(re.findall(r"`(karabakh_\w+)`", section)) <= index.corpus.claims.keys()
    pairs = {item.ids for item in conflicts(index)}
    forces = {("karabakh_000_c10", "karabakh_001_c10"), ("karabakh_000_c10", "karabakh_002_c17")}
    strikes = {("karabakh_001_c06", "karabakh_001_c07"), ("karabakh_001_c06", "karabakh_001_c08")}
    assert not pairs & (forces | strikes)
    assert ("karabakh_000_c10", "karabakh_000_c11") in pairs
    told = [index.corpus.claims[name] for _, name in forces]
    assert {(claim.presented_as, claim.polarity) for claim in told} == {(PresentedAs.ASSERTED, Polarity.NEGATIVE)}
    assert index.corpus.claims["karabakh_000_c11"].presented_as is PresentedAs.DENIED
    assert all(f"`{name}`" in section for pair in forces | strikes for name in pair)
