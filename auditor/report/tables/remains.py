"""Pieces of a table's head that a page without lines leaves among its text."""

from __future__ import annotations

from functools import lru_cache

from auditor.report.lexicon import Lexicon, Line
from auditor.report.stream import Row
from auditor.report.tables.labels import HEAD_WORDS, bare

_SHORTEST = 2  # characters; “无” may be all that a part says


def is_remains(row: Row, lexicon: Lexicon) -> bool:
    """Whether a line holds nothing but words, or pieces of words, of the tables' labels."""
    pieces = [bare(piece) for piece in row.text.split()]
    if row.form != "line" or sum(map(len, pieces)) < _SHORTEST:
        return False
    words = _words(tuple(line for table in lexicon.tables.values() for line in (*table.rows, *table.columns)))
    return all(piece in words for piece in pieces)


@lru_cache(maxsize=4)
def _words(lines: tuple[Line, ...]) -> str:
    """All labels, one a line, as they are compared."""
    labels = (word for line in lines for word in (line.label.official, *line.label.variants, line.group))
    return "\n".join(dict.fromkeys(map(bare, (*sorted(HEAD_WORDS), *labels))))
