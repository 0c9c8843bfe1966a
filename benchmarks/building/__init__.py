"""How much the build of a release costs beside the plain way of making Parquet from the same records."""
