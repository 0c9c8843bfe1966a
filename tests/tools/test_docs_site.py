"""The documentation as a site: every page is in it, its links lead somewhere, and a fault in it is an error."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from repository import ROOT

import claimwire
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from tools import docs_site, glossary_page
from tools.docs_site import ABOUT, FIRST, main, pages, write_site


class Targets(HTMLParser):
    """The ids of a page, and the addresses that it links to or loads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids |= {values["id"] or ""} if "id" in values else set()
        self.addresses += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(Workspace(ROOT), tmp_path_factory.mktemp("site") / "docs").parent


@pytest.fixture
def few(tmp_path: Path) -> Workspace:
    """A repository with two pages of documentation."""
    root = tmp_path / "repository"
    for name in ("annotations/release.toml", *ABOUT):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("# A page\n\nWhat it is about.\n")
    (root / "docs").mkdir()
    (root / "docs" / "looking.md").write_text("# Looking\n\nSee [the other](other.md#a-part).\n")
    (root / "docs" / "other.md").write_text("# Other\n\n## A part\n\n```mermaid\ngraph\n```\n")
    return Workspace(root)


def test_every_page_of_the_documents_and_every_public_name_has_its_place() -> None:
    made = {page.name: page.text for page in pages(Workspace(ROOT))}
    assert {f"docs/{path.stem}" for path in (ROOT / "docs").glob("*.md")} <= made.keys()
    linked = re.findall(r"^(?:docs|api|annotations)?/?[\w-]+$", made["index"].split("```{toctree}", 1)[1], re.MULTILINE)
    assert sorted(linked) == sorted(made.keys() - {"index"})
    reference = made["api/functions"] + made["api/records"]
    for name in claimwire.__all__:
        assert f"## {name}\n" in reference or not callable(getattr(claimwire, name)), name
    assert "## Article\n" in made["api/records"]
    assert "| `headline` | yes | " in made["api/records"]
    assert set(FIRST) >= {"quickstart", "glossary", "troubleshooting", "your-own-corpus"}


@pytest.mark.long
def test_the_site_has_no_faults_and_every_link_within_it_leads_somewhere(site: Path) -> None:
    parsed = {path: Targets(path) for path in site.rglob("*.html")}
    assert len(parsed) > 30
    for path, found in parsed.items():
        for address in found.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                assert not address.endswith((".js", ".css", ".woff2")), f"{path}: {address}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), f"{path}: {address}"
            if parts.fragment and target in parsed:
                assert unquote(parts.fragment) in parsed[target].ids, f"{path}: {address}"
    assert "read_release" in (site / "searchindex.js").read_text(encoding="utf-8")
    signatures = (site / "api" / "functions.html").read_text(encoding="utf-8")
    assert 'id="claimwire.read_release"' in signatures
    assert "add_note" not in signatures


def test_a_link_to_a_page_or_a_heading_that_is_not_there_is_an_error(
    few: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs_site, "api_pages", lambda: iter(()))
    monkeypatch.setattr(docs_site, "REFERENCE", ())
    assert write_site(few, tmp_path / "site").is_file()
    page = few.root / "docs" / "looking.md"
    for fault, told in (("nothing.md", "docs/nothing.md"), ("other.md#no-part", "no-part"), ("#no-part", "no-part")):
        page.write_text(f"# Looking\n\nSee [the other]({fault}).\n")
        with pytest.raises(
            ClaimwireError, match=r"docs/looking\.md:3: WARNING: .*" + re.escape(told.split("/")[-1])
        ) as e:
            write_site(few, tmp_path / "site")
        assert len(str(e.value).splitlines()) == 2, "what is wrong, and nothing else"


def test_the_command_says_what_is_wrong(
    few: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs_site, "api_pages", lambda: iter(()))
    monkeypatch.setattr(docs_site, "REFERENCE", ())
    monkeypatch.setattr(Workspace, "find", classmethod(lambda *_: few))
    assert main(["--to", str(tmp_path / "site")]) == 0
    assert capsys.readouterr().out == f"wrote {tmp_path / 'site' / 'index.html'}\n"
    (few.root / "docs" / "other.md").write_text("# Other\n\n![a picture](images/none.png)\n")
    assert main(["--to", str(tmp_path / "site")]) == 1
    assert "docs/other.md:3: WARNING: " in capsys.readouterr().err


def test_the_glossary_has_every_word_of_the_readme_every_label_and_every_slot() -> None:
    ((_, content),) = glossary_page.generated(Workspace(ROOT)).items()
    page = content.decode()
    for word in ("layer", "stand-off", "voice"):
        assert re.search(rf"^\| [^|]*\b{word}\b", page, re.MULTILINE)
    assert "| `spans` | every claim | " in page
    assert "| `quantity_form` | `casualty_figure` | " in page


def test_a_readme_without_words_is_told(few: Workspace) -> None:
    shutil.copy(ROOT / "docs" / "glossary.md", few.root / "docs")
    with pytest.raises(ClaimwireError, match=r"README\.md: it has no table"):
        glossary_page.generated(few)
