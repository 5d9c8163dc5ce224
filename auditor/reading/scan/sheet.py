"""A picture of a page to a `Page`: lines of tables, figures in their cells, words in lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor.reading.page_grid import Lattice, lattices
from auditor.reading.page_shape import LOST, Char, Page, Rect, Stroke
from auditor.reading.scan.borders import borders
from auditor.reading.scan.cells import Cell, settle
from auditor.reading.scan.ink import (
    Band,
    bands,
    dust_off,
    flat_ink,
    ink_of,
    printed,
    usual_height,
    without_borders,
)
from auditor.reading.scan.judge import SURE, Elder
from auditor.reading.scan.kit import PER_INCH
from auditor.reading.scan.lines import figure_chars, size_of, word_chars
from auditor.reading.scan.recognise import Read, Recogniser, is_chinese
from auditor.reading.scan.straighten import Sheet, sheet_of

_POINT = 72 / PER_INCH
_SENSE = 0.75  # how sure characters are on the average of a page that lies right
_LINE, _LEGIBLE = 8, 0.9  # characters of a long line, and how sure they are on the average
_WORDS = 12  # characters: half of what a page must have to be turned
_MANY = 80  # characters: so many that are sure are no accident, however short their lines
_USUAL = ("信息", "公开", "申请", "政府", "行政", "机关", "其他", "数量", "年度", "总计")  # in every report
_ALONE, _UPRIGHT = 20, 0.985  # characters alone in their lines, and how sure those are on the average
_FEW = 4  # lines with such a word, which no page has by chance
_WORD = 0.4  # the least probability of a word of one or two characters, else it is dirt
_KNOWN = 0.9  # the least probability of a Chinese character that is one for certain
_THIN = frozenset("1-/")  # figures that an edge of something is taken for
_TAKEN = 40  # of 255: so much paler without red
_SEALED, _COVERED = 0.1, 0.6  # of a stroke's place, and of a digit's: so much of it is under a seal
_LARGE = 1.5  # times as high as lines are: no character stands so alone
_MOTE = 7  # pixels: what is smaller is no line of words
_FAINT = 0.035  # of the square of a line's height: more ink than this is no dust
_SHORT = 8  # characters: a cell of so many Latin letters and digits holds a figure and dirt
_INSET = 3  # pixels from the middle of a table's line to the inside of its cell


def read_sheet(
    picture: Any, per_inch: float, number: int, read: Recogniser, elder: Elder | None = None
) -> Page:
    """`picture`: bytes, grey or RGB, as an array, of page `number` at `per_inch`. A page that lies on its
    side or stands on its head makes no sense as it is, and is turned until it does. `elder`: what the pages
    before tell of the document's digits."""
    elder = elder or Elder()
    own = Elder(elder.judge)
    page, lines, prose = _read_turned(picture, per_inch, number, 0, read, own)
    sense, words = _sense(lines), sum(len(line.text) for line in lines)
    figures = sum(1 for _, sure in page.sure if sure >= _SENSE)
    if sense >= _SENSE or not words or (words < 2 * _WORDS and figures > words) or _is_right(lines, prose):
        elder.judge = own.judge
        return page
    for turns in (2, 1, 3):
        own = Elder(elder.judge)
        turned, others, _ = _read_turned(picture, per_inch, number, turns, read, own)
        better, more = _sense(others), sum(len(line.text) for line in others)
        if better >= _SENSE and better > sense + 0.15 and more >= 2 * _WORDS:
            elder.judge = own.judge
            return turned
    return page


def _read_turned(
    picture: Any, per_inch: float, number: int, turns: int, read: Recogniser, elder: Elder
) -> tuple[Page, list[Read], list[Read]]:
    """The page, its lines of words, and those of them outside tables."""
    sheet = sheet_of(picture, per_inch, turns)
    wide, high = sheet.size
    page = Page(number, wide * _POINT, high * _POINT, recognised=True)
    across, down = borders(sheet.plain, sheet.ruled, stark=sheet.stark)
    page.across, page.down = _scaled(across, _POINT), _scaled(down, _POINT)
    lines, prose = _read(page, sheet, across, down, read, elder)
    return page, [*lines, *prose], prose


def _sense(lines: Sequence[Read]) -> float:
    """How much sense lines of words make, 1 at most. On a page that lies on its side there are few characters
    in a line, and none is sure."""
    sure = [share for line in lines for share in line.sure]
    if not sure:
        return 0.0
    short = [share if len(line.sure) >= 4 else 0.4 * share for line in lines for share in line.sure]
    usual = sum(sure) / len(sure)
    return max(sum(short) / len(short), usual if len(sure) >= _MANY and usual >= 0.85 else 0.0)


