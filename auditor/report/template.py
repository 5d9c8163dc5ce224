"""Which template a report's tables show: told by labels that only one template has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from auditor.report.lexicon import Lexicon
from auditor.report.stream import Row
from auditor.report.tables.labels import bare

_LONGEST = 80  # a table's label, with the row's figures, is never longer


def shown_templates(rows: Iterable[Row], lexicons: Mapping[str, Lexicon]) -> dict[str, set[str]]:
    """Template → its own labels that occur in table-like rows."""
    owner = {bare(word): template for template, lexicon in lexicons.items() for word in lexicon.markers}
    found: dict[str, set[str]] = {template: set() for template in lexicons}
    if not owner:
        return found
    markers = re.compile("|".join(map(re.escape, sorted(owner, key=len, reverse=True))))
    texts = {
        token.text
        for row in rows
        for token in row.tokens
        if 3 < len(token.folded) <= _LONGEST and not (row.form == "line" and "。" in token.folded)
    }
    for text in texts:
        for word in markers.findall(bare(text)):
            found[owner[word]].add(word)
    return found
