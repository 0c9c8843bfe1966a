"""docs/training.md and its notebook: the programs without torch run in every test; those with it where it is installed.

torch is in no requirement of this project. `CLAIMWIRE_TORCH=PYTHON pytest tests/ourdata/test_training_page.py` runs its
programs with the Python of an environment that has it, and a model of random weights in place of one from the Hub.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents import blocks
from repository import ROOT

from tools.notebook import BEGINNING, notebook

PAGE = ROOT / "docs" / "training.md"
NOTEBOOK = ROOT / "examples" / "training.ipynb"
WITH_TORCH = [pytest.param(block.code, id=str(n)) for n, block in enumerate(blocks(PAGE)) if block.need == "torch"]
TINY = """\
import sys
from pathlib import Path
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "of", "said", "in", "people", "and"]
made = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
made.pre_tokenizer = pre_tokenizers.Whitespace()
ends = [("[CLS]", 2), ("[SEP]", 3)]
made.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
named = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
PreTrainedTokenizerFast(tokenizer_object=made, **named).save_pretrained(sys.argv[1])
size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
BertModel(BertConfig(vocab_size=len(words), **size)).save_pretrained(sys.argv[1])
"""


def python_with_torch() -> str:
    found = os.environ.get("CLAIMWIRE_TORCH")
    if not found:
        pytest.skip("torch is in no requirement; CLAIMWIRE_TORCH names the Python of an environment that has it")
    return found


@pytest.mark.parametrize("code", WITH_TORCH)
def test_a_program_with_torch_runs_on_a_model_of_random_weights(code: str, tmp_path: Path) -> None:
    python = python_with_torch()
    environment = {
        "HF_HUB_OFFLINE": "1",
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "MODEL": str(tmp_path / "tiny"),
    }
    if "transformers" in code:
        subprocess.run([python, "-c", TINY, str(tmp_path / "tiny")], check=True, env=environment)
    (tmp_path / "dataset").symlink_to(ROOT / "dataset")
    done = subprocess.run([python, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "loss" in done.stdout


def test_the_programs_with_torch_are_python_and_name_labels_that_there_are() -> None:
    assert len(WITH_TORCH) == 3
    for block in blocks(PAGE):
        if block.language == "python":
            compile(block.code, f"{block.page}:{block.line}", "exec")
            assert "attributed_statement" in block.code or "casualty_figure" in block.code


def test_the_notebook_is_the_page_with_a_cell_for_each_program() -> None:
    written = json.loads(NOTEBOOK.read_bytes())
    assert NOTEBOOK.read_bytes() == notebook(PAGE.read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) + "\n" for cell in written["cells"] if cell["cell_type"] == "code"]
    assert code == [BEGINNING, *(block.code for block in blocks(PAGE) if block.language == "python")]
    text = "".join("".join(cell["source"]) for cell in written["cells"] if cell["cell_type"] == "markdown")
    assert "](../docs/baselines.md)" in text
    assert "needs:" not in text
    assert "as a notebook" not in text


@pytest.mark.long
def test_the_cells_without_torch_run_one_after_the_other_from_the_notebooks_folder(tmp_path: Path) -> None:
    written = json.loads(NOTEBOOK.read_bytes())
    code = ["".join(cell["source"]) for cell in written["cells"] if cell["cell_type"] == "code"]
    program = "\n".join(cell for cell in code if "import torch" not in cell and "transformers" not in cell)
    environment = {"HF_HUB_OFFLINE": "1", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "examples", env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "average precision" in done.stdout
    assert "spans are exactly right" in done.stdout
