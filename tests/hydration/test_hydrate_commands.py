"""`claimwire hydrate` and `claimwire dehydrate`, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from standoff_copy import Standoff, change_a_word, set_redistributable

from claimwire.cli import group
from claimwire.corpus.lock import LOCK_FILE
from claimwire.errors import HydrationError


@pytest.fixture
def place(standoff: Standoff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder hydrated corpora go to; the repository is the current folder."""
    monkeypatch.chdir(standoff.workspace.root)
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "heron"


def run(*arguments: str | Path, expect: int = 0) -> Result:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == expect, result.output
    return result


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a corpus folder but its lock."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != LOCK_FILE}


def problems_of(place: Path) -> set[str]:
    """Return the checks that find a problem in a hydrated copy."""
    result = CliRunner().invoke(group, ["check", "heron", "--corpus-dir", str(place), "--json"])
    return {json.loads(line)["check_id"] for line in result.stdout.splitlines()}


def test_there_and_back_again(standoff: Standoff, place: Path) -> None:
    own = standoff.corpus().folder
    before = files_of(own)
    result = run("hydrate", "heron", "--from", standoff.documents)
    assert "0.0% lost" in result.output
    assert f"wrote {place}" in result.output.replace("\n", "")
    assert "hurt by shrapnel" in (place / "articles.jsonl").read_text(encoding="utf-8")
    assert problems_of(place) <= {"text-copied"}, "its texts are ours, and claims may have their words"

    shown = run("dehydrate", "heron", "--from", place).output
    assert shown.count("unchanged") == len(before)
    assert "nothing was written; use --write or --to" in shown
    (own / "anchors.jsonl").unlink()
    run("dehydrate", "heron", "--from", place, "--anchors", "--write")
    assert files_of(own) == before


def test_a_dry_run_writes_nothing(standoff: Standoff, place: Path) -> None:
    assert "nothing was written" in run("hydrate", "heron", "--from", standoff.documents, "--dry-run").output
    assert not place.exists()


def test_what_is_lost_is_told_and_the_exit_status_says_whether_it_is_too_much(standoff: Standoff, place: Path) -> None:
    change_a_word(standoff)
    result = run("hydrate", "heron", "--from", standoff.documents, expect=1)
    assert "altered" in result.output
    assert "of the spans are lost (--json lists them), and --max-lost allows 0.00%" in result.stderr
    result = run("hydrate", "heron", "--from", standoff.documents, "--max-lost", "0.05", expect=0)
    assert str(place / "lost.jsonl") in result.output.replace("\n", "")
    standoff.document().unlink()
    result = run("hydrate", "heron", "--from", standoff.documents, "--max-lost", "0.05", expect=1)
    assert "problem: no document in" in result.output


@pytest.mark.parametrize("as_json", [True, False])
def test_a_copy_that_lost_too_much_does_not_replace_a_good_one(standoff: Standoff, place: Path, as_json: bool) -> None:
    """It did, and only the exit status told."""
    run("hydrate", "heron", "--from", standoff.documents)
    before = files_of(place)
    change_a_word(standoff)
    shown = ["--json"] if as_json else []
    result = run("hydrate", "heron", "--from", standoff.documents, *shown, expect=1)
    assert f"nothing was written to {place}: " in result.stderr
    assert "wrote" not in result.stdout
    assert not as_json or json.loads(result.stdout)["place"] is None
    assert files_of(place) == before
    run("hydrate", "heron", "--from", standoff.documents, "--max-lost", "0.05", *shown)
    assert files_of(place) != before


def test_just_the_share_that_is_lost_may_be_allowed(standoff: Standoff, place: Path) -> None:
    change_a_word(standoff)
    given = ("hydrate", "heron", "--from", standoff.documents, "--json", "--max-lost")
    share = json.loads(run(*given, "1", "--dry-run").stdout)["share_lost"]
    assert 0 < share < 0.05
    assert "nothing was written" in run(*given, repr(share * 0.999), expect=1).stderr
    assert json.loads(run(*given, repr(share)).stdout)["place"] == str(place)


