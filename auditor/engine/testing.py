"""例子: the examples that a rule carries, run on standard reports by the road of a real run.

A gate stands before them: every rule has at least one 通过 and one 违反, a 无法判定 where it reads cells,
a 不适用 where it has a 前提 or an 适用 of its own; and no standard report breaks any rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from auditor.base.place import SourcePlace
from auditor.engine.company import company, roster_at
from auditor.engine.patch import PatchFault, apply_patch
from auditor.engine.plan import plan
from auditor.engine.run import audit
from auditor.report.model import Report
from auditor.report.sample import Sample, SampleBuilder, load_sample
from auditor.report.value import State, Value
from auditor.roster.model import Roster
from auditor.rules.keys import EXAMPLE_KEYS, asked
from auditor.rules.load import LoadedRules
from auditor.rules.message import render
from auditor.rules.model import Rule
from auditor.rules.outcome import Level, Outcome, Verdict
from auditor.source.load import read_source
from auditor.source.tree import Mapping as Tree
from auditor.source.tree import Node, Scalar
from auditor.source.tree import Sequence as Items

STANDARD = "标准报告"
EXPECTATIONS: Mapping[str, Verdict] = {
    "通过": Verdict.PASS,
    "违反": Verdict.FAIL,
    "无法判定": Verdict.CANNOT_TELL,
    "不适用": Verdict.INAPPLICABLE,
}
_SAID = {verdict: word for word, verdict in EXPECTATIONS.items()} | {Verdict.ERROR: "引擎错误"}
_LEVELS = {"错误": Level.ERROR, "警告": Level.WARNING, "提示": Level.INFO}
_FILE, _KINDS = "例子", ("部门", "政府", "乡镇", "街道")


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example, or what a rule lacks (`number` 0). `failures` say in Chinese what is wrong; none
    is a pass."""

    rule: str
    number: int
    expectation: str
    failures: tuple[str, ...]
    file: str
    place: SourcePlace | None

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures


def test_rules(loaded: LoadedRules, only: Sequence[str] = ()) -> tuple[ExampleResult, ...]:
    """Every example of every rule (or of those with an id in `only`), and the gate of each rule.
    Rules that are 停用 are left out."""
    bench = Bench(loaded)
    results: list[ExampleResult] = list(bench.faults)
    for rule in loaded.rules:
        if rule.state != "停用" and (not only or rule.id in only):
            results += _test_rule(rule, bench)
    return tuple(results)


test_rules.__test__ = False  # type: ignore[attr-defined]  # pytest collects by name


@dataclass(frozen=True, slots=True)
class Case:
    """The reports of one example: the one that is judged, and its companions."""

    report: Report
    others: tuple[Report, ...]
    below: tuple[Report, ...]
    roster: Roster | None = None


class Bench:
    """The standard reports of a load. `keep`: the reports of examples are made once and kept, for
    asking the same examples of many variants of a rule (the changed tree must share their nodes)."""

    def __init__(self, loaded: LoadedRules) -> None:
        self.lexicons = loaded.lexicons
        self.local = frozenset(pack.file for pack in loaded.overlays)
        self.builder = SampleBuilder(loaded.lexicons, loaded.vocabulary)
        self.samples: dict[str, Sample] = {}
        self.faults: list[ExampleResult] = []
        self.keep = False
        self.cases: dict[int, Case] = {}
        for path in loaded.samples:
            source, faults = read_source(path, path.as_posix())
            sample, more = load_sample(source) if source is not None else (None, ())
            for fault in (*faults, *more):
                place = fault.place if isinstance(fault.place, SourcePlace) else None
                self.faults.append(ExampleResult("", 0, "样本", (fault.message,), fault.file, place))
            if sample is not None:
                self.samples[sample.name] = sample
        if not self.samples:
            self.faults.append(ExampleResult("", 0, "样本", ("没有标准报告（rules/样本）",), "", None))

    @cached_property
    def built(self) -> Mapping[str, Report]:
        """Every standard report, without changes, best first: new format, departments."""
        ordered = sorted(self.samples, key=_rank)
        return {name: self.builder.build(self.samples[name], name) for name in ordered}

    def find(self, name: str, rule: Rule) -> Sample | None:
        """The sample that an example names: in full, by template or kind, or 标准报告 alone, which is
        the first to which the rule applies."""
        if name in self.samples:
            return self.samples[name]
        first, *parts = name.split("-")
        names = [n for n in self.built if n.split("-")[0] == first and all(p in n.split("-") for p in parts)]
        for candidate in names:
            if plan(rule, self.built[candidate]).check is not None:
                return self.samples[candidate]
        return self.samples[names[0]] if names else None

    def before(self, sample: Sample) -> Sample:
        """What 上年 starts from: the same agency a year earlier, in that year's format."""
        year = None if sample.year is None else sample.year - 1
        if year is not None and year < 2021 and sample.template == "2021":
            other = self.samples.get(sample.name.replace("2021", "2019"), sample)
            sample = replace(other, unit=sample.unit)
        return replace(sample, year=year)


