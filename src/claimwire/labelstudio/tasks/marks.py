"""What an annotator marked in the first pass, as what the second begins from: spans and labels, without slots.

The marks go on as they came back: the regions of claims and parts and the relations between them, and nothing else. A
part that was tied to its claim by where it lies goes on with a relation, so that it stays tied. In the second pass they
are a prediction; what is made of them is the annotator's own (`origins`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...corpus.records import sha256_text
from ...schema import Article
from ..page.controls import COMPLETE, MARKS, TEXT, YES
from .metadata import MARKED_BY, META, fingerprint
from .offsets import task_offsets
from .problems import Findings, TaskProblem, has_refusals
from .regions import parse_result
from .relations import resolve_relations
from .write import relation_entry


@dataclass(frozen=True)
class Marks:
    """The marks of an annotator in an article, as entries of a result, or why they cannot go on.

    They are `settled` if the annotator has submitted them, has considered every sentence, and nothing is wrong.
    """

    article_id: str
    annotator_id: str
    result: Sequence[Mapping[str, Any]]
    problems: Sequence[TaskProblem]
    complete: bool

    @property
    def settled(self) -> bool:
        """Whether the second pass can begin from them."""
        return self.complete and not has_refusals(self.problems)

    @property
    def model_version(self) -> str:
        """The model version that the marks have as a prediction: who made them, and a hash of them."""
        return f"{self.annotator_id} (spans {fingerprint(list(self.result))})"

    @property
    def prediction(self) -> dict[str, Any]:
        """The marks as a prediction of a task."""
        return {"model_version": self.model_version, "result": list(self.result)}


def read_marks(
    exported_task: Mapping[str, Any], article: Article, annotator_id: str, accounts: frozenset[str | int]
) -> Marks | None:
    """Return what an annotator marked in an exported task of the first pass; None if they have not submitted it.

    `accounts` are the annotator's, by e-mail address and by number.
    """
    data, annotations = exported_task.get("data"), exported_task.get("annotations")
    text = data.get(TEXT) if isinstance(data, dict) else None
    own = [x for x in annotations if _is_of(x, accounts)] if isinstance(annotations, list) else []
    if not own:
        return None
    annotation = max(own, key=lambda x: str(x.get("updated_at") or ""))
    findings = Findings(f"{exported_task.get('id', '?')} ({article.article_id})", str(annotation.get("id", "?")))
    if not isinstance(text, str) or sha256_text(text) != article.text_sha256:
        findings.add("text-changed", "its text is not the article's")
        return Marks(article.article_id, annotator_id, (), findings.problems, complete=False)
    parsed = parse_result(annotation["result"], findings)
    way = task_offsets(list(parsed.regions.values()), text, findings)
    claims = resolve_relations(parsed, text, article.sentences, findings, way)
    complete = parsed.whole_text.get(COMPLETE) == [YES]
    result = [
        _with_who(entry, annotator_id) if entry.get("id") in claims else entry
        for entry in map(_bare, annotation["result"])
        if entry.get("from_name") in MARKS or entry.get("type") == "relation"
    ]
    ties = [relation_entry(part, claim_id, []) for claim_id, claim in claims.items() for part in claim.tied]
    return Marks(article.article_id, annotator_id, [*result, *ties], findings.problems, complete)


def _is_of(annotation: Any, accounts: frozenset[str | int]) -> bool:
    """Return whether an annotation was submitted by one of some accounts, and can be read."""
    if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
        return False
    user = annotation.get("completed_by")
    names = (user.get("email"), user.get("id")) if isinstance(user, dict) else (user,)
    return bool(accounts & {name for name in names if isinstance(name, str | int)}) and isinstance(
        annotation.get("result"), list
    )


def _bare(entry: Any) -> dict[str, Any]:
    """Return an entry of a result without what Label Studio adds to it."""
    kept = ("id", "from_name", "to_name", "type", "value", "from_id", "to_id", "direction", "labels")
    return {key: entry[key] for key in kept if key in entry} if isinstance(entry, dict) else {}


def _with_who(entry: dict[str, Any], annotator_id: str) -> dict[str, Any]:
    return entry | {"meta": {META: {MARKED_BY: annotator_id}}}
