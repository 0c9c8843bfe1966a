"""How models are kept: a folder with `model.json` and `weights.npz`, without pickle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..corpus.atomic import folder_beside, replace_folder, write_text
from ..corpus.records import read_json
from ..errors import BaselineError, RecordError
from .saved import LARGEST, REMEDY, SavedModel, read_arrays, reading

FACTS, WEIGHTS = "model.json", "weights.npz"
MOST_LABELS = 1000
"""Labels of a sentence, more than which no model has."""
Arrays = Mapping[str, NDArray[Any]]


def save_model(folder: Path, kind: str, facts: Mapping[str, Any], arrays: Arrays) -> None:
    """Write a model in the place of what is there; the same model gives the same bytes."""
    with folder_beside(folder) as new:
        write_text(new / FACTS, json.dumps({"kind": kind} | dict(facts), ensure_ascii=False, indent=1) + "\n")
        np.savez_compressed(new / WEIGHTS, **dict(arrays))  # type: ignore[arg-type]
        replace_folder(new, folder)


@contextmanager
def opened_model(folder: Path, kind: str, version: str | None = None) -> Iterator[SavedModel]:
    """Give what `save_model` wrote, to read a model of a kind from; with `version`, one that was made by this.

    All that is there has to be asked for. Raises `BaselineError` if the folder holds no such model, or a damaged one.
    """
    facts = _facts(folder)
    if facts["kind"] != kind:
        raise BaselineError(f"{folder / FACTS} is a model of kind {facts['kind']!r}, expected {kind!r}")
    if version is not None and facts.get("version") != version:
        raise BaselineError(
            f"{folder / FACTS} is a model {kind} of version {facts.get('version')!r:.60}, and this one is {version!r}; "
            "train the model again, or use the version of claimwire that trained it"
        )
    with reading(SavedModel(folder, facts, read_arrays(folder / WEIGHTS))) as saved:
        yield saved


def with_names(part: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the arrays of a part of a model, by names that begin with its own; `SavedModel.part` reads them."""
    return {f"{part}.{name}": array for name, array in arrays.items()}


def kind_of(folder: Path) -> str:
    """Return the kind of model that a folder holds; raises `BaselineError` if it holds none."""
    return str(_facts(folder)["kind"])


def _facts(folder: Path) -> dict[str, Any]:
    file = folder / FACTS
    if not file.is_file():
        raise BaselineError(f"{folder} holds no model: there is no {FACTS}; give the folder that `save` wrote")
    if file.stat().st_size > LARGEST:
        raise BaselineError(f"{file} is larger than {LARGEST} bytes, which no model is; {REMEDY}")
    try:
        facts = read_json(file)
    except (RecordError, ValueError, RecursionError) as error:
        raise BaselineError(f"{file} cannot be read ({error}); {REMEDY}") from error
    if not isinstance(facts, dict) or not isinstance(facts.get("kind"), str):
        raise BaselineError(f"{file} does not say the kind of its model; fit the model again")
    return facts
