"""Marks made of the lines of an `.ann` file: attributions from events and relations, and claims of our labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ...corpus.union_find import UnionFind
from ...pieces import Pieces, merge_pieces
from ...schema import ATTRIBUTION_PARTS, LABELS, Article
from ...schema.vocab import Label
from ...terminal import with_short_words
from ..mark import SPANS, LayerFile, Mark
from .bound import Bound, place
from .counting import BratText
from .lines import ATTRIBUTION, AnnLines, read_lines

LABEL_NAMES = frozenset(declaration.label.value for declaration in LABELS)


def read_brat(path: Path, article: Article, annotator_id: str) -> LayerFile:
    """Return the layer in an `.ann` file; its offsets and words are compared with the article's text if it has one.

    Lines that cannot be read are its problems. Raises `ClaimwireError` if the file cannot be read at all.
    """
    text = None if article.text is None else BratText(article.text, article.text)
    return read_brat_layer(path, text, f"{article.article_id}_{annotator_id}")


def read_brat_layer(path: Path, text: BratText | None, prefix: str) -> LayerFile:
    """Return the layer in an `.ann` file as `read_brat` does; `prefix` goes before each id of a mark."""
    return brat_layer(read_lines(path), text, prefix)


def brat_layer(file: AnnLines, text: BratText | None, prefix: str) -> LayerFile:
    """Return the layer in the lines of an `.ann` file, which are changed on the way."""
    placed = place(file, text)
    _check_references(file)
    extent = max((end for one in placed.bound.values() for _, end in one.ranges), default=0)
    marks = tuple(_marks(file, placed.bound, prefix))
    return LayerFile(
        marks,
        problems=file.problems,
        left_out=Counter({with_short_words(what): count for what, count in file.left_out.items()}),
        alone=file.alone,
        extent=extent,
        counted=placed.counted,
        notes=placed.notes,
    )


def _check_references(file: AnnLines) -> None:
    """Leave out what refers to lines that are not there: a part of an attribution, a relation, an attribute."""
    for key, relation in list(file.relations.items()):
        why = file.missing(relation.one) or file.missing(relation.other)
        if why is not None:
            del file.relations[key]
            file.remember(key, relation.number, f":{relation.one} :{relation.other}")
            file.leave_out(key, relation.number, f"relation {key}: {why}")
    for key, event in file.events.items():
        if event.trigger and (why := file.missing(event.trigger)) is not None:
            file.found.append((event.number, f"{key} is read without its trigger: {why}"))
        kept = []
        for role, target in event.parts:
            why = file.missing(target)
            if why is None and target not in file.bound:
                why = f"{target} is named as a part and is not a T line"
            if why is None:
                kept.append((role, target))
            else:
                file.lost.append(f"{key} on line {event.number}, which lost a part")
                file.found.append((event.number, f"{key} is read without its {role}: {why}"))
        event.parts = kept
    for name, attribute in list(file.attributes.items()):
        why = file.missing(attribute.target)
        if why is not None:
            del file.attributes[name]
            file.leave_out(attribute.key, attribute.number, f"attribute {attribute.key}: {why}")


def _marks(file: AnnLines, bound: Mapping[str, Bound], prefix: str) -> list[Mark]:
    """Return the marks of a file in text order; counts what is left out."""
    read: set[str] = set()
    marks = [*_attributions(file, bound, prefix, read), *_labelled(file, bound, prefix, read)]
    for target, name in file.attributes:
        if target not in read:
            what = bound[target].kind if target in bound else "an event or relation that is not read"
            file.left_out[f"attribute {name} of {what}"] += 1
    return sorted(marks, key=lambda mark: (mark.pieces[SPANS], mark.mark_id))


def _attributions(file: AnnLines, bound: Mapping[str, Bound], prefix: str, read: set[str]) -> Iterator[Mark]:
    """Yield the attributed statements; adds to `read` the ids whose attributes they have."""
    in_events = {target for event in file.events.values() for _, target in event.parts}
    groups = [(key, _by_role(event.parts), [key]) for key, event in file.events.items()]
    for members in _related(file, bound, in_events):
        parts = [(bound[key].kind.lower(), key) for key in members]
        groups.append((members[0], _by_role(parts), members))
    for key, roles, carriers in groups:
        pieces = {
            slot: merge_pieces(piece for target in roles[role] for piece in bound[target].ranges)
            for role, slot in ATTRIBUTION_PARTS.items()
            if roles.get(role)
        }
        if SPANS in pieces:
            read.update(carriers)
            label = Label.ATTRIBUTED_STATEMENT.value
            yield Mark(f"{prefix}_{key.lower()}", label, pieces, _attributes(file, carriers))
        else:
            file.left_out["attribution without content"] += 1


def _labelled(file: AnnLines, bound: Mapping[str, Bound], prefix: str, read: set[str]) -> Iterator[Mark]:
    """Yield the text-bound annotations whose type is one of our labels; adds their ids to `read`."""
    for key, one in bound.items():
        label = one.kind.lower().replace("-", "_")
        if label in LABEL_NAMES:
            read.add(key)
            pieces: dict[str, Pieces] = {SPANS: merge_pieces(one.ranges)}
            yield Mark(f"{prefix}_{key.lower()}", label, pieces, _attributes(file, [key]))
        elif label not in ATTRIBUTION_PARTS and not label.startswith(ATTRIBUTION):
            file.left_out[f"type {one.kind}"] += 1


def _attributes(file: AnnLines, carriers: Sequence[str]) -> dict[str, str]:
    """Return the attributes of the annotations that make one mark; of two values for one name the first is kept."""
    values: dict[str, str] = {}
    wanted = frozenset(carriers)
    for (target, name), attribute in file.attributes.items():
        if target in wanted and values.setdefault(name, attribute.value) != attribute.value:
            file.leave_out(
                attribute.key,
                attribute.number,
                f"{target} has the attribute {name} {attribute.value}, another part of the same attribution has "
                f"{values[name]}; an attribution has one value",
            )
    return values


def _related(file: AnnLines, bound: Mapping[str, Bound], in_events: set[str]) -> list[list[str]]:
    """Return the parts that are in no event, in groups that relations connect; a source or cue alone is left out."""
    parts = {key for key, one in bound.items() if one.kind.lower() in ATTRIBUTION_PARTS} - in_events
    sets: UnionFind[str] = UnionFind()
    for key in bound:
        if key in parts:
            sets.root(key)
    for relation in file.relations.values():
        if relation.one in parts and relation.other in parts:
            sets.join(relation.one, relation.other)
        else:
            file.left_out[f"relation {relation.kind}"] += 1
    groups = []
    for members in sets.groups():
        kind = bound[members[0]].kind
        if len(members) == 1 and ATTRIBUTION_PARTS[kind.lower()] != SPANS:
            file.left_out[f"{kind} in no attribution"] += 1
            continue
        if len(members) == 1:
            _tell_alone(file, members[0])
        groups.append(members)
    return groups


def _tell_alone(file: AnnLines, key: str) -> None:
    """Count a content that is a statement by itself; it is a problem if a faulty line may be why."""
    file.alone += 1
    doubt = "which names it" if key in file.named else "which may have named it"
    line = file.named.get(key) or next(iter(file.lost), None)
    if line is not None:
        found = f"content {key} is read as a statement by itself; fix {line} and {doubt}"
        file.found.append((file.bound[key].number, found))


def _by_role(parts: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the ids of parts by role in small letters."""
    roles: dict[str, list[str]] = {}
    for role, key in parts:
        roles.setdefault(role, []).append(key)
    return roles
