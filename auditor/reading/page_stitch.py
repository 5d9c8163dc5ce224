"""Tables that go on over a page end: one table again, repeated heads dropped, torn rows put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from auditor.base.text import fold
from auditor.reading.page_shape import LOST, Rect
from auditor.reading.page_table import Filled, PageTable, goes_on, is_figures

_EDGE = 3.5  # outer sides of two pieces of one table agree within this
_LONG = 12  # characters of a row: fewer do not show that it is misread
_MISREAD = 0.12  # share of its characters that may be
MARK = re.compile(
    r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．)）]"
    r"|第[一二三四五六七八九十]+条"
)
_AMOUNT = re.compile(rf"[\d.,{LOST}]*(?:万?元|[件条个份项次宗起])")
_BARE = re.compile(rf"\d{{1,2}}(?=[\u4e00-\u9fff{LOST}])")  # a mark of which a scan has lost the point


@dataclass(slots=True)
class Piece:
    """A cell of the whole table, on the whole table's grid."""

    row: int
    column: int
    below: int
    after: int
    text: str
    page: int
    rect: Rect


@dataclass(slots=True)
class Whole:
    """A table over one page or more; `torn` names the pages (first of the two) between which a row was
    cut and put together again, `doubtful` those where it does not show how; `headed`: its head was read."""

    cells: list[Piece]
    height: int
    width: int
    torn: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    headed: bool = True


def continues(pieces: Sequence[PageTable], below: PageTable) -> bool:
    """Whether `below`, the first thing on its page, is the rest of the table that `pieces` begin, the
    last thing on the page before: the same outer sides, columns that fit, no head of its own."""
    first, above = pieces[0], pieces[-1]
    a, b = above.lattice, below.lattice
    if abs(a.xs[0] - b.xs[0]) > _EDGE:
        return False
    if abs(a.xs[-1] - b.xs[-1]) > _EDGE:
        # Rows that were shifted stick out on one of the pages.
        fewer, more = sorted((a.xs, b.xs), key=len)
        if len(fewer) < 6 or not all(any(abs(x - other) <= _EDGE for other in more) for x in fewer):
            return False
    begun = any(is_figures(fold(cell.text)) for piece in pieces for cell in piece.cells)
    if begun and _has_own_head(above, below, first):
        return False
    upper, lower = _inner(above, last=True), _inner(below, last=False)
    known = [x for piece in (above, first) for x in piece.lattice.xs]
    strangers = [x for x in b.xs if all(abs(x - other) > _EDGE for other in known)]
    if not lower or not upper:
        return True
    fit = sum(1 for x in lower if any(abs(x - other) <= _EDGE for other in upper))
    return len(strangers) <= 0.25 * len(b.xs) or fit >= 0.75 * min(len(lower), len(upper))


def _has_own_head(above: PageTable, below: PageTable, first: PageTable) -> bool:
    """Whether the first or second row of `below` is one of words that is neither the head once more nor the
    rest of a row: then it is a table of its own."""
    if _repeated(first, below):
        return False
    row = [cell for cell in below.cells if cell.region.row == 0]
    if any(is_figures(fold(cell.text)) for cell in row):
        return False
    if not all(cell.text for cell in row):
        second = [cell for cell in below.cells if cell.region.row == 1]
        words = all(cell.text and not is_figures(fold(cell.text)) for cell in second)
        if not any(cell.text for cell in row) or len(second) < 2 or not words:
            return False
    head = [cell for cell in above.cells if cell.region.below == len(above.lattice.ys) - 1]
    own = [cell for cell in row if cell.region.below == 1]
    return not own or _is_rest(own, head, above, below, 0) is None


def _inner(table: PageTable, *, last: bool) -> list[float]:
    """The sides between the cells of the row at the page end."""
    row = len(table.lattice.ys) - 2 if last else 0
    owners = table.lattice.owner[row]
    return [table.lattice.xs[c] for c in range(1, len(owners)) if owners[c] != owners[c - 1]]


def whole(pieces: Sequence[PageTable]) -> Whole:
    """One table of the pieces that it was cut into."""
    xs = _edges(pieces)
    result = Whole([], 0, len(xs) - 1)
    for number, piece in enumerate(pieces):
        skip = max((_repeated(other, piece) for other in pieces[:number]), default=0)
        cells = _placed(piece, xs, result.height, skip)
        height = len(piece.lattice.ys) - 1 - skip
        if number and cells:
            lost = _mend(result, cells, pieces[number - 1], piece, skip)
            if lost:
                cells = _without_first_row(cells, result.height)
                height -= 1
            cells = _carried(result, cells)
        result.cells += cells
        result.height += height
    return result


def _without_first_row(cells: list[Piece], first: int) -> list[Piece]:
    """The cells below once more, their row `first` gone to the page before."""
    kept = []
    for cell in cells:
        cell.below -= 1
        if cell.row > first:
            cell.row -= 1
        if cell.below > cell.row:
            kept.append(cell)
    return kept


