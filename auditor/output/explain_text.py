"""Why a rule fired on a report, or did not: 适用, 前提, every operand with its place, the formula filled
in, the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.base.text import cells, tidy
from auditor.engine.explain import Explained, Explanation, Filled, Sought
from auditor.output.finding_text import evidence_words, interval_words, number_words
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, VERDICTS, path_words, place_words, printable, unit_words
from auditor.output.rule_text import headline, labelled, list_lines
from auditor.output.text import Style
from auditor.output.wrap import fit, wrap
from auditor.report.value import State
from auditor.rules.formula.types import Truth
from auditor.rules.model import WordList
from auditor.rules.outcome import CellEvidence, Evidence, Operand, Verdict

_TRUTH = {Truth.HOLDS: "成立", Truth.BROKEN: "不成立", Truth.UNKNOWN: "无法判定"}
_FITS = {Truth.HOLDS: "符合", Truth.BROKEN: "不符合", Truth.UNKNOWN: "看不出来"}
_EVIDENCE = 6  # places shown without -v
_STATES = {
    State.BLANK: "空白",
    State.SYMBOL: "符号",
    State.ILLEGIBLE: "无法辨认",
    State.ABSENT: "没有这一格",
}


def draw_explanation(found: Explanation, targets: Sequence[Explained], style: Style) -> str:
    """The explanation with the `targets` chosen, each line ending with a line end."""
    paint = Paint(style.color)
    report = found.report
    lines = headline(found.rule, style, paint)
    lines += labelled("报告", f"{unit_words(report.unit, report.year)} · {report.file}", style.width)
    lines += labelled(
        "依据", "；".join(f"{b.document} {b.clause}".strip() for b in found.rule.basis), style.width
    )
    lines += _applicability(found, style)
    for item in targets:
        lines += ["", *_target(item, style, paint)]
    return "".join(line + "\n" for line in lines)


def _applicability(found: Explanation, style: Style) -> list[str]:
    lines: list[str] = []
    if found.rule.state != "施行":
        lines += labelled("状态", f"{found.rule.state}", style.width)
    for one in found.conditions:
        said = f"{one.name}：规则要 {one.wanted}，这份报告是 {one.found}，{_FITS[one.fits]}"
        lines += labelled("适用", said, style.width)
    if not found.conditions:
        lines += labelled("适用", "对所有报告都适用", style.width)
    for note in found.notes:
        lines += labelled("注意", note, style.width)
    if found.stopped is not None:
        outcome = found.stopped
        why = [outcome.reason] if outcome.reason else []
        why += [f"{m.cause}：{m.detail}" if m.detail else m.cause for m in outcome.missing]
        lines += labelled("结论", f"{VERDICTS[outcome.verdict]}：{'；'.join(why)}。没有往下判断", style.width)
    return lines


def _target(item: Explained, style: Style, paint: Paint) -> Iterator[str]:
    outcome = item.outcome
    verdict = VERDICTS[outcome.verdict]
    name = path_words(outcome.target)
    gap = max(2, style.width - cells(name) - cells(verdict))
    bold = paint.level(verdict, outcome.level) if outcome.verdict is Verdict.FAIL else paint.bold(verdict)
    yield f"{paint.bold(printable(name))}{' ' * gap}{bold}"
    for formula in item.formulas:
        yield from _formula(formula, style)
    for sought in item.sought:
        yield from _sought(sought, style)
    shown = {o.path for f in item.formulas if f.trace.computation for o in f.trace.computation.operands}
    yield from _evidence([e for e in outcome.evidence if not _is_operand(e, shown)], style)
    if outcome.suspect is not None:
        value = number_words(outcome.suspect.value)
        yield from labelled(
            "可疑", f"{path_words(outcome.suspect.path)}：若为 {value}，各式都成立", style.width
        )
    for note in outcome.notes:
        yield from labelled("注意", note, style.width)
    yield from labelled("结论", _conclusion(item), style.width)
    if item.suggestion:
        yield from labelled("怎么改", tidy(item.suggestion), style.width)


def _formula(formula: Filled, style: Style) -> Iterator[str]:
    said = f"（{_TRUTH[formula.truth]}）" if formula.truth is not None else ""
    yield from labelled(formula.key, f"{formula.text}{said}", style.width)
    computation = formula.trace.computation
    if computation is None:
        return
    operands = computation.operands
    names = {operand.path: _name(operand, operands) for operand in operands}
    wide = min(24, max((cells(name) for name in names.values()), default=0))
    values = [_value(operand) for operand in operands]
    broad = min(24, max((cells(value) for value in values), default=0))
    for operand, value in zip(operands, values, strict=True):
        head = f"{' ' * 12}{fit(names[operand.path], wide)}  {value}{' ' * max(0, broad - cells(value))}"
        yield from wrap(f"{head}  {_source(operand)}".rstrip(), style.width, " " * 16)
    if computation.filled != formula.text:
        yield from labelled("  代入", computation.filled, style.width)
    equality = "不成立" not in computation.filled
    if computation.difference and formula.key == "断言" and formula.truth is Truth.BROKEN and equality:
        yield from labelled("  相差", number_words(computation.difference), style.width)


def _name(operand: Operand, others: Sequence[Operand]) -> str:
    """The name as the formula writes it; the path where one name stands for several cells."""
    same = [other for other in others if other.name == operand.name]
    return printable(operand.name if len(same) == 1 else path_words(operand.path))


def _value(operand: Operand) -> str:
    exact = operand.interval.exact
    if exact is not None:
        return number_words(exact)
    state = next((words for state, words in _STATES.items() if state.value == operand.state), "")
    if operand.interval.high is None and operand.interval.low == 0:
        other = operand.path.startswith(("上年.", "下级.")) and operand.place is None
        return "没有取得" if other else state or "不明"
    return f"{state} {interval_words(operand.interval)}".strip()


def _source(operand: Operand) -> str:
    raw = tidy(operand.raw)
    parts = [
        place_words(operand.place),
        f"原文“{printable(raw)}”" if raw else "",
        f"（{operand.reading}）" if operand.reading else "",
    ]
    return " ".join(part for part in parts if part)


def _sought(sought: Sought, style: Style) -> Iterator[str]:
    where = f"在{'、'.join(sought.places)}里" if sought.places else ""
    what = f" {sought.name} 里的说法" if sought.name.startswith("$") else f"“{sought.name}”"
    what = what if sought.name else "这些说法"
    words = sought.words
    if where or sought.name:
        yield from labelled("找什么", f"{where}找{what}", style.width)
    texts = tuple(pattern.text for pattern in words.patterns)
    but = tuple(pattern.text for pattern in words.exceptions)
    yield from list_lines(WordList("", texts, but), style)


def _is_operand(item: Evidence, shown: set[str]) -> bool:
    return isinstance(item, CellEvidence) and item.path in shown


def _evidence(items: Sequence[Evidence], style: Style) -> Iterator[str]:
    limit = len(items) if style.detail > 0 else _EVIDENCE
    for item in items[:limit]:
        yield from labelled("出处", evidence_words(item, style.detail > 0), style.width)
    if len(items) > limit:
        yield from labelled("出处", f"另 {len(items) - limit} 处（加 -v 全部列出）", style.width)


def _conclusion(item: Explained) -> str:
    outcome = item.outcome
    word = VERDICTS[outcome.verdict]
    match outcome.verdict:
        case Verdict.FAIL:
            return f"{word}，报{LEVELS[outcome.level]}：{tidy(item.message)}"
        case Verdict.CANNOT_TELL:
            why = [
                f"{m.cause}（{path_words(m.detail)}）" if m.detail else m.cause for m in outcome.missing
            ] or ["原因不明"]
            return f"{word}：{'；'.join(why)}。不算违反，也不算通过"
        case Verdict.PASS:
            return f"{word}，所以没有报"
        case _:
            return f"{word}：{outcome.reason}" if outcome.reason else word
