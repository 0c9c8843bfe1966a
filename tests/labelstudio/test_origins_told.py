"""Layers that were pulled when nobody recorded where claims come from: the next pull records it, and says so once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_server import FakeServer
from small import OPEN
from test_status import ADA, BELA, annotate
from test_whole_rounds import ACCOUNTS, pushed, reader_of, tasks

from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.lines import LayerLine, layers_by_id
from claimwire.labelstudio.server.compare import change_lines, layer_change, told_lines
from claimwire.labelstudio.server.prepare import PushRequest
from claimwire.labelstudio.server.pull import differences, pull
from claimwire.labelstudio.tasks.origins import without_origins
from claimwire.schema import Annotation
from claimwire.schema.vocab import ClaimOrigin

RECORDED = "pulled before claimwire recorded which claims came from a prediction (`origin`), which is recorded now"


@pytest.fixture
def server(small: Workspace) -> FakeServer:
    server = FakeServer(accounts=ACCOUNTS)
    pushed(server, small, PushRequest(OPEN, ["ada", "bela"], each=1))
    layers = small.corpus(OPEN).layers
    for queue, by in (("ada", ADA), ("bela", BELA)):
        for article in [
            key for key in tasks(server)[queue] if f"{key}_{queue}" in layers and layers[f"{key}_{queue}"].claims
        ]:
            annotate(server, small, queue, article, queue, by)
    return server


@pytest.fixture
def earlier(server: FakeServer, small: Workspace) -> Path:
    """Return the file of layers as a pull left it that recorded no origins."""
    file = small.corpus_folder(OPEN) / "annotations.jsonl"
    file.write_text("")
    pull(reader_of(server, small), small, OPEN)
    write_jsonl(file, [bare(line.layer) for line in layers_by_id(file).values()])
    return file


def bare(layer: Annotation) -> Annotation:
    return layer.model_copy(update={"claims": tuple(without_origins(layer.claims)), "began_from": None})


def test_origins_are_recorded_at_the_next_pull_and_told_in_one_line(
    server: FakeServer, small: Workspace, earlier: Path
) -> None:
    ids = sorted(layers_by_id(earlier))
    assert len(ids) > 2
    changes, _ = differences(reader_of(server, small), layers_by_id(earlier))
    [told] = told_lines(changes)
    assert told == f"~ {len(ids)} layers ({' '.join(ids)}): {RECORDED}; nothing else differs"
    outcome = pull(reader_of(server, small), small, OPEN)
    assert (outcome.changes, outcome.new_or_changed) == ((told,), len(ids))
    origins = {claim.origin for line in layers_by_id(earlier).values() for claim in line.layer.claims}
    assert origins == {ClaimOrigin.OWN}
    again = pull(reader_of(server, small), small, OPEN)
    assert (again.changes, again.is_file_changed) == ((), False)


def test_what_differs_in_anything_else_is_told_as_ever(earlier: Path) -> None:
    stored = layers_by_id(earlier)
    first, second = sorted(stored)[:2]
    layer = stored[first].layer
    own = tuple(claim.model_copy(update={"origin": ClaimOrigin.OWN}) for claim in layer.claims)
    only = layer.model_copy(update={"claims": own, "began_from": "model_a", "tool": "label-studio 9.9.9"})
    assert layer_change(first, layer, only).only_origins
    assert list(change_lines(stored, {first: LayerLine.of(only)})) == [f"~ {first}: {RECORDED}; nothing else differs"]
    slot = own[0].model_copy(update={"comment": "either way"})
    for other in (
        only.model_copy(update={"claims": own[:-1]}),
        only.model_copy(update={"claims": (slot, *own[1:])}),
        only.model_copy(update={"complete": not layer.complete}),
        only.model_copy(update={"date": "2031-11-01T00:00:00Z"}),
        layer.model_copy(update={"tool": "label-studio 9.9.9"}),
    ):
        assert not layer_change(first, layer, other).only_origins
        [line] = change_lines({**stored}, {first: LayerLine.of(other)})
        assert line.startswith(f"~ {first}: {len(layer.claims)} claim")
    assert not layer_change(second, only, layer).only_origins, "an origin that is gone"
    edited = tuple(claim.model_copy(update={"origin": ClaimOrigin.PREDICTION}) for claim in layer.claims)
    assert not layer_change(first, only, only.model_copy(update={"claims": edited})).only_origins, "it was recorded"
