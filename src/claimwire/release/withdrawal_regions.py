"""What a card says of withdrawals: whom to write to, what is done, and what cannot be undone. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ..regions import markdown_address, plain_markdown, table
from ..schema import Outlet, ReleaseManifest, ReleasePlan
from ..schema.vocab import WithdrawalReason

NO_CONTACT = "Nobody is named yet whom to write to, and nothing is published before somebody is."


def contact_region(plan: ReleasePlan) -> str:
    """Return how somebody asks for something to be taken back, and what happens then, as Markdown.

    Contact and answer time are those of `annotations/release.toml`; without a contact it says that there is none.
    """
    reasons = "; ".join(f"`{reason}` ({reason.description})" for reason in WithdrawalReason)
    return (
        f"{_contact(plan)}\n\n"
        "Name the id of the article or claim, if you can; no reason has to be proved. What is withdrawn is left out of "
        "**every** version, also of those published before: their folders are built again without its rows, which is "
        "the one exception to the rule that a version never changes. The manifest then says how many rows went, and "
        "when; the tag is retired, and another one names what is left. `annotations/withdrawn.jsonl` keeps the id, the "
        f"day and the kind of reason, and nothing else: {reasons}.\n\n"
        "What cannot be undone: the history of git and of the Hub keeps what was published for whoever knows the "
        "commit; an archive with a DOI cannot be changed, only marked as withdrawn, and its description stays; copies "
        "that others made, and models trained on them, are out of reach. If you have a copy, look into "
        "`annotations/withdrawn.jsonl` from time to time, and leave out what it names.\n"
    )


def _contact(plan: ReleasePlan) -> str:
    if plan.contact is None:
        return NO_CONTACT
    days = "" if plan.answer_days is None else f" You get an answer within {_days(plan.answer_days)}."
    return f"Write to {plain_markdown(plan.contact)} to have something taken back, or to ask what is in the data.{days}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def withdrawn_notice(manifest: ReleaseManifest) -> str:
    """Return what the manifest of a release says was taken out of it, as Markdown; empty if nothing was."""
    if not manifest.withdrawn:
        return ""
    lines = (
        (rebuild.date, f"`{loss.config}`", loss.split, loss.removed, loss.changed)
        for rebuild in manifest.withdrawn
        for loss in rebuild.tables
    )
    return (
        "> **Something was withdrawn from this version after it was published**, and the folder was built again "
        "without it. If you have an older copy, please delete it. Numbers elsewhere in this card, and in "
        "`croissant.json`, were counted before; those of `manifest.json` are right.\n\n"
        + table(("withdrawn", "config", "split", "rows taken out", "other rows changed"), lines)
    )


def restricted_note(outlets: Iterable[Outlet]) -> str:
    """Return what restricts the distribution of outlets, a line of Markdown each; empty if nothing does.

    An address of such an outlet is written as text and never as a link (`Outlet.may_be_linked`).
    """
    return "".join(
        f"- {plain_markdown(outlet.name)} ({markdown_address(outlet.domain, linked=outlet.may_be_linked)}): "
        f"{plain_markdown(outlet.restricted)}\n"
        for outlet in sorted(outlets, key=lambda outlet: outlet.outlet_id)
        if outlet.restricted is not None
    )
