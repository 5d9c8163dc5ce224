"""Lists after 其中: the figure they belong to, their own figures, and whether they claim to be whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
_OF_APPLICATIONS = (*_APPLICANTS, "予以公开", "部分公开", "不予", "无法提供")
_STOPS = "。！？!?"
_ENDS = _STOPS + "；;"
LONGEST = 2_000  # code points of a sentence; longer ones are no sentences
MOST = 20  # lists or percentages of one sentence that are looked at
_SUMS = ("元", "万元")
_ALIKE = {"件次": "件", "条次": "条", "篇次": "篇"}  # what is counted by the time is counted all the same
_SPANS = re.compile("工作日|自然日|月|季度|星期|小时|百分点")  # 5个工作日: nothing is counted
_COMMA, _PAUSE = re.compile("[,，]"), "、"
_PAID = re.compile("[,，、共计合为]{0,2}")  # between a count and its sum: 2件,共1800元
_SHARE = re.compile("[,，](?:各|分别|约)?占[^,，、]*%")
_BRACKETS = re.compile("[(][^()]*[)]")
_HANDLED = re.compile("办结|答复|办理|结转|公开|不予|无法提供|不掌握|不存在|处理")
_AMOUNT = re.compile("金额|总额|共计|合计|费用|[收缴计]")
_SORTED, _AMONG = "按", "中"
_BESIDES = "另"  # “其中制发3件,本年另废止2件”
_GAP = 16  # characters between the figure and 其中
_ITEM = 30  # characters of one item before its figure
_KEPT = re.compile("结转|[转留移]到?[下次明]年|顺延|未办结|尚未|在办|待办|继续办理")
_COMPOSED = re.compile("组成|构成|分为|分成|包[括含]|涵盖")
_NUMBERED = re.compile("[(](?:第?一|其一|[1①])")
_CLAUSES = re.compile("[,，;；。]")
_OF_A_LIST = re.compile("部?分(?!之)|方面|大?类(?!别)|板块")  # 由三部分组成, 分为3个方面
_DIFFERENCE = re.compile("(?:增加|减少|增长|下降|多|少|上年|去年|同期|同期的)了?$")
_LEAD = re.compile("[，,、:和及以另有还为包括含是 ]+")
_ABOUT = ("约", "近", "超", "超过", "逾", "不足", "至少")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a rule (see `partition`); `units` empty: every unit. An opening word may have … in it:
    any few characters of the clause."""

    opening: tuple[str, ...]
    partial: tuple[str, ...]
    closing: tuple[str, ...]
    overlapping: tuple[str, ...]
    stopping: tuple[str, ...]
    units: frozenset[str] = frozenset()

    @property
    def opener(self) -> re.Pattern[str]:
        """What opens a list."""
        return _opener(self.opening)


_PAIRS = {char: tuple(map(re.escape, pair)) for pair in ("(（", ":：", ",，") for char in pair}
_WIDE = {"…": "[^,，。；;:：]{1,12}?"} | {char: f"[{''.join(pair)}]" for char, pair in _PAIRS.items()}


@lru_cache(maxsize=16)
def _opener(opening: tuple[str, ...]) -> re.Pattern[str]:
    written = (
        first + "".join(_WIDE.get(char) or re.escape(char) for char in word[1:])
        for word in sorted(opening, key=len, reverse=True)
        for first in _firsts(word[:1])
    )
    return re.compile("|".join(written) or "(?!)")


def _firsts(char: str) -> Iterable[str]:
    """How a wording begins: a regex whose branches each begin with one character looks for these alone."""
    return _PAIRS.get(char) or (_WIDE.get(char) or re.escape(char),)


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
    def handled(self) -> bool:
        """Whether it tells what became of applications: with those carried over there may be more of them
        than were received."""
        return any(_HANDLED.search(part.label) for part in self.parts)

    def exceeds(self, carried: Number = 0) -> bool:
        """Whether the parts are more than the whole, and so many more, however one reads them."""
        whole = self.whole.value + carried
        return self.total > whole and not any(_nested(kept, whole) for kept in self.sets)


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


