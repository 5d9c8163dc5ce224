"""文表一致: a figure in prose equals a figure in a table.

    取数  the fact, or several that mean the same (收到申请, 办结, 结转下年 …: the vocabulary of facts)
    口径  every reading that practice allows: formulas of cells. 新收 is short for 表三.总计.新收
    说法  which of the sentences count: 总数 (the default), 分项 (after 其中), 断言 (未收到, 均获维持)
    对象  the table whose cells may be named shortly (default 表三)
    列    and the column of it (default 总计)
    关系  等于 (the default), 不小于, 不大于: how the figure in prose stands to the table's
    容差  with 等于: the largest difference that passes (default 0); what is written without decimals
          may be off by one, where a 容差 is given
    前提  where it does not hold, 不适用
    误计  with 等于: a reading that a known mistake gives. A figure is then a breach only where it fits
          this and no 口径; any other figure is the business of the rule that compares the two

Passes if any reading fits, fails only if none does, and then shows them all. Several sentences are
judged one by one; the first that fits nowhere is a breach, and all of them are one. Figures of one
name in one sentence may also be parts: their sum is tried as well. Figures written as about so many
(18万余) are not judged. Where a cell of a reading is unreadable and the others do not fit: 无法判定.

    取数: 收到申请
    口径: [新收, 新收 + 上年结转]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from auditor.report.model import Fact, Report
from auditor.report.value import Number
from auditor.rules.environment import ReportEnvironment
from auditor.rules.formula import Bound
from auditor.rules.formula.types import Scope, Truth, Type
from auditor.rules.kinds.common import (
    TEXTS,
    Frame,
    cell_evidence,
    choice_at,
    choices_at,
    incomplete,
    interval_text,
    number_text,
    scalars,
    text_at,
    tolerance_at,
)
from auditor.rules.kinds.quoted import is_approximate, sentence_evidence
from auditor.rules.kinds.stated import of_older_year, opens, parts_of_a_whole, sentence_number
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Interval, Missing, Outcome
from auditor.rules.premise import compile_at, scope_of
from auditor.rules.prose import WHOLE, was_read
from auditor.rules.scope import line_scope
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar

NAME = "文表一致"
_SIGNS = "+-×÷"
_TABLES = re.compile(r"表[二三四]\s*\.\s*")
_LAST_YEAR = re.compile(r"上年\s*\.\s*")
_NAME_DOTS = re.compile(r"(?<=[\u4e00-\u9fff])\s*\.\s*(?=[\u4e00-\u9fff])")
SCOPES: Mapping[str, str] = {
    "总数": "total", "分项": "branch", "渠道": "channel", "上年": "prior", "断言": "claim",
}  # fmt: skip
RELATIONS = ("等于", "不小于", "不大于")
SCHEMA: Mapping[str, object] = {
    "properties": {
        "取数": TEXTS,
        "口径": TEXTS,
        "说法": {
            "anyOf": [
                {"enum": list(SCOPES)},
                {"type": "array", "items": {"enum": list(SCOPES)}, "minItems": 1},
            ]
        },
        "对象": {"enum": ["表二", "表三", "表四"]},
        "列": {"type": "string"},
        "关系": {"enum": list(RELATIONS)},
        "容差": {"type": "string"},
        "前提": {"type": "string"},
        "误计": {"type": "string"},
    },
    "required": ["取数", "口径"],
}
FIELDS: Mapping[str, str] = {
    "取数": "事实的名称",
    "原句": "正文里的原话",
    "数": "正文写的数",
    "口径值": "各种口径在表里的数，例如“新收 20，新收 + 上年结转 = 22”",
    "误计值": "误计在表里的数，例如“合计(不予公开) + 部分公开 = 3”",
}
STUB = """\
- 编号: 文表-901
  名称: 正文收到件数与表三一致
  类型: 文表一致
  级别: 警告
  依据: [{文件: 国办公开办函〔2021〕30号, 条款: 表三}]
  取数: 收到申请
  口径: [新收, 新收 + 上年结转]
  消息: 正文“{原句}”写 {数} 件，表三为 {口径值}
  怎么改: 核对正文和表三
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第一部分: {替换: [申请12件, 申请15件]}}, 应报: [文表.收到申请]}
  - {无法判定: 标准报告, 改: {表三.总计.新收: 〈无法辨认〉, 表三.总计.上年结转: 〈无法辨认〉}}
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One 口径: the formula as written and bound."""

    text: str
    bound: Bound


@dataclass(frozen=True, slots=True)
class Agreement:
    """The check: every figure of these facts fits a reading."""

    frame: Frame
    target: str
    facts: tuple[str, ...]
    scopes: frozenset[str]
    readings: tuple[Reading, ...]
    relation: str
    premise: Bound | None
    premise_text: str
    tolerance: Decimal = Decimal(0)
    mistake: Reading | None = None

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome."""
        wanted = [fact for fact in report.facts if fact.name in self.facts and fact.scope in self.scopes]
        wanted = wanted or parts_of_a_whole(report, self.facts)
        stated = [f for f in wanted if not is_approximate(report, f) and not of_older_year(report, f)]
        if not stated:
            yield self._unstated(report, bool(wanted))
            return
        environment = self.frame.environment(report, corpus)
        premise = self.premise.decide(environment) if self.premise else Truth.HOLDS
        if premise is Truth.BROKEN:
            yield self.frame.inapplicable(report, self.target, f"前提不成立：{self.premise_text}")
            return
        values = [reading.bound.number(environment) for reading in self.readings]
        mistake = None if self.mistake is None else self.mistake.bound.number(environment)
        broken: list[Fact] = []
        unsure = False
        for _, group in groupby(stated, key=lambda fact: sentence_number(report, fact)):
            said = list(group)
            match self._judged(report, said, values, mistake):
                case Truth.BROKEN:
                    broken += said
                case Truth.UNKNOWN:
                    unsure = True
        if broken and premise is Truth.HOLDS:
            yield self._breach(report, corpus, environment, broken, values)
        elif unsure or broken:
            missing = self._missing(environment)
            yield self.frame.cannot_tell(report, self.target, *missing, evidence=_quotes(report, stated))
        else:
            notes = self._notes(environment)
            yield self.frame.passed(report, self.target, notes, _quotes(report, stated))

    def _unstated(self, report: Report, only_about: bool) -> Outcome:
        name = self.facts[0]
        if only_about:
            return self.frame.inapplicable(report, self.target, f"正文的{name}只写了约数")
        if not was_read(report, WHOLE):
            return self.frame.cannot_tell(report, self.target, incomplete(report, "没有取得全部正文"))
        return self.frame.inapplicable(report, self.target, f"正文没有写{name}")

    def _judged(
        self,
        report: Report,
        said: Sequence[Fact],
        values: Sequence[Interval | None],
        mistake: Interval | None,
    ) -> Truth:
        """Whether one sentence is right: its figures fit or, with a 误计, are not that mistake's."""
        fits = self._sentence(report, said, values)
        if self.mistake is None or fits is Truth.HOLDS:
            return fits
        mistaken = self._sentence(report, said, (mistake,))
        if mistaken is Truth.BROKEN:
            return Truth.HOLDS
        return fits if mistaken is Truth.HOLDS else Truth.UNKNOWN

    def _sentence(self, report: Report, said: Sequence[Fact], values: Sequence[Interval | None]) -> Truth:
        """Whether one sentence's figures fit: each of them, all of them together, or those that do not
        as parts of one that does. One that is larger than those that fit, or that they stand after as its
        parts (40件,其中新收36件), is no part of them."""
        judged = [self._fits(fact.value, values) for fact in said]
        if len(said) == 1 or Truth.UNKNOWN in judged:
            return judged[0] if len(said) == 1 or Truth.HOLDS not in judged else Truth.HOLDS
        odd = [fact for fact, fits in zip(said, judged, strict=True) if fits is Truth.BROKEN]
        if not odd or Truth.HOLDS in (self._sum(said, values), self._sum(odd, values)):
            return Truth.HOLDS
        right = [fact for fact, fits in zip(said, judged, strict=True) if fits is Truth.HOLDS]
        if not right or self.relation != RELATIONS[0]:
            return Truth.HOLDS if right else Truth.BROKEN
        whole = any(one.value > max(f.value for f in right) or opens(report, one, right) for one in odd)
        return Truth.BROKEN if whole else Truth.HOLDS

    def _sum(self, said: Sequence[Fact], values: Sequence[Interval | None]) -> Truth:
        return self._fits(sum((fact.value for fact in said), 0), values)

    def _fits(self, value: Number, values: Sequence[Interval | None]) -> Truth:
        found = [_stands(value, interval, self.relation, self._tolerated(value)) for interval in values]
        if Truth.HOLDS in found:
            return Truth.HOLDS
        return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.BROKEN

    def _figure(self, value: Interval | None) -> str:
        """A reading's figure; a quotient with two decimals, where a 容差 is given anyway."""
        if self.tolerance and value is not None and isinstance(value.exact, Decimal):
            return number_text(round(value.exact, 2))
        return interval_text(value)

    def _tolerated(self, value: Number) -> Decimal:
        whole = isinstance(value, int) or value == value.to_integral_value()
        return max(self.tolerance, Decimal(1)) if self.tolerance and whole else self.tolerance

    def _breach(
        self,
        report: Report,
        corpus: Corpus,
        environment: ReportEnvironment,
        broken: Sequence[Fact],
        values: Sequence[Interval | None],
    ) -> Outcome:
        shown = "，".join(map(self._shown, self.readings, values))
        fields = {
            "取数": self.facts[0],
            "原句": "”“".join(dict.fromkeys(_short(fact.quote) for fact in broken)),
            "数": "、".join(dict.fromkeys(number_text(fact.value) for fact in broken)),
            "口径值": shown,
        }
        readings = self._formulas()
        if self.mistake is not None:
            fields["误计值"] = self._shown(self.mistake, self.mistake.bound.number(environment))
        paths = dict.fromkeys(ref.path for reading in readings for ref in reading.bound.cells)
        cells = [cell_evidence(path, report.cells[path]) for path in paths if path in report.cells]
        level = self.frame.graded(report, corpus)
        evidence = (*_quotes(report, broken), *cells)
        return self.frame.failed(report, self.target, level, fields, evidence, self._notes(environment))

    def _shown(self, reading: Reading, value: Interval | None) -> str:
        said = in_words(reading.text)
        sums = value is not None and value.exact is not None and any(sign in said for sign in _SIGNS)
        return f"{said} {'= ' if sums else ''}{self._figure(value) or '不明'}"

    def _formulas(self) -> tuple[Reading, ...]:
        return self.readings if self.mistake is None else (*self.readings, self.mistake)

    def _notes(self, environment: ReportEnvironment) -> tuple[str, ...]:
        """What was assumed; tracing is slow, so only where a cell is no plain number."""
        numbers = environment.numbers
        found: dict[str, None] = {}
        for reading in self._formulas():
            if any(not ref.report and numbers[ref.index] is None for ref in reading.bound.cells):
                found |= dict.fromkeys(reading.bound.trace(environment).readings)
        return tuple(found)

    def _missing(self, environment: ReportEnvironment) -> tuple[Missing, ...]:
        bounds = [reading.bound for reading in self._formulas()]
        bounds += [self.premise] if self.premise is not None else []
        return tuple(
            dict.fromkeys(missing for bound in bounds for missing in bound.trace(environment).missing)
        )


