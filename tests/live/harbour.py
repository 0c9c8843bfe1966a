"""The ferry's report of docs/annotating.md in the labelling page, and its three claims as somebody marks them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from browser import Page
from invented import ASSERTED, COMPANY_SAID
from test_losses import api
from test_round_trip import queue
from test_tutorial import STEPS, follow
from world import Live, Repository

from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.page.effort import Effort
from claimwire.labelstudio.page.keys import label_key
from claimwire.schema import DECLARATION_OF, Annotation
from claimwire.schema.vocab import Label

ARTICLE = "harbour_ferry"


@dataclass(frozen=True)
class MadeClaim:
    """A claim as it is made in the page: its words, its parts by key, what is chosen and typed, what is clicked last.

    `meant` has what of the claim is read off the words or has another name in the layer.
    """

    label: Label
    words: str
    parts: dict[str, str]
    chosen: dict[str, str]
    typed: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    meant: dict[str, object] = field(default_factory=dict)


CLAIMS = (
    MadeClaim(
        Label.ATTRIBUTED_STATEMENT,
        "A ferry ran onto a sandbank on Monday",
        {"s": "Captain Ines Valmer", "c": "said"},
        {"presented_as": "asserted"},
        {"attributed_statement__source_name": "Ines Valmer"},
        {"attributed_statement__source_kind": "company"},
        {
            **COMPANY_SAID,
            "quote_type": "indirect",
            "source_spans": ["Captain Ines Valmer"],
            "source_name": ["Ines Valmer"],
            "cue_spans": [{"exact": "said", "prefix": "Valmer "}],
        },
    ),
    MadeClaim(
        Label.CASUALTY_FIGURE,
        "At least 14 people were hurt",
        {"n": "At least 14"},
        {
            "casualty_figure__harm": "injured",
            "casualty_figure__victim_status": "unspecified",
            "casualty_figure__named_victim": "no",
            "casualty_figure__scope": "single_event",
            "presented_as": "asserted",
        },
        meant={
            "harm": "injured",
            "victim_status": "unspecified",
            "named_victim": False,
            "scope": "single_event",
            "quantity_spans": ["At least 14"],
            "quantity_form": "digits",
            "qualifier": "at_least",
            "lower": 14,
        },
    ),
    MadeClaim(
        Label.HISTORICAL_BACKGROUND,
        "The same bank sank a freighter in 1987",
        {"t": "1987"},
        {"historical_background__time_resolution": "explicit", "presented_as": "asserted"},
        {"historical_background__time": "1987"},
        {"historical_background__event_type": "disaster"},
        {"time_spans": ["1987"], "time": "1987", "time_resolution": "explicit", "event_type": "disaster"},
    ),
)


def read_in(repository: Repository) -> None:
    """Follow the step of the document that writes the two reports and reads them in."""
    (repository.root / "annotations" / "outlets").mkdir()
    [texts] = [step for step in STEPS if "texts/ferry.txt" in step]
    follow(texts, repository.root)


@contextmanager
def sent(live: Live, repository: Repository) -> Iterator[tuple[int, int]]:
    """Read the report in, send it to anna, give the numbers of her project and of the task, and delete the project."""
    read_in(repository)
    repository.push("harbour", "-a", "anna", "--article", ARTICLE)
    project = queue(live, "harbour", "anna").number
    try:
        yield project, live.client().tasks(project)[0].number
    finally:
        api(live, "admin", "DELETE", f"projects/{project}/")


def mark_key(claim: MadeClaim) -> str:
    """Return the key of a claim's label."""
    return label_key(DECLARATION_OF[claim.label])


def mark(page: Page, claim: MadeClaim) -> None:
    """Mark a claim's words and its parts."""
    page.draw(mark_key(claim), claim.words)
    for key, words in claim.parts.items():
        page.draw(key, words)


def fill_in(page: Page, claim: MadeClaim) -> None:
    """Choose and type what the selected claim needs; what is clicked comes last, which also leaves the field."""
    for control, value in claim.chosen.items():
        page.choose(control, value)
    for control, text in claim.typed.items():
        page.write(control, text)
    for control, value in claim.last.items():
        page.choose(control, value)


def make_all(page: Page) -> dict[Label, Effort]:
    """Make the three claims the shortest way: all are marked, parts last, then each is gone to and filled in.

    Return what each took.
    """
    took = {claim.label: Effort() for claim in CLAIMS}

    def counted(claim: MadeClaim, begin: Effort) -> None:
        took[claim.label] = took[claim.label] + (page.effort - begin)

    for claim in CLAIMS:
        begin = page.effort.copy()
        page.draw(mark_key(claim), claim.words)
        counted(claim, begin)
    for claim in CLAIMS:
        begin = page.effort.copy()
        for key, words in claim.parts.items():
            page.draw(key, words)
        counted(claim, begin)
    for claim in CLAIMS:
        begin = page.effort.copy()
        page.next_region()
        fill_in(page, claim)
        counted(claim, begin)
    return took


def meant(repository: Repository) -> Annotation:
    """Return the layer that these claims are meant to be."""
    article = Workspace(repository.root).corpus("harbour").articles[ARTICLE]
    lines = []
    for number, claim in enumerate(CLAIMS, start=1):
        own = {"label": claim.label.value, "spans": [claim.words], **claim.meant}
        everywhere = ASSERTED | {"id": f"{number:02d}", "sentences": list(range(len(article.sentences)))}
        lines.append((number, canonical_json(own | everywhere)))
    made, problems = quoted_layer(article, lines, LayerFacts("anna", "2.0.0", "by hand"), "claims")
    assert not problems, problems
    return made
