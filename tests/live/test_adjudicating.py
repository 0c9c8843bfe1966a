"""Layers go to an adjudicator as predictions, what is submitted comes back as decisions, and these make gold."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from browser import ACTIVE, chromium
from click.testing import CliRunner
from invented_corpus import Invented
from selenium.webdriver.common.keys import Keys
from world import Live, Repository

from claimwire.cli import group
from claimwire.corpus.corpus import TABLE_BY_NAME
from claimwire.corpus.records import read_jsonl, write_jsonl
from claimwire.labelstudio.server.exports import tasks_in
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.server.shown import CHOICES
from claimwire.schema import Annotation, CasualtyFigure
from claimwire.schema.vocab import Decision, VictimStatus

JUDGE = "anna"


def planted(corpus: Invented) -> list[Annotation]:
    """Return both layers over all articles, in which they differ in one slot of the first and one claim of the second.

    Of the third, one layer has a figure where the other has none.
    """
    layers = []
    for number, article_id in enumerate(corpus.articles, start=1):
        one, other = (corpus.layer(article_id, name) for name in ("model_a", "model_b"))
        claims = list(other.claims)
        if number == 1:
            at = next(n for n, claim in enumerate(claims) if claim.claim_id.endswith("_02"))
            claims[at] = claims[at].model_copy(update={"victim_status": VictimStatus.MIXED})
        if number == 2:
            claims = [claim for claim in claims if not claim.claim_id.endswith("_04")]
        if number == 3:
            one = one.model_copy(update={"claims": tuple(c for c in one.claims if not c.claim_id.endswith("_03"))})
        layers += [one, other.model_copy(update={"claims": tuple(claims)})]
    return layers


def as_taken_over(result: list[dict[str, Any]], remove: str = "", comments: dict[str, str] | None = None) -> Any:
    """Return a prediction's result as the page submits it once it was taken over.

    Regions have new ids and no metadata; the one whose id has the given end is deleted, with what is related to it,
    and comments are written into regions by the end of their ids.
    """
    gone = {item["id"] for item in result if remove and item.get("id", "").endswith(remove)}
    kept = [x for x in result if not {x.get("id"), x.get("from_id"), x.get("to_id")} & gone]
    names = {item["id"]: f"Drawn{number:04d}" for number, item in enumerate(kept) if "id" in item}
    taken = []
    for item in kept:
        copy = {key: value for key, value in item.items() if key != "meta"}
        taken.append(copy | {key: names[copy[key]] for key in ("id", "from_id", "to_id") if key in copy})
    for ending, words in (comments or {}).items():
        region = next(x for x in kept if x.get("from_name") == "label" and x["id"].endswith(ending))
        value = {name: region["value"][name] for name in ("start", "end")} | {"text": [words]}
        comment = {"from_name": "comment", "to_name": "text", "type": "textarea", "value": value}
        taken.append({"id": names[region["id"]]} | comment)
    complete = {"from_name": "complete", "to_name": "text", "type": "choices", "value": {"choices": ["yes"]}}
    return [*taken, {"id": "Complete", **complete}]


def adjudicate(repository: Repository, *arguments: str, answers: str = "") -> str:
    with contextlib.chdir(repository.root):
        done = CliRunner().invoke(group, ["adjudicate", *arguments], input=answers)
    assert done.exit_code == 0, done.output
    return done.output


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.long
def test_an_adjudicator_chooses_in_the_page(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    article_id = next(iter(corpus.articles))
    layers = [corpus.layer(article_id, name) for name in ("model_a", "model_b")]
    for at, missing in enumerate(("_03", "_04")):
        left = tuple(claim for claim in layers[at].claims if not claim.claim_id.endswith(missing))
        layers[at] = layers[at].model_copy(update={"claims": left})
    write_jsonl(corpus.file, layers)
    repository.run("adjudicate", "push", corpus.name, "-a", JUDGE)
    client, judge = live.client(JUDGE), live.user(JUDGE)
    wanted = Queue(corpus.name, JUDGE, adjudicates=True)
    project = next(p for p in client.projects() if Queue.of(p.description) == wanted)
    with chromium(tmp_path) as page:
        page.log_in(live.url, judge.email, judge.password)
        page.open(f"{live.url}/projects/{project.number}/data?task={client.tasks(project.number)[0].number}")
        page.until(lambda: any("14 crew" in region.text for region in page.regions()))
        next(r for r in page.regions() if "14 crew" in r.text and "More than" not in r.text).click()
        page.until(lambda: page.shown(ACTIVE))
        page.type("comment", "It counts.")
        page.leave()
        page.select("The same bank")
        page.press(Keys.BACKSPACE)
        page.until(lambda: not page.shown(ACTIVE))
        page.check("yes")
        page.submit()
        page.until(lambda: client.tasks(project.number)[0].annotations == 1)
    work = repository.root.parent / "work"
    repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, "--exports", str(repository.exports))
    found = {
        (line.get("from") or line["reject"])[0]: line.get("rule") or line["reason"] or line["proposed"]
        for line in lines(work / f"{article_id}.jsonl")
    }
    assert found == {
        "model_a/01": "all-agree",
        "model_a/02": "all-agree",
        "model_b/03": "It counts.",
        "model_a/04": "anna left none of them",
    }


def test_layers_become_gold(live: Live, repository: Repository, corpus: Invented) -> None:
    write_jsonl(corpus.file, planted(corpus))
    before = corpus.file.read_bytes()
    assert "sent 6 tasks" in repository.run("adjudicate", "push", corpus.name, "-a", JUDGE)
    assert "nothing to do" in repository.run("adjudicate", "push", corpus.name, "-a", JUDGE)
    client = live.client(JUDGE)
    project = next(
        p for p in client.projects() if Queue.of(p.description) == Queue(corpus.name, JUDGE, adjudicates=True)
    )
    work = repository.root.parent / "work"
    exports = ("--exports", str(repository.exports))
    repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    assert not work.exists(), "nothing is submitted yet"

    (export,) = repository.exports.glob("anna.adjudication.*.json.gz")
    ids = list(corpus.articles)
    comments = {ids[0]: {"model_b_02": "Crew and passengers."}, ids[1]: {"model_a_04": "It is background."}}
    removed = {ids[0]: "model_a_02"}
    for task in tasks_in(export):
        article_id = task["data"]["article_id"]
        versions = [prediction["model_version"] for prediction in task["predictions"]]
        assert sorted(name.split(" ")[0] for name in versions) == ["model_a", "model_b", CHOICES]
        chosen = next(p for p in task["predictions"] if p["model_version"].startswith(CHOICES))
        result = as_taken_over(chosen["result"], removed.get(article_id, ""), comments.get(article_id))
        client.add_annotation(task["id"], {"result": result})

    repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    assert corpus.file.read_bytes() == before
    assert project.number not in {
        p.number for p in client.projects() if Queue.of(p.description) == Queue(corpus.name, JUDGE)
    }
    repository.run("pull", corpus.name, *exports, expect=2)
    assert corpus.file.read_bytes() == before, "what an adjudicator submits is no layer"

    by_kind = {key: [line.get("rule") or line["reason"] for line in lines(work / f"{key}.jsonl")] for key in ids}
    assert by_kind[ids[0]] == ["all-agree", "Crew and passengers.", "all-agree", "all-agree"]
    assert by_kind[ids[1]] == ["all-agree", "all-agree", "all-agree", "It is background."]
    assert by_kind[ids[2]] == ["all-agree", "all-agree", "", "all-agree"], "one layer's, and without a reason"
    assert all(found == ["all-agree"] * 4 for key, found in by_kind.items() if key in ids[3:])
    printed = repository.run("adjudicate", "pull", corpus.name, str(work), "-a", JUDGE, *exports)
    assert printed.count("is left as it is") == 6

    review = ("--review", "--adjudicator", JUDGE)
    printed = adjudicate(repository, corpus.name, str(work), *review, answers="p\nIt counts.\n")
    assert "all is decided" in printed
    assert "24 claims, 24 decisions" in adjudicate(repository, corpus.name, str(work), "--adjudicator", JUDGE)
    folder = corpus.file.parent
    decisions = [x.record for x in read_jsonl(folder / "adjudications.jsonl", TABLE_BY_NAME["adjudications"].adapter)]
    claims = {x.record.claim_id: x.record for x in read_jsonl(folder / "claims.jsonl", TABLE_BY_NAME["claims"].adapter)}
    assert [d.rule for d in decisions].count("all-agree") == 21
    own = {d.reason: d for d in decisions if d.rule is None}
    assert {d.decision for d in own.values()} == {Decision.CHOSEN}
    assert {d.adjudicator_id for d in decisions} == {JUDGE}
    figure = claims[str(own["Crew and passengers."].claim_id)]
    assert isinstance(figure, CasualtyFigure)
    assert figure.victim_status is VictimStatus.MIXED
    part = claims[str(own["It counts."].claim_id)]
    assert isinstance(part, CasualtyFigure)
    assert part.part_of_id in claims
