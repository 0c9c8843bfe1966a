"""The pictures of the documents, at two sizes: a finished claim of each label, and a claim to adjudicate, selected.

With `CLAIMWIRE_PICTURES=docs/images` the tests replace those of the documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from browser import ACTIVE, chromium
from harbour import ARTICLE, CLAIMS, make_all, read_in, sent
from pictures import SIZES, folder, take
from test_losses import api
from test_round_trip import queue
from test_tutorial import layer
from world import ROOT, Live, Repository

from claimwire.corpus.records import canonical_json, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.local.users import create_users
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind

NAMES = ("statement", "figure", "background")


@pytest.mark.long
def test_pictures_of_a_finished_claim_of_each_label(live: Live, repository: Repository, tmp_path: Path) -> None:
    anna = live.user("anna")
    taken: list[str] = []
    with sent(live, repository) as (project, _), chromium(tmp_path) as page:
        page.size(*SIZES[0])
        page.log_in(live.url, anna.email, anna.password)
        page.open(f"{live.url}/projects/{project}/data?labeling=1")
        make_all(page)
        for name, claim in zip(NAMES, CLAIMS, strict=True):
            page.leave()
            page.select(claim.words if name != "figure" else claim.words.removeprefix("At least 14 "))
            page.until(lambda: page.shown(ACTIVE))
            taken += [path.name for path in take(page, f"label-studio-{name}", folder(tmp_path))]
    assert len(taken) == len(NAMES) * len(SIZES)
    assert shows("annotating.md", taken)


@pytest.mark.long
def test_pictures_of_a_claim_to_adjudicate(live: Live, repository: Repository, tmp_path: Path) -> None:
    """One layer says that civilians were hurt, the other does not tell who; both claims are there to choose from."""
    judge = "cleo"
    create_users(live.environment, live.server.data, [judge], print)
    invited = repository.root / "annotations" / "annotators.jsonl"
    described = Annotator(annotator_id=judge, annotator_kind=AnnotatorKind.HUMAN, description="Invented.")
    invited.write_text(f"{invited.read_text()}{canonical_json(described.model_dump(mode='json'))}\n")
    read_in(repository)
    corpus = Workspace(repository.root).corpus("harbour")
    layers = [layer(article, name) for article in corpus.articles.values() for name in ("anna", "ben")]
    write_jsonl(repository.annotations("harbour"), layers)
    repository.run("adjudicate", "push", "harbour", "-a", judge)
    project = queue(live, "harbour", judge, adjudicates=True).number
    task = next(task for task in live.client().tasks(project) if task.doc_key == ARTICLE)
    user = live.user(judge)
    with chromium(tmp_path) as page:
        page.size(*SIZES[0])
        page.log_in(live.url, user.email, user.password)
        page.open(f"{live.url}/projects/{project}/data?task={task.number}")
        page.until(lambda: sum("14 people were hurt" in region.text for region in page.regions()) == 2)
        next(region for region in page.regions() if "14 people were hurt" in region.text).click()
        page.until(lambda: page.shown(ACTIVE))
        page.until(lambda: "Victim status differs" in page.driver.find_element("tag name", "body").text)
        taken = [path.name for path in take(page, "label-studio-adjudicate", folder(tmp_path))]
    assert len(taken) == len(SIZES)
    assert shows("adjudicating.md", taken)
    api(live, "admin", "DELETE", f"projects/{project}/")


def shows(document: str, pictures: Sequence[str]) -> bool:
    """Return whether a document shows all of some pictures."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return all(f"images/{name}" in text for name in pictures)
