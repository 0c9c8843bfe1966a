"""Any encoder of `transformers` fine-tuned with one linear head for all labels, on a GPU if there is one.

The model is a folder or a name that `transformers` knows: the environment variable `CLAIMWIRE_TRANSFORMER`, or what
`TransformerClassifier(model)` gets. torch and transformers are in no requirement of this project, and never in its CI.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from ..corpus.atomic import folder_beside, replace_folder
from ..errors import BaselineError
from ..ranges import Flags, Floats
from .contract import SentenceRow
from .fine_tuning import batches, fine_tuned, imported_torch, missing
from .heads import checked, not_fitted, sigmoid
from .store import MOST_LABELS, opened_model, save_model

INSTALL = "pip install torch transformers"
MODEL_VARIABLE = "CLAIMWIRE_TRANSFORMER"
RATE, LONGEST, EPOCHS = 2e-5, 128, 4
"""Learning rate, tokens of a sentence, and times through the rows."""
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
        parameters = list(self._encoder.parameters())
        fine_tuned(
            torch,
            [{"params": parameters, "lr": RATE}],
            self._logits,
            [row.text for row in rows],
            flags,
            epochs=EPOCHS,
            seed=seed,
            cut=parameters,
            device=_device(torch),
            products=nullcontext,
        )
        self._encoder.eval()
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._encoder is None:
            raise not_fitted(self.name)
        torch = _torch()
        with torch.no_grad():
            found = [self._logits(texts).float().cpu().numpy() for texts in batches([row.text for row in rows])]
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


def _pretrained(source: str, labels: int) -> tuple[Any, Any]:
    """Return the tokenizer and an encoder with a head for so many labels."""
    try:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except ImportError as error:
        raise missing("this model", error, INSTALL) from error
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
    return imported_torch("this model", INSTALL)
