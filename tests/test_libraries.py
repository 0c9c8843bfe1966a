"""What the package uses of libraries beyond their documentation: each test says what breaks, and what to do then.

A new version of a library may change such a thing without a word. A failure here names the module to correct.
"""

from __future__ import annotations

import ast
import inspect
import io
import warnings
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from claimwire.tables.columns import ALL_CONFIGS, features

SOURCE = Path(__file__).resolve().parent.parent / "src" / "claimwire"

PRIVATE = {
    ("labelstudio/server/client.py", "_client_wrapper"),
    ("schema/vocab.py", "_value_"),
}
"""Attributes with a leading underscore that a module uses of an object that is not its own; `_value_` is documented."""


def private_attributes(path: Path) -> set[str]:
    """Return the names with a leading underscore that a module asks of neither `self`, `cls` nor what `cls()` made."""
    asked = _asked_of_others(ast.parse(path.read_text(encoding="utf-8")), {"self", "cls"})
    return {name for name in asked if name.startswith("_") and not name.startswith("__")}


def _asked_of_others(node: ast.AST, own: set[str]) -> Iterator[str]:
    """Yield the attributes that are asked of anything but the names in `own`, and those that `cls()` is given to."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        own = own | _made_by_cls(node)
    if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in own):
        yield node.attr
    for child in ast.iter_child_nodes(node):
        yield from _asked_of_others(child, own)


def _made_by_cls(function: ast.AST) -> set[str]:
    """Return the names that a function gives to the result of `cls()` and to nothing else."""
    made, other = set(), set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            call = node.value
            is_own = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "cls"
            (made if is_own else other).update(name.id for name in node.targets if isinstance(name, ast.Name))
    return made - other


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("model = cls(1)\n    model._own = 2", set()),
        ("model = Library()\n    model._theirs = 2", {"_theirs"}),
        ("model = cls()\n    model = Library()\n    model._theirs", {"_theirs"}),
        ("model = cls()\n    model.part._theirs", {"_theirs"}),
        ("model = cls()\n\ndef other(model):\n    model._theirs", {"_theirs"}),
        ("self._own\n    cls._own\n    cls.__name__", set()),
    ],
)
def test_what_is_private_of_others_is_seen(body: str, asked: set[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(f"def load(cls, self):\n    {body}\n", encoding="utf-8")
    assert private_attributes(module) == asked


def test_no_private_attribute_is_used_that_has_no_test_here() -> None:
    """Use a public one; if there is none, add the attribute to `PRIVATE` and a test below."""
    used = {
        (path.relative_to(SOURCE).as_posix(), name)
        for path in SOURCE.rglob("*.py")
        for name in private_attributes(path)
    }
    assert used == PRIVATE


def test_nothing_private_is_imported_from_a_library() -> None:
    imported = [
        f"{path.relative_to(SOURCE)}: {node.module}.{alias.name}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and not node.level and node.module != "__future__"
        for alias in node.names
        if any(part.startswith("_") for part in f"{node.module}.{alias.name}".split("."))
    ]
    assert imported == []


# huggingface_hub


def test_the_client_of_the_hub_has_the_error_of_its_own_client() -> None:
    """`publishing.hub` catches it where there is no connection. If it goes, import it from the library that has it."""
    from huggingface_hub import errors

    assert issubclass(errors.HfHubHTTPError, errors.HTTPError)
    assert not issubclass(errors.HTTPError, OSError)
    assert issubclass(errors.OfflineModeIsEnabled, OSError)


# cassis


def test_cassis_warns_of_an_offset_that_is_none_of_the_text_and_of_nothing_else() -> None:
    """`formats.uima.reading` refuses a file for such a warning; if cassis stops warning, check offsets there."""
    import cassis

    types = cassis.TypeSystem()
    word = types.create_type("org.t.Word")
    cas = cassis.Cas(types)
    cas.sofa_string = "a😀b"
    cas.add(word(begin=1, end=2))
    content = cas.to_xmi()
    assert 'begin="1" end="3"' in content
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert cassis.load_cas_from_xmi(content, types).select("org.t.Word")[0].end == 2
        assert told == []
        cassis.load_cas_from_xmi(content.replace('end="3"', 'end="2"'), types)
    assert [one.category for one in told] == [UserWarning]


def test_cassis_reads_an_empty_text_of_an_array_as_none_and_renames_features() -> None:
    """`formats.uima.reading` makes both as they were. If cassis keeps them, leave that out there."""
    import cassis

    types = cassis.TypeSystem()
    word = types.create_type("org.t.Word")
    types.create_feature(word, "names", "uima.cas.StringArray")
    with pytest.warns(UserWarning, match="reserved name"):
        types.create_feature(word, "self", "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string = "a"
    names = types.get_type("uima.cas.StringArray")(elements=["", " b"])
    cas.add(word(begin=0, end=1, names=names, self_="me"))
    (found,) = cassis.load_cas_from_xmi(cas.to_xmi(), types).select("org.t.Word")
    assert found.names.elements == [None, " b"]
    assert found.self_ == "me"


# label_studio_sdk


def test_the_sdk_has_the_private_connection_that_an_import_goes_through_and_no_public_one() -> None:
    """`Client.import_tasks` breaks without the attribute. If the SDK offers a public connection, use that one there."""
    import httpx
    from label_studio_sdk.base_client import LabelStudioBase

    transfer = httpx.Client()
    sdk = LabelStudioBase(base_url="http://127.0.0.1:1", api_key="key", httpx_client=transfer)
    connection = sdk._client_wrapper.httpx_client
    assert connection.httpx_client is transfer
    taken = inspect.signature(connection.request).parameters
    assert {"path", "method", "content", "headers"} <= taken.keys()
    public = [name for name in dir(sdk) if not name.startswith("_")]
    connections = [name for name in public if hasattr(getattr(sdk, name), "request") or "client" in name.lower()]
    assert connections == [], "a public connection: use it in place of the private one"


def test_the_sdk_has_the_base_client_that_its_documented_client_is_made_of() -> None:
    """`connect` uses the base client, which imports no pandas. If it goes, use `label_studio_sdk.LabelStudio` there."""
    from label_studio_sdk.base_client import LabelStudioBase
    from label_studio_sdk.client import LabelStudio

    assert issubclass(LabelStudio, LabelStudioBase)
    assert {"base_url", "api_key", "httpx_client", "max_retries"} <= inspect.signature(
        LabelStudioBase
    ).parameters.keys()


def test_a_page_of_a_list_has_its_items_and_the_whole_answer() -> None:
    """`client._all_of` reads both, to ask for no page beyond the last; if they go, go through the pager itself."""
    from label_studio_sdk.core.pagination import SyncPager

    assert {"items", "response"} <= {field.name for field in fields(SyncPager)}


def test_an_error_of_the_sdk_has_the_status_and_the_body() -> None:
    """`Client._faults` makes messages of them; without `status_code` it cannot know if a change has been made."""
    from label_studio_sdk.core.api_error import ApiError

    error = ApiError(status_code=503, body={"detail": "busy"})
    assert (error.status_code, error.body) == (503, {"detail": "busy"})


# datasets


@pytest.mark.parametrize("config", ALL_CONFIGS)
def test_features_are_in_the_arrow_schema_and_come_back_from_it(config: str) -> None:
    """The head of the card tells no types: `datasets` reads them from the metadata of the Parquet files."""
    from datasets import Features

    made = features(config)
    assert Features.from_arrow_schema(made.arrow_schema) == made


def test_rich_renders_everything_by_the_method_that_escapes_controls() -> None:
    """`SafeConsole` overrides `Console.render`; if rich prints in another way, escape controls there."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    seen: list[object] = []

    class Seeing(Console):
        def render(self, renderable, options=None):  # type: ignore[no-untyped-def]
            seen.append(renderable)
            return super().render(renderable, options)

    table = Table(title="title")
    table.add_column("head")
    table.add_row(Text("cell"))
    console = Seeing(file=io.StringIO())
    for printed in ("words", Text("text"), table):
        console.print(printed)
    console.rule("rule")
    texts = {str(item) for item in seen if isinstance(item, str | Text)}
    assert {"words", "text", "title", "head", "cell"} <= texts
