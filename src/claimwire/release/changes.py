"""What changed between two releases: articles and claims, by their ids, field by field, with adjudication's reasons.

Only what the records say is compared: text and what is computed (quotes, days, numbers of sentences) is left out, so
that the result has no third-party text, and a new way of finding sentences changes no claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..corpus.records import canonical_json
from ..schema import Article, ClaimBase
from ..schema.vocab import ChangeKind, Decision
from ..tables.column import Column, adjudicated_columns, model_columns
from ..tables.columns import columns_of
from ..tables.row import Row

SPAN_COLUMNS = frozenset(column.name for column in adjudicated_columns() if column.shape == "spans")

PLACES = SPAN_COLUMNS | {"article_id", "split"}
"""Fields of a claim that say where it is: a change of them is a move."""


@dataclass(frozen=True)
class Change:
    """One difference; the columns of the config `changes` and the split of its article."""

    change: ChangeKind
    corpus_id: str
    article_id: str
    claim_id: str | None
    field: str | None
    old: str | None
    new: str | None
    decision: str | None
    reason: str | None
    split: str

    def row(self) -> Row:
        """Return the row of the config `changes`."""
        values = asdict(self) | {"change": self.change.value}
        return {column.name: values[column.name] for column in columns_of("changes")}


@dataclass(frozen=True)
class Tables:
    """What is compared of a release, or of one article of it: rows by id, each with its split."""

    articles: dict[str, Row]
    claims: dict[str, Row]
    layer_claims: dict[str, Row]


NOTHING = Tables({}, {}, {})

COMPARED = ("articles", "claims", "annotations")
"""The configs whose rows are compared, in the form that has every article where there are two."""


def tables_of_article(rows: Mapping[str, Sequence[Row]], split: str) -> Tables:
    """Return what is compared of the rows of an article, by config, with its split in each."""
    articles, claims, layer_claims = ([row | {"split": split} for row in rows[config]] for config in COMPARED)
    return Tables(
        articles={row["article_id"]: row for row in articles},
        claims={row["claim_id"]: row for row in claims},
        layer_claims={row["claim_id"]: row for row in layer_claims},
    )


class ChangeFinder:
    """Finds the differences to an older release while the articles of the newer one go by, in the order of their ids.

    `old` yields what is compared of the articles of the older release, in the same order. `moved` are the claims that
    are in another article now; they are compared last.
    """

    def __init__(self, old: Iterable[tuple[str, Tables]], moved: Collection[str] = ()) -> None:
        self._old = iter(old)
        self._next = next(self._old, None)
        self._moved = moved
        self._apart = (Tables({}, {}, {}), Tables({}, {}, {}))

    def add(self, article_id: str, new: Tables) -> Iterator[Change]:
        """Yield the changes up to and in an article of the newer release."""
        while self._next is not None and self._next[0] < article_id:
            yield from self._changes(self._next[1], NOTHING)
            self._next = next(self._old, None)
        old = NOTHING
        if self._next is not None and self._next[0] == article_id:
            old = self._next[1]
            self._next = next(self._old, None)
        yield from self._changes(old, new)

    def rest(self) -> Iterator[Change]:
        """Yield the changes after the last article of the newer release, and those of claims in another article."""
        while self._next is not None:
            yield from self._changes(self._next[1], NOTHING)
            self._next = next(self._old, None)
        yield from changes(*self._apart)

    def _changes(self, old: Tables, new: Tables) -> list[Change]:
        if not self._moved:
            return changes(old, new)
        return changes(*(self._kept(tables, apart) for tables, apart in zip((old, new), self._apart, strict=True)))

    def _kept(self, tables: Tables, apart: Tables) -> Tables:
        """Return what is compared of an article without the moved claims, which are put into `apart`."""
        apart.claims.update((key, row) for key, row in tables.claims.items() if key in self._moved)
        kept = {key: row for key, row in tables.claims.items() if key not in self._moved}
        return Tables(tables.articles, kept, tables.layer_claims)


def changes(old: Tables, new: Tables) -> list[Change]:
    """Return every difference, by article, the article's own first, then by claim and field."""
    found = [*_article_changes(old, new), *_claim_changes(old, new)]
    order = {kind: number for number, kind in enumerate(ChangeKind)}
    return sorted(found, key=lambda x: (x.article_id, x.claim_id or "", order[x.change], x.field or ""))


