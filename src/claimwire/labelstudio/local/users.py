"""Who can log in to a local server: the administrator and annotators, with passwords and keys that are made up here."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ...corpus.atomic import PRIVATE, write_text
from ...corpus.records import read_json
from ...errors import LabelStudioError
from ...naming import alternatives
from ..progress import Log
from .environment import run_label_studio

ADMIN = "admin"


@dataclass(frozen=True)
class LocalUser:
    """Somebody who can log in: an annotator, or the administrator. `created` says whether the server knows them yet."""

    annotator_id: str
    email: str
    password: str
    token: str
    created: bool = False


def users_file(data: Path) -> Path:
    """Return the file of a data folder that has the users' passwords and keys."""
    return data / "users.json"


def key_file(data: Path) -> Path:
    """Return the file of a data folder that has the administrator's key."""
    return data / "admin.key"


def users(data: Path) -> list[LocalUser]:
    """Return the users of a data folder, the administrator first; raises `ClaimwireError` if their file is damaged."""
    path = users_file(data)
    try:
        return [LocalUser(**entry) for entry in read_json(path)] if path.is_file() else []
    except TypeError as error:
        raise LabelStudioError(f"{path} does not hold the users of a local server: {error}") from error


def user_named(data: Path, name: str) -> LocalUser:
    """Return a user of a data folder; raises `LabelStudioError` if there is none of that name."""
    known = {user.annotator_id: user for user in users(data)}
    if name not in known:
        raise LabelStudioError(f"{users_file(data)} has no user {name!r}; {alternatives(name, sorted(known))}")
    return known[name]


def create_users(environment: Path, data: Path, annotators: Sequence[str], log: Log) -> None:
    """Create the administrator and the annotators that a data folder does not have yet; the server need not run.

    Raises `LabelStudioError` if something that is named cannot be the id of an annotator.
    """
    known = _with_new(users(data), (ADMIN, *annotators))
    for position, user in enumerate(known):
        if user.created:
            continue
        _write(data, known)  # before the server gets to know them, so that no password is lost
        log(f"creating the user {user.email}")
        login = {"USERNAME": user.email, "PASSWORD": user.password, "USER_TOKEN": user.token}
        extra = {f"LABEL_STUDIO_{name}": value for name, value in login.items()}
        run_label_studio(environment, data, "init", "--quiet", extra=extra)
        known[position] = replace(user, created=True)
        _write(data, known)


def _with_new(known: Sequence[LocalUser], names: Sequence[str]) -> list[LocalUser]:
    by_name = {user.annotator_id: user for user in known}
    for name in names:
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise LabelStudioError(f"{name!r} is not an annotator id: it may have the characters a-z, 0-9 and _")
        if name not in by_name:
            by_name[name] = LocalUser(name, f"{name}@localhost", secrets.token_urlsafe(12), secrets.token_hex(20))
    return list(by_name.values())


def _write(data: Path, known: Sequence[LocalUser]) -> None:
    write_text(users_file(data), json.dumps([asdict(user) for user in known], indent=1) + "\n", PRIVATE)
    write_text(key_file(data), known[0].token + "\n", PRIVATE)
