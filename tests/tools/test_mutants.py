"""Which faults are put into a module, and what is left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from repository import ROOT

from tools.mutants import EDGES, Mutant, mutants

MODULES = sorted((ROOT / "src" / "claimwire").rglob("*.py"))


def made(source: str) -> set[tuple[str, str]]:
    """Return the name of the operator and the changed source of every mutant."""
    return {(mutant.operator, mutant.applied(source)) for mutant in mutants(source, "module.py")}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {("comparison", "(a <= b)")}),
        ("a <= b < c", {("comparison", "(a < b < c)"), ("comparison", "(a <= b <= c)")}),
        ("a is None", {("comparison", "(a is not None)")}),
        ("a not in b", {("comparison", "(a in b)")}),
        ("a and b", {("and-or", "(a or b)"), ("condition dropped", "a"), ("condition dropped", "b")}),
        (
            "a or b",
            {
                ("and-or", "(a and b)"),
                ("condition dropped", "a"),
                ("condition dropped", "b"),
                ("fallback swapped", "(b or a)"),
            },
        ),
        ("not a", {("not dropped", "a")}),
        ("f(0)", {("constant", "f(1)")}),
        ("f(3)", {("constant", "f(2)"), ("constant", "f(4)")}),
        ("f(4)", {("constant", "f(3)"), ("constant", "f(5)"), ("constant halved", "f(2)")}),
        ("f(0.5)", {("constant halved", "f(0.25)")}),
        ("f(0.0)", {("constant", "f(1.0)")}),
        ("f(True)", {("true-false", "f(False)")}),
        ("a if b else c", {("condition true", "a"), ("condition false", "c")}),
        ("[a for a in b if c]", {("condition dropped", "[a for a in b]")}),
        ("min(a, b)", {("min to max", "max(a, b)")}),
        ("all(a)", {("all to any", "any(a)")}),
        ("sorted(a, key=b)", {("sorted to list", "list(a)")}),
        ("a.get(b, c)", {("default none", "a.get(b, None)")}),
        ("next(a, None)", set()),
        ("a - b", {("minus to plus", "(a + b)")}),
        ("a + b", set()),
        ("len(a) + b", {("plus to minus", "(len(a) - b)")}),
        ("a & b", {("both to either", "(a | b)")}),
        ("a[b:]", {("slice", "a[b + 1:]"), ("slice", "a[b - 1:]")}),
        ("a[:b]", {("slice", "a[:b + 1]"), ("slice", "a[:b - 1]")}),
    ],
)
def test_every_operator_makes_its_faults(source: str, expected: set[tuple[str, str]]) -> None:
    assert made(source) == expected


def test_a_condition_of_a_statement_is_made_true_and_false() -> None:
    assert made("if a:\n    b()\n") == {
        ("condition true", "if True:\n    b()\n"),
        ("condition false", "if False:\n    b()\n"),
    }


@pytest.mark.parametrize(
    "source",
    [
        '"""One of 3."""',
        "x: int | None = None",
        "def f(a: Literal[1]) -> Annotated[int, 2]: ...",
        "Pair = tuple[str, Literal[1]]",
        "@decorated(frozen=True, most=3)\nclass A: ...",
        "raise ValueError(f'{a + 1} of {3}')",
        "f'{3} and {a or b}'",
        "assert a < b",
        "def __repr__(self): return 3",
        "zip(a, b, strict=True)",
        "print(a or b)",
        "console.status(3)",
        "from . import a",
        "if TYPE_CHECKING:\n    a = 1 and 2",
    ],
)
def test_what_no_test_should_hold_is_left_alone(source: str) -> None:
    assert [mutant.applied(source) for mutant in mutants(source, "module.py") if "TYPE" not in source] == []
    if "TYPE" in source:
        assert not any(mutant.operator.startswith("condition t") for mutant in mutants(source, "module.py"))


def test_defaults_of_parameters_are_no_hints() -> None:
    assert made("def f(a: int = 0, *, b: bool = True): ...") == {
        ("constant", "def f(a: int=1, *, b: bool = True): ...".replace("int=1", "int = 1")),
        ("true-false", "def f(a: int = 0, *, b: bool = False): ..."),
    }


def test_offsets_are_right_behind_characters_of_several_bytes() -> None:
    assert made("f('“é😀”', a < 3)") == {
        ("comparison", "f('“é😀”', (a <= 3))"),
        ("constant", "f('“é😀”', a < 2)"),
        ("constant", "f('“é😀”', a < 4)"),
    }


def test_every_comparison_has_another() -> None:
    assert set(EDGES) == set(ast.cmpop.__subclasses__())
    assert all(EDGES[EDGES[operator]] is operator for operator in EDGES)


@pytest.mark.parametrize("path", MODULES[::30], ids=lambda path: path.name)
def test_every_mutant_of_a_module_is_python_and_differs_and_has_an_id_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    found = mutants(source, path.name)
    for mutant in found:
        assert ast.dump(ast.parse(mutant.applied(source))) != ast.dump(ast.parse(source)), mutant
        assert mutant.diff(source).startswith("-")
    assert len({mutant.mutant_id for mutant in found}) == len(found)


def test_an_id_is_the_same_until_the_module_changes() -> None:
    one: Mutant = mutants("a < b", "module.py")[0]
    assert one.mutant_id == mutants("a < b", "module.py")[0].mutant_id
    assert one.mutant_id != mutants("a < b\n", "module.py")[0].mutant_id
    assert one.mutant_id != mutants("a < b", "other.py")[0].mutant_id
