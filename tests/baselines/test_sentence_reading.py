"""What is read off a sentence: quotations, quantities and what they count, harm, dates."""

from __future__ import annotations

import pytest

from claimwire.baselines.counts import counts_in, harms_in
from claimwire.baselines.dated import begin_of, dates_in
from claimwire.baselines.lexicon import all_forms
from claimwire.baselines.sentence import Sentence, quotations
from claimwire.dates import Bounds, bounds

PUBLISHED = bounds("2031-10-12")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “it is over” and left.", ["“it is over”"]),
        ('"It is over," he said. "We go."', ['"It is over,"', '"We go."']),
        ("‘Lorn’s boat sank,’ she said.", ["‘Lorn’s boat sank,’"]),
        ("“It is over", ["“It is over"]),
        ("it is over,” he said.", ["it is over,”"]),
        ("The farmers’ boat sank.", []),
        ("", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, quoted: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in quotations(text)] == quoted


def test_a_quotation_says_which_of_its_marks_are_there() -> None:
    (open_end,) = quotations("“It is over")
    (no_begin,) = quotations("it is over,” he said.")
    assert (open_end.begun, open_end.ended, no_begin.begun, no_begin.ended) == (True, False, False, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 12 people drowned.", [("At least 12", "people", 12, None)]),
        ("Between 50 and 60 soldiers fled.", [("Between 50 and 60", "people", 50, 60)]),
        ("More than 2,000 civilians fled.", [("More than 2,000", "people", 2000, None)]),
        ("As many as 6 700 villagers fled.", [("As many as 6 700", "people", None, 6700)]),
        ("Dozens of miners were trapped.", [("Dozens", "people", None, None)]),
        ("Three hundred houses burned.", [("Three hundred", "things", 300, 300)]),
        ("In 1999 the ferry sank.", []),
        ("In 1999 people fled.", [("1999", "people", 1999, 1999)]),
        ("The driver, 54, died.", []),
        ("A 34-year-old nurse died.", []),
        ("It cost $3 million.", []),
        ("It rose by 12 per cent.", []),
        ("On 9 November it sank.", []),
        ("On November 9 it sank.", []),
        ("It came 9th.", []),
    ],
)
def test_quantities_are_told_from_ages_years_money_and_dates(
    text: str, found: list[tuple[str, str, int | None, int | None]]
) -> None:
    counts = counts_in(Sentence(text))
    assert [(text[c.start : c.end], c.counted, c.quantity.lower, c.quantity.upper) for c in counts] == found


def test_harm_is_found_by_word_and_by_phrase() -> None:
    sentence = Sentence("Nine men drowned, two lost their lives ashore, and 40 were pulled from the water.")
    found = [(sentence.words[harm.first], sentence.words[harm.word], harm.harm) for harm in harms_in(sentence)]
    assert found == [("drowned", "drowned", "killed"), ("lost", "lives", "killed"), ("pulled", "from", "rescued")]


@pytest.mark.parametrize(
    ("verb", "form"), [("flee", "fled"), ("kill", "killing"), ("trap", "trapped"), ("die", "died")]
)
def test_verbs_of_harm_have_their_irregular_forms(verb: str, form: str) -> None:
    assert form in all_forms((verb,))
    assert all_forms(()) == frozenset()


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It sank on 9 November 2020.", "2020-11-09"),
        ("It sank on November 9, 2020.", "2020-11-09"),
        ("It sank in November 2020.", "2020-11"),
        ("It sank on 10 October.", "2031-10-10"),
        ("It sank on 13 October.", "2030-10-13"),
        ("It sank in 1994.", "1994"),
        ("It has been shut since 1994.", "1994/.."),
        ("It was open until 1994.", "../1994"),
        ("It sank in the late 1980s.", "1987/1989"),
        ("It sank in the 1980s.", "1980/1989"),
        ("The war of 1996–98 ended.", "1996/1998"),
        ("It sank three years ago.", "2028"),
        ("It sank two months ago.", "2031-08"),
        ("It sank ten days ago.", "2031-10-02"),
        ("It sank last year.", "2030"),
        ("It sank last month.", "2031-09"),
        ("It sank last week.", "2031-09-29/2031-10-05"),
        ("It sank yesterday.", "2031-10-11"),
        ("It sank on Friday.", "2031-10-10"),
        ("It sank on Sunday.", "2031-10-12"),
        ("It sank on 31 June 2020.", None),
        ("It fed 1994 people.", None),
        ("It sank.", None),
    ],
)
def test_dates_are_read_from_the_day_of_publication(text: str, edtf: str | None) -> None:
    found = dates_in(text, PUBLISHED)
    assert (found[0].edtf if found else None) == edtf


def test_without_a_day_of_publication_relative_dates_stay_open() -> None:
    assert [date.edtf for date in dates_in("It sank last year, on Friday, and in 1994.")] == [None, None, "1994"]
    month = Bounds(bounds("2031-10").lower, bounds("2031-10").upper)
    assert [date.edtf for date in dates_in("It sank last year.", month)] == [None]


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("It sank on 12 August 2031.", True),
        ("It sank on 13 August 2031.", False),
        ("It has been shut since 1994.", True),
        ("It sank in August 2031.", None),
    ],
)
def test_a_date_is_old_from_two_months_on(text: str, old: bool | None) -> None:
    (date,) = dates_in(text, PUBLISHED)
    assert date.is_old(PUBLISHED) is old


def test_an_interval_begins_with_its_start_unless_that_is_open() -> None:
    assert [begin_of(edtf) for edtf in ("1994", "1994/1998", "1994/..", "../1998")] == [
        "1994",
        "1994",
        "1994",
        "../1998",
    ]
