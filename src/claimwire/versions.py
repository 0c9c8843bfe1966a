"""The version of the code, and of the record models that it has."""

from importlib.metadata import version

__version__ = version("claimwire")

SCHEMA_VERSION = "1.0.0"
"""Version of the record models in `claimwire.schema`; the folder `schema/1.0.0/` is their published form."""
