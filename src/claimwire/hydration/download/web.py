"""Ask an address for a file, or send it one: the only module of the room that knows the network.

Proxies and certificates are those of the user's environment, as of every Python program.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, BinaryIO
from urllib.parse import urlsplit

from ...versions import __version__

USER_AGENT = f"claimwire/{__version__} (research data set; one request at a time)"


class NotConnected(Exception):  # noqa: N818
    """No connection to a host: its name is not found, nothing leads there, or its certificate is not trusted."""


class BrokenOff(Exception):  # noqa: N818
    """A connection ended, or no more came, before an answer was whole."""


@dataclass
class Reply:
    """An answer whose body is still to be read."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """By name in small letters."""
    body: Any

    def read(self, most: int) -> bytes:
        """Return the next bytes of the body, none at its end; raises `BrokenOff`."""
        try:
            return bytes(self.body.read(most))
        except (OSError, http.client.HTTPException) as error:
            raise BrokenOff(told(error)) from error


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirections to addresses of the web only, and to none that anybody on the way can read or change."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request that a redirection leads to; raises `HTTPError` if that is not to be followed."""
        schemes = ("https",) if req.type == "https" else ("http", "https")
        if urlsplit(newurl).scheme not in schemes:
            raise urllib.error.HTTPError(newurl, code, f"leads to {newurl}, which is not followed", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _NoneFollowed(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: it is an answer as any other."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return no request."""
        return None


def host_of(address: str) -> str:
    """Return the host of an address, with its port."""
    return urlsplit(address).netloc


@contextmanager
def ask(
    address: str,
    headers: Mapping[str, str],
    timeout: float,
    *,
    method: str = "GET",
    content: bytes | BinaryIO | None = None,
    follow: bool = True,
) -> Iterator[Reply]:
    """Give the answer of an address, whatever its status.

    `content` is sent; of a file the headers have to say the length. Redirections are followed, unless `follow` is
    false, as it has to be where a header has a secret. Raises `NotConnected` if there is no connection, `BrokenOff` if
    it ends before an answer begins.
    """
    asked = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", **headers}
    request = urllib.request.Request(address, data=content, headers=asked, method=method)
    opener = urllib.request.build_opener(_WebOnly if follow else _NoneFollowed)
    try:
        response = opener.open(request, timeout=timeout)
    except urllib.error.HTTPError as error:
        response = error
    except urllib.error.URLError as error:
        broke = isinstance(error.reason, ConnectionResetError | ConnectionAbortedError | BrokenPipeError)
        raise (BrokenOff if broke else NotConnected)(told(error.reason)) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise BrokenOff(told(error)) from error
    with response:
        known = {name.lower(): value for name, value in response.headers.items()}
        yield Reply(response.status or 0, str(response.reason), known, response)


def told(error: object) -> str:
    """Return what an error of the network says, in words."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
