"""Findings with their decisions for programs: those of `auditor.findings/1`, and what the store knows
beside. English, versioned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from auditor.findings.model import Finding
from auditor.findings.store.log import Entry
from auditor.findings.store.rows import Decided, Line
from auditor.output.json import Json, finding_to_json

SCHEMA = "auditor.decisions/1"


def listed_to_json(listed: Sequence[tuple[Line, Finding, Decided]]) -> str:
    """{"schema", "findings": […]}, one finding a line. Ends with a line end."""
    lines = ",\n".join(
        "  " + json.dumps(_one(line, finding, decided), ensure_ascii=False)
        for line, finding, decided in listed
    )
    body = f'"findings": [\n{lines}\n]' if lines else '"findings": []'
    return f'{{"schema": "{SCHEMA}",\n{body}}}\n'


def _one(line: Line, finding: Finding, decided: Decided) -> Json:
    life = decided.life
    known = replace(finding, decision=life.choice.decision, status=life.standing.change)
    return {
        **finding_to_json(known),
        "state": line.state.value,
        "standing": life.standing.value,
        "reason": decided.reason,
        "until": life.until.isoformat() if life.until else None,
        "reach": decided.reach.value,
        "by": decided.who,
        "at": decided.decided,
        "before": life.was.value if life.was else None,
        "version": decided.version,
    }


def entry_to_json(entry: Entry) -> Json:
    """One line of the log."""
    return {
        "at": entry.at,
        "by": entry.who,
        "action": entry.action,
        "fingerprint": entry.fingerprint,
        "rule": entry.rule,
        "agency": entry.agency,
        "year": entry.year,
        "from": entry.before.value if entry.before else None,
        "to": entry.after.value,
        "reason": entry.reason,
        "until": entry.until.isoformat() if entry.until else None,
        "reach": entry.reach.value,
    }
