"""The release that is planned, published with the texts that its licences allow, and loaded back by its tag."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server import TOKEN, hub_serving
from repository import copy_of_repository

from claimwire.corpus.atomic import write_text
from claimwire.publishing.texts import reasons

pytestmark = [pytest.mark.realtext, pytest.mark.long]

REPOSITORY = "tamsin/news"
WITH_WORDS = ("articles", "sentences", "claims", "annotations")

LOAD = """
import json, sys
from datasets import load_dataset
repository, revision, *configs = sys.argv[1:]
for config in configs:
    loaded = load_dataset(repository, config, revision=revision)
    rows = (row for split in loaded.values() for row in split)
    print(json.dumps([config, sorted({(row["article_id"], bool(row["text"])) for row in rows})]))
"""


def test_every_row_whose_licence_allows_it_has_its_text_and_no_other(real_texts: Path, tmp_path: Path) -> None:
    workspace = copy_of_repository(tmp_path / "repository", releases=True)
    version = workspace.plan().data_version
    plan = workspace.annotations / "release.toml"
    write_text(plan, f'contact = "tamsin@example.org"\nanswer_days = 14\n{plan.read_text(encoding="utf-8")}')
    with hub_serving() as hub:
        environment = os.environ | {
            "HF_ENDPOINT": hub.address,
            "HF_TOKEN": TOKEN,
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_OFFLINE": "0",
            "HF_HOME": str(tmp_path / "home"),
            "no_proxy": "127.0.0.1",
        }

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [sys.executable, *arguments],
                cwd=workspace.root,
                env=environment,
                capture_output=True,
                text=True,
                timeout=900,
                check=False,
            )
            assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            return done.stdout

        main = ("-c", "from claimwire.cli import main; main()")
        if version not in [folder.name for folder in workspace.releases()]:  # what is planned is not released yet
            run(*main, "build", "--release", "--open-texts-from", str(real_texts), "--no-load")
        sent = ("publish", version, "--repo", REPOSITORY, "--hydrated", str(real_texts), "--create", "--push")
        run(*main, *sent)
        loaded = dict(map(json.loads, run("-c", LOAD, REPOSITORY, f"v{version}", *WITH_WORDS).splitlines()))
    known = reasons(map(workspace.corpus, workspace.plan().corpora), workspace.outlets())
    allowed = {article_id for article_id, why in known.items() if why is None}
    assert allowed
    assert known.keys() - allowed, "some reserve their texts"
    assert [tuple(found) for found in loaded["articles"]] == [(article_id, True) for article_id in sorted(allowed)]
    for config in WITH_WORDS[1:]:
        assert {tuple(found) for found in loaded[config]} <= {(article_id, True) for article_id in allowed}
        assert len(loaded[config]) > len(allowed) / 2
