"""The private folder of a service: the answers that it learns from, which have texts, and the model that it learned.

Each change is a line more at the end of `answers.jsonl`: an answer, or an annotation that was forgotten. When the
folder is opened, the file is written anew with the answers that count.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...baselines.contract import LabelledArticle
from ...baselines.store import kind_of
from ...corpus.atomic import (
    PRIVATE,
    PRIVATE_FOLDER,
    folder_beside,
    make_folder,
    make_private,
    replace_folder,
    write_text,
)
from ...corpus.jsontext import parse_json
from ...corpus.lock import LOCK_FILE, locked
from ...corpus.places import repository_of
from ...corpus.records import canonical_json, json_lines
from ...errors import BaselineError, LabelStudioError, RecordError
from ...schema import CLAIM_ADAPTER, Article
from .learning import ServedModel, SubmittedAnswer

ANSWERS, LEARNED, MARKER = "answers.jsonl", "model", ".claimwire-service"
"""What the folder has; by the marker a service knows a folder as one that it may write to."""

FORGOTTEN = "forgotten"
"""The only key of a line that says which annotation was forgotten."""


@dataclass(frozen=True)
class KeptFolder:
    """A folder of a service: new or empty when it is first named, and from then on the service's own."""

    folder: Path

    @contextmanager
    def open(self) -> Iterator[None]:
        """Have the folder for oneself; made if it is missing, so that only its owner may look into it.

        Raises `LabelStudioError` if it is in a repository, where the texts may not be, if it has files that no service
        put there, or a line that is no answer, and `LockedError` if another service has it.
        """
        if repository_of(self.folder) is not None:
            raise LabelStudioError(
                f"{self.folder} is in a claimwire repository, where texts that are annotated may not be; name a folder "
                "outside with --keep"
            )
        self._require_own()
        make_folder(self.folder, PRIVATE_FOLDER)
        with locked(self.folder, 0):
            self._require_own()
            write_text(self.folder / MARKER, "The folder of a service of claimwire, which writes to it.\n", PRIVATE)
            if (self.folder / ANSWERS).exists():
                self.replace(self.answers())
            yield

    def answers(self) -> list[SubmittedAnswer]:
        """Return the answers that were kept, in their order; raises `LabelStudioError` if a line is none.

        A last line that was broken off while it was written is left out.
        """
        path = self.folder / ANSWERS
        found: dict[str, SubmittedAnswer] = {}
        for number, line in _whole_lines(path):
            try:
                record = parse_json(line)
                key = str(record[FORGOTTEN] if FORGOTTEN in record else record["annotation"])
                found.pop(key, None)
                if FORGOTTEN not in record:
                    found[key] = _answer(record)
            except (ValueError, KeyError, TypeError) as error:
                told = "its fields are not valid" if isinstance(error, ValidationError) else str(error)
                raise LabelStudioError(
                    f"{path}:{number}: this is no answer that a service kept ({told}); remove the line, or name "
                    "another folder with --keep"
                ) from error
        return list(found.values())

    def add(self, annotation: str, answer: SubmittedAnswer | None) -> None:
        """Keep a change after those kept before; a line that cannot be written whole is taken back."""
        line = canonical_json({FORGOTTEN: annotation}) if answer is None else _line(answer)
        content = f"{line}\n".encode()
        descriptor = os.open(self.folder / ANSWERS, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
        with io.FileIO(descriptor, "ab") as stream:
            end = stream.tell()
            try:
                written = 0
                while written < len(content):
                    written += stream.write(content[written:])
                os.fsync(descriptor)
            except OSError:
                stream.truncate(end)
                raise

    def replace(self, answers: Iterable[SubmittedAnswer]) -> None:
        """Write all answers in the place of those kept before."""
        write_text(self.folder / ANSWERS, "".join(f"{_line(answer)}\n" for answer in answers), PRIVATE)

    def keep_model(self, served: ServedModel) -> None:
        """Write the model that was learned, in the place of the former; raises `LabelStudioError` if that is none."""
        self._require_model()
        place = self.folder / LEARNED
        with folder_beside(place, PRIVATE_FOLDER) as private:
            served.model.save(private / LEARNED)
            make_private(private / LEARNED)
            replace_folder(private / LEARNED, place)

    def _require_own(self) -> None:
        """Raise `LabelStudioError` if the folder is another thing than new, empty or a service's own."""
        if self.folder.is_dir():
            names = {path.name for path in self.folder.iterdir()} - {LOCK_FILE}
            if names and MARKER not in names:
                raise LabelStudioError(
                    f"{self.folder} has files that no service put there, such as {min(names)!r}; name a new or an "
                    "empty folder with --keep"
                )
        elif os.path.lexists(self.folder):
            raise LabelStudioError(f"{self.folder} is not a folder; name a new or an empty one with --keep")
        self._require_model()

    def _require_model(self) -> None:
        place = self.folder / LEARNED
        if not os.path.lexists(place):
            return
        try:
            if place.is_symlink():
                raise BaselineError("it is a link")
            kind_of(place)
        except (BaselineError, RecordError, OSError) as error:
            raise LabelStudioError(
                f"{place} is no model that a service put there ({error}); move it away, or name another folder with "
                "--keep"
            ) from error


def _whole_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line that ends, of a file that may be missing."""
    if not path.is_file():
        return
    with path.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        size = stream.tell()
        stream.seek(max(size - 1, 0))
        is_broken_off = size > 0 and stream.read() != b"\n"
    lines = list(json_lines(path))
    yield from lines[: -1 if is_broken_off else None]


def _line(answer: SubmittedAnswer) -> str:
    labelled = answer.labelled
    return canonical_json(
        {
            "annotation": answer.annotation,
            **({} if answer.unique_id is None else {"unique_id": answer.unique_id}),
            "article": labelled.article.model_dump(mode="json", exclude_defaults=True),
            "claims": [claim.model_dump(mode="json", exclude_defaults=True) for claim in labelled.claims],
        }
    )


def _answer(record: Any) -> SubmittedAnswer:
    article = Article.model_validate_json(json.dumps(record["article"]))
    claims = tuple(CLAIM_ADAPTER.validate_json(json.dumps(claim)) for claim in record["claims"])
    unique_id = None if record.get("unique_id") is None else str(record["unique_id"])
    return SubmittedAnswer(str(record["annotation"]), LabelledArticle(article, claims), unique_id)
