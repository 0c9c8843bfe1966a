"""Small semantic faults that can be put into a module: what a test that holds the code's edges would notice.

A mutant replaces one expression. Left alone is what no test should hold: docstrings, messages, type hints, decorators,
assertions, `__repr__`, and keyword arguments of `TECHNICAL`.
"""

from __future__ import annotations

import ast
import copy
import difflib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
"""Every comparison with the one that differs from it at the edge, or where there is no edge the opposite."""

OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
"""Functions that can be called in each other's place."""

DEFAULT_LAST = {"get": 2, "next": 2, "getattr": 3, "setdefault": 2}
"""Functions whose last argument, at that number of arguments, is what they return by default."""

TECHNICAL = frozenset(
    {"encoding", "ensure_ascii", "errors", "exist_ok", "frozen", "ignore_errors", "indent", "init", "missing_ok"}
    | {"parents", "repr", "strict", "width"}
)
"""Keyword arguments that are left alone: most of their values make no difference that is meant."""

MESSAGES = frozenset({"echo", "print", "progress", "say", "status", "update", "warn", "finding", "Finding"})
"""Functions whose arguments are messages."""

HALVED = 4
"""The least number that is also halved; for a smaller one its neighbours are enough."""


@dataclass(frozen=True)
class Mutant:
    """A fault: the bytes from `start` to `end` of a module's source become `replacement`."""

    path: str
    line: int
    operator: str
    start: int
    end: int
    replacement: str
    source_sha256: str

    @property
    def mutant_id(self) -> str:
        """The same as long as the module is the same."""
        key = f"{self.path} {self.start} {self.end} {self.replacement} {self.source_sha256}"
        return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16]

    def applied(self, source: str) -> str:
        """Return the module with the fault."""
        raw = source.encode("utf-8")
        return (raw[: self.start] + self.replacement.encode("utf-8") + raw[self.end :]).decode("utf-8")

    def diff(self, source: str) -> str:
        """Return what the fault changes, as lines that begin with - and +."""
        changed = difflib.unified_diff(source.splitlines(), self.applied(source).splitlines(), lineterm="", n=0)
        return "\n".join(line for line in changed if line[:3] not in ("---", "+++") and line[:2] != "@@")


def mutants(source: str, path: str) -> list[Mutant]:
    """Return every mutant of a module, in the order of the source."""
    starts = [0]
    for line in source.encode("utf-8").splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    digest = hashlib.sha256(source.encode("utf-8")).hexdigest()
    made = [
        Mutant(
            path,
            node.lineno,
            operator,
            starts[node.lineno - 1] + node.col_offset,
            starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0),
            f"({ast.unparse(variant)})" if isinstance(variant, COMPOUND) else ast.unparse(variant),
            digest,
        )
        for node, operator, variant in _variants_below(ast.parse(source))
    ]
    return sorted(made, key=lambda mutant: (mutant.start, mutant.end, mutant.operator, mutant.replacement))


COMPOUND = (ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Lambda, ast.NamedExpr, ast.Await)
"""Expressions that need brackets to stand in the place of any other."""


