"""The head of a table without lines: the words above its columns, and the columns that hold no figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.base.text import fold
from auditor.reading.page_region import HEADING, PROSE, ROW_OF, Cut
from auditor.reading.page_side import Side
from auditor.reading.page_stitch import MARK
from auditor.reading.page_text import TextLine
from auditor.reading.page_words import Word, is_figure, word_of, words_of

_LINES = 24
_GAP = 4.0  # line heights that part a head from what stands above it
_REACH = 1.7  # steps of the columns
_NARROW = 0.15  # type sizes
# Heads that are found in two cells side by side.
_NAMES = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "总计", "合计")
_GROUPS = re.compile(r"^(?:申请人情况)?(?:法人或其他组织)?")  # heads over several columns, centred on one
_OFF = 0.3  # of a column: how far figures and heads that belong together may differ from the usual


@dataclass(slots=True)
class Stack:
    """Words one over another, from top to bottom."""

    left: float
    right: float
    words: list[Word]

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def text(self) -> str:
        """Its lines from top to bottom."""
        return "\n".join(word.text for word in self.words)


def stacks_over(
    lines: Sequence[TextLine],
    cut: Cut,
    end: int,
    edge: float,
    *,
    before: Sequence[TextLine] = (),
    fine: bool = False,
    begin: float = 0.0,
    known: Sequence[Side] = (),
) -> list[Stack]:
    """The words over the columns, right of `edge`, on the lines before line `end`, from left to right. Words
    over several columns are left out where that shows. `before`: the lines of the page before, on which the
    head may begin; `fine`: narrow gaps part words too. What begins before `edge` is parted at `begin`, where
    that is known. `known`: columns that show by their figures."""
    stacks: list[Stack] = []
    rests: list[Word] = []
    below = lines[end] if end < len(lines) else None
    size = 0.0
    for line in (*reversed(lines[max(0, end - _LINES) : end]), *reversed(before[-_LINES:])):
        torn = below is not None and line.page != below.page
        if below is not None and not torn and below.top - line.bottom > _GAP * (line.bottom - line.top):
            break
        words = _fine(line) if fine else cut[id(line)] if id(line) in cut else words_of(line)
        over = [word for word in words if word.right > edge]
        if PROSE.search(line.text) or any(MARK.match(fold(word.text)) or "、" in word.text for word in over):
            break
        if HEADING.match(fold(line.text)):
            break
        if line.size and size and not 0.85 * size <= line.size <= 1.15 * size:
            break
        if any(map(is_figure, over)) and not any("总" in word.text or "计" in word.text for word in over):
            break
        begun = stacks or len(known) >= ROW_OF  # columns of a row that are plain without a head
        # A page that begins with figures has its head on the page before.
        elsewhere = end > 0 and line.page != lines[0].page
        if elsewhere and not (over and begun and _heads_on(over, stacks, known, edge)):
            break
        size, below = size or line.size, line
        for word in over:
            if word.left >= edge - 2:
                _add(stacks, word)
            elif begin and (rest := [char for char in word.chars if (char[0] + char[2]) / 2 > begin]):
                rests.append(word_of(rest, line.em))
    for word in rests:  # they show no column by themselves
        if any(stack.left < word.right and stack.right > word.left for stack in stacks):
            _add(stacks, word)
    return _wholes(sorted(stacks, key=lambda stack: stack.left))


def _heads_on(words: Sequence[Word], stacks: Sequence[Stack], columns: Sequence[Side], edge: float) -> bool:
    """Whether all words at the end of a page stand over heads that go on below, or over columns, or like the
    head of the labels before them."""
    sides = [*((stack.left, stack.right) for stack in stacks), *columns]
    first = min(left for left, _ in sides)
    return all(
        any(left < word.right and right > word.left for left, right in sides)
        if word.left >= edge - 2
        else word.right < first
        for word in words
    )


def _wholes(stacks: Sequence[Stack]) -> list[Stack]:
    """Words of one head set in two columns made one."""
    out: list[Stack] = []
    for stack in stacks:
        if out and _halves(out[-1], stack):
            out[-1] = Stack(out[-1].left, stack.right, out[-1].words + stack.words)
        else:
            out.append(stack)
    return out


def _halves(one: Stack, other: Stack) -> bool:
    left, right = (_GROUPS.sub("", fold(stack.text).replace("\n", "")) for stack in (one, other))
    return bool(right) and any(
        name.endswith(right) and left.endswith(name[: -len(right)]) for name in _NAMES if name != right
    )


def _fine(line: TextLine) -> list[Word]:
    """The line's words, parted wherever there is a gap."""
    groups = [[line.chars[0]]]
    for char in line.chars[1:]:
        if char[0] - groups[-1][-1][2] < _NARROW * line.em:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [word_of(group, line.em) for group in groups]


def _add(stacks: list[Stack], word: Word) -> None:
    under = [stack for stack in stacks if stack.left < word.right and stack.right > word.left]
    if not under:
        stacks.append(Stack(word.left, word.right, [word]))
    elif len(under) == 1:
        stack = under[0]
        stack.words.insert(0, word)
        others = [other for other in stacks if other is not stack]
        left, right = min(stack.left, word.left), max(stack.right, word.right)
        if not any(other.left < right and other.right > left for other in others):
            stack.left, stack.right = left, right


def within_reach(stacks: Sequence[Stack], columns: Sequence[Side]) -> list[Stack]:
    """Without those that stand too far before the columns of figures to head one without any: they head the
    labels."""
    out = list(stacks)
    middles = [(left + right) / 2 for left, right in columns]
    step = max((b - a for a, b in pairwise(middles)), default=0.0)
    while len(out) > 1 and out[0].right < columns[0][0] and out[1].middle - out[0].middle > _REACH * step > 0:
        del out[0]
    return out


def fitted(columns: Sequence[Side], stacks: Sequence[Stack]) -> list[int] | None:
    """For each column of figures the stack that heads it; None where that does not show: in order, and all
    set off by the same from the middle of their heads."""
    if len(stacks) < len(columns) or len(stacks) < 2:
        return None
    middles = [(left + right) / 2 for left, right in columns]
    if len(stacks) == len(columns):
        own = [min((abs(stack.middle - each), i) for i, stack in enumerate(stacks))[1] for each in middles]
        if own == sorted(set(own)) or _between(columns, stacks):
            return list(range(len(stacks)))
    step = min(b.middle - a.middle for a, b in pairwise(stacks))
    found: set[tuple[int, ...]] = set()
    for shift in (stack.middle - middles[0] for stack in stacks):
        near = [
            min((abs(stack.middle - each - shift), i) for i, stack in enumerate(stacks)) for each in middles
        ]
        chosen = tuple(index for _, index in near)
        if abs(shift) < step / 2 and max(near)[0] <= _OFF * step and len(set(chosen)) == len(chosen):
            found.add(chosen)
    return list(found.pop()) if len(found) == 1 else None


def _between(columns: Sequence[Side], stacks: Sequence[Stack]) -> bool:
    """Whether each column stands between the heads before and after its own."""
    after = all(left >= stack.right - 2 for (left, _), stack in zip(columns[1:], stacks, strict=False))
    return after and all(
        right <= stack.left + 2 for (_, right), stack in zip(columns, stacks[1:], strict=False)
    )
