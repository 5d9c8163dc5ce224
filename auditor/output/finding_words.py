"""A finding in words, once for all: screen, notice, ledger, bulletin and the machines' forms say the
same of it. Everything here is plain text of one line, fit to be shown (nothing in it is obeyed).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.text import tidy
from auditor.findings.model import Decision, Finding
from auditor.output.places import (
    LEVELS,
    path_words,
    paths_words,
    place_words,
    printable,
    row_words,
    section_words,
    table_words,
)
from auditor.report.value import Number
from auditor.rules.outcome import CellEvidence, Evidence, Interval, PlaceEvidence, TextEvidence

DECISIONS = {
    Decision.OPEN: "待处理",
    Decision.CONFIRMED: "属实",
    Decision.FALSE_ALARM: "误报",
    Decision.WAIVED: "豁免",
    Decision.FIXED: "已整改",
}
NO_CELL = "没有这一格"
LONGEST = 1_000  # code points of one piece of words; a report may hold a cell of any length
_QUOTE = 40  # code points of a quotation in short
_TABLES = ("表二", "表三", "表四")
_NAMED = re.compile(r"[^\d\s.]")  # a side that is more than a bare figure
_OPERATOR = re.compile(r"[+\-−×*/÷]")
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)")


@dataclass(frozen=True, slots=True)
class FindingWords:
    """One finding, ready to be set in any form. `figures`: the computation filled in, () where the
    message says it all; `suspect` "" where none is named; `places`: all of them, the suspect first."""

    level: str
    rule: str
    name: str
    message: str
    figures: tuple[str, ...]
    suspect: str
    places: tuple[str, ...]
    twins: str
    basis: str
    suggestion: str
    decision: str


def words_of(finding: Finding, causes: Mapping[str, Sequence[str]] | None = None) -> FindingWords:
    """The words of a finding. `causes` has the rule ids that share each cause."""
    return FindingWords(
        level=LEVELS[finding.level],
        rule=printable(finding.rule),
        name=clean(finding.name),
        message=message_words(finding),
        figures=tuple(figures_words(finding)),
        suspect=suspect_words(finding),
        places=tuple(places_words(finding, whole=True)),
        twins=twins_words(finding, causes or {}),
        basis=basis_words(finding),
        suggestion=clean(finding.suggestion),
        decision=DECISIONS[finding.decision],
    )


def message_words(finding: Finding) -> str:
    """What is wrong; a rule on trial says so."""
    return ("（试行）" if finding.trial else "") + clean(finding.message)


def suspect_words(finding: Finding) -> str:
    """可疑 表三 自然人 新收：若为 10，各式都成立; "" where no cell is named."""
    if finding.suspect is None:
        return ""
    value = number_words(finding.suspect.value)
    return f"可疑 {path_words(finding.suspect.path)}：若为 {value}，各式都成立"


def figures_words(finding: Finding) -> list[str]:
    """新收 11 + 上年结转 2 = 13 and 办理总计 12 + 结转下年 0 = 12; none where the message says it all."""
    computation = finding.computation
    if computation is None:
        return []
    texts = ((computation.left_text, computation.left), (computation.right_text, computation.right))
    sides = [_side(text, interval) for text, interval in texts if _NAMED.search(text)]
    sums = [side for side in sides if _OPERATOR.search(side)]
    shown = sides if any(side not in finding.message for side in sums) else []
    readings = dict.fromkeys([op.reading for op in computation.operands if op.reading] + list(finding.notes))
    return [*shown, f"（{'，'.join(readings)}）"] if readings else shown


def sides_words(finding: Finding) -> list[str]:
    """Both sides filled in with their results, also where the message has them already."""
    computation = finding.computation
    if computation is None:
        return []
    texts = ((computation.left_text, computation.left), (computation.right_text, computation.right))
    return [_side(text, interval) for text, interval in texts if _NAMED.search(text)]


def _side(text: str, interval: Interval | None) -> str:
    """A side filled in, with its sum where it has more than one term."""
    if interval is None or not _OPERATOR.search(_BRACKETED.sub("", text)):
        return clean(text)
    return f"{clean(text)} = {interval_words(interval)}"


def interval_words(interval: Interval) -> str:
    """13, or 130 至 140, or 至少 130 where no upper bound is known."""
    if interval.exact is not None:
        return number_words(interval.exact)
    if interval.high is None:
        return f"至少 {number_words(interval.low)}"
    return f"{number_words(interval.low)} 至 {number_words(interval.high)}"


def number_words(number: Number) -> str:
    """A figure as plain digits, never in exponent form."""
    return format(number, "f") if not isinstance(number, int) else str(number)


def places_words(finding: Finding, limit: int | None = None, whole: bool = False) -> list[str]:
    """Where the finding stands, the suspect cell first, cells of one row together; at most `limit`
    groups, then how many places are left. `whole`: quotations are not shortened."""
    suspect = finding.suspect.path if finding.suspect else None
    groups: dict[object, list[Evidence]] = {}
    for number, item in enumerate(finding.evidence):
        first = isinstance(item, CellEvidence) and item.path == suspect
        groups.setdefault((not first, _row_of(item) or number), []).append(item)
    ordered = sorted(groups.items(), key=lambda pair: not isinstance(pair[0], tuple) or pair[0][0])
    shown = ordered[:limit]
    words = dict.fromkeys(text for _, found in shown if (text := _together(found, whole)))
    left = sum(len(found) for _, found in ordered[len(shown) :])
    return [*words, f"另 {left:,} 处"] if left else list(words)


def _row_of(item: Evidence) -> tuple[str, str] | None:
    """What cells share that stand in one row: the table they belong to, and the row in words."""
    if not isinstance(item, CellEvidence) or item.place is None:
        return None
    return item.path.partition(".")[0], _row(item.place)


def _row(place: CellPlace | ParagraphPlace) -> str:
    return row_words(place) if isinstance(place, CellPlace) else place_words(place)


def _together(found: Sequence[Evidence], whole: bool) -> str:
    """Cells of one row with what each says; anything else by itself."""
    cells = [item for item in found if isinstance(item, CellEvidence)]
    if len(cells) < 2 or cells[0].place is None:
        return evidence_words(found[0], whole)
    raws = [clean(cell.raw) for cell in cells]
    text = _raw(raws[0]) if len(set(raws)) == 1 else "原文" + "".join(f"“{raw}”" for raw in raws)
    return f"{'、'.join(paths_words([cell.path for cell in cells]))}（{_row(cells[0].place)}）{text}"


def evidence_words(item: Evidence, whole: bool = False) -> str:
    """A place with its raw text: 表三 自然人 新收（第4页 第2个表第1行第1列）原文“11”."""
    match item:
        case CellEvidence(path=path, raw=raw, place=place):
            where = place_words(place)
            if not where and not raw:
                return f"{path_words(path)} {NO_CELL}"
            return f"{path_words(path)}{f'（{where}）' if where else ''}{_raw(raw)}"
        case TextEvidence(section=section, quote=quote, place=place, file=file):
            other = printable(file.rpartition("/")[2])  # a passage of another report
            where = " ".join(part for part in (other, section_words(section), place_words(place)) if part)
            return f"{where} “{_quote(quote, whole)}”"
        case PlaceEvidence(text=text, place=CellPlace() as cell) if text in _TABLES:
            return f"{text}（{table_words(cell)}）"  # the table as a whole, not the cell that it begins with
        case PlaceEvidence(text=text, place=place):
            return " ".join(
                part for part in (place_words(place), f"“{_quote(text, whole)}”" if text else "") if part
            )


def _raw(raw: str) -> str:
    text = clean(raw)
    return f"原文“{text}”" if text else "空白"


def twins_words(finding: Finding, causes: Mapping[str, Sequence[str]]) -> str:
    """（同因：勾稽-302）: the other rules that the same root breaks; "" where none."""
    if finding.cause is None:
        return ""
    rules = list(causes.get(finding.cause, ()))
    if finding.rule in rules:
        rules.remove(finding.rule)
    return f"（同因：{'、'.join(dict.fromkeys(rules))}）" if rules else ""


def rules_by_cause(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Rule ids by cause, in the order shown."""
    causes: dict[str, list[str]] = {}
    for finding in findings:
        if finding.cause is not None:
            causes.setdefault(finding.cause, []).append(finding.rule)
    return causes


