"""The dataset card: prose that people write, with a head and regions that are made from the release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from ..checks.documents import CARD_SOURCE
from ..regions import fill, plain_markdown, table
from ..schema import ReleaseManifest
from ..schema.vocab import Label, Split
from ..tables.column import Column
from ..tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, STANDOFF, TEXT_CONFIGS, columns_of, standoff
from .agreed import agreement_tables
from .card_head import TableFacts, as_yaml, card_head
from .corpora_tables import UNITS, splits_by_corpus, texts_by_corpus, texts_here, units
from .grades import grade_table
from .item_checks import checks_table, people_line
from .reader import reader_tables
from .tally import ReleaseTally

HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The YAML head of a card, which is made for a release and is not in the source."""


def release_card(
    prose: str, tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts], configs: Collection[str]
) -> str:
    """Return the card of a release: the prose with a new head and new regions.

    `configs` are those that the release has or could have by its place: `changes` only if there is one before it.
    """
    head = f"---\n{as_yaml(card_head(tally, manifest, facts))}---\n"
    body = HEAD.sub("", prose, count=1)
    return head + fill(body, card_regions(tally, manifest, facts, configs), CARD_SOURCE)


def card_regions(
    tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts], configs: Collection[str]
) -> dict[str, str]:
    """Return the generated regions of the card: region name -> Markdown."""
    infos = [corpus.info for corpus in tally.corpora.values()]
    return {
        "people check": people_line(tally.item_checks, tally.plan.people_check),
        "numbers": numbers_table(tally),
        "labels": _labels_table(tally),
        "splits": _splits_table(tally, facts, configs),
        "corpora": splits_by_corpus(tally),
        "texts": texts_by_corpus(tally),
        "annotators": _annotators_table(tally),
        "layers": _layers_table(tally),
        "agreement": agreement_tables(tally.measured),
        "grades": grade_table(tally.measured, tally.corpora),
        "checks": checks_table(tally.item_checks, tally.plan.people_check),
        "reader": reader_tables(tally.reader),
        "outlets": _outlets_table(tally),
        "not checked": "".join(f"- `{info.corpus_id}`: {plain_markdown(info.not_checked)}\n" for info in infos),
        "load": _load_example(manifest, facts),
        "fields": "\n".join(_fields_table(config, columns_of(config)) for config in ALL_CONFIGS if config in configs),
        "versions": _versions(manifest),
    }


NUMBERS = ("sentences", "claims")
MORE_NUMBERS = (
    "claims of low confidence",
    "annotators' layers",
    "claims in the layers",
    "events",
    "links",
    "facts",
    "claims with a verdict",
)
"""What is counted in the table of numbers after articles and items, before and after the labels."""


def numbers_table(tally: ReleaseTally) -> str:
    """Return a table of what a release holds, one column per corpus."""
    corpora = tally.corpora.values()
    rows = [(UNITS[unit], [corpus.count(unit) for corpus in corpora]) for unit in units(tally)]
    if any(corpus.counts["originals"] < corpus.counts["documents"] for corpus in corpora):
        rows.append(("texts, rewritten ones included", [corpus.counts["documents"] for corpus in corpora]))
    rows += [(name, [corpus.counts[name] for corpus in corpora]) for name in NUMBERS]
    rows += [(f"of them {label}", [corpus.labels[label.value] for corpus in corpora]) for label in Label]
    rows += [(name, [corpus.counts[name] for corpus in corpora]) for name in MORE_NUMBERS]
    lines: list[list[object]] = [[name, *values, sum(values)] for name, values in rows]
    lines.append(["texts in the release", *map(texts_here, corpora), ""])
    return table(("", *(f"`{corpus_id}`" for corpus_id in tally.corpora), "all"), lines)


def _labels_table(tally: ReleaseTally) -> str:
    counts = sum((corpus.labels for corpus in tally.corpora.values()), Counter[str]())
    return table(("label", "claims", "what it is"), ((f"`{x}`", counts[x.value], x.description) for x in Label))


