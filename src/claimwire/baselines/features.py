"""About a hundred features of a sentence, made by hand from the tables in `lexica/` and the rooms below. English only.

Each is a number from 0 to about 3: whether something is there, how often (as log(1 + n)), or where. `NAMES` has them in
order; those of the sentences before and after stand at the end, and are 0 where these are not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from math import log1p

import numpy as np

from ..ranges import Floats
from ..schema.vocab import CueClass, Harm
from .contract import SentenceRow
from .counts import counts_in, harms_in
from .dated import dates_in
from .lexicon import either, forms, table, word_set
from .sentence import Sentence, sentence_of
from .word_counts import SAYINGS, TIMES, VOICES, counted_words

Group = Callable[[Sentence, Mapping[str, int]], dict[str, float]]
ACCORDING = re.compile(rf"\b(?:{either(table('speech')['words']['according'])})\b", re.IGNORECASE)
SPEAKER_COLON = re.compile(r"^(?:[A-Z][\w.'’-]*\s?){1,4}:\s")
DASH_END = re.compile(r"\s[-–—]\s(?:\w+\s?){1,3}$")
SINCE_YEAR = re.compile(rf"\b(?:{either(word_set('time', 'begins'))})\s+(?:\w+\s+)?(?:1[5-9]|20)\d\d")
BEGINS_DATED = re.compile(rf"(?:{either(word_set('time', 'opens'))})\b[^,]{{0,25}}\d{{4}}", re.IGNORECASE)
PAST_ED = re.compile(r"[a-z]{2,}ed$")
SHORT_HARMS = (Harm.KILLED, Harm.INJURED)
CONTRACTED = re.compile(r"n['’]t$|['’](?:re|ve|ll|d|m)$")
NEAR = 8
"""Words within which a count and a harm belong together."""
REMEMBERED = 20_000
"""Sentences whose features are kept, about 1 kB each."""


def _log(number: int) -> float:
    return log1p(number)


def _shape(sentence: Sentence, _: Mapping[str, int]) -> dict[str, float]:
    """Length, marks and capitals."""
    text, words = sentence.text.strip(), sentence.words
    inner = [n for n in range(1, len(words)) if sentence.raw[n][0].isupper()]
    return {
        "length": log1p(len(words)) / 2,
        "short": float(len(words) <= 6),
        "long": float(len(words) >= 30),
        "no_stop": float(not text.endswith((".", "!", "?", "”", '"', "’", "'", ")"))),
        "question": float("?" in text),
        "exclamation": float("!" in text),
        "colon": float(":" in text),
        "speaker_colon": float(bool(SPEAKER_COLON.match(text))),
        "dash_end": float(bool(DASH_END.search(text))),
        "semicolon": float(";" in text),
        "brackets": float("(" in text),
        "commas": _log(text.count(",")),
        "capitals": len(inner) / max(1, len(words) - 1),
        "names": _log(sum(1 for start, end in sentence.runs_of_capitals() if end - start > 1)),
        "acronyms": _log(sum(len(word) > 1 and word.isupper() for word in sentence.raw)),
    }


def _quoting(sentence: Sentence, _: Mapping[str, int]) -> dict[str, float]:
    """Quotation marks, and how much stands in them."""
    quotes = sentence.quotes
    inside = sum(sentence.quoted)
    longest = max((sum(q.start <= start < q.end for start, _ in sentence.places) for q in quotes), default=0)
    text = sentence.text.strip()
    return {
        "quotes": _log(len(quotes)),
        "quoted_share": inside / max(1, len(sentence.words)),
        "quote_of_clause": float(longest >= 4),
        "quote_of_words": float(0 < longest < 4),
        "quote_not_ended": float(any(not quote.ended for quote in quotes)),
        "quote_not_begun": float(any(not quote.begun for quote in quotes)),
        "begins_quoted": float(text[:1] in '“"‘«`' and bool(text)),
        "ends_quoted": float(text.endswith(("”", '"', "’", "»", "''"))),
    }


def _cues(sentence: Sentence, _: Mapping[str, int]) -> dict[str, float]:
    """Cues of the codebook's table by class, those outside quotations."""
    kinds = [cue.kind for cue in sentence.cues if not sentence.is_quoted(cue.start)]
    return {f"cue_{kind.value}": _log(kinds.count(kind)) for kind in CueClass}


