"""The archives that INCEpTION exports: a `.zip` for each document, with its XMI file and the type system."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from ...errors import FormatError

MAGIC = b"PK"
"""What the bytes of an archive begin with."""

MOST = 200_000_000
"""Most bytes of a file that are unpacked."""


def unpacked(content: bytes, file: str, ending: str) -> tuple[str, bytes]:
    """Return the name for messages and the content of the one file with an ending in an archive; others as they are.

    Raises `FormatError`, naming the archive, if it cannot be read, or has none or several of them.
    """
    if not content.startswith(MAGIC):
        return file, content
    try:
        with ZipFile(BytesIO(content)) as archive:
            found = [one for one in archive.infolist() if one.filename.endswith(ending)]
            if len(found) != 1:
                raise FormatError(
                    f"{file}: has {len(found)} files *{ending}, expected one, as INCEpTION exports a document; unpack "
                    "it, and import the files of one annotator"
                )
            if found[0].file_size > MOST:
                raise FormatError(
                    f"{file}: {found[0].filename} has {found[0].file_size} bytes, at most {MOST} are read"
                )
            return f"{file}/{found[0].filename}", archive.read(found[0])
    except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise FormatError(f"{file}: no archive that can be read: {error}") from error
