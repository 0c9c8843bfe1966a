"""Hypothesis strategies for every record: valid in shape, with text that is hard on line ends and encodings.

They are made from the models' fields, so that a new slot is drawn without being named here. `records` has one strategy
per published record; `articles`, `claims_of` and `layers_of` draw records that fit each other.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from claimwire.addresses import domain_name, web_address
from claimwire.corpus.records import sha256_text
from claimwire.ingest.article import SENTENCE_RECIPE
from claimwire.ingest.reading import Piece, compose
from claimwire.ingest.sentences import sentences
from claimwire.schema import (
    LABELS,
    OPEN_LISTS,
    AddedValue,
    Adjudication,
    Annotation,
    Annotator,
    Article,
    ArticleAnchors,
    CasualtyFigure,
    ClaimBase,
    CorpusInfo,
    Entity,
    Event,
    Fact,
    ItemCheck,
    Link,
    ManifestRebuild,
    NotAsked,
    Outlet,
    Protocol,
    Publication,
    RefusedLink,
    ReleaseDoi,
    ReleaseManifest,
    ReleasePlan,
    Ruling,
    RulingClaim,
    RulingExample,
    Span,
    SplitAssignment,
    TextSource,
    Withdrawal,
    reference_fields,
)
from claimwire.schema.annotation import RULING_PATTERN
from claimwire.schema.base import DOI_PATTERN, NOT_IN_A_NAME, NOT_IN_WORDS, one_line, without_controls
from claimwire.schema.fields import FieldShape, shape
from claimwire.schema.not_asked import slots_to_leave_out
from claimwire.schema.questions import open_fields
from claimwire.schema.release import is_test_doi
from claimwire.schema.vocab import DateEvidence, Label, SegmentKind, Split
from claimwire.versions import SCHEMA_VERSION

HARD = "\n\r\t \u00a0\u0085\u2028\u2029\u200b\ufeff\"'“”‘’«»\\/|.,?!…—–-·é\u0301߀😀"
"""Characters that break lines, quotes, words or encodings somewhere."""

CHARACTERS = st.one_of(st.sampled_from(HARD), st.sampled_from("abyzABYZ019 "), st.characters(codec="utf-8"))
TEXT = st.text(CHARACTERS, max_size=20)
WORDS = st.text(CHARACTERS, min_size=1, max_size=20)
ID_CHARACTERS = "abz019_"
IDS = st.text(ID_CHARACTERS, min_size=1, max_size=12)
HASHES = TEXT.map(sha256_text)
EDTF = st.one_of(
    st.dates().map(str),
    st.sampled_from(["1992/1994", "199X", "[2031-11-09,2031-11-10]", "../1991", "2031-10?", "2031-10-12T21:40:00Z"]),
    st.sampled_from(["2010-24", "1984-1X", "1950S2", "?2004-06-~11", "{1990,1992..1994}", "[..1984]", "2030-02-2X/.."]),
)
COUNTS = st.integers(0, 1_000_000)
SEGMENT_KINDS = st.sampled_from([kind for kind in SegmentKind if kind is not SegmentKind.SEPARATOR])

BY_MEANING: dict[str | None, st.SearchStrategy[str]] = {
    None: TEXT,
    "id": IDS,
    "claim_reference": IDS,
    "event_reference": IDS,
    "entity_reference": IDS,
    "edtf": EDTF,
    "hash": HASHES,
    "own_words": WORDS,
    "name": WORDS,
    "third_party_text": TEXT,
}


VERSIONS = st.tuples(*[st.integers(0, 12)] * 3).map(lambda numbers: ".".join(map(str, numbers)))

DOIS = st.from_regex(DOI_PATTERN[1:-1], fullmatch=True).filter(lambda doi: not is_test_doi(doi))
RULINGS = st.from_regex(RULING_PATTERN[1:-1], fullmatch=True)
SAME_AS = st.integers(1, 99).map("https://www.wikidata.org/entity/Q{}".format) | st.text(ID_CHARACTERS, min_size=1).map(
    "https://en.wikipedia.org/wiki/{}".format
)

ONE_LINE = st.text(CHARACTERS.filter(lambda found: not NOT_IN_A_NAME.match(found)), min_size=1, max_size=20)
BY_VALIDATOR: dict[Any, st.SearchStrategy[str]] = {
    one_line: ONE_LINE,
    without_controls: st.text(CHARACTERS.filter(lambda x: not NOT_IN_WORDS.match(x)), min_size=1, max_size=20),
    web_address: st.text("abz019_.-é…?=#%", max_size=8).map("https://files.example/{}".format),
    domain_name: st.text("abz019.- é", min_size=1, max_size=8),
}
"""What is drawn for a text that a validator narrows."""


def validators_of(field: FieldInfo) -> list[Any]:
    """Return the functions that pydantic calls on values of a field, and of what its type is made of."""
    return [*(mark.func for mark in field.metadata if isinstance(mark, AfterValidator)), *_called_on(field.annotation)]


def _called_on(annotation: Any) -> list[Any]:
    own = [mark.func for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, AfterValidator)]
    return [*own, *(found for part in get_args(annotation) for found in _called_on(part))]


PLACES = st.text("abz019_.-", min_size=1, max_size=8).map("https://files.example/{}".format)
WHOLE_FILES = st.fixed_dictionaries(
    {"file": IDS.map("texts/{}.csv".format), "addresses": st.lists(PLACES, min_size=1, max_size=3).map(tuple)},
    optional={"sha256": HASHES, "size": st.integers(0, 10**12)},
)
DAY_PAGES = st.fixed_dictionaries(
    {
        "file": IDS.map("{}-{{day}}.md@{{commit}}".format),
        "addresses": PLACES.map(lambda place: (f"{place}/{{commit}}/{{day}}.md",)),
    }
)


@st.composite
def text_sources(draw: st.DrawFn) -> TextSource:
    """Draw a source of texts: a whole file, or pages of a kind."""
    place = draw(WHOLE_FILES | DAY_PAGES)
    return TextSource(licence=draw(ONE_LINE), attribution=draw(ONE_LINE), revision=draw(st.none() | ONE_LINE), **place)


ADDED = "added_value"
"""A value that a dataset adds to each of the open lists; the records of `records` may have it."""

ADDED_VALUES = {name: {ADDED: "what it means"} for name in OPEN_LISTS}

NARROWER: dict[type[BaseModel], dict[str, Any]] = {
    CorpusInfo: {
        "schema_version": st.just(SCHEMA_VERSION),
        "guideline_version": VERSIONS,
        "sources": st.lists(text_sources(), max_size=3, unique_by=lambda source: source.file).map(tuple),
    },
    Adjudication: {"ruling_ids": st.lists(RULINGS, max_size=2).map(tuple)},
    Event: {"same_as": st.lists(SAME_AS, max_size=2).map(tuple)},
    ReleaseDoi: {"data_version": VERSIONS, "doi": DOIS, "concept_doi": DOIS, "date": st.dates().map(str)},
    Withdrawal: {"date": st.dates().map(str)},
    ManifestRebuild: {"date": st.dates().map(str)},
    NotAsked: {
        "labels": st.lists(st.sampled_from(list(Label)), max_size=len(Label) - 1, unique=True).map(tuple),
        "slots": st.lists(st.sampled_from(sorted(slots_to_leave_out())), max_size=3).map(tuple),
    },
    ReleasePlan: {
        "data_version": VERSIONS,
        "date": st.dates().map(str),
        "corpora": st.lists(IDS, min_size=1, max_size=3, unique=True).map(tuple),
        "added_values": st.sampled_from([{}, ADDED_VALUES]),
    },
    ReleaseManifest: {"added_values": st.sampled_from([None, ADDED_VALUES])},
}
"""What fields of a model take that their types do not say."""


@st.composite
def spans_in(draw: st.DrawFn, length: int, min_size: int = 0, max_size: int = 3) -> tuple[Span, ...]:
    """Draw spans of a text of `length` code points, in order, none empty, none overlapping."""
    most = min(max_size, length // 2)
    count = draw(st.integers(min(min_size, most), most))
    cuts = sorted(draw(st.sets(st.integers(0, length), min_size=2 * count, max_size=2 * count)))
    return tuple(Span(start=start, end=end) for start, end in zip(cuts[::2], cuts[1::2], strict=True))


def built(model: type[BaseModel], length: int = 400, **given: Any) -> st.SearchStrategy[Any]:
    """Draw records of a model; spans lie in a text of `length` code points; `given` has strategies or values."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    given = NARROWER.get(model, {}) | given
    for name, field in model.model_fields.items():
        if name in given:
            value = given[name]
            fields[name] = value if isinstance(value, st.SearchStrategy) else st.just(value)
        else:
            least = next((m.min_length for m in field.metadata if hasattr(m, "min_length")), 0)
            pattern = next((m.pattern for m in field.metadata if getattr(m, "pattern", None)), None)
            about = shape(name, field)
            text = next((BY_VALIDATOR[found] for found in validators_of(field) if found in BY_VALIDATOR), None)
            values = _values(about, length, least, text) if pattern is None or about.meaning else matching(pattern)
            nullable = not field.is_required() and field.default is None
            fields[name] = st.none() | values if nullable else values
    return st.builds(model, **fields)


