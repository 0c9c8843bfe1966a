"""What goes into a release: articles with their splits, and the shared records of their corpora."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..checks import Repository
from ..corpus.corpus import Corpus
from ..corpus.index import Index
from ..corpus.records import Located
from ..duplicates.comparisons import current_comparisons
from ..schema import Link, ReleasePlan, SplitAssignment
from ..sourcing import World
from ..splits.assign import plan_splits
from ..splits.groups import HeldOut
from ..tables.row import Surroundings
from ..tables.shared import event_splits, told_events
from .left_out import LeftOut
from .since import FirstVersions


@dataclass(frozen=True)
class Members:
    """What goes into a release: the split of each article, the assignments that are new, and who is held out.

    `unfinished` has the articles that a draft is made without (see `Index.is_unfinished`); a release has none.
    """

    repository: Repository
    plan: ReleasePlan
    split_of: Mapping[str, str]
    new_splits: tuple[SplitAssignment, ...]
    held_out: tuple[HeldOut, ...]
    unfinished: tuple[str, ...] = ()

    @property
    def left_out(self) -> LeftOut:
        """What is in the records and not in the release."""
        return LeftOut(self.held_out, self.unfinished, self.untold_events)

    @cached_property
    def surroundings(self) -> Surroundings:
        """What rows tell of the articles' surroundings."""
        version = self.plan.data_version
        first_version = FirstVersions(self.repository.workspace.releases_before(version), version)
        return Surroundings(
            self.repository.outlet_by_id,
            self.repository.annotator_by_id,
            first_version,
            self.repository.index.rewritten_alike(),
            {corpus.corpus_id: World.of(corpus) for corpus in self.repository.shared},
            self.plan.questions,
        )

    def articles(self) -> Iterator[Corpus]:
        """Yield the corpus of each article of the release, in the order of article ids."""
        for article_id, corpus in self.repository.articles(self.plan.corpora):
            if article_id in self.split_of:
                yield corpus

    def shared(self) -> list[Corpus]:
        """Return the shared records of the planned corpora, in the order of the plan.

        `untold_events` and their facts are left out; links keep the claims that are left, if these are still in several
        articles.
        """
        gone = set(self.untold_events)
        return [_left(corpus, self.repository.index, self.split_of, gone) for corpus in self._planned]

    @cached_property
    def untold_events(self) -> tuple[str, ...]:
        """The events of the planned corpora that nothing in the release tells, by id.

        No article reports one of them, and no claim is about it or a part of it; such an event may be listed for later,
        or its articles are left out.
        """
        index, planned = self.repository.index, self._planned
        facts = [fact.event_id for corpus in planned for fact in corpus.facts.values()]
        told = event_splits(told_events(index, self.split_of), self.repository.event_tree, self.split_of, facts)
        return tuple(sorted({event_id for corpus in planned for event_id in corpus.events} - told.keys()))

    @property
    def _planned(self) -> list[Corpus]:
        by_id = {corpus.corpus_id: corpus for corpus in self.repository.shared}
        return [by_id[corpus_id] for corpus_id in self.plan.corpora]

    def not_compared(self) -> tuple[str, ...]:
        """Return the new articles that have no text here and were not compared with the others when they had one."""
        articles = self.repository.index.articles
        known = current_comparisons(articles, [row.record for row in self.repository.compared])
        new = sorted(assignment.article_id for assignment in self.new_splits)
        return tuple(a for a in new if not articles[a].has_text and a not in known)


def members(repository: Repository, plan: ReleasePlan, *, is_draft: bool = False) -> Members:
    """Return what goes into the planned release, or into a draft of it, which is made without unfinished articles.

    Raises `ReleaseError` if a group is in two splits, or the plan's ratios cannot be used.
    """
    fixed = [row.record for row in repository.splits]
    unfinished = {a for a in repository.planned if repository.index.is_unfinished(a)} if is_draft else set()
    articles = repository.planned - unfinished
    edges, sampled = repository.edges(articles), repository.sampled
    splits = plan_splits(articles, edges, fixed, plan.split_ratios, plan.data_version, sampled)
    held = {item.article_id for item in splits.held_out}
    split_of = {item.article_id: item.split.value for item in (*fixed, *splits.missing)}
    return Members(
        repository=repository,
        plan=plan,
        split_of={article_id: split_of[article_id] for article_id in sorted(articles - held)},
        new_splits=tuple(splits.missing),
        held_out=tuple(splits.held_out),
        unfinished=tuple(sorted(unfinished)),
    )


def _left(corpus: Corpus, index: Index, split_of: Mapping[str, str], gone: set[str]) -> Corpus:
    """Return the shared records of a corpus that are left without some events and articles."""
    return corpus.with_rows(
        links=[link for row in corpus.rows.links if (link := _link(row, index, split_of)) is not None],
        events=[row for row in corpus.rows.events if row.record.event_id not in gone],
        facts=[row for row in corpus.rows.facts if row.record.event_id not in gone],
    )


def _link(row: Located[Link], index: Index, split_of: Mapping[str, str]) -> Located[Link] | None:
    """Return a link on the claims that are left; None if it joins no two articles any more."""
    entries = {claim_id: index.claim(claim_id) for claim_id in row.record.claim_ids}
    homes = {key: entry.article_id for key, entry in entries.items() if entry and entry.article_id in split_of}
    if len(set(homes.values())) < 2:
        return None
    return replace(row, record=row.record.model_copy(update={"claim_ids": tuple(homes)}))
