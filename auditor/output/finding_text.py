"""One finding on screen: level, rule and message; the figures; where it stands; basis and remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.text import tidy
from auditor.findings.model import Finding
from auditor.output.paint import Paint
from auditor.output.places import (
    LEVELS,
    path_words,
    paths_words,
    place_words,
    printable,
    row_words,
    section_words,
)
from auditor.output.wrap import pack, wrap
from auditor.report.value import Number
from auditor.rules.outcome import CellEvidence, Evidence, Interval, PlaceEvidence, TextEvidence

_INDENT = " " * 8
_PLACES = 3  # evidence shown without -v
_NAMED = re.compile(r"[^\d\s.]")  # a side that is more than a bare figure
_OPERATOR = re.compile(r"[+\-−×*/÷]")
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)")
_QUOTE = 40  # code points of a quotation shown without -v


def finding_lines(
    finding: Finding, causes: Mapping[str, Sequence[str]], width: int, detail: int, paint: Paint
) -> list[str]:
    """The lines of one finding. `causes` has the rule ids that share each cause; `detail` −1 gives
    the message alone, 1 every place and whole quotations."""
    lines = _headline(finding, width, paint)
    if detail < 0:
        return lines
    lines += pack(_figures(finding), width, _INDENT)
    if finding.suspect is not None:
        value = number_words(finding.suspect.value)
        suspect = f"可疑 {path_words(finding.suspect.path)}：若为 {value}，各式都成立"
        lines += wrap(_INDENT + suspect, width, _INDENT + "  ")
    lines += pack([*_places(finding, detail), *_twins(finding, causes)], width, _INDENT)
    lines += [paint.dim(line) for line in pack(_footer(finding), width, _INDENT)]
    return lines


def _headline(finding: Finding, width: int, paint: Paint) -> list[str]:
    word = LEVELS[finding.level]
    trial = "（试行）" if finding.trial else ""
    lines = wrap(f"  {word}  {printable(finding.rule)}  {trial}{_clean(finding.message)}", width, _INDENT)
    lines[0] = "  " + paint.level(word, finding.level) + lines[0][2 + len(word) :]
    return lines


def _figures(finding: Finding) -> list[str]:
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


def _side(text: str, interval: Interval | None) -> str:
    """A side filled in, with its sum where it has more than one term."""
    if interval is None or not _OPERATOR.search(_BRACKETED.sub("", text)):
        return _clean(text)
    return f"{_clean(text)} = {interval_words(interval)}"


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


def _places(finding: Finding, detail: int) -> list[str]:
    """Where the finding stands, the suspect cell first, cells of one row together."""
    suspect = finding.suspect.path if finding.suspect else None
    groups: dict[object, list[Evidence]] = {}
    for number, item in enumerate(finding.evidence):
        first = isinstance(item, CellEvidence) and item.path == suspect
        groups.setdefault((not first, _row_of(item) or number), []).append(item)
    ordered = sorted(groups.items(), key=lambda pair: not isinstance(pair[0], tuple) or pair[0][0])
    shown = ordered if detail > 0 else ordered[:_PLACES]
    words = dict.fromkeys(text for _, found in shown if (text := _together(found, detail > 0)))
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
    raws = [_clean(cell.raw) for cell in cells]
    text = _raw(raws[0]) if len(set(raws)) == 1 else "原文" + "".join(f"“{raw}”" for raw in raws)
    return f"{'、'.join(paths_words([cell.path for cell in cells]))}（{_row(cells[0].place)}）{text}"


def evidence_words(item: Evidence, whole: bool = False) -> str:
    """A place with its raw text: 表三 自然人 新收（第4页 第2个表第1行第1列）原文“11”."""
    match item:
        case CellEvidence(path=path, raw=raw, place=place):
            where = place_words(place)
            return f"{path_words(path)}{f'（{where}）' if where else ''}{_raw(raw)}"
        case TextEvidence(section=section, quote=quote, place=place):
            where = " ".join(part for part in (section_words(section), place_words(place)) if part)
            return f"{where} “{_quote(quote, whole)}”"
        case PlaceEvidence(text=text, place=place):
            return " ".join(
                part for part in (place_words(place), f"“{_quote(text, whole)}”" if text else "") if part
            )


def _raw(raw: str) -> str:
    text = _clean(raw)
    return f"原文“{text}”" if text else "空白"


def _twins(finding: Finding, causes: Mapping[str, Sequence[str]]) -> list[str]:
    """（同因：勾稽-302）: the other rules that the same root breaks."""
    if finding.cause is None:
        return []
    rules = list(causes.get(finding.cause, ()))
    if finding.rule in rules:
        rules.remove(finding.rule)
    return [f"（同因：{'、'.join(dict.fromkeys(rules))}）"] if rules else []


def _footer(finding: Finding) -> list[str]:
    basis = "；".join(f"{item.document} {item.clause}".strip() for item in finding.basis)
    parts = [f"依据 {_clean(basis)}"] if basis else []
    if finding.suggestion:
        parts.append(f"怎么改 {_clean(finding.suggestion)}")
    return parts


def _clean(text: str) -> str:
    return printable(tidy(text))


def _quote(text: str, whole: bool) -> str:
    clean = _clean(text)
    if whole or len(clean) <= _QUOTE:
        return clean
    cut = _QUOTE
    while cut > _QUOTE // 2 and clean[cut - 1].isdigit():
        cut -= 1  # a number is shown whole or not at all
    return clean[:cut] + "…"
