"""What a check of 元数据 found, and what such checks share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.base.text import fold
from auditor.report.model import Report, Sentence
from auditor.rules.outcome import Evidence, Missing, TextEvidence

YEAR = re.compile(r"20\d\d|二[〇○零0][〇○零0一二三四五六七八九]{2}")
NO_YEAR = Missing("报告年度不明", "不知道报告的年度")


@dataclass(frozen=True, slots=True)
class Said:
    """What a check found: `breach` says what is wrong ("": all is well), `slight` that it is 提示 at
    most; `reason` why it does not apply; `missing` why it cannot tell."""

    breach: str = ""
    written: str = ""
    wanted: str = ""
    evidence: tuple[Evidence, ...] = ()
    slight: bool = False
    reason: str = ""
    missing: Missing | None = None


def core_of(name: str) -> str:
    """An agency's name without its region, folded."""
    folded = re.sub(r"[(（].*?[)）]", "", fold(name))
    cut = re.sub(r"^.{2,8}?(?:省|自治区|自治州|地区|盟|市|自治县|县|区|旗)(?=.{2,})", "", folded)
    cut = re.sub(r"^(?:.{1,6}?(?:市|县|区|旗)|[省市县区])(?=.{2,})", "", cut)
    return cut.replace("人民政府", "政府").replace("办事处", "")


def whole(report: Report, sentence: Sentence) -> TextEvidence:
    """A sentence as evidence."""
    section = report.sections[sentence.section]
    place = next((p.place for p in section.passages if p.start <= sentence.start < p.end), section.place)
    return TextEvidence(sentence.section, sentence.start, sentence.end, sentence.text, place)
