"""Findings with their decisions on screen: the list, one of them whole, the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from auditor.base.text import cells
from auditor.findings.model import Finding
from auditor.findings.states import CHOICE_WORDS, REACH_WORDS, STATE_WORDS, Choice, Reach, State
from auditor.findings.store.log import Entry
from auditor.findings.store.query import Group
from auditor.findings.store.rows import Decided, Line
from auditor.output.finding_text import finding_lines
from auditor.output.paint import Paint
from auditor.output.places import LEVELS, printable, unit_words
from auditor.output.wrap import wrap
from auditor.rules.outcome import Level

SHORT = 8  # digits of a fingerprint that are shown; more where they are not enough
_WIDEST = max(cells(word) for word in STATE_WORDS.values())
_ACTIONS = {
    "decide": "处置",
    "undo": "撤销",
    "redo": "重做",
    "run": "审核",
    "import": "导入",
    "expire": "到期",
}


def draw_list(
    groups: Sequence[tuple[Group, Sequence[Line]]],
    counts: Mapping[State, int],
    shown: tuple[int, int, int],
    typed: str,
    width: int,
    color: bool,
) -> str:
    """Lines under their groups, then the counts. `shown`: lines drawn, matching the filter, in all."""
    paint = Paint(color)
    out: list[str] = []
    for group, lines in groups:
        out += [
            *_heading(group, width, paint),
            *(text for line in lines for text in _row(line, width, paint)),
            "",
        ]
    drawn, matching, total = shown
    if not total:
        out.append("库里还没有问题：先 auditor run 规则 报告 --store 库")
    elif not matching:
        out += wrap(f"没有符合“{printable(typed)}”的问题（共 {total:,} 条）", width)
    else:
        told = f"筛选 {printable(typed)} · " if typed else ""
        out += wrap(f"{told}显示 {drawn:,}/{matching:,}，共 {total:,} 条", width)
        if drawn < matching:
            out += wrap(f"另有 {matching - drawn:,} 条未列出：--limit 0 全部列出，或加上筛选", width)
    words = [f"{STATE_WORDS[state]} {counts[state]:,}" for state in State if counts.get(state)]
    if words:
        out += wrap("  ".join(words), width)
    return "".join(line + "\n" for line in out)


def _heading(group: Group, width: int, paint: Paint) -> list[str]:
    levels = "  ".join(f"{LEVELS[level]} {n}" for level, n in zip(Level, group.levels, strict=True) if n)
    if group.key in ("error", "warning", "info"):
        name = LEVELS[Level(group.key)]
    else:
        name = group.label if group.year is None else unit_words(group.label, group.year)
        name = name or "（未认出机关）"
    again = "重新打开 · " if group.reopened else ""
    name = printable(again + name)
    gap = width - cells(name) - cells(levels)
    if gap >= 2:
        return [paint.bold(name) + " " * gap + levels]
    return [paint.bold(line) for line in wrap(name, width, "  ")]


def _row(line: Line, width: int, paint: Paint) -> list[str]:
    state = STATE_WORDS[line.state]
    word = LEVELS[line.level]
    head = f"  {line.fingerprint[:SHORT]}  {word}  {_padded(state, _WIDEST)}  {printable(line.rule)}  "
    indent = " " * (2 + SHORT + 2 + 4 + 2 + _WIDEST + 2)
    trial = "（试行）" if line.trial else ""
    lines = wrap(f"{head}{trial}{printable(line.message)}", width, indent)
    lines[0] = lines[0].replace(word, paint.level(word, line.level), 1)
    return lines


def state_words(state: State, until: str = "") -> str:
    """待处理, or 豁免至2026-12-31."""
    word = STATE_WORDS[state]
    return f"{word}至{until}" if until and state in (State.WAIVED, State.LATER) else word


def draw_one(
    line: Line,
    finding: Finding,
    decided: Decided,
    history: Sequence[Entry],
    twins: Sequence[Line],
    width: int,
    color: bool,
) -> str:
    """One finding whole, its decision and its history."""
    paint = Paint(color)
    out = [paint.bold(printable(f"{unit_words(finding.unit, finding.year)} · {finding.file}"))]
    out += finding_lines(finding, {}, width, 1, paint)
    out += ["", *wrap(f"指纹  {line.fingerprint}", width, "      ")]
    out += wrap(f"处置  {decision_words(line.state, decided)}", width, "      ")
    for twin in twins:
        out += wrap(
            f"同因  {twin.fingerprint[:SHORT]}  {printable(twin.rule)}  {printable(twin.message)}",
            width,
            "      ",
        )
    for entry in history:
        out += wrap(f"经过  {entry_words(entry)}", width, "      ")
    return "".join(text + "\n" for text in out)


def decision_words(state: State, decided: Decided) -> str:
    """What stands, whose, since when, why."""
    life = decided.life
    parts = [state_words(state, life.until.isoformat() if life.until else "")]
    if life.was is not None:
        parts[0] += f"（原来是{CHOICE_WORDS[life.was]}）"
    if decided.who and life.choice is not Choice.OPEN:
        parts.append(f"{printable(decided.who)} {moment_words(decided.decided)}")
    if decided.reach is not Reach.FINDING:
        parts.append(f"范围：{REACH_WORDS[decided.reach]}")
    if decided.reason:
        parts.append(f"理由：{printable(decided.reason)}")
    return "，".join(parts)


def draw_log(entries: Sequence[Entry], width: int) -> str:
    """The log, newest first."""
    if not entries:
        return "还没有记录\n"
    out: list[str] = []
    for entry in entries:
        where = " · ".join(part for part in (entry.unit, str(entry.year or ""), entry.rule) if part)
        text = f"{entry_words(entry)}    {printable(where)} {entry.fingerprint[:SHORT]}"
        out += wrap(text, width, " " * 18)
    return "".join(line + "\n" for line in out)


def entry_words(entry: Entry) -> str:
    """2025-03-01 10:00  王芳  处置  待处理 → 豁免（至2026-12-31）理由：…"""
    before = STATE_WORDS[entry.before] if entry.before else "新"
    until = f"（至{entry.until.isoformat()}）" if entry.until else ""
    reason = f"  理由：{printable(entry.reason)}" if entry.reason else ""
    wide = "" if entry.reach is Reach.FINDING else f"  {REACH_WORDS[entry.reach]}"
    action = _ACTIONS.get(entry.action, entry.action)
    moved = f"{before} → {STATE_WORDS[entry.after]}{until}"
    return f"{moment_words(entry.at)}  {printable(entry.who)}  {action}  {moved}{wide}{reason}"


def moment_words(at: str) -> str:
    """ISO time in UTC as the clock on the wall shows it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return printable(at)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - cells(text))