def _article_changes(old: Tables, new: Tables) -> Iterator[Change]:
    for article_id in old.articles.keys() | new.articles.keys():
        before, after = old.articles.get(article_id), new.articles.get(article_id)
        if before is None or after is None:
            kind = ChangeKind.ARTICLE_ADDED if before is None else ChangeKind.ARTICLE_REMOVED
            yield _change(kind, after or before or {})
            continue
        for field, was, now in _differences(before, after, ["split", *_own_fields(model_columns(Article))]):
            kind = ChangeKind.ARTICLE_MOVED if field == "split" else ChangeKind.ARTICLE_CHANGED
            yield _change(kind, after, field=field, old=was, new=now)


def _claim_changes(old: Tables, new: Tables) -> Iterator[Change]:
    rejected = _rejected(old, new)
    for claim_id in old.claims.keys() | new.claims.keys():
        before, after = old.claims.get(claim_id), new.claims.get(claim_id)
        if after is None:
            assert before is not None
            yield _change(ChangeKind.CLAIM_REMOVED, before, claim_id, decided=rejected.get(claim_id))
        elif before is None:
            yield _change(ChangeKind.CLAIM_ADDED, after, claim_id, decided=after)
        else:
            fields = _claim_fields(same_label=before["label"] == after["label"])
            decided = after if _decided_anew(before, after) else None
            for field, was, now in _differences(before, after, ["split", *fields]):
                yield _change(_claim_kind(field), after, claim_id, field=field, old=was, new=now, decided=decided)


def _decided_anew(before: Row, after: Row) -> bool:
    """Return whether the newer release gives another decision or reason for a claim than the older one.

    A decision that was there before the change says nothing of it.
    """
    return any(before.get(name) != after.get(name) for name in ("decision", "reason"))


def _claim_fields(*, same_label: bool) -> list[str]:
    """Return the fields in which a claim is compared; with another label, only those that all labels have."""
    shared = {column.name for column in model_columns(ClaimBase)}
    return [name for name in _own_fields(adjudicated_columns()) if same_label or name in shared]


def _claim_kind(field: str) -> ChangeKind:
    if field == "label":
        return ChangeKind.CLAIM_RELABELLED
    return ChangeKind.CLAIM_MOVED if field in PLACES else ChangeKind.SLOT_CHANGED


def _rejected(old: Tables, new: Tables) -> dict[str, Row]:
    """Return, by claim of the older release, a layer's claim it was made of that is rejected in the newer one.

    Version 0.1.0 calls the column that names the claim `gold_claim_id`.
    """
    found: dict[str, Row] = {}
    for layer_claim_id in sorted(old.layer_claims.keys() & new.layer_claims.keys()):
        was, now = old.layer_claims[layer_claim_id], new.layer_claims[layer_claim_id]
        made = was.get("reference_claim_id", was.get("gold_claim_id"))
        if made is not None and now.get("decision") == Decision.REJECTED.value:
            found.setdefault(made, now)
    return found


def _own_fields(columns: Sequence[Column]) -> list[str]:
    """Return the columns that are compared: those without third-party text."""
    return [column.name for column in columns if not column.third_party]


def _differences(before: Row, after: Row, fields: Sequence[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the fields that differ, with both values as JSON; a field that one release does not have is left out."""
    for field in fields:
        if field in before and field in after:
            was, now = _json(before[field]), _json(after[field])
            if was != now:
                yield field, was, now


def _json(value: Any) -> str | None:
    """Return a value as JSON, None where there is none; third-party text in an article's pieces is left out."""
    if isinstance(value, list):
        value = [{k: v for k, v in item.items() if k != "raw"} if isinstance(item, dict) else item for item in value]
    return None if value in (None, []) else canonical_json(value)


def _change(
    kind: ChangeKind,
    row: Row,
    claim_id: str | None = None,
    *,
    field: str | None = None,
    old: str | None = None,
    new: str | None = None,
    decided: Mapping[str, Any] | None = None,
) -> Change:
    """Return a change in an article or claim, with the decision in a row."""
    place = (row["corpus_id"], row["article_id"])
    decision = decided or {}
    return Change(
        kind,
        *place,
        claim_id,
        field,
        old,
        new,
        decision=decision.get("decision"),
        reason=decision.get("reason"),
        split=row["split"],
    )
