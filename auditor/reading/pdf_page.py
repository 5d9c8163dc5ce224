"""One page of a PDF as characters, drawn lines and pictures, turned so that its text stands upright.

All coordinates are points from the page's top left corner as it is read, y growing downwards.
"""

from __future__ import annotations

import math
from collections import Counter
from ctypes import addressof, byref, c_double, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits

# left, top, right, bottom, text
Char = tuple[float, float, float, float, str]
# where it lies, from, to: (y, x0, x1) for a line across, (x, y0, y1) for a line down
Stroke = tuple[float, float, float]
Rect = tuple[float, float, float, float]

_THIN = 3.0  # a filled shape no thicker than this is a line
_THICK = 4.5  # a stroke thicker than this is none
_WHITE = 250
_STRAIGHT = 0.6  # a line may lean so far over its whole length
LOST = "\ufffd"


@dataclass(slots=True)
class Page:
    """What is drawn on page `number` (1-based). `pictures` are images that are no lines; `covered`: one
    image fills the page; `unmapped`: characters whose meaning the file does not tell; `hidden`:
    characters that are not seen (drawn invisible, or under an image that fills the page)."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    covered: bool = False
    unmapped: int = 0
    hidden: int = 0


_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (
        a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F,
    )  # fmt: skip


class _Walk:
    """Collects lines, images and the state of text objects, in user space."""

    def __init__(self, limits: Limits, box: Rect) -> None:
        self.limits = limits
        self.box = box  # left, bottom, right, top
        self.objects = 0
        self.lines: list[tuple[float, float, float, float]] = []  # x0, y0, x1, y1
        self.images: list[Rect] = []
        self.turns: Counter[int] = Counter()
        self.slanted: dict[int, int] = {}  # address of a text object → its quarter turn, or -1
        self.unseen: set[int] = set()
        self.texts: list[int] = []  # addresses of the text objects so far
        self.covered = False
        self._matrix = raw.FS_MATRIX()
        self._four = (c_float(), c_float(), c_float(), c_float())
        self._color = (c_uint(), c_uint(), c_uint(), c_uint())
        self._mode, self._stroked, self._x, self._y = c_int(), c_int(), c_float(), c_float()

    def page(self, page: Any) -> None:
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, index), _SAME, 0)

    def _object(self, thing: Any, outer: _Matrix, depth: int) -> None:
        self.objects += 1
        if self.objects > self.limits.page_objects:
            raise Unreadable(
                "file.too-complex",
                f"一页里的图形超过 {self.limits.page_objects} 个，不像一份报告",
                "请确认文件；图纸、图表过多时只保留报告正文后另存",
            )
        match raw.FPDFPageObj_GetType(thing):
            case raw.FPDF_PAGEOBJ_TEXT:
                self._text(thing, outer)
            case raw.FPDF_PAGEOBJ_PATH:
                self._path(thing, outer)
            case raw.FPDF_PAGEOBJ_IMAGE:
                self._image(thing, outer)
            case raw.FPDF_PAGEOBJ_FORM if depth < self.limits.page_depth:
                inner = _times(self._matrix_of(thing), outer)
                for index in range(raw.FPDFFormObj_CountObjects(thing)):
                    self._object(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _matrix_of(self, thing: Any) -> _Matrix:
        m = self._matrix
        if not raw.FPDFPageObj_GetMatrix(thing, byref(m)):
            return _SAME
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _text(self, thing: Any, outer: _Matrix) -> None:
        a, b, *_ = self._matrix_of(thing)
        if outer is not _SAME:
            a, b = a * outer[0] + b * outer[2], a * outer[1] + b * outer[3]
        address = address_of(thing)
        if b == 0.0 and a > 0.0:
            self.turns[0] += 1
        else:
            quarter = math.atan2(b, a) / (math.pi / 2)
            turn = round(quarter)
            if abs(quarter - turn) > 0.08:
                self.slanted[address] = -1
            else:
                self.turns[turn % 4] += 1
                self.slanted[address] = turn % 4
        if raw.FPDFTextObj_GetTextRenderMode(thing) in {
            raw.FPDF_TEXTRENDERMODE_INVISIBLE,
            raw.FPDF_TEXTRENDERMODE_CLIP,
        }:
            self.unseen.add(address)
        self.texts.append(address)

    def _bounds(self, thing: Any, outer: _Matrix) -> Rect | None:
        left, bottom, right, top = self._four
        if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
            return None
        corners = (left.value, bottom.value, right.value, top.value)
        return corners if outer is _SAME else _map(corners, outer)

    def _image(self, thing: Any, outer: _Matrix) -> None:
        bounds = self._bounds(thing, outer)
        if bounds is None:
            return
        x0, y0, x1, y1 = bounds
        if min(x1 - x0, y1 - y0) <= _THIN:
            self._thin(bounds)
            return
        left, bottom, right, top = self.box
        wide = max(0.0, min(x1, right) - max(x0, left))
        high = max(0.0, min(y1, top) - max(y0, bottom))
        self.images.append(bounds)
        if wide * high >= 0.8 * (right - left) * (top - bottom):
            self.covered = True
            self.unseen.update(self.texts)  # what was drawn before lies under the image

    def _seen(self, thing: Any, *, stroke: bool) -> bool:
        r, g, b, a = self._color
        get = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
        if not get(thing, byref(r), byref(g), byref(b), byref(a)):
            return True
        return a.value > 0 and min(r.value, g.value, b.value) < _WHITE

    def _path(self, thing: Any, outer: _Matrix) -> None:
        if not raw.FPDFPath_GetDrawMode(thing, byref(self._mode), byref(self._stroked)):
            return
        stroke = bool(self._stroked.value)
        if not stroke and not self._mode.value:
            return
        if not stroke:
            bounds = self._bounds(thing, outer)
            if bounds is None:
                return
            if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN:
                if self._seen(thing, stroke=False):
                    self._thin(bounds)
                return
        count = raw.FPDFPath_CountSegments(thing)
        if count > self.limits.path_segments or (not stroke and count <= 5):
            return
        if not self._seen(thing, stroke=stroke):
            return
        matrix = _times(self._matrix_of(thing), outer)
        if stroke:
            width = self._four[0]
            raw.FPDFPageObj_GetStrokeWidth(thing, byref(width))
            if width.value * math.hypot(matrix[0], matrix[1]) > _THICK:
                return
        for points, curved in self._pieces(thing, count, matrix):
            if stroke:
                self._edges(points)
            elif not curved and len(points) >= 3:
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                    self._thin((min(xs), min(ys), max(xs), max(ys)))

    def _pieces(
        self, thing: Any, count: int, matrix: _Matrix
    ) -> list[tuple[list[tuple[float, float]], bool]]:
        """The subpaths: their points on the page, closed ones ending where they begin."""
        a, b, c, d, e, f = matrix
        x, y = self._x, self._y
        pieces: list[tuple[list[tuple[float, float]], bool]] = []
        points: list[tuple[float, float]] = []
        curved = False
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(thing, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    pieces.append((points, curved))
                points, curved = [point], False
            else:
                curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
                points.append(point)
            if points and raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
                points.append(points[0])
        if len(points) > 1:
            pieces.append((points, curved))
        return pieces

    def _edges(self, points: list[tuple[float, float]]) -> None:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
                self.lines.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _thin(self, bounds: Rect) -> None:
        x0, y0, x1, y1 = bounds
        if x1 - x0 >= y1 - y0:
            self.lines.append((x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        else:
            self.lines.append(((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))


def address_of(thing: Any) -> int:
    """What tells one page object from another."""
    return addressof(thing.contents)


def _map(rect: Rect, m: _Matrix) -> Rect:
    x0, y0, x1, y1 = rect
    xs = [m[0] * x + m[2] * y + m[4] for x in (x0, x1) for y in (y0, y1)]
    ys = [m[1] * x + m[3] * y + m[5] for x in (x0, x1) for y in (y0, y1)]
    return (min(xs), min(ys), max(xs), max(ys))


def read_page(page: Any, number: int, limits: Limits) -> Page:
    """Everything of a loaded page. Raises Unreadable where it holds more than any report."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, byref(box)) or box.right <= box.left or box.top <= box.bottom:
        return Page(number, 0.0, 0.0)
    rect = (box.left, box.bottom, box.right, box.top)
    walk = _Walk(limits, rect)
    walk.page(page)
    # A text object's quarter turn; a page lies as most of its text does.
    turn = walk.turns.most_common(1)[0][0] if walk.turns else 0
    odd = {address for address, own in walk.slanted.items() if own != turn}
    if turn and walk.turns[0]:
        odd |= set(walk.texts) - set(walk.slanted)
    place = _Placing(rect, (4 - turn) % 4)
    result = Page(number, place.width, place.height, covered=walk.covered)
    for line in walk.lines:
        x0, y0, x1, y1 = place(line)
        if x1 < -1 or y1 < -1 or x0 > place.width + 1 or y0 > place.height + 1:
            continue
        if x1 - x0 >= y1 - y0:
            result.across.append(((y0 + y1) / 2, x0, x1))
        else:
            result.down.append(((x0 + x1) / 2, y0, y1))
    result.pictures = [place(image) for image in walk.images]
    _read_chars(page, result, place, odd, walk.unseen, limits, turned=bool(turn))
    return result


