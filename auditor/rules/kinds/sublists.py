"""Lists after 其中: the figure they belong to, their own figures, and whether they claim to be whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from auditor.report.facts.folding import Folded, fold_sentence
from auditor.report.facts.numerals import arabic_value, chinese_value, mention_source
from auditor.report.model import Sentence
from auditor.report.value import Number

UNITS = (
    "件次", "条次", "篇次", "人次", "万元", "件", "条", "篇", "宗", "起", "例", "份", "项", "次", "批",
    "期", "则", "个", "部", "人", "元", "家", "户", "场", "张", "册", "笔", "名", "处", "台",
)  # fmt: skip
ANY = "不论"  # as a closing word: every list claims to be whole
_APPLICANTS = ("自然人", "公民", "个人", "法人", "企业", "组织", "律师", "机构申请")
_RESULTS = ("公开", "不予", "无法提供", "不掌握", "不存在", "处理", "补正")
_ENDS = "。；;！？!?"
LONGEST = 2_000  # code points of a sentence; longer ones are no sentences
MOST = 20  # lists or percentages of one sentence that are looked at
_SUMS = ("元", "万元")
_GAP = 16  # characters between the figure and 其中
_ITEM = 30  # characters of one item before its figure
_DIFFERENCE = re.compile("(?:增加|减少|增长|下降|多|少|上年|去年|同期|同期的)了?$")
_LEAD = re.compile("[，,、:和及以另有还为包括含是 ]+")
_ABOUT = ("约", "近", "超", "超过", "逾", "不足", "至少")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a rule (see `partition`); `units` empty: every unit."""

    opening: tuple[str, ...]
    partial: tuple[str, ...]
    closing: tuple[str, ...]
    overlapping: tuple[str, ...]
    stopping: tuple[str, ...]
    units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in the folded sentence; `label` is the text before it, back to the item before."""

    value: Number
    unit: str
    start: int
    end: int
    about: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sublist:
    """A list in the positions of its section. `closed`: it ends with the rest and leaves nothing out.
    `sets` are the parts by what they sort by, so that two sortings of one total are not added up."""

    whole: Mention
    parts: tuple[Mention, ...]
    sets: tuple[tuple[Mention, ...], ...]
    closed: bool
    start: int
    end: int

    @property
    def total(self) -> Number:
        """What the parts come to: of the largest sorting."""
        return max(sum((part.value for part in kept), 0) for kept in self.sets)

    @property
    def exceeds(self) -> bool:
        """Whether the parts are more than the whole however one reads them."""
        return self.total > self.whole.value and not any(
            _nested(kept, self.whole.value) for kept in self.sets
        )


def _nested(parts: Sequence[Mention], whole: Number) -> bool:
    """Whether an item is itself the sum of those right after it, and the rest fits."""
    values = [part.value for part in parts]
    for first in range(len(values)):
        inner: Number = 0
        for last in range(first + 1, len(values)):
            inner += values[last]
            if inner == values[first] and sum(values, 0) - inner <= whole:
                return True
            if inner > values[first]:
                break
    return False


@lru_cache(maxsize=4)
def _figures(units: tuple[str, ...] = UNITS) -> re.Pattern[str]:
    return re.compile(mention_source(units))


@lru_cache(maxsize=512)  # several rules ask of one report's sentences
def mentions_of(text: str) -> tuple[Mention, ...]:
    """Every figure with a unit, percentages too."""
    found: list[Mention] = []
    for match in _figures().finditer(text):
        if match["figure"]:
            written = match["figure"].rpartition("，")[2]
            value: Number | None = arabic_value(written, (match["great"] or "") + (match["late"] or ""))
        else:
            value = chinese_value(match["chinese"] + (match["late"] or ""))
        if value is None:
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        after = text[match.end() : match.end() + 2]
        about = bool(match["more"]) or before.endswith(_ABOUT) or after in ("以上", "左右", "以下")
        found.append(Mention(value, match["unit"], match.start(), match.end(), about))
    return tuple(found)


def sublists_of(sentence: Sentence, words: Words) -> Iterator[Sublist]:
    """The lists of a sentence that can be judged."""
    if len(sentence.text) > LONGEST:
        return
    folded = fold_sentence(sentence.text, None)
    text = folded.text
    mentions = mentions_of(text)
    for opening, end in islice(_openings(text, words), MOST):
        unit = next((m.unit for m in mentions if m.start >= end and m.unit != "%"), "")
        whole = whole_of(text, mentions, opening, words, unit)
        if whole is None:
            continue
        parts, complete, stop = parts_of(text, mentions, end, whole, words)
        if not parts or whole.about or any(part.about for part in parts):
            continue
        if any(word in text[whole.end : stop] for word in words.overlapping):
            continue
        closed = (
            complete
            and (
                (ANY in words.closing and len(parts) > 1)
                or (len(parts) > 2 and any(word in parts[-1].label for word in words.closing))
            )
            and not any(word in text[opening + 2 : stop] for word in words.partial)
        )
        sets = _sortings(parts)
        start, finish = _span(folded, whole.start, max(stop, parts[-1].end))
        yield Sublist(
            whole, tuple(parts), sets, closed and len(sets) == 1, sentence.start + start,
            sentence.start + finish,
        )  # fmt: skip


def _span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    return folded.span(start, end)


def _openings(text: str, words: Words) -> Iterator[tuple[int, int]]:
    for word in words.opening:
        at = text.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = text.find(word, at + 1)


def whole_of(
    text: str, mentions: Sequence[Mention], opening: int, words: Words, unit: str = ""
) -> Mention | None:
    """The figure that a list at `opening` belongs to: the nearest before it, or the one before that where
    the list counts in its `unit` (发出通知5件,总金额500元,其中甲科3件)."""
    before = [mention for mention in mentions if mention.end <= opening]
    gap = _GAP
    while before and _DIFFERENCE.search(text, 0, before[-1].start):
        before.pop()  # “20件,同比增加3件,其中…”
        gap = 2 * _GAP
    if not before:
        return None
    if (
        len(before) > 1
        and unit == before[-2].unit != before[-1].unit in _SUMS
        and "。" not in (text[before[-2].end : before[-1].start])
    ):
        before.pop()
        gap = 2 * _GAP
    whole = before[-1]
    between = text[whole.end : opening].removesuffix("。")  # “共100条。其中，…”
    if len(between) > gap or any(mark in between for mark in _ENDS) or ")" in between:
        return None
    if whole.unit == "%" or (words.units and whole.unit not in words.units):
        return None
    return whole


def parts_of(
    text: str, mentions: Sequence[Mention], start: int, whole: Mention, words: Words
) -> tuple[list[Mention], bool, int]:
    """The figures of a list that begins at `start`, whether it was followed to its end, and where it
    ends. Figures in brackets belong to the item before them."""
    depth, end = 0, len(text)
    inside: list[tuple[int, int]] = []
    opened = 0
    for at in range(start, len(text)):
        char = text[at]
        if char == "(":
            opened = at if depth == 0 else opened
            depth += 1
        elif char == ")":
            depth -= 1
            if depth < 0:
                end = at
                break
            if depth == 0:
                inside.append((opened, at))
        elif char in _ENDS and depth == 0:
            end = at
            break
    again = [at for word in words.opening if (at := text.find(word, start, end)) >= 0]
    nested = min(again, default=end)
    parts: list[Mention] = []
    position = start
    complete = nested == end
    for mention in mentions:
        if mention.start < start or mention.unit == "%" or any(a < mention.start < b for a, b in inside):
            continue
        if mention.end > min(end, nested):
            break
        label = text[position : mention.start]
        bare = _LEAD.sub("", label, count=1) if _LEAD.match(label) else label
        if mention.unit != whole.unit or len(label) > _ITEM or bare.startswith(words.stopping):
            complete = False
            break
        parts.append(Mention(mention.value, mention.unit, mention.start, mention.end, mention.about, label))
        position = mention.end
    return parts, complete, min(end, nested)


def _sortings(parts: Sequence[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """Parts by applicants, by results, and the others, where a list mixes them."""
    sets: dict[str, list[Mention]] = {}
    for part in parts:
        kind = "other"
        if any(word in part.label for word in _APPLICANTS):
            kind = "applicant"
        elif any(word in part.label for word in _RESULTS):
            kind = "result"
        sets.setdefault(kind, []).append(part)
    if len(sets) == 1 or "applicant" not in sets or "result" not in sets:
        return (tuple(parts),)
    return tuple(tuple(kept) for kept in sets.values())
