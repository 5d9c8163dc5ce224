"""条件说明: if a condition holds, an explanation must be there.

    前提  the condition; where it does not hold, 不适用
    断言  what must then hold, mostly 提及(正文, $词组)
    目标  what the outcome is named for, a cell or a part (default: the first cell of 前提)

Fails only where the condition is known to hold and what must be said was looked for in text that
was read whole; cannot tell otherwise. An explanation that is there passes whatever the condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from auditor.report.model import Report
from auditor.rules.environment import conclude
from auditor.rules.formula import Bound
from auditor.rules.formula.types import Truth
from auditor.rules.kinds.common import Frame, cell_evidence, interval_text, text_at
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Outcome, PlaceEvidence, Verdict
from auditor.rules.premise import compile_at, scope_of
from auditor.rules.prose import SECTION_NAMES
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Scalar

NAME = "条件说明"
SCHEMA: Mapping[str, object] = {
    "properties": {
        "前提": {"type": "string"},
        "断言": {"type": "string"},
        "目标": {"type": "string"},
    },
    "required": ["前提", "断言"],
}
FIELDS: Mapping[str, str] = {
    "前提": "前提原文",
    "断言": "断言原文",
    "代入": "前提代入数字",
    "左": "断言左边的数，断言不是比较时为空",
    "右": "断言右边的数",
}
STUB = """\
- 编号: 说明-901
  名称: 有“其他处理—其他”件数的应作说明
  类型: 条件说明
  级别: 警告
  依据: [{文件: 实务要求, 条款: 各地编制通知}]
  前提: 表三.总计.其他处理之其他 > 0
  断言: 提及(正文, $其他处理说明)
  消息: 其他处理 {表三.总计.其他处理之其他} 件，正文未见说明
  怎么改: 写明是撤回、重复合并还是别的情形
  例子:
  - {通过: 标准报告, 改: {表三.总计.其他处理之其他: 1, 第一部分: {增: 1件申请由申请人主动撤回。}}}
  - {违反: 标准报告, 改: {表三.总计.其他处理之其他: 1}, 应报: [表三.总计.其他处理之其他]}
  - {无法判定: 标准报告, 改: {表三.总计.其他处理之其他: 〈无法辨认〉}}
  - 不适用: 标准报告
"""


@dataclass(frozen=True, slots=True)
class Conditional:
    """The check: premise → conclusion."""

    frame: Frame
    target: str
    premise: Bound
    conclusion: Bound
    premise_text: str
    conclusion_text: str

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome."""
        environment = self.frame.environment(report, corpus)
        premise = self.premise.decide(environment)
        if premise is Truth.BROKEN:  # most reports: spares looking through the text
            verdict = Verdict.INAPPLICABLE
        else:
            verdict = conclude(premise, self.conclusion.decide(environment))
        match verdict:
            case Verdict.INAPPLICABLE:
                reason = f"前提不成立：{self.premise_text}"
                yield self.frame.inapplicable(report, self.target, reason)
                return
            case Verdict.PASS:
                found = self.conclusion.trace(environment)
                yield self.frame.passed(report, self.target, found.readings, found.evidence)
                return
        why, what = self.premise.trace(environment), self.conclusion.trace(environment)
        if verdict is Verdict.CANNOT_TELL:
            missing = tuple(dict.fromkeys((*why.missing, *what.missing)))
            yield self.frame.cannot_tell(report, self.target, *missing, evidence=why.evidence)
            return
        fields = {
            "前提": self.premise_text,
            "断言": self.conclusion_text,
            "代入": why.computation.filled if why.computation else "",
            "左": interval_text(what.computation.left) if what.computation else "",
            "右": interval_text(what.computation.right) if what.computation else "",
        }
        evidence: tuple[Evidence, ...] = why.evidence or tuple(
            cell_evidence(ref.path, report.cells[ref.path])
            for ref in (*self.premise.cells, *self.conclusion.cells)
            if not ref.report and ref.path in report.cells
        )
        evidence = evidence or (_place(report, self.target),)
        level = self.frame.graded(report, corpus)
        failed = self.frame.failed(report, self.target, level, fields, evidence, why.readings)
        yield replace(failed, computation=why.computation)


def _place(report: Report, target: str) -> PlaceEvidence:
    """The heading of the part that the outcome is named for, else the title."""
    number = SECTION_NAMES.index(target) if target in SECTION_NAMES else 0
    section = report.sections.get(number) if number else None
    if section is None:
        return PlaceEvidence(report.title, report.title_place)
    return PlaceEvidence(section.heading, section.place)


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    condition, demand = rule.get("前提"), rule.get("断言")
    if not isinstance(condition, Scalar) or not isinstance(demand, Scalar):
        return None  # the schema has said so
    scope = scope_of(context)
    premise, conclusion = compile_at(condition, scope, context), compile_at(demand, scope, context)
    target = text_at(rule, "目标", context, "")
    if premise is None or conclusion is None or target is None:
        return None
    cells = [ref.path for ref in premise.cells if not ref.report]
    target = target or (cells[0] if cells else "报告")
    return Conditional(Frame.of(context), target, premise, conclusion, condition.text, demand.text)
