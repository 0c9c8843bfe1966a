"""Recording the DOI of a published version, and bringing the documents that show it up to date."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ..corpus.lock import WAIT, locked
from ..corpus.records import read_jsonl, records_of, validation_messages, write_jsonl
from ..corpus.workspace import DOIS, Workspace
from ..errors import PublishError
from ..release.documents import update_documents
from ..schema import ReleaseDoi
from .zenodo import ZenodoRecord


def doi_of(record: ZenodoRecord) -> ReleaseDoi:
    """Return the DOIs of a published record; raises `PublishError` if it has none, or ones for tests."""
    try:
        return ReleaseDoi.model_validate(
            {
                "data_version": record.version,
                "doi": record.doi,
                "concept_doi": record.concept_doi,
                "date": record.day,
            }
        )
    except ValidationError as error:
        raise PublishError(
            f"the published record {record.record_id} has no DOIs that can be recorded: {validation_messages(error)}"
        ) from error


def record_doi(workspace: Workspace, record: ReleaseDoi) -> list[Path]:
    """Add a DOI to `dataset/dois.jsonl`, unless it is there, and return the documents that were out of date.

    Raises `PublishError` if another DOI is recorded for the version; `RecordError` if a line of the file holds none.
    """
    path = workspace.dois_file
    with locked(workspace.dataset, WAIT):
        there = records_of(read_jsonl(path, DOIS)) if path.is_file() else []
        same = [known for known in there if known.data_version == record.data_version]
        if same and same[0].doi != record.doi:
            raise PublishError(
                f"{workspace.shown(path)} has {same[0].doi} for version {record.data_version}, Zenodo has "
                f"{record.doi}; check which is right, and correct the line"
            )
        if not same:
            write_jsonl(path, [*there, record])
        return update_documents(workspace)
