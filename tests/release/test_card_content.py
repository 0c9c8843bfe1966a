"""What the card tells of a release: the example, who did what, the sources, quality, methods, and its charts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from small import OPEN, STANDOFF

from claimwire import drawing
from claimwire.citation import Cited, Dois
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.stream import MemorySource
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release.build import Built, build
from claimwire.release.card import citation_text
from claimwire.release.charts import Bars, Dots, chart_image, drawn
from claimwire.release.example import Example, ExampleSearch, shown_example
from claimwire.release.sources import SourceTally, StatementTally, training_content
from claimwire.release.with_texts import build_with_texts
from claimwire.release.work import ANNOTATED, CHECKED, WorkTally, steps, work_table
from claimwire.schema import Article, PeopleCheck, Publication
from claimwire.schema.vocab import AnnotatorKind, DateEvidence, Label

SVG = "{http://www.w3.org/2000/svg}"


def region(folder: Path, name: str) -> str:
    text = (folder / "README.md").read_text(encoding="utf-8")
    return text.partition(f"<!-- generated: {name} -->\n")[2].partition("<!-- /generated -->")[0]


def cells(table: str) -> list[list[str]]:
    """Return the cells of the lines of a Markdown table, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def lines_of(workspace: Workspace, corpus_id: str, name: str) -> list[dict[str, Any]]:
    """Return the lines of a file of records, which the package did not read."""
    path = workspace.corpus_folder(corpus_id) / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# The example


def slices(workspace: Workspace, corpus_id: str) -> Iterator[Corpus]:
    for _, one in MemorySource(workspace.corpus(corpus_id)).slices():
        yield one


def searched(workspace: Workspace, *corpora: Corpus) -> Example | None:
    search = ExampleSearch()
    for corpus in corpora:
        search.add(corpus, workspace.outlets())
    return search.best


def test_the_example_is_a_sentence_of_the_data_with_its_claims(built: Built, small_built: Workspace) -> None:
    """Held against the text and the claims of the article that it names."""
    shown = region(built.folder, "example")
    named = re.match(r"Sentence (\d+) of `(\w+)`", shown)
    assert named is not None
    article = small_built.corpus(OPEN).articles[named[2]]
    assert article.text is not None
    sentence = article.sentences[int(named[1]) - 1]
    marked = " ".join(shown.split("```")[1].split())
    rows = cells(shown)
    names = [row[0].strip("`") for row in rows]
    assert re.sub(r"\[c\d+ |\](?:c\d+)?", "", marked) == " ".join(article.text[sentence.start : sentence.end].split())
    assert all(f"[{name} " in marked for name in names)
    claims = {claim.claim_id: claim for claim in small_built.corpus(OPEN).claims_of_article[article.article_id]}
    for row in rows:
        claim = claims[f"{article.article_id}_{row[0].strip('`')}"]
        assert row[1] == f"`{claim.label}`"
        assert row[2] == claim.statement
    inside = [c for c in claims.values() if all(sentence.start <= s.start and s.end <= sentence.end for s in c.spans)]
    assert len(inside) == len(rows)


def test_a_sentence_with_more_labels_is_the_better_example_then_one_with_fewer_claims(small_built: Workspace) -> None:
    best = searched(small_built, *slices(small_built, OPEN))
    assert best is not None
    ranks = []
    for corpus in slices(small_built, OPEN):
        for article in corpus.articles.values():
            for sentence in article.sentences:
                own = [
                    claim
                    for claim in corpus.claims.values()
                    if all(sentence.start <= span.start and span.end <= sentence.end for span in claim.spans)
                ]
                if own:
                    ranks.append((len({claim.label for claim in own}), -len(own), article.article_id))
    most = max(rank[:2] for rank in ranks)
    assert (len(best.labels), -len(best.claims)) == most
    assert best.article.article_id == next(name for *rank, name in ranks if tuple(rank) == most), "the first of them"


def test_no_text_is_shown_that_the_repository_may_not_have(small_built: Workspace) -> None:
    """Also where somebody's own copy of it is at hand, and where the outlet says no."""
    corpus = next(iter(slices(small_built, OPEN)))
    assert searched(small_built, corpus) is not None
    closed = corpus.info.model_copy(update={"text_redistributable": False})
    assert searched(small_built, Corpus(closed, corpus.folder, corpus.rows)) is None
    search = ExampleSearch()
    outlets = {k: x.model_copy(update={"text_redistributable": False}) for k, x in small_built.outlets().items()}
    search.add(corpus, outlets)
    assert search.best is None
    assert searched(small_built, *slices(small_built, STANDOFF)) is None
    assert shown_example(None).startswith("No text of this release stands in the repository")


