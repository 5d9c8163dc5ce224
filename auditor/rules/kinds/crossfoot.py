"""勾稽: arithmetic that must hold between cells.

    对象  表二, 表三 or 表四: the table that is walked; left out: one formula over the whole report,
          with full paths
    逐    行, 列, 组 or 格: one outcome each, and inside it the rest of the path need not be written
    范围  which rows or columns; left out: every line that has the cells the formula names
    断言  the formula that must hold
    前提  where it does not hold, the line is 不适用
    容差  the largest difference that passes, in the cells' unit (default 0)
    需要  上年报告 or 全部下级报告: without them every line is 无法判定, and what is missing is named
    合报  是: all lines give one outcome, named for the table (sums over 下级: a missing agency breaks
          many cells and is one defect); {各处} lists them, {可能} names who could explain them
    漏填  the level of a breach that blank cells alone may explain (a total left out), which is then
          said in {情况}; 级别 otherwise

Passes when the assertion holds for every value the unknown cells may take, fails when it holds for
none, and cannot tell otherwise. Blanks count as zero only where the pack says so (空白视为零), and a
verdict that leaned on it notes “空白按 0 计”.

    对象: 表三
    逐: 列
    断言: 新收 + 上年结转 = 办理总计 + 结转下年        {改: {表三.自然人.新收: 11}} fails for 表三.自然人
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.base.text import fold
from auditor.report.model import Report
from auditor.report.value import State
from auditor.rules.environment import ReportEnvironment, conclude
from auditor.rules.formula.quantity import exactly, to_number
from auditor.rules.formula.types import Truth
from auditor.rules.kinds.common import (
    LEVELS,
    Frame,
    cell_evidence,
    interval_text,
    number_text,
    scalars,
    text_at,
    tolerance_at,
    unmet,
)
from auditor.rules.kinds.families import PLAIN_SUM, merged, summed_up
from auditor.rules.kinds.lines import WHOLE, Line, lines_at
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Computation, Evidence, Level, Missing, Outcome, Verdict
from auditor.rules.scope import SUBORDINATE
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Scalar

NAME = "勾稽"
SCHEMA: Mapping[str, object] = {
    "properties": {
        "对象": {"enum": ["表二", "表三", "表四"]},
        "逐": {"enum": ["行", "列", "组", "格"]},
        "范围": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "断言": {"type": "string"},
        "前提": {"type": "string"},
        "容差": {"type": "string"},
        "漏填": {"enum": list(LEVELS)},
        "合报": {"type": "boolean"},
    },
    "required": ["断言"],
}
FIELDS: Mapping[str, str] = {
    "对象": "表名",
    "行": "这一行的名称（逐行、逐组、逐格）",
    "列": "这一列的名称（逐列、逐格）",
    "公式": "断言原文",
    "代入": "断言代入数字",
    "各数": "断言和前提用到的各格的数，最多八格",
    "左式": "左边代入数字",
    "左": "左边的数",
    "右式": "右边代入数字",
    "右": "右边的数",
    "差": "相差多少",
    "情况": "有空白格时说明哪几格空白，否则为空",
    "可疑格": "最可能填错的一格，没有时为空",
    "可疑值": "这一格填多少，几条算式就都成立",
    "各处": "合报时逐处写明本级的数、下级合计和差额",
    "处数": "合报时有几处",
    "可能": "合报时差额与哪些机关自己的数相同，没有时为空",
}
_SHOWN = 8  # cells named in one message
STUB = """\
- 编号: 勾稽-901
  名称: 表三逐列收支平衡
  类型: 勾稽
  级别: 错误
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三 勾稽关系}]
  对象: 表三
  逐: 列
  断言: 新收 + 上年结转 = 办理总计 + 结转下年
  消息: "{列}：{左式} = {左}，{右式} = {右}，相差 {差}"
  怎么改: 核对这一列的数
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.自然人]}
  - {无法判定: 标准报告, 改: {表三.自然人.结转下年: 〈无法辨认〉}}
