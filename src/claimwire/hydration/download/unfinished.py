"""What has arrived of a file so far, kept over an interruption, and of which copy it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from ...corpus.atomic import PRIVATE, write_text
from ...corpus.growing import growing, put_in_place


class CopyState(BaseModel):
    """Which state of which copy the first bytes of a file are of, as its server told it."""

    address: str
    length: int | None = None
    etag: str | None = None
    changed: str | None = None

    @classmethod
    def told(cls, address: str, headers: Mapping[str, str], length: int | None) -> CopyState:
        """Return the state that an answer tells: a weak etag says nothing of the bytes and is left out."""
        etag = headers.get("etag")
        strong = etag if etag is not None and etag.startswith('"') else None
        return cls(address=address, length=length, etag=strong, changed=headers.get("last-modified"))

    @property
    def validator(self) -> str | None:
        """What a server can tell by that its copy is still the same; None if it told nothing of the kind."""
        return self.etag or self.changed


@dataclass(frozen=True)
class Unfinished:
    """The beginning of a file, in a folder that nothing is read from."""

    path: Path

    @classmethod
    def of(cls, folder: Path, name: str) -> Unfinished:
        """Return the place of the beginning of a file of that name."""
        return cls(folder / f"{quote(name, safe='')}.part")

    @property
    def _note(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def so_far(self, address: str) -> tuple[int, CopyState] | None:
        """Return how many bytes are there of the copy at an address, and its state; None if there are none."""
        try:
            state = CopyState.model_validate_json(self._note.read_bytes())
            size = self.path.stat().st_size
        except (OSError, ValidationError):
            return None
        return (size, state) if state.address == address and size else None

    @contextmanager
    def beginning(self, state: CopyState) -> Iterator[Callable[[bytes], None]]:
        """Give what writes the bytes of a copy from its first one on; after an `OSError` nothing of them is left."""
        self.remove()
        write_text(self._note, json.dumps(state.model_dump()), PRIVATE)
        with self._removed_if_full(), growing(self.path, anew=True) as write:
            yield write

    @contextmanager
    def going_on(self) -> Iterator[Callable[[bytes], None]]:
        """Give what writes the bytes that follow those which are there."""
        with self._removed_if_full(), growing(self.path, anew=False) as write:
            yield write

    @contextmanager
    def _removed_if_full(self) -> Iterator[Any]:
        try:
            yield
        except OSError:
            self.remove()
            raise

    def content(self) -> bytes:
        """Return the bytes that are there."""
        return self.path.read_bytes()

    def put_in_place(self, place: Path) -> None:
        """Make it the whole file at a place."""
        put_in_place(self.path, place)
        self.remove()

    def remove(self) -> None:
        """Forget what is there."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
