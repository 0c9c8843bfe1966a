"""The rows of figures: a casualty figure with a quantity, its event, its source and its outlet, in one flat row.

The columns are those that event data such as UCDP's and ACLED's have, as far as a text says so. Figures of different
sources stand side by side: none of them is called the best, and they are not added up.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.corpus import Corpus
from ..schema import AttributedStatement, CasualtyFigure, claim_order
from ..schema.vocab import Qualifier
from .column import picked
from .columns import CONFIGS
from .derived import is_counted, text_url, time_bounds, time_edtf
from .row import Flattening, Row, Surroundings, complete_layers

OF_SOURCE = ("source_name", "source_kind", "source_naming")

_flat = Flattening(CONFIGS["figures"])
_flat_source = Flattening(picked(AttributedStatement, *OF_SOURCE))

WORDS = {
    Qualifier.AT_LEAST: "at least",
    Qualifier.MORE_THAN: "more than",
    Qualifier.AT_MOST: "at most",
    Qualifier.UP_TO: "up to",
    Qualifier.LESS_THAN: "fewer than",
}
"""How a bound is said; the number follows."""


def stated(figure: CasualtyFigure) -> str:
    """Return the quantity of a figure in words of ours: `at least 12`, `about 300`, `10 to 20`, `dozens`, `none`."""
    lower, upper, qualifier = figure.lower, figure.upper, figure.qualifier
    about = "about " if figure.approximate else ""
    if qualifier is Qualifier.ZERO:
        return "none"
    if qualifier is Qualifier.BETWEEN and lower is not None and upper is not None:
        return f"{about}{lower:,} to {upper:,}"
    number = lower if lower is not None else upper
    if qualifier is Qualifier.EXACT and number is not None:
        return f"{about}{number:,}"
    if qualifier in WORDS and number is not None:
        return f"{WORDS[qualifier]} {about}{number:,}"
    return qualifier.value.replace("_", " ")


def figure_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of the figures of one article that have a quantity."""
    for claim in sorted(corpus.claims.values(), key=claim_order):
        if isinstance(claim, CasualtyFigure) and is_counted(claim):
            yield _row(claim, corpus, surroundings)


def _row(figure: CasualtyFigure, corpus: Corpus, surroundings: Surroundings) -> Row:
    article = corpus.articles[figure.article_id]
    outlet = surroundings.outlets[article.outlet_id]
    event = surroundings.events.get(figure.event_id or "")
    voice = corpus.claims.get(figure.voice_id or "")
    source = _flat_source(voice) if isinstance(voice, AttributedStatement) else None
    time = time_bounds(figure)
    return _flat(figure) | {
        "event_name": None if event is None else event.name,
        "event_type": None if event is None else event.event_type.value,
        "time_edtf": time_edtf(figure),
        "time_lower": time.lower,
        "time_upper": time.upper,
        "lower_inclusive": figure.lower_inclusive,
        "upper_inclusive": figure.upper_inclusive,
        "stated": stated(figure),
        **(source or {"source_name": [], "source_kind": None, "source_naming": None}),
        "published": article.publication.date,
        "article_url": text_url(article, corpus.info),
        "outlet_id": outlet.outlet_id,
        "outlet_name": outlet.name,
        "outlet_country": outlet.country,
        "corpus_id": article.corpus_id,
        "text_origin": corpus.info.text_origin.value,
        "layers": complete_layers(corpus, article.article_id, surroundings),
        "since": surroundings.first_version("claims", figure.claim_id),
    }
