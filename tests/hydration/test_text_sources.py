"""Which file an article is in, where that is, and whether its text may be published."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from standoff_copy import Standoff

from claimwire.errors import HydrationError
from claimwire.hydration.download import wanted_files
from claimwire.schema import CorpusInfo, Outlet, TextSource
from claimwire.schema.vocab import LicenceEvidence, OutletKind, TextInRelease

HASH = "0" * 63 + "a"


def source(**given: Any) -> TextSource:
    fields = {"file": "gulls.csv", "licence": "CC0-1.0", "attribution": "Ines Orrin", "addresses": ("https://a.b/x",)}
    return TextSource(**{**fields, **given})


PAGES = source(
    file="{day}-index.md@{commit}",
    addresses=("https://a.example/{commit}/posts/{day}-index.md", "http://b.example:8080/{day}?at={commit}"),
)


def test_the_parts_of_a_name_fill_the_addresses() -> None:
    parts = PAGES.parts("2031-02-03-index.md@6d173712")
    assert parts == {"day": "2031-02-03", "commit": "6d173712"}
    assert PAGES.addresses_of(parts) == (
        "https://a.example/6d173712/posts/2031-02-03-index.md",
        "http://b.example:8080/2031-02-03?at=6d173712",
    )


@pytest.mark.parametrize(
    "name",
    [
        "2031-02-03-index.md",
        "-index.md@6d173712",
        "2031-02-03-index.md@",
        "2031-02-03-indexXmd@6d173712",
        "posts/2031-02-03-index.md@6d173712",
        "..-index.md@6d173712",
        ".x-index.md@6d173712",
        "2031-02-03-index.md@6d17/3712",
        "2031-02-03-index.md@6d17 3712",
        "2031-02-03-index.md@6d173712\n",
        "x%2f-index.md@6d173712",
    ],
)
def test_another_name_is_not_of_the_kind(name: str) -> None:
    assert PAGES.parts(name) is None


def test_a_whole_file_has_its_hash_in_the_addresses() -> None:
    whole = source(sha256=HASH, addresses=("https://archive.example/sha256:{sha256}/raw/",))
    assert whole.parts("gulls.csv") == {}
    assert whole.parts("gullsXcsv") is None
    assert whole.addresses_of({}) == (f"https://archive.example/sha256:{HASH}/raw/",)


@pytest.mark.parametrize(
    "given",
    [
        {"file": "../gulls.csv"},
        {"file": "/etc/gulls.csv"},
        {"file": "pier//gulls.csv"},
        {"file": "./gulls.csv"},
        {"file": "pier\\gulls.csv"},
        {"file": "gulls.csv#1"},
        {"file": "gulls\n.csv"},
        {"file": ""},
        {"file": "{}.csv"},
        {"file": "{day.csv"},
        {"file": "{day}{day}.csv"},
        {"file": "{Day}.csv"},
        {"file": "{sha256}.csv"},
        {"addresses": ()},
        {"addresses": ("file:///etc/hostname",)},
        {"addresses": ("ftp://a.example/x",)},
        {"addresses": ("a.example/x",)},
        {"addresses": ("https:///x",)},
        {"addresses": ("https://ines:secret@a.example/x",)},
        {"addresses": ("https://a.example/x y",)},
        {"addresses": ("https://a.example/é",)},
        {"addresses": ("https://a.example:70000/x",)},
        {"addresses": ("https://a.example/{day}",)},
        {"addresses": ("https://a.example/{sha256}",)},
        {"file": "{day}.csv", "sha256": HASH},
        {"sha256": "A" * 64},
        {"size": -1},
    ],
)
def test_a_source_that_could_not_be_fetched_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        source(**given)


def test_two_sources_of_one_corpus_have_different_files(standoff: Standoff) -> None:
    fields = standoff.corpus().info.model_dump()
    assert CorpusInfo(**fields | {"sources": (source(), source(file="terns.csv"))}).sources[1].file == "terns.csv"
    with pytest.raises(ValidationError, match="duplicate gulls"):
        CorpusInfo(**fields | {"sources": (source(), source())})


def with_sources(standoff: Standoff, documents: dict[str, str], *sources: TextSource) -> Any:
    """Return the corpus with other names of some documents, and sources."""
    data = standoff.corpus()
    rows = [
        type(row)(
            row.record.model_copy(update={"document": documents.get(row.record.article_id, row.record.document)}),
            *[getattr(row, name) for name in row.__dataclass_fields__ if name != "record"],
        )
        for row in data.rows.articles
    ]
    changed = data.with_rows(articles=rows, anchors=data.rows.anchors)
    object.__setattr__(changed, "info", data.info.model_copy(update={"sources": sources}))
    return changed


def test_two_articles_of_one_page_need_it_once_and_other_pages_are_left_alone(standoff: Standoff) -> None:
    documents = {
        "heron_a": "2031-02-03-index.md@6d173712#q1",
        "heron_b": "2031-02-03-index.md@6d173712#q2",
        "heron_c": "2031-02-03-index.md@7e284823#q1",
    }
    wanted, unknown = wanted_files(with_sources(standoff, documents, PAGES, source(file="heron_d.jsonl")))
    assert [(file.name, [article.article_id for article in file.articles]) for file in wanted] == [
        ("2031-02-03-index.md@6d173712", ["heron_a", "heron_b"]),
        ("2031-02-03-index.md@7e284823", ["heron_c"]),
        ("heron_d.jsonl", ["heron_d"]),
    ]
    assert unknown == ["heron_e.txt", "heron_f.txt", "heron_g.txt", "heron_h.txt"]


def test_the_first_source_that_fits_is_taken(standoff: Standoff) -> None:
    sources = (source(file="heron_a.txt", licence="CC BY 4.0"), source(file="{name}.txt"))
    wanted, _ = wanted_files(with_sources(standoff, {}, *sources))
    assert [file.source.licence for file in wanted[:2]] == ["CC BY 4.0", "CC0-1.0"]


def test_a_corpus_without_sources_or_without_what_they_have_is_refused(standoff: Standoff) -> None:
    with pytest.raises(HydrationError, match=r"corpus\.toml has no \[\[sources\]\], .*with --from"):
        wanted_files(standoff.corpus())
    with pytest.raises(HydrationError, match=r"has no \[\[sources\]\], .*texts are in the repository"):
        wanted_files(standoff.full)
    with pytest.raises(HydrationError, match=r"nothing to download .*: none of them has heron_a\.txt"):
        wanted_files(with_sources(standoff, {}, source()))


OUTLET: dict[str, Any] = {
    "outlet_id": "pier_post",
    "name": "Pier Post",
    "country": "Tamsin",
    "language": "en",
    "domain": "pier.example",
    "kind": OutletKind.PRIVATE,
    "licence": "CC BY 4.0",
}
NOT_STATED = (None, LicenceEvidence.INFERRED)


@pytest.mark.parametrize("evidence", [None, *LicenceEvidence])
@pytest.mark.parametrize("outlet_allows", [False, True])
@pytest.mark.parametrize("in_repository", [False, True])
@pytest.mark.parametrize("in_release", list(TextInRelease))
def test_what_corpus_and_outlet_say_of_publishing_a_text(
    standoff: Standoff,
    in_repository: bool,
    in_release: TextInRelease,
    outlet_allows: bool,
    evidence: LicenceEvidence | None,
) -> None:
    said = {"text_redistributable": in_repository, "text_in_release": in_release}
    info = standoff.corpus().info.model_copy(update=said)
    outlet = Outlet(**OUTLET | {"text_redistributable": outlet_allows, "licence_evidence": evidence})
    may = info.may_publish_text_of(outlet)
    if not outlet_allows:
        assert not may
    elif in_repository:
        assert may
    else:
        assert may is (in_release == TextInRelease.OPEN and evidence not in NOT_STATED)
