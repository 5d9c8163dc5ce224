"""Recognising row and column labels however a file has cut them up.

Labels are compared without white space, punctuation, numbering and width; see `bare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from auditor.base.text import fold
from auditor.report.cellvalue import UNREAD
from auditor.report.lexicon import Line

# “一、” “（一）” “1.” “①” before a label; a bare digit only where a mark follows it.
_NUMBERING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.,:．]|[(（〔\[]?[一二三四五六七八九十]{1,3}[)）〕\]][、.,]?"
    r"|[(（]?\d{1,2}[)）]?[、.,:．)）]|[①-⑳])+"
)
_PUNCTUATION = re.compile(r"[\s,，.。、:：;；!?()（）〔〕\[\]{}<>《》〈〉“”\"'‘’`\-—–_/\\|·•*#]")
HEAD_WORDS = frozenset({"信息内容", "申请人情况", "法人或其他组织", "本年度办理结果"})
_DIGITS = "〇一二三四五六七八九"
_ALIKE, _CLOSE = 0.8, 0.1  # how alike a misspelt label is to its own, and how much more than to any other
_KEPT = 4_096  # texts whose nearest label is kept
_SHARED = 3  # first letters that a name cut short or misspelt further on has in common with its own
PREFIX = 5  # a cut label must show this many characters to be taken for its beginning
SHORT = 4  # a label of fewer characters may be another row's or a column's: 其他, 总计


def bare(text: str) -> str:
    """`text` without numbering, punctuation, white space and dust before it; 其它 and 其他 are one word."""
    return _bare_short(text) if len(text) <= 80 else _bare(text)


def _bare(text: str) -> str:
    folded = fold(text)
    folded = folded.lstrip(UNREAD) or folded  # behind a label it may stand for more of its words
    found = _NUMBERING.match(folded)
    if found and found.end() < len(folded):
        folded = folded[found.end() :]
    return _PUNCTUATION.sub("", folded).replace("其它", "其他").replace("或者", "或")


_bare_short = lru_cache(maxsize=16_384)(_bare)


def is_numbering(text: str) -> bool:
    """Whether folded `text` is only a number before a label (“一、”, “（三）”, “1.”)."""
    return not text.isdecimal() and _NUMBERING.fullmatch(text) is not None


def legible(text: str) -> str:
    """`bare` without what could not be read before and behind it."""
    return bare(text).strip(UNREAD)


def is_misspelt(text: str, name: str) -> bool:
    """Whether bare `text` has one character other than bare `name`, and as many."""
    return len(text) == len(name) and sum(one != other for one, other in zip(text, name, strict=True)) == 1


def is_near(text: str, name: str) -> bool:
    """Whether bare `text` is bare `name`, of three characters or more, with one of them wrong, lost or added
    at most."""
    if text == name or len(name) < 3 or abs(len(text) - len(name)) > 1:
        return text == name
    longer, shorter = sorted((text, name), key=len, reverse=True)
    pairs = enumerate(zip(longer, shorter, strict=False))
    at = next((i for i, (one, other) in pairs if one != other), len(shorter))
    return longer[at + 1 :] == shorter[at + 1 if len(text) == len(name) else at :]


def is_head_word(text: str) -> bool:
    """Whether bare `text` stands in the tables' heads without naming a row or a column."""
    return text in HEAD_WORDS or "勾稽关系" in text or text.startswith("第二十条第")


def starts_numbered(text: str) -> bool:
    """Whether folded `text` begins with a number as labels have it and goes on with words."""
    found = _NUMBERING.match(text)
    return found is not None and found.end() < len(text)


