"""The published folder: Parquet files, card, manifest and check sums, built beside its place and renamed there."""
