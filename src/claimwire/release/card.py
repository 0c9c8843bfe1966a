"""The dataset card: prose that people write, with a head and regions that are made from the release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..regions import fill, table
from ..schema import ReleaseManifest
from ..schema.vocab import Label
from ..tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, CONFIGS, Column, columns_of, features
from ..tables.rows import Row, World
from .agreed import agreement_tables, sentence_alphas

HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
CREATORS = {"human": "expert-generated", "model": "machine-generated", "rule": "machine-generated"}
"""The Hub's word for who annotated, by kind of annotator."""

Rows = Mapping[str, Mapping[str, list[Row]]]


@dataclass(frozen=True)
class TableFacts:
    """Size of one split of a config: rows, bytes as Arrow, bytes as Parquet."""

    config: str
    split: str
    rows: int
    num_bytes: int
    file_bytes: int


def release_card(prose: str, world: World, rows: Rows, manifest: ReleaseManifest, facts: list[TableFacts]) -> str:
    """Return the card of a release: the prose with a new head and new regions."""
    head = f"---\n{_yaml(card_head(world, manifest, facts))}---\n"
    body = HEAD.sub("", prose, count=1)
    return head + fill(body, card_regions(world, rows, manifest), "DATASET_CARD.md")


def card_head(world: World, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    """Return the YAML head: what the Hub shows and filters by, the configs, and their features and splits.

    Features and class names come from the same object as the Arrow schema. The `description` of a config is a digest
    of its content, because `datasets` keys its cache for a local folder by the head alone.
    """
    kinds = {world.annotators[layer.annotator_id].annotator_kind.value for layer in world.annotations}
    articles = len(world.articles)
    origins = {corpus.text_origin.value for corpus in world.corpus_of.values()}
    return {
        "pretty_name": manifest.name + (" (hydrated, for local use only)" if manifest.hydrated else ""),
        "license": "other" if manifest.hydrated else "cc-by-4.0",
        "language": sorted({article.language for article in world.articles.values()}),
        "size_categories": [_size(sum(fact.rows for fact in facts if fact.config == "claims"))],
        "task_categories": ["text-classification", "token-classification"],
        "annotations_creators": sorted({CREATORS[kind] for kind in kinds}),
        "language_creators": ["found" if origin == "published" else "machine-generated" for origin in sorted(origins)],
        "multilinguality": ["monolingual"],
        "source_datasets": ["original"],
        "tags": ["fact-checking", "attribution", "claim-detection", "news", "stand-off", f"articles:{articles}"],
        "configs": [_config(config, manifest, facts) for config in _present(facts)],
        "dataset_info": [_info(config, facts) for config in _present(facts)],
    }


def _present(facts: list[TableFacts]) -> list[str]:
    return [config for config in ALL_CONFIGS if any(fact.config == config for fact in facts)]


def _made(rows: Rows) -> list[str]:
    """Return the configs that a release has or could have by its place: `changes` only where there is one before."""
    return [config for config in ALL_CONFIGS if config in rows]


def _config(config: str, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    digest = [f"{t.split}:{t.content_sha256[:16]}" for t in manifest.tables if t.config == config]
    splits = [fact.split for fact in facts if fact.config == config]
    return {
        "config_name": config,
        **({"default": True} if config == next(iter(CONFIGS)) else {}),
        "version": manifest.data_version,
        "description": f"{CONFIG_DESCRIPTIONS[config]}; content {' '.join(digest)}",
        "batch_size": 1000,
        "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in splits],
    }


def _info(config: str, facts: list[TableFacts]) -> dict[str, Any]:
    own = [fact for fact in facts if fact.config == config]
    return {
        "config_name": config,
        "features": features(config)._to_yaml_list(),
        "splits": [{"name": f.split, "num_bytes": f.num_bytes, "num_examples": f.rows} for f in own],
        "download_size": sum(fact.file_bytes for fact in own),
        "dataset_size": sum(fact.num_bytes for fact in own),
    }


def _size(count: int) -> str:
    return next((name for limit, name in SIZES if count < limit), "n>1M")


def _yaml(head: Mapping[str, Any]) -> str:
    import yaml

    return str(yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True, width=10_000))


def card_regions(world: World, rows: Rows, manifest: ReleaseManifest) -> dict[str, str]:
    """Return the generated regions of the card: region name -> Markdown."""
    return {
        "numbers": numbers_table(world),
        "labels": _labels_table(world),
        "splits": _splits_table(rows),
        "annotators": _annotators_table(world),
        "layers": _layers_table(world),
        "agreement": agreement_tables(world),
        "outlets": _outlets_table(world),
        "not checked": "".join(f"- `{c.info.corpus_id}`: {c.info.not_checked}\n" for c in world.corpora),
        "load": _load_example(manifest),
        "fields": "\n".join(_fields_table(config, columns_of(config)) for config in _made(rows)),
        "versions": _versions(manifest),
    }


def numbers_table(world: World) -> str:
    """Return a table of what a release holds, a column a corpus."""
    lines: list[list[object]] = []
    corpora = world.corpora

    def line(name: str, values: list[int]) -> None:
        lines.append([name, *values, sum(values)])

    line("articles", [len(c.rows.articles) for c in corpora])
    line("sentences", [sum(len(a.record.sentences) for a in c.rows.articles) for c in corpora])
    line("claims", [len(c.rows.claims) for c in corpora])
    for label in Label:
        line(f"of them {label}", [sum(x.record.label is label for x in c.rows.claims) for c in corpora])
    line("borderline claims", [_borderline(c) for c in corpora])
    line("annotators' layers", [len(c.rows.annotations) for c in corpora])
    line("claims in the layers", [sum(len(x.record.claims) for x in c.rows.annotations) for c in corpora])
    line("events", [len(c.rows.events) for c in corpora])
    line("links", [len(c.rows.links) for c in corpora])
    line("facts", [len(c.rows.facts) for c in corpora])
    line("claims with a verdict", [sum(x.record.review is not None for x in c.rows.claims) for c in corpora])
    lines.append(["text in the release", *("yes" if c.info.text_redistributable else "no" for c in corpora), ""])
    return table(("", *(f"`{c.info.corpus_id}`" for c in corpora), "all"), lines)


def _borderline(data: Any) -> int:
    return sum(x.record.borderline for x in data.rows.adjudications if x.record.claim_id is not None)


def _labels_table(world: World) -> str:
    counts = Counter(claim.label for claim in world.claims)
    return table(("label", "claims", "what it is"), ((f"`{x}`", counts[x], x.description) for x in Label))


def _splits_table(rows: Rows) -> str:
    splits = [split for split in ("train", "validation", "test") if any(split in rows[c] for c in rows)]
    articles = {split: sorted({row["corpus_id"] for row in rows["articles"].get(split, [])}) for split in splits}
    lines: list[list[object]] = [
        [f"`{config}`", *(len(rows[config].get(s, [])) for s in splits)] for config in _made(rows)
    ]
    lines.append(["corpora", *(", ".join(articles[split]) for split in splits)])
    return table(("rows", *splits), lines)


def _annotators_table(world: World) -> str:
    used = {x.annotator_id for x in world.annotations} | {x.adjudicator_id for x in world.adjudications}
    used |= {link.annotator_id for link in world.links}
    lines = (
        (f"`{a.annotator_id}`", a.annotator_kind, a.description)
        for a in world.annotators.values()
        if a.annotator_id in used
    )
    return table(("annotator", "kind", "who or what"), lines)


def _layers_table(world: World) -> str:
    lines = []
    for corpus in world.corpora:
        decisions = Counter(x.decision.value for x in corpus.adjudications.values())
        lines.append([f"`{corpus.corpus_id}`", ", ".join(f"{k} {v}" for k, v in sorted(decisions.items()))])
    return table(("corpus", "decisions of adjudication"), lines)


def _outlets_table(world: World) -> str:
    counts = Counter(article.outlet_id for article in world.articles.values())
    lines = []
    for outlet_id in sorted(counts):
        outlet = world.outlets[outlet_id]
        kind = f"{outlet.kind}{' (invented)' if outlet.invented else ''}"
        lines.append([outlet.name, outlet.country, kind, outlet.owner or "", counts[outlet_id], outlet.licence])
    return table(("outlet", "country", "kind", "owner", "articles", "licence of its texts"), lines)


def _load_example(manifest: ReleaseManifest) -> str:
    return (
        "```python\n"
        "from datasets import load_dataset\n\n"
        f'claims = load_dataset("dataset/{manifest.data_version}", "claims")\n'
        "```\n"
    )


def _fields_table(config: str, columns: list[Column]) -> str:
    lines = ((f"`{c.name}`", _takes(c), c.description) for c in columns)
    return (
        f"### {config}\n\n{CONFIG_DESCRIPTIONS[config].capitalize()}.\n\n{table(('column', 'type', 'meaning'), lines)}"
    )


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


def croissant_texts(world: World, manifest: ReleaseManifest) -> dict[str, str]:
    """Return the description and the responsible-AI texts of the release, by their key in `croissant.json`."""
    kinds = sorted({world.annotators[layer.annotator_id].annotator_kind.value for layer in world.annotations})
    return {
        "description": "Claims found in news articles, each an exact span with a label and typed slots, with every "
        "annotator's layer. " + " ".join(f"{c.info.title}: {c.info.description}" for c in world.corpora),
        "citeAs": f"The claimwire authors. {manifest.name}, data version {manifest.data_version}. {manifest.date[:4]}.",
        "rai:dataAnnotationProtocol": "Two annotators per article who did not see each other's work, adjudicated with "
        "a reason per decision, by the codebook annotations/guidelines.md.",
        "rai:annotationsPerItem": "2",
        "rai:dataAnnotationAnalysis": f"Kinds of annotators: {', '.join(kinds)}. Krippendorff's alpha over "
        f"sentences: {sentence_alphas(world)}",
        "rai:dataLimitations": " ".join(f"{c.info.corpus_id}: {c.info.not_checked}" for c in world.corpora),
        "rai:dataBiases": "The real articles are of three state media of one country, Russia, which was a party to "
        "what they report.",
        "rai:personalSensitiveInformation": "Public figures in their public roles; no private persons.",
    }
