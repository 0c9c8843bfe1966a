"""What the card says of a release in numbers, counted while its articles go by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from ..audit.rates import CheckTally
from ..corpus.corpus import Corpus
from ..corpus.dois import RecordedDois
from ..iaa.predicted import PredictedCount
from ..schema import LABELS, Annotator, CorpusInfo, Outlet, Protocol, ReleasePlan
from ..schema.fields import shapes
from ..schema.vocab import AnnotatorKind, Confidence, CorpusUnit, Label
from ..tables.columns import ALL_CONFIGS
from ..tables.encoding import value_counts
from ..tables.row import Row
from .agreed import AgreementSample, DrawnReport
from .example import ExampleSearch
from .reader import ReaderMeasure
from .sources import SourceTally, StatementTally
from .work import ADJUDICATED, ANNOTATED, ENTITIES, IN_LAYERS, LINKED, WorkTally

SLOTS: dict[str, list[str]] = {
    declaration.label.value: [shape.name for shape in shapes(declaration.model) if shape.role == "judgement"]
    for declaration in LABELS
}
"""The slots of each label that annotators judge."""


LABEL_COLUMNS: dict[str, list[str]] = {
    config: [column.name for column in columns if column.vocabulary is Label] for config, columns in ALL_CONFIGS.items()
}
"""The columns of each table that have labels."""

ANNOTATOR_COLUMNS = ("annotator_id", "adjudicator_id", "annotator_ids")
"""The columns that have the id of an annotator, or several, in the tables that have them."""


class Method(NamedTuple):
    """How something was done: by which protocol, and by which version of the codebook; None where it is not told."""

    protocol_id: str | None
    guideline_version: str | None


@dataclass
class SplitTally:
    """What a corpus has in one split: counts by name, and how many articles or items have how many layers."""

    counts: Counter[str] = field(default_factory=Counter)
    layers: Counter[int] = field(default_factory=Counter)

    def add(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Count the rows of one article by base table."""
        sentences, claims = rows["sentences"], rows["claims"]
        self.counts["documents"] += 1
        self.counts["originals"] += sum(row["earlier_id"] is None for row in rows["articles"])
        self.counts["sentences"] += len(sentences)
        self.counts["sentences without a claim"] += sum(not row["labels"] for row in sentences)
        self.counts["figures with a quantity"] += sum(row["casualty_counted"] is True for row in claims)
        self.counts.update(row["label"] for row in claims)
        if sentences:
            self.layers[sentences[0]["layers"]] += 1


@dataclass
class CorpusTally:
    """How many records of each sort a corpus has, as far as they are in the release.

    `splits` has the same for each split. `licences` counts the articles by licence and by how that is known, `asked`
    and `filled` the claims that were asked for a slot and those that have it, by label and slot.
    """

    info: CorpusInfo
    counts: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    splits: dict[str, SplitTally] = field(default_factory=lambda: defaultdict(SplitTally))
    licences: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    """How many texts it has of each outlet."""
    texts_of: Counter[str] = field(default_factory=Counter)
    """How many of these the release has."""

    def add_rows(self, rows: Mapping[str, Sequence[Row]], split: str) -> None:
        """Count the rows of one article by base table."""
        self.splits[split].add(rows)
        self.counts["sentences"] += len(rows["sentences"])
        with_text = [row["outlet_id"] for row in rows["articles"] if row["text"] is not None]
        self.counts["texts"] += len(with_text)
        self.texts_of.update(with_text)
        for row in rows["articles"]:
            self.outlets[row["outlet_id"]] += 1
            self.licences[row["text_licence"], row["licence_evidence"] or ""] += 1
        for row in rows["claims"]:
            for name in SLOTS[row["label"]]:
                key = row["label"], name
                value = row[name]
                self.asked[key] += name not in row["slots_not_asked"]
                self.filled[key] += value is not None and value != []

    def count(self, unit: CorpusUnit) -> int:
        """Return how many articles, or items, it has; one that was rewritten in place counts once."""
        return self.counts["originals"] if self.info.unit is unit else 0

    def add(self, corpus: Corpus) -> None:
        """Count the corpus of one article, or the shared records of a corpus."""
        claims, layers = corpus.claims.values(), corpus.layers.values()
        adjudications = corpus.adjudications.values()
        self.labels.update(claim.label.value for claim in claims)
        self.decisions.update(decision.decision.value for decision in adjudications)
        self.counts.update(
            {
                "documents": len(corpus.articles),
                "originals": sum(article.earlier_id is None for article in corpus.articles.values()),
                "claims": len(claims),
                "claims of low confidence": sum(claim.confidence is Confidence.LOW for claim in claims),
                "annotators' layers": len(layers),
                "claims in the layers": sum(len(layer.claims) for layer in layers),
                "events": len(corpus.events),
                "links": len(corpus.links),
                "facts": len(corpus.facts),
                "claims with a verdict": sum(claim.review is not None for claim in claims),
            }
        )


