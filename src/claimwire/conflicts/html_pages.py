"""Pages of conflicts as one HTML file that needs nothing else: style and charts are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ..drawing import INSTALL, available
from ..html_document import html_document, html_text
from .chart import chart
from .page import ClaimRow, DisputeSection, EventPage

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--ink); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
tr.conflict td:first-child { border-left: 4px solid var(--strong); padding-left: .5rem; }
tr.other td:first-child { border-left: 4px solid transparent; padding-left: .5rem; }
.kind, .note, code { color: var(--muted); }
td:first-child { white-space: nowrap; }
.says { font-weight: 600; }
code { white-space: nowrap; }
.chart { overflow-x: auto; }
.chart svg { max-width: 100%; min-width: 40rem; height: auto; }
@media (max-width: 48rem) {
  body { margin-top: 1rem; overflow-wrap: anywhere; }
  table, tbody, tr, td { display: block; }
  tr.head { display: none; }
  tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  td { border: 0; padding: 0 0 0 .5rem; }
  tr.conflict { border-left: 4px solid var(--strong); }
  tr.other { border-left: 4px solid transparent; }
  code { overflow-wrap: anywhere; white-space: normal; }
  tr.conflict td:first-child, tr.other td:first-child { border: 0; white-space: normal; }
}
"""

NO_CHARTS = f"This page has no charts: they need matplotlib, which is not installed ({INSTALL})."


def html_page(pages: Sequence[EventPage], title: str) -> str:
    """Return an HTML document with all pages, one below the other, and a list of them on top.

    If matplotlib is not installed it has no charts, and says so.
    """
    contents = "".join(
        f'<li><a href="#{escape(page.event_id, quote=True)}">{html_text(page.name)}</a> ({page.conflicts})</li>\n'
        for page in pages
    )
    charts = available()
    notice = "" if charts else f'<p class="note">{html_text(NO_CHARTS)}</p>\n'
    body = [f"<h1>{html_text(title)}</h1>\n{notice}<ul>\n{contents}</ul>\n"]
    return html_document(title, STYLE, [*body, *(_page(page, charts=charts) for page in pages)])


def _page(page: EventPage, *, charts: bool) -> str:
    sections = "".join(_section(page, section, charts=charts) for section in page.sections)
    identity = escape(page.event_id, quote=True)
    return f'<h2 id="{identity}">{html_text(page.name)}</h2>\n<p>{html_text(page.description)}</p>\n{sections}'


def _section(page: EventPage, section: DisputeSection, *, charts: bool) -> str:
    notes = "".join(f'<p class="note">{html_text(note)}</p>\n' for note in section.notes)
    drawn = chart(section.charted, f"{page.name}: {section.title}") if charts and section.charted else ""
    drawn = f'<div class="chart">{drawn}</div>\n' if drawn else ""
    reasons = "".join(f"<li>{html_text(reason)}</li>\n" for reason in section.reasons)
    kind = f"{section.kind.title}: {section.summary}"
    return (
        f'<h3>{html_text(section.title)}</h3>\n<p class="kind">{html_text(kind)}</p>\n'
        f"{notes}{drawn}{_table(section.rows)}<ul>\n{reasons}</ul>\n"
    )


def _table(rows: Iterable[ClaimRow]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("since", "who", "says", "in our words", "claim"))
    return f'<table>\n<tr class="head">{head}</tr>\n{"".join(map(_row, rows))}</table>\n'


def _row(row: ClaimRow) -> str:
    kind = "conflict" if row.in_conflict else "other"
    return (
        f'<tr class="{kind}"><td>{escape(row.since)}</td><td>{html_text(row.who)}</td>'
        f'<td class="says">{html_text(row.says)}</td><td>{html_text(row.statement)}</td>'
        f"<td><code>{escape(row.claim_id)}</code></td></tr>\n"
    )
