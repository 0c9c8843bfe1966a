"""docs/annotating.md from its first command to its last, on a real server; the clicking is done through the API."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_round_trip import as_if_drawn
from world import COMMAND, ROOT, Live

from claimwire.corpus.records import canonical_json, records_of
from claimwire.corpus.workspace import Workspace
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.local.users import users
from claimwire.labelstudio.server.client import connect
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article

DOCUMENT = (ROOT / "docs" / "annotating.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^```sh\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
SAID = {"source_kind": "person", "mention": "named", "cue_class": "neutral", "quote_type": "indirect"}
HURT = {"harm": "injured", "victim_group": "none", "scope": "single_event", "quantity_form": "digits"}
CLAIMS = {
    "harbour_ferry": [
        {
            "label": "attributed_statement",
            "spans": ["A ferry ran onto a sandbank on Monday"],
            "source_spans": ["Captain Ines Valmer"],
            "source_name": ["Ines Valmer"],
            "cue_spans": [{"exact": "said", "prefix": "Valmer "}],
            "statement": "Ines Valmer tells that the ferry grounded on a Monday.",
            **SAID,
        },
        {
            "label": "casualty_figure",
            "spans": ["At least 14 people were hurt"],
            "quantity_spans": ["At least 14"],
            "qualifier": "at_least",
            "lower": 14,
            "lower_inclusive": True,
            "statement": "No fewer than 14 persons were injured.",
            **HURT,
        },
    ],
    "harbour_inquiry": [
        {
            "label": "casualty_figure",
            "spans": ["More than 20 passengers were injured"],
            "quantity_spans": ["More than 20"],
            "qualifier": "more_than",
            "lower": 20,
            "lower_inclusive": False,
            "statement": "Over 20 passengers came to harm.",
            **HURT,
        },
    ],
}


def layer(article: Article, annotator: str) -> Annotation:
    """Return what an annotator makes of an article; the two do not read every slot the same way."""
    status = {"anna": "civilian", "ben": "unspecified"}[annotator]
    lines = []
    for number, claim in enumerate(CLAIMS[article.article_id], start=1):
        own = {"victim_status": status} if claim["label"] == "casualty_figure" else {}
        everywhere = {"id": f"{number:02d}", "factuality": "asserted", "sentences": list(range(len(article.sentences)))}
        lines.append((number, canonical_json(claim | own | everywhere)))
    made, problems = quoted_layer(article, lines, LayerFacts(annotator, "1.1.0", "by hand"), "claims")
    assert not problems, problems
    return made


@pytest.fixture
def clone(live: Live, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the repository, with a cache of its own that has the server's environment already."""
    root = tmp_path / "clone"
    for folder in ("annotations", "schema", "dataset"):
        shutil.copytree(ROOT / folder, root / folder)
    cache = CacheFolders.of({"CLAIMWIRE_CACHE": str(tmp_path / "cache")})
    cache.root.mkdir(parents=True)
    for made in live.environment.parent.glob(f"*{live.environment.name.removeprefix('environment')}"):
        (cache.root / made.name).symlink_to(made)
    yield root
    local.stop(cache.data)


def follow(step: str, root: Path, typed: str = "") -> str:
    """Run a step of the document and return what it printed."""
    step = step.replace("scripts/label-studio", "claimwire labelstudio server")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LABEL_STUDIO")}
    environment |= {
        "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
        "CLAIMWIRE_CACHE": str(root.parent / "cache"),
        "COLUMNS": "200",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", step],
        cwd=root,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def annotate(root: Path) -> None:
    """Do what anna and ben would do in the page."""
    server = local.server_on(CacheFolders.of({"CLAIMWIRE_CACHE": str(root.parent / "cache")}).data)
    articles = {article.article_id: article for article in records_of(Workspace(root).corpus("harbour").rows.articles)}
    admin = connect(server.url, server.key_file.read_text().strip())
    projects = {Queue.of(project.description): project.number for project in admin.projects()}
    for user in users(server.data):
        if user.annotator_id in ("anna", "ben"):
            client = connect(server.url, user.token)
            for standing in client.tasks(projects[Queue("harbour", user.annotator_id)]):
                article = articles[standing.doc_key]
                made = make_task(article, [layer(article, user.annotator_id)], guideline_version="1.1.0")
                result = as_if_drawn(made["annotations"][0]["result"])
                client.add_annotation(standing.number, {"result": result, "lead_time": 60.0, "ground_truth": False})


def test_the_tutorial_goes_from_nothing_to_an_adjudicated_batch(clone: Path) -> None:
    """Annotating comes once the tasks are there; in the review the first layer's claim is taken each time."""
    printed: dict[str, str] = {}
    for step in STEPS:
        typed = "a\nThe article does not say more.\n" * 9 if "--review" in step else ""
        printed[step.split("\n")[0]] = follow(step, clone, typed)
        if step.startswith("scripts/label-studio start"):
            annotate(clone)
    data = Workspace(clone).corpus("harbour")
    assert {(x.record.annotator_id, x.record.article_id) for x in data.rows.annotations} == {
        (name, article_id) for name in ("anna", "ben") for article_id in CLAIMS
    }
    assert len(data.rows.claims) == sum(map(len, CLAIMS.values()))
    rules = sorted(str(x.record.rule) for x in data.rows.adjudications)
    assert rules == ["None", "None", "all-agree"]
    assert {x.record.adjudicator_id for x in data.rows.adjudications} == {"cleo"}
    assert "no problems" in printed["claimwire adjudicate harbour decisions --adjudicator cleo"]
    assert "human agreement" in printed["claimwire agreement harbour"]
