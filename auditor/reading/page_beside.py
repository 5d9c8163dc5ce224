"""Labels over several rows of a table without lines, told from those beside its figures."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.text import fold
from auditor.reading.page_words import Widths, Word, is_mark, opens


def beside(labels: Sequence[Word], figures: Sequence[Word], pitch: float) -> list[Word]:
    """Of the words of labels those that stand beside others: they belong to labels over several rows."""
    blocks: list[list[Word]] = []
    ordered = sorted(labels, key=lambda word: word.middle)
    for index, word in enumerate(ordered):
        home = None
        under = (
            below for below in ordered[index + 1 : index + 40] if below.middle - word.middle > 0.5 * pitch
        )
        below = next((below for below in under if abs(below.left - word.left) < 1.0), None)
        if not opens(word, below if below is not None and _under(below, word, pitch) else None):
            home = next((block for block in reversed(blocks) if _under(word, block[-1], pitch)), None)
        if home is not None:
            home.append(word)
        else:
            blocks.append([word])
    levels = _levels(figures, pitch)
    out: list[Word] = []
    for block in blocks:
        if len(block) <= 2 and is_mark(*block):
            continue
        right = [other for other in blocks if min(w.left for w in other) >= max(w.right for w in block) - 2]
        near = min((_away(block, other) for other in right), default=pitch * 9)
        mine = [level for level in levels if _is_at(block, level, pitch)]
        shared = any(_is_at(other, level, pitch) for level in mine for other in right)
        if shared or (near <= 1.1 * pitch and not mine):
            out += block
    return out


def _levels(figures: Sequence[Word], pitch: float) -> list[float]:
    """At which heights rows of figures may lie: those of single lines, and between two lines where all
    figures of the upper one are full and have more below."""
    wide = Widths.of(figures)
    columns = len({word.column for word in figures})
    found: set[float] = set()
    for level in sorted({round(word.middle, 1) for word in figures}):
        own = _lying(figures, level, 0.0, pitch)
        above, below = (
            {word.column: word for word in _lying(figures, level, away, pitch)} for away in (-pitch, pitch)
        )
        # The few figures that may all go on with figures above are at no row's middle.
        few = 2 * len(own) < columns
        if not (few and all(_may_go_on(above.get(word.column), word, wide) for word in own)):
            found.add(level)
        if all(_may_go_on(word, below.get(word.column), wide) for word in own):
            found.add(round(level + pitch / 2, 1))
    return sorted(found)


def _lying(figures: Sequence[Word], level: float, away: float, pitch: float) -> list[Word]:
    """The figures that lie so far `away` from that height."""
    return [word for word in figures if abs(word.middle - level - away) <= 0.15 * pitch]


def _may_go_on(over: Word | None, under: Word | None, wide: Widths) -> bool:
    """Whether the two are there and may be lines of one figure."""
    return over is not None and under is not None and fold(over.text)[0] != "0" and wide.full(over, under)


def _is_at(block: Sequence[Word], level: float, pitch: float) -> bool:
    """Whether a label is set in the middle of, or begins at, that height."""
    middle = (block[0].middle + block[-1].middle) / 2
    return min(abs(middle - level), abs(block[0].middle - level)) <= 0.2 * pitch


def _away(block: Sequence[Word], other: Sequence[Word]) -> float:
    return min(abs(a.middle - b.middle) for a in block for b in other)


def _under(word: Word, above: Word, pitch: float) -> bool:
    """Whether the word stands one line under the other."""
    over = min(word.right, above.right) - max(word.left, above.left)
    narrow = min(word.right - word.left, above.right - above.left)
    return abs(word.middle - above.middle - pitch) <= 0.15 * pitch and over > 0.5 * narrow
