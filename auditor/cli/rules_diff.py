"""`auditor rules diff`: what a change of rules does to the findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.base.diagnostic import Severity
from auditor.cli import console, options, rulesets
from auditor.cli.parser import Parser, usage_error
from auditor.cli.progress import Progress
from auditor.findings.difference import compare
from auditor.findings.model import Run
from auditor.findings.session import audit_files
from auditor.output.difference_text import draw_difference
from auditor.output.text import Style
from auditor.reading.walk import Walk, walk
from auditor.rules.load import LoadedRules, load_rules

_ABOUT = (
    "用两套规则审同一批报告，列出改了规则以后多出、少掉、变了的问题。\n"
    "规则甲是改之前的，规则乙是改之后的；没有差别以 0 退出，有差别以 1 退出。"
)
_MORE = """\
例子：
  auditor rules diff 原来的规则/ rules/ reports/
  auditor rules diff rules/ rules/ reports/ --overlay 某市     （看一份叠加改变了什么）"""


def diff(argv: Sequence[str]) -> int:
    """0 no finding differs, 1 some do, 2 errors in the rules or no report to audit."""
    parser = Parser("rules diff", "auditor rules diff 规则甲 规则乙 报告…", _ABOUT, _MORE)
    parser.add_argument("paths", nargs="*")
    parser.option("--overlay", metavar="名称", action="append", help="规则乙加用这份叠加；可重复")
    parser.option("--overlay-before", metavar="名称", action="append", help="规则甲加用这份叠加；可重复")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    if len(arguments.paths) < 3:
        raise usage_error(
            "要写两套规则和报告", "写成 auditor rules diff 规则甲 规则乙 报告…，规则甲是改之前的"
        )
    before, after, *reports = arguments.paths
    for rules in (before, after):
        rulesets.check_order(rules, ())
    old = load_rules([Path(before)], options.many(arguments.overlay_before))
    new = load_rules([Path(after)], options.many(arguments.overlay))
    faults = [f for loaded in (old, new) for f in loaded.diagnostics if f.severity is Severity.ERROR]
    if faults:
        options.report(dict.fromkeys(faults), arguments.color)
        return 2
    walked = walk(reports)
    runs = [_audited(loaded, walked, arguments.quiet) for loaded in (old, new)]
    if not runs[1].tally.reports:
        raise usage_error("没有找到可以审核的报告", "核对最后的参数：报告文件或文件夹")
    found = compare(runs[0], runs[1], old.rules, new.rules)
    style = Style(
        console.width(sys.stdout), console.wants_color(arguments.color, sys.stdout), options.detail(arguments)
    )
    console.emit(draw_difference(found, style), None)
    return 1 if found.differs else 0


def _audited(loaded: LoadedRules, walked: Walk, quiet: bool) -> Run:
    progress = Progress(quiet=quiet)
    try:
        return audit_files(loaded, walked, progress)
    finally:
        progress.close()
