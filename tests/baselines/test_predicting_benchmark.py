"""The benchmark of speed: it measures every baseline that is ready, and the page shows what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.predicting import forget, main, summary
from claimwire.baselines.sentence import sentence_of
from tools.predicting_page import table


def test_it_measures_what_comes_ready_and_the_page_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = tmp_path / "figures.json"
    assert main(["--articles", "3", "--to", str(written)]) == 0
    figures = json.loads(written.read_text(encoding="utf-8"))
    assert list(figures["milliseconds"]) == ["default", "rules"]
    assert all(0 < least <= median for median, _, least in figures["milliseconds"].values())
    shown = table(figures)
    assert "| default | " in shown
    assert "over 2 invented texts" in shown
    assert "default" in capsys.readouterr().out


def test_too_little_text_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Short.", encoding="utf-8")
    assert main(["--texts", str(tmp_path)]) == 2
    assert "at least 5 kB" in capsys.readouterr().err


def test_what_was_read_is_forgotten_between_programs() -> None:
    known = sentence_of("Lorn left.")
    assert sentence_of("Lorn left.") is known
    forget()
    assert sentence_of("Lorn left.") is not known


def test_a_summary_is_median_mean_and_least() -> None:
    assert summary([4.0, 1.0, 2.04, 9.0, 3.0]) == (3.0, 3.8, 1.0)
