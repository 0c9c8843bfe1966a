"""What an export of a pack says: Label Studio's JSON and JSON-MIN, whole or of as many items as somebody has done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...audit.items import LABEL_FIELD, SPAN_FIELD, answer_faults
from ...audit.pack import Pack, PackItem
from ...corpus.records import validation_messages
from ...errors import LabelStudioError
from ...schema import ItemCheck
from ...schema.vocab import CheckAnswer
from ..server.exports import tasks_in
from .config import FIRST, MISSED_LABELS, NOTE, SLOTS, SPAN, WRONG_SLOTS

CONTROLS = (FIRST, SPAN, SLOTS, WRONG_SLOTS, MISSED_LABELS, NOTE)
ANSWER_BY_VALUE = {answer.value: answer for answer in CheckAnswer}
SHOWN = 20
"""Faults that a refusal shows."""


@dataclass(frozen=True)
class Done:
    """One annotation of a task: what was chosen or typed in each control, and the day (EDTF)."""

    item_id: str
    values: Mapping[str, tuple[str, ...]]
    date: str


def read_export(path: Path, pack: Pack, annotator_id: str) -> list[ItemCheck]:
    """Return the checks that an export of a pack gives, without ids, in the order of the pack.

    Tasks without an annotation are left out, and so are skipped ones and those of other projects that have no item.
    Raises `LabelStudioError` that lists everything that cannot be read: a task of another pack, an item with several
    annotations, an answer that is not whole.
    """
    entries = {item.item_id: item for item in pack.items}
    checks: dict[str, ItemCheck] = {}
    faults: list[str] = []
    for number, task in enumerate(tasks_in(path), start=1):
        try:
            for done in _done(task, pack):
                if done.item_id in checks:
                    raise LabelStudioError(
                        f"item {done.item_id} has several annotations; keep one, or export those of one person"
                    )
                checks[done.item_id] = _check(entries[done.item_id], done, annotator_id)
        except LabelStudioError as error:
            faults.append(f"{path}: task {number}: {error}")
        except ValidationError as error:
            faults.append(f"{path}: task {number}: {validation_messages(error)}")
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if faults[SHOWN:] else []
        head = f"nothing was taken, for {path.name} has what cannot be read ({len(faults)}):"
        raise LabelStudioError("\n  ".join([head, *faults[:SHOWN], *more]))
    return [checks[item.item_id] for item in pack.items if item.item_id in checks]


def _done(task: Any, pack: Pack) -> Iterator[Done]:
    """Yield the annotations of a task; raises `LabelStudioError` if it is none of this pack's tasks."""
    if not isinstance(task, dict):
        raise LabelStudioError("it is not an object; export the project from Label Studio as JSON or JSON-MIN")
    is_whole = isinstance(task.get("data"), dict)
    data = task["data"] if is_whole else task
    item_id, content = data.get("item"), data.get("pack")
    if item_id not in {item.item_id for item in pack.items} or content != pack.content_sha256:
        raise LabelStudioError(
            f"item {item_id!r} is not of this pack, whose hash is {pack.content_sha256[:12]}…; "
            "export the project that was made of this folder's tasks.json"
        )
    if not is_whole:
        values = {name: _plain(task[name]) for name in CONTROLS if name in task}
        if values:
            yield Done(item_id, values, _day(task))
        return
    annotations = task.get("annotations", [])
    for annotation in annotations if isinstance(annotations, list) else []:
        if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
            raise LabelStudioError(f"item {item_id} has an annotation without a result; export it again")
        if not annotation.get("was_cancelled"):
            yield Done(item_id, dict(_values(annotation["result"])), _day(annotation))


def _values(result: list[Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in result:
        value = entry.get("value") if isinstance(entry, dict) else None
        if not isinstance(value, dict) or not isinstance(entry.get("from_name"), str):
            raise LabelStudioError("an answer has no value; export it again")
        yield entry["from_name"], _plain(value.get("choices", value.get("text", [])))


def _plain(value: Any) -> tuple[str, ...]:
    """Return what was chosen or typed, in whichever of its forms Label Studio writes it."""
    if isinstance(value, dict):
        value = value.get("choices", value.get("text", []))
    parts = value if isinstance(value, list) else [value]
    return tuple(str(part) for part in parts if part not in (None, ""))


def _day(about: Mapping[str, Any]) -> str:
    """Return the day of an annotation; raises `LabelStudioError` if it has none."""
    moment = about.get("updated_at") or about.get("created_at")
    if not isinstance(moment, str) or len(moment) < 10:
        raise LabelStudioError("it has no time (updated_at); export it from Label Studio")
    return moment[:10]


def _check(entry: PackItem, done: Done, annotator_id: str) -> ItemCheck:
    """Return the check that an annotation says; raises `LabelStudioError` if its answers are not whole."""
    first = _one(done, FIRST, entry)
    wrong: tuple[str, ...] = ()
    answer = ANSWER_BY_VALUE.get(first)
    if answer is None:
        raise LabelStudioError(
            f"item {entry.item_id}: {FIRST} is {first!r}; it is one of {', '.join(CheckAnswer.names())}"
        )
    if entry.claim_id is not None:
        answer, wrong = _of_claim(entry, done, answer)
    note = "\n".join(done.values.get(NOTE, ()))
    check = ItemCheck.model_validate(
        {
            "check_id": entry.item_id,
            "article_id": entry.article_id,
            "claim_id": entry.claim_id,
            "sentence": entry.sentence,
            "label": entry.label,
            "content_sha256": entry.content_sha256,
            "answer": answer,
            "wrong_fields": wrong,
            "missed_labels": tuple(done.values.get(MISSED_LABELS, ())) if answer is CheckAnswer.MISSED else (),
            "note": note or None,
            "annotator_id": annotator_id,
            "date": done.date,
        },
        strict=False,
    )
    faults = answer_faults(check)
    if faults:
        raise LabelStudioError(f"item {entry.item_id}: {'; '.join(faults)}")
    return check


def _of_claim(entry: PackItem, done: Done, first: CheckAnswer) -> tuple[CheckAnswer, tuple[str, ...]]:
    """Return the answer to a claim, of its three answers, and the fields that are wrong."""
    if first is CheckAnswer.WRONG:
        return first, (LABEL_FIELD,)
    span, slots = _one(done, SPAN, entry), _one(done, SLOTS, entry)
    wrong = [SPAN_FIELD] if span == CheckAnswer.WRONG else []
    if slots == CheckAnswer.WRONG:
        ticked = done.values.get(WRONG_SLOTS, ())
        if not ticked:
            raise LabelStudioError(
                f"item {entry.item_id}: the slots are wrong, and none is ticked; tick those that are"
            )
        wrong += ticked
    if wrong:
        return CheckAnswer.WRONG, tuple(wrong)
    is_unclear = CheckAnswer.UNCLEAR in (first, span, slots)
    return (CheckAnswer.UNCLEAR if is_unclear else first), ()


def _one(done: Done, control: str, entry: PackItem) -> str:
    found = done.values.get(control, ())
    if len(found) != 1:
        raise LabelStudioError(f"item {entry.item_id}: {control} has {len(found)} answers, expected one; answer it")
    return found[0]
