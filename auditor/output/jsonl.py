"""JSON Lines: the run line by line, for programs that read as they go. Every line is an object with
`schema` and `record`: first the run, then its reports, what could not be told, and the findings, each
with the keys of `auditor.findings/1`."""

from __future__ import annotations

from auditor.findings.dossier import Dossier
from auditor.output.json import Json, dumps, file_to_json, finding_to_json, head_to_json, undecided_to_json

SCHEMA = "auditor.lines/1"
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def draw_jsonl(dossier: Dossier) -> str:
    """One line per record, each ending with a line end, and no other line end of any reader in it."""
    run = dossier.run
    head = head_to_json(run)
    del head["schema"]
    records: list[tuple[str, Json]] = [("run", head)]
    records += [("report", file_to_json(row)) for row in run.files]
    records += [("undecided", undecided_to_json(entry)) for entry in run.undecided]
    records += [("finding", finding_to_json(finding)) for finding in run.findings]
    lines = (dumps({"schema": SCHEMA, "record": name, **body}) for name, body in records)
    return "".join(line.translate(_LINE_ENDS) + "\n" for line in lines)
