"""Addresses of outlets whose distribution is restricted are links in no document of the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from claimwire.corpus.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
PAGES = (".md", ".html", ".svg", ".cff")


def test_the_outlets_that_the_european_union_suspended_say_so() -> None:
    outlets = Workspace(ROOT).outlets()
    restricted = {outlet_id: outlet.restricted or "" for outlet_id, outlet in outlets.items() if outlet.restricted}
    assert restricted.keys() == {"rt", "sputnik"}
    assert all("2022/350" in text for text in restricted.values())


def test_no_document_links_to_them() -> None:
    domains = [outlet.domain for outlet in Workspace(ROOT).outlets().values() if not outlet.may_be_linked]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    pages = [ROOT / name for name in listed.splitlines() if name.endswith(PAGES)]
    assert any(page.name == "DATASET_CARD.md" for page in pages)
    host = "|".join(map(re.escape, domains))
    link = re.compile(rf"(?:https?://|www\.)(?:[\w-]+\.)*(?:{host})\b")
    found = [page for page in pages if page.is_file() and link.search(page.read_text(encoding="utf-8"))]
    assert found == []
