"""章节: the report's parts are there, in order, named as the format names them, and not empty.

    要求: {清单: $六部分}          every part of the list has its heading, once; one outcome per part
    要求: {清单: $六部分, 顺序: 固定}  and the headings are numbered and ordered as in the format; one more
                                  outcome, 标题顺序. 顺序 may also stand alone
    要求: {标题: 规范}             headings are worded as in the format; one outcome per part
    要求: {标题: 规范, 旧称: [概述]}  where these words stand instead, the level is 警告
    要求: {标题: 规范, 认可: $沿用标题}  titles of this 词表 are as good as the format's own
    要求: {非空: [第六部分]}       the part says something; one outcome per part named
    要求: {多余: 不得, 容许: [附件]}  no seventh part follows the six, but headings that hold such a word;
                                  one outcome, 多余部分

$六部分 are the six parts of the 词典; a list may also name 第一部分 … 第六部分. A file of which
something could not be read never lacks a part: 无法判定.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from auditor.base.text import fold
from auditor.report.model import Heading, Report, Role, Section
from auditor.rules.keys import asked as asked_near
from auditor.rules.kinds.common import TEXTS, Frame, choices_at, incomplete, is_partial, scalars
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Level, Outcome, PlaceEvidence
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "章节"
ALL = "$六部分"
ORDER = "标题顺序"
MORE = "多余部分"
PARTS = ("第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分")
_NUMERALS = "〇一二三四五六七八九十"
SCHEMA: Mapping[str, object] = {
    "properties": {
        "要求": {
            "type": "object",
            "minProperties": 1,
            "properties": {
                "清单": TEXTS,
                "顺序": {"enum": ["固定"]},
                "标题": {"enum": ["规范"]},
                "旧称": TEXTS,
                "认可": {"type": "string"},
                "非空": TEXTS,
                "多余": {"enum": ["不得"]},
                "容许": TEXTS,
            },
            "additionalProperties": False,
        },
    },
    "required": ["要求"],
}
FIELDS: Mapping[str, str] = {
    "部分": "第几部分",
    "缺少": "缺少的部分的标题",
    "情况": "不合要求的样子",
    "现写": "报告里的标题",
    "应写": "格式里的标题",
}
STUB = """\
- 编号: 结构-901
  名称: 六个部分齐全
  类型: 章节
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 一、报告内容}]
  要求: {清单: $六部分}
  消息: "“{缺少}”{情况}"
  怎么改: 按格式补齐
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第五部分: {删: 标题}}, 应报: [第五部分]}
"""


@dataclass(frozen=True, slots=True)
class Sections:
    """The check: what is asked of the list, of the order, of the wording, of the content."""

    frame: Frame
    listed: tuple[int, ...] = ()
    ordered: bool = False
    worded: tuple[int, ...] = ()
    outdated: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    filled: tuple[int, ...] = ()
    no_more: bool = False
    allowed: tuple[str, ...] = ()

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per part and question."""
        level = self.frame.graded(report, corpus)
        for number in self.listed:
            yield self._present(report, number, level)
        if self.ordered:
            yield self._in_order(report, level)
        for number in self.worded:
            yield self._wording(report, number, level)
        for number in self.filled:
            yield self._content(report, number, level)
        if self.no_more:
            yield self._no_more(report, level)

    def _title(self, number: int) -> str:
        return next((s.title for s in self.frame.lexicon.sections if s.number == number), "")

    def _present(self, report: Report, number: int, level: Level) -> Outcome:
        target = PARTS[number - 1]
        headings = [heading for heading in report.headings if heading.number == number]
        if len(headings) == 1:
            return self.frame.passed(report, target)
        if is_partial(report):
            missing = incomplete(report, f"没有取得“{self._title(number)}”")
            return self.frame.cannot_tell(report, target, missing)
        fields = {"部分": target, "缺少": self._title(number), "现写": "", "应写": self._title(number)}
        section = report.sections.get(number)
        if headings:
            fields |= {"情况": f"写了 {len(headings)} 次", "现写": headings[0].text}
            return self.frame.failed(report, target, level, fields, map(_evidence, headings))
        there = section is not None or self._table_read(report, number)
        fields["情况"] = "的标题没有，内容在" if there else "这一部分没有"
        place = PlaceEvidence(section.heading, section.place) if section else _before(report, number)
        return self.frame.failed(report, target, level, fields, (place,))

    def _table_read(self, report: Report, number: int) -> bool:
        """Whether the table that belongs into part `number` was found."""
        names = [table.name for table in self.frame.lexicon.tables.values() if table.section == number]
        reads = [report.tables[name] for name in names if name in report.tables]
        return any(read.form in ("grid", "lines") for read in reads)

    def _in_order(self, report: Report, level: Level) -> Outcome:
        headings = [heading for heading in report.headings if heading.number]
        if not headings:
            missing = incomplete(report, "没有认出一级标题")
            return self.frame.cannot_tell(report, ORDER, missing)
        wrong = [later for earlier, later in pairwise(headings) if later.number < earlier.number]
        if wrong:
            situation = f"“{wrong[0].text}”的位置不对"
            fields = self._order_fields(situation, wrong[0])
            return self.frame.failed(report, ORDER, level, fields, map(_evidence, wrong))
        # A file that shows no number at all has lost them on the way (automatic numbering).
        if not any(heading.ordinal for heading in headings):
            return self.frame.passed(report, ORDER, ("标题没有读到序号",))
        odd = [heading for heading in headings if heading.ordinal and heading.ordinal != heading.number]
        bare = [heading for heading in headings if not heading.ordinal]
        if odd:
            right = _NUMERALS[odd[0].number]
            fields = self._order_fields(f"“{odd[0].text}”的序号应为“{right}”", odd[0])
            return self.frame.failed(report, ORDER, level, fields, map(_evidence, odd))
        if bare:
            fields = self._order_fields(f"“{bare[0].text}”没有序号", bare[0])
            return self.frame.failed(report, ORDER, Level.INFO, fields, map(_evidence, bare))
        return self.frame.passed(report, ORDER)

    def _order_fields(self, situation: str, heading: Heading) -> dict[str, str]:
        wanted = f"{_NUMERALS[heading.number]}、{self._title(heading.number)}"
        part = PARTS[heading.number - 1]
        return {"部分": part, "缺少": "", "情况": situation, "现写": heading.text, "应写": wanted}

    def _wording(self, report: Report, number: int, level: Level) -> Outcome:
        target = PARTS[number - 1]
        headings = [heading for heading in report.headings if heading.number == number]
        if not headings:
            if is_partial(report):
                missing = incomplete(report, f"没有取得“{self._title(number)}”")
                return self.frame.cannot_tell(report, target, missing)
            return self.frame.inapplicable(report, target, "没有这个部分的标题")
        odd = [
            heading
            for heading in headings
            if heading.standing not in ("official", "variant") and fold(heading.title) not in self.accepted
        ]
        if not odd:
            return self.frame.passed(report, target)
        heading = odd[0]
        if fold(heading.title) in self.outdated:
            level = Level.WARNING
        fields = {
            "部分": target,
            "缺少": "",
            "情况": "用字与格式不同",
            "现写": heading.title,
            "应写": heading.official or self._title(number),
        }
        return self.frame.failed(report, target, level, fields, map(_evidence, odd))

    def _content(self, report: Report, number: int, level: Level) -> Outcome:
        target = PARTS[number - 1]
        section = report.sections.get(number)
        if section is None:
            if is_partial(report):
                missing = incomplete(report, f"没有取得“{self._title(number)}”")
                return self.frame.cannot_tell(report, target, missing)
            return self.frame.inapplicable(report, target, "没有这个部分")
        if _says_something(section):
            return self.frame.passed(report, target)
        if is_partial(report):
            missing = incomplete(report, f"“{self._title(number)}”没有读到内容")
            return self.frame.cannot_tell(report, target, missing)
        fields = {"部分": target, "缺少": "", "情况": "没有内容", "现写": section.heading,
                  "应写": self._title(number)}  # fmt: skip
        place = PlaceEvidence(section.heading, section.place)
        return self.frame.failed(report, target, level, fields, (place,))

    def _no_more(self, report: Report, level: Level) -> Outcome:
        last = report.sections.get(6)
        if last is None:
            reason = "没有第六部分"
            if is_partial(report):
                return self.frame.cannot_tell(report, MORE, incomplete(report, reason))
            return self.frame.inapplicable(report, MORE, reason)
        seventh = _seventh(report, last)
        for passage in last.passages:
            text = last.text[passage.start : passage.end].strip()
            if passage.role is not Role.HEADING or not seventh.match(text):
                continue
            if any(word in fold(text) for word in self.allowed):
                continue
            fields = {"部分": "", "缺少": "", "情况": "六个部分之外又有一个部分", "现写": text, "应写": ""}
            return self.frame.failed(report, MORE, level, fields, (PlaceEvidence(text, passage.place),))
        return self.frame.passed(report, MORE)


