"""Where a release is from (`prov:wasDerivedFrom`) and what was done to make it (`prov:wasGeneratedBy`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from ...corpus.workspace import MANIFEST
from ...schema import Outlet, Protocol, ReleaseManifest, TextSource
from ..corpora_tables import UNITS
from ..tally import CorpusTally, Method, ReleaseTally
from .attribution import agent_references
from .licences import licence
from .responsible import collection, is_written
from .terms import one_or_list


def sources(tally: ReleaseTally, before: str | None) -> list[dict[str, Any]]:
    """Return what a release is made of: the texts of each corpus, their public copies, and the release before."""
    found: list[dict[str, Any]] = []
    for corpus_id, corpus in tally.corpora.items():
        found.append(_texts(corpus_id, corpus, tally.outlets))
        found += [_copy(corpus_id, source) for source in corpus.info.sources]
    if before is not None:
        found.append(
            {
                "@type": "prov:Entity",
                "@id": f"release/{before}",
                "name": f"{tally.plan.name} {before}",
                "version": before,
                "description": "the release before this one",
            }
        )
    return found


def activities(tally: ReleaseTally, manifest: ReleaseManifest) -> list[dict[str, Any]]:
    """Return what was done to make a release, in the order of the work."""
    return [
        *_choices(tally),
        *_annotations(tally),
        *_adjudication(tally),
        *_checks(tally),
        *_named("linking", "Links between claims that tell the same thing", tally.linked_by),
        *_named("entities", "Entities that claims name, accepted one by one", tally.named_by),
        _build(manifest),
    ]


def _texts(corpus_id: str, corpus: CorpusTally, outlets: Mapping[str, Outlet]) -> dict[str, Any]:
    publishers = [outlets[outlet_id] for outlet_id in sorted(corpus.outlets)]
    by = [] if is_written(corpus.info) else [_publisher(outlet) for outlet in publishers]
    licences = [licence(outlet.licence) for outlet in publishers]
    number = corpus.counts["originals"]
    return {
        "@type": "prov:Entity",
        "@id": f"source/{corpus_id}",
        "name": corpus.info.title,
        "description": f"the texts of {number} {UNITS[corpus.info.unit]}: {corpus.info.text_origin.description}",
        "license": one_or_list([one for place, one in enumerate(licences) if one not in licences[:place]]),
        "rai:hasSyntheticData": corpus.info.is_synthetic,
        **({"prov:wasAttributedTo": by} if by else {}),
    }


def _publisher(outlet: Outlet) -> dict[str, Any]:
    """Return an outlet as an agent; its domain is text and no link."""
    described = [outlet.domain, outlet.country, outlet.kind.value, *(["invented"] if outlet.invented else [])]
    return {
        "@type": "prov:Organization",
        "@id": f"outlet/{outlet.outlet_id}",
        "prov:label": outlet.name,
        "description": ", ".join(text for text in described if text),
    }


def _copy(corpus_id: str, source: TextSource) -> dict[str, Any]:
    """Return a public copy of texts: a file with its address, or the pattern of the files' addresses as text."""
    known = {"sha256": source.sha256} if source.sha256 else {}
    filled = [address for address in source.addresses if "{" not in address]
    return {
        "@type": "prov:Entity",
        "@id": f"source/{corpus_id}/{quote(source.file, safe='')}",
        "name": source.file,
        "description": f"public copy of texts of {corpus_id}"
        + ("" if filled else f", at {source.addresses[0]} with the parts of the name in braces filled in"),
        **({"url": filled[0]} if filled else {}),
        **({"version": source.revision} if source.revision else {}),
        **known,
        "license": licence(source.licence),
        "creditText": source.attribution,
    }


def _choices(tally: ReleaseTally) -> Iterator[dict[str, Any]]:
    """Yield how the texts of each corpus were written or chosen; nothing of published ones if nobody tells it."""
    for corpus_id, corpus in tally.corpora.items():
        kind = "writing" if is_written(corpus.info) else "sampling"
        if corpus.info.sampling or is_written(corpus.info):
            yield _activity(f"{kind}/{corpus_id}", kind, f"{kind.capitalize()} of {corpus_id}", collection(corpus.info))


