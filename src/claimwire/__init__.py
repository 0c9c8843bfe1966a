"""claimwire: claims in news articles, annotated, adjudicated and published as a dataset.

Importing this module is cheap: pyarrow, datasets and Label Studio's client are imported where they are used.
"""

from importlib.metadata import version as _version

__version__ = _version("claimwire")

SCHEMA_VERSION = "1.0.0"
"""Version of the record models in `claimwire.schema`; the folder `schema/1.0.0/` is their published form."""
