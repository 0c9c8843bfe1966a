"""Within Label Studio's part imports point one way too: page <- tasks <- server, and local and lines know neither.

Packs are read from exported files, so that of the server's modules they know that for files alone.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).resolve().parents[2] / "src" / "claimwire" / "labelstudio"
MAY_IMPORT = {
    "progress": set(),
    "access": set(),
    "lines": set(),
    "page": set(),
    "tasks": {"page"},
    "local": {"access", "progress"},
    "server": {"access", "lines", "local", "page", "progress", "tasks"},
    "service": {"page", "progress", "tasks"},
    "pack": {"page", "server"},
    "files": {"lines", "server", "tasks"},
    "parcel": {"files", "page"},
}
"""The parts of the room, and what each may import beside itself."""


def part_of(path: Path) -> str:
    return path.relative_to(ROOM).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """Return the parts of the room that a module imports from."""
    parts = set()
    here = path.relative_to(ROOM).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and 0 < node.level <= len(here) + 1:
            names = (node.module or "").split(".") if node.module else [node.names[0].name]
            parts.add([*here[: len(here) - node.level + 1], *names][0])
    return parts


MODULES = sorted(path for path in ROOM.rglob("*.py") if part_of(path) != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_a_module_imports_only_from_parts_below_its_own(path: Path) -> None:
    assert imported_parts(path) <= MAY_IMPORT[part_of(path)] | {part_of(path)}


def test_packs_know_of_the_server_only_how_exported_files_are_read() -> None:
    modules = {
        f"{path.name}: {node.module}"
        for path in (ROOM / "pack").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and "server" in (node.module or "").split(".")
    }
    assert modules == {"read.py: server.exports"}


def test_imports_are_seen() -> None:
    assert imported_parts(ROOM / "files.py") == {"lines", "server", "tasks"}
    assert imported_parts(ROOM / "server" / "prepare.py") == {"lines", "page", "progress", "server", "tasks"}
    assert {part_of(path) for path in MODULES} == set(MAY_IMPORT)
