"""Decisions on a whole corpus, from Python: draft a folder, review it, apply it, write the result."""

from __future__ import annotations

from pathlib import Path

import pytest
from quay import ARTICLES, planted, records, run, write

from claimwire.adjudication import (
    RULES,
    applied_corpus,
    apply_folder,
    draft_folder,
    review_folder,
    write_applied,
)
from claimwire.adjudication.decisions import read_decisions, write_decisions
from claimwire.adjudication.folder import decisions_file
from claimwire.adjudication.review import Choice
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import RecordError, WorkspaceError
from claimwire.hydration import make_anchors
from claimwire.ingest.article import dehydrated
from claimwire.schema import Annotation, Article, all_spans


def corpus_of(root: Path, *layers: Annotation) -> Corpus:
    write(root, layers)
    return Workspace(root).corpus("heron")


def test_a_folder_is_drafted_reviewed_and_applied(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *planted("ann", ()), *planted("ben", ("time",)), *planted("cy", ("time", "harm")))
    folder = tmp_path / "work"
    written = draft_folder(corpus, corpus.articles.values(), folder)
    assert list(written) == [decisions_file(folder, key) for key in ARTICLES]
    assert list(draft_folder(corpus, corpus.articles.values(), folder, RULES)) == [], "none is overwritten"
    queue = review_folder(corpus, corpus.articles.values(), folder)
    assert (queue.by_rule(), len(queue.cases), queue.open_count) == ({"all-agree": 6}, 2, 2)
    for (review, place), taken in zip(queue.cases, ("ben/01", "ann/02"), strict=True):
        review.decide(place, Choice(taken), "So it is.", "judge")
    applied = apply_folder(corpus, corpus.articles.values(), folder, "judge")
    assert applied.problems == []
    assert (len(applied.claims), len(applied.adjudications)) == (8, 8)
    assert [a.adjudication_id for a in applied.adjudications] == sorted(
        a.adjudication_id for a in applied.adjudications
    )
    places = [(claim.article_id, claim.spans[0].start) for claim in applied.claims]
    assert places == sorted(places)
    assert corpus.claims == {}
    made = applied_corpus(corpus, applied)
    assert list(made.claims.values()) == applied.claims
    assert made.decision_of_claim[applied.claims[0].claim_id].reason == "The layers agree."
    with editing(corpus.folder) as edit:
        write_applied(edit, applied)
    assert records(tmp_path, "claims") == applied.claims
    assert records(tmp_path, "adjudications") == applied.adjudications


def test_only_articles_with_layers_need_a_file(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, planted("ann", ())[0])
    folder = tmp_path / "work"
    assert apply_folder(corpus, corpus.articles.values(), folder, "judge").problems == [
        f"{folder / 'heron_1.jsonl'} is missing; make it with --review or --draft"
    ]
    assert list(draft_folder(corpus, corpus.articles.values(), folder)) == [folder / "heron_1.jsonl"]
    assert len(review_folder(corpus, corpus.articles.values(), folder).reviews) == 1


def test_what_is_wrong_in_any_file_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *planted("ann", ()), *planted("ben", ()))
    folder = tmp_path / "work"
    assert len(list(draft_folder(corpus, corpus.articles.values(), folder))) == 2
    for key in ARTICLES:
        write_decisions(decisions_file(folder, key), read_decisions(decisions_file(folder, key))[1:])
    shown = run(tmp_path, str(folder), "--adjudicator", "judge", expect=1).output
    assert "heron_1.jsonl: no line decides on ann/02" in shown
    assert "heron_2.jsonl: no line decides on ben/01" in shown
    assert not (tmp_path / "annotations" / "heron" / "claims.jsonl").exists()


def test_an_article_that_is_not_there_is_refused(tmp_path: Path) -> None:
    corpus_of(tmp_path, *planted("ann", ()))
    refused = run(tmp_path, "work", "--draft", "--article", "heron_9", expect=1).exception
    assert isinstance(refused, WorkspaceError)
    run(tmp_path, "work", "--draft", "--article", "heron_2")
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["heron_2.jsonl"]


