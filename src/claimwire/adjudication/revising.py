"""Revisions: adjudicated claims changed, taken out or added after their adjudication, by the rulings of a codebook.

A revisions file is JSON Lines. A line names a `claim` and has `set` (fields that get another value; spans as quotes or
as offsets) and `unset` (fields to leave out), or `reject` (true: the claim is taken out). A line that adds a claim has
an `article` and the whole claim in `set`, and may have an `id`, by which other lines of the file refer to the claim.
Every line has a `reason` and may have `rulings`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..corpus.corpus import Corpus
from ..corpus.jsontext import parse_json
from ..corpus.records import validation_messages
from ..errors import AnchorError, ClaimwireError
from ..schema import LABELS, Adjudication, Article, ClaimBase, reference_fields
from ..schema.annotation import RulingId
from ..schema.vocab import Confidence, Decision
from .comparison import claim_fields
from .editing import sentences_of
from .gold import NOT_DECIDED, claim_of, with_offsets
from .recount import recounted

NewIds = dict[tuple[str, str], str]
"""The ids of added claims by the article and the id that a line of the file has for the claim."""


class RevisionLine(BaseModel):
    """A line of a revisions file."""

    model_config = ConfigDict(extra="forbid")

    claim: str | None = None
    article: str | None = None
    id: str | None = None
    set: dict[str, Any] = {}
    unset: list[str] = []
    sentences: list[int] | None = None
    reject: bool = False
    rulings: list[RulingId] = []
    reason: str = Field(min_length=1)


@dataclass
class Revised:
    """What revisions make of a corpus: its adjudicated claims and decisions as they will be, and what is wrong."""

    claims: dict[str, ClaimBase]
    adjudications: dict[str, Adjudication]
    articles: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def revised(
    corpus: Corpus,
    lines: Sequence[tuple[int, str]],
    adjudicator_id: str,
    file_name: str,
    programs: Collection[str] = frozenset(),
) -> Revised:
    """Return a corpus's adjudicated claims and decisions after the lines of a revisions file, by their ids.

    `lines` have their numbers in the file, which problems call `file_name`. What is computed of the decisions on the
    revised articles is made anew; `programs` are the annotators that are rule programs. The corpus needs the texts of
    what is revised by quotes.
    """
    made = Revised(dict(corpus.claims), dict(corpus.adjudications))
    parsed = _parsed(lines, made.problems, file_name)
    ids = _new_ids(corpus, [line for _, line in parsed])
    for number, line in parsed:
        try:
            _revise(corpus, made, line, ids, adjudicator_id)
        except ValidationError as error:
            made.problems.append(f"{file_name}:{number}: {validation_messages(error)}")
        except ClaimwireError as error:
            made.problems.append(f"{file_name}:{number}: {error}")
    after = Corpus.of(
        corpus.info,
        corpus.folder,
        annotations=corpus.layers.values(),
        claims=made.claims.values(),
        adjudications=made.adjudications.values(),
    )
    made.adjudications |= {d.adjudication_id: d for d in recounted(after, sorted(made.articles), programs)}
    return made


def _parsed(lines: Iterable[tuple[int, str]], problems: list[str], file_name: str) -> list[tuple[int, RevisionLine]]:
    parsed = []
    for number, text in lines:
        try:
            parsed.append((number, RevisionLine.model_validate(parse_json(text))))
        except json.JSONDecodeError as error:
            problems.append(f"{file_name}:{number}: not JSON: {error}")
        except ValidationError as error:
            problems.append(f"{file_name}:{number}: {validation_messages(error)}")
    return parsed


def _new_ids(corpus: Corpus, lines: Iterable[RevisionLine]) -> NewIds:
    """Return the ids of the claims that lines add, by article and id in the file: the next free ones of each article.

    A line without an id of its own is known by its number among those that add to its article.
    """
    last: dict[str, int] = {}
    for claim in corpus.claims.values():
        tail = claim.claim_id.removeprefix(f"{claim.article_id}_c")
        last[claim.article_id] = max(last.get(claim.article_id, 0), int(tail) if tail.isdecimal() else 0)
    ids: NewIds = {}
    for line in lines:
        if line.claim is None and line.article is not None:
            last[line.article] = last.get(line.article, 0) + 1
            ids[line.article, line.id or str(last[line.article])] = f"{line.article}_c{last[line.article]:02d}"
    return ids


def _revise(corpus: Corpus, made: Revised, line: RevisionLine, ids: NewIds, adjudicator_id: str) -> None:
    if line.claim is None:
        _add(corpus, made, line, ids, adjudicator_id)
        return
    claim = made.claims.get(line.claim)
    if claim is None or line.article is not None or line.id is not None:
        raise AnchorError(f"`claim` is {line.claim!r}: name an adjudicated claim, or an `article` to add one to")
    decision = next(d for d in made.adjudications.values() if d.claim_id == line.claim)
    reasons = f"{decision.reason.rstrip()} {line.reason}"
    rulings = tuple(dict.fromkeys((*decision.ruling_ids, *line.rulings)))
    changes: dict[str, Any] = {"reason": reasons, "ruling_ids": rulings, "adjudicator_id": adjudicator_id}
    if line.reject:
        del made.claims[line.claim]
        changes |= {"claim_id": None, "decision": Decision.REJECTED, "rule": None}
    else:
        fields = {name: value for name, value in claim_fields(claim).items() if name not in line.unset}
        fields |= _set_fields(corpus.article(claim.article_id), line, claim, ids)
        made.claims[line.claim] = claim_of(fields)
    made.adjudications[decision.adjudication_id] = decision.model_copy(update=changes)
    made.articles.add(claim.article_id)


def _add(corpus: Corpus, made: Revised, line: RevisionLine, ids: NewIds, adjudicator_id: str) -> None:
    if line.article is None or line.reject or line.unset:
        raise AnchorError("a line names a `claim`, or an `article` with the whole claim in `set`")
    article = corpus.article(line.article)
    claim_id = next(
        new for (article_id, _), new in ids.items() if article_id == line.article and new not in made.claims
    )
    fields = _set_fields(article, line, None, ids) | {"claim_id": claim_id, "article_id": line.article}
    made.claims[claim_id] = claim_of(fields)
    decided = (d.adjudication_id for d in made.adjudications.values() if d.article_id == line.article)
    last = max((int(name.rpartition("_d")[2]) for name in decided), default=0)
    decision = Adjudication(
        adjudication_id=f"{line.article}_d{last + 1:03d}",
        article_id=line.article,
        claim_id=claim_id,
        layer_claim_ids=(),
        decision=Decision.ADDED,
        ruling_ids=tuple(line.rulings),
        reason=line.reason,
        adjudicator_id=adjudicator_id,
        confidence=Confidence.HIGH,
    )
    made.adjudications[decision.adjudication_id] = decision
    made.articles.add(line.article)


def _set_fields(article: Article, line: RevisionLine, claim: ClaimBase | None, ids: NewIds) -> dict[str, Any]:
    """Return the fields of `set` as a claim has them: ids of claims for ids of lines, offsets for quotes."""
    wrong = [name for name in (*line.set, *line.unset) if name in NOT_DECIDED]
    if wrong:
        raise AnchorError(f"{', '.join(wrong)} of a claim never changes")
    label = line.set.get("label", claim.label.value if claim else None)
    model = next((x.model for x in LABELS if x.label.value == label), None)
    if model is None:
        raise AnchorError(f"`label` is {label!r}, not one of {', '.join(x.label.value for x in LABELS)}")
    changes = {name: value for name, value in line.set.items() if value is not None}
    for name in reference_fields(model):
        if name in changes:
            changes[name] = ids.get((article.article_id, changes[name]), changes[name])
    sentences = line.sentences
    if sentences is None and claim is not None:
        sentences = sentences_of(article, [claim]) or None
    return with_offsets(changes, model, article, sentences)