def mentions_of(text: str) -> list[Mention]:
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
        if match["unit"] == "个" and _SPANS.match(text, match.end()):
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        after = text[match.end() : match.end() + 2]
        about = bool(match["more"]) or before.endswith(_ABOUT) or after in ("以上", "左右", "以下")
        found.append(Mention(value, match["unit"], match.start(), match.end(), about))
    return found


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
        if _of_what_is_left(text, whole, parts, opening):
            continue
        apart = text.startswith(_SORTED, opening)  # “按公开渠道分”: each counted once
        if apart and any(word in part.label for part in parts for word in _OF_APPLICATIONS):
            continue  # sorts applications, which need not be those counted just before
        if not apart and any(word in text[whole.end : stop] for word in words.overlapping):
            continue
        closed = (
            complete
            and (
                (ANY in words.closing and len(parts) > 1)
                or (len(parts) > 2 and any(word in parts[-1].label for word in words.closing))
            )
            and not any(word in text[opening + 2 : stop] for word in words.partial)
        )
        if _bracket(text, opening, end) and not closed:
            continue  # “20件(上年15件)”: only a list that says it is whole is one
        sets = _sortings(parts)
        start, finish = _span(folded, whole.start, max(stop, parts[-1].end))
        yield Sublist(
            whole, tuple(parts), sets, closed and len(sets) == 1, sentence.start + start,
            sentence.start + finish,
        )  # fmt: skip


def _bracket(text: str, start: int, end: int) -> bool:
    """Whether an opening word is a bracket and no more."""
    return text[start:end] == "("


def _of_what_is_left(text: str, whole: Mention, parts: Sequence[Mention], opening: int) -> bool:
    """“转入下年度继续办理4件。其中，予以公开11件”: what became of applications is told of all of them, and
    not of those that are left."""
    clause = _CLAUSES.split(text[: whole.start])[-1] + text[whole.end : opening]
    told = any(
        _HANDLED.search(part.label) or any(word in part.label for word in _APPLICANTS) for part in parts
    )
    return told and _KEPT.search(clause) is not None


def _span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    return folded.span(start, end)


def _openings(text: str, words: Words) -> Iterator[tuple[int, int]]:
    start, end = -1, -1
    for found in words.opener.finditer(text):
        if found.start() != end:  # “(其中:” opens one list
            if end >= 0:
                yield start, end
            start = found.start()
        end = found.end()
    if end >= 0:
        yield start, end


def whole_of(
    text: str, mentions: Sequence[Mention], opening: int, words: Words, unit: str = ""
) -> Mention | None:
    """The figure that a list at `opening` belongs to: the nearest before it, or the one before that where
    the list counts in its `unit` (发出通知5件,总金额500元,其中甲科3件)."""
    before = [m for m in mentions if m.end <= opening and not _OF_A_LIST.match(text, m.end)]
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
    if text.startswith(_AMONG, opening) and not _alone(text, before, between):
        return None
    if text.startswith(":", opening) and _CLAUSES.search(between) and not _COMPOSED.search(between):
        return None  # “…结转1件,申请人情况:自然人15件”: of what?
    if whole.unit == "%" or (words.units and whole.unit not in words.units):
        return None
    return whole


def _alone(text: str, before: Sequence[Mention], between: str) -> bool:
    """“20件申请中,…”: no clause between, and no figure next to it that the list is of as well
    (结转的6件和新收的20件申请中)."""
    if any(mark in between for mark in ",，、:"):
        return False
    return len(before) < 2 or any(mark in text[before[-2].end : before[-1].start] for mark in ",，;；。")


