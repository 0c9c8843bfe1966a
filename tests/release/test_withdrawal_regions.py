"""What a card says of withdrawals and of restricted outlets; addresses of these are links nowhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import claimwire
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.regions import markdown_address
from claimwire.release.build import build
from claimwire.release.withdrawal_regions import NO_CONTACT, contact_region, restricted_note, withdrawn_notice
from claimwire.schema import ManifestRebuild, ReleaseManifest, ReleasePlan, RowsWithdrawn
from claimwire.schema.vocab import Split, WithdrawalReason

PLAN = ReleasePlan(
    name="mini", data_version="1.0.0", date="2031-06-01", corpora=("heron",), split_ratios={"train": 1.0}
)


def test_without_a_contact_the_card_says_that_there_is_none() -> None:
    assert contact_region(PLAN).startswith(NO_CONTACT)


@pytest.mark.parametrize(
    ("days", "told"), [(None, ""), (1, " You get an answer within 1 day."), (14, " You get an answer within 14 days.")]
)
def test_contact_and_answer_time_are_those_of_the_plan(days: int | None, told: str) -> None:
    text = contact_region(PLAN.model_copy(update={"contact": "rights@tamsin.example", "answer_days": days}))
    first = "Write to rights@tamsin.example to have something taken back, or to ask what is in the data."
    assert text.splitlines()[0] == first + told


def test_every_kind_of_reason_is_told_and_what_cannot_be_undone() -> None:
    text = contact_region(PLAN)
    assert all(f"`{reason}`" in text for reason in WithdrawalReason)
    assert "DOI cannot be changed" in text
    assert "history of git" in text


def test_a_notice_counts_rows_and_says_nothing_of_their_content() -> None:
    manifest = ReleaseManifest.model_construct(withdrawn=None)
    assert withdrawn_notice(manifest) == ""
    rows = RowsWithdrawn(config="claims", split=Split.TEST, removed=2, changed=1)
    rebuilt = ManifestRebuild(date="2031-06-02", tables=(rows,))
    manifest = ReleaseManifest.model_construct(withdrawn=(rebuilt,))
    assert withdrawn_notice(manifest).splitlines()[-1] == "| 2031-06-02 | `claims` | test | 2 | 1 |"


def test_an_address_that_may_not_be_linked_is_text() -> None:
    assert markdown_address("https://quay.example/a", linked=True) == "<https://quay.example/a>"
    assert markdown_address("https://quay.example/a", linked=False) == "`https://quay.example/a`"


def links_to(domain: str, text: str) -> list[str]:
    """Return what a reader of HTML or Markdown makes a link to a domain of; code is text."""
    bare = re.sub(r"`[^`\n]*`", "", text)
    return re.findall(rf"(?:href=[\"']?|\]\(|<|)(?:https?://|www\.)[^\s\"'<>)]*{re.escape(domain)}[^\s\"'<>)]*", bare)


def test_links_are_found() -> None:
    for link in ("[a](https://x.quay.example/a)", '<a href="http://quay.example">', "see https://quay.example/a now"):
        assert links_to("quay.example", link)
    assert links_to("quay.example", "see `https://quay.example/a` and quay.example") == []


def test_no_page_and_no_card_links_to_a_restricted_outlet(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    outlet = small.annotations / "outlets" / "lakeside_post.toml"
    domain = small.outlets()["lakeside_post"].domain
    write_text(outlet, f'{outlet.read_text()}restricted = "No more than its residents may read it."\n')
    articles = small.annotations / "heron" / "articles.jsonl"
    lines = articles.read_text().splitlines(keepends=True)
    (line,) = [line for line in lines if '"article_id":"heron_a"' in line]
    assert '"url"' not in line
    with_address = line.rstrip("}\n") + f',"url":"https://{domain}/a"' + "}\n"
    write_text(articles, "".join(with_address if other == line else other for other in lines))
    assert small.corpus("heron").articles["heron_a"].url == f"https://{domain}/a"
    built = build(small)
    monkeypatch.chdir(small.root)
    result = CliRunner().invoke(group, ["conflicts", "--html", "conflicts.html"])
    assert result.exit_code == 0, result.output
    pages = [built.folder / "README.md", small.root / "conflicts.html"]
    assert [links_to(domain, page.read_text()) for page in pages] == [[], []]
    note = restricted_note(small.outlets().values())
    assert note == f"- {small.outlets()['lakeside_post'].name} (`{domain}`): No more than its residents may read it.\n"


NUMBERS = {"lower", "upper", "number", "later_lower", "later_upper"}


def added_up(code: str) -> list[int]:
    """Return the lines in which numbers of figures are summed; counting those that have one is no sum of them."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sum", "fsum"):
            taken = [getattr(argument, "elt", argument) for argument in node.args]
            parts = [part for argument in taken if not isinstance(argument, ast.Compare) for part in ast.walk(argument)]
            names = {part.attr for part in parts if isinstance(part, ast.Attribute)}
            names |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
            found += [node.lineno] if names & NUMBERS else []
    return found


def test_figures_are_never_added_up() -> None:
    """What sources tell of how many were harmed is compared and put side by side; no sum of it would be true."""
    assert added_up('sum(figure.lower for figure in told)\nsum([row["upper"] or 0 for row in rows])') == [1, 2]
    assert added_up("sum(figure.lower is None for figure in told)") == []
    files = Path(claimwire.__file__).parent.rglob("*.py")
    found = {path.name: lines for path in files if (lines := added_up(path.read_text(encoding="utf-8")))}
    assert found == {}
