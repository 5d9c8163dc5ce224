"""`auditor explain`: what a rule is, and why it fired on a report or did not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.cli import console, options, rosters, rulesets
from auditor.cli.configured import configure
from auditor.cli.parser import Parser, usage_error
from auditor.engine.company import company
from auditor.engine.explain import Explained, explain
from auditor.findings.session import read_file
from auditor.output.explain_text import draw_explanation
from auditor.output.places import printable
from auditor.output.rule_text import draw_rule
from auditor.output.text import Style
from auditor.reading.walk import walk
from auditor.report.model import Report
from auditor.rules.load import LoadedRules, load_rules
from auditor.source.nearest import advice

_ABOUT = (
    "讲一条规则：依据、查什么、级别、例子。写了报告，就讲它在这份报告上为什么报、为什么没报：\n"
    "先看适用，再看前提，然后是每个数和它的出处、代入公式、结论。"
)
_MORE = """\
例子：
  auditor explain 勾稽-301
  auditor explain 勾稽-301 某局2024.docx
  auditor explain 勾稽-301 某局2024.docx --target 表三.自然人
  auditor explain 跨年-301 某局2024.docx 某局2023.docx   （后面的报告供对照，例如上年的）
  auditor explain 汇总-301 县政府2024.docx 2024/ --roster 名录.yaml"""


def main(argv: Sequence[str]) -> int:
    """0, or 2 where the rules or the report could not be read."""
    parser = Parser("explain", "auditor explain 编号 [报告…]", _ABOUT, f"{_MORE}\n\n{rulesets.DEFAULT}")
    parser.add_argument("words", nargs="*")
    parser.option("--rules", metavar="规则", help="规则文件夹或文件；默认 ./rules，没有就用随程序提供的")
    rulesets.add_overlay(parser)
    rosters.add(parser)
    parser.option("--target", metavar="目标", action="append", help="只讲这些目标，例如 表三.自然人；可重复")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    if not arguments.words:
        raise usage_error("没有写规则的编号", "写成 auditor explain 编号，例如 auditor explain 勾稽-301")
    configure(arguments, arguments.words[1:])
    where = arguments.rules or rulesets.default_rules().as_posix()
    rulesets.check_order(where, ())
    loaded = load_rules([Path(where)], options.many(arguments.overlay), examples=False)
    faults = [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
    options.report(faults, arguments.color)
    number, *files = arguments.words
    (name,) = rulesets.wanted([number], loaded)
    rule = next(rule for rule in loaded.rules if rule.id == name)
    style = Style(
        console.width(sys.stdout), console.wants_color(arguments.color, sys.stdout), options.detail(arguments)
    )
    if not files:
        console.emit(draw_rule(rule, loaded.wordings.lists, style), None)
        return 2 if faults else 0
    report, others = _reports(files, loaded, arguments.color)
    if report is None:
        return 2
    listed, roster, wrong = rosters.find_roster(arguments.roster, where, files)
    options.report(wrong, arguments.color)
    if listed is not None and roster is None:
        return 2
    own, corpus = company(report, others, (), roster)
    found = explain(rule, own, corpus)
    targets = _chosen(found.targets, options.many(arguments.target))
    console.emit(draw_explanation(found, targets, style), None)
    return 2 if faults else 0


def _reports(files: Sequence[str], loaded: LoadedRules, color: str) -> tuple[Report | None, list[Report]]:
    """The first file's report and the others; None (and said) where it cannot be read."""
    if Path(files[0]).is_dir():
        raise usage_error(
            f"一次只讲一份报告，“{printable(files[0])}”是文件夹",
            "写出文件夹里的一份报告；后面可以跟上年的报告",
        )
    read: list[Report] = []
    for number, file in enumerate(files):
        found = walk([file])
        options.report(found.problems, color)
        for item in found.files:
            report = read_file(item, loaded.lexicons, loaded.vocabulary)
            if isinstance(report, Report) and (report.is_report or number):
                read.append(report)
                continue
            fault = _no_report(item.name) if isinstance(report, Report) else report
            options.report([fault], color)
            if not number:
                return None, []
        if not read:
            return None, []
    return read[0], read[1:]


def _no_report(name: str) -> Diagnostic:
    remedy = "auditor parse 可以看程序把它读成了什么"
    return Diagnostic(Severity.ERROR, "explain.no-report", "这份文件不是年度报告", remedy, name)


def _chosen(targets: Sequence[Explained], wanted: Sequence[str]) -> Sequence[Explained]:
    """The targets named; a name also stands for everything below it (表三 for 表三.自然人)."""
    if not wanted:
        return targets
    known = [item.outcome.target for item in targets]
    for name in wanted:
        if not any(_below(target, name) for target in known):
            there = "、".join(known[:8]) + ("等" if len(known) > 8 else "")
            said = f"它的目标有 {there}" if known else "这条规则没有往下判断"
            raise usage_error(f"这条规则没有“{name}”这个目标", f"{advice(name, known)}{said}")
    return [item for item in targets if any(_below(item.outcome.target, name) for name in wanted)]


def _below(target: str, name: str) -> bool:
    return target == name or target.startswith(f"{name}.") or name in target.split(".")
