"""What is said to somebody who writes a date in another way."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from edtf_strings import LEVEL_0, LEVEL_1, LEVEL_2, rows
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from claimwire.cli import main
from claimwire.corpus.records import parse_toml, validation_messages
from claimwire.corpus.workspace import Workspace
from claimwire.dates import advice, bounds
from claimwire.errors import EdtfError
from claimwire.schema import CorpusInfo
from claimwire.schema.base import EDTF_PATTERN, Edtf

GENERAL = "write YYYY-MM-DD, YYYY-MM or YYYY, such as 2020-11-09"

ALMOST = {
    "198u": "198X",
    "19uu": "19XX",
    "196x": "196X",
    "1984-uu": "1984-XX",
    "1984-04-uu": "1984-04-XX",
    "15uu-12-25": "15XX-12-25",
    "uuuu-12-25": "XXXX-12-25",
    "y170000002": "Y170000002",
    "y-17e7": "Y-17E7",
    "y17101e4p3": "Y17101E4S3",
    "1950p2": "1950S2",
    "1984?~": "1984%",
    "1984~?": "1984%",
    "2004-06-(01)~/2004-06-(20)~": "2004-06-~01/2004-06-~20",
    "1984/unknown": "1984/",
    "unknown/2004-06": "/2004-06",
    "1984/open": "1984/..",
    "Open/1984": "../1984",
    "2001-21^southernHemisphere": "2001-29",
    "2001-24^southernHemisphere": "2001-32",
    "2001-21^northernHemisphere": "2001-25",
    "2031-5-4": "2031-05-04",
    "2031/05/04": "2031-05-04",
    "2031.5.4": "2031-05-04",
    "20310504": "2031-05-04",
    "2031/5": "2031-05",
    "2031-5": "2031-05",
    "1985-1-1/1986-2-2": "1985-01-01/1986-02-02",
    "1990s": "199X",
    "1992-1994": "1992/1994",
    "1992–1994": "1992/1994",
    "2031–05–04": "2031-05-04",
    "1992 / 1994": "1992/1994",
    "[1667, 1668, 1670 .. 1672]": "[1667,1668,1670..1672]",
    "Y1984": "1984",
    "Y00984": "0984",
    "２０３１-05-04": "2031-05-04",
    "٢٠٢٠-11-09": "2020-11-09",
    "१९९९": "1999",
    "2031-05-04\n": "2031-05-04",
    "  2031-05-04": "2031-05-04",
    "2031\u00a0": "2031",
    "2031-05-04 10:30:00": "2031-05-04T10:30:00",
    "2031-05-04t10:30:00z": "2031-05-04T10:30:00Z",
    "2031-05-04T10:30": "2031-05-04T10:30:00",
    "2031-05-04T10:30Z": "2031-05-04T10:30:00Z",
    "2031-05-04T10:30+02:00": "2031-05-04T10:30:00+02:00",
    "2031-05-04T10:30:00.123456Z": "2031-05-04T10:30:00Z",
    "2031-05-04 10:30:00 +0530": "2031-05-04T10:30:00+05:30",
}
"""The draft of 2012, and ways in which people and programs write; each with what it is in EDTF."""


def error_of(text: str) -> str:
    """Return what is wrong with a date; nothing if it has bounds."""
    try:
        bounds(text)
    except EdtfError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("written", "edtf"), ALMOST.items())
def test_what_is_almost_a_date_is_told_as_the_date(written: str, edtf: str) -> None:
    assert advice(written) == f"write {edtf}"
    with pytest.raises(EdtfError) as error:
        bounds(written)
    assert str(error.value).startswith(f"{written!r} is not an EDTF date")
    assert str(error.value).endswith(f"; write {edtf}")


@pytest.mark.parametrize("edtf", sorted(set(ALMOST.values())))
def test_what_is_told_to_be_written_is_edtf(edtf: str) -> None:
    assert "is not an EDTF date" not in error_of(edtf)


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "May 4, 2031",
        "4 May 2031",
        "04/05/2031",
        "5.4.31",
        "1984u",
        "31-05-04",
        "",
        "2031-W05",
        "in 1999",
        "?",
    ],
)
def test_for_what_could_be_several_dates_it_is_told_how_dates_are_written(written: str) -> None:
    assert advice(written).startswith(GENERAL)
    with pytest.raises(EdtfError, match=f"is not an EDTF date.*; {GENERAL}"):
        bounds(written)


@given(st.text(max_size=30) | st.text(alphabet="0123456789uxypeXYSETZ.,/:[]{}~?%+- ^()", max_size=20))
def test_any_text_is_a_date_or_told_what_to_write(text: str) -> None:
    assert error_of(text) == "" or error_of(text).startswith(repr(text))
    told = advice(text)
    if not told.startswith(GENERAL):
        assert "is not an EDTF date" not in error_of(told.removeprefix("write "))


@pytest.mark.parametrize("size", [1000, 100_000])
def test_advice_on_long_text_is_short(size: int) -> None:
    assert advice(" " * size).startswith(GENERAL)
    assert advice("x" * size).startswith(GENERAL)


# Where dates enter

FIELD = TypeAdapter(Edtf)


@pytest.mark.parametrize("edtf", [text for text, _, _ in rows(LEVEL_0 + LEVEL_1 + LEVEL_2)])
def test_a_record_takes_every_string_of_the_specification(edtf: str) -> None:
    assert FIELD.validate_python(edtf) == edtf


@pytest.mark.parametrize(
    ("written", "told"),
    [("yesterday", GENERAL), ("May 4, 2031", GENERAL), ("198u", "write 198X"), ("", GENERAL), ("2031\n", "write 2031")],
)
def test_a_record_that_has_another_date_is_told_how_dates_are_written(written: str, told: str) -> None:
    with pytest.raises(ValidationError) as error:
        FIELD.validate_json(json.dumps(written), strict=True)
    message = validation_messages(error.value)
    assert message.startswith(f"record: not an EDTF date; {told}")
    assert message.endswith(f", found {written!r}")


def test_a_record_whose_date_is_no_text_is_told_so() -> None:
    with pytest.raises(ValidationError, match="valid string"):
        FIELD.validate_python(2031, strict=True)


def test_the_schema_of_a_date_is_its_pattern() -> None:
    assert FIELD.json_schema() == {"type": "string", "pattern": EDTF_PATTERN}


@pytest.mark.parametrize(
    "published", ["2031-05-03", "2031-05-03T10:30:00", "2031-05-03T10:30:00Z", "2031-05-03 10:30:00+02:00"]
)
def test_a_date_of_toml_needs_no_quotes(small: Workspace, published: str) -> None:
    """A date and time without quotes had a space in place of its T, and was refused."""
    path = small.annotations / "heron" / "corpus.toml"
    text = path.read_text(encoding="utf-8")
    quoted = 'published = "2031-05-03"'
    assert text.count(quoted) == 1
    document = parse_toml(text.replace(quoted, f"published = {published}"), CorpusInfo, path).documents[0]
    assert document.published == published.replace(" ", "T").replace("Z", "+00:00")


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("yesterday", f"'yesterday' is not an EDTF date; {GENERAL}"),
        ("May 4, 2031", f"'May 4, 2031' is not an EDTF date; {GENERAL}"),
        ("2031-05-04 10:30", "'2031-05-04 10:30' is not an EDTF date; write 2031-05-04T10:30:00"),
        ("2031-13-45", "'2031-13-45' is not a date of publication"),
        ("XXXX-02-30", "'XXXX-02-30' is not a date of publication"),
        ("2031/", "'2031/' is not a date of publication"),
    ],
)
def test_ingest_tells_how_a_date_of_publication_is_written(
    small: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    published: str,
    told: str,
) -> None:
    monkeypatch.chdir(small.root)
    document = tmp_path / "lamp.txt"
    document.write_text("A lamp\n\nThe lamp of Orrin harbour went out.\n", encoding="utf-8")
    outlet = next(iter(small.outlets()))
    before = (small.annotations / "heron" / "corpus.toml").read_bytes()
    options = ["ingest", "heron", str(document), "--outlet", outlet, "--recipe", "plain-text", "--published", published]
    monkeypatch.setattr(sys, "argv", ["claimwire", *options])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert f"--published: {told}" in capsys.readouterr().err
    assert (small.annotations / "heron" / "corpus.toml").read_bytes() == before


def test_a_date_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    text = "{" + "2020," * 195 + "2020-01,2020-01,2020-01}"
    assert len(text) == 1000
    assert error_of(text) == ""
    assert "has 1001 characters" in error_of(text.replace("}", ",}"))
