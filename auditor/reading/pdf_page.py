"""One page of a PDF as characters, drawn lines and pictures, turned so that its text stands upright."""

from __future__ import annotations

import math
from collections import Counter
from ctypes import byref, c_float, c_int, c_uint
from typing import Any

import pypdfium2.raw as raw  # type: ignore[import-untyped]

from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.page_shape import Page, Placing, Rect
from auditor.reading.page_space import (
    SAME,
    THICK,
    THIN,
    WHITE,
    Matrix,
    bounds_of,
    edges,
    mapped,
    page_of,
    thin,
    times,
)
from auditor.reading.pdf_chars import address_of, read_chars
from auditor.reading.pdf_fonts import leaves_out


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
            self._object(raw.FPDFPage_GetObject(page, index), SAME, 0)

    def _object(self, thing: Any, outer: Matrix, depth: int) -> None:
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
                inner = times(self._matrix_of(thing), outer)
                for index in range(raw.FPDFFormObj_CountObjects(thing)):
                    self._object(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _matrix_of(self, thing: Any) -> Matrix:
        m = self._matrix
        if not raw.FPDFPageObj_GetMatrix(thing, byref(m)):
            return SAME
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _text(self, thing: Any, outer: Matrix) -> None:
        a, b, *_ = self._matrix_of(thing)
        if outer is not SAME:
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

    def _bounds(self, thing: Any, outer: Matrix) -> Rect | None:
        left, bottom, right, top = self._four
        if not raw.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top)):
            return None
        corners = (left.value, bottom.value, right.value, top.value)
        return corners if outer is SAME else mapped(corners, outer)

    def _image(self, thing: Any, outer: Matrix) -> None:
        bounds = self._bounds(thing, outer)
        if bounds is None:
            return
        x0, y0, x1, y1 = bounds
        if min(x1 - x0, y1 - y0) <= THIN:
            self.lines.append(thin(bounds))
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
        return a.value > 0 and min(r.value, g.value, b.value) < WHITE

    def _path(self, thing: Any, outer: Matrix) -> None:
        if not raw.FPDFPath_GetDrawMode(thing, byref(self._mode), byref(self._stroked)):
            return
        stroke = bool(self._stroked.value)
        if not stroke and not self._mode.value:
            return
        if not stroke:
            bounds = self._bounds(thing, outer)
            if bounds is None:
                return
            if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= THIN:
                if self._seen(thing, stroke=False):
                    self.lines.append(thin(bounds))
                return
        count = raw.FPDFPath_CountSegments(thing)
        if count > self.limits.path_segments or (not stroke and count <= 5):
            return
        if not self._seen(thing, stroke=stroke):
            return
        matrix = times(self._matrix_of(thing), outer)
        if stroke:
            width = self._four[0]
            raw.FPDFPageObj_GetStrokeWidth(thing, byref(width))
            if width.value * math.hypot(matrix[0], matrix[1]) > THICK:
                return
        for points, curved in self._pieces(thing, count, matrix):
            if stroke:
                self.lines += edges(points)
            elif not curved and len(points) >= 3:
                bounds = bounds_of(points)
                if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= THIN:
                    self.lines.append(thin(bounds))

    def _pieces(self, thing: Any, count: int, matrix: Matrix) -> list[tuple[list[tuple[float, float]], bool]]:
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
    place = Placing(rect, (4 - turn) % 4)
    result = page_of(number, place, walk.lines, walk.images, covered=walk.covered)
    read_chars(page, result, place, odd, walk.unseen, limits, turned=bool(turn))
    if result.flat and leaves_out(page):
        raise Unreadable(
            "file.no-font",
            "文件没有嵌入字体，这台机器上也没有中文字体，有的字读不出来",
            "装上一种中文字体（宋体、思源宋体等）再审，或请报送单位另存为嵌入字体的 PDF、.docx",
        )
    return result
