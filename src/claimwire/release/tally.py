"""What the card says of a release in numbers, counted while its articles go by."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ..corpus.corpus import Corpus
from ..schema import Annotator, CorpusInfo, Outlet, ReleasePlan
from ..schema.vocab import Confidence
from .agreed import AgreementSample, DrawnReport


@dataclass
class CorpusTally:
    """How many records of each sort a corpus has, as far as they are in the release."""

    info: CorpusInfo
    counts: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)

    def add(self, corpus: Corpus) -> None:
        """Count the corpus of one article, or the shared records of a corpus."""
        claims, layers = corpus.claims.values(), corpus.layers.values()
        adjudications = corpus.adjudications.values()
        self.labels.update(claim.label.value for claim in claims)
        self.decisions.update(decision.decision.value for decision in adjudications)
        self.counts.update(
            {
                "articles": len(corpus.articles),
                "sentences": sum(len(article.sentences) for article in corpus.articles.values()),
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
    outlet_articles: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    annotated_by: set[str] = field(default_factory=set)
    """The annotators of the layers."""
    involved: set[str] = field(default_factory=set)
    """Annotators, adjudicators, and who linked claims or accepted entities."""
    layers_per_article: Counter[int] = field(default_factory=Counter)
    """How many articles have how many complete layers."""
    corpora_of_split: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    agreement: AgreementSample = field(default_factory=AgreementSample)

    def add_article(self, corpus: Corpus, split: str) -> None:
        """Count the corpus of one article."""
        self.corpora[corpus.corpus_id].add(corpus)
        self.corpora_of_split[split].add(corpus.corpus_id)
        for article in corpus.articles.values():
            self.outlet_articles[article.outlet_id] += 1
            self.languages.add(article.language)
            complete = {layer.annotator_id for layer in corpus.layers_of_article[article.article_id] if layer.complete}
            self.layers_per_article[len(complete)] += 1
        self.annotated_by.update(layer.annotator_id for layer in corpus.layers.values())
        self.involved.update(layer.annotator_id for layer in corpus.layers.values())
        self.involved.update(decision.adjudicator_id for decision in corpus.adjudications.values())
        self.agreement.add(corpus)

    def add_shared(self, corpus: Corpus) -> None:
        """Count the events, links and facts of a corpus, and note who accepted its entities."""
        self.corpora[corpus.corpus_id].add(corpus)
        self.involved.update(link.annotator_id for link in corpus.links.values())
        self.involved.update(entity.annotator_id for entity in corpus.entities.values())

    @property
    def kinds(self) -> list[str]:
        """The kinds of the annotators of the layers, sorted."""
        return sorted({self.annotators[annotator_id].annotator_kind.value for annotator_id in self.annotated_by})

    @property
    def articles(self) -> int:
        """The number of articles."""
        return sum(corpus.counts["articles"] for corpus in self.corpora.values())

    @cached_property
    def measured(self) -> list[DrawnReport]:
        """How far the annotators agree."""
        return self.agreement.reports(self.annotators.values(), list(self.corpora))
