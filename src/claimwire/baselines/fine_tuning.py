"""How an encoder with a head for all labels is fine-tuned: steps, learning rate, and loss. Imports torch when used."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from ..errors import BaselineError
from ..ranges import Flags

BATCH, WARM, DECAY = 16, 0.1, 0.01
"""Rows a step, the share of steps to warm up, and weight decay."""


def fine_tuned(
    torch: Any,
    groups: Sequence[dict[str, Any]],
    logits_of: Callable[[list[str]], Any],
    texts: Sequence[str],
    labels: Flags,
    *,
    epochs: int,
    seed: int,
    cut: Sequence[Any],
    device: str = "cpu",
    products: Callable[[], AbstractContextManager[Any]],
) -> None:
    """Change parameters so that the logits of texts become their labels, by binary cross-entropy, in batches.

    `groups` are parameters with the learning rate of each group, which rises to it and falls to nothing; `cut` those
    whose gradient is kept at a length of one at most. `products` gives what logits are computed within. The order is
    drawn with the seed.
    """
    optimizer = torch.optim.AdamW(list(groups), weight_decay=DECAY)
    steps = epochs * math.ceil(len(texts) / BATCH)
    warm = max(1, int(WARM * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    truth = torch.tensor(labels.astype(np.float32), device=device)
    draw = random.Random(seed)
    for _ in range(epochs):
        order = draw.sample(range(len(texts)), len(texts))
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            with products():
                logits = logits_of([texts[number] for number in chosen])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), truth[chosen])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(cut, 1.0)
            optimizer.step()
            schedule.step()


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield texts to be predicted, as many at a time as four steps read."""
    for begin in range(0, len(texts), 4 * BATCH):
        yield list(texts[begin : begin + 4 * BATCH])


def imported_torch(who: str, install: str) -> Any:
    """Return torch; raises `BaselineError` that says who needs it, and how it is installed."""
    try:
        import torch
    except ImportError as error:
        raise missing(who, error, install) from error
    return torch


def missing(who: str, error: ImportError, install: str) -> BaselineError:
    """Return the error that a package is not installed."""
    return BaselineError(f"{who} needs {error.name}, which is not installed; in an environment of its own: {install}")
