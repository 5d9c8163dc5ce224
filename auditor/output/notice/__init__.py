"""整改通知: one Word file per agency and one with all, filled into a template that the office edits in
Word. See `fields.py` for what the template may name."""

from __future__ import annotations

from auditor.output.notice.draw import COMBINED, Notice, draw_notices
from auditor.output.notice.fields import Letterhead
from auditor.output.notice.template import DEFAULT_TEMPLATE, TEMPLATE_NAME, Template, open_template

__all__ = [
    "COMBINED",
    "DEFAULT_TEMPLATE",
    "TEMPLATE_NAME",
    "Letterhead",
    "Notice",
    "Template",
    "draw_notices",
    "open_template",
]
