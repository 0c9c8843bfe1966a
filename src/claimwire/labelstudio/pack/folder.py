"""A pack's folder: the page, the tasks, the rules, what to do, and `pack.json`; it appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...audit.items import Item
from ...audit.pack import NO_CLAIM, PACK_FILE, Pack
from ...corpus.atomic import FILE, FOLDER, PRIVATE, PRIVATE_FOLDER, folder_beside, write_text
from ...corpus.places import may_hold_text
from ...corpus.records import record_json
from ...errors import ClaimwireError
from ...schema import CorpusInfo
from .config import pack_config, rules_page
from .tasks import pack_tasks

CONFIG_FILE, TASKS_FILE, RULES_FILE, README_FILE = "label_config.xml", "tasks.json", "RULES.md", "README.md"


def write_pack(folder: Path, pack: Pack, items: Mapping[str, Item], infos: Sequence[CorpusInfo]) -> None:
    """Write a pack to a folder that is not there yet; `items` are its items by key, `infos` the corpora drawn from.

    Where texts of a corpus may not be redistributed, only the owner can read the folder. Raises `ClaimwireError` if
    the folder is there, or is in a repository that may not hold such texts; `LabelStudioError` if a text is not at
    hand.
    """
    used = [info for info in infos if info.corpus_id in {item.corpus_id for item in pack.items}]
    for info in used:
        if not may_hold_text(info, folder):
            raise ClaimwireError(
                f"{folder} is in a repository, and texts of {info.corpus_id} may not be; name a folder elsewhere"
            )
    if folder.exists():
        raise ClaimwireError(f"{folder} is there already; name a folder that is not, for a pack is drawn once")
    is_open = all(info.text_redistributable for info in used)
    mode = FILE if is_open else PRIVATE
    tasks = pack_tasks(pack, items)
    with folder_beside(folder, FOLDER if is_open else PRIVATE_FOLDER) as made:
        write_text(made / CONFIG_FILE, pack_config(), mode)
        write_text(made / TASKS_FILE, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", mode)
        write_text(made / RULES_FILE, rules_page(pack.guideline_version), mode)
        write_text(made / README_FILE, readme(pack, is_open=is_open), mode)
        write_text(made / PACK_FILE, record_json(pack) + "\n", mode)
        made.rename(folder)


def readme(pack: Pack, *, is_open: bool) -> str:
    """Return what a person has to know who is handed a pack."""
    counts: dict[str, int] = {}
    for item in pack.items:
        counts[item.stratum] = counts.get(item.stratum, 0) + 1
    drawn = "".join(
        f"| {name} | {counts.get(name, 0)} | {population} |\n" for name, population in pack.population.items()
    )
    claims = len(pack.items) - counts.get(NO_CLAIM, 0)
    passing_on = "" if is_open else "The texts in this folder may not be passed on. Delete it when you are done.\n\n"
    return f"""\
# {len(pack.items)} items to check

{claims} claims and {counts.get(NO_CLAIM, 0)} sentences without a claim, from the {pack.split.value} split of \
{pack.drawn_from}. A person judges each by the rules of one page, `{RULES_FILE}`. Stop whenever you like: every item \
that is done counts.

{passing_on}| drawn from | in the pack | in the split |
| --- | --- | --- |
{drawn}
## What to do

1. Read `{RULES_FILE}`. It is beside every text, too.
2. In Label Studio (1.20 or newer): *Create Project*; *Labeling Setup*, *Custom template*, *Code*: paste \
`{CONFIG_FILE}`; *Data Import*: upload `{TASKS_FILE}`. Save.
3. *Label All Tasks*. Answer with the keys shown behind the answers, then *Submit* (Ctrl+Enter). Judge the items in \
this order and alone: ask nobody, and look nothing up.
4. *Export*, as JSON or JSON-MIN.
5. Whoever keeps the data set takes it with

       claimwire audit score THIS_FOLDER EXPORT.json --annotator YOUR_ID

   `YOUR_ID` is a line of `annotations/annotators.jsonl` that says who you are as far as you want it told.

Pack {pack.content_sha256[:16]}, seed {pack.seed}, codebook {pack.guideline_version}.
"""
