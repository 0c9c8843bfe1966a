"""How often a part is tied to the right claim if nobody relates them: kind by kind, over all layers and claims.

Run it as `python benchmarks/tying.py [REPOSITORY] [--to docs/label-studio.md]`, by default in this repository; `--to`
writes the tables into the regions of a document. The relations of all parts are taken away, the parts are tied as
`pull` does it, and what comes out is compared with what was annotated. Offsets and sentences are all that it needs, so
that texts need not be at hand. The rules were chosen by what they do on the training split. For the second table all
that needs a relation has it: parts of several claims, and further pieces.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.controls import PART_BY_FIELD, PARTS
from claimwire.labelstudio.page.ties import tied_to
from claimwire.labelstudio.tasks.tying import LoosePart, Owner, tie
from claimwire.regions import refill, table
from claimwire.schema import ClaimBase, Span, span_slots
from claimwire.schema.vocab import Split

Outcome = Literal["right", "wrong", "one of several", "left"]
"""Tied to its claim, to another one, to only one of its claims, or not tied."""

OUTCOMES: tuple[Outcome, ...] = ("right", "wrong", "one of several", "left")

PartKey = tuple[str, Span]
"""The field and the words of a part."""

Related = Callable[[str, Sequence[str]], bool]
"""Whether a part of a field and of some claims keeps its relations."""


@dataclass(frozen=True)
class Annotated:
    """The claims of a layer, or of all layers together once they are adjudicated; with sentences and split."""

    claims: Sequence[ClaimBase]
    sentences: Sequence[Span]
    split: Split | None

    def parts(self) -> dict[PartKey, list[str]]:
        """Return the claims that each part belongs to."""
        found: dict[PartKey, list[str]] = defaultdict(list)
        for claim in self.claims:
            for field in span_slots(type(claim)):
                for span in claim.spans[1:] if field == "spans" else getattr(claim, field):
                    found[field, span].append(claim.claim_id)
        return dict(found)


def annotated(workspace: Workspace) -> Iterator[Annotated]:
    """Yield every layer of a repository, and the adjudicated claims of every article."""
    splits = {line.record.article_id: line.record.split for line in workspace.splits()[0]}
    for corpus in workspace.corpora():
        for article_id, article in corpus.articles.items():
            layers = [layer.claims for layer in corpus.layers_of_article.get(article_id, ())]
            for claims in (*layers, corpus.claims_of_article.get(article_id, ())):
                yield Annotated(claims, article.sentences, splits.get(article_id))


def none_related(field: str, owners: Sequence[str]) -> bool:
    """Relate nothing."""
    return False


def what_needs_it_related(field: str, owners: Sequence[str]) -> bool:
    """Relate further pieces, and the parts of several claims."""
    return field == "spans" or len(owners) > 1


def outcomes(one: Annotated, is_related: Related = none_related) -> Iterator[tuple[str, Outcome]]:
    """Yield field and outcome of every part whose relations are taken away."""
    parts = one.parts()
    related = {key: owners for key, owners in parts.items() if is_related(key[0], owners)}
    loose = {str(number): key for number, key in enumerate(parts) if key not in related}
    tied = tie(
        {claim.claim_id: _owner(claim, related) for claim in one.claims},
        {name: LoosePart(field, span) for name, (field, span) in loose.items()},
        one.sentences,
    )
    for name, key in loose.items():
        yield key[0], _outcome(tied.get(name), parts[key])


def _owner(claim: ClaimBase, related: dict[PartKey, list[str]]) -> Owner:
    own = [key for key, owners in related.items() if claim.claim_id in owners]
    pieces = [span for field, span in own if field == "spans"]
    return Owner((claim.spans[0], *pieces), frozenset(span_slots(type(claim))), frozenset(field for field, _ in own))


def _outcome(tied: str | None, owners: Sequence[str]) -> Outcome:
    if tied is None:
        return "left"
    if tied not in owners:
        return "wrong"
    return "right" if len(owners) == 1 else "one of several"


def counted(found: Iterable[Annotated], is_related: Related = none_related) -> dict[str, Counter[Outcome]]:
    """Return how often each outcome is there, by the field of the parts."""
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for one in found:
        for field, outcome in outcomes(one, is_related):
            counts[field][outcome] += 1
    return counts


HEADER = ("part", "parts", "right", "wrong", "one of several", "left")


def measured(train: dict[str, Counter[Outcome]], others: dict[str, Counter[Outcome]]) -> str:
    """Return a table in Markdown: the outcomes of each kind of part, on training data, and on the others behind it."""
    rows = [
        [part.value, *_cells(train.get(field, Counter())), *_cells(others.get(field, Counter()))]
        for field, part in PART_BY_FIELD.items()
        if train.get(field) or others.get(field)
    ]
    return table([HEADER[0], *HEADER[1:], *(f"{name}, others" for name in HEADER[1:])], rows)


def _cells(counts: Counter[Outcome]) -> list[str]:
    total = counts.total()
    return [str(total), *(f"{100 * counts[x] / total:.1f} %" if total else "" for x in OUTCOMES)]


def regions(everything: Sequence[Annotated]) -> dict[str, str]:
    """Return the regions of a document: the rules in words, and both tables."""
    train = [one for one in everything if one.split is Split.TRAIN]
    others = [one for one in everything if one.split is not Split.TRAIN]
    return {
        "ties": table(("part", "belongs to"), [(part.value, tied_to(part)) for part in PARTS]),
        "tied": measured(counted(train), counted(others)),
        "tied where needed": measured(counted(train, what_needs_it_related), counted(others, what_needs_it_related)),
    }


def main() -> None:
    """Print the tables, or write them into a document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", nargs="?", type=Path, default=Path())
    parser.add_argument("--to", type=Path, help="a Markdown file whose regions are filled")
    given = parser.parse_args()
    found = regions(list(annotated(Workspace(given.repository))))
    if given.to is None:
        print("\n".join(found.values()))
    else:
        given.to.write_text(refill(given.to.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