def matching(pattern: str) -> st.SearchStrategy[str]:
    """Draw strings that match a pattern of a model, `^` and `$` at its ends."""
    return st.from_regex(pattern.removeprefix("^").removesuffix("$"), fullmatch=True)


def _values(about: FieldShape, length: int, least: int, text: st.SearchStrategy[str] | None) -> st.SearchStrategy[Any]:
    if about.shape == "spans":
        return spans_in(length, least)
    if about.shape == "vocabulary":
        assert about.vocabulary is not None
        drawn: st.SearchStrategy[Any] = st.sampled_from(list(about.vocabulary))
    elif about.shape == "record":
        assert about.record is not None
        drawn = built(about.record, length)
    elif about.shape == "text":
        drawn = BY_MEANING[about.meaning] if text is None else text
    else:
        drawn = {"integer": st.integers(1, 1_000_000), "number": st.floats(0, 1e9), "boolean": st.booleans()}[
            about.shape
        ]
    return st.lists(drawn, min_size=least, max_size=least + 2).map(tuple) if about.many else drawn


@st.composite
def pieces_in(draw: st.DrawFn, raw: str) -> list[Piece]:
    """Draw pieces of a raw text that do not overlap, in any order, of any kind, some of them empty."""
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=10)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return draw(st.permutations([Piece(draw(SEGMENT_KINDS), start, end) for start, end in pairs]))


