"""The tables of `docs/human-corpora.md`: the corpora with their licences, and what becomes of what each has."""

from __future__ import annotations

from pathlib import Path

from claimwire.corpus.workspace import Workspace
from claimwire.formats.human import HUMAN_CORPORA, HumanCorpus, Mapped
from claimwire.formats.human.claims import UNJUDGED
from claimwire.regions import fill, table

DOCUMENT = "docs/human-corpora.md"


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page with its tables made anew: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions.
    """
    path = workspace.root / DOCUMENT
    return {path: fill(path.read_text(encoding="utf-8"), regions(), DOCUMENT).encode("utf-8")}


def regions() -> dict[str, str]:
    """Return the generated regions of the page: region name -> Markdown."""
    head = ("`--format`", "corpus", "language", "labels", "licence of the annotations", "of the texts")
    return {
        "corpora": table(
            head,
            (
                (
                    f"`{human.format_id}`",
                    human.title,
                    human.language,
                    ", ".join(human.labels),
                    human.annotation_licence,
                    human.text_licence,
                )
                for human in HUMAN_CORPORA
            ),
        ),
        "unjudged": table(
            ("label", "slot", "what stands there"),
            ((str(label), f"`{slot}`", value) for label, slots in UNJUDGED.items() for slot, value in slots.items()),
        ),
        **{human.format_id: _maps(human) for human in HUMAN_CORPORA},
    }


def _maps(human: HumanCorpus) -> str:
    return table(("there", "here", "how, or why not"), (_row(row) for row in human.maps))


def _row(row: Mapped) -> tuple[str, str, str]:
    return row.theirs, ", ".join(f"`{name}`" for name in row.ours) or "not kept", row.how
