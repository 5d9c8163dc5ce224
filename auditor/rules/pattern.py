"""The language of phrases, as 任一, 除外 and 词表 write them: reading a pattern and finding it in text.

    {没有|未}收取…{信息处理费|费用}       one of several wordings; a gap; literal text
    收取…{金额}元                       a figure: {数} {金额} {零头} {元数} {年度} {电话} {市话}
    公布{无数}条                          words without a figure
    {空位}件                              XX, ××, □□, ____
    《…政府信息公开条例》                  a title; patterns without 《 do not see titles

… is at most 20 characters and never leaves the sentence. Matching is on folded text (NFKC, white
space and invisible marks gone), so width and spacing never matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from auditor.base.text import fold
from auditor.rules.prose import BREAK

GAP = 20
_CHINESE = "零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_GREAT = dict.fromkeys(map(ord, "万亿"))
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,8})?"
_NO_BLANK = rf"\dA-Za-z./*_#=×□△{_CHINESE}"
_SIGNS = "×□○〇△◇◯"
_BLANKS = "|".join(f"(?<={sign}){sign}{{1,11}}" for sign in _SIGNS)
PLACEHOLDERS: Mapping[str, str] = {
    "数": rf"(?:{_DIGITS}[十百千万亿]{{0,2}}|[{_CHINESE}]{{1,12}})",
    "金额": rf"(?:{_DIGITS}[十百千万亿]{{0,2}}|[{_CHINESE}]{{1,12}})",
    "零头": r"(?:\d{0,12}[1-9](?![\d,.十百千万亿])|\d{1,12}\.(?!0+(?!\d))\d{1,8})",  # not a multiple of ten
    # a sum that is not in 万 or 亿
    "元数": rf"(?<![\d.,{_CHINESE}])(?:{_DIGITS}[十百千]{{0,2}}|[{_CHINESE.translate(_GREAT)}]{{1,12}})",
    "年度": r"(?:(?:19|20)\d\d|[一二两][〇零○0-9一二三四五六七八九]{3})",
    "电话": r"(?:\(?0\d{2,3}\)?-?)?\d{7,8}|1\d{10}",
    # words, no figure among them
    "无数": rf"(?:(?![{_CHINESE}几若干余多数约近])[\u4e00-\u9fff]){{1,10}}?",
    # XX, ××, □□, ____: signs for what was to be filled in; no masked number, address or bullet
    "空位": rf"[Xx_{_SIGNS}](?<![{_NO_BLANK}].)(?:(?<=[Xx])[Xx]{{1,7}}|(?<=_)_{{1,39}}|{_BLANKS})"
    rf"(?![{_NO_BLANK}])",
    "市话": r"[2-8]\d{6,7}(?![\d-])",  # a telephone number without its area code
}
_SLIPS = {"数字": "数", "数量": "数", "N": "数", "年": "年度", "年份": "年度", "钱": "金额"}
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
_SPLIT = re.compile(r"[|｜]")
_MAX_LENGTH = 2000
_SPAN: Callable[[re.Match[str]], tuple[int, int]] = re.Match.span


@dataclass(frozen=True, slots=True)
class PatternError:
    """Why a text is no pattern, in Chinese, at its code points [start, end)."""

    message: str
    start: int
    end: int
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    """What stands between two gaps. `needles`: for each brace or literal, words of which one must
    occur; a text without any of them cannot match."""

    source: str
    needles: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `needles`: those of its segments, the shortest lists and the longest words first,
    for they are the likeliest not to be there, each with its pairs of neighbours; without all of `pairs`,
    and one of `one_of` (where that is not empty), it is nowhere. `sees_titles`: it names a title itself."""

    text: str
    needles: tuple[tuple[tuple[str, frozenset[str]], ...], ...]
    pairs: frozenset[str]
    one_of: frozenset[str]
    regex: re.Pattern[str] | None  # None: two gaps or more, matched segment by segment
    pieces: tuple[re.Pattern[str], ...]
    sees_titles: bool

    def possible(self, text: str, pairs: Set[str]) -> bool:
        """A quick look: False means that the pattern is nowhere in folded `text`, in which no two
        characters but `pairs` stand side by side."""
        for words in self.needles:
            for word, its in words:
                if its <= pairs and word in text:
                    break
            else:
                return False
        return True

    def finditer(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Matches in folded `text`[start:end], left to right, none overlapping. Time is linear in
        the text whatever it holds."""
        if self.regex is not None:
            return map(_SPAN, self.regex.finditer(text, start, end))
        return self._apart(text, start, end)

    def _apart(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for first, last in self._chains(text, start, end):
            if first >= at:
                yield first, last
                at = last

    def _chains(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Each start of the first segment from which all segments follow, with the nearest end."""
        after: list[tuple[int, int]] | None = None  # (start, end of the whole) of what follows
        for piece in reversed(self.pieces):
            here: list[tuple[int, int]] = []
            for found in piece.finditer(text, start, end):
                first, last = found.span(1)
                if after is None:
                    here.append((first, last))
                    continue
                follower = _nearest(after, last)
                if follower is not None and BREAK not in text[last : follower[0]]:
                    here.append((first, follower[1]))
            if not here:
                return
            after = here
        yield from after or ()


def _nearest(sorted_spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The first span that starts at `at` or at most GAP after it."""
    low, high = 0, len(sorted_spans)
    while low < high:
        middle = (low + high) // 2
        if sorted_spans[middle][0] < at:
            low = middle + 1
        else:
            high = middle
    if low < len(sorted_spans) and sorted_spans[low][0] <= at + GAP:
        return sorted_spans[low]
    return None


@lru_cache(maxsize=8192)
def compile_pattern(text: str) -> Pattern | PatternError:
    """The pattern that `text` writes, or what is wrong with it."""
    if len(text) > _MAX_LENGTH:
        return PatternError("词太长", 0, len(text), f"不超过 {_MAX_LENGTH} 个字；说法多的分成几条")
    segments: list[_Segment] = []
    sources: list[str] = []
    needles: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        gap = _ELLIPSIS.match(text, at)
        if gap:
            if not sources:
                where = "开头" if not segments else "连在一起"
                message = f"省略号不能在{where}" if not segments else f"省略号{where}了"
                return PatternError(message, at, gap.end(), "省略号写在两段文字之间，表示其间至多二十字")
            segments.append(_Segment("".join(sources), tuple(needles)))
            sources, needles = [], []
            at = gap.end()
            continue
        if text[at] in "{｛":
            end = min((i for i in (text.find("}", at), text.find("｝", at)) if i >= 0), default=-1)
            if end < 0:
                return PatternError("左大括号没有配对", at, at + 1, "补上 }")
            group = _group(text, at + 1, end)
            if isinstance(group, PatternError):
                return group
            sources.append(group[0])
            if group[1]:
                needles.append(group[1])
            at = end + 1
            continue
        if text[at] in "}｝":
            return PatternError("右大括号没有配对", at, at + 1, "补上 {")
        if text[at] in "|｜":
            return PatternError("并列的说法要写在大括号里", at, at + 1, "例如 {未收取|没有收取}")
        stop = at
        while stop < len(text) and text[stop] not in "{}｛｝|｜" and not _ELLIPSIS.match(text, stop):
            stop += 1
        literal = fold(text[at:stop])
        if literal:
            sources.append(re.escape(literal))
            needles.append((literal,))
        at = stop
    if not sources:
        if segments:
            return PatternError("省略号不能在末尾", len(text) - 1, len(text), "省略号写在两段文字之间")
        return PatternError("没有写文字", 0, max(1, len(text)), "写上要找的说法")
    segments.append(_Segment("".join(sources), tuple(needles)))
    return _compiled(text, tuple(segments))


def _compiled(text: str, segments: tuple[_Segment, ...]) -> Pattern:
    regex = None
    pieces: tuple[re.Pattern[str], ...] = ()
    if len(segments) <= 2:
        regex = re.compile(f"[^{BREAK}]{{0,{GAP}}}?".join(f"(?:{s.source})" for s in segments))
    else:
        pieces = tuple(re.compile(f"(?=({segment.source}))") for segment in segments)
    needles = sorted(
        (words for segment in segments for words in segment.needles),
        key=lambda words: (len(words), -min(map(len, words))),
    )
    told = tuple(tuple((word, pairs_of(word)) for word in words) for words in needles)
    always = frozenset[str]().union(*(words[0][1] for words in told if len(words) == 1))
    choices = (words for words in needles if len(words) > 1 and min(map(len, words)) > 1)
    one_of = frozenset(word[:2] for word in next(choices, ()))
    return Pattern(text, told, always, one_of, regex, pieces, "《" in text)


def pairs_of(text: str) -> frozenset[str]:
    """Every two characters that stand side by side in `text`."""
    return frozenset(map(add, text, text[1:]))


def _group(text: str, start: int, end: int) -> tuple[str, tuple[str, ...]] | PatternError:
    """The regular expression of the braces' inside and the words of which one must occur."""
    inner = text[start:end]
    for slip in "{｛":
        if slip in inner:
            at = start + inner.index(slip)
            return PatternError("大括号里不能再写大括号", at, at + 1, "把里面的说法拆成并列的几条")
    gap = _ELLIPSIS.search(inner)
    if gap:
        return PatternError(
            "大括号里不能写省略号", start + gap.start(), start + gap.end(), "拆成两条，或把省略号写在大括号外"
        )
    name = fold(inner)
    if name in PLACEHOLDERS:
        return f"(?:{PLACEHOLDERS[name]})", ()
    if name in _SLIPS:
        near = _SLIPS[name]
        return PatternError(f"没有“{{{name}}}”，是不是“{{{near}}}”？", start, end, f"改成 {{{near}}}")
    words: list[str] = []
    at = start
    for piece in _SPLIT.split(inner):
        word = fold(piece)
        if not word:
            return PatternError("大括号里有空的说法", max(start - 1, at - 1), at + 1, "竖线两边都要有文字")
        if word not in words:
            words.append(word)
        at += len(piece) + 1
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")", tuple(words)
