"""The dataset card: prose that people write, with a head and regions that are made from the release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..checks.documents import CARD_SOURCE
from ..regions import fill, plain_markdown, table
from ..schema import ReleaseManifest
from ..schema.vocab import Label, Split
from ..tables.columns import ALL_CONFIGS, CONFIG_DESCRIPTIONS, CONFIGS, Column, columns_of, features
from .agreed import agreement_tables
from .grades import grade_table
from .tally import ReleaseTally

HEAD = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
"""The YAML head of a card, which is made for a release and is not in the source."""

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
TAGS = ("fact-checking", "attribution", "claim-detection", "news")
"""What every release is found by on the Hub, whatever its plan adds."""

CREATORS = {"human": "expert-generated", "model": "machine-generated", "rule": "machine-generated"}
"""The Hub's word for who annotated, by kind of annotator."""


@dataclass(frozen=True)
class TableFacts:
    """Size of one file of a config's split: rows, bytes as Arrow, bytes as Parquet."""

    config: str
    split: str
    rows: int
    num_bytes: int
    file_bytes: int


def release_card(
    prose: str, tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts], configs: Collection[str]
) -> str:
    """Return the card of a release: the prose with a new head and new regions.

    `configs` are those that the release has or could have by its place: `changes` only if there is one before it.
    """
    head = f"---\n{_yaml(card_head(tally, manifest, facts))}---\n"
    body = HEAD.sub("", prose, count=1)
    return head + fill(body, card_regions(tally, manifest, facts, configs), CARD_SOURCE)


def card_head(tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    """Return the YAML head: what the Hub shows and filters by, the configs, and their features and splits.

    Features and class names come from the same object as the Arrow schema. The `description` of a config is a digest
    of its content, because `datasets` keys its cache for a local folder by the head alone.
    """
    infos = [corpus.info for corpus in tally.corpora.values()]
    origins = sorted({info.text_origin.value for info in infos})
    stand_off = [] if all(info.text_redistributable for info in infos) else ["stand-off"]
    licence = tally.plan.licence
    return {
        "pretty_name": manifest.name + (" (hydrated, for local use only)" if manifest.hydrated else ""),
        "license": "other" if manifest.hydrated or licence is None else licence.lower(),
        "language": sorted(tally.languages),
        "size_categories": [_size(sum(fact.rows for fact in facts if fact.config == "claims"))],
        "task_categories": ["text-classification", "token-classification"],
        "annotations_creators": sorted({CREATORS[kind] for kind in tally.kinds}),
        "language_creators": ["found" if origin == "published" else "machine-generated" for origin in origins],
        "multilinguality": ["monolingual" if len(tally.languages) == 1 else "multilingual"],
        "source_datasets": ["original"],
        "tags": [*TAGS, *stand_off, *tally.plan.keywords, f"articles:{tally.articles}"],
        "configs": [_config(config, manifest, facts) for config in _present(facts)],
        "dataset_info": [_info(config, facts) for config in _present(facts)],
    }


def _present(facts: list[TableFacts]) -> list[str]:
    return [config for config in ALL_CONFIGS if any(fact.config == config for fact in facts)]


def _config(config: str, manifest: ReleaseManifest, facts: list[TableFacts]) -> dict[str, Any]:
    digest = [f"{t.split}:{t.content_sha256[:16]}" for t in manifest.tables if t.config == config]
    splits = list(dict.fromkeys(fact.split for fact in facts if fact.config == config))
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
        "splits": [
            {
                "name": split,
                "num_bytes": sum(fact.num_bytes for fact in own if fact.split == split),
                "num_examples": sum(fact.rows for fact in own if fact.split == split),
            }
            for split in dict.fromkeys(fact.split for fact in own)
        ],
        "download_size": sum(fact.file_bytes for fact in own),
        "dataset_size": sum(fact.num_bytes for fact in own),
    }


def _size(count: int) -> str:
    return next((name for limit, name in SIZES if count < limit), "n>1M")


def _yaml(head: Mapping[str, Any]) -> str:
    import yaml

    return str(yaml.safe_dump(dict(head), sort_keys=False, allow_unicode=True, width=10_000))


def card_regions(
    tally: ReleaseTally, manifest: ReleaseManifest, facts: list[TableFacts], configs: Collection[str]
) -> dict[str, str]:
    """Return the generated regions of the card: region name -> Markdown."""
    infos = [corpus.info for corpus in tally.corpora.values()]
    return {
        "numbers": numbers_table(tally),
        "labels": _labels_table(tally),
        "splits": _splits_table(tally, facts, configs),
        "annotators": _annotators_table(tally),
        "layers": _layers_table(tally),
        "agreement": agreement_tables(tally.measured),
        "grades": grade_table(tally.measured),
        "outlets": _outlets_table(tally),
        "not checked": "".join(f"- `{info.corpus_id}`: {plain_markdown(info.not_checked)}\n" for info in infos),
        "load": _load_example(manifest),
        "fields": "\n".join(_fields_table(config, columns_of(config)) for config in ALL_CONFIGS if config in configs),
        "versions": _versions(manifest),
    }


NUMBERS = ("articles", "sentences", "claims")
MORE_NUMBERS = (
    "claims of low confidence",
    "annotators' layers",
    "claims in the layers",
    "events",
    "links",
    "facts",
    "claims with a verdict",
)
"""What is counted in the table of numbers, before and after the labels."""


def numbers_table(tally: ReleaseTally) -> str:
    """Return a table of what a release holds, one column per corpus."""
    corpora = tally.corpora.values()
    rows = [(name, [corpus.counts[name] for corpus in corpora]) for name in NUMBERS]
    rows += [(f"of them {label}", [corpus.labels[label.value] for corpus in corpora]) for label in Label]
    rows += [(name, [corpus.counts[name] for corpus in corpora]) for name in MORE_NUMBERS]
    lines: list[list[object]] = [[name, *values, sum(values)] for name, values in rows]
    lines.append(["text in the release", *("yes" if c.info.text_redistributable else "no" for c in corpora), ""])
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
    return table(("rows", *splits), lines)


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
    for outlet_id, count in sorted(tally.outlet_articles.items()):
        outlet = tally.outlets[outlet_id]
        kind = f"{outlet.kind}{' (invented)' if outlet.invented else ''}"
        words = [plain_markdown(x or "") for x in (outlet.name, outlet.country, kind, outlet.owner, outlet.licence)]
        lines.append([*words[:-1], count, words[-1]])
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
