"""What changed between two releases: articles and claims, by their ids, field by field, with adjudication's reasons.

Only what the records say is compared: text and what is computed (quotes, days, numbers of sentences) is left out, so
that no words of others stand in the result, and a new way of finding sentences changes no claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..corpus.records import canonical_json, validation_messages
from ..errors import ReleaseError
from ..schema import Article, ClaimBase, ReleaseManifest
from ..schema.vocab import ChangeKind, Decision
from ..tables.columns import Column, claim_columns, columns_of, model_columns
from ..tables.parquet import read_rows
from ..tables.rows import Row
from .manifest import MANIFEST, read_manifest

PLACES = frozenset({"article_id", "split", *(column.name for column in claim_columns() if column.shape == "spans")})
"""Fields of a claim that tell where it stands: a change of them is a move."""


@dataclass(frozen=True)
class Change:
    """One difference; the columns of the config `changes` and the split that its article stands in."""

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
    """What is compared of a release, published or being built: rows by id, each with its split."""

    articles: Mapping[str, Row]
    claims: Mapping[str, Row]
    layer_claims: Mapping[str, Row]


@dataclass(frozen=True)
class Release(Tables):
    """What is compared of a release that was published, with its manifest."""

    manifest: ReleaseManifest


def tables_of(made: Mapping[str, Mapping[str, Sequence[Row]]]) -> Tables:
    """Return what is compared of rows by config and split, as `claimwire.tables.rows.rows` makes them."""
    return Tables(
        articles=_by_id(made["articles"], "article_id"),
        claims=_by_id(made["claims"], "claim_id"),
        layer_claims=_by_id(made["annotations"], "claim_id"),
    )


def _by_id(splits: Mapping[str, Sequence[Row]], key: str) -> dict[str, Row]:
    return {row[key]: row | {"split": split} for split, content in splits.items() for row in content}


def read_release(folder: Path) -> Release:
    """Return the articles, claims and layers' claims of a release.

    Raises `ReleaseError` where the folder holds no release, or one whose tables this claimwire does not know.
    """
    if not (folder / MANIFEST).is_file():
        raise ReleaseError(f"{folder} holds no {MANIFEST}; name a version below dataset/, or the folder of a release")
    try:
        manifest = read_manifest(folder)
    except ValidationError as error:
        raise ReleaseError(f"{folder / MANIFEST}: {validation_messages(error)}") from error
    return Release(
        manifest=manifest,
        articles=_rows(folder, manifest, "articles", "article_id"),
        claims=_rows(folder, manifest, "claims", "claim_id"),
        layer_claims=_rows(folder, manifest, "annotations", "claim_id"),
    )


def _rows(folder: Path, manifest: ReleaseManifest, config: str, key: str) -> dict[str, Row]:
    splits: dict[str, list[Row]] = {}
    for table in manifest.tables:
        if table.config == config:
            path = folder / table.path
            if not path.is_file():
                raise ReleaseError(f"{path} is missing, which {MANIFEST} lists; get the whole release")
            splits[table.split.value] = read_rows(config, path)
    return _by_id(splits, key)


def changes(old: Tables, new: Tables) -> list[Change]:
    """Return every difference, by article, the article's own first, then by claim and field."""
    found = [*_article_changes(old, new), *_claim_changes(old, new)]
    order = {kind: number for number, kind in enumerate(ChangeKind)}
    return sorted(found, key=lambda x: (x.article_id, x.claim_id or "", order[x.change], x.field or ""))


def by_split(found: Sequence[Change]) -> dict[str, list[Row]]:
    """Return the rows of the config `changes` by split: that of the article, in the newer release where it has it."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for change in found:
        rows[change.split].append(change.row())
    return dict(rows)


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
    """Tell whether the newer release gives another decision or reason for a claim than the older one.

    A decision that stood before the change tells nothing of it.
    """
    return any(before.get(name) != after.get(name) for name in ("decision", "reason"))


def _claim_fields(*, same_label: bool) -> list[str]:
    """Return the fields in which a claim is compared; with another label, only those that all labels have."""
    shared = {column.name for column in model_columns(ClaimBase)}
    return [name for name in _own_fields(claim_columns()) if same_label or name in shared]


def _claim_kind(field: str) -> ChangeKind:
    if field == "label":
        return ChangeKind.CLAIM_RELABELLED
    return ChangeKind.CLAIM_MOVED if field in PLACES else ChangeKind.SLOT_CHANGED


def _rejected(old: Tables, new: Tables) -> dict[str, Row]:
    """Return, by claim of the older release, a layer's claim it was made of that is rejected in the newer one."""
    found: dict[str, Row] = {}
    for layer_claim_id in sorted(old.layer_claims.keys() & new.layer_claims.keys()):
        gold, now = old.layer_claims[layer_claim_id].get("gold_claim_id"), new.layer_claims[layer_claim_id]
        if gold is not None and now.get("decision") == Decision.REJECTED.value:
            found.setdefault(gold, now)
    return found


def _own_fields(columns: Sequence[Column]) -> list[str]:
    """Return the columns that are compared: those that hold no words of others."""
    return [column.name for column in columns if not column.third_party]


def _differences(before: Row, after: Row, fields: Sequence[str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield the fields that differ, with both values as JSON; a field that one release does not have is left out."""
    for field in fields:
        if field in before and field in after:
            was, now = _json(before[field]), _json(after[field])
            if was != now:
                yield field, was, now


def _json(value: Any) -> str | None:
    """Return a value as JSON, None where there is none; the words of others in an article's pieces are left out."""
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
    """Return a change in an article or claim, with the decision that a row tells."""
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
