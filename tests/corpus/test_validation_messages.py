"""Faults of records are told in plain words, all of them at once, and never in pydantic's."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from claimwire.corpus.validation import validation_messages
from claimwire.schema import CLAIM_ADAPTER, RECORDS


class Boat(BaseModel):
    """A record with a field of every kind of fault."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    name: str = Field(default="x", min_length=1, max_length=5)
    code: str = Field(default="abcd", min_length=3)
    crew: int = Field(default=1, ge=0, le=10)
    length: float = Field(default=1.0, gt=0, lt=100)
    afloat: bool = True
    kind: Literal["ferry", "tug"] = "ferry"
    flag: Literal["none"] = "none"
    sisters: tuple[str, ...] = Field(default=("a",), min_length=1, max_length=2)
    place: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "a"
    inner: Boat | None = None


FAULTS = {
    '{"name": 3}': "name: expected text in quotes, found 3",
    '{"name": ""}': "name: expected text that is not empty, found ''",
    '{"name": "abcdef"}': "name: expected text of at most 5 characters, found 'abcdef'",
    '{"code": "a"}': "code: expected text of at least 3 characters, found 'a'",
    '{"crew": "3"}': "crew: expected a whole number, found '3'",
    '{"crew": 1.5}': "crew: expected a whole number, found 1.5",
    '{"crew": -1}': "crew: expected at least 0, found -1",
    '{"crew": 11}': "crew: expected at most 10, found 11",
    '{"length": 0}': "length: expected more than 0.0, found 0",
    '{"length": 100}': "length: expected less than 100.0, found 100",
    '{"length": "a"}': "length: expected a number, found 'a'",
    '{"afloat": "yes"}': "afloat: expected true or false, found 'yes'",
    '{"kind": "raft"}': "kind: expected one of 'ferry' or 'tug', found 'raft'",
    '{"flag": "red"}': "flag: expected 'none', found 'red'",
    '{"sisters": "a"}': "sisters: expected a list, `[...]`, found 'a'",
    '{"sisters": []}': "sisters: expected a list that is not empty, found []",
    '{"sisters": ["a", "b", "c"]}': "sisters: expected a list of at most 2 entries, found ['a', 'b', 'c']",
    '{"place": "A b"}': "place: expected an id, of the letters a to z, digits and _, found 'A b'",
    '{"inner": 1}': "inner: expected an object, `{...}`, found 1",
    '{"inner": {"crew": 0.5, "up": 1}}': "inner: no field is called up; inner.crew: expected a whole number, found 0.5",
    '{"colour": 1, "hull": 2}': "no field is called colour or hull",
    "[]": "record: expected an object, `{...}`, found []",
    "{": "record: not JSON: EOF while parsing an object at line 1 column 1",
}


def told(adapter: TypeAdapter[Any], content: str) -> str:
    with pytest.raises(ValidationError) as raised:
        adapter.validate_json(content)
    return validation_messages(raised.value)


@pytest.mark.parametrize(("content", "message"), FAULTS.items(), ids=list(FAULTS))
def test_a_fault_says_what_was_expected_and_found(content: str, message: str) -> None:
    assert told(TypeAdapter(Boat), content) == message


def test_all_missing_fields_are_named_together() -> None:
    assert told(CLAIM_ADAPTER, '{"label": "historical_background", "spans": [{"start": 1}], "colour": 1}') == (
        "historical_background: missing: claim_id, article_id, presented_as, event_type, time_resolution; "
        "historical_background.spans.0: missing: end; historical_background: no field is called colour; "
        "historical_background.spans: expected a list that is not empty, found [{'start': 1}]"
    )


def test_a_label_that_is_none_is_answered_with_those_there_are() -> None:
    assert told(CLAIM_ADAPTER, "{}") == "record: expected an object with 'label', found {}"
    assert told(CLAIM_ADAPTER, '{"label": "x"}') == (
        "record: expected as 'label' one of 'attributed_statement', 'historical_background', 'casualty_figure', "
        "found {'label': 'x'}"
    )


PYDANTIC = re.compile(r"Field required|Input should|Extra inputs|valid (string|integer|list|tuple)|something else")


@pytest.mark.parametrize("name", sorted(RECORDS))
@pytest.mark.parametrize("value", [None, True, -1, 1.5, "", "A \n b", [], [1], {}, {"x": 1}], ids=repr)
def test_no_record_is_told_in_words_of_pydantic(name: str, value: Any) -> None:
    """Every field of every published record, with a value of each kind of JSON."""
    fields = RECORDS[name].json_schema().get("properties", {"label": {}})
    message = told(RECORDS[name], json.dumps(dict.fromkeys([*fields, "colour"], value)))
    assert PYDANTIC.search(message) is None, message
    assert "colour" in message or "label" in message
