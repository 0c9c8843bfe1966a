"""What people say of a corpus's texts when it is made: options that commands share."""

from __future__ import annotations

import click

from ..schema.vocab import AnnotatorKind
from .options import Name

language_option = click.option(
    "--language", default="en", show_default=True, metavar="ISO", help="Language of its texts."
)
open_texts_option = click.option(
    "--open-texts/--stand-off",
    default=False,
    show_default=True,
    help="Whether its texts may stand in the repository and in every release, or only offsets and hashes.",
)
text_licence_option = click.option("--text-licence", metavar="NAME", help="Licence of its texts.")
written_by_option = click.option(
    "--written-by",
    metavar="KIND",
    type=Name(AnnotatorKind.names()),
    help="Its texts were written for the purpose, and never published: by a human, a model or a rule program.",
)
