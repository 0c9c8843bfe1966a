"""Every command of claimwire with arguments by which it runs on the small repository, for tests that walk all commands.

A command that is not here makes `test_every_command_is_walked` fail: add it with its arguments.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
from small import DOCUMENTS, OPEN, STANDOFF, write_protocol

from claimwire.audit.folder import write_sample
from claimwire.audit.items import corpus_items
from claimwire.audit.pack import draw_pack
from claimwire.audit.sample import draw
from claimwire.cli import COMMANDS, group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus
from claimwire.hydration.folder import write_hydrated
from claimwire.labelstudio.pack.folder import write_pack
from claimwire.schema.vocab import Split

CORPUS_READERS: dict[str, list[str]] = {
    "show": [OPEN],
    "show --html page.html": [OPEN],
    "show --json": [OPEN],
    "show --from": [STANDOFF, str(DOCUMENTS)],
    "conflicts": [OPEN],
    "conflicts --json": [OPEN],
    "conflicts --html conflicts.html": [OPEN],
    "sourcing": [OPEN],
    "sourcing --json": [OPEN],
    "duplicates": [OPEN],
    "duplicates --json": [OPEN],
    "agreement --resamples 0": [OPEN],
    "agreement --brief --resamples 0": [OPEN],
    "agreement --json --resamples 0": [OPEN],
    "entities": [OPEN],
    "entities --json": [OPEN],
    "entities --nameless --json": [OPEN],
    "link --dry-run": [OPEN],
    "link --json": [OPEN],
    "link --measure": [OPEN],
    "link --tolls --dry-run": [OPEN],
    "tolls list": [OPEN],
    "tolls list --json": [OPEN],
    "tolls questions --split train": [OPEN],
    "tolls predict --split train --baseline as-is": [OPEN],
    "tolls score --split test": [OPEN, "predictions.jsonl"],
    "audit sample --size 3 --to audit": [OPEN],
    "audit score --annotator bela": ["scored"],
    "audit score --dry-run --annotator bela": ["packed", "export.json"],
    "audit items --to sheets": [OPEN],
    "audit take --dry-run --annotator dora --protocol items": [OPEN, "answers.jsonl"],
    "audit rates": [OPEN],
    "audit rates --json": [OPEN],
    "audit pack --size 5 --split validation --to pack": [OPEN],
    "adjudicate --draft": [OPEN, "work"],
    "adjudicate --soft soft.jsonl": [OPEN],
    "adjudicate --dry-run --adjudicator cleo": [OPEN, "decisions"],
    "revise --adjudicator cleo": [OPEN, "revisions.jsonl"],
    "hydrate --dry-run --from": [str(DOCUMENTS), STANDOFF],
    "hydrate --json --dry-run --from": [str(DOCUMENTS), STANDOFF],
    "hydrate --download --dry-run": [STANDOFF],
    "hydrate --download --dry-run --json": [STANDOFF],
    "dehydrate --from": ["hydrated", STANDOFF],
    "ingest --dry-run --outlet lakeside_post --published 2031-05-05": [OPEN, "new.txt"],
    "ingest --dry-run --metadata facts.csv": [OPEN, "new.txt"],
    "event list": [OPEN],
    "event list --json": [OPEN],
    "event add --dry-run --name pier --type disaster --description Fell.": [OPEN, "pier_2031"],
    "event assign --dry-run --replace": [OPEN, "ferry_sinking_2031", "heron_a"],
    "event unassign --dry-run": [OPEN, "heron_a"],
    "fact list": [OPEN],
    "fact list --json": [OPEN],
    "fact add --dry-run --event ferry_sinking_2031 --statement Fell.": [OPEN, "pier_f01"],
    "sentences": [OPEN],
    "sentences --dry-run --from": [str(DOCUMENTS), STANDOFF],
    "anchor --dry-run --annotator cleo": [OPEN, "heron_a.jsonl"],
    "annotate --by rules -a tally": [OPEN],
    "annotate --by rules -a tally --dry-run": [OPEN],
    "preannotate --model rules --to predicted.jsonl": [OPEN],
    "preannotate --model rules --dry-run": [OPEN],
    "export": [OPEN, "exported"],
    "export --dry-run": [OPEN, "exported"],
    "import --format quoted --dry-run --annotator cleo": [OPEN, "heron_a.jsonl"],
    "predict --model rules --corpus": [OPEN],
    "predict --json --model rules --corpus": [OPEN],
    "labelstudio export-tasks": [OPEN, "tasks.json"],
    "labelstudio parcel": [OPEN, "parcel.zip"],
    "labelstudio import-results --dry-run": [OPEN, "export.json"],
}
"""Commands with their options that read a corpus and go on or refuse, and their arguments."""

OTHERS: dict[str, str] = {
    "init": "makes a repository where there is none",
    "corpus add": "reads no records",
    "outlet add": "reads no records",
    "schema": "reads no records",
    "migrate": "reads lines of an older schema, and refuses a corpus with one that is faulty",
    "rulings": "reads no corpus; its own file is tried with those that corpora share",
    "check": "reports faulty lines as problems",
    "build": "builds nothing while there are problems",
    "diff": "reads releases",
    "score": "reads a release",
    "baselines list": "reads no records",
    "baselines train": "reads a release",
    "baselines run": "reads a release",
    "explore": "reads a release",
    "verify": "reads a release",
    "archive": "reads a release",
    "deposit": "reports faulty lines as problems, and sends nothing then",
    "withdraw": "reads releases and all corpora, of which it leaves nothing out",
    "publish": "reports faulty lines as problems, and sends nothing then",
    "serve-model": "answers requests until somebody ends it; tests/labelstudio has its service",
    "labelstudio push": "needs a server",
    "labelstudio pull": "needs a server",
    "labelstudio status": "needs a server",
    "labelstudio diff": "needs a server",
    "labelstudio adjudicate push": "needs a server",
    "labelstudio adjudicate pull": "needs a server",
    "labelstudio server setup": "needs a server",
    "fmt": "refuses faulty lines itself; see tests/upkeep",
    "annotator list": "reads no corpus; its own file is tried with those that corpora share",
    "annotator add": "reads no corpus; tests/upkeep has a faulty line of its file",
    "remove": "every article here is published: see tests/upkeep",
    "rename": "every article here is published: see tests/upkeep",
    "labelstudio server start": "needs a server",
    "labelstudio server stop": "needs a server",
    "labelstudio server status": "needs a server",
    "labelstudio server restore": "needs a server",
    "labelstudio server backup": "needs a server",
    "labelstudio server invite": "needs a server",
    "labelstudio server password": "needs a server",
}
"""The other commands, and why they are not walked."""


RULING = {
    "ruling_id": "R-FIG-1",
    "since": "2.0.0",
    "rule": "A number of people who were harmed is a figure.",
    "fields": ["label"],
    "examples": [
        {
            "kind": kind,
            "text": "Of them 12 drowned.",
            "claims": [{"label": "casualty_figure", "quotes": ["12 drowned"]}],
        }
        for kind in ("positive", "negative", "contrast")
    ],
}


def all_commands() -> Iterator[str]:
    """Yield the names of all commands that have no subcommands."""

    def leaves(command: click.Command, name: str) -> Iterator[str]:
        if not isinstance(command, click.Group):
            yield name
            return
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            assert found is not None
            yield from leaves(found, f"{name} {part}")

    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        yield from leaves(command, name)


def arguments_of(line: str) -> list[str]:
    """Return the arguments of a command of `CORPUS_READERS`."""
    words = line.split()
    own = list(CORPUS_READERS[line])
    if words[-1] == "--from":
        source = own.pop(1 if line.startswith("show") else 0)
        return [*words, source, *own]
    return [*words, *own]


def write_inputs(workspace: Workspace) -> None:
    """Write the files that the commands name, in the top folder of a small repository."""
    root = workspace.root
    write_text(root / "new.txt", "A new ferry\n\nThe lake has a new ferry.\n\nIt is small.\n")
    write_text(root / "facts.csv", "file,outlet,published\nnew.txt,lakeside_post,2031-05-05\n")
    write_text(root / "heron_a.jsonl", "")
    write_text(root / "export.json", "[]\n")
    revision = {"claim": "heron_a_c01", "set": {"comment": "Once more."}, "reason": "It was read again."}
    write_text(workspace.annotations / "rulings.jsonl", f"{canonical_json(RULING)}\n")
    write_text(root / "revisions.jsonl", f"{canonical_json(revision)}\n")
    write_text(root / "predictions.jsonl", "")
    (root / "decisions").mkdir()
    heron = workspace.corpus(OPEN)
    sample = draw(OPEN, [heron.article("heron_b")], 1, 1)
    write_sample(root / "scored", sample, heron)
    for article_id in sample.texts:
        write_text(root / "scored" / f"{article_id}.jsonl", "")
    write_protocol(workspace, "items")
    write_text(root / "answers.jsonl", '{"claim": "heron_b_c02", "answer": "right"}\n')
    items = {OPEN: list(corpus_items(heron))}
    pack = draw_pack(items, 3, seed=1, drawn_from=OPEN, split=Split.TEST, codebook="1.0.0")
    write_pack(root / "packed", pack, {item.key: item for item in items[OPEN]}, [heron.info])
    restored, report = hydrated_corpus(workspace.corpus(STANDOFF), DOCUMENTS)
    write_hydrated(restored, report, root / "hydrated")


def command_of(line: str) -> click.Command:
    """Return the command of this name, which is several words for a command of a group."""
    command: click.Command | None = group
    for word in line.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(group), word)
    assert command is not None
    return command
