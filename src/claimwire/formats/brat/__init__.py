"""brat's standoff files: attributions as in PolNeAR, and claims of our labels as plain text-bound annotations.

What is read of an `.ann` file:

- `T` lines, text-bound: `T1<tab>Source 5 12;20 31<tab>words`. Several ranges are one discontinuous annotation. The
  types `Source`, `Cue` and `Content` are the parts of attributions; a type that is one of our labels
  (`casualty_figure`, in any case, with `-` or `_`) is a claim of that label.
- `E` lines whose type begins with `Attribution` (PolNeAR's `Attribution` and `Attribution-no-source`): one attribution
  each, with its parts by role: `E1<tab>Attribution:T4 Source:T3 Cue:T1 Content:T2`. Several parts of one role
  (`Source`, `Source2`) are joined. The trigger is not a part.
- `R` lines between parts: `R1<tab>Attributes Arg1:T1 Arg2:T2`. Parts that are connected by relations are one
  attribution, whatever the relations are called.
- `A` lines on attributions and claims: `A1<tab>Presented_as E1 possible`. The name, in small letters, is a slot. If
  parts are connected by relations, it may be on any of them; on a part of an event it is left out.
- Everything else (`#` notes, `N` normalisations, `*` equivalences, other types) is left out, and counted.

An attribution without content is left out and counted. Content that is in no attribution is a statement by itself, as
PolNeAR has some; these are counted, and told one by one if a faulty line may be why.

A line that cannot be read is left out and is one problem, with file and line; the others are read. What refers to such
a line loses that part, which is a problem too. `lines` reads the lines, `counting` finds out how a file's offsets
count, `bound` places its text-bound annotations in the text, `marks` makes marks of them.
"""

from .content import Utf16Error, read_text
from .counting import BratText
from .marks import brat_layer, read_brat, read_brat_layer

__all__ = ["BratText", "Utf16Error", "brat_layer", "read_brat", "read_brat_layer", "read_text"]
