"""docs/annotating.md from its first command to its last, on a real server; the clicking is done through the API."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from invented import ASSERTED, COMPANY_SAID
from test_adjudicating_changes import taken_over
from test_round_trip import as_if_drawn
from world import COMMAND, ROOT, SOURCE, Live, own_code

from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.local.users import users
from claimwire.labelstudio.page.controls import CONTROL_BY_NAME
from claimwire.labelstudio.server.client import connect
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, Article, ClaimBase

DOCUMENT = (ROOT / "docs" / "annotating.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^```sh\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
HURT = {"harm": "injured", "named_victim": False, "scope": "single_event", "quantity_form": "digits"}
CLAIMS = {
    "harbour_ferry": [
        {
            "label": "attributed_statement",
            "spans": ["A ferry ran onto a sandbank on Monday"],
            "source_spans": ["Captain Ines Valmer"],
            "source_name": ["Ines Valmer"],
            "cue_spans": [{"exact": "said", "prefix": "Valmer "}],
            "statement": "Ines Valmer tells that the ferry grounded on a Monday.",
            **COMPANY_SAID,
            "quote_type": "indirect",
        },
        {
            "label": "casualty_figure",
            "spans": ["At least 14 people were hurt"],
            "quantity_spans": ["At least 14"],
            "qualifier": "at_least",
            "lower": 14,
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
        everywhere = ASSERTED | {"id": f"{number:02d}", "sentences": list(range(len(article.sentences)))}
        lines.append((number, canonical_json(claim | own | everywhere)))
    made, problems = quoted_layer(article, lines, LayerFacts(annotator, "2.0.0", "by hand"), "claims")
    assert not problems, problems
    return made


@pytest.fixture
def clone(small: Workspace, own_cache: Path) -> Path:
    """Return a repository in which nobody whom the document names is described yet, with a cache of its own."""
    annotators = small.annotations / "annotators.jsonl"
    others = [line for line in annotators.read_text().splitlines(keepends=True) if '"cleo"' not in line]
    annotators.write_text("".join(others))
    assert own_cache.parent.parent == small.root.parent
    return small.root


@pytest.fixture
def own_cache(live: Live, tmp_path: Path) -> Iterator[Path]:
    """Return a cache that has the server's environment already; a server that runs in it is stopped in the end."""
    cache = CacheFolders.of({"CLAIMWIRE_CACHE": str(tmp_path / "cache")})
    cache.root.mkdir(parents=True)
    for made in live.environment.parent.glob(f"*{live.environment.name.removeprefix('environment')}"):
        (cache.root / made.name).symlink_to(made)
    yield cache.root
    local.stop(cache.data)


def told(claim: ClaimBase) -> str:
    """Return what a claim says; not which slots a program filled in."""
    return canonical_json(claim.model_dump(mode="json", exclude={"claim_id", "proposed_slots", "origin"}))


START = "scripts/label-studio start harbour -a anna -a ben\n"
"""The step that starts a server, makes the users and sends the articles."""


ACCOUNT = "scripts/label-studio start -a cleo\n"
"""The line that makes an account for the adjudicator, on the server that runs already."""


