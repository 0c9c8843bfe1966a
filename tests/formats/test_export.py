"""Claims of a corpus as files of another format, one per article."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from invented import SHIP, STATEMENT, plain_article
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.cli import group
from claimwire.corpus.records import json_lines
from claimwire.corpus.workspace import Workspace
from claimwire.errors import AnchorError, ClaimwireError
from claimwire.formats.quotes import read_quoted_claims, write_quoted_claims
from claimwire.schema import Span


def export(small: Workspace, monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    monkeypatch.chdir(small.root)
    result = CliRunner().invoke(group, ["export", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_every_layer_and_every_adjudicated_claim_of_the_small_repository_comes_back(small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    count = 0
    for article_id, article in corpus.articles.items():
        groups = [(list(layer.claims), f"{layer.annotation_id}_") for layer in corpus.layers_of_article[article_id]]
        for claims, prefix in [*groups, (corpus.claims_of_article[article_id], f"{article_id}_")]:
            content = write_quoted_claims(article, claims, prefix)
            lines = list(enumerate(content.splitlines(), start=1))
            assert read_quoted_claims(lines, article, prefix, "layer") == (claims, [])
            count += len(claims)
    assert count > 200


TWICE = plain_article("""Ferry late

It was foggy at the pier.

The mayor said that the ferry was late. The mayor of Orlan said so, too.
""")


@pytest.mark.parametrize("word", ["The mayor", "said", "late", "The mayor of Orlan"])
def test_words_that_are_there_more_than_once_get_what_is_around_them(word: str) -> None:
    text = TWICE.text or ""
    starts = [match.start() for match in re.finditer(rf"\b{word}\b", text)]
    in_sentences = sum(start >= text.index("The mayor said") for start in starts)
    entry = STATEMENT | {"sentences": [2, 3], "spans": "the ferry was late. The mayor of Orlan said so, too"}
    entry |= {"source_spans": "The mayor of Orlan", "cue_spans": "said that"}
    ((claim,), problems) = read_quoted_claims([(1, json.dumps(entry))], TWICE, "h_", "layer")
    assert problems == []
    for start in starts:
        moved = claim.model_copy(update={"source_spans": (Span(start=start, end=start + len(word)),)})
        content = write_quoted_claims(TWICE, [moved], "h_")
        assert read_quoted_claims([(1, content)], TWICE, "h_", "layer") == ([moved], [])
        (quote,) = json.loads(content)["source_spans"]
        assert isinstance(quote, str) == (in_sentences == 1 and start >= text.index("The mayor said"))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("spans", (Span(start=4, end=4),), "is not a quote"),
        ("spans", (Span(start=1, end=6),), "cuts a word"),
        ("voice_id", "heron_1_ada_99", "names heron_1_ada_99, which no line has"),
    ],
)
def test_what_cannot_be_said_in_quotes_is_refused_by_name(field: str, value: object, reason: str) -> None:
    ((claim,), _) = read_quoted_claims([(1, json.dumps(STATEMENT))], SHIP, "heron_1_ada_", "layer")
    with pytest.raises(AnchorError, match=rf"claims of heron_1 cannot be written as quotes: .*{reason}"):
        write_quoted_claims(SHIP, [claim.model_copy(update={field: value})], "heron_1_ada_")


def test_a_claim_whose_pieces_are_out_of_order_is_refused() -> None:
    inner = STATEMENT | {"id": "09"}
    claims, _ = read_quoted_claims([(1, json.dumps(STATEMENT)), (2, json.dumps(inner))], SHIP, "h_", "layer")
    turned = [claims[0], claims[1].model_copy(update={"spans": claims[1].spans[::-1]})]
    with pytest.raises(AnchorError, match="h_09 would be read back as another claim"):
        write_quoted_claims(SHIP, turned, "h_")


def test_the_command_writes_a_file_per_article_that_has_a_layer(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = export(small, monkeypatch, OPEN, tmp_path / "out", "--annotator", "bela")
    layers = [layer for layer in small.corpus(OPEN).layers.values() if layer.annotator_id == "bela"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{x.article_id}.jsonl" for x in layers]
    assert result.output.splitlines()[0] == f"wrote {tmp_path}/out/heron_a.jsonl: {len(layers[0].claims)} claims"
    monkeypatch.chdir(small.root)
    files = [str(path) for path in sorted((tmp_path / "out").iterdir())]
    anchored = CliRunner().invoke(group, ["anchor", OPEN, *files, "--annotator", "bela", "--dry-run"])
    assert anchored.output == f"{len(layers)} layers, {sum(len(layer.claims) for layer in layers)} claims\n"


def test_without_an_annotator_the_adjudicated_claims_are_written(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    export(small, monkeypatch, OPEN, tmp_path, "--article", "heron_a", "--article", "heron_b")
    ids = {entry["id"] for _, line in json_lines(tmp_path / "heron_a.jsonl") for entry in [json.loads(line)]}
    assert ids == {x.claim_id.removeprefix("heron_a_") for x in small.corpus(OPEN).claims_of_article["heron_a"]}
    assert sorted(path.name for path in tmp_path.glob("heron_*")) == ["heron_a.jsonl", "heron_b.jsonl"]


def test_words_of_a_standoff_corpus_stay_out_of_the_repository(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ClaimwireError, match="repository"):
        export(small, monkeypatch, STANDOFF, small.root / "out", "--from", DOCUMENTS)
    assert not (small.root / "out").exists()
    export(small, monkeypatch, STANDOFF, tmp_path / "out", "--from", DOCUMENTS)
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_who_has_no_layer_is_named(small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ClaimwireError, match=r"^heron has no layer of cleo; there are: ada, bela, dora, tally$"):
        export(small, monkeypatch, OPEN, tmp_path / "out", "--annotator", "cleo")
    with pytest.raises(ClaimwireError, match=r"^heron has no layer of bela of these articles$"):
        export(small, monkeypatch, OPEN, tmp_path / "out", "--annotator", "bela", "--article", "heron_b")


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wet = tmp_path / "wet"
    told = export(small, monkeypatch, OPEN, tmp_path / "dry", "--format", "brat", "--dry-run").output
    assert not (tmp_path / "dry").exists()
    said = export(small, monkeypatch, OPEN, wet, "--format", "brat").output
    assert told.replace("would write", "wrote").replace("/dry/", "/wet/") == said
    assert f"wrote {wet}/annotation.conf\n" in said


def test_nothing_is_written_if_one_claim_cannot_be(
    small: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The files of the articles before it were written once."""
    path = small.corpus_folder(OPEN) / "claims.jsonl"
    lines = path.read_text().splitlines()
    last = json.loads(lines[-1])
    last["spans"] = [{"start": last["spans"][0]["start"] + 1, "end": last["spans"][0]["end"]}]
    path.write_text("\n".join([*lines[:-1], json.dumps(last)]) + "\n")
    with pytest.raises(AnchorError, match=f"claims of {last['article_id']} cannot be written as quotes"):
        export(small, monkeypatch, OPEN, tmp_path / "out")
    assert not (tmp_path / "out").exists()
