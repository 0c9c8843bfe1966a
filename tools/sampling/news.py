"""Which articles of English Wikinews, Voice of America and Global Voices are annotated, and the split of each.

`python -m tools.sampling.news FOLDER` draws them again from the lists of articles in FOLDER (`wikinews/articles.jsonl`,
`voices/articles.jsonl`), and ends with exit status 1 if `annotations/sampling/news.jsonl` has others; `--write` writes
it. Only ids, dates, addresses and outlets are looked at, no text.

Wikinews: `WIKINEWS` articles at random. Those that the codebook was tried on are train; of the others the newest are
test, the next older ones validation, the rest train. Voices, which have no dates: so many of each outlet at random, of
all of them some at random are test, the rest train. A drawn record in which several reports run together that are
records of their own (`RUN_TOGETHER`) is then replaced by another one of its outlet, at random.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "annotations" / "sampling" / "news.jsonl"
TRIED_ON = ROOT / "annotations" / "codebook" / "tried_on.toml"

SEED = 20261130
WIKINEWS, WIKINEWS_TEST, WIKINEWS_VALIDATION = 90, 40, 15
VOICES = {"VOA": 25, "Global Voices": 15}
VOICES_TEST = 15
RUN_TOGETHER = frozenset(f"voices-voa-kin-eng_to_kin-{number}" for number in ("002", "004", "070"))
"""Records that have the text of a record of `eng_to_nya` and more: three of the 205, by their runs of five words."""
OUTLETS = {"VOA": "voa", "Global Voices": "global_voices"}

Row = Mapping[str, Any]


def wikinews_sample(rows: Sequence[Row], tried_on: frozenset[str], seed: int = SEED) -> list[dict[str, str]]:
    """Return the drawn articles with their splits; `rows` have `article_id`, `published` (ISO 8601 day) and `url`.

    `tried_on` are the addresses of articles that are never test or validation.
    """
    drawn = random.Random(seed).sample(sorted(rows, key=lambda row: row["article_id"]), WIKINEWS)
    free = [row for row in drawn if page(row["url"]) not in {page(url) for url in tried_on}]
    newest = sorted(free, key=lambda row: (row["published"], row["article_id"]), reverse=True)
    test = {row["article_id"] for row in newest[:WIKINEWS_TEST]}
    validation = {row["article_id"] for row in newest[WIKINEWS_TEST : WIKINEWS_TEST + WIKINEWS_VALIDATION]}
    return [
        {
            "article_id": row["article_id"].replace("-", "_"),
            "corpus_id": "wikinews",
            "outlet_id": "wikinews",
            "file": f"wikinews_{row['published'][:4]}.csv#{page(row['url'])}",
            "split": "test"
            if row["article_id"] in test
            else "validation"
            if row["article_id"] in validation
            else "train",
        }
        for row in sorted(drawn, key=lambda row: row["article_id"])
    ]


def voices_sample(rows: Sequence[Row], seed: int = SEED) -> list[dict[str, str]]:
    """Return the drawn articles with their splits.

    `rows` have `article_id`, `outlet`, `repository_path` and `document`, the number of the text in its file.
    """
    draw = random.Random(seed)
    ordered = sorted(rows, key=lambda row: row["article_id"])
    drawn = [
        row
        for outlet, count in sorted(VOICES.items())
        for row in draw.sample([row for row in ordered if row["outlet"] == outlet], count)
    ]
    test = {row["article_id"] for row in draw.sample(drawn, VOICES_TEST)}
    again = random.Random(f"{seed} again")
    replaced: list[tuple[Row, str]] = []
    for row in drawn:
        split = "test" if row["article_id"] in test else "train"
        if row["article_id"] in RUN_TOGETHER:
            taken = {other["article_id"] for other in (*drawn, *(other for other, _ in replaced))} | RUN_TOGETHER
            row = again.choice(
                [other for other in ordered if other["outlet"] == row["outlet"] and other["article_id"] not in taken]
            )
        replaced.append((row, split))
    return [
        {
            "article_id": voices_id(row),
            "corpus_id": "voices",
            "outlet_id": OUTLETS[row["outlet"]],
            "file": f"{file_name(row['repository_path'])}#{row['document']}",
            "split": split,
        }
        for row, split in sorted(replaced, key=lambda pair: voices_id(pair[0]))
    ]


def page(url: str) -> str:
    """Return the name of a wiki page, as it stands in its address after `/wiki/`, with the characters it stands for."""
    return unquote(re.split(r"/wiki/", url, maxsplit=1)[1])


def file_name(path: str) -> str:
    """Return one name for a file of the public repository, of its folder and its own, such as `eng-hau-test.tsv`."""
    folder, name = path.split("/")[-2:]
    return f"{folder}-{name}"


def voices_id(row: Row) -> str:
    """Return the id of an article: outlet, language of the parallel column, file, and number of the document."""
    outlet = "voa" if row["outlet"] == "VOA" else "gv"
    folder, name = row["repository_path"].split("/")[-2:]
    language = folder.split("-")[1]
    part = name.removesuffix(".tsv")
    middle = "" if part.startswith("eng_to_") else f"_{part}"
    return f"voices_{outlet}_{language}{middle}_{int(row['document']):03}"


def sample(folder: Path) -> list[dict[str, str]]:
    """Return the whole sample, drawn from the lists in a folder."""
    tried = tomllib.loads(TRIED_ON.read_text("utf-8"))
    tried_on = frozenset(url for urls in tried.values() for url in urls)
    return wikinews_sample(_rows(folder / "wikinews" / "articles.jsonl"), tried_on) + voices_sample(
        _rows(folder / "voices" / "articles.jsonl")
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> int:
    """Draw the sample and compare it with the written one, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help="write annotations/sampling/news.jsonl")
    arguments = parser.parse_args()
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in sample(arguments.folder))
    if arguments.write:
        SAMPLE.parent.mkdir(exist_ok=True)
        SAMPLE.write_text(text, encoding="utf-8")
    same = SAMPLE.exists() and SAMPLE.read_text("utf-8") == text
    print(f"{text.count(chr(10))} articles, {'as' if same else 'not as'} in {SAMPLE.relative_to(ROOT)}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
