"""How a release is cited, at the edges of what is known of it, and that citation files stay valid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from repository import ROOT

from claimwire.citation import NO_DOIS, Cited, Dois, apa, bibtex, with_release

DOI = {"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+$"}
TEXT = {"type": "string", "minLength": 1}
CFF: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["authors", "cff-version", "message", "title"],
    "properties": {
        "abstract": TEXT,
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "anyOf": [{"required": ["name"]}, {"required": ["family-names"]}, {"required": ["given-names"]}],
            },
        },
        "cff-version": {"const": "1.2.0"},
        "date-released": {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$"},
        "doi": DOI,
        "identifiers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "value"],
                "properties": {"type": {"const": "doi"}, "value": DOI, "description": TEXT},
            },
        },
        "keywords": {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True},
        "license": {"enum": ["CC-BY-4.0", "Apache-2.0"]},
        "message": TEXT,
        "title": TEXT,
        "type": {"enum": ["dataset", "software"]},
        "url": {"type": "string", "pattern": "^https?://"},
        "version": {"type": ["string", "number"]},
    },
}
"""What the Citation File Format 1.2.0 says of the keys that we use; it takes no other keys than its own."""

BARE = Cited(("Ada Reed",), "wren", "1.2.0", "2031-06-01")
FILE = """cff-version: 1.2.0
message: "Cite it."
type: dataset
title: wren
authors:
  - name: "Ada Reed"
version: 0.0.1
date-released: 2030-01-01
keywords:
  - ferries
