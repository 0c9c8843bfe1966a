"""Any encoder of `transformers` fine-tuned with one linear head for all labels, on a GPU if there is one.

The model is a folder or a name that `transformers` knows: the environment variable `CLAIMWIRE_TRANSFORMER`, or what
`TransformerClassifier(model)` gets. torch and transformers are in no requirement of this project, and never in its CI.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from ..corpus.atomic import folder_beside, replace_folder
from ..errors import BaselineError
from ..ranges import Flags, Floats
from .contract import SentenceRow
from .heads import checked, not_fitted, sigmoid
from .store import MOST_LABELS, opened_model, save_model

INSTALL = "pip install torch transformers"
MODEL_VARIABLE = "CLAIMWIRE_TRANSFORMER"
BATCH, RATE, WARM, DECAY, LONGEST, EPOCHS = 16, 2e-5, 0.1, 0.01, 128, 4
"""Rows a step, learning rate, share of steps to warm up, weight decay, tokens of a sentence, times through the rows."""
ENCODER = "encoder"


class TransformerClassifier:
    """An encoder with a head for all labels, binary cross-entropy; the sentences before and after are not read.

    The same seed gives the same model on one machine and device, as far as the device's kernels do.
    """

    name: ClassVar[str] = "transformer"

    def __init__(self, model: str | None = None) -> None:
        self._source = model or os.environ.get(MODEL_VARIABLE)
        self._tokenizer: Any = None
        self._encoder: Any = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Fine-tune; raises `BaselineError` if no model is named, or torch or transformers is not installed."""
        flags = checked(rows, labels)
        if self._source is None:
            raise BaselineError(f"no model is named; set {MODEL_VARIABLE} to a folder with a model of transformers")
        torch = _torch()
        torch.manual_seed(seed)
        self._tokenizer, self._encoder = _pretrained(self._source, flags.shape[1])
        self._encoder.to(_device(torch)).train()
        optimizer = torch.optim.AdamW(self._encoder.parameters(), lr=RATE, weight_decay=DECAY)
        steps = EPOCHS * math.ceil(len(rows) / BATCH)
        warm = max(1, int(WARM * steps))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
        )
        truth = torch.tensor(flags.astype(np.float32), device=_device(torch))
        draw = random.Random(seed)
        for _ in range(EPOCHS):
            order = draw.sample(range(len(rows)), len(rows))
            for begin in range(0, len(order), BATCH):
                chosen = order[begin : begin + BATCH]
                logits = self._logits([rows[number].text for number in chosen])
                loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, truth[chosen])
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self._encoder.parameters(), 1.0)
                optimizer.step()
                schedule.step()
        self._encoder.eval()
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._encoder is None:
            raise not_fitted(self.name)
        torch = _torch()
        with torch.no_grad():
            found = [self._logits(texts).float().cpu().numpy() for texts in _batches([row.text for row in rows])]
        if not found:
            return np.zeros((0, self._encoder.config.num_labels))
        return sigmoid(np.concatenate(found).astype(np.float64))

    def save(self, folder: Path) -> None:
        """Write encoder and head as safetensors, and the tokenizer."""
        if self._encoder is None:
            raise not_fitted(self.name)
        with folder_beside(folder) as beside:
            new = beside / "model"
            save_model(new, self.name, {"labels": self._encoder.config.num_labels}, {})
            self._encoder.save_pretrained(new / ENCODER)
            self._tokenizer.save_pretrained(new / ENCODER)
            replace_folder(new, folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if torch or transformers is not installed."""
        with opened_model(folder, cls.name) as saved:
            labels = int(saved.number("labels", least=1, most=MOST_LABELS))
            model = cls(str(folder / ENCODER))
            model._tokenizer, model._encoder = _pretrained(str(folder / ENCODER), labels)
            model._encoder.to(_device(_torch())).eval()
        return model

    def _logits(self, texts: list[str]) -> Any:
        read = self._tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        return self._encoder(**read.to(self._encoder.device)).logits


def _batches(texts: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(texts), 4 * BATCH):
        yield texts[begin : begin + 4 * BATCH]


def _pretrained(source: str, labels: int) -> tuple[Any, Any]:
    """Return the tokenizer and an encoder with a head for so many labels."""
    try:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except ImportError as error:
        raise _missing(error) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(source)
        encoder = AutoModelForSequenceClassification.from_pretrained(
            source, num_labels=labels, problem_type="multi_label_classification"
        )
    except (OSError, ValueError) as error:
        raise BaselineError(f"{source} cannot be read as a model of transformers: {error}") from error
    return tokenizer, encoder


def _device(torch: Any) -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def _torch() -> Any:
    try:
        import torch
    except ImportError as error:
        raise _missing(error) from error
    return torch


def _missing(error: ImportError) -> BaselineError:
    return BaselineError(
        f"this model needs {error.name}, which is not installed; in an environment of its own: {INSTALL}"
    )