# Who did what


def test_work_is_counted_by_kind_of_annotator(built: Built, small_built: Workspace) -> None:
    rows = {row[0]: row[1:] for row in cells(region(built.folder, "work"))}
    kinds = {
        line["annotator_id"]: line["annotator_kind"]
        for line in map(json.loads, (small_built.annotations / "annotators.jsonl").read_text().splitlines())
    }

    def counted(name: str, who: str) -> list[str]:
        found = Counter(kinds[line[who]] for corpus in (OPEN, STANDOFF) for line in lines_of(small_built, corpus, name))
        return [str(found[kind]) for kind in ("human", "model", "rule")]

    assert rows[ANNOTATED] == counted("annotations", "annotator_id")
    assert rows["adjudicated: decisions"] == counted("adjudications", "adjudicator_id")
    assert rows["links between claims"] == counted("links", "annotator_id")
    assert rows["entities accepted"] == counted("entities", "annotator_id")
    assert rows[ANNOTATED][2] != "0", "a program has layers, and nobody else's are counted with it"


@pytest.mark.parametrize(("planned", "shown"), [(None, "2"), (9, "2 of 9"), (2, "2 of 2"), (1, "2")])
def test_checks_of_people_are_told_with_what_is_planned(planned: int | None, shown: str, small: Workspace) -> None:
    plan = small.annotations / "release.toml"
    if planned is not None:
        write_text(plan, plan.read_text() + f"\n[people_check]\nitems = {planned}\n")
    rows = {row[0]: row[1:] for row in cells(region(build(small).folder, "work"))}
    assert rows[CHECKED] == [shown, "6", "0"]


def test_a_step_that_nobody_took_is_left_out_but_checking(small_built: Workspace) -> None:
    from claimwire.audit.rates import CheckTally

    assert [step for step, _ in steps(WorkTally(), CheckTally({}))] == [CHECKED]
    assert f"| {CHECKED} | 0 of 5 | 0 | 0 |" in work_table(WorkTally(), CheckTally({}), PeopleCheck(items=5))


# Sources


def test_sources_have_the_sizes_of_their_texts(built: Built, small_built: Workspace) -> None:
    """Characters of the stand-off corpus are known, words are not."""
    shown = region(built.folder, "training content")
    articles = {name: lines_of(small_built, name, "articles") for name in (OPEN, STANDOFF)}
    texts = [line["text"] for line in articles[OPEN]]
    total = sum(line["text_length"] for lines in articles.values() for line in lines)
    assert f"{sum(map(len, articles.values()))} texts were annotated, {total:,} characters in all" in shown
    assert f"({sum(len(text.split()) for text in texts):,} words), and none of the others" in shown
    statements = [
        x["statement"] for name in articles for x in lines_of(small_built, name, "claims") if x.get("statement")
    ]
    words = sum(len(x.split()) for x in statements)
    assert f"{len(statements):,} statements of claims with {words:,} words, 0 of them (0%)" in shown
    rows = cells(shown)
    assert sum(int(row[2]) for row in rows) == sum(map(len, articles.values()))
    for row in rows:
        own = articles[row[1].strip("`")]
        assert (row[4] == "none here") is (own is articles[STANDOFF])
    assert sum(int(row[3].replace(",", "")) for row in rows) == total


def source(small_built: Workspace, *dates: str | None) -> SourceTally:
    """Return what is counted of articles of one outlet with some dates."""
    corpus = small_built.corpus(OPEN)
    article = next(iter(corpus.articles.values()))
    made = SourceTally(corpus.info, small_built.outlets()[article.outlet_id])
    for date in dates:
        made.add(dated(article, date))
    return made


def dated(article: Article, date: str | None) -> Article:
    found = DateEvidence.METADATA if date else DateEvidence.UNKNOWN
    return article.model_copy(update={"publication": Publication(date=date, found=found)})


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ((), "not known"),
        ((None,), "not known"),
        (("2031-05-06",), "2031-05-06"),
        (("2031-05-06", None), "2031-05-06; 1 undated"),
        (("2031-05-06", "2029-01-02", "2030-05-05"), "2029-01-02 to 2031-05-06"),
        (("2030", "2031-05"), "2030-01-01 to 2031-05-31"),
    ],
)
def test_the_days_of_a_source(dates: tuple[str | None, ...], shown: str, small_built: Workspace) -> None:
    assert source(small_built, *dates).dates == shown


