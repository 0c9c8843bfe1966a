"""The report as a whole: parties and kinds, what is left out, planted errors, and the command."""

from __future__ import annotations

import json
import random
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from invented_study import FIGURE, STATEMENT, annotator, mark, study

from claimwire.agreement import Options, Report, annotator_groups, as_json, corpus_study, measure_agreement
from claimwire.agreement.figures import figures
from claimwire.agreement.tables import all_tables, number
from claimwire.cli import group
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.schema import CLAIM_ADAPTER, LABELS, Annotation, Article, ClaimBase
from claimwire.schema.vocab import AnnotatorKind
from tools.agreement_page import markdown

ROOT = Path(__file__).resolve().parent.parent.parent
BRAT = Path(__file__).parent / "brat"
HUMAN, MODEL, RULE = AnnotatorKind.HUMAN, AnnotatorKind.MODEL, AnnotatorKind.RULE


def test_kinds_are_not_pooled_unless_asked() -> None:
    people = [annotator("h1"), annotator("h2"), annotator("h3"), annotator("m1", MODEL), annotator("r1", RULE)]
    found = annotator_groups(people)
    assert len([party for party in found if len(party.members) == 2]) == 10
    assert [party.name for party in found if len(party.members) > 2] == ["all 3 human annotators"]
    for party in found:
        kinds = {member.annotator_kind for member in party.members}
        assert (party.statement == "human agreement") == (kinds == {HUMAN})
        assert ("not human agreement" in party.statement) == (kinds != {HUMAN})
    (pooled,) = [party for party in annotator_groups(people, pooled=True) if party not in found]
    assert pooled.name == "all 5 annotators, kinds pooled on request"
    assert pooled.statement == "agreement between human and model and rule annotators, not human agreement"


def test_two_of_a_kind_are_a_pair_and_nothing_more() -> None:
    assert [party.name for party in annotator_groups([annotator("m2", MODEL), annotator("m1", MODEL)])] == ["m1 + m2"]


def mixed_study() -> Any:
    layer = {"d": [mark("x", STATEMENT, (0, 9))], "e": [mark("y", FIGURE, (3, 8))]}
    kinds = {"h1": HUMAN, "h2": HUMAN, "m1": MODEL}
    return study(dict.fromkeys(kinds, layer), kinds=kinds)


def test_every_table_and_every_party_of_the_json_says_whose_agreement_it_is() -> None:
    report = measure_agreement(mixed_study(), Options(resamples=20))
    tables = list(all_tables(report))
    assert len(tables) > 3 * 5
    for party in report.groups:
        own = [table for table in tables if party.name in table.title]
        assert own
        assert all(party.statement in table.title for table in own)
    assert "human agreement; agreement between human and model annotators" in tables[1].title
    shown = as_json(report)
    assert [(p["party"], p["agreement"]) for p in shown["parties"]] == [(p.name, p.statement) for p in report.groups]
    json.dumps(shown, allow_nan=False)


def test_figures_are_svg_that_says_whose_agreement_it_is_and_the_same_each_time() -> None:
    report = measure_agreement(mixed_study(), Options(resamples=20))
    made = figures(report)
    assert set(made) == {"labels", "confusion", "disagreement"}
    assert made == figures(report)
    for content in made.values():
        tree = ET.fromstring(content)
        assert "not human agreement" in "".join(tree.itertext())
    changed = measure_agreement(
        study({"h1": {"d": [mark("x", STATEMENT, (0, 9))]}, "m1": {"d": []}}, kinds={"m1": MODEL})
    )
    assert figures(changed)["labels"] != made["labels"]


def test_a_value_below_one_is_never_shown_as_one() -> None:
    assert number(0.99999) == "> 0.999"
    assert number(1.0) == "1.000"
    assert number(-0.0251) == "-0.025"
    assert number(None) == "—"


def test_nobody_to_compare_with_is_said() -> None:
    with pytest.raises(ClaimwireError, match=r"no two annotators have a document in common.*h1 \(human\)"):
        measure_agreement(study({"h1": {"d": []}, "h2": {"e": []}}))


# --- layers of a corpus ---


def openwire() -> tuple[list[Article], list[Annotation]]:
    data = Workspace(ROOT).corpus("openwire")
    return records_of(data.rows.articles), records_of(data.rows.annotations)


