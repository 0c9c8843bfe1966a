"""Level 4: links, anchors of stand-off articles, and splits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..schema import LABEL_OF_LINK, all_spans
from ..splits.assign import article_bonds, article_groups
from ..splits.groups import held_out
from ..splits.leaks import leaks
from .context import Context
from .model import Check, Finding, Place


def _link_wrong(context: Context) -> Iterator[Finding]:
    for placed in context.links:
        joined = {claim_id: context.claim_by_id.get(claim_id) for claim_id in placed.record.claim_ids}
        expected = LABEL_OF_LINK[placed.record.kind]
        for claim_id, told in joined.items():
            if told is None or told.layer is not None:
                yield placed.finding(f"it joins {claim_id}, which is no adjudicated claim")
            elif told.claim.label is not expected:
                yield placed.finding(f"it joins {claim_id}, a claim {told.claim.label}, expected {expected}")
        articles = {None if told is None else told.claim.article_id for told in joined.values()}
        if len(articles) == 1 and None not in articles:
            yield placed.finding(f"all its claims stand in {articles.pop()}, expected at least two articles")


def _refused_link_wrong(context: Context) -> Iterator[Finding]:
    linked = {
        (placed.record.kind, claim_id): placed.record
        for placed in context.links
        for claim_id in placed.record.claim_ids
    }
    for placed in context.links_refused:
        kind, pair = placed.record.kind, placed.record.claim_ids
        for claim_id in pair:
            told = context.claim_by_id.get(claim_id)
            if told is None or told.layer is not None:
                yield placed.finding(f"it names {claim_id}, which is no adjudicated claim")
        joining = [linked.get((kind, claim_id)) for claim_id in pair]
        if joining[0] is not None and joining[0] is joining[1]:
            yield placed.finding(f"{joining[0].link_id} joins both as {kind}")


def _anchor_missing(context: Context) -> Iterator[Finding]:
    anchored: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for anchors in context.anchors:
        anchored[anchors.record.article_id] |= {(anchor.start, anchor.end) for anchor in anchors.record.anchors}
    spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for told in context.claims:
        spans[told.claim.article_id] |= {(span.start, span.end) for span in all_spans(told.claim)}
    for placed in context.articles:
        if not placed.data.info.text_redistributable and not context.is_hydrated(placed.data):
            lacking = sorted(spans[placed.record.article_id] - anchored[placed.record.article_id])
            if lacking:
                first = f"the first from {lacking[0][0]} to {lacking[0][1]}"
                yield placed.finding(f"spans of its claims without an anchor: {len(lacking)}, {first}")


def _anchor_stale(context: Context) -> Iterator[Finding]:
    for placed in context.anchors:
        article = context.article_by_id.get(placed.record.article_id)
        if article is not None and article.text_sha256 != placed.record.text_sha256:
            found, wanted = placed.record.text_sha256[:12], article.text_sha256[:12]
            yield placed.finding(f"made from a text of SHA-256 {found}..., the article's is {wanted}...")


def _split_divided(context: Context) -> Iterator[Finding]:
    assigned = {row.record.article_id for row in context.splits}
    groups = article_groups(
        (placed.record for placed in context.articles if placed.record.article_id in assigned),
        (told.claim for told in context.claims if told.layer is None and told.claim.article_id in assigned),
        (placed.record for placed in context.events),
        (placed.record for placed in context.links),
    )
    first: dict[str, tuple[str, str]] = {}
    for row in context.splits:
        group = groups.get(row.record.article_id)
        if group is None:
            continue
        article_id, split = first.setdefault(group, (row.record.article_id, row.record.split))
        if split != row.record.split:
            place = Place(row.path, row.line, "split of", row.record.article_id)
            yield Finding(place, f"it is {row.record.split}; {article_id}, of the same group, is {split}")


def _duplicate_across_splits(context: Context) -> Iterator[Finding]:
    rows = {row.record.article_id: row for row in context.splits}
    split_of = {article_id: row.record.split for article_id, row in rows.items()}
    for leak in leaks(context.duplicates, split_of):
        pair = [rows[article_id] for article_id in leak.duplicate.article_ids]
        older, newer = sorted(pair, key=lambda row: row.line)
        place = Place(newer.path, newer.line, "split of", newer.record.article_id)
        found = f"it is {newer.record.split}; {older.record.article_id} is {older.record.split}"
        yield Finding(place, f"{found}, and they are duplicates: {leak.duplicate}")


def _split_missing(context: Context) -> Iterator[Finding]:
    plan = context.plan
    if plan is None or not context.splits or not (context.workspace.dataset / plan.data_version).is_dir():
        return
    split_of = {row.record.article_id: row.record.split for row in context.splits}
    planned = {p.record.article_id: p for p in context.articles if p.data.info.corpus_id in plan.corpora}
    if planned.keys() <= split_of.keys():
        return
    bonds = article_bonds(
        (placed.record for placed in planned.values()),
        (told.claim for told in context.claims if told.layer is None and told.claim.article_id in planned),
        (placed.record for placed in context.events),
        (placed.record for placed in context.links),
        (found for found in context.duplicates if planned.keys() >= set(found.article_ids)),
    )
    excused = {item.article_id for item in held_out(planned, bonds, split_of)}
    for article_id, placed in planned.items():
        if article_id not in split_of and article_id not in excused:
            yield placed.finding(f"it has no split, and dataset/{plan.data_version} is built")


CHECKS = (
    Check(
        "link-wrong",
        4,
        "a link joins claims that are not there, are of the wrong label, or all stand in one article",
        "a link joins adjudicated claims of one label over at least two articles",
        _link_wrong,
    ),
    Check(
        "refused-link-wrong",
        4,
        "a refused link names claims that are not there, or a link of the same kind joins them after all",
        "take the line out of links_refused.jsonl, or the claim out of the link",
        _refused_link_wrong,
    ),
    Check(
        "anchor-missing",
        4,
        "claims of a stand-off article, also of its layers, have spans without an anchor",
        "make the anchors again from a hydrated copy with `claimwire dehydrate`",
        _anchor_missing,
    ),
    Check(
        "anchor-stale",
        4,
        "anchors were made from another text than the article's",
        "make the anchors again from a hydrated copy with `claimwire dehydrate`",
        _anchor_stale,
    ),
    Check(
        "split-divided",
        4,
        "articles on the same events, or joined by links, stand in different splits",
        "splits never change: look at the event or link that joins them",
        _split_divided,
    ),
    Check(
        "duplicate-across-splits",
        4,
        "articles that stand in different splits share much of their texts, or claims of theirs say the same",
        "splits never change: where the newer one is in no release yet, take its line out and build again",
        _duplicate_across_splits,
    ),
    Check(
        "split-missing",
        4,
        "an article of a corpus in the release plan has no split although that version is built, and is not held out",
        "raise data_version in annotations/release.toml and run `claimwire build`",
        _split_missing,
    ),
)
