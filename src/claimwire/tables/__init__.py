"""Records as flat, typed tables: columns made from the models, rows made from a corpus, Parquet files and their hashes.

pyarrow and datasets enter here and in `claimwire.release`, nowhere else.
"""
