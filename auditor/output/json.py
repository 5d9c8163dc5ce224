"""`auditor.findings/1`: the run as one JSON object, for programs. English, versioned, schema beside it
(`schema/findings-1.schema.json`). Figures are decimal strings, exact as written."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.base.version import VERSION
from auditor.engine.tally import Undecided
from auditor.findings.model import FileRow, Finding, Run
from auditor.report.contract import place_to_json
from auditor.report.value import Number
from auditor.rules.model import Pack
from auditor.rules.outcome import (
    CellEvidence,
    Computation,
    Evidence,
    Interval,
    Operand,
    PlaceEvidence,
    TextEvidence,
    Verdict,
)

SCHEMA = "auditor.findings/1"
SCHEMA_FILE = Path(__file__).parent / "schema" / "findings-1.schema.json"

Json = dict[str, object]


def draw_json(run: Run) -> str:
    """The run as one object: a head line, then one line per report, undecided entry and finding, so
    that a line-wise comparison of two runs shows what changed. Ends with a line end."""
    parts = [
        dumps(head_to_json(run))[:-1],
        _lines("reports", [file_to_json(row) for row in run.files]),
        _lines("undecided", [undecided_to_json(entry) for entry in run.undecided]),
        _lines("findings", [finding_to_json(finding) for finding in run.findings]),
    ]
    return ",\n".join(parts) + "}\n"


def head_to_json(run: Run) -> Json:
    """What stands before the lists: schema, program, packs, tally."""
    head: Json = {
        "schema": SCHEMA,
        "program": f"auditor {VERSION}",
        "packs": [_pack(pack) for pack in run.packs],
        "overlays": [_pack(pack) for pack in run.overlays],
        "tally": {
            "reports": run.tally.reports,
            "rules": run.tally.rules,
            "outcomes": {verdict.value: run.tally.outcomes[verdict] for verdict in Verdict},
        },
    }
    if run.roster is not None:
        head["roster"] = {"name": _text(run.roster.name), "sha256": run.roster.sha256,
                          "agencies": run.roster.agencies}  # fmt: skip
    return head


def undecided_to_json(entry: Undecided) -> Json:
    """Rules that could not tell for one file and cause."""
    return {"file": _text(entry.file), "cause": _text(entry.cause), "rules": list(entry.rules)}


def _lines(name: str, items: list[Json]) -> str:
    body = ",\n".join("  " + dumps(item) for item in items)
    return f'"{name}": [\n{body}\n]' if items else f'"{name}": []'


def dumps(value: Json) -> str:
    """One line; keys in the contract's order, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _pack(pack: Pack) -> Json:
    return {"name": pack.name, "version": pack.version, "sha256": pack.sha256}


def file_to_json(row: FileRow) -> Json:
    """A file of the run."""
    return {
        "file": _text(row.file),
        "unit": _text(row.unit),
        "year": row.year,
        "status": row.status.value,
        "reason": None if row.reason is None else _text(row.reason),
    }


def finding_to_json(finding: Finding) -> Json:
    """One finding as the contract has it."""
    suspect = finding.suspect
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "name": finding.name,
        "level": finding.level.value,
        "outcome": finding.outcome.value,
        "file": _text(finding.file),
        "unit": _text(finding.unit),
        "year": finding.year,
        "target": _text(finding.target),
        "cause": finding.cause,
        "message": _text(finding.message),
        "suggestion": _text(finding.suggestion),
        "computation": _computation(finding.computation),
        "suspect": None if suspect is None else {"path": suspect.path, "value": _number(suspect.value)},
        "basis": [{"document": basis.document, "clause": basis.clause} for basis in finding.basis],
        "evidence": [_evidence(item) for item in finding.evidence],
        "decision": finding.decision.value,
        "status": finding.status.value,
    }


def _computation(computation: Computation | None) -> Json | None:
    if computation is None:
        return None
    return {
        "formula": computation.formula,
        "operands": [_operand(operand) for operand in computation.operands],
        "left": _interval(computation.left),
        "right": _interval(computation.right),
        "difference": None if computation.difference is None else _number(computation.difference),
    }


def _operand(operand: Operand) -> Json:
    return {
        "name": operand.name,
        "path": operand.path,
        "raw": _text(operand.raw),
        "value": _interval(operand.interval),
        "state": operand.state,
        "reading": operand.reading,
        "at": place_to_json(operand.place),
    }


def _interval(interval: Interval | None) -> object:
    """A known figure is a decimal string; a range is an object, `high` null where it has no bound."""
    if interval is None:
        return None
    if interval.exact is not None:
        return _number(interval.exact)
    return {"low": _number(interval.low), "high": None if interval.high is None else _number(interval.high)}


def _evidence(item: Evidence) -> Json:
    match item:
        case CellEvidence(path=path, raw=raw, value=value, place=place):
            number = None if value is None else _number(value)
            return {"path": path, "raw": _text(raw), "value": number, "at": place_to_json(place)}
        case TextEvidence(section=section, start=start, end=end, quote=quote):
            found: Json = {"section": section, "start": start, "end": end, "quote": _text(quote)}
            return {**found, "file": _text(item.file)} if item.file else found
        case PlaceEvidence(text=text, place=place):  # a heading or a label: a place without a path
            return {"path": "", "raw": _text(text), "value": None, "at": place_to_json(place)}


def _number(number: Number) -> str:
    return str(number) if isinstance(number, int) else format(number, "f")


def _text(text: str) -> str:
    """Text that any JSON reader takes: a byte of a file name that is no UTF-8 becomes U+FFFD."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isprintable() else text