def _reporting(sentence: Sentence, counted: Mapping[str, int]) -> dict[str, float]:
    """Verbs that report: how many, where, and what stands beside them."""
    report, mind, document = (forms("speech", key) for key in ("report", "mind", "document"))
    speakers, papers = word_set("speech", "speakers"), word_set("speech", "papers")
    pronouns = word_set("speech", "subject_pronouns")
    follows = word_set("speech", "content_follows")
    that, be = word_set("speech", "that"), word_set("speech", "be")
    words, last = sentence.words, len(sentence.words) - 1
    verbs = [n for n, word in enumerate(words) if word in report and not sentence.is_quoted(n)]
    minds = [n for n, word in enumerate(words) if word in mind and not sentence.is_quoted(n)]
    both = verbs + minds

    def beside(places: Sequence[int], test: Callable[[int], bool]) -> float:
        return float(any(test(n) for n in places))

    def subject(n: int, known: frozenset[str], reach: int = 3) -> bool:
        return any(word in known for word in words[max(0, n - reach) : n])

    return {
        "report": _log(len(verbs)),
        "mind": _log(len(minds)),
        "say": _log(counted["say"]),
        "report_that": beside(both, lambda n: bool(that & set(words[n + 1 : n + 3]))),
        "report_last": beside(verbs, lambda n: n >= last - 1),
        "report_near_end": beside(verbs, lambda n: last - 5 <= n < last - 1),
        "report_early": beside(verbs, lambda n: n <= 5),
        "report_after_comma": beside(both, lambda n: any("," in sentence.gap(k) for k in range(max(0, n - 3), n + 1))),
        "report_before_mark": beside(both, lambda n: any(c in sentence.gap(n + 1) for c in ',:“"‘')),
        "name_reports": beside(both, lambda n: n > 0 and sentence.raw[n - 1][0].isupper()),
        "reports_name": beside(verbs, lambda n: n < last and sentence.raw[n + 1][0].isupper()),
        "pronoun_reports": beside(both, lambda n: subject(n, pronouns, 2)),
        "speaker_reports": beside(both, lambda n: subject(n, speakers)),
        "paper_reports": beside(both, lambda n: subject(n, papers)),
        "paper_shows": beside([n for n, w in enumerate(words) if w in document], lambda n: subject(n, papers)),
        "reporting_ing": beside(both, lambda n: words[n].endswith("ing")),
        "to_mind": beside(both, lambda n: n > 0 and words[n - 1] in word_set("speech", "to")),
        "passive_mind": beside(both, lambda n: words[n].endswith(("ed", "n", "ught")) and subject(n, be, 2)),
        "short_verb": float(sentence.text.strip()[-1:].isalnum() and bool(both or counted["document"])),
        "according": float(bool(ACCORDING.search(sentence.text))),
        **{key: _log(counted[key]) for key in SAYINGS[1:]},
        "noun_that": float(
            any(
                w in word_set("speech", "speech_nouns") and bool(follows & set(words[n + 1 : n + 2]))
                for n, w in enumerate(words)
            )
        ),
    }


def _voice(sentence: Sentence, counted: Mapping[str, int]) -> dict[str, float]:
    """Who speaks and how: person, modal verbs, opinion, talk."""
    contracted = sum(bool(CONTRACTED.search(word)) for word in sentence.words if "'" in word or "’" in word)
    first = sentence.words[:1]
    joined = bool(first) and first[0] in word_set("speech", "joining")
    return {key: _log(counted[key]) for key in VOICES} | {
        "contractions": _log(contracted),
        "begins_joining": float(joined),
        "begins_pronoun": float(bool(first) and first[0] in word_set("speech", "subject_pronouns")),
    }


def _time(sentence: Sentence, counted: Mapping[str, int]) -> dict[str, float]:
    """Dates by kind, words of time, and tense."""
    words = sentence.words
    kinds = [date.kind for date in dates_in(sentence.text)]
    past, had = word_set("time", "past"), word_set("time", "had")
    been = _been()
    ed = [n for n, word in enumerate(words) if PAST_ED.search(word) or word in past]
    return {f"time_{key}": _log(counted[f"time_{key}"]) for key in TIMES} | {
        "years": _log(kinds.count("plain") + kinds.count("from") + kinds.count("month_only")),
        "decades": _log(kinds.count("decade")),
        "days": _log(kinds.count("month") + kinds.count("month_us")),
        "weekdays": _log(kinds.count("weekday") + kinds.count("near")),
        "numbers_ago": _log(kinds.count("number")),
        "last_unit": _log(kinds.count("which") + kinds.count("in_month")),
        "since_year": float(bool(SINCE_YEAR.search(sentence.text))),
        "begins_dated": float(bool(BEGINS_DATED.match(sentence.text))),
        "since": _log(counted["since"]),
        "past_verbs": _log(len(ed)),
        "passive_past": _log(sum(any(w in been for w in words[max(0, n - 2) : n]) for n in ed)),
        "had_past": float(any(had & set(words[max(0, n - 3) : n]) for n in ed)),
        "used_to": float(any(words[n : n + 2] == ("used", "to") for n in range(len(words)))),
        "ing": _log(sum(word.endswith("ing") for word in words)),
        "present_s": float(bool(set(words) & word_set("time", "present")) and not ed),
    }


