"""A case of a review as the terminal shows it: the text with the layers' spans, and a table of what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..adjudication.editing import sentences_of
from ..adjudication.review import Case, Choice
from ..schema import LABELS, Article, ClaimBase, Span, all_spans, claim_fields_in_role
from ..schema.fields import FieldShape, shapes
from ..schema.vocab import Confidence
from ..show import styled_spans

SHOWN_ALWAYS = claim_fields_in_role("wording", "certainty", "remark")
"""Fields that are shown although layers need not agree on them."""

SHOWN = claim_fields_in_role("judgement", "content")
"""The other fields of every claim that are shown, beside the slots of its label."""

NOT_SHOWN = frozenset(ClaimBase.model_fields) - SHOWN
EMPTY = "—"
LETTERS = "abcdghijlortvwy"
"""The keys of the layers' claims: those that no other command of a review has."""


def letters(case: Case) -> dict[str, str]:
    """Return the names of the layers' claims by the letter that takes each, or two letters if there are very many."""
    keys = chain(LETTERS, map("".join, product(LETTERS, LETTERS)))
    return dict(zip(keys, case.claims, strict=False))


def print_case(console: Console, case: Case, title: str) -> None:
    """Print a case: where it is, the text, and what differs."""
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
    """Return the sentences that the case is about, once for each way in which layers mark spans in them."""
    spans = [span for claim in case.claims.values() for span in claim.spans]
    spans += [case.article.sentences[number] for number in sentences_of(case.article, case.claims.values())]
    window = Span(start=min(span.start for span in spans), end=max(span.end for span in spans))
    marked: dict[tuple[Span, ...], list[str]] = {}
    for name, claim in case.claims.items():
        marked.setdefault((*claim.spans, *all_spans(claim)), []).append(name)
    table = Table.grid(padding=(0, 2))
    for names in marked.values():
        who = "\n".join(name.split("/")[0] for name in names)
        table.add_row(Text(who, style="bold"), _passage(case.claims[names[0]], text, window))
    return table


def _passage(claim: ClaimBase, text: str, window: Span) -> Text:
    """Return a window of the text with the claim in brackets and in colour, its slots in their styles."""
    whole = Text(text)
    for item in styled_spans([claim]):
        whole.stylize(item.style, item.span.start, item.span.end)
    passage = Text()
    shown_to = window.start
    for span in claim.spans:
        passage.append_text(whole[shown_to : span.start]).append("⟦", style="bold")
        passage.append_text(whole[span.start : span.end]).append("⟧", style="bold")
        shown_to = span.end
    return passage.append_text(whole[shown_to : window.end])


def _fields(case: Case) -> Table:
    table = Table(show_edge=False, pad_edge=False, expand=True)
    table.add_column("field")
    for letter, name in letters(case).items():
        table.add_column(Text(f"{letter}  {name.split('/')[0]}"), ratio=1, overflow="fold")
    for shape, values in _rows(case):
        table.add_row(Text(shape.name.replace("_", " ")), *values)
    return table


def _rows(case: Case) -> Iterator[tuple[FieldShape, list[Text]]]:
    """Yield the fields to show with every claim's value: all fields of a single claim, of several those that differ."""
    claims = list(case.claims.values())
    for shape in shapes(type(claims[0])) if claims else ():
        values = [value_text(shape, getattr(claim, shape.name, None), case) for claim in claims]
        if _is_shown(shape, values, case):
            yield shape, values


def _is_shown(shape: FieldShape, values: list[Text], case: Case) -> bool:
    given = any(value.plain != EMPTY for value in values)
    if shape.name in SHOWN_ALWAYS:
        claims = case.claims.values()
        all_sure = shape.role == "certainty" and all(claim.confidence is Confidence.HIGH for claim in claims)
        return given and not all_sure
    alone = len(values) == 1 and given and shape.name not in NOT_SHOWN and shape.role != "content"
    return alone or shape.name in case.differing


def _same(case: Case) -> str:
    """Return the fields that all of several claims have alike, with their values."""
    claims = list(case.claims.values())
    if len(claims) < 2:
        return ""
    elsewhere = NOT_SHOWN | SHOWN_ALWAYS | set(case.differing)
    alike = [shape for shape in shapes(type(claims[0])) if shape.name not in elsewhere]
    values = {s.name: value_text(s, getattr(claims[0], s.name, None), case, brief=True).plain for s in alike}
    return "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items() if value != EMPTY)


def value_text(shape: FieldShape, value: Any, case: Case, *, brief: bool = False) -> Text:
    """Return a field's value as people read it: spans as quotes, a value of a vocabulary with its meaning.

    Without the meaning if `brief`.
    """
    if value in (None, ()):
        return Text(EMPTY)
    if shape.vocabulary is not None:
        values = value if shape.many else (value,)
        name = Text("; ".join(map(str, values)))
        meanings = (case.questions.meaning(shape.vocabulary, one) for one in values)
        return name if brief else name.append("".join(f"\n{told}" for told in meanings), style="dim")
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
    """Return in one line what is to be recorded beside the claim taken; None if there is nothing."""
    parts = [f"{field} from {name.split('/')[0]}" for field, name in choice.take.items()]
    parts += [f"{field} = {_typed(value, case)}" for field, value in choice.set.items()]
    parts += [f"without {field}" for field in choice.unset]
    if choice.confidence is not Confidence.HIGH:
        parts.append(f"confidence {choice.confidence}")
    if choice.note:
        parts.append(f"note: {choice.note}")
    return Text("; ".join(parts), style="bold") if parts else None


def _typed(value: Any, case: Case) -> str:
    """Return a value of `set` as people read it: spans that are offsets as quotes."""
    if isinstance(value, list) and value and all(isinstance(x, Mapping) and "start" in x for x in value):
        return " … ".join(_quote(Span(start=x["start"], end=x["end"]), case.article) for x in value)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
