"""The version of the code, and of the record models that it has."""

from importlib.metadata import version

__version__ = version("claimwire")

SCHEMA_VERSIONS = ("1.0.0", "2.0.0", "2.1.0", "2.2.0")
"""The versions of the record models: every one that was published, the latest last, which records are read in."""

SCHEMA_VERSION = SCHEMA_VERSIONS[-1]
"""Version of the record models in `claimwire.schema`; the folder `schema/VERSION/` is their published form."""


def is_read_as_it_is(version: str) -> bool:
    """Return whether records of a schema version are records of the newest.

    Versions that share their first number differ in fields that may be left out, and in kinds of records.
    """
    return version in SCHEMA_VERSIONS and version.split(".")[0] == SCHEMA_VERSION.split(".")[0]
