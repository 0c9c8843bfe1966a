"""What the labelling page says beside the text: how to use it, and the codebook's rules in short."""

from __future__ import annotations

RULES: tuple[tuple[str, str], ...] = (
    (
        "How to mark a claim",
        """- First, once: the settings (bottom left), switch on **Select region after creating it**.
- Press **1**, **2** or **3** and select the words. Choose with the keys behind the choices, then **Tab** to the fields.
- Out of a field: click the text. Then **Esc**, before the next key: with a region still selected, a label's key
  changes that region's label.
- Parts: press the part's key, select its words, **Alt+R**, click the claim. A part may belong to several claims.
- Claim to claim (voice, parent, the figure it is part of): select the inner one, **Alt+R**, click the outer one.
- Another reading: give the relation its label in the list of relations.
- **Backspace** deletes, **Ctrl+Z** undoes, **Ctrl+Enter** submits.""",
    ),
    (
        "Spans",
        """- Exact to the character: from a word or quotation mark to a word or quotation mark, no space at the edges.
- The outer sentence's full stop and commas stay out; punctuation inside quotation marks stays in.
- Claims overlap and nest freely. Several pieces only where something else interrupts, mostly *he said*.""",
    ),
    (
        "1 Attributed statement",
        """- Anything presented as said, written, thought or felt by a source that is not the outlet. One claim a cue.
- The span is the content, without source, cue and the linking *that*.
- *accused* [`X of Y`], *urged* [`X to stop`], *called* [`the raid "a crime"`], *denied* [`the charge`].
- The cue's class goes by the cue alone: *said they must go* is neutral.
- Nested: *The president noted A, the palace said* is two claims, the inner one with a parent.
- Not: acts without content (*met to discuss*, *spoke by phone*), names that merely stand in quotation marks.""",
    ),
    (
        "2 Historical background",
        """- An event or lasting state that is no part of what the article reports, mostly two months or more before it.
- One claim an event clause, with its date and subject, without *However*, *but*, *and* before it.
- A noun phrase only if it is dated (*the 2011 truce*) or has a clause of its own.
- Time as the article puts it (`2011`, `1992/1994`, `199X`, `1994/..`); without one: *unresolved*.
- Not: the last days or weeks before the report, aims and terms, general truths.""",
    ),
    (
        "3 Casualty figure",
        """- People killed, injured, missing, captured, displaced, evacuated, sheltered: counted, vague, or not counted.
- The span is the shortest stretch with quantity, people and harm, without place, time and cause at its edge.
- *At least 300*: lower 300, inclusive. *More than 300*: lower 300, not inclusive. *Up to 300*: upper 300, inclusive.
  *Several, dozens*: no bounds. *Nobody*: zero, 0 and 0.
- A bound always with its *inclusive*. A part (*including nine children*) is a claim of its own, part of the whole.
- Not: people who are merely there (*residents*, *the 300 crew*), losses of things.""",
    ),
    (
        "Every claim",
        """- **statement**: one sentence of your own that can be understood without the article; copy no run of words.
- **factuality**: how its innermost source puts it: *urged* is requested, *may have* possible, *denied* denied.
- **voice**: the innermost statement that holds the claim; none where the outlet tells it.
- **confidence**: low if you doubt that it is a claim, medium for a slot or a boundary; say why in *comment*.""",
    ),
)
"""Title and Markdown text of each rule, in the order of the page."""