@st.composite
def articles(draw: st.DrawFn, standoff: bool = False, **given: Any) -> Article:
    """Draw articles with a text, segments that tile a raw text, and the text's own sentences."""
    raw = draw(st.text(CHARACTERS, min_size=1, max_size=200))
    text, segments = compose(raw, draw(pieces_in(raw)))
    if standoff:
        segments = tuple(segment.model_copy(update={"raw": None}) for segment in segments)
    fields = {
        "publication": built(Publication, found=st.sampled_from(list(DateEvidence))),
        "raw_sha256": sha256_text(raw),
        "raw_length": len(raw),
        "text_sha256": sha256_text(text),
        "text_length": len(text),
        "segments": segments,
        "sentence_recipe": SENTENCE_RECIPE,
        "sentences": tuple(sentences(text, segments)),
        "text": None if standoff else text,
    }
    return draw(built(Article, **(fields | given)))


@cache
def _claims(label: Label, length: int) -> st.SearchStrategy[Any]:
    """Draw claims of a label that name no other claim and have no bounds; cached, because it takes long to make."""
    model = next(declaration.model for declaration in LABELS if declaration.label is label)
    bare = dict.fromkeys({*reference_fields(model), "lower", "upper"} & set(model.model_fields))
    return built(model, length, label=label, claim_id="claim", article_id="article", **bare)


