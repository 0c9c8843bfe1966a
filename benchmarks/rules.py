"""How near the rule annotator comes to the adjudicated claims of a corpus: F1 of spans and words, and slots alike.

Run it as `python -m benchmarks.rules [CORPUS...] [--from FOLDER] [--by NAME]`, by default on every corpus of the plan
whose texts are at hand. The adjudicated claims are taken as one annotator's layer, the annotator's as another's, and
compared by the measures of `claimwire agreement`; the adjudicated claims are the key of precision and recall.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from claimwire.baselines.annotators import annotator_of, layer_by
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus
from claimwire.iaa import Options, Report, corpus_study, measure_agreement
from claimwire.regions import table
from claimwire.schema import Annotation, Annotator
from claimwire.schema.vocab import AnnotatorKind

KEY, RULES = "adjudicated", "by_rules"
HERE = Path(__file__).resolve().parent.parent


def compared(corpus: Corpus, by: str, resamples: int) -> Report:
    """Return the report on adjudicated claims and an annotator's over the articles whose text is at hand."""
    annotator = annotator_of(by)
    articles = [article for article in corpus.articles.values() if article.text is not None]
    layers = []
    for article in articles:
        claims = tuple(claim for claim in corpus.claims.values() if claim.article_id == article.article_id)
        made = layer_by(annotator, article, RULES, corpus.info.guideline_version)
        key = {"annotation_id": f"{article.article_id}_{KEY}", "annotator_id": KEY, "claims": claims}
        layers += [made, Annotation(**(dict(made) | key))]
    people = [
        Annotator(annotator_id=KEY, annotator_kind=AnnotatorKind.RULE, description="The adjudicated claims."),
        Annotator(annotator_id=RULES, annotator_kind=AnnotatorKind.RULE, description="The program."),
    ]
    return measure_agreement(
        corpus_study(corpus.corpus_id, articles, layers, people), Options(resamples=resamples, seed=1)
    )


def shown(report: Report) -> str:
    """Return the figures of a report as tables."""
    (group,) = report.groups
    rows = []
    for section in ("sentences", "spans", "words"):
        for (about, measure), found in report.of(group.name, section).items():
            if "F1" in measure or "precision" in measure or "recall" in measure or measure == "positive agreement":
                rows.append((section, about, measure, *(_number(x) for x in (found.value, found.low, found.high))))
    counts = [(c.annotator.annotator_id, *(c.claims[label] for label in report.labels)) for c in report.counts]
    slots = [
        (about, _number(found.value), found.units)
        for (about, measure), found in report.of(group.name, "slots").items()
        if measure == "same"
    ]
    return "\n".join(
        (
            table(("claims", *report.labels), counts),
            table(("", "of", "measure", "value", "low", "high"), rows),
            table(("slot of aligned claims", "same", "claims"), slots),
        )
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("corpora", nargs="*", metavar="CORPUS")
    parser.add_argument("--from", dest="source", type=Path, help="your copies of stand-off texts")
    parser.add_argument("--by", default="rules", help="which annotator")
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--repository", type=Path, default=HERE)
    given = parser.parse_args()
    for corpus in Workspace(given.repository).corpora(tuple(given.corpora) or None):
        if given.source is not None and not corpus.info.text_redistributable:
            corpus = hydrated_corpus(corpus, given.source, exact=True)[0]
        if not any(article.text for article in corpus.articles.values()):
            print(f"\n## {corpus.corpus_id}: no text at hand; name your copies with --from")
            continue
        print(f"\n## {corpus.corpus_id}\n\n{shown(compared(corpus, given.by, given.resamples))}")


if __name__ == "__main__":
    main()
