"""The documentation as a site: the pages of the repository, and the functions and records of `import claimwire`.

Pages stay where they are; a copy of them is made beside the site, so that links between them are those of the
repository. Sphinx makes the site; whatever it warns of, such as a link to a page that is not there, is an error.
"""

from __future__ import annotations

import argparse
import inspect
import io
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import claimwire
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.regions import plain_markdown, table

SITE = Path("build") / "docs"
"""Where the site goes in the repository, which git ignores."""

FIRST = ("quickstart", "your-own-corpus", "looking", "python", "glossary", "troubleshooting")
"""Pages of `docs/` that a reader needs first, as far as they are there; the others follow by name."""

ABOUT = ("README.md", "DATASET_CARD.md", "annotations/guidelines.md", "CHANGELOG.md", "CONTRIBUTING.md")
"""Pages that are not in `docs/`."""

IMAGE = re.compile(r"\]\((?!https?:)([^)#\s]+\.(?:png|svg))\)")
REFERENCE = ("api/functions", "api/records")
"""The pages that are made of docstrings and fields."""

SETTINGS: dict[str, Any] = {
    "project": claimwire.__name__,
    "version": claimwire.__version__,
    "release": claimwire.__version__,
    "extensions": ["myst_parser", "sphinx.ext.autodoc"],
    "master_doc": "index",
    "html_theme": "furo",
    "html_title": "claimwire",
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_show_copyright": False,
    "autodoc_member_order": "bysource",
    "autodoc_typehints": "signature",
    "python_use_unqualified_type_names": True,
    "maximum_signature_line_length": 80,
    "myst_heading_anchors": 4,
    "suppress_warnings": ["myst.header"],
}
"""How Sphinx makes the site. Pages with a heading that skips a level are no fault of a reader's way."""


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its path in the copy, without `.md`, and its text."""

    name: str
    text: str


def pages(workspace: Workspace) -> list[SitePage]:
    """Return the pages of the repository with what the site adds: its first page, functions, records."""
    root = workspace.root
    names = [path.relative_to(root).as_posix() for path in sorted((root / "docs").glob("*.md"))]
    own = [SitePage(name.removesuffix(".md"), (root / name).read_text(encoding="utf-8")) for name in (*names, *ABOUT)]
    what = (root / "README.md").read_text(encoding="utf-8").split("\n\n")[1]
    return [SitePage("index", first_page([page.name for page in own], what)), *own, *api_pages()]


def first_page(names: Sequence[str], what: str) -> str:
    """Return the first page, from which every other is reached: what is needed first, the rest, the Python names.

    `what` says what all of it is about.
    """
    first = [name for page in FIRST for name in names if name == f"docs/{page}"]
    about = [page.removesuffix(".md") for page in ABOUT]
    guides = [name for name in names if name not in (*first, *about)]
    contents = (
        ("Begin here", first),
        ("Guides", guides),
        ("Reference", REFERENCE),
        ("The project", about),
    )
    trees = "\n".join(
        "\n".join([f"```{{toctree}}\n:caption: {caption}\n:maxdepth: 1\n", *own, "```\n"]) for caption, own in contents
    )
    return f"# claimwire\n\n{what}\n\n{trees}"


def api_pages() -> Iterator[SitePage]:
    """Yield the pages of what `import claimwire` offers, made from its docstrings and the fields of its records."""
    offered = [name for name in sorted(claimwire.__all__, key=str.casefold) if callable(getattr(claimwire, name))]
    records = [name for name in offered if _is_record(getattr(claimwire, name))]
    functions = [name for name in offered if name not in records]
    intro = (
        "Names of `import claimwire`, from their docstrings; [the walk-through](../docs/python.md) shows them at work."
    )
    yield SitePage(REFERENCE[0], "\n".join(("# Functions and classes", "", intro, "", *map(_documented, functions))))
    intro = "What the files of a corpus hold, as pydantic models: immutable, with the fields below."
    yield SitePage(REFERENCE[1], "\n".join(("# Records", "", intro, "", *map(_record, records))))


def _is_record(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, BaseModel)


def _documented(name: str) -> str:
    """Return the directive that documents a function or a class with its methods."""
    is_class = isinstance(getattr(claimwire, name), type)
    options = "   :members:\n   :inherited-members: BaseException\n" if is_class else ""
    kind = "class" if is_class else "function"
    return f"## {name}\n\n```{{eval-rst}}\n.. auto{kind}:: claimwire.{name}\n{options}```\n"


def _record(name: str) -> str:
    """Return what a record is, with a table of its fields."""
    model = getattr(claimwire, name)
    rows = [
        (f"`{field_name}`", "yes" if field.is_required() else "", plain_markdown(field.description or ""))
        for field_name, field in model.model_fields.items()
    ]
    return f"## {name}\n\n{inspect.getdoc(model)}\n\n{table(('field', 'needed', 'what it says'), rows)}"


def write_source(workspace: Workspace, to: Path) -> None:
    """Write the pages and the images that they show, in the folders that they have in the repository."""
    for page in pages(workspace):
        write_text(to / f"{page.name}.md", page.text)
        folder = Path(page.name).parent
        for image in set(IMAGE.findall(page.text)):
            shown = workspace.root / folder / image
            if shown.is_file():
                write_bytes(to / folder / image, shown.read_bytes())


def write_site(workspace: Workspace, to: Path) -> Path:
    """Make the site in a folder, new, and return its first page. Raises `ClaimwireError` with all that is wrong."""
    source = to.with_name(f"{to.name}-source")
    for folder in (source, to):
        shutil.rmtree(folder, ignore_errors=True)
    write_source(workspace, source)
    warnings = _sphinx(source, to)
    if warnings:
        raise ClaimwireError("the documentation has faults:\n" + "\n".join(warnings))
    return to / "index.html"


def _sphinx(source: Path, to: Path) -> list[str]:
    """Have Sphinx make a site of a folder with pages and return its warnings; places are told from that folder."""
    from pygments.lexers.special import TextLexer
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    told = io.StringIO()
    trees = to.with_name(f"{to.name}-trees")
    shutil.rmtree(trees, ignore_errors=True)
    with patch_docutils(), docutils_namespace():
        app = Sphinx(source, None, to, trees, "html", SETTINGS, status=None, warning=told, freshenv=True)
        app.add_lexer("mermaid", TextLexer)
        app.connect("autodoc-process-docstring", _as_literals)
        app.build(force_all=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", told.getvalue())
    return [line.removeprefix(f"{source}/") for line in plain.splitlines() if line.strip()]


def _as_literals(_: object, what: str, name: str, value: object, options: object, lines: list[str]) -> None:
    """Change what a docstring has between single back quotes to what reStructuredText prints as code."""
    lines[:] = [re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line) for line in lines]


def main(arguments: Iterable[str] | None = None) -> int:
    """Make the site and say where it is; return 1 if the documentation has faults."""
    parser = argparse.ArgumentParser(
        prog="scripts/docs",
        description="Make the documentation as a site, with search and the Python reference, and check its links.",
    )
    parser.add_argument("--to", type=Path, help=f"the folder to make it in ({SITE} if none is named)")
    given = parser.parse_args(None if arguments is None else list(arguments))
    workspace = Workspace.find(Path(__file__).parent)
    try:
        first = write_site(workspace, (given.to or workspace.root / SITE).resolve())
    except ClaimwireError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"wrote {first}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
