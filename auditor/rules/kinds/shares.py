"""Percentages in prose that can be recomputed: the share of a list's whole, or of the applications."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from auditor.report.facts.folding import fold_sentence
from auditor.report.model import Report, Sentence
from auditor.report.value import Number, State
from auditor.rules.kinds.sublists import LONGEST, MOST, Mention, Words, mentions_of, parts_of, whole_of

_EXACT = Context(prec=28)
_SAYS = re.compile(r"(?:占比|占|比例为|比重为|占到|占总数|占全部)[^，。；;%]{0,14}$")
_REQUESTS = frozenset(
    (
        "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "申请.自然人", "申请.法人",
        "予以公开及部分公开",
    )
)  # fmt: skip
_CELLS = ("表三.总计.新收", "表三.总计.上年结转", "表三.总计.办理总计")


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, in the positions of its section. `wholes` are what it may be a share of; `open`:
    some of these are not known."""

    part: Number
    stated: Number
    wholes: tuple[Number, ...]
    open: bool
    start: int
    end: int

    def percent(self, whole: Number) -> Decimal:
        """The share of `whole` in percent, to two decimals."""
        share = _EXACT.divide(Decimal(self.part) * 100, Decimal(whole))
        return share.quantize(Decimal("0.01"))

    def fits(self, tolerance: Decimal) -> bool | None:
        """Whether one of the wholes gives the percentage; None where that hangs on an unknown one."""
        stated = Decimal(self.stated)
        exponent = stated.as_tuple().exponent
        digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        limit = max(tolerance, digit)
        for whole in self.wholes:
            share = _EXACT.divide(Decimal(self.part) * 100, Decimal(whole))
            if abs(share - stated) <= limit:
                return True
        return None if self.open or not self.wholes else False


def shares_of(report: Report, sentence: Sentence, words: Words) -> Iterator[Share]:
    """The percentages of a sentence that can be judged."""
    if len(sentence.text) > LONGEST:
        return
    folded = fold_sentence(sentence.text, None)
    text = folded.text
    if "%" not in text:
        return
    mentions = mentions_of(text)
    judged = 0
    for number, mention in enumerate(mentions):
        if judged == MOST:
            return
        if mention.unit != "%" or mention.about:
            continue
        named = _named(report, sentence, text, mention)
        if named is not None:
            judged += 1
            part_value, whole_values = named
            start, end = folded.span(_clause(text, mention), mention.end)
            yield Share(
                part_value, mention.value, whole_values, False, sentence.start + start, sentence.start + end
            )
            continue
        if number == 0:
            continue
        part = mentions[number - 1]
        said = _SAYS.search(text, part.end, mention.start)
        between = text[part.end : mention.start]
        far = len(between) > 20 or any(char in between for char in "。；;约近超")
        if part.unit == "%" or part.about or said is None or far:
            continue
        judged += 1
        place = folded.span(part.start, part.end)
        wholes, unknown = _wholes(report, sentence, place, text, mentions, part, words)
        if not wholes and not unknown:
            continue
        start, end = folded.span(part.start, mention.end)
        yield Share(
            part.value, mention.value, tuple(dict.fromkeys(wholes)), unknown, sentence.start + start,
            sentence.start + end,
        )  # fmt: skip


_DONE = re.compile("(?:办结率|答复率)(?:为|达|达到|是|:|均为)?$")
_PERSONS = re.compile("自然人[^,，。；;%\\d]{0,12}(?:占|占比)[^,，。；;%]{0,16}$")
_IN_TIME = re.compile("按|及时|准时|限时|时限|法定|群众|热线|工单|建议|提案|信访|留言|诉求|投诉|事项")


def _clause(text: str, mention: Mention) -> int:
    """Where the clause of a percentage begins."""
    return max(text.rfind(mark, 0, mention.start) for mark in ",，。；;") + 1


def _named(
    report: Report, sentence: Sentence, text: str, mention: Mention
) -> tuple[Number, tuple[Number, ...]] | None:
    """A share that is known by its name, without its figures: 申请办结率, 自然人申请占…; the part and
    what it may be a part of."""
    clause = text[_clause(text, mention) : mention.start]
    if _IN_TIME.search(clause) or "申请" not in clause:
        return None
    done = _DONE.search(clause) is not None
    if not done and not _PERSONS.search(clause):
        return None
    paths = (("表三.总计.办理总计",) if done else ("表三.自然人.新收", "表三.自然人.上年结转")) + _CELLS[:2]
    figures = [
        v.number if (v := report.cells.get(path)) and v.state is State.NUMBER else None for path in paths
    ]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures):
        return None
    new, carried = known[-2:]
    wholes = tuple(dict.fromkeys(whole for whole in (new, new + carried) if whole))
    if not wholes:
        return None
    if not done and carried and known[1]:  # with those carried over on both sides
        share = _EXACT.divide(Decimal(known[0] + known[1]) * 100, Decimal(new + carried))
        if abs(share - Decimal(mention.value)) <= 1:
            return None
    return known[0], wholes


def _wholes(
    report: Report,
    sentence: Sentence,
    span: tuple[int, int],
    text: str,
    mentions: Sequence[Mention],
    part: Mention,
    words: Words,
) -> tuple[list[Number], bool]:
    found: list[Number] = []
    for word in words.opening:
        at = text.rfind(word, 0, part.start)
        whole = whole_of(text, mentions, at, words) if at >= 0 else None
        if whole is not None and not whole.about and whole.unit == part.unit:
            listed, _, _ = parts_of(text, mentions, at + len(word), whole, words)
            if any(item.start == part.start for item in listed):
                before = [m for m in mentions if m.unit == part.unit and m.start < part.start]
                found += [m.value for m in before if m.value]
    first, last = sentence.start + span[0], sentence.start + span[1]
    names = {
        fact.name
        for fact in report.facts
        if fact.section == sentence.section and fact.start <= first and last <= fact.end
    }
    if not names & _REQUESTS:
        return [value for value in found if value >= part.value], False
    cells = [report.cells.get(path) for path in _CELLS]
    figures = [0 if c and c.state in (State.BLANK, State.SYMBOL) else c.number if c else None for c in cells]
    new, carried, handled = (
        figure if cell is not None and cell.state is not State.TEXT else None
        for figure, cell in zip(figures, cells, strict=True)
    )
    found += [m.value for m in mentions if m.unit == part.unit and m.value >= part.value and m is not part]
    found += [figure for figure in (new, handled) if figure]
    if new is not None and carried is not None and new + carried:
        found.append(new + carried)
    unknown = new is None or carried is None or handled is None
    return [value for value in found if value], unknown
