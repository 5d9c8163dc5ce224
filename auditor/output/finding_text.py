"""One finding on screen: level, rule and message; the figures; where it stands; basis and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.base.text import tidy
from auditor.findings.model import Finding
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, path_words, place_words, printable, section_words
from auditor.output.wrap import pack, wrap
from auditor.report.value import Number
from auditor.rules.outcome import CellEvidence, Evidence, Interval, PlaceEvidence, TextEvidence

_INDENT = " " * 8
_PLACES = 3  # evidence shown without -v
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
    sides = [
        _side(text, interval)
        for text, interval in (
            (computation.left_text, computation.left),
            (computation.right_text, computation.right),
        )
        if text
    ]
    words = sides or [filled for filled in [_clean(computation.filled)] if filled]
    readings = dict.fromkeys([op.reading for op in computation.operands if op.reading] + list(finding.notes))
    if readings:
        return [*words, f"（{'，'.join(readings)}）"]
    return [] if all(side in finding.message for side in words) else words


def _side(text: str, interval: Interval | None) -> str:
    """A side filled in, with its sum where it has more than one term."""
    if interval is None or not any(sign in text for sign in "+-−×*/÷（("):
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
    """Where the finding stands, the suspect cell first."""
    suspect = finding.suspect.path if finding.suspect else None
    ordered = sorted(
        finding.evidence, key=lambda item: not (isinstance(item, CellEvidence) and item.path == suspect)
    )
    shown = ordered if detail > 0 else ordered[:_PLACES]
    words = list(dict.fromkeys(text for item in shown if (text := evidence_words(item, detail > 0))))
    if len(ordered) > len(shown):
        words.append(f"等 {len(ordered):,} 处")
    return words


def evidence_words(item: Evidence, whole: bool = False) -> str:
    """A place with its raw text: 第4页 表三 自然人 新收（第2个表第1行第1列）原文“11”."""
    match item:
        case CellEvidence(path=path, raw=raw, place=place):
            where = place_words(place)
            return f"{path_words(path)}{f'（{where}）' if where else ''}原文“{_clean(raw)}”"
        case TextEvidence(section=section, quote=quote, place=place):
            where = " ".join(part for part in (section_words(section), place_words(place)) if part)
            return f"{where} “{_quote(quote, whole)}”"
        case PlaceEvidence(text=text, place=place):
            return " ".join(
                part for part in (place_words(place), f"“{_quote(text, whole)}”" if text else "") if part
            )


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
