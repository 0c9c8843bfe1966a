"""Level 4: links, anchors of stand-off articles, and splits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..corpus.records import Located
from ..dates import known_bounds
from ..schema import LABEL_OF_LINK, Article, ClaimBase, SplitAssignment, all_spans
from ..schema.vocab import LinkKind
from ..splits.groups import connected_articles
from ..splits.leaks import leaks
from .check import Check
from .context import Context
from .findings import Finding, Place


def _link_wrong(context: Context) -> Iterator[Finding]:
    for row in context.links:
        joined = {claim_id: context.entry(claim_id) for claim_id in row.record.claim_ids}
        expected = LABEL_OF_LINK[row.record.kind]
        for claim_id, entry in joined.items():
            if entry is None or entry.layer_id is not None:
                yield row.finding(f"it joins {claim_id}, which is not the id of an adjudicated claim")
            elif entry.label is not expected:
                yield row.finding(f"it joins {claim_id}, a claim {entry.label}, expected {expected}")
        articles = {None if entry is None else entry.article_id for entry in joined.values()}
        is_one_article = len(articles) == 1 and None not in articles
        if is_one_article and row.record.kind is not LinkKind.SUPERSEDES:
            yield row.finding(f"all its claims are in {articles.pop()}, expected at least two articles")


def _link_not_in_time(context: Context) -> Iterator[Finding]:
    for row in context.links:
        if row.record.kind is LinkKind.SUPERSEDES:
            for one, other in pairwise(row.record.claim_ids):
                yield from map(row.finding, _out_of_time(context, row.corpus.info.corpus_id, one, other))


def _out_of_time(context: Context, corpus_id: str, one: str, other: str) -> Iterator[str]:
    """Yield what is wrong if a count is certainly of before the one it follows.

    The times of both decide where both have one, else since when two articles tell them. Where one article has
    both, the order of its words does not count: a headline tells the newest count first.
    """
    found = [_count(context, corpus_id, claim_id) for claim_id in (one, other)]
    if None in found:
        return
    (first, first_article), (second, second_article) = (item for item in found if item is not None)
    times = [getattr(claim, "time", None) for claim in (first, second)]
    what = "its time is"
    if None in times:
        if first_article.article_id == second_article.article_id:
            return
        times = [article.told_since or None for article in (first_article, second_article)]
        what = "it is told since"
    earlier, later = (known_bounds(time) for time in times)
    if later.upper is not None and earlier.lower is not None and later.upper < earlier.lower:
        yield f"{other} follows {one}, and {what} {times[1]}, that of {one} {times[0]}"


def _count(context: Context, corpus_id: str, claim_id: str) -> tuple[ClaimBase, Article] | None:
    """Return an adjudicated claim and its article; None if the corpus does not have them."""
    entry = context.entry(claim_id)
    known = context.repository.index.articles
    if entry is None or entry.article_id not in known or known[entry.article_id].corpus_id != corpus_id:
        return None
    source = next(source for source in context.repository.sources if source.info.corpus_id == corpus_id)
    corpus = source.slice(entry.article_id)
    claim, article = corpus.claims.get(claim_id), corpus.articles.get(entry.article_id)
    return None if claim is None or article is None else (claim, article)


def _refused_link_wrong(context: Context) -> Iterator[Finding]:
    linked = {(row.record.kind, claim_id): row.record for row in context.links for claim_id in row.record.claim_ids}
    for row in context.links_refused:
        kind, pair = row.record.kind, row.record.claim_ids
        for claim_id in pair:
            entry = context.entry(claim_id)
            if entry is None or entry.layer_id is not None:
                yield row.finding(f"it names {claim_id}, which is not the id of an adjudicated claim")
        one, other = (linked.get((kind, claim_id)) for claim_id in pair)
        if one is not None and one is other:
            yield row.finding(f"{one.link_id} joins both as {kind}")


def _anchor_missing(context: Context) -> Iterator[Finding]:
    for row in context.articles:
        if row.corpus.info.text_redistributable or context.is_hydrated(row.corpus):
            continue
        article_id = row.record.article_id
        own = (located.claim for located in context.claims if located.claim.article_id == article_id)
        spans = {(span.start, span.end) for claim in own for span in all_spans(claim)}
        anchored = {
            (anchor.start, anchor.end)
            for anchors in context.anchors
            if anchors.record.article_id == article_id
            for anchor in anchors.record.anchors
        }
        lacking = sorted(spans - anchored)
        if lacking:
            first = f"the first from {lacking[0][0]} to {lacking[0][1]}"
            yield row.finding(f"spans of its claims without an anchor: {len(lacking)}, {first}")


def _anchor_stale(context: Context) -> Iterator[Finding]:
    for row in context.anchors:
        article = context.article_by_id.get(row.record.article_id)
        if article is not None and article.text_sha256 != row.record.text_sha256:
            found, wanted = row.record.text_sha256[:12], article.text_sha256[:12]
            yield row.finding(f"made from a text of SHA-256 {found}..., the article's is {wanted}...")


def _split_divided(context: Context) -> Iterator[Finding]:
    if not context.is_shared:
        return
    repository = context.repository
    assigned = {row.record.article_id for row in repository.splits} & repository.index.articles.keys()
    groups = connected_articles(assigned, repository.edges(assigned, with_duplicates=False))
    first: dict[str, tuple[str, str]] = {}
    for row in repository.splits:
        group = groups.get(row.record.article_id)
        if group is None:
            continue
        article_id, split = first.setdefault(group, (row.record.article_id, row.record.split))
        if split != row.record.split:
            yield Finding(_place(row), f"it is {row.record.split}; {article_id}, of the same group, is {split}")


def _duplicate_across_splits(context: Context) -> Iterator[Finding]:
    if not context.is_shared:
        return
    rows = {row.record.article_id: row for row in context.repository.splits}
    split_of = {article_id: row.record.split for article_id, row in rows.items()}
    for leak in leaks(context.repository.duplicates, split_of):
        pair = [rows[article_id] for article_id in leak.duplicate.article_ids]
        older, newer = sorted(pair, key=lambda row: row.line)
        found = f"it is {newer.record.split}; {older.record.article_id} is {older.record.split}"
        yield Finding(_place(newer), f"{found}, and they are duplicates: {leak.duplicate}")


def _split_missing(context: Context) -> Iterator[Finding]:
    repository = context.repository
    plan = repository.plan
    if plan is None or not repository.splits or not (repository.workspace.dataset / plan.data_version).is_dir():
        return
    split_of = {row.record.article_id: row.record.split for row in repository.splits}
    unsplit = [
        row
        for row in context.articles
        if row.record.article_id not in split_of and row.corpus.corpus_id in plan.corpora
    ]
    excused = {held.article_id for held in repository.held_out} if unsplit else set()
    for row in unsplit:
        if row.record.article_id not in excused:
            yield row.finding(f"it has no split, and dataset/{plan.data_version} is built")


def _split_differs(context: Context) -> Iterator[Finding]:
    if context.is_shared:
        sampled = context.repository.sampled
        for row in context.repository.splits:
            wanted = sampled.get(row.record.article_id, row.record.split)
            if wanted is not row.record.split:
                yield Finding(_place(row), f"it is {row.record.split}, in corpus.toml {wanted}")


def _place(row: Located[SplitAssignment]) -> Place:
    return Place(row.path, row.line, "split of", row.record.article_id)


CHECKS = (
    Check(
        "link-wrong",
        4,
        "a link joins claims that do not exist, have the wrong label, or are all in one article",
        "a link joins adjudicated claims of one label over at least two articles",
        _link_wrong,
    ),
    Check(
        "link-not-in-time",
        4,
        "a count that a link puts after another is older, by the times of both or by their dates of publication",
        "put the claims of the link in the order of time, the earliest count first",
        _link_not_in_time,
    ),
    Check(
        "refused-link-wrong",
        4,
        "a refused link names claims that do not exist, or a link of the same kind joins them after all",
        "remove the line from links_refused.jsonl, or the claim from the link",
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
        "articles on the same events, or joined by links, are in different splits",
        "splits never change: look at the event or link that joins them",
        _split_divided,
    ),
    Check(
        "duplicate-across-splits",
        4,
        "articles in different splits share much of their texts, or claims of theirs say the same",
        "splits never change: where the newer one is in no release yet, remove its line and build again",
        _duplicate_across_splits,
    ),
    Check(
        "split-missing",
        4,
        "an article of a corpus in the release plan has no split although that version is built, and is not held out",
        "raise data_version in annotations/release.toml and run `claimwire build --release`",
        _split_missing,
    ),
    Check(
        "split-differs",
        4,
        "an article is in another split than the one its document in corpus.toml says it was sampled for",
        "splits never change: correct corpus.toml, or take its `split` out and say there why",
        _split_differs,
    ),
)
