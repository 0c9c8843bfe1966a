"""Imports point one way, and heavy libraries enter at one place each."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "claimwire"

LEVELS = (
    {"errors", "__init__"},
    {"regions", "dates", "pieces", "cache"},
    {"schema"},
    {"corpus"},
    {"formats", "ingest", "show", "conflicts", "duplicates"},
    {"splits", "adjudication"},
    {"hydrate", "tables", "agreement", "audit"},
    {"checks"},
    {"labelstudio"},
    {"release"},
    {"cli"},
)
"""The rooms, from the ground up: a module imports from its own level or one below."""

OWNERS = {
    "pyarrow": {"tables", "checks", "release"},
    "datasets": {"tables", "release"},
    "label_studio_sdk": {"labelstudio/server/client"},
    "edtf": {"dates"},
    "sentencex": {"ingest/sentences"},
    "trafilatura": {"ingest/recipes/html"},
    "rich": {"cli"},
    "click": {"cli"},
    "sklearn": {"baselines"},
    "numpy": {"agreement", "duplicates"},
    "krippendorff": {"agreement/arrays/measures"},
    "matplotlib": {"agreement/figures"},
}
"""Where a library may be imported: a module or a room."""

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def imports(path: Path) -> set[str]:
    """Return the modules a file imports: `claimwire.x.y` for its own, the top name for others."""
    found = set()
    package = ["claimwire", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *(node.module or "").split(".")] if node.module else base
            if node.level and module == ["claimwire"]:
                found |= {f"claimwire.{alias.name}" for alias in node.names}
            else:
                found.add(".".join(module) if node.level else module[0])
    return found


def level(room: str) -> int:
    return next(number for number, rooms in enumerate(LEVELS) if room in rooms)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    own = name_of(path).split("/")[0]
    for module in imports(path):
        if module.startswith("claimwire."):
            room = module.split(".")[1]
            room = room if (SOURCE / room).exists() or (SOURCE / f"{room}.py").exists() else "__init__"
            assert level(room) <= level(own), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_enter_where_they_belong(path: Path) -> None:
    name = name_of(path)
    for library in imports(path) & set(OWNERS):
        assert any(name == place or name.startswith(f"{place}/") for place in OWNERS[library]), f"{name}: {library}"


def test_the_schema_knows_pydantic_and_the_standard_library_only() -> None:
    import sys

    for path in (SOURCE / "schema").glob("*.py"):
        outside = {m for m in imports(path) if not m.startswith("claimwire.")} - set(sys.stdlib_module_names)
        assert outside <= {"pydantic"}, f"{path.name} imports {outside}"


def test_artefact_folders_hold_no_python() -> None:
    for folder in ("schema", "dataset", "annotations"):
        assert not list((SOURCE.parent.parent / folder).rglob("*.py"))
