"""The files of formats on the disk: found in a folder, read, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..corpus.atomic import FILE, write_bytes
from ..errors import FormatError
from .contract import Format, NamedFile


def files_of_format(path: Path, form: Format) -> list[Path]:
    """Return the files of a format in a folder, by name, or the one that a path is itself.

    Raises `FormatError` if there is none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if form.is_read(file.name))
    if not found:
        raise FormatError(f"{path} has no file {' or '.join(form.files)}, which {form.format_id} files are called")
    return found


def files_below(path: Path, is_read: Callable[[str], bool]) -> list[Path]:
    """Return the files below a folder, at any depth, whose names are read, by path; or the one that a path is itself.

    Hidden files and folders are left out, and what archives of macOS have beside their files. Raises `FormatError` if
    there is none.
    """
    if not path.is_dir():
        return [path]
    files = (file for file in path.rglob("*") if is_read(file.name) and file.is_file())
    found = sorted(file for file in files if not any(map(_is_hidden, file.relative_to(path).parts)))
    if not found:
        raise FormatError(f"{path} has no file below it that is called as the corpus's files are")
    return found


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def contents_of(paths: Iterable[Path]) -> dict[str, bytes]:
    """Return the contents of files by their paths; raises `FormatError` if one cannot be read."""
    contents = {}
    for path in paths:
        if not path.is_file():
            raise FormatError(f"{path} is no file")
        try:
            contents[str(path)] = path.read_bytes()
        except OSError as error:
            raise FormatError(f"{path}: cannot be read: {error.strerror}") from error
    return contents


def write_files(files: Iterable[NamedFile], folder: Path, mode: int = FILE) -> Iterator[tuple[Path, NamedFile]]:
    """Write files to a folder, and yield each with its path once it is written."""
    for file in files:
        path = folder / file.name
        write_bytes(path, file.content, mode)
        yield path, file
