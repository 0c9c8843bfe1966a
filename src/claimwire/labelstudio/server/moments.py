"""When answers were submitted, as exactly as Label Studio says it: records have the second alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from ...errors import LabelStudioError
from ..tasks.read import AnnotationSource, article_id_of, name_of
from .exports import hash_in_name, tasks_in


def exact_moment(text: str) -> datetime | None:
    """Return the time that Label Studio gives, in UTC unless it says another zone; None if it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


class KeptMoments:
    """The times of the annotations in exports that are kept in some folders, read when they are asked for."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._files = {hash_in_name(file): file for folder in folders for file in folder.glob("*.json.gz")}
        self._read: dict[str, dict[tuple[str, str], datetime]] = {}

    def latest(self, export_sha256: str | None, article_id: str, source: AnnotationSource) -> datetime | None:
        """Return when an annotation of an article was last submitted within the second in which `source` was.

        The export with the hash tells it, if it is kept; if not, all that are. None if none of them has the annotation
        with a time of that second.
        """
        second = exact_moment(source.moment)
        names = [export_sha256] if export_sha256 in self._files else self._files
        known = (self._moments(name).get((article_id, source.annotation)) for name in names if name is not None)
        within = [x for x in known if x and second and x.replace(microsecond=0) == second.replace(microsecond=0)]
        return max(within, default=None)

    def _moments(self, export_sha256: str) -> dict[tuple[str, str], datetime]:
        if export_sha256 not in self._read:
            self._read[export_sha256] = _moments_in(self._files[export_sha256])
        return self._read[export_sha256]


def _moments_in(file: Path) -> dict[tuple[str, str], datetime]:
    """Return the times in an export by article and annotation; none from where it cannot be read."""
    found: dict[tuple[str, str], datetime] = {}
    try:
        for task in tasks_in(file):
            annotations = task.get("annotations") if isinstance(task, dict) else None
            for annotation in annotations if isinstance(annotations, list) else ():
                moment = exact_moment(str(annotation.get("updated_at"))) if isinstance(annotation, dict) else None
                if moment is not None:
                    found[str(article_id_of(task)), name_of(annotation)] = moment
    except (LabelStudioError, OSError):
        return found
    return found
