"""The tables of the card with a row for each corpus: what is in each split, and the licence of its texts."""

from __future__ import annotations

from collections import Counter

from ..regions import percent, plain_markdown, table
from ..schema.vocab import CorpusUnit, Label, LicenceEvidence, Split
from .tally import CorpusTally, ReleaseTally

UNITS = {CorpusUnit.ARTICLES: "articles", CorpusUnit.ITEMS: "items"}
"""What the documents of a corpus are called in a table. Articles and items are in columns of their own."""

HOW_KNOWN = {evidence.value: evidence.description for evidence in LicenceEvidence}


def units(tally: ReleaseTally) -> list[CorpusUnit]:
    """Return what the corpora of a release have: articles always, items if any corpus has them."""
    present = {corpus.info.unit for corpus in tally.corpora.values()}
    return [unit for unit in CorpusUnit if unit is CorpusUnit.ARTICLES or unit in present]


def texts_line(tally: ReleaseTally) -> str:
    """Return how many texts stand in a release, of which corpora, in a line for the top of its card."""
    here = sum(corpus.counts["texts"] for corpus in tally.corpora.values())
    every = sum(corpus.counts["documents"] for corpus in tally.corpora.values())
    if here == every:
        return "**All texts stand here**, and the tables with text have a row for every sentence and claim.\n"
    of = ", ".join(f"`{corpus_id}`" for corpus_id, corpus in tally.corpora.items() if corpus.counts["texts"])
    return (
        f"**{here} of {every} texts stand here{f' (of {of})' if of else ''}**; the tables with text have their rows "
        "alone. For all others use the tables without text, or restore the texts first.\n"
    )


def splits_by_corpus(tally: ReleaseTally) -> str:
    """Return what each corpus has in each split."""
    kinds = units(tally)
    header = ("corpus", "split", *(UNITS[unit] for unit in kinds), "sentences", "without a claim")
    rows = []
    for corpus_id, corpus in tally.corpora.items():
        for split in (name for name in Split.names() if name in corpus.splits):
            own = corpus.splits[split]
            documents = (own.counts["originals"] if corpus.info.unit is unit else "" for unit in kinds)
            sentences = own.counts["sentences"]
            rows.append(
                (
                    f"`{corpus_id}`",
                    split,
                    *documents,
                    sentences,
                    percent(own.counts["sentences without a claim"], sentences),
                    *(own.counts[label.value] for label in Label),
                    own.counts["figures with a quantity"],
                    layers(own.layers),
                )
            )
    return table((*header, *(f"`{label}`" for label in Label), "of these with a quantity", "layers"), rows)


def layers(counts: Counter[int]) -> str:
    """Return how many layers there are: `2`, or `1 on 30, 2 on 8` where articles differ."""
    if len(counts) == 1:
        return str(next(iter(counts)))
    return ", ".join(f"{number} on {count}" for number, count in sorted(counts.items()))


def texts_by_corpus(tally: ReleaseTally) -> str:
    """Return under which licences each corpus is, whether its texts are here, and how to get them if not."""
    rows = []
    for corpus_id, corpus in tally.corpora.items():
        licences = (_licence(*licence) for licence in sorted(corpus.licences))
        own = plain_markdown(corpus.info.annotation_licence)
        rows.append((f"`{corpus_id}`", own, "; ".join(licences), texts_here(corpus), _restored(corpus_id, corpus)))
    head = ("corpus", "annotation and statements", "licence of its texts", "texts here", "how to restore the others")
    return table(head, rows)


def _licence(licence: str, evidence: str) -> str:
    how = f" ({plain_markdown(HOW_KNOWN[evidence])})" if evidence else ""
    return f"{plain_markdown(licence)}{how}"


def texts_here(corpus: CorpusTally) -> str:
    """Return how many texts of a corpus a release has: all, none, or so many of so many."""
    here, all_ = corpus.counts["texts"], corpus.counts["documents"]
    return "all" if here == all_ else "none" if here == 0 else f"{here} of {all_}"


def _restored(corpus_id: str, corpus: CorpusTally) -> str:
    if corpus.counts["texts"] == corpus.counts["documents"]:
        return ""
    own = f"`claimwire hydrate {corpus_id} --from FOLDER`, from your own copy"
    return f"`claimwire hydrate {corpus_id} --download`, or {own}" if corpus.info.sources else own
