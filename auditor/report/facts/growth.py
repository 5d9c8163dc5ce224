"""What a percentage of growth is of: 收到申请20件,同比增长40%; 新收申请的数量,较上年上升40%."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.report.facts.tokens import FIGURE, MARK
from auditor.report.facts.vocabulary import OTHER, RECEIVED

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

_COMPARES = {"比较词", "增词", "减词", "上年词"}
_COMMAS = (",", "，")


def what_grew(binder: Binder, first: int, index: int) -> str:
    """The fact that the percentage at token `index`, whose clause begins at `first`, is told of; "" where it
    is of something else."""
    if binder.last is None:
        return _grown(binder, first, index)
    return "" if _of_another(binder, first, index) else binder.last[0].name


def _of_another(binder: Binder, first: int, index: int) -> bool:
    """“新收申请20件,网站点击量增长40%”: whether something else is named before what compares."""
    begin = binder.tokens[first - 1].end if first else 0
    at = next((t for t in binder.tokens[first:index] if t.word and t.word.marks & _COMPARES), None)
    said = binder.text[begin : at.start] if at is not None else ""
    return (
        said.endswith(binder.guards["指标尾字"])
        and not any(word in said for word in binder.guards["申请字样"])
        and not binder.known(begin, begin + len(said))
    )


def _grown(binder: Binder, first: int, index: int) -> str:
    """“收到的申请较上年上升40%”, “申请量同比增长40%”: what grew, where no figure of it was given."""
    if first and binder.tokens[first - 1].kind == MARK and binder.tokens[first - 1].text in _COMMAS:
        earlier = binder.edge(first - 1)  # “新收申请的数量,同比上升幅度为40%”
        first = first if any(t.kind == FIGURE for t in binder.tokens[earlier:first]) else earlier
    tokens = [t for t in binder.tokens[first:index] if t.kind != MARK]
    verbs = [verb for t in tokens if t.word for verb in t.word.verbs.values()]
    if any(t.word and (t.word.label or OTHER in t.word.marks) for t in tokens):
        return ""
    for noun, after in pairwise(tokens):
        if noun.word is None or "申请" not in noun.word.subjects or after.word is None:
            continue
        compared = after.word.marks & _COMPARES
        received = any(verb.name == RECEIVED for verb in verbs) and len(verbs) == 1
        said = binder.text[noun.start : after.start].rstrip("比较与同,，")
        amount = said.endswith(binder.guards["数量尾字"])
        if compared and (received or (amount and not verbs)):
            return RECEIVED
    return ""
