"""Who annotates what: a queue of tasks for each annotator, which is a project of its own on the server.

The open-source Label Studio has no queue for a second annotator: in one project whoever comes second sees the first
one's work, and anybody may take any task. With a project each, "Label All Tasks" is the annotator's own list, nobody
meets another's layer, and the number of annotators an article gets is exact. A project is known by the first line of
its description, so that its title may be changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...corpus.records import sha256_text
from ...errors import LabelStudioError

TITLE_LENGTH = 50
"""The longest title of a project that Label Studio takes."""

MARK = re.compile(r"claimwire (queue|adjudication) ([a-z0-9_]+)/([a-z0-9_]+)(?:/([a-z0-9_]+))?\s*(?:\n|$)")


@dataclass(frozen=True, order=True)
class Queue:
    """The tasks of one annotator in one corpus; in one batch of it, where the work is divided into batches.

    A queue that `adjudicates` is an adjudicator's: what is submitted there becomes decisions and never a layer.
    """

    corpus_id: str
    annotator_id: str
    batch: str = ""
    adjudicates: bool = False

    @property
    def name(self) -> str:
        """What people call the queue beside its corpus: the annotator, the batch if there is one, what it is for."""
        return ".".join(part for part in (self.annotator_id, self.batch, "adjudication" * self.adjudicates) if part)

    @property
    def title(self) -> str:
        """The title of the project; where the ids are long, cut and with a hash of them."""
        parts = ("claimwire", "adjudication" * self.adjudicates, self.corpus_id, self.batch, self.annotator_id)
        title = " ".join(part for part in parts if part)
        if len(title) <= TITLE_LENGTH:
            return title
        return f"{title[: TITLE_LENGTH - 9]} {sha256_text(title)[:8]}"

    @property
    def description(self) -> str:
        """The description of the project; its first line is how the queue is known again."""
        ids = "/".join(part for part in (self.corpus_id, self.annotator_id, self.batch) if part)
        return (
            f"claimwire {'adjudication' if self.adjudicates else 'queue'} {ids}\n"
            f"The articles of {self.corpus_id} for {self.annotator_id}. Keep the first line: push and pull go by it."
        )

    @classmethod
    def of(cls, description: str) -> Queue | None:
        """Return the queue that a project's description names; None where the project is none of ours."""
        found = MARK.match(description)
        return cls(found[2], found[3], found[4] or "", found[1] == "adjudication") if found else None


def assigned(
    article_ids: Sequence[str], annotators: Sequence[str], each: int, standing: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """Return the articles of every annotator, in the order given, so that each article has `each` annotators.

    `standing` are the articles that annotators have already: those stay, and count. The others go round the
    annotators in turn, so that the work is even and, for two of three, every pair of annotators shares articles.

    Raises `LabelStudioError` where there are fewer annotators than an article is to have.
    """
    if not 1 <= each <= len(annotators):
        raise LabelStudioError(
            f"an article cannot have {each} annotators of {len(annotators)}: {', '.join(annotators)}"
        )
    found = {name: set(standing.get(name, ())) for name in annotators}
    held = {article_id: {name for name, ids in standing.items() if article_id in ids} for article_id in article_ids}
    for turn, article_id in enumerate(article_ids):
        for step in range(len(annotators)):
            if len(held[article_id]) >= each:
                break
            name = annotators[(turn + step) % len(annotators)]
            held[article_id].add(name)
            found[name].add(article_id)
    return {name: [article_id for article_id in article_ids if article_id in found[name]] for name in annotators}


def annotator_of_email(email: str) -> str:
    """Return the annotator's id that an account's e-mail address suggests: its part before the @, in our alphabet."""
    return re.sub(r"[^a-z0-9_]", "_", email.split("@", 1)[0].lower())


def user_options(options: Iterable[str]) -> dict[str, str]:
    """Return e-mail address by annotator from options such as `anna=anna@example.org`.

    Raises `LabelStudioError` where one has another form, or two name the same annotator or address.
    """
    found: dict[str, str] = {}
    for option in options:
        name, sign, email = option.partition("=")
        if not sign or not re.fullmatch(r"[a-z0-9_]+", name) or "@" not in email:
            raise LabelStudioError(f"{option!r} should name an annotator and an account: anna=anna@example.org")
        if name in found or email in found.values():
            raise LabelStudioError(f"{option!r}: that annotator or that account was named before")
        found[name] = email
    return found


def annotators_by_account(accounts: Iterable[tuple[int, str]], named: Mapping[str, str]) -> dict[str | int, str]:
    """Return annotators by number and e-mail address of their accounts.

    `named` are the accounts of annotators whose address does not suggest their id. Raises `LabelStudioError` where
    one of them has no account.
    """
    annotator_of = {email: name for name, email in named.items()}
    found: dict[str | int, str] = {}
    for number, email in accounts:
        name = annotator_of.get(email) or annotator_of_email(email)
        found[number] = found[email] = name
    for name, email in named.items():
        if email not in found:
            raise LabelStudioError(f"{email}, named as the account of {name}, has no account on the server")
    return found
