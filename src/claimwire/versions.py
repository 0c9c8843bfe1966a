"""The version of the code, and of the record models that it has."""

from importlib.metadata import version

__version__ = version("claimwire")

SCHEMA_VERSIONS = ("1.0.0", "2.0.0")
"""The versions of the record models: every one that was published, the latest last, which records are read in."""

SCHEMA_VERSION = SCHEMA_VERSIONS[-1]
"""Version of the record models in `claimwire.schema`; the folder `schema/2.0.0/` is their published form."""
