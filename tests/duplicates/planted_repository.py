"""A repository with known duplicates: which of them leak, which are in one split, and what only looks like one.

`heron` holds its texts; `rook` is stand-off, with a folder of documents beside the repository.
"""

from __future__ import annotations

import random
from pathlib import Path

from invented_news import article, claim, excerpt, heavy, light, medium, sentence, story

from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.ingest.article import dehydrated, ingest
from claimwire.schema import Article, ClaimBase, CorpusInfo, Document, Event, Link, SplitAssignment
from claimwire.schema.vocab import EventType, LinkKind, Split

PLAN = """name = "planted"
data_version = "1.0.0"
date = "2031-06-01"
corpora = ["heron", "rook"]

[split_ratios]
train = 0.5
validation = 0.25
test = 0.25
"""
CORPUS = """corpus_id = "{corpus_id}"
title = "Planted"
description = "Invented articles."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = {redistributable}
text_licence = "CC BY 4.0"
annotation_licence = "CC BY 4.0"
schema_version = "2.0.0"
guideline_version = "1.0.0"
recipe = "plain-text"
not_checked = "Everything."
"""
DOCUMENT = """
[[documents]]
article_id = "{article_id}"
file = "{file}"
outlet_id = "orlan_post"
"""

RECURRING = sentence(random.Random(5), 12)
SPLITS = {f"train_{n:02d}": Split.TRAIN for n in range(24)}
SPLITS |= {f"validation_{n:02d}": Split.VALIDATION for n in range(12)}
SPLITS |= {f"test_{n:02d}": Split.TEST for n in range(12)}
TEXTS = {name: story(100 + number) for number, name in enumerate(SPLITS)}

COPIES = {
    "test_00": ("train_00", lambda text: text),
    "test_01": ("train_01", lambda text: f"“{text.upper()}”"),
    "validation_00": ("train_02", lambda text: light(text, 1)),
    "validation_01": ("train_03", lambda text: light(text, 2)),
    "test_02": ("validation_02", lambda text: light(text, 3)),
    "test_03": ("validation_03", lambda text: medium(text, 4)),
    "test_04": ("train_04", lambda text: medium(text, 5)),
    "test_05": ("train_05", lambda text: heavy(text, 6)),
    "validation_04": ("train_06", lambda text: heavy(text, 7)),
    "test_06": ("train_07", lambda text: excerpt(text, 8)),
    "validation_05": ("train_08", lambda text: excerpt(text, 9)),
}
"""Eleven copies that are in another split than their original."""

HARMLESS = {"train_20": "train_10", "train_21": "train_11", "test_11": "test_10"}
"""Three copies that are in the split of their original."""

STATEMENTS = {
    "train_12": "Twelve miners of Orrin were killed by the blast of 4 May 2031 in the old shaft.",
    "test_07": "Twelve miners of Orrin were killed by the blast of 4 May 2031 in the old shaft.",
    "train_13": "Ada Lorn said on 3 March 2031 that the harbour of Ostrelle would be closed for a week.",
    "validation_06": "Ada Lorn said on 3 March 2031 that the harbour of Ostrelle would be closed for two weeks.",
    "train_14": "Four people were killed by a landslide near Tamsin on 9 April 2031.",
    "test_08": "Six soldiers were hurt by a mine near Velmar on 2 June 2030.",
    "train_15": "The bridge over the Ishmel was closed to lorries in 1998 after the flood.",
    "train_16": "The bridge over the Ishmel was closed to lorries in 1998 after a flood.",
}
"""Two pairs that leak, one that only looks alike, one that is in one split."""

LEAKS = {tuple(sorted((name, original))) for name, (original, _) in COPIES.items()}
LEAKS |= {("test_07", "train_12"), ("train_13", "validation_06")}
FOUND = LEAKS | {tuple(sorted(pair)) for pair in HARMLESS.items()} | {("train_15", "train_16")}

STANDOFF = {"rook_a": story(500, 40), "rook_b": light(story(500, 40), 1), "rook_c": story(501, 40)}
STANDOFF_SPLITS = {"rook_a": Split.TRAIN, "rook_b": Split.TEST, "rook_c": Split.TEST}


def planted(root: Path) -> Workspace:
    """Write the repository into a folder, the documents of `rook` into `documents` beside it."""
    workspace = Workspace(root / "repository")
    write_text(workspace.annotations / "release.toml", PLAN)
    _heron(workspace)
    _rook(workspace, root / "documents")
    splits = (SPLITS | STANDOFF_SPLITS).items()
    write_jsonl(workspace.splits_file, (SplitAssignment(article_id=a, split=s, since="1.0.0") for a, s in splits))
    return workspace


def _heron(workspace: Workspace) -> None:
    folder = workspace.annotations / "heron"
    write_text(folder / "corpus.toml", CORPUS.format(corpus_id="heron", redistributable="true"))
    texts = TEXTS | {name: edited(TEXTS[original]) for name, (original, edited) in COPIES.items()}
    texts |= {name: light(TEXTS[original], 11) for name, original in HARMLESS.items()}
    for name in ("train_17", "validation_07", "test_09"):
        texts[name] += f" {RECURRING}"
    articles = {name: article(name, text) for name, text in texts.items()}
    articles["train_18"] = _about("flood_2031", articles["train_18"])
    articles["validation_08"] = _about("flood_night_2031", articles["validation_08"])
    claims: list[ClaimBase] = [claim(f"{name}_c01", name, text) for name, text in STATEMENTS.items()]
    claims += [
        claim("train_19_c01", "train_19", "A dam was built."),
        claim("validation_09_c01", "validation_09", "Rain."),
    ]
    write_jsonl(folder / "articles.jsonl", (articles[name] for name in sorted(articles)))
    write_jsonl(folder / "claims.jsonl", sorted(claims, key=lambda item: item.claim_id))
    events = (
        Event(event_id="flood_2031", name="flood", event_type=EventType.DISASTER, description="A flood."),
        Event(
            event_id="flood_night_2031",
            name="night of the flood",
            event_type=EventType.DISASTER,
            description="Its worst night.",
            part_of_id="flood_2031",
        ),
    )
    write_jsonl(folder / "events.jsonl", events)
    joined = ("train_19_c01", "validation_09_c01")
    write_jsonl(
        folder / "links.jsonl",
        [Link(link_id="heron_l01", kind=LinkKind.SAME_BACKGROUND, claim_ids=joined, annotator_id="ada")],
    )


def _about(event_id: str, held: Article) -> Article:
    return held.model_copy(update={"episode_id": event_id})


def _rook(workspace: Workspace, documents: Path) -> None:
    folder = workspace.annotations / "rook"
    entries = "".join(DOCUMENT.format(article_id=name, file=f"{name}.txt") for name in STANDOFF)
    write_text(folder / "corpus.toml", CORPUS.format(corpus_id="rook", redistributable="false") + entries)
    corpus: CorpusInfo = read_corpus(folder).info
    articles = []
    for name, text in STANDOFF.items():
        raw = f"{name} reports\n\nA lead\n\n{text}\n"
        write_text(documents / f"{name}.txt", raw)
        held = Document(article_id=name, file=f"{name}.txt", outlet_id="orlan_post")
        articles.append(dehydrated(ingest(held, raw.encode(), corpus)))
    write_jsonl(folder / "articles.jsonl", articles)
