"""How a Label Studio server is reached: an address over which a key may go, and the key."""

from __future__ import annotations

import http.client
import ipaddress
import os
import stat
import urllib.parse
from collections.abc import Mapping
from pathlib import Path

from ..corpus.records import read_utf8
from ..errors import LabelStudioError

URL_VARIABLE = "LABEL_STUDIO_URL"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"


def responds(url: str) -> bool:
    """Return whether a Label Studio server responds at an address."""
    parts = urllib.parse.urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def checked_address(url: str) -> str:
    """Return a server's address without a slash at its end.

    Raises `LabelStudioError` if it is not an address, or if the key would cross a network unencrypted.
    """
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError as error:
        raise LabelStudioError(f"{url!r} is not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise LabelStudioError(
            f"{url!r} is not the address of a Label Studio server, such as https://labels.example.org"
        )
    if parts.username or parts.password:
        raise LabelStudioError("the server's address must not have a name or password in it; put the key in a file")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise LabelStudioError(f"{url} would send the key unencrypted: use https, except for this machine itself")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_key(key_file: Path | None, environ: Mapping[str, str] | None = None) -> str:
    """Return the key for Label Studio's API: from a file if one is named, else from `LABEL_STUDIO_API_KEY`.

    Raises `LabelStudioError` if there is none, or if others may read the file.
    """
    environ = os.environ if environ is None else environ
    if key_file is None:
        key = environ.get(KEY_VARIABLE, "").strip()
        if not key:
            raise LabelStudioError(f"no key for Label Studio: set {KEY_VARIABLE}, or name a file with --key-file")
        return key
    return read_secret(key_file, "the key for Label Studio's API")


def read_secret(file: Path, what: str) -> str:
    """Return the one word in a file: a key or a password.

    Raises `LabelStudioError`, which calls it `what`, if it is not that, or if others may read the file.
    """
    if not file.is_file():
        raise LabelStudioError(f"{file} is missing; it should contain {what}")
    require_private(file)
    secret = read_utf8(file).strip()
    if not secret or len(secret.split()) != 1:
        raise LabelStudioError(f"{file} should contain nothing but {what}, on one line")
    return secret


def require_private(path: Path) -> None:
    """Raise `LabelStudioError` if anybody but the owner may read, write or run a file."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise LabelStudioError(f"{path} has mode {mode:04o}, so that others may use it; run: chmod 600 {path}")