def _variants_below(node: ast.AST) -> Iterator[tuple[ast.expr, str, ast.expr]]:
    """Yield the expressions below a node with the name of an operator and what it makes of the expression."""
    if isinstance(node, ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
        yield node.test, "condition true", ast.Constant(True)
        yield node.test, "condition false", ast.Constant(False)
    for kind, vary in OPERATORS:
        if isinstance(node, kind):
            yield from ((node, operator, made) for operator, made in vary(node))
    for child in _children(node):
        yield from _variants_below(child)


def _children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes below a node, without those that are left alone."""
    if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.Import | ast.ImportFrom):
        return []
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        own = [] if node.name in ("__repr__", "__str__") else node.body
        return [*node.args.defaults, *(default for default in node.args.kw_defaults if default), *own]
    if isinstance(node, ast.ClassDef):
        return list(node.body)
    if isinstance(node, ast.AnnAssign):
        return [node.value] if node.value is not None and not _is_hint(node.value) else []
    if isinstance(node, ast.Assign) and _is_hint(node.value):
        return []
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return []
    if isinstance(node, ast.Call):
        if _name(node.func) in MESSAGES:
            return []
        kept = [keyword.value for keyword in node.keywords if keyword.arg not in TECHNICAL]
        return [node.func, *node.args, *kept]
    return list(ast.iter_child_nodes(node))


def _is_hint(node: ast.expr) -> bool:
    """Return whether an expression is a type (`dict[str, Any]`, `A | None`), as far as its shape tells."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr) and _is_hint(node.left) and _is_hint(node.right)
    if isinstance(node, ast.Subscript):
        return _is_hint(node.value) or _name(node.value) in ("dict", "list", "tuple", "set", "type")
    name = _name(node)
    return (name[:1].isupper() and not name.isupper()) or (isinstance(node, ast.Constant) and node.value is None)


def _name(node: ast.expr) -> str:
    """Return the last name of `a.b.c`; empty for what is no name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


Variants = Iterator[tuple[str, ast.expr]]
"""Names of operators with what they make of an expression."""


def _compare(node: ast.Compare) -> Variants:
    for place, operator in enumerate(node.ops):
        made = copy.deepcopy(node)
        made.ops[place] = EDGES[type(operator)]()
        yield "comparison", made


def _bool_op(node: ast.BoolOp) -> Variants:
    yield "and-or", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for dropped in range(len(node.values)):
        kept = [value for place, value in enumerate(node.values) if place != dropped]
        yield "condition dropped", kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
    if isinstance(node.op, ast.Or):
        yield "fallback swapped", ast.BoolOp(node.op, node.values[::-1])


def _unary(node: ast.UnaryOp) -> Variants:
    if isinstance(node.op, ast.Not):
        yield "not dropped", node.operand


def _constant(node: ast.Constant) -> Variants:
    value = node.value
    if isinstance(value, bool):
        yield "true-false", ast.Constant(not value)
    elif isinstance(value, int):
        yield "constant", ast.Constant(value + 1)
        if value > 0:
            yield "constant", ast.Constant(value - 1)
        if value >= HALVED:
            yield "constant halved", ast.Constant(value // 2)
    elif isinstance(value, float):
        yield ("constant halved", ast.Constant(value / 2)) if value else ("constant", ast.Constant(1.0))


def _if_exp(node: ast.IfExp) -> Variants:
    yield "condition true", node.body
    yield "condition false", node.orelse


def _comprehension(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Variants:
    for place, generator in enumerate(node.generators):
        for dropped in range(len(generator.ifs)):
            made = copy.deepcopy(node)
            del made.generators[place].ifs[dropped]
            yield "condition dropped", made


def _call(node: ast.Call) -> Variants:
    if isinstance(node.func, ast.Name) and node.func.id in OTHER_NAME and node.args:
        keywords = [] if OTHER_NAME[node.func.id] == "list" else node.keywords
        yield (
            f"{node.func.id} to {OTHER_NAME[node.func.id]}",
            ast.Call(ast.Name(OTHER_NAME[node.func.id]), node.args, keywords),
        )
    has_default = node.args and DEFAULT_LAST.get(_name(node.func)) == len(node.args)
    if has_default and ast.unparse(node.args[-1]) != "None":
        yield "default none", ast.Call(node.func, [*node.args[:-1], ast.Constant(None)], node.keywords)


def _bin_op(node: ast.BinOp) -> Variants:
    """Yield a sum for a difference, a difference for a sum of numbers, a union for an intersection."""
    if isinstance(node.op, ast.Sub):
        yield "minus to plus", ast.BinOp(node.left, ast.Add(), node.right)
    elif isinstance(node.op, ast.Add) and any(_is_number(side) for side in (node.left, node.right)):
        yield "plus to minus", ast.BinOp(node.left, ast.Sub(), node.right)
    elif isinstance(node.op, ast.BitAnd):
        yield "both to either", ast.BinOp(node.left, ast.BitOr(), node.right)


def _is_number(node: ast.expr) -> bool:
    """Return whether an expression is a number, as far as its shape tells."""
    counted = isinstance(node, ast.Call) and _name(node.func) in ("len", "int", "sum", "min", "max")
    return (
        counted
        or _name(node) in ("start", "end", "place", "offset", "number", "count")
        or (isinstance(node, ast.Constant) and type(node.value) in (int, float))
    )


def _subscript(node: ast.Subscript) -> Variants:
    """Yield slices that begin or end one later or one earlier, where the edge is no number of its own."""
    if not isinstance(node.slice, ast.Slice):
        return
    for edge in ("lower", "upper"):
        bound = getattr(node.slice, edge)
        if bound is not None and not isinstance(bound, ast.Constant):
            for operator in (ast.Add(), ast.Sub()):
                made = copy.deepcopy(node)
                setattr(made.slice, edge, ast.BinOp(bound, operator, ast.Constant(1)))
                yield "slice", made


OPERATORS: tuple[tuple[type[ast.expr] | tuple[type[ast.expr], ...], Callable[..., Variants]], ...] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _bool_op),
    (ast.UnaryOp, _unary),
    (ast.Constant, _constant),
    (ast.IfExp, _if_exp),
    ((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), _comprehension),
    (ast.Call, _call),
    (ast.BinOp, _bin_op),
    (ast.Subscript, _subscript),
)
"""What is made of an expression, by its kind."""
