"""The rows of a release without what is withdrawn: those that go, and those that name or count what goes.

Pure: rows in, rows out. What a row that stays says of what is gone is made anew of what stays, or taken away; a row of
which nobody knows how that is done goes as well, so that nothing of what is withdrawn is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from ..corpus.records import canonical_json
from ..corpus.withdrawn import WORD, mentions_no_more
from ..schema import SPAN_SLOTS, Span
from ..schema.vocab import Label
from ..tokens import tags
from .columns import ALL_CONFIGS, STANDOFF, TEXT_CONFIGS
from .declared import layer_of
from .derived import covered_share, surest, told_dates
from .gone import Gone, Rest
from .row import Row

REFERRING = frozenset({"voice", "part_of"})
"""Columns of data 0.1.0 that name a claim without saying so in their names."""

MEMBERS = {
    "events": ("event_id",),
    "entities": ("entity_id",),
    "facts": ("fact_id", "event_id"),
}
"""The columns of a config by which a row is or belongs to something that may go, besides article and claim."""

DERIVED = frozenset(
    {"label_votes", "casualty_counted", "background_share", "older_than_two_months", "claim_ids", "labels"}
)
OWN = frozenset(
    {"sentence_id", "article_id", "corpus_id", "outlet_id", "number", "kind", "start", "end", "layers", "since"}
)
SENTENCE_COLUMNS = DERIVED | OWN | {"text", "sentence_before", "sentence_after"} | {label.value for label in Label}
"""The columns of a sentence's row of which it is known what becomes of them."""

BIO_COLUMNS = frozenset(layer_of(slot.field) for slot in SPAN_SLOTS if slot.field != "spans") | {x.value for x in Label}
TOKEN_COLUMNS = BIO_COLUMNS | {"sentence_id", "article_id", "corpus_id", "tokens", "starts", "ends", "left_out"}
"""The columns of a row of tokens of which it is known what becomes of them."""


def rows_left(config: str, rows: Iterable[Row], gone: Gone, rest: Rest) -> list[Row]:
    """Return the rows of a table that are left, those that named or counted what goes without it.

    A row that stays as it is is the row given, and no other one that is equal.
    """
    return [left for row in rows if (left := row_left(config, row, gone, rest)) is not None]


