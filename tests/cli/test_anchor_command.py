"""`claimwire anchor` replaces a layer only as it is meant, and says what is wrong with a file as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import OPEN

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.formats.quotes import write_quoted_claims

ARTICLE = "heron_a"
LAYER = "heron_a_ada"


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def lines_of(workspace: Workspace) -> list[str]:
    data = workspace.corpus(OPEN)
    return write_quoted_claims(data.article(ARTICLE), data.layers[LAYER].claims, f"{LAYER}_").splitlines()


def anchor(text: str, *options: str) -> tuple[int, str]:
    path = Path(f"{ARTICLE}.jsonl")
    path.write_bytes(text.encode())
    result = CliRunner().invoke(group, ["anchor", OPEN, str(path), "--annotator", "ada", *options])
    message = "" if result.exception is None or isinstance(result.exception, SystemExit) else str(result.exception)
    return result.exit_code, result.output + message


def claim_count(workspace: Workspace) -> int:
    return len(workspace.corpus(OPEN).layers[LAYER].claims)


def no_references(line: str) -> bool:
    return not any(name in line for name in ("voice_id", "part_of_id"))


@pytest.mark.parametrize("text", ["", "\n", " \n\n", "\ufeff"])
@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_a_file_without_claims_does_not_empty_a_layer(here: Workspace, text: str, options: tuple[str, ...]) -> None:
    before = claim_count(here)
    status, told = anchor(text, *options)
    assert status == 1
    assert told.startswith(f"layer-emptied: {LAYER}: {before} claims -> 0; it stays as it is in the repository; ")
    assert told.endswith("--accept-empty heron_a\n")
    assert claim_count(here) == before > 0


def test_a_layer_is_emptied_on_request(here: Workspace) -> None:
    before = claim_count(here)
    assert anchor("", "--accept-empty", ARTICLE) == (0, f"{LAYER}: {before} claims -> 0\n1 layers, 0 claims\n")
    assert claim_count(here) == 0
    assert anchor("") == (0, "1 layers, 0 claims\n")


def test_an_article_that_no_file_is_for_cannot_be_accepted(here: Workspace) -> None:
    status, told = anchor("", "--accept-empty", "heron_b")
    assert (status, "none of the files is for heron_b" in told) == (2, True)


def test_a_layer_that_gets_other_claims_is_told_with_both_counts(here: Workspace) -> None:
    lines = lines_of(here)
    assert anchor("\n".join(lines)) == (0, f"1 layers, {len(lines)} claims\n")
    kept = next(line for line in lines if no_references(line))
    told = f"{LAYER}: {len(lines)} claims -> 1\n1 layers, 1 claims\n"
    assert anchor(kept, "--replace", "--dry-run") == (0, told)
    assert claim_count(here) == len(lines)
    assert anchor(kept, "--replace") == (0, told)
    other = json.dumps(json.loads(kept) | {"id": "other"})
    assert anchor(other, "--replace")[1].startswith(f"{LAYER}: 1 claims -> 1, 1 of the 1 are gone\n")


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--accept-empty", ARTICLE)])
def test_a_layer_that_is_there_gets_no_other_claims_unless_it_is_said(
    here: Workspace, options: tuple[str, ...]
) -> None:
    path = here.corpus_folder(OPEN) / "annotations.jsonl"
    before, lines = path.read_bytes(), lines_of(here)
    changed = json.dumps(json.loads(lines[0]) | {"comment": "Another remark."})
    status, told = anchor("\n".join([changed, *lines[1:]]), *options)
    assert (status, path.read_bytes()) == (1, before)
    assert told.startswith(f"layer-replaced: {LAYER}: {len(lines)} claims -> {len(lines)}; it stays as it is in the ")
    assert told.endswith("read it again with --replace\n")


def test_replacing_does_not_empty_a_layer(here: Workspace) -> None:
    before = claim_count(here)
    status, told = anchor("", "--replace")
    assert (status, told.startswith("layer-emptied: "), claim_count(here)) == (1, True, before)


def test_two_files_of_one_article_are_refused(here: Workspace) -> None:
    """The second one replaced the first in silence."""
    Path("more").mkdir()
    Path(f"more/{ARTICLE}.jsonl").write_text("\n".join(lines_of(here)))
    before = claim_count(here)
    status, told = anchor("", f"more/{ARTICLE}.jsonl")
    assert (status, "are both for heron_a" in told, claim_count(here)) == (1, True, before)


def test_a_byte_order_mark_is_skipped(here: Workspace) -> None:
    lines = lines_of(here)
    assert anchor("\ufeff" + "\r\n".join(lines)) == (0, f"1 layers, {len(lines)} claims\n")


@pytest.mark.parametrize("indent", [None, 1])
def test_a_file_that_is_one_list_is_told_once(here: Workspace, indent: int | None) -> None:
    status, told = anchor(json.dumps([json.loads(line) for line in lines_of(here)], indent=indent))
    assert (status, told.count("\n"), "heron_a.jsonl:1: here begins a list" in told) == (1, 1, True)
    assert "write one object per line" in told


def test_objects_over_several_lines_are_told_once(here: Workspace) -> None:
    status, told = anchor("\n".join(json.dumps(json.loads(line), indent=2) for line in lines_of(here)))
    assert (status, told.count("\n"), "heron_a.jsonl:1: the object that begins here goes over" in told) == (1, 1, True)


def test_a_key_that_is_there_twice_is_named_with_its_line(here: Workspace) -> None:
    lines = lines_of(here)
    lines[1] = '{"label": "opinion", ' + lines[1][1:]
    status, told = anchor("\n".join(lines))
    assert (status, told) == (1, "heron_a.jsonl:2: the key 'label' is there twice in one object; keep one of them\n")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id": -1}, "`id` is '-1'; it may have lowercase letters from a to z, digits and `_`"),
        ({"id": "a b"}, "`id` is 'a b'; it may have"),
        ({"id": "https://a.example/1"}, "`id` is 'https://a.example/1'; it may have"),
        ({"id": "7\n"}, "`id` is '7\\n'; it may have"),
        ({"spans": None, "target": "https://a.example/1"}, "`target` is the IRI 'https://a.example/1'"),
        ({"spans": None, "target": ["urn:x:1"]}, "`target` is the IRI 'urn:x:1'"),
        ({"spans": None, "target": {"source": "https://a.example/1"}}, "`target` is the IRI 'https://a.example/1'"),
        ({"spans": None, "target": {"id": "urn:x:1", "type": "Text"}}, "`target` is the IRI 'urn:x:1'"),
    ],
)
def test_an_id_or_a_target_that_is_not_read_is_named(here: Workspace, changed: dict[str, object], told: str) -> None:
    line = json.loads(next(line for line in lines_of(here) if no_references(line))) | changed
    status, message = anchor(json.dumps({name: value for name, value in line.items() if value is not None}))
    assert status == 1
    assert message.startswith(f"heron_a.jsonl:1: {told}")


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ({"prefix": "xxx "}, "but its prefix 'xxx ' is not right before it; copy it"),
        ({"suffix": " xxx"}, "but its suffix ' xxx' is not right after it; copy it"),
        (
            {"prefix": "xxx ", "suffix": " xxx"},
            "but its prefix 'xxx ' and its suffix ' xxx' are not right before it or ",
        ),
        ({"prefix": "", "suffix": " xxx"}, "but its suffix ' xxx' is not"),
    ],
)
def test_which_part_of_a_quote_is_not_there_is_told(here: Workspace, beside: dict[str, str], told: str) -> None:
    line = json.loads(next(line for line in lines_of(here) if no_references(line)))
    (first, *_) = here.corpus(OPEN).layers[LAYER].claims
    exact = first.spans[0].of(here.corpus(OPEN).article(ARTICLE).text or "")
    _, message = anchor(json.dumps(line | {"spans": {"exact": exact} | beside}))
    assert message.startswith(f"heron_a.jsonl:1: spans: {exact!r} is in the article, {told}")
