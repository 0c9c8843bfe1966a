"""What somebody says of a repository before it is there, and the records that this amounts to. No file is touched."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import WorkspaceError
from ..latin import is_spelled, latin_id
from ..licences import creative_commons
from ..schema import AddedValue, Annotator, CorpusInfo, Outlet, ReleasePlan
from ..schema.vocab import AnnotatorKind, OutletKind, TextOrigin
from ..versions import SCHEMA_VERSION

CODEBOOK_VERSION = "2.0.0"
"""Version of the codebook that comes with the package."""

NOT_RECORDED = "not recorded"
"""What stands where a record needs a word and nobody has said it yet."""

RESERVED = "all rights reserved"

FOLDERS = frozenset({"outlets", "codebook", "protocols", "sampling"})
"""Folders of `annotations/` that are no corpora."""

NO_FILE_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
)
"""Names that no file or folder can have on Windows."""

SPLIT_RATIOS = {"train": 0.8, "validation": 0.1, "test": 0.1}


@dataclass(frozen=True)
class CorpusFacts:
    """What is said of a corpus: its id and title, and whether its texts are open, and who wrote them for it."""

    corpus_id: str
    title: str | None = None
    description: str | None = None
    language: str = "en"
    recipe: str = "plain-text"
    open_texts: bool = False
    written_by: AnnotatorKind | None = None
    text_licence: str | None = None
    licence: str | None = None
    not_checked: str = "Nobody has written down yet what was checked."

    def record(self) -> CorpusInfo:
        """Return the corpus; raises `ValidationError` if something said is not valid, `WorkspaceError` for its id."""
        if self.corpus_id in FOLDERS:
            raise WorkspaceError(f"annotations/{self.corpus_id} is for something else; choose another id of the corpus")
        _require_file_name(self.corpus_id)
        return CorpusInfo(
            corpus_id=self.corpus_id,
            title=self.title or self.corpus_id.replace("_", " ").capitalize(),
            description=self.description or "Nobody has described this corpus yet.",
            language=self.language,
            text_origin=TextOrigin.WRITTEN_FOR_PURPOSE if self.written_by else TextOrigin.PUBLISHED,
            written_by=self.written_by,
            text_redistributable=self.open_texts,
            text_licence=self.licence_of_texts,
            annotation_licence=self.licence or NOT_RECORDED,
            schema_version=SCHEMA_VERSION,
            guideline_version=CODEBOOK_VERSION,
            recipe=self.recipe,
            not_checked=self.not_checked,
        )

    def outlet(self, outlet_id: str) -> OutletFacts:
        """Return an outlet of which no more is said than that the corpus's texts are of it."""
        return OutletFacts(
            outlet_id,
            language=self.language,
            licence=self.licence_of_texts,
            open_texts=self.open_texts,
            invented=self.written_by is not None,
        )

    @property
    def licence_of_texts(self) -> str:
        """The licence of its texts: what is said, else all rights are reserved unless the texts are open."""
        return self.text_licence or ((self.licence or NOT_RECORDED) if self.open_texts else RESERVED)


@dataclass(frozen=True)
class OutletFacts:
    """What is said of an outlet."""

    outlet_id: str
    name: str | None = None
    country: str | None = None
    language: str = "en"
    domain: str | None = None
    kind: OutletKind | AddedValue = OutletKind.UNKNOWN
    licence: str = RESERVED
    open_texts: bool = False
    invented: bool = False

    def record(self) -> Outlet:
        """Return the outlet; raises `ValidationError` if something said is not valid, `WorkspaceError` for its id."""
        _require_file_name(self.outlet_id)
        return Outlet(
            outlet_id=self.outlet_id,
            name=self.name or self.outlet_id.replace("_", " ").title(),
            country=self.country or NOT_RECORDED,
            language=self.language,
            domain=self.domain or NOT_RECORDED,
            kind=self.kind,
            licence=self.licence,
            text_redistributable=self.open_texts,
            invented=self.invented,
        )


@dataclass(frozen=True)
class AnnotatorFacts:
    """What is said of an annotator."""

    annotator_id: str
    kind: AnnotatorKind = AnnotatorKind.HUMAN
    description: str | None = None

    def record(self) -> Annotator:
        """Return the annotator; raises `ValidationError` if something said is not valid."""
        who = {AnnotatorKind.HUMAN: "A person", AnnotatorKind.MODEL: "A model", AnnotatorKind.RULE: "A rule program"}
        told = self.description or f"{who[self.kind]}; nobody has described it yet."
        return Annotator(annotator_id=self.annotator_id, annotator_kind=self.kind, description=told)


@dataclass(frozen=True)
class NewRepository:
    """What is said of a whole repository; `date` is the day planned for its first release, such as `2031-05-06`."""

    name: str
    date: str
    corpus: CorpusFacts
    description: str | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    contact: str | None = None
    url: str | None = None
    outlets: tuple[OutletFacts, ...] = ()
    annotators: tuple[AnnotatorFacts, ...] = ()

    def __post_init__(self) -> None:
        for kind, ids in (
            ("outlet", [outlet.outlet_id for outlet in self.outlets]),
            ("annotator", [annotator.annotator_id for annotator in self.annotators]),
        ):
            twice = next((name for name in ids if ids.count(name) > 1), None)
            if twice is not None:
                raise WorkspaceError(f"the {kind} {twice} is named twice; name each once")

    def plan(self) -> ReleasePlan:
        """Return the plan of the first release; raises `ValidationError` if something said is not valid."""
        known = creative_commons(self.licence) if self.licence else None
        return ReleasePlan(
            name=self.name,
            data_version="0.1.0",
            date=self.date,
            corpora=(self.corpus.corpus_id,),
            split_ratios=SPLIT_RATIOS,
            description=self.description,
            authors=self.authors,
            licence=known.spdx_id if known else self.licence,
            licence_url=known.address if known else None,
            contact=self.contact,
            url=self.url,
        )


def corpus_id_of(title: str) -> str:
    """Return the id of a corpus by the title of its dataset: without accents, other scripts in Latin letters.

    Raises `WorkspaceError` if people would not recognise it: of ideographs, or without letters and digits.
    """
    if not is_spelled(title):
        raise WorkspaceError(
            f"no id of a corpus can be made of the name {title!r:.80}; give one with --corpus ID, in a to z, 0 to 9 "
            "and _"
        )
    return latin_id(title)


def _require_file_name(name: str) -> None:
    """Raise `WorkspaceError` if a record's id cannot be the name of a file on every system."""
    if name in NO_FILE_NAMES:
        raise WorkspaceError(f"{name} cannot be the name of a file on Windows; choose another id")