def test_claims_that_no_layer_has_said_in_a_sentence_are_refused(tmp_path: Path) -> None:
    silent = [
        layer.model_copy(
            update={"claims": tuple(claim.model_copy(update={"statement": None}) for claim in layer.claims)}
        )
        for annotator in ("ann", "ben")
        for layer in planted(annotator, ())
    ]
    corpus_of(tmp_path, *silent)
    run(tmp_path, "work", "--draft")

    def told(article_id: str, left: int) -> None:
        """Write a statement into every line of an article's decisions, but for so many."""
        path = decisions_file(tmp_path / "work", article_id)
        lines = read_decisions(path)
        spoken = {"set": {"statement": "It is said in a sentence."}}
        write_decisions(path, [{**line, **(spoken if number >= left else {})} for number, line in enumerate(lines)])

    told("heron_1", 0)
    told("heron_2", 1)
    refused = run(tmp_path, "work", "--adjudicator", "judge", expect=1).exception
    assert "heron_2_c01: statement-no-full-stop: it has no statement; write it as one sentence" in str(refused)
    assert not (tmp_path / "annotations" / "heron" / "claims.jsonl").exists()
    told("heron_2", 0)
    run(tmp_path, "work", "--adjudicator", "judge")
    assert {claim.statement for claim in records(tmp_path, "claims")} == {"It is said in a sentence."}


def test_who_decides_is_asked_for(tmp_path: Path) -> None:
    corpus_of(tmp_path, *planted("ann", ()))
    for options in (["--review"], [], ["--draft", "--review"]):
        assert "name who decides with --adjudicator" in run(tmp_path, "work", *options, expect=2).output


def raw_of(article: Article) -> str:
    """Return the document that an article was made of."""
    text = article.text or ""
    return "".join(text[x.start : x.end] if x.raw is None else x.raw for x in article.segments)


def standoff(root: Path) -> None:
    """Write the repository of `quay` with the texts taken out, and what spans can be found by in another copy."""
    layers = [*planted("ann", ()), *planted("ben", ("time",))]
    folder = write(root, layers)
    spans = {
        key: {s for x in layers if x.article_id == key for c in x.claims for s in all_spans(c)} for key in ARTICLES
    }
    write_jsonl(folder / "anchors.jsonl", (make_anchors(article, spans[key]) for key, article in ARTICLES.items()))
    write_jsonl(folder / "articles.jsonl", map(dehydrated, ARTICLES.values()))


@pytest.mark.parametrize("altered", [False, True])
def test_decisions_are_made_on_the_recorded_text_and_on_no_other(tmp_path: Path, altered: bool) -> None:
    """Quotes were found in a copy that differs from the recorded text, and got the offsets they have there."""
    standoff(tmp_path)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "file").write_text(("Read this first, please.\n\n" if altered else "") + raw_of(ARTICLES["heron_1"]))
    from_copy = ("--from", str(texts), "--adjudicator", "judge")
    shown = run(tmp_path, "work", "--draft", *from_copy).output
    path = tmp_path / "work" / "heron_1.jsonl"
    without = run(tmp_path, "bare", "--draft").output
    assert (tmp_path / "bare" / "heron_1.jsonl").read_bytes() == path.read_bytes(), "no spans differ"
    assert "no document" not in without
    lines = [line | {"set": {"spans": "sank in 1999"}} if "differs" in line else line for line in read_decisions(path)]
    write_decisions(path, [{k: v for k, v in x.items() if k != "differs"} | {"reason": "Shorter."} for x in lines])
    if altered:
        assert f"no document in {texts} is heron_1" in shown
        refused = run(tmp_path, "work", *from_copy, expect=1).output
        assert "heron_1.jsonl:3: heron_1 has no text to find quotes in" in refused
    else:
        run(tmp_path, "work", *from_copy)
        changed = [c for c in records(tmp_path, "claims") if c.claim_id == "heron_1_c03"]
        assert [span.of(ARTICLES["heron_1"].text or "") for span in changed[0].spans] == ["sank in 1999"]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, *planted("ann", ()))
    path = decisions_file(tmp_path / "work", "heron_1")
    path.parent.mkdir()
    path.write_bytes(b'{"id": "\xe9"}\n')
    with pytest.raises(RecordError, match="not UTF-8"):
        apply_folder(corpus, corpus.articles.values(), tmp_path / "work", "judge")