def _annotations(tally: ReleaseTally) -> Iterator[dict[str, Any]]:
    for method, who in tally.annotations():
        yield _by_method("annotation", "Annotation", method, who, tally.protocols)


def _checks(tally: ReleaseTally) -> Iterator[dict[str, Any]]:
    for method, who in tally.checks():
        yield _by_method("checking", "Checks of single items", method, who, tally.protocols)


def _adjudication(tally: ReleaseTally) -> Iterator[dict[str, Any]]:
    decisions = "; ".join(
        f"{corpus_id}: {', '.join(f'{kind} {count}' for kind, count in sorted(corpus.decisions.items()))}"
        for corpus_id, corpus in tally.corpora.items()
        if corpus.decisions
    )
    if tally.adjudicated_by:
        text = f"Every claim of the layers was decided on, with a reason. Decisions: {decisions}."
        yield _activity("adjudication", "adjudication", "Adjudication", text, tally.adjudicated_by)


def _named(kind: str, text: str, who: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield an activity if anybody did it."""
    if list(who):
        yield _activity(kind, kind, kind.capitalize(), f"{text}.", who)


def _build(manifest: ReleaseManifest) -> dict[str, Any]:
    writers = ", ".join(f"{name} {version}" for name, version in sorted(manifest.writers.items()))
    text = f"Tables of schema {manifest.schema_version}, written with {writers} from the files that {MANIFEST} lists."
    program = {
        "@type": "prov:SoftwareAgent",
        "@id": "software/claimwire",
        "prov:label": "claimwire",
        "softwareVersion": manifest.code_version,
    }
    return _activity("build", "build", "Build of the release", text) | {"prov:wasAssociatedWith": [program]}


def _by_method(
    kind: str, label: str, method: Method, who: Iterable[str], protocols: Mapping[str, Protocol]
) -> dict[str, Any]:
    """Return what was done by a protocol, or by a codebook where no protocol is told, with what annotators had."""
    protocol = protocols.get(method.protocol_id or "")
    names = [f"codebook {method.guideline_version}"] if method.guideline_version else []
    names += [f"protocol {method.protocol_id}"] if method.protocol_id else []
    label = f"{label} by {', '.join(names)}" if names else label
    node = f"{kind}/{method.protocol_id or 'unknown'}/{method.guideline_version or 'any'}"
    text = "No protocol is told." if protocol is None else _told(protocol)
    used = [] if protocol is None else list(_plans(protocol))
    if protocol is None and method.guideline_version:
        used = [_plan(f"codebook/{method.guideline_version}", f"codebook {method.guideline_version}")]
    return _activity(node, kind, label, text, who) | ({"prov:used": used} if used else {})


def _told(protocol: Protocol) -> str:
    """Return what a protocol tells of itself."""
    parts = {
        "": protocol.title,
        "When: ": protocol.date,
        "Model: ": protocol.model,
        "Settings: ": protocol.settings,
        "Seen: ": protocol.seen,
    }
    return " ".join(f"{before}{text.removesuffix('.')}." for before, text in parts.items())


def _plans(protocol: Protocol) -> Iterator[dict[str, Any]]:
    version = protocol.guideline_version
    yield _plan(f"codebook/{version}", f"codebook {version}", protocol.guideline_sha256)
    yield _plan(f"protocol/{protocol.protocol_id}", protocol.instruction, protocol.instruction_sha256)


def _plan(node: str, name: str, sha256: str | None = None) -> dict[str, Any]:
    return {"@type": "prov:Plan", "@id": node, "name": name, **({"sha256": sha256} if sha256 else {})}


def _activity(node: str, kind: str, label: str, text: str, who: Iterable[str] = ()) -> dict[str, Any]:
    agents = agent_references(who)
    return {
        "@type": "prov:Activity",
        "@id": f"activity/{node}",
        "prov:label": label,
        "prov:type": kind,
        "description": text,
        **({"prov:wasAssociatedWith": agents} if agents else {}),
    }