def number_of(text: str) -> str:
    """The number that folded `text` begins with, “(三)”, “3.” and “三、” alike; "" where it has none."""
    found = _NUMBERING.match(text)
    return _ordinal(found[0]) if found else ""


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised label: which line, how it was written there and how close that is."""

    name: str
    standing: str  # official, variant, misprint; unknown: a name of which only its place is the line's
    written: str


class LabelIndex:
    """The labels of one axis of one table, looked up by their bare text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.order = {line.name: position for position, line in enumerate(lines)}
        self.official = {line.name: line.label.official for line in lines}
        self.groups = {bare(line.group) for line in lines if line.group}
        self.group_of = {line.name: bare(line.group) for line in lines}
        self._exact: dict[str, list[tuple[str, str]]] = {}
        for line in lines:
            label = line.label
            for standing, words in (
                ("official", (label.official,)),
                ("variant", label.variants),
                ("misprint", label.misprints),
            ):
                for word in words:
                    self._exact.setdefault(bare(word), []).append((line.name, standing))
        self._sole = {
            text: Match(*hits[0], text)
            for text, hits in self._exact.items()
            if len({name for name, _ in hits}) == 1
        }
        self.lengths = sorted({len(key) for key in self._exact}, reverse=True)
        self._officials = {line.name: bare(line.label.official) for line in lines}
        # `likeness` among all lines; kept, since reports write the same labels
        self.nearest = lru_cache(maxsize=_KEPT)(lambda text: self.likeness(text, set(self.order)))
        self._folded = {line.name: fold(line.label.official) for line in lines}
        self._numbered = [
            (self._folded[name], name) for name, label in self._officials.items() if len(label) < 4
        ]

    def exact(self, text: str, allowed: Iterable[str] | None = None) -> Match | None:
        """The line whose label, variant or misprint `text` (bare) is; None when none or several."""
        if allowed is None:
            return self._sole.get(text)
        permitted = set(allowed)
        hits = [hit for hit in self._exact.get(text, ()) if hit[0] in permitted]
        return Match(*hits[0], text) if len({name for name, _ in hits}) == 1 else None

    def lowest(self, text: str) -> Match | None:
        """The line whose label all of `text` is, or its last lines are: where no lines are drawn, the names
        of a head's storeys stand in one cell."""
        whole = self.exact(bare(text))
        if whole is not None or "\n" not in text:
            return whole
        lines = text.split("\n")
        found = (self.exact(bare("".join(lines[start:]))) for start in range(1, len(lines)))
        return next((match for match in found if match is not None), None)

    def ending(self, text: str, after: str = "", folded: str = "") -> Match | None:
        """The line whose label `text` (bare, perhaps several joined cells) ends with; the longest
        label wins. Labels under four characters must be the whole of `text` or of `after`, the last
        cell, or stand with their official numbering at the end of `folded` (“(七)总计”)."""
        for label, name in self._numbered:
            if folded.endswith(label):
                return Match(name, "official", label)
        for length in self.lengths:
            if length > len(text):
                continue
            tail = text[-length:]
            if tail in self._exact and (length >= 4 or tail in (text, after)):
                return self.exact(tail)
        return None

    def heaped(self, written: str) -> tuple[str, ...]:
        """The lines of which several stand in a cell, one behind the other, as where the border between two
        rows' labels was lost; none where it is one label, whatever stands before it."""
        text = bare(written)
        last = self.ending(text, text, fold(written))
        own = [name for name, label in self._officials.items() if len(label) >= 4 and label in text]
        names = dict.fromkeys((*own, *((last.name,) if last else ())))
        inner = {n for n in own for o in own if n != o and self._officials[n] in self._officials[o]}
        apart = tuple(name for name in names if name not in inner)
        return apart if len(apart) > 1 else ()

    def is_strange(self, text: str) -> bool:
        """Whether `text` (bare) is a name of its own, and no piece of any label."""
        return len(text) >= 2 and not any(text in label for label in self._exact)

    def may_name(self, text: str) -> bool:
        """Whether `text` (bare) may be a row's name, a piece of one or one misspelt: none has a digit, but
        by mistake beside or in the whole of it."""
        if any(map(str.isdecimal, text)):
            letters = "".join(char for char in text if not char.isdecimal())
            return len(letters) >= SHORT and (self.exact(letters) or self.nearest(letters)) is not None
        return (
            not self.is_strange(text)
            or any(len(text) >= _SHARED and label.startswith(text[:_SHARED]) for label in self._exact)
            or self.nearest(text) is not None
        )

    def doubled(self, text: str, match: Match) -> str:
        """The name of the line all of whose label stands before that of `match` in bare `text`, else ""."""
        before = text.removesuffix(self._officials[match.name])
        if before in (text, "") or before in self.groups:
            return ""
        other = self.exact(before) or self.exact(before.rstrip(_DIGITS))
        return other.name if other is not None and other.name != match.name else ""

    def beginning(self, text: str, allowed: set[str]) -> Match | None:
        """The only line among `allowed` whose official label begins with `text` (bare), where
        `text` is long enough to tell."""
        if len(text) < PREFIX:
            return None
        hits = [name for name, label in self._officials.items() if name in allowed and label.startswith(text)]
        return Match(hits[0], "official", text) if len(hits) == 1 else None

    def begins(self, folded: str, allowed: set[str]) -> bool:
        """Whether `folded`, the words beside a row's figures, begin a label of `allowed`: its first
        letters, or the number before them alone."""
        text = bare(folded)
        return is_numbering(folded) or any(self._officials[name].startswith(text) for name in allowed)

    def numbered(self, name: str) -> str:
        """The official label of a line, folded, with its number."""
        return self._folded[name]

    def begins_another(self, folded: str, match: Match) -> bool:
        """Whether `folded`, taken for the short label of `match`, is by its number the beginning of a longer
        one, of a row or a group: “2.其他” of “2.其他法律行政法规禁止公开”, where “3.其他” is a row too, and
        “（六）其他” of “（六）其他处理”."""
        number, other = _NUMBERING.match(folded), _NUMBERING.match(self._folded[match.name])
        if number is None or other is None or number[0][:-1] == other[0][:-1]:
            return False
        if _ordinal(number[0]) != _ordinal(other[0]) and any(
            group.startswith(match.written) and group != match.written for group in self.groups
        ):
            return True
        return any(
            label.startswith(match.written) and self._folded[name].startswith(number[0])
            for name, label in self._officials.items()
            if name != match.name
        )

    def scattered(self, words: str, allowed: set[str]) -> Match | None:
        """The only line among `allowed` whose label, four letters at least, can be put together from
        `words` (bare) in their order, other words between."""
        hits = [
            name
            for name in allowed
            if len(self._officials[name]) >= 4 and _in_order(self._officials[name], words)
        ]
        if len(hits) != 1:
            return None
        own = len(self._officials[hits[0]])
        rivals = (self._officials[name] for name in allowed if name != hits[0])
        return (
            None
            if any(_shared(label, words) > own for label in rivals)
            else Match(hits[0], "official", words)
        )

    def short(self, folded: str, allowed: set[str]) -> Match | None:
        """The line of `allowed` with a label of less than four letters that `folded` begins with, its number
        before it: “(七)总计”."""
        for label, name in self._numbered:
            if name in allowed and label != bare(label) and folded.startswith(label):
                return Match(name, "official", label)
        return None

    def torn(self, pieces: Sequence[str], allowed: set[str]) -> Match | None:
        """The only line among `allowed` whose label is cut in two with other cells between: the last
        of `pieces` (bare) is its end and an earlier one ends with its beginning."""
        last = pieces[-1] if pieces else ""
        if len(last) < PREFIX:
            return None
        hits = [
            name
            for name, label in self._officials.items()
            if name in allowed
            and label.endswith(last)
            and len(label) > len(last)
            and any(piece.endswith(label[: -len(last)]) for piece in pieces[:-1])
        ]
        return Match(hits[0], "official", last) if len(hits) == 1 else None

    def likeness(self, text: str, allowed: set[str]) -> Match | None:
        """The one line among `allowed` that `text` (bare, at least four characters) is a misspelling
        of; None where two come close."""
        if len(text) < 5:
            return self.misspelt(text, allowed)
        near = {name: self._officials[name] for name in allowed if self._may_be(text, self._officials[name])}
        scored = sorted(
            (
                (SequenceMatcher(None, text, label, autojunk=False).ratio(), name)
                for name, label in near.items()
            ),
            reverse=True,
        )
        if not scored or scored[0][0] < _ALIKE:
            return None
        if len(scored) > 1 and scored[1][0] > scored[0][0] - _CLOSE:
            return None
        cut = text in self._officials[scored[0][1]]  # a piece of it, as line ends leave it
        return Match(scored[0][1], "official" if cut else "misprint", text)

    @staticmethod
    def _may_be(text: str, label: str) -> bool:
        """Whether their lengths allow them to be as alike as counts at all."""
        return 2 * min(len(text), len(label)) >= (_ALIKE - _CLOSE) * (len(text) + len(label))

    def misspelt(self, text: str, allowed: Iterable[str] | None = None) -> Match | None:
        """The one line whose official label has four characters or more and another one than `text`
        (bare) in exactly one place."""
        if len(text) < 4:
            return None
        names = self._officials if allowed is None else allowed
        hits = [name for name in names if is_misspelt(text, self._officials[name])]
        return Match(hits[0], "misprint", text) if len(hits) == 1 else None


def _ordinal(number: str) -> str:
    """“(三)”, “3.” and “三、” are one number."""
    return "".join(str(_DIGITS.find(c)) if c in _DIGITS else c for c in number if c.isalnum())


def _shared(label: str, words: str) -> int:
    """How many letters of `label` stand among `words` in its order, two at least together."""
    blocks = SequenceMatcher(None, label, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1)


def _in_order(label: str, words: str) -> bool:
    letters = iter(words)
    return all(letter in letters for letter in label)


@lru_cache(maxsize=64)
def index_of(lines: tuple[Line, ...]) -> LabelIndex:
    """The index of these rows or columns; made once, as every report of a run asks for it."""
    return LabelIndex(lines)
