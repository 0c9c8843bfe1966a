"""Depositing a release on Zenodo: a draft with its files, which goes on from whatever of it is there already.

A draft is nobody's but its owner's, and can be deleted. Publishing it registers the DOI: that alone cannot be undone,
and is done only if asked for.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ..corpus.atomic import make_folder, write_text
from ..corpus.dois import RecordedDois, dois_of
from ..corpus.records import sha256_file
from ..corpus.workspace import CARD, PLAN_FILE, Workspace
from ..errors import PublishError
from ..release.archive import plan_archive, write_archive
from ..release.built import Progress
from ..release.packing import ENDING, packed_name
from ..schema import ReleaseManifest
from .citing import cited_of
from .datacite import DATACITE, Described, corpora_of, datacite_json, datacite_problems, datacite_record
from .readiness import needed
from .standing import Standing, standing
from .zenodo import Zenodo, ZenodoFile, ZenodoNotReachedError, ZenodoRecord, md5_file
from .zenodo_metadata import SHOWN, with_what_others_wrote, zenodo_metadata

CANNOT_BE_UNDONE = (
    "what a DOI cannot undo: once a version is published, its DOI stays registered and its files stay as they are. "
    "What is withdrawn from the dataset later stays in that version's archive until the staff of Zenodo removes it at "
    "your request; the DOI then leads to a page that says so, and copies that others made stay theirs"
)


@dataclass(frozen=True)
class DepositFile:
    """A file that is deposited."""

    name: str
    path: Path
    size: int
    """In bytes."""
    sha256: str
    md5: str

    @classmethod
    def of(cls, path: Path) -> DepositFile:
        """Return a file under its own name."""
        return cls(path.name, path, path.stat().st_size, sha256_file(path), md5_file(path))

    def is_there(self, files: Mapping[str, ZenodoFile]) -> bool:
        """Return whether a record has it as it is here."""
        return self.name in files and files[self.name].md5 == self.md5


@dataclass(frozen=True)
class Deposit:
    """What is deposited of a release: archive, its hash, card and description, in a folder of their own."""

    described: Described
    folder: Path
    files: tuple[DepositFile, ...]
    """The archive comes first."""
    problems: tuple[str, ...]
    """What speaks against depositing it."""

    @property
    def manifest(self) -> ReleaseManifest:
        """The manifest of the release."""
        return self.described.manifest

    @property
    def archive(self) -> DepositFile:
        """The release as one file."""
        return self.files[0]

    @property
    def description(self) -> DepositFile:
        """The release described for DataCite."""
        return next(file for file in self.files if file.name == DATACITE)

    def with_doi(self, doi: str | None) -> Deposit:
        """Return the same with a description that has a DOI, which is written anew for it."""
        path = self.folder / DATACITE
        write_text(path, datacite_json(self.described, doi))
        others = (file for file in self.files if file.name != DATACITE)
        return replace(self, files=(*others, DepositFile.of(path)))


@contextmanager
def prepared(workspace: Workspace, version: str, progress: Progress = lambda _: None) -> Iterator[Deposit]:
    """Give what is deposited of a published version, in a temporary folder.

    Raises `ReleaseError` if there is no such release, it is not what was published, or has texts for local use.
    """
    with tempfile.TemporaryDirectory(prefix="claimwire-deposit-") as name:
        folder = Path(name)
        progress("writing and verifying the archive")
        made = plan_archive(workspace, version, folder / "made.tar.gz")
        planned = replace(made, place=folder / f"{packed_name(made.manifest)}{ENDING}")
        write_archive(planned)
        shutil.copyfile(planned.folder / CARD, folder / CARD)
        infos = corpora_of(planned.manifest, (workspace.corpus(name).info for name in workspace.corpus_ids()))
        plan, dois = workspace.plan(), dois_of(workspace)
        size = planned.place.stat().st_size
        described = Described(planned.manifest, plan, infos, size, cited_of(workspace), dois)
        files = tuple(map(DepositFile.of, (planned.place, planned.sums, folder / CARD)))
        deposit = Deposit(described, folder, files, tuple(datacite_problems(described)))
        yield deposit.with_doi(dois.of_version.get(planned.manifest.data_version))


def contact_problem(deposit: Deposit) -> str | None:
    """Return why nothing may be deposited yet: as for `publish`, somebody has to answer. None if somebody does."""
    return "; ".join(f"annotations/{PLAN_FILE} names {lacking}" for lacking in needed(deposit.described.plan)) or None


def copy_to(deposit: Deposit, folder: Path) -> list[Path]:
    """Copy archive, hash and description into a folder, and return their places there.

    A description that is there is replaced; raises `PublishError` if an archive or hash there is another one.
    """
    copied = [file for file in deposit.files if file.name != CARD]
    for file in copied:
        place = folder / file.name
        if file.name != DATACITE and (place.exists() or place.is_symlink()) and sha256_file(place) != file.sha256:
            raise PublishError(f"{place} is there already, and another file; remove it, or name another folder")
    make_folder(folder)
    for file in copied:
        place = folder / file.name
        if file.name == DATACITE:
            write_text(place, file.path.read_text(encoding="utf-8"))
        elif not place.exists():
            shutil.copyfile(file.path, place)
    return [folder / file.name for file in copied]


@dataclass(frozen=True)
class Seen:
    """What Zenodo has: the versions and the draft, and the files of the record that this version has, by name."""

    found: Standing
    record: ZenodoRecord | None
    """The published record of this version, or else the draft."""
    files: Mapping[str, ZenodoFile]


def look(zenodo: Zenodo, deposit: Deposit) -> Seen:
    """Return what Zenodo has of a dataset; raises `PublishError` if the version cannot be deposited after that."""
    dois = deposit.described.dois if zenodo.is_live else RecordedDois()
    version = deposit.manifest.data_version
    found = standing(zenodo.records(), deposit.described.title, dois.concept, version, zenodo.page_of)
    record = found.of_version(version) or found.draft
    files = {} if record is None else zenodo.files(record)
    if record is not None and record.is_published:
        _require_this_release(zenodo, deposit, record, files)
    if record is not None and not record.is_published:
        _require_known_files(zenodo, deposit, found, record, files)
    return Seen(found, record, files)


@dataclass(frozen=True)
class Deposited:
    """A release on Zenodo: its record, and what this run did, a line each; nothing if all was there."""

    record: ZenodoRecord
    did: tuple[str, ...]


def deposit_draft(zenodo: Zenodo, deposit: Deposit, progress: Progress = lambda _: None) -> Deposited:
    """Make Zenodo have a release as a draft, or leave it if it is published.

    A run that broke off is run again: a draft that was made is found by its title, a DOI that was reserved is kept, and
    files that arrived, by their MD5, are not sent again.

    The metadata are written again if title, version or day differ or the description for DataCite does; otherwise what
    somebody changed in them on the page of the draft stays.

    Raises `PublishError` if nobody is named to write to, something required is missing, or there is no token; if the
    version is published with another archive, which is never changed, or cannot be the next (`standing`); if the draft
    has files that are neither of this version nor of an earlier one; if somebody changed it while it was written; and
    what `Zenodo` raises.
    """
    problems = [*deposit.problems, *([told] if (told := contact_problem(deposit)) else [])]
    if problems:
        raise PublishError(f"nothing was sent: {'; '.join(problems)}")
    zenodo.require_token()
    progress(f"checking what is on {zenodo.name}")
    seen = look(zenodo, deposit)
    if seen.record is not None and seen.record.is_published:
        return Deposited(seen.record, ())
    draft, did = _described_draft(zenodo, deposit, seen)
    if draft.doi is None:
        draft = zenodo.reserve_doi(draft)
        did.append(f"reserved the DOI {draft.doi}")
    deposit = deposit.with_doi(draft.doi)
    did += _send_files(zenodo, deposit, draft, progress)
    return Deposited(_as_deposited(zenodo, deposit, draft), tuple(did))


def _described_draft(zenodo: Zenodo, deposit: Deposit, seen: Seen) -> tuple[ZenodoRecord, list[str]]:
    """Return the draft of a version with its metadata, which is made if there is none, and what was done for it."""
    draft, latest, did = seen.record, seen.found.latest, []
    own = zenodo_metadata(datacite_record(deposit.described, None))
    if draft is None and latest is None:
        draft = zenodo.create(own)
        return draft, [f"made the draft {zenodo.page_of(draft)}"]
    if draft is None:
        assert latest is not None
        draft = zenodo.new_version(latest)
        did.append(f"made the draft {zenodo.page_of(draft)}, after version {latest.version}")
    wanted = with_what_others_wrote(draft.metadata, own)
    differing = [key for key in SHOWN if draft.metadata.get(key) != wanted.get(key)]
    if differing or not deposit.with_doi(draft.doi).description.is_there(seen.files):
        draft = zenodo.write_metadata(draft, wanted)
        did.append("wrote the metadata" + (f"; {', '.join(differing)} differed" if differing else ""))
    return draft, did


def publish_draft(zenodo: Zenodo, deposit: Deposit, draft: ZenodoRecord) -> ZenodoRecord:
    """Publish a draft that has just been deposited; raises `PublishError` if it is no longer what was deposited."""
    current = _as_deposited(zenodo, deposit.with_doi(draft.doi), draft)
    try:
        return zenodo.publish(current)
    except ZenodoNotReachedError as error:
        raise ZenodoNotReachedError(
            f"{error}; nobody knows whether it was published. Run it again: it continues from what is there"
        ) from error


def _send_files(zenodo: Zenodo, deposit: Deposit, draft: ZenodoRecord, progress: Progress) -> Iterator[str]:
    """Make a draft have the files of a deposit and no others; yield what was done, a line each."""
    there = zenodo.files(draft)
    wanted = {file.name for file in deposit.files}
    for name in sorted(there.keys() - wanted):
        zenodo.delete_file(draft, name)
        yield f"deleted {name}, a file of an earlier version"
    for file in deposit.files:
        if file.is_there(there):
            continue
        progress(f"sending {file.name}, {file.size:,} bytes")
        if file.name in there:
            zenodo.delete_file(draft, file.name)
        zenodo.upload(draft, file.name, file.path)
        yield f"sent {file.name}, {file.size:,} bytes"


def _as_deposited(zenodo: Zenodo, deposit: Deposit, draft: ZenodoRecord) -> ZenodoRecord:
    """Return a draft as it is now; raises `PublishError` if it is not what was deposited."""
    now, files = zenodo.draft(draft.record_id), zenodo.files(draft)
    own = zenodo_metadata(datacite_record(deposit.described, draft.doi))
    wrong = [key for key in SHOWN if now.metadata.get(key) != own.get(key)]
    wrong += sorted(files.keys() - {file.name for file in deposit.files})
    wrong += [file.name for file in deposit.files if not file.is_there(files)]
    if now.doi != draft.doi:
        wrong.append("the DOI")
    if wrong:
        raise PublishError(
            f"{zenodo.page_of(draft)} is not what was sent: {', '.join(wrong)} differ, so somebody changed it "
            "in the meantime. It is not published; see what was changed, and run it again to make it this version once "
            "more"
        )
    return now


def _require_this_release(
    zenodo: Zenodo, deposit: Deposit, record: ZenodoRecord, files: Mapping[str, ZenodoFile]
) -> None:
    """Raise `PublishError` if a version is published with another archive."""
    if not deposit.archive.is_there(files):
        has = files.get(deposit.archive.name)
        found = f"MD5 {has.md5}" if has else f"no {deposit.archive.name}"
        raise PublishError(
            f"{zenodo.page_of(record)} is version {record.version}, published, with {found}; the archive here has MD5 "
            f"{deposit.archive.md5}. A published version is never changed: release what is here under a new version"
        )


def _require_known_files(
    zenodo: Zenodo, deposit: Deposit, found: Standing, draft: ZenodoRecord, files: Mapping[str, ZenodoFile]
) -> None:
    """Raise `PublishError` if a draft has files that are neither of this version nor of the latest published one."""
    unknown = files.keys() - {file.name for file in deposit.files}
    before = zenodo.files(found.latest) if unknown and found.latest is not None else {}
    added = sorted(name for name in unknown if name not in before or before[name].md5 != files[name].md5)
    if added:
        raise PublishError(
            f"{zenodo.page_of(draft)} has files that are not of this dataset: {', '.join(added)}; somebody put them "
            "there. Delete them on that page, or the whole draft, and run it again. Nothing was sent"
        )
