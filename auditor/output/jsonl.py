"""JSON Lines: the run line by line, for programs that read as they go. Every line is an object with
`schema` and `record`: first the run, then its reports, what could not be told, and the findings, each
with the keys of `auditor.findings/1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.findings.dossier import Dossier
from auditor.findings.model import Run
from auditor.output.json import Json, dumps, file_to_json, finding_to_json, head_to_json, undecided_to_json

SCHEMA = "auditor.lines/1"
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_ANY_LINE_END = re.compile("[\x85\u2028\u2029]")


def draw_jsonl(dossier: Dossier) -> str:
    """One line per record, each ending with a line end, and no other line end of any reader in it."""
    return "".join(lines(dossier))


def lines(dossier: Dossier) -> Iterator[str]:
    """The same line by line: a run may have more findings than fit in memory."""
    for name, body in _records(dossier.run):
        line = dumps({"schema": SCHEMA, "record": name, **body})
        if _ANY_LINE_END.search(line):  # hardly ever, and translating is slow
            line = line.translate(_LINE_ENDS)
        yield line + "\n"


def _records(run: Run) -> Iterator[tuple[str, Json]]:
    head = head_to_json(run)
    del head["schema"]
    yield "run", head
    for row in run.files:
        yield "report", file_to_json(row)
    for entry in run.undecided:
        yield "undecided", undecided_to_json(entry)
    for finding in run.findings:
        yield "finding", finding_to_json(finding)
