"""All rules over an article: drafts of its sentences become claims with ids, voices and proposed slots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...dates import Bounds, known_bounds
from ...errors import BaselineError
from ...pieces import PieceIndex
from ...proposals import proposable, proposed
from ...quantities import has_digits, read_quantity
from ...schema import CLAIM_ADAPTER, DECLARATION_OF, Article, ClaimBase
from ...schema.base import MOST_PEOPLE
from ...schema.vocab import CueClass, Label, Mention, Qualifier, QuantityForm, SourceNaming
from ..contract import ArticleAnnotator
from .background import background
from .figures import figures
from .passage import Draft, Passage, passages
from .slots import statement_slots
from .statements import loose_quotations, statements

LEAD = re.compile(r"(?:(?:In|On|During|At|By|Since)\b[^,]{0,40},?\s*)?")
"""What may stand before the victims in a clause that only tells a toll."""
SHORT = 5
"""Code points of a determiner that may stand before a quantity."""


@dataclass(frozen=True, eq=False)
class _Statement:
    """A draft of a statement: how many code points it has, its number among those of the article, and itself."""

    length: int
    number: int
    draft: Draft


class RuleAnnotator(ArticleAnnotator):
    """Statements, background and figures by rules; the same text gives the same claims."""

    name = "rules"
    version = "1"

    def annotate(self, article: Article, prefix: str) -> tuple[ClaimBase, ...]:
        """Return the claims of an article, in text order; raises `BaselineError` if it has no text."""
        if article.text is None:
            raise BaselineError(f"{article.article_id} has no text to annotate; name your copy of it, or hydrate it")
        return tuple(claims_of(in_order(drafts_of(article)), article, prefix))


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts in text order."""
    return sorted(drafts, key=lambda draft: (draft.spans, list(Label).index(draft.label)))


def drafts_of(article: Article) -> Iterator[Draft]:
    """Yield what the rules find in an article with a text, sentence by sentence."""
    return drafts_in(passages(article), known_bounds(article.publication.date))


def drafts_in(sentences: Iterable[Passage], published: Bounds) -> Iterator[Draft]:
    """Yield what the rules find in the sentences of an article; a later sentence may add pieces to a statement."""
    last_kind: str | None = None
    earlier: list[Draft] = []
    for passage in sentences:
        found = statements(passage)
        found = _carried_on(passage, found, earlier)
        found += loose_quotations(passage, [*earlier, *found])
        for draft in found:
            draft.slots |= statement_slots(draft, passage.text, last_kind)
            del draft.slots["cue_kind"]
            if draft.pieces.get("source_spans"):
                last_kind = draft.slots["source_kind"]
        yield from found
        counted = figures(passage)
        yield from counted
        yield from (draft for draft in background(passage, published) if not _is_only_toll(draft, counted, passage))
        earlier = found or earlier


def _is_only_toll(draft: Draft, counted: list[Draft], passage: Passage) -> bool:
    """Return whether background only tells a toll of which the victims are the subject (R-HB-5)."""
    start, end = draft.spans[0]
    return any(
        first < end and last <= end and LEAD.fullmatch(passage.text, start, max(start, first)) is not None
        for figure in counted
        if figure.pieces.get("quantity_spans") and figure.whole is None
        for first, last in [figure.spans[0]]
        if figure.pieces["quantity_spans"][0][0] - first < SHORT
    )


def _carried_on(passage: Passage, found: list[Draft], earlier: list[Draft]) -> list[Draft]:
    """Give a quotation that a sentence consists of to the statement before it in the same paragraph, quoted too."""
    if found or not earlier or not passage.quotes or not earlier[-1].pieces.get("quoted_spans"):
        return found
    start, end = passage.quotes[0]
    last = earlier[-1].spans[-1][1]
    whole = start == passage.start and passage.end <= end + 1
    if whole and passage.text.rfind("\n", last, passage.start) < 0 and last <= start:
        earlier[-1].spans.append((start, end))
        earlier[-1].pieces["quoted_spans"].append((start, end))
    return found


