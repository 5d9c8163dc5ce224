"""One page of an OFD as characters, drawn lines and pictures, its template's among them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.fault import Unreadable
from auditor.reading.limits import Limits
from auditor.reading.ofd_parts import Resources, child, children, local
from auditor.reading.ofd_text import Run, Widths, chars_of
from auditor.reading.ofd_values import box, colour_seen, matrix, number, subpaths
from auditor.reading.page_shape import LOST, Page, Placing, Rect
from auditor.reading.page_space import (
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

POINTS = 72 / 25.4  # in a millimetre
_LINE = 0.353  # width of a line that states none, in millimetres
_CLIP = 2.5  # points by which drawings may leave their boundary
_LAYERS = ("Background", "Body", "Foreground")
_LAYER = {name: rank for rank, name in enumerate(_LAYERS)}


@dataclass(slots=True)
class Sheet:
    """What makes up one page: its number, its size in millimetres, and the layers' parents in the order
    in which they are drawn."""

    number: int
    width: float
    height: float
    contents: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class _Inherited:
    """What the objects around one settle for it."""

    matrix: Matrix
    clip: Rect
    draw: str | None = None


class _Walk:
    """Collects what is drawn, in user space."""

    def __init__(self, limits: Limits, known: Resources, width: float, height: float) -> None:
        self.limits = limits
        self.known = known
        self.size = (width, height)
        self.objects = 0
        self.chars = 0
        self.lines: list[Rect] = []
        self.images: list[Rect] = []
        self.sources: list[str] = []  # per image its resource, "" where it does not stand upright
        self.runs: list[Run] = []
        self.covered = False
        self.broken = 0  # objects that could not be read

    def layers(self, contents: Iterable[etree._Element], base: Matrix) -> None:
        width, height = self.size
        whole = (0.0, 0.0, width, height)
        for content in contents:
            layers = sorted(
                children(content, "Layer"), key=lambda layer: _LAYER.get(layer.get("Type") or "Body", 1)
            )
            for layer in layers:
                self.block(layer, _Inherited(base, whole, layer.get("DrawParam")), 0)

    def block(self, block: etree._Element, outer: _Inherited, depth: int) -> None:
        if depth > self.limits.page_depth:
            self.broken += 1
            return
        for thing in block:
            self.objects += 1
            if self.objects > self.limits.page_objects:
                raise Unreadable(
                    "file.too-complex",
                    f"一页里的图形超过 {self.limits.page_objects} 个，不像一份报告",
                    "请确认文件；图纸、图表过多时只保留报告正文后另存",
                )
            try:
                self._object(thing, outer, depth)
            except ValueError:
                self.broken += 1

    def _object(self, thing: etree._Element, outer: _Inherited, depth: int) -> None:
        if (thing.get("Visible") or "").strip().lower() in {"false", "0"}:
            return
        kind = local(thing)
        if kind == "PageBlock":
            self.block(thing, outer, depth + 1)
            return
        if kind not in {"TextObject", "PathObject", "ImageObject", "CompositeObject"}:
            return
        boundary = box(thing.get("Boundary"))
        inner = outer.matrix
        clip = outer.clip
        if boundary is not None:
            own = mapped(boundary, outer.matrix)
            if own[2] - own[0] > 0 or own[3] - own[1] > 0:
                clip = (
                    max(clip[0], own[0]),
                    max(clip[1], own[1]),
                    min(clip[2], own[2]),
                    min(clip[3], own[3]),
                )
            inner = times((1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]), inner)
        inner = times(matrix(thing.get("CTM")), inner)
        here = _Inherited(inner, clip, thing.get("DrawParam") or outer.draw)
        match kind:
            case "TextObject":
                self._text(thing, here)
            case "PathObject":
                self._path(thing, here)
            case "ImageObject":
                self._image(thing, here, boundary, outer.matrix)
            case "CompositeObject":
                self._composite(thing, here, depth)

    def _composite(self, thing: etree._Element, here: _Inherited, depth: int) -> None:
        unit = self.known.units.get(thing.get("ResourceID") or "")
        content = child(unit, "Content")
        if content is None:
            self.broken += 1
            return
        self.block(content, here, depth + 1)

    def _flag(self, thing: etree._Element, name: str, default: bool) -> bool:
        value = (thing.get(name) or "").strip().lower()
        return value in {"true", "1"} if value else default

    def _seen(self, thing: etree._Element, name: str, draw: str | None) -> bool:
        colour = child(thing, name)
        if colour is None:
            found = self.known.draw(draw, name)
            colour = found if isinstance(found, etree._Element) else None
        if not colour_seen(None, thing.get("Alpha"), WHITE):
            return False
        if colour is None or len(colour):  # black, or a pattern or shading
            return True
        return colour_seen(colour.get("Value"), colour.get("Alpha"), WHITE)

    def _text(self, thing: etree._Element, here: _Inherited) -> None:
        fill, stroke = self._flag(thing, "Fill", True), self._flag(thing, "Stroke", False)
        colour = child(thing, "FillColor")
        shown = (fill or stroke) and colour_seen(None, thing.get("Alpha"), WHITE)
        if shown and fill and not stroke and colour is not None and not len(colour):
            shown = colour_seen(None, colour.get("Alpha"), WHITE)
        size = number(thing.get("Size"), 3.5)
        if size <= 0:
            raise ValueError("Size")
        scale = number(thing.get("HScale"), 1.0)
        turn = round(number(thing.get("CharDirection"), 0.0) / 90) % 4
        reading = round(number(thing.get("ReadDirection"), 0.0) / 90) % 4
        x = y = 0.0
        for code in children(thing, "TextCode"):
            text = code.text or ""
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            self.chars += len(text)
            if self.chars > self.limits.page_chars:
                raise Unreadable(
                    "file.too-complex",
                    f"一页里的文字超过 {self.limits.page_chars} 个，不像一份报告",
                    "请核对文件",
                )
            run = Run.of(code, x, y, size, scale, turn, reading)
            run.font, run.matrix, run.clip, run.shown = thing.get("Font") or "", here.matrix, here.clip, shown
            self.runs.append(run)

    def _image(self, thing: etree._Element, here: _Inherited, boundary: Rect | None, outer: Matrix) -> None:
        unit = boundary is None or thing.get("CTM")
        bounds = (
            mapped((0.0, 0.0, 1.0, 1.0), here.matrix) if unit or boundary is None else mapped(boundary, outer)
        )
        x0, y0, x1, y1 = _within(bounds, here.clip) or bounds
        if min(x1 - x0, y1 - y0) <= THIN:
            self.lines.append(thin((x0, y0, x1, y1)))
            return
        self.images.append((x0, y0, x1, y1))
        a, b, c, d, *_ = here.matrix
        upright = a > 0 > d and abs(b) + abs(c) < 1e-6 * a
        self.sources.append((thing.get("ResourceID") or "") if upright else "")
        width, height = self.size
        wide, high = max(0.0, min(x1, width) - max(x0, 0.0)), max(0.0, min(y1, height) - max(y0, 0.0))
        if wide * high >= 0.8 * width * height:
            self.covered = True
            for run in self.runs:
                run.shown = False  # lies under the image

    def _path(self, thing: etree._Element, here: _Inherited) -> None:
        stroke, fill = self._flag(thing, "Stroke", True), self._flag(thing, "Fill", False)
        stroke = stroke and self._seen(thing, "StrokeColor", here.draw)
        fill = fill and self._seen(thing, "FillColor", here.draw)
        if stroke:
            stated = thing.get("LineWidth") or self.known.draw(here.draw, "LineWidth")
            width = number(stated if isinstance(stated, str) else None, _LINE)
            stroke = width * math.hypot(here.matrix[0], here.matrix[1]) <= THICK
        if not (stroke or fill):
            return
        data = child(thing, "AbbreviatedData")
        a, b, c, d, e, f = here.matrix
        for corners, curved in subpaths(
            (data.text or "") if data is not None else "", self.limits.path_segments
        ):
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in corners]
            if stroke:
                self.lines += filter(None, (_within(edge, here.clip) for edge in edges(points)))
            elif not curved and len(points) >= 3:
                bounds = bounds_of(points)
                if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= THIN:
                    line = _within(thin(bounds), here.clip)
                    self.lines += [line] if line is not None else []


def _within(rect: Rect, clip: Rect) -> Rect | None:
    """What of `rect` is seen through `clip`."""
    x0, y0 = max(rect[0], clip[0] - _CLIP), max(rect[1], clip[1] - _CLIP)
    x1, y1 = min(rect[2], clip[2] + _CLIP), min(rect[3], clip[3] + _CLIP)
    return (x0, y0, x1, y1) if x1 >= x0 and y1 >= y0 else None


def read_page(sheet: Sheet, known: Resources, widths: Widths, limits: Limits) -> tuple[Page, int, list[str]]:
    """Everything of a page, how many objects of it are broken, and the resources that its pictures show.
    Raises Unreadable where it holds more than any report."""
    width, height = sheet.width * POINTS, sheet.height * POINTS
    walk = _Walk(limits, known, width, height)
    walk.layers(sheet.contents, (POINTS, 0.0, 0.0, -POINTS, 0.0, height))
    turns: Counter[int] = Counter()
    for run in walk.runs:
        turn = run.quarter()
        if turn is not None and run.shown:
            turns[turn] += 1
    turn = turns.most_common(1)[0][0] if turns else 0
    place = Placing((0.0, 0.0, width, height), (4 - turn) % 4)
    page = page_of(sheet.number, place, walk.lines, walk.images, covered=walk.covered)
    for run, before in zip(walk.runs, [None, *walk.runs], strict=False):
        widths.learn(run, before)
    for run in walk.runs:
        if run.quarter() != turn:
            continue
        if not run.shown:
            page.hidden += len(run.text)
            continue
        for char in chars_of(run, widths):
            x0, y0, x1, y1 = place(char[:4])
            if 0 <= x0 + x1 <= 2 * place.width and 0 <= y0 + y1 <= 2 * place.height:
                page.unmapped += char[4] == LOST
                page.chars.append((x0, y0, x1, y1, char[4]))
    return page, walk.broken, walk.sources
