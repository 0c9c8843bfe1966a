"""The measures a second time, in plain Python from the JSON of a corpus: slow, without arrays, sharing no code."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

LABELS = ("attributed_statement", "historical_background", "casualty_figure")
PARTS = {"source": "source_spans", "cue": "cue_spans", "content": "spans"}
Claim = dict[str, Any]
Layers = dict[str, list[Claim]]
Pair = tuple[Claim, Claim]


class PlainCorpus:
    """A corpus of two annotators: articles by id, and each annotator's claims by article."""

    def __init__(self, folder: Path) -> None:
        articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text().splitlines()]
        layers = [json.loads(line) for line in (folder / "annotations.jsonl").read_text().splitlines()]
        self.articles = {article["article_id"]: article for article in articles}
        self.names = sorted({layer["annotator_id"] for layer in layers})
        assert len(self.names) == 2
        self.first: Layers
        self.second: Layers
        self.first, self.second = (
            {layer["article_id"]: layer["claims"] for layer in layers if layer["annotator_id"] == name}
            for name in self.names
        )
        assert set(self.first) == set(self.second) == set(self.articles)

    def both(self) -> Iterable[tuple[dict[str, Any], list[Claim], list[Claim]]]:
        for key in sorted(self.articles):
            yield self.articles[key], self.first[key], self.second[key]


def points(claim: Claim, slot: str = "spans") -> set[int]:
    return {p for span in claim.get(slot, ()) for p in range(span["start"], span["end"])}


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


def covers(claims: Iterable[Claim], label: str, start: int, end: int, slot: str = "spans") -> int:
    return int(
        any(
            span["start"] < end and start < span["end"]
            for claim in claims
            if claim["label"] == label
            for span in claim.get(slot, ())
        )
    )


def sentence_units(corpus: PlainCorpus, label: str) -> list[list[int]]:
    return [
        [covers(one, label, s["start"], s["end"]), covers(other, label, s["start"], s["end"])]
        for article, one, other in corpus.both()
        for s in article["sentences"]
    ]


def word_units(corpus: PlainCorpus, part: str) -> list[list[int]]:
    """Return who has each token, or each code point where there is no text, in a part of an attributed statement."""
    found = []
    for article, one, other in corpus.both():
        if "text" in article:
            places = [m.span() for m in re.finditer(r"\w+|[^\w\s]", article["text"])]
        else:
            places = [(at, at + 1) for at in range(article["text_length"])]
        inside = [
            set().union(*(points(c, PARTS[part]) for c in own if c["label"] == LABELS[0])) for own in (one, other)
        ]
        found += [[int(any(p in own for p in range(s, e))) for own in inside] for s, e in places]
    return found


def f1(first: list[Hashable], second: list[Hashable]) -> tuple[float, float, float]:
    """Return precision and recall of the second against the first, and F1, of things that are equal or not."""
    same = sum((Counter(first) & Counter(second)).values())
    return same / len(second), same / len(first), 2 * same / (len(first) + len(second))


def keys(layers: Layers, labels: Iterable[str], slots: Sequence[str] = ("spans",)) -> list[Hashable]:
    wanted = set(labels)
    return [
        (article, claim["label"], *(frozenset(points(claim, slot)) for slot in slots))
        for article, claims in layers.items()
        for claim in claims
        if claim["label"] in wanted
    ]


def largest_pairing(first: list[Claim], second: list[Claim]) -> int:
    """Return how many claims can be paired so that each pair shares a code point: all ways tried, largest kept."""
    if not first:
        return 0
    head, rest = first[0], first[1:]
    partners = [c for c in second if points(c) & points(head)]
    if not partners:
        return largest_pairing(rest, second)
    # a claim that shares code points with nobody but its only partner is paired with it in some largest pairing
    if len(partners) == 1 and not any(points(c) & points(partners[0]) for c in rest):
        return 1 + largest_pairing(rest, [c for c in second if c is not partners[0]])
    ways = [1 + largest_pairing(rest, [c for c in second if c is not p]) for p in partners]
    return max(*ways, largest_pairing(rest, second))


