"""Tasks read back are the layers they were made of, whatever the text and the claims."""

from __future__ import annotations

import json
from typing import Any

import pytest
from drawn import shown
from exported import exported, submitted
from hypothesis import given, settings
from hypothesis import strategies as st
from small import OPEN, STANDOFF
from small.material import texts

from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.controls import CONTROLS, HIDDEN_FIELDS, LABEL, PARTS, RELATIONS
from claimwire.labelstudio.tasks.read import read_task
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import LABELS, Annotation, Article, references, slot_names, span_slots

SHOWN = shown()
ODD = [None, [], {}, "", "x", -1, 1.5, True, ["x", "y"], {"start": 5}, [["x"]]]


def made(article: Article, found: list[Annotation]) -> dict[str, Any]:
    return json.loads(json.dumps(make_task(article, found, guideline_version="2.0.0")))


@settings(max_examples=150, deadline=None)
@given(SHOWN)
def test_what_is_read_from_a_task_is_what_it_was_made_of(drawn: tuple[Article, list[Annotation]]) -> None:
    article, expected = drawn
    read = read_task(exported(made(article, expected)), article, {})
    assert read.problems == []
    assert read.refused == []
    assert read.layers == expected


@settings(max_examples=50, deadline=None)
@given(SHOWN)
def test_a_page_submitted_without_a_change_changes_nothing_but_the_time_spent(
    drawn: tuple[Article, list[Annotation]],
) -> None:
    article, expected = drawn
    read = read_task(submitted(exported(made(article, expected))), article, {1: "anna"})
    spent = [layer.model_copy(update={"lead_time_seconds": (layer.lead_time_seconds or 0) + 1.5}) for layer in expected]
    assert read.problems == []
    assert read.layers == spent


@settings(max_examples=50, deadline=None)
@given(SHOWN)
def test_a_stand_off_article_needs_no_text(drawn: tuple[Article, list[Annotation]]) -> None:
    article, expected = drawn
    standoff = article.model_copy(update={"text": None})
    assert read_task(exported(made(article, expected)), standoff, {}).layers == expected


@settings(max_examples=50, deadline=None)
@given(SHOWN)
def test_what_a_person_made_has_ids_of_its_own_that_stay(drawn: tuple[Article, list[Annotation]]) -> None:
    """Without what travels unseen, the layers are those of whoever submitted them, read after read."""
    article, sent = drawn
    bare = exported(made(article, sent[:1]))
    for annotation in bare["annotations"]:
        annotation["result"] = [
            {name: value for name, value in entry.items() if name != "meta"}
            for entry in annotation["result"]
            if entry.get("from_name") != "layer"
        ]
    first, second = (read_task(bare, article, {1: "anna"}, tool="label-studio 1.23.2").layers for _ in range(2))
    assert first == second
    for layer, original in zip(first, sent, strict=False):
        assert layer.annotation_id == f"{article.article_id}_anna"
        assert layer.tool == "label-studio 1.23.2"
        assert layer.date == "2031-10-20T08:30:00Z"
        assert not {claim.claim_id for claim in layer.claims} & {claim.claim_id for claim in original.claims}
        assert len({claim.claim_id for claim in layer.claims}) == len(layer.claims) <= len(original.claims)


@settings(max_examples=150, deadline=None)
@given(SHOWN, st.randoms(use_true_random=False))
def test_nothing_that_may_be_in_an_export_breaks_the_reading(
    drawn: tuple[Article, list[Annotation]], random: Any
) -> None:
    article, sent = drawn
    broken = exported(made(article, sent))
    for annotation in broken["annotations"]:
        for _ in range(4):
            break_entry(annotation["result"], random)
        if random.random() < 0.3:
            annotation[random.choice(["result", "lead_time", "id", "updated_at", "completed_by"])] = random.choice(ODD)
    read = read_task(broken, article, {1: "anna"})
    for layer in read.layers:
        assert Annotation.model_validate_json(layer.model_dump_json()) == layer
        ids = {claim.claim_id for claim in layer.claims}
        assert all(named is None or named in ids for claim in layer.claims for named in references(claim).values())


def break_entry(result: list[Any], random: Any) -> None:
    """Take something out of a result, put something odd in, or say something twice."""
    if not result:
        return
    entry = random.choice(result)
    odd = random.choice(ODD)
    match random.randrange(5):
        case 0:
            result.remove(entry)
        case 1:
            result.append(odd)
        case 2:
            result.append(json.loads(json.dumps(entry)))
        case _ if isinstance(entry, dict) and entry:
            inside = entry.get("value") if isinstance(entry.get("value"), dict) and random.random() < 0.7 else entry
            inside[random.choice([*inside, "start", "end", "labels", "meta"])] = odd


@pytest.mark.parametrize("corpus_id", [OPEN, STANDOFF])
def test_the_layers_of_a_corpus_come_back_as_they_are(small_built: Workspace, corpus_id: str) -> None:
    corpus, text_of = small_built.corpus(corpus_id), texts()
    for article in corpus.articles.values():
        own = corpus.layers_of_article[article.article_id]
        task = made(article.model_copy(update={"text": text_of[article.article_id]}), own)
        read = read_task(exported(task), article, {})
        assert read.problems == []
        assert read.layers == own


def test_every_slot_has_a_place_on_the_page() -> None:
    """Every field of every label is a control, a part, a relation, or travels unseen; a part has one key."""
    for declaration in LABELS:
        asked = {control.shape.name for control in CONTROLS if declaration.label in control.labels}
        parts = {part.field for part in PARTS if declaration.label in part.labels}
        assert parts == set(span_slots(declaration.model))
        for name in slot_names(declaration.model):
            assert (name in asked) + (name in parts) + (name in RELATIONS) + (name in HIDDEN_FIELDS) == 1, name
    assert len({control.name for control in CONTROLS} | {LABEL}) == len(CONTROLS) + 1
    keys = [declaration.hotkey for declaration in LABELS] + [part.slot.hotkey for part in PARTS]
    assert len(set(keys)) == len(keys)
