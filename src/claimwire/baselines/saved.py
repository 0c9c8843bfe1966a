"""What a folder of a model holds, held against what the model expects before anything is made of it.

A folder may come from anybody: it is read without pickle, no more of it is unpacked than `LARGEST`, and every array has
to have the name, type, shape and finite numbers that the model asks for. Whatever is wrong is a `BaselineError`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from ..errors import BaselineError
from ..ranges import Floats, Ints

LARGEST = 256 * 2**20
"""Bytes that the arrays of a model may have together, or its facts."""
MOST = 1e12
"""The largest number that an array may have, so that no sum or product of a prediction overflows."""
REMEDY = "copy the folder again from where it comes from, or train the model again"
NUMBERS = "biuf"
"""The kinds of types that arrays may have: no objects, which would need pickle, and no words."""
ENDING = ".npy"
_FORMAT: Any = np.lib.format


@dataclass(frozen=True)
class SavedModel:
    """The facts and arrays of a model, or of a part of one whose arrays' names begin with `prefix`.

    Every method raises `BaselineError` if what is asked for is not there as it should be.
    """

    folder: Path
    facts: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    prefix: str = ""
    taken: set[str] = field(default_factory=set)
    """The names of the arrays that were asked for; the same set for all parts."""

    def part(self, name: str) -> Self:
        """Return the part of a name."""
        return type(self)(self.folder, self.facts, self.arrays, f"{self.prefix}{name}.", self.taken)

    def fault(self, what: str) -> BaselineError:
        """Return the error that something is wrong with the folder."""
        return BaselineError(f"{self.folder} holds a model that is damaged or was changed: {what}; {REMEDY}")

    def floats(self, name: str, *shape: int | None, most: float = MOST) -> Floats:
        """Return an array of 64-bit floats, none beyond `most` on either side; None in `shape` is for any length."""
        found = self._array(name, np.float64, shape)
        if found.size and np.abs(found).max() > most:
            raise self.fault(f"the array {self.prefix}{name} has numbers beyond {most:g}, which no such model has")
        return found

    def positive(self, name: str, *shape: int | None) -> Floats:
        """Return an array as `floats`, with numbers above 0 alone."""
        found = self.floats(name, *shape)
        if not (found > 0).all():
            raise self.fault(f"the array {self.prefix}{name} has numbers that are not above 0")
        return found

    def ints(self, name: str, *shape: int | None) -> Ints:
        """Return an array of 64-bit whole numbers."""
        return self._array(name, np.int64, shape)

    def small_ints(self, name: str, *shape: int | None) -> NDArray[np.int8]:
        """Return an array of 8-bit whole numbers."""
        return self._array(name, np.int8, shape)

    def strings(self, *path: str) -> list[str]:
        """Return a fact that is a list of strings."""
        found = self.fact(*path)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.fault(f"its {'.'.join(path)} is {found!r:.60}, expected a list of strings")
        return found

    def number(self, *path: str, least: float, most: float) -> float:
        """Return a fact that is a number within bounds."""
        found = self.fact(*path)
        if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= most:
            raise self.fault(f"its {'.'.join(path)} is {found!r:.60}, expected a number from {least:g} to {most:g}")
        return float(found)

    def fact(self, *path: str) -> Any:
        """Return a fact by its key, and the keys of objects inside."""
        found: Any = self.facts
        for number, key in enumerate(path):
            if not isinstance(found, Mapping) or key not in found:
                raise self.fault(f"it has no {'.'.join(path[: number + 1])}")
            found = found[key]
        return found

    def require_all_taken(self) -> None:
        """Raise `BaselineError` if there are arrays that nobody asked for."""
        more = sorted(set(self.arrays) - self.taken)
        if more:
            raise self.fault(f"it has the array {more[0]!r:.60} that no such model has")

    def _array(self, name: str, dtype: type[Any], shape: Sequence[int | None]) -> NDArray[Any]:
        full = self.prefix + name
        if full not in self.arrays:
            raise self.fault(f"the array {full} is missing")
        found = self.arrays[full]
        self.taken.add(full)
        fits = len(found.shape) == len(shape) and all(
            wanted in (None, has) for has, wanted in zip(found.shape, shape, strict=True)
        )
        if not fits or found.dtype != np.dtype(dtype):
            wanted = ", ".join("any" if length is None else str(length) for length in shape)
            raise self.fault(
                f"the array {full} is of {found.dtype} with the shape {found.shape}, "
                f"expected {np.dtype(dtype)} with the shape ({wanted})"
            )
        if found.dtype.kind == "f" and not np.isfinite(found).all():
            raise self.fault(f"the array {full} has values that are not finite numbers")
        return found


def read_arrays(file: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of an npz file, which cannot be written to.

    Raises `BaselineError` if it is none, has something else inside, or would be larger than `LARGEST`.
    """
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST:
                raise ValueError(f"it is larger than {LARGEST} bytes when it is unpacked")
            if len({member.filename for member in members}) < len(members):
                raise ValueError("it has two arrays of one name")
            return {
                member.filename.removesuffix(ENDING): _array_of(member.filename, archive.read(member))
                for member in members
            }
    except (OSError, ValueError, EOFError, BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BaselineError(f"{file} cannot be read ({told}); {REMEDY}") from error


def _array_of(name: str, content: bytes) -> NDArray[Any]:
    """Return the array of a file in numpy's format 1.0; raises `ValueError` if it is none of numbers."""
    if not name.endswith(ENDING):
        raise ValueError(f"{name!r:.60} in it is not an array")
    stream = BytesIO(content)
    if _FORMAT.read_magic(stream) != (1, 0):
        raise ValueError(f"{name!r:.60} in it is of another format than 1.0")
    try:
        shape, is_transposed, dtype = _FORMAT.read_array_header_1_0(stream)
    except (SyntaxError, TypeError, ValueError) as error:
        raise ValueError(f"{name!r:.60} in it does not say what it holds") from error
    if dtype.kind not in NUMBERS:
        raise ValueError(f"{name!r:.60} in it holds {dtype}, expected numbers")
    begin = stream.tell()
    if min(shape, default=0) < 0 or prod(shape) * dtype.itemsize != len(content) - begin:
        raise ValueError(f"{name!r:.60} in it has {len(content) - begin} bytes, which the shape {shape} does not have")
    flat = np.frombuffer(content, dtype, offset=begin)
    return flat.reshape(shape[::-1]).T if is_transposed else flat.reshape(shape)


@contextmanager
def reading(saved: SavedModel) -> Iterator[SavedModel]:
    """Give a folder to read a model from; what goes wrong with it, and what is left of it, is a `BaselineError`."""
    try:
        yield saved
    except BaselineError:
        raise
    except (LookupError, TypeError, ValueError, ArithmeticError, OSError, EOFError, RuntimeError) as error:
        raise saved.fault(f"{type(error).__name__}: {error}") from error
    saved.require_all_taken()
