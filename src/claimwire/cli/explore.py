"""`claimwire explore`: a release as pages to walk through."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..explorer.claim_citations import release_citation
from ..explorer.rows import read_explorer_rows
from ..explorer.site import SiteOptions, require_own_place, site_size, write_site
from ..explorer.texts import require_place_for_texts, restored_texts, shown_texts
from ..release.named import named_release
from .bars import progress_bars
from .options import NewPlace
from .output import shown_status


@click.command(name="explore")
@click.argument("version")
@click.option("--to", type=NewPlace(file_okay=False), required=True, help="The folder to write the pages to.")
@click.option(
    "--hydrated", type=click.Path(exists=True, path_type=Path), help="Your copy of the texts, to show on the pages."
)
@click.option("--all-texts", is_flag=True, help="Show texts that may not be passed on, too: for yourself alone.")
@click.option("--index", "may_be_listed", is_flag=True, help="Let search engines list the pages.")
def command(version: str, to: Path, hydrated: Path | None, all_texts: bool, may_be_listed: bool) -> None:
    r"""Write the release VERSION as pages to search and read; open FOLDER/index.html in a browser.

    VERSION is a version below dataset/, or the folder of a release or a build. The pages need no server and load
    nothing from anywhere. Every claim has an address, `index.html#/claim/ID`, by which it can be cited: ids are never
    reused. Persons without a public role have no page, and what is withdrawn is on none.

    An article whose text is not at hand is shown by offsets and by what we say of its claims. Texts that stand in the
    release are shown, and with --hydrated those of your copy (a folder that `claimwire hydrate` wrote, raw documents,
    or a build with texts). Texts that may not be passed on are left out, unless you ask for them with --all-texts; then
    every page says so, and nobody else on this machine may read the folder. Restored texts are not written into a
    repository.

    The folder is written beside its place and renamed. One that has files of others is refused.

    \b
    Examples:
      claimwire explore 0.3.0 --to ~/explorer
      claimwire explore 0.3.0 --hydrated ~/texts --to ~/explorer
      claimwire explore ~/claimwire-full --all-texts --to ~/mine
    """
    folder = named_release(version)
    workspace = _workspace()
    require_own_place(to)
    with shown_status("reading") as show:
        withdrawn = frozenset() if workspace is None else workspace.withdrawn().ids
        rows = read_explorer_rows(folder, withdrawn, show)
        texts = rows.texts if hydrated is None else rows.texts | restored_texts(rows, hydrated, show)
        shown = shown_texts(rows, texts, every=all_texts)
        require_place_for_texts(shown, to)
        options = SiteOptions(release_citation(folder, rows.manifest), may_be_listed, _restricted(workspace))
    with progress_bars() as bars:
        task = bars.add_task("writing pages", total=site_size(rows))
        site = write_site(to, rows, shown, options, lambda _: bars.advance(task))
    click.echo(
        f"wrote {site.place / 'index.html'}: {site.articles} articles, {site.with_text} of them with text, "
        f"{site.claims} claims, {site.events} events, {site.pages} people and bodies"
    )
    if shown.left_out:
        click.echo(f"texts that may not be passed on, left out: {shown.left_out}; see --all-texts", err=True)
    if shown.closed:
        click.echo(
            f"texts that may not be passed on, shown: {len(shown.closed)}; keep the folder to yourself", err=True
        )


def _workspace() -> Workspace | None:
    """Return the repository that the current folder is in, if it is in one."""
    try:
        return Workspace.find()
    except WorkspaceError:
        return None


def _restricted(workspace: Workspace | None) -> frozenset[str]:
    """Return the outlets whose addresses are never links, as the repository says."""
    outlets = {} if workspace is None else workspace.outlets()
    return frozenset(outlet_id for outlet_id, outlet in outlets.items() if not outlet.may_be_linked)