def _carried(result: Whole, cells: list[Piece]) -> list[Piece]:
    """A blank cell over several rows at the top of a page is the rest of the label above it."""
    kept = []
    for cell in cells:
        if cell.row == result.height and not cell.text and cell.below - cell.row > 1:
            label = next(
                (
                    c
                    for c in result.cells
                    if c.below == result.height
                    and c.column == cell.column
                    and c.after == cell.after
                    and c.text
                ),
                None,
            )
            if label is not None and not is_figures(fold(label.text)):
                label.below = cell.below
                continue
        kept.append(cell)
    return kept


def _edges(pieces: Sequence[PageTable]) -> list[float]:
    """The column edges of all pieces together, those that agree taken as one."""
    if len(pieces) == 1:
        return pieces[0].lattice.xs
    values = sorted(x for piece in pieces for x in piece.lattice.xs)
    edges: list[list[float]] = []
    for value in values:
        if edges and value - edges[-1][0] <= _EDGE:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(edge) / len(edge) for edge in edges]


def _placed(piece: PageTable, xs: list[float], above: int, skip: int) -> list[Piece]:
    """The cells of a piece on the whole table's grid, its first `skip` rows left out."""
    own = piece.lattice.xs
    at = [min(range(len(xs)), key=lambda i, x=x: abs(xs[i] - x)) for x in own]  # type: ignore[misc]
    out = []
    for row in piece.rows:
        for cell in row:
            region = cell.region
            if region.below <= skip:
                continue
            out.append(
                Piece(
                    above + max(region.row, skip) - skip,
                    at[region.column],
                    above + region.below - skip,
                    at[region.after],
                    cell.text,
                    cell.page,
                    cell.rect,
                )
            )
    return out


def _repeated(first: PageTable, piece: PageTable) -> int:
    """How many rows at the top of `piece` are the head of the table once more."""
    count = 0
    for mine, head in zip(piece.rows, first.rows, strict=False):
        texts, known = [fold(cell.text) for cell in mine], [fold(cell.text) for cell in head]
        same = texts == known or (piece.recognised and _alike(texts, known))
        if not same or any(text and is_figures(text) for text in texts):
            break
        if not any(texts) and not count:
            break
        count += 1
    while count and any(c.region.below > count for row in piece.rows[:count] for c in row):
        count -= 1
    return count


def _alike(texts: Sequence[str], known: Sequence[str]) -> bool:
    """Whether two rows are the same but for some characters that were misread."""
    one, other = "\n".join(texts), "\n".join(known)
    if len(texts) != len(known) or len(other) < _LONG or abs(len(one) - len(other)) > _MISREAD * len(other):
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= (1 - _MISREAD) * max(len(one), len(other))


def _mend(result: Whole, cells: list[Piece], above: PageTable, below: PageTable, skip: int) -> bool:
    """Put the rest of a row that the page end cut to its beginning. Whether the row was one such."""
    row = [cell for cell in below.cells if cell.region.row <= skip < cell.region.below]
    head = [cell for cell in above.cells if cell.region.below == len(above.lattice.ys) - 1]
    own = [cell for cell in row if cell.region.below == skip + 1]  # cells of this row alone
    if not own or not any(cell.text for cell in own):
        return False
    verdict = _is_rest(own, head, above, below, skip)
    if verdict is None:
        if below.recognised and _has_no_name(own, head, below) and _doubt(result, own, head):
            result.doubtful.append(above.page)
        return False
    for cell in own:
        if cell.text:
            _append(result, cell, head, sure=verdict)
    (result.torn if verdict else result.doubtful).append(above.page)
    moved = {id(cell.rect) for cell in own}
    for piece in cells:
        if id(piece.rect) in moved:
            piece.text = ""
    return True


