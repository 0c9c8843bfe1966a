"""The private folder of a service: the answers that it learns from, which have texts, and the model that it learned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ...baselines.contract import LabelledArticle
from ...corpus.atomic import PRIVATE, PRIVATE_FOLDER, make_folder, make_private, write_text
from ...corpus.jsontext import parse_json
from ...corpus.lock import locked
from ...corpus.places import repository_of
from ...corpus.records import canonical_json, json_lines
from ...errors import LabelStudioError
from ...schema import CLAIM_ADAPTER, Article
from .learning import ServedModel, SubmittedAnswer

ANSWERS, LEARNED = "answers.jsonl", "model"


@dataclass(frozen=True)
class KeptFolder:
    """A folder that only its owner may look into."""

    folder: Path

    @contextmanager
    def open(self) -> Iterator[None]:
        """Have the folder for oneself, made if it is missing.

        Raises `LabelStudioError` if it is in a repository, where the texts may not be, and `LockedError` if another
        service has it.
        """
        if repository_of(self.folder) is not None:
            raise LabelStudioError(
                f"{self.folder} is in a claimwire repository, where texts that are annotated may not be; name a folder "
                "outside with --keep"
            )
        make_folder(self.folder, PRIVATE_FOLDER)
        self.folder.chmod(PRIVATE_FOLDER)
        with locked(self.folder, 0):
            yield

    def answers(self) -> dict[str, SubmittedAnswer]:
        """Return the answers that were kept, by article; raises `LabelStudioError` if a line is none."""
        path = self.folder / ANSWERS
        found = {}
        for number, line in json_lines(path) if path.is_file() else ():
            try:
                answer = _answer(line)
            except (ValueError, KeyError, TypeError) as error:
                told = "its fields are not valid" if isinstance(error, ValidationError) else str(error)
                raise LabelStudioError(
                    f"{path}:{number}: this is no answer that a service kept ({told}); remove the line, or name "
                    "another folder with --keep"
                ) from error
            found[answer.labelled.article.article_id] = answer
        return found

    def keep(self, answers: Mapping[str, SubmittedAnswer]) -> None:
        """Write all answers in the place of those kept before."""
        write_text(self.folder / ANSWERS, "".join(f"{_line(answers[key])}\n" for key in sorted(answers)), PRIVATE)

    def keep_model(self, served: ServedModel) -> None:
        """Write the model that was learned, in the place of the former."""
        served.model.save(self.folder / LEARNED)
        make_private(self.folder / LEARNED)


def _line(answer: SubmittedAnswer) -> str:
    labelled = answer.labelled
    return canonical_json(
        {
            "annotation": answer.annotation,
            "article": labelled.article.model_dump(mode="json", exclude_defaults=True),
            "claims": [claim.model_dump(mode="json", exclude_defaults=True) for claim in labelled.claims],
        }
    )


def _answer(line: str) -> SubmittedAnswer:
    record = parse_json(line)
    article = Article.model_validate_json(json.dumps(record["article"]))
    claims = tuple(CLAIM_ADAPTER.validate_json(json.dumps(claim)) for claim in record["claims"])
    return SubmittedAnswer(str(record["annotation"]), LabelledArticle(article, claims))
