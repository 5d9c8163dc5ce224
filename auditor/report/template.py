"""Which template a report's tables show: told by labels that only one template has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor.report.lexicon import Lexicon
from auditor.report.stream import Row
from auditor.report.tables.labels import bare

_LONGEST = 80  # a table's label, with the row's figures, is never longer


def shown_templates(rows: Iterable[Row], lexicons: Mapping[str, Lexicon]) -> dict[str, set[str]]:
    """Template → its own labels that occur in table-like rows."""
    markers = {
        template: {bare(word): word for word in lexicon.markers} for template, lexicon in lexicons.items()
    }
    found: dict[str, set[str]] = {template: set() for template in lexicons}
    for row in rows:
        for token in row.tokens:
            if not 3 < len(token.folded) <= _LONGEST or (row.form == "line" and "。" in token.folded):
                continue
            text = bare(token.text)
            for template, words in markers.items():
                found[template].update(word for marker, word in words.items() if marker in text)
    return found
