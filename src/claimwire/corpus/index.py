"""Where every id of a repository is, and what has to be known of an article or claim beyond its own article.

Articles are few words each and stay in memory; claims are many, and are kept in a temporary database (SQLite) that
lies in a file as soon as it is large, so that memory does not grow with them.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..schema import (
    Adjudication,
    Annotation,
    Article,
    CasualtyFigure,
    ClaimBase,
    HistoricalBackground,
    claim_fields_in_role,
    entities_of,
    reference_fields,
    span_slots,
)
from ..schema.vocab import Label

LABEL_BY_VALUE = {label.value: label for label in Label}

CLAIM_COLUMNS = "claim_id, article_id, layer_id, label, event_id, time, start, last, statement, says"


@dataclass(frozen=True)
class ArticleEntry:
    """What is known of an article beyond its text and its claims."""

    article_id: str
    corpus_id: str
    outlet_id: str
    episode_id: str | None
    text_sha256: str
    has_text: bool
    as_of: str | None = None
    first_text: bool | None = None
    earlier_id: str | None = None
    told_since: str = ""


@dataclass(frozen=True)
class ClaimEntry:
    """What is known of a claim beyond its article; `layer_id` is None for an adjudicated claim."""

    claim_id: str
    article_id: str
    layer_id: str | None
    label: Label
    event_id: str | None


@dataclass(frozen=True)
class DatedClaim:
    """An adjudicated claim about an event, and the date (EDTF) it gives the event; None where it gives none."""

    claim_id: str
    article_id: str
    time: str | None


@dataclass(frozen=True)
class Location:
    """A line of a file."""

    path: Path
    line: int


def says(claim: ClaimBase) -> str:
    """Return label and slots of a claim as JSON, without its place, ids, wording and remarks: what it says."""
    own = {"claim_id", "article_id", "statement", "comment", "confidence", "review", *claim_fields_in_role("origin")}
    return claim.model_dump_json(exclude=own.union(span_slots(type(claim)), reference_fields(type(claim))))


class Index:
    """Ids of all sorts with the lines they are in, articles, and claims. Ids of one kind are unique.

    `close` removes the temporary database, and is called at the latest when nothing refers to the index any more.
    """

    def __init__(self) -> None:
        self.articles: dict[str, ArticleEntry] = {}
        self._waiting: dict[str, bool] = {}
        self._decided: set[str] = set()
        self._paths: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._db = sqlite3.connect("", isolation_level=None)
        self.close = weakref.finalize(self, self._db.close)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE ids (kind TEXT, id TEXT, path INTEGER, line INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )
        self._db.execute(
            "CREATE TABLE claims (claim_id TEXT PRIMARY KEY, article_id TEXT, layer_id TEXT, label TEXT, "
            "event_id TEXT, time TEXT, start INTEGER, last INTEGER, statement TEXT, says TEXT) WITHOUT ROWID"
        )
        self._db.execute(
            "CREATE TABLE namings (claim_id TEXT PRIMARY KEY, made INTEGER, decided INTEGER) WITHOUT ROWID"
        )
        self._db.execute(
            "CREATE TABLE entities (entity_id TEXT, claim_id TEXT, PRIMARY KEY (entity_id, claim_id)) WITHOUT ROWID"
        )
        self._db.execute("CREATE TABLE figures (claim_id TEXT PRIMARY KEY, article_id TEXT, record TEXT) WITHOUT ROWID")
        self._db.execute("CREATE INDEX of_event ON claims (event_id) WHERE layer_id IS NULL AND event_id IS NOT NULL")
        self._db.execute("BEGIN")

    def add_id(self, kind: str, record_id: str, path: Path, line: int) -> Location | None:
        """Note where an id is; return where it is already, and change nothing, if it is there."""
        number = self._numbers.get(path)
        if number is None:
            number = self._numbers[path] = len(self._paths)
            self._paths.append(path)
        added = self._db.execute("INSERT OR IGNORE INTO ids VALUES (?, ?, ?, ?)", (kind, record_id, number, line))
        return None if added.rowcount else self.place_of(kind, record_id)

    def place_of(self, kind: str, record_id: str) -> Location | None:
        """Return where an id was noted first; None if it was not."""
        first = self._db.execute("SELECT path, line FROM ids WHERE kind = ? AND id = ?", (kind, record_id)).fetchone()
        return None if first is None else Location(self._paths[first[0]], first[1])

    def add_article(self, article: Article, corpus_id: str) -> None:
        """Note an article of a corpus; of an id that is there twice, the last counts."""
        self.articles[article.article_id] = ArticleEntry(
            article.article_id,
            corpus_id,
            article.outlet_id,
            article.episode_id,
            article.text_sha256,
            article.text is not None,
            article.as_of,
            article.first_text,
            article.earlier_id,
            article.told_since,
        )

    def add_claim(self, claim: ClaimBase, layer: Annotation | None) -> None:
        """Note a claim, of a layer or adjudicated; of an id that is there twice, the last counts."""
        gold = layer is None
        self._db.execute(
            f"INSERT OR REPLACE INTO claims ({CLAIM_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                claim.claim_id,
                claim.article_id if layer is None else layer.article_id,
                None if layer is None else layer.annotation_id,
                claim.label.value,
                claim.event_id,
                claim.time if gold and isinstance(claim, HistoricalBackground) else None,
                claim.spans[0].start,
                claim.spans[-1].end,
                claim.statement if gold else None,
                says(claim) if gold else None,
            ),
        )
        if gold:
            named = {(entity_id, claim.claim_id) for _, entity_id in entities_of(claim)}
            self._db.executemany("INSERT OR IGNORE INTO entities VALUES (?, ?)", sorted(named))
            if isinstance(claim, CasualtyFigure):
                row = (claim.claim_id, claim.article_id, claim.model_dump_json(exclude_defaults=True))
                self._db.execute("INSERT OR REPLACE INTO figures VALUES (?, ?, ?)", row)

    def add_layer(self, layer: Annotation) -> None:
        """Note that an article has a layer, and the claims of the layer."""
        self._waiting[layer.article_id] = self._waiting.get(layer.article_id, False) or bool(layer.claims)
        for claim in layer.claims:
            self.add_claim(claim, layer)

    def is_unfinished(self, article_id: str) -> bool:
        """Return whether an article has no layer, or layers with claims of which nothing is decided yet.

        One that has an adjudicated claim or a decision is not: what it lacks is a fault.
        """
        if article_id in self._decided or not self._waiting.get(article_id, True):
            return False
        query = "SELECT EXISTS (SELECT 1 FROM claims WHERE layer_id IS NULL AND article_id = ?)"
        return not self._db.execute(query, (article_id,)).fetchone()[0]

    def add_decision(self, decision: Adjudication) -> None:
        """Note the claims that a decision names: the one it made, and those of the layers it decided on."""
        self._decided.add(decision.article_id)
        rows = [(claim_id, 0, 1) for claim_id in decision.layer_claim_ids]
        rows += [] if decision.claim_id is None else [(decision.claim_id, 1, 0)]
        self._db.executemany(
            "INSERT INTO namings VALUES (?, ?, ?) ON CONFLICT (claim_id) DO UPDATE "
            "SET made = made + excluded.made, decided = decided + excluded.decided",
            rows,
        )

    def decisions_naming(self, claim_id: str, *, adjudicated: bool) -> int:
        """Return how many decisions made an adjudicated claim, or decided on a layer's claim."""
        row = self._db.execute("SELECT made, decided FROM namings WHERE claim_id = ?", (claim_id,)).fetchone()
        return 0 if row is None else int(row[0 if adjudicated else 1])

    def claim(self, claim_id: str) -> ClaimEntry | None:
        """Return what is known of a claim; None if there is none of that id."""
        row = self._db.execute(
            "SELECT article_id, layer_id, label, event_id FROM claims WHERE claim_id = ?", (claim_id,)
        ).fetchone()
        return None if row is None else ClaimEntry(claim_id, row[0], row[1], LABEL_BY_VALUE[row[2]], row[3])

    def rewritten_alike(self) -> frozenset[str]:
        """Return the articles that were rewritten from another one and have just the claims that it has.

        Compared are labels and slots (see `says`), not where the claims stand in the texts.
        """
        rewritten = {x.article_id: x.earlier_id for x in self.articles.values() if x.earlier_id in self.articles}
        return frozenset(later for later, first in rewritten.items() if self._said(later) == self._said(str(first)))

    def _said(self, article_id: str) -> list[str]:
        rows = self._db.execute("SELECT says FROM claims WHERE layer_id IS NULL AND article_id = ?", (article_id,))
        return sorted(row[0] for row in rows)

    def articles_of_events(self) -> Iterator[tuple[str, str]]:
        """Yield event and article of the adjudicated claims that are about an event, each pair once."""
        yield from self._db.execute(
            "SELECT DISTINCT event_id, article_id FROM claims WHERE layer_id IS NULL AND event_id IS NOT NULL "
            "ORDER BY event_id, article_id"
        )

    def claims_of_event(self, event_id: str) -> list[DatedClaim]:
        """Return the adjudicated claims about an event, by article and place."""
        rows = self._db.execute(
            "SELECT claim_id, article_id, time FROM claims WHERE layer_id IS NULL AND event_id = ? "
            "ORDER BY article_id, start, -last, claim_id",
            (event_id,),
        )
        return [DatedClaim(*row) for row in rows]

    def claims_of_entity(self, entity_id: str) -> list[tuple[str, str]]:
        """Return the adjudicated claims that name an entity with their articles, by article and place."""
        return self._db.execute(
            "SELECT claim_id, article_id FROM entities JOIN claims USING (claim_id) "
            "WHERE entity_id = ? AND layer_id IS NULL ORDER BY article_id, start, -last, claim_id",
            (entity_id,),
        ).fetchall()

    def figures_over_time(self) -> Iterator[CasualtyFigure]:
        """Yield the adjudicated figures of the articles that have an `as_of`, by claim id."""
        for article_id, record in self._db.execute("SELECT article_id, record FROM figures ORDER BY claim_id"):
            entry = self.articles.get(article_id)
            if entry is not None and entry.as_of is not None:
                yield CasualtyFigure.model_validate_json(record)

    @property
    def statements(self) -> Statements:
        """The statements of the adjudicated claims by claim id."""
        return Statements(self._db)


class Statements(Mapping[str, str]):
    """The statements of adjudicated claims by claim id, read from the database one at a time, in the order of ids."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getitem__(self, claim_id: str) -> str:
        row = self._db.execute(
            "SELECT statement FROM claims WHERE claim_id = ? AND layer_id IS NULL", (claim_id,)
        ).fetchone()
        if row is None:
            raise KeyError(claim_id)
        return str(row[0])

    def __iter__(self) -> Iterator[str]:
        rows = self._db.execute("SELECT claim_id FROM claims WHERE layer_id IS NULL ORDER BY claim_id")
        return (str(claim_id) for (claim_id,) in rows)

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT COUNT(*) FROM claims WHERE layer_id IS NULL").fetchone()
        return int(count)
