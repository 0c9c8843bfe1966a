"""Records on Zenodo: the only module that knows its API.

Zenodo runs InvenioRDM and answers to two APIs. This is the REST API of InvenioRDM, `/api/records`, as documented in its
reference (Drafts and Records, Draft files, Versions, User Records). It is not the older `/api/deposit/depositions`,
which Zenodo still documents: that takes every author for a person, knows one licence per record, and refuses to begin a
version as soon as there is a draft of one. Records are asked for in the form of InvenioRDM (`NATIVE`), for without
that Zenodo answers in the older form.

Addresses are made here and never taken from an answer, and no redirection is followed, so that the token goes nowhere
else. It comes from the environment alone and is in no message.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ..errors import PublishError
from ..hydration.download.web import BrokenOff, NotConnected, ask
from ..labelstudio.access import is_loopback
from .secret import without_secret

LIVE, SANDBOX = "https://zenodo.org", "https://sandbox.zenodo.org"
LIVE_TOKEN, SANDBOX_TOKEN = "ZENODO_TOKEN", "ZENODO_SANDBOX_TOKEN"
ADDRESS = "ZENODO_URL"
"""Variables of the environment: the tokens, and another server of InvenioRDM in Zenodo's place."""

NATIVE = "application/vnd.inveniordm.v1+json"
SECONDS = 120.0
"""How long to wait for an answer, or for the next bytes of one."""

PAGE = 25
"""Records that are asked for at a time."""

MOST = 2**24
"""Bytes of an answer that are read."""


class ZenodoNotReachedError(PublishError):
    """Zenodo could not be asked, or a connection ended before it had answered."""


@dataclass(frozen=True)
class ZenodoFile:
    """A file of a record; `md5` is None as long as it has not arrived as a whole."""

    name: str
    size: int
    """In bytes."""
    md5: str | None


@dataclass(frozen=True)
class ZenodoRecord:
    """A version of something on Zenodo, published or a draft."""

    record_id: str
    concept_id: str
    """What all versions share."""
    is_published: bool
    title: str
    version: str | None
    doi: str | None
    """That of the version; of a draft the one that is reserved, if one is."""
    concept_doi: str | None
    """That of all versions; None before the first is published."""
    day: str
    """When it was made; of a published version when it was published."""
    content: Mapping[str, Any] = field(repr=False)
    """All that Zenodo says of it."""

    @property
    def metadata(self) -> dict[str, Any]:
        """Its metadata, as InvenioRDM has them."""
        return dict(self.content.get("metadata") or {})


def record_from(content: Mapping[str, Any]) -> ZenodoRecord:
    """Return a record from Zenodo's description of it."""
    parent, metadata = content.get("parent") or {}, content.get("metadata") or {}
    return ZenodoRecord(
        str(content.get("id", "")),
        str(parent.get("id", "")),
        bool(content.get("is_published")),
        str(metadata.get("title") or ""),
        metadata.get("version") or None,
        _doi(content),
        _doi(parent),
        str(content.get("created") or "")[:10],
        content,
    )


