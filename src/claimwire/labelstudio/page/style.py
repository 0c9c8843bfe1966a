"""The looks of the labelling page. Claims are tinted, their parts underlined, so that both show where they overlap.

Label Studio passes a style sheet through a filter of HTML that breaks `>`, so no selector may use it.
"""

from __future__ import annotations

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
.cw-slot [data-testid=htx-textbox-content] { min-height: 28px; padding: 3px 24px 3px 8px !important; }
.cw-slot [data-testid=htx-textbox-content] p, .cw-slot [data-testid=htx-textbox-content] span { font-size: 13px; }
.cw-slot .ant-form-item { margin: 0; }
.cw-slot input, .cw-slot textarea, .cw-slot button { font-size: 13px !important; }
.cw-slot input:not([type=checkbox]), .cw-slot button { min-height: 28px !important; height: 28px;
  padding: 2px 8px !important; }
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
.cw-side .ant-collapse-content-box { padding: 6px 10px !important; }
.cw-side .ant-collapse-content ul { padding-left: 16px; margin: 0; }
.cw-side .ant-collapse-content li, .cw-side .ant-collapse-content li * { font-size: 13px; line-height: 1.4; }
.cw-side li { margin: 0 0 3px; }
.lsf-detailed-region { overflow-wrap: anywhere; }
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
