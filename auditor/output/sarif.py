"""SARIF 2.1.0, for code-review platforms. Regions where the file has lines; a cell of a table is a
logical location. Decisions become suppressions, an earlier run's knowledge baselineState; a rule that
broke and a file that could not be read are notifications of the tool, never results."""

from __future__ import annotations

from urllib.parse import quote

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.version import VERSION
from auditor.findings.dossier import Dossier
from auditor.findings.model import Change, Decision, FileRow, FileStatus, Finding
from auditor.output.finding_words import clean, evidence_words, rules_by_cause, words_of
from auditor.output.json import SCHEMA, Json, dumps
from auditor.output.places import path_words
from auditor.rules.model import Rule
from auditor.rules.outcome import CellEvidence, Evidence, Level, TextEvidence, Verdict

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_STATES = {
    Change.NEW: "new",
    Change.SAME: "unchanged",
    Change.EVIDENCE_CHANGED: "updated",
    Change.RECURRED: "new",
    Change.GONE: "absent",
}
_EXCUSED = {Decision.FALSE_ALARM: "误报", Decision.WAIVED: "豁免"}
_PLACES = 100  # locations of one result; 125 blank cells are one finding


def draw_sarif(dossier: Dossier) -> str:
    """The run as one SARIF log in one line, which ends with a line end."""
    run = dossier.run
    broken = [finding for finding in run.findings if finding.outcome is Verdict.ERROR]
    findings = [finding for finding in run.findings if finding.outcome is not Verdict.ERROR]
    ids = sorted({*dossier.rules, *(finding.rule for finding in run.findings)})
    index = {rule: number for number, rule in enumerate(ids)}
    names = {finding.rule: finding.name for finding in run.findings}
    files = {row.file: number for number, row in enumerate(run.files)}
    causes = rules_by_cause(run.findings)
    named = ((pack.name, pack.version or "0") for pack in (*run.packs, *run.overlays))
    packs = dict.fromkeys(named)  # the standard allows each once
    log: Json = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "properties": {"schema": SCHEMA},
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "auditor",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "language": "zh-CN",
                        "rules": [
                            _rule(rule, dossier.rules.get(rule), names.get(rule, rule)) for rule in ids
                        ],
                    },
                    "extensions": [{"name": name, "version": version} for name, version in packs],
                },
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "artifacts": [_artifact(row, dossier) for row in run.files],
                "invocations": [
                    {
                        "executionSuccessful": not broken and not any(row.fatal for row in run.files),
                        "toolExecutionNotifications": [
                            *(_broken(finding, index, files) for finding in broken),
                            *(_unread(row, files) for row in run.files if _says(row)),
                        ],
                    }
                ],
                "results": [_result(dossier, finding, index, files, causes) for finding in findings],
            }
        ],
    }
    return dumps(log) + "\n"


def _rule(rule_id: str, rule: Rule | None, name: str) -> Json:
    if rule is None:
        return {"id": rule_id, "name": name, "shortDescription": {"text": name or rule_id}}
    basis = "；".join(f"{item.document} {item.clause}".strip() for item in rule.basis)
    parts = [("依据", basis), ("说明", rule.explanation), ("怎么改", rule.suggestion)]
    return {
        "id": rule_id,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.explanation or rule.name},
        "help": {"text": "\n".join(f"{head}：{clean(text)}" for head, text in parts if text) or rule.name},
        "defaultConfiguration": {"level": _LEVELS[rule.level], "enabled": rule.state != "停用"},
        "properties": {"tags": [rule.kind, rule.state]},
    }


def _artifact(row: FileRow, dossier: Dossier) -> Json:
    made: Json = {"location": {"uri": _uri(row.file)}}
    figures = dossier.figures.get(row.file)
    if figures is not None and figures.sha256:
        made["hashes"] = {"sha-256": figures.sha256}
    return made


def _says(row: FileRow) -> bool:
    return row.status in (FileStatus.UNREADABLE, FileStatus.PARTIAL)


