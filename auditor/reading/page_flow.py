"""What stands outside tables: running heads and page numbers left out, lines joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_shape import Page, Rect
from auditor.reading.page_text import TextLine, token_width
from auditor.reading.page_words import figures_of, is_mark, words_of

_NUMBER = re.compile(
    r"[-—–―－_·•]*(\d{1,3})[-—–―－_·•]*|第(\d{1,3})页(?:[/,，]?共\d{1,3}页)?|(\d{1,3})/\d{1,3}页?"
)
_HEAD, _FOOT = 0.12, 0.86  # shares of the page's height: above and below are running heads and feet
_SAME = 4.0  # points by which page numbers may differ in height
_PARTS = 3  # of a running head: to the left, in the middle, to the right
_DIGITS = re.compile(r"\d+")
_ENDS = tuple("。！？；：…!?;:”」』")
_STARTS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)"
)


_Placed = tuple[Page, TextLine]


@dataclass(slots=True)
class Block:
    """A paragraph to be: its text and the box of its first line (which stands on `page`)."""

    text: str
    page: int
    box: Rect
    lines: list[TextLine] = field(default_factory=list)


def running(pages: Sequence[Page], lines: Sequence[list[TextLine]]) -> set[int]:
    """The ids of the lines that are running heads, feet and page numbers."""
    found: set[int] = set()
    seen: dict[tuple[str, int], list[_Placed]] = defaultdict(list)
    numbers: dict[int, list[_Placed]] = defaultdict(list)
    for page, own in zip(pages, lines, strict=True):
        for line in own:
            if _HEAD * page.height < line.middle < _FOOT * page.height:
                continue
            text = fold(line.text)
            number = _NUMBER.fullmatch(text)
            if number is not None and _together(line):
                value = int(next(group for group in number.groups() if group))
                if not text.isdigit():
                    found.add(id(line))  # with its dashes or words it can be nothing else
                numbers[value - page.number].append((page, line))
            words = words_of(line)
            figures = len(figures_of(words))
            if len(words) > _PARTS or figures > 1 or figures == len(words) or any(map(is_mark, words)):
                continue  # a row or the head of a table, which may be as on the page before
            seen[_DIGITS.sub("0", text), round(line.middle / 4)].append((page, line))
    groups = [
        near
        for (text, band), group in seen.items()
        if text.strip("0") and len(_pages(near := [*group, *seen.get((text, band + 1), ())])) >= 2
    ]
    alone = [page.number for page in pages] == [1]
    groups += [
        counted
        for group in numbers.values()
        for at in {_from_edge(page, line) for page, line in group}
        if len(_pages(counted := _level(group, at))) >= 2 or alone
    ]
    maybe = found | {id(line) for group in groups for _, line in group}
    outermost = {
        id(line)
        for page, own in zip(pages, lines, strict=True)
        for line in own
        if id(line) in maybe and _outermost(line, page, own, maybe)
    }
    for group in groups:
        outer = [(page, line) for page, line in group if id(line) in outermost]
        if len(_pages(outer)) >= 2 or alone:
            found.update(id(line) for _, line in outer)
    return found


def _pages(group: Sequence[_Placed]) -> set[int]:
    return {page.number for page, _ in group}


def _level(group: Sequence[_Placed], at: float) -> list[_Placed]:
    """Of numbers that count the pages those that are `at` points from the edge."""
    return [(page, line) for page, line in group if abs(_from_edge(page, line) - at) <= _SAME]


def _outermost(line: TextLine, page: Page, own: Sequence[TextLine], maybe: Collection[int]) -> bool:
    """Whether nothing stands further out on the page, beside the line or right at it, but what may be
    running heads and feet: else it is a figure or the rest of a label, which stand alike on two pages."""
    foot = line.middle > page.height / 2
    gap = 0.4 * (line.bottom - line.top)
    for other in own:
        further = other.bottom > line.top - gap if foot else other.top < line.bottom + gap
        if other is not line and further and id(other) not in maybe:
            return False
    return True


def _from_edge(page: Page, line: TextLine) -> float:
    """How far from the page's upper edge, or, as a number below zero, from its lower one."""
    return line.middle if line.middle < page.height / 2 else line.middle - page.height


