"""CSV: one line per finding, for a table program. UTF-8 with BOM, so that such programs take it for
Chinese; a text that such a program would calculate gets an apostrophe before it."""

from __future__ import annotations

import csv
import io
import unicodedata

from auditor.findings.dossier import Dossier
from auditor.findings.model import Finding
from auditor.findings.states import STATE_WORDS
from auditor.output.finding_words import clean, rules_by_cause, section_of, words_of
from auditor.output.places import section_words

HEADINGS = (
    "机关", "年度", "文件", "级别", "规则", "规则名称", "问题", "计算", "可疑格", "位置和原文", "部分",
    "依据", "怎么改", "状态", "处置理由", "对象", "指纹",
)  # fmt: skip
_ACTIVE = "=+-@|%\t\r\n"  # what a cell that is calculated, or called, can begin with


def draw_csv(dossier: Dossier) -> str:
    """The whole table, lines ending in CR LF as the format wants; begins with a BOM."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    causes = rules_by_cause(dossier.run.findings)
    for finding in dossier.run.findings:
        writer.writerow([inert(text) for text in _row(dossier, finding, causes)])
    return stream.getvalue()


def _row(dossier: Dossier, finding: Finding, causes: dict[str, list[str]]) -> list[str]:
    words = words_of(finding, causes)
    section = section_of(finding)
    note = dossier.notes.get(finding.fingerprint)
    return [
        clean(finding.unit), "" if finding.year is None else str(finding.year), clean(finding.file),
        words.level, words.rule, words.name, words.message, "；".join(words.figures), words.suspect,
        "；".join([*words.places, words.twins] if words.twins else words.places),
        "" if section is None else section_words(section), words.basis, words.suggestion,
        STATE_WORDS[dossier.state_of(finding)], clean(note.reason) if note else "", clean(finding.target),
        finding.fingerprint,
    ]  # fmt: skip


def inert(text: str) -> str:
    """`text` that no table program calculates: also where it begins with blanks or full-width marks."""
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first and first[0] in _ACTIVE else text
