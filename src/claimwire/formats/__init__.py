"""Layers from and to files of other shapes.

A format is a module of this room that keeps the contract in `formats.contract`, and one entry of `FORMATS`.
"""

from __future__ import annotations

from pathlib import Path

from ..corpus.records import json_lines
from ..schema import Article, claim_order
from .brat import read_brat
from .contract import Format, LayerFile, Mark, Reader, Writer, mark_of
from .quotes import read_quoted_claims, write_quoted_claims


def _read_quoted(path: Path, article: Article, annotator_id: str) -> LayerFile:
    prefix = f"{article.article_id}_{annotator_id}_"
    claims, problems = read_quoted_claims(list(json_lines(path)), article, prefix, str(path))
    in_order = sorted(claims, key=claim_order)
    marks = tuple(map(mark_of, in_order))
    extent = max((end for mark in marks for pieces in mark.pieces.values() for _, end in pieces), default=0)
    return LayerFile(marks, tuple(in_order), tuple(problems), extent=extent)


FORMATS: tuple[Format, ...] = (
    Format(
        format_id="quoted",
        title="claims whose spans are quotes from the article, one JSON object per line",
        files=("*.jsonl",),
        read=_read_quoted,
        write=write_quoted_claims,
    ),
    Format(
        format_id="brat",
        title="brat's standoff annotations: attributions, and text-bound annotations of our labels",
        files=("*.ann",),
        read=read_brat,
    ),
)
"""The formats, each with what it can do: `claimwire export` writes those that have a writer."""

__all__ = ["FORMATS", "Format", "LayerFile", "Mark", "Reader", "Writer"]
