"""Articles that are not published yet: taken out of a corpus with all that belongs to them, or given another id."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from ..audit.items import current_sha256
from ..corpus.corpus import TABLES, Corpus
from ..corpus.transaction import Edit
from ..corpus.withdrawn import left_of
from ..corpus.workspace import Workspace
from ..errors import RecordError
from ..ingest.listing import relist_documents
from ..schema import Annotation, ItemCheck
from ..schema.base import ID_PATTERN
from ..schema.fields import shapes

R = TypeVar("R", bound=BaseModel)

WORD = re.compile(r"[a-z0-9_]+")
SHOWN = 5
"""Ids that a message names."""

STAY = ("events", "facts")
"""Tables that are not of articles: what they tell of stays though no article tells it for now."""


def require_unpublished(workspace: Workspace, article_ids: Collection[str]) -> None:
    """Raise `RecordError` if a published release has one of some articles, or it is withdrawn."""
    since = {row.record.article_id: row.record.since for row in workspace.splits()[0]}
    withdrawn = workspace.withdrawn_ids() if article_ids else frozenset()
    for article_id in article_ids:
        if article_id in since:
            raise RecordError(
                f"{article_id} is published, since {since[article_id]}: it keeps its id and its records. To take it "
                f"back out of every version: `claimwire withdraw {article_id} --reason KIND`"
            )
        if article_id in withdrawn:
            raise RecordError(f"{article_id} is withdrawn; its records stay, so that ids are never used again")


def require_unnamed(others: Iterable[Corpus], ids: Collection[str]) -> None:
    """Raise `RecordError` if links or articles of other corpora name what has one of some ids."""
    for corpus in others:
        named = {x for row in corpus.rows.links for x in row.record.claim_ids}
        named |= {x for row in corpus.rows.links_refused for x in row.record.claim_ids}
        named |= {row.record.earlier_id for row in corpus.rows.articles if row.record.earlier_id is not None}
        found = sorted(named & set(ids))
        if found:
            raise RecordError(
                f"records of the corpus {corpus.corpus_id} name {_shown(found)}; take the links or the `earlier_id` "
                "out there first"
            )


def ids_with(corpus: Corpus, article_id: str) -> set[str]:
    """Return the ids of an article and of all that belongs to it: layers, claims, decisions, checks."""
    layers = corpus.layers_of_article[article_id]
    return {
        article_id,
        *(layer.annotation_id for layer in layers),
        *(claim.claim_id for layer in layers for claim in layer.claims),
        *(claim.claim_id for claim in corpus.claims_of_article[article_id]),
        *(item.adjudication_id for item in corpus.adjudications.values() if item.article_id == article_id),
        *(item.check_id for item in corpus.item_checks.values() if item.article_id == article_id),
    }


def remove_articles(edit: Edit, article_ids: Collection[str], *, with_annotations: bool) -> Counter[str]:
    """Take articles out of a corpus with all that belongs to them; return how many lines go from which table.

    What named them names them no more; links that would join no two articles go. Raises `RecordError` if the corpus has
    no such article, if people's work would go without `with_annotations`, and if what stays was made from one of them.
    """
    corpus = edit.corpus
    ids = frozenset(article_ids)
    for article_id in article_ids:
        corpus.article(article_id)
    work = {
        name: count
        for name in ("annotations", "claims", "adjudications", "checks")
        if (count := sum(row.record.article_id in ids for row in corpus.rows.of(name)))
    }
    if work and not with_annotations:
        told = ", ".join(f"{count} of {name}" for name, count in work.items())
        raise RecordError(f"people's work would go too: {told}; --with-annotations removes it, for good")
    later = [x.article_id for x in corpus.info.documents if x.earlier_id in ids and x.article_id not in ids]
    if later:
        raise RecordError(f"{_shown(later)} have one of them as `earlier_id` in corpus.toml; take that out first")
    left = left_of(corpus, ids)
    gone: Counter[str] = Counter()
    for table in TABLES:
        before, after = ([row.record for row in each.rows.of(table.name)] for each in (corpus, left))
        if table.name not in STAY and before != after:
            edit.replace(table.name, after)
            gone[table.name] = len(before) - len(after)
    relist_documents(edit, gone=ids)
    return gone


def rename_article(edit: Edit, old: str, new: str, elsewhere: Iterable[Corpus] = ()) -> Counter[str]:
    """Give an article another id, and ids of its layers, claims, decisions and checks that begin with it one likewise.

    Everything that names them follows, ids in remarks too; a check of an item stays one of what it was of. No corpus
    `elsewhere` may have one of the new ids. Returns how many lines of which table change. Raises `RecordError` if the
    corpus has no such article, or an id is none or taken.
    """
    corpus = edit.corpus
    corpus.article(old)
    if re.fullmatch(ID_PATTERN[1:-1], new) is None:
        raise RecordError(f"{new!r} is not an id; ids have the characters a-z, 0-9 and _")
    ids = new_ids(corpus, old, new, elsewhere)
    changed: Counter[str] = Counter()
    for table in TABLES:
        before = [row.record for row in corpus.rows.of(table.name)]
        after = [with_ids(record, ids) for record in before]
        if table.name == "checks":
            after = [_still(check, made, corpus, ids) for check, made in zip(before, after, strict=True)]
        count = sum(one != other for one, other in zip(before, after, strict=True))
        if count:
            edit.replace(table.name, after)
            changed[table.name] = count
    documents = {x.article_id: made for x in corpus.info.documents if (made := with_ids(x, ids)) != x}
    relist_documents(edit, changed=documents)
    return changed


def _still(check: ItemCheck, made: ItemCheck, corpus: Corpus, ids: Mapping[str, str]) -> ItemCheck:
    """Return a check with new ids, with the hash of what it is of as that is with new ids; one of before stays so."""
    article = corpus.articles.get(check.article_id)
    if article is None or made == check or current_sha256(check, article, corpus.claims) != check.content_sha256:
        return made
    claims = {claim.claim_id: claim for claim in (with_ids(claim, ids) for claim in corpus.claims.values())}
    return made.model_copy(update={"content_sha256": current_sha256(made, with_ids(article, ids), claims)})


def new_ids(corpus: Corpus, old: str, new: str, elsewhere: Iterable[Corpus] = ()) -> dict[str, str]:
    """Return the new ids of an article and of what belongs to it, by the old ones.

    Raises `RecordError` if another record has one of them.
    """
    own = ids_with(corpus, old)
    ids = {old: new} | {x: new + x.removeprefix(old) for x in own if x.startswith(f"{old}_")}
    others = {x for article_id in corpus.articles if article_id != old for x in ids_with(corpus, article_id)}
    others |= {x for other in elsewhere for article_id in other.articles for x in ids_with(other, article_id)}
    others |= {
        *(own - ids.keys()),
        *corpus.events,
        *(x.article_id for x in corpus.info.documents if x.article_id != old),
    }
    taken = [new] if new in others else sorted(others.intersection(ids.values()))
    if taken:
        raise RecordError(f"{_shown(taken)} {'is' if len(taken) == 1 else 'are'} there already; take another id")
    return ids


def with_ids(record: R, ids: Mapping[str, str]) -> R:
    """Return a record with other ids in its fields for ids, and in its remarks; the record itself if none is in it."""
    own_words = _own_words(type(record))
    update = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        changed = _with_ids(value, ids, is_id=name.endswith(("_id", "_ids")), is_remark=name in own_words)
        if changed != value:
            update[name] = changed
    return record.model_copy(update=update) if update else record


def _with_ids(value: Any, ids: Mapping[str, str], *, is_id: bool, is_remark: bool) -> Any:
    if isinstance(value, BaseModel):
        return with_ids(value, ids)
    if isinstance(value, tuple):
        return tuple(_with_ids(item, ids, is_id=is_id, is_remark=is_remark) for item in value)
    if isinstance(value, str) and is_id:
        return ids.get(value, value)
    if isinstance(value, str) and is_remark:
        return WORD.sub(lambda match: ids.get(match[0], match[0]) if "_" in match[0] else match[0], value)
    return value


def _own_words(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of a model's fields in our own words; a layer has none itself, and no columns."""
    return frozenset() if model is Annotation else frozenset(x.name for x in shapes(model) if x.meaning == "own_words")


def _shown(ids: Collection[str]) -> str:
    named = sorted(ids)
    return ", ".join(named[:SHOWN]) + (f" and {len(named) - SHOWN} more" if named[SHOWN:] else "")