def test_a_source_without_any_text_replaces_nothing(standoff: Standoff, place: Path, tmp_path: Path) -> None:
    """In a corpus without claims no span is lost, so that an empty folder was good enough."""
    run("hydrate", "heron", "--from", standoff.documents)
    before = files_of(place)
    (tmp_path / "empty").mkdir()
    for name in ("claims", "annotations", "adjudications", "links", "facts"):
        standoff.corpus().file(name).unlink(missing_ok=True)
    result = run("hydrate", "heron", "--from", tmp_path / "empty", "--max-lost", "1", expect=1)
    assert "none of the texts was found" in result.stderr
    assert files_of(place) == before


def test_the_copy_of_an_edited_text_passes_the_checks(standoff: Standoff, place: Path) -> None:
    change_a_word(standoff)
    run("hydrate", "heron", "--from", standoff.documents, "--max-lost", "0.05")
    assert problems_of(place) <= {"text-copied"}


def test_the_report_as_json(standoff: Standoff, place: Path) -> None:
    change_a_word(standoff)
    there = place.parent / "there"
    there.parent.mkdir(exist_ok=True)
    result = run("hydrate", "heron", "--from", standoff.documents, "--json", "--to", there, "--max-lost", "0.05")
    report = json.loads(result.stdout)
    assert report["place"] == str(there)
    rows = {row["article_id"]: row for row in report["articles"]}
    assert rows["heron_f"]["text"] == "altered"
    assert sum(row["lost"] for row in rows.values()) == rows["heron_f"]["lost"] > 0
    assert report["share_lost"] == rows["heron_f"]["lost"] / sum(row["spans"] for row in rows.values())
    assert {row["article_id"] for row in report["lost"]} == {"heron_f"}
    written = (there / "lost.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == len(report["lost"])


def test_texts_stay_out_of_the_repository(standoff: Standoff, place: Path) -> None:
    with pytest.raises(HydrationError, match="lies in the repository"):
        run("hydrate", "heron", "--from", standoff.documents, "--to", "annotations/heron")
    assert "hurt by shrapnel" not in (standoff.corpus().folder / "articles.jsonl").read_text(encoding="utf-8")


def test_records_of_another_text_stay_out_of_the_repository(standoff: Standoff, place: Path, tmp_path: Path) -> None:
    own = standoff.corpus().folder
    before = files_of(own)
    change_a_word(standoff)
    run("hydrate", "heron", "--from", standoff.documents, "--max-lost", "0.05")
    with pytest.raises(HydrationError, match="has another text of them: heron_f"):
        run("dehydrate", "heron", "--from", place, "--write")
    assert files_of(own) == before
    run("dehydrate", "heron", "--from", place, "--anchors", "--to", tmp_path / "standoff")
    assert files_of(tmp_path / "standoff").keys() == before.keys()
    assert "by shrapnel" not in (tmp_path / "standoff" / "articles.jsonl").read_text(encoding="utf-8")


def test_a_corpus_with_open_texts_is_not_dehydrated_into_the_repository(standoff: Standoff, place: Path) -> None:
    run("hydrate", "heron", "--from", standoff.documents)
    set_redistributable(standoff.corpus().folder, True)
    with pytest.raises(HydrationError, match="there is nothing to take out"):
        run("dehydrate", "heron", "--from", place, "--write")


def test_the_folder_of_another_corpus_is_refused(standoff: Standoff, place: Path) -> None:
    run("hydrate", "heron", "--from", standoff.documents)
    toml = place / "corpus.toml"
    toml.write_text(toml.read_text().replace('corpus_id = "heron"', 'corpus_id = "harbour"'))
    with pytest.raises(HydrationError, match="is the corpus harbour, expected heron"):
        run("dehydrate", "heron", "--from", place)


def test_write_and_to_exclude_each_other(standoff: Standoff, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    result = run("dehydrate", "heron", "--from", standoff.documents, "--write", "--to", place, expect=2)
    assert "exclude each other" in result.output
