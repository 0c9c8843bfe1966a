"""Articles go to a real Label Studio, two people annotate them there, and what they did comes back whole."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from invented_corpus import Invented, write
from small import DOCUMENTS, OPEN, STANDOFF
from world import Live, Repository

from claimwire.corpus.corpus import TABLE_BY_NAME, Corpus, read_corpus
from claimwire.corpus.records import read_jsonl, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.exports import tasks_in
from claimwire.labelstudio.server.protocol import ServerProject
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation, reference_fields

TOOL = "label-studio 1.23.2"
GOLD = "cleo"
"""The annotator whose layer has the adjudicated claims."""

ACCOUNT_OF = {"ada": "anna", "bela": "ben", "dora": "model_a", "tally": "model_b", GOLD: "admin"}
"""The accounts on the server of those who annotated the small repository."""

GIVEN = ("annotation_id", "date", "source_sha256", "tool", "lead_time_seconds")
"""What a layer gets when it is made, so that it differs from the one it was made from."""


def queue(live: Live, corpus: str, annotator: str, batch: str = "", adjudicates: bool = False) -> ServerProject:
    wanted = Queue(corpus, annotator, batch, adjudicates=adjudicates)
    return next(p for p in live.client().projects() if Queue.of(p.description) == wanted)


def annotate(live: Live, corpus: Invented, annotator: str, only: int | None = None, batch: str = "") -> None:
    """Submit an annotator's layers as that user, region ids made up as the page makes them, nothing sent unseen."""
    client = live.client(annotator)
    for number, standing in enumerate(client.tasks(queue(live, corpus.name, annotator, batch).number)):
        if only is None or number < only:
            layer = corpus.layer(standing.doc_key, annotator)
            made = make_task(corpus.articles[standing.doc_key], [layer], guideline_version="2.0.0")
            result = as_if_drawn(made["annotations"][0]["result"])
            client.add_annotation(standing.number, {"result": result, "lead_time": 12.5, "ground_truth": False})


