"""How the offsets of an `.ann` file count: decided by all of its quoted words, never line by line.

brat counts the code points of the `.txt` file as it is, byte order mark and carriage returns included. Other tools
leave these out, or count UTF-16 code units or bytes; and a file may get other line ends after it was annotated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, product
from typing import Literal

BOM = "\ufeff"

Unit = Literal["code points", "UTF-16 code units", "bytes of UTF-8"]

LineEnd = Literal["as they are", "as one", "as two"]


@dataclass(frozen=True)
class Counting:
    """A way to count offsets: in which unit, how long a line end is, and whether a byte order mark counts."""

    unit: Unit
    line_end: LineEnd
    has_bom: bool

    def told(self, usual: Counting) -> str:
        """Return in words where it differs from the usual way; empty if it does not."""
        parts = []
        if self.unit != usual.unit:
            parts.append(f"in {self.unit}")
        if self.line_end != usual.line_end:
            parts.append(f"with every line end {self.line_end}")
        if self.has_bom != usual.has_bom:
            parts.append(f"{'with a' if self.has_bom else 'without the'} byte order mark")
        return ", ".join(parts)


@dataclass(frozen=True)
class BratText:
    """A text that was annotated: as its file has it, and as the offsets of marks count it."""

    raw: str
    text: str
    kept: tuple[int, ...] | None = None
    """For every place in `raw` that place in `text`; None if they are the same."""

    @classmethod
    def of_file(cls, raw: str) -> BratText:
        """Return the text of a file without byte order mark, with a line feed for every line end."""
        text = raw.removeprefix(BOM).replace("\r\n", "\n")
        if text == raw:
            return cls(raw, raw)
        return cls(raw, text, tuple(accumulate(map(int, _flags(raw)), initial=0)))

    @property
    def usual(self) -> Counting:
        """How brat counts: the code points of the file as it is."""
        return Counting("code points", "as they are", self.raw.startswith(BOM))

    @cached_property
    def countings(self) -> tuple[Counting, ...]:
        """The ways that give other offsets than the usual one somewhere in the text.

        Those whose difference the file shows come first, and of these those nearest to the usual one.
        """
        units: list[Unit] = ["code points"]
        units += ["UTF-16 code units"] if self.raw and max(self.raw) > "\uffff" else []
        units += ["bytes of UTF-8"] if not self.raw.isascii() else []
        ends: list[LineEnd] = ["as they are"]
        ends += ["as one"] if "\r\n" in self.raw else []
        ends += ["as two"] if self.raw.count("\n") > self.raw.count("\r\n") else []
        found = [Counting(*way) for way in product(units, ends, (self.usual.has_bom, not self.usual.has_bom))]
        usual = self.usual
        return tuple(sorted(found[1:], key=lambda way: (not self.shows(way), way.told(usual).count(","))))

    def shows(self, counting: Counting) -> bool:
        """Return whether what a way counts differently is in the file: what is not was taken out since, if it was."""
        return not (counting.has_bom and not self.usual.has_bom) and counting.line_end != "as two"

    def places(self, counting: Counting) -> Places:
        """Return where offsets counted in a way are in `text`."""
        if counting == self.usual and self.kept is None:
            return Places(None, None, len(self.text))
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        kept = self.kept or range(len(self.raw) + 1)
        edges = accumulate(self._widths(counting), initial=self._before(counting))
        for place, edge in zip(kept, edges, strict=True):
            starts[edge] = place
            ends.setdefault(edge, place)
        if counting.line_end == "as two":
            # an offset between both halves of a line end that is one code point here is before it
            for edge, (place, after) in zip(list(starts), pairwise(list(starts.values())), strict=False):
                if after == place + 1 and self.text[place] == "\n":
                    starts.setdefault(edge + 1, place)
                    ends.setdefault(edge + 1, place)
        return Places(starts, ends, len(self.text))

    def _before(self, counting: Counting) -> int:
        """Return what is counted before the text: a byte order mark that its file does not have."""
        if not counting.has_bom or self.usual.has_bom:
            return 0
        return WIDTHS[counting.unit](BOM)

    def _widths(self, counting: Counting) -> Iterator[int]:
        width, before = WIDTHS[counting.unit], ""
        for place, character in enumerate(self.raw):
            is_bom = character == BOM and not place
            is_return = character == "\r" and self.raw[place + 1 : place + 2] == "\n"
            if (is_bom and not counting.has_bom) or (is_return and counting.line_end == "as one"):
                yield 0
            elif character == "\n" and before != "\r" and counting.line_end == "as two":
                yield 2
            else:
                yield width(character)
            before = character


@dataclass(frozen=True)
class Places:
    """Where offsets of one way of counting are in a text."""

    starts: dict[int, int] | None
    ends: dict[int, int] | None
    length: int

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return a range in the text; None if it is not in it, or begins or ends within a character."""
        if self.starts is None or self.ends is None:
            return (start, end) if end <= self.length else None
        if start not in self.starts or end not in self.ends:
            return None
        return self.starts[start], self.ends[end]


def _utf8_width(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))


WIDTHS: dict[Unit, Callable[[str], int]] = {
    "code points": len,
    "UTF-16 code units": lambda character: 2 if character > "\uffff" else 1,
    "bytes of UTF-8": _utf8_width,
}


def _flags(raw: str) -> Iterator[bool]:
    """Yield for each code point of a file whether the text has it."""
    for place, character in enumerate(raw):
        is_bom = character == BOM and not place
        yield not is_bom and not (character == "\r" and raw[place + 1 : place + 2] == "\n")
