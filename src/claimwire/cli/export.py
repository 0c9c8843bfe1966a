"""`claimwire export`: claims of a corpus or a release as files of another format."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ..corpus.atomic import FILE, PRIVATE
from ..corpus.places import repository_of
from ..corpus.workspace import MANIFEST, Workspace
from ..errors import FormatError
from ..formats import FORMATS
from ..formats.files import write_files
from ..labelstudio.server.session import with_texts
from ..release.exporting import ExportChoice, Exported, exported_corpus, exported_release
from ..release.named import named_release
from ..schema.base import VERSION_PATTERN
from .options import Name, NewPlace, not_with
from .session import repository

WRITTEN = {form.format_id: form for form in FORMATS}


@click.command(name="export")
@click.argument("corpus", metavar="CORPUS|RELEASE")
@click.argument("folder", type=NewPlace(file_okay=False))
@click.option(
    "--format",
    "format_id",
    type=Name(list(WRITTEN)),
    default="quoted",
    show_default=True,
    help="What to write.",
)
@click.option("--annotator", help="Export the layers of this annotator.  [default: the adjudicated claims]")
@click.option("--article", "articles", multiple=True, help="Only this article. Repeat for several.")
@click.option("--from", "texts", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--dry-run", is_flag=True, help="Show which files would be written, but write nothing.")
def command(
    corpus: str,
    folder: Path,
    format_id: str,
    annotator: str | None,
    articles: tuple[str, ...],
    texts: Path | None,
    dry_run: bool,
) -> None:
    r"""Write claims of CORPUS, or of a release, into FOLDER as files of another format.

    A release is a version below dataset/, such as 0.3.0, or the folder of a release or build; what was withdrawn is
    left out. Which formats there are, what each is for and what it cannot hold is in docs/formats.md; `claimwire
    import` reads most of them back.

    Files with words of texts that may not be redistributed go outside the repository. A claim
    that the format cannot say and should is named, and nothing is written then. Of a release, articles whose text it
    does not have are left out where the format needs the text.

    \b
    Examples:
      claimwire export mycorpus work/
      claimwire export mycorpus ~/layers --annotator anna --from ~/texts
      claimwire export mycorpus work/ --format brat
      claimwire export 0.3.0 ~/claims --format csv
    """
    choice, form = ExportChoice(annotator, articles), WRITTEN[format_id]
    workspace = repository()
    release = _release(workspace, corpus)
    if release is None:
        found = exported_corpus(workspace, with_texts(workspace.corpus(corpus), texts), choice)
    else:
        not_with(True, "a release, which either has its texts or does not", "texts")
        found = exported_release(release, workspace.withdrawn_ids(), choice, form)
    _require_place(found, corpus, folder)
    files = list(form.write(found.material))
    mode = PRIVATE if found.has_closed_texts else FILE
    made = ((folder / file.name, file) for file in files) if dry_run else write_files(files, folder, mode)
    for path, file in made:
        counted = "" if file.claims is None else f": {file.claims} {form.counted}"
        click.echo(f"{'would write' if dry_run else 'wrote'} {path}{counted}")
        if file.note is not None:
            click.echo(f"{path}: {file.note}", err=True)
    if found.without_text:
        click.echo(
            f"left out: {len(found.without_text)} articles whose text {corpus} does not have, which {format_id} files "
            f"need; the first is {found.without_text[0]}",
            err=True,
        )


def _release(workspace: Workspace, name: str) -> Path | None:
    """Return the folder of the release that somebody names by its version or by its folder; None if it is a corpus.

    Raises `ReleaseError` for a version, or `draft`, that is not there.
    """
    if name in workspace.corpus_ids():
        return None
    places = (workspace.dataset / name, Path(name))
    found = next((place for place in places if (place / MANIFEST).is_file()), None)
    is_meant = name == workspace.draft.name or re.fullmatch(VERSION_PATTERN, name) is not None
    return named_release(name) if found is None and is_meant else found


def _require_place(found: Exported, source: str, folder: Path) -> None:
    """Raise `FormatError` if words of texts that may not be redistributed would be written into a repository."""
    if found.has_closed_texts and repository_of(folder / "any") is not None:
        raise FormatError(
            f"{folder} is in a repository, where texts that may not be redistributed may not be, and {source} has "
            "some; name a place outside"
        )
