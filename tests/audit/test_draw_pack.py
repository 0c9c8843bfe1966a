"""Drawing a pack: how many of what, which, in what order, and what is kept of the draw."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OPEN

from claimwire.audit.items import Item, corpus_items
from claimwire.audit.pack import NO_CLAIM, Pack, allotted, draw_pack, items_sha256, read_pack, weighted
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import record_json
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, RecordError
from claimwire.schema.vocab import Split


@pytest.fixture(scope="module")
def items(small_built: Workspace) -> dict[str, list[Item]]:
    return {OPEN: list(corpus_items(small_built.corpus(OPEN)))}


def drawn(items: dict[str, list[Item]], size: int, seed: int = 1) -> Pack:
    return draw_pack(items, size, seed=seed, drawn_from=OPEN, split=Split.TEST, codebook="2.0.0")


def test_sentences_get_their_share_and_labels_the_square_roots_of_theirs() -> None:
    # 100 of 1000 items are sentences without a claim: 20 of 200. The square roots of the labels' numbers are
    # 20, 15 and 16.58; of 180 claims that is 69.79, 52.34 and 57.87: the largest remainders, .87 and .79, go up.
    population = {"a": 400, "b": 225, "c": 275, NO_CLAIM: 100}
    assert allotted(population, 200) == {"a": 70, "b": 52, "c": 58, NO_CLAIM: 20}


def test_a_stratum_gives_what_it_has_and_the_others_the_rest() -> None:
    assert allotted({"a": 900, "b": 4, NO_CLAIM: 96}, 200) == {"a": 177, "b": 4, NO_CLAIM: 19}
    assert allotted({"a": 3, "b": 2, NO_CLAIM: 5}, 10) == {"a": 3, "b": 2, NO_CLAIM: 5}
    assert allotted({NO_CLAIM: 5}, 3) == {NO_CLAIM: 3}
    assert allotted({"a": 5}, 3) == {"a": 3}
    assert allotted({"a": 1, NO_CLAIM: 1}, 1) == {"a": 0, NO_CLAIM: 1}


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", NO_CLAIM]), st.integers(1, 60), min_size=1),
    st.data(),
)
def test_what_is_allotted_is_the_size_and_no_more_than_there_is(
    population: dict[str, int], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, sum(population.values())))
    given_ = allotted(population, size)
    assert sum(given_.values()) == size
    assert given_.keys() == population.keys()
    assert all(0 <= given_[name] <= population[name] for name in population)


def test_a_pack_has_the_items_of_its_strata_and_counts_what_it_was_drawn_from(items: dict[str, list[Item]]) -> None:
    pack = drawn(items, 60)
    counts = Counter(item.stratum for item in pack.items)
    assert counts == {name: count for name, count in allotted(pack.population, 60).items() if count}
    there = Counter(NO_CLAIM if item.label is None else item.label.value for item in items[OPEN])
    assert pack.population == there
    known = {item.key: item for item in items[OPEN]}
    assert all(known[entry.key].content_sha256 == entry.content_sha256 for entry in pack.items)
    assert [entry.item_id for entry in pack.items] == [f"i{number:03d}" for number in range(1, 61)]
    assert len({entry.key for entry in pack.items}) == 60


def test_the_items_of_an_article_stand_together_in_the_order_of_its_text(items: dict[str, list[Item]]) -> None:
    pack = drawn(items, 60)
    articles = [entry.article_id for entry in pack.items]
    changes = [article for number, article in enumerate(articles) if number == 0 or articles[number - 1] != article]
    assert len(changes) == len(set(changes))
    order = {item.key: place for place, item in enumerate(items[OPEN])}
    for article in changes:
        places = [order[entry.key] for entry in pack.items if entry.article_id == article]
        assert places == sorted(places)


def test_the_draw_depends_on_seed_and_items_alone(items: dict[str, list[Item]]) -> None:
    assert drawn(items, 40) == drawn(items, 40)
    assert {x.key for x in drawn(items, 40).items} != {x.key for x in drawn(items, 40, seed=2).items}
    everything = sum(map(len, items.values()))
    assert len(drawn(items, everything).items) == everything
    for size in (0, everything + 1):
        with pytest.raises(ClaimwireError, match=f"a pack of {size} cannot be drawn: heron has {everything} items"):
            drawn(items, size)


def test_a_pack_is_read_as_it_was_written_and_one_that_was_changed_is_refused(
    items: dict[str, list[Item]], tmp_path: Path
) -> None:
    pack = drawn(items, 12)
    write_text(tmp_path / "pack.json", record_json(pack) + "\n")
    assert read_pack(tmp_path) == pack
    assert items_sha256(pack.items) == pack.content_sha256
    changed = json.loads(record_json(pack))
    changed["items"][0]["article_id"] = "heron_z"
    write_text(tmp_path / "pack.json", json.dumps(changed))
    with pytest.raises(RecordError, match="its items are not those of its content_sha256"):
        read_pack(tmp_path)
    write_text(tmp_path / "pack.json", "{}")
    with pytest.raises(RecordError, match="missing: drawn_from, split, seed"):
        read_pack(tmp_path)
    with pytest.raises(ClaimwireError, match=r"has no pack\.json"):
        read_pack(tmp_path / "none")


def test_the_weighted_share_is_by_the_labels_numbers_in_the_split() -> None:
    # 100 * 1/10 + 20 * 4/8 = 20 wrong of 120.
    population = {"a": 100, "b": 20, NO_CLAIM: 50}
    assert weighted(population, {"a": 1, "b": 4}, {"a": 10, "b": 8}) == pytest.approx(20 / 120, abs=1e-12)
    assert weighted(population, {"a": 1}, {"a": 10}) is None
    assert weighted(population, {"a": 1}, {"a": 10, "b": 0}) is None
    assert weighted({NO_CLAIM: 5}, {}, {}) is None
