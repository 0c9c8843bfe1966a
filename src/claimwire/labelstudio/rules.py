"""What the labelling page says beside the text: the codebook's rules in short, and the page's looks."""

from __future__ import annotations

RULES: tuple[tuple[str, str], ...] = (
    (
        "How to mark a claim",
        """- Press **1**, **2** or **3**, select the words, fill in what appears here. **Enter** jumps to the first field,
  **Tab** to the next.
- Its parts: press their letter, select the words, then **Alt+R** and click the claim. A part may belong to several.
- Claim to claim (its voice, its parent, the figure it is part of): select the inner one, **Alt+R**, click the outer.
- **u** selects nothing, **Backspace** deletes, **Ctrl+Enter** submits.""",
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
- *accused* [`X of Y`], *urged* [`X to stop`], *called* [`the raid "a crime"`], *hope that* [`A`], *denied* [`the charge`].
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
        """- People killed, injured, missing, captured, displaced, evacuated, sheltered: counted, vague, or without a quantity.
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
- **confidence**: low if you doubt that it is a claim, medium if you doubt a slot or a boundary; say why in *comment*.""",
    ),
)
"""Title and Markdown text of each rule, in the order of the page."""

STYLE = """
.cw { display: flex; gap: 14px; align-items: flex-start; }
.cw-text { flex: 1 1 55%; min-width: 0; }
.cw-side { flex: 1 1 45%; min-width: 330px; position: sticky; top: 0; padding-top: 6px;
  max-height: calc(100vh - 120px);  overflow: hidden auto; font-size: 13px; }
.cw h4 { font-size: 12.5px; line-height: 1.35; margin: 0 !important; }
.cw-keys { position: sticky; top: 0; z-index: 101; background: var(--color-neutral-background, #fff);
  padding: 6px 0 2px; border-bottom: 1px solid #8885; margin-bottom: 8px; }
.cw-keys .lsf-label { margin: 0 4px 4px 0; padding-block: 0; font-size: 13px; }
.cw-text .lsf-htx-richtext { white-space: pre-wrap; line-height: 2; font-size: 15px; }
.cw-text h4 { opacity: .6; }
.cw-end { border-top: 1px solid #8885; margin-top: 6px; }
.cw-slot { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 8px; align-items: center; padding: 2px 0; }
.cw-slot .lsf-text-area { display: flex; flex-direction: column-reverse; gap: 3px; margin: 0 !important; }
.cw-slot [data-testid=textarea-regions], .cw-slot .lsf-row { margin: 0 !important; }
.cw-slot .lsf-textarea__region { margin: 0 0 2px !important; }
.cw-slot [data-testid=htx-textbox-content] { min-height: 28px; padding: 3px 60px 3px 8px !important; }
.cw-slot [data-testid=htx-textbox-content] p, .cw-slot [data-testid=htx-textbox-content] span { font-size: 13px; }
.cw-slot .ant-form-item { margin: 0; }
.cw-slot input, .cw-slot textarea, .cw-slot button { font-size: 13px !important; }
.cw-slot input:not([type=checkbox]), .cw-slot button { min-height: 28px !important; height: 28px; padding: 2px 8px !important; }
.cw-slot textarea { padding: 3px 8px !important; min-height: 46px !important; }
.cw-slot .ant-checkbox-wrapper { min-height: 0 !important; font-weight: 400; line-height: 1.5; }
.cw-slot .ant-checkbox-wrapper span { padding-block: 0; }
.cw-slot .lsf-choices { margin: 0 !important; }
.cw-slot .lsf-choices_layout_inline { display: flex; flex-wrap: wrap; gap: 0 9px; }
.cw-slot .lsf-choice__item { margin: 0 !important; padding: 0 !important; }
.cw-slot .lsf-choice { margin: 0 !important; }
.cw-slot .lsf-hint, .cw-slot sup { display: none; }
.cw-slot .ant-checkbox-wrapper { font-size: 12.5px; margin: 0; gap: 0; }
.cw-slot .ant-checkbox-inner { width: 14px; height: 14px; }
.cw-slot .ant-checkbox + span { padding: 0 0 0 4px; }
.cw kbd { font: 10px monospace; opacity: .6; border: 0; background: none; box-shadow: none; padding: 0; }
.lsf-region-meta__result { display: none; }
.cw-side .ant-collapse { margin-top: 8px; }
.cw-side .ant-collapse-header { padding: 3px 8px !important; }
.cw-side li { margin: 0 0 3px; }
.relations-overlay g[id] { opacity: .55; }
.relations-overlay g[id]:not(:has(text)) { opacity: .2; }
.relations-overlay g[transform] { opacity: 0; }
.relations-overlay g[class*=_highlighted], .relations-overlay g[class*=_highlighted] g[transform] { opacity: 1; }
@PARTS@
"""
"""Looks of the page. Claims are tinted, their parts underlined, so that both can be seen where they overlap."""

PART_STYLE = """
.htx-highlight[data-label$=":{value}"]:not(.__hidden) {{ background-color: transparent !important;
  box-shadow: inset 0 -3px 0 {color}; }}
.htx-highlight[data-label$=":{value}"].__active {{ background-color: {color}44 !important; }}
"""
"""Looks of the regions of a part."""
