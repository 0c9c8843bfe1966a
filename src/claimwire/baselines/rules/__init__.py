"""The rule annotator: a layer of claims with spans and slots, from the text of an article alone. English only.

Statements by the codebook's cues and by quotation patterns, casualty figures by number grammar and a table of harm,
background by dates older than the day of publication and by words of time. What it knows is in `lexica/rules.toml`.
It gives no name to anybody: names in slots need judgement on who acts in public.
"""

from .annotator import RuleAnnotator

__all__ = ["RuleAnnotator"]