@dataclass(frozen=True)
class ReleaseTally:
    """What is counted of a release, and what its plan, corpora, outlets and annotators say of themselves."""

    plan: ReleasePlan
    outlets: dict[str, Outlet]
    annotators: dict[str, Annotator]
    corpora: dict[str, CorpusTally]
    reader: ReaderMeasure | None = None
    """How far a reader of the codebook agrees with people on other texts."""
    outlet_documents: Counter[tuple[str, CorpusUnit]] = field(default_factory=Counter)
    """How many articles, and how many items, there are of an outlet."""
    languages: set[str] = field(default_factory=set)
    annotated_by: set[str] = field(default_factory=set)
    """The annotators of the layers."""
    involved: set[str] = field(default_factory=set)
    """Annotators, adjudicators, and who checked items, linked claims or accepted entities."""
    layers_per_article: Counter[int] = field(default_factory=Counter)
    """How many articles have how many complete layers by people or models."""
    corpora_of_split: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    agreement: AgreementSample = field(default_factory=AgreementSample)
    predicted: PredictedCount = field(default_factory=lambda: PredictedCount(beside=0))
    """How many claims of the layers are predictions, which agreement is measured without."""
    work: WorkTally = field(default_factory=WorkTally)
    """What people, models and rules did."""
    sources: dict[tuple[str, str], SourceTally] = field(default_factory=dict)
    """What there is of each outlet, by corpus and outlet."""
    statements: StatementTally = field(default_factory=StatementTally)
    example: ExampleSearch = field(default_factory=ExampleSearch)
    protocols: Mapping[str, Protocol] = field(default_factory=dict)
    layers_by_people: Counter[int] = field(default_factory=Counter)
    """How many articles have how many complete layers by people."""
    adjudicated_by: set[str] = field(default_factory=set)
    linked_by: set[str] = field(default_factory=set)
    named_by: set[str] = field(default_factory=set)
    """Who accepted entities."""
    label_counts: defaultdict[tuple[str, str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How many rows have each label, by table, split and column."""
    row_annotators: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Whose ids are in the rows, by table and column."""
    _layer_methods: defaultdict[Method, set[str]] = field(default_factory=lambda: defaultdict(set))
    _check_methods: defaultdict[Method, set[str]] = field(default_factory=lambda: defaultdict(set))
    dois: RecordedDois = field(default_factory=RecordedDois)
    """The DOIs that versions before this one have."""
    board: Mapping[str, Any] | None = None
    """The scoreboard of the repository, if it has one."""

    @cached_property
    def programs(self) -> frozenset[str]:
        """The annotators that are rule programs, whose layers are no opinions."""
        return frozenset(name for name, who in self.annotators.items() if who.annotator_kind is AnnotatorKind.RULE)

    @cached_property
    def people(self) -> frozenset[str]:
        """The annotators that are people."""
        return frozenset(name for name, who in self.annotators.items() if who.annotator_kind is AnnotatorKind.HUMAN)

    def add_article(self, corpus: Corpus, split: str, rows: Mapping[str, Sequence[Row]]) -> None:
        """Count the corpus of one article, and its rows by base table."""
        own = self.corpora[corpus.corpus_id]
        own.add(corpus)
        own.add_rows(rows, split)
        self.corpora_of_split[split].add(corpus.corpus_id)
        for article in corpus.articles.values():
            self.outlet_documents[article.outlet_id, own.info.unit] += article.earlier_id is None
            self.languages.add(article.language)
            complete = {layer.annotator_id for layer in corpus.layers_of_article[article.article_id] if layer.complete}
            self.layers_per_article[len(complete - self.programs)] += 1
            outlet = self.outlets[article.outlet_id]
            source = SourceTally(own.info, outlet)
            self.sources.setdefault((corpus.corpus_id, article.outlet_id), source).add(article)
            self.layers_by_people[len(complete & self.people)] += 1
        self.annotated_by.update(layer.annotator_id for layer in corpus.layers.values())
        self.involved.update(layer.annotator_id for layer in corpus.layers.values())
        for layer in corpus.layers.values():
            self.predicted.add(layer)
            self._layer_methods[Method(layer.protocol_id, layer.guideline_version)].add(layer.annotator_id)
        for check in corpus.item_checks.values():
            self._check_methods[Method(check.protocol_id, None)].add(check.annotator_id)
        self.adjudicated_by.update(decision.adjudicator_id for decision in corpus.adjudications.values())
        self.involved.update(decision.adjudicator_id for decision in corpus.adjudications.values())
        self.involved.update(check.annotator_id for check in corpus.item_checks.values())
        self.agreement.add(corpus, self.programs)
        self.item_checks.add(corpus, dict.fromkeys(corpus.articles, split))
        self.example.add(corpus, self.outlets)
        self._add_work(corpus)

    def _add_work(self, corpus: Corpus) -> None:
        """Count who annotated and adjudicated the article of a corpus, and who wrote what its claims say."""
        for layer in corpus.layers.values():
            self.work.add(ANNOTATED, self.kind(layer.annotator_id))
            self.work.add(IN_LAYERS, self.kind(layer.annotator_id), len(layer.claims))
        decided: dict[str, AnnotatorKind] = {}
        for decision in corpus.adjudications.values():
            kind = self.kind(decision.adjudicator_id)
            self.work.add(ADJUDICATED, kind)
            if decision.claim_id is not None:
                decided[decision.claim_id] = kind
        for claim in corpus.claims.values():
            self.statements.add(claim.statement, by_model=decided.get(claim.claim_id) is AnnotatorKind.MODEL)

    def add_shared(self, corpus: Corpus) -> None:
        """Count the events, links and facts of a corpus, and note who accepted its entities."""
        self.corpora[corpus.corpus_id].add(corpus)
        self.linked_by.update(link.annotator_id for link in corpus.links.values())
        self.named_by.update(entity.annotator_id for entity in corpus.entities.values())
        self.involved.update(link.annotator_id for link in corpus.links.values())
        self.involved.update(entity.annotator_id for entity in corpus.entities.values())
        for link in corpus.links.values():
            self.work.add(LINKED, self.kind(link.annotator_id))
        for entity in corpus.entities.values():
            self.work.add(ENTITIES, self.kind(entity.annotator_id))

    def kind(self, annotator_id: str) -> AnnotatorKind:
        """Return of what kind an annotator is."""
        return self.annotators[annotator_id].annotator_kind

    def add_table(self, config: str, split: str, table: Any) -> None:
        """Count the labels of some rows of a table, which are Arrow, and note whose ids are in them."""
        for column in LABEL_COLUMNS[config]:
            self.label_counts[config, split, column].update(value_counts(table, column))
        for column in ANNOTATOR_COLUMNS:
            if column in table.column_names:
                self.row_annotators[config, column].update(value_counts(table, column))

    def annotations(self) -> list[tuple[Method, set[str]]]:
        """Return how the layers were made, and by whom, sorted by protocol and codebook."""
        return _sorted(self._layer_methods)

    def checks(self) -> list[tuple[Method, set[str]]]:
        """Return how single items were checked, and by whom, sorted by protocol."""
        return _sorted(self._check_methods)

    @property
    def kinds(self) -> list[str]:
        """The kinds of the annotators of the layers, sorted."""
        return sorted({self.annotators[annotator_id].annotator_kind.value for annotator_id in self.annotated_by})

    @property
    def articles(self) -> int:
        """The number of articles; items of digests are none."""
        return sum(corpus.count(CorpusUnit.ARTICLES) for corpus in self.corpora.values())

    @cached_property
    def item_checks(self) -> CheckTally:
        """The checks of single items."""
        return CheckTally({key: annotator.annotator_kind for key, annotator in self.annotators.items()})

    @cached_property
    def measured(self) -> list[DrawnReport]:
        """How far the annotators agree."""
        return self.agreement.reports(self.annotators.values(), list(self.corpora))


def _sorted(methods: Mapping[Method, set[str]]) -> list[tuple[Method, set[str]]]:
    return sorted(methods.items(), key=lambda item: (item[0].protocol_id or "", item[0].guideline_version or ""))
