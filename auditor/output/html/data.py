"""What the browser draws an agency's page from: forms once, then each report's figures and findings.
Texts that recur (rules, bases, remedies) stand once and are named by number."""

from __future__ import annotations

from typing import Any

from auditor.findings.dossier import Cell, Dossier, Figures
from auditor.findings.model import Decision, FileStatus, Finding
from auditor.findings.states import STATE_WORDS
from auditor.output.correction_words import (
    arithmetic_words,
    lexicon_for,
    official_places,
    shared_cells,
    should_words,
)
from auditor.output.finding_words import clean, rules_by_cause, section_of, words_of
from auditor.output.html.lists import agencies_in
from auditor.output.places import LEVELS, section_words
from auditor.report.lexicon import Lexicon
from auditor.report.value import State
from auditor.rules.outcome import CellEvidence

_PLACES = 20
_RAW = 24  # code points of a cell's text that are shown in a table
_STATUS = {
    FileStatus.READ: "",
    FileStatus.PARTIAL: "读取不完整",
    FileStatus.UNREADABLE: "读不了",
    FileStatus.SKIPPED: "跳过",
}


class _Texts:
    """Numbers texts in the order met."""

    def __init__(self) -> None:
        self.listed: list[str] = []
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        if text not in self._known:
            self._known[text] = len(self.listed)
            self.listed.append(text)
        return self._known[text]


def data_of(dossier: Dossier) -> dict[str, Any]:
    """Plain JSON. Findings are lists in the order of FINDING in page.js."""
    texts = _Texts()
    causes = rules_by_cause(dossier.run.findings)
    shared = shared_cells(dossier.run.findings)
    templates = {file: figures.template for file, figures in dossier.figures.items()}
    by_file: dict[str, list[Finding]] = {}
    for finding in dossier.run.findings:
        by_file.setdefault(finding.file, []).append(finding)
    loose: dict[str, list[Finding]] = {}
    for finding in by_file.get("", []):
        loose.setdefault(finding.agency, []).append(finding)
    rows = {row.file: row for row in dossier.run.files}
    decided = bool(dossier.notes) or any(f.decision is not Decision.OPEN for f in dossier.run.findings)

    def drawn(found: list[Finding]) -> list[list[Any]]:
        return [_finding(dossier, finding, templates, causes, texts, decided, shared) for finding in found]

    agencies = []
    for agency in agencies_in(dossier):
        reports = []
        for file in agency.files:
            row, figures = rows[file], dossier.figures.get(file)
            status = _STATUS[row.status]
            reports.append(
                {
                    "f": clean(file),
                    "y": row.year,
                    "s": f"{status}：{clean(row.reason or '')}" if status else "",
                    "t": figures.template if figures and figures.template in dossier.lexicons else "",
                    "c": _cells(figures, dossier) if figures else [],
                    "i": drawn(by_file.get(file, [])),
                }
            )
        agencies.append({"u": agency.unit, "r": reports, "i": drawn(loose.get(agency.key, []))})
    return {
        "forms": {name: _form(lexicon) for name, lexicon in dossier.lexicons.items()},
        "agencies": agencies,
        "general": drawn(loose.get("", [])),
        "texts": texts.listed,
    }


def _finding(
    dossier: Dossier,
    finding: Finding,
    templates: dict[str, str],
    causes: dict[str, list[str]],
    texts: _Texts,
    decided: bool,
    shared: dict[str, frozenset[str]],
) -> list[Any]:
    words = words_of(finding, causes)
    lexicon = lexicon_for(finding, templates, dossier.lexicons)
    section = section_of(finding)
    shown = dossier.lexicons.get(templates.get(finding.file, ""))
    paths = dict.fromkeys(item.path for item in finding.evidence if isinstance(item, CellEvidence))
    cells = [shown.by_path[path].index for path in paths if path in shown.by_path] if shown else []
    suspect = finding.suspect.path if finding.suspect else ""
    return [
        finding.level.value,
        texts(words.rule),
        texts(words.name),
        words.message,
        official_places(finding, lexicon, _PLACES),
        arithmetic_words(finding),
        should_words(finding, dossier.rules.get(finding.rule), lexicon, shared),
        texts(words.suggestion),
        texts(words.basis),
        texts("全篇" if section is None else section_words(section)),
        cells,
        shown.by_path[suspect].index if shown and suspect in shown.by_path else -1,
        texts(STATE_WORDS[dossier.state_of(finding)]) if decided else -1,
        words.twins,
        texts(LEVELS[finding.level]),
    ]


def _cells(figures: Figures, dossier: Dossier) -> list[int | str]:
    lexicon = dossier.lexicons.get(figures.template)
    if lexicon is None:
        return []
    return [_cell(figures.cells.get(cell.path)) for cell in lexicon.cells]


def _cell(cell: Cell | None) -> int | str:
    """A small whole number as itself, anything else as it is written; "" blank, "?" not legible, "×" no
    such cell."""
    if cell is None or cell.state is State.ABSENT:
        return "×"
    if cell.state is State.ILLEGIBLE:
        return "?"
    if isinstance(cell.number, int) and cell.state is State.NUMBER and abs(cell.number) < 2**53:
        return cell.number
    raw = clean(cell.raw)
    return raw if len(raw) <= _RAW else raw[:_RAW] + "…"


def _form(lexicon: Lexicon) -> list[dict[str, Any]]:
    """The tables of a form: headings, and rows with the cells' numbers (-1: no cell)."""
    made = []
    for table in lexicon.tables.values():
        heads = {key: cell.header or cell.column for key, cell in table.cells.items()}
        columns = [line for line in table.columns if line.name in heads.values()]
        by_head = {(row, heads[row, column]): cell.index for (row, column), cell in table.cells.items()}
        rows = [
            [
                line.group,
                line.label.official,
                [by_head.get((line.name, column.name), -1) for column in columns],
            ]
            for line in table.rows
        ]
        title = next((part.title for part in lexicon.sections if part.number == table.section), table.title)
        made.append(
            {"n": f"{table.name}　{title}", "h": [line.label.official for line in columns], "r": rows}
        )
    return made