def _is_right(lines: Sequence[Read], prose: Sequence[Read]) -> bool:
    """Whether the page lies right, though its lines are short, as in narrow cells, where what stands one
    below the other makes long ones on the page's side: outside tables there are long ones that are sure,
    words that these reports use all the time stand in some, or characters that stand alone are as sure as
    only upright ones are."""
    long = [line for line in prose if len(line.text) >= _LINE and sum(line.sure) >= _LEGIBLE * len(line.sure)]
    if sum(len(line.text) for line in long) >= _WORDS:
        return True
    alone = [
        share
        for line in lines
        if len(line.text) <= 2
        for char, share in zip(line.text, line.sure, strict=True)
        if is_chinese(char)
    ]
    sure = len(alone) >= _ALONE and sum(alone) >= _UPRIGHT * len(alone)
    return sure or sum(1 for line in lines if any(word in line.text for word in _USUAL)) >= _FEW


def read_drawn(
    picture: Any,
    drawn: Page,
    read: Recogniser,
    boxes: Sequence[Rect] | None = None,
    elder: Elder | None = None,
) -> Page:
    """`picture`: of the page `drawn`, whose lines are known, at `PER_INCH`, rendered and not scanned.
    `boxes`: read these cells only; `elder`: see `read_sheet`."""
    page = Page(drawn.number, drawn.width, drawn.height, recognised=True)
    page.across, page.down, page.pictures = drawn.across, drawn.down, drawn.pictures
    sheet = Sheet(picture, picture, picture)
    across, down = _scaled(drawn.across, 1 / _POINT), _scaled(drawn.down, 1 / _POINT)
    _read(page, sheet, across, down, read, elder or Elder(), boxes)
    return page


def _scaled(strokes: Sequence[Stroke], factor: float) -> list[Stroke]:
    return [(at * factor, start * factor, end * factor) for at, start, end in strokes]


