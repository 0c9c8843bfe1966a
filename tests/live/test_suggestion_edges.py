"""The words of a suggestion are changed by drawing its edges, and it keeps its slots."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium
from invented_corpus import Invented
from stub_models import WordModel
from test_round_trip import pulled_layers, queue
from world import Live, Repository

from claimwire.baselines.predictions import ModelIdentity, predict_article
from claimwire.labelstudio.page.effort import Effort
from claimwire.schema.vocab import ClaimOrigin


@pytest.mark.long
def test_the_edges_of_a_suggestion_are_drawn(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    first = next(iter(corpus.articles))
    text = corpus.articles[first].text or ""
    model = WordModel(**{"bank sank a freighter": 0.7})
    file = tmp_path / "predicted.jsonl"
    file.write_text(predict_article(model, ModelIdentity.of(model), corpus.articles[first], "2.0.0", 0.0).line() + "\n")
    repository.push(corpus.name, "-a", "anna", "--article", first, "--predictions", str(file))
    project, anna = queue(live, corpus.name, "anna").number, live.user("anna")
    with chromium(tmp_path) as page:
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?task={live.client().tasks(project)[0].number}")

        def words() -> list[str]:
            marks = [entry["value"] for entry in page.result() if entry["from_name"] == "label"]
            return [text[mark["start"] : mark["end"]] for mark in marks]

        page.until(lambda: words() == ["bank sank a freighter"])
        begin = page.effort.copy()
        page.select("bank sank")
        page.drag_edge("right", "in 1987")
        page.until(lambda: words() == ["bank sank a freighter in 1987"])
        page.drag_edge("left", "sank a")
        page.until(lambda: words() == ["sank a freighter in 1987"])
        assert page.effort - begin == Effort(clicks=1, drags=2)
        page.leave()
        page.check("yes")
        page.submit()
        page.until(lambda: live.client().tasks(project)[0].annotations == 1)
    repository.pull(corpus.name)
    [claim] = pulled_layers(repository, corpus.name)[f"{first}_anna"].claims
    assert (claim.origin, claim.spans[0].of(text)) == (ClaimOrigin.PREDICTION_EDITED, "sank a freighter in 1987")
    assert getattr(claim, "event_type", None) == "disaster"