_NEXT = "七|八|九|十|十[一二]"
_SEVENTH = re.compile(rf"\s*(?:(?:{_NEXT})\s*[、.．,，]|第(?:{_NEXT})部分)")
_SEVENTH_OR_BRACKETS = re.compile(rf"{_SEVENTH.pattern}|\s*[(（](?:{_NEXT})[)）]")
_SEVENTH_OR_DIGITS = re.compile(rf"{_SEVENTH.pattern}|\s*(?:[789]|1[0-2]|[７-９])\s*[、.．]")


_FIRST_IN_BRACKETS = re.compile(r"^\s*[(（]一[)）]", re.MULTILINE)


def _seventh(report: Report, last: Section) -> re.Pattern[str]:
    """How a seventh part would be numbered: 七、, or as most of the six are; in brackets also where those do
    not number the topics of the sixth."""
    marks = [heading.text.strip()[:1] for heading in report.headings if heading.ordinal]
    if 2 * sum(mark in "(（" for mark in marks) > len(marks):
        return _SEVENTH_OR_BRACKETS
    if 2 * sum(mark.isdigit() for mark in marks) > len(marks):
        return _SEVENTH_OR_DIGITS
    return _SEVENTH if _FIRST_IN_BRACKETS.search(last.text) else _SEVENTH_OR_BRACKETS


