"""`auditor watch`: audits, then audits again what has changed, until Ctrl+C."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.cli import console, options, rosters, rulesets
from auditor.cli.parser import Parser
from auditor.findings.model import FileStatus, Run
from auditor.findings.session import audit_files, read_file
from auditor.output.places import printable
from auditor.output.text import Style, draw_run
from auditor.reading.inside import stat_of
from auditor.reading.walk import Found, Walk, walk
from auditor.report.model import Report
from auditor.roster.model import Roster
from auditor.rules.load import LoadedRules, load_rules

_MORE = """\
例子：
  auditor watch rules/ reports/
  auditor watch rules/ 某局2024.docx --interval 5"""
_RULE_FILES = (".yaml", ".yml")
Stamp = tuple[int, int]


def main(argv: Sequence[str]) -> int:
    """Watch; 0 after Ctrl+C, 2 where it cannot begin."""
    parser = Parser(
        "watch", "auditor watch 规则 报告… [选项]",
        "先审核一遍，然后守着：报告或规则文件一改，就重新审核改了的报告。按 Ctrl+C 结束。",
        _MORE,
    )  # fmt: skip
    parser.add_argument("paths", nargs="*")
    rulesets.add_overlay(parser)
    rosters.add(parser)
    interval = options.seconds(0.05, 3600, "要写 0.05 到 3600 之间的秒数")
    parser.option("--interval", metavar="秒", type=interval, default=1.0, help="每隔几秒看一次，默认 1")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    rules, reports = rulesets.rules_and_reports(arguments, "watch")
    loaded = rulesets.loaded(rules, options.many(arguments.overlay), arguments.color)
    if loaded is None:
        return 2
    listed, roster, faults = rosters.find_roster(arguments.roster, rules, reports)
    options.report(faults, arguments.color)
    if listed is not None and roster is None:
        return 2
    try:
        _Watch(arguments, rules, reports, loaded, (listed, roster)).go()
    except KeyboardInterrupt:
        console.complain("\n已停止。\n")
    return 0


class _Watch:
    """Files as they were last seen, and the reports read from them."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        rules: str,
        reports: Sequence[str],
        loaded: LoadedRules,
        roster: tuple[Path | None, Roster | None],
    ) -> None:
        self._arguments, self._rules, self._reports = arguments, rules, reports
        self._loaded = loaded
        self._listed, self._roster = roster
        self._read: dict[str, tuple[Stamp, Report | Diagnostic]] = {}

    def go(self) -> None:
        """Audit everything, then for ever what has changed."""
        rules, files = self._rule_stamps(), self._stamps(self._walk())
        walked = self._walk()
        self._audit(walked, frozenset(found.name for found in walked.files))
        while True:
            console.complain("" if self._arguments.quiet else "守着改动，按 Ctrl+C 结束\n")
            rules, files = self._wait(rules, files)

    def _wait(
        self, rules: dict[str, Stamp], files: dict[str, Stamp]
    ) -> tuple[dict[str, Stamp], dict[str, Stamp]]:
        """Until something has changed and is no longer being written; then audit it."""
        last = (rules, files)
        while True:
            time.sleep(self._arguments.interval)
            walked = self._walk()
            now = (self._rule_stamps(), self._stamps(walked))
            if now == (rules, files) or now != last:
                last = now
                continue
            if now[0] != rules and not self._reload():
                return now
            changed = {name for name, stamp in now[1].items() if files.get(name) != stamp}
            names = frozenset(now[1]) if now[0] != rules else frozenset(changed)
            gone = sorted(set(files) - set(now[1]))
            for name in gone:
                self._read.pop(name, None)
                console.emit(f"\n{printable(name)}  已不在\n", None)
            if names:
                self._audit(walked, names)
            return now

    def _reload(self) -> bool:
        """The rules as they are now; where they are faulty the old ones go on."""
        found = load_rules([Path(self._rules)], options.many(self._arguments.overlay), examples=False)
        options.report(found.diagnostics, self._arguments.color)
        if found.ok:
            if found.lexicons != self._loaded.lexicons or found.vocabulary != self._loaded.vocabulary:
                self._read.clear()
            self._loaded = found
        else:
            console.complain("规则有错，改好以前仍用原来的规则\n")
        return found.ok

    def _audit(self, walked: Walk, names: frozenset[str]) -> None:
        """Audit the files of `names` among the others, and show them."""
        chosen = tuple(found for found in walked.files if found.name in names)
        others = tuple(found for found in walked.files if found.name not in names)
        whole = not others
        asked = walked if whole else Walk(chosen, (), ())
        run = audit_files(self._loaded, asked, None, self._roster, Walk(others, (), ()), self._once)
        console.emit("\n" + draw_run(_shown(run), self._style()), None)

    def _once(self, found: Found) -> Report | Diagnostic:
        stamp = _stamp(found.path)
        known = self._read.get(found.name)
        if known is None or known[0] != stamp:
            known = (stamp, read_file(found, self._loaded.lexicons, self._loaded.vocabulary))
            self._read[found.name] = known
        return known[1]

    def _walk(self) -> Walk:
        return rosters.without(walk(self._reports), self._listed)

    def _stamps(self, walked: Walk) -> dict[str, Stamp]:
        return {found.name: _stamp(found.path) for found in walked.files}

    def _rule_stamps(self) -> dict[str, Stamp]:
        path = Path(self._rules)
        files = [each for each in path.rglob("*") if each.suffix in _RULE_FILES] if path.is_dir() else [path]
        return {each.as_posix(): _stamp(each) for each in files}

    def _style(self) -> Style:
        return Style(
            width=console.width(sys.stdout),
            color=console.wants_color(self._arguments.color, sys.stdout),
            detail=options.detail(self._arguments),
        )


def _shown(run: Run) -> Run:
    """The run without the files that were read for comparison only."""
    return replace(
        run,
        files=tuple(row for row in run.files if not row.companion and row.status is not FileStatus.SKIPPED),
    )


def _stamp(path: Path) -> Stamp:
    try:
        found = stat_of(path)
    except OSError:
        return (-1, -1)
    return (found.st_mtime_ns, found.st_size)
