"""文内合计: figures in prose agree with each other.

    查    分项不超总数: what a list after 其中 counts is together no more than the figure before it;
          分项等于总数: a list that closes with the rest (其他) and leaves nothing out adds up;
          占比: a percentage recomputes, of a growth too where both figures are written
    位置  正文 (the default), 引言, 第一部分 … 第六部分, or several
    单位  only figures with these units (default: every unit)
    起    words that open a list (default 其中)
    列举  words that say that a list is not whole (等, 主要 …): then it need not add up
    齐全  words that close a list (其他, 其余); 不论: every list of three or more claims to be whole
    重叠  words of channels: one piece of information stands in several, so their figures may exceed
          the total; lists with such words are not judged
    止    words at which a list ends: what follows is another matter
    容差  占比 only: percentage points (default 0.1; one unit of the last digit where fewer are written)

A percentage is judged only where its figure stands in a list after 其中 (share of the figure before
it) or counts applications (share of the table's 新收, 新收 + 上年结转 or 办理总计): it passes if any of
these fits. One outcome per part of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor.base.text import fold
from auditor.report.model import Report, Section, Sentence
from auditor.report.value import Number, State
from auditor.rules.kinds.common import (
    TEXTS,
    Frame,
    choice_at,
    choices_at,
    incomplete,
    number_text,
    scalars,
    text_at,
)
from auditor.rules.kinds.quoted import sentence_evidence
from auditor.rules.kinds.shares import Share, shares_of
from auditor.rules.kinds.sublists import Mention, Sublist, Words, mentions_of, sublists_of
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Missing, Outcome
from auditor.rules.prose import SECTION_NAMES, WHOLE, was_read
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Scalar

NAME = "文内合计"
OVER, WHOLE_LIST, SHARE = QUESTIONS = ("分项不超总数", "分项等于总数", "占比")
_PERCENT = re.compile("[%％]")
_UNKNOWN = 10**15
_MOST = 300  # lists and percentages of one part that are judged
PLACES = (WHOLE, *SECTION_NAMES)
SCHEMA: Mapping[str, object] = {
    "properties": {
        "查": {"enum": list(QUESTIONS)},
        **dict.fromkeys(("位置", "单位", "起", "列举", "齐全", "重叠", "止"), TEXTS),
        "容差": {"type": "number"},
    },
    "required": ["查"],
}
FIELDS: Mapping[str, str] = {
    "位置": "第几部分",
    "原句": "正文里的原话",
    "算式": "分项相加的算式，或占比的各种算法",
    "总数": "其中之前的数；占比为写明的百分数",
    "合计": "分项之和；占比为算得的各个百分数",
    "差": "相差多少",
}
STUB = """\
- 编号: 文内-901
  名称: 其中各项之和不超过总数
  类型: 文内合计
  级别: 警告
  依据: [{文件: 实务要求, 条款: 试}]
  查: 分项不超总数
  消息: "{位置}“{原句}”：{算式} = {合计}，超过总数 {总数}"
  怎么改: 核对各项
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第一部分: {替换: [机构职能12条, 机构职能92条]}}, 应报: [文内.第一部分]}
"""
_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "起": ("其中",),
    "列举": ("等", "主要", "包括", "如", "部分"),
    "齐全": ("其他", "其它", "其余"),
    "重叠": (
        "网站", "公众号", "微信", "微博", "新媒体", "抖音", "客户端", "公告栏", "公示栏", "电子屏", "显示屏",
        "报刊", "报纸", "电视", "广播", "平台", "渠道", "公报", "头条", "账号",
    ),
    "止": (
        "共", "累计", "总计", "合计", "同比", "较", "比", "上年", "去年", "此外", "另外", "办结", "答复",
        "办理", "结转", "受理", "收到", "新收", "召开", "开展", "举办", "组织", "全年", "今年",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the figures disagree, in the words of the message."""

    evidence: Evidence
    quote: str
    sum: str
    stated: str
    found: str
    difference: str