def _says_something(section: Section) -> bool:
    """Whether anything but a signature and what a site prints around a report stands under the heading:
    “无” is something."""
    if not section.passages:
        return bool(fold(section.text))
    return any(
        passage.role not in (Role.SIGNATURE, Role.NOTE) and fold(section.text[passage.start : passage.end])
        for passage in section.passages
    )


def _before(report: Report, number: int) -> PlaceEvidence:
    """What stands where part `number` ought to follow: the last heading before it, or the title."""
    earlier = [heading for heading in report.headings if 0 < heading.number < number]
    if earlier:
        return _evidence(max(earlier, key=lambda heading: heading.number))
    return PlaceEvidence(report.title, report.title_place)


def _evidence(heading: Heading) -> PlaceEvidence:
    return PlaceEvidence(heading.text, heading.place)


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    asked = rule.get("要求")
    if not isinstance(asked, Tree):
        return None  # the schema has said so
    wording, content = asked.get("标题"), asked.get("非空")
    presence = asked.get("清单") or asked.get("顺序")
    more = asked.get("多余")
    several = [node for node in (presence, wording, content, more) if node is not None]
    if len(several) > 1:
        context.problem(
            "rule.type", "“标题”“非空”“多余”和“清单”要分成几条规则", asked, "每条规则对每个部分只能有一个结论"
        )
        return None
    if not several or (asked.get("旧称") is not None and wording is None):
        context.problem("rule.missing-key", "“要求”里要写清单、顺序、标题、非空或多余", asked)
        return None
    numbers = [s.number for s in context.lexicon.sections]
    listed = _parts(asked.get("清单"), "清单", numbers, context)
    filled = _parts(content, "非空", numbers, context)
    if listed is None or filled is None:
        return None
    outdated = frozenset(fold(node.text) for node in scalars(asked.get("旧称")) if isinstance(node, Scalar))
    accepted = _accepted(asked.get("认可"), context)
    if accepted is None:
        return None
    return Sections(
        Frame.of(context), listed, asked.get("顺序") is not None, tuple(numbers) if wording else (),
        outdated, accepted, filled, more is not None,
        tuple(fold(node.text) for node in scalars(asked.get("容许")) if isinstance(node, Scalar)),
    )  # fmt: skip


def _accepted(node: Node | None, context: BuildContext) -> frozenset[str] | None:
    """The titles of a 词表, as they are written there."""
    if node is None:
        return frozenset()
    name = node.text if isinstance(node, Scalar) else ""
    listed = context.words.get(name[1:]) if name.startswith("$") else None
    if listed is None:
        known = [f"${word}" for word in context.words]
        context.problem(
            "words.unknown", f"没有词组“{name}”{asked_near(name, known)}", node, "写成 认可: $沿用标题"
        )
        return None
    return frozenset(fold(title) for title in listed.patterns)


def _parts(node: Node | None, what: str, numbers: list[int], context: BuildContext) -> tuple[int, ...] | None:
    found = choices_at(node, (ALL, *PARTS), what, context)
    if found is None:
        return None
    wanted = [n for name in found for n in (numbers if name == ALL else [PARTS.index(name) + 1])]
    return tuple(sorted(set(wanted)))
