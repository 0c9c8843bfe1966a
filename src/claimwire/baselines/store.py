"""How models are kept: a folder with `model.json` and `weights.npz`, without pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..corpus.atomic import folder_beside, replace_folder, write_text
from ..corpus.records import read_json
from ..errors import BaselineError

FACTS, WEIGHTS = "model.json", "weights.npz"
Arrays = Mapping[str, NDArray[Any]]


def save_model(folder: Path, kind: str, facts: Mapping[str, Any], arrays: Arrays) -> None:
    """Write a model in the place of what is there; the same model gives the same bytes."""
    with folder_beside(folder) as new:
        write_text(new / FACTS, json.dumps({"kind": kind} | dict(facts), ensure_ascii=False, indent=1) + "\n")
        np.savez_compressed(new / WEIGHTS, **dict(arrays))  # type: ignore[arg-type]
        replace_folder(new, folder)


def load_model(folder: Path, kind: str) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return what `save_model` wrote; raises `BaselineError` if the folder holds no model of that kind."""
    found = kind_of(folder)
    if found != kind:
        raise BaselineError(f"{folder / FACTS} is a model of kind {found!r}, expected {kind!r}")
    try:
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            return read_json(folder / FACTS), dict(arrays)
    except (OSError, ValueError) as error:
        raise BaselineError(f"{folder / WEIGHTS} cannot be read ({error}); fit the model again") from error


def with_names(part: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the arrays of a part of a model, by names that begin with its own."""
    return {f"{part}.{name}": array for name, array in arrays.items()}


def parts_named(part: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the arrays of a part of a model by the names that it gave them."""
    return {name.removeprefix(f"{part}."): array for name, array in arrays.items() if name.startswith(f"{part}.")}


def kind_of(folder: Path) -> str:
    """Return the kind of model that a folder holds; raises `BaselineError` if it holds none."""
    if not (folder / FACTS).is_file():
        raise BaselineError(f"{folder} holds no model: there is no {FACTS}; give the folder that `save` wrote")
    facts = read_json(folder / FACTS)
    if not isinstance(facts, dict) or not isinstance(facts.get("kind"), str):
        raise BaselineError(f"{folder / FACTS} does not say the kind of its model; fit the model again")
    return str(facts["kind"])
