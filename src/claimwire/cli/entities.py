"""`claimwire entities`: who and what the names in adjudicated claims are, proposed, edited and accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text
from ..corpus.records import canonical_json, json_lines
from ..corpus.workspace import Workspace
from ..entities.accepting import Accepted, accepted, apply_accepted
from ..entities.proposing import EntityProposal, propose
from ..naming import shown
from ..schema import Entity
from .options import NewPlace, not_with, only_with
from .output import echo_json
from .recorded_texts import with_recorded_texts
from .session import repository
from .tables import wide_console, wide_table
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="entities")
@click.argument("corpus_id", metavar="CORPUS")
@click.option("--draft", type=NewPlace(dir_okay=False), help="Write the proposals to a file to edit.")
@click.option(
    "--apply",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Apply the accepted lines of such a file.",
)
@click.option("-a", "--annotator", metavar="ID", help="Who accepted them (annotations/annotators.jsonl).")
@click.option("--write", is_flag=True, help="With --apply: write the change; without it, it is only shown.")
@click.option("--nameless", is_flag=True, help="Also propose sources that have no name, each in its article.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Where the texts of a stand-off corpus are: a folder, file or archive.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the proposals as JSON Lines.")
@wait_option
def command(
    corpus_id: str,
    draft: Path | None,
    file: Path | None,
    annotator: str | None,
    write: bool,
    nameless: bool,
    source: Path | None,
    as_json: bool,
    wait: float,
) -> None:
    r"""Propose which entities the names in the adjudicated claims of CORPUS refer to, and put in what you accept.

    Without options the proposals are listed. `new` is a name that no entity has; `known` a name of an entity of this
    or another corpus; `in doubt` are names that differ by case, diacritics or a title, or that several entities have.
    --draft writes them to a file, one per line. Edit it: set `accept` to true, fix name, kind and aliases, delete uses
    that refer to somebody else. A person with a name needs a `public_role`; others have no name here, but a
    `description` and the `article_id` of the article that they belong to. A `wikidata_id` needs `wikidata_evidence`.

    --apply puts the accepted entities into entities.jsonl, and their ids into the claims; nothing else of a claim
    changes. All accepted lines are applied or none.

    \b
    A line, shortened:
      {"accept": true, "entity": {"entity_id": "lena_moor", "name": "Lena Moor", "entity_kind": "person",
       "public_role": "member of parliament"}, "uses": [{"claim": "port_a_c03", "field": "source_ids",
       "name": "Lena Moor"}]}

    \b
    Examples:
      claimwire entities mycorpus
      claimwire entities mycorpus --draft entities.jsonl
      claimwire entities mycorpus --apply entities.jsonl -a anna
      claimwire entities mycorpus --apply entities.jsonl -a anna --write
      claimwire entities mycorpus --nameless --from ~/texts --draft ~/entities.jsonl
    """
    workspace = repository()
    if file is not None:
        if draft is not None or nameless or as_json:
            raise click.UsageError("--apply goes with --annotator, --write, --from and --wait only")
        _apply(workspace, corpus_id, file, _known(workspace, annotator), source, write, wait)
        return
    only_with(False, "--apply", "annotator", "write")
    not_with(draft is not None, "--draft, which writes JSON Lines to its file", "as_json")
    if draft is not None and draft.exists():
        raise click.UsageError(f"{draft} is there already and may have been edited; name another file")
    corpus = with_recorded_texts(workspace.corpus(corpus_id), source)
    if draft is not None and not may_hold_text(corpus.info, draft):
        corpus = workspace.corpus(corpus_id)
        if nameless:
            click.echo(f"{draft} is in a repository: what nameless sources are called is left out", err=True)
    proposals = propose(corpus, _elsewhere(workspace, corpus_id), nameless=nameless)
    if draft is not None:
        lines = "".join(canonical_json(proposal.as_json()) + "\n" for proposal in proposals)
        write_text(draft, lines, mode_for_text(corpus.info))
        click.echo(f"wrote {draft}: {_counts(proposals)}")
    elif as_json:
        for proposal in proposals:
            echo_json(proposal.as_json())
    else:
        if proposals:
            wide_table(wide_console(), HEADER, [_row(proposal) for proposal in proposals])
        click.echo(_counts(proposals))


HEADER = ("state", "entity", "name", "kind", "doubts and grounds")


def _row(proposal: EntityProposal) -> tuple[str, ...]:
    record: dict[str, Any] = dict(proposal.record)
    names = [record["name"] or f"(in {record['article_id']})", *record["aliases"]]
    told = "; ".join([*([proposal.state] if proposal.doubts else []), *proposal.doubts, *proposal.grounds])
    return (
        "in doubt" if proposal.doubts else proposal.state,
        record["entity_id"],
        " / ".join(names),
        record["entity_kind"],
        told,
    )


def _counts(proposals: list[EntityProposal]) -> str:
    states = [proposal.state for proposal in proposals]
    doubtful = sum(bool(proposal.doubts) for proposal in proposals)
    return f"{states.count('new')} new, {states.count('known')} known; {doubtful} of them in doubt"


def _elsewhere(workspace: Workspace, corpus_id: str) -> list[Entity]:
    """Return the entities of the other corpora."""
    others = (workspace.corpus(name) for name in workspace.corpus_ids() if name != corpus_id)
    return [entity for corpus in others for entity in corpus.entities.values()]


def _known(workspace: Workspace, annotator: str | None) -> str:
    if annotator is None:
        raise click.UsageError(f"name who accepted the lines with --annotator: {shown(workspace.annotator_ids())}")
    workspace.require_annotator(annotator)
    return annotator


def _apply(
    workspace: Workspace, corpus_id: str, file: Path, annotator: str, source: Path | None, write: bool, wait: float
) -> None:
    elsewhere = _elsewhere(workspace, corpus_id)
    if not write:
        corpus = workspace.corpus(corpus_id)
        _shown(corpus, _accepted(corpus, elsewhere, file, annotator))
        click.echo("nothing was written; use --write")
        return
    texts: dict[str, str] = {}
    with editing_corpus(workspace, corpus_id, wait, texts) as edit:
        corpus = edit.corpus
        texts |= texts_of(with_recorded_texts(corpus, source))
        made = _accepted(corpus, elsewhere, file, annotator)
        apply_accepted(edit, made)
    _shown(corpus, made)


def _accepted(corpus: Corpus, elsewhere: list[Entity], file: Path, annotator: str) -> Accepted:
    """Return what a file of proposals makes of a corpus; exits with status 1 if there are problems."""
    made = accepted(corpus, elsewhere, list(json_lines(file)), annotator, str(file))
    for problem in made.problems:
        click.echo(problem, err=True)
    if made.problems:
        raise SystemExit(1)
    return made


def _shown(corpus: Corpus, made: Accepted) -> None:
    """Print how many entities and claims change, and how many lines were passed over."""
    new = len(made.entities.keys() - corpus.entities.keys())
    click.echo(f"{new} entities added, {len(made.entities) - new} changed, {len(made.claims)} claims changed")
    click.echo(f"{made.passed_over} lines not accepted")
