"""A tiny writer of OFDs, in the many ways in which programs write them.

Coordinates of a sheet are points from the page's top left corner; the file states millimetres.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from tests.pdf.writer import width_of

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Text:
    x: float  # where the first character begins
    y: float  # the line on which it stands
    text: str
    size: float
    steps: tuple[float, ...]  # from character to character, one fewer than there are
    extra: str = ""  # further attributes of the object
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """`points`: a stroked line or an outline; `filled`: a filled one."""

    points: tuple[tuple[float, float], ...]
    width: float = 0.5
    filled: bool = False
    dash: str = ""
    colour: str = ""


@dataclass
class OfdSheet:
    """A page's content, with the same hands as the PDF writer's."""

    width: float = 595.0
    height: float = 842.0
    objects: list[Text | Shape | str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 10.5, **more: str) -> None:
        """`y` is the top of the line."""
        steps = tuple(width_of(char, size) for char in text[:-1])
        self.objects.append(Text(x, y + 0.88 * size, text, size, steps, **more))

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, look: str = "") -> None:
        self.objects.append(Shape(((x0, y0), (x1, y1)), width, dash="0.7 0.7" if "[" in look else ""))

    def rect(self, x0: float, y0: float, x1: float, y1: float, look: str = "0 g", paint: str = "f") -> None:
        points = ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0))
        self.objects.append(Shape(points, filled=paint == "f"))

    def raw(self, xml: str) -> None:
        """An object as it stands in the file."""
        self.objects.append(xml)


@dataclass(frozen=True, slots=True)
class OfdLook:
    """How a program writes: `steps`: list | runs (with "g") | mixed; `codes`: characters in a text code (0:
    all); `pieces`: text codes in an object; `space`: plain | points (a CTM scales from points) | page (every
    boundary is the page's) | shifted (a CTM that moves); `lines`: page | template | unit | block | layer;
    `links`: near | top (from the top, with a slash) | bare (from the top, without one); `turned`: quarter
    turns of all content."""

    steps: str = "list"
    codes: int = 0
    pieces: int = 1
    space: str = "plain"
    lines: str = "page"
    links: str = "near"
    params: bool = False
    namespace: str = "http://www.ofdspec.org/2016"
    prefix: bool = True
    versions: bool = False
    seal: bool = False
    attachment: bool = False
    watermark: bool = False
    background: bool = False
    area: str = "page"  # page | document
    turned: int = 0
    glyphs: bool = False
    title: str = ""

    @classmethod
    def of(cls, seed: int) -> OfdLook:
        rng = random.Random(f"ofd {seed}")
        return cls(
            steps=rng.choice(("list", "runs", "mixed")),
            codes=rng.choice((0, 0, 0, 1, 3, 8)),
            pieces=rng.choice((1, 1, 4)),
            space=rng.choice(("plain", "plain", "points", "page", "shifted")),
            lines=rng.choice(("page", "page", "template", "unit", "block", "layer")),
            links=rng.choice(("near", "top", "bare")),
            params=rng.random() < 0.4,
            namespace=rng.choice(("http://www.ofdspec.org/2016", "http://www.ofdspec.org")),
            prefix=rng.random() < 0.8,
            versions=rng.random() < 0.2,
            seal=rng.random() < 0.4,
            attachment=rng.random() < 0.2,
            watermark=rng.random() < 0.3,
            background=rng.random() < 0.3,
            area=rng.choice(("page", "document")),
            turned=rng.choice((0, 0, 0, 0, 0, 1, 3)),
            glyphs=rng.random() < 0.2,
        )


def plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _steps(steps: Sequence[float], look: OfdLook) -> str:
    if look.steps == "list":
        return " ".join(map(plain, steps))
    out: list[str] = []
    for step, group in groupby(map(plain, steps)):
        count = len(list(group))
        out += ["g", str(count), step] if count > (1 if look.steps == "runs" else 4) else [step] * count
    return " ".join(out)


class Writer:
    """Spells objects."""

    def __init__(self, look: OfdLook) -> None:
        self.look = look
        self.last = 100

    def id(self) -> int:
        self.last += 1
        return self.last

    def tag(self, name: str, attributes: str = "", inner: str = "") -> str:
        p = "ofd:" if self.look.prefix else ""
        space = " " if attributes else ""
        return (
            f"<{p}{name}{space}{attributes}>{inner}</{p}{name}>"
            if inner
            else f"<{p}{name}{space}{attributes}/>"
        )

    def placed(
        self, rect: tuple[float, float, float, float], sheet: OfdSheet
    ) -> tuple[str, float, float, str]:
        """Attributes for an object that covers `rect` (points), and what to take from x and y in points to
        come into its own space, in the unit of that space."""
        x0, y0, x1, y1 = rect
        box = (x0 - 0.5, y0 - 0.5, x1 - x0 + 1, y1 - y0 + 1)
        ctm = ""
        match self.look.space:
            case "page":
                box = (0.0, 0.0, sheet.width, sheet.height)
            case "points":
                ctm = f' CTM="{plain(MM)} 0 0 {plain(MM)} 0 0"'
            case "shifted":
                ctm = ' CTM="1 0 0 1 -20 -10"'
        turned = self.turned(box, sheet)
        if turned is not None:
            box, ctm = turned
        boundary = " ".join(plain(value * MM) for value in box)
        left, top = (0.0, 0.0) if turned else box[:2]
        return f'ID="{self.id()}" Boundary="{boundary}"{ctm}', left, top, ctm

    def turned(self, box: tuple[float, ...], sheet: OfdSheet) -> tuple[tuple[float, ...], str] | None:
        """A page whose content lies on its side: the object's space is the page as it is read."""
        w, h = sheet.width * MM, sheet.height * MM
        match self.look.turned:
            case 1:  # with the clock
                return (0.0, 0.0, sheet.height, sheet.width), f' CTM="0 1 -1 0 {plain(h)} 0"'
            case 3:
                return (0.0, 0.0, sheet.height, sheet.width), f' CTM="0 -1 1 0 0 {plain(w)}"'
        return None

    def own(self, x: float, y: float, left: float, top: float) -> tuple[float, float]:
        """A point in the object's space."""
        if self.look.turned:
            return x * MM, y * MM
        match self.look.space:
            case "points":
                return x - left, y - top
            case "shifted":
                return (x - left) * MM + 20, (y - top) * MM + 10
        return (x - left) * MM, (y - top) * MM

    def unit(self) -> float:
        return 1.0 if self.look.space == "points" and not self.look.turned else MM

    def text(self, thing: Text, sheet: OfdSheet) -> str:
        look, unit = self.look, self.unit()
        ends = [thing.x]
        for step in thing.steps:
            ends.append(ends[-1] + step)
        right = ends[-1] + width_of(thing.text[-1], thing.size)
        rect = (thing.x, thing.y - 0.88 * thing.size, right, thing.y + 0.12 * thing.size)
        per = look.codes or len(thing.text)
        codes = [(at, thing.text[at : at + per]) for at in range(0, len(thing.text), per)]
        out = ""
        for first in range(0, len(codes), look.pieces):
            attributes, left, top, _ = self.placed(rect, sheet)
            inner = self.tag("FillColor", f'Value="{thing.colour or "0 0 0"}"')
            if look.glyphs:
                inner += self.tag("CGTransform", 'CodePosition="0" CodeCount="1" GlyphCount="1"',
                                  self.tag("Glyphs", "", "37"))  # fmt: skip
            for number, (at, text) in enumerate(codes[first : first + look.pieces]):
                x, y = self.own(ends[at], thing.y, left, top)
                steps = [step * unit for step in thing.steps[at : at + len(text) - 1]]
                where = (
                    f'X="{plain(x)}" Y="{plain(y)}"' if number == 0 or look.codes != 8 else f'X="{plain(x)}"'
                )
                if steps:
                    where += f' DeltaX="{_steps(steps, look)}"'
                inner += self.tag("TextCode", where, escape(text))
            attributes += f' Font="2" Size="{plain(thing.size * unit)}" {thing.extra}'
            out += self.tag("TextObject", attributes.strip(), inner)
        return out

    def shape(self, thing: Shape, sheet: OfdSheet) -> str:
        xs, ys = [p[0] for p in thing.points], [p[1] for p in thing.points]
        attributes, left, top, _ = self.placed((min(xs), min(ys), max(xs), max(ys)), sheet)
        steps = []
        for index, (x, y) in enumerate(thing.points):
            a, b = self.own(x, y, left, top)
            steps.append(f"{'L' if index else 'M'} {plain(a)} {plain(b)}")
        if len(steps) > 2:
            steps[-1] = "C"
        width = plain(thing.width * self.unit())
        inner = ""
        if self.look.params:
            attributes += ' DrawParam="7"'
            attributes += ' Stroke="false" Fill="true"' if thing.filled else f' LineWidth="{width}"'
        elif thing.filled:
            attributes += ' Stroke="false" Fill="true"'
            inner = self.tag("FillColor", f'Value="{thing.colour or "0 0 0"}"')
        else:
            attributes += f' LineWidth="{width}"'
            inner = self.tag("StrokeColor", f'Value="{thing.colour or "0 0 0"}"')
        if thing.dash:
            attributes += f' DashPattern="{thing.dash}"'
        return self.tag("PathObject", attributes, inner + self.tag("AbbreviatedData", "", " ".join(steps)))

    def any(self, thing: Text | Shape | str, sheet: OfdSheet) -> str:
        if isinstance(thing, str):
            return thing
        return self.text(thing, sheet) if isinstance(thing, Text) else self.shape(thing, sheet)