def test_statements_of_models_are_told_as_synthetic() -> None:
    tally = StatementTally()
    assert str(tally) == ""
    tally.add(None, by_model=True)
    tally.add("Two words.", by_model=True)
    tally.add("Three more words.", by_model=False)
    assert "2 statements of claims with 5 words, 1 of them (50%) written by a language model" in str(tally)
    assert "0 texts were annotated" in training_content([], StatementTally(), "wren")


# Quality and methods


def test_quality_and_methods_have_the_numbers_of_the_tables(built: Built) -> None:
    quality, methods = region(built.folder, "quality"), region(built.folder, "methods")
    numbers = {row[0]: row[-1] for row in cells(region(built.folder, "numbers"))}
    assert (
        f"has {numbers['claims']} claims in {numbers['sentences']} sentences of {numbers['articles']} articles"
        in methods
    )
    for label in Label:
        assert f"{numbers[f'of them {label}']} {label}" in methods
    work = {row[0]: row[1:] for row in cells(region(built.folder, "work"))}
    decisions = sum(map(int, work["adjudicated: decisions"]))
    assert f"The decisions of adjudication are {decisions}: {decisions} by people." in methods
    checks = cells(region(built.folder, "checks"))
    of_model = [row for row in checks if row[:3] == ["a model", "`rook`", "test"]]
    wrong, of, total = of_model[0][3].split(":")[0].partition(" of ")
    assert f"**Checked by language models**: {wrong}{of}{total} claims were found wrong" in quality
    values = [
        float(cell.split(" · ")[1])
        for row in cells(region(built.folder, "agreement"))
        if row[2] == "human agreement"
        for cell in row[4:]
        if "—" not in cell
    ]
    told = re.search(r"\*\*Human agreement\*\* before adjudication.*exact F1 ([\d.]+) to ([\d.]+)\.", quality)
    assert told is not None
    assert (float(told[1]), float(told[2])) == (min(values), max(values))
    assert "Human agreement before adjudication" in methods
    assert "**On other texts" not in quality, "nothing was measured there"


def test_nothing_measured_is_told_as_that(small_built: Workspace) -> None:
    from claimwire.release.quality import quality
    from claimwire.release.tally import ReleaseTally

    shown = quality(ReleaseTally(small_built.plan(), {}, {}, {}))
    assert "- **Agreement**: not measured.\n" in shown
    assert "Checked by language models" not in shown


def test_it_is_cited_as_the_plan_asks_with_the_doi_if_there_is_one() -> None:
    wren = Cited(("Ada Reed",), "wren", "1.2.0", "2031-06-01", dois=Dois("10.5072/wren.2"))
    shown = citation_text(wren)
    assert shown.startswith(
        "> Ada Reed. (2031). wren (Version 1.2.0) [Data set]. https://doi.org/10.5072/wren.2\n\n```bibtex"
    )
    assert "doi = {10.5072/wren.2}" in shown
    assert citation_text(wren, "Reed's wren.").startswith("> Reed's wren.\n\n```bibtex\n@misc{wren_1_2_0,")


@pytest.mark.parametrize(
    ("contact", "url", "shown"),
    [
        (None, None, "Nobody is named yet whom to write to,"),
        ("ada@wren.example", None, "Write to ada@wren.example to have something taken back,"),
        ("a <b>", "https://wren.example", "Write to a &lt;b> to have something taken back,"),
    ],
)
def test_whom_to_write_to_is_told_once_it_is_known(
    contact: str | None, url: str | None, shown: str, small: Workspace
) -> None:
    plan = small.annotations / "release.toml"
    given = {"contact": contact, "url": url}
    lines = "".join(f'{key} = "{value}"\n' for key, value in given.items() if value is not None)
    write_text(plan, lines + re.sub(r"^(?:contact|url) = .*\n", "", plan.read_text(), flags=re.MULTILINE))
    folder = build(small).folder
    assert region(folder, "contact").startswith(shown)
    assert ("| home page | https://wren.example |" in region(folder, "versions")) == (url is not None)


# Charts


def texts_of(content: str) -> list[str]:
    root = ElementTree.fromstring(content)
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_a_chart_of_bars_has_its_numbers_names_and_a_description() -> None:
    chart = Bars("claims", "Claims", ("one", "two"), (("heron", (3, 1_200)), ("rook", (0, 0))), empty="none")
    content = drawn(chart)
    assert texts_of(content) == ["Claims", "one", "two", "heron", "1,203", "rook", "none"]
    root = ElementTree.fromstring(content)
    assert root.attrib["role"] == "img"
    assert root[1].text == "Claims. heron: one 3, two 1,200; rook: one 0, two 0."
    assert "prefers-color-scheme: dark" in content


