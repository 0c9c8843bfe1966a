"""An article's claims for people in a terminal: the text with its claims, and a table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from ..schema import DECLARATION_OF, LABELS, Article, ClaimBase
from ..show import TextMark, between_marks, numbered_pieces, place, slot_summary, styled_spans, text_marks
from ..terminal import visible, visible_offset
from .tables import wide_table


def print_article(
    console: Console, article: Article, claims: Mapping[str, ClaimBase], more: str, *, numbered: bool
) -> None:
    """Print an article with its claims, which are by the names to be shown; `more` is what else to say of it."""
    console.rule(Text(visible(f"{article.article_id}: {article.headline}")))
    line = (
        f"{article.outlet_id}, {article.publication.date} ({article.publication.found}), {len(article.sentences)} "
        f"sentences, {len(claims)} claims{more}" + ("" if article.text else ", no text here: restore it with --from")
    )
    console.print(Text(visible(line)))
    if article.text is not None:
        if claims and console.color_system is not None:
            console.print(_legend())
        _print_text(console, article, article.text, claims, numbered=numbered)
    if claims:
        wide_table(console, ("claim", "statement", "slots"), list(_rows(claims)), lines=True)


def _print_text(
    console: Console, article: Article, text: str, claims: Mapping[str, ClaimBase], *, numbered: bool
) -> None:
    """Print a text with its claims in brackets with their names, and in colour where there are colours."""
    marks = text_marks(claims)
    styled = _styled(text, list(claims.values()))
    colors = {name: DECLARATION_OF[claim.label].color for name, claim in claims.items()}
    for number, start, end in numbered_pieces(article) if numbered else [(None, 0, len(text))]:
        shown = Text("" if not numbered else f"{'' if number is None else number:>4}  ")
        for part in between_marks(marks, start, end):
            if isinstance(part, TextMark):
                shown.append(visible(part.mark), f"bold {colors[part.name]}")
            else:
                shown.append_text(styled[visible_offset(text, part.start) : visible_offset(text, part.stop)])
        if numbered:
            shown.rstrip()
        console.print(shown, soft_wrap=numbered)


def print_marked(console: Console, article: Article, claims: Mapping[str, ClaimBase]) -> None:
    """Print the text of an article with its claims, which are by the names to be shown."""
    _print_text(console, article, article.text or "", claims, numbered=False)


def _legend() -> Text:
    """Return the labels in their colours."""
    return Text("; ").join(Text(declaration.title.lower(), declaration.color) for declaration in LABELS)


def _styled(content: str, claims: list[ClaimBase]) -> Text:
    """Return an article's text with its claims in colour."""
    text = Text(visible(content))
    for styled in styled_spans(claims):
        text.stylize(styled.style, *(visible_offset(content, end) for end in (styled.span.start, styled.span.end)))
    return text


def _rows(claims: Mapping[str, ClaimBase]) -> Iterator[tuple[Text, Text, Text]]:
    for name, claim in claims.items():
        label = DECLARATION_OF[claim.label]
        verdict = f" [{claim.review.verdict}]" if claim.review else ""
        yield (
            Text(f"{name} {label.title.split()[0].lower()}\n", style=label.color).append(place(claim), style="dim"),
            Text(visible(claim.said) + verdict),
            Text(visible(f"{claim.presented_as}; {slot_summary(claim)}"), style="dim"),
        )
