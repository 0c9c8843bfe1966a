"""What is withdrawn goes out of every table of every version, and nothing else changes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from article_tables import article_rows
from small import SPLIT_OF

import claimwire
from claimwire.checks import load as load_repository
from claimwire.checks import of_corpora, run
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.withdrawn import Withdrawn
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, ReleaseError
from claimwire.release import withdrawing
from claimwire.release.archive import plan_archive
from claimwire.release.build import Built, build
from claimwire.release.loadback import load_back
from claimwire.release.manifest import read_manifest
from claimwire.release.members import members
from claimwire.release.rebuilding import plan_rebuild
from claimwire.release.verifying import verify_folder
from claimwire.release.withdrawing import plan_withdrawal, withdraw
from claimwire.schema import ReleaseManifest, Withdrawal
from claimwire.schema.vocab import Label, WithdrawalReason
from claimwire.tables.columns import CONFIGS, ID_COLUMNS, whole_config
from claimwire.tables.parquet import iter_own_rows
from claimwire.tables.row import Row
from claimwire.tables.shared import shared_rows
from claimwire.tables.taking_out import SENTENCE_COLUMNS, TOKEN_COLUMNS

VERSION = "1.0.0"
DAY = "2031-06-02"

ARTICLE = "heron_b"
FIGURE = "heron_a_c01"  # linked, in a toll, and dates an event's claims
VOICE = "heron_d_c02"
LAYERED = "heron_a_bela_01"
REJECTED = "heron_a_bela_04"
ENTITY = "hanna_dorr"


def withdrawal(withdrawn_id: str, date: str = DAY) -> Withdrawal:
    return Withdrawal(withdrawn_id=withdrawn_id, date=date, reason=WithdrawalReason.PRIVACY)


@pytest.fixture
def released(built: Built, tmp_path: Path) -> Workspace:
    """A copy of the small repository with its release, to be changed."""
    shutil.copytree(built.folder.parent.parent, tmp_path / "repository")
    return Workspace(tmp_path / "repository")


def folder_of(workspace: Workspace) -> Path:
    return workspace.dataset / VERSION


def rows_of(folder: Path, config: str) -> list[Row]:
    tables = read_manifest(folder).tables
    return [row for table in tables if table.config == config for row in iter_own_rows(folder / table.path)]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(item)


def words_in(folder: Path) -> set[str]:
    """Return every word that looks like an id in any cell of any table of a release, and in its other files."""
    found: set[str] = set()
    for table in read_manifest(folder).tables:
        for row in iter_own_rows(folder / table.path):
            for text in strings(row):
                found.update(re.findall(r"[a-z0-9_]+", text))
    for name in ("README.md", "croissant.json", "manifest.json"):
        found.update(re.findall(r"[a-z0-9_]+", (folder / name).read_text()))
    return found


@pytest.mark.parametrize("withdrawn_id", [LAYERED, REJECTED, ARTICLE, ENTITY])
def test_a_release_is_built_again_without_what_is_withdrawn(released: Workspace, withdrawn_id: str) -> None:
    folder = folder_of(released)
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    old = read_manifest(folder)
    statements = {row["claim_id"]: row["statement"] for row in rows_of(folder, "claims_standoff")}
    planned = withdraw(released, withdrawal(withdrawn_id))
    assert planned.ids & words_in(folder) == set()
    said = {
        text
        for table in read_manifest(folder).tables
        for row in iter_own_rows(folder / table.path)
        for text in strings(row)
    }
    gone = {statements[claim_id] for claim_id in planned.ids & statements.keys()}
    kept = {text for claim_id, text in statements.items() if claim_id not in planned.ids}
    assert gone or withdrawn_id == REJECTED
    assert not (gone - kept) & said
    assert verify_folder(folder, named=True).problems == ()
    new = read_manifest(folder)
    assert new.withdrawn is not None
    [rebuilt] = new.withdrawn
    assert rebuilt.date == DAY
    lost = {(x.config, x.split.value): x for x in rebuilt.tables}
    rows = {(x.config, x.split.value): x.rows for x in new.tables}
    for table in old.tables:
        key = table.config, table.split.value
        if key in lost:
            assert rows.get(key, 0) == table.rows - lost[key].removed
        else:
            assert (folder / table.path).read_bytes() == before[Path(table.path)], "a table that loses nothing stays"
    assert set(lost) <= {(table.config, table.split.value) for table in old.tables}


def test_the_released_version_is_reproduced_from_the_records_afterwards(released: Workspace) -> None:
    withdraw(released, withdrawal(ARTICLE))
    withdraw(released, withdrawal(FIGURE, "2031-06-03"))
    again = build(released)
    assert again.already_released
    assert again.manifest.content_sha256 == read_manifest(folder_of(released)).content_sha256
    with load_repository(released) as repository:
        assert run(repository) == []


def test_the_draft_and_what_is_built_next_are_without_it_and_count_without_it(released: Workspace) -> None:
    plan = released.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('data_version = "1.0.0"', 'data_version = "2.0.0"'))
    build(released)
    planned = withdraw(released, withdrawal(FIGURE))
    assert [rebuild.folder.name for rebuild in planned.rebuilds] == [VERSION, "draft"]
    assert planned.ids & words_in(released.draft) == set()
    after = build(released)
    assert after.is_draft
    assert planned.ids & words_in(released.draft) == set()
    assert after.manifest.withdrawn is None
    assert "annotations/withdrawn.jsonl" in {item.path for item in after.manifest.inputs}
    counted = re.search(r"^\| claims \|.*?(\d+) \|$", (released.draft / "README.md").read_text(), re.MULTILINE)
    assert counted is not None
    assert int(counted[1]) == len(rows_of(released.draft, "claims_standoff"))


def test_two_withdrawals_are_the_same_together_as_one_after_the_other(built: Built, tmp_path: Path) -> None:
    contents = []
    for name, steps in (("one", [[FIGURE], [ARTICLE]]), ("two", [[ARTICLE], [FIGURE]]), ("both", [[FIGURE, ARTICLE]])):
        shutil.copytree(built.folder.parent.parent, tmp_path / name)
        workspace = Workspace(tmp_path / name)
        for ids in steps:
            for item in ids[:-1]:
                line = json.dumps({"date": DAY, "reason": "privacy", "withdrawn_id": item}, separators=(",", ":"))
                write_text(workspace.withdrawn_file, f"{line}\n")
            withdraw(workspace, withdrawal(ids[-1]))
        manifest = read_manifest(folder_of(workspace))
        contents.append(manifest.content_sha256)
        assert len(manifest.withdrawn or ()) == len(steps)
    assert len(set(contents)) == 1


def test_it_is_known_what_becomes_of_every_column_of_sentences_and_tokens() -> None:
    """A row with a column that is not known is taken out: say in `taking_out.py` what becomes of a new one."""
    assert {column.name for column in CONFIGS["sentences"]} == SENTENCE_COLUMNS
    assert {column.name for column in CONFIGS["tokens"]} == TOKEN_COLUMNS


SHARED = ("events", "entities", "links", "tolls", "facts")
BY_ARTICLE = ("claims", "annotations", "sentences", "articles", "tokens", "figures", *Label.names())
NOT_RECOMPUTED = {"articles": {"anchor_runs"}}


@pytest.mark.parametrize(
    "withdrawn_id",
    [FIGURE, VOICE, ARTICLE, ENTITY, "heron_e_c03", "rook_b_c01"],
)
def test_rows_that_stay_say_what_a_build_of_the_records_without_it_says(released: Workspace, withdrawn_id: str) -> None:
    """The tables are changed without the records; the same from the records is the second opinion."""
    write_text(
        released.withdrawn_file,
        f'{{"date":"{DAY}","reason":"privacy","withdrawn_id":"{withdrawn_id}"}}\n',
    )
    with load_repository(released) as repository:
        made = members(repository, released.plan())
        surroundings = made.surroundings
        made_of = dict(made.split_of)
    left = [Withdrawn((withdrawal(withdrawn_id),)).leave_out(c) for c in map(released.recorded, released.corpus_ids())]
    with of_corpora(released, left) as repository:
        split_of = {key: split for key, split in made_of.items() if key in repository.index.articles}
        expected: dict[str, dict[str, Row]] = {}
        for config, _, row in shared_rows([c.only(()) for c in left], repository.index, split_of):
            expected.setdefault(config, {})[row[ID_COLUMNS[config]]] = row
        for _, corpus in repository.articles():
            for config, rows in article_rows(corpus, surroundings).items():
                for row in rows if config.removesuffix("_standoff") in BY_ARTICLE else ():
                    expected.setdefault(config, {})[row[ID_COLUMNS[config]]] = row
    withdraw(released)
    folder = folder_of(released)
    configs = [config for config in CONFIGS if config.removesuffix("_standoff") in (*BY_ARTICLE, *SHARED)]
    for config in configs:
        skipped = NOT_RECOMPUTED.get(config.removesuffix("_standoff"), set())
        found = {row[ID_COLUMNS[config]]: row for row in rows_of(folder, config)}
        assert found.keys() == expected.get(config, {}).keys(), config
        for key, row in found.items():
            wanted = expected[config][key]
            same = {name for name in row if row[name] == wanted[name]}
            assert row.keys() - same - skipped == set(), (config, key)


def test_it_is_recorded_first_and_a_run_that_broke_off_is_gone_on_with(
    released: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = read_manifest(folder_of(released)).content_sha256
    with monkeypatch.context() as patched:
        patched.setattr(withdrawing, "write_rebuild", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw(released, withdrawal(FIGURE))
    assert read_manifest(folder_of(released)).content_sha256 == content
    assert released.withdrawn().ids == {FIGURE}
    with load_repository(released) as repository:
        assert [problem.check_id for problem in run(repository)] == ["withdrawn-published"]
    with pytest.raises(ReleaseError, match=r"dataset/1\.0\.0 has \d+ rows of what is withdrawn"):
        plan_archive(released, VERSION)
    assert [rebuild.folder.name for rebuild in withdraw(released).rebuilds] == [VERSION]
    assert withdraw(released).rebuilds == ()
    assert plan_archive(released, VERSION).manifest.withdrawn is not None


def test_what_was_recorded_is_recorded_once(released: Workspace) -> None:
    withdraw(released, withdrawal(FIGURE))
    assert withdraw(released, withdrawal(FIGURE, "2031-06-09")).new is None
    assert released.withdrawn_file.read_text() == (f'{{"date":"{DAY}","reason":"privacy","withdrawn_id":"{FIGURE}"}}\n')


def test_an_id_that_nothing_has_is_refused(released: Workspace) -> None:
    with pytest.raises(ReleaseError, match="no article, claim or entity is called 'heron_a_c99'"):
        plan_withdrawal(released, withdrawal("heron_a_c99"))
    assert not released.withdrawn_file.exists()


def test_a_claim_that_only_a_release_has_can_be_withdrawn(released: Workspace) -> None:
    claims = released.annotations / "heron" / "claims.jsonl"
    lines = claims.read_text().splitlines(keepends=True)
    write_text(claims, "".join(line for line in lines if '"claim_id":"heron_f_c03"' not in line))
    assert "heron_f_c03" not in {claim_id for corpus in released.corpora() for claim_id in corpus.claims}
    withdraw(released, withdrawal("heron_f_c03"))
    assert "heron_f_c03" not in words_in(folder_of(released))


def test_a_damaged_release_is_not_built_again(released: Workspace) -> None:
    write_text(folder_of(released) / "README.md", "# another\n")
    with pytest.raises(ReleaseError, match="damaged"):
        withdraw(released, withdrawal(FIGURE))
    assert not released.withdrawn_file.exists()


def test_a_line_that_is_no_record_stops_everything_that_would_publish_it(released: Workspace) -> None:
    write_text(released.withdrawn_file, '{"withdrawn_id":"heron_a_c01"}\n')
    with pytest.raises(ClaimwireError, match=r"withdrawn\.jsonl:1: missing: date"):
        released.corpus("heron")
    with pytest.raises(ClaimwireError, match=r"withdrawn\.jsonl:1"):
        build(released)


def test_the_card_tells_of_it_and_its_head_has_the_rows_that_are_there(released: Workspace) -> None:
    folder = folder_of(released)
    withdraw(released, withdrawal(FIGURE))
    withdraw(released, withdrawal("heron_f_c03", "2031-07-01"))
    card = (folder / "README.md").read_text()
    assert card.count("<!-- generated: withdrawn -->") == 1
    assert f"| {DAY} | `claims` | train | 1 |" in card
    assert "| 2031-07-01 | `claims` | validation | 1 |" in card
    hashes = {table.path: table.sha256 for table in read_manifest(folder).tables}
    hashes["manifest.json"] = sha256_file(folder / "manifest.json")
    listed = {
        item["contentUrl"]: item["sha256"]
        for item in json.loads((folder / "croissant.json").read_text())["distribution"]
        if item.get("sha256") and item["contentUrl"] != "."
    }
    assert listed == hashes


def test_a_table_that_loses_all_its_rows_goes_with_its_split(released: Workspace) -> None:
    folder = folder_of(released)
    only = [key for key, split in SPLIT_OF.items() if split == "test"]
    for number, article_id in enumerate(only):
        withdraw(released, withdrawal(article_id, f"2031-06-0{number + 1}"))
    assert {table.split.value for table in read_manifest(folder).tables} == {"train", "validation"}
    assert not list(folder.rglob("test-*.parquet"))
    assert verify_folder(folder, named=True).problems == ()
    assert load_back(folder) == sum(table.rows for table in read_manifest(folder).tables)


def test_the_loader_leaves_it_out_of_an_old_folder_that_still_has_it(released: Workspace) -> None:
    line = f'{{"date":"{DAY}","reason":"law","withdrawn_id":"{ARTICLE}"}}\n'
    whole = claimwire.load_release(VERSION, "claims_standoff", released)
    assert ARTICLE in whole["train"]["article_id"]
    write_text(released.withdrawn_file, line)
    for config in ("claims_standoff", "events"):
        loaded = claimwire.load_release(VERSION, config, released)
        old = claimwire.load_release(VERSION, config, released)
        assert loaded["train"].features == old["train"].features
        found = {
            word
            for rows in loaded.values()
            for row in rows
            for text in strings(row)
            for word in re.findall(r"[a-z0-9_]+", text)
        }
        assert not {word for word in found if word == ARTICLE or word.startswith(f"{ARTICLE}_")}
    kept = [row for row in whole["train"] if row["article_id"] != ARTICLE]
    assert len(claimwire.load_release(VERSION, "claims_standoff", released)["train"]) == len(kept)


def test_nothing_is_looked_for_where_nothing_is_withdrawn(released: Workspace) -> None:
    assert plan_rebuild(folder_of(released), released.withdrawn_ids()) is None
    planned = plan_withdrawal(released)
    assert (planned.new, planned.rebuilds, planned.records) == (None, (), {})


def test_the_whole_config_of_a_release_is_the_one_with_every_article() -> None:
    assert whole_config({"claims", "claims_standoff"}, "claims") == "claims_standoff"
    assert whole_config({"claims"}, "claims") == "claims"
    assert whole_config({"events"}, "events") == "events"


def test_a_manifest_without_withdrawals_does_not_mention_them(built: Built) -> None:
    assert "withdrawn" not in (built.folder / "manifest.json").read_text()
    assert ReleaseManifest.model_validate_json((built.folder / "manifest.json").read_bytes()).withdrawn is None


def test_the_croissant_description_counts_nothing_that_was_counted_before(released: Workspace) -> None:
    path = folder_of(released) / "croissant.json"
    before = {item["@id"]: item for item in json.loads(path.read_text())["recordSet"]}
    withdraw(released, withdrawal(FIGURE))
    after = {item["@id"]: item for item in json.loads(path.read_text())["recordSet"]}
    lost = {loss.config for loss in (read_manifest(folder_of(released)).withdrawn or ())[0].tables}
    assert "claims_standoff" in lost
    assert after.keys() == before.keys()
    for config, item in after.items():
        counts = re.findall(r'"@id": "[^"]*/count(?:_\w+)?"', json.dumps(item))
        assert bool(counts) == bool(config not in lost and "/count" in json.dumps(before[config])), config
        if config not in lost:
            assert item == before[config]
