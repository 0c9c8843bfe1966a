"""An audit's folder: the sample, what the auditor reads and writes, and the score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..corpus.atomic import FILE, write_text
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text
from ..corpus.records import (
    json_lines,
    read_jsonl,
    read_utf8,
    record_json,
    records_of,
    validation_messages,
    write_jsonl,
)
from ..errors import ClaimwireError, RecordError
from ..formats.layers import LayerFacts, quoted_layer
from ..iaa import statement
from ..schema import STANDARD_QUESTIONS, Annotation, Annotator, Article, Questions
from ..versions import __version__
from .sample import Sample, check_blind, sheet
from .score import DifferenceVerdict, Score, score

SAMPLE_FILE, SHEET_FILE = "sample.json", "sheet.md"
LAYERS_FILE, VERDICTS_FILE, ANNOTATORS_FILE = "annotations.jsonl", "verdicts.jsonl", "annotators.jsonl"
SCORE_FILE = "score.json"


@dataclass(frozen=True)
class Audit:
    """A scored audit: what was sampled, the auditor's layers, and how the adjudicated claims compare with them."""

    sample: Sample
    layers: tuple[Annotation, ...]
    kinds: str
    """What kind of audit it is, by the kinds of the auditors, in words."""

    score: Score

    @property
    def title(self) -> str:
        """Which corpus was audited by whom, and what kind of audit that is."""
        return f"{self.sample.corpus_id}, audit by {', '.join(_auditors(self.layers))}: {self.kinds}"

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON values, without any text of the articles."""
        return {
            "title": self.title,
            "population": self.sample.population,
            "sentences": self.score.sentences.as_json(),
            "rates": {label: [rate.as_json() for rate in rates] for label, rates in self.score.rates.items()},
            "slots": [rate.as_json() for rate in self.score.slots],
            "differences": [
                {**asdict(d), "name": d.name, "sentences": [s.model_dump() for s in d.sentences]}
                for d in self.score.differences
            ],
        }


def adjudicated_articles(corpus: Corpus) -> list[Article]:
    """Return the articles of a corpus on which decisions were made, by id."""
    return [article for key, article in sorted(corpus.articles.items()) if corpus.adjudications_of_article[key]]


def write_sample(folder: Path, sample: Sample, corpus: Corpus) -> bool:
    """Write what the auditor reads, and the sample; return whether what the auditor reads has the articles' words.

    If the corpus's texts may not be redistributed and the folder is in a repository, it has offsets in their place.
    Raises `HydrationError` if an article has no text whose words could be written there.
    """
    has_words = may_hold_text(corpus.info, folder)
    content = sheet(sample, corpus.articles, has_words=has_words)
    write_text(folder / SHEET_FILE, content, mode_for_text(corpus.info) if has_words else FILE)
    write_text(folder / SAMPLE_FILE, record_json(sample) + "\n")
    return has_words


def read_sample(folder: Path) -> Sample:
    """Return an audit's sample; raises `ClaimwireError` if there is none, `RecordError` if its file is not valid."""
    path = folder / SAMPLE_FILE
    if not path.is_file():
        raise ClaimwireError(f"{folder} has no {SAMPLE_FILE}; draw a sample with `claimwire audit sample`")
    try:
        return Sample.model_validate_json(read_utf8(path))
    except ValidationError as error:
        message = validation_messages(error)
        raise RecordError(f"{path}: {message}; write it again with `claimwire audit sample`") from error