class _Placing:
    """User space to the upright page: `turns` quarter turns against the clock, top left corner at 0, 0."""

    def __init__(self, box: Rect, turns: int) -> None:
        self.turns = turns
        left, bottom, right, top = self._turn(box)
        self.left, self.top = left, top
        self.width, self.height = right - left, top - bottom

    def _turn(self, rect: Rect) -> Rect:
        x0, y0, x1, y1 = rect
        for _ in range(self.turns):
            x0, y0, x1, y1 = -y1, x0, -y0, x1
        return x0, y0, x1, y1

    def __call__(self, rect: Rect) -> Rect:
        x0, y0, x1, y1 = self._turn(rect) if self.turns else rect
        return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)


def _read_chars(
    page: Any, result: Page, place: _Placing, odd: set[int], unseen: set[int], limits: Limits, *, turned: bool
) -> None:
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return
    try:
        count = raw.FPDFText_CountChars(text)
        if count > limits.page_chars:
            raise Unreadable(
                "file.too-complex", f"一页里的文字超过 {limits.page_chars} 个，不像一份报告", "请核对文件"
            )
        boxes = _Boxes(text, turned=turned)
        chars = result.chars
        left, top, width, height = place.left, place.top, place.width, place.height
        unicode_of, unmapped = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
        careful = odd or unseen
        half = 0
        for index in range(count):
            code = unicode_of(text, index)
            if code <= 32 and (code in _BREAKS or raw.FPDFText_IsGenerated(text, index) == 1):
                continue
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if half:
                code = (
                    0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00) if 0xDC00 <= code < 0xE000 else code
                )
                half = 0
            if code in _NOTHING:
                continue
            if careful:
                address = address_of(raw.FPDFText_GetTextObject(text, index))
                if address in odd:
                    continue
                if address in unseen:
                    result.hidden += 1
                    continue
            if code < 0x300:
                lost = code < 32 or 0x7F <= code < 0xA0 or (code != 32 and unmapped(text, index) == 1)
            else:
                lost = 0xD800 <= code < 0xF900 or code >= 0xFFF0
            x0, y0, x1, y1 = boxes(index)
            if turned:
                x0, y0, x1, y1 = place((x0, y0, x1, y1))
            else:
                x0, y0, x1, y1 = x0 - left, top - y1, x1 - left, top - y0
            if not (0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height):
                continue
            if lost:
                result.unmapped += 1
            chars.append((x0, y0, x1, y1, LOST if lost else " " if code in _SPACES else chr(code)))
    finally:
        raw.FPDFText_ClosePage(text)


