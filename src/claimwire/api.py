"""What Python programs call: each command's work as a function, on a repository or a corpus.

`import claimwire` offers these names and the record models. A repository is named by a `Workspace`, by a folder in it,
or not at all for the current folder.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .corpus.corpus import Corpus, read_corpus
from .corpus.views import ArticleView, ClaimView
from .corpus.workspace import Workspace
from .errors import WorkspaceError

if TYPE_CHECKING:
    import datasets

    from .adjudication import Adjudicated
    from .baselines.contract import ScoredClaim
    from .checks import Problem
    from .conflicts import Dispute
    from .hydration import HydrationReport
    from .iaa import Report
    from .release.build import Built
    from .release.changes import Change
    from .release.typed import ReleaseRecords
    from .scoring import Scores
    from .sourcing import SourcingLabel

Where = Workspace | Path | str | None


def open(where: Where = None) -> Workspace:
    """Return the claimwire repository that a folder is in, the current folder if none is given.

    Raises `WorkspaceError` if neither it nor a folder above it has `annotations/release.toml`.
    """
    return where if isinstance(where, Workspace) else Workspace.find(None if where is None else Path(where))


def check(
    where: Where = None,
    *,
    level: int = 5,
    corpora: Collection[str] = (),
    instead: Iterable[Corpus | Path] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> list[Problem]:
    """Return the problems that the checks of levels 1 to `level` find in a repository; none if the list is empty.

    `corpora` are the ids of corpora to report on, all if none is named. A corpus in `instead`, or its folder, takes the
    place of the repository's corpus of the same id, such as a hydrated copy. `progress` is called with the number of
    articles done. Raises `RecordError` if a file is not UTF-8.
    """
    from .checks import load, run

    with load(open(where), instead) as repository:
        return run(repository, level=level, corpora=corpora, progress=progress)


def build(where: Where = None, *, release: bool = False, progress: Callable[[str], None] = lambda _: None) -> Built:
    """Build what a repository plans: a draft at `dataset/draft/`, or with `release` that release at `dataset/VERSION/`.

    A published version never changes. Raises `ReleaseError` if the checks of levels 1 to 4 find a problem, if a
    published release is damaged, or if one would change.
    """
    from .release.build import build as build_release

    return build_release(open(where), progress, release=release)


def hydrate(corpus: Corpus, source: Path | str) -> tuple[Corpus, HydrationReport]:
    """Return a stand-off corpus with its texts, from your own copy of them, and a report on every article's spans.

    `source` is a folder, a zip or tar archive, or a file. Nothing is written.
    Raises `HydrationError` if the source cannot be read.
    """
    from .hydration import hydrated_corpus

    return hydrated_corpus(corpus, Path(source))


def agreement(
    corpus: Corpus,
    where: Where = None,
    *,
    annotators: Collection[str] = (),
    batch: str | None = None,
    without_predictions: bool = False,
) -> Report:
    """Return how far the annotators of a corpus agree, with intervals over resampled articles.

    `annotators` are the ids of those to compare, all if none is named; `where` is the repository that describes them,
    that of the corpus's folder if none is given. With `without_predictions`, predictions that an annotator left
    untouched are not compared. Raises `ClaimwireError` if no two of them have an article in common.
    """
    from .iaa import corpus_study, measure_agreement

    known = [row.record for row in open(where if where is not None else corpus.folder).annotators()[0]]
    articles, layers = corpus.articles.values(), corpus.layers.values()
    study = corpus_study(
        corpus.corpus_id, articles, layers, known, annotators, batch, without_predictions=without_predictions
    )
    return measure_agreement(study)


def adjudicate(corpus: Corpus, decisions: Path | str, adjudicator: str, where: Where = None) -> Adjudicated:
    """Return the adjudicated claims, and a record of each decision, that a folder of decisions files makes of a corpus.

    `adjudicator` is who decided where a line does not say. Nothing is written; `problems` of the result names what
    could not be applied. `where` is the repository that says which annotators are rule programs, that of the corpus's
    folder if none is given.
    """
    from .adjudication import apply_folder

    programs = open(where if where is not None else corpus.folder).programs()
    return apply_folder(corpus, corpus.articles.values(), Path(decisions), adjudicator, programs)


def disputes(corpus: Corpus, where: Where = None, *, kinds: Collection[str] = ()) -> list[Dispute]:
    """Return what the adjudicated claims of a corpus say in more than one way, with the conflicts in each.

    `kinds` are the ids of kinds of conflict, all if none is named; `where` is the repository that has the outlets.
    """
    from . import conflicts

    outlets = open(where if where is not None else corpus.folder).outlets()
    return conflicts.disputes(conflicts.ConflictIndex(corpus, outlets), kinds)


def sourcing_labels(corpus: Corpus, where: Where = None) -> dict[str, SourcingLabel]:
    """Return what the adjudicated claims say of the sourcing of a corpus's articles, by id; texts are not needed.

    Articles in which nothing is adjudicated are left out. `where` is the repository that describes the annotators, that
    of the corpus's folder if none is given.
    """
    from .sourcing import corpus_labels

    known = [row.record for row in open(where if where is not None else corpus.folder).annotators()[0]]
    return corpus_labels(corpus, {annotator.annotator_id: annotator for annotator in known})


def predict(
    text: str, *, published: str | None = None, model: Path | str = "default", threshold: float | None = None
) -> tuple[ScoredClaim, ...]:
    """Return the claims that a model finds in the text of an English article, in text order, each with its score.

    `claim` of each is a record with spans and slots, whose offsets are code points of `text`; `score` is how probable
    the model takes it to be that a reader of the codebook marks it, 0 to 1. `published` is the day of publication
    (EDTF), which relative dates count from. `model` is `default`, which comes with the package, `rules`, or the folder
    of a trained model; with `threshold` claims from that score on are given. No repository is needed.
    Raises `BaselineError` if there is no such model, and `RecipeError` if the date is none.
    """
    from .baselines.models import predicted
    from .ingest.unlisted import article_of_text

    return predicted(str(model), [article_of_text(text, published=published)], threshold)[0]


def diff(old: Path | str, new: Path | str) -> Iterator[Change]:
    """Yield what changed from one release folder to another, article by article.

    Raises `ReleaseError` if a folder holds no release, or one with tables this claimwire does not know.
    """
    from .release.published import release_changes

    return release_changes(Path(old), Path(new))


def score(
    gold: Path | str,
    predictions: Path | str,
    task: str,
    *,
    split: str = "test",
    by: Collection[str] = (),
    resamples: int = 1000,
) -> Scores:
    """Return the scores of a file of predictions on a split of a release folder or build, beside trivial predictions.

    `task` is sentences, spans, slots, verdicts or tolls; `by` are outlet, corpus, origin or episode. Raises
    `ClaimwireError` about a line that does not fit, and if there is nothing to score on; docs/scoring.md has formats.
    """
    from .scoring import score_files

    return score_files(Path(gold), Path(predictions), task, split=split, by=tuple(by), resamples=resamples)


def load_release(release: Path | str, config: str = "claims", where: Where = None) -> datasets.DatasetDict:
    """Return a config of a release as `datasets.load_dataset` gives it: split -> rows with class labels.

    `release` is a version of a repository, or a release's folder wherever it is. What `annotations/withdrawn.jsonl` of
    the repository names is left out, also where the folder is an old copy that still has it; a folder outside of any
    repository has all that is in it. Raises `ReleaseError` if there is no such release, or it has no such config.
    """
    from .release.loadback import load_config

    folder, withdrawn = _released(release, where)
    return load_config(folder, config, withdrawn)


def read_release(release: Path | str, where: Where = None) -> ReleaseRecords:
    """Return a release as records: articles, adjudicated claims and layers, with their words where it has texts.

    Arguments and withdrawals are as for `load_release`. Records are made when they are asked for. Raises `ReleaseError`
    if there is no such release.
    """
    from .release.typed import ReleaseRecords

    return ReleaseRecords(*_released(release, where))


def _released(release: Path | str, where: Where) -> tuple[Path, frozenset[str]]:
    """Return the folder of a release, and the ids that its repository has withdrawn, if it is in one."""
    folder = Path(release)
    if where is not None or not folder.is_dir():
        workspace = open(where)
        version = workspace.dataset / str(release)
        return folder if folder.is_dir() and not version.is_dir() else version, workspace.withdrawn_ids()
    try:
        return folder, open(folder).withdrawn_ids()
    except WorkspaceError:
        return folder, frozenset()


__all__ = [
    "ArticleView",
    "ClaimView",
    "Corpus",
    "Workspace",
    "adjudicate",
    "agreement",
    "build",
    "check",
    "diff",
    "disputes",
    "hydrate",
    "load_release",
    "open",
    "predict",
    "read_corpus",
    "read_release",
    "score",
    "sourcing_labels",
]
