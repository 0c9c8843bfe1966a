"""What a document is, by its bytes: so that a page or an archive is never read as a text, whatever its name."""

from .kinds import HTML, PLAIN_TEXT, FileKind
from .magic import kind_of_bytes, marked_encoding
from .markup import kind_of_text

__all__ = ["HTML", "PLAIN_TEXT", "FileKind", "kind_of_bytes", "kind_of_text", "marked_encoding"]
