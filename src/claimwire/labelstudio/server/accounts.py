"""Which annotator an account of Label Studio belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...errors import LabelStudioError
from .protocol import ServerUser

Account = str | int
"""An account by its e-mail address or by its number on the server."""


def accounts_of(options: Iterable[str]) -> dict[str, Account]:
    """Return the account of each annotator from options such as `anna=anna@example.org` or `ben=3`.

    Raises `LabelStudioError` if one has another form, or if an annotator or an account is named twice.
    """
    accounts: dict[str, Account] = {}
    for option in options:
        name, _, text = option.partition("=")
        account = int(text) if re.fullmatch("[0-9]+", text) else text
        if not re.fullmatch(r"[a-z0-9_]+", name) or (isinstance(account, str) and "@" not in account):
            raise LabelStudioError(
                f"--user {option} should name an annotator and an account, by e-mail address or number: "
                "anna=anna@example.org"
            )
        if name in accounts or account in accounts.values():
            raise LabelStudioError(f"--user {option}: that annotator or that account was named before")
        accounts[name] = account
    return accounts


def annotators_by_account(users: Iterable[ServerUser], named: Mapping[str, Account]) -> dict[Account, str]:
    """Return annotators by number and e-mail address of their accounts on a server.

    `named` has the accounts of annotators whose address does not suggest their id. Raises `LabelStudioError` if one of
    them does not exist.
    """
    annotator_of = {account: name for name, account in named.items()}
    annotators: dict[Account, str] = {}
    for user in users:
        name = annotator_of.get(user.email) or annotator_of.get(user.number) or annotator_of_email(user.email)
        annotators[user.number] = annotators[user.email] = name
    for name, account in named.items():
        if account not in annotators:
            raise LabelStudioError(f"{account}, named as the account of {name}, is not an account on the server")
    return annotators


def annotator_of_email(email: str) -> str:
    """Return the annotator's id that an account's e-mail address suggests: its part before the @, in our alphabet."""
    return re.sub(r"[^a-z0-9_]", "_", email.split("@", 1)[0].lower())
