"""The measures of agreement a second time, in plain Python from the JSON of a corpus: slow, and no shared code."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

LABELS = ("attributed_statement", "historical_background", "casualty_figure")
PARTS = {"source": "source_spans", "cue": "cue_spans", "content": "spans"}
Claim = dict[str, Any]
Layers = dict[str, list[Claim]]
"""An article's layers: claims by annotator."""


class PlainStudy:
    """The articles of a corpus folder that two or more of some annotators finished, and their layers."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text().splitlines()]
        layers = [json.loads(line) for line in (folder / "annotations.jsonl").read_text().splitlines()]
        self.names = list(names)
        self.documents: list[tuple[dict[str, Any], Layers]] = []
        for article in sorted(articles, key=lambda article: str(article["article_id"])):
            own = {
                layer["annotator_id"]: layer["claims"]
                for layer in layers
                if layer["article_id"] == article["article_id"] and layer.get("complete", True)
            }
            if len(present := {name: own[name] for name in self.names if name in own}) > 1:
                self.documents.append((article, present))
        self.groups = [group for _, own in self.documents for group in aligned(own)]

    def pairs(self) -> Iterator[tuple[list[Claim], list[Claim]]]:
        """Yield the claims of each two annotators in each article that both have."""
        for _, own in self.documents:
            for one, other in combinations(self.names, 2):
                if one in own and other in own:
                    yield own[one], own[other]


def points(claim: Claim, slot: str = "spans") -> set[int]:
    return {p for span in claim.get(slot, ()) for p in range(span["start"], span["end"])}


def share(hits: float, trials: float) -> float | None:
    return hits / trials if trials else None


# Alpha


def alpha(units: Sequence[Sequence[Any]], distance: Callable[[Any, Any], float]) -> float | None:
    """Return Krippendorff's alpha from its definition, pair by pair; a unit is a list of values without the missing."""
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]
    n = len(every)
    observed = sum(
        distance(a, b) / (len(unit) - 1)
        for unit in units
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    counts = list(Counter(every).items())
    expected = sum(distance(a, b) * x * y for a, x in counts for b, y in counts)
    return None if expected == 0 else 1 - (n - 1) * observed / expected


def nominal(a: Hashable, b: Hashable) -> float:
    return float(a != b)


def squared(a: Any, b: Any) -> float:
    pairs = zip(a, b, strict=True) if isinstance(a, tuple) else [(a, b)]
    return float(sum((x - y) ** 2 for x, y in pairs))


# Sentences and words


def covers(claims: Iterable[Claim], label: str, start: int, end: int, slot: str = "spans") -> int:
    return int(
        any(
            span["start"] < end and start < span["end"]
            for claim in claims
            if claim["label"] == label
            for span in claim.get(slot, ())
        )
    )


def sentence_units(study: PlainStudy, label: str) -> list[list[int]]:
    return [
        [covers(claims, label, s["start"], s["end"]) for claims in own.values()]
        for article, own in study.documents
        for s in article["sentences"]
    ]


def positive_agreement(units: Sequence[Sequence[int]]) -> float | None:
    """Return among the other annotators' answers, wherever an annotator says yes, the share of yes."""
    others = [unit[j] for unit in units for i, yes in enumerate(unit) if yes for j in range(len(unit)) if i != j]
    return share(sum(others), len(others))


def word_units(study: PlainStudy, part: str) -> list[list[int]]:
    """Return who has each token, or each code point if a text is missing, in a part of an attributed statement."""
    has_texts = all("text" in article for article, _ in study.documents)
    units = []
    for article, own in study.documents:
        if has_texts:
            places = [m.span() for m in re.finditer(r"\w+|[^\w\s]", article["text"])]
        else:
            places = [(p, p + 1) for p in range(article["text_length"])]
        inside: list[set[int]] = [
            set().union(*(points(c, PARTS[part]) for c in claims if c["label"] == LABELS[0])) for claims in own.values()
        ]
        units += [[int(any(p in covered for p in range(s, e))) for covered in inside] for s, e in places]
    return units


# Spans


def keys(claims: Iterable[Claim], labels: Iterable[str], slots: Sequence[str]) -> Counter[Hashable]:
    wanted = set(labels)
    return Counter(
        (claim["label"], *(frozenset(points(claim, slot)) for slot in slots))
        for claim in claims
        if claim["label"] in wanted
    )


def exact(study: PlainStudy, labels: Sequence[str], slots: Sequence[str] = ("spans",)) -> dict[str, float | None]:
    """Return precision and recall of the second against the first of each pair, and F1, of claims that are equal."""
    sides = [(keys(one, labels, slots), keys(other, labels, slots)) for one, other in study.pairs()]
    same = sum((a & b).total() for a, b in sides)
    return rates(same, sum(a.total() for a, _ in sides), sum(b.total() for _, b in sides))


def overlap(study: PlainStudy, labels: Sequence[str]) -> dict[str, float | None]:
    """Return the same of claims that are paired, as many as can be, if they share a code point."""
    paired, first, second = 0, 0, 0
    for one, other in study.pairs():
        for label in labels:
            mine, theirs = ([c for c in claims if c["label"] == label] for claims in (one, other))
            paired += largest_pairing(mine, theirs)
            first += len(mine)
            second += len(theirs)
    return rates(paired, first, second)


def with_part(claims: Iterable[Claim], part: str) -> list[Claim]:
    """Return the attributed statements that have a part, as claims whose spans are those of the part."""
    slot = PARTS[part]
    return [{"label": LABELS[0], "spans": c[slot]} for c in claims if c["label"] == LABELS[0] and c.get(slot)]


def part_pairs(study: PlainStudy, part: str) -> Iterator[tuple[list[Claim], list[Claim]]]:
    for one, other in study.pairs():
        yield with_part(one, part), with_part(other, part)


def exact_parts(study: PlainStudy, part: str) -> dict[str, float | None]:
    """Return precision, recall and F1 of a part of attributed statements, whatever their other parts are."""
    same, first, second = 0, 0, 0
    for one, other in part_pairs(study, part):
        rest = [points(c) for c in other]
        for place in map(points, one):
            if place in rest:
                rest.remove(place)
                same += 1
        first, second = first + len(one), second + len(other)
    return rates(same, first, second)


def overlapping_parts(study: PlainStudy, part: str) -> dict[str, float | None]:
    """Return the same of parts that are paired, as many as can be, if they share a code point."""
    paired, first, second = 0, 0, 0
    for one, other in part_pairs(study, part):
        paired += largest_pairing(one, other)
        first, second = first + len(one), second + len(other)
    return rates(paired, first, second)


def rates(same: int, first: int, second: int) -> dict[str, float | None]:
    return {"precision": share(same, second), "recall": share(same, first), "F1": share(2 * same, first + second)}


def largest_pairing(first: list[Claim], second: list[Claim]) -> int:
    """Return how many claims can be paired so that each pair shares a code point: Kuhn's augmenting paths."""
    theirs = [points(claim) for claim in second]
    partners = [[i for i, place in enumerate(theirs) if place & points(claim)] for claim in first]
    paired_with: dict[int, int] = {}

    def finds_one(claim: int, seen: set[int]) -> bool:
        for partner in partners[claim]:
            if partner not in seen:
                seen.add(partner)
                if partner not in paired_with or finds_one(paired_with[partner], seen):
                    paired_with[partner] = claim
                    return True
        return False

    return sum(finds_one(claim, set()) for claim in range(len(first)))


def unitizing(study: PlainStudy, labels: Iterable[str]) -> float | None:
    """Return Krippendorff's alpha for unitizing, all documents as one continuum, from the published formulas."""
    observed, expected = 0.0, 0.0
    for label in labels:
        continua = [
            (
                article["text_length"],
                [merged(claim["spans"] for claim in claims if claim["label"] == label) for claims in own.values()],
            )
            for article, own in study.documents
        ]
        o, e = disagreements(continua)
        observed += o
        expected += e
    return None if expected == 0 else 1 - observed / expected


def merged(spans: Iterable[list[dict[str, int]]]) -> list[tuple[int, int]]:
    """Return units: ranges that share a code point made one, each claim's touching ranges made one before."""
    ranges = []
    for own in spans:
        place = {p for span in own for p in range(span["start"], span["end"])}
        ranges += [
            (p, next(q for q in range(p, p + len(place) + 1) if q not in place)) for p in place if p - 1 not in place
        ]
    units: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if units and start < units[-1][1]:
            units[-1] = (units[-1][0], max(end, units[-1][1]))
        else:
            units.append((start, end))
    return units


def disagreements(continua: list[tuple[int, list[list[tuple[int, int]]]]]) -> tuple[float, float]:
    """Return observed and expected disagreement (Krippendorff 2004, p. 253 f.).

    If documents differ in the number of their annotators, each counts by it, as units do in the other alphas.
    """
    length = sum(size for size, _ in continua)
    extent = sum(size * len(annotators) for size, annotators in continua)
    observed = 0.0
    lengths, gaps = [], []
    for size, annotators in continua:
        sections = [cut(size, units) for units in annotators]
        for i, one in enumerate(sections):
            lengths += [e - s for s, e, valued in one if valued]
            gaps += [e - s for s, e, valued in one if not valued]
            for j, other in enumerate(sections):
                if i != j:
                    observed += sum(section_distance(a, b) for a in one for b in other) / (len(sections) - 1)
    n = len(lengths)
    inner = sum(
        (n - 1) / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(g - u + 1 for g in gaps if g >= u) for u in lengths
    )
    pairs = extent * (extent - 1) - sum(u * (u - 1) for u in lengths)
    return observed / (extent * length), 2 / length * inner / pairs


def cut(size: int, units: list[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    edges = [0, *(edge for unit in units for edge in unit), size]
    between = [(s, e, False) for s, e in zip(edges[::2], edges[1::2], strict=True) if s < e]
    return sorted([*between, *((s, e, True) for s, e in units)])


def section_distance(a: tuple[int, int, bool], b: tuple[int, int, bool]) -> float:
    if a[2] and b[2] and a[0] < b[1] and b[0] < a[1]:
        return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
    if a[2] and not b[2] and b[0] <= a[0] and a[1] <= b[1]:
        return (a[1] - a[0]) ** 2
    if b[2] and not a[2] and a[0] <= b[0] and b[1] <= a[1]:
        return (b[1] - b[0]) ** 2
    return 0


# Alignment


def similarity(a: Claim, b: Claim) -> float:
    if a["label"] != b["label"] or not points(a) & points(b):
        return 0.0
    return common_share(a, b) + (0.5 if points(a, "cue_spans") & points(b, "cue_spans") else 0.0)


def common_share(a: Claim, b: Claim) -> float:
    return len(points(a) & points(b)) / len(points(a) | points(b))


def aligned(own: Layers, similar: Callable[[Claim, Claim], float] = similarity) -> list[dict[str, Claim]]:
    """Return the claims of layers in groups, by annotator: joined pair by pair, most similar first, from 0.3 on."""
    order = {
        claim["claim_id"]: (claim["spans"][0]["start"], -claim["spans"][-1]["end"], name, place)
        for name, claims in own.items()
        for place, claim in enumerate(claims)
    }
    pairs = []
    for one, other in combinations(own, 2):
        for a in own[one]:
            for b in own[other]:
                if (like := similar(a, b)) >= 0.3:
                    first, second = sorted((order[a["claim_id"]], order[b["claim_id"]]))
                    pairs.append((-like, first, second, a["claim_id"], b["claim_id"]))
    group_of = {claim["claim_id"]: {name: claim} for name, claims in own.items() for claim in claims}
    for *_, a_id, b_id in sorted(pairs):
        if not group_of[a_id].keys() & group_of[b_id].keys():
            whole = group_of[a_id] | group_of[b_id]
            group_of |= {claim["claim_id"]: whole for claim in whole.values()}
    return list({id(group): group for group in group_of.values()}.values())


# Slots


INCLUSIVE = {
    "lower": {"exact": True, "at_least": True, "more_than": False, "between": True, "zero": True},
    "upper": {"exact": True, "at_most": True, "up_to": True, "less_than": False, "between": True, "zero": True},
}
"""Whether a bound is possible itself, by the words before it."""


def slot(claim: Claim, name: str) -> Any:
    if name == "bounds":
        value = tuple((claim.get(n), INCLUSIVE[n].get(claim["qualifier"])) for n in ("lower", "upper"))
        value = tuple(None if n is None else (n, can_be) for n, can_be in value)
        return None if value == (None, None) else value
    if name.endswith("spans"):
        return frozenset(points(claim, name)) or None
    value = claim.get(name, False if name == "approximate" else None)
    return frozenset(value) or None if isinstance(value, list) else value


def slot_values(study: PlainStudy, label: str, name: str, is_reference: bool) -> list[list[Any]]:
    """Return for each group of claims of a label what each has in a slot.

    Of a reference that is the group of the claim that is named, or the claim itself if it is in none.
    """
    groups = [group for group in study.groups if label_of(group) == label]
    if not is_reference:
        return [[slot(claim, name) for claim in group.values()] for group in groups]
    numbers = {claim["claim_id"]: number for number, group in enumerate(study.groups) for claim in group.values()}
    return [[numbers.get(c.get(name), c.get(name)) for c in group.values()] for group in groups]


def label_of(group: dict[str, Claim]) -> str:
    (label,) = {str(claim["label"]) for claim in group.values()}
    return label


def days(edtf: str) -> tuple[int, int] | None:
    """Return first and last day of the EDTF that corpora have: days, months, years, decades, intervals, sets, times."""
    if ".." in edtf:
        return None
    if edtf[0] in "[{":
        ends = [day for element in edtf[1:-1].split(",") for day in one_end(element)]
        return min(ends), max(ends)
    start, _, end = edtf.partition("/")
    return one_end(start)[0], one_end(end or start)[1]


def meant(edtf: str) -> tuple[int | None, int | None]:
    """Return first and last day; None is an open end."""
    closed = days(edtf)
    if closed is not None:
        return closed
    start, _, end = edtf.partition("/")
    return None if start == ".." else one_end(start)[0], None if end == ".." else one_end(end)[1]


def one_end(edtf: str) -> tuple[int, int]:
    text = edtf.strip("~?%").split("T")[0]
    if re.fullmatch(r"\d{2,3}X{1,2}", text):
        first, last = (int(text.replace("X", digit)) for digit in "09")
        return datetime.date(first, 1, 1).toordinal(), datetime.date(last, 12, 31).toordinal()
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return datetime.date(parts[0], 1, 1).toordinal(), datetime.date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        following = datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1).toordinal()
        return datetime.date(parts[0], parts[1], 1).toordinal(), following - 1
    return (datetime.date(*parts).toordinal(),) * 2


def same_share(values: Sequence[Sequence[Any]]) -> float | None:
    """Return the share of equal pairs of values within groups, of those of which at least one is given."""
    given = [pair for group in values for pair in combinations(group, 2) if pair != (None, None)]
    return share(sum(a == b for a, b in given), len(given))


def log_count(value: int) -> float:
    return math.log(1 + value)


# How two annotators disagree


def confusion(study: PlainStudy) -> Counter[tuple[str, str]]:
    """Return how often two annotators' claims at one place have which labels."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, own in study.documents:
        for group in with_other_labels(own, study.names):
            counts[tuple(group[n]["label"] if n in group else "none" for n in study.names)] += 1  # type: ignore[index]
    return counts


def with_other_labels(own: Layers, names: Sequence[str]) -> list[dict[str, Claim]]:
    """Return aligned claims of two annotators, and of those that are alone the ones at one place under two labels."""
    together = [group for group in aligned(own) if len(group) == 2]
    used = {claim["claim_id"] for group in together for claim in group.values()}
    alone = {name: [c for c in own[name] if c["claim_id"] not in used] for name in names}
    return together + aligned(alone, lambda a, b: common_share(a, b) if a["label"] != b["label"] else 0.0)


def disagreement(study: PlainStudy, differing: dict[str, set[str]], names: set[str]) -> dict[str, Counter[str]]:
    """Return for each label how many claims of two annotators differ in what way.

    `differing` has for each claim the slots in which its group differs, `names` the slots that are names written out.
    """
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    for _, own in study.documents:
        for group in with_other_labels(own, study.names):
            claims = list(group.values())
            slots = differing.get(claims[0]["claim_id"], set())
            if len(claims) == 1:
                kind = "only one"
            elif claims[0]["label"] != claims[1]["label"]:
                kind = "other label"
            elif points(claims[0]) != points(claims[1]):
                kind = "span and slots" if slots else "span"
            else:
                kind = "slots" if slots - names else "names" if slots else "same"
            for claim in claims:
                counts[claim["label"]][kind] += 1
    return counts