"""


@dataclass(frozen=True, slots=True)
class CrossFooting:
    """The check: the assertion on every line."""

    frame: Frame
    formula: str
    premise: str
    lines: tuple[Line, ...]
    tolerance: Decimal
    left_blank: Level | None
    needs: tuple[str, ...] = ()
    together: str = ""  # the table that all lines are reported for

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per line."""
        environment = self.frame.environment(report, corpus)
        missing = unmet(self.needs, report, corpus) if self.needs else ()
        plain = not missing and not self.premise and fold(self.formula) == PLAIN_SUM
        agreed = summed_up(report, corpus, self.frame.lexicon) if plain else frozenset()
        outcomes = (
            self.frame.passed(report, line.target)
            if agreed and line.own[0] in agreed
            else self._line(line, environment, missing)
            for line in self.lines
        )
        if self.together:
            yield merged(self.frame, report, self.together, tuple(outcomes), corpus)
        else:
            yield from outcomes

    def _line(self, line: Line, environment: ReportEnvironment, missing: tuple[Missing, ...]) -> Outcome:
        report = environment.report
        premise = line.premise.decide(environment) if line.premise else Truth.HOLDS
        if missing and premise is not Truth.BROKEN:
            return self.frame.cannot_tell(report, line.target, *missing)
        truth, readings = line.assertion.weigh(environment)
        match conclude(premise, truth):
            case Verdict.INAPPLICABLE:
                return self.frame.inapplicable(report, line.target, f"前提不成立：{self.premise}")
            case Verdict.PASS:
                return self.frame.passed(report, line.target, _notes(line, environment, readings))
            case Verdict.FAIL:
                return self._breach(line, environment)
            case _:
                return self._unknown(line, environment)

    def _breach(self, line: Line, environment: ReportEnvironment) -> Outcome:
        report, corpus = environment.report, environment.corpus
        trace = line.assertion.trace(environment)
        done = trace.computation
        if self.tolerance and done and done.difference is not None and done.difference <= self.tolerance:
            within = f"相差 {number_text(done.difference)}，在容差 {number_text(self.tolerance)} 之内"
            return self.frame.passed(report, line.target, (*trace.readings, within))
        level = self.frame.graded(report, corpus)
        blanks = _blanks(line, report)
        situation = ""
        if self.left_blank is not None and blanks:
            strict = replace(environment, blank_is_zero=False)
            if line.assertion.decide(strict) is Truth.UNKNOWN:
                level, situation = self.left_blank, "（有空白格，可能漏填：" + "、".join(blanks) + "）"
        fields = {**self._fields(line, done), "各数": _figures(line, report), "情况": situation}
        evidence = trace.evidence or _evidence(done, report)
        if line.premise is not None:
            evidence = tuple(dict.fromkeys((*line.premise.trace(environment).evidence, *evidence)))
        failed = self.frame.failed(report, line.target, level, fields, evidence, trace.readings)
        return replace(failed, computation=done)

    def _unknown(self, line: Line, environment: ReportEnvironment) -> Outcome:
        trace = line.assertion.trace(environment)
        missing = trace.missing
        if line.premise is not None:
            missing += tuple(m for m in line.premise.trace(environment).missing if m not in missing)
        made = self.frame.cannot_tell(environment.report, line.target, *missing, evidence=trace.evidence)
        return replace(made, computation=trace.computation)

    def _fields(self, line: Line, done: Computation | None) -> dict[str, str]:
        fields = {**line.names, "公式": self.formula, "可疑格": "", "可疑值": ""}
        if done is None:
            return fields | dict.fromkeys(("代入", "左式", "左", "右式", "右", "差"), "")
        return fields | {
            "代入": done.filled,
            "左式": done.left_text,
            "左": interval_text(done.left),
            "右式": done.right_text,
            "右": interval_text(done.right),
            "差": _apart(done),
        }


def _apart(done: Computation) -> str:
    """How far apart the sides are, at least, where a side is only known to lie in a range."""
    if done.difference is not None:
        return number_text(done.difference)
    if done.left is None or done.right is None:
        return ""
    for higher, lower in ((done.left, done.right), (done.right, done.left)):
        if lower.high is not None and higher.low > lower.high:
            return f"至少 {number_text(to_number(exactly(higher.low) - exactly(lower.high)))}"
    return ""


def _notes(line: Line, environment: ReportEnvironment, readings: tuple[str, ...]) -> tuple[str, ...]:
    """What a pass leaned on, where a cell of the line is no plain number."""
    numbers = environment.numbers
    return readings if readings and any(numbers[index] is None for index in line.own) else ()


def _blanks(line: Line, report: Report) -> list[str]:
    found: list[str] = []
    for ref in line.assertion.cells:
        value = report.cells.get(ref.path)
        if not ref.report and value is not None and value.state in (State.BLANK, State.SYMBOL):
            found.append(ref.path)
    return found


def _figures(line: Line, report: Report) -> str:
    """The cells of the line's formulas by the part of their path that tells them apart."""
    bounds = (line.assertion,) if line.premise is None else (line.premise, line.assertion)
    paths = dict.fromkeys(ref.path for bound in bounds for ref in bound.cells if not ref.report)
    own = set(line.target.split("."))
    shown: list[str] = []
    for path in list(paths)[:_SHOWN]:
        value = report.cells.get(path)
        name = ".".join(part for part in path.split(".") if part not in own)
        written = "空白" if value is None or not value.raw else value.raw
        shown.append(f"{name or path} {written}")
    return "、".join(shown) + ("等" if len(paths) > _SHOWN else "")


def _evidence(done: Computation | None, report: Report) -> tuple[Evidence, ...]:
    operands = done.operands if done else ()
    return tuple(cell_evidence(o.path, report.cells[o.path]) for o in operands if o.path in report.cells)


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    assertion = rule.get("断言")
    if not isinstance(assertion, Scalar):
        return None  # the schema has said so
    tolerance = tolerance_at(rule.get("容差"), context)
    blank_level = text_at(rule, "漏填", context)
    lines = lines_at(rule, assertion, context)
    if tolerance is None or lines is None:
        return None
    premise = rule.get("前提")
    needs = tuple(node.text for node in scalars(rule.get("需要")) if isinstance(node, Scalar))
    together = text_at(rule, "合报", context, "否") == "是"
    target = rule.get("对象")
    if together and not any(ref.report == SUBORDINATE for line in lines for ref in line.assertion.cells):
        context.problem("rule.type", "“合报”只用于和下级合计的比较", rule.get("合报") or rule, "删去“合报”")
        return None
    return CrossFooting(
        Frame.of(context), assertion.text, premise.text if isinstance(premise, Scalar) else "", lines,
        tolerance, LEVELS.get(blank_level) if blank_level else None, needs,
        (target.text if isinstance(target, Scalar) else WHOLE) if together else "",
    )  # fmt: skip
