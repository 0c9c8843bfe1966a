"""What offsets are counted in, and what is said about claims that are not shown."""

from __future__ import annotations

import pytest
from invented import plain_article

from claimwire.errors import HydrationError
from claimwire.hydration.offsets import article_for_offsets, omissions
from claimwire.hydration.readings import Origin
from claimwire.hydration.report import ArticleReport, HydrationReport, LostSpan, TextStatus
from claimwire.schema import Segment
from claimwire.schema.vocab import SegmentKind
from claimwire.show import CopyFile

ARTICLE = plain_article("Reeds cut\n\nThe reeds were cut.\n\nTwo boats left.\n")
IN_FILE = (Segment(kind=SegmentKind.BODY, raw_start=0, raw_end=5, start=0),)


def report(text: TextStatus, origin: Origin | None = None, lost: tuple[LostSpan, ...] = ()) -> HydrationReport:
    row = ArticleReport(ARTICLE.article_id, "copy.txt", text, 0, 0, 0, 0)
    origins = {} if origin is None else {ARTICLE.article_id: origin}
    return HydrationReport("heron", (row,), lost, (), origins)


def origin(*, recorded: bool = False, segments: tuple[Segment, ...] | None = IN_FILE) -> Origin:
    return Origin("copy.txt", "1" * 64, recorded, segments)


def lost(claim_id: str, *, left_out: bool = True, layer_id: str | None = None, article_id: str = "heron_1") -> LostSpan:
    return LostSpan(article_id=article_id, claim_id=claim_id, layer_id=layer_id, field="spans", left_out=left_out)


@pytest.mark.parametrize("raw", [True, False])
def test_an_article_with_its_text_in_the_repository_needs_no_copy(raw: bool) -> None:
    assert article_for_offsets(ARTICLE, report("in the repository"), raw=raw) == (ARTICLE, None)


@pytest.mark.parametrize("raw", [True, False])
def test_without_a_copy_there_are_no_offsets(raw: bool) -> None:
    with pytest.raises(HydrationError, match=r"^heron_1: no copy of it was found, expected a document named file "):
        article_for_offsets(ARTICLE, report("not found"), raw=raw)


@pytest.mark.parametrize(("status", "file"), [("altered", CopyFile("copy.txt", "1" * 64)), ("identical", None)])
def test_offsets_in_the_text_name_the_copy_if_its_text_is_altered(status: TextStatus, file: CopyFile | None) -> None:
    assert article_for_offsets(ARTICLE, report(status, origin()), raw=False) == (ARTICLE, file)


def test_raw_offsets_in_the_recorded_document_are_the_recorded_ones() -> None:
    assert article_for_offsets(ARTICLE, report("identical", origin(recorded=True)), raw=True) == (ARTICLE, None)


def test_raw_offsets_in_another_plain_text_are_those_of_that_file() -> None:
    article, file = article_for_offsets(ARTICLE, report("identical", origin()), raw=True)
    assert article == ARTICLE.model_copy(update={"segments": IN_FILE})
    assert file == CopyFile("copy.txt", "1" * 64)


def test_raw_offsets_cannot_be_counted_in_a_page() -> None:
    with pytest.raises(HydrationError, match=r"copy\.txt is not the recorded raw document .* and not a plain text"):
        article_for_offsets(ARTICLE, report("altered", origin(segments=None)), raw=True)


def test_nothing_is_said_if_no_claim_of_the_article_is_left_out() -> None:
    others = (lost("c1", article_id="heron_2"), lost("c2", layer_id="heron_1_ada"))
    assert omissions(ARTICLE, report("altered", lost=others)) == []


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ((lost("c2"), lost("c1"), lost("c2")), "heron_1: 2 claims (c1, c2) left out, "),
        ((lost("c1", left_out=False), lost("c1", left_out=False)), "heron_1: 2 spans of slots left out, "),
        ((lost("c1"), lost("c2", left_out=False)), "heron_1: 1 claims (c1) and 1 spans of slots left out, "),
    ],
)
def test_claims_and_spans_of_slots_that_are_left_out_are_counted(spans: tuple[LostSpan, ...], message: str) -> None:
    (told,) = omissions(ARTICLE, report("altered", lost=spans))
    assert told.startswith(message)