"""


def problems(text: str) -> list[str]:
    content = yaml.safe_load(text)
    shown = {key: value.isoformat() if isinstance(value, date) else value for key, value in content.items()}
    return [error.message for error in Draft202012Validator(CFF).iter_errors(shown)]


def test_our_citation_file_is_valid_and_of_a_dataset() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert problems(text) == []
    content = yaml.safe_load(text)
    assert content["type"] == "dataset"
    assert {"version", "date-released", "license", "abstract", "keywords"} <= content.keys()


def test_a_citation_file_that_is_not_valid_is_noticed() -> None:
    assert problems(FILE) == []
    assert problems(FILE.replace("message", "note"))
    assert problems(f"{FILE}identifiers:\n  - type: doi\n    value: https://doi.org/10.1234/x\n")


def test_version_and_day_are_those_of_the_release_and_all_else_stays() -> None:
    text = with_release(FILE, "1.2.0", "2031-06-01")
    assert text == FILE.replace("0.0.1", "1.2.0").replace("2030-01-01", "2031-06-01")
    assert with_release("title: wren\n", "1.2.0", "2031-06-01") == "title: wren\n"


@pytest.mark.parametrize(
    ("dois", "values"),
    [
        (Dois("10.5072/wren.2", "10.5072/wren"), ["10.5072/wren.2", "10.5072/wren"]),
        (Dois("10.5072/wren.2"), ["10.5072/wren.2"]),
        (Dois(concept="10.5072/wren"), ["10.5072/wren"]),
    ],
)
def test_dois_are_identifiers_and_take_the_place_of_older_ones(dois: Dois, values: list[str]) -> None:
    older = with_release(FILE + "doi: 10.5072/old\n", "1.1.0", "2031-05-01", Dois("10.5072/older.1", "10.5072/older"))
    assert "10.5072/old\n" not in older
    for text in (FILE, older):
        made = with_release(text, "1.2.0", "2031-06-01", dois)
        assert problems(made) == []
        content = yaml.safe_load(made)
        assert [item["value"] for item in content["identifiers"]] == values
        assert content["doi"] == values[0], "what is to be cited"
        assert content["keywords"] == ["ferries"]
        assert with_release(made, "1.2.0", "2031-06-01", dois) == made
    assert yaml.safe_load(with_release(older, "1.2.0", "2031-06-01"))["identifiers"], "without any, they stay"


@pytest.mark.parametrize("doi", ["https://doi.org/10.5072/wren", "10.5072", "10.5072/wr en", "", "10.12/x"])
def test_what_is_no_doi_is_refused(doi: str) -> None:
    with pytest.raises(ValueError, match=r"is not a DOI; write it as 10\.1234/abc"):
        Dois(doi)


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ((), "wren (Version 1.2.0) [Data set]. (2031)."),
        (("Ada Reed",), "Ada Reed. (2031). wren (Version 1.2.0) [Data set]."),
        (("Reed, A.",), "Reed, A. (2031). wren (Version 1.2.0) [Data set]."),
        (("Reed, A.", "Bela Inc."), "Reed, A., & Bela Inc. (2031). wren (Version 1.2.0) [Data set]."),
        (("A", "B", "C"), "A, B, & C. (2031). wren (Version 1.2.0) [Data set]."),
    ],
)
def test_a_reference_in_the_style_of_the_apa(authors: tuple[str, ...], shown: str) -> None:
    assert apa(Cited(authors, "wren", "1.2.0", "2031-06-01")) == shown


def test_the_address_is_that_of_the_version_else_of_the_dataset_else_its_page() -> None:
    def end(dois: Dois = NO_DOIS, url: str | None = None) -> str:
        return apa(Cited(("Ada Reed",), "wren", "1.2.0", "2031-06-01", url, dois)).rpartition("]. ")[2]

    assert end(Dois("10.5072/w.2", "10.5072/w"), "https://wren.example") == "https://doi.org/10.5072/w.2"
    assert end(Dois(concept="10.5072/w"), "https://wren.example") == "https://doi.org/10.5072/w"
    assert end(url="https://wren.example") == "https://wren.example"
    assert apa(BARE).endswith("[Data set].")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a{", r"a{\textbraceleft}"),
        ("C:\\x~^", r"C:{\textbackslash}x{\textasciitilde}{\textasciicircum}"),
        ("one\n```\ntwo", "one ``` two"),
    ],
)
def test_a_name_in_an_entry_for_bibtex_is_one_line_with_its_braces_in_pairs(name: str, told: str) -> None:
    entry = bibtex(Cited((name,), "wren", "1.2.0", "2031-06-01", "https://w.example/{a b}"))
    assert f"author = {{{{{told}}}}},\n" in entry
    assert "url = {https://w.example/%7Ba%20b%7D},\n" in entry
    assert entry.count("{") == entry.count("}")


def test_an_entry_for_bibtex_keeps_names_and_has_a_doi_or_a_page() -> None:
    assert bibtex(BARE) == (
        "@misc{wren_1_2_0,\n  author = {{Ada Reed}},\n  title = {{wren}},\n  year = {2031},\n  version = {1.2.0},\n"
        "  note = {Data set, version 1.2.0},\n}\n"
    )
    several = Cited(
        ("R & D 100%", "Bela"), "Wren_{x} #1", "1.2.0", "2031-06-01", "https://w.example", Dois("10.5072/w")
    )
    entry = bibtex(several)
    assert entry.startswith("@misc{wrenx1_1_2_0,\n")
    assert r"author = {{R \& D 100\%} and {Bela}}" in entry
    assert r"title = {{Wren\_{\textbraceleft}x{\textbraceright} \#1}}" in entry
    assert "doi = {10.5072/w}" in entry
    assert "url" not in entry
    assert "url = {https://w.example}" in bibtex(Cited((), "wren", "1.2.0", "2031-06-01", "https://w.example"))
    assert "author" not in bibtex(Cited((), "鳥", "1.2.0", "2031-06-01"))
    assert bibtex(Cited((), "鳥", "1.2.0", "2031-06-01")).startswith("@misc{dataset_1_2_0,")


@pytest.mark.parametrize("before", ["", "url: https://old.example.org\n"])
def test_the_address_of_the_plan_is_the_address_of_the_citation(before: str) -> None:
    address = 'https://example.org/a"b'
    made = with_release(FILE + before, "1.2.0", "2031-06-01", url=address)
    assert yaml.safe_load(made)["url"] == address
    assert with_release(made, "1.2.0", "2031-06-01", url=address) == made
    assert yaml.safe_load(with_release(made, "1.2.0", "2031-06-01"))["url"] == address, "without any, it stays"
