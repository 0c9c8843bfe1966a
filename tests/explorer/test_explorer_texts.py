"""Which texts a site has: those that may be passed on; never restored ones in a repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from explored import OPTIONS, Released, files_of, handed_over
from small import DOCUMENTS, STANDOFF
from small.material import texts

from claimwire.errors import ReleaseError
from claimwire.explorer.site import write_site
from claimwire.explorer.texts import may_be_passed_on, require_place_for_texts, restored_texts, shown_texts
from claimwire.hydration.words import words

RUN = 6
"""Words in a row that are looked for."""


def runs_of(text: str) -> set[tuple[str, ...]]:
    forms = [word.form for word in words(text)]
    return {tuple(forms[n : n + RUN]) for n in range(len(forms) - RUN + 1)}


CLOSED = {"text_redistributable": False, "text_licence": "CC BY 4.0", "licence_evidence": "stated_by_outlet"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"text_licence": "CC BY-SA 3.0"}, True),
        ({"text_licence": "CC0 1.0"}, True),
        ({"licence_evidence": "inferred"}, False),
        ({"licence_evidence": None}, False),
        ({"text_licence": "all rights reserved"}, False),
        ({"text_licence": "CC BY-NC 4.0"}, False),
        ({"text_licence": "CC BY-ND 4.0"}, False),
        ({"text_licence": "public domain (inferred)", "licence_evidence": "inferred"}, False),
        ({"text_redistributable": True, "text_licence": "all rights reserved"}, True),
    ],
)
def test_a_text_may_be_passed_on_under_an_open_licence_that_is_stated(
    changed: dict[str, object], expected: bool
) -> None:
    assert may_be_passed_on({**CLOSED, **changed}) is expected


def test_restored_texts_are_left_out_unless_they_are_asked_for(released: Released) -> None:
    found = restored_texts(released.rows, DOCUMENTS)
    standoff = {key for key, row in released.rows.articles.items() if row["corpus_id"] == STANDOFF}
    assert found.keys() == standoff
    assert all(found[key] == texts()[key] for key in standoff)
    every = released.rows.texts | found
    assert shown_texts(released.rows, every, every=False).texts.keys() == every.keys() - standoff
    assert shown_texts(released.rows, every, every=False).left_out == len(standoff)
    shown = shown_texts(released.rows, every, every=True)
    assert (shown.texts.keys(), shown.closed, shown.restored) == (every.keys(), standoff, standoff)


def test_a_folder_without_any_of_the_texts_is_refused(released: Released, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Nothing of it.\n")
    with pytest.raises(ReleaseError, match="none of the texts"):
        restored_texts(released.rows, tmp_path)


def test_no_words_of_a_text_that_is_not_shown_are_in_any_file(released: Released) -> None:
    standoff = {key: text for key, text in texts().items() if key.startswith(STANDOFF)}
    headlines = set().union(*(runs_of(row["headline"]) for row in released.rows.articles.values()))
    wanted = set().union(*map(runs_of, standoff.values())) - headlines
    ours = set().union(*(runs_of(c.get("statement", "")) for own in released.rows.claims.values() for c in own))
    wanted -= ours
    assert len(wanted) > 100
    for name, content in files_of(released.rows).items():
        assert not runs_of(content) & wanted, name
    shown = files_of(released.rows, released.rows.texts | standoff, every=True)
    assert runs_of(shown["data/articles/rook_a.js"]) & wanted


def test_a_page_without_text_has_no_words_in_its_links(released: Released) -> None:
    for name, content in files_of(released.rows).items():
        if name.startswith("data/articles/"):
            article = handed_over(content)
            assert all(
                ":~:text=" not in claim.get("original", "") for claim in article["claims"] if not article["text"]
            )


def test_every_page_of_a_site_with_closed_texts_says_so_and_others_do_not(released: Released) -> None:
    found = restored_texts(released.rows, DOCUMENTS)
    notice = "may not be passed on. It is for whoever made it"
    assert notice in files_of(released.rows, released.rows.texts | found, every=True)["index.html"]
    assert notice not in files_of(released.rows, released.rows.texts | found)["index.html"]


def test_restored_texts_are_not_written_into_a_repository_and_others_may_be(released: Released, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(released.workspace.root, root)
    found = restored_texts(released.rows, DOCUMENTS)
    shown = shown_texts(released.rows, released.rows.texts | found, every=True)
    with pytest.raises(ReleaseError, match="2 of the texts on the pages may not stand there"):
        write_site(root / "site", released.rows, shown, OPTIONS)
    assert not (root / "site").exists()
    require_place_for_texts(shown_texts(released.rows, released.rows.texts, every=False), root / "site")


def test_nobody_else_may_read_a_site_with_closed_texts(released: Released, tmp_path: Path) -> None:
    found = restored_texts(released.rows, DOCUMENTS)
    shown = shown_texts(released.rows, released.rows.texts | found, every=True)
    place = write_site(tmp_path / "site", released.rows, shown, OPTIONS).place
    assert {path.stat().st_mode & 0o077 for path in [place, *place.rglob("*")]} == {0}
