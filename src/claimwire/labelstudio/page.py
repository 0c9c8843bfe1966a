"""The labelling page, made from the record models."""

from __future__ import annotations


def label_config() -> str:
    """Return the labelling page as Label Studio's XML, the same bytes for the same models."""
    raise NotImplementedError


def page_version() -> str:
    """Return the version of the labelling page: the first 16 hexadecimal digits of the SHA-256 of its XML."""
    raise NotImplementedError
