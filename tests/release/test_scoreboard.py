"""The scoreboard: what is learnt from one split is scored on another, beside trivial predictions and a reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from repository import ROOT

from claimwire.baselines.rule_model import RuleModel
from claimwire.baselines.rulings_exam import examined
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.errors import BaselineError, GoldError, ReleaseError
from claimwire.release.build import Built
from claimwire.release.manifest import read_manifest
from claimwire.schema import Ruling
from claimwire.scoreboard import run_board
from claimwire.scoreboard.others import read_other_file
from claimwire.scoreboard.running import OF_CLAIMS, READER, reader_claims
from claimwire.scoreboard.sentences import read_sentences
from claimwire.scoring import TASKS
from claimwire.scoring.boards import BOARD, NO_BOARD, board_page, board_summary, read_board
from claimwire.scoring.claims import ClaimToScore
from claimwire.scoring.sentence_lines import SentencePlaces, lines_of_claims
from tools.scoreboard_page import DOCUMENT, generated


def run(folder: Path) -> dict[str, Any]:
    return run_board(folder, split="validation", classifiers=["handmade"], models=["rules"], resamples=20).to_json()


@pytest.fixture(scope="module")
def board(built: Built) -> dict[str, Any]:
    return run(built.folder)


def rows_of(board: dict[str, Any], task: str, about: str) -> dict[str, dict[str, Any]]:
    return {row["system"]: row for row in board["tasks"][task]["rows"] if row["about"] == about}


def test_every_system_stands_beside_the_trivial_ones(board: dict[str, Any]) -> None:
    sentences = rows_of(board, "sentences", "attributed_statement")
    assert set(sentences) == {"always-yes", "majority", READER, "rules", "handmade"}
    assert list(sentences)[:2] == ["always-yes", "majority"]
    assert {name for name, row in sentences.items() if row["is_learner"]} == {"rules", "handmade"}
    assert sentences["always-yes"]["figures"]["recall"][0] == 1.0
    for task in OF_CLAIMS:
        assert "rules" in {row["system"] for row in board["tasks"][task]["rows"]}
    assert set(OF_CLAIMS) | {"sentences"} <= {task.name for task in TASKS}


def test_the_same_build_and_seed_give_the_same_figures(built: Built, board: dict[str, Any]) -> None:
    assert run(built.folder) == board


def test_it_says_what_it_was_made_of(built: Built, board: dict[str, Any]) -> None:
    manifest = read_manifest(built.folder)
    told = board["run"]
    assert (told["data_version"], told["content_sha256"]) == (manifest.data_version, manifest.content_sha256)
    assert (told["split"], told["resamples"], told["train"]["articles"]) == ("validation", 20, 4)
    assert manifest.content_sha256[:16] in board_page(board)


def test_a_slot_that_no_baseline_fills_in_is_not_shown(board: dict[str, Any]) -> None:
    page = board_page(board)
    shown = {row["about"] for row in board["tasks"]["slots"]["rows"] if row["is_learner"]}
    only_read = {row["about"] for row in board["tasks"]["slots"]["rows"]} - shown
    assert shown
    assert only_read
    assert all(f"**{about}**" in page for about in shown)
    assert not any(f"**{about}**" in page for about in only_read)


def test_the_reader_is_the_first_complete_layer_of_each_article() -> None:
    found = reader_claims(ROOT / "dataset" / "0.3.0", "validation")
    layers = {article_id: {str(x.claim_id).rsplit("_", 1)[0] for x in own} for article_id, own in found.items()}
    assert len(layers) == 21
    assert {len(own) for own in layers.values()} == {1}
    assert not any("rules" in name for own in layers.values() for name in own)


def claim(label: str, start: int, end: int, score: float | None = None, **slots: object) -> ClaimToScore:
    return ClaimToScore(label, ((start, end),), slots, score=score)


def test_a_sentence_has_a_label_where_a_piece_of_a_claim_lies_and_the_score_of_the_surest() -> None:
    places = SentencePlaces({"a": (("a_s1", 0, 10), ("a_s2", 11, 20)), "b": (("b_s1", 0, 5),)})
    counted = claim("casualty_figure", 9, 10, 0.5, quantity_form="digits")
    told = claim("casualty_figure", 10, 12, 0.75, quantity_form="none")
    lines = lines_of_claims(places, {"a": [counted, told, claim("casualty_figure", 11, 20, 0.25)], "b": []})
    assert lines["a_s1"].labels == ("casualty_figure", "casualty_counted")
    assert lines["a_s1"].scores is not None
    assert (lines["a_s1"].scores["casualty_figure"], lines["a_s1"].scores["casualty_counted"]) == (0.5, 0.5)
    assert lines["a_s2"].labels == ("casualty_figure",)
    assert lines["a_s2"].scores is not None
    assert lines["a_s2"].scores["casualty_figure"] == 0.75
    assert lines["b_s1"].labels == ()
    without = lines_of_claims(places, {"a": [claim("casualty_figure", 0, 1)], "b": []})
    assert without["a_s1"].scores is None


def test_a_split_without_all_its_texts_is_refused() -> None:
    published = ROOT / "dataset" / "0.3.0"
    with pytest.raises(ReleaseError, match="has no article with a text in the split test"):
        run_board(published, split="test", classifiers=[], models=["rules"])
    with pytest.raises(GoldError, match=r"no text of 15 of the 21 articles in split validation, such as \w+"):
        run_board(published, split="validation", classifiers=[], models=["rules"])


def test_the_command_prints_the_tables_and_keeps_every_figure(built: Built, tmp_path: Path) -> None:
    to = tmp_path / "board.json"
    words = ["baselines", "run", "--build", str(built.folder), "--split", "validation", "--model", "rules"]
    done = CliRunner().invoke(group, [*words, "--classifier", "handmade", "--resamples", "0", "--to", str(to)])
    assert done.exit_code == 0, done.output
    assert "| rules |" in done.output
    assert set(json.loads(to.read_text())["tasks"]) == {"sentences", *OF_CLAIMS}


def test_the_page_has_the_figures_that_are_kept() -> None:
    [(path, text)] = generated(Workspace(ROOT)).items()
    assert path == ROOT / DOCUMENT
    assert path.read_bytes() == text
    kept = json.loads((ROOT / BOARD).read_text())
    assert kept["run"]["split"] == "test"
    assert {"rules", "spans", "pipeline"} <= {row["system"] for row in kept["tasks"]["spans"]["rows"]}


INVENTED = (
    ("post_1#1", "The ferry is late, the warden said.", ["attributed_statement"]),
    ("post_1#2", "Three sailors drowned off the pier.", ["casualty_figure"]),
    ("post_2#1", "The gate was painted green.", []),
    ("post_2#2", "Two farmers were killed, the mayor said.", ["attributed_statement", "casualty_figure"]),
)


def others_file(to: Path, *more: tuple[str, str, list[str]]) -> Path:
    asked = ["attributed_statement", "casualty_figure"]
    rows = [
        {"id": key, "source": key[:6], "text": text, "labels": labels, "annotated": asked}
        for key, text, labels in (*INVENTED, *more)
    ]
    to.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return to


def test_sentences_of_others_are_scored_by_label_and_source_and_not_learnt_from(built: Built, tmp_path: Path) -> None:
    learnt = read_sentences(built.folder, "train").rows[3].text
    file = read_other_file(others_file(tmp_path / "mine.jsonl", ("post_3#1", f"  {learnt.upper()}", [])))
    made = run_board(
        built.folder, split="validation", classifiers=["handmade"], models=["rules"], others=[file], resamples=0
    ).to_json()
    own = made["others"]["mine"]
    assert (own["documents"], own["equal_left_out"]) == (3, 1)
    found = {(row["system"], row["about"]): row["figures"] for row in own["rows"]}
    assert {system for system, _ in found} == {"always-yes", "majority", "rules", "handmade"}
    assert found["rules", "attributed_statement"]["recall"][0] == 1.0
    assert ("rules", "casualty_counted, outlet: post_1") in found
    assert not any(about.startswith("historical_background") for _, about in found)
    assert "sentences that others labelled: mine" in board_page(made)
    assert learnt not in json.dumps(made)


def test_two_files_of_one_name_are_refused(built: Built, tmp_path: Path) -> None:
    file = read_other_file(others_file(tmp_path / "mine.jsonl"))
    with pytest.raises(GoldError, match="two files of sentences have one name: mine, mine"):
        run_board(built.folder, split="validation", classifiers=[], models=["rules"], others=[file, file])


def row_of(**given: Any) -> str:
    row = {"id": "a#1", "source": "s", "text": "t", "labels": ["casualty_figure"], "annotated": []}
    return json.dumps(row | given)


def test_documents_of_two_sources_may_have_one_number(tmp_path: Path) -> None:
    lines = [row_of(id=f"1#{n}", source=source, annotated=["casualty_figure"]) for n, source in enumerate("AB")]
    (tmp_path / "mine.jsonl").write_text("\n".join(lines))
    gold = read_other_file(tmp_path / "mine.jsonl").gold()
    assert sorted(str(x.outlet) for x in gold.documents.values()) == ["A", "B"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{}", "a line has id, source, text, labels and annotated"),
        (row_of(), "annotated: expected a list that is not empty"),
        (row_of(annotated=["attributed_statement"]), "labels .'casualty_figure'. are not all among those annotated"),
        (row_of(annotated=["casualty_figure"], text=None), "text: expected text in quotes"),
        (row_of(annotated="casualty_figure"), "annotated: expected a list"),
        (f"{row_of(annotated=['casualty_figure'])}\n" * 2, "a second line of a#1, the first is 1"),
        ("", "has no sentences to measure on"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_line(line: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(line)
    with pytest.raises(BaselineError, match=rf"mine\.jsonl(:\d:)? .*{told}"):
        read_other_file(path)


RULING = Ruling.model_validate_json(
    json.dumps(
        {
            "ruling_id": "R-FIG-1",
            "since": "2.0.0",
            "rule": "Count people.",
            "fields": ["label"],
            "examples": [
                {
                    "kind": "positive",
                    "text": "A storm killed three men.",
                    "claims": [{"label": "casualty_figure", "quotes": ["killed three men"], "slots": {"lower": 3}}],
                },
                {
                    "kind": "negative",
                    "text": "It cost three crowns.",
                    "no_claims": [{"label": "casualty_figure", "quotes": ["three crowns"]}],
                },
                {
                    "kind": "contrast",
                    "text": "A storm killed four men.",
                    "claims": [{"label": "casualty_figure", "quotes": ["killed four men"], "slots": {"lower": 5}}],
                },
            ],
        }
    )
)


def test_models_answer_the_examples_of_rulings(built: Built) -> None:
    told = examined(RuleModel(), [RULING])
    assert [bool(one.faults) for one in told] == [False, False, True]
    assert "lower is 4, expected 5" in told[2].faults[0]
    made = run_board(
        built.folder, split="validation", classifiers=[], models=["rules"], rulings=[RULING], resamples=0
    ).to_json()
    assert made["rulings"] == [{"system": "rules", "examples": 3, "right": 2, "passed": [], "failed": []}]
    assert "| rules | 2 of 3 | 0 | none |" in board_page(made)


def test_a_card_has_the_headline_of_each_label_by_system(board: dict[str, Any]) -> None:
    lines = board_summary(board).splitlines()
    assert lines[0].startswith("Trained on the train split of data ")
    (head,) = [line for line in lines if line.startswith("| system | `attributed_statement`") and "mean" in line][:1]
    assert head == "| system | `attributed_statement` | `historical_background` | `casualty_figure` | mean of labels |"
    own = rows_of(board, "sentences", "attributed_statement")["handmade"]["figures"]
    (handmade,) = [line for line in lines if line.startswith("| handmade |")]
    assert handmade.split(" | ")[1] == f"{own['average_precision'][0]:.3f} · {own['macro_f1'][0]:.3f}"
    assert sum(line.startswith("| rules |") for line in lines) == 2, "it predicts sentences and spans"


def test_a_repository_without_a_scoreboard_says_so_in_its_card(built: Built, tmp_path: Path) -> None:
    assert read_board(tmp_path) is None
    assert board_summary(None) == NO_BOARD
    assert NO_BOARD in (built.folder / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["[]", "{", '{"run": {}, "tasks": {}}', '{"run": [], "tasks": []}'])
def test_what_is_no_scoreboard_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / BOARD).parent.mkdir()
    (tmp_path / BOARD).write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"scoreboard\.json .*make it again"):
        board_summary(read_board(tmp_path))


def test_our_card_has_the_figures_that_are_kept_until_a_release_has_them() -> None:
    """Then the region is that of the latest release, as all others; `document-stale` looks at these."""
    workspace = Workspace(ROOT)
    release = workspace.latest_release()
    assert release is not None
    if "<!-- generated: baselines -->" not in (release / "README.md").read_text(encoding="utf-8"):
        card = (ROOT / "DATASET_CARD.md").read_text(encoding="utf-8")
        assert f"<!-- generated: baselines -->\n{board_summary(read_board(ROOT))}<!-- /generated -->" in card