PEOPLE = [annotator("model_a", MODEL), annotator("model_b", MODEL)]


def test_an_incomplete_layer_is_left_out_and_named() -> None:
    articles, layers = openwire()
    cut = [layers[0].model_copy(update={"complete": False}), *layers[1:]]
    found = corpus_study("openwire", articles, cut, PEOPLE)
    assert found.notes == (f"left out: layer {layers[0].annotation_id}, because it is not complete",)
    assert measure_agreement(found, Options(resamples=0)).documents == {"model_a + model_b": len(articles) - 1}


def test_layers_of_a_batch_and_chosen_annotators() -> None:
    articles, layers = openwire()
    second = [layer.model_copy(update={"batch": "pilot_2"}) for layer in layers[:4]]
    found = corpus_study("openwire", articles, [*layers, *second], PEOPLE, batch="pilot_2")
    assert len(found.documents) == 2
    assert corpus_study("openwire", articles, layers, PEOPLE, chosen=["model_a"]).annotators == (PEOPLE[0],)


def test_two_layers_of_one_annotator_over_one_article_are_refused() -> None:
    articles, layers = openwire()
    with pytest.raises(ClaimwireError, match=r"two layers over .*--batch"):
        corpus_study("openwire", articles, [*layers, layers[0]], PEOPLE)


def test_an_annotator_nobody_knows_is_refused() -> None:
    articles, layers = openwire()
    with pytest.raises(ClaimwireError, match=r"layer .* is by 'model_b'"):
        corpus_study("openwire", articles, layers, PEOPLE[:1])
    with pytest.raises(ClaimwireError, match="no annotator is called 'model_z'"):
        corpus_study("openwire", articles, layers, PEOPLE, chosen=["model_z"])


# --- planted errors ---

PLANTED = {"only one": 9, "other label": 4, "span": 6, "slots": 8, "names": 5, "span and slots": 3}


def relabelled(claim: ClaimBase) -> ClaimBase:
    """Return a claim of another label at the same place, with the fields that label needs."""
    base = json.loads(claim.model_dump_json(include={"claim_id", "article_id", "spans", "statement", "factuality"}))
    if claim.label.value == FIGURE:
        own = {"event_name": "a flood", "event_type": "disaster", "time_resolution": "unresolved"}
        return CLAIM_ADAPTER.validate_json(json.dumps(base | own | {"label": "historical_background"}))
    own = {"quantity_form": "none", "qualifier": "none_stated", "harm": "killed", "victim_status": "civilian"}
    more = {"victim_group": "none", "scope": "snapshot", "label": FIGURE}
    return CLAIM_ADAPTER.validate_json(json.dumps(base | own | more))


def shortened(claim: ClaimBase) -> ClaimBase:
    last = claim.spans[-1]
    return claim.model_copy(update={"spans": (*claim.spans[:-1], last.model_copy(update={"end": last.end - 1}))})


def slot_changed(claim: ClaimBase) -> ClaimBase:
    other = "future" if claim.factuality.value != "future" else "asserted"
    return claim.model_copy(update={"factuality": type(claim.factuality)[other.upper()]})


def name_changed(claim: ClaimBase) -> ClaimBase:
    changes = {STATEMENT: {"medium": "a letter of old"}, FIGURE: {"cause": "a thing unheard of"}}
    return claim.model_copy(update=changes.get(claim.label.value, {"event_name": "an event without a name"}))


def alone(claim: ClaimBase, layer: Annotation) -> bool:
    """Tell whether no other claim of the layer shares a code point with a claim, or names it."""
    others = [c for c in layer.claims if c.claim_id != claim.claim_id]
    named = {value for c in others for value in vars(c).values() if isinstance(value, str)}
    apart = all(not a.overlaps(b) for c in others for a in c.spans for b in claim.spans)
    long = len(claim.spans) == 1 and claim.spans[0].end - claim.spans[0].start > 9
    return apart and long and claim.claim_id not in named