# Soft hyphens, zero-width and direction marks, byte order mark, and pdfium's own mark for a hyphen.
_NOTHING = frozenset([0x02, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE])

_BREAKS = frozenset([9, 10, 13])
_SPACES = frozenset([0x20, 0xA0, 0x3000, *range(0x2000, 0x200B)])


class _Boxes:
    """The box of a character in user space: its advance wide, its type size high."""

    def __init__(self, text: Any, *, turned: bool) -> None:
        self.text, self.turned = text, turned
        self.loose = raw.FS_RECTF()
        self.tight = (c_double(), c_double(), c_double(), c_double())
        self.origin = (c_double(), c_double())
        self.matrix = raw.FS_MATRIX()
        self.by_loose = byref(self.loose)
        self.get = raw.FPDFText_GetLooseCharBox

    def __call__(self, index: int) -> Rect:
        if not self.turned and self.get(self.text, index, self.by_loose):
            box = self.loose
            x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
            if x1 - x0 > 0.1 and y1 - y0 > 0.5:
                return x0, y0, x1, y1
        return self._built(index)

    def _built(self, index: int) -> Rect:
        """For turned text and fonts without measures: the ink along the line, the size across it."""
        x0, x1, y0, y1 = self.tight
        raw.FPDFText_GetCharBox(self.text, index, byref(x0), byref(x1), byref(y0), byref(y1))
        rect = (x0.value, y0.value, x1.value, y1.value)
        x, y = self.origin
        m = self.matrix
        if not raw.FPDFText_GetCharOrigin(self.text, index, byref(x), byref(y)):
            return rect
        if not raw.FPDFText_GetMatrix(self.text, index, byref(m)):
            return rect
        # "Up" of a character is the matrix's second column; a font size of 1 with a large matrix is usual.
        size = raw.FPDFText_GetFontSize(self.text, index) or 1.0
        up = (m.c * size, m.d * size)
        if not 1.0 <= math.hypot(*up) <= 200.0:
            return rect
        low, high = -0.2, 0.85
        xs = [x.value + low * up[0], x.value + high * up[0]]
        ys = [y.value + low * up[1], y.value + high * up[1]]
        if abs(up[1]) >= abs(up[0]):
            return (rect[0], min(ys), rect[2], max(ys))
        return (min(xs), rect[1], max(xs), rect[3])