def row_left(config: str, row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return a row of a config without what is gone; None if it goes, too."""
    if row.get("article_id") in gone.articles or row.get("claim_id") in gone.claims:
        return None
    base = config.removesuffix(STANDOFF)
    if any(row.get(name) in gone.ids for name in MEMBERS.get(base, ())):
        return None
    made = LEFT.get(base, _of_unknown_table)(row, gone, rest)
    return None if made is None else _named_no_more(config, made, gone)


def _claim(row: Row, gone: Gone, rest: Rest) -> Row | None:
    return row


def _sentence(row: Row, gone: Gone, rest: Rest) -> Row | None:
    if row["sentence_id"] not in gone.sentences:
        return row
    if row.keys() - SENTENCE_COLUMNS:
        return None
    kept = [claim_id for claim_id in row["claim_ids"] if claim_id not in gone.claims]
    inside = [rest.claims[claim_id] for claim_id in kept]
    labels = [label.value for label in Label if any(claim["label"] == label.value for claim in inside)]
    background = (claim for claim in inside if claim["label"] == Label.HISTORICAL_BACKGROUND.value)
    spans = (Span(**span) for claim in background for span in claim["spans"])
    made = {
        "claim_ids": kept,
        "labels": labels,
        "casualty_counted": any(claim.get("casualty_counted") for claim in inside),
        "background_share": covered_share(Span(start=row["start"], end=row["end"]), spans),
        "older_than_two_months": surest(x for claim in inside if (x := claim.get("older_than_two_months")) is not None),
        "label_votes": list(_votes(row, rest)),
        **{label.value: label.value in labels for label in Label},
    }
    return row | {name: value for name, value in made.items() if name in row}


def _votes(row: Row, rest: Rest) -> Iterator[Row]:
    """Yield the votes on the labels of a sentence that are left, as `claimwire.adjudication.soft` counts them."""
    opinions = rest.opinions.get(row["sentence_id"], [])
    for vote in row.get("label_votes", ()):
        own = [opinion for opinion in opinions if opinion.annotator_kind == vote["annotator_kind"]]
        left = {opinion.annotator_id for opinion in own if opinion.stays}
        silent = {opinion.annotator_id for opinion in own if not opinion.complete} - left
        votes = len({opinion.annotator_id for opinion in own if opinion.stays and opinion.label == vote["label"]})
        if votes:
            yield vote | {"votes": votes, "voters": vote["voters"] - len(silent)}


def _tokens(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return a row of tokens with the layers of the claims that are left, whose other spans may be in any sentence."""
    if row["article_id"] not in gone.touched:
        return row
    found = [Span(start=start, end=end) for start, end in zip(row["starts"], row["ends"], strict=True)]
    if row.keys() - TOKEN_COLUMNS or not found:
        return None if found else row
    sentence = Span(start=found[0].start, end=found[-1].end)
    spans: dict[str, list[Span]] = {name: [] for name in BIO_COLUMNS if name in row}
    for claim in rest.claims.values():
        if claim["article_id"] == row["article_id"]:
            for slot in SPAN_SLOTS:
                name = claim["label"] if slot.field == "spans" else layer_of(slot.field)
                spans[name] += [Span(**span) for span in claim.get(slot.field) or ()]
    made = {name: tags(found, [span for span in own if span.overlaps(sentence)]) for name, own in spans.items()}
    left_out = sum(count for _, count in made.values())
    return row | {name: own for name, (own, _) in made.items()} | {"left_out": left_out}


def _figure(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return the row of a figure; one whose voice is gone has no source any more."""
    if row["voice_id"] not in gone.claims:
        return row
    return row | {"source_name": [], "source_kind": None, "source_naming": None}


def _article(row: Row, gone: Gone, rest: Rest) -> Row | None:
    article_id = row["article_id"]
    if article_id not in gone.touched:
        return row
    spans = rest.spans.get(article_id, ())
    return row | {
        "claim_count": sum(home == article_id for home in rest.homes.values()),
        "anchors": [anchor for anchor in row["anchors"] if (anchor["start"], anchor["end"]) in spans],
    }


def _event(row: Row, gone: Gone, rest: Rest) -> Row | None:
    if not gone.claims.intersection(row["claim_ids"]):
        return row
    kept = [claim_id for claim_id in row["claim_ids"] if claim_id not in gone.claims]
    claims = {claim_id: rest.claims[claim_id] for claim_id in kept}
    dating = {
        claim_id: claim["time"]
        for claim_id, claim in claims.items()
        if claim["label"] == Label.HISTORICAL_BACKGROUND.value and claim["time"] is not None
    }
    return row | {
        "claim_ids": kept,
        "article_ids": sorted({claim["article_id"] for claim in claims.values()}),
        "outlet_ids": sorted({claim["outlet_id"] for claim in claims.values()}),
        **told_dates(dating),
    }


def _entity(row: Row, gone: Gone, rest: Rest) -> Row | None:
    left = _of_claims_left(row, gone, rest)
    return left if left["claim_ids"] else None


def _link(row: Row, gone: Gone, rest: Rest) -> Row | None:
    left = _of_claims_left(row, gone, rest)
    return left if left is row or len(left["article_ids"]) > 1 else None


def _of_claims_left(row: Row, gone: Gone, rest: Rest) -> Row:
    """Return a row with the claims that are left, and their articles; the row itself if all are."""
    kept = [claim_id for claim_id in row["claim_ids"] if claim_id not in gone.claims]
    if kept == row["claim_ids"]:
        return row
    return row | {"claim_ids": kept, "article_ids": sorted({rest.homes[claim_id] for claim_id in kept})}


def _toll(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return the row of a figure in the toll that is left, as `claimwire.tolls.chains` tells it."""
    told = rest.tolls.get(row["toll_id"])
    if told is None:
        return row
    first, last = told[0], told[-1]
    number = next(n for n, other in enumerate(told) if other["claim_id"] == row["claim_id"])
    known = bool(rest.first_texts[first["article_id"]])
    return row | {
        "toll_id": first["claim_id"],
        "number": number,
        "told": len(told),
        "first_report": False if number else known or None,
        "hour": _hours(first, row, rest) if known else None,
        "later_claim_id": last["claim_id"],
        "later_lower": last["lower"],
        "later_upper": last["upper"],
        "hours": 0.0 if number == len(told) - 1 else _hours(row, last, rest),
    }


def _hours(one: Row, other: Row, rest: Rest) -> float | None:
    if any(rest.first_texts[row["article_id"]] is None for row in (one, other)):
        return None
    return (datetime.fromisoformat(other["as_of"]) - datetime.fromisoformat(one["as_of"])) / timedelta(hours=1)


def _soft_label(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return a row of soft labels; those of a sentence that lost a claim go, for who gave it is not in the release.

    So do those of rejected claims of an article that lost a rejected claim: their rows do not say which it is.
    """
    if row.get("sentence_id") in gone.sentences or row.get("value") in gone.ids:
        return None
    is_rejected = row.get("claim_id") is None and row.get("sentence_id") is None
    return None if is_rejected and row["article_id"] in gone.rejected else row


def _change(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return a row of changes without the values that name what is gone; None if no change is left."""
    left = dict(row)
    for name in ("old", "new"):
        text = row[name]
        if text is not None and gone.ids.intersection(WORD.findall(text)):
            value = _kept_values(json.loads(text), gone)
            left[name] = None if value in (None, []) else canonical_json(value)
    if left == row:
        return row
    return None if left["old"] == left["new"] else left


def _kept_values(value: Any, gone: Gone) -> Any:
    """Return the value of a field without the ids that are gone."""
    if isinstance(value, list):
        return [item for item in value if not (isinstance(item, str) and item in gone.ids)]
    return None if isinstance(value, str) and value in gone.ids else value


def _of_unknown_table(row: Row, gone: Gone, rest: Rest) -> Row | None:
    """Return a row of a table of which it is not known what follows from claims.

    Rows of a claim or of no article stay; those of a sentence or an article that lost a claim go.
    """
    if row.get("claim_id") is not None or row.get("article_id") not in gone.touched:
        return row
    sentence_id = row.get("sentence_id")
    return row if sentence_id is not None and sentence_id not in gone.sentences else None


LEFT: dict[str, Callable[[Row, Gone, Rest], Row | None]] = {
    "claims": _claim,
    "annotations": _claim,
    "sentences": _sentence,
    "articles": _article,
    "events": _event,
    "entities": _entity,
    "links": _link,
    "tolls": _toll,
    "tokens": _tokens,
    "figures": _figure,
    **{label.value: _claim for label in Label},
    "soft_labels": _soft_label,
    "changes": _change,
}
"""What becomes of a row of a config that stays; of any other config what `_of_unknown_table` says."""


def _named_no_more(config: str, row: Row, gone: Gone) -> Row:
    """Return a row with nothing that names what is gone; words of articles are left as they are."""
    words = words_of(config)
    left = {name: value if name in words else _without_ids(name, value, gone) for name, value in row.items()}
    return row if left == row else left


def words_of(config: str) -> frozenset[str]:
    """Return the columns of a config that hold words of articles, in which an id is a word like any other."""
    base = config.removesuffix(STANDOFF)
    columns = TEXT_CONFIGS.get(base) or ALL_CONFIGS.get(config, [])
    return frozenset({"headline", *(column.name for column in columns if column.third_party)})


def _without_ids(name: str, value: Any, gone: Gone) -> Any:
    if isinstance(value, str):
        return _text_without_ids(name, value, gone)
    if isinstance(value, list):
        items = (_without_ids(name, item, gone) for item in value if not _is_gone(name, item, gone))
        return [item for item in items if item is not None]
    if isinstance(value, dict):
        return {key: item if key == "raw" else _without_ids(key, item, gone) for key, item in value.items()}
    return value


def _is_gone(name: str, value: Any, gone: Gone) -> bool:
    """Return whether a value is the id of something gone, in a column that holds ids."""
    return isinstance(value, str) and value in gone.ids and (name in REFERRING or name.endswith(("_id", "_ids")))


def _text_without_ids(name: str, value: str, gone: Gone) -> str | None:
    if _is_gone(name, value, gone):
        return None
    return value if name.endswith(("_id", "_ids")) else mentions_no_more(value, gone.ids)