def in_words(formula: str) -> str:
    """A formula as a message shows it: cells without their table and dots, signs as people write them."""
    named = _NAME_DOTS.sub("", _LAST_YEAR.sub("上年的", _TABLES.sub("", formula)))
    return named.replace("*", "×").replace("/", "÷")


def _stands(value: Number, interval: Interval | None, relation: str, tolerance: Decimal) -> Truth:
    """Whether a stated figure stands to a figure of the table as it should, for all or no values that
    this may have."""
    if interval is None:
        return Truth.UNKNOWN
    low, high = interval.low, interval.high
    sure: bool
    never: bool
    match relation:
        case "不小于":
            sure, never = high is not None and value >= high, value < low
        case "不大于":
            sure, never = value <= low, high is not None and value > high
        case _:
            sure = low == high and low - tolerance <= value <= low + tolerance
            never = value < low - tolerance or (high is not None and value > high + tolerance)
    return Truth.HOLDS if sure else Truth.BROKEN if never else Truth.UNKNOWN


def _quotes(report: Report, facts: Sequence[Fact]) -> tuple[Evidence, ...]:
    found = (sentence_evidence(report, fact.section, fact.start, fact.end) for fact in facts)
    return tuple(dict.fromkeys(found))


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 40 else f"{flat[:18]}……{flat[-18:]}"


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    names = _facts_at(rule.get("取数"), context)
    scopes = _scopes_at(rule.get("说法"), context)
    scope = _scope_at(rule, context)
    relation = text_at(rule, "关系", context, RELATIONS[0])
    node = rule.get("前提")
    premise = compile_at(node, scope_of(context), context) if node is not None else None
    tolerance = tolerance_at(rule.get("容差"), context)
    if names is None or scopes is None or scope is None or (node is not None and premise is None):
        return None
    if tolerance is None:
        return None
    readings: list[Reading] = []
    mistakes = scalars(rule.get("误计"))
    for item in (*scalars(rule.get("口径")), *mistakes):
        bound = compile_at(item, scope, context, Type.NUMBER)
        if bound is None:
            return None
        readings.append(Reading(item.text.strip() if isinstance(item, Scalar) else "", bound))
    mistake = readings.pop() if mistakes else None
    if mistake is not None and relation != RELATIONS[0]:
        context.problem("rule.mistake", f"“误计”不能和“关系: {relation}”一起写", mistakes[0], "删去一个")
        return None
    return Agreement(
        Frame.of(context), f"文表.{names[0]}", names, scopes, tuple(readings), relation or RELATIONS[0],
        premise, node.text if isinstance(node, Scalar) else "", tolerance, mistake,
    )  # fmt: skip


def _facts_at(node: Node | None, context: BuildContext) -> tuple[str, ...] | None:
    if context.vocabulary is not None:
        return choices_at(node, sorted(context.vocabulary.names), "取数", context)
    return tuple(item.text for item in scalars(node) if isinstance(item, Scalar))


def _scopes_at(node: Node | None, context: BuildContext) -> frozenset[str] | None:
    if node is None:
        return frozenset({SCOPES["总数"]})
    names = choices_at(node, SCOPES, "说法", context)
    return None if names is None else frozenset(SCOPES[name] for name in names)


def _scope_at(rule: Tree, context: BuildContext) -> Scope | None:
    """The names of the report, and those of one column without its path."""
    table = context.lexicon.tables[text_at(rule, "对象", context, "表三") or "表三"]
    node = rule.get("列")
    columns = [line.name for line in table.columns]
    if node is None:
        column = "总计" if "总计" in columns else ""
    else:
        column = choice_at(node, columns, "列", context) or ""
        if not column:
            return None
    return line_scope(scope_of(context), table, "列", "", column)
