"""`claimwire hydrate`: texts that the repository does not hold, put back from the user's own copy or a public one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..hydration import HydrationReport, hydrated_corpus
from ..hydration.folder import LOST_FILE, check_target, default_folder, write_hydrated
from ..release.copies import corpora_of_copies
from ..release.loadback import load_back
from ..release.with_texts import build_with_texts, new_place
from .bars import counted_steps
from .hydrate_download import fetch_files
from .options import NewPlace, not_with
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table


@click.command(name="hydrate")
@click.argument("corpus")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Your copy: a folder, a file, or a .zip or .tar archive of documents; also a hydrated corpus.",
)
@click.option("--download", is_flag=True, help="Take open texts from the public copies that corpus.toml names.")
@click.option("--to", type=NewPlace(), help="Folder outside the repository.  [default: your cache]")
@click.option(
    "--max-lost", type=click.FloatRange(0, 1), default=0.0, help="Share of the spans that may be lost. Default: none."
)
@click.option(
    "--build",
    "full",
    type=NewPlace(),
    help="Then build the release with these texts there, for local use.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; with --download list the files only.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def command(
    corpus: str,
    source: Path | None,
    download: bool,
    to: Path | None,
    max_lost: float,
    full: Path | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    r"""Restore the texts of CORPUS from your own copy or a public one, as a full corpus outside the repository.

    Documents are recognised by hash, by file name, or by their words. Where your text is the recorded one, everything
    is exact. Where it differs (another page layout, other quotation marks, an edited article), every span is looked
    up again by hashes and is exact, relocated or lost; a wrong place is never guessed. Claims whose content is lost
    are left out of the copy and listed in its lost.jsonl. See docs/hydrating.md.

    With --download the files are fetched one at a time into your cache, each from the first address that has the
    recorded one; a stopped run continues where it stopped, and files that are already there are not requested again.

    Without --to it goes to $CLAIMWIRE_CACHE, else $XDG_CACHE_HOME/claimwire, else ~/.cache/claimwire, replacing an
    older one there. Where more spans are lost than --max-lost allows, or no text is found, nothing is written, what is
    already there stays, and the exit status is 1.

    With --build the latest release is built with the texts, for local use: those of CORPUS, and of other corpora that
    an earlier run restored in your cache. Corpora whose texts were not restored are included without text.

    \b
    Examples:
      claimwire hydrate mycorpus --from ~/texts --dry-run
      claimwire hydrate mycorpus --from ~/texts.zip --to ~/hydrated-mycorpus
      claimwire hydrate wikinews --from articles.jsonl --max-lost 0.02 --json
      claimwire hydrate wikinews --download --dry-run
      claimwire hydrate wikinews --download --to ~/hydrated-wikinews
      claimwire hydrate wikinews --download --build ~/claimwire-full
    """
    if (source is None) != download:
        raise click.UsageError("give either --from with your own copy, or --download")
    not_with(dry_run, "--dry-run", "full")
    not_with(as_json, "--json", "full")
    workspace = repository()
    data = workspace.corpus(corpus)
    if full is not None:
        new_place(full)
    place = to or default_folder(corpus)
    if not dry_run or to is not None:
        check_target(place, corpus)
    fetched = (
        fetch_files(data, dry_run=dry_run, as_json=as_json, place=place, need_all=max_lost == 0) if download else None
    )
    source = fetched.files if fetched is not None else source
    assert source is not None
    with counted_steps("reading") as steps:
        restored, report = hydrated_corpus(
            data, source, progress=lambda path: steps.detail(f"texts found, reading {path}"), found=steps.count
        )
    refused = _refused(report, max_lost)
    writes = not dry_run and refused is None
    if writes:
        write_hydrated(restored, report, place)
    if as_json:
        written = {"place": str(place) if writes else None, "share_lost": report.share_lost}
        echo_json(_plain(report) | written | (fetched.plain if fetched is not None else {}))
    else:
        _print(report)
        if writes:
            click.echo(f"wrote {place}")
            if report.lost:
                click.echo(f"what was lost: {place / LOST_FILE}")
            for credit in fetched.credits if fetched is not None else ():
                click.echo(credit)
        elif refused is None:
            click.echo("dry run: nothing was written")
    if full is not None and writes:
        _build(workspace, corpus, place, full, max_lost)
    if refused is not None:
        click.echo(f"nothing was written to {place}: {refused}", err=True)
    raise SystemExit(0 if refused is None else 1)


def _build(workspace: Workspace, corpus: str, place: Path, full: Path, max_lost: float) -> None:
    """Build the release with the texts of a restored corpus, and of those that are in the cache."""
    places = {name: place if name == corpus else default_folder(name) for name in workspace.plan().corpora}
    with counted_steps("building") as steps:
        copies = corpora_of_copies(workspace, {name: at for name, at in places.items() if at.is_dir()}, max_lost)
        built = build_with_texts(workspace, copies.corpora, full, steps, count=steps.count)
        steps("loading it back")
        rows = load_back(built.folder)
    for line in copies.told:
        click.echo(line, err=True)
    click.echo(f"{built.folder}: built with texts, for local use; {rows} rows, loaded back as built")


def _refused(report: HydrationReport, max_lost: float) -> str | None:
    """Return why a copy will not do, so that nothing takes the place of an older one; None where it will."""
    if not report.has_text:
        return "none of the texts was found"
    if report.share_lost > max_lost:
        return (
            f"{report.share_lost:.2%} of the spans are lost (--json lists them), and --max-lost allows {max_lost:.2%}"
        )
    return None


def _plain(report: HydrationReport) -> dict[str, object]:
    return {
        "corpus_id": report.corpus_id,
        "articles": [asdict(article) for article in report.articles],
        "lost": [item.model_dump(mode="json") for item in report.lost],
        "problems": list(report.problems),
    }


HEADER = ("article", "text", "document", "spans", "exact", "relocated", "lost")


def _print(report: HydrationReport) -> None:
    rows = []
    for item in report.articles:
        counts = (item.spans, item.exact, item.relocated, item.lost)
        rows.append((item.article_id, item.text, item.document or "-", *map(str, counts)))
    title = f"{report.corpus_id}: {report.spans} spans, {report.share_lost:.1%} lost"
    wide_table(wide_console(), HEADER, rows, right=3, title=title)
    for problem in report.problems:
        click.echo(f"problem: {problem}")
