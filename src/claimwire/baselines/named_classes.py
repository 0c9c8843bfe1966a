"""Classes by the names of a table, imported when they are asked for: of classifiers, and of models of articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar

from ..errors import BaselineError
from ..naming import alternatives
from .store import kind_of


class Loadable(Protocol):
    """What a folder can hold."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return what a folder holds; raises `BaselineError` if it holds none of this kind."""
        ...


C = TypeVar("C", bound=Loadable)


@dataclass(frozen=True)
class NamedClasses(Generic[C]):
    """Classes of one kind, such as `model`: by their names, the module of this package and the class."""

    kind: str
    table: Mapping[str, tuple[str, str]]

    def named(self, name: str) -> type[C]:
        """Return a class; raises `BaselineError` if there is none of that name."""
        if name not in self.table:
            raise BaselineError(f"no {self.kind} is called {name!r}; {alternatives(name, list(self.table))}")
        module, class_name = self.table[name]
        found: type[C] = getattr(import_module(f".{module}", __package__), class_name)
        return found

    def load(self, folder: Path) -> C:
        """Return what a folder holds, whichever of these it is; raises `BaselineError` if it holds none."""
        return self.named(kind_of(folder)).load(folder)