def claims_of(drafts: Sequence[Draft], article: Article, prefix: str) -> Iterator[ClaimBase]:
    """Yield a claim for each draft, with an id of that prefix, who tells it, and the slots that its words tell.

    The `whole` of a draft has to be among the drafts.
    """
    ids = {id(draft): f"{prefix}{number:03}" for number, draft in enumerate(drafts, start=1)}
    statements_by_place = _by_place(drafts)
    for draft in drafts:
        fields: dict[str, Any] = {"claim_id": ids[id(draft)], "article_id": article.article_id}
        fields |= {"label": draft.label.value, "spans": _spans(draft.spans)}
        fields |= {name: _spans(pieces) for name, pieces in draft.pieces.items() if pieces}
        fields |= draft.slots
        voice = _voice(draft, statements_by_place)
        if voice is not None:
            fields["voice_id"] = ids[id(voice)]
        if draft.whole is not None:
            fields["part_of_id"] = ids[id(draft.whole)]
        model = DECLARATION_OF[draft.label].model
        known = {name: value for name, value in fields.items() if name not in ("claim_id", "article_id")}
        told = proposed(model, known, article.text or "")
        names = [shape.name for shape in proposable(model) if shape.name in told]
        rest = {} if "qualifier" in told else _left_open(fields, article.text or "")
        yield CLAIM_ADAPTER.validate_json(json.dumps(rest | fields | told | {"proposed_slots": names}))


def _left_open(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return what slots get that a claim needs and its words leave open."""
    if fields["label"] == Label.CASUALTY_FIGURE:
        return _unclear_quantity(fields, text)
    if fields["label"] == Label.ATTRIBUTED_STATEMENT:
        first = next((text[span["start"]] for span in fields.get("source_spans", ())), "")
        kind = Mention.NAMED if first.isupper() else Mention.NOMINAL
        return {
            "mention": kind.value,
            "source_naming": SourceNaming.DESCRIBED.value,
            "cue_class": CueClass.NEUTRAL.value,
        }
    return {}


def _unclear_quantity(fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return slots for a quantity that can be read in more than one way: its first number, or that none is stated."""
    words = " ".join(text[span["start"] : span["end"]] for span in fields.get("quantity_spans", ()))
    read = read_quantity(words)
    number = read.numbers[0] if read is not None and read.numbers else None
    if number is None or number > MOST_PEOPLE:
        return {"quantity_form": QuantityForm.VAGUE.value, "qualifier": Qualifier.NONE_STATED.value}
    form = QuantityForm.DIGITS if has_digits(words) else QuantityForm.WORDS
    return {"quantity_form": form.value, "qualifier": Qualifier.EXACT.value, "lower": number, "upper": number}


def _by_place(drafts: Iterable[Draft]) -> PieceIndex[_Statement]:
    """Return where the statements among some drafts are."""
    found: PieceIndex[_Statement] = PieceIndex()
    for number, draft in enumerate(one for one in drafts if one.label is Label.ATTRIBUTED_STATEMENT):
        owner = _Statement(draft.length, number, draft)
        for start, end in draft.spans:
            found.add(start, end, owner)
    return found


def _voice(draft: Draft, said: PieceIndex[_Statement]) -> Draft | None:
    """Return the shortest other statement whose content holds a draft; of two with one content, the earlier.

    Content holds a draft if each piece of it lies within a piece of the content.
    """
    holding: set[_Statement] | None = None
    for start, end in draft.spans:
        around = {other for a, b, other in said.meeting(start, end) if a <= start and end <= b}
        holding = around if holding is None else holding & around
        if not holding:
            return None
    least = 0 if draft.label is not Label.ATTRIBUTED_STATEMENT else draft.length + 1
    longer = [other for other in holding or () if other.draft is not draft and other.length >= least]
    return min(longer, key=lambda other: (other.length, other.number)).draft if longer else None


def _spans(pieces: Any) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in sorted(set(pieces))]