def planted(layers: list[Annotation], seed: int) -> tuple[list[Annotation], Counter[str]]:
    """Return copies of layers with errors planted in them, and by label the claims of both layers in each kind."""
    rng = random.Random(seed)
    every = [(layer.article_id, c) for layer in layers for c in layer.claims if alone(c, layer)]
    chosen = rng.sample(every, sum(PLANTED.values()))
    plan = dict(zip((c.claim_id for _, c in chosen), [k for k, n in PLANTED.items() for _ in range(n)], strict=True))
    counts: Counter[str] = Counter()
    copies = []
    for layer in layers:
        claims: list[ClaimBase] = []
        for claim in layer.claims:
            kind = plan.get(claim.claim_id)
            if kind == "only one":
                counts[kind] += 1
                continue
            made = {
                None: lambda c: c,
                "other label": relabelled,
                "span": shortened,
                "slots": slot_changed,
                "names": name_changed,
                "span and slots": lambda c: slot_changed(shortened(c)),
            }[kind](claim)
            counts[kind or "same"] += 2
            claims.append(made)
        copies.append(layer.model_copy(update={"annotator_id": "model_b", "claims": tuple(claims)}))
    return copies, counts


@pytest.mark.parametrize("seed", range(3))
def test_every_planted_error_is_found_and_none_invented(seed: int) -> None:
    articles, layers = openwire()
    layers = [layer for layer in layers if layer.annotator_id == "model_a"]
    copies, expected = planted(layers, seed)
    report = measure_agreement(corpus_study("planted", articles, [*layers, *copies], PEOPLE), Options(resamples=0))
    (by_label,) = report.disagreement.values()
    found: Counter[str] = Counter()
    for counts in by_label.values():
        found.update(counts)
    assert found == expected
    assert {kind: n for kind, n in found.items() if kind != "same"} == {
        kind: n * (1 if kind == "only one" else 2) for kind, n in PLANTED.items()
    }
    (confusion,) = report.confusion.values()
    crossed = sum(n for (a, b), n in confusion.items() if a != b and "none" not in (a, b))
    assert crossed == PLANTED["other label"]
    assert sum(n for (_, b), n in confusion.items() if b == "none") == PLANTED["only one"]
    every = report.of("model_a + model_b", "spans")
    total = sum(len(layer.claims) for layer in layers)
    wrong = PLANTED["only one"] + PLANTED["other label"] + PLANTED["span"] + PLANTED["span and slots"]
    assert every["all labels", "exact recall"].value == pytest.approx((total - wrong) / total)


# --- the command ---


def run(*arguments: str) -> Any:
    return CliRunner().invoke(group, ["agreement", *arguments])


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.usefixtures("inside")
def test_the_command_prints_tables_that_say_whose_agreement_it_is() -> None:
    result = run("openwire", "--resamples", "10")
    assert result.exit_code == 0, result.output
    assert result.output.count("model agreement, not human agreement") >= 7
    assert "No human has checked its work" in " ".join(result.output.split())


@pytest.mark.usefixtures("inside")
def test_how_words_are_compared_by_token_is_said_where_texts_are_not_at_hand() -> None:
    printed = " ".join(run("karabakh", "--resamples", "0", "--brief").output.split())
    assert "compared by code point, because not all texts are available: give your copy with --from" in printed


@pytest.mark.usefixtures("inside")
def test_the_command_prints_json_and_writes_figures(tmp_path: Path) -> None:
    result = run("openwire", "--resamples", "10", "--json", "--figures", str(tmp_path))
    assert result.exit_code == 0, result.output
    printed = json.loads(result.stdout)
    assert printed["parties"][0]["agreement"] == "model agreement, not human agreement"
    assert {m["section"] for m in printed["parties"][0]["measures"]} == {"sentences", "spans", "words", "slots"}
    names = ("labels", "confusion", "disagreement")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"agreement-{name}.svg" for name in names)


CELL = re.compile(r"[│┃]([^│┃\n]*)(?=[│┃])")


