"""docs/label-studio-server.md on one machine: a server behind nginx with TLS, an invitation, a backup, a restore."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from invented_corpus import Invented
from test_round_trip import as_if_drawn, pulled_layers
from world import ROOT, Live, Repository

from claimwire.labelstudio.access import responds
from claimwire.labelstudio.local import backups
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.reach import BANNED_SUBNETS, Reach
from claimwire.labelstudio.local.users import user_named
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.client import connect
from claimwire.labelstudio.server.session import connected_to
from claimwire.labelstudio.tasks.write import make_task

PAGE = (ROOT / "docs" / "label-studio-server.md").read_text(encoding="utf-8")
EMPTY = {"result": [], "lead_time": 3.0}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(folder: Path, port: int, behind: str) -> Iterator[Path]:
    """Run nginx with the server block of the page, on a port of this machine; give the certificate that it shows."""
    folder.mkdir()
    certificate, key = folder / "labels.pem", folder / "labels.key"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    [block] = re.findall(r"^```text\n(server \{.*?\n\})\n```", PAGE, re.MULTILINE | re.DOTALL)
    here = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "server_name labels.example.org": "server_name localhost",
        "/etc/ssl/labels.pem": str(certificate),
        "/etc/ssl/private/labels.key": str(key),
        "http://127.0.0.1:8089": behind,
    }
    for old, new in here.items():
        assert block.count(old) == 1
        block = block.replace(old, new)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{block}\n}}\n"
    )
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/bin")
    assert program is not None, "nginx is missing; scripts/system-packages installs it"
    process = subprocess.Popen([program, "-c", configuration, "-e", folder / "error.log"])
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield certificate
    finally:
        process.terminate()
        process.wait(10)


KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What nginx has folders of its own for, which only root may use otherwise."""


@pytest.mark.long
def test_an_invited_annotator_works_behind_a_proxy_and_a_backup_has_all_of_it(live: Live, tmp_path: Path) -> None:
    port = free_port()
    public = f"https://localhost:{port}"
    data, again = tmp_path / "data", tmp_path / "again"
    server = local.start(live.environment, data, reach=Reach(public))
    try:
        assert local.server_on(data).public_url == public
        admin = connected_to(server)
        assert admin.shown_url == public
        project = admin.create_project("claimwire behind a proxy", "", label_config())
        admin.import_tasks(project.number, ['{"data": {"text": "One.", "doc_key": "a"}}'] * 2)
        first, second = [task.number for task in admin.tasks(project.number)]
        with nginx(tmp_path / "nginx", port, server.url) as certificate:
            browser = Browser(certificate)
            with pytest.raises(urllib.error.HTTPError, match="403"):
                browser.sign_up(f"{public}/user/signup/", "dora@example.org")
            browser.sign_up(f"{public}{admin.invite_path()}", "cleo@example.org")
            assert {cookie.name for cookie in browser.jar if not cookie.secure} == set()
            assert b"cleo@example.org" in browser.get(f"{public}/api/current-user/whoami")
            browser.post(f"{public}/api/tasks/{first}/annotations/", EMPTY)
            browser.post(f"{public}/api/tasks/{second}/drafts?project={project.number}", EMPTY)
        count = backups.back_up(data, tmp_path / "backup.tar.gz")
        assert count > 3
        admin.delete_task(first)
    finally:
        local.stop(data)
    assert backups.restore(tmp_path / "backup.tar.gz", again)
    restored = local.start(live.environment, again, reach=Reach(with_loopback=True))
    try:
        admin = connected_to(restored)
        assert [task.annotations for task in admin.tasks(project.number)] == [1, 0]
        assert admin.draft_count(second) == 1
        assert "cleo@example.org" in [user.email for user in admin.users()]
        key = restored.key_file.read_text().strip()
        assert kinds_blocked(restored.url, key, project.number, f"{restored.url}/health") == []
        for other in ("http://10.0.0.1/", "http://169.254.169.254/"):
            assert kinds_blocked(restored.url, key, project.number, other) == ["import", "model"]
    finally:
        local.stop(again)
    assert not responds(restored.url)


