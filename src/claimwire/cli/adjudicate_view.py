"""A case of a review as the terminal shows it: the words with the layers' spans, and a table of what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..adjudication.editing import sentences_of
from ..adjudication.review import Case, Choice
from ..schema import LABELS, Article, ClaimBase, Span, all_spans
from ..schema.fields import FieldShape, fields_in_role, shapes
from ..schema.vocab import Confidence
from ..show import styled_spans

FREE = tuple(s.name for s in shapes(ClaimBase) if s.role in ("wording", "certainty", "remark"))
"""Fields that are shown although layers need not have them in common."""

HIDDEN = frozenset(ClaimBase.model_fields) - fields_in_role(ClaimBase, "judgement", "content")
EMPTY = "—"
LETTERS = "abcdghijlortvwy"
"""The keys of the layers' claims, beside which the other keys of a review have their place."""


def letters(case: Case) -> dict[str, str]:
    """Return the layers' claims by the letter that takes them."""
    return dict(zip(LETTERS, case.claims, strict=False))


def print_case(console: Console, case: Case, title: str) -> None:
    """Print a case: where it is, the words, and what differs."""
    first = next(iter(case.claims.values()), None)
    label = "" if first is None else next(x.title for x in LABELS if x.label is first.label)
    console.print()
    console.rule(Text(" · ".join(part for part in (title, case.article.article_id, label) if part)), align="left")
    if case.article.text is None:
        console.print(Text("no text here: restore it with --from to see the words", style="dim"))
    elif case.claims:
        console.print(_passages(case, case.article.text))
    if case.without:
        console.print(Text(f"not in the layer of {', '.join(case.without)}", style="bold"))
    console.print(_fields(case))
    same = _same(case)
    if same:
        console.print(Text(f"the same in all: {same}", style="dim"))


def _passages(case: Case, text: str) -> Table:
    """Return the sentences that the case is about, once for each way in which layers mark them."""
    numbers = sentences_of(case.article, list(case.claims.values()))
    window = Span(start=case.article.sentences[numbers[0]].start, end=case.article.sentences[numbers[-1]].end)
    marked: dict[tuple[Span, ...], list[str]] = {}
    for name, claim in case.claims.items():
        marked.setdefault((*claim.spans, *all_spans(claim)), []).append(name)
    table = Table.grid(padding=(0, 2))
    for names in marked.values():
        who = "\n".join(name.split("/")[0] for name in names)
        table.add_row(Text(who, style="bold"), _passage(case.claims[names[0]], text, window))
    return table


def _passage(claim: ClaimBase, text: str, window: Span) -> Text:
    """Return the words of a window with a claim's own in brackets and in colour, its slots by their styles."""
    whole = Text(text)
    for item in styled_spans([claim]):
        whole.stylize(item.style, item.span.start, item.span.end)
    found = Text()
    at = window.start
    for span in claim.spans:
        if window.start <= span.start and span.end <= window.end:
            found.append_text(whole[at : span.start]).append("⟦", style="bold")
            found.append_text(whole[span.start : span.end]).append("⟧", style="bold")
            at = span.end
    return found.append_text(whole[at : window.end])


def _fields(case: Case) -> Table:
    table = Table(show_edge=False, pad_edge=False, expand=True)
    table.add_column("field")
    for letter, name in letters(case).items():
        table.add_column(Text(f"{letter}  {name.split('/')[0]}"), ratio=1)
    for shape, values in _rows(case):
        table.add_row(Text(shape.name.replace("_", " ")), *values)
    return table


def _rows(case: Case) -> Iterator[tuple[FieldShape, list[Text]]]:
    """Yield the fields to show with every claim's value: of one claim all it has, of several what differs."""
    claims = list(case.claims.values())
    if not claims:
        return
    for shape in shapes(type(claims[0])):
        values = [value_text(shape, getattr(claim, shape.name, None), case) for claim in claims]
        given = any(value.plain != EMPTY for value in values)
        if shape.name in FREE:
            plain = shape.name == "confidence" and all(claim.confidence is Confidence.HIGH for claim in claims)
            wanted = given and not plain
        else:
            wanted = shape.name in case.differing or (
                len(claims) == 1 and given and shape.name not in HIDDEN and shape.name != "spans"
            )
        if wanted:
            yield shape, values


def _same(case: Case) -> str:
    claims = list(case.claims.values())
    if len(claims) < 2:
        return ""
    shown = [shape for shape in shapes(type(claims[0])) if shape.name not in (HIDDEN | set(case.differing))]
    values = {s.name: value_text(s, getattr(claims[0], s.name, None), case, brief=True).plain for s in shown}
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items() if value != EMPTY)


def value_text(shape: FieldShape, value: Any, case: Case, *, brief: bool = False) -> Text:
    """Return a field's value as people read it: a word of the codebook with its meaning, spans as quotes."""
    if value in (None, ()):
        return Text(EMPTY)
    if shape.vocabulary is not None:
        found = Text(str(value))
        return found if brief else found.append(f"\n{value.description}", style="dim")
    if shape.shape == "spans":
        return Text(" … ".join(_quote(span, case.article) for span in value))
    if shape.shape == "boolean":
        return Text("yes" if value else "no")
    if shape.meaning == "claim_reference":
        return Text(case.others.get(str(value), str(value)))
    return Text("; ".join(value) if shape.many else str(value))


def _quote(span: Span, article: Article) -> str:
    return f"{span.start}-{span.end}" if article.text is None else f"‘{span.of(article.text)}’"


def pending_text(choice: Choice, case: Case) -> Text | None:
    """Return in a line what is to be recorded beside the claim taken; None where there is nothing."""
    parts = [f"{field} from {name.split('/')[0]}" for field, name in choice.take.items()]
    parts += [f"{field} = {_typed(value, case)}" for field, value in choice.set.items()]
    parts += [f"without {field}" for field in choice.unset]
    if choice.borderline:
        parts.append("borderline")
    if choice.confidence is not Confidence.HIGH:
        parts.append(f"confidence {choice.confidence}")
    if choice.note:
        parts.append(f"note: {choice.note}")
    return Text("; ".join(parts), style="bold") if parts else None


def _typed(value: Any, case: Case) -> str:
    """Return a value of `set` in words: spans that are offsets as quotes."""
    if isinstance(value, list) and value and all(isinstance(x, Mapping) and "start" in x for x in value):
        return " … ".join(_quote(Span(start=x["start"], end=x["end"]), case.article) for x in value)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