def _splits_table(tally: ReleaseTally, facts: list[TableFacts], configs: Collection[str]) -> str:
    rows: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        rows[fact.config, fact.split] += fact.rows
    splits = [split for split in Split.names() if any(key[1] == split for key in rows)]
    made = [config for config in ALL_CONFIGS if config in configs]
    lines: list[list[object]] = [[f"`{config}`", *(rows[config, split] for split in splits)] for config in made]
    lines.append(["corpora", *(", ".join(sorted(tally.corpora_of_split[split])) for split in splits)])
    return table(("rows", *splits), lines) + _splits_without_text(rows)


def _splits_without_text(rows: Counter[tuple[str, str]]) -> str:
    """Return which splits the configs with text lack, and what to do; empty if they lack none."""
    lacking = [s for s in Split.names() if rows[standoff("sentences"), s] and not rows["sentences", s]]
    if not lacking:
        return ""
    configs = ", ".join(f"`{config}`" for config in TEXT_CONFIGS)
    them = " and ".join(f"`{split}`" for split in lacking)
    return (
        f"\nThe configs with text ({configs}) have no split {them}: none of its texts is in this build. Restore the "
        "texts and build with them, as told below, and they have every split.\n"
    )


def _annotators_table(tally: ReleaseTally) -> str:
    lines = (
        (f"`{a.annotator_id}`", a.annotator_kind, plain_markdown(a.description))
        for a in tally.annotators.values()
        if a.annotator_id in tally.involved
    )
    return table(("annotator", "kind", "who or what"), lines)


def _layers_table(tally: ReleaseTally) -> str:
    lines = (
        (f"`{corpus_id}`", ", ".join(f"{kind} {count}" for kind, count in sorted(corpus.decisions.items())))
        for corpus_id, corpus in tally.corpora.items()
    )
    return table(("corpus", "decisions of adjudication"), lines)


def _outlets_table(tally: ReleaseTally) -> str:
    lines = []
    kinds = units(tally)
    for outlet_id in sorted({outlet_id for outlet_id, _ in tally.outlet_documents}):
        outlet = tally.outlets[outlet_id]
        counts = (tally.outlet_documents[outlet_id, unit] for unit in kinds)
        kind = f"{outlet.kind}{' (invented)' if outlet.invented else ''}"
        words = [plain_markdown(x or "") for x in (outlet.name, outlet.country, kind, outlet.owner, outlet.licence)]
        lines.append([*words[:-1], *counts, words[-1]])
    header = ("outlet", "country", "kind", "owner", *(UNITS[unit] for unit in kinds), "licence of its texts")
    return table(header, lines)


def _load_example(manifest: ReleaseManifest, facts: list[TableFacts]) -> str:
    has_text = any(fact.config == "claims" for fact in facts)
    example = f'claims = load_dataset("dataset/{manifest.data_version}", "claims")  # with their words\n'
    with_text = example if has_text else ""
    return (
        "```python\n"
        "from datasets import load_dataset\n\n"
        f'every_claim = load_dataset("dataset/{manifest.data_version}", "claims_standoff")\n'
        f"{with_text}```\n"
    )


def _fields_table(config: str, columns: list[Column]) -> str:
    head = f"### {config}\n\n{CONFIG_DESCRIPTIONS[config].capitalize()}.\n\n"
    with_text = config.removesuffix(STANDOFF)
    if with_text != config:
        names = {column.name for column in columns}
        words = ", ".join(f"`{c.name}`" for c in TEXT_CONFIGS[with_text] if c.name not in names)
        parts = ", ".join(f"and the records of `{c.name}` are without words" for c in columns if c.stand_off)
        return f"{head}Its columns are those of `{with_text}` without {words}{parts and f', {parts}'}.\n"
    lines = ((f"`{c.name}`", _takes(c), c.description) for c in columns)
    return f"{head}{table(('column', 'type', 'meaning'), lines)}"


def _takes(column: Column) -> str:
    name = "list of start and end" if column.shape == "spans" else column.shape
    if column.vocabulary is not None:
        name = f"class label, {len(column.vocabulary)} classes"
    return f"list of {name}" if column.many and column.shape != "spans" else name


def _versions(manifest: ReleaseManifest) -> str:
    return table(
        ("what", "version"),
        (
            ("data", f"{manifest.data_version} ({manifest.date})"),
            ("schema", manifest.schema_version),
            ("code", manifest.code_version),
            ("content SHA-256", f"`{manifest.content_sha256}`"),
        ),
    )
