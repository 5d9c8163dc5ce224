"""`auditor diff`: two results, what became of each finding between them, and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from auditor.cli import console, options
from auditor.cli.configured import configure
from auditor.cli.parser import Parser, usage_error
from auditor.cli.sides import side_at
from auditor.findings.diff import Kind, compare
from auditor.output.diff_text import draw_diff, draw_diff_json
from auditor.output.text import Style

_MORE = """\
退出码：
  0  没有差别
  1  有新增、消失、重开或有变的问题
  2  有一边读不了

例子：
  auditor diff 上周.json 这周.json
  auditor diff 备份.sqlite reports/审核.sqlite --format json"""


def main(argv: Sequence[str]) -> int:
    """Compare; 0 where nothing differs, 1 where something does."""
    parser = Parser(
        "diff", "auditor diff 前一次 后一次 [选项]",
        "比较两次审核的结果：哪些问题是新增的、消失的、重开的、有变的，是报告改了、规则改了还是处置改了。\n"
        "每一边是 --format json 写出的结果，或处置库；设置里写了处置库的，后一次可以不写。",
        _MORE,
    )  # fmt: skip
    parser.add_argument("paths", nargs="*")
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    arguments.store = None
    configure(arguments)
    if len(arguments.paths) == 1 and arguments.store:
        arguments.paths.append(arguments.store)
    if len(arguments.paths) != 2:
        raise usage_error("要写两次结果", "写成 auditor diff 前一次.json 后一次.json")
    from auditor.findings.store.open import StoreFault

    try:
        first, second = (side_at(path) for path in arguments.paths)
    except StoreFault as fault:
        options.report([fault.diagnostic], arguments.color)
        return 2
    found = compare(first, second)
    to_file = arguments.output is not None
    style = Style(width=console.width(sys.stdout, to_file), detail=options.detail(arguments))
    drawn = draw_diff_json(found) if arguments.format == "json" else draw_diff(found, style)
    fault_there = console.emit(drawn, arguments.output)
    if fault_there is not None:
        options.report([fault_there], arguments.color)
        return 2
    return int(any(item.kind is not Kind.SAME for item in found))
