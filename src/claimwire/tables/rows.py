"""The rows that are made of one article's records: claims, sentences, layers' claims, the article, soft labels.

A row is a dict of plain values with a value for every column of its config, in the order of the columns; no Arrow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..adjudication import SoftLabel, soft_labels
from ..corpus.corpus import Corpus
from ..dates import known_bounds
from ..errors import ReleaseError
from ..schema import (
    Adjudication,
    Annotator,
    Article,
    ClaimBase,
    Outlet,
    Span,
    claim_order,
    slots_not_asked,
)
from ..schema.vocab import AnnotatorKind, Label, SegmentKind
from .column import Column
from .columns import CONFIGS, TEXT_CONFIGS, standoff
from .derived import (
    any_older_than_two_months,
    background_share,
    is_counted,
    older_than_two_months,
    sentence_text,
    text_url,
    time_edtf,
)

Row = dict[str, Any]
PIECE_BREAK = " … "
"""What is between the pieces of a discontinuous claim in its `text` column."""

FirstVersion = Callable[[str, str], str]
"""Returns the version of the data that had a row first, by its config and its id."""


@dataclass(frozen=True)
class Surroundings:
    """What rows tell of an article's surroundings: who publishes, who annotated, and which releases had its rows."""

    outlets: Mapping[str, Outlet]
    annotators: Mapping[str, Annotator]
    first_version: FirstVersion
    repeating: Collection[str] = frozenset()
    """The articles that were rewritten from another one and claim just what it does: their sentences have no rows."""


def article_rows(corpus: Corpus, surroundings: Surroundings, configs: Collection[str] = ()) -> dict[str, list[Row]]:
    """Return the rows by config that are made of the corpus of one article; of some configs if any are named.

    Of a config with words of the article there are no rows if its text is not at hand; the config of all articles,
    which `standoff` names, has them without the words.
    Raises `ReleaseError` if an adjudicated claim has no adjudication, or a sentence is in no piece of the article.
    """
    has_text = all(article.text is not None for article in corpus.articles.values())
    made: dict[str, list[Row]] = {}
    for config, make in BY_ARTICLE.items():
        wanted = [name for name in dict.fromkeys((config, standoff(config))) if not configs or name in configs]
        rows = list(make(corpus, surroundings)) if wanted else []
        for name in wanted:
            is_shown = has_text or name not in TEXT_CONFIGS
            made[name] = [ordered(name, _without_words(name, row)) for row in rows] if is_shown else []
    return made


def _without_words(config: str, row: Row) -> Row:
    """Return a row without the words of the article, also those in records, if it is for a config that has none."""
    words = WORDS.get(config, ())
    kept = {name: value for name, value in row.items() if name not in words}
    for column in CONFIGS[config]:
        if column.stand_off:
            names = [part.name for part in column.parts()]
            kept[column.name] = [{name: item[name] for name in names} for item in kept[column.name]]
    return kept


def ordered(config: str, row: Mapping[str, Any]) -> Row:
    """Return a row with its values in the order of the columns; raises `ReleaseError` if it has other columns."""
    columns = CONFIGS[config]
    if len(row) != len(columns) or any(column.name not in row for column in columns):
        declared = {column.name for column in columns}
        raise ReleaseError(f"rows of {config} have other columns than declared: {sorted(set(row) ^ declared)}")
    return {column.name: row[column.name] for column in columns}


def flat(value: Any, columns: Iterable[Column]) -> Row:
    """Return the columns that come straight from a record; a column that the record lacks is null or empty."""
    dumped = value.model_dump(mode="json")
    row: Row = {}
    for column in columns:
        part: Any = dumped
        for name in _path(column.name, dumped):
            part = part.get(name) if isinstance(part, dict) else None
        row[column.name] = [] if part is None and column.many else part
    return row