def _is_rest(
    own: list[Filled], head: list[Filled], above: PageTable, below: PageTable, skip: int
) -> bool | None:
    """Whether `own` is the rest of the row above: True, False where it is but may not be, None if not."""
    filled = [cell for cell in own if cell.text]
    upper = {id(cell): _over(cell, head) for cell in own}
    if any(upper[id(cell)] is None for cell in filled):
        return None
    labels = [cell for cell in filled if not _is_number(fold(cell.text))]
    unread = [cell for cell in labels if _is_unread(cell)]
    if len(unread) < len(labels):  # beside a name it may be a figure's rest, or dust on a scan
        labels = [cell for cell in labels if cell not in unread]
        filled = [cell for cell in filled if cell not in unread]
    cut = above.lattice.cut_below and below.lattice.cut_above and skip == 0
    if any(_is_marked(cell, below) for cell in labels):
        return None
    for cell in filled:
        begun = upper[id(cell)]
        assert begun is not None
        over = fold(begun.text)
        if not begun.lines or not over.strip(LOST):
            continue  # what could not be read may be a figure
        figures = _is_number(over) and not MARK.match(over)
        if figures and cell in labels and len(labels) < len(filled) and _is_marked(begun, above):
            continue
        if figures == (cell in labels) or (over == "0" and cell.text[:1].isdigit()):
            return None  # figures under words, words under figures, digits under a 0: a row of its own
    rests: dict[str, set[str]] = {}
    for cell in labels:
        begun = upper[id(cell)]
        if begun is not None and begun.text:
            rests.setdefault(fold(begun.text), set()).add(fold(cell.text))
    if any(len(texts) > 1 for texts in rests.values()):
        return None  # what begins alike ends alike
    verdict = True
    if labels:
        # In a table whose rows are numbered, a row without a number is the rest of one with it.
        starts = [begun for cell in labels if (begun := upper[id(cell)]) is not None and begun.lines]
        numbered = any(_is_marked(begun, above) or LOST in begun.text for begun in starts)
        numbered = numbered or any(map(_is_within_mark, starts, labels))
        if len(starts) < len(labels) or not (cut or numbered):
            return None
        verdict = all(
            goes_on(begun.lines[-1], cell.lines[0], begun.rect, above.slack)
            for cell, begun in zip(labels, starts, strict=True)
        )
    return verdict and all(
        goes_on(begun.lines[-1], cell.lines[0], begun.rect, above.slack)
        for cell in filled
        if cell not in labels and (begun := upper[id(cell)]) is not None and begun.lines
    )


def _is_number(text: str) -> bool:
    """Whether nothing but a number stands there, its unit with it or not."""
    return is_figures(text) or _AMOUNT.fullmatch(text) is not None


def _is_unread(cell: Filled) -> bool:
    """Whether nothing of what stands there was read."""
    return not fold(cell.text).strip(LOST)


def _is_marked(cell: Filled, table: PageTable) -> bool:
    """Whether a label begins with a mark; of a scan's mark the point may be lost, and the rest of the label
    may stand on the next page."""
    text = fold(cell.text)
    marked = MARK.match(text) is not None
    if marked or not table.recognised:
        return marked
    if _BARE.match(text):
        return True
    if not text.isdecimal() or len(text) > 2 or text.startswith("0"):
        return False
    at = cell.region
    own = [other for other in table.cells if other.region.row == at.row and other.region.below == at.below]
    if all(other.region.column >= at.column for other in own if other.text):
        return True
    column = [fold(other.text) for other in table.cells if other.region.column == at.column]
    return 2 * sum(1 for other in column if other and not is_figures(other)) > sum(map(bool, column))


def _is_within_mark(begun: Filled, cell: Filled) -> bool:
    """Whether a label's mark was cut by the page end: “（七” above, “）总计” below."""
    over, text = fold(begun.text), fold(cell.text)
    return over.count("(") > over.count(")") and MARK.match(over + text[:1]) is not None


def _has_no_name(own: list[Filled], head: list[Filled], below: PageTable) -> bool:
    """Whether a row of figures has no mark and is blank where the row above has its name: the rest of that
    row, maybe, though it does not look like it."""
    if any(_is_marked(cell, below) for cell in own if not _is_number(fold(cell.text))):
        return False
    above = [begun for cell in own if not cell.text and (begun := _over(cell, head)) is not None]
    named = [fold(cell.text) for cell in above if cell.region.below - cell.region.row == 1 and cell.text]
    return any(not _is_number(name) for name in named)


def _doubt(result: Whole, own: list[Filled], head: list[Filled]) -> bool:
    """The figures of the row above under which others stand may not be whole: whether there are any."""
    figures = [cell for cell in own if _is_number(fold(cell.text)) or (cell.text and _is_unread(cell))]
    begun = [_over(cell, head) for cell in figures]
    doubtful = [cell for cell in begun if cell is not None and _is_number(fold(cell.text))]
    for cell in doubtful:
        _piece_of(result, cell).text += LOST
    return bool(doubtful)


def _over(cell: Filled, head: list[Filled]) -> Filled | None:
    """The cell of the row above under which `cell` stands."""
    left, _, right, _ = cell.rect
    for other in head:
        if abs(other.rect[0] - left) <= _EDGE and abs(other.rect[2] - right) <= _EDGE:
            return other
    return None


def _append(result: Whole, cell: Filled, head: list[Filled], *, sure: bool) -> None:
    begun = _over(cell, head)
    assert begun is not None
    lost = LOST if not sure and _is_number(fold(cell.text)) else ""
    _piece_of(result, begun).text += cell.text + lost


def _piece_of(result: Whole, cell: Filled) -> Piece:
    """Where a cell of one of its pages stands in the whole table."""
    return next(piece for piece in result.cells if piece.rect is cell.rect)
