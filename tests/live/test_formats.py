"""What Label Studio's other export formats lose of an annotation, as docs/label-studio.md tells it.

With CLAIMWIRE_WRITE_DOCS=1 the table of the document is written anew.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request

from formats import CLAIM_LABELS, facts, kept, speed_table
from invented_corpus import Invented
from test_round_trip import queue
from world import ROOT, Live, Repository

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import write_jsonl
from claimwire.labelstudio.tasks.shown import ShownPrediction
from claimwire.regions import refill, table

DOCUMENT = ROOT / "docs" / "label-studio.md"
SPEED = ROOT / "benchmarks" / "label_studio.json"
PULL = "`claimwire labelstudio pull` (a snapshot as JSON)"


def get(live: Live, path: str) -> bytes:
    request = urllib.request.Request(
        f"{live.url}{path}", headers={"Authorization": f"Token {live.user('admin').token}"}
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300) as reply:
        content: bytes = reply.read()
    return content


def test_the_table_of_what_formats_lose_is_what_they_lose(live: Live, repository: Repository, corpus: Invented) -> None:
    write_jsonl(corpus.file, corpus.layers(["anna"]))
    guesses = repository.root / "guesses.jsonl"
    layers = corpus.layers(["model_a"])
    write_jsonl(guesses, layers)
    repository.push(corpus.name, "-a", "anna", "--layers", "--predictions", str(guesses))
    project = queue(live, corpus.name, "anna").number
    client = live.client()
    snapshot = b"".join(client.download(project, client.snapshot(project)))
    annotation = json.loads(snapshot)[0]["annotations"][0]
    said = facts(annotation, ShownPrediction.of_layer(layers[0]).model_version)
    assert annotation["completed_by"]["email"] == live.user("anna").email
    assert all(said.values())
    assert len(said["claims: label and offsets"]) == len(corpus.layer(next(iter(corpus.articles)), "anna").claims)
    rows = {PULL: kept(snapshot, said)}
    for offered in json.loads(get(live, f"/api/projects/{project}/export/formats")):
        if not offered.get("disabled"):
            name = offered["name"]
            try:
                rows[f"`{name}`"] = kept(get(live, f"/api/projects/{project}/export?exportType={name}"), said)
            except urllib.error.HTTPError as error:
                rows[f"`{name}`"] = dict.fromkeys(said, f"answers {error.code}")
    assert set(rows[PULL].values()) == {"all"}
    assert "`JSON_MIN`" in rows
    made = refill(
        DOCUMENT.read_text(encoding="utf-8"),
        {
            "formats": table(("export", *said), ((name, *held.values()) for name, held in rows.items())),
            "speed": speed_table(json.loads(SPEED.read_text(encoding="utf-8"))),
        },
    )
    if os.environ.get("CLAIMWIRE_WRITE_DOCS"):
        write_text(DOCUMENT, made)
    assert DOCUMENT.read_text(encoding="utf-8") == made, "run it with CLAIMWIRE_WRITE_DOCS=1"


def test_claims_are_told_from_their_parts_by_the_labels_of_the_schema() -> None:
    from claimwire.schema import LABELS

    assert {x.label.value for x in LABELS} == set(CLAIM_LABELS)
