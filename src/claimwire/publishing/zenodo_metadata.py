"""The metadata of a record on Zenodo, in the form of InvenioRDM, from a release's description for DataCite."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

LANGUAGES = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "ja": "jpn",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "zh": "zho",
}
"""Languages by their ISO 639-1 codes, with the ISO 639-3 codes that InvenioRDM takes; others are left out there."""

DESCRIPTION_TYPES = {"Methods": "methods", "TechnicalInfo": "technical-info", "Other": "other"}

WRITTEN = frozenset(
    {
        "additional_descriptions",
        "contributors",
        "creators",
        "description",
        "formats",
        "languages",
        "publication_date",
        "publisher",
        "related_identifiers",
        "resource_type",
        "rights",
        "sizes",
        "subjects",
        "title",
        "version",
    }
)
"""The fields that are written here; what somebody adds in others, such as funding, stays."""

SHOWN = ("title", "version", "publication_date")
"""Fields that Zenodo gives back as they were sent, by which a change is seen."""


def zenodo_metadata(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata for Zenodo.

    How versions are related is left out: Zenodo itself says so of the versions of a record.
    """
    descriptions = {item["descriptionType"]: item["description"] for item in record["descriptions"]}
    language = record.get("language")
    metadata: dict[str, Any] = {
        "title": record["titles"][0]["title"],
        "resource_type": {"id": "dataset"},
        "publication_date": next(item["date"] for item in record["dates"] if item["dateType"] == "Issued"),
        "version": record["version"],
        "publisher": record["publisher"]["name"],
        "creators": [{"person_or_org": _somebody(item)} for item in record["creators"]],
        "contributors": [
            {"person_or_org": _somebody(item), "role": {"id": item["contributorType"].lower()}}
            for item in record.get("contributors", [])
        ],
        "description": f"<p>{html.escape(descriptions['Abstract'], quote=False)}</p>",
        "additional_descriptions": [
            {"description": html.escape(text, quote=False), "type": {"id": DESCRIPTION_TYPES[kind]}}
            for kind, text in descriptions.items()
            if kind in DESCRIPTION_TYPES
        ],
        "subjects": [{"subject": item["subject"]} for item in record.get("subjects", [])],
        "languages": [{"id": LANGUAGES.get(language, language)}] if language and _is_known(language) else [],
        "related_identifiers": [
            {
                "identifier": item["relatedIdentifier"],
                "scheme": item["relatedIdentifierType"].lower(),
                "relation_type": {"id": item["relationType"].lower()},
            }
            for item in record.get("relatedIdentifiers", [])
            if "Version" not in item["relationType"]
        ],
        "sizes": record["sizes"],
        "formats": record["formats"],
        "rights": [_right(item, is_first=number == 0) for number, item in enumerate(record.get("rightsList", []))],
    }
    return {key: value for key, value in metadata.items() if value}


def with_what_others_wrote(there: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return own metadata with those fields of a draft that are not written here."""
    return {key: value for key, value in there.items() if key not in WRITTEN} | dict(own)


def _is_known(language: str) -> bool:
    return language in LANGUAGES or len(language) == 3


def _somebody(item: Mapping[str, str]) -> dict[str, str]:
    if item["nameType"] == "Personal":
        return {"type": "personal", "family_name": item["familyName"], "given_name": item["givenName"]}
    return {"type": "organizational", "name": item["name"]}


def _right(item: Mapping[str, str], *, is_first: bool) -> dict[str, Any]:
    """Return a licence: that of the whole by its id, that of a part as a statement with its address."""
    if is_first and "rightsIdentifier" in item:
        return {"id": item["rightsIdentifier"]}
    link = {"link": item["rightsUri"]} if "rightsUri" in item else {}
    return {"title": {"en": item["rights"]}, **link}