def _path(name: str, dumped: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where a flattened column's value is in a dumped record."""
    if name in dumped:
        return (name,)
    head = next((key for key in dumped if name.startswith(f"{key}_")), None)
    return (name,) if head is None else (head, name[len(head) + 1 :])


def quote(claim: ClaimBase, article: Article) -> str | None:
    """Return the words of a claim; None if the article has no text."""
    if article.text is None:
        return None
    return PIECE_BREAK.join(span.of(article.text) for span in claim.spans)


def sentence_ids(article: Article, spans: Iterable[Span]) -> list[str]:
    """Return the ids of the sentences that any of the spans touches."""
    wanted = list(spans)
    return [
        sentence_id(article, number)
        for number, sentence in enumerate(article.sentences)
        if any(sentence.overlaps(span) for span in wanted)
    ]


def sentence_id(article: Article, number: int) -> str:
    """Return the id of an article's sentence."""
    return f"{article.article_id}_s{number:03d}"


def _common_claim_values(claim: ClaimBase, article: Article, columns: list[Column]) -> Row:
    """Return what the rows of adjudicated claims and of layers' claims share."""
    time = known_bounds(getattr(claim, "time", None))
    published = known_bounds(article.publication.date)
    return flat(claim, columns) | {
        "text": quote(claim, article),
        "time_lower": time.lower,
        "time_upper": time.upper,
        "days_before_publication": time.days_before(published.lower) if published.lower else None,
        "time_edtf": time_edtf(claim),
        "older_than_two_months": older_than_two_months(claim, published),
        "lower_inclusive": getattr(claim, "lower_inclusive", None),
        "upper_inclusive": getattr(claim, "upper_inclusive", None),
        "casualty_counted": is_counted(claim),
        "corpus_id": article.corpus_id,
        "outlet_id": article.outlet_id,
        "sentence_ids": sentence_ids(article, claim.spans),
    }


def complete_layers(corpus: Corpus, article_id: str, surroundings: Surroundings) -> int:
    """Return how many people and models have considered every sentence of an article."""
    kinds = surroundings.annotators
    return sum(
        layer.complete and kinds[layer.annotator_id].annotator_kind is not AnnotatorKind.RULE
        for layer in corpus.layers_of_article[article_id]
    )


def _not_asked(corpus: Corpus, claim: ClaimBase, decision: Adjudication) -> list[str]:
    """Return the slots that an adjudicated claim lacks because no codebook it was made by asks for them."""
    made_of = {corpus.layer_of_claim[layer_claim].guideline_version for layer_claim in decision.layer_claim_ids}
    found = [slots_not_asked(claim, version) for version in made_of or {corpus.info.guideline_version}]
    return [name for name in found[0] if all(name in names for names in found)]


def _claim_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    for claim in sorted(corpus.claims.values(), key=claim_order):
        decision = corpus.decision_of_claim.get(claim.claim_id)
        if decision is None:
            raise ReleaseError(f"{claim.claim_id} has no adjudication; `claimwire check` shows what is missing")
        layers = {corpus.layer_of_claim[layer_claim].annotator_id for layer_claim in decision.layer_claim_ids}
        yield _common_claim_values(claim, corpus.articles[claim.article_id], CONFIGS["claims"]) | {
            "slots_not_asked": _not_asked(corpus, claim, decision),
            "layers": complete_layers(corpus, claim.article_id, surroundings),
            "since": surroundings.first_version("claims", claim.claim_id),
            "decision": decision.decision.value,
            "rule": decision.rule,
            "reason": decision.reason,
            "ruling_ids": list(decision.ruling_ids),
            "other_readings": list(decision.other_readings),
            "adjudicator_id": decision.adjudicator_id,
            "adjudicator_kind": surroundings.annotators[decision.adjudicator_id].annotator_kind.value,
            "decision_confidence": decision.confidence.value,
            "decision_note": decision.note,
            "annotator_ids": sorted(layers),
        }


def _annotation_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    declared = {column.name for column in CONFIGS["annotations"]}
    for layer in sorted(corpus.layers.values(), key=lambda layer: (layer.annotator_id, layer.annotation_id)):
        head = layer.model_dump(mode="json", include=declared)
        head["annotator_kind"] = surroundings.annotators[layer.annotator_id].annotator_kind.value
        for claim in sorted(layer.claims, key=claim_order):
            decision = corpus.decision_of_claim.get(claim.claim_id)
            values = _common_claim_values(claim, corpus.articles[layer.article_id], CONFIGS["annotations"])
            yield (
                values
                | head
                | {
                    "slots_not_asked": list(slots_not_asked(claim, layer.guideline_version)),
                    "reference_claim_id": decision.claim_id if decision else None,
                    "decision": decision.decision.value if decision else None,
                    "rule": decision.rule if decision else None,
                    "reason": decision.reason if decision else None,
                }
            )


def _sentence_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    for article in corpus.articles.values():
        if article.article_id in surroundings.repeating:
            continue
        layers = complete_layers(corpus, article.article_id, surroundings)
        published = known_bounds(article.publication.date)
        claims = corpus.claims_of_article[article.article_id]
        for number, sentence in enumerate(article.sentences):
            inside = [claim for claim in claims if any(span.overlaps(sentence) for span in claim.spans)]
            labels = [label.value for label in Label if any(claim.label is label for claim in inside)]
            row = {
                "sentence_id": sentence_id(article, number),
                "article_id": article.article_id,
                "corpus_id": article.corpus_id,
                "outlet_id": article.outlet_id,
                "number": number,
                "kind": _kind_at(article, sentence).value,
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence_text(article, number),
                "sentence_before": sentence_text(article, number - 1),
                "sentence_after": sentence_text(article, number + 1),
                "labels": labels,
                "casualty_counted": any(is_counted(claim) for claim in inside),
                "background_share": background_share(sentence, inside),
                "older_than_two_months": any_older_than_two_months(inside, published),
                "claim_ids": [claim.claim_id for claim in inside],
                "layers": layers,
                "since": surroundings.first_version("sentences", sentence_id(article, number)),
            }
            yield row | {label.value: label.value in labels for label in Label}


def _kind_at(article: Article, sentence: Span) -> SegmentKind:
    for segment in article.segments:
        if segment.start is not None and segment.end is not None and segment.start <= sentence.start < segment.end:
            return segment.kind
    raise ReleaseError(f"{article.article_id}: the sentence at {sentence.start} is in no piece of the article")


def _article_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    for article in corpus.articles.values():
        outlet = surroundings.outlets[article.outlet_id]
        anchors = corpus.anchors.get(article.article_id)
        yield flat(article, CONFIGS["articles"]) | {
            "outlet_name": outlet.name,
            "outlet_country": outlet.country,
            "outlet_kind": outlet.kind.value,
            "outlet_owner": outlet.owner,
            "unit": corpus.info.unit.value,
            "text_origin": corpus.info.text_origin.value,
            "text_redistributable": corpus.info.text_redistributable,
            "text_licence": outlet.licence,
            "licence_evidence": None if outlet.licence_evidence is None else outlet.licence_evidence.value,
            "text_credit": outlet.text_credit,
            "text_url": text_url(article, corpus.info),
            "annotator_ids": sorted({layer.annotator_id for layer in corpus.layers_of_article[article.article_id]}),
            "sentence_count": len(article.sentences),
            "claim_count": len(corpus.claims_of_article[article.article_id]),
            "anchors": [anchor.model_dump(mode="json") for anchor in anchors.anchors] if anchors else [],
            "anchor_runs": [run.model_dump(mode="json") for run in anchors.runs] if anchors else [],
        }


def _soft_label_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    kinds = {annotator_id: annotator.annotator_kind for annotator_id, annotator in surroundings.annotators.items()}
    for article in corpus.articles.values():
        layers = corpus.layers_of_article[article.article_id]
        decisions = corpus.adjudications_of_article[article.article_id]
        for label in soft_labels(article, layers, decisions, kinds):
            yield soft_label_row(article, label)


def soft_label_row(article: Article, label: SoftLabel) -> Row:
    """Return the row of a soft label of an article."""
    return {
        "corpus_id": article.corpus_id,
        "article_id": article.article_id,
        "adjudication_id": label.adjudication_id,
        "claim_id": label.claim_id,
        "sentence_id": None if label.sentence is None else sentence_id(article, label.sentence),
        "annotator_kind": label.annotator_kind.value,
        "field": label.field,
        "value": label.value,
        "votes": label.votes,
        "voters": label.voters,
        "share": label.share,
        "annotator_ids": list(label.annotator_ids),
    }


WORDS: dict[str, frozenset[str]] = {
    standoff(config): frozenset(column.name for column in columns if column.third_party)
    for config, columns in TEXT_CONFIGS.items()
}
"""The columns of words that a config of all articles lacks."""

BY_ARTICLE: dict[str, Callable[[Corpus, Surroundings], Iterator[Row]]] = {
    "claims": _claim_rows,
    "sentences": _sentence_rows,
    "annotations": _annotation_rows,
    "articles": _article_rows,
    "soft_labels": _soft_label_rows,
}
"""How the rows of a config are made of the corpus of one article."""