def _unread(row: FileRow, files: dict[str, int]) -> Json:
    unread = row.status is FileStatus.UNREADABLE
    return {
        "level": "error" if row.fatal else "warning",
        "descriptor": {"id": "file.unreadable" if unread else "file.partial"},
        "message": {"text": f"{'读不了' if unread else '读取不完整'}：{clean(row.reason or '原因不明')}"},
        "locations": [{"physicalLocation": {"artifactLocation": _address(row.file, files)}}],
    }


def _broken(finding: Finding, index: dict[str, int], files: dict[str, int]) -> Json:
    made: Json = {
        "level": "error",
        "descriptor": {"id": "rule.broken"},
        "associatedRule": {"id": finding.rule, "index": index[finding.rule]},
        "message": {"text": clean(finding.message)},
    }
    if finding.file:
        made["locations"] = [{"physicalLocation": {"artifactLocation": _address(finding.file, files)}}]
    return made


def _result(
    dossier: Dossier,
    finding: Finding,
    index: dict[str, int],
    files: dict[str, int],
    causes: dict[str, list[str]],
) -> Json:
    words = words_of(finding, causes)
    lines = [words.message, *words.figures, words.suspect, *words.places, words.twins]
    lines += [
        f"依据：{words.basis}" if words.basis else "",
        f"怎么改：{words.suggestion}" if words.suggestion else "",
    ]
    made: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": "fail",
        "level": _LEVELS[finding.level],
        "message": {"text": "\n".join(line for line in lines if line)},
        "partialFingerprints": {"auditor/v1": finding.fingerprint},
        "properties": {
            "unit": clean(finding.unit),
            "year": finding.year,
            "target": clean(finding.target),
            "cause": finding.cause,
            "decision": finding.decision.value,
            "trial": finding.trial,
        },
    }
    locations = _locations(finding, files)
    if locations:
        made["locations"] = locations[:1]
        if locations[1:]:
            made["relatedLocations"] = [
                {"id": number, **place} for number, place in enumerate(locations[1:_PLACES], 1)
            ]
    if dossier.compared:
        made["baselineState"] = _STATES[finding.status]
    word = _EXCUSED.get(finding.decision)
    note = dossier.notes.get(finding.fingerprint)
    if word is not None:
        reason = f"{word}：{clean(note.reason)}" if note and note.reason else word
        # Accepted is what a suppression says by itself; the standard's text calls the key "status" and its
        # schema "state".
        made["suppressions"] = [{"kind": "external", "justification": reason}]
    elif dossier.notes or dossier.compared:
        made["suppressions"] = []
    return made


def _locations(finding: Finding, files: dict[str, int]) -> list[Json]:
    made = [_location(finding, item, files) for item in finding.evidence]
    if not made and finding.file:
        return [{"physicalLocation": {"artifactLocation": _address(finding.file, files)}}]
    return [place for place in made if place]


def _location(finding: Finding, item: Evidence, files: dict[str, int]) -> Json:
    file = (item.file if isinstance(item, TextEvidence) else "") or finding.file
    made: Json = {}
    if file:
        physical: Json = {"artifactLocation": _address(file, files)}
        line = item.place.line if isinstance(item.place, CellPlace | ParagraphPlace) else None
        if line is not None and line > 0:
            physical["region"] = {"startLine": line}
        made["physicalLocation"] = physical
    if isinstance(item, CellEvidence):
        made["logicalLocations"] = [
            {"name": path_words(item.path), "fullyQualifiedName": item.path, "kind": "member"}
        ]
    if words := evidence_words(item, whole=True):
        made["message"] = {"text": words}
    return made


def _address(file: str, files: dict[str, int]) -> Json:
    made: Json = {"uri": _uri(file)}
    if file in files:
        made["index"] = files[file]
    return made


def _uri(file: str) -> str:
    """A relative reference as given, or a file: address of an absolute path."""
    text = quote(file.encode("utf-8", "surrogateescape"), safe="/")
    if file.startswith("/"):
        return f"file://{text}"
    if file[1:2] == ":":  # C:/…
        return f"file:///{file[0]}:{text[text.index('%3A') + 3 :]}"
    return text or "."
