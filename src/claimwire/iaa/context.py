"""One annotator group of a study: which documents count for it, and which of its annotators' claims are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..ranges import Flags, Ints
from .annotator_groups import AnnotatorGroup
from .arrays.compare import AlignedMarks
from .arrays.index import StudyIndex
from .arrays.layout import AnnotatorMarks, Layout
from .arrays.spans import aligned, label_conflicts


@dataclass(frozen=True)
class GroupContext:
    """An annotator group, and the index of the study that it is measured on."""

    index: StudyIndex
    group: AnnotatorGroup

    @property
    def layout(self) -> Layout:
        """The layout of the study."""
        return self.index.layout

    @property
    def is_pair(self) -> bool:
        """Whether the group has two annotators, so that there is a first and a second."""
        return len(self.group.ids) == 2

    @property
    def annotators(self) -> list[AnnotatorMarks]:
        """The marks of each annotator, in the order of the group."""
        return [self.layout.annotators[name] for name in self.group.ids]

    @cached_property
    def counting(self) -> Flags:
        """For each document, whether two or more of the group annotated it."""
        flags: Flags = np.sum([own.present for own in self.annotators], axis=0) > 1
        return flags

    @cached_property
    def aligned(self) -> AlignedMarks:
        """The annotators' marks in groups that are the same, of the documents that count."""
        groups = AlignedMarks.of(self.layout, self.group.ids, aligned(self.annotators))
        return groups.only(self.counting[groups.document])

    @cached_property
    def label_conflicts(self) -> tuple[dict[int, int], dict[int, int]]:
        """The marks of a pair that are at one place under two labels: the second's by the first's, and back."""
        first, second = self.annotators
        pairs = label_conflicts(first, second, self.aligned.groups)
        return dict(pairs), {b: a for a, b in pairs}

    def table(self, columns: Mapping[str, Ints]) -> Ints:
        """Return the columns of the group's annotators as a table."""
        return np.stack([columns[name] for name in self.group.ids], axis=1)
