"""`claimwire audit pack`, and `claimwire audit score` of a pack: items that people check in Label Studio."""

from __future__ import annotations

from pathlib import Path

import click

from ..audit.answers import numbered
from ..audit.folder import require_independent
from ..audit.items import corpus_items, key_of
from ..audit.pack import Pack, draw_pack, read_pack
from ..audit.pack_score import PackScore, score_checks, still_there
from ..corpus.lock import WAIT
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError, WorkspaceError
from ..labelstudio.pack.folder import write_pack
from ..labelstudio.pack.read import read_export
from ..naming import alternatives
from ..schema.vocab import AnnotatorKind, Split
from .audit_items import kinds_of, print_rates, splits_of
from .options import Name, NewPlace
from .output import echo_json
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of

SPLIT_BY_VALUE = {split.value: split for split in Split}


@click.command(name="pack")
@click.argument("names", metavar="VERSION|CORPUS...", nargs=-1, required=True)
@click.option("--size", type=int, help="How many items.  [default: people_check of annotations/release.toml]")
@click.option("--seed", type=int, help="Random seed.  [default: that of people_check, or 1]")
@click.option("--split", type=Name(Split.names()), default="test", show_default=True, help="Draw from this split.")
@click.option("--to", "folder", type=NewPlace(), required=True, help="A new folder.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
def pack_command(
    names: tuple[str, ...], size: int | None, seed: int | None, split: str, folder: Path, source: Path | None
) -> None:
    r"""Draw items of the test split, and make a Label Studio project of them for a person.

    VERSION is the version of the planned release and stands for its corpora. Claims and sentences without a claim are
    drawn in proportion; a rare label gets more than its share. FOLDER has label_config.xml, tasks.json, RULES.md,
    README.md (what to do) and pack.json (the items, without text). With texts of a stand-off corpus it must be outside
    the repository. `claimwire audit score` reads what is exported.

    \b
    Examples:
      claimwire audit pack mycorpus --size 200 --to pack/
      claimwire audit pack 0.2.0 --from ~/texts --to ~/pack
    """
    workspace = repository()
    plan = workspace.plan()
    planned = plan.people_check
    if size is None and planned is None:
        raise click.UsageError("say how many items with --size, or in annotations/release.toml: [people_check]")
    count = size if size is not None else planned.items if planned is not None else 0
    lot = seed if seed is not None else planned.seed if planned is not None else 1
    corpora = [with_recorded_texts(workspace.corpus(corpus_id), source) for corpus_id in _corpora(workspace, names)]
    splits = splits_of(workspace, corpora)
    items = {
        corpus.corpus_id: [item for item in corpus_items(corpus) if splits.get(item.article.article_id) == split]
        for corpus in corpora
    }
    codebooks = sorted({corpus.info.guideline_version for corpus in corpora})
    if codebooks[1:]:
        raise ClaimwireError(f"the corpora are by several codebooks ({', '.join(codebooks)}); draw a pack for each")
    pack = draw_pack(
        items, count, seed=lot, drawn_from=" ".join(names), split=SPLIT_BY_VALUE[split], codebook=codebooks[0]
    )
    by_key = {item.key: item for own in items.values() for item in own}
    write_pack(folder, pack, by_key, [corpus.info for corpus in corpora])
    drawn = ", ".join(f"{_drawn(pack, name)} of {there} {name}" for name, there in pack.population.items())
    click.echo(f"wrote a pack of {len(pack.items)} items to {folder}: {drawn}")


def _drawn(pack: Pack, stratum: str) -> int:
    return sum(item.stratum == stratum for item in pack.items)


def _corpora(workspace: Workspace, names: tuple[str, ...]) -> list[str]:
    """Return the corpora that names mean: ids of corpora, or the version of the planned release."""
    plan, known = workspace.plan(), workspace.corpus_ids()
    found: list[str] = []
    for name in names:
        if name == plan.data_version:
            found += plan.corpora
        elif name in known:
            found.append(name)
        else:
            raise WorkspaceError(f"no corpus is called {name!r}; {alternatives(name, [*known, plan.data_version])}")
    return list(dict.fromkeys(found))


def score_pack(
    folder: Path, export: Path, annotator_id: str, source: Path | None, *, as_json: bool, dry_run: bool
) -> None:
    """Take the export of a pack: write its checks to the corpora, unless it is a dry run, and print the rates.

    Raises `ClaimwireError` if the annotator is no registered person, or the export cannot be read; nothing is written
    then, in no corpus.
    """
    workspace = repository()
    workspace.require_annotator(annotator_id)
    kinds = kinds_of(workspace)
    if kinds[annotator_id] is not AnnotatorKind.HUMAN:
        raise ClaimwireError(f"{annotator_id} is of kind {kinds[annotator_id]}; a pack is for people (kind human)")
    pack = read_pack(folder)
    corpora = {key: workspace.corpus(key) for key in sorted({item.corpus_id for item in pack.items})}
    checks, gone = still_there(read_export(export, pack, annotator_id), pack, corpora)
    for check in gone:
        click.echo(f"left out: {key_of(check)} is no longer there", err=True)
    texts = {
        key: {} if source is None else texts_of(with_recorded_texts(corpus, source)) for key, corpus in corpora.items()
    }
    for is_trial in (True,) if dry_run else (True, False):
        for corpus_id, own in ((key, own) for key, own in checks.items() if own):
            with editing_corpus(workspace, corpus_id, WAIT, texts[corpus_id], dry_run=is_trial) as edit:
                require_independent(edit.corpus, annotator_id, (check.article_id for check in own))
                edit.merge("checks", numbered(own, list(edit.corpus.item_checks.values())))
    _print(score_checks(pack, checks, corpora, kinds), annotator_id, as_json=as_json, dry_run=dry_run)


def _print(score: PackScore, annotator_id: str, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        echo_json(score.as_json())
        return
    print_rates(f"checked by {annotator_id}, a person: {score.done} of {score.items} items", score.rates)
    if score.weighted is not None:
        click.echo(f"claims that are wrong, by the labels' numbers in the split: {100 * score.weighted:.1f} %")
    same = score.with_model.same
    click.echo(f"same answer as the model's checks: {same.hits} of {same.trials}, {same.shown}")
    for (person, model), count in score.with_model.answers.items():
        if person != model:
            click.echo(f"  {count}: {annotator_id} {person}, the model {model}")
    click.echo(f"dry run: would write {score.done} checks" if dry_run else f"wrote {score.done} checks")
