"""`auditor run`: rules and reports to findings on screen or in a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console, dossiers, forms, keeping, many, options, rosters, rulesets
from auditor.cli.parser import Parser, one_of, usage_error
from auditor.cli.progress import Progress
from auditor.cli.sides import side_at
from auditor.findings.baseline import marked, unknown_only
from auditor.findings.model import Run
from auditor.findings.session import audit_files
from auditor.findings.show import exit_code, shown
from auditor.output.places import LEVELS
from auditor.output.text import Style, draw_run
from auditor.rules.outcome import Level

_MORE = """\
退出码（先合先用）：
  2  规则、设置或程序出错，或有文件读不了（其余文件照常审核）
  1  列出的问题里有达到 --fail-on 级别的
  3  写了 --max-undecided 且无法判定的结论超过它
  0  其余情况

例子：
  auditor run rules/ reports/
  auditor run rules/ 某局2024.docx --fail-on 警告
  auditor run rules/ 2024/ --with 2023/ --roster 名录.xlsx
  auditor run rules/ reports/ --format json --output 结果.json
  auditor run rules/ reports/ --store reports/
  auditor run rules/ reports/ --format xlsx --output 台账.xlsx --format html --output 通报.html
  auditor run rules/ reports/ --format notice --output 通知/ --issuer 某市政务公开办 --deadline 2025-03-31
  auditor run rules/ reports/ --rule 勾稽-301 --level 错误"""


def main(argv: Sequence[str]) -> int:
    """Audit; the exit code of language.md §5."""
    parser = _parser()
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    rules, reports = rulesets.rules_and_reports(arguments, "run")
    outputs = forms.wanted(arguments)
    known = None if arguments.baseline is None else side_at(arguments.baseline)
    listed, roster, faults = rosters.find_roster(arguments.roster, rules, reports)
    options.report(faults, arguments.color)
    if listed is not None and roster is None:
        return 2
    overlays = tuple(dict.fromkeys((*options.many(arguments.overlay), *rosters.overlay_of(roster, rules))))
    loaded = rulesets.loaded(rules, overlays, arguments.color)
    if loaded is None:
        return 2
    if all(rule.state == "停用" for rule in loaded.rules):
        raise usage_error(
            "规则都已停用，没有可用的规则", "把要用的规则的“状态: 停用”去掉，或换一个规则文件夹"
        )
    wanted = rulesets.wanted(options.many(arguments.rule), loaded)
    levels = _wanted_levels(options.many(arguments.level))
    files = rosters.without(many.walked(reports), listed)
    beside = rosters.without(many.walked(arguments.companions), listed) if arguments.companions else None
    forms.spare(outputs, [found.path for found in files.files])
    keeper = keeping.Keeping(arguments, loaded, roster)
    if keeper.faults:
        options.report(keeper.faults, arguments.color)
        return 2
    desk = dossiers.Reading(loaded, keeper.read, forms.keeps(outputs))
    progress = Progress(quiet=arguments.quiet)
    said: list[Diagnostic] = []
    try:
        if many.is_wanted(arguments, files.files):
            many.settle(arguments)
            stored = keeper.read is not None
            keeps = forms.keeps(outputs)
            plan = many.Plan(rules, overlays, loaded, listed, roster, files, beside, keeps, stored)
            run, said = many.audited(arguments, plan, progress, desk.take)
            keeper.adopt(run, desk.kept)
        else:
            run = audit_files(loaded, files, progress, roster, beside, desk)
    finally:
        progress.close()
    options.report(said, arguments.color)
    run = keeper.kept(run)
    run = shown(run, wanted, levels, _filter_words(wanted, levels))
    if known is not None:
        run = marked(run, known)
    dossier = desk.dossier(run, roster, keeper.notes, compared=bool(arguments.store or known))
    written = forms.write(dossier, outputs, lambda to_file: _drawn(run, arguments, to_file), arguments)
    if written or keeper.faults:
        options.report([*written, *keeper.faults], arguments.color)
        return 2
    if not run.tally.reports and not any(row.fatal for row in run.files):
        readable = "能读 .docx .doc .wps .pdf .ofd .html .xlsx .txt .zip 等"
        raise usage_error("没有找到可以审核的报告", f"核对第二个参数；{readable}")
    fail_on = None if arguments.fail_on == "never" else Level(arguments.fail_on or "error")
    counted = run if known is None else unknown_only(run)
    return exit_code(counted, fail_on, arguments.max_undecided)


def _parser() -> Parser:
    parser = Parser(
        "run",
        "auditor run 规则 报告… [选项]",
        "按规则审核报告，逐份列出问题。规则是文件夹或 .yaml 文件；报告是文件或文件夹（含下级文件夹）。",
        _MORE,
    )
    parser.add_argument("paths", nargs="*")
    fail_names = one_of(options.FAIL_NAMES)
    parser.option("--fail-on", metavar="级别", type=fail_names,
                  help="列出的问题达到这一级就以 1 退出：错误（默认）、警告、提示、不计")  # fmt: skip
    parser.option("--rule", metavar="编号", action="append", help="只列这些规则的问题；可重复，或用逗号隔开")
    parser.option("--level", metavar="级别", action="append",
                  help="只列这些级别的问题：错误、警告、提示；可重复，或用逗号隔开")  # fmt: skip
    parser.option("--statistics", action="store_true", help="最后列出每条规则在几份报告上适用、违反、判不了")
    rulesets.add_overlay(parser)
    rosters.add(parser)
    parser.option("--with", metavar="文件夹", action="append", dest="companions",
                  help="上年等其他报告：只读来比较，不审核；可重复")  # fmt: skip
    parser.option("--max-undecided", metavar="个数", type=_count,
                  help="无法判定的结论超过这个数就以 3 退出")  # fmt: skip
    parser.option("--baseline", metavar="文件",
                  help="以前的结果（.json 或处置库）：已有、没有变化的问题不计入 --fail-on")  # fmt: skip
    keeping.add(parser)
    many.add(parser)
    forms.add(parser)
    options.add_manners(parser)
    return parser


def _drawn(run: Run, arguments: argparse.Namespace, to_file: bool) -> str:
    style = Style(
        width=console.width(sys.stdout, to_file),
        color=console.wants_color(arguments.color, sys.stdout, to_file),
        detail=options.detail(arguments),
    )
    drawn = draw_run(run, style)
    if arguments.statistics:
        from auditor.output.statistics_text import draw_statistics

        drawn += draw_statistics(run.tally.rates, style)
    return drawn


def _wanted_levels(names: Sequence[str]) -> frozenset[Level]:
    convert = one_of(options.LEVEL_NAMES)
    try:
        return frozenset(Level(convert(name)) for name in names)
    except argparse.ArgumentTypeError as error:
        raise usage_error(f"选项“--level”的值不对：{error}", "用 auditor run --help 查看用法") from error


def _filter_words(rules: frozenset[str], levels: frozenset[Level]) -> tuple[str, ...]:
    words = [f"规则 {'、'.join(sorted(rules))}"] if rules else []
    if levels:
        words.append(f"级别 {'、'.join(LEVELS[level] for level in Level if level in levels)}")
    return tuple(words)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError("要写一个不小于 0 的整数")
    return int(text)
