"""Conflicts and proposals of links in a plain way, sharing no code with claimwire.conflicts.

Every pair of claims of a corpus is looked at by the rules as docs/conflicts.md states them: figures as sets of numbers,
dates as sets of days, similarity by a sum over words.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import combinations, permutations, product
from typing import Any

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import record_json
from claimwire.dates import bounds

Claim = dict[str, Any]
KINDS = ("figures_differ", "dates_differ", "asserted_and_denied", "direct_and_indirect", "called_differently")
VAGUE = {
    **{"none_stated": 1, "some": 1, "several": 2, "tens": 10, "dozens": 12, "scores": 20, "hundreds": 100},
    **{"thousands": 1000, "tens_of_thousands": 10**4, "hundreds_of_thousands": 10**5, "millions": 10**6},
}
MANY = 100_000


class Plain:
    """A corpus as dicts, as they are in its files."""

    def __init__(self, corpus: Corpus) -> None:
        def table(name: str) -> list[dict[str, Any]]:
            return [json.loads(record_json(row.record)) for row in corpus.rows.of(name)]

        self.claims = {claim["claim_id"]: claim for claim in table("claims")}
        self.articles = {article["article_id"]: article for article in table("articles")}
        self.links = table("links")
        self.stems = {name: stems(claim["statement"]) for name, claim in self.claims.items()}
        self.number = Counter(stem for found in self.stems.values() for stem in found)

    def weight(self, stem: str) -> float:
        return math.log((1 + len(self.claims)) / (1 + self.number[stem])) ** 2 if stem in self.number else 0.0

    def alike(self, one: set[str], other: set[str]) -> float:
        first, second, both = (sum(map(self.weight, found)) for found in (one, other, one & other))
        return both / math.sqrt(first * second) if first and second else 0.0

    def linked(self, one: Claim, other: Claim, kind: str) -> bool:
        ids = {one["claim_id"], other["claim_id"]}
        return any(link["kind"] == kind and ids <= set(link["claim_ids"]) for link in self.links)

    def follow(self, one: Claim, other: Claim) -> bool:
        """Return whether one count leads to the other over links that say which follow each other."""
        return other["claim_id"] in self.following.get(one["claim_id"], set()) - {one["claim_id"]}

    @cached_property
    def following(self) -> dict[str, set[str]]:
        """The counts that links join, over as many as it takes, by each of them."""
        sets: dict[str, set[str]] = {}
        for link in self.links:
            if link["kind"] == "supersedes":
                whole = set(link["claim_ids"]).union(*(sets.get(name, set()) for name in link["claim_ids"]))
                sets |= dict.fromkeys(whole, whole)
        return sets

    def in_links(self, claim: Claim, kind: str) -> set[str]:
        return {x["link_id"] for x in self.links if x["kind"] == kind and claim["claim_id"] in x["claim_ids"]}

    def voice(self, claim: Claim) -> str | None:
        return claim["claim_id"] if claim["label"] == "attributed_statement" else claim.get("voice_id")

    def two(self, one: Claim, other: Claim) -> bool:
        return one["article_id"] != other["article_id"] or self.voice(one) != self.voice(other)

    def day(self, claim: Claim) -> date | None:
        voice = self.claims.get(self.voice(claim) or "", {})
        said = voice.get("time") or self.articles[claim["article_id"]]["publication"].get("date")
        return None if said is None else bounds(said).lower


def stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w+", text.casefold())}


def names(claim: Claim) -> set[str]:
    return set(claim.get("source_name", ())) | ({claim["speaks_for_name"]} if "speaks_for_name" in claim else set())


def groups(claim: Claim) -> set[str]:
    return set(claim.get("victim_groups", ()))


def silent(claim: Claim) -> bool:
    return claim.get("cue_polarity") == "negative"


def as_fact(claim: Claim) -> bool:
    return claim["presented_as"] in ("asserted", "presupposed") and not negated(claim) and not silent(claim)


def negated(claim: Claim) -> bool:
    return claim["label"] != "casualty_figure" and claim.get("polarity") == "negative"


def says_not(claim: Claim) -> bool:
    if silent(claim):
        return False
    fact = claim["presented_as"] in ("asserted", "presupposed")
    return negated(claim) if fact else claim["presented_as"] == "denied" and not negated(claim)


def says_so(claim: Claim) -> bool:
    return as_fact(claim) or (claim["presented_as"] == "denied" and negated(claim) and not silent(claim))


def numbers(claim: Claim) -> frozenset[int]:
    """Return the numbers a figure can mean, up to MANY, which stands for all above it."""
    low, high = claim.get("lower"), claim.get("upper")
    return meant(claim["qualifier"], low, high, claim.get("approximate", False))


@cache
def meant(qualifier: str, low: int | None, high: int | None, approximate: bool) -> frozenset[int]:
    if low is None and high is None and qualifier in VAGUE:
        return frozenset(range(min(VAGUE[qualifier], MANY), MANY + 1))
    low = 0 if low is None else low + (qualifier == "more_than")
    open_end = high is None
    high = MANY if high is None else high - (qualifier == "less_than")
    if approximate:
        low, high = low - slack(low), high + (0 if open_end else slack(high))
    return frozenset(range(max(0, low), high + 1))


def slack(number: int) -> int:
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    return max(1, 10**zeros // 2) if number else 0


def same_people(plain: Plain, one: Claim, other: Claim) -> bool:
    links = [plain.in_links(claim, "same_figure") for claim in (one, other)]
    if all(links) and not links[0] & links[1]:
        return False
    if groups(one) != groups(other):
        return False
    for field in ("event_id", "harm", "victim_status"):
        if one.get(field) != other.get(field) or one.get(field) is None:
            return False
    if one["harm"] not in ("killed", "injured", "killed_or_injured", "missing", "displaced"):
        return False
    if one["victim_status"] not in ("civilian", "unspecified"):
        return False
    scopes = {"single_event" if x.get("scope") == "cumulative" else x.get("scope") for x in (one, other)} - {None}
    if len(scopes) > 1:
        return False
    grows = {one.get("scope"), other.get("scope")} & {"cumulative", "snapshot"}
    if not grows and one.get("time") and other.get("time") and not days(one) & days(other):
        return False
    if not one.get("part_of_id") and not other.get("part_of_id"):
        return True
    if not groups(one) or not (one.get("part_of_id") and other.get("part_of_id")):
        return False
    wholes = [plain.claims[claim["part_of_id"]] for claim in (one, other)]
    return plain.linked(*wholes, "same_figure") or same_people(plain, *wholes)


def days(claim: Claim) -> frozenset[date]:
    return days_of(claim["time"])


@cache
def days_of(time: str) -> frozenset[date]:
    found = bounds(time)
    first, last = found.lower or date(1600, 1, 1), found.upper or date(2060, 12, 31)
    return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))


def own_time(plain: Plain, claim: Claim) -> str | None:
    again = [
        x["time"]
        for x in sorted(plain.claims.values(), key=lambda x: x["claim_id"])
        if x.get("time") and plain.linked(claim, x, "same_figure") and x.get("scope") == claim.get("scope")
        if not plain.two(claim, x) and numbers(claim) & numbers(x)
    ]
    return claim.get("time") or (again[0] if again else None)


def figures(plain: Plain, one: Claim, other: Claim) -> str | None:
    """Return what two figures are to each other: None where they do not count the same or go together."""
    if one["harm"] != other["harm"] or groups(one) != groups(other) or not plain.two(one, other):
        return None
    counted = "none_stated" not in (one["qualifier"], other["qualifier"])
    follow = plain.follow(one, other)
    if not plain.linked(one, other, "same_figure") and not follow and not (counted and same_people(plain, one, other)):
        return None
    if numbers(one) & numbers(other):
        return None
    if follow:
        return "grown"
    if not {one.get("scope"), other.get("scope")} & {"cumulative", "snapshot"}:
        return "conflict"
    ends = []
    for claim in (one, other):
        grows = claim.get("scope") in ("cumulative", "snapshot") and own_time(plain, claim)
        ends.append((bounds(own_time(plain, claim)).upper if grows else None) or plain.day(claim))
    if None in ends:
        return "grown"
    if ends[0] == ends[1]:
        scopes, undated = {one.get("scope"), other.get("scope")}, [x for x in (one, other) if not own_time(plain, x)]
        if len(undated) != 1 or not scopes <= {"cumulative", "snapshot"}:
            return "conflict"
        dated = other if undated[0] is one else one
        lower = max(numbers(undated[0])) < min(numbers(dated))
        return "grown" if lower or "snapshot" in scopes else "conflict"
    later, earlier = (one, other) if ends[0] > ends[1] else (other, one)
    shrunk = max(numbers(later)) < min(numbers(earlier)) and one.get("scope") == other.get("scope") == "cumulative"
    return "conflict" if shrunk else "grown"


def denial_pairs(plain: Plain) -> set[tuple[str, str]]:
    claims = plain.claims.values()
    said = [x for x in claims if x["label"] == "attributed_statement"]
    found = set()
    for denied in filter(says_not, said):
        others = [x for x in said if says_so(x) and not names(x) & names(denied)]
        of_event = [x for x in others if x.get("event_id") == denied.get("event_id")]
        for other in others:
            drop = stems(" ".join(names(denied) | names(other)))
            pair = [plain.stems[x["claim_id"]] - drop for x in (denied, other)]
            if other.get("voice_id") == denied["claim_id"] or (
                other in of_event and "event_id" in denied and plain.alike(*pair) >= 0.4
            ):
                found.add((denied["claim_id"], other["claim_id"]))
        start = denied["spans"][0]["start"]
        negative = [x for x in said if says_not(x) and x["cue_class"] != "denial"]
        negative = [x for x in negative if not names(x) & names(denied) and x.get("event_id") == denied.get("event_id")]
        before = [
            x
            for x in of_event + negative
            if x["article_id"] == denied["article_id"] and x["spans"][0]["start"] < start and "voice_id" not in x
        ]
        short = sum(s["end"] - s["start"] for s in denied["spans"]) <= 20
        if before and short and not any(x.get("voice_id") == denied["claim_id"] for x in claims):
            last = max(before, key=lambda x: x["spans"][0]["start"])
            found.add((denied["claim_id"], last["claim_id"]))
    for one, other in permutations(claims, 2):
        if not says_not(one) or not says_so(other) or one["label"] != other["label"]:
            continue
        figure = one["label"] == "casualty_figure"
        same = any(plain.linked(one, other, kind) for kind in ("same_figure", "same_background", "supersedes"))
        same = (same or (figure and same_people(plain, one, other))) and plain.two(one, other)
        if one["label"] != "attributed_statement" and same and (not figure or numbers(one) & numbers(other)):
            found.add((one["claim_id"], other["claim_id"]))
    denying, asserting = list(filter(says_not, said)), list(filter(says_so, said))
    for denied_id, asserted_id in list(found):
        for first, second in product(denying, asserting):
            sides = [(plain.claims[denied_id], first), (plain.claims[asserted_id], second)]
            if all(a == b or plain.linked(a, b, "same_statement") for a, b in sides) and plain.two(first, second):
                found.add((first["claim_id"], second["claim_id"]))
    return found


def forms_differ(plain: Plain, one: Claim, other: Claim) -> bool:
    linked = one["article_id"] != other["article_id"] and plain.linked(one, other, "same_statement")
    return linked and (one["quote_type"] == "indirect") != (other["quote_type"] == "indirect")


def named_differently(plain: Plain, one: Claim, other: Claim) -> bool:
    if not as_fact(one) or not as_fact(other):
        return False
    if one["label"] == "attributed_statement":
        naming = one["cue_class"] == other["cue_class"] == "labelling" and not names(one) & names(other)
        same = one.get("event_id") == other.get("event_id") is not None
        alike = plain.alike(plain.stems[one["claim_id"]], plain.stems[other["claim_id"]]) >= 0.1
        return naming and same and alike and not plain.linked(one, other, "same_statement")
    if one["article_id"] == other["article_id"]:
        return False
    if one["label"] == "historical_background":
        types = {one["event_type"], other["event_type"]}
        same = "event_id" in one and one["event_id"] == other.get("event_id")
        linked = plain.linked(one, other, "same_background")
        return len(types) == 2 and not types & {"lasting_state", "other"} and (same or linked)
    statuses = {one["victim_status"], other["victim_status"]}
    victims = len(statuses) == 2 and not statuses & {"unspecified", "mixed"}
    return plain.linked(one, other, "same_figure") and (one["harm"] != other["harm"] or victims)


def same_event(plain: Plain, one: Claim, other: Claim) -> bool:
    return one.get("event_id") == other.get("event_id") is not None or plain.linked(one, other, "same_background")


def plain_conflicts(plain: Plain) -> dict[str, set[tuple[str, str]]]:
    """Return the pairs of claims in conflict, by kind, and those that changed with time as `grown`."""
    found: dict[str, set[tuple[str, str]]] = {kind: set() for kind in (*KINDS, "grown")}
    found["asserted_and_denied"] = {tuple(sorted(pair)) for pair in denial_pairs(plain)}  # type: ignore[misc]
    for one, other in combinations(sorted(plain.claims.values(), key=lambda x: x["claim_id"]), 2):
        if one["label"] != other["label"]:
            continue
        pair = (one["claim_id"], other["claim_id"])
        if one["label"] == "casualty_figure" and as_fact(one) and as_fact(other):
            verdict = figures(plain, one, other)
            found[{"conflict": "figures_differ"}.get(verdict, "grown")] |= {pair} if verdict else set()
        if one["label"] == "historical_background" and as_fact(one) and as_fact(other):
            dated = "time" in one and "time" in other and same_event(plain, one, other) and plain.two(one, other)
            found["dates_differ"] |= {pair} if dated and not days(one) & days(other) else set()
        if one["label"] == "attributed_statement":
            found["direct_and_indirect"] |= {pair} if forms_differ(plain, one, other) else set()
        found["called_differently"] |= {pair} if named_differently(plain, one, other) else set()
    return found


def plain_proposals(plain: Plain) -> dict[str, tuple[int, int, int]]:
    """Return, by kind of link, how many pairs are proposed, how many of them are linked, and how many are linked."""
    proposed: dict[str, set[tuple[str, str]]] = {
        "same_statement": set(),
        "same_background": set(),
        "same_figure": set(),
    }
    for one, other in combinations(sorted(plain.claims.values(), key=lambda x: x["claim_id"]), 2):
        apart = one["article_id"] != other["article_id"] and one["label"] == other["label"]
        if not apart or one.get("event_id") != other.get("event_id") or "event_id" not in one:
            continue
        pair = (one["claim_id"], other["claim_id"])
        whole = [plain.stems[name] for name in pair]
        if one["label"] == "historical_background":
            proposed["same_background"].add(pair)
        elif one["label"] == "attributed_statement":
            sources = [stems(" ".join(names(claim))) for claim in (one, other)]
            words = plain.alike(*(found - sources[0] - sources[1] for found in whole))
            score = (words + 0.3 * plain.alike(*sources)) / 1.3
            if words >= 0.1 and score >= 0.25 and one["presented_as"] == other["presented_as"]:
                proposed["same_statement"].add(pair)
        else:
            statuses = {one["victim_status"], other["victim_status"]}
            uncounted = [claim["qualifier"] == "none_stated" for claim in (one, other)]
            if one["harm"] != other["harm"] or groups(one) != groups(other):
                continue
            if ("part_of_id" in one) != ("part_of_id" in other) or uncounted[0] != uncounted[1]:
                continue
            if len(statuses) > 1 and "unspecified" not in statuses:
                continue
            sure = one["harm"] in ("killed", "injured", "killed_or_injured", "missing", "displaced")
            sure = sure and statuses <= {"civilian", "unspecified"} and not any(uncounted)
            if sure or plain.alike(*whole) >= 0.4:
                proposed["same_figure"].add(pair)
    result = {}
    for kind, pairs in proposed.items():
        linked = set()
        for link in plain.links:
            members = sorted(link["claim_ids"]) if link["kind"] == kind else []
            ids = combinations(members, 2)
            linked |= {(a, b) for a, b in ids if plain.claims[a]["article_id"] != plain.claims[b]["article_id"]}
        result[kind] = (len(pairs), len(pairs & linked), len(linked))
    return result
