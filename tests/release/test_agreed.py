"""The card and `croissant.json` tell how far the annotators agree, and whose agreement that is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import krippendorff
import pytest
from small import OPEN, STANDOFF

from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.stream import MemorySource
from claimwire.corpus.workspace import Workspace
from claimwire.release.agreed import (
    AgreementSample,
    Range,
    agreement_ranges,
    agreement_table,
    agreement_values,
    layers_per_article,
)
from claimwire.release.build import Built
from claimwire.release.tally import ReleaseTally
from claimwire.schema.vocab import Label

TablesOf = Callable[..., str]
PAIR = ("ada", "bela")


def of_pair(corpus: Corpus) -> Corpus:
    """Return a corpus with the layers of the articles that both annotators of the pair did, and that are no pilot."""
    rows = [x for x in corpus.rows.annotations if x.record.annotator_id in PAIR and x.record.batch is None]
    both = {key for key, count in Counter(x.record.article_id for x in rows).items() if count == len(PAIR)}
    return corpus.with_rows(annotations=[x for x in rows if x.record.article_id in both])


@pytest.fixture
def data(small_built: Workspace) -> Corpus:
    return of_pair(small_built.corpus(OPEN))


@pytest.fixture
def tables_of(small_built: Workspace) -> TablesOf:
    """Return a function that gives the tables of the card for corpora."""
    annotators = [row.record for row in small_built.annotators()[0]]
    programs = ReleaseTally(small_built.plan(), {}, {who.annotator_id: who for who in annotators}, {}).programs
    assert programs == small_built.programs() == {"tally"}

    def tables(*corpora: Corpus, limit: int = 200) -> str:
        sample = AgreementSample(limit)
        for corpus in corpora:
            for _, one in MemorySource(corpus).slices():
                sample.add(one, programs)
        return agreement_table(sample.reports(annotators, [corpus.corpus_id for corpus in corpora]))

    return tables


def plain_alpha(data: Corpus, label: Label) -> float:
    """Return the alpha of two annotators over sentences, by the package and plain loops."""
    values = []
    for article in records_of(data.rows.articles):
        layers = [layer for layer in records_of(data.rows.annotations) if layer.article_id == article.article_id]
        for layer in sorted(layers, key=lambda layer: layer.annotator_id):
            spans = [span for claim in layer.claims if claim.label is label for span in claim.spans]
            row = [any(x.start < s.end and s.start < x.end for x in spans) for s in article.sentences]
            values.append((layer.annotator_id, article.article_id, row))
    names = sorted({name for name, _, _ in values})
    matrix = [[int(v) for name, _, row in values if name == wanted for v in row] for wanted in names]
    return float(krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal"))


@pytest.mark.parametrize("corpus_id", [OPEN, STANDOFF])
def test_the_card_has_the_alphas_of_the_layers(small_built: Workspace, built: Built, corpus_id: str) -> None:
    card = (built.folder / "README.md").read_text(encoding="utf-8")
    line = re.search(rf"^\| `{corpus_id}` \| ada \+ bela \| human agreement \| (.*) \|$", card, re.MULTILINE)
    assert line is not None
    _, *cells = line[1].split(" | ")
    for label, cell in zip(Label, cells, strict=True):
        alpha = plain_alpha(of_pair(small_built.corpus(corpus_id)), label)
        assert float(cell.split(" · ")[0]) == pytest.approx(alpha, abs=0.0005)


def test_the_range_of_agreement_is_told_apart_by_whose_it_is(small_built: Workspace) -> None:
    sample = AgreementSample()
    for _, one in MemorySource(small_built.corpus(OPEN)).slices():
        sample.add(one)
    measured = sample.reports(records_of(small_built.annotators()[0]), [OPEN])
    ranges = agreement_ranges(measured)
    assert {"human agreement", "agreement between human and model annotators, not human agreement"} <= ranges.keys()
    for whose, found in ranges.items():
        for name in ("sentence alpha", "exact F1"):
            values = [x[4] for x in agreement_values(measured) if x[1].statement == whose and x[3] == name]
            assert (found[name].low, found[name].high) == (min(values), max(values))
    assert str(Range(0.5, 0.75)) == "0.500 to 0.750"
    assert str(Range(0.5, 0.5)) == "0.500"


def test_croissant_says_whose_agreement_it_is(built: Built, data: Corpus) -> None:
    analysis = json.loads((built.folder / "croissant.json").read_text(encoding="utf-8"))["rai:dataAnnotationAnalysis"]
    alpha = plain_alpha(data, Label.ATTRIBUTED_STATEMENT)
    assert f"{OPEN}, ada + bela (human agreement): attributed_statement {alpha:.3f}" in analysis
    assert f"{OPEN}, ada + dora (agreement between human and model annotators, not human agreement)" in analysis


def test_without_a_second_layer_nothing_is_claimed(data: Corpus, tables_of: TablesOf) -> None:
    first = [item for item in data.rows.annotations if item.record.annotator_id == "ada"]
    assert tables_of(data.with_rows(annotations=first)) == "No article has two layers.\n"


def test_layers_that_are_not_complete_do_not_count(data: Corpus, tables_of: TablesOf) -> None:
    open_layers = [
        replace(item, record=item.record.model_copy(update={"complete": False})) if number % 2 else item
        for number, item in enumerate(data.rows.annotations)
    ]
    assert tables_of(data.with_rows(annotations=open_layers)) == "No article has two layers.\n"


def test_of_a_large_corpus_some_articles_are_measured_and_that_is_said(data: Corpus, tables_of: TablesOf) -> None:
    whole, some = tables_of(data, limit=2), tables_of(data, limit=1)
    assert "Measured on" not in whole
    assert "Measured on 1 of the 2 articles with two or more layers, drawn by their ids." in some
    assert tables_of(data, limit=1) == some
    assert tables_of(data, limit=200) == whole


def test_the_layer_of_a_program_is_no_opinion(data: Corpus, tables_of: TablesOf) -> None:
    """Else slots that a program cannot fill would have the grade of its failures."""
    layers = [
        item.record.model_copy(
            update={"annotation_id": f"{item.record.article_id}_tally", "annotator_id": "tally", "claims": ()}
        )
        for item in data.rows.annotations
        if item.record.annotator_id == "ada"
    ]
    rows = [*data.rows.annotations, *(replace(data.rows.annotations[0], record=layer) for layer in layers)]
    assert tables_of(data.with_rows(annotations=rows)) == tables_of(data)
    only = [item for item in rows if item.record.annotator_id in ("ada", "tally")]
    assert tables_of(data.with_rows(annotations=only)) == "No article has two layers.\n"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({}, ""), ({0: 3}, ""), ({2: 12}, "2"), ({0: 1, 2: 12}, "2"), ({1: 3, 2: 1, 3: 1}, "1 to 3")],
)
def test_how_many_layers_the_articles_have(counts: dict[int, int], expected: str) -> None:
    assert layers_per_article(Counter(counts)) == expected
