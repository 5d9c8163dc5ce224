"""JUnit XML, for build servers: a suite per file, a failed case per finding, a passed one for a file
without any; what was decided to be 误报 or 豁免 is skipped, what could not be asked is an error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from auditor.base.version import VERSION
from auditor.findings.dossier import Dossier
from auditor.findings.model import Decision, FileRow, FileStatus, Finding
from auditor.output.finding_words import DECISIONS, clean, rules_by_cause, words_of
from auditor.output.places import unit_words
from auditor.rules.outcome import Verdict

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw_junit(dossier: Dossier) -> str:
    """The whole document. No time stands in it: same input, same bytes."""
    run = dossier.run
    causes = rules_by_cause(run.findings)
    found = {file: tuple(items) for file, items in groupby(run.findings, key=lambda item: item.file)}
    suites: list[str] = []
    for row in run.files:
        if row.status is not FileStatus.SKIPPED:
            suites.append(_suite(row.file, _of_file(row, found.pop(row.file, ()), causes)))
    for file, items in found.items():  # about no single file
        suites.append(_suite(file or "全部报告", [_case(item, causes) for item in items]))
    head = f"<?xml version='1.0' encoding='UTF-8'?><!-- auditor {VERSION} 审核结果 -->\n"
    return head + '<testsuites name="auditor">\n' + "".join(suites) + "</testsuites>\n"


def _of_file(row: FileRow, findings: Sequence[Finding], causes: dict[str, list[str]]) -> list[str]:
    if row.status is FileStatus.UNREADABLE:
        reason = f"读不了：{clean(row.reason or '原因不明')}"
        return [
            f'<testcase{_at("classname", row.file)} name="读取"><error{_at("message", reason)}/></testcase>'
        ]
    if not findings:
        name = clean(unit_words(row.unit, row.year))
        return [f'<testcase{_at("classname", name)} name="未发现问题"/>']
    return [_case(finding, causes) for finding in findings]


def _case(finding: Finding, causes: dict[str, list[str]]) -> str:
    words = words_of(finding, causes)
    unit = clean(unit_words(finding.unit, finding.year))
    head = f"<testcase{_at('classname', unit)}{_at('name', f'{words.rule} {clean(finding.target)}')}>"
    if finding.decision in (Decision.FALSE_ALARM, Decision.WAIVED):
        text = f"{DECISIONS[finding.decision]}：{words.message}"
        return f"{head}<skipped{_at('message', text)}/></testcase>"
    tag = "error" if finding.outcome is Verdict.ERROR else "failure"
    lines = [*words.figures, words.suspect, *words.places, words.twins]
    lines += [
        f"依据 {words.basis}" if words.basis else "",
        f"怎么改 {words.suggestion}" if words.suggestion else "",
    ]
    body = escape(_NOT_XML.sub("?", "\n".join(line for line in lines if line)))
    return f"{head}<{tag}{_at('message', words.message)}{_at('type', words.level)}>{body}</{tag}></testcase>"


def _suite(name: str, cases: Sequence[str]) -> str:
    counts = {tag: sum(f"<{tag} " in case for case in cases) for tag in ("failure", "error", "skipped")}
    head = (
        f'  <testsuite{_at("name", clean(name))} tests="{len(cases)}" failures="{counts["failure"]}"'
        f' errors="{counts["error"]}" skipped="{counts["skipped"]}">\n'
    )
    return head + "".join(f"    {case}\n" for case in cases) + "  </testsuite>\n"


def _at(name: str, text: str) -> str:
    return f" {name}={quoteattr(_NOT_XML.sub('?', text))}"
