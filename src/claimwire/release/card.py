"""The dataset card: prose that people write, with a head and regions that are made from the release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from ..checks.documents import BASELINES_REGION, CARD_SOURCE
from ..citation import NO_DOIS, Cited, Dois, apa, bibtex
from ..corpus.dois import DOI_REGION, doi_region
from ..regions import fill, markdown_block, plain_markdown, region_names, table
from ..schema import Outlet, ReleaseManifest, ReleasePlan
from ..schema.vocab import Label
from ..scoring.boards import board_summary
from .agreed import agreement_table
from .card_head import TableFacts, as_yaml, card_head
from .card_tables import fields_tables, files_without_config, load_example, splits_table
from .charts import chart_image, charts
from .corpora_tables import UNITS, splits_by_corpus, texts_by_corpus, texts_here, texts_line, units
from .example import shown_example
from .grades import grade_table
from .item_checks import checks_table, people_line
from .quality import methods, quality
from .reader import reader_details, reader_table
from .sources import training_content
from .tally import ReleaseTally
from .withdrawal_regions import contact_region, restricted_note
from .work import work_table

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
    regions = card_regions(tally, manifest, facts, configs)
    if DOI_REGION in region_names(body):
        regions[DOI_REGION] = doi_region(tally.dois, manifest.data_version)
    if BASELINES_REGION in region_names(body):
        regions[BASELINES_REGION] = board_summary(tally.board)
    return head + fill(body, regions, CARD_SOURCE)


def card_regions(
    tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts], configs: Collection[str]
) -> dict[str, str]:
    """Return the generated regions of the card: region name -> Markdown."""
    infos = [corpus.info for corpus in tally.corpora.values()]
    images = charts(tally)
    planned = tally.plan.people_check
    questions = tally.plan.questions
    title = f"{plain_markdown(manifest.name)} {manifest.data_version} ({manifest.date})"
    return {
        "texts here": texts_line(tally),
        "people check": people_line(tally.item_checks, planned),
        "example": shown_example(tally.example.best),
        "numbers": numbers_table(tally),
        "claims chart": chart_image(images.get("claims")),
        "labels": _labels_table(tally),
        "work": work_table(tally.work, tally.item_checks, planned),
        "work chart": chart_image(images.get("work")),
        "not checked": "".join(f"- `{info.corpus_id}`: {plain_markdown(info.not_checked)}\n" for info in infos),
        "quality": quality(tally),
        "quality chart": chart_image(images.get("quality")),
        "agreement": f"{agreement_table(tally.measured)}\n{tally.predicted.told}\n",
        "checks": checks_table(tally.item_checks, planned),
        "reader": reader_table(tally.reader),
        "load": load_example(manifest, facts),
        "splits": splits_table(tally, facts, configs),
        "files": files_without_config(manifest, facts),
        "corpora": splits_by_corpus(tally),
        "texts": texts_by_corpus(tally),
        "outlets": _outlets_table(tally),
        "restricted": restricted_note(_outlets(tally)) or "None of them is restricted.\n",
        "uses": _uses(tally.plan),
        "biases": "".join(f"- `{x.corpus_id}`: {plain_markdown(x.biases)}\n" for x in infos if x.biases) or NOT_TOLD,
        "training content": training_content(tally.sources.values(), tally.statements, title),
        "methods": methods(tally, manifest),
        "citation": citation_text(
            cited(tally.plan, manifest, tally.dois.of(manifest.data_version)), tally.plan.citation
        ),
        "contact": contact_region(tally.plan),
        "versions": _versions(manifest, tally.plan.url),
        "annotators": _annotators_table(tally),
        "layers": _layers_table(tally),
        "grades": grade_table(tally.measured, tally.corpora),
        "reader details": reader_details(tally.reader),
        "fields": fields_tables(configs, questions),
    }


NOT_TOLD = "Nobody has written any down.\n"


def cited(plan: ReleasePlan, manifest: ReleaseManifest, dois: Dois = NO_DOIS) -> Cited:
    """Return what is cited of a release, with its DOIs if there are any."""
    return Cited(plan.authors, manifest.name, manifest.data_version, manifest.date, plan.url, dois)


def citation_text(citation: Cited, asked: str | None = None) -> str:
    """Return how a release is cited, as Markdown: as its plan asks, else in the style of the APA; and for BibTeX."""
    told = apa(citation) if asked is None else asked
    return f"> {plain_markdown(told)}\n\n{markdown_block(bibtex(citation), 'bibtex')}"


def _uses(plan: ReleasePlan) -> str:
    """Return what a release is for, and what not, as lists."""
    parts = (("For", plan.uses), ("Not for", plan.not_for))
    told = ["".join([f"{head}:\n\n", *(f"- {plain_markdown(use)}\n" for use in uses)]) for head, uses in parts if uses]
    return "\n".join(told) or NOT_TOLD


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
    not_asked = tally.plan.not_asked
    rows = ((f"`{x}`", "not asked" if x in not_asked.labels else counts[x.value], x.description) for x in Label)
    told = table(("label", "claims", "what it is"), rows)
    slots = ", ".join(f"`{slot}`" for slot in not_asked.slots)
    lacking = f"\nAnnotators were not asked for these slots: {slots}.\n" if slots else ""
    return f"{told}{lacking}{_added_values(tally.plan)}"


def _added_values(plan: ReleasePlan) -> str:
    """Return a table of the values that a dataset adds to open lists; nothing if it adds none."""
    added = plan.questions.added
    rows = ((f"`{name}`", f"`{value}`", plain_markdown(told)) for name, value, told in added)
    what = "Values that this dataset adds to open lists of the schema"
    return f"\n{what}:\n\n{table(('list', 'value', 'what it means'), rows)}" if added else ""


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


def _outlets(tally: ReleaseTally) -> list[Outlet]:
    """Return the outlets of the articles of a release, by their ids."""
    return [tally.outlets[outlet_id] for outlet_id in sorted({outlet_id for outlet_id, _ in tally.outlet_documents})]


def _outlets_table(tally: ReleaseTally) -> str:
    lines = []
    kinds = units(tally)
    for outlet in _outlets(tally):
        counts = (tally.outlet_documents[outlet.outlet_id, unit] for unit in kinds)
        kind = f"{outlet.kind}{' (invented)' if outlet.invented else ''}"
        words = [plain_markdown(x or "") for x in (outlet.name, outlet.country, kind, outlet.owner, outlet.licence)]
        lines.append([*words[:-1], *counts, words[-1]])
    header = ("outlet", "country", "kind", "owner", *(UNITS[unit] for unit in kinds), "licence of its texts")
    return table(header, lines)


def _versions(manifest: ReleaseManifest, url: str | None) -> str:
    return table(
        ("what", "version"),
        (
            ("data", f"{manifest.data_version} ({manifest.date})"),
            ("schema", manifest.schema_version),
            ("code", manifest.code_version),
            ("content SHA-256", f"`{manifest.content_sha256}`"),
            *([("home page", plain_markdown(url))] if url else []),
        ),
    )
