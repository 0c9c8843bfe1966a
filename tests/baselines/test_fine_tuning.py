"""The loop that fine-tunes encoders: how many steps, of which rows, at which rates; with a stand-in for torch."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from claimwire.baselines.fine_tuning import BATCH, batches, fine_tuned, imported_torch
from claimwire.errors import BaselineError

TEXTS = [f"text {number}" for number in range(2 * BATCH + 3)]
LABELS = np.array([[number % 2 == 0] for number in range(len(TEXTS))])


class StandIn:
    """What is used of torch, writing down in which order it is used."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.rates: list[float] = []
        self.pairs: list[tuple[str, float]] = []
        self.optim = SimpleNamespace(AdamW=self._optimizer, lr_scheduler=SimpleNamespace(LambdaLR=self._schedule))
        self.nn = SimpleNamespace(
            functional=SimpleNamespace(binary_cross_entropy_with_logits=self._loss),
            utils=SimpleNamespace(clip_grad_norm_=lambda cut, most: self.done.append(f"cut {cut} at {most}")),
        )

    def tensor(self, values: Any, device: str) -> Any:
        assert device == "cpu"
        return values

    def _optimizer(self, groups: Any, weight_decay: float) -> Any:
        assert groups == [{"params": ["a"], "lr": 0.5}]
        return SimpleNamespace(zero_grad=lambda: self.done.append("zero"), step=lambda: self.done.append("step"))

    def _schedule(self, _: Any, rate: Any) -> Any:
        return SimpleNamespace(step=lambda: self.rates.append(rate(len(self.rates) + 1)))

    def _loss(self, logits: Any, truth: Any) -> Any:
        self.pairs += zip(logits.texts, truth[:, 0].tolist(), strict=True)
        return SimpleNamespace(backward=lambda: self.done.append("backward"))

    @contextmanager
    def products(self) -> Any:
        self.done.append("begin")
        yield
        self.done.append("end")


class Logits:
    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    def float(self) -> Logits:
        return self


def run(seed: int) -> StandIn:
    torch = StandIn()
    fine_tuned(torch, [{"params": ["a"], "lr": 0.5}], Logits, TEXTS, LABELS, epochs=2, seed=seed, cut=["a"],
               products=torch.products)  # fmt: skip
    return torch


def test_each_epoch_goes_through_all_rows_with_their_labels_in_an_order_of_the_seed() -> None:
    made = run(1)
    assert sorted(made.pairs) == sorted(
        2 * [(text, float(label)) for text, (label,) in zip(TEXTS, LABELS, strict=True)]
    )
    assert made.pairs[: len(TEXTS)] != made.pairs[len(TEXTS) :]
    assert made.pairs == run(1).pairs
    assert made.pairs != run(2).pairs


def test_a_step_computes_clips_and_changes_and_the_rate_rises_and_falls_to_nothing() -> None:
    made = run(1)
    steps = 2 * 3
    assert made.done == ["begin", "end", "zero", "backward", "cut ['a'] at 1.0", "step"] * steps
    assert made.rates[0] == 1.0
    assert made.rates == sorted(made.rates, reverse=True)
    assert (made.rates[-1], len(made.rates)) == (0.0, steps)


def test_texts_are_predicted_in_batches() -> None:
    found = list(batches([str(number) for number in range(4 * BATCH + 1)]))
    assert list(map(len, found)) == [4 * BATCH, 1]
    assert list(batches([])) == []


def test_who_lacks_torch_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(BaselineError, match=r"this needs torch, which is not installed; .*: pip install it"):
        imported_torch("this", "pip install it")