def follow(step: str, root: Path, typed: str = "", **variables: str) -> str:
    """Run a step of the document and return what it printed."""
    step = step.replace("scripts/label-studio", "claimwire labelstudio server")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LABEL_STUDIO")}
    environment |= own_code() | {
        "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
        "CLAIMWIRE_CACHE": str(root.parent / "cache"),
        "COLUMNS": "200",
        **variables,
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


@pytest.mark.parametrize("path", ["", "elsewhere"])
def test_a_step_runs_the_code_of_this_repository(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the environment has the package of another folder, and whatever PYTHONPATH says."""
    monkeypatch.setenv("PYTHONPATH", path)
    (tmp_path / "root").mkdir()
    python = 'read -r first < "$(command -v claimwire)"; ${first#??}'
    printed = follow(f"{python} -c 'import claimwire; print(claimwire.__file__)'", tmp_path / "root")
    assert Path(printed.strip()) == SOURCE / "claimwire" / "__init__.py"


def left_blank(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a result without the slots that the document tells to leave to a program."""
    return [entry for entry in result if not is_proposed(entry.get("from_name"))]


def is_proposed(name: str | None) -> bool:
    return name in CONTROL_BY_NAME and CONTROL_BY_NAME[name].shape.proposed


def annotate(root: Path, server: local.LocalServer) -> None:
    """Do what anna and ben would do in the page."""
    articles = Workspace(root).corpus("harbour").articles
    admin = connect(server.url, server.key_file.read_text().strip())
    projects = {Queue.of(project.description): project.number for project in admin.projects()}
    for user in users(server.data):
        if user.annotator_id in ("anna", "ben"):
            client = connect(server.url, user.token)
            for task in client.tasks(projects[Queue("harbour", user.annotator_id)]):
                article = articles[task.doc_key]
                made = make_task(article, [layer(article, user.annotator_id)], guideline_version="2.0.0")
                result = left_blank(as_if_drawn(made["annotations"][0]["result"]))
                client.add_annotation(task.number, {"result": result, "lead_time": 60.0, "ground_truth": False})


@pytest.mark.long
def test_the_tutorial_goes_from_nothing_to_an_adjudicated_batch(clone: Path) -> None:
    data = CacheFolders.of({"CLAIMWIRE_CACHE": str(clone.parent / "cache")}).data
    follow_all(clone, STEPS, lambda: local.server_on(data))


def test_the_tutorial_on_a_server_that_runs_already_goes_to_an_adjudicated_batch(live: Live, clone: Path) -> None:
    """The same without a server of its own, which takes most of the time: the articles are pushed to another one."""
    assert STEPS.count(START) == 1
    assert STEPS.count(f"{ACCOUNT}claimwire labelstudio adjudicate push harbour -a cleo\n") == 1
    steps = ["claimwire labelstudio push harbour -a anna -a ben" if step == START else step for step in STEPS]
    account = f" --user cleo={live.user('model_a').email}\n"
    steps = [step.replace(ACCOUNT, "").rstrip("\n") + account if ACCOUNT in step else step for step in steps]
    access = {"LABEL_STUDIO_URL": live.url, "LABEL_STUDIO_API_KEY": live.user("admin").token}
    follow_all(clone, steps, lambda: live.server, **access)


ADJUDICATING = (ROOT / "docs" / "adjudicating.md").read_text(encoding="utf-8")
EXAMPLE, SMALL = "mycorpus", "heron"
"""What that document calls a corpus, and the one of the small repository that stands for it here."""


@pytest.mark.long
def test_the_document_on_adjudicating_is_followed_in_label_studio(small: Workspace, own_cache: Path) -> None:
    """Every command as it stands, on a server of its own; between push and pull cleo submits one article."""
    [block] = re.findall(r"^```sh\n(scripts/label-studio.*?)^```", ADJUDICATING, re.MULTILINE | re.DOTALL)
    steps = block.replace(EXAMPLE, SMALL).splitlines()
    assert [step.split()[0] for step in steps] == ["scripts/label-studio", "claimwire", "claimwire"]
    printed = []
    for step in steps:
        if "adjudicate pull" in step:
            first = submit_what_there_is_to_choose_from(local.server_on(CacheFolders(own_cache).data))
        printed.append(follow(step, small.root))
    open_articles = printed[-1].partition("not annotated yet: ")[2].strip().split(", ")
    layers = {layer.article_id for layer in small.corpus(SMALL).layers.values()}
    assert {first, *open_articles} == layers
    assert first not in open_articles
    assert [path.name for path in (small.root / "work").iterdir()] == [f"{first}.jsonl"]


def submit_what_there_is_to_choose_from(server: local.LocalServer) -> str:
    """Submit the first article of cleo's queue as it is there to choose from, and return its id."""
    admin = connect(server.url, server.key_file.read_text().strip())
    [project] = [project for project in admin.projects() if Queue.of(project.description)]
    client = connect(server.url, next(user.token for user in users(server.data) if user.annotator_id == "cleo"))
    snapshot = admin.snapshot(project.number)
    exported = json.loads(b"".join(admin.download(project.number, snapshot)))
    task = min(exported, key=lambda task: str(task["data"]["article_id"]))
    client.add_annotation(task["id"], {"result": taken_over(task, {})})
    return str(task["data"]["article_id"])


def follow_all(root: Path, steps: Sequence[str], server: Callable[[], local.LocalServer], **variables: str) -> None:
    """Run all steps and compare what they make with what was annotated.

    Annotating comes once the tasks are there; in the review the first layer's claim is chosen each time.
    """
    printed: dict[str, str] = {}
    for step in steps:
        typed = "a\nThe article does not say more.\n" * 9 if "--review" in step else ""
        printed[step.split("\n")[0]] = follow(step, root, typed, **variables)
        if "harbour -a anna -a ben" in step:
            annotate(root, server())
    corpus = Workspace(root).corpus("harbour")
    assert {(layer.annotator_id, layer.article_id) for layer in corpus.layers.values()} == {
        (name, article_id) for name in ("anna", "ben") for article_id in CLAIMS
    }
    for pulled in corpus.layers.values():
        meant = layer(corpus.articles[pulled.article_id], pulled.annotator_id)
        assert sorted(map(told, pulled.claims)) == sorted(map(told, meant.claims))
        assert all({"polarity"} < set(claim.proposed_slots) for claim in pulled.claims)
    assert len(corpus.claims) == sum(map(len, CLAIMS.values()))
    assert sorted(str(decision.rule) for decision in corpus.adjudications.values()) == ["None", "None", "all-agree"]
    assert {decision.adjudicator_id for decision in corpus.adjudications.values()} == {"cleo"}
    assert "no problems" in printed["claimwire adjudicate harbour decisions --adjudicator cleo"]
    assert "human agreement" in printed["claimwire agreement harbour"]
