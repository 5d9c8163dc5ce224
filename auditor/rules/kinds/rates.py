"""Percentages known by their name: 申请办结率为98%, 自然人占新收申请的80%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal

from auditor.report.facts.folding import Folded
from auditor.report.model import Report, Sentence
from auditor.report.value import Number, State
from auditor.rules.kinds.sublists import Mention

CELLS = ("表三.总计.新收", "表三.总计.上年结转", "表三.总计.办理总计")
_PERSON = ("表三.自然人.新收", "表三.自然人.上年结转")
_EXACT = Context(prec=28)
_DONE = re.compile("(?:办结率|答复率)(?:为|达|达到|达到了|是|:|均为|均达到)?$")
_PERSONS = re.compile("自然人[^,，。；;%\\d]{0,12}(?:占|占比)[^,，。；;%]{0,16}$")
_OTHERWISE = re.compile(
    "按|及时|准时|限时|时限|法定|群众|热线|工单|建议|提案|信访|留言|诉求|投诉|事项|(?:上年|去年)度?(?!度?结转|转|未)|同期|同比|较|比上|提高|提升"
)
_DEFINED = re.compile("计算|之和|总数|合计|相加|基数|口径")
_BRACKETS = re.compile(r"\([^()]*\)")
_MARKS = ",，。；;"
_ALL = ("新收", "结转")
_COUNTED = ("收到申请", "办理", "办结", "上年结转", "结转下年", "申请.自然人")
_FULL = 100
_ROUND = Decimal(1)  # percentage points within which a rate of the sentence's own figures is right


def clause_start(text: str, mention: Mention) -> int:
    """Where the clause of a percentage begins."""
    return max(text.rfind(mark, 0, mention.start) for mark in _MARKS) + 1


def named_share(
    report: Report, sentence: Sentence, folded: Folded, mentions: Sequence[Mention], number: int
) -> tuple[Number, tuple[Number, ...]] | None:
    """The part and what it may be a part of, where a percentage has a name that tells them; None where
    it has not, or the figures that the sentence itself gives make it right."""
    mention = mentions[number]
    before = folded.text[: mention.start]
    bare = _BRACKETS.sub("", before)
    clause = bare[max(bare.rfind(mark) for mark in _MARKS) + 1 :]
    if _OTHERWISE.search(clause):
        return None
    done = _DONE.search(clause) is not None
    if not done and not _PERSONS.search(clause):
        return None
    said = {} if number == 0 else _counted(report, sentence, folded, mentions[:number])
    defined = (bare != before or _DEFINED.search(before)) and all(word in before for word in _ALL)
    if "申请" not in clause and not defined and not ("办结" in said if done else said):
        return None
    if done and mention.value >= _FULL:
        return None  # “办结率100%”: of those that were due
    figures = [_figure(report, path) for path in (CELLS[2:] if done else _PERSON) + CELLS[:2]]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures):
        return None
    new, carried = known[-2:]
    wholes = tuple(dict.fromkeys(whole for whole in (new, new + carried) if whole))
    if not wholes or (done and _of_its_own(said, mention.value)):
        return None
    if not done and carried and known[1]:  # with those carried over on both sides
        share = _EXACT.divide(Decimal(known[0] + known[1]) * 100, Decimal(new + carried))
        if abs(share - Decimal(mention.value)) <= 1:
            return None
    return known[0], wholes


def _figure(report: Report, path: str) -> Number | None:
    value = report.cells.get(path)
    if value is None:
        return None
    return 0 if value.state in (State.BLANK, State.SYMBOL) else value.number


def _counted(
    report: Report, sentence: Sentence, folded: Folded, mentions: Sequence[Mention]
) -> dict[str, Number]:
    """The applications that the sentence counts, where its last figure before the percentage is one."""
    found: dict[str, Number] = {}
    facts = [
        fact
        for fact in report.facts
        if fact.section == sentence.section
        and sentence.start <= fact.start < sentence.end
        and fact.name in _COUNTED
        and fact.scope != "prior"
    ]
    for mention in mentions:
        start, end = folded.span(mention.start, mention.end)
        first, last = sentence.start + start, sentence.start + end
        fact = next((f for f in facts if f.start <= first and last <= f.end), None)
        if mention.unit != "%" and fact is None:
            found.clear()  # what follows is of something else
        elif fact is not None:
            found[fact.name] = fact.value
    return found


def _of_its_own(said: dict[str, Number], stated: Number) -> bool:
    """Whether the sentence's own figures give the percentage."""
    part = said.get("办结")
    new, carried = said.get("收到申请"), said.get("上年结转", 0)
    wholes = [said.get("办理"), new, None if new is None else new + carried]
    return part is not None and any(
        abs(_EXACT.divide(Decimal(part) * 100, Decimal(whole)) - Decimal(stated)) <= _ROUND
        for whole in wholes
        if whole
    )
