"""HTML files that need nothing else: the frame, the colours of a light and a dark theme, and texts without markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .drawing import DARK, GRID, INK, MUTED, PAPER, STRONG
from .terminal import visible

COLORS = {"paper": PAPER, "ink": INK, "muted": MUTED, "line": GRID, "strong": STRONG}
"""The colours of a page by the names that styles have for them; they are those of the charts."""

ALONE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The rule by which a browser loads nothing for a page, whatever a text in it says."""


def html_document(title: str, style: str, body: Iterable[str], script: str = "") -> str:
    """Return an HTML file with a title, its style and its script, which loads nothing from anywhere."""
    code = f"<script>\n{script}</script>\n" if script else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{ALONE}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html_text(title)}</title>\n<style>{_colors()}{style}</style>\n</head>\n"
        f"<body>\n{''.join(body)}{code}</body>\n</html>\n"
    )


def html_text(text: str) -> str:
    """Return a text as it may be put into HTML, also between double quotes: no markup, no control in it."""
    return escape(visible(text))


def _colors() -> str:
    """Return the colours as CSS, for a light and for a dark theme."""
    light = "".join(f"--{name}: {color}; " for name, color in COLORS.items())
    dark = "".join(f"--{name}: {DARK[color]}; " for name, color in COLORS.items())
    themes = (
        f":root {{ color-scheme: light dark; {light}}}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark}}} }}"
    )
    return f"\n{themes}"