def parts_of(
    text: str, mentions: Sequence[Mention], start: int, whole: Mention, words: Words
) -> tuple[list[Mention], bool, int]:
    """The figures of a list that begins at `start`, whether it was followed to its end, and where it
    ends. Figures in brackets belong to the item before them."""
    depth, end = 0, len(text)
    first = next((mention.end for mention in mentions if mention.start >= start), end)
    counted = (
        ":" in text[start - 1 : start + 1] or _NUMBERED.search(text, max(0, start - 4), start) is not None
    )
    itemised = counted and text.startswith(";", first)  # “其中:甲8条;乙5条”, “(第一类,甲8条;第二类,乙5条)”
    ends = _STOPS if itemised else _ENDS
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
        elif char in ends and depth == 0:
            end = at
            break
    again = (found for found in words.opener.finditer(text, start, end) if not _bracket(text, *found.span()))
    nested = next((found.start() for found in again if found.start() > start), end)
    parts: list[Mention] = []
    position = start
    complete = nested == end
    paused = False  # whether its items are joined by “、”
    for mention, after in zip(mentions, (*mentions[1:], None), strict=True):
        if mention.start < start or mention.unit == "%" or any(a < mention.start < b for a, b in inside):
            continue
        if mention.end > min(end, nested):
            break
        label = text[position : mention.start]
        bare = _LEAD.sub("", label, count=1) if _LEAD.match(label) else label
        same = _alike(mention.unit, whole.unit)
        if not same and mention.unit in _SUMS and _AMOUNT.search(label):
            end = position  # “…5件,乙科3件,总金额800元”: the list ended before the amount
            break
        if not same and after is not None and after.unit == whole.unit in _SUMS and (
            _PAID.fullmatch(text, mention.end, after.start)
        ):  # fmt: skip
            continue  # “3200元,其中甲收取2件1800元”
        apart = _BESIDES in label or bare.startswith(words.stopping) or text.startswith(_AMONG, mention.end)
        if not same or len(label) > _ITEM or apart or _ended(parts, label, whole, paused):
            complete = False
            break
        paused = paused or (len(parts) > 0 and _PAUSE in label and not _COMMA.search(label))
        parts.append(Mention(mention.value, mention.unit, mention.start, mention.end, mention.about, label))
        position = mention.end
    return parts, complete, min(end, nested)


def _alike(unit: str, other: str) -> bool:
    return _ALIKE.get(unit, unit) == _ALIKE.get(other, other)


def _ended(parts: Sequence[Mention], label: str, whole: Mention, paused: bool) -> bool:
    """Whether a list ended at the comma of the `label` after its last item: its items are joined by “、”, or
    they make up the whole already. One of these is not enough where what follows sorts on (自然人15件、
    企业5件，社会组织2件), or by results after applicants."""
    clauses = _COMMA.split(_SHARE.sub("", _BRACKETS.sub("", label)))
    full = sum((part.value for part in parts), 0) == whole.value
    if not parts or len(clauses) == 1 or not (full or paused):
        return False
    if full and paused:
        return True
    kind, before = _kind(clauses[-1]), {_kind(part.label) for part in parts}
    sorts_on = kind in before and kind != "other" and (kind == "applicant" or not full)
    return not sorts_on and before | {kind} != {"applicant", "result"}


def _kind(label: str) -> str:
    """What a list sorts by, as the words before an item tell."""
    if any(word in label for word in _APPLICANTS):
        return "applicant"
    return "result" if any(word in label for word in _RESULTS) else "other"


def _sortings(parts: Sequence[Mention]) -> tuple[tuple[Mention, ...], ...]:
    """Parts by applicants, by results, and the others, where a list mixes them."""
    sets: dict[str, list[Mention]] = {}
    for part in parts:
        sets.setdefault(_kind(part.label), []).append(part)
    if len(sets) == 1 or "applicant" not in sets or "result" not in sets:
        return (tuple(parts),)
    return tuple(tuple(kept) for kept in sets.values())
