"""Percentages in prose that can be recomputed: the share of a list's whole, or of the applications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise

from auditor.report.facts.folding import fold_sentence
from auditor.report.model import Report, Sentence
from auditor.report.value import Number, State
from auditor.rules.kinds.rates import CELLS, clause_start, named_share
from auditor.rules.kinds.sublists import LONGEST, MOST, Mention, Words, mentions_of, parts_of, whole_of

_EXACT = Context(prec=28)
_SAYS = re.compile(r"(?:占比|占|比例为|比重为|占到|占总数|占全部)[^，。；;%]{0,14}$")
_OF = ("的", "的比例为", "的比例达", "总数的", "总量的", "的比重为")
_THAN = re.compile(r"[,，](?:较|比|相较|相比|与)(?:上年|上一年|去年|20\d\d年)度?(?:同期)?(?:的|为)?$")
_CHANGED = "增加|减少|上升|下降|增长|多|少"
_ROUNDED = re.compile("[百千万亿]")
_BY = re.compile(f"(?:{_CHANGED})[了出]?$")
_GROWN = re.compile(
    rf"(?:相比)?[,，]?(?:(?:{_CHANGED})[了出]?[\d,.]+[件条份次人个项篇期宗]+)?"
    rf"[,，]?(?:同比)?(?:增幅|降幅|升幅|{_CHANGED})(?:为|达|达到|了)?"
)
_JOINTS = ("、", "和", "及", "以及", "与")
_DUE = "应"  # 应办结18件, beside 办结17件
_DONE = re.compile("办|答复|回复|完成|结")
_REQUESTS = frozenset(
    (
        "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "申请.自然人", "申请.法人",
        "予以公开及部分公开",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage, in the positions of its section. `wholes` are what it may be a share of; `open`:
    some of these are not known. `sums`: of the part and those before it, where it may be all of these."""

    part: Number
    stated: Number
    wholes: tuple[Number, ...]
    open: bool
    start: int
    end: int
    sums: tuple[Number, ...] = ()

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
            for part in (self.part, *self.sums):
                share = _EXACT.divide(Decimal(part) * 100, Decimal(whole))
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
        named = named_share(report, sentence, folded, mentions, number)
        if named is not None:
            judged += 1
            part_value, whole_values = named
            start, end = folded.span(clause_start(text, mention), mention.end)
            yield Share(
                part_value, mention.value, whole_values, False, sentence.start + start, sentence.start + end
            )
            continue
        grown = _grown(text, mentions, number)
        if grown is not None:
            old, by = grown
            judged += 1
            start, end = folded.span(clause_start(text, old), mention.end)
            yield Share(by, mention.value, (old.value,), False, sentence.start + start, sentence.start + end)
            continue
        stated = _due(text, mentions, number) or _stated(text, mentions, number)
        if stated is not None:
            part, whole = stated
            judged += 1
            start, end = folded.span(min(part.start, mention.start), max(whole.end, mention.end))
            yield Share(
                part.value, mention.value, (whole.value,), False, sentence.start + start, sentence.start + end
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
            sentence.start + end, _sums(text, mentions[:number]),
        )  # fmt: skip


def _sums(text: str, mentions: list[Mention]) -> tuple[Number, ...]:
    """What the last figure comes to with those before it, as far as “、” or “和” joins them (公开22件、部分
    公开5件，占46.6%)."""
    found: list[Number] = []
    total = mentions[-1].value
    for before, part in pairwise(reversed(mentions)):
        joined = text.startswith(_JOINTS, part.end) and not any(
            mark in text[part.end : before.start] for mark in ",，;；。:："
        )
        if not joined or part.unit != before.unit or part.about or len(found) == MOST:
            break
        total += part.value
        found.append(total)
    return tuple(found)


def _due(text: str, mentions: list[Mention], number: int) -> tuple[Mention, Mention] | None:
    """“办结率95%(办结18件,应办结20件)”: the part and the whole, both written in brackets after it."""
    at = mentions[number].end
    close = text.find(")", at)
    if not text.startswith("(", at) or close < 0:
        return None
    inside = [m for m in mentions[number + 1 : number + 4] if m.end <= close]
    if len(inside) != 2 or inside[0].unit != inside[1].unit or inside[0].unit == "%":
        return None
    labels = (text[at : inside[0].start], text[inside[0].end : inside[1].start])
    due = [_DUE in label for label in labels]
    if sum(due) != 1 or not all(map(_DONE.search, labels)) or any(m.about for m in inside):
        return None
    whole, part = inside if due[0] else reversed(inside)
    return (part, whole) if 0 < part.value <= whole.value else None


def _grown(text: str, mentions: list[Mention], number: int) -> tuple[Mention, Number] | None:
    """“418件，较2022年的366件增加52件，增幅14.2%”: the figure of the year before, and by how much the one
    that stands before it differs."""
    before = mentions[max(0, number - 3) : number]
    if before and _BY.search(text, 0, before[-1].start):
        before.pop()
    old = before[-1] if before else None
    if old is None or old.about or old.unit == "%" or not old.value or not _THAN.search(text, 0, old.start):
        return None
    if not _GROWN.fullmatch(text, old.end, mentions[number].start):
        return None
    now = [m for m in mentions[:number] if m.unit == old.unit and m.end <= old.start]
    if len(now) != 1 or any(m.about or _ROUNDED.search(text, m.start, m.end) for m in (now[0], old)):
        return None
    by: Number = now[0].value - old.value
    return old, max(by, -by)


def _stated(text: str, mentions: list[Mention], number: int) -> tuple[Mention, Mention] | None:
    """“33件,占新收总数44件的75%”: the part and the whole, both written."""
    if number < 2:
        return None
    part, whole, share = mentions[number - 2 : number + 1]
    said = text[part.end : whole.start]
    joined = text[whole.end : share.start] in _OF
    if not joined or "占" not in said or len(said) > 20 or any(char in said for char in "。；;约近超"):
        return None
    fits = (
        part.unit == whole.unit != "%" and 0 < part.value <= whole.value and not (part.about or whole.about)
    )
    return (part, whole) if fits else None


def _wholes(
    report: Report,
    sentence: Sentence,
    span: tuple[int, int],
    text: str,
    mentions: list[Mention],
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
    cells = [report.cells.get(path) for path in CELLS]
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