def score_folder(
    folder: Path,
    corpus: Corpus,
    registered: Iterable[Annotator],
    auditor_id: str | None = None,
    questions: Questions = STANDARD_QUESTIONS,
) -> Audit:
    """Return the score of an audit from its folder: sample, layers, verdicts, and annotators that are only there.

    `corpus` has the texts of the sampled articles, `registered` are the annotators of the repository. `auditor_id` is
    whose claims the quoted layers have, `questions` are those of the repository. Raises `ClaimwireError` if a file is
    missing or not valid, an auditor is not registered, or annotated or adjudicated a sampled article.
    """
    sample = read_sample(folder)
    layers = _read_layers(folder, sample, corpus, auditor_id, questions)
    auditors = _auditors(layers)
    if auditor_id is not None and (folder / LAYERS_FILE).is_file() and auditors != [auditor_id]:
        raise ClaimwireError(
            f"the layers in {folder / LAYERS_FILE} are those of {', '.join(auditors) or 'nobody'}, not of "
            f"{auditor_id}; name nobody, or move that file away to have the quoted claims read"
        )
    check_blind(sample, auditors, annotators_of_article(corpus))
    known = {a.annotator_id: a for a in (*registered, *_read(folder / ANNOTATORS_FILE, Annotator))}
    verdicts = {verdict.difference: verdict for verdict in _read(folder / VERDICTS_FILE, DifferenceVerdict)}
    made = score(sample, corpus.articles, list(corpus.claims.values()), layers, verdicts)
    return Audit(sample, tuple(layers), _kinds(auditors, known, folder), made)


def write_audit(folder: Path, audit: Audit) -> None:
    """Write the auditor's layers and the score to an audit's folder, as JSON without any text of the articles."""
    write_jsonl(folder / LAYERS_FILE, audit.layers)
    write_text(folder / SCORE_FILE, json.dumps(audit.as_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def annotators_of_article(corpus: Corpus) -> dict[str, set[str]]:
    """Return who annotated or adjudicated each article, by article id."""
    return {
        article_id: {layer.annotator_id for layer in corpus.layers_of_article[article_id]}
        | {decision.adjudicator_id for decision in corpus.adjudications_of_article[article_id]}
        for article_id in corpus.articles
    }


def require_independent(corpus: Corpus, checker: str, article_ids: Iterable[str]) -> None:
    """Raise `ClaimwireError` if a checker annotated or adjudicated one of some articles."""
    involved = annotators_of_article(corpus)
    own = sorted(article_id for article_id in set(article_ids) if checker in involved.get(article_id, ()))
    if own:
        raise ClaimwireError(
            f"{checker} annotated or adjudicated {', '.join(own)}; somebody who did not has to check its items"
        )


def _auditors(layers: Iterable[Annotation]) -> list[str]:
    return sorted({layer.annotator_id for layer in layers})


def _read(path: Path, model: type[BaseModel]) -> list[Any]:
    """Return the records of a JSON Lines file; none if it is missing."""
    return records_of(read_jsonl(path, TypeAdapter(model))) if path.is_file() else []


def _read_layers(
    folder: Path, sample: Sample, corpus: Corpus, auditor_id: str | None, questions: Questions
) -> list[Annotation]:
    """Return the auditor's layers: those of `annotations.jsonl`, or the quoted claims of each sampled article.

    Raises `RecordError` that lists the faulty lines of quoted claims, and `ClaimwireError` if nobody is named whose
    claims they are.
    """
    if (folder / LAYERS_FILE).is_file():
        return _read(folder / LAYERS_FILE, Annotation)
    if auditor_id is None:
        raise ClaimwireError(f"{folder} has no {LAYERS_FILE}; say whose claims the quoted layers have")
    tool = f"claimwire audit {__version__}"
    facts = LayerFacts(auditor_id, corpus.info.guideline_version, tool, complete=False, questions=questions)
    layers: list[Annotation] = []
    problems: list[str] = []
    for article_id in sample.texts:
        path = folder / f"{article_id}.jsonl"
        if path.is_file():
            layer, faults = quoted_layer(corpus.article(article_id), list(json_lines(path)), facts, str(path))
            layers.append(layer)
            problems += faults
        else:
            problems.append(f"{path} is missing; it may be empty, but it has to be there")
    if problems:
        raise RecordError("\n".join(problems))
    return layers


def _kinds(auditors: Iterable[str], known: Mapping[str, Annotator], folder: Path) -> str:
    """Return in words what kind of audit it is; raises `ClaimwireError` if an auditor is not registered."""
    for name in auditors:
        if name not in known:
            path = folder / ANNOTATORS_FILE
            raise ClaimwireError(f"{name} is in no {ANNOTATORS_FILE}; say in {path} who or what that is")
    kinds = sorted({known[name].annotator_kind for name in auditors})
    return statement(kinds).replace("agreement", "audit")