def _read(
    page: Page,
    sheet: Sheet,
    across: Sequence[Stroke],
    down: Sequence[Stroke],
    read: Recogniser,
    elder: Elder,
    boxes: Sequence[Rect] | None = None,
) -> tuple[list[Read], list[Read]]:
    """Fill `page` with the characters of `sheet`; `across` and `down` are in pixels. Its lines of words in
    tables, and those outside; of a page without tables all are of the first."""
    grids = [grid for grid in lattices(page.across, page.down) if len(grid.cells) > 1]
    around = [_pixels(grid.box) for grid in grids]
    clean = printed(without_borders(sheet.plain, across, down), around) if grids else sheet.plain
    ink = ink_of(clean)
    lines: list[Read] = []
    for grid in sorted(grids, key=lambda grid: -len(grid.cells)):
        lines += _table(page, grid, sheet, clean, ink, read, elder, boxes)
    if boxes is not None:
        return lines, []
    text = sheet.grey
    if grids:
        text = without_borders(text, across, down)
        for x0, y0, x1, y1 in around:
            text[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = 255
    own = len(page.chars)
    prose = _words(page, text, ink_of(text), read)
    # Grains beside a table are taken for words that would reach into it.
    page.chars[own:] = [
        char for char in page.chars[own:] if not any(_holds(grid.box, char) for grid in grids)
    ]
    return (lines, prose) if grids else (prose, [])


def _crop(clean: Any, band: Band, em: float) -> tuple[Any, int]:
    """The band with white around it, and how much of it at the sides."""
    import cv2

    high = max(band.height, round(0.75 * em))
    extra = (high - band.height) // 2
    pad = max(2, round(0.2 * high))
    side = max(4, round(0.3 * high))
    part = clean[band.top : band.bottom, band.left : band.right]
    around = cv2.copyMakeBorder(part, extra + pad, extra + pad, side, side, cv2.BORDER_CONSTANT, value=255)
    return around, side


def _table(
    page: Page,
    grid: Lattice,
    sheet: Sheet,
    clean: Any,
    ink: Any,
    read: Recogniser,
    elder: Elder,
    boxes: Sequence[Rect] | None,
) -> list[Read]:
    """Add the cells of one table; its lines of words."""
    cells = []
    for index in range(len(grid.cells)):
        if boxes is not None and not any(_same(grid.rect(index), box) for box in boxes):
            continue
        x0, y0, x1, y1 = _pixels(grid.rect(index))
        cells.append(Cell(index, (x0 + _INSET, y0 + _INSET, x1 - _INSET, y1 - _INSET)))
    rough = [band for cell in cells for band in bands(ink, cell.box)]
    em = usual_height(rough)
    crops: list[list[tuple[Any, int]]] = []
    raw = clean.copy()
    for cell in cells:
        amount = _amount(clean, cell.box)
        dust_off(clean, ink, cell.box, em)
        cell.bands = [band for band in bands(ink, cell.box, em) if not _is_dust(band, em)]
        cell.doubt = not cell.bands and (amount > _FAINT * em * em or flat_ink(clean, cell.box))
        crops.append([_crop(clean, band, em) for band in cell.bands])
    answers = iter(read([crop for own in crops for crop, _ in own]))
    for cell in cells:
        cell.reads = [next(answers) for _ in cell.bands]
    taken, pitch = settle(
        cells,
        grid,
        [[crop for crop, _ in own] for own in crops],
        read,
        ink,
        raw,
        sheet.plain,
        elder,
        stark=sheet.stark,
    )
    size = 0.0
    words: list[Read] = []
    for cell, own in zip(cells, crops, strict=True):
        chars: list[Char] = []
        settled = taken.get(cell.index)
        if settled is None and _is_dirtied([both.words.text for both in cell.reads]):
            settled = []
        if settled is not None:
            settled = [
                (LOST, 0.0) if _is_under_seal(sheet, band, text) else (text, sure)
                for band, (text, sure) in zip(cell.bands, settled, strict=False)
            ]
            for band, (text, _) in zip(cell.bands, settled, strict=False):
                chars += figure_chars(text, band, pitch, cell.box)
            if not settled:
                chars += figure_chars(LOST, Band(*cell.box), 0.0, cell.box)
            sure = min((share for _, share in settled), default=0.0)
            page.sure.append((grid.rect(cell.index), sure))
        else:
            for band, both, (_, side) in zip(cell.bands, cell.reads, own, strict=True):
                words.append(both.words)
                if len(both.words.text) <= 2 and both.words.least < _WORD:
                    if any(char.isdigit() for char in both.words.text):  # a figure with its unit is no dirt
                        chars += figure_chars(LOST, band, 0.0, cell.box)
                    continue
                size = size_of(both.words, band, size)
                chars += word_chars(both.words, band, side, size)
        page.chars += chars
    return words


def _is_under_seal(sheet: Sheet, band: Band, text: str) -> bool:
    """Whether red ink was taken away where the figure `text` stands: so much of one of its digits that what
    is left may be another, or some of a stroke, which may itself be left of a seal's rim."""
    if sheet.grey is sheet.plain or not text:
        return False
    import cv2
    import numpy

    rows, columns = slice(max(0, band.top), band.bottom), slice(max(0, band.left - 2), band.right + 2)
    red = cv2.subtract(sheet.plain[rows, columns], sheet.grey[rows, columns]) > _TAKEN
    most = _SEALED if text in _THIN else _COVERED
    return any(digit.size and float(digit.mean()) > most for digit in numpy.array_split(red, len(text), 1))


def _is_dirtied(texts: Sequence[str]) -> bool:
    """Whether a cell has digits and a few Latin letters beside them and nothing else: grains read as such."""
    whole = "".join(texts)
    mixed = whole.isascii() and whole.isalnum() and not whole.isalpha() and not whole.isdecimal()
    return mixed and len(whole) <= _SHORT


def _holds(box: Rect, char: Char) -> bool:
    x, y = (char[0] + char[2]) / 2, (char[1] + char[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def _pixels(rect: Rect) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = rect
    return round(x0 / _POINT), round(y0 / _POINT), round(x1 / _POINT), round(y1 / _POINT)


def _same(one: Rect, other: Rect) -> bool:
    return all(abs(a - b) < 1 for a, b in zip(one, other, strict=True))


def _is_dust(band: Band, em: float) -> bool:
    return band.height < 0.2 * em and band.width < 0.2 * em


def _amount(clean: Any, box: tuple[int, int, int, int]) -> float:
    """How much ink there is in the cell, in pixels of black, however faint."""
    import cv2
    import numpy

    x0, y0, x1, y1 = box
    if x1 - x0 < 3 or y1 - y0 < 3:
        return 0.0
    part = 210 - cv2.blur(clean[y0:y1, x0:x1], (3, 3)).astype(numpy.int32)
    return float(part[part > 0].sum()) / 175


def _words(page: Page, text: Any, ink: Any, read: Recogniser) -> list[Read]:
    """Add the lines of words outside tables; all lines found."""
    high, wide = text.shape
    box = (0, 0, wide, high)
    em = usual_height(bands(ink, box))
    found = [
        band
        for band in bands(ink, box, em, 2.0)
        if not _is_dust(band, em) and max(band.height, band.width) >= _MOTE
    ]
    crops = [_crop(text, band, em) for band in found]
    size = 0.0
    lines: list[Read] = []
    for band, both, (_, side) in zip(found, read([crop for crop, _ in crops]), crops, strict=True):
        lines.append(both.words)
        if not both.words.text or _is_noise(both.words, band.height > _LARGE * em):
            continue
        size = size_of(both.words, band, size)
        page.chars += word_chars(both.words, band, side, size)
    return lines


def _is_noise(words: Read, large: bool) -> bool:
    """Whether a line outside tables is what grains are taken for: short, not sure, and no Chinese character
    in it is; or one character, `large` beside what lines are. Between two pages it would part the table
    that goes on."""
    if len(words.text) == 1 and large:
        return True
    return not words.known(_KNOWN) and len(words.text) <= _SHORT and words.least < SURE
