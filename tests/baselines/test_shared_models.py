"""A fitted model can be asked and copied by several threads at once, and does not grow with what it is asked."""

from __future__ import annotations

import copy
import pickle
import threading
from collections.abc import Callable
from functools import cache

import pytest
from model_articles import made_articles

from claimwire.baselines import tagger as tagger_room
from claimwire.baselines.reading import read_article
from claimwire.baselines.tagger import Tagger
from claimwire.baselines.tagger_rows import tagger_rows
from claimwire.baselines.token_features import TokenRow

WORDS = 400
"""Words of a sentence."""


@cache
def fitted() -> Tagger:
    rows = [row for one in made_articles() for row in tagger_rows(read_article(one.article), one.claims)]
    return Tagger.fit(rows, 1)


def sentence(number: int) -> TokenRow:
    """Return a sentence of words that no other number has."""
    tokens = tuple(f"w{number}x{at}" for at in range(WORDS))
    return TokenRow(tokens, tuple((at, at + 1) for at in range(WORDS)), ((),) * WORDS, ("always",))


def test_a_tagger_is_copied_while_others_ask_it() -> None:
    tagger, faults, ended = fitted(), [], threading.Event()

    def ask(first: int) -> None:
        number = first
        while not ended.is_set():
            number += 3
            try:
                tagger.marginals([sentence(number)])
            except Exception as error:
                faults.append(error)

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(3)]
    for thread in threads:
        thread.start()
    try:
        copies = [copy.deepcopy(tagger) for _ in range(100)]
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    assert not faults
    asked = sentence(0)
    assert (copies[-1].marginals([asked])[0] == tagger.marginals([asked])[0]).all()


def test_it_remembers_no_more_words_than_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(pickle.dumps(fitted()))
    for limit in (WORDS - 1, WORDS):
        monkeypatch.setattr(tagger_room, "REMEMBERED", limit)
        tagger = copy.deepcopy(fitted())
        for number in range(3):
            tagger.marginals([sentence(number)])
        assert tagger._word.cache_info().currsize == limit  # type: ignore[attr-defined]
        assert len(pickle.dumps(tagger)) == before


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))],
                         ids=["shallow", "deep", "pickled"])  # fmt: skip
def test_a_copy_says_the_same_and_remembers_nothing(copied: Callable[[Tagger], Tagger]) -> None:
    fitted().marginals([sentence(1)])
    made = copied(fitted())
    assert made._word.cache_info().currsize == 0  # type: ignore[attr-defined]
    assert (made.marginals([sentence(1)])[0] == fitted().marginals([sentence(1)])[0]).all()
