"""The figures of a run as text to read and as values for the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from claimwire.regions import table
from claimwire.scoring.measures import AT_PREVALENCE, MEASURES, Figure

from .experiment import Figures, ModelFigures

HEAD = ("model", "F1", "95 %", "macro-F1", "AUC", "AP", "precision", "recall", "AP at natural share")


def as_values(models: Sequence[ModelFigures]) -> dict[str, Any]:
    """Return figures as JSON values: a list of value, lower and upper end of the interval for each measure."""
    return {
        model.name: {
            "thresholds": {label: round(value, 6) for label, value in model.thresholds.items()},
            "validation": {label: _values(figures) for label, figures in model.validation.items()},
            "transfer": {
                file: {
                    label: {source: _values(figures) for source, figures in sources.items()}
                    for label, sources in labels.items()
                }
                for file, labels in model.transfer.items()
            },
            "left_out": {
                source: {label: _values(figures) for label, figures in labels.items()}
                for source, labels in model.left_out.items()
            },
        }
        for model in models
    }


def _values(figures: Figures) -> dict[str, list[float | None]]:
    return {
        name: [_rounded(value) for value in (figures[name].value, figures[name].low, figures[name].high)]
        for name in (*MEASURES, AT_PREVALENCE)
        if name in figures
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def tables(models: Sequence[ModelFigures]) -> Iterator[str]:
    """Yield the tables of a run: our own validation, each file by source, each source left out."""
    for label in models[0].validation:
        yield _titled(
            f"{label}: our own validation", [(m.name, m.validation[label]) for m in models if label in m.validation]
        )
    for file, labels in models[0].transfer.items():
        for label, sources in labels.items():
            for source in sources:
                rows = [(model.name, model.transfer[file][label][source]) for model in models]
                yield _titled(f"{label}: {file}, {source}", rows)
    learnt = [model for model in models if model.left_out]
    for source in learnt[0].left_out if learnt else ():
        for label in learnt[0].left_out[source]:
            rows = [(model.name, model.left_out[source][label]) for model in learnt if source in model.left_out]
            yield _titled(f"{label}: {source}, trained without it", rows)


def _titled(title: str, rows: Sequence[tuple[str, Figures]]) -> str:
    return f"{title}\n\n" + table(HEAD, [_row(name, figures) for name, figures in rows]).strip()


def _row(name: str, figures: Figures) -> tuple[str, ...]:
    f1 = figures["f1"]
    others = (figures[key] for key in MEASURES if key != "f1")
    natural = figures.get(AT_PREVALENCE)
    shown = "-" if natural is None else _shown(natural.value)
    return (name, _shown(f1.value), _interval(f1), *(_shown(figure.value) for figure in others), shown)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _interval(figure: Figure) -> str:
    return f"{_shown(figure.low)} to {_shown(figure.high)}"
