"""Every format keeps the contract: what it writes it reads again, but for what it says it loses; faults are named."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis.errors import NoSuchExample
from invented import SHIP
from said import ANNOTATOR, VALUE_OF, Said, layer_of, layers, there_and_back
from small import OPEN

from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.formats import FORMATS, Aspect, Format
from claimwire.formats.contract import ArticleLayer, Material, ReadInto
from claimwire.ingest.article import dehydrated
from claimwire.schema import ClaimBase, Span, span_slots

named = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.format_id)
readable = pytest.mark.parametrize("form", [x for x in FORMATS if x.read], ids=lambda form: form.format_id)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

KEPT_ALWAYS = frozenset(Aspect) - {Aspect.WITHOUT_TEXT, Aspect.WITHIN_WORDS}
"""Aspects that are compared on spans of whole tokens."""


def test_formats_have_ids_titles_and_file_names_of_their_own() -> None:
    ids = [form.format_id for form in FORMATS]
    assert len(set(ids)) == len(ids)
    for form in FORMATS:
        assert re.fullmatch("[a-z0-9_]+", form.format_id)
        assert form.title
        assert form.use
        assert all(re.fullmatch(r"\*\.[a-z0-9.]+", pattern) for pattern in form.files)
        assert bool(form.files) == (form.read is not None)
        assert all(reason for reason in form.losses.values())


@readable
@QUICK
@given(layer=layers())
def test_what_is_written_is_read_again_but_for_the_losses(form: Format, layer: ArticleLayer) -> None:
    back = there_and_back(form, layer)
    if back is None:
        assert Aspect.WITHIN_WORDS in form.losses, "only a format that refuses spans within words may refuse to write"
        return
    told = Said(layer.claims)
    for aspect in KEPT_ALWAYS - set(form.losses):
        assert VALUE_OF[aspect](told) == VALUE_OF[aspect](back), aspect


@pytest.mark.parametrize(
    "form", [x for x in FORMATS if x.read and Aspect.WITHIN_WORDS not in x.losses], ids=lambda form: form.format_id
)
@QUICK
@given(layer=layers(within_words=True))
def test_spans_within_words_come_back_where_a_format_says_so(form: Format, layer: ArticleLayer) -> None:
    back = there_and_back(form, layer)
    if back is None:
        assert form.format_id == "brat"
        texts = [span.of(layer.text) for claim in layer.claims for span in every_span(claim)]
        assert any(not text.strip("\n") for text in texts)
        return
    assert VALUE_OF[Aspect.WITHIN_WORDS](Said(layer.claims)) == VALUE_OF[Aspect.WITHIN_WORDS](back)


def every_span(claim: ClaimBase) -> list[Span]:
    return [span for slot in span_slots(type(claim)) for span in getattr(claim, slot)]


@pytest.mark.parametrize(
    ("form", "aspect"),
    [(form, aspect) for form in FORMATS if form.read for aspect in form.losses if aspect in VALUE_OF],
    ids=lambda x: x.format_id if isinstance(x, Format) else x.name.lower(),
)
def test_what_is_called_lost_is_lost(form: Format, aspect: Aspect) -> None:
    """An example is looked for: without one, the format can hold it, and the table says too little."""

    def loses(layer: ArticleLayer) -> bool:
        back = there_and_back(form, layer)
        return back is None or VALUE_OF[aspect](Said(layer.claims)) != VALUE_OF[aspect](back)

    drawn = layers(within_words=aspect is Aspect.WITHIN_WORDS)
    quick = settings(max_examples=500, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    try:
        find(drawn, loses, settings=quick)
    except NoSuchExample:
        pytest.fail(f"{form.format_id} keeps {aspect.name}")


@readable
def test_every_layer_of_the_small_repository_comes_back(form: Format, small_built: Workspace) -> None:
    corpus = small_built.corpus(OPEN)
    count = 0
    for layer in corpus.layers.values():
        article = corpus.article(layer.article_id)
        told = ArticleLayer(article, layer.claims, f"{layer.annotation_id}_")
        again = ArticleLayer(article, tuple(in_layer_of(ANNOTATOR, told)), f"{layer.article_id}_{ANNOTATOR}_")
        back = there_and_back(form, again)
        assert back is not None
        for aspect in KEPT_ALWAYS - set(form.losses):
            assert VALUE_OF[aspect](Said(again.claims)) == VALUE_OF[aspect](back), aspect
        if not form.losses.keys() - {Aspect.WITHIN_WORDS, Aspect.WITHOUT_TEXT}:
            assert sorted(back.claims, key=str) == sorted(again.claims, key=str)
        count += len(layer.claims)
    assert count > 100


def in_layer_of(annotator: str, layer: ArticleLayer) -> list[ClaimBase]:
    """Return the claims of a layer as if another annotator had made them."""
    new = f"{layer.article.article_id}_{annotator}_"
    text = [claim.model_dump_json().replace(f'"{layer.prefix}', f'"{new}') for claim in layer.claims]
    return [type(claim).model_validate_json(line) for claim, line in zip(layer.claims, text, strict=True)]


@named
def test_the_same_claims_give_the_same_bytes(form: Format, small_built: Workspace) -> None:
    layer = first_layer(small_built)
    material = Material((layer,), {})
    if form.read is not None:
        assert list(form.write(material)) == list(form.write(material))


def first_layer(workspace: Workspace) -> ArticleLayer:
    corpus = workspace.corpus(OPEN)
    layer = next(layer for layer in corpus.layers.values() if layer.claims)
    return layer_of(corpus.article(layer.article_id), layer)


@readable
def test_an_article_without_its_text_is_refused_by_name_or_needs_none(form: Format, small_built: Workspace) -> None:
    layer = first_layer(small_built)
    bare = ArticleLayer(dehydrated(layer.article), layer.claims, layer.prefix)
    if form.needs_text:
        with pytest.raises(ClaimwireError, match=layer.article.article_id):
            list(form.write(Material((bare,))))
    else:
        again = ArticleLayer(
            bare.article, tuple(in_layer_of(ANNOTATOR, bare)), f"{bare.article.article_id}_{ANNOTATOR}_"
        )
        back = there_and_back(form, again)
        assert back is not None
        assert VALUE_OF[Aspect.SLOT_OWNERS](back) == VALUE_OF[Aspect.SLOT_OWNERS](Said(again.claims))


@readable
def test_no_claims_make_an_empty_layer(form: Format) -> None:
    back = there_and_back(form, ArticleLayer(SHIP, (), f"heron_1_{ANNOTATOR}_"))
    assert back == Said(())


@readable
def test_a_claim_whose_id_is_of_another_layer_is_refused(form: Format, small_built: Workspace) -> None:
    if Aspect.IDS in form.losses:
        return
    layer = first_layer(small_built)
    with pytest.raises(ClaimwireError, match=r"begin with other_|would be read back as another claim"):
        list(form.write(Material((ArticleLayer(layer.article, layer.claims, "other_"),))))


@readable
@pytest.mark.parametrize("content", [b"\xff\xfe\xfa\x00", "façade\n".encode("latin-1"), b"{", b"T1 \x00", b"x\ty\tz\n"])
def test_a_file_that_is_no_such_file_is_named(form: Format, content: bytes) -> None:
    assert form.read is not None
    name = form.files[0].replace("*", "heron_1")
    try:
        problems = [
            problem
            for read in form.read({name: content}, ReadInto({"heron_1": SHIP}, "ada"))
            for problem in read.problems
        ]
    except ClaimwireError as error:
        problems = [str(error)]
    assert problems
    assert all(problem.startswith(name) for problem in problems)