def flat(text: str) -> str:
    """Return the words of a text without the lines of tables and without white space."""
    return re.sub(r"[\s│┃]", "", text)


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("several", [False, True])
def test_no_cell_is_cut_at_any_width(
    width: int, several: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    if several:
        for who in ("thereaderwithalongnamewithoutanybreakinit", "reader2", "reader3"):
            shutil.copy(BRAT / "attributions" / "ferry_a1.ann", tmp_path / f"ferry_{who}.ann")
        shutil.copy(BRAT / "text" / "ferry.txt", tmp_path / "ferry.txt")
        result, report = run("--brat", f"human:{tmp_path}"), None
    else:
        monkeypatch.chdir(ROOT)
        result, report = run("openwire", "--resamples", "20"), openwire_report(20)
    assert result.exit_code == 0, result.output
    cells = CELL.findall(result.output)
    assert len(cells) > 100
    assert not [cell for cell in cells if "…" in cell]
    lines = [line for line in result.output.split("\n") if line.startswith(("│", "┃", "┏"))]
    assert max(map(len, lines)) <= width
    if report is None:
        assert "all3humanannotators" in flat(result.output)
        return
    # every number of every table is there whole, on one line or with its interval on the next
    shown = set(re.split(r"\s{2,}|\n", " \n ".join(f"  {cell.strip()}  " for cell in cells)))
    for table in all_tables(report):
        for row in table.rows:
            for value in row[table.left :]:
                assert value in shown or set(re.split(r" (?=[\[(])", value)) <= shown, value
            assert row[1 if table.sections else 0] in shown or width < 80


def openwire_report(resamples: int) -> Report:
    workspace = Workspace(ROOT)
    data = workspace.corpus("openwire")
    people = records_of(workspace.annotators()[0])
    own = corpus_study("openwire", records_of(data.rows.articles), records_of(data.rows.annotations), people)
    return measure_agreement(own, Options(resamples=resamples))


def test_what_is_undefined_in_some_resamples_is_marked_and_told_below() -> None:
    # one document has the only figure: it is drawn in some resamples and not in others
    layers = {
        "d": [mark("x", STATEMENT, (0, 9))],
        "e": [mark("y", STATEMENT, (3, 8)), mark("z", FIGURE, (20, 30))],
    }
    report = measure_agreement(study({"a": layers, "b": layers}), Options(resamples=200))
    f1 = report.of("a + b", "spans")[FIGURE, "exact F1"]
    assert 0 < f1.resamples < 200
    table = next(t for t in all_tables(report) if "Claims as spans" in t.title)
    cells = {row[0]: row[table.header.index("exact F1")] for row in table.rows}
    assert cells == {
        STATEMENT: "1.000 [1.00, 1.00]",
        FIGURE: "1.000 [1.00, 1.00] †",
        "all labels": "1.000 [1.00, 1.00]",
    }
    (note,) = table.notes
    assert note.startswith("† undefined in some of the 200 resamples, which its interval leaves out. Defined: ")
    assert f"casualty_figure: exact F1 in {f1.resamples}" in note
    assert note in markdown(table)


def test_without_resamples_nothing_is_marked() -> None:
    assert not [table for table in all_tables(openwire_report(0)) if table.notes]


def test_the_command_reads_a_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("openwire",):
        shutil.copytree(ROOT / "annotations" / folder, tmp_path / "annotations" / folder)
    for name in ("annotators.jsonl", "release.toml"):
        shutil.copy(ROOT / "annotations" / name, tmp_path / "annotations" / name)
    (tmp_path / "dataset").mkdir()
    splits = {"a": "train", "b": "test"}.items()
    lines = [{"article_id": f"openwire_tis_{key}", "since": "0.1.0", "split": split} for key, split in splits]
    (tmp_path / "dataset" / "splits.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    monkeypatch.chdir(tmp_path)
    printed = json.loads(run("openwire", "--split", "test", "--json").stdout)
    assert printed["parties"][0]["documents"] == 1
    assert printed["parties"][0]["measures"][0]["low"] is None


def test_the_command_reads_brat_files() -> None:
    folder = Path(__file__).parent / "brat" / "attributions"
    result = run("--brat", f"human:{folder}", "--brief")
    assert result.exit_code == 0, result.output
    assert "human agreement" in result.output


@pytest.mark.parametrize("arguments", [(), ("openwire", "--brat", "human:x"), ("--brat", "people:x"), ("--brat", "x")])
def test_the_command_refuses_what_it_cannot_read(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit | ClaimwireError)


def test_the_three_labels_are_all_there_is() -> None:
    assert {declaration.label.value for declaration in LABELS} == {STATEMENT, FIGURE, "historical_background"}
