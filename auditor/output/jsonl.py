"""JSON Lines: the run line by line, for programs that read as they go. Every line is an object with
`schema` and `record`: first the run, then its reports, what could not be told, and the findings, each
with the keys of `auditor.findings/1`."""

from __future__ import annotations

from auditor.findings.dossier import Dossier
from auditor.output.json import Json, dumps, file_to_json, finding_to_json, head_to_json, undecided_to_json

SCHEMA = "auditor.lines/1"


def draw_jsonl(dossier: Dossier) -> str:
    """One line per record, each ending with a line end."""
    run = dossier.run
    head = head_to_json(run)
    del head["schema"]
    records: list[tuple[str, Json]] = [("run", head)]
    records += [("report", file_to_json(row)) for row in run.files]
    records += [("undecided", undecided_to_json(entry)) for entry in run.undecided]
    records += [("finding", finding_to_json(finding)) for finding in run.findings]
    return "".join(dumps({"schema": SCHEMA, "record": name, **body}) + "\n" for name, body in records)
