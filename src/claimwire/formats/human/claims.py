"""Claims made of what people marked elsewhere: what they did not decide is filled in, and named in `proposed_slots`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import FormatError
from ...pieces import Pieces
from ...proposals import proposed
from ...schema import DECLARATION_OF, Article, ClaimBase, claim_order, slots_asked, slots_needed
from ...schema.vocab import Label
from ..contract import ReadInto, ReadLayer
from ..mark import SPANS
from ..values import ID, claim_of_values
from .contract import CUT_WORD, LEFT_OUT_PIECE, NO_CODEBOOK, HumanDocument, HumanMark
from .placing import Placing, articles_of, placing

UNJUDGED: Mapping[Label, Mapping[str, str]] = {
    Label.ATTRIBUTED_STATEMENT: {
        "presented_as": "asserted",
        "mention": "nominal",
        "cue_class": "neutral",
        "quote_type": "indirect",
    },
    Label.HISTORICAL_BACKGROUND: {
        "presented_as": "asserted",
        "event_type": "other",
        "time_resolution": "unresolved",
    },
    Label.CASUALTY_FIGURE: {
        "presented_as": "asserted",
        "quantity_form": "none",
        "qualifier": "none_stated",
        "harm": "affected",
        "victim_status": "unspecified",
    },
}
"""What stands in a slot that every record has, if nobody decided it and no program reads it off the words."""

READ_OFF = "en"
"""The language that programs read slots off in."""

QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|»[^«]*«|«[^»]*»|\"[^\"]*\"")
"""Words in quotation marks, English and German."""


@dataclass(frozen=True)
class HumanLayers:
    """The layers of documents, with what of them became no claim and how often."""

    layers: list[ReadLayer]
    dropped: Counter[str]


def human_layers(
    documents: Sequence[HumanDocument],
    language: str,
    into: ReadInto,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> HumanLayers:
    """Return the layers of documents whose articles are there; `progress` is called with how many are done, and of all.

    Raises `FormatError`, naming the file, if a document has no article, or its article another text or none.
    """
    article_of = articles_of(documents, into.articles)
    seen: dict[str, str] = {}
    dropped: Counter[str] = Counter()
    layers = []
    for number, document in enumerate(documents, start=1):
        article = article_of[document.name]
        if seen.setdefault(article.article_id, document.file) != document.file:
            raise FormatError(
                f"{seen[article.article_id]} and {document.file} are both for {article.article_id}; if they are of "
                "several annotators, say with --whose whose marks to read"
            )
        dropped += document.dropped
        claims = sorted(_claims(document, placing(document, article), language, into, dropped), key=claim_order)
        layers.append(ReadLayer(article.article_id, document.file, tuple(claims), problems=document.problems))
        progress(number, len(documents))
    return HumanLayers(layers, dropped)


def _claims(
    document: HumanDocument, places: Placing, language: str, into: ReadInto, dropped: Counter[str]
) -> Iterator[ClaimBase]:
    placed: dict[str, tuple[HumanMark, dict[str, Pieces]]] = {}
    for mark in document.marks:
        pieces = {}
        for slot, marked in mark.pieces.items():
            pieces[slot], gone, cut = places.of(marked)
            dropped += Counter({LEFT_OUT_PIECE: gone, CUT_WORD: cut})
        if pieces.get(SPANS):
            placed[mark.mark_id] = mark, {slot: found for slot, found in pieces.items() if found}
    for key, (mark, pieces) in placed.items():
        voice = mark.within if mark.within in placed else None
        values = _values(mark, pieces, places.article, language, into.codebook or NO_CODEBOOK)
        try:
            yield claim_of_values(values | ({"voice_id": voice} if voice else {}), places.article, into)
        except FormatError as error:
            raise FormatError(f"{document.file}: {key} makes no claim: {error}") from error


def _values(
    mark: HumanMark, pieces: Mapping[str, Pieces], article: Article, language: str, codebook: str
) -> dict[str, Any]:
    """Return the values of a claim: what was decided, what a program reads off it, and what stands for the rest."""
    model = DECLARATION_OF[mark.label].model
    fields: dict[str, Any] = {ID: mark.mark_id, "label": mark.label.value}
    fields |= {slot: [{"start": start, "end": end} for start, end in found] for slot, found in pieces.items()}
    fields |= mark.judged
    filled: dict[str, Any] = {slot: fields[slot] for slot in mark.derived_spans if slot in fields}
    if mark.label is Label.ATTRIBUTED_STATEMENT and "quoted_spans" not in fields:
        quoted = list(_quoted(article.text or "", pieces[SPANS]))
        filled |= {"quoted_spans": quoted} if quoted else {}
    filled |= {name: value for name, value in mark.derived.items() if name not in fields}
    if language == READ_OFF:
        asked = slots_asked(model, codebook)
        told = proposed(model, fields | filled, article.text or "")
        filled |= {name: value for name, value in told.items() if name in asked}
    stand_ins = dict(UNJUDGED[mark.label])
    if mark.label is Label.ATTRIBUTED_STATEMENT and "source_spans" not in fields:
        stand_ins["mention"] = "implicit"
    needed = slots_needed(model)
    filled |= {name: value for name, value in stand_ins.items() if name in needed and name not in fields | filled}
    order = [name for name in model.model_fields if name in filled]
    return fields | filled | {"proposed_slots": order}


def _quoted(text: str, pieces: Pieces) -> Iterator[dict[str, int]]:
    for start, end in pieces:
        for found in QUOTED.finditer(text, start, end):
            yield {"start": found.start(), "end": found.end()}
