"""What `claimwire import` does with a corpus that people annotated: texts, layers, and what is told of both."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from ..corpus.atomic import write_text
from ..corpus.places import may_hold_text, mode_for_text
from ..corpus.transaction import Edit
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..formats.contract import ReadInto
from ..formats.files import contents_of, files_below
from ..formats.human import NO_CODEBOOK, HumanCorpus, HumanDocument, human_layers
from ..formats.human.placing import names_of
from ..formats.human.texts import texts_file
from ..formats.layers import LayerFacts, layers_of_read
from ..ingest.add import add_articles, read_documents
from ..ingest.facts import DocumentFacts
from ..licences import creative_commons
from ..schema import Annotation, Article, CorpusInfo
from ..schema.vocab import AnnotatorKind, Label
from .bars import counted
from .session import repository
from .taking_layers import LayerOptions, take_layers

RECIPE = "jsonl-field"


@dataclass(frozen=True)
class HumanOptions:
    """The options that only the import of such a corpus has, by their parameters."""

    whose: str | None
    texts_file: Path | None
    outlet: str | None


@dataclass
class _Import:
    """One import: what was read of the files, and what of it became no claim."""

    human: HumanCorpus
    documents: Sequence[HumanDocument]
    options: HumanOptions
    workspace: Workspace
    dry_run: bool
    dropped: Counter[str] = field(default_factory=Counter)

    def add_articles(self, edit: Edit) -> list[Article]:
        """Put the articles of documents into the corpus that it does not have yet, and return them with their texts."""
        info = edit.corpus.info
        _require_fitting(self.human, info)
        path = self.options.texts_file
        if path is None:
            return []
        if not may_hold_text(info, path):
            raise ClaimwireError(
                f"{path} is in a repository, where texts of {info.corpus_id} may not be; name a place outside"
            )
        known = {name for article in edit.corpus.articles.values() for name in names_of(article.document)}
        new = [document for document in self.documents if document.name not in known and document.text]
        if not new:
            return []
        content = texts_file(new)
        if path.exists() and not (path.is_file() and path.read_bytes() == content.encode("utf-8")):
            raise ClaimwireError(f"{path} is there already, with something else in it; name another file")
        if not self.dry_run:
            write_text(path, content, mode_for_text(info))
            return self._ingested(edit, path)
        with tempfile.TemporaryDirectory() as elsewhere:
            write_text(Path(elsewhere) / path.name, content)
            return self._ingested(edit, Path(elsewhere) / path.name)

    def _ingested(self, edit: Edit, path: Path) -> list[Article]:
        facts = DocumentFacts(outlet_id=self.options.outlet, recipe=RECIPE)
        with counted("texts") as progress:
            added = read_documents(edit.corpus, [str(path)], facts, self.workspace.outlets(), progress=progress)
        add_articles(edit, added)
        click.echo(f"{len(added)} articles with the texts in {self.options.texts_file}")
        return [item.article for item in added]

    def read(self, articles: Mapping[str, Article], facts: LayerFacts) -> tuple[list[Annotation], list[str]]:
        """Return the layers of the documents, and the problems of their files."""
        into = ReadInto(articles, facts.annotator_id, facts.guideline_version)
        with counted("layers") as progress:
            found = human_layers([x for x in self.documents if x.text], self.human.language, into, progress)
        self.dropped = found.dropped + sum((x.dropped for x in self.documents if not x.text), Counter())
        return layers_of_read(found.layers, facts)


def import_human(
    corpus: str, path: Path, human: HumanCorpus, human_options: HumanOptions, options: LayerOptions
) -> None:
    """Read the layers of a corpus that people annotated into one of the repository, and tell what is lost.

    Raises `ClaimwireError` if the annotator is no person, the texts may not be in the corpus, or files do not fit.
    """
    workspace = repository()
    _require_person(workspace, human, options.annotator)
    contents = contents_of(files_below(path, human.is_read))
    documents = human.read(contents, human_options.whose)
    if not documents:
        raise ClaimwireError(f"{path} has no document of {human.title} with marks{_of(human_options.whose)}")
    one = _Import(human, documents, human_options, workspace, options.dry_run)
    click.echo(
        f"{human.title}: licence of the annotations: {human.annotation_licence}; of the texts: {human.text_licence}"
    )
    _warn_of_labels(workspace, human)
    take_layers(
        corpus,
        f"claimwire import --format {human.format_id} ({human.origin})",
        one.read,
        options,
        add_articles=one.add_articles,
        guideline_version=NO_CODEBOOK,
    )
    why = {row.theirs: row.how for row in human.maps}
    for theirs, count in sorted(one.dropped.items()):
        click.echo(f"not kept: {count} {theirs}" + (f" ({why[theirs]})" if why.get(theirs) else ""))


def _of(whose: str | None) -> str:
    return "" if whose is None else f" of {whose!r}"


def _require_person(workspace: Workspace, human: HumanCorpus, annotator_id: str) -> None:
    """Raise `ClaimwireError`, with the command that adds one, unless an annotator is a person of the repository."""
    found = [row.record for row in workspace.annotators()[0] if row.record.annotator_id == annotator_id]
    if not found:
        raise ClaimwireError(
            f"annotations/annotators.jsonl has nobody called {annotator_id!r}; add who annotated: claimwire annotator "
            f'add {annotator_id} --kind human --description "Annotators of {human.origin}."'
        )
    if found[0].annotator_kind is not AnnotatorKind.HUMAN:
        raise ClaimwireError(f"{annotator_id} is of kind {found[0].annotator_kind}, and people annotated {human.title}")


def _require_fitting(human: HumanCorpus, info: CorpusInfo) -> None:
    """Raise `ClaimwireError` if texts of another corpus may not be in one, or are in another language."""
    if info.text_redistributable and not human.texts_open:
        raise ClaimwireError(
            f"{info.corpus_id} has the words of its texts, and those of {human.title} may not be passed on "
            f"({human.text_licence}); import into a corpus with text_redistributable = false"
        )
    if info.language != human.language:
        raise ClaimwireError(f"{human.title} is in {human.language}, and {info.corpus_id} in {info.language}")
    if _licence(info.annotation_licence) != _licence(human.annotation_licence):
        click.echo(
            f"warning: corpus.toml says annotation_licence = {info.annotation_licence!r}, and the licence of these "
            f"annotations is {human.annotation_licence}; before anything is published, say what they allow",
            err=True,
        )


def _licence(name: str) -> str:
    """Return a licence in one way of writing, as far as it is of Creative Commons."""
    known = creative_commons(name)
    return name if known is None else known.spdx_id


def _warn_of_labels(workspace: Workspace, human: HumanCorpus) -> None:
    """Say which labels nobody marked, if the plan of the repository does not say so."""
    silent = [
        label for label in Label if label not in human.labels and label not in workspace.questions().not_asked.labels
    ]
    if silent:
        names = ", ".join(f'"{label}"' for label in silent)
        click.echo(
            f"warning: {human.title} says nothing of {' and '.join(silent)}, which is not the same as none; in a "
            f"repository of such corpora write labels = [{names}] under [not_asked] in annotations/release.toml",
            err=True,
        )
