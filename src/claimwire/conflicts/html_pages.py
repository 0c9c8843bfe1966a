"""Pages of conflicts as one HTML file that needs nothing else: style and charts are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .chart import svg
from .page import ClaimRow, DisputeSection, EventPage

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
h2 { margin-top: 3rem; border-bottom: 2px solid #1b1f24; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d5dae0; }
tr.conflict td:first-child { border-left: 4px solid #b3261e; padding-left: .5rem; }
tr.other td:first-child { border-left: 4px solid transparent; padding-left: .5rem; }
.kind, .note, code { color: #5f6b76; }
td:first-child { white-space: nowrap; }
.says { font-weight: 600; }
code { white-space: nowrap; }
.chart { overflow-x: auto; }
.chart svg { max-width: 100%; min-width: 40rem; height: auto; }
@media (max-width: 48rem) {
  body { margin-top: 1rem; overflow-wrap: anywhere; }
  table, tbody, tr, td { display: block; }
  tr.head { display: none; }
  tr { border-bottom: 1px solid #d5dae0; padding: .4rem 0; }
  td { border: 0; padding: 0 0 0 .5rem; }
  tr.conflict { border-left: 4px solid #b3261e; }
  tr.other { border-left: 4px solid transparent; }
  code { overflow-wrap: anywhere; white-space: normal; }
  tr.conflict td:first-child, tr.other td:first-child { border: 0; white-space: normal; }
}
"""


def html_page(pages: Sequence[EventPage], title: str) -> str:
    """Return an HTML document with all pages, one below the other, and a list of them on top."""
    contents = "".join(
        f'<li><a href="#{escape(page.event_id, quote=True)}">{escape(page.name)}</a> ({page.conflicts})</li>\n'
        for page in pages
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n<ul>\n{contents}</ul>\n"
        f"{''.join(map(_page, pages))}</body>\n</html>\n"
    )


def _page(page: EventPage) -> str:
    sections = "".join(_section(page, section) for section in page.sections)
    identity = escape(page.event_id, quote=True)
    return f'<h2 id="{identity}">{escape(page.name)}</h2>\n<p>{escape(page.description)}</p>\n{sections}'


def _section(page: EventPage, section: DisputeSection) -> str:
    notes = "".join(f'<p class="note">{escape(note)}</p>\n' for note in section.notes)
    chart = svg(section.charted, f"{page.name}: {section.title}") if section.charted else ""
    chart = f'<div class="chart">{chart}</div>\n' if chart else ""
    reasons = "".join(f"<li>{escape(reason)}</li>\n" for reason in section.reasons)
    kind = f"{section.kind.title}: {section.summary}"
    return (
        f'<h3>{escape(section.title)}</h3>\n<p class="kind">{escape(kind)}</p>\n'
        f"{notes}{chart}{_table(section.rows)}<ul>\n{reasons}</ul>\n"
    )


def _table(rows: Iterable[ClaimRow]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("since", "who", "says", "in our words", "claim"))
    return f'<table>\n<tr class="head">{head}</tr>\n{"".join(map(_row, rows))}</table>\n'


def _row(row: ClaimRow) -> str:
    shown = "conflict" if row.in_conflict else "other"
    return (
        f'<tr class="{shown}"><td>{escape(row.since)}</td><td>{escape(row.who)}</td>'
        f'<td class="says">{escape(row.says)}</td><td>{escape(row.statement)}</td>'
        f"<td><code>{escape(row.claim_id)}</code></td></tr>\n"
    )