@st.composite
def claims_of(draw: st.DrawFn, article_id: str, length: int, claim_id: str, others: tuple[str, ...] = ()) -> ClaimBase:
    """Draw claims of any label on a text of `length` code points; those of `others` are what they may refer to."""
    claim = draw(st.sampled_from([declaration.label for declaration in LABELS]).flatmap(lambda x: _claims(x, length)))
    changed: dict[str, Any] = {"claim_id": claim_id, "article_id": article_id}
    for name in reference_fields(type(claim)):
        changed[name] = draw(st.sampled_from([None, *others]))
    if isinstance(claim, CasualtyFigure):
        lower, upper = sorted((draw(COUNTS), draw(COUNTS)))
        changed |= {"lower": draw(st.sampled_from([None, lower])), "upper": draw(st.sampled_from([None, upper]))}
    return type(claim).model_validate(dict(claim) | changed)


BARE_LAYERS = built(Annotation, claims=())

RULING_CLAIMS = built(RulingClaim, slots=st.dictionaries(IDS, WORDS | st.integers(0, 9) | st.booleans(), max_size=2))
EXAMPLES = built(
    RulingExample,
    **dict.fromkeys(("claims", "no_claims"), st.lists(RULING_CLAIMS, max_size=2).map(tuple)),
)


@st.composite
def layers_of(draw: st.DrawFn, article_id: str, length: int, annotator_id: str = "model_a") -> Annotation:
    """Draw layers of up to five claims on a text of `length` code points; the claims refer to each other."""
    layer_id = f"{article_id}_{annotator_id}"
    names = tuple(f"{layer_id}_{number:02d}" for number in range(1, draw(st.integers(0, 5)) + 1))
    claims = tuple(draw(claims_of(article_id, length, name, names)) for name in names)
    changed = {"annotation_id": layer_id, "article_id": article_id, "annotator_id": annotator_id, "claims": claims}
    return Annotation.model_validate(dict(draw(BARE_LAYERS)) | changed)


def any_claims() -> st.SearchStrategy[ClaimBase]:
    """Draw claims that fit nothing else."""
    return IDS.flatmap(lambda claim_id: claims_of("article_1", 400, claim_id, ("claim_1", "claim_2")))


def with_added(drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw records as they are drawn, or with the added value in every field of an open list that has a value."""

    def extended(record: BaseModel) -> BaseModel:
        changed = {
            field.name: (AddedValue(ADDED),) if field.many else AddedValue(ADDED)
            for field in open_fields(type(record))
            if getattr(record, field.name)
        }
        return type(record).model_validate(dict(record) | changed)

    return drawn | drawn.map(extended)


@cache
def records() -> dict[str, st.SearchStrategy[Any]]:
    """Return a strategy for every record that has a published schema, by the schema's name."""
    claim_id = st.from_regex("[a-z][a-z0-9_]{0,9}", fullmatch=True)
    ratios = st.dictionaries(st.sampled_from(Split.names()), st.floats(0, 1))
    return {
        "article": st.booleans().flatmap(lambda standoff: articles(standoff=standoff)),
        "article_anchors": built(ArticleAnchors),
        "claim": with_added(any_claims()),
        "annotation": layers_of("article_1", 400),
        "annotator": built(Annotator),
        "adjudication": built(Adjudication),
        "item_check": built(ItemCheck),
        "event": with_added(built(Event)),
        "entity": built(Entity),
        "protocol": built(Protocol),
        "ruling": built(Ruling, examples=st.lists(EXAMPLES, min_size=3, max_size=4).map(tuple)),
        "fact": built(Fact),
        "link": built(Link),
        "refused_link": built(RefusedLink, claim_ids=st.tuples(claim_id, claim_id)),
        "outlet": with_added(built(Outlet)),
        "corpus": built(CorpusInfo),
        "release_plan": built(ReleasePlan, split_ratios=ratios),
        "split_assignment": built(SplitAssignment),
        "release_doi": built(ReleaseDoi),
        "withdrawal": built(Withdrawal),
        "release_manifest": built(ReleaseManifest, writers=st.dictionaries(TEXT, TEXT, max_size=3)),
    }
