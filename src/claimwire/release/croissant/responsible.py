"""The texts of Croissant RAI 1.0: what people wrote in the plan and the corpora, and what follows from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...schema import CorpusInfo
from ...schema.vocab import AnnotatorKind, TextOrigin
from ..agreed import layers_per_article, sentence_alphas
from ..tally import ReleaseTally

_BY_CLAIMWIRE = "claimwire writes it from the records: build the release again"

EXPECTED = {
    "rai:dataLimitations": "`not_for` in annotations/release.toml",
    "rai:dataBiases": "`biases` in the corpora's corpus.toml",
    "rai:personalSensitiveInformation": "`sensitive_information` in the corpora's corpus.toml",
    "rai:dataUseCases": "`uses` in annotations/release.toml",
    "rai:dataSocialImpact": "`social_impact` in annotations/release.toml",
    "rai:hasSyntheticData": _BY_CLAIMWIRE,
    "prov:wasDerivedFrom": _BY_CLAIMWIRE,
    "prov:wasGeneratedBy": _BY_CLAIMWIRE,
    "creator": "`authors` in annotations/release.toml",
    "url": "`url` in annotations/release.toml",
}
"""Keys that a catalogue expects, and where what they say is written: eight of responsible AI, and two of Croissant."""

MAINTENANCE = (
    "Versions are MAJOR.MINOR.PATCH as Croissant 1.1 has them; before 1.0.0 the second number is raised where the "
    "first would be, and the third otherwise. What is corrected comes with a new version."
)


def missing_keys(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the expected keys that a description lacks, each with where to write what it says."""
    return {key: place for key, place in EXPECTED.items() if document.get(key) in (None, "", [])}


def rai_texts(tally: ReleaseTally) -> dict[str, Any]:
    """Return the texts by their keys, without those that nobody wrote."""
    plan, infos = tally.plan, [corpus.info for corpus in tally.corpora.values()]
    texts: dict[str, Any] = {
        "rai:dataCollection": " ".join(once_or_by_corpus({info.corpus_id: collection(info) for info in infos})),
        "rai:dataAnnotationProtocol": " ".join(of_corpora(infos, "protocol")),
        "rai:annotationsPerItem": annotations_per_item(tally),
        "rai:dataAnnotationAnalysis": f"Kinds of annotators: {', '.join(tally.kinds)}. {_analysis(tally)}",
        "rai:machineAnnotationTools": [
            f"{who.annotator_id}: {who.description}"
            for annotator_id in sorted(tally.involved)
            if (who := tally.annotators[annotator_id]).annotator_kind is not AnnotatorKind.HUMAN
        ],
        "rai:dataLimitations": [*of_corpora(infos, "not_checked"), *plan.not_for],
        "rai:dataBiases": of_corpora(infos, "biases"),
        "rai:personalSensitiveInformation": of_corpora(infos, "sensitive_information"),
        "rai:dataUseCases": list(plan.uses),
        "rai:dataSocialImpact": plan.social_impact,
        "rai:dataReleaseMaintenancePlan": MAINTENANCE,
    }
    said = {key: value for key, value in texts.items() if value}
    return said | {"rai:hasSyntheticData": any(info.is_synthetic for info in infos)}


def is_written(info: CorpusInfo) -> bool:
    """Return whether the texts of a corpus were written for the dataset, by whomever."""
    return info.text_origin is not TextOrigin.PUBLISHED


def collection(info: CorpusInfo) -> str:
    """Return where the texts of a corpus come from, and how they were chosen if that is told."""
    origin = f"{info.text_origin.description[0].upper()}{info.text_origin.description[1:]}."
    return f"{origin} {info.sampling}" if info.sampling else origin


def _analysis(tally: ReleaseTally) -> str:
    """Return how far annotators agree over sentences, or that nothing of it was measured."""
    alphas = sentence_alphas(tally.measured)
    if not alphas:
        return "Agreement was not measured: no text has two complete layers by people or models."
    return f"Krippendorff's alpha over sentences: {alphas}"


def annotations_per_item(tally: ReleaseTally) -> str:
    """Return how many complete layers the annotated articles have, and how many of them by people; empty if none."""
    layers = layers_per_article(tally.layers_per_article)
    people = layers_per_article(tally.layers_by_people) or "none"
    what = "layer" if layers == "1" else "layers"
    return f"{layers} complete {what} per text by people and models, {people} of them by people" if layers else ""


def of_corpora(infos: Sequence[CorpusInfo], field: str) -> list[str]:
    """Return what corpora say in a field, as `once_or_by_corpus` has it."""
    return once_or_by_corpus({info.corpus_id: getattr(info, field) for info in infos})


def once_or_by_corpus(said: Mapping[str, str | None]) -> list[str]:
    """Return what corpora say, by their ids: once if all say the same, else each that says something with its id."""
    texts = {corpus_id: text for corpus_id, text in said.items() if text}
    if len(texts) == len(said) and len(set(texts.values())) == 1:
        return [next(iter(texts.values()))]
    return [f"{corpus_id}: {text}" for corpus_id, text in texts.items()]