def basis_words(finding: Finding) -> str:
    """The documents and clauses that the rule rests on."""
    return clean("；".join(f"{item.document} {item.clause}".strip() for item in finding.basis))


_TABLE_SECTION = {"表二": 2, "表三": 3, "表四": 4}
_PART = re.compile(r"第([一二三四五六])部分")


def section_of(finding: Finding) -> int | None:
    """The section (0 引言, 1–6) that a person turns to first; None: the report as a whole."""
    if found := _PART.match(finding.target):
        return "一二三四五六".index(found[1]) + 1
    if finding.target.startswith(("开头", "引言")):
        return 0
    if (table := finding.target[:2]) in _TABLE_SECTION:
        return _TABLE_SECTION[table]
    for item in finding.evidence:
        if isinstance(item, CellEvidence):
            return _TABLE_SECTION.get(item.path[:2])
        if isinstance(item, TextEvidence) and not item.file:
            return item.section
    return None


def clean(text: str) -> str:
    """Text of a report or a file name in one line: control, direction and other invisible characters
    shown or dropped, never obeyed; what is longer than `LONGEST` is cut, and says so."""
    plain = printable(tidy(text))
    if len(plain) <= LONGEST:
        return plain
    return f"{_cut(plain, LONGEST)}（共 {len(plain):,} 字）"


def _quote(text: str, whole: bool) -> str:
    plain = clean(text)
    return plain if whole or len(plain) <= _QUOTE else _cut(plain, _QUOTE)


def _cut(text: str, cut: int) -> str:
    least = cut // 2
    while cut > least and text[cut - 1].isdigit():
        cut -= 1  # a number is shown whole or not at all
    return text[:cut] + "…"
