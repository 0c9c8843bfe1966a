"""Depositing a release on a stand-in for Zenodo: in one go, after every failure in the middle, and where refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from file_server import Answer, FileServer, serving
from hub_server import Failure
from zenodo_server import TOKEN, TOKEN_OF_ANOTHER, Held, ZenodoServer

from claimwire.corpus.dois import RecordedDois
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError, ReleaseError
from claimwire.publishing import zenodo as zenodo_module
from claimwire.publishing.depositing import Deposit, contact_problem, copy_to, deposit_draft, prepared, publish_draft
from claimwire.publishing.zenodo import ADDRESS, SANDBOX_TOKEN, Zenodo, ZenodoNotReachedError, record_from

TITLE = "mini: claims of invented news"
ARCHIVE = "mini-1.0.0.tar.gz"
NAMES = {ARCHIVE, f"{ARCHIVE}.sha256", "README.md", "datacite.json"}
WRITES = "^(POST|PUT|DELETE) "
RECORDS = "/api/user/records?allversions=true&size=25&page=1"


def require_deposited(held: Held, deposit: Deposit) -> None:
    """The record has exactly the files of the deposit, its title and version, and a DOI that the description names."""
    assert held.doi is not None
    expected = {file.name: file.path.read_bytes() for file in deposit.with_doi(held.doi).files}
    assert held.content() == expected
    assert expected.keys() == NAMES == held.files.keys()
    assert (held.metadata["title"], held.metadata["version"]) == (TITLE, "1.0.0")
    assert held.metadata["publication_date"] == "2031-12-01"
    assert json.loads(held.content()["datacite.json"])["doi"] == held.doi


def published_before(server: ZenodoServer, version: str = "0.9.0", files: dict[str, bytes] | None = None) -> Held:
    """Have an earlier version of the dataset, published."""
    held = server.create({"title": TITLE, "version": version, "publication_date": "2030-01-01", "funding": ["a grant"]})
    for name, content in (files or {"mini-0.9.0.tar.gz": b"older"}).items():
        held.put(name, content)
    server.publish(held)
    return held


def test_a_release_is_one_draft_with_its_files_and_a_reserved_doi(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    deposited = deposit_draft(zenodo, deposit)
    held = sandbox.only()
    require_deposited(held, deposit)
    assert not held.is_published
    assert (deposited.record.record_id, deposited.record.doi) == (str(held.number), f"10.5072/zenodo.{held.number}")
    assert deposited.did[:2] == (
        f"made the draft {sandbox.address}/uploads/{held.number}",
        f"reserved the DOI {held.doi}",
    )
    assert [line.split(",")[0] for line in deposited.did[2:]] == [
        f"sent {name}" for name in (ARCHIVE, f"{ARCHIVE}.sha256", "README.md", "datacite.json")
    ]
    assert held.metadata["creators"] == [{"person_or_org": {"type": "organizational", "name": "Tamsin"}}]
    assert held.metadata["rights"][0] == {"id": "cc-by-4.0"}
    assert sandbox.count("actions/publish") == 0


def test_a_second_run_sends_nothing(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    first = deposit_draft(zenodo, deposit)
    sandbox.asked.clear()
    again = deposit_draft(zenodo, deposit)
    assert (again.did, again.record.record_id) == ((), first.record.record_id)
    assert sandbox.count(WRITES) == 0


FAILURES = {
    "the first look": Failure("GET /api/user/records", 500),
    "the first look, cut": Failure("GET /api/user/records", None),
    "too much at a time": Failure("GET /api/user/records", 429),
    "the draft": Failure("POST /api/records$", 500),
    "the draft, cut before": Failure("POST /api/records$", None),
    "the draft, made and cut": Failure("POST /api/records$", None, after=True),
    "the draft, made and answered badly": Failure("POST /api/records$", 502, after=True),
    "the DOI": Failure("POST .*/pids/doi", 500),
    "the DOI, reserved and answered badly": Failure("POST .*/pids/doi", 504, after=True),
    "the list of files": Failure("GET .*/draft/files", 503),
    "a file, before it starts": Failure("POST .*/draft/files$", 500),
    "a file, started and cut": Failure("POST .*/draft/files$", None, after=True),
    "a file, cut in the middle": Failure("PUT .*tar.gz/content", None),
    "a file, refused": Failure("PUT .*README.md/content", 413),
    "a file, there and cut": Failure("PUT .*/content", None, after=True),
    "a file, not ended": Failure("POST .*/commit", 500),
    "a file, ended and cut": Failure("POST .*/commit", None, after=True),
    "the last file": Failure("PUT .*datacite.json/content", 500),
    "the look at the end": Failure("GET .*/draft$", 500),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_run_after_a_failure_ends_where_one_without_ends(
    name: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    sandbox.failures.append(replace(FAILURES[name]))
    with pytest.raises(PublishError) as found:
        deposit_draft(zenodo, deposit)
    assert TOKEN not in str(found.value)
    assert sandbox.address in str(found.value)
    deposit_draft(zenodo, deposit)
    require_deposited(sandbox.only(), deposit)


NEXT_FAILURES = {
    "the new version": Failure("POST .*/versions", 500),
    "the new version, made and cut": Failure("POST .*/versions", None, after=True),
    "the metadata": Failure("PUT .*/draft$", 500),
    "the metadata, written and cut": Failure("PUT .*/draft$", None, after=True),
    "the DOI, reserved and cut": Failure("POST .*/pids/doi", None, after=True),
}


@pytest.mark.parametrize("name", NEXT_FAILURES)
def test_a_new_version_after_a_failure_is_one_version_after_the_earlier_one(
    name: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    before = published_before(sandbox)
    older = before.content()
    sandbox.failures.append(replace(NEXT_FAILURES[name]))
    with pytest.raises(PublishError):
        deposit_draft(zenodo, deposit)
    deposit_draft(zenodo, deposit)
    (draft,) = [held for held in sandbox.versions(before.concept) if not held.is_published]
    require_deposited(draft, deposit)
    assert before.content() == older
    assert len(sandbox.records) == 2


def test_files_that_arrived_are_not_sent_again(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    sandbox.failures.append(Failure("PUT .*datacite.json/content", 500))
    with pytest.raises(PublishError, match=r"sending datacite.json: Zenodo's sandbox answered 500"):
        deposit_draft(zenodo, deposit)
    sandbox.asked.clear()
    deposit_draft(zenodo, deposit)
    assert sandbox.count("PUT .*/content") == 1


def test_a_file_that_arrives_otherwise_is_noticed(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    def damage() -> None:
        sandbox.only().files[ARCHIVE].content = b"damaged"

    sandbox.failures.append(Failure(f"POST .*{ARCHIVE}/commit", 200, meanwhile=damage))
    with pytest.raises(PublishError, match=rf"sending {ARCHIVE}: what arrived is not what was sent; run it again"):
        deposit_draft(zenodo, deposit)
    deposit_draft(zenodo, deposit)
    require_deposited(sandbox.only(), deposit)


def test_a_new_version_keeps_what_others_wrote_and_has_none_of_the_older_files(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    before = published_before(sandbox)
    deposited = deposit_draft(zenodo, deposit)
    draft = sandbox.records[int(deposited.record.record_id)]
    assert draft.concept == before.concept
    require_deposited(draft, deposit)
    assert draft.metadata["funding"] == ["a grant"]
    assert deposited.did[0] == f"made the draft {sandbox.address}/uploads/{draft.number}, after version 0.9.0"


def test_files_of_the_earlier_version_that_a_draft_was_given_are_deleted(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    """As the page of a record does for a new version."""
    before = published_before(sandbox, files={"mini-0.9.0.tar.gz": b"older", "README.md": b"older card"})
    draft = Held(sandbox.number(), before.concept, TOKEN, {"title": TITLE})
    for name, content in before.content().items():
        draft.put(name, content)
    sandbox.records[draft.number] = draft
    deposited = deposit_draft(zenodo, deposit)
    require_deposited(draft, deposit)
    assert "deleted mini-0.9.0.tar.gz, a file of an earlier version" in deposited.did


def test_a_file_that_somebody_put_into_the_draft_stops_it(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    before = published_before(sandbox)
    draft = Held(sandbox.number(), before.concept, TOKEN, {"title": TITLE})
    draft.put("mini-0.9.0.tar.gz", b"not the older one")
    draft.put("notes.txt", b"mine")
    sandbox.records[draft.number] = draft
    with pytest.raises(PublishError, match=r"not of this dataset: mini-0.9.0.tar.gz, notes.txt; somebody put them"):
        deposit_draft(zenodo, deposit)
    assert sandbox.count(WRITES) == 0
    del draft.files["notes.txt"], draft.files["mini-0.9.0.tar.gz"]
    deposit_draft(zenodo, deposit)
    require_deposited(draft, deposit)


def test_what_somebody_changed_in_the_draft_is_made_right_or_left(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    deposit_draft(zenodo, deposit)
    held = sandbox.only()
    held.metadata |= {"title": TITLE, "publication_date": "2031-01-01", "funding": ["a grant"], "subjects": []}
    held.more = {"custom_fields": {"journal": "kept"}}
    held.put(ARCHIVE, b"another one")
    deposited = deposit_draft(zenodo, deposit)
    require_deposited(held, deposit)
    assert deposited.did[0] == "wrote the metadata; publication_date differed"
    assert sandbox.count("pids/doi") == 1, "the DOI that was reserved was lost"
    assert (held.metadata["funding"], held.more) == (["a grant"], {"custom_fields": {"journal": "kept"}})
    held.metadata["description"] = "<p>Better words.</p>"
    assert deposit_draft(zenodo, deposit).did == ()
    assert held.metadata["description"] == "<p>Better words.</p>"


@pytest.mark.parametrize("last", ["POST .*datacite.json/commit", "GET .*/draft$"])
def test_a_draft_that_changes_while_it_is_written_is_not_taken_for_done(
    last: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    sandbox.failures.append(Failure(last, 200, meanwhile=lambda: sandbox.only().put("notes.txt", b"mine")))
    with pytest.raises(
        PublishError, match=r"is not what was sent: notes.txt differ, so somebody changed it in the meantime"
    ):
        deposit_draft(zenodo, deposit)
    with pytest.raises(PublishError, match=r"has files that are not of this dataset: notes.txt"):
        deposit_draft(zenodo, deposit)
    del sandbox.only().files["notes.txt"]
    deposit_draft(zenodo, deposit)
    require_deposited(sandbox.only(), deposit)


@pytest.mark.parametrize("change", ["file", "title", "doi"])
def test_a_draft_that_changed_since_it_was_deposited_is_not_published(
    change: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    deposited = deposit_draft(zenodo, deposit)
    held = sandbox.only()
    if change == "file":
        held.put("README.md", b"another card")
    elif change == "title":
        held.metadata["title"] = "Another"
    else:
        held.doi = "10.5072/another"
    with pytest.raises(PublishError, match=r"is not what was sent: .* somebody changed it in the meantime"):
        publish_draft(zenodo, deposit, deposited.record)
    assert not held.is_published


def test_a_published_version_is_left_as_it_is(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    record = publish_draft(zenodo, deposit, deposit_draft(zenodo, deposit).record)
    held = sandbox.only()
    assert held.is_published
    assert (record.doi, record.concept_doi) == (held.doi, f"10.5072/zenodo.{held.concept}")
    sandbox.asked.clear()
    again = deposit_draft(zenodo, deposit)
    assert (again.did, again.record) == ((), record)
    assert sandbox.count(WRITES) == 0


def test_a_version_that_is_published_with_something_else_is_not_changed(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    held = published_before(sandbox, "1.0.0", {ARCHIVE: b"something else"})
    with pytest.raises(PublishError, match=r"is version 1.0.0, published, .* A published version is never changed"):
        deposit_draft(zenodo, deposit)
    assert held.content() == {ARCHIVE: b"something else"}
    assert sandbox.count(WRITES) == 0


@pytest.mark.parametrize("after", [False, True])
def test_a_publication_that_breaks_off_is_gone_on_with(
    after: bool, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    record = deposit_draft(zenodo, deposit).record
    sandbox.failures.append(Failure("POST .*/actions/publish", None, after=after))
    with pytest.raises(ZenodoNotReachedError, match=r"nobody knows whether it was published. Run it again"):
        publish_draft(zenodo, deposit, record)
    assert sandbox.only().is_published == after
    again = deposit_draft(zenodo, deposit)
    assert again.did == ()
    assert again.record.is_published == after
    if not after:
        assert publish_draft(zenodo, deposit, again.record).is_published


def test_an_older_version_does_not_become_the_latest(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    published_before(sandbox, "1.10.0")
    with pytest.raises(PublishError, match=r"has version 1.10.0, which is newer; 1.0.0 would be taken for the latest"):
        deposit_draft(zenodo, deposit)
    assert sandbox.count(WRITES) == 0


def test_a_draft_of_another_version_is_left(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    sandbox.create({"title": TITLE, "version": "2.0.0"})
    with pytest.raises(PublishError, match=r"is a draft of version 2.0.0, .*publish or delete it before 1.0.0"):
        deposit_draft(zenodo, deposit)
    assert sandbox.count(WRITES) == 0


def test_two_datasets_of_one_title_are_not_guessed_between(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    one, other = sandbox.create({"title": TITLE}), sandbox.create({"title": TITLE})
    with pytest.raises(PublishError, match="you have 2 records with the title") as found:
        deposit_draft(zenodo, deposit)
    assert all(f"/uploads/{held.number}" in str(found.value) for held in (one, other))


def test_other_records_and_those_of_others_are_left_alone(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    """More of them than fit a page of the list."""
    others = [sandbox.create({"title": f"Another, {number}"}) for number in range(60)]
    others.append(sandbox.create({"title": TITLE, "version": "1.0.0"}, TOKEN_OF_ANOTHER))
    deposited = deposit_draft(zenodo, deposit)
    assert all(not held.files for held in others)
    sandbox.asked.clear()
    assert deposit_draft(zenodo, deposit).record.record_id == deposited.record.record_id
    assert sandbox.count("GET /api/user/records") == 61 // zenodo_module.PAGE + 1


def test_on_zenodo_itself_the_recorded_doi_says_which_record_it_is(live: ZenodoServer, deposit: Deposit) -> None:
    before = published_before(live)
    before.metadata["title"] = "An older title"
    live.create({"title": TITLE, "version": "9.0.0"})
    dois = RecordedDois(f"10.1234/zenodo.{before.concept}", {"0.9.0": before.doi or ""})
    known = replace(deposit, described=replace(deposit.described, dois=dois))
    record = deposit_draft(Zenodo(is_live=True), known).record
    assert live.records[int(record.record_id)].concept == before.concept


def test_a_recorded_doi_that_nobody_has_makes_no_other_record(live: ZenodoServer, deposit: Deposit) -> None:
    dois = RecordedDois("10.1234/zenodo.1", {"0.9.0": "10.1234/zenodo.2"})
    known = replace(deposit, described=replace(deposit.described, dois=dois))
    with pytest.raises(PublishError, match=r"10.1234/zenodo.1 is the DOI of all versions, but none of your records"):
        deposit_draft(Zenodo(is_live=True), known)
    assert live.count(WRITES) == 0


def test_without_a_contact_nothing_is_asked(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    assert contact_problem(deposit) is None
    plan = deposit.described.plan.model_copy(update={"contact": None})
    nobody = replace(deposit, described=replace(deposit.described, plan=plan))
    with pytest.raises(PublishError, match=r"nothing was sent: annotations/release.toml names no contact"):
        deposit_draft(zenodo, nobody)
    assert sandbox.asked == []


def test_what_datacite_requires_is_asked_for_before(sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit) -> None:
    with pytest.raises(PublishError, match=r"nothing was sent: no authors"):
        deposit_draft(zenodo, replace(deposit, problems=("no authors",)))
    assert sandbox.asked == []


def test_metadata_that_zenodo_does_not_take_are_told(sandbox: ZenodoServer, zenodo: Zenodo) -> None:
    with pytest.raises(PublishError, match=r"making a draft: metadata.title: Missing data .*; metadata.creators: "):
        zenodo.create({"resource_type": {"id": "dataset"}, "publication_date": "2031-12-01"})


# The token


def test_without_a_token_nothing_is_asked(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SANDBOX_TOKEN)
    with pytest.raises(PublishError, match=r"there is no token of Zenodo's sandbox; set ZENODO_SANDBOX_TOKEN"):
        deposit_draft(zenodo, deposit)
    assert sandbox.asked == []


def test_the_token_of_one_is_not_sent_to_the_other(sandbox: ZenodoServer, deposit: Deposit) -> None:
    with pytest.raises(PublishError, match=r"there is no token of Zenodo; set ZENODO_TOKEN"):
        deposit_draft(Zenodo(is_live=True), deposit)
    assert sandbox.asked == []


@pytest.mark.parametrize("token", ["wrong_token_of_mine", f"{TOKEN}x"])
def test_a_token_that_is_refused_is_not_told(
    token: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the server repeats it."""
    monkeypatch.setenv(SANDBOX_TOKEN, token)
    with pytest.raises(PublishError, match=r"answered 401: the token \(the token\) is not known here; the token in"):
        deposit_draft(zenodo, deposit)


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "Ünder"])
def test_a_token_that_can_be_none_is_not_sent_and_not_told(
    token: str, sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SANDBOX_TOKEN, token)
    with pytest.raises(PublishError, match="holds characters that no token has") as found:
        deposit_draft(zenodo, deposit)
    assert token not in str(found.value)
    assert sandbox.asked == []