@dataclass
class Zenodo:
    """Zenodo, or its sandbox, as seen by whoever has the token."""

    is_live: bool = False
    address: str = field(default="")

    def __post_init__(self) -> None:
        given = self.address or os.environ.get(ADDRESS) or (LIVE if self.is_live else SANDBOX)
        parts = urlsplit(given)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            raise PublishError(f"{given} is not an address that may get a token: {ADDRESS} has to begin with https")
        self.address = given.rstrip("/")

    @property
    def token_variable(self) -> str:
        """The variable of the environment that has the token."""
        return LIVE_TOKEN if self.is_live else SANDBOX_TOKEN

    @property
    def name(self) -> str:
        """What it is called."""
        return "Zenodo" if self.is_live else "Zenodo's sandbox"

    def page_of(self, record: ZenodoRecord) -> str:
        """Return the address of the page of a record."""
        return f"{self.address}/{'records' if record.is_published else 'uploads'}/{record.record_id}"

    def require_token(self) -> str:
        """Return the token; raises `PublishError` if the environment has none, or something that is none."""
        token = os.environ.get(self.token_variable, "").strip()
        if not token:
            raise PublishError(
                f"there is no token of {self.name}; set {self.token_variable} to one that may write and publish "
                f"(deposit:write, deposit:actions), made at {self.address}/account/settings/applications/"
            )
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise PublishError(f"{self.token_variable} holds characters that no token has; copy it once more")
        return token

    def records(self) -> list[ZenodoRecord]:
        """Return all versions of all records that whoever has the token may change, drafts included."""
        found: list[ZenodoRecord] = []
        for page in range(1, 1000):
            query = urlencode({"allversions": "true", "size": PAGE, "page": page})
            answer = self._json("GET", f"/api/user/records?{query}", "listing your records")
            hits = answer.get("hits", {}).get("hits", [])
            found += map(record_from, hits)
            if len(hits) < PAGE:
                break
        return found

    def create(self, metadata: Mapping[str, Any]) -> ZenodoRecord:
        """Make the draft of a new record."""
        content = {"access": {"record": "public", "files": "public"}, "files": {"enabled": True}, "metadata": metadata}
        return self._record("POST", "/api/records", "making a draft", content)

    def new_version(self, published: ZenodoRecord) -> ZenodoRecord:
        """Make the draft of the version after the latest one of a record, or return the one that there is."""
        return self._record("POST", f"/api/records/{published.record_id}/versions", "making a draft of a new version")

    def draft(self, record_id: str) -> ZenodoRecord:
        """Return a draft as it is now."""
        return self._record("GET", f"/api/records/{record_id}/draft", "reading the draft")

    def published(self, record_id: str) -> ZenodoRecord:
        """Return a published version."""
        return self._record("GET", f"/api/records/{record_id}", "reading the record")

    def write_metadata(self, draft: ZenodoRecord, metadata: Mapping[str, Any]) -> ZenodoRecord:
        """Write the metadata of a draft. What else it has, a reserved DOI above all, is sent along, or it is lost."""
        kept = {key: draft.content[key] for key in ("access", "pids", "custom_fields") if key in draft.content}
        content = {"access": {"record": "public", "files": "public"}} | kept | {"files": {"enabled": True}}
        path = f"/api/records/{draft.record_id}/draft"
        return self._record("PUT", path, "writing the metadata", content | {"metadata": metadata})

    def reserve_doi(self, draft: ZenodoRecord) -> ZenodoRecord:
        """Reserve a DOI for a draft that has none; it is registered when the draft is published."""
        return self._record("POST", f"/api/records/{draft.record_id}/draft/pids/doi", "reserving a DOI")

    def files(self, record: ZenodoRecord) -> dict[str, ZenodoFile]:
        """Return the files of a record by name."""
        draft = "" if record.is_published else "/draft"
        answer = self._json("GET", f"/api/records/{record.record_id}{draft}/files", "listing the files")
        return {entry["key"]: _file(entry) for entry in answer.get("entries") or []}

    def delete_file(self, draft: ZenodoRecord, name: str) -> None:
        """Delete a file of a draft."""
        self._ask("DELETE", self._file_path(draft, name), f"deleting {name}")

    def upload(self, draft: ZenodoRecord, name: str, path: Path) -> ZenodoFile:
        """Send a file to a draft that has none of that name; raises `PublishError` if it arrives otherwise."""
        doing, place = f"sending {name}", self._file_path(draft, name)
        self._json("POST", f"/api/records/{draft.record_id}/draft/files", doing, [{"key": name}])
        self._ask("PUT", f"{place}/content", doing, path)
        arrived = _file(self._json("POST", f"{place}/commit", doing))
        if arrived.md5 != md5_file(path):
            raise PublishError(f"{self.address}: {doing}: what arrived is not what was sent; run it again")
        return arrived

    def publish(self, draft: ZenodoRecord) -> ZenodoRecord:
        """Publish a draft and so register its DOI, which nobody can undo."""
        made = self._record("POST", f"/api/records/{draft.record_id}/draft/actions/publish", "publishing the draft")
        return self.published(made.record_id)

    def _file_path(self, draft: ZenodoRecord, name: str) -> str:
        return f"/api/records/{draft.record_id}/draft/files/{quote(name, safe='')}"

    def _record(self, method: str, path: str, doing: str, content: Any = None) -> ZenodoRecord:
        """Return the record that an answer has; raises `PublishError` if Zenodo does not take what was sent of it."""
        answer = self._json(method, path, doing, content)
        if answer.get("errors"):
            raise PublishError(f"{self.address}: {doing}: {self._told(answer)}")
        return record_from(answer)

    def _json(self, method: str, path: str, doing: str, content: Any = None) -> dict[str, Any]:
        answer = self._ask(method, path, doing, None if content is None else json.dumps(content).encode())
        try:
            read = json.loads(answer)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise PublishError(f"{self.address}: {doing}: its answer is not a JSON object; is that {self.name}?")
        return read

    def _ask(self, method: str, path: str, doing: str, content: bytes | Path | None = None) -> bytes:
        """Return the body of an answer; raises `PublishError` if its status is none of success."""
        token = self.require_token()
        headers = {"Authorization": f"Bearer {token}", "Accept": NATIVE}
        if isinstance(content, Path):
            headers |= {"Content-Type": "application/octet-stream", "Content-Length": str(content.stat().st_size)}
        elif content is not None:
            headers["Content-Type"] = "application/json"
        opened = content.open("rb") if isinstance(content, Path) else nullcontext(content)
        try:
            with (
                opened as body,
                ask(f"{self.address}{path}", headers, SECONDS, method=method, content=body, follow=False) as reply,
            ):
                status, answer = reply.status, reply.read(MOST)
                if len(answer) < int(reply.headers.get("content-length") or 0):
                    raise BrokenOff("the answer ended too early")
        except (NotConnected, BrokenOff) as error:
            told = without_secret(str(error), token)
            raise ZenodoNotReachedError(f"{self.address}: {doing}: {told}") from None
        if not 200 <= status < 300:
            raise self._refused(doing, status, answer)
        return answer

    def _refused(self, doing: str, status: int, answer: bytes) -> PublishError:
        """Return the error for an answer that is not what was asked for."""
        try:
            told = self._told(json.loads(answer))
        except (ValueError, AttributeError, TypeError):
            told = "without a reason"
        message = f"{self.address}: {doing}: {self.name} answered {status}: {told}"
        if status in (401, 403):
            return PublishError(
                f"{message}; the token in {self.token_variable} has to be one of {self.address}, may write and publish "
                "(deposit:write, deposit:actions), and belong to whoever may change the record"
            )
        if status == 429:
            return PublishError(f"{message}; that was too much at a time: wait a minute, and run it again")
        return PublishError(message)

    def _told(self, answer: Mapping[str, Any]) -> str:
        """Return what an answer says is wrong."""
        said = [str(answer.get("message") or "")]
        for error in answer.get("errors") or []:
            said.append(f"{error.get('field', '')}: {', '.join(map(str, error.get('messages') or []))}")
        return without_secret("; ".join(part for part in said if part), self.require_token()) or "without a reason"


def md5_file(path: Path) -> str:
    """Return the MD5 of a file's bytes, by which Zenodo knows files, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _file(entry: Mapping[str, Any]) -> ZenodoFile:
    kind, _, checksum = str(entry.get("checksum") or "").partition(":")
    is_whole = entry.get("status", "completed") == "completed" and kind == "md5"
    return ZenodoFile(str(entry.get("key")), int(entry.get("size") or 0), checksum if is_whole else None)


def _doi(content: Mapping[str, Any]) -> str | None:
    doi = ((content.get("pids") or {}).get("doi") or {}).get("identifier")
    return str(doi) if doi else None