def bar_widths(chart: Bars) -> list[float]:
    """Return how wide the bars of a chart are, in points."""
    root = ElementTree.fromstring(drawn(chart))
    found = []
    for path in root.iter(f"{SVG}path"):
        xs = [float(x) for x in re.findall(r"[ML] ([\d.]+) [\d.]+", path.attrib.get("d", ""))]
        if path.attrib.get("clip-path") and len(xs) >= 4:
            found.append(max(xs) - min(xs))
    return found


def test_bars_are_as_long_as_their_numbers_and_shares_are_of_the_same_length() -> None:
    rows = (("a", (10, 30)), ("b", (5, 0)))
    one, two, three = bar_widths(Bars("x", "Counts", ("p", "q"), rows))
    assert two == pytest.approx(3 * one, rel=0.01)
    assert three == pytest.approx(one / 2, rel=0.01)
    one, two, three = bar_widths(Bars("x", "Shares", ("p", "q"), rows, as_shares=True))
    assert three == pytest.approx(one + two, rel=0.01)


def test_a_chart_of_measures_says_each_with_its_interval_and_under_its_heading() -> None:
    rows = (("heron", ((0, 0.5, None, None), (1, 1.0, None, None))), ("Orlan", ((0, 0.75, 0.6, 0.9),)))
    chart = Dots("quality", "Quality", ("one", "two"), rows, ((0, "People"), (1, "Others")))
    assert chart.description == "Quality. People: heron: one 0.50, two 1.00; Others: Orlan: one 0.75 [0.60, 0.90]."
    shown = texts_of(drawn(chart))
    assert {"Quality", "one", "two", "People", "heron", "Others", "Orlan", "0.0", "1.0"} <= set(shown)


def test_an_image_of_no_chart_is_a_sentence() -> None:
    assert chart_image(None) == "No chart: there is nothing to show yet, or nothing to draw with.\n"
    image = chart_image(Bars("claims", "Claims by label", (), (("a", ()),)))
    assert image == "![Chart: Claims by label. The tables of this section have its numbers.](charts/claims.svg)\n"


def test_the_charts_of_a_release_are_drawn_of_its_numbers(built: Built) -> None:
    shown = texts_of((built.folder / "charts" / "claims.svg").read_text(encoding="utf-8"))
    numbers = {row[0]: row[1:] for row in cells(region(built.folder, "numbers"))}
    assert [shown[shown.index(corpus) + 1] for corpus in (OPEN, STANDOFF)] == numbers["claims"][:2]
    work = ElementTree.fromstring((built.folder / "charts" / "work.svg").read_text(encoding="utf-8"))
    layers = {row[0]: row[1:] for row in cells(region(built.folder, "work"))}[ANNOTATED]
    people, models, rules = layers
    assert f"{ANNOTATED}: people {people}, language models {models}, rules {rules}" in str(work[1].text)


def test_without_matplotlib_nothing_is_released_and_it_says_what_to_install(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read, so that nobody waits for it. A draft, and a build for local use, are without charts."""
    monkeypatch.setattr(drawing, "available", lambda: False)
    told: list[str] = []
    with pytest.raises(ClaimwireError, match=r"pip install 'claimwire\[figures\]'"):
        build(small, told.append, release=True)
    with pytest.raises(ClaimwireError, match=r"pip install 'claimwire\[figures\]'"):
        build_with_texts(small, small.corpora(), small.root.parent / "full", told.append, texts="open")
    assert told == []
    draft = build(small).folder
    assert not (draft / "charts").exists()
    assert "![" not in (draft / "README.md").read_text(encoding="utf-8")


def test_kinds_of_annotators_have_a_place_in_the_table_of_work() -> None:
    from claimwire.release.quality import ARE
    from claimwire.release.work import WHO

    assert WHO.keys() == ARE.keys() == set(AnnotatorKind)


def test_the_small_repository_has_as_many_claims_as_are_counted(small_built: Workspace) -> None:
    """Else the counts of statements above would be of fewer claims than there are."""
    claims = [claim for name in (OPEN, STANDOFF) for claim in records_of(small_built.corpus(name).rows.claims)]
    assert len(claims) == 170
