"""Items that can be checked one by one: every adjudicated claim, and every sentence without any claim.

A model's protocol and people's packs ask the same of an item, and their answers become the same record, `ItemCheck`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ..corpus.corpus import Corpus
from ..corpus.records import canonical_json, sha256_text
from ..schema import DECLARATION_OF, Article, ClaimBase, CorpusInfo, ItemCheck, SplitAssignment
from ..schema.fields import fields_in_role
from ..schema.vocab import CheckAnswer, Label

ANSWERS_OF_CLAIM = (CheckAnswer.RIGHT, CheckAnswer.WRONG, CheckAnswer.UNCLEAR)
ANSWERS_OF_SENTENCE = (CheckAnswer.NOTHING_MISSED, CheckAnswer.MISSED, CheckAnswer.UNCLEAR)

LABEL_FIELD, SPAN_FIELD = "label", "spans"
"""The fields of a claim that say what it is and where: the others are its slots."""


@dataclass(frozen=True)
class Item:
    """What is checked: an adjudicated claim, or a sentence of an article that no claim's span touches."""

    article: Article
    claim: ClaimBase | None
    sentence: int
    """Number of the sentence, from 0; of a claim that in which it begins, -1 if it begins in none."""

    content_sha256: str

    @property
    def key(self) -> str:
        """How messages call it: the claim's id, or the article and the number of the sentence."""
        return item_key(self.article.article_id, None if self.claim is None else self.claim.claim_id, self.sentence)

    @property
    def label(self) -> Label | None:
        """The label of the claim; None for a sentence."""
        return None if self.claim is None else self.claim.label


def item_key(article_id: str, claim_id: str | None, sentence: int | None) -> str:
    """Return how messages call an item, which no two items share."""
    return f"{article_id} sentence {sentence}" if claim_id is None else claim_id


def key_of(check: ItemCheck) -> str:
    """Return the key of the item that a check is about."""
    return item_key(check.article_id, check.claim_id, check.sentence)


def items_of(article: Article, claims: Iterable[ClaimBase]) -> list[Item]:
    """Return what can be checked of an article, its adjudicated claims given: in the order of the text."""
    own = list(claims)
    touching = [claims_in(article, number, own) for number in range(len(article.sentences))]
    found = [Item(article, claim, _first_sentence(article, claim), claim_sha256(claim, article)) for claim in own]
    found += [
        Item(article, None, number, sentence_sha256(article, number, ()))
        for number, inside in enumerate(touching)
        if not inside
    ]
    return sorted(found, key=_place)


def claims_in(article: Article, sentence: int, claims: Iterable[ClaimBase]) -> list[ClaimBase]:
    """Return those of an article's claims whose span, of which slots' spans are no part, touches a sentence."""
    where = article.sentences[sentence]
    return [claim for claim in claims if any(span.overlaps(where) for span in claim.spans)]


def corpus_items(corpus: Corpus) -> Iterator[Item]:
    """Yield what can be checked of a corpus, by article id: of every article that has been adjudicated.

    An article without decisions counts if it has layers and none of them has a claim.
    """
    for article_id, article in sorted(corpus.articles.items()):
        layers = corpus.layers_of_article[article_id]
        if corpus.adjudications_of_article[article_id] or (layers and not any(layer.claims for layer in layers)):
            yield from items_of(article, corpus.claims_of_article[article_id])


def claim_sha256(claim: ClaimBase, article: Article) -> str:
    """Return the hash of what is checked of a claim: label, spans, slots, statement; and the article's text."""
    fields = claim.model_dump(mode="json", exclude_defaults=True, include=set(checked_fields(claim.label)))
    return sha256_text(canonical_json({"text": article.text_sha256, "claim": fields}))


def sentence_sha256(article: Article, sentence: int, claims: Iterable[ClaimBase]) -> str:
    """Return the hash of what is checked of a sentence: its place, the claims in it, and the article's text."""
    where = article.sentences[sentence]
    ids = sorted(claim.claim_id for claim in claims)
    content = {"text": article.text_sha256, "start": where.start, "end": where.end, "claims": ids}
    return sha256_text(canonical_json(content))


def current_sha256(check: ItemCheck, article: Article, claims: Mapping[str, ClaimBase]) -> str | None:
    """Return the hash of an item as it is now; None if it is no longer there. `claims` has the article's, by id."""
    if check.claim_id is not None:
        claim = claims.get(check.claim_id)
        return None if claim is None else claim_sha256(claim, article)
    if check.sentence is None or check.sentence >= len(article.sentences):
        return None
    own = (claim for claim in claims.values() if claim.article_id == article.article_id)
    return sentence_sha256(article, check.sentence, claims_in(article, check.sentence, own))


@cache
def checked_fields(label: Label) -> tuple[str, ...]:
    """Return the fields of a label's claims that can be wrong: label, spans, slots, statement, as they are declared.

    What only adjudication adds (events, ids of entities), remarks and confidence are not checked.
    """
    model = DECLARATION_OF[label].model
    chosen = fields_in_role(model, "label", "content", "judgement", "wording")
    return tuple(name for name in model.model_fields if name in chosen)


def answer_faults(check: ItemCheck) -> list[str]:
    """Return why the answer of a check does not fit what was checked; empty if it fits."""
    if (check.claim_id is None) == (check.sentence is None):
        return ["it names both a claim and a sentence" if check.claim_id else "it names neither claim nor sentence"]
    is_claim = check.claim_id is not None
    allowed = ANSWERS_OF_CLAIM if is_claim else ANSWERS_OF_SENTENCE
    faults = []
    if check.answer not in allowed:
        what = "claim" if is_claim else "sentence"
        faults.append(f"answer is {check.answer}; of a {what} it is {_listed(allowed)}")
    if is_claim != (check.label is not None):
        faults.append("a claim has its label, a sentence none")
    if (check.answer is CheckAnswer.WRONG) != bool(check.wrong_fields):
        faults.append(f"answer is {check.answer}, wrong_fields {_listed(check.wrong_fields)}")
    if (check.answer is CheckAnswer.MISSED) != bool(check.missed_labels):
        faults.append(f"answer is {check.answer}, missed_labels {_listed(check.missed_labels)}")
    known = () if check.label is None else checked_fields(check.label)
    unknown = [name for name in check.wrong_fields if name not in known]
    if unknown and check.label is not None:
        faults.append(f"wrong_fields has {_listed(unknown)}; of a claim {check.label} it may have {_listed(known)}")
    return faults


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(str, names)) or "none"


def split_of(assignments: Iterable[SplitAssignment], infos: Iterable[CorpusInfo]) -> dict[str, str]:
    """Return the split of each article: the assigned one, or until then the one that its sampling put it in."""
    sampled = {
        document.article_id: document.split.value for info in infos for document in info.documents if document.split
    }
    return sampled | {assignment.article_id: assignment.split.value for assignment in assignments}


def _first_sentence(article: Article, claim: ClaimBase) -> int:
    first = claim.spans[0]
    return next((number for number, where in enumerate(article.sentences) if where.overlaps(first)), -1)


def _place(item: Item) -> tuple[int, int, str]:
    start = item.article.sentences[item.sentence].start if item.claim is None else item.claim.spans[0].start
    return start, 0 if item.claim is None else -item.claim.spans[-1].end, item.key
