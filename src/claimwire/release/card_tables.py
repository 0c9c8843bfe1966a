"""What the card says of the tables of a release: how to load them, how many rows they have, and their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..regions import table
from ..schema import STANDARD_QUESTIONS, Questions, ReleaseManifest
from ..schema.vocab import Split
from ..tables.column import Column, feature
from ..tables.columns import (
    ALL_CONFIGS,
    CONFIG_DESCRIPTIONS,
    HUB_CONFIGS,
    STANDOFF,
    TEXT_CONFIGS,
    columns_of,
    standoff,
)
from .card_head import TableFacts, configs_of
from .tally import ReleaseTally

FIRST_ROWS = 3
"""How many rows the example of a part of a table has."""


def load_example(manifest: ReleaseManifest, facts: Sequence[TableFacts]) -> str:
    """Return how a release is loaded, as Python: the default config, every claim, a few rows, a stream."""
    place = f"dataset/{manifest.data_version}"
    configs = configs_of(facts)
    lines = ["from datasets import load_dataset", ""]
    if configs:
        lines += [
            f'# from the Hub: load_dataset("USER/NAME", revision="v{manifest.data_version}")',
            f'{configs[0]} = load_dataset("{place}")  # the default config',
        ]
    whole = standoff("claims")
    if whole in configs:
        last = next(fact.split for fact in reversed(facts) if fact.config == whole)
        lines += [
            f'every_claim = load_dataset("{place}", "{whole}")  # of all articles, without words of them',
            f'first = load_dataset("{place}", "{whole}", split="{last}[:{FIRST_ROWS}]")',
            f'stream = load_dataset("{place}", "{whole}", split="{last}", streaming=True)  # read it to its end',
            'sure = [claim["claim_id"] for claim in stream if claim["confidence"] == "high"]',
        ]
    code = "\n".join(lines)
    return f"```python\n{code}\n```\n"


def splits_table(tally: ReleaseTally, facts: Iterable[TableFacts], configs: Collection[str]) -> str:
    """Return how many rows each table has in each split, and what a row is; configs first, then files without one."""
    rows: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        rows[fact.config, fact.split] += fact.rows
    splits = [split for split in Split.names() if any(key[1] == split for key in rows)]
    made = [config for config in ALL_CONFIGS if config in configs]
    lines: list[list[object]] = [
        [f"`{config}`", *(rows[config, split] for split in splits), CONFIG_DESCRIPTIONS[config]]
        for config in sorted(made, key=lambda config: config not in HUB_CONFIGS)
    ]
    lines.append(["corpora", *(", ".join(sorted(tally.corpora_of_split[split])) for split in splits), ""])
    return table(("rows", *splits, "a row"), lines) + _splits_without_text(rows)


def _splits_without_text(rows: Counter[tuple[str, str]]) -> str:
    """Return which splits the configs with text lack, and what to do; empty if they lack none."""
    lacking = [s for s in Split.names() if rows[standoff("sentences"), s] and not rows["sentences", s]]
    if not lacking:
        return ""
    configs = ", ".join(f"`{config}`" for config in TEXT_CONFIGS)
    them = " and ".join(f"`{split}`" for split in lacking)
    return (
        f"\nThe tables with text ({configs}) have no split {them}: none of its texts is in this build. Restore the "
        "texts and build with them, as told in *Restore the texts*, and they have every split.\n"
    )


def files_without_config(manifest: ReleaseManifest, facts: Sequence[TableFacts]) -> str:
    """Return how to load each table that is no config, a line each, as Python; a sentence if all are."""
    place = f"dataset/{manifest.data_version}"
    splits: dict[str, list[str]] = {}
    for fact in facts:
        if fact.config not in HUB_CONFIGS and fact.split not in splits.setdefault(fact.config, []):
            splits[fact.config].append(fact.split)
    if not splits:
        return "Every table is a config.\n"
    told = {config: ", ".join(f'"{name}"' for name in (config, *own)) for config, own in splits.items()}
    lines = "".join(f"{config} = table({arguments})\n" for config, arguments in told.items())
    return (
        "```python\nfrom datasets import load_dataset\n\n\ndef table(name, *splits):\n"
        '    return load_dataset("parquet", data_files={split: '
        f'f"{place}/{{name}}/{{split}}-*.parquet" for split in splits}})\n\n\n{lines}```\n'
    )


def fields_tables(configs: Collection[str], questions: Questions = STANDARD_QUESTIONS) -> str:
    """Return the columns of every table, each once: what an earlier table tells of a column is not told again."""
    told: set[tuple[str, str, str]] = set()
    parts = []
    for config in (config for config in ALL_CONFIGS if config in configs):
        parts.append(_fields(config, columns_of(config), told, questions))
        told |= {_row(column, questions) for column in columns_of(config)}
    return "\n".join(parts)


def _row(column: Column, questions: Questions) -> tuple[str, str, str]:
    return f"`{column.name}`", takes(column, questions), column.description


def _fields(
    config: str, columns: Sequence[Column], told: Collection[tuple[str, str, str]], questions: Questions
) -> str:
    head = f"### {config}\n\n{_first_upper(CONFIG_DESCRIPTIONS[config])}.\n"
    with_text = config.removesuffix(STANDOFF)
    if with_text != config:
        names = {column.name for column in columns}
        words = ", ".join(f"`{c.name}`" for c in TEXT_CONFIGS[with_text] if c.name not in names)
        parts = ", ".join(f"and the records of `{c.name}` are without words" for c in columns if c.stand_off)
        return f"{head}\nIts columns are those of `{with_text}` without {words}{parts and f', {parts}'}.\n"
    rows = [_row(column, questions) for column in columns]
    known = ", ".join(row[0] for row in rows if row in told)
    new = [row for row in rows if row not in told]
    if known:
        head += f"\nAs in a table above: {known}.\n"
    return head + (f"\n{table(('column', 'type', 'meaning'), new)}" if new else "")


def takes(column: Column, questions: Questions = STANDARD_QUESTIONS) -> str:
    """Return what a column takes, in words; of a vocabulary its values, and whether they are numbers of classes."""
    if column.shape == "spans":
        return "list of start and end"
    name = column.shape
    if column.vocabulary is not None:
        kind = "class label" if type(feature(replace(column, many=False))).__name__ == "ClassLabel" else "text"
        name = f"{kind}: {', '.join(questions.values(column.vocabulary))}"
    return f"list of {name}" if column.many else name


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
