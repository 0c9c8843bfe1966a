"""How often what a program reads off the words is what the adjudicated claims have, slot by slot.

Run it as `python benchmarks/proposals.py [REPOSITORY] [--from FOLDER] [--errors]`, by default in this repository. Only
articles whose text is at hand are read. Each slot is proposed as for somebody who filled in everything else but the
slots that can be proposed. A slot that a claim lacks and that its codebook did not ask for is not counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus
from claimwire.proposals import proposable, proposed
from claimwire.schema import ClaimBase, slots_not_asked


@dataclass(frozen=True)
class Compared:
    """A slot of a claim: what is annotated, and what is proposed; None where there is nothing."""

    slot: str
    claim: ClaimBase
    annotated: Any
    told: Any


def compared(claim: ClaimBase, text: str, codebook: str) -> Iterator[Compared]:
    """Yield the slots of a claim that can be proposed, without those that neither side has."""
    fields = claim.model_dump(mode="json", exclude_defaults=True)
    shapes = proposable(type(claim))
    given = {name: value for name, value in fields.items() if name not in {shape.name for shape in shapes}}
    told = proposed(type(claim), given, text)
    for shape in shapes:
        annotated = fields.get(shape.name)
        if shape.name not in slots_not_asked(claim, codebook) and {annotated, told.get(shape.name)} != {None}:
            yield Compared(shape.name, claim, annotated, told.get(shape.name))


def main() -> None:
    """Print a table of the slots, and with `--errors` where proposals differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", nargs="?", type=Path, default=Path())
    parser.add_argument("--from", dest="source", type=Path, help="your copies of stand-off texts")
    parser.add_argument("--errors", action="store_true", help="show where proposals differ")
    given = parser.parse_args()
    workspace = Workspace(given.repository)
    rows: list[tuple[Compared, str]] = []
    for corpus in workspace.corpora():
        if given.source is not None and not corpus.info.text_redistributable:
            corpus = hydrated_corpus(corpus, given.source, exact=True)[0]
        for claim in corpus.claims.values():
            text = corpus.articles[claim.article_id].text
            if text is not None:
                rows += [(row, text) for row in compared(claim, text, corpus.info.guideline_version)]
    counts = Counter(row.slot for row, _ in rows)
    same = Counter(row.slot for row, _ in rows if row.annotated == row.told)
    left_open = Counter(row.slot for row, _ in rows if row.told is None)
    print("| slot | claims | same | share | left open |\n|---|--:|--:|--:|--:|")
    for slot, count in counts.items():
        print(f"| {slot} | {count} | {same[slot]} | {same[slot] / count:.3f} | {left_open[slot]} |")
    for row, text in rows if given.errors else ():
        if row.annotated != row.told:
            words = " … ".join(span.of(text) for span in row.claim.spans)
            print(f"{row.claim.claim_id} {row.slot}: {row.annotated}, proposed {row.told}: {words}")


if __name__ == "__main__":
    main()
