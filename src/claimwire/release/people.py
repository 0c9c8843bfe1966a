"""How much of a sample of a release people have checked, as the result of their check says."""

from __future__ import annotations

from pydantic import Field, ValidationError

from ..corpus.records import read_json, validation_messages
from ..corpus.workspace import Workspace
from ..errors import ReleaseError
from ..schema.base import Record

PEOPLE_CHECK_FILE = "people_check.json"
"""The file in `annotations/` with the result of a check by people; there is none before a sample is drawn for them."""


class PeopleCheckResult(Record):
    """How many items of a sample people have checked."""

    checked: int = Field(ge=0, description="items that people have checked")
    of: int = Field(ge=1, description="items of the sample")


def people_check(workspace: Workspace) -> PeopleCheckResult | None:
    """Return how much of a sample people have checked; None if none was drawn for them.

    Raises `RecordError` or `ReleaseError` if the file is not what it should be.
    """
    path = workspace.annotations / PEOPLE_CHECK_FILE
    if not path.is_file():
        return None
    try:
        result = PeopleCheckResult.model_validate(read_json(path))
    except ValidationError as error:
        wanted = 'it has to be like {"checked": 0, "of": 200}'
        raise ReleaseError(f"{path}: {validation_messages(error)}; {wanted}") from error
    if result.checked > result.of:
        raise ReleaseError(f"{path}: {result.checked} items are checked of {result.of}, which is more than there are")
    return result


def people_line(result: PeopleCheckResult | None) -> str:
    """Return what the first screen of card and README says of it."""
    if result is None:
        return "**Checked by people: nothing**; no sample of it has been drawn for them.\n"
    return f"**Checked by people: {result.checked} of {result.of}** items of a sample.\n"
