"""Conflicts as one HTML file: it stands alone, escapes what it shows, and can be read on any screen."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from planted import Planting, figures

from claimwire.conflicts import disputes
from claimwire.conflicts.html_pages import NO_CHARTS, html_page
from claimwire.conflicts.page import EventPage, event_pages
from claimwire.corpus.atomic import write_text
from claimwire.drawing import DARK, STRONG
from claimwire.schema.vocab import Qualifier


class Names(HTMLParser):
    """Collects the tags, ids and links of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]


def parsed(document: str) -> Names:
    names = Names()
    names.feed(document)
    return names


def pages_of(planting: Planting) -> list[EventPage]:
    index = planting.index()
    return event_pages(index, disputes(index))


def test_the_file_stands_alone_and_escapes_what_it_shows() -> None:
    planting = Planting()
    for name, number in (("a_count", 4), ("b_count", 5), ("c_count", 6)):
        planting.figure(name, "crash", Qualifier.EXACT, number, statement="<b>&\"' \x1b]52;c;\x07 \u202e")
    document = html_page(pages_of(planting), "A <title>")
    found = parsed(document)
    assert "b" not in found.tags
    assert "crash" in found.ids
    assert len(found.ids) == len(set(found.ids))
    assert "#crash" in found.links
    assert all(link.startswith("#") for link in found.links)
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert found.tags.count("svg") == 1
    assert found.tags.count("tr") == 4
    assert "&lt;b&gt;&amp;&quot;&#x27; \\x1b]52;c;\\x07 \\u202e" in document


def test_all_charts_of_a_page_have_ids_of_their_own() -> None:
    found = parsed(html_page(pages_of(figures()), "t"))
    assert found.tags.count("svg") > 2
    assert len(found.ids) == len(set(found.ids))


def test_without_matplotlib_the_page_has_no_charts_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = pages_of(figures())
    assert NO_CHARTS not in html_page(pages, "t")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    document = html_page(pages, "t")
    assert parsed(document).tags.count("svg") == 0
    assert document.count("no charts") == 1
    assert "pip install &#x27;claimwire[figures]&#x27;" in document
    assert parsed(document).tags.count("h3") == sum(len(page.sections) for page in pages)


def test_the_page_has_a_dark_theme_of_the_colours_of_the_charts() -> None:
    light, dark = html_page(pages_of(figures()), "t").split("@media (prefers-color-scheme: dark)")[:2]
    assert "color-scheme: light dark" in light
    assert f"--strong: {STRONG};" in light
    assert f"--strong: {DARK[STRONG]};" in dark.split("}")[0]


NARROW = re.compile(r"@media \(max-width: \d+rem\) \{(.*?)\n\}", re.DOTALL)


def test_on_a_narrow_screen_a_row_is_a_block_and_a_chart_is_scrolled() -> None:
    """Regression: at 420 pixels the claim column ran off the screen."""
    document = html_page(pages_of(figures()), "t")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in document
    (rules,) = NARROW.findall(document)
    assert "table, tbody, tr, td { display: block;" in rules
    assert re.search(r"code \{ [^}]*overflow-wrap: anywhere", rules)
    assert re.search(r"\.chart \{[^}]*overflow-x: auto", document)
    assert document.count('<div class="chart"><svg') == document.count("<svg") > 2


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs a browser to measure the page")
def test_at_420_pixels_nothing_runs_off_the_screen_and_no_cell_is_squeezed(tmp_path: Path) -> None:
    planting = figures()
    planting.said("a_said", "crash", "Ines Valmer", "Ines Valmer counts.", speaks_for_name="Office of Health of Orlan")
    planting.figure("a_long_id_of_a_claim_that_is_wider_than_a_narrow_screen", "crash", Qualifier.EXACT, 17)
    write_text(tmp_path / "page.html", html_page(pages_of(planting), "t"))
    probe = (
        '<iframe id="f" src="page.html" style="width:420px;height:900px;border:0"></iframe><script>f.onload = () => {'
        "const d = f.contentDocument; document.title = d.documentElement.scrollWidth + ' ' + Math.min(...[...d"
        ".querySelectorAll('td')].map(x => x.getBoundingClientRect().width))}</script>"
    )
    write_text(tmp_path / "probe.html", probe)
    browser = ["chromium", "--headless=new", "--no-sandbox", "--allow-file-access-from-files", "--dump-dom"]
    command = [*browser, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=5000"]
    done = subprocess.run([*command, (tmp_path / "probe.html").as_uri()], capture_output=True, text=True, check=True)
    found = re.search(r"<title>(\d+) ([\d.]+)</title>", done.stdout)
    assert found is not None, done.stdout[:500]
    assert int(found[1]) <= 420
    assert float(found[2]) > 300
