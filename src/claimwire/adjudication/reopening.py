"""Decisions on layers as they were shown to somebody, held against the layers as they are now.

What was decided on claims that are still the same stays. A decision on a claim that has changed or gone since is open
again, with what was decided as the proposal; a claim that was not shown is an open case. The line says so (`notice`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass

from ..schema import Annotation, Article, ClaimBase, claim_fields_in_role
from .comparison import claim_fields
from .context import ArticleContext
from .decisions import DecisionJson, DecisionLine, is_decided, lines_of_claims, named_claims
from .drafting import brought_up_to_date, differences
from .gold import gold_claim
from .rules import Rule
from .submitted import NOT_SUBMITTED, made_of

NOT_SEEN = claim_fields_in_role("identity", "remark", "origin", "adjudication")
"""Fields of a layer's claim that an adjudicator is not shown to choose from."""


def is_same(shown: ClaimBase | None, now: ClaimBase | None) -> bool:
    """Return whether a layer's claim is as it was shown."""
    if shown is None or now is None:
        return shown is now
    one, other = (claim.model_dump(exclude=set(NOT_SEEN)) for claim in (shown, now))
    return one == other


def reopened(
    article: Article,
    lines: Iterable[DecisionJson],
    shown: Sequence[Annotation],
    layers: Sequence[Annotation],
    rules: Sequence[Rule],
    adjudicator_id: str,
    programs: Collection[str] = frozenset(),
) -> list[DecisionJson]:
    """Return the lines of a decisions file over layers that were shown, as a file over the layers as they are now.

    `programs` are the annotators that are rule programs.
    """
    decided = list(lines)
    was = ArticleContext(article, shown, lines_of_claims(decided), programs)
    now = ArticleContext(article, layers, programs=programs)
    changed = {name for name in was.claims if not is_same(was.claims[name], now.claims.get(name))}
    unseen = now.claims.keys() - was.claims.keys()
    if not changed and not unseen:
        return decided
    reopening = _Reopening(was, now.with_lines(lines_of_claims(decided)), changed, adjudicator_id)
    kept = [made for line in decided if (made := reopening.line(line)) is not None]
    current = brought_up_to_date(article, layers, kept, rules, programs)
    emptied = {str(line["id"]) for line in decided if named_claims(line)}
    return [_told(line, unseen, changed, emptied, adjudicator_id) for line in current]


@dataclass(frozen=True)
class _Reopening:
    """What lines are held against: the layers as they were shown and as they are, and the claims that differ."""

    was: ArticleContext
    now: ArticleContext
    changed: Set[str]
    adjudicator_id: str

    def line(self, line: DecisionJson) -> DecisionJson | None:
        """Return a line over the layers as they are; None if it was about claims alone that are gone by now."""
        names = named_claims(line)
        if self.changed.isdisjoint(names):
            return line
        left = [name for name in names if name in self.now.claims]
        if "reject" in line:
            return {"id": line["id"], "reject": left, **self._open(line)} if left else None
        is_draft = line.get("rule") or not (is_decided(line) or line.get("proposed"))
        if is_draft and not left:
            return None
        claims = [self.now.claims[name] for name in left]
        if is_draft:
            again = {"differs": differences(self.now, claims)} if "differs" in line else {}
            return line | {"from": left} | again
        bare = {key: value for key, value in line.items() if key not in ("adjudicator", "differs", "proposed")}
        claim = gold_claim(self.was, DecisionLine.model_validate(bare | {"reason": "as it was shown"}))
        assert claim is not None, "a line without `reject` makes a claim"
        fields = claim_fields(claim).items()
        wanted = {name: value for name, value in fields if name not in NOT_SUBMITTED and value is not None}
        return {"id": line["id"], **made_of(self.now, claims, claim, wanted), **self._open(line)}

    def _open(self, line: DecisionJson) -> DecisionJson:
        """Return the keys of a line that is open, what was decided being a proposal."""
        before = f"decided before: {line['reason']}" if is_decided(line) else line.get("proposed")
        return {"reason": "", "proposed": before or f"{self.adjudicator_id} submitted it so"}


def _told(
    line: DecisionJson,
    unseen: Collection[str],
    changed: Collection[str],
    emptied: Collection[str],
    adjudicator_id: str,
) -> DecisionJson:
    """Return a line with what has to be said of it, if it is open and has a claim that was shown otherwise or not.

    `emptied` are the ids of lines whose claims are all gone.
    """
    names = named_claims(line)
    new, other = [x for x in names if x in unseen], [x for x in names if x in changed]
    parts = [f"{adjudicator_id} was not shown {' and '.join(new)}"] if new else []
    if other:
        were = "they were" if other[1:] else "it was"
        parts.append(f"{' and '.join(other)} changed after {were} shown to {adjudicator_id}")
    if not names and str(line.get("id")) in emptied:
        parts.append(f"no layer has the claim any more that {adjudicator_id} was shown")
    return line if is_decided(line) or not parts else line | {"notice": "; ".join(parts)}
