"""The local server as such: its users, its memory, its silence."""

from __future__ import annotations

import ast
import stat
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from world import Live

from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.users import users
from claimwire.labelstudio.page.config import label_config


def test_it_listens_to_this_machine_only(live: Live) -> None:
    assert urllib.parse.urlsplit(live.url).hostname == "127.0.0.1"
    command = " ".join(live.server.log_file.read_text().split())
    assert "0.0.0.0" not in command


def test_what_it_stores_survives_a_restart_at_the_same_address(live: Live) -> None:
    live.client().create_project("claimwire survives", "kept", label_config())
    url = live.url
    live.restart()
    assert live.url == url
    found = [p for p in live.client().projects() if p.title == "claimwire survives"]
    assert [(p.description, p.page) for p in found] == [("kept", label_config().strip())]


def test_starting_it_twice_is_starting_it_once(live: Live) -> None:
    assert local.start(live.environment, live.server.data, extra=live.extra) == live.server


def test_secrets_are_readable_by_their_owner_alone(live: Live) -> None:
    for path in (live.server.key_file, live.server.users_file, live.server.data / ".env"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(live.server.data.stat().st_mode) == 0o700
    log = live.server.log_file.read_text()
    for user in users(live.server.data):
        assert user.token not in log
        assert user.password not in log


def test_an_annotator_can_log_in(live: Live) -> None:
    anna = live.user("anna")
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{live.url}/user/login/").read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = {"email": anna.email, "password": anna.password, "csrfmiddlewaretoken": token or ""}
    browser.open(f"{live.url}/user/login/", urllib.parse.urlencode(form).encode()).read()
    who = browser.open(f"{live.url}/api/current-user/whoami").read().decode()
    assert anna.email in who


@pytest.mark.long
def test_an_annotator_can_be_added_later(live: Live) -> None:
    local.prepare(live.environment, live.server.data, ["cleo"], print)
    assert live.client("cleo").users()


def test_it_sends_nothing_outside(live: Live) -> None:
    """Every connection and look-up of the server's process so far went to this machine."""
    live.client().projects()
    seen = (
        [line.split(" ", 1) for line in live.network_log.read_text().splitlines()] if live.network_log.exists() else []
    )
    outside = []
    for event, arguments in seen:
        target = ast.literal_eval(arguments)
        host = target[0][0] if event != "socket.getaddrinfo" and isinstance(target[0], tuple) else target[0]
        if host not in ("127.0.0.1", "localhost", "::1", None) and not str(host).startswith("/"):
            outside.append((event, target))
    assert outside == []
