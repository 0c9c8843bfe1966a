"""`claimwire adjudicate`: several layers become one, with a reason for every decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import click

from ..adjudication import (
    DEFAULT_RULES,
    RULES,
    Adjudicated,
    applied_corpus,
    apply_folder,
    draft_folder,
    nothing_to_adjudicate,
    review_folder,
    rule_named,
    write_applied,
)
from ..adjudication.review import ReviewQueue
from ..corpus.corpus import Corpus
from ..schema.vocab import AnnotatorKind
from .adjudicate_review import Terminal
from .options import Name, NewPlace, not_with, only_with
from .output import new_console
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="adjudicate")
@click.argument("corpus_id", metavar="CORPUS")
@click.argument("decisions", required=False, type=NewPlace(file_okay=False))
@click.option("--adjudicator", help="Id of the adjudicator (annotations/annotators.jsonl).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option(
    "--rule",
    "rule_ids",
    multiple=True,
    type=Name([rule.rule_id for rule in RULES]),
    default=[rule.rule_id for rule in DEFAULT_RULES],
    show_default=True,
    help="Rule that decides without a person. Repeat for several; a record names the first that takes the claim.",
)
@click.option(
    "--article", "article_ids", multiple=True, help="Draft, review or try only this article. Repeat for several."
)
@click.option("--draft", "drafting", is_flag=True, help="Write draft files into DECISIONS; overwrite no file.")
@click.option("--review", "reviewing", is_flag=True, help="Decide in the terminal what no rule takes; stop any time.")
@click.option(
    "--soft",
    type=NewPlace(dir_okay=False),
    help="Write the share of annotators per label and slot value into this file, .jsonl or .parquet.",
)
@click.option("--dry-run", is_flag=True, help="Check the decisions and write nothing.")
@wait_option
def command(
    corpus_id: str,
    decisions: Path | None,
    adjudicator: str | None,
    source: Path | None,
    rule_ids: tuple[str, ...],
    article_ids: tuple[str, ...],
    drafting: bool,
    reviewing: bool,
    soft: Path | None,
    dry_run: bool,
    wait: float,
) -> None:
    r"""Merge layers into one: decide what their claims become, in the files of DECISIONS, and apply that to CORPUS.

    With --review, claims that a rule takes are taken, and every other claim is shown in the terminal to be decided.
    With --draft, the same is written to files to be decided in an editor, one per article: ARTICLE_ID.jsonl. With
    neither, the files are applied: claims.jsonl and adjudications.jsonl are written if every claim of every layer is
    decided on. Files in the repository name the spans of a stand-off text by offsets, others quote them. The record of
    each decision says who took it, the rule or the reason, and how sure they were; the kind of decision is computed.

    docs/adjudicating.md explains it step by step. To decide in Label Studio see `claimwire labelstudio adjudicate`.

    \b
    Examples:
      claimwire adjudicate mycorpus work/ --review --adjudicator anna
      claimwire adjudicate mycorpus work/ --draft --from ~/texts
      claimwire adjudicate mycorpus work/ --adjudicator anna --soft soft.parquet
      claimwire adjudicate mycorpus --soft soft.jsonl
    """
    _require_consistent(
        decisions, adjudicator, drafting=drafting, reviewing=reviewing, dry_run=dry_run, soft=soft is not None
    )
    workspace = repository()
    if adjudicator is not None:
        workspace.require_annotator(adjudicator)
    corpus = workspace.corpus(corpus_id)
    kinds = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    programs = workspace.programs()
    if decisions is None:
        assert soft is not None
        _write_soft(corpus, kinds, soft)
        return
    if adjudicator is not None and not drafting and not reviewing:
        texts: dict[str, str] = {}
        with editing_corpus(workspace, corpus_id, wait, texts, dry_run=dry_run) as edit:
            restored = with_recorded_texts(edit.corpus, source)
            texts |= texts_of(restored)
            applied = _applied(restored, decisions, adjudicator, programs, article_ids)
            if not article_ids:
                write_applied(edit, applied)
        if soft is not None and not dry_run:
            _write_soft(applied_corpus(edit.corpus, applied), kinds, soft)
        return
    corpus = with_recorded_texts(corpus, source)
    articles = [corpus.article(article_id) for article_id in article_ids] or list(corpus.articles.values())
    rules = [rule_named(rule_id) for rule_id in rule_ids]
    nothing = nothing_to_adjudicate(corpus, articles)
    if nothing is not None:
        click.echo(nothing)
        return
    if drafting:
        _draft(draft_folder(corpus, articles, decisions, rules, programs), decisions)
    if reviewing and adjudicator is not None:
        queue = review_folder(corpus, articles, decisions, rules, programs, workspace.questions())
        _review(queue, corpus_id, decisions, adjudicator)


def _require_consistent(
    decisions: Path | None, adjudicator: str | None, *, drafting: bool, reviewing: bool, dry_run: bool, soft: bool
) -> None:
    """Raise `click.UsageError` if what was asked for does not go together, or an option would be ignored."""
    if decisions is None and (not soft or drafting or reviewing):
        raise click.UsageError("name the folder of the decisions files: claimwire adjudicate CORPUS DECISIONS")
    if decisions is not None and adjudicator is None and (reviewing or not drafting):
        raise click.UsageError("name who decides with --adjudicator")
    soft_alone = "--soft without the folder of decisions"
    not_with(decisions is None, soft_alone, "adjudicator", "source", "rule_ids", "article_ids", "dry_run")
    only_with(drafting or reviewing, "--draft or --review", "rule_ids")
    only_with(drafting or reviewing or dry_run, "--draft, --review or --dry-run", "article_ids")
    not_with(drafting or reviewing, "--draft and --review, which write files of decisions", "soft", "dry_run")


def _draft(written: Iterable[Path], decisions: Path) -> None:
    has_written = False
    for path in written:
        click.echo(f"wrote {path}")
        has_written = True
    if not has_written:
        click.echo(
            f"nothing new to draft: every article with layers has its file in {decisions}; decide in these files and "
            "apply them, or go on with --review, which brings them up to date with the layers"
        )


def _review(queue: ReviewQueue, corpus_id: str, decisions: Path, adjudicator: str) -> None:
    by_rule = ", ".join(f"{count} by {rule}" for rule, count in queue.by_rule().items())
    cases = len(queue.cases)
    click.echo(f"decided by a rule: {by_rule or 'none'}; to be decided by a person: {cases}, {queue.open_count} left")
    try:
        Terminal(queue, adjudicator, new_console()).run()
    except click.Abort:
        click.echo()
    if queue.open_count:
        click.echo(f"{queue.open_count} of {cases} are left; run the same command again to go on")
    else:
        click.echo("all is decided; to apply it, run:")
        click.echo(f"  claimwire adjudicate {corpus_id} {decisions} --adjudicator {adjudicator}")


def _applied(
    corpus: Corpus,
    decisions: Path,
    adjudicator: str,
    programs: Collection[str],
    article_ids: Collection[str] = (),
) -> Adjudicated:
    """Return what decisions make of a corpus's layers, or some of it; exits with status 1 if there are problems."""
    chosen = [corpus.article(article_id) for article_id in article_ids] or list(corpus.articles.values())
    applied = apply_folder(corpus, chosen, decisions, adjudicator, programs)
    for problem in applied.problems:
        click.echo(problem, err=True)
    if applied.problems:
        raise SystemExit(1)
    for line in applied.lost:
        click.echo(line, err=True)
    click.echo(f"{len(applied.claims)} claims, {len(applied.adjudications)} decisions")
    return applied


def _write_soft(corpus: Corpus, kinds: Mapping[str, AnnotatorKind], path: Path) -> None:
    from ..tables.votes import soft_label_rows, write_soft_labels

    rows = list(soft_label_rows(corpus, kinds))
    write_soft_labels(path, rows)
    click.echo(f"wrote {path}: soft labels of {len(rows)} decisions")