def _harm(sentence: Sentence, counted: Mapping[str, int]) -> dict[str, float]:
    """Numbers, harm, and how near they are to each other."""
    counts, harms = counts_in(sentence), harms_in(sentence)
    people = [count for count in counts if count.counted == "people"]
    able = [count for count in counts if count.counted != "things"]
    apart = [
        min(abs(harm.first - count.last), abs(count.first - harm.word)) for harm in harms for count in able
    ]  # fmt: skip
    kinds = [harm.harm for harm in harms]
    lowest = min(apart, default=2 * NEAR)
    return {
        "counts": _log(len(counts)),
        "counts_of_people": _log(len(people)),
        "counts_of_things": _log(len(counts) - len(able)),
        "vague_counts": _log(sum(not count.quantity.numbers for count in able)),
        "count_reads": float(any(c.quantity.qualifier is not None and not c.quantity.unclear for c in people)),
        "digits": _log(sum(word[0].isdigit() for word in sentence.words)),
        "percent": float("%" in sentence.text or "percent" in sentence.words or "per cent" in sentence.text),
        "money": float(any(mark in sentence.text for mark in table("harm")["words"]["money"])),
        **{f"harm_{harm.value}": _log(kinds.count(harm)) for harm in SHORT_HARMS},
        "harm_other": _log(sum(kind not in SHORT_HARMS for kind in kinds)),
        "harms": _log(len(harms)),
        "harm_passive": float(
            any(
                h.part in ("adjectives", "verbs")
                and bool(word_set("harm", "be") & set(sentence.words[max(0, h.word - 3) : h.word]))
                for h in harms
            )
        ),
        "count_and_harm": float(bool(able and harms)),
        "count_at_harm": float(lowest <= 2),
        "count_near_harm": float(lowest <= NEAR),
        "harm_then_count": float(any(0 <= c.first - h.word <= 2 for h in harms for c in able)),
        "people_and_harm": float(bool(people and harms)),
        "person_and_harm": float(bool(harms) and bool(set(sentence.words) & word_set("harm", "person"))),
        "toll": float(bool(set(sentence.words) & word_set("harm", "toll"))),
        "causes": _log(counted["causes"]),
    }


@cache
def _been() -> frozenset[str]:
    return frozenset().union(*(word_set("time", key) for key in ("was", "being", "has", "had")))


GROUPS: tuple[Group, ...] = (_shape, _quoting, _cues, _reporting, _voice, _time, _harm)
"""The kinds of features, in the order of `NAMES`."""
BESIDE = (
    "quotes", "quote_not_ended", "quoted_share", "report", "first_singular", "years", "past_verbs", "time_had",
    "count_near_harm", "weekdays",
)  # fmt: skip
"""The features of the sentences before and after that are a sentence's, too."""


def _named(text: str) -> dict[str, float]:
    """Return the features of a sentence by itself, by their names."""
    sentence = sentence_of(text)
    counted = counted_words(sentence)
    found: dict[str, float] = {}
    for group in GROUPS:
        found |= group(sentence, counted)
    return found


@lru_cache(maxsize=REMEMBERED)
def _own(text: str) -> Floats:
    """Return the features of a sentence by itself, in the order of `OWN`."""
    found = np.fromiter(_named(text).values(), dtype=np.float64, count=len(OWN))
    found.setflags(write=False)
    return found


OWN: tuple[str, ...] = tuple(_named(""))
PLACES = [OWN.index(name) for name in BESIDE]
"""Where the features are that a sentence has of those beside it."""
NAMES: tuple[str, ...] = (
    *OWN,
    *(f"{side}_{name}" for side in ("before", "after") for name in ("known", *BESIDE)),
)
"""The features, in order."""


def features_of(row: SentenceRow) -> dict[str, float]:
    """Return the features of a sentence by their names."""
    (values,) = feature_rows([row]).tolist()
    return dict(zip(NAMES, values, strict=True))


def feature_rows(rows: Sequence[SentenceRow]) -> Floats:
    """Return the features of sentences: a row per sentence, a column per name of `NAMES`."""
    table_ = np.zeros((len(rows), len(NAMES)))
    width = 1 + len(BESIDE)
    for number, row in enumerate(rows):
        table_[number, : len(OWN)] = _own(row.text)
        for side, text in enumerate((row.before, row.after)):
            if text:
                known = len(OWN) + width * side
                table_[number, known] = 1.0
                table_[number, known + 1 : known + width] = _own(text)[PLACES]
    return table_
