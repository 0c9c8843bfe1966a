"""An invented bridge collapse, told in items that were rewritten: articles with moments, and figures in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from invented import CORPUS

from claimwire.conflicts.conflict_index import ConflictIndex
from claimwire.corpus.corpus import Corpus
from claimwire.schema import Article, CasualtyFigure, Document, Event, Link, Publication, Span
from claimwire.schema.vocab import (
    DateEvidence,
    EventType,
    FigureScope,
    Harm,
    Label,
    LinkKind,
    PresentedAs,
    Qualifier,
    QuantityForm,
    Split,
    VictimStatus,
)
from claimwire.tolls import Toll, tellings_of, tolls_of

NOTHING = "0" * 64
DAY = "2041-06-01"


def at(hour: int, minute: int = 0) -> str:
    """Return a moment so many hours after the collapse."""
    return f"2041-06-{1 + hour // 24:02}T{hour % 24:02}:{minute:02}:00Z"


@dataclass
class Telling:
    """Collects articles, figures and links; an article is `heron_NAME`, a figure `NAME_WHAT`."""

    articles: dict[str, Article] = field(default_factory=dict)
    claims: dict[str, CasualtyFigure] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    splits: dict[str, Split] = field(default_factory=dict)

    def text(
        self, name: str, as_of: str | None, first: bool | None = True, rewrites: str | None = None, split: str = "test"
    ) -> None:
        """Tell an item's text."""
        article_id = f"heron_{name}"
        self.splits[article_id] = next(value for value in Split if value.value == split)
        self.articles[article_id] = Article(
            article_id=article_id,
            corpus_id="heron",
            outlet_id="orlan_post",
            episode_id="bridge",
            headline="Orlan bridge collapse",
            language="en",
            publication=Publication(date=DAY, found=DateEvidence.METADATA),
            as_of=as_of,
            first_text=first,
            earlier_id=None if rewrites is None else f"heron_{rewrites}",
            document="file",
            document_sha256=NOTHING,
            recipe="plain-text/1",
            raw_sha256=NOTHING,
            raw_length=1000,
            text_sha256=NOTHING,
            text_length=1000,
            segments=(),
            sentence_recipe="claimwire-en/1",
            sentences=(),
        )

    def figure(
        self, name: str, qualifier: Qualifier, lower: int | None, upper: int | None, what: str = "dead", **slots: Any
    ) -> str:
        """Tell a figure in the text of a name."""
        claim_id = f"{name}_{what}"
        base: dict[str, Any] = {
            "claim_id": claim_id,
            "article_id": f"heron_{name}",
            "label": Label.CASUALTY_FIGURE,
            "spans": (Span(start=10 * len(self.claims), end=10 * len(self.claims) + 5),),
            "statement": "Many people died on the bridge of Orlan.",
            "presented_as": PresentedAs.ASSERTED,
            "event_id": "bridge",
            "qualifier": qualifier,
            "quantity_form": QuantityForm.DIGITS,
            "lower": lower,
            "upper": upper,
            "harm": Harm.KILLED,
            "victim_status": VictimStatus.UNSPECIFIED,
            "scope": FigureScope.SINGLE_EVENT,
        }
        self.claims[claim_id] = CasualtyFigure(**(base | slots))
        return claim_id

    def dead(self, name: str, number: int, **slots: Any) -> str:
        """Tell that exactly so many died."""
        return self.figure(name, Qualifier.EXACT, number, number, **slots)

    def link(self, *claim_ids: str, kind: LinkKind = LinkKind.SUPERSEDES) -> None:
        """Say that figures count the same people."""
        number = len(self.links) + 1
        self.links.append(Link(link_id=f"heron_l{number:02}", kind=kind, claim_ids=claim_ids, annotator_id="ada"))

    def data(self, folder: Path = Path()) -> Corpus:
        """Return the corpus."""
        documents = tuple(
            Document(article_id=article_id, file=article_id, outlet_id="orlan_post", split=split)
            for article_id, split in self.splits.items()
        )
        event = Event(
            event_id="bridge", name="Bridge", event_type=EventType.DISASTER, description="A bridge of Orlan fell."
        )
        return Corpus.of(
            CORPUS.model_copy(update={"documents": documents}),
            folder,
            articles=self.articles.values(),
            claims=self.claims.values(),
            events=[event],
            links=self.links,
        )

    def index(self) -> ConflictIndex:
        """Return what proposals are made from."""
        return ConflictIndex(self.data(), {})

    def tolls(self) -> Mapping[str, Toll]:
        """Return the tolls by id."""
        data = self.data()
        return {
            toll.toll_id: toll
            for toll in tolls_of(tellings_of(data.claims.values(), data.articles), data.links.values())
        }


def bridge() -> Telling:
    """Return 3 dead at once, 5 after two hours in the same item, and at least 9 in an item of the next day."""
    told = Telling()
    told.text("a", at(0))
    told.text("b", at(2), first=False, rewrites="a")
    told.text("c", at(30))
    told.dead("a", 3)
    told.dead("b", 5)
    told.figure("c", Qualifier.AT_LEAST, 9, None)
    return told
