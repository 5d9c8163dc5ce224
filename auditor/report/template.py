"""Which template a report's tables show: told by labels that only one template has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from auditor.report.lexicon import Lexicon
from auditor.report.stream import Row
from auditor.report.tables.labels import bare

_LONGEST = 80  # a table's label, with the row's figures, is never longer
_PROSE = re.compile(r"[。;]|(?<!\d),|,(?!\d)")  # marks of a sentence, not of thousands
_NARROW = 16  # nor is a line of one in a narrow column longer than this


def shown_templates(rows: Sequence[Row], lexicons: Mapping[str, Lexicon]) -> dict[str, set[str]]:
    """Template → its own labels that occur in table-like rows."""
    owner, markers = _markers(tuple((name, lexicon.markers) for name, lexicon in lexicons.items()))
    found: dict[str, set[str]] = {template: set() for template in lexicons}
    if not owner:
        return found
    texts = {
        token.text
        for row in rows
        for token in row.tokens
        if 3 < len(token.folded) <= _LONGEST and not (row.form == "line" and _PROSE.search(token.folded))
    }
    for word in markers.findall("\n".join(map(bare, (*texts, *_broken(rows))))):
        found[owner[word]].add(word)
    return found


@lru_cache(maxsize=8)
def _markers(given: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Whose each label is that only one template has, and what finds them."""
    owner = {bare(word): template for template, words in given for word in words}
    return owner, re.compile("|".join(map(re.escape, sorted(owner, key=len, reverse=True))))


def _broken(rows: Sequence[Row]) -> Iterator[str]:
    """Lines that follow each other and hold one cell each, or a piece of one, put together: a label may be
    broken over several. Lines as long as those of prose are none."""
    pieces: list[str] = []
    for row in rows:
        written = [token.text for token in row.tokens if token.folded]
        if row.line and len(written) == 1 and len(row.folded) <= _NARROW:
            pieces += written
            continue
        if len(pieces) > 1:
            yield "".join(pieces)
        pieces = []
    if len(pieces) > 1:
        yield "".join(pieces)
