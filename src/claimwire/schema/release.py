"""A corpus, the plan of a release, its splits and its manifest."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field, JsonValue, field_validator

from ..dates import day_of, publication_date
from ..versions import SCHEMA_VERSIONS, is_read_as_it_is
from .base import Doi, Edtf, EventReference, Id, Name, NamedAddress, Prose, Record, Sha256, Title, Version
from .not_asked import EVERYTHING_IS_ASKED, NotAsked
from .open_lists import OPEN_LISTS
from .questions import AddedValues, Questions, can_be_added
from .sources import TextSource
from .vocab import (
    AnnotatorKind,
    ContentRecipe,
    CorpusUnit,
    DateEvidence,
    Split,
    TextInRelease,
    TextOrigin,
    WithdrawalReason,
)
from .world import Outlet

NAMES_OF_OPEN_LISTS: dict[str, JsonValue] = {"propertyNames": {"enum": list(OPEN_LISTS)}}
"""What JSON Schema says of the keys of a table of added values."""

TEST_DOIS = "10.5072/"
"""The prefix of DOIs that are made to try things out, and never registered."""


def plain_version(version: str) -> str:
    """Return a version; raises `ValueError` if a number of it begins with 0: a version has one name."""
    if any(number != str(int(number)) for number in version.split(".")):
        raise ValueError("a number of a version must not begin with 0")
    return version


def known_schema_version(version: str) -> str:
    """Return a version of the record models; raises `ValueError` if its records are not read as they are."""
    if version not in SCHEMA_VERSIONS:
        raise ValueError(f"this claimwire does not know the version; it knows {', '.join(SCHEMA_VERSIONS)}")
    if not is_read_as_it_is(version):
        raise ValueError(f"an older schema; `claimwire migrate` brings the records to {SCHEMA_VERSIONS[-1]}")
    return version


def single_day(date: str) -> str:
    """Return an EDTF date; raises `ValueError` if it is not one day of the calendar."""
    day_of(date)
    return date


def is_test_doi(doi: str) -> bool:
    """Return whether a DOI is one of those for tests, such as the sandbox of Zenodo gives: they lead nowhere."""
    return doi.startswith(TEST_DOIS)


def registered_doi(doi: str) -> str:
    """Return a DOI; raises `ValueError` if it is one for tests."""
    if is_test_doi(doi):
        raise ValueError(f"a DOI for tests ({TEST_DOIS}...), which leads nowhere; a record has registered ones only")
    return doi


def all_different(ids: Sequence[str]) -> Sequence[str]:
    """Return some ids; raises `ValueError` if one is there twice."""
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        raise ValueError(f"duplicate {', '.join(repeated)}; name each once")
    return ids


class Document(Record):
    """A raw document of a corpus and what is known of it from elsewhere than the document itself."""

    article_id: Id = Field(description="id of the article made from it")
    file: str = Field(description="file name, with `#record` where a file holds several documents")
    outlet_id: Id = Field(description="the outlet that published it")
    episode_id: EventReference | None = Field(default=None, description="the event it reports")
    recipe: str | None = Field(default=None, description="recipe name; the corpus's own where absent")
    headline: Name | None = Field(
        default=None, description="what to show for a headline, in our own words, where the document has none"
    )
    published: Edtf | None = Field(
        default=None, description="date of publication, where the document does not give it in full"
    )
    url: NamedAddress | None = Field(default=None, description="its address, where the document does not give it")
    found: DateEvidence | None = Field(default=None, description="how that date was found")
    evidence: Prose | None = Field(default=None, description="the evidence for it, in our own words")
    as_of: Edtf | None = Field(default=None, description="when a public copy first showed this text (EDTF, UTC)")
    first_text: bool | None = Field(
        default=None, description="whether it is the first text that the public copy had; absent where not known"
    )
    earlier_id: Id | None = Field(
        default=None, description="the article with the first text of what was rewritten in place, if it is another"
    )
    split: Split | None = Field(
        default=None, description="the split that the sampling which chose it put it in; absent where the ratios decide"
    )

    @field_validator("published")
    @classmethod
    def _is_published_a_date(cls, published: str | None) -> str | None:
        return None if published is None else publication_date(published)


class CorpusInfo(Record, title="Corpus"):
    """A corpus: `annotations/<corpus_id>/corpus.toml`."""

    corpus_id: Id = Field(description="id of the corpus, and the name of its folder")
    title: Title = Field(description="its title")
    description: Prose = Field(description="what it is")
    language: str = Field(pattern=r"^[a-z]{2,3}$", description="ISO 639 code of its language")
    text_origin: TextOrigin = Field(description="whether its texts are real or written for the purpose")
    written_by: AnnotatorKind | None = Field(
        default=None, description="who wrote its texts, of those that were written for the purpose"
    )
    unit: CorpusUnit = Field(default=CorpusUnit.ARTICLES, description="what a document of it is")
    text_redistributable: bool = Field(
        description="whether its texts may stand in the repository, and so in every release"
    )
    text_in_release: TextInRelease = Field(
        default=TextInRelease.AS_IN_REPOSITORY, description="which of its texts the published release has"
    )
    text_licence: Title = Field(description="licence of the texts")
    annotation_licence: Title = Field(description="licence of the annotations")
    schema_version: Version = Field(description="version of the record models")
    guideline_version: Version = Field(description="version of the codebook")
    recipe: str = Field(description="recipe its documents are read with unless they name another")
    not_checked: Prose = Field(description="what nobody has checked")
    protocol: Prose | None = Field(default=None, description="how it was annotated and adjudicated")
    sampling: Prose | None = Field(default=None, description="how its texts were chosen, or written")
    biases: Prose | None = Field(default=None, description="known biases of its texts and annotations")
    sensitive_information: Prose | None = Field(default=None, description="what it says about whom that is sensitive")
    documents: tuple[Document, ...] = Field(default=(), description="its documents")
    sources: tuple[TextSource, ...] = Field(
        default=(), description="where its documents are open and online, for `claimwire hydrate --download`"
    )

    _is_schema_version_known = field_validator("schema_version")(known_schema_version)
    _is_guideline_version_plain = field_validator("guideline_version")(plain_version)

    @field_validator("sources")
    @classmethod
    def _are_sources_different(cls, sources: tuple[TextSource, ...]) -> tuple[TextSource, ...]:
        all_different([source.file for source in sources])
        return sources

    @property
    def is_synthetic(self) -> bool:
        """Whether its texts were made by a program, as far as is known: written for the purpose, and not by people."""
        return self.text_origin is TextOrigin.WRITTEN_FOR_PURPOSE and self.written_by is not AnnotatorKind.HUMAN

    def may_publish_text_of(self, outlet: Outlet) -> bool:
        """Return whether the published release may have the text of an article of an outlet.

        Corpus and outlet both have to allow it. Where the repository keeps the text stand-off, the licence has to be a
        stated one, too.
        """
        if self.text_redistributable:
            return outlet.text_redistributable
        is_open = self.text_in_release == TextInRelease.OPEN
        return is_open and outlet.text_redistributable and outlet.states_licence


class PeopleCheck(Record):
    """The items of the test split that people are asked to check: what `claimwire audit pack` draws."""

    items: int = Field(ge=1, description="how many items the pack has")
    seed: int = Field(default=1, description="seed of the draw")


class ReleasePlan(Record):
    """What the next release is made of: `annotations/release.toml`."""

    name: Title = Field(description="name of the dataset")
    data_version: Version = Field(description="version of the data to be released")
    date: Edtf = Field(description="day of the release")
    corpora: tuple[Id, ...] = Field(min_length=1, description="the corpora it is made of, in order")
    split_ratios: dict[str, float] = Field(description="share of the articles each split should have")
    description: Prose | None = Field(default=None, description="what the dataset is, in a sentence or two")
    authors: tuple[Title, ...] = Field(default=(), description="who publishes it, in the order of a citation")
    licence: Title | None = Field(default=None, description="SPDX id of the licence of the release, such as CC-BY-4.0")
    licence_url: NamedAddress | None = Field(default=None, description="address of the licence's text")
    citation: Prose | None = Field(
        default=None, description="how to cite it; made of authors, name, version and year if absent"
    )
    contact: Title | None = Field(default=None, description="whom to write to")
    answer_days: int | None = Field(
        default=None, ge=1, description="within how many days who writes there gets an answer; absent if nobody said it"
    )
    url: NamedAddress | None = Field(default=None, description="address of its home page")
    human_annotators: Title | None = Field(
        default=None,
        description="the Hub's word for the people who annotated, such as expert-generated or crowdsourced; other if "
        "absent",
    )
    keywords: tuple[Title, ...] = Field(default=(), description="words to find it by")
    uses: tuple[Prose, ...] = Field(default=(), description="what it can be used for, one use each")
    not_for: tuple[Prose, ...] = Field(
        default=(), description="what it must not be used for, and where it does not hold, one each"
    )
    social_impact: Prose | None = Field(
        default=None, description="what good and what harm its use can do to people, and what was done against harm"
    )
    not_asked: NotAsked = Field(default=EVERYTHING_IS_ASKED, description="what annotators are not asked for")
    added_values: AddedValues = Field(
        default={},
        description="values that this dataset adds to open lists: the name of the list, the value, and what it means",
        json_schema_extra=NAMES_OF_OPEN_LISTS,
    )
    people_check: PeopleCheck | None = Field(
        default=None, description="the pack of items that people are asked to check; absent where there is none"
    )

    _is_data_version_plain = field_validator("data_version")(plain_version)
    _is_date_a_day = field_validator("date")(single_day)
    _are_corpora_different = field_validator("corpora")(all_different)
    _can_values_be_added = field_validator("added_values")(can_be_added)

    @property
    def questions(self) -> Questions:
        """What annotators are asked: without what is not asked, and with the values that are added."""
        return Questions.of(self.added_values, self.not_asked)


class SplitAssignment(Record):
    """Which split an article belongs to, for good: a line of the append-only `dataset/splits.jsonl`."""

    article_id: Id = Field(description="the article")
    split: Split = Field(description="its split")
    since: Version = Field(description="data version it was assigned in")


class ReleaseDoi(Record, title="DOI"):
    """The DOIs of a published release: a line of the append-only `dataset/dois.jsonl`."""

    data_version: Version = Field(description="version of the data")
    doi: Doi = Field(description="the DOI of this version alone")
    concept_doi: Doi = Field(description="the DOI of all versions, which leads to the latest")
    date: Edtf = Field(description="day on which the DOI of the version was registered")

    _is_data_version_plain = field_validator("data_version")(plain_version)
    _is_date_a_day = field_validator("date")(single_day)
    _are_dois_registered = field_validator("doi", "concept_doi")(registered_doi)


class Withdrawal(Record):
    """What was taken back: a line of the append-only `annotations/withdrawn.jsonl`. It says nothing of the content."""

    withdrawn_id: Id = Field(description="id of the article, claim or entity; an annotator's own claim is one, too")
    date: Edtf = Field(description="day it was withdrawn")
    reason: WithdrawalReason = Field(description="kind of reason")

    _is_date_a_day = field_validator("date")(single_day)


class ManifestInput(Record):
    """A file that went into a release."""

    path: str = Field(description="path from the top of the repository")
    sha256: Sha256 = Field(description="SHA-256 of its bytes")


class ManifestTable(Record):
    """One table of a release: a split of a config."""

    config: str = Field(description="name of the config")
    split: Split = Field(description="the split")
    path: str = Field(description="path from the top of the release")
    rows: int = Field(ge=1, description="number of rows")
    sha256: Sha256 = Field(description="SHA-256 of the Parquet file's bytes")
    content_sha256: Sha256 = Field(
        description="SHA-256 of what the rows say, by the manifest's recipe: the same whatever wrote the Parquet file"
    )


class RowsWithdrawn(Record):
    """How many rows of a table a withdrawal took out or changed."""

    config: str = Field(description="name of the config")
    split: Split = Field(description="the split")
    removed: int = Field(ge=0, description="number of rows taken out")
    changed: int = Field(ge=0, description="number of other rows with another value: one that named what is gone")


class ManifestRebuild(Record):
    """One time that a published folder was built again without what was withdrawn; it says nothing of the content."""

    date: Edtf = Field(description="day of the latest withdrawal that it follows")
    tables: tuple[RowsWithdrawn, ...] = Field(min_length=1, description="the tables that lost rows or values")

    _is_date_a_day = field_validator("date")(single_day)


class ReleaseManifest(Record):
    """What a release was made of and what it holds: `manifest.json`."""

    name: Title = Field(description="name of the dataset")
    data_version: Version = Field(description="version of the data")
    date: Edtf = Field(description="day of the release")
    schema_version: Version = Field(description="version of the record models")
    code_version: str = Field(description="version of claimwire that built it")
    hydrated: bool = Field(description="whether texts that may not be redistributed were put in, for local use only")
    writers: dict[str, str] = Field(description="versions of the libraries that wrote the files")
    inputs: tuple[ManifestInput, ...] = Field(description="the files it was made from")
    tables: tuple[ManifestTable, ...] = Field(description="the tables it holds")
    content_recipe: ContentRecipe | None = Field(
        default=None, description="how the content hashes of its tables are made; absent: rows-json/1"
    )
    content_sha256: Sha256 = Field(description="SHA-256 over the tables' names and content hashes")
    added_values: AddedValues | None = Field(
        default=None,
        description="values that the dataset adds to open lists: the name of the list, the value, and what it means; "
        "absent if it adds none",
        json_schema_extra=NAMES_OF_OPEN_LISTS,
    )
    open_texts_content_sha256: Sha256 | None = Field(
        default=None,
        description="the same of the build with the texts of open licences, which the repository does not have; absent "
        "where no copy of the texts was at hand",
    )
    not_asked: NotAsked | None = Field(
        default=None, description="what annotators were not asked for; absent where they were asked for everything"
    )
    withdrawn: tuple[ManifestRebuild, ...] | None = Field(
        default=None,
        description="the times that it was built again without what was withdrawn, the earliest first; absent if never",
    )

    @property
    def questions(self) -> Questions:
        """The values of open lists that the release has; what was not asked is told by its rows."""
        return Questions.of(self.added_values)

    @property
    def recipe(self) -> ContentRecipe:
        """How the content hashes of its tables are made."""
        return self.content_recipe or ContentRecipe.ROWS_JSON
