"""`claimwire rulings`: the rulings of the codebook, and a test of annotators made of their examples."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import ValidationError
from rich.text import Text

from ..baselines.models import model_named
from ..baselines.rulings_exam import examined
from ..corpus.atomic import write_text
from ..corpus.records import canonical_json, json_lines, records_of, validation_messages
from ..errors import ClaimwireError, RecordError
from ..naming import alternatives
from ..rulings import ExampleAnswer, ExampleScore, score, sheet
from ..schema import Ruling
from .options import NewPlace, not_with, only_with
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table


@click.command(name="rulings")
@click.argument("ids", nargs=-1, metavar="[RULING]...")
@click.option("--sheet", "sheet_file", type=NewPlace(dir_okay=False), help="Write a blank answers file.")
@click.option(
    "--score",
    "answers_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Score an answers file.",
)
@click.option(
    "--model", metavar="NAME|FOLDER", help="Let a model of articles answer, and score it (`default`, `rules`)."
)
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=0.9,
    show_default=True,
    help="Share of right answers from which an annotator is qualified.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def command(
    ids: tuple[str, ...],
    sheet_file: Path | None,
    answers_file: Path | None,
    model: str | None,
    least: float,
    as_json: bool,
) -> None:
    r"""Show the rulings of the codebook, or test an annotator on their examples.

    Every ruling has an example that it applies to, one that it does not apply to, and one with the smallest change
    that changes the answer. An annotator, a person or a program, answers the sheet before a layer of theirs counts:
    each line gets the claims that are in its text. With --score or --model the exit status is 1 if the share is below
    --least.

    \b
    Examples:
      claimwire rulings
      claimwire rulings R-PRES-3
      claimwire rulings --sheet anna.jsonl
      claimwire rulings --score anna.jsonl
      claimwire rulings --model default R-FIG-6
    """
    only_with(answers_file is not None or model is not None, "--score or --model", "least")
    not_with(sheet_file is not None, "--sheet", "answers_file", "model", "as_json")
    not_with(model is not None, "--model", "answers_file")
    every = records_of(repository().rulings()[0])
    known = [ruling.ruling_id for ruling in every]
    for name in ids:
        if name not in known:
            raise ClaimwireError(f"no ruling is called {name!r}; {alternatives(name, known)}")
    chosen = [ruling for ruling in every if not ids or ruling.ruling_id in ids]
    if sheet_file is not None:
        answers = sheet(chosen)
        write_text(sheet_file, "".join(f"{canonical_json(answer.model_dump())}\n" for answer in answers))
        click.echo(f"wrote {sheet_file}: {len(answers)} examples of {len(chosen)} rulings")
    elif answers_file is not None:
        _score(chosen, score(chosen, _answers(answers_file)), least, as_json=as_json)
    elif model is not None:
        _score(chosen, examined(model_named(model), chosen), least, as_json=as_json)
    elif as_json:
        for ruling in chosen:
            echo_json(ruling.model_dump(mode="json", exclude_defaults=True))
    else:
        _show(chosen, with_examples=bool(ids))


def _score(rulings: list[Ruling], scores: list[ExampleScore], least: float, *, as_json: bool) -> None:
    for one in scores:
        if as_json:
            echo_json({"example": one.example_id, "right": not one.faults, "faults": list(one.faults)})
        elif one.faults:
            click.echo(f"{one.example_id}: {'; '.join(one.faults)}")
    right = sum(not one.faults for one in scores)
    failed = len({one.ruling_id for one in scores if one.faults})
    if not as_json:
        click.echo(f"{right} of {len(scores)} examples right; {failed} of {len(rulings)} rulings with a fault")
    if scores and right < least * len(scores):
        raise SystemExit(1)


def _answers(file: Path) -> list[ExampleAnswer]:
    answers = []
    for number, line in json_lines(file):
        try:
            answers.append(ExampleAnswer.model_validate_json(line))
        except ValidationError as error:
            raise RecordError(
                f"{file}:{number}: {validation_messages(error)}; write the line as the sheet has it"
            ) from error
    return answers


def _show(rulings: list[Ruling], *, with_examples: bool) -> None:
    console = wide_console()
    rows = [(ruling.ruling_id, ", ".join(ruling.fields), ruling.rule) for ruling in rulings]
    wide_table(console, ("ruling", "decides", "rule"), rows)
    for ruling in rulings if with_examples else ():
        for example in ruling.examples:
            console.print(Text(f"{ruling.ruling_id} {example.kind}: {example.text}"))
            for claim in example.claims:
                slots = ", ".join(f"{name} {value}" for name, value in claim.slots.items())
                console.print(Text(f"  {claim.label} [{' … '.join(claim.quotes)}] {slots}".rstrip()))
            for claim in example.no_claims:
                console.print(Text(f"  no {claim.label} [{' … '.join(claim.quotes)}]"))
