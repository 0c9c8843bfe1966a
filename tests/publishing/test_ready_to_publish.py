"""What keeps a release from being published."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from claimwire.checks import load
from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.publishing.card import card_problems, first_screen, head_shown, parts
from claimwire.publishing.files import HubFile, ReleaseFile, difference, files_of, git_sha1
from claimwire.publishing.readiness import Inspected, look_at
from claimwire.release.build import build
from claimwire.release.named import published_folder
from claimwire.release.writing import check_sums
from claimwire.schema.vocab import Split


def problems(workspace: Workspace) -> str:
    return "\n".join(look_at(workspace, workspace.dataset / "1.0.0").problems)


def rewrite(workspace: Workspace, old: str, new: str) -> None:
    """Change the card of the release, and its check sums with it."""
    folder = workspace.dataset / "1.0.0"
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    assert old in text
    write_text(card, text.replace(old, new, 1))
    write_text(folder / "SHA256SUMS", check_sums(folder))


def test_a_sound_release_is_looked_at_from_all_sides(candidate: Inspected) -> None:
    looked = [line.partition(":")[0] for line in candidate.told]
    assert looked == ["files", "card", "Croissant", "checks", "duplicates", "texts"]
    assert candidate.tag == "v1.0.0"
    assert candidate.size == sum(path.stat().st_size for path in candidate.folder.rglob("*") if path.is_file())


def test_what_the_croissant_description_does_not_say_is_named_and_stops_nothing(candidate: Inspected) -> None:
    (line,) = (line for line in candidate.told if line.startswith("Croissant"))
    assert "rai:dataUseCases (`uses` in annotations/release.toml)" in line
    assert "rai:dataBiases (`biases` in the corpora's corpus.toml)" in line
    assert "rai:hasSyntheticData" not in line
    assert "creator" not in line, "the plan has authors"


@pytest.mark.parametrize(
    "name", ["README.md", "manifest.json", "claims/train-00000-of-00001.parquet", "croissant.json"]
)
def test_a_file_that_changed_stops_it(name: str, publishable: Workspace) -> None:
    path = publishable.dataset / "1.0.0" / name
    write_bytes(path, path.read_bytes() + b"\n")
    assert f"{name} has SHA-256" in problems(publishable)


def test_a_file_that_is_gone_or_too_much_stops_it(publishable: Workspace) -> None:
    folder = publishable.dataset / "1.0.0"
    (folder / "croissant.json").unlink()
    write_text(folder / ".notes", "mine")
    assert "croissant.json is missing" in problems(publishable)
    assert ".notes" in problems(publishable)


def test_check_sums_that_were_made_anew_do_not_help_a_table(publishable: Workspace) -> None:
    folder = publishable.dataset / "1.0.0"
    shutil.copy(
        folder / "claims" / "train-00000-of-00001.parquet", folder / "claims" / "validation-00000-of-00001.parquet"
    )
    write_text(folder / "SHA256SUMS", check_sums(folder))
    assert "claims/validation-00000-of-00001.parquet has SHA-256" in problems(publishable)


def test_a_problem_that_a_check_finds_stops_it(publishable: Workspace) -> None:
    path = publishable.annotations / "heron" / "claims.jsonl"
    write_text(path, path.read_text(encoding="utf-8") + "{}\n")
    assert "annotations/heron/claims.jsonl" in problems(publishable)


def test_duplicates_in_different_splits_stop_it(publishable: Workspace) -> None:
    with load(publishable) as repository:
        one, other = repository.duplicates[0].article_ids
    splits = [row.record for row in publishable.splits()[0]]
    split_of = {line.article_id: line.split for line in splits}
    assert split_of[one] is split_of[other]
    assert "duplicates in different splits" not in problems(publishable)
    another = next(split for split in Split if split is not split_of[one])
    moved = [line.model_copy(update={"split": another}) if line.article_id == one else line for line in splits]
    write_jsonl(publishable.splits_file, moved)
    assert "duplicates in different splits" in problems(publishable)


def test_a_region_that_was_emptied_stops_it(publishable: Workspace) -> None:
    card = (publishable.dataset / "1.0.0" / "README.md").read_text(encoding="utf-8")
    start = card.index("<!-- generated: labels -->\n") + len("<!-- generated: labels -->\n")
    rewrite(publishable, card[start : card.index("<!-- /generated -->", start)], "")
    assert "README.md: its generated region 'labels' is empty" in problems(publishable)


def test_a_licence_that_is_not_planned_stops_it(publishable: Workspace) -> None:
    rewrite(publishable, "license: cc-by-4.0", "license: mit")
    assert "its licence is mit, annotations/release.toml has CC-BY-4.0" in problems(publishable)


def test_a_plan_without_a_licence_stops_it(small: Workspace) -> None:
    build(small, release=True)
    assert "annotations/release.toml names no licence" in problems(small)
    assert "its head has the license other" in problems(small)


def test_only_a_release_is_published(publishable: Workspace) -> None:
    assert published_folder(publishable, "1.0.0") == publishable.dataset / "1.0.0"
    with pytest.raises(ReleaseError, match=r"dataset/ has no release '1.0.1'; .*there are: 1.0.0"):
        published_folder(publishable, "1.0.1")
    for name in ("../dataset/1.0.0", "", "splits.jsonl"):
        with pytest.raises(ReleaseError, match="has no release"):
            published_folder(publishable, name)
    shutil.copytree(publishable.dataset / "1.0.0", publishable.draft)
    with pytest.raises(ReleaseError, match="a draft is built over, and is never published or passed on"):
        published_folder(publishable, "draft")


def test_a_folder_without_a_manifest_is_no_release(publishable: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"has no manifest.json"):
        look_at(publishable, tmp_path)


def found_in(card: str, candidate: Inspected) -> list[str]:
    return list(card_problems(card, candidate.manifest))


def test_what_a_card_lacks_is_named(candidate: Inspected) -> None:
    card = candidate.card
    assert found_in(card, candidate) == []
    assert found_in(card.replace("license: cc-by-4.0\n", ""), candidate) == ["its head has no license"]
    assert found_in(card.replace("license: cc-by-4.0\n", "license: ' '\n"), candidate) == ["its head has no license"]
    assert found_in(card.replace("pretty_name: mini\n", ""), candidate) == ["its head has no pretty_name"]
    [configs] = found_in(card.replace("config_name: claims\n", "config_name: other\n"), candidate)
    assert "and the manifest has others" in configs
    assert found_in(card.replace("<!-- /generated -->", "", 1), candidate) == [
        "a generated region of it has no end, or no beginning"
    ]
    assert found_in("# mini\n", candidate) == ["it has no head between two lines of ---"]
    assert found_in("---\n[\n---\n", candidate)[0].startswith("its head is not YAML")
    assert found_in("---\n- a\n---\n", candidate) == ["its head has no keys"]
    head = card[: card.index("\n---\n") + 5]
    assert found_in(head + "# mini\n", candidate) == ["it has no generated region"]


def test_the_head_is_shown_without_what_is_pages_long(candidate: Inspected) -> None:
    head, body = parts(candidate.card)
    shown = head_shown(head)
    assert "license: cc-by-4.0" in shown
    assert "claims_standoff" in shown
    assert "class_label" not in shown
    assert first_screen(body, 1) == "# mini"
    assert first_screen(body, 2).count("\n") == 1


def there(name: str, content: bytes, *, large: bool = False) -> HubFile:
    if large:
        return HubFile(name, len(content), "0" * 40, hashlib.sha256(content).hexdigest())
    return HubFile(name, len(content), git_sha1(content), None)


def test_how_two_sets_of_files_differ(tmp_path: Path) -> None:
    for name in ("README.md", "claims/train-1.parquet", "claims/test-1.parquet", "links/test-1.parquet"):
        write_bytes(tmp_path / name, name.encode())
    files: tuple[ReleaseFile, ...] = files_of(tmp_path)
    assert [file.name for file in files] == sorted(file.name for file in files)
    hub = [
        there("README.md", b"edited"),
        there("claims/train-1.parquet", b"claims/train-1.parquet", large=True),
        there("claims/test-1.parquet", b"other", large=True),
        there("claims/train-2.parquet", b"x", large=True),
        there("claims", b"a file"),
        there("others/train-1.parquet", b"x", large=True),
        there(".gitattributes", b"x"),
    ]
    found = difference(files, {file.name: file for file in hub})
    assert found.new == ("links/test-1.parquet",)
    assert found.changed == ("README.md", "claims/test-1.parquet")
    assert found.same == ("claims/train-1.parquet",)
    assert found.deleted == ("claims/train-2.parquet",)
    assert found.left == (".gitattributes", "claims", "others/train-1.parquet")
    assert not found.is_none
    same = [there(name, name.encode()) for name in (file.name for file in files)]
    assert difference(files, {file.name: file for file in same}).is_none


def test_the_id_of_a_content_is_that_of_git() -> None:
    assert git_sha1(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    assert git_sha1(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"
