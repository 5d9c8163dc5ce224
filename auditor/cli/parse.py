"""`auditor parse`: a report as it was read, for a person to compare or for a program to use."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console, options, rulesets
from auditor.cli.configured import configure
from auditor.cli.parser import Parser, usage_error
from auditor.cli.progress import Progress
from auditor.findings.session import CONVERTING, read_file
from auditor.output.report_text import draw_header, draw_report, draw_unreadable
from auditor.output.text import Style
from auditor.reading.office import prepare_files
from auditor.reading.walk import Found, sha256_of, walk
from auditor.report.model import Report
from auditor.rules.load import LoadedRules, load_rules

_MORE = """\
退出码：
  0  都读出来了
  2  有文件读不了，或不是年度报告

例子：
  auditor parse 某局2024.docx
  auditor parse reports/ --format json --output 读取.jsonl"""


def main(argv: Sequence[str]) -> int:
    """Read and draw; 2 where a file could not be read or is no report."""
    parser = Parser(
        "parse",
        "auditor parse 报告… [选项]",
        "显示程序把报告读成了什么：机关、年度、六个部分、三张表的每一格，存疑的格都标出来。",
        _MORE,
    )
    parser.add_argument("paths", nargs="*")
    parser.option("--rules", metavar="规则", help="用哪里的词典；默认用 ./rules，没有就用随程序提供的")
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    if not arguments.paths:
        raise usage_error("没有写要读的报告", "写成 auditor parse 报告…，例如 auditor parse reports/")
    configure(arguments, arguments.paths)
    loaded = _loaded(arguments.rules, arguments.color)
    if not loaded.lexicons:
        return 2
    to_file = arguments.output is not None
    style = Style(
        width=console.width(sys.stdout, to_file),
        color=console.wants_color(arguments.color, sys.stdout, to_file),
        detail=options.detail(arguments),
    )
    draw = _json if arguments.format == "json" else _Text(style)
    parts: list[str] = []
    bad = False
    progress = Progress(quiet=arguments.quiet)
    try:
        for found, report in _read(arguments.paths, loaded, progress):
            bad = bad or not isinstance(report, Report) or not report.is_report
            parts.append(draw(found, report))
    finally:
        progress.close()
    fault = console.emit("".join(parts), arguments.output)
    if fault is not None:
        options.report([fault], arguments.color)
    return 2 if bad or fault is not None else 0


def _loaded(rules: str | None, color: str) -> LoadedRules:
    if rules is not None:
        rulesets.check_order(rules, ())
    loaded = load_rules([Path(rules) if rules is not None else rulesets.default_rules()], examples=False)
    if not loaded.lexicons:
        options.report(loaded.diagnostics, color)
    return loaded


def _read(
    paths: Sequence[str], loaded: LoadedRules, progress: Progress
) -> Iterator[tuple[Found, Report | Diagnostic]]:
    """Every file in the order given; what is not there is one of them."""
    walks = [walk([path]) for path in paths]
    total = sum(len(walked.files) for walked in walks)
    files = (found.path for walked in walks for found in walked.files)
    prepare_files(files, told=lambda done: progress(done, total, CONVERTING))
    done = 0
    for walked in walks:
        for problem in walked.problems:
            yield Found(Path(problem.file), problem.file, True), problem
        for found in walked.files:
            progress(done, total, found.name)
            done += 1
            report = read_file(found, loaded.lexicons, loaded.vocabulary)
            if found.named or not isinstance(report, Report) or report.is_report:
                yield found, report


class _Text:
    """Draws reports one under the other, the header before the first."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._header = draw_header(style)

    def __call__(self, found: Found, report: Report | Diagnostic) -> str:
        header, self._header = self._header, ""
        if isinstance(report, Diagnostic):
            return header + draw_unreadable(found.name, report, self._style)
        return header + draw_report(report, self._style)


def _json(found: Found, report: Report | Diagnostic) -> str:
    from auditor.report.contract import report_to_json, to_line, unreadable_to_json

    if isinstance(report, Diagnostic):
        made = unreadable_to_json(found.name, report, sha256_of(found.path))
    else:
        made = report_to_json(report)
    return to_line(made).encode("utf-8", "replace").decode("utf-8") + "\n"
