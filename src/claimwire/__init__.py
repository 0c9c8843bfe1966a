"""claimwire: claims in news articles, annotated, adjudicated and published as a dataset.

The names in `__all__` are what programs are meant to use; everything else may change between versions. They are
imported when they are first used, so that importing this module is cheap. `docs/python.md` shows them at work.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .versions import SCHEMA_VERSION, __version__

_MODULE_OF = {
    **dict.fromkeys(
        (
            "ArticleView",
            "ClaimView",
            "Corpus",
            "Workspace",
            "adjudicate",
            "agreement",
            "build",
            "check",
            "disputes",
            "diff",
            "hydrate",
            "load_release",
            "open",
            "predict",
            "read_corpus",
            "read_release",
            "score",
            "sourcing_labels",
        ),
        "claimwire.api",
    ),
    **dict.fromkeys(
        (
            "Adjudication",
            "Annotation",
            "Annotator",
            "Article",
            "AttributedStatement",
            "CasualtyFigure",
            "Event",
            "HistoricalBackground",
            "Link",
            "Span",
        ),
        "claimwire.schema",
    ),
    **dict.fromkeys(("Quantity", "read_quantity"), "claimwire.quantities"),
    "ClaimwireError": "claimwire.errors",
    "edtf_bounds": "claimwire.dates",
    "split_sentences": "claimwire.ingest.sentences",
}
"""Where each name of the package's face is defined."""

if TYPE_CHECKING:
    from .api import (
        ArticleView,
        ClaimView,
        Corpus,
        Workspace,
        adjudicate,
        agreement,
        build,
        check,
        diff,
        disputes,
        hydrate,
        load_release,
        open,
        predict,
        read_corpus,
        read_release,
        score,
        sourcing_labels,
    )
    from .dates import edtf_bounds
    from .errors import ClaimwireError
    from .ingest.sentences import split_sentences
    from .quantities import Quantity, read_quantity
    from .schema import (
        Adjudication,
        Annotation,
        Annotator,
        Article,
        AttributedStatement,
        CasualtyFigure,
        Event,
        HistoricalBackground,
        Link,
        Span,
    )

__all__ = [
    "SCHEMA_VERSION",
    "Adjudication",
    "Annotation",
    "Annotator",
    "Article",
    "ArticleView",
    "AttributedStatement",
    "CasualtyFigure",
    "ClaimView",
    "ClaimwireError",
    "Corpus",
    "Event",
    "HistoricalBackground",
    "Link",
    "Quantity",
    "Span",
    "Workspace",
    "__version__",
    "adjudicate",
    "agreement",
    "build",
    "check",
    "diff",
    "disputes",
    "edtf_bounds",
    "hydrate",
    "load_release",
    "open",
    "predict",
    "read_corpus",
    "read_quantity",
    "read_release",
    "score",
    "sourcing_labels",
    "split_sentences",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face when it is first asked for."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'claimwire' has no attribute {name!r}")
    value = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the names of the face."""
    return sorted(__all__)
