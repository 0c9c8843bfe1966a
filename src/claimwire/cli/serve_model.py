"""`claimwire serve-model`: the service that Label Studio asks for predictions."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from ..baselines.models import model_named
from ..baselines.predictions import asked_for
from ..corpus.records import records_of
from ..corpus.workspace import Workspace
from ..errors import LabelStudioError
from ..labelstudio.access import is_loopback, read_secret
from ..labelstudio.service.kept import KeptFolder
from ..labelstudio.service.learning import Learner, ServedModel
from ..labelstudio.service.limits import Limits
from ..labelstudio.service.model_service import ModelService
from ..labelstudio.service.web import ModelServer
from ..release.learning import held_out_of, labelled_articles
from ..schema import STANDARD_QUESTIONS
from ..schema.vocab import Split
from .labelstudio_remote import log
from .options import NewPlace, only_with
from .recorded_texts import with_recorded_texts
from .session import repository

PORT = 9090
"""The port that Label Studio's own examples use for models."""

LEAST, NEVER = 5, sys.maxsize
"""How many answers there are before it learns by itself: with a build to learn from too, and without."""


@click.command(name="serve-model")
@click.argument("model")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 for any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--corpus", "corpora", multiple=True, help="A corpus whose articles it knows (repeat).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--threshold", type=click.FloatRange(0, 1), help="Lowest score of a claim.  [default: the model's own]")
@click.option("--keep", type=NewPlace(file_okay=False), help="Private folder for what it learns from.")
@click.option(
    "--build", type=click.Path(file_okay=False, path_type=Path), help="A build with texts that it also learns from."
)
@click.option("--learn-after", type=click.IntRange(1), help="Answers needed to learn.  [default: 5 with --build]")
@click.option(
    "--quiet-for", type=click.FloatRange(0), default=30.0, show_default=True, help="Seconds of quiet before it learns."
)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with a password that every request needs, readable by you alone.",
)
def command(
    model: str,
    port: int,
    host: str,
    corpora: tuple[str, ...],
    source: Path | None,
    threshold: float | None,
    keep: Path | None,
    build: Path | None,
    learn_after: int | None,
    quiet_for: float,
    password_file: Path | None,
) -> None:
    r"""Serve MODEL to Label Studio, as the model of a project, until Ctrl+C.

    Label Studio asks it for predictions, with exact offsets, slots and scores, and tells it what annotators submit. It
    learns from complete answers: a new model is fitted beside the one that serves and takes its place, with another
    version. Fitting begins from nothing, so name with --build what MODEL was trained on: it learns from the split train
    of that too. Without it, it learns only if --learn-after says from how many answers on. With --corpus it knows that
    corpus's articles as they are. It never learns from an article of another split than train that --build or --corpus
    tells of.

    What was submitted stays in memory, or in the folder that --keep names (a new or empty one), together with the model
    that was learned. A service that other machines reach needs --password-file. A local Label Studio has to be started
    with --allow-loopback.

    \b
    Examples:
      claimwire serve-model rules
      claimwire serve-model default --build ~/claimwire-full --keep ~/claimwire-learning
    """
    only_with(bool(corpora), "--corpus", "source")
    password = None if password_file is None else read_secret(password_file, "the password")
    if password is None and not is_loopback(host):
        raise LabelStudioError(f"other machines reach {host}: name a file with a password with --password-file")
    first = ServedModel.of(asked_for(model_named(model), threshold))
    workspace = repository() if corpora else None
    known = [] if workspace is None else [with_recorded_texts(workspace.corpus(name), source) for name in corpora]
    base = [] if build is None else labelled_articles(build, Split.TRAIN)
    least = learn_after or (LEAST if base else NEVER)
    with ExitStack() as stack:
        folder = None if keep is None else KeptFolder(keep)
        if folder is not None:
            stack.enter_context(folder.open())
        articles = {key: article for corpus in known for key, article in corpus.articles.items()}
        seen = [*(labelled.article for labelled in base), *articles.values()]
        limits = Limits.of(seen, _held_out(workspace, build))
        learner = Learner(first, base, quiet_for, least, limits, folder, log)
        stack.callback(learner.close)
        if folder is not None:
            learner.restore(folder.answers())
        questions = STANDARD_QUESTIONS if workspace is None else workspace.questions()
        service = ModelService(learner, threshold, articles, log, questions)
        server = stack.enter_context(_listening(service, host, port, password))
        click.echo(f"{first.version} answers at {server.url}; Ctrl+C ends it")
        when = f"from {least} answers on" if least < NEVER else "only when Label Studio has it train"
        click.echo(f"it learns {when}, from {len(base)} articles beside them")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("ended")


def _listening(service: ModelService, host: str, port: int, password: str | None) -> ModelServer:
    """Return a server of a service; raises `LabelStudioError` if it cannot listen where it should."""
    try:
        return ModelServer(service, host, port, password)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LabelStudioError(
            f"nothing can listen at {host}, port {port}: {reason}; choose another with --port or --host"
        ) from error


def _held_out(workspace: Workspace | None, build: Path | None) -> frozenset[str]:
    """Return what nothing is learned from: articles of other splits than train, in the repository and in a build.

    They are named by their ids and by the SHA-256 of their texts.
    """
    found = frozenset[str]() if build is None else held_out_of(build)
    if workspace is None:
        return found
    apart = {one.article_id for one in records_of(workspace.splits()[0]) if one.split is not Split.TRAIN}
    articles = (x for corpus in workspace.corpora(tuple(workspace.corpus_ids())) for x in corpus.articles.values())
    return found | apart | {article.text_sha256 for article in articles if article.article_id in apart}
