"""Which licence each part of a release is under: annotations of a corpus, texts of an outlet in it."""

from __future__ import annotations

from typing import Any

from ...licences import creative_commons
from ...schema import Outlet, ReleasePlan
from ..corpora_tables import HOW_KNOWN
from ..tally import CorpusTally, ReleaseTally
from .terms import one_or_list, reference


def licence(name: str) -> str | dict[str, str]:
    """Return a licence of Creative Commons as the address of its text, any other as a work of that name."""
    found = creative_commons(name)
    return {"@type": "sc:CreativeWork", "name": name} if found is None else found.address


def release_licences(tally: ReleaseTally) -> Any:
    """Return every licence that something in the release is under, that of the plan first: one, or a list of them."""
    found = [plan_licence(tally.plan)] if tally.plan.licence else []
    for corpus in tally.corpora.values():
        found.append(licence(corpus.info.annotation_licence))
        found += [licence(tally.outlets[outlet_id].licence) for outlet_id in sorted(corpus.texts_of)]
    return one_or_list([one for place, one in enumerate(found) if one not in found[:place]])


def plan_licence(plan: ReleasePlan) -> str | dict[str, str]:
    """Return the licence that the plan of a release names, as its address; that of SPDX if the plan has none."""
    return plan.licence_url or f"https://spdx.org/licenses/{plan.licence}.html"


def parts(tally: ReleaseTally) -> list[dict[str, Any]]:
    """Return the parts of a release with their licences."""
    found: list[dict[str, Any]] = []
    for corpus_id, corpus in tally.corpora.items():
        found.append(_annotations(corpus_id, corpus))
        found += [_texts(corpus_id, corpus, tally.outlets[outlet_id]) for outlet_id in sorted(corpus.outlets)]
    return found


def annotation_parts(tally: ReleaseTally) -> list[dict[str, str]]:
    """Return references to the annotations of each corpus."""
    return [reference(_annotations_id(corpus_id)) for corpus_id in tally.corpora]


def text_parts(tally: ReleaseTally) -> list[dict[str, str]]:
    """Return references to the texts that the release has."""
    return [
        reference(_texts_id(corpus_id, outlet_id))
        for corpus_id, corpus in tally.corpora.items()
        for outlet_id in sorted(corpus.texts_of)
    ]


def _annotations_id(corpus_id: str) -> str:
    return f"part/{corpus_id}/annotations"


def _texts_id(corpus_id: str, outlet_id: str) -> str:
    return f"part/{corpus_id}/texts/{outlet_id}"


def _annotations(corpus_id: str, corpus: CorpusTally) -> dict[str, Any]:
    return {
        "@type": "sc:CreativeWork",
        "@id": _annotations_id(corpus_id),
        "name": f"annotations of {corpus_id}",
        "description": f"offsets, labels, slots and statements of the rows of the corpus {corpus_id}, as far as there "
        "are rights in them",
        "license": licence(corpus.info.annotation_licence),
    }


def _texts(corpus_id: str, corpus: CorpusTally, outlet: Outlet) -> dict[str, Any]:
    here, known = corpus.texts_of[outlet.outlet_id], corpus.outlets[outlet.outlet_id]
    evidence = HOW_KNOWN[outlet.licence_evidence] if outlet.licence_evidence else None
    described = [f"the release has {here} of {known} texts", *([evidence] if evidence else [])]
    return {
        "@type": "sc:CreativeWork",
        "@id": _texts_id(corpus_id, outlet.outlet_id),
        "name": f"texts of {outlet.name} in {corpus_id}",
        "description": "; ".join(described),
        "license": licence(outlet.licence),
        **({"creditText": outlet.text_credit} if outlet.text_credit else {}),
    }