@dataclass(frozen=True, slots=True)
class InnerSums:
    """The check, for the parts of the report that it looks at."""

    frame: Frame
    question: str
    places: tuple[str, ...]
    words: Words
    tolerance: Decimal

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per part that has such figures; one in all where none has."""
        some = False
        for number in sorted(report.sections):
            if not (WHOLE in self.places or SECTION_NAMES[number] in self.places):
                continue
            judged, breaches, unsure = self._section(report, number)
            if not judged:
                continue
            some = True
            target = f"文内.{SECTION_NAMES[number]}"
            if breaches:
                yield self._breach(report, corpus, number, target, breaches)
            elif unsure:
                cause = Missing("单元格无法辨认", "表三总计列")
                yield self.frame.cannot_tell(report, target, cause)
            else:
                yield self.frame.passed(report, target)
        if not some and not all(was_read(report, place) for place in self.places):
            yield self.frame.cannot_tell(report, "文内", incomplete(report, "没有取得全部正文"))
        elif not some:
            yield self.frame.inapplicable(report, "文内", f"正文没有可核的{self._matter()}")

    def _matter(self) -> str:
        return "百分比" if self.question == SHARE else "分项"

    def _section(self, report: Report, number: int) -> tuple[int, list[Breach], bool]:
        """How many places were judged, which of them are wrong, and whether one could not be told."""
        found: list[Breach] = []
        judged, unsure = 0, False
        likely = _PERCENT if self.question == SHARE else self.words.opener
        for sentence in _with_lists(report.sections[number], self.words):
            if not likely.search(sentence.text):
                continue
            if judged > _MOST:
                break
            if self.question == SHARE:
                for share in shares_of(report, sentence, self.words):
                    fits = share.fits(self.tolerance)
                    judged += 1
                    unsure = unsure or fits is None
                    if fits is False:
                        found.append(_share_breach(report, number, share))
                continue
            for listed in sublists_of(sentence, self.words):
                if self.question == OVER:
                    judged += 1
                    if listed.exceeds() and not (listed.handled and not listed.exceeds(_carried(report))):
                        found.append(_list_breach(report, number, listed))
                elif listed.closed:
                    judged += 1
                    if listed.total < listed.whole.value:
                        found.append(_list_breach(report, number, listed))
        return judged, found, unsure

    def _breach(
        self, report: Report, corpus: Corpus, number: int, target: str, breaches: Sequence[Breach]
    ) -> Outcome:
        first = breaches[0]
        fields = {
            "位置": SECTION_NAMES[number],
            "原句": first.quote,
            "算式": first.sum,
            "总数": first.stated,
            "合计": first.found,
            "差": first.difference,
        }
        evidence = tuple(dict.fromkeys(breach.evidence for breach in breaches))
        return self.frame.failed(report, target, self.frame.graded(report, corpus), fields, evidence)


def _carried(report: Report) -> Number:
    """What was carried over; very much where that is unknown."""
    value = report.cells.get("表三.总计.上年结转")
    if value is None or value.state in (State.BLANK, State.SYMBOL):
        return 0
    return _UNKNOWN if value.number is None else value.number


def _one_of_each(mentions: Sequence[Mention]) -> bool:
    """Whether a sentence has a figure, and of each unit one only: then a list's unit tells its whole."""
    units = [mention.unit for mention in mentions if mention.unit != "%"]
    return 0 < len(units) == len(set(units))


def _with_lists(section: Section, words: Words) -> Iterator[Sentence]:
    """The sentences; one that begins with a list (“…共100条。其中，…”) together with the one before it in
    its paragraph, where that has one figure of a unit only, to which the list then belongs."""
    before: Sentence | None = None
    for sentence in section.sentences:
        if (
            before is not None
            and words.opener.match(sentence.text.lstrip())
            and not (between := section.text[before.end : sentence.start]).strip()
            and "\n" not in between
            and _one_of_each(mentions_of(fold(before.text)))
        ):
            text = section.text[before.start : sentence.end]
            yield Sentence(sentence.section, before.start, sentence.end, text)
        else:
            yield sentence
        before = sentence


def _list_breach(report: Report, number: int, listed: Sublist) -> Breach:
    parts = [number_text(part.value) for part in listed.parts]
    shown = " + ".join(parts if len(parts) <= 12 else [*parts[:11], "……", parts[-1]])
    over = listed.total - listed.whole.value
    difference = over if over > 0 else -over
    return Breach(
        sentence_evidence(report, number, listed.start, listed.end),
        _short(report.sections[number].text[listed.start : listed.end]),
        shown, number_text(listed.whole.value), number_text(listed.total), number_text(difference),
    )  # fmt: skip


def _share_breach(report: Report, number: int, share: Share) -> Breach:
    worked = [
        f"{number_text(share.part)}/{number_text(whole)} = {number_text(share.percent(whole))}%"
        for whole in share.wholes[:4]
    ]
    off: list[Decimal] = [abs(share.percent(whole) - Decimal(share.stated)) for whole in share.wholes]
    return Breach(
        sentence_evidence(report, number, share.start, share.end),
        _short(report.sections[number].text[share.start : share.end]),
        "，".join(worked), f"{number_text(share.stated)}%",
        "、".join(f"{number_text(share.percent(whole))}%" for whole in share.wholes[:4]),
        number_text(min(off)),
    )  # fmt: skip


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 60 else f"{flat[:30]}……{flat[-25:]}"


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    node, where = rule.get("查"), rule.get("位置")
    question = choice_at(node, QUESTIONS, "查", context) if node is not None else None
    places = (WHOLE,) if where is None else choices_at(where, PLACES, "位置", context)
    tolerance = text_at(rule, "容差", context, "0.1")
    if question is None or places is None or tolerance is None:
        return None
    lists = {key: _words(rule, key) for key in (*_DEFAULTS, "单位")}
    words = Words(
        lists["起"], lists["列举"], lists["齐全"], lists["重叠"], lists["止"], frozenset(lists["单位"])
    )
    return InnerSums(Frame.of(context), question, places, words, Decimal(tolerance))


def _words(rule: Tree, key: str) -> tuple[str, ...]:
    node = rule.get(key)
    if node is None:
        return _DEFAULTS.get(key, ())
    return tuple(item.text for item in scalars(node) if isinstance(item, Scalar))
