"""What the adjudicated claims of a corpus say in the same words or of the same name, gathered in one reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..corpus.corpus import Corpus
from ..corpus.records import canonical_json
from ..entities.names import name_key
from ..schema import Article, AttributedStatement, ClaimBase, span_slots
from ..schema.fields import shapes
from .findings import Place

NAME_FIELDS = ("source_name", "speaks_for_name", "addressee_name", "actor_name", "victim_side_name", "place_name")
"""The fields whose names are of entities."""

FEWEST_WORDS = 4
"""Words from which two claims in the same words are taken to say the same; fewer say it by what is around them."""


@dataclass
class Tellings:
    """What is told in one corpus: for each key the values it has, each with the first claim that has it."""

    names: dict[str, dict[str, Place]] = field(default_factory=dict)
    """By what names are compared by, the names."""
    kinds: dict[str, dict[str, Place]] = field(default_factory=dict)
    """By name of a source that is told alone, its kinds."""
    cues: dict[str, dict[str, Place]] = field(default_factory=dict)
    """By the words of a cue, its classes."""
    slots: dict[tuple[str, str], dict[str, tuple[str, Place]]] = field(default_factory=dict)
    """By the words of a claim and the name of a slot, its values with article and place."""
    unlike: list[tuple[Place, str, str, str, Place]] = field(default_factory=list)
    """Claims that differ from an earlier one in the same words: place, slot, value, other value, other place."""


def gather(tellings: Tellings, corpus: Corpus, texts: Mapping[str, str]) -> None:
    """Add what the adjudicated claims of some articles say; their words only where the text is at hand."""
    for row in corpus.rows.claims:
        claim, place = row.record, Place(row.path, row.line, "claim", row.record.claim_id)
        for name in names_of(claim):
            tellings.names.setdefault(name_key(name), {}).setdefault(name, place)
        if isinstance(claim, AttributedStatement) and claim.source_kind is not None and len(claim.source_name) == 1:
            tellings.kinds.setdefault(claim.source_name[0], {}).setdefault(claim.source_kind.value, place)
        text = _text(corpus.articles.get(claim.article_id), texts)
        if text is not None:
            _gather_words(tellings, claim, place, text)


def names_of(claim: ClaimBase) -> Iterator[str]:
    """Yield the names of entities that a claim has."""
    for slot in NAME_FIELDS:
        value = getattr(claim, slot, None) or ()
        yield from (value,) if isinstance(value, str) else value


def _gather_words(tellings: Tellings, claim: ClaimBase, place: Place, text: str) -> None:
    if isinstance(claim, AttributedStatement) and claim.cue_spans:
        cue = _plain(span.of(text) for span in claim.cue_spans)
        tellings.cues.setdefault(cue, {}).setdefault(claim.cue_class.value, place)
    if len(_plain(span.of(text) for span in claim.spans).split()) < FEWEST_WORDS:
        return
    words = {name: _plain(span.of(text) for span in getattr(claim, name)) for name in span_slots(type(claim))}
    key = canonical_json({"label": claim.label.value} | words)
    for shape in shapes(type(claim)):
        value = getattr(claim, shape.name)
        if shape.vocabulary is None or shape.many or shape.role != "judgement" or value is None:
            continue
        known = tellings.slots.setdefault((key, shape.name), {})
        for other, (article_id, there) in known.items():
            if other != value.value and article_id != claim.article_id:
                tellings.unlike.append((place, shape.name, value.value, other, there))
                break
        known.setdefault(value.value, (claim.article_id, place))


def _text(article: Article | None, texts: Mapping[str, str]) -> str | None:
    if article is None:
        return None
    return texts.get(article.article_id) if article.text is None else article.text


def _plain(pieces: Iterable[str]) -> str:
    return " ".join(" ".join(pieces).casefold().split())
