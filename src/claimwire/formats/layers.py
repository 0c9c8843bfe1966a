"""Annotators' layers made from what was read of files, and compared with those there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from ..corpus.records import validation_messages
from ..errors import AnchorError, FormatError
from ..schema import STANDARD_QUESTIONS, Annotation, Article, ClaimBase, Questions, claim_order
from ..schema.fields import fields_in_role
from .contract import Format, ReadInto, ReadLayer
from .quotes import read_quoted_claims


@dataclass(frozen=True)
class LayerFacts:
    """What is known of a layer besides its claims; `questions` are those of its repository."""

    annotator_id: str
    guideline_version: str
    tool: str
    date: str | None = None
    complete: bool = True
    protocol_id: str | None = None
    questions: Questions = STANDARD_QUESTIONS


@dataclass(frozen=True)
class ReplacedLayer:
    """A layer whose claims change: what was, and what takes its place."""

    before: Annotation
    after: Annotation

    def __str__(self) -> str:
        old, new = ({claim.claim_id for claim in layer.claims} for layer in (self.before, self.after))
        gone = len(old - new)
        more = f", {gone} of the {len(old)} are gone" if gone > max(0, len(old) - len(new)) else ""
        return f"{self.after.annotation_id}: {len(old)} claims -> {len(new)}{more}"

    @property
    def is_emptied(self) -> bool:
        """Whether a layer with claims has none any more."""
        return bool(self.before.claims) and not self.after.claims


def layer_changes(before: Iterable[Annotation], after: Sequence[Annotation]) -> list[ReplacedLayer]:
    """Return the changes of layers that are there already and have other claims afterwards."""
    old = {layer.annotation_id: layer for layer in before}
    pairs = [(old[layer.annotation_id], layer) for layer in after if layer.annotation_id in old]
    return [ReplacedLayer(*pair) for pair in pairs if pair[0].claims != pair[1].claims]


def emptied_problems(changes: Iterable[ReplacedLayer], accepted: Collection[str]) -> list[str]:
    """Return a problem for every layer that would be emptied, but of the articles whose ids are accepted."""
    return [
        f"layer-emptied: {change}; it stays as it is in the repository; if it is meant to be empty, read it again with "
        f"--accept-empty {change.after.article_id}"
        for change in changes
        if change.is_emptied and change.after.article_id not in accepted
    ]


def replaced_problems(changes: Iterable[ReplacedLayer]) -> list[str]:
    """Return a problem for every layer that would get other claims; `emptied_problems` has those that get none."""
    return [
        f"layer-replaced: {change}; it stays as it is in the repository; if the file is to take its place, read it "
        "again with --replace"
        for change in changes
        if not change.is_emptied
    ]


def as_annotated(layer: Annotation) -> tuple[Annotation, Counter[str]]:
    """Return a layer without what only adjudicated claims have, such as `event_id`; and how many claims had each field.

    Files that were written of adjudicated claims have it.
    """
    dropped: Counter[str] = Counter()
    claims = []
    for claim in layer.claims:
        names = fields_in_role(type(claim), "adjudication") & claim.model_fields_set
        defaults = {name: type(claim).model_fields[name].default for name in names}
        dropped.update(name for name, value in defaults.items() if getattr(claim, name) != value)
        claims.append(claim.model_copy(update=defaults) if defaults else claim)
    return layer.model_copy(update={"claims": tuple(claims)}), dropped


def quoted_layer(
    article: Article, lines: Sequence[tuple[int, str]], facts: LayerFacts, file_name: str
) -> tuple[Annotation, list[str]]:
    """Return the layer of a quoted file, and the problems of its lines.

    `lines` have their numbers in the file, which problems call `file_name`. Raises `AnchorError` if the article has no
    text, or if what is known of the layer does not make a record.
    """
    prefix = f"{layer_id_of(article.article_id, facts)}_"
    claims, problems = read_quoted_claims(lines, article, prefix, file_name, facts.guideline_version, facts.questions)
    return layer_of_claims(article.article_id, claims, facts, file_name), problems


def layer_id_of(article_id: str, facts: LayerFacts) -> str:
    """Return the id of an annotator's layer of an article; those of its claims begin with it and a `_`."""
    return f"{article_id}_{facts.annotator_id}"


def layer_of_claims(article_id: str, claims: Iterable[ClaimBase], facts: LayerFacts, file_name: str) -> Annotation:
    """Return the layer of an article with claims, in text order.

    Raises `AnchorError`, naming the file, if what is known of the layer does not make a record.
    """
    try:
        return Annotation(
            annotation_id=layer_id_of(article_id, facts),
            article_id=article_id,
            annotator_id=facts.annotator_id,
            guideline_version=facts.guideline_version,
            tool=facts.tool,
            date=facts.date,
            complete=facts.complete,
            protocol_id=facts.protocol_id,
            claims=tuple(sorted(claims, key=claim_order)),
        )
    except ValidationError as error:
        raise AnchorError(f"{file_name}: {validation_messages(error)}") from error


def layers_read(
    form: Format, files: Mapping[str, bytes], articles: Mapping[str, Article], facts: LayerFacts
) -> tuple[list[Annotation], list[str]]:
    """Return the layers in files of a format that can be imported, and the problems of the files.

    `files` are by their paths as messages show them. Raises `ClaimwireError`, naming the file, for one that cannot be
    read at all, that is of no article, or that is of the same article as another.
    """
    if form.imports is None:
        raise FormatError(f"{form.format_id} files do not say everything that a claim needs, and make no layers")
    read_into = ReadInto(articles, facts.annotator_id, facts.guideline_version, facts.questions)
    return layers_of_read(form.imports(files, read_into), facts)


def layers_of_read(found: Iterable[ReadLayer], facts: LayerFacts) -> tuple[list[Annotation], list[str]]:
    """Return the layers that were read of files, and the problems of the files; raises `AnchorError` as one layer."""
    layers: list[Annotation] = []
    problems: list[str] = []
    for read in found:
        layers.append(layer_of_claims(read.article_id, read.claims, facts, read.file))
        problems += read.problems
    return layers, problems
