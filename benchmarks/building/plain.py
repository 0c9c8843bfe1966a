"""The plain way of making Parquet from records, which the build is compared with: nothing is checked across records.

`records`: every line through its pydantic model, then `Dataset.from_list` and `to_parquet`. `arrow`: `pyarrow.json`
reads the lines and Parquet is written; nothing is validated.
"""

from __future__ import annotations

from pathlib import Path

from claimwire.corpus.corpus import TABLES


def records(folder: Path, to: Path) -> int:
    """Write the records of a corpus's folder as Parquet, sentences and layers' claims too; return the rows."""
    from datasets import Dataset

    tables: dict[str, list[dict[str, object]]] = {}
    for table in TABLES:
        path = folder / f"{table.name}.jsonl"
        if path.is_file():
            with path.open(encoding="utf-8") as stream:
                objects = [table.adapter.validate_json(line) for line in stream]
            tables[table.name] = [record.model_dump(mode="json") for record in objects]
    tables["layer_claims"] = [
        claim | {"annotator_id": layer["annotator_id"]}
        for layer in tables.pop("annotations")
        for claim in layer["claims"]  # type: ignore[attr-defined]
    ]
    tables["sentences"] = [
        sentence | {"article_id": article["article_id"], "text": article["text"][sentence["start"] : sentence["end"]]}
        for article in tables["articles"]
        for sentence in article["sentences"]  # type: ignore[attr-defined]
    ]
    rows = 0
    to.mkdir(parents=True)
    for name, own in tables.items():
        keys = sorted({key for row in own for key in row})
        Dataset.from_list([{key: row.get(key) for key in keys} for row in own]).to_parquet(to / f"{name}.parquet")
        rows += len(own)
    return rows


def arrow(folder: Path, to: Path) -> int:
    """Write the lines of a corpus's folder as Parquet with nothing checked; return the rows."""
    import pyarrow.json
    import pyarrow.parquet

    rows = 0
    to.mkdir(parents=True)
    for table in TABLES:
        path = folder / f"{table.name}.jsonl"
        if path.is_file():
            read = pyarrow.json.read_json(path, read_options=pyarrow.json.ReadOptions(block_size=1 << 24))
            pyarrow.parquet.write_table(read, to / f"{table.name}.parquet", compression="zstd")
            rows += read.num_rows
    return rows