def _rank(name: str) -> tuple[int, int, str]:
    parts = name.split("-")
    template = next((-int(part) for part in parts if part.isdecimal()), 0)
    return (template, next((i for i, kind in enumerate(_KINDS) if kind in parts), len(_KINDS)), name)


def _test_rule(rule: Rule, bench: Bench) -> list[ExampleResult]:
    examples = rule.tree.get("例子") if rule.tree else None
    nodes = examples.items if isinstance(examples, Items) else ()
    results = [_run(rule, number, node, bench) for number, node in enumerate(nodes, 1)]
    gate = _gate(rule, [result.expectation for result in results], bench)
    if gate:
        place = examples.place if examples is not None else rule.place
        results.append(ExampleResult(rule.id, 0, "例子齐全", gate, rule.file, place))
    return results


def holds(rule: Rule, bench: Bench) -> bool:
    """Whether every example of `rule` holds and no standard report breaks it; asks no more than it
    takes to tell."""
    examples = rule.tree.get("例子") if rule.tree else None
    for number, node in enumerate(examples.items if isinstance(examples, Items) else (), 1):
        if not _run(rule, number, node, bench).passed:
            return False
    broken = (Verdict.FAIL, Verdict.ERROR)
    return not any(
        outcome.verdict in broken
        for report in bench.built.values()
        for outcome in _outcomes(rule, report, ())
    )


def _gate(rule: Rule, have: Sequence[str], bench: Bench) -> tuple[str, ...]:
    lacking = [f"没有“{word}”的例子" for word in ("通过", "违反") if word not in have]
    if "无法判定" not in have and _reads_cells(rule, bench):
        lacking.append("规则要看单元格，没有“无法判定”的例子（改: {…: 〈无法辨认〉}）")
    own = [key for key in ("前提", "适用") if rule.tree is not None and rule.tree.get(key) is not None]
    if own and "不适用" not in have:
        lacking.append(f"规则有“{own[0]}”，没有“不适用”的例子")
    for name, report in bench.built.items():
        for outcome in _outcomes(rule, report, ()):
            # The standard reports meet the national rules; what a place asks beyond them, they may lack.
            if outcome.verdict is Verdict.ERROR or (
                outcome.verdict is Verdict.FAIL and rule.file not in bench.local
            ):
                lacking.append(f"{name} 应当没有问题，却{_told(rule, outcome)}")
    return tuple(lacking)


def _reads_cells(rule: Rule, bench: Bench) -> bool:
    """Whether the verdict on some standard report hangs on cells: told by hiding them all."""
    for report in bench.built.values():
        if plan(rule, report).check is None:
            continue
        hidden = {path: Value(State.ILLEGIBLE, unit=value.unit) for path, value in report.cells.items()}
        outcomes = _outcomes(rule, replace(report, cells=hidden), ())
        return any(outcome.verdict is Verdict.CANNOT_TELL for outcome in outcomes)
    return False


def _outcomes(
    rule: Rule,
    report: Report,
    others: Sequence[Report],
    below: Sequence[Report] = (),
    roster: Roster | None = None,
) -> list[Outcome]:
    found: list[Outcome] = []
    own, corpus = company(report, others, below, roster)
    audit([rule], [own], found.append, corpus)
    return found


def _run(rule: Rule, number: int, node: Node, bench: Bench) -> ExampleResult:
    expectation, failures = "", [f"例子应写成 {{通过: {STANDARD}}} 这样的键和值"]
    if isinstance(node, Tree):
        words = [entry.key.text for entry in node if entry.key.text in EXPECTATIONS]
        expectation = words[0] if words else ""
        unknown = [entry.key.text for entry in node if entry.key.text not in EXAMPLE_KEYS]
        if unknown:
            failures = [f"例子里没有“{key}”这个键{asked(key, EXAMPLE_KEYS)}" for key in unknown]
        elif len(words) != 1:
            failures = ["例子要写一个、也只写一个：通过 违反 无法判定 不适用"]
        else:
            failures = _compare(rule, node, expectation, bench)
    return ExampleResult(rule.id, number, expectation, tuple(failures), rule.file, node.place)


def _compare(rule: Rule, node: Tree, expectation: str, bench: Bench) -> list[str]:
    try:
        outcomes = _audited(rule, node, expectation, bench)
    except PatchFault as fault:
        return [f"第 {fault.node.place.line} 行：{fault.message}"]
    broken = [outcome for outcome in outcomes if outcome.verdict is Verdict.ERROR]
    if broken:
        return [_told(rule, outcome) for outcome in broken]
    verdict = EXPECTATIONS[expectation]
    failures = _verdicts(rule, verdict, outcomes)
    named = _listed(node.get("应报"))
    of_interest = [outcome for outcome in outcomes if outcome.verdict is verdict]
    if named and not failures:
        there = [outcome.target for outcome in of_interest]
        if verdict in (Verdict.FAIL, Verdict.CANNOT_TELL) and sorted(there) != sorted(named):
            failures.append(f"应报 {'、'.join(named)}，实际是 {'、'.join(there) or '没有'}")
        failures += [f"“{name}”不是{expectation}" for name in named if name not in there and not failures]
    elif verdict is Verdict.FAIL and len(of_interest) > 1:
        failures.append(f"报了 {len(of_interest)} 处，例子要用“应报”写明：{_targets(of_interest)}")
    if not failures:
        failures += _worded(rule, node, of_interest)
    return failures


