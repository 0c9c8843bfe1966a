"""What a site has: the same of the same release, nothing of what is withdrawn, no page of a private person."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from explored import OPTIONS, Released, files_of, handed_over

from claimwire.errors import ReleaseError
from claimwire.explorer.rows import ExplorerRows, read_explorer_rows
from claimwire.explorer.site import MARK, SCRIPTS, page, require_own_place, site_size, write_site
from claimwire.explorer.texts import shown_texts
from claimwire.licences import creative_commons
from claimwire.schema import LABELS


def written(rows: ExplorerRows, place: Path) -> Path:
    return write_site(place, rows, shown_texts(rows, rows.texts, every=False), OPTIONS).place


def test_a_site_is_the_same_whenever_it_is_written_and_has_as_many_files_as_it_says(released: Released) -> None:
    first, second = files_of(released.rows), files_of(read_explorer_rows(released.folder, ()))
    assert first == second
    assert len(first) == site_size(released.rows)


def test_every_claim_of_the_release_is_in_the_index_and_on_the_page_of_its_article(released: Released) -> None:
    files = files_of(released.rows)
    index = handed_over(files["data/index.js"])
    ids = [
        own[1:] if own.startswith("=") else f"{article}_{own}"
        for article, own in zip(
            [
                key
                for key, n in zip(index["articles"]["id"], index["articles"]["claims"], strict=True)
                for _ in range(n)
            ],
            index["claims"]["id"],
            strict=True,
        )
    ]
    told = [
        claim["claim_id"]
        for article_id in index["articles"]["id"]
        for claim in handed_over(files[f"data/articles/{article_id}.js"])["claims"]
    ]
    known = {claim_id for corpus in released.workspace.corpora() for claim_id in corpus.claims}
    assert ids == told
    assert set(ids) == known
    columns = [index["claims"][name]["codes"] for name in ("label", "event", "source")]
    columns += [column["codes"] for column in index["slots"].values()]
    assert {len(codes) for codes in columns} == {len(known)}


def test_every_layer_is_on_the_page_of_its_article_with_what_became_of_its_claims(released: Released) -> None:
    files = files_of(released.rows)
    for corpus in released.workspace.corpora():
        for layer in corpus.layers.values():
            layers = handed_over(files[f"data/articles/{layer.article_id}.js"])["layers"]
            found = {claim["claim_id"]: claim for own in layers for claim in own["claims"]}
            assert {claim.claim_id for claim in layer.claims} <= found.keys()
    decided = [
        c for name, x in files.items() if "/articles/" in name for y in handed_over(x)["layers"] for c in y["claims"]
    ]
    assert {"decision", "reason"} <= set().union(*map(set, decided))
    assert any("reference_claim_id" not in claim for claim in decided)


@pytest.mark.parametrize("kind", ["claim", "article", "entity"])
def test_what_is_withdrawn_is_nowhere(released: Released, kind: str) -> None:
    rows = released.rows
    named = next(row for row in rows.entities if row.get("claim_ids") and row.get("name"))
    withdrawn = {"claim": "heron_a_c06", "article": "heron_c", "entity": named["entity_id"]}[kind]
    gone = {"claim": [withdrawn], "article": [withdrawn], "entity": [withdrawn, *named["claim_ids"]]}[kind]
    before = "\n".join(files_of(rows).values())
    left = read_explorer_rows(released.folder, [withdrawn])
    for name, content in files_of(left).items():
        for one in gone:
            assert f'"{one}"' not in content.replace("\\", ""), name
    assert all(f'"{one}"' in before.replace("\\", "") for one in gone)
    assert left.claim_count < rows.claim_count
    assert left.claim_count > 100


def test_a_private_person_has_no_page_and_no_name_in_the_list(released: Released) -> None:
    person = next(row for row in released.rows.entities if row.get("public_role"))
    private = {name: value for name, value in person.items() if name != "public_role"} | {"name": "Nobody Known"}
    others = [row for row in released.rows.entities if row is not person]
    assert person["entity_id"] in handed_over(files_of(released.rows)["data/entities.js"])
    files = files_of(replace(released.rows, entities=[*others, private]))
    entities = handed_over(files["data/entities.js"])
    assert len(entities) == len(handed_over(files_of(released.rows)["data/entities.js"])) - 1
    assert person["entity_id"] not in entities
    assert not [name for name, content in files.items() if "Nobody Known" in content]


def test_search_engines_may_not_list_it_unless_they_are_let(released: Released) -> None:
    shown = shown_texts(released.rows, {}, every=False)
    assert '<meta name="robots" content="noindex">' in page(released.rows, shown, OPTIONS)
    assert "robots" not in page(released.rows, shown, replace(OPTIONS, may_be_listed=True))


def test_it_loads_nothing_from_anywhere_else_and_has_every_script(released: Released) -> None:
    files = files_of(released.rows)
    html = files["index.html"]
    assert "default-src 'none'" in html
    assert "<!--" not in html
    for name in SCRIPTS:
        assert f'src="page/{name}"' in html
        for word in ("fetch(", "XMLHttpRequest", "innerHTML", "http://", "https://", "eval("):
            assert word not in files[f"page/{name}"], (name, word)
    assert "url(" not in files["page/style.css"]


def test_names_of_the_release_are_text_on_the_page(released: Released) -> None:
    manifest = released.rows.manifest.model_copy(update={"name": "<script>x</script>"})
    rows = replace(released.rows, manifest=manifest)
    assert "<script>x" not in page(rows, shown_texts(rows, {}, every=False), OPTIONS)


def test_every_label_and_part_has_a_colour_in_both_themes(released: Released) -> None:
    sheet = files_of(released.rows)["page/colours.css"]
    light, dark = sheet.split("@media (prefers-color-scheme: dark)")
    for declaration in LABELS:
        name = declaration.label.value.replace("_", "-")
        assert f"--{name}: #" in light
        assert f"--{name}: #" in dark.split("}")[0]
        assert f".{name} {{ --c: var(--{name}); }}" in sheet


def test_a_site_takes_the_place_of_one_that_was_written_before(released: Released, tmp_path: Path) -> None:
    place = written(released.rows, tmp_path / "site")
    assert (place / "data" / "articles" / "heron_a.js").exists()
    assert written(read_explorer_rows(released.folder, ["heron_a"]), place) == place
    assert not (place / "data" / "articles" / "heron_a.js").exists()
    assert list(tmp_path.iterdir()) == [place]


def test_an_empty_folder_is_taken_and_one_with_files_of_others_is_refused(released: Released, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    written(released.rows, tmp_path / "empty")
    for name in ("notes.txt", "data/mine.js"):
        place = written(released.rows, tmp_path / "site")
        (place / name).write_text("mine")
        with pytest.raises(ReleaseError, match=f"has '{name}', which `claimwire explore` did not write"):
            written(released.rows, place)
        assert (place / name).read_text() == "mine"
        shutil.rmtree(place)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("file", "link"):
        with pytest.raises(ReleaseError, match="is there and is not a folder"):
            require_own_place(tmp_path / name)


@pytest.mark.parametrize(
    "told", ["", "[]", '{"made_by": "somebody", "files": ["a"]}', '{"made_by": "claimwire explore"}']
)
def test_a_list_of_somebody_else_makes_a_folder_no_site(tmp_path: Path, told: str) -> None:
    (tmp_path / MARK).write_text(told)
    (tmp_path / "a").write_text("mine")
    with pytest.raises(ReleaseError, match="did not write"):
        require_own_place(tmp_path)


def test_a_fault_leaves_the_site_as_it_was(released: Released, tmp_path: Path) -> None:
    place = written(released.rows, tmp_path / "site")
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    faulty = replace(released.rows, events=[{"event_id": "x", "name": "x"}])
    with pytest.raises(ReleaseError, match="a row is no Event"):
        written(faulty, place)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert list(tmp_path.iterdir()) == [place]


def test_a_release_of_an_older_schema_is_refused(released: Released, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(released.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "schema_version": "1.0.0"}))
    with pytest.raises(ReleaseError, match=r"of schema 1\.0\.0, and pages cannot be made of it"):
        read_explorer_rows(folder, ())


def test_a_text_that_is_shown_has_its_licence_and_a_link_to_that(released: Released) -> None:
    files = files_of(released.rows)
    for article_id in released.rows.texts:
        article = handed_over(files[f"data/articles/{article_id}.js"])
        licence = creative_commons(article["text_licence"])
        assert article["licence_at"] == (None if licence is None else licence.address)
    assert any(handed_over(files[f"data/articles/{key}.js"])["licence_at"] for key in released.rows.texts)
