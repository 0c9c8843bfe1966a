"""What a model does with a text grows with its length, not with its square: counted in steps, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from claimwire.baselines import crf
from claimwire.baselines.models import DEFAULT, model_named
from claimwire.baselines.reading import read_article
from claimwire.baselines.tagger import Tagger
from claimwire.baselines.token_features import TokenRow
from claimwire.ingest.unlisted import article_of_text
from claimwire.schema import Article

SENTENCES = 20
"""Sentences of the shorter text."""
NEWS = (
    "At least {n} people were killed when ferry {n} sank off Port Varn, the coast guard said on Monday.",
    "“We heard {n} blasts, and then the lights went out,” said Orla Denn, who was on the quay.",
    "The harbour of Vell {n} was built in 1951 and has been closed twice since 2019.",
    "Lorn{n} denied that inspectors had warned of ship {n}, and promised a report.",
)


def news(count: int) -> str:
    """Return sentences in paragraphs of three."""
    own = [NEWS[n % len(NEWS)].format(n=1000 + n) for n in range(count)]
    return "\n\n".join(" ".join(own[n : n + 3]) for n in range(0, count, 3))


def quoted(count: int) -> str:
    """Return a statement that goes on in quotations, sentence by sentence, of one paragraph."""
    return "Lorn said: “We go on and on.” " + " ".join(f"“We wait here for boat {n} to come.”" for n in range(count))


def spoken(count: int) -> str:
    """Return statements of which each begins with the same one-word source."""
    return " ".join(f"Lorn said that boat {n} of the harbour had left." for n in range(count))


def held(count: int) -> str:
    """Return one quotation that goes on over sentences with figures."""
    return "Lorn said: “" + " ".join(f"On that day {n + 20} people were killed there." for n in range(count)) + "”"


def segments(count: int) -> str:
    """Return paragraphs of a sentence each."""
    return "\n\n".join(f"Boat {n} was built in 1951, Orla Denn said." for n in range(count))


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of this package some work executes, each turn of a loop counted."""
    counted = 0

    def lines(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        counted += event == "line"
        return lines

    def calls(frame: FrameType, _: str, __: Any) -> Any:
        return lines if "claimwire" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize("model", [DEFAULT, "rules"])
@pytest.mark.parametrize("text", [news, quoted, spoken, held, segments], ids=lambda make: make.__name__)
def test_four_times_the_text_is_four_times_the_work(model: str, text: Callable[[int], str]) -> None:
    finder = model_named(model)

    def work(article: Article) -> int:
        finder.predict(article, "x_")  # what is kept of sentences and words is kept now
        return steps(lambda: finder.predict(article, "x_"))

    short, long = (work(article_of_text(text(count), published="2031-05-06")) for count in (SENTENCES, 4 * SENTENCES))
    assert 3 < long / short < 4.3


@pytest.mark.parametrize("text", [news, quoted, segments], ids=lambda make: make.__name__)
def test_making_an_article_of_a_text_is_linear_too(text: Callable[[int], str]) -> None:
    short, long = (steps(lambda n=n: article_of_text(text(n))) for n in (SENTENCES, 4 * SENTENCES))  # type: ignore[misc]
    assert long / short < 4.3


def test_one_long_sentence_does_not_make_the_others_long(monkeypatch: pytest.MonkeyPatch) -> None:
    cells: list[int] = []
    padded = crf._padded

    def counted(*given: Any) -> Any:
        cells.append(len(given[0]) * max(map(len, given[0])))
        return padded(*given)

    monkeypatch.setattr(crf, "_padded", counted)
    tagger = fitted_tagger()
    lengths = [3] * 640 + [900]
    rows = [TokenRow(("a",) * n, tuple((m, m + 1) for m in range(n)), ((),) * n, ("always",)) for n in lengths]
    assert list(map(len, tagger.marginals(rows))) == lengths
    assert sum(cells) <= 640 * 3 + crf.BATCH * 900


def fitted_tagger() -> Tagger:
    from test_shared_models import fitted

    return fitted()


def test_a_sentence_is_found_by_a_place_in_it() -> None:
    reading = read_article(article_of_text(news(9)))
    for number, passage in enumerate(reading.passages):
        assert {reading.number_at(passage.start), reading.number_at(passage.end - 1)} == {number}
    assert reading.number_at(reading.passages[0].start - 1) is None
    assert reading.number_at(reading.passages[-1].end) is None