def _audited(rule: Rule, node: Tree, expectation: str, bench: Bench) -> list[Outcome]:
    case = bench.cases.get(id(node))
    if case is None:
        case = _case(rule, node, expectation, bench)
        if bench.keep:
            bench.cases[id(node)] = case
    return _outcomes(rule, case.report, case.others, case.below, case.roster)


def _case(rule: Rule, node: Tree, expectation: str, bench: Bench) -> Case:
    name = node.get(expectation)
    called = name.text if isinstance(name, Scalar) and name.text else STANDARD
    base = bench.find(called, rule)
    if base is None:
        raise PatchFault(f"没有样本“{called}”{asked(called, bench.samples)}", name or node)
    sample = apply_patch(base, node.get("改"), bench.lexicons)
    others: list[Report] = []
    if (previous := node.get("上年")) is not None:
        earlier = bench.before(sample)
        patch = previous if isinstance(previous, Tree) else None
        others.append(bench.builder.build(apply_patch(earlier, patch, bench.lexicons), f"{_FILE}-上年"))
    below: list[Report] = []
    listed = node.get("下级")
    for index, item in enumerate(listed.items if isinstance(listed, Items) else (), 1):
        start = replace(sample, unit=f"{sample.unit}下属第{index}局")
        below.append(bench.builder.build(apply_patch(start, item, bench.lexicons), f"{_FILE}-下级{index}"))
    fellows = node.get("同批")
    for index, item in enumerate(fellows.items if isinstance(fellows, Items) else (), 1):
        start = replace(sample, unit=f"{sample.unit}同批第{index}局")
        others.append(bench.builder.build(apply_patch(start, item, bench.lexicons), f"{_FILE}-同批{index}"))
    file = node.get("文件")
    named = file.text if isinstance(file, Scalar) else _FILE
    roster = roster_at(node.get("名录"), sample.unit, STANDARD)
    return Case(bench.builder.build(sample, named), tuple(others), tuple(below), roster)


def _verdicts(rule: Rule, verdict: Verdict, outcomes: Sequence[Outcome]) -> list[str]:
    """What stands against the expectation: for 通过 every target passes or is 不适用, for 无法判定 none
    fails, for 不适用 none is anything else."""
    there = {outcome.verdict for outcome in outcomes}
    forbidden = {
        Verdict.PASS: {Verdict.FAIL, Verdict.CANNOT_TELL},
        Verdict.FAIL: set(),
        Verdict.CANNOT_TELL: {Verdict.FAIL},
        Verdict.INAPPLICABLE: {Verdict.FAIL, Verdict.CANNOT_TELL, Verdict.PASS},
    }[verdict]
    against = [outcome for outcome in outcomes if outcome.verdict in forbidden]
    if verdict in there and not against:
        return []
    if against:
        return [f"应当{_SAID[verdict]}，却{_told(rule, outcome)}" for outcome in against[:5]]
    return [
        f"应当{_SAID[verdict]}，却{'、'.join(sorted(_SAID[found] for found in there))}：{_targets(outcomes)}"
    ]


def _worded(rule: Rule, node: Tree, outcomes: Sequence[Outcome]) -> list[str]:
    said = [_message(rule, outcome) for outcome in outcomes]
    failures = [
        f"消息里没有“{words}”：{'；'.join(said)}"
        for words in _listed(node.get("消息含"))
        if not any(words in message for message in said)
    ]
    level = node.get("级别")
    if isinstance(level, Scalar):
        wanted = _LEVELS.get(level.text)
        odd = [outcome for outcome in outcomes if outcome.level is not wanted]
        words = {value: word for word, value in _LEVELS.items()}
        failures += [f"“{outcome.target}”的级别是{words[outcome.level]}，不是{level.text}" for outcome in odd]
    return failures


def _message(rule: Rule, outcome: Outcome) -> str:
    if outcome.verdict is Verdict.FAIL:
        return render(rule.message, outcome.fields)
    if outcome.verdict is Verdict.CANNOT_TELL:
        return "；".join(f"{m.cause}：{m.detail}" if m.detail else m.cause for m in outcome.missing)
    return outcome.reason


def _told(rule: Rule, outcome: Outcome) -> str:
    said = _message(rule, outcome)
    return f"{_SAID[outcome.verdict]}（{outcome.target}{'：' + said if said else ''}）"


def _targets(outcomes: Sequence[Outcome]) -> str:
    return "、".join(outcome.target for outcome in outcomes)


def _listed(node: Node | None) -> tuple[str, ...]:
    match node:
        case Scalar(text=text) if text:
            return (text,)
        case Items(items=items):
            return tuple(item.text for item in items if isinstance(item, Scalar))
        case _:
            return ()