def _together(line: TextLine) -> bool:
    """Whether there is no wide gap in the line: the marks and figures of a row's cells are no page number."""
    return all(after[0] - char[2] <= 2 * line.em for char, after in pairwise(line.chars))


@dataclass(frozen=True, slots=True)
class Measure:
    """Where lines of prose begin and end on most of a document's pages."""

    left: float
    right: float


def measure_of(lines: Sequence[TextLine]) -> Measure | None:
    """The measure in which `lines` are set: the ends on which most long lines agree."""
    if not lines:
        return None
    widest = max(line.right - line.left for line in lines)
    long = [line for line in lines if line.right - line.left > 0.6 * widest]
    right = _agreed([line.right for line in long], last=True)
    left = _agreed([line.left for line in long], last=False)
    return Measure(left, right)


def _agreed(values: list[float], *, last: bool) -> float:
    """The outermost value that at least two, and a fifth of the most agreed on, share (within 3 pt)."""
    near = {value: sum(1 for other in values if abs(other - value) <= 3) for value in values}
    enough = max(2, 0.2 * max(near.values()))
    good = [value for value, count in near.items() if count >= enough] or values
    return max(good) if last else min(good)


def paragraphs(lines: Sequence[TextLine], measure: Measure | None) -> list[Block]:
    """`lines` (of one stretch without tables, over page ends too) joined where one fills its measure and
    the next goes on."""
    blocks: list[Block] = []
    pitch = _pitch(lines)
    for line in lines:
        if blocks and measure is not None and _goes_on(blocks[-1].lines, line, measure, pitch):
            block = blocks[-1]
            block.text = _glue(block.text, line.text)
            block.lines.append(line)
        else:
            blocks.append(Block(line.text, line.page, line.box, [line]))
    return blocks


def _pitch(lines: Sequence[TextLine]) -> float:
    """The usual distance between lines."""
    steps = Counter(
        round(after.middle - line.middle)
        for line, after in pairwise(lines)
        if after.page == line.page and after.middle > line.middle
    )
    return steps.most_common(1)[0][0] if steps else 0.0


def _goes_on(before: Sequence[TextLine], line: TextLine, measure: Measure, pitch: float) -> bool:
    last = before[-1]
    em = last.em
    if last.tabular or line.tabular:
        return False
    if last.size and line.size and abs(last.size - line.size) > 0.08 * last.size:
        return False
    if line.page == last.page and line.measure == last.measure:
        step = line.middle - last.middle
        if step > max(1.45 * pitch, 1.75 * (last.bottom - last.top)) or step <= 0:
            return False
    old = Measure(*last.measure) if last.measure is not None else measure
    new = Measure(*line.measure) if line.measure is not None else measure
    indent, was = line.left - new.left, last.left - old.left
    room = old.right - last.right - token_width(line)
    if _in_the_middle(before, line):
        # Titles: a second line goes on where the first was full.
        return last.right - last.left + token_width(line) + 0.8 * em > old.right - old.left
    if indent > 0.7 * em or was > 4.5 * em:
        return False
    if len(before) > 1 and abs(indent - was) > 0.7 * em:
        return False
    if _STARTS.match(fold(line.text)) and last.text.rstrip().endswith(_ENDS):
        return False
    first = before[0].left - (before[0].measure or (measure.left,))[0]
    if last.text.endswith(("。", "！", "？")) and first - indent < 0.7 * em:
        return False  # nothing shows that the paragraph goes on
    return room < 0.35 * em


def _in_the_middle(before: Sequence[TextLine], line: TextLine) -> bool:
    """Whether `line` is set in the middle under lines set in the middle."""
    middle = line.left + line.right
    narrow = before[-1].right - before[-1].left - line.right + line.left > 4 * line.em
    return narrow and all(abs(each.left + each.right - middle) < 1.0 * line.em for each in before)


def _glue(text: str, more: str) -> str:
    """Words of Latin letters are parted by a space, all else is not."""
    if text[-1].isascii() and text[-1].isalpha() and more[0].isascii() and more[0].isalnum():
        return f"{text} {more}"
    return text + more