def unitizing(corpus: PlainCorpus, labels: Iterable[str]) -> float | None:
    """Return Krippendorff's alpha for unitizing, all documents as one continuum, from the published formulas."""
    documents = [(a["text_length"], [one, other]) for a, one, other in corpus.both()]
    observed, expected = 0.0, 0.0
    for label in labels:
        continua = [
            (length, [merged(claim["spans"] for claim in own if claim["label"] == label) for own in both])
            for length, both in documents
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
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def disagreements(continua: list[tuple[int, list[list[tuple[int, int]]]]]) -> tuple[float, float]:
    """Return observed and expected disagreement (Krippendorff 2004, p. 253 f.) for annotators of the same documents."""
    m = len(continua[0][1])
    length = sum(size for size, _ in continua)
    observed = 0.0
    lengths, gaps = [], []
    for size, annotators in continua:
        sections = [cut(size, units) for units in annotators]
        for i, one in enumerate(sections):
            lengths += [e - s for s, e, valued in one if valued]
            gaps += [e - s for s, e, valued in one if not valued]
            for j, other in enumerate(sections):
                if i != j:
                    observed += sum(section_distance(a, b) for a in one for b in other)
    n = len(lengths)
    inner = sum(
        (n - 1) / 3 * (2 * u**3 - 3 * u**2 + u) + u**2 * sum(g - u + 1 for g in gaps if g >= u) for u in lengths
    )
    pairs = m * length * (m * length - 1) - sum(u * (u - 1) for u in lengths)
    return observed / (m * (m - 1) * length**2), 2 / length * inner / pairs


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


def likeness(a: Claim, b: Claim) -> float:
    one, other = points(a), points(b)
    cue = 0.5 if points(a, "cue_spans") & points(b, "cue_spans") else 0.0
    return len(one & other) / len(one | other) + cue if one & other else 0.0


def aligned(first: list[Claim], second: list[Claim]) -> list[Pair]:
    """Return pairs of claims of one label: again and again the likest of what is left, down to 0.3."""
    left, found = (list(first), list(second)), []
    while True:
        pairs = [(likeness(a, b), a, b) for a in left[0] for b in left[1] if a["label"] == b["label"]]
        best = max((like for like, _, _ in pairs), default=0.0)
        if best < 0.3:
            return found
        _, a, b = next(pair for pair in pairs if pair[0] == best)
        found.append((a, b))
        left[0].remove(a)
        left[1].remove(b)


def all_aligned(corpus: PlainCorpus) -> list[Pair]:
    return [pair for _, one, other in corpus.both() for pair in aligned(one, other)]


def slot(claim: Claim, name: str) -> Any:
    if name == "bounds":
        found = tuple(claim.get(n) for n in ("lower", "lower_inclusive", "upper", "upper_inclusive"))
        return None if found == (None,) * 4 else found
    if name.endswith("spans"):
        return frozenset(points(claim, name)) or None
    value = claim.get(name)
    return frozenset(value) or None if isinstance(value, list) else value


def named(corpus: PlainCorpus, pairs: list[Pair], name: str) -> list[tuple[Any, Any]]:
    """Return for each pair what the claims name there: the pair it is in, or itself where it is in none."""
    group = {claim["claim_id"]: number for number, pair in enumerate(pairs) for claim in pair}
    return [tuple(group.get(c.get(name), c.get(name)) for c in pair) for pair in pairs]  # type: ignore[misc]


def days(edtf: str) -> tuple[int, int] | None:
    """Return first and last day of the EDTF that the corpora have: days, months, years, decades, intervals, times."""
    if ".." in edtf:
        return None
    start, _, end = edtf.partition("/")
    return one_end(start)[0], one_end(end or start)[1]


def one_end(edtf: str) -> tuple[int, int]:
    text = edtf.strip("~?%").split("T")[0]
    if re.fullmatch(r"\d{3}X", text):
        year = int(text[:3]) * 10
        return datetime.date(year, 1, 1).toordinal(), datetime.date(year + 9, 12, 31).toordinal()
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return datetime.date(parts[0], 1, 1).toordinal(), datetime.date(parts[0], 12, 31).toordinal()
    if len(parts) == 2:
        following = datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1).toordinal()
        return datetime.date(parts[0], parts[1], 1).toordinal(), following - 1
    return (datetime.date(*parts).toordinal(),) * 2


def same_share(values: Sequence[tuple[Any, Any]]) -> float | None:
    given = [pair for pair in values if pair != (None, None)]
    return sum(a == b for a, b in given) / len(given) if given else None


def log_count(value: int | None) -> float | None:
    return None if value is None else math.log(1 + value)


def confusion(corpus: PlainCorpus) -> Counter[tuple[str, str]]:
    """Return how often claims at one place have which labels, for corpora in which no two labels stand at one place."""
    found: Counter[tuple[str, str]] = Counter()
    for _, one, other in corpus.both():
        pairs = aligned(one, other)
        used = {claim["claim_id"] for pair in pairs for claim in pair}
        found.update((a["label"], b["label"]) for a, b in pairs)
        left = [[c for c in own if c["claim_id"] not in used] for own in (one, other)]
        for a in left[0]:
            assert all(a["label"] == b["label"] or likeness(a, b) < 0.3 for b in left[1])
        found.update((c["label"], "none") for c in left[0])
        found.update(("none", c["label"]) for c in left[1])
    return found
