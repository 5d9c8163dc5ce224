"""问题明细: one row per finding, with what a person fills in: 状态 (a drop-down), 处置理由, 豁免至."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.findings.dossier import Dossier
from auditor.findings.model import Finding
from auditor.findings.states import STATE_WORDS, State
from auditor.output.correction_words import (
    arithmetic_words,
    lexicon_for,
    official_places,
    shared_cells,
    should_words,
)
from auditor.output.finding_words import rules_by_cause, section_of, words_of
from auditor.output.places import section_words
from auditor.output.xlsx.book import Book, Value

NAME = "问题明细"
CHOICES = ("待处理", "属实", "误报", "豁免", "已整改")
COLUMNS: Sequence[tuple[str, float]] = (
    ("序号", 6), ("机关", 22), ("年度", 6), ("级别", 6), ("规则", 11), ("问题", 46), ("位置和原文", 46),
    ("计算", 28), ("应为", 28), ("怎么改", 34), ("依据", 30), ("部分", 9), ("状态", 9), ("处置理由", 20),
    ("豁免至", 11), ("情况", 10), ("报告文件", 26), ("同因", 14), ("指纹", 26), ("原状态", 9), ("版本", 6),
    ("原理由", 8), ("原豁免至", 8),
)  # fmt: skip
STATE, REASON, UNTIL, FINGERPRINT, BEFORE, VERSION = "状态", "处置理由", "豁免至", "指纹", "原状态", "版本"
REASON_BEFORE, UNTIL_BEFORE = "原理由", "原豁免至"
_EDITED = (STATE, REASON, UNTIL)
_PLACES = 8
_ROW = 64  # points: four lines; the whole text is in the cell


def write_detail(book: Book, dossier: Dossier) -> None:
    """The sheet. The columns of the machine (from 指纹 on) stand last, hidden."""
    findings = dossier.run.findings
    sheet = book.sheet(NAME, [width for _, width in COLUMNS])
    sheet.head([name for name, _ in COLUMNS], frozen=2, filtered=len(findings))
    causes = rules_by_cause(findings)
    shared = shared_cells(findings)
    templates = {file: figures.template for file, figures in dossier.figures.items()}
    column = next(number for number, (name, _) in enumerate(COLUMNS) if name == STATE)
    if findings:
        sheet.sheet.data_validation(
            1, column, len(findings), column,
            {
                "validate": "list", "source": list(CHOICES), "error_title": "状态",
                "error_message": "请从下拉列表里选：" + "、".join(CHOICES),
            },
        )  # fmt: skip
    for number, finding in enumerate(findings, 1):
        looks = ["text"] * len(COLUMNS)
        looks[0] = looks[2] = "number"
        looks[3] = finding.level.value
        for place, (name, _) in enumerate(COLUMNS):
            if name in _EDITED:
                looks[place] = "edit"
        sheet.sheet.set_row(sheet.row, _ROW)
        sheet.add(_row(dossier, finding, number, causes, templates, shared), looks)
    sheet.sheet.set_paper(8)
    sheet.sheet.print_area(0, 0, len(findings), column + 2)
    sheet.sheet.set_column(column + 6, len(COLUMNS) - 1, 8, None, {"hidden": True, "level": 1})


def choice_words(state: State) -> str:
    """The word of the drop-down for a state: what was reopened, or put off, is 待处理."""
    word = STATE_WORDS[state]
    return word if word in CHOICES else CHOICES[0]


def _row(
    dossier: Dossier,
    finding: Finding,
    number: int,
    causes: dict[str, list[str]],
    templates: dict[str, str],
    shared: dict[str, frozenset[str]],
) -> list[Value]:
    words = words_of(finding, causes)
    lexicon = lexicon_for(finding, templates, dossier.lexicons)
    section = section_of(finding)
    state = dossier.state_of(finding)
    note = dossier.notes.get(finding.fingerprint)
    choice = choice_words(state)
    reason, until = (note.reason, note.until.isoformat() if note.until else "") if note else ("", "")
    return [
        number, finding.unit, finding.year, words.level, finding.rule, words.message,
        "；".join(official_places(finding, lexicon, _PLACES)), arithmetic_words(finding),
        should_words(finding, dossier.rules.get(finding.rule), lexicon, shared), words.suggestion,
        words.basis, "全篇" if section is None else section_words(section), choice,
        reason, until, "" if STATE_WORDS[state] == choice else STATE_WORDS[state], finding.file,
        words.twins.strip("（）").removeprefix("同因："), finding.fingerprint, choice,
        note.version if note else 0, reason, until,
    ]  # fmt: skip
