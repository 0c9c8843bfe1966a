"""`claimwire schema`: the published JSON Schemas, the labelling page and the codebook's tables."""

from __future__ import annotations

import click

from ..corpus.workspace import Workspace
from ..formats.quoted_schema import NAME as QUOTED
from ..formats.quoted_schema import quoted_schema
from ..release.schema_files import stale_files, write_schema
from ..schema import RECORDS
from ..schema.codebook import json_schemas
from ..versions import SCHEMA_VERSION
from .options import Name, not_with


@click.command(name="schema")
@click.argument("record", required=False, metavar="[RECORD]", type=Name([*sorted(RECORDS), QUOTED]))
@click.option("--write", is_flag=True, help="Write schema/ and the generated tables of the codebook.")
@click.option(
    "--check", is_flag=True, help="Say which of these files differ from what the models produce; exit status 1 if any."
)
def command(record: str | None, write: bool, check: bool) -> None:
    r"""Print the JSON Schema of a RECORD, or list the records.

    The record models in src/claimwire/schema/ are the only declaration; the JSON Schemas, the labelling page
    (schema/label_config.xml) and the codebook's slot tables are made from them. A schema version that a release was
    made with never changes. `quoted-claim` is a line of the files that `claimwire anchor` reads.

    \b
    Examples:
      claimwire schema claim > claim.schema.json
      claimwire schema quoted-claim > quoted-claim.schema.json
      claimwire schema --write
    """
    not_with(record is not None, "the name of a record", "write", "check")
    not_with(write, "--write", "check")
    if record == QUOTED:
        click.echo(quoted_schema(), nl=False)
    elif record is not None:
        click.echo(json_schemas(SCHEMA_VERSION)[f"{record}.schema.json"], nl=False)
    elif write:
        for path in write_schema(Workspace.find()):
            click.echo(f"wrote {path}")
    elif check:
        stale = stale_files(Workspace.find())
        for path in stale:
            click.echo(f"{path}: not what the models produce; run `claimwire schema --write`")
        raise SystemExit(1 if stale else 0)
    else:
        click.echo(f"schema {SCHEMA_VERSION}: " + ", ".join([*RECORDS, QUOTED]))
