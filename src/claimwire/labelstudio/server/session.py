"""What a command needs before it begins: a server with its key, who is who there, which texts may be written where."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from ...corpus.corpus import Corpus
from ...corpus.places import may_hold_text
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ...schema import CorpusInfo
from ...schema.vocab import AnnotatorKind
from ..access import URL_VARIABLE, checked_address, read_key
from ..local.paths import CacheFolders
from ..local.server import LocalServer, server_on
from .accounts import Account, accounts_of, annotators_by_account
from .client import Client, connect
from .plan import queue_projects
from .protocol import Remote, ServerProject
from .queues import Queue


def connected(url: str | None, key_file: Path | None) -> Client:
    """Return a client of the named server, else of the local one, with the key that was made for it.

    A local server may be named by its data folder.

    Raises `LabelStudioError` if there is no server or no key, or if the server refuses the key.
    """
    if url is not None and Path(url).is_dir():
        return connected_to(server_on(Path(url).absolute()), key_file)
    if url is not None:
        return connect(checked_address(url), read_key(key_file))
    return connected_to(server_on(CacheFolders.of().data), key_file)


def connected_to(server: LocalServer, key_file: Path | None = None) -> Client:
    """Return a client of a local server, with its administrator's key unless another is named.

    Raises `LabelStudioError` if it does not run, or refuses the key.
    """
    if server.pid is None:
        raise LabelStudioError(
            "no local server runs: start one with `claimwire labelstudio server start`, or name another with --url or "
            f"{URL_VARIABLE}"
        )
    client = connect(server.url, read_key(key_file or server.key_file))
    client.public_url = server.public_url
    return client


def exports_folder(corpus_id: str) -> Path:
    """Return the folder in the user's cache where the exports of a corpus are kept."""
    return CacheFolders.of().exports(corpus_id)


def queues_of(remote: Remote, corpus_id: str, *, adjudicates: bool = False) -> dict[Queue, ServerProject]:
    """Return the annotators' queues of a corpus on a server, or the adjudicators'.

    Raises `LabelStudioError` if one is there twice.
    """
    queues, problems = queue_projects(remote.projects(), corpus_id, adjudicates=adjudicates)
    if problems:
        raise LabelStudioError("; ".join(problems))
    return queues


def annotators_on(remote: Remote, users: Iterable[str]) -> dict[Account, str]:
    """Return the annotators by number and e-mail address of their accounts; `users` is as `accounts_of` reads it."""
    return annotators_by_account(remote.users(), accounts_of(users))


def no_account(names: str, url: str) -> str:
    """Return the message about annotators who have no account on a server."""
    return (
        f"{names}: no account on {url}; make one with `claimwire labelstudio server start -a ANNOTATOR` if it is the "
        "local server, or name the account with --user ANNOTATOR=EMAIL"
    )


def require_known(workspace: Workspace, annotators: Iterable[str]) -> None:
    """Raise `LabelStudioError` if an annotator is not described in the repository."""
    known = {row.record.annotator_id for row in workspace.annotators()[0]}
    missing = sorted(set(annotators) - known)
    if missing:
        line = json.dumps({"annotator_id": missing[0], "annotator_kind": "human", "description": "..."})
        raise LabelStudioError(
            f"annotations/annotators.jsonl does not know {', '.join(missing)}; add a line such as {line}, "
            "or name whose account it is with --user ANNOTATOR=EMAIL"
        )


def require_people(workspace: Workspace, annotators: Iterable[str], accounts: Collection[str], url: str) -> None:
    """Raise `LabelStudioError` if one of those who are to annotate is no person, or has no account on a server.

    `accounts` are the annotators who have one.
    """
    kind_of = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    for name in annotators:
        kind = kind_of.get(name, AnnotatorKind.HUMAN)
        if kind is not AnnotatorKind.HUMAN:
            raise LabelStudioError(
                f"{name} is a {kind}, and nobody would work in its queue: --layers sends the layers that it has, to be "
                "looked at, --predictions FILE shows layers to people, to begin from, and `claimwire anchor` reads "
                "claims that it has written into files"
            )
    without = sorted(set(annotators) - set(accounts))
    if without:
        raise LabelStudioError(no_account(", ".join(without), url))


def people_among(workspace: Workspace, annotators: Iterable[str]) -> list[str]:
    """Return those of some annotators who are people, or of whom nothing is known."""
    kind_of = {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}
    return [name for name in annotators if kind_of.get(name, AnnotatorKind.HUMAN) is AnnotatorKind.HUMAN]


def require_outside(info: CorpusInfo, path: Path) -> None:
    """Raise `LabelStudioError` if texts that may not be redistributed would be written into a repository."""
    if not may_hold_text(info, path):
        raise LabelStudioError(
            f"{path} is in the repository, where the texts of {info.corpus_id} may not be; name a place outside"
        )


def with_texts(corpus: Corpus, texts: Path | None) -> Corpus:
    """Return a corpus with the texts of the user's own copy, or as it is if no copy is named."""
    if texts is None:
        return corpus
    from ...hydration import hydrated_corpus

    return hydrated_corpus(corpus, texts)[0]