@pytest.mark.long
def test_with_one_server_a_person_nobody_has_an_account_on_another_s_and_both_are_pulled(
    live: Live, repository: Repository, corpus: Invented, tmp_path: Path
) -> None:
    first = next(iter(corpus.articles))
    folders = {name: tmp_path / name for name in ("anna", "ben")}
    try:
        for name, folder in folders.items():
            repository.files("server", "start", corpus.name, "-a", name, "--data", str(folder))
            server = local.server_on(folder)
            client = connected_to(server)
            assert client.shown_url == server.url
            assert {user.email for user in client.users()} == {"admin@localhost", f"{name}@localhost"}
            [project] = client.projects()
            task = next(task for task in client.tasks(project.number) if task.doc_key == first)
            made = make_task(corpus.articles[first], [corpus.layer(first, name)], guideline_version="2.0.0")
            as_person = connect(server.url, user_named(folder, name).token)
            as_person.add_annotation(task.number, {"result": as_if_drawn(made["annotations"][0]["result"])})
        for folder in folders.values():
            repository.files("pull", corpus.name, "--url", str(folder), "--exports", str(repository.exports))
    finally:
        for folder in folders.values():
            local.stop(folder)
    assert sorted(pulled_layers(repository, corpus.name)) == [f"{first}_anna", f"{first}_ben"]


def test_the_server_asks_nothing_of_its_own_machine(live: Live) -> None:
    project = live.client().create_project("claimwire asks nothing", "", label_config()).number
    for address in (f"{live.url}/health", "http://localhost:1/", "http://192.168.0.1/"):
        assert kinds_blocked(live.url, live.user("anna").token, project, address) == ["import", "model"]


def test_what_is_banned_is_what_the_installed_server_bans(live: Live) -> None:
    [source] = live.environment.glob("lib/python3*/site-packages/label_studio/core/utils/io.py")
    [listed] = re.findall(r"default_banned_subnets = \[(.*?)\]", source.read_text(), re.DOTALL)
    assert tuple(re.findall(r"'([^']+)',", listed)) == BANNED_SUBNETS


def kinds_blocked(url: str, key: str, project: int, address: str) -> list[str]:
    """Have a server import tasks from an address and connect to a model there; return which of them it may not."""
    import_it = (f"/api/projects/{project}/import", {"url": address})
    connect_it = ("/api/ml/", {"url": address, "project": project})
    kinds = {"import": import_it, "model": connect_it}
    return [kind for kind, (path, form) in kinds.items() if "reserved network address" in answer(url + path, key, form)]


def answer(address: str, key: str, form: Mapping[str, object]) -> str:
    body = urllib.parse.urlencode(form).encode()
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        asked = urllib.request.Request(address, body, {"Authorization": f"Token {key}"})
        return str(direct.open(asked).read().decode())
    except urllib.error.HTTPError as error:
        return str(error.read().decode())


class Browser:
    """Somebody who signs up and works over https, with cookies and the tokens of forms."""

    def __init__(self, certificate: Path) -> None:
        self.jar = CookieJar()
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificate))
        direct = urllib.request.ProxyHandler({})
        self.opener = urllib.request.build_opener(direct, secure, urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, address: str) -> bytes:
        content: bytes = self.opener.open(address).read()
        return content

    def sign_up(self, address: str, email: str) -> None:
        page = self.get(address).decode()
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
        form = {"email": email, "password": "a-long-enough-1", "csrfmiddlewaretoken": token}
        self._send(address, urllib.parse.urlencode(form).encode(), {})

    def post(self, address: str, body: Mapping[str, object]) -> None:
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken") or ""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        self._send(address, json.dumps(body).encode(), headers)

    def _send(self, address: str, body: bytes, headers: dict[str, str]) -> None:
        parts = urllib.parse.urlsplit(address)
        headers = headers | {"Referer": address, "Origin": f"{parts.scheme}://{parts.netloc}"}
        self.opener.open(urllib.request.Request(address, body, headers)).read()
