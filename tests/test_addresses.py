"""What an address of the web is, and that every field of a record with an address takes no other."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from small import OPEN
from strategies import validators_of

from claimwire import schema
from claimwire.addresses import domain_name, is_web_address, web_address
from claimwire.checks import load, run
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Document, Outlet
from claimwire.schema.base import Record

WEB = (
    "https://post.example",
    "http://post.example:8080/a?b=c#d",
    "HTTPS://Post.Example/",
    "https://post.example/caf\u00e9/\u2026-{a}",
    "https://[::1]/a",
    "https://203.0.113.1/",
)
OTHER = (
    "",
    "post.example",
    "//post.example/a",
    "https://",
    "https:///a",
    "https:post.example",
    "javascript:alert(1)",
    "JavaScript://post.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://post.example/a",
    "mailto:anna@post.example",
    "blob:https://post.example/1",
    " https://post.example",
    "https://post.example/a b",
    "https://post.example/a\nb",
    "java\tscript:alert(1)",
    "https://post.example\\@other.example",
    "https://anna:secret@post.example/",
    "https://post.example:0/",
    "https://post.example:99999/",
    "https://[post.example/",
    "https://post.example/\x1b[31m",
)


@pytest.mark.parametrize("address", WEB)
def test_an_address_of_the_web_is_taken_as_it_is(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize("address", OTHER, ids=ascii)
def test_anything_else_is_refused(address: str) -> None:
    assert not is_web_address(address)
    with pytest.raises(ValueError, match="begins with https:// or http://"):
        web_address(address)


@pytest.mark.parametrize("domain", ["post.example", "not recorded", "m\u00fchle.example"])
def test_a_domain_is_taken_as_it_is(domain: str) -> None:
    assert domain_name(domain) == domain


def _fields() -> list[tuple[type[Record], str, FieldInfo]]:
    models = sorted(_all_of(Record), key=lambda model: model.__name__)
    return [
        (model, name, field)
        for model in models
        for name, field in model.model_fields.items()
        if model.__module__.startswith(schema.__name__) and name.endswith("url")
    ]


def _all_of(model: type[Record]) -> set[type[Record]]:
    return {model, *(found for part in model.__subclasses__() for found in _all_of(part))}


def test_every_field_with_an_address_is_one_of_the_web() -> None:
    fields = _fields()
    assert {(model.__name__, name) for model, name, _ in fields} >= {
        ("Article", "url"),
        ("Citation", "url"),
        ("Document", "url"),
        ("ReleasePlan", "url"),
        ("ReleasePlan", "licence_url"),
    }
    for model, name, field in fields:
        assert web_address in validators_of(field), (model, name)


def test_a_record_with_another_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="not an address of the web"):
        Document(article_id="a", file="a.txt", outlet_id="post", url="javascript:alert(1)")


def test_a_domain_that_is_an_address_is_refused(small: Workspace) -> None:
    outlet = next(iter(small.outlets().values()))
    with pytest.raises(ValidationError, match="not a domain name"):
        Outlet.model_validate(outlet.model_dump() | {"domain": "javascript:alert(1)"})


def test_check_finds_an_address_that_is_there_already(small: Workspace) -> None:
    path = small.annotations / OPEN / "articles.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert '"url":"' not in lines[0]
    lines[0] = lines[0].rstrip("\n").removesuffix("}") + ',"url":"javascript:alert(1)"}\n'
    path.write_text("".join(lines), encoding="utf-8")
    with load(small) as repository:
        problems = [str(problem) for problem in run(repository)]
    assert any("articles.jsonl:1" in told and "not an address of the web" in told for told in problems), problems
