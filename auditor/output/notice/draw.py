"""Which findings go into notices, whose they are, and what the files are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.findings.dossier import Dossier
from auditor.findings.model import Decision, Finding
from auditor.output.finding_words import clean
from auditor.output.notice.fields import Letterhead, scope_of
from auditor.output.notice.template import Template
from auditor.rules.outcome import Level, Verdict

COMBINED = "整改通知（全部机关）.docx"
_NAMELESS = "未认出机关"
_LONGEST = 60  # code points of a name in a file name


@dataclass(frozen=True, slots=True)
class Notice:
    """One file: its name (no folder) and its bytes. `unit` is "" for the combined one."""

    name: str
    unit: str
    data: bytes


def draw_notices(
    dossier: Dossier, template: Template, letterhead: Letterhead, *, confirmed: bool = False
) -> Iterator[Notice]:
    """A notice per agency, then all in one. `confirmed`: only findings that a person has found 属实;
    else every 错误 and 警告 that nobody has excused. Rules on trial and engine errors reach no agency."""
    groups: dict[str, list[Finding]] = {}
    for finding in dossier.run.findings:
        if _belongs(finding, confirmed):
            groups.setdefault(finding.agency or finding.unit or finding.file, []).append(finding)
    named = sorted(groups.values(), key=lambda items: (clean(items[0].unit), items[0].file))
    used: set[str] = {COMBINED.casefold()}
    scopes = []
    for items in named:
        unit = next((item.unit for item in items if item.unit), "")
        scopes.append(scope_of(dossier, unit, items, letterhead))
        name = _file_name(unit, used)
        yield Notice(name, unit, template.filled([scopes[-1]], name.removesuffix(".docx")))
    if scopes:
        yield Notice(COMBINED, "", template.filled(scopes, COMBINED.removesuffix(".docx")))


def _belongs(finding: Finding, confirmed: bool) -> bool:
    if finding.outcome is not Verdict.FAIL or finding.trial or not (finding.agency or finding.file):
        return False
    if confirmed:
        return finding.decision is Decision.CONFIRMED
    excused = finding.decision in (Decision.FALSE_ALARM, Decision.WAIVED)
    return finding.level is not Level.INFO and not excused


def _file_name(unit: str, used: set[str]) -> str:
    """整改通知 某某局.docx; a number where two agencies share the name. Safe on every file system."""
    plain = re.sub(r'[\\/:*?"<>|.\s]+', " ", clean(unit)).strip()[:_LONGEST] or _NAMELESS
    name, number = f"整改通知 {plain}.docx", 1
    while name.casefold() in used:
        number += 1
        name = f"整改通知 {plain}（{number}）.docx"
    used.add(name.casefold())
    return name
