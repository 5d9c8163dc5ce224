"""通报: the run as one page that works offline, on paper and on a phone."""

from __future__ import annotations

from auditor.output.html.draw import draw_html

__all__ = ["draw_html"]
