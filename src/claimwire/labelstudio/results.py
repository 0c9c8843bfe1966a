"""Exported Label Studio tasks as layers: pure, without network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..schema import Annotation, Article
from .problems import Problem


@dataclass
class Read:
    """What an exported task holds: its layers, what is wrong in it, and the annotations to repair."""

    layers: list[Annotation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    """The task once more for each annotation of which a part was refused, with that annotation alone; see `repair`."""


def layers(
    exported_task: Mapping[str, Any],
    article: Article,
    annotator_of: Mapping[str | int, str],
    *,
    tool: str = "label-studio",
) -> Read:
    """Return the layers of an exported task, one for each submitted annotation, and what could not be read.

    `annotator_of` gives the annotator of a Label Studio user, by e-mail address or by number. `tool` is recorded as
    the tool of layers that were made or changed in Label Studio, best with its version. A stand-off article needs no
    text: the task's is taken, if its hash is the article's.
    """
    raise NotImplementedError
