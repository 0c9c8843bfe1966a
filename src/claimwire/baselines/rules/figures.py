"""Casualty figures: a quantity and a word for harm that belong together, one person who is harmed, and nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...quantities import Quantity
from ...schema.vocab import Harm, Label
from ..counts import HARM_OF, CountFound, HarmFound, counts_in, harms_in
from ..lexicon import either, table, word_set
from .passage import Draft, Passage, Range, rule_words

FIGURES = table("rules")["figures"]
NOBODY = re.compile(
    rf"\b(?:{either(FIGURES['nobody'])})\b(?=(?:\W+\w+){{0,4}}?\W+(?:{either(FIGURES['harmed'])})\b)|"
    rf"\b(?:{either(FIGURES['no_harm'])})\b",
    re.IGNORECASE,
)
INCLUDING = re.compile(rf"\b(?:{either(FIGURES['including'])})\s+(?:\w+\s)?$", re.IGNORECASE)
OF_THEM = re.compile(rf"\s+(?:{either(FIGURES['of_them'])})\b", re.IGNORECASE)
TOLL = re.compile(
    rf"\b(?:the\s+)?(?:{either(FIGURES['toll'])})\b[^.;]{{0,40}}?\b(?:{either(FIGURES['toll_is'])})\s+$", re.IGNORECASE
)
SNAPSHOT = re.compile("|".join(rf"\b{word}\b" for word in FIGURES["snapshot"]))
FAR = 9
"""Words that may stand between what is counted and its harm."""
MARKS = re.compile(r"[;:()“”\"]|\.\s")


def figures(passage: Passage) -> list[Draft]:
    """Return the figures of a sentence, in text order; a part of another names it as its `whole`."""
    counts, harms = counts_in(passage.sentence), harms_in(passage.sentence)
    found: list[Draft] = []
    used: set[int] = set()
    for count in counts:
        draft = _figure(passage, count, harms, counts, found, used)
        if draft is not None:
            found.append(draft)
    taken = [span for draft in found for span in draft.spans]
    for draft in [*_nobody(passage, harms), *_one_person(passage, harms, used), *_bare(passage, harms, used)]:
        if not any(a < end and start < b for start, end in taken for a, b in draft.spans):
            found.append(draft)
            taken += draft.spans
    return sorted(found, key=lambda draft: draft.spans)


def _figure(
    passage: Passage,
    count: CountFound,
    harms: list[HarmFound],
    counts: list[CountFound],
    earlier: list[Draft],
    used: set[int],
) -> Draft | None:
    """Return the figure of a quantity; None if it counts nobody who is harmed."""
    if count.counted == "things":
        return None
    where = (passage.start + count.start, passage.start + count.end)
    before = passage.text[passage.start : where[0]]
    if (
        earlier
        and count.counted == "people"
        and (INCLUDING.search(before) or OF_THEM.match(passage.text, where[1], passage.end))
    ):
        whole = earlier[-1].whole or earlier[-1]
        end = passage.after(count.last)
        return figure_draft(passage, (where[0], end), where, HARM_OF[whole.slots["harm"]], count.quantity, whole)
    toll = TOLL.search(before)
    if toll is not None:
        used |= {harm.word for harm in harms if passage.begin(harm.word) < where[0]}
        begin = passage.start + toll.start()
        return figure_draft(
            passage, (begin, max(where[1], passage.after(count.last))), where, Harm.KILLED, count.quantity
        )
    harm = _harm_of(passage, count, harms, counts)
    if harm is None:
        lost = count.first > 0 and passage.words[count.first - 1] in rule_words("figures", "loses")
        span = passage.range(max(count.first - 1, 0), count.last + 1)
        people = lost and count.counted == "people"
        return figure_draft(passage, span, where, Harm.KILLED, count.quantity) if people else None
    used.add(harm.word)
    costs = _cost(passage, count.first)
    if harm.part == "nouns" and costs is not None:
        return figure_draft(passage, passage.range(costs, harm.word + 1), where, harm.harm, count.quantity)
    begin = where[0]
    if count.first and passage.words[count.first - 1] in word_set("harm", "determiners"):
        begin = where[0] if passage.gap(count.first).strip() else passage.begin(count.first - 1)
    ends = (begin, where[1], passage.begin(harm.first), passage.after(harm.word))
    last = passage.after(count.last) if count.counted == "people" else where[1]
    return figure_draft(passage, (min(ends), max(*ends, last)), where, harm.harm, count.quantity)


def _cost(passage: Passage, first: int) -> int | None:
    """Return the first word of what takes lives before a quantity: *cost* 93 lives, *the loss of* 31 lives."""
    words = passage.words
    if first > 0 and words[first - 1] in rule_words("figures", "costs"):
        return first - 1
    if first > 1 and words[first - 1] == "of" and words[first - 2] in rule_words("figures", "loss"):
        return first - 3 if first > 2 and words[first - 3] in word_set("harm", "determiners") else first - 2
    return None


def _harm_of(passage: Passage, count: CountFound, harms: list[HarmFound], counts: list[CountFound]) -> HarmFound | None:
    """Return the harm of a quantity: in its noun phrase, behind it, or a verb right before it."""
    between, to_count = rule_words("figures", "between"), rule_words("figures", "to_count")
    for harm in harms:
        if count.after <= harm.word <= count.last + 1 and harm.part != "happens":
            return harm if _is_near(passage, count.after, harm.word) else None
    for harm in harms:
        gap = [passage.words[n] for n in range(count.last + 1, harm.first)]
        if harm.first > count.last and len(gap) <= FAR and harm.part != "nouns":
            other = any(count.last < one.first <= harm.first and _is_apart(passage, one) for one in counts)
            clear = not other or all(word in between for word in gap)
            named = len(gap) == 1 and count.counted == "open" and passage.sentence.raw[harm.first - 1][0].isupper()
            fits = not gap or gap[-1] in between or named
            if clear and fits and _is_near(passage, count.last + 1, harm.word + 1):
                return harm
    for harm in reversed(harms):
        gap = [passage.words[n] for n in range(harm.word + 1, count.first)]
        active = harm.part in ("verbs", "adjectives") or (harm.part == "nouns" and "of" in gap)
        joined = harm.word < count.first and len(gap) <= 3 and all(word in to_count for word in gap)
        if active and joined and _is_near(passage, harm.word + 1, count.first + 1):
            return harm
    return None


def _is_apart(passage: Passage, count: CountFound) -> bool:
    """Return whether a quantity counts others than the one before it: things and parts of it do not."""
    before = passage.text[passage.start : passage.start + count.start]
    part = INCLUDING.search(before) or OF_THEM.match(passage.text, passage.start + count.end)
    return count.counted != "things" and part is None


def _is_near(passage: Passage, first: int, end: int) -> bool:
    """Return whether no mark parts the words of a range."""
    return not any(MARKS.search(passage.gap(n)) for n in range(first, min(end, len(passage.words))))


def figure_draft(
    passage: Passage,
    span: Range,
    where: Range | None,
    harm: Harm,
    quantity: Quantity | None,
    whole: Draft | None = None,
) -> Draft:
    """Return a figure over a span, with the slots that its words and sentence tell."""
    start, end = passage.trimmed(*span) or span
    text = passage.text[start:end].casefold()
    sentence = passage.text[passage.start : passage.end].casefold()
    words = set(re.findall(r"\w+", text))
    combatant = bool(words & word_set("harm", "status_combatant"))
    civilian = bool(words & word_set("harm", "status_civilian"))
    status = {(True, True): "mixed", (True, False): "combatant", (False, True): "civilian"}
    possible = bool(words & rule_words("figures", "possible"))
    slots = {
        "harm": harm.value,
        "victim_status": status.get((combatant, civilian), "unspecified"),
        "named_victim": False,
        "scope": _scope(text, sentence),
        "presented_as": "possible" if possible else "asserted",
    }
    pieces = {"quantity_spans": [where]} if where is not None else {}
    if quantity is not None and quantity.unclear:
        slots["confidence"] = "medium"
    return Draft(Label.CASUALTY_FIGURE, [(start, end)], pieces, slots, whole)


def _scope(text: str, sentence: str) -> str:
    """Return what a figure counts, by three questions in the order of the codebook."""
    if SNAPSHOT.search(text):
        return "snapshot"
    if any(word in sentence for word in FIGURES["cumulative"]):
        return "cumulative"
    return "period_total" if any(word in sentence for word in FIGURES["period"]) else "single_event"


def _nobody(passage: Passage, harms: list[HarmFound]) -> Iterator[Draft]:
    """Yield that nobody was harmed."""
    for match in NOBODY.finditer(passage.text, passage.start, passage.end):
        later = [harm for harm in harms if passage.begin(harm.word) > match.start()]
        first = match.group().split()[0]
        is_noun = match.group().casefold() in rule_words("figures", "no_harm")
        quantity = (match.start(), match.start() + len(first)) if is_noun else match.span()
        harm = later[0].harm if later else Harm.KILLED_OR_INJURED
        end = passage.after(later[0].word) if later and later[0].part != "nouns" else match.end()
        yield figure_draft(passage, (match.start(), max(end, match.end())), quantity, harm, None)


def _one_person(passage: Passage, harms: list[HarmFound], used: set[int]) -> Iterator[Draft]:
    """Yield single persons who are harmed: *a man was killed*, *killed a man*, *the driver died*."""
    person = word_set("harm", "person")
    for harm in harms:
        if harm.word in used or harm.part == "nouns":
            continue
        window = range(max(0, harm.word - 4), min(len(passage.words), harm.word + 4))
        for number in window:
            article = passage.words[number - 1] if number else ""
            if passage.words[number] not in person or article not in ("a", "an", "one", "the"):
                continue
            gap = range(min(number, harm.word) + 1, max(number, harm.word))
            allowed = rule_words("figures", "between") | {"a", "an", "the", "one"}
            if all(passage.words[n] in allowed for n in gap) and _is_near(passage, gap.start, gap.stop + 1):
                used.add(harm.word)
                first, last = min(number - 1, harm.word), max(number, harm.word)
                where = passage.range(number - 1, number) if article != "the" else None
                draft = figure_draft(passage, passage.range(first, last + 1), where, harm.harm, None)
                if where is None:
                    draft.slots |= {"quantity_form": "none", "qualifier": "exact", "lower": 1, "upper": 1}
                yield draft
                break


def _bare(passage: Passage, harms: list[HarmFound], used: set[int]) -> Iterator[Draft]:
    """Yield mentions without any quantity: *casualties*, *the victims*."""
    for harm in harms:
        if harm.word in used:
            continue
        following = passage.words[harm.word + 1 : harm.word + 2]
        if harm.part == "nouns" and passage.words[harm.word] in rule_words("figures", "bare"):
            yield figure_draft(passage, passage.range(harm.word, harm.word + 1), None, harm.harm, None)
        elif harm.part == "adjectives" and following and following[0] in word_set("harm", "people"):
            draft = figure_draft(passage, passage.range(harm.word, harm.word + 2), None, harm.harm, None)
            draft.slots["presented_as"] = "presupposed"
            yield draft
