"""The messages that docs/hydrating.md explains are those that `hydrate --download` gives."""

from __future__ import annotations

import re

from repository import ROOT

PAGE = (ROOT / "docs" / "hydrating.md").read_text(encoding="utf-8")
PLACES = [
    ROOT / "src" / "claimwire" / "cli" / "hydrate_download.py",
    ROOT / "src" / "claimwire" / "cli" / "hydrate.py",
    *sorted((ROOT / "src" / "claimwire" / "hydration" / "download").glob("*.py")),
]
OF_SERVERS = {"404 Not Found", "503"}
"""What servers say, after `answered`."""


def test_every_message_of_the_table_is_in_the_code() -> None:
    table = PAGE.split("## Open texts, by one command")[1].split("\n## ")[0]
    messages = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(messages) > 10
    source = re.sub(r'"\s+f?"', "", "".join(path.read_text(encoding="utf-8") for path in PLACES))
    source = re.sub(r"\{CORPUS_FILE\}|\{data\.folder / CORPUS_FILE\}", "corpus.toml", source)
    for message in messages:
        for part in filter(None, map(str.strip, message.split("…"))):
            if part.startswith("answered "):
                assert part.removeprefix("answered ") in OF_SERVERS
                part = "answered "
            if part == ", 4 times":
                part = " times"
            assert part in source, part
