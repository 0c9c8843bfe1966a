"""The documents that `corpus.toml` lists: new ones at its end, changed ones in place, everything else as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from ..corpus.corpus import CORPUS_FILE
from ..corpus.records import parse_toml
from ..corpus.tomltext import toml_value
from ..corpus.transaction import Edit
from ..errors import RecipeError, RecordError
from ..schema import CorpusInfo, Document

TABLE = re.compile(r"^\s*\[")
DOCUMENTS = re.compile(r"^\s*\[\[\s*documents\s*\]\]\s*(#.*)?$")


def list_documents(edit: Edit, new: Sequence[Document], changed: Sequence[Document]) -> list[Path]:
    """Write into a corpus's `corpus.toml` what new and changed documents are; return its path if that changes it.

    What people wrote there stays, remarks included. Raises `RecipeError` if the file has its documents in a form that
    cannot be continued or changed in this way.
    """
    if not new and not changed:
        return []
    path, info = edit.folder / CORPUS_FILE, edit.corpus.info
    text = path.read_bytes().decode("utf-8")
    if changed:
        by_id = {document.article_id: document for document in changed}
        info = info.model_copy(update={"documents": tuple(by_id.get(x.article_id, x) for x in info.documents)})
        text = _changed(text, edit.corpus.info.documents, by_id)
        _require(text, info, path, f"{', '.join(x.file for x in changed)} cannot be changed in it; change it by hand")
    if new:
        info = info.model_copy(update={"documents": (*info.documents, *new)})
        text = text.rstrip("\n") + "\n" + "".join(map(toml_entry, new))
        try:
            parse_toml(text, CorpusInfo, path)
        except RecordError as error:
            raise RecipeError(
                f"documents cannot be listed at the end of {error}; list them as [[documents]], or leave `documents` "
                "out"
            ) from error
        _require(text, info, path, "documents listed at its end are not read as the last of `documents`")
    edit.write(CORPUS_FILE, text)
    return [path]


def relist_documents(
    edit: Edit, *, changed: Mapping[str, Document] | None = None, gone: Collection[str] = ()
) -> Path | None:
    """Write other documents into a corpus's `corpus.toml`, and take some out; return its path if that changes it.

    `changed` has them by the article ids that are there now, `gone` the article ids of those that go. What people wrote
    there stays. Raises `RecipeError` if the file has its documents in a form that cannot be changed in this way.
    """
    path, info = edit.folder / CORPUS_FILE, edit.corpus.info
    changed = {key: document for key, document in (changed or {}).items() if key not in gone}
    named = [x.file for x in info.documents if x.article_id in changed or x.article_id in gone]
    if not named:
        return None
    text = _changed(path.read_bytes().decode("utf-8"), info.documents, changed)
    text = _without(text, {n for n, x in enumerate(info.documents) if x.article_id in gone})
    left = tuple(changed.get(x.article_id, x) for x in info.documents if x.article_id not in gone)
    info = info.model_copy(update={"documents": left})
    _require(text, info, path, f"{', '.join(named[:5])} cannot be changed in it; change it by hand")
    edit.write(CORPUS_FILE, text)
    return path


def _without(text: str, numbers: Collection[int]) -> str:
    """Return the text of `corpus.toml` without the tables of some documents; remarks below a table stay."""
    kept: list[str] = []
    block: list[str] | None = None
    number = -1
    for line in [*text.splitlines(keepends=True), "[end]"]:
        if TABLE.match(line):
            if block is not None:
                kept += _tail(block, after_blank=not kept or not kept[-1].strip())
            block = None
            if DOCUMENTS.match(line.rstrip("\r\n")):
                number += 1
                block = [] if number in numbers else None
        (kept if block is None else block).append(line)
    kept.pop()
    lines = text.splitlines()
    while kept and not kept[-1].strip() and lines[-1].strip():
        kept.pop()
    return "".join(kept)


def _tail(block: list[str], *, after_blank: bool) -> list[str]:
    """Return the blank lines and remarks at the end of a table, of the blank ones at its edge one at most."""
    end = len(block)
    while end and (not block[end - 1].strip() or block[end - 1].lstrip().startswith("#")):
        end -= 1
    tail = block[end:]
    while after_blank and tail and not tail[0].strip():
        tail.pop(0)
    return tail


def _require(text: str, info: CorpusInfo, path: Path, otherwise: str) -> None:
    """Raise `RecipeError` unless a text of `corpus.toml` says what it should."""
    try:
        read = parse_toml(text, CorpusInfo, path)
    except RecordError:
        read = None
    if read != info:
        raise RecipeError(f"{path}: {otherwise}")


def _changed(text: str, listed: Sequence[Document], changed: Mapping[str, Document]) -> str:
    """Return the text of `corpus.toml` with other lines in the tables of some documents."""
    kept: list[str] = []
    number = -1
    missing: list[str] = []
    for line in text.splitlines(keepends=True):
        if TABLE.match(line):
            _add(kept, missing)
            missing = []
            if DOCUMENTS.match(line.rstrip("\r\n")):
                number += 1
                missing = _changes(listed[number], changed) if number < len(listed) else []
        key = line.partition("=")[0].strip()
        other = next((entry for entry in missing if entry.partition(" =")[0] == key), None)
        if other is not None:
            missing.remove(other)
            if other.endswith("= "):
                continue
            line = other + line[len(line.rstrip("\r\n")) :]
        kept.append(line)
    _add(kept, missing)
    return "".join(kept)


def _changes(document: Document, changed: Mapping[str, Document]) -> list[str]:
    """Return the lines that a document's table should have otherwise; one without a value is to go."""
    new = changed.get(document.article_id, document)
    return [
        f"{name} = {'' if value is None else toml_value(value)}"
        for name, value in new.model_dump(mode="json").items()
        if getattr(document, name) != getattr(new, name)
    ]


def _add(kept: list[str], missing: Sequence[str]) -> None:
    """Add lines that a table does not have yet below its last line, before blank lines and remarks that follow it."""
    end = len(kept)
    while end and (not kept[end - 1].strip() or kept[end - 1].lstrip().startswith("#")):
        end -= 1
    line_end = "\r\n" if kept and kept[0].endswith("\r\n") else "\n"
    if missing and end and not kept[end - 1].endswith("\n"):
        kept[end - 1] += line_end
    kept[end:end] = [entry + line_end for entry in missing if not entry.endswith("= ")]


def toml_entry(document: Document) -> str:
    """Return a document as a table at the end of `corpus.toml`."""
    fields = document.model_dump(mode="json", exclude_none=True)
    lines = [f"{name} = {toml_value(value)}" for name, value in fields.items()]
    return "\n[[documents]]\n" + "\n".join(lines) + "\n"
