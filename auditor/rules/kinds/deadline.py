"""时限: a date is before another.

    断言  the comparison of dates, e.g. 公布日期 ≤ 选(机关类别, 部门 → $部门期限, 其余 → 不适用)
    参数  the dates it names; one without a year falls in the year after the report's
    前提  where it does not hold, 不适用

One outcome, for 公布日期. A date that the report does not give leaves it 无法判定; where 选 gives 不适用,
so is the rule. How far a date is to be trusted is for 分级 to say (公布日期出自正文).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from auditor.base.text import fold
from auditor.report.model import Report, Role
from auditor.rules.environment import ReportEnvironment, conclude
from auditor.rules.formula import Bound, Trace
from auditor.rules.formula.types import Truth
from auditor.rules.kinds.common import Frame
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Missing, Outcome, PlaceEvidence, TextEvidence, Verdict
from auditor.rules.premise import compile_at, scope_of
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Scalar

NAME = "时限"
TARGET = "公布日期"
_SOURCES = {"text": "报告正文", "title": "标题", "page": "网页", "metadata": "网页", "file": "文件名"}
SCHEMA: Mapping[str, object] = {
    "properties": {"断言": {"type": "string"}, "前提": {"type": "string"}},
    "required": ["断言"],
}
FIELDS: Mapping[str, str] = {
    "公布日期": "公布的日期",
    "期限": "应当不晚于的日期",
    "迟": "迟了几天",
    "出自": "公布日期是从哪里读到的：报告正文、网页、文件名",
    "断言": "断言原文",
}
STUB = """\
- 编号: 时限-901
  名称: 部门在次年1月31日前公布
  类型: 时限
  级别: 提示
  依据: [{文件: 政府信息公开条例, 条款: 第四十九条}]
  参数: {部门期限: 1月31日}
  断言: 公布日期 ≤ 选(机关类别, 部门 → $部门期限, 其余 → 不适用)
  消息: "{公布日期}公布，应不晚于{期限}"
  怎么改: 按期公布
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {公布日期: 2024-02-03}, 应报: [公布日期]}
  - {无法判定: 标准报告, 改: {公布日期: 〈没有〉}}
  - {不适用: 标准报告, 改: {机关类别: 乡镇}}
"""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The check: the date is in time."""

    frame: Frame
    assertion: Bound
    premise: Bound | None
    text: str
    premise_text: str

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome."""
        environment = self.frame.environment(report, corpus)
        premise = self.premise.decide(environment) if self.premise else Truth.HOLDS
        trace = self.assertion.trace(environment)
        match conclude(premise, trace.truth):
            case Verdict.INAPPLICABLE:
                yield self.frame.inapplicable(report, TARGET, f"前提不成立：{self.premise_text}")
            case Verdict.PASS:
                yield self.frame.passed(report, TARGET)
            case Verdict.FAIL:
                yield self._late(trace, report, corpus)
            case _ if trace.inapplicable:
                yield self.frame.inapplicable(report, TARGET, trace.inapplicable)
            case _:
                yield self._unknown(trace, environment)

    def _late(self, trace: Trace, report: Report, corpus: Corpus) -> Outcome:
        done = trace.computation
        late = int(done.difference) if done is not None and done.difference is not None else None
        day = report.published
        fields = {
            "公布日期": _said(day) if day else "〈不明〉",
            "期限": _said(day - timedelta(days=late)) if day and late is not None else "期限",
            "迟": "" if late is None else str(late),
            "出自": _SOURCES.get(report.published_from, "文件"),
            "断言": self.text,
        }
        failed = self.frame.failed(
            report, TARGET, self.frame.graded(report, corpus), fields, (_where(report),)
        )
        return replace(failed, computation=done)

    def _unknown(self, trace: Trace, environment: ReportEnvironment) -> Outcome:
        missing = trace.missing
        if self.premise is not None:
            why = self.premise.trace(environment)
            missing += tuple(lack for lack in why.missing if lack not in missing)
        unknown = missing or (Missing("报告未写明", "公布日期"),)
        return self.frame.cannot_tell(environment.report, TARGET, *unknown)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _where(report: Report) -> Evidence:
    """The line of the report that gives the day; else the title."""
    day = report.published
    if day is not None:
        for section in report.sections.values():
            for passage in section.passages:
                text = section.text[passage.start : passage.end]
                if passage.role is Role.SIGNATURE and fold(text) == _said(day):
                    return TextEvidence(section.number, passage.start, passage.end, text, passage.place)
    return PlaceEvidence(report.title, report.title_place)


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    assertion, condition = rule.get("断言"), rule.get("前提")
    if not isinstance(assertion, Scalar):
        return None  # the schema has said so
    scope = scope_of(context)
    bound = compile_at(assertion, scope, context)
    premise = compile_at(condition, scope, context) if condition is not None else None
    if bound is None or (condition is not None and premise is None):
        return None
    text = condition.text if isinstance(condition, Scalar) else ""
    return Deadline(Frame.of(context), bound, premise, assertion.text, text)