def as_if_drawn(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a result as the page makes it: ids of its own, no `meta`, no note about the layer."""
    names: dict[str, str] = {}
    drawn = []
    for item in result:
        if item.get("from_name") == "layer":
            continue
        copy = {key: value for key, value in item.items() if key != "meta"}
        for key in ("id", "from_id", "to_id"):
            if key in copy:
                copy[key] = names.setdefault(copy[key], f"Drawn{len(names):04d}")
        drawn.append(copy)
    return drawn


def content(layer: Annotation) -> dict[str, Any]:
    """Return what a layer says: its claims by their spans, with references as the spans of the claim named.

    Which slots a program proposed, and whether the claim was a prediction, is left out: a claim that is drawn anew has
    all slots entered and is the annotator's own.
    """
    places = {claim.claim_id: [(s.start, s.end) for s in claim.spans] for claim in layer.claims}
    claims = []
    for claim in layer.claims:
        fields = claim.model_dump(mode="json", exclude={"claim_id", "proposed_slots", "origin"})
        named = {name: places[fields[name]] for name in reference_fields(type(claim)) if fields[name]}
        claims.append(fields | named)
    return layer.model_dump(mode="json", exclude={"claims", *GIVEN}) | {"claims": claims}


def pulled_layers(repository: Repository, corpus: str) -> dict[str, Annotation]:
    found = read_jsonl(repository.annotations(corpus), TABLE_BY_NAME["annotations"].adapter)
    return {item.record.annotation_id: item.record for item in found}


@pytest.mark.long
def test_two_annotators(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna", "-a", "ben")
    annotate(live, corpus, "anna")
    annotate(live, corpus, "ben", only=4)
    printed = repository.pull(corpus.name)
    assert "12 tasks, 10 layers" in printed
    pulled = pulled_layers(repository, corpus.name)
    ids = list(corpus.articles)
    assert sorted(pulled) == sorted([*(f"{key}_anna" for key in ids), *(f"{key}_ben" for key in ids[:4])])
    exports = {path.name.split(".")[0]: path.name.split(".")[1] for path in repository.exports.glob("*.json.gz")}
    for layer in pulled.values():
        assert content(layer) == content(corpus.layer(layer.article_id, layer.annotator_id))
        assert not any(claim.proposed_slots for claim in layer.claims)
        assert (layer.tool, layer.lead_time_seconds) == (TOOL, 12.5)
        assert layer.source_sha256 == exports[layer.annotator_id]
    before = repository.annotations(corpus.name).read_bytes()
    assert "left as it is" in repository.pull(corpus.name)
    assert "no difference" in repository.run("diff", corpus.name, "--exports", str(repository.exports))
    assert "nothing to do" in repository.push(corpus.name)
    assert repository.annotations(corpus.name).read_bytes() == before

    annotate_more = corpus.layer(ids[5], "ben")
    made = make_task(corpus.articles[ids[5]], [annotate_more], guideline_version="2.0.0")
    client = live.client("ben")
    last = next(t for t in client.tasks(queue(live, corpus.name, "ben").number) if t.doc_key == ids[5])
    client.add_annotation(last.number, {"result": as_if_drawn(made["annotations"][0]["result"])})
    printed = repository.run("diff", corpus.name, "--exports", str(repository.exports), expect=1)
    assert f"+ {ids[5]}_ben" in printed
    repository.pull(corpus.name)
    lines = repository.annotations(corpus.name).read_text().splitlines()
    assert set(before.decode().splitlines()) < set(lines)
    assert len(lines) == 11


def test_a_second_push_leaves_the_server_as_it_is(live: Live, repository: Repository, corpus: Invented) -> None:
    corpus.file.write_text("")
    write_jsonl(corpus.file, corpus.layers(["anna"]))
    repository.push(corpus.name, "-a", "anna", "--layers", "--predictions", str(corpus.file))

    def exported() -> bytes:
        client, number = live.client(), queue(live, corpus.name, "anna").number
        return b"".join(client.download(number, client.snapshot(number))).replace(b"minutes", b"minute")

    before = json.loads(exported())
    assert "nothing to do" in repository.push(corpus.name, "-a", "anna", "--layers", "--predictions", str(corpus.file))
    after = json.loads(exported())
    for task in (*before, *after):
        for prediction in task["predictions"]:
            del prediction["created_ago"]
    assert after == before


def test_layers_go_and_come_back_as_they_are(live: Live, repository: Repository, corpus: Invented) -> None:
    write_jsonl(corpus.file, corpus.layers(["anna", "ben"]))
    before = corpus.file.read_bytes()
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "--layers")
    corpus.file.unlink()
    repository.pull(corpus.name)
    assert corpus.file.read_bytes() == before


@pytest.mark.long
def test_layers_come_later_to_tasks_that_are_there(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna", "-a", "ben")
    write_jsonl(corpus.file, corpus.layers(["anna", "ben"]))
    before = corpus.file.read_bytes()
    for _ in range(2):
        repository.push(corpus.name, "-a", "anna", "-a", "ben", "--layers")
    corpus.file.unlink()
    repository.pull(corpus.name)
    assert corpus.file.read_bytes() == before


@pytest.mark.parametrize(
    ("corpus_id", "texts"),
    [pytest.param(OPEN, (), marks=pytest.mark.long), (STANDOFF, ("--from", str(DOCUMENTS)))],
)
def test_all_that_was_annotated_and_adjudicated_comes_back_as_it_is(
    repository: Repository, small_built: Workspace, corpus_id: str, texts: tuple[str, ...]
) -> None:
    """The layers of the small repository, and its adjudicated claims as one more, by accounts of other names."""
    shutil.copytree(small_built.corpus_folder(corpus_id), repository.root / "annotations" / corpus_id)
    shutil.copy(small_built.annotations / "annotators.jsonl", repository.root / "annotations")
    corpus, file = small_built.corpus(corpus_id), repository.annotations(corpus_id)
    layers = [*corpus.layers.values(), *gold_layers(corpus)]
    for name in ("claims", "adjudications", "links", "links_refused"):  # whose ids are those of a layer here
        file.with_name(f"{name}.jsonl").unlink(missing_ok=True)
    write_jsonl(file, sorted(layers, key=lambda layer: (layer.article_id, layer.annotator_id)))
    before = file.read_bytes()
    names = sorted({layer.annotator_id for layer in layers})
    users = [argument for name in names for argument in ("--user", f"{name}={ACCOUNT_OF[name]}@localhost")]
    annotators = [argument for name in names for argument in ("-a", name)]
    repository.push(corpus_id, *annotators, "--layers", *texts, *users)
    file.unlink()
    repository.pull(corpus_id, *users)
    assert file.read_bytes() == before


def gold_layers(corpus: Corpus) -> list[Annotation]:
    """Return the adjudicated claims of every article as a layer."""
    return [
        Annotation(
            annotation_id=f"{article_id}_{GOLD}",
            article_id=article_id,
            annotator_id=GOLD,
            guideline_version=corpus.info.guideline_version,
            tool="adjudicated",
            complete=True,
            claims=tuple(corpus.claims_of_article[article_id]),
        )
        for article_id in corpus.articles
    ]


@pytest.mark.long
def test_an_export_imported_into_a_second_project_equals_the_first(
    live: Live, repository: Repository, corpus: Invented
) -> None:
    repository.push(corpus.name, "-a", "anna")
    annotate(live, corpus, "anna")
    repository.pull(corpus.name)
    export = next(repository.exports.glob("anna.*.json.gz"))
    client = live.client()
    client.create_project("claimwire second", "", label_config())
    second = next(p for p in client.projects() if p.title == "claimwire second")
    client.import_tasks(second.number, list(map(json.dumps, tasks_in(export))))
    again = json.loads(b"".join(client.download(second.number, client.snapshot(second.number))))
    by = {live.user("anna").email: "anna"}
    for one, other in zip(tasks_in(export), again, strict=True):
        assert other["data"] == one["data"]
        assert [a["result"] for a in other["annotations"]] == [a["result"] for a in one["annotations"]]
        article = corpus.articles[one["data"]["article_id"]]
        first, back = read_task(one, article, by), read_task(other, article, by)
        assert not first.problems
        assert not back.problems
        assert [content(layer) for layer in back.layers] == [content(layer) for layer in first.layers]


@pytest.mark.long
def test_batches_have_queues_of_their_own(live: Live, repository: Repository, corpus: Invented) -> None:
    first, second = [key for key in corpus.articles if key.endswith("_1")], list(corpus.articles)
    repository.push(corpus.name, "-a", "anna", "--batch", "pilot", "--article", first[0])
    repository.push(corpus.name, "-a", "anna", "--batch", "main")
    annotate(live, corpus, "anna", batch="pilot")
    annotate(live, corpus, "anna", batch="main")
    repository.pull(corpus.name)
    batches = {layer.article_id: layer.batch for layer in pulled_layers(repository, corpus.name).values()}
    assert batches == {key: "pilot" if key in first else "main" for key in second}


@pytest.mark.long
def test_a_stand_off_corpus_keeps_its_texts_out_of_the_repository(live: Live, repository: Repository) -> None:
    corpus = write(repository.root / "annotations", "standoff_export", count=2, is_open=False)
    repository.push(corpus.name, "-a", "anna")
    annotate(live, corpus, "anna")
    inside = repository.root / "exports"
    printed = repository.run("pull", corpus.name, "--exports", str(inside), expect=2)
    assert "is in the repository" in printed
    assert not inside.exists()
    repository.pull(corpus.name)
    for path in repository.root.rglob("*"):
        if path.is_file() and path.name != "articles.jsonl":
            assert "ran onto a sandbank" not in path.read_text()


@pytest.mark.long
def test_status_tells_how_far_everybody_is(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna", "-a", "ben", "-a", "model_a", "--each", "2")
    annotate(live, corpus, "anna", only=3)
    lines = repository.run("status", corpus.name).splitlines()
    cells = {
        row[0]: row[1:9]
        for row in (line.strip("│ ").split("│") for line in lines)
        for row in [[c.strip() for c in row]]
    }
    assert cells["anna"] == ["4", "3", "0", "0", "1", "0", "0", "0"]
    assert cells["ben"] == ["4", "0", "0", "0", "4", "0", "0", "0"]
    assert read_corpus(repository.root / "annotations" / corpus.name).info.corpus_id == corpus.name


@pytest.mark.long
def test_someone_unknown_is_not_taken_for_an_annotator(live: Live, repository: Repository, corpus: Invented) -> None:
    repository.push(corpus.name, "-a", "anna")
    annotators = repository.root / "annotations" / "annotators.jsonl"
    kept = annotators.read_text()
    annotators.write_text("".join(line for line in kept.splitlines(True) if "anna" not in line))
    annotate(live, corpus, "anna", only=1)
    printed = repository.pull(corpus.name, expect=2)
    assert "does not know anna" in printed
    assert not corpus.file.exists()