def test_somebody_who_may_not_change_the_record_is_told_so(
    sandbox: ZenodoServer, zenodo: Zenodo, deposit: Deposit
) -> None:
    record = deposit_draft(zenodo, deposit).record
    sandbox.only().owner = TOKEN_OF_ANOTHER
    with pytest.raises(PublishError, match=r"answered 403: Permission denied.; the token in ZENODO_SANDBOX_TOKEN"):
        zenodo.write_metadata(record, {})


@pytest.mark.parametrize("address", ["http://zenodo.example", "zenodo.example", "ftp://127.0.0.1", ""])
def test_the_token_goes_to_no_address_without_encryption(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, address)
    if address:
        with pytest.raises(PublishError, match="ZENODO_URL has to begin with https"):
            Zenodo()
    else:
        assert (Zenodo().address, Zenodo(is_live=True).address) == ("https://sandbox.zenodo.org", "https://zenodo.org")


def test_without_a_network_it_says_where_it_was_going(
    zenodo: Zenodo, deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Zenodo(address="http://127.0.0.1:9")
    with pytest.raises(ZenodoNotReachedError, match=r"http://127.0.0.1:9: listing your records: "):
        deposit_draft(away, deposit)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A server that is no Zenodo, in its place."""
    monkeypatch.setenv(SANDBOX_TOKEN, TOKEN)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving() as server:
        server.files[RECORDS] = b'{"hits": {"hits": []}}'
        yield server


def test_the_token_does_not_follow_where_an_answer_leads(files: FileServer) -> None:
    files.next[RECORDS] = [Answer(302, (("Location", files.at("/elsewhere")),))]
    with pytest.raises(PublishError, match=r"listing your records: Zenodo's sandbox answered 302"):
        Zenodo(address=files.address).records()
    assert files.paths == [RECORDS]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(cut=9), "ended too early"),
        (Answer(200, body=b"<html>"), "its answer is not a JSON object; is that Zenodo's sandbox"),
        (Answer(200, body=b"[]"), "its answer is not a JSON object"),
        (Answer(500, body=b"<html>"), "answered 500: without a reason"),
        (Answer(400, body=b'["no object"]'), "answered 400: without a reason"),
    ],
)
def test_an_answer_that_is_none_of_zenodo_is_told(answer: Answer, told: str, files: FileServer) -> None:
    files.next[RECORDS] = [answer]
    with pytest.raises(PublishError, match=told):
        Zenodo(address=files.address).records()
    assert Zenodo(address=files.address).records() == []


def test_an_answer_without_what_is_expected_is_no_record() -> None:
    found = record_from({"id": 5, "is_published": False, "metadata": {"title": "x"}})
    assert (found.record_id, found.concept_id, found.version, found.doi, found.day) == ("5", "", None, None, "")


# What is deposited


def test_the_files_are_the_archive_its_hash_the_card_and_the_description(
    depositable: Workspace, deposit: Deposit
) -> None:
    assert [file.name for file in deposit.files] == [ARCHIVE, f"{ARCHIVE}.sha256", "README.md", "datacite.json"]
    card = next(file for file in deposit.files if file.name == "README.md")
    assert card.path.read_bytes() == (depositable.dataset / "1.0.0" / "README.md").read_bytes()
    assert not deposit.folder.is_relative_to(depositable.root)
    assert deposit.folder.stat().st_mode & 0o077 == 0


def test_texts_for_local_use_are_not_deposited(publishable: Workspace) -> None:
    manifest = publishable.dataset / "1.0.0" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"hydrated": false', '"hydrated": true'))
    with pytest.raises(ReleaseError), prepared(publishable, "1.0.0"):
        pass


def test_a_draft_of_a_release_is_not_deposited(depositable: Workspace) -> None:
    with pytest.raises(ReleaseError, match="a draft is built over"), prepared(depositable, "draft"):
        pass


def test_files_are_copied_to_a_folder_and_nothing_there_is_written_over(deposit: Deposit, tmp_path: Path) -> None:
    made = copy_to(deposit, tmp_path / "new" / "folder")
    assert {path.name for path in made} == NAMES - {"README.md"}
    assert copy_to(deposit.with_doi("10.1234/one"), tmp_path / "new" / "folder") == made
    assert json.loads((tmp_path / "new" / "folder" / "datacite.json").read_text())["doi"] == "10.1234/one"
    (tmp_path / "new" / "folder" / ARCHIVE).write_bytes(b"mine")
    with pytest.raises(PublishError, match=r"is there already, and another file"):
        copy_to(deposit.with_doi(None), tmp_path / "new" / "folder")
    assert json.loads((tmp_path / "new" / "folder" / "datacite.json").read_text())["doi"] == "10.1234/one"
