"""What the card says of a release's quality in short, and its methods as a paragraph that a paper can cite.

Both are sentences made of the numbers that stand in the tables of the card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from ..audit.rates import MISPLACED, MISSED, WRONG, item_rates
from ..audit.score import Rate
from ..regions import percent
from ..schema import ReleaseManifest
from ..schema.vocab import AnnotatorKind, Label, Split
from .agreed import agreement_ranges
from .corpora_tables import UNITS, layers, units
from .grades import grades_in_short
from .item_checks import people_row
from .tally import ReleaseTally
from .work import ADJUDICATED, ANNOTATED, WHO

ARE = {
    AnnotatorKind.HUMAN: "people",
    AnnotatorKind.MODEL: "language models",
    AnnotatorKind.RULE: "programs that follow rules",
}


def quality(tally: ReleaseTally) -> str:
    """Return a list of what is known of how good the labels are, and of what is not known."""
    what, count = people_row(tally.item_checks, tally.plan.people_check)
    points = [f"**{what.capitalize()}**: {count} of the test split."]
    points += [f"**{_first_upper(line)}" for line in _agreement(tally)] or [_not_measured(tally)]
    points += [f"**Checked by {WHO[kind]}**: {_checked(tally, kind)}" for kind in WHO if _checked(tally, kind)]
    if tally.reader is not None:
        told = "; ".join(f"`{x.label}` on {x.texts} {x.shown}" for x in tally.reader.in_short)
        points.append(
            f"**On other texts, which people labelled** by rules of their own, the F1 of the model that annotated, in "
            f"other runs, by sentence: {told}."
        )
    points.append(f"**Slots** (graded by the lowest agreement on them): {grades_in_short(tally.measured)}")
    return "".join(f"- {point}\n" for point in points)


def _not_measured(tally: ReleaseTally) -> str:
    """Return why there is no agreement to tell of."""
    if len(tally.annotated_by) == 1:
        return "**Agreement**: none can be measured. One annotator made every layer; nobody has given a second opinion."
    return "**Agreement**: not measured."


def _agreement(tally: ReleaseTally) -> Iterator[str]:
    for whose, ranges in agreement_ranges(tally.measured).items():
        told = ", ".join(f"{name} {found}" for name, found in ranges.items())
        yield f"{whose}** before adjudication, lowest to highest over corpora and labels: {told}."


def _checked(tally: ReleaseTally, kind: AnnotatorKind) -> str:
    """Return what the checks of single items of the test split by one kind of annotator found; empty without any."""
    rates = item_rates(tally.item_checks.judged(kind, Split.TEST.value))
    told = [
        f"{x.hits} of {x.trials} {_words(x)} ({x.shown})"
        for x in map(rates.rate, (WRONG, MISPLACED, MISSED))
        if x.trials
    ]
    return f"{'; '.join(told)}." if told else ""


def _words(rate: Rate) -> str:
    """Return what a rate counts, to be put behind `3 of 40`."""
    return {
        WRONG: "claims were found wrong",
        MISPLACED: "wrong in label or span",
        MISSED: "sentences without a claim lacked one",
    }[rate.what]


def methods(tally: ReleaseTally, manifest: ReleaseManifest) -> str:
    """Return how the release was made, as a paragraph of a paper."""
    corpora = tally.corpora.values()
    documents = " and ".join(f"{sum(x.count(unit) for x in corpora):,} {UNITS[unit]}" for unit in units(tally))
    labels = sum((corpus.labels for corpus in corpora), Counter[str]())
    counts = ", ".join(f"{labels[label]:,} {label}" for label in Label.names())
    sentences, claims = (sum(x.counts[name] for x in corpora) for name in ("sentences", "claims"))
    parts = [
        f"{manifest.name} {manifest.data_version} ({manifest.date}) has {claims:,} claims in {sentences:,} sentences "
        f"of {documents}, in {len(tally.corpora)} {'corpus' if len(tally.corpora) == 1 else 'corpora'}: {counts}.",
        "A claim is an exact span, or several pieces of one, with a label and typed slots.",
        f"Codebook {', '.join(sorted({x.info.guideline_version for x in corpora}))}, schema {manifest.schema_version}.",
        _by(tally, ANNOTATED, "The layers of annotation", tally.annotated_by),
        *_layers_of_splits(tally),
        _by(tally, ADJUDICATED, "The decisions of adjudication", ()),
        _decisions(tally),
        *(_first_upper(line.replace("**", "", 1)) for line in _agreement(tally)),
        *(
            f"Of single items of the test split, checked by {WHO[k]}, {_checked(tally, k)}"
            for k in WHO
            if _checked(tally, k)
        ),
        "{}: {} of the test split.".format(*people_row(tally.item_checks, tally.plan.people_check)).capitalize(),
    ]
    return " ".join(part for part in parts if part) + "\n"


def _by(tally: ReleaseTally, step: str, what: str, annotators: Collection[str]) -> str:
    total, done = tally.work.total(step), tally.work.of(step)
    if not total:
        return ""
    told = ", ".join(f"{done[kind]:,} by {ARE[kind]}" for kind in WHO if done[kind])
    ids = f" ({len(annotators)} annotator{'s'[: len(annotators) != 1]})" if annotators else ""
    return f"{what} are {total:,}{ids}: {told}."


def _layers_of_splits(tally: ReleaseTally) -> Iterator[str]:
    """Yield how many complete layers the texts of each split have, over all corpora."""
    found: dict[str, Counter[int]] = {}
    for corpus in tally.corpora.values():
        for split, own in corpus.splits.items():
            found.setdefault(split, Counter()).update(own.layers)
    told = [f"{split} {layers(found[split])}" for split in Split.names() if found.get(split)]
    if told:
        yield f"Complete layers of a text by people or models: {'; '.join(told)}."


def _decisions(tally: ReleaseTally) -> str:
    counts = sum((corpus.decisions for corpus in tally.corpora.values()), Counter[str]())
    total = sum(counts.values())
    told = ", ".join(f"{name} {percent(counts[name], total)}" for name in sorted(counts))
    return f"Of these decisions: {told}." if told else ""


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
