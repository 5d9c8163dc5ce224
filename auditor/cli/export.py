"""`auditor export`: what a store holds, in the forms that leave the house."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.cli import console, forms, options, rosters, rulesets
from auditor.cli.configured import configure
from auditor.cli.parser import Parser, usage_error
from auditor.cli.stores import add_store, opened
from auditor.findings.dossier import Dossier, absent_of, audited
from auditor.findings.model import Run
from auditor.findings.store.account import account_of, figures_in
from auditor.findings.store.filters import Filter, FilterFault, parse_filter
from auditor.findings.store.open import StoreFault
from auditor.output.text import Style, draw_run
from auditor.rules.load import load_rules

_MORE = """\
筛选和 auditor findings list 一样，例如 状态:属实 级别:错误,警告 机关:教育局 年度:2024。
不写筛选时，整改通知只写属实的问题，其余形式写全部还在的问题（已消除、不再报的除外）。

例子：
  auditor export --format notice --output 通知/ --issuer 某市政务公开办 --deadline 2025-03-31
  auditor export --format xlsx --output 台账.xlsx --format html --output 通报.html
  auditor export 状态:待处理 级别:错误 --format csv --output 待处理.csv"""


def main(argv: Sequence[str]) -> int:
    """Write; 0, or 2 where the store or a file cannot be used. Findings never change the code."""
    parser = Parser(
        "export", "auditor export [筛选…] --format 形式 --output 文件 [选项]",
        "把处置库里的问题写成整改通知、台账、通报或机器读的形式。",
        _MORE,
    )  # fmt: skip
    parser.add_argument("words", nargs="*")
    add_store(parser)
    parser.option(
        "--rules", metavar="规则", help="规则文件夹（取格式和规则的说明）；默认 ./rules 或随程序提供的"
    )
    rulesets.add_overlay(parser)
    parser.option("--roster", metavar="文件", help="机关名录（.yaml 或 .xlsx），用来列出未报的机关")
    forms.add(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    configure(arguments)
    outputs = forms.wanted(arguments)
    wanted = parse_filter(" ".join(arguments.words))
    if isinstance(wanted, FilterFault):
        raise usage_error(f"筛选看不懂：{wanted.message}", "auditor findings list --help 列出全部写法")
    try:
        dossier = _dossier(arguments, wanted, forms.keeps(outputs))
    except StoreFault as fault:
        options.report([fault.diagnostic], arguments.color)
        return 2
    if dossier is None:
        return 2
    confirmed = not any(term.key == "state" for term in wanted.terms)
    faults = forms.write(
        dossier,
        outputs,
        lambda to_file: _screen(dossier.run, arguments, to_file),
        arguments,
        confirmed=confirmed,
    )
    options.report(faults, arguments.color)
    return 2 if faults else 0


def _dossier(arguments: argparse.Namespace, wanted: Filter, kept: forms.Keeps) -> Dossier | None:
    rules = Path(arguments.rules) if arguments.rules else rulesets.default_rules()
    if arguments.rules:
        rulesets.check_order(arguments.rules, ())
    loaded = load_rules([rules], options.many(arguments.overlay), examples=False)
    if not loaded.ok:
        options.report(loaded.diagnostics, arguments.color)
        return None
    listed, roster, faults = rosters.find_roster(arguments.roster, rules.as_posix(), [])
    options.report(faults, arguments.color)
    if listed is not None and roster is None:
        return None
    store = opened(arguments, readonly=True)
    try:
        account = account_of(store, wanted)
        figures = audited(account.run, figures_in(store) if kept is not forms.Keeps.NOTHING else ())
    finally:
        store.close()
    return Dossier(
        account.run, {rule.id: rule for rule in loaded.rules}, loaded.lexicons, figures, account.notes,
        absent_of(roster, account.run), compared=True,
    )  # fmt: skip


def _screen(run: Run, arguments: argparse.Namespace, to_file: bool) -> str:
    style = Style(
        width=console.width(sys.stdout, to_file),
        color=console.wants_color(arguments.color, sys.stdout, to_file),
        detail=options.detail(arguments),
    )
    return draw_run(run, style)
