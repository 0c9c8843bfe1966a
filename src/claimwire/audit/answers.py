"""Answers to items, as a checker writes them, made into checks: `{"claim": ID, "answer": "right"}` on a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from ..corpus.corpus import Corpus
from ..corpus.records import json_lines, validation_messages
from ..errors import RecordError
from ..naming import alternatives
from ..schema import ItemCheck, Record
from ..schema.base import Edtf, Id, OwnWords
from ..schema.vocab import CheckAnswer, Label
from .items import Item, answer_faults, corpus_items, item_key

CHECK_ID = re.compile(r".+_k(\d+)")
SHOWN = 20
"""Faults that a refusal shows."""


class ItemAnswer(Record):
    """A line of an answers file."""

    claim: Id | None = Field(default=None, description="id of the claim; absent for a sentence")
    sentence: int | None = Field(default=None, ge=0, description="number of the sentence; absent for a claim")
    article: Id | None = Field(default=None, description="its article, where the file is not named for it")
    answer: CheckAnswer = Field(description="the answer")
    wrong_fields: tuple[str, ...] = Field(default=(), description="the fields that are wrong")
    missed_labels: tuple[Label, ...] = Field(default=(), description="the labels of what is missing")
    note: OwnWords | None = Field(default=None, description="why, in your own words")


@dataclass(frozen=True)
class Checker:
    """Who checks, how, and when (EDTF)."""

    annotator_id: str
    protocol_id: str | None
    date: Edtf


@dataclass(frozen=True)
class Taken:
    """The checks that were made of answers, and the items of the same articles that have no answer."""

    checks: list[ItemCheck]
    unanswered: list[Item]


def take_answers(corpus: Corpus, files: Sequence[Path], checker: Checker) -> Taken:
    """Return the checks that answer files give; a file's name begins with its article's id, or its lines say which.

    The same answer file read twice gives the same checks. Raises `RecordError` that lists every faulty line.
    """
    articles: dict[str, dict[str, Item]] = {}
    for item in corpus_items(corpus):
        articles.setdefault(item.article.article_id, {})[item.key] = item
    faults: list[str] = []
    seen: dict[str, str] = {}
    answered: list[tuple[Item, ItemAnswer]] = []
    named = {_named(path) for path in files} & articles.keys()
    for path in files:
        for number, line in json_lines(path):
            try:
                item, answer = _answered(line, path, articles)
                earlier = seen.setdefault(item.key, f"{path}:{number}")
                if earlier != f"{path}:{number}":
                    raise ValueError(f"{item.key} has an answer in {earlier} already; keep one")
                answered.append((item, answer))
            except ValidationError as error:
                faults.append(f"{path}:{number}: {validation_messages(error)}")
            except ValueError as error:
                faults.append(f"{path}:{number}: {error}")
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if faults[SHOWN:] else []
        head = f"nothing was taken, because these lines are not answers ({len(faults)}):"
        raise RecordError("\n  ".join([head, *faults[:SHOWN], *more]))
    made = [_check(item, answer, checker) for item, answer in answered]
    touched = named | {item.article.article_id for item, _ in answered}
    unanswered = [item for key in sorted(touched) for item in articles[key].values() if item.key not in seen]
    return Taken(numbered(made, list(corpus.item_checks.values())), unanswered)


def numbered(checks: Sequence[ItemCheck], known: Sequence[ItemCheck]) -> list[ItemCheck]:
    """Return new checks with ids: that of the known check that says the same of who checked what, or the next number.

    A check takes the place of one by the same annotator and protocol of the same item as it was then.
    """
    ids = {_identity(check): check.check_id for check in known}
    last: dict[str, int] = {}
    for check in known:
        match = CHECK_ID.fullmatch(check.check_id)
        last[check.article_id] = max(last.get(check.article_id, 0), int(match[1]) if match else 0)
    made = []
    for check in checks:
        check_id = ids.get(_identity(check))
        if check_id is None:
            last[check.article_id] = last.get(check.article_id, 0) + 1
            check_id = ids[_identity(check)] = f"{check.article_id}_k{last[check.article_id]:03d}"
        made.append(check.model_copy(update={"check_id": check_id}))
    return made


def _identity(check: ItemCheck) -> tuple[str | int | None, ...]:
    who = check.annotator_id, check.protocol_id
    return *who, check.article_id, check.claim_id, check.sentence, check.content_sha256


def _answered(line: str, path: Path, articles: dict[str, dict[str, Item]]) -> tuple[Item, ItemAnswer]:
    """Return the item and the answer of a line; raises `ValueError` that says what is wrong with it."""
    answer = ItemAnswer.model_validate_json(line)
    if (answer.claim is None) == (answer.sentence is None):
        raise ValueError('expected either "claim", an id, or "sentence", a number')
    own = _named(path) if _named(path) in articles else None
    named = answer.article or own
    if answer.article is not None and answer.article not in articles:
        raise ValueError(f"no article to check is called {answer.article!r}; {alternatives(answer.article, articles)}")
    if own is not None and answer.article not in (None, own):
        raise ValueError(f"it names the article {answer.article}, and the file is named for {own}")
    if answer.claim is not None:
        homes = [key for key in articles if answer.claim in articles[key]]
        if not homes:
            among = articles.get(named or "", {})
            ids = [item.key for item in among.values() if item.claim is not None]
            raise ValueError(f"no adjudicated claim is called {answer.claim!r}; {alternatives(answer.claim, ids)}")
        if named not in (None, homes[0]):
            raise ValueError(f"{answer.claim} is a claim of {homes[0]}, not of {named}")
        return _fitting(articles[homes[0]][answer.claim], answer)
    if named is None:
        raise ValueError('which article? Name the file for it, or add "article" with its id')
    key = item_key(named, None, answer.sentence)
    if key not in articles[named]:
        empty = [str(item.sentence) for item in articles[named].values() if item.claim is None]
        raise ValueError(f"{key} needs a claim; {named} has these: {', '.join(empty) or 'none'}")
    return _fitting(articles[named][key], answer)


def _named(path: Path) -> str:
    """Return the article that a file is named for, if that is one: its name up to the first dot."""
    return path.name.partition(".")[0]


def _fitting(item: Item, answer: ItemAnswer) -> tuple[Item, ItemAnswer]:
    """Return item and answer; raises `ValueError` if the answer does not fit the item."""
    faults = answer_faults(_check(item, answer, Checker("x", None, "2000")))
    if faults:
        raise ValueError("; ".join(faults))
    return item, answer


def _check(item: Item, answer: ItemAnswer, checker: Checker) -> ItemCheck:
    return ItemCheck(
        check_id=item.article.article_id,
        article_id=item.article.article_id,
        claim_id=None if item.claim is None else item.claim.claim_id,
        sentence=item.sentence if item.claim is None else None,
        label=item.label,
        content_sha256=item.content_sha256,
        answer=answer.answer,
        wrong_fields=answer.wrong_fields,
        missed_labels=answer.missed_labels,
        note=answer.note,
        annotator_id=checker.annotator_id,
        protocol_id=checker.protocol_id,
        date=checker.date,
    )
