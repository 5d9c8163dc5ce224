"""What pages of a PDF or OFD are told in: characters, strokes, rectangles, and the page that holds them.

All coordinates are points from the page's top left corner as it is read, y growing downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

# left, top, right, bottom, text
Char = tuple[float, float, float, float, str]
# where it lies, from, to: (y, x0, x1) for a line across, (x, y0, y1) for a line down
Stroke = tuple[float, float, float]
Rect = tuple[float, float, float, float]

LOST = "\ufffd"


@dataclass(slots=True)
class Page:
    """What is drawn on page `number` (1-based). `pictures` are images that are no lines; `covered`: one
    image fills the page; `unmapped`: characters whose meaning the file does not tell; `hidden`:
    characters that are not seen (drawn invisible, or under an image that fills the page); `recognised`:
    it was a picture, and its characters are what a recogniser made of it; `sure`: its figures' boxes, each
    with how sure the figure is; `flat`: characters without height, their font is neither in the file nor on
    this machine; `turns`: quarter turns against the clock that made the page upright."""

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
    recognised: bool = False
    sure: list[tuple[Rect, float]] = field(default_factory=list)
    turns: int = 0
    flat: bool = False


class Placing:
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


def level(one: Char, other: Char) -> bool:
    """Whether two characters stand on one line; a dash is much lower than the letters beside it."""
    least = min(one[3] - one[1], other[3] - other[1])
    return min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * least


def area(rect: Rect) -> float:
    """In square points."""
    return (rect[2] - rect[0]) * (rect[3] - rect[1])
