"""Figures bound to what stands in another clause: a verb that comes later, the figure or words before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.context import CARRIED
from auditor.report.facts.found import Anchor
from auditor.report.facts.guards import shape
from auditor.report.facts.tokens import FIGURE, MARK, WORD, Token
from auditor.report.facts.vocabulary import OTHER, FactDef

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

YEARS = {"上年词", "本年词", "比较词"}
_ASIDE = shape("<方面前字>?方面[,，:]")
_REST = re.compile("[^,，;:()。!?、]*")
_HANDLED = shape("<办理字样>")


def begins_item(binder: Binder, left: Sequence[Token], token: Token) -> int | None:
    """“2件按…处理、1件由申请人撤回”: how many of the tokens before a figure stand before the item of a list
    that begins with it."""
    for at in range(len(left), 0, -1):
        before = left[at - 1]
        if before.text == "、":
            return at if binder.known(before.end, token.first) else None
        word = before.word
        if word is None or word.label or word.verbs or word.subjects:
            return None
    return None


def later(binder: Binder, index: int) -> Anchor | None:
    """“17件均按…规范格式,在规定时间内…,已回复办结”: the verb in a later clause without figures.
    “3件在法定期限内,结转下年”: the label that the next clause begins with."""
    following = binder.tokens[index + 1 : index + 3]
    comma, label = (following[0], following[1]) if len(following) == 2 else (None, None)
    if comma is not None and label is not None and comma.text in ",，" and label.start == comma.end:
        fact = label.word.label if label.word else None
        loose = fact is None or fact.weak or fact.parts or fact.joined or fact.name == CARRIED
        if fact is not None and not loose and not binder.before_figure(label):
            return Anchor(fact, binder.tokens[index].first, label.end)
    if binder.subject != "申请" or not binder.text[binder.tokens[index].end :].startswith(
        ("均", "都", "已", "全部")
    ):
        return None
    found = None
    for token in binder.tokens[index + 1 :]:
        if token.kind == FIGURE or token.text == ";":
            break
        if token.word and (token.word.label or OTHER in token.word.marks) and not token.word.verbs:
            return None
        found = binder.handled(token) or found
    return found


def elliptic(binder: Binder, left: Sequence[Token], token: Token) -> Anchor | None:
    """“上年收到20件,今年25件”: the verb of the figure before."""
    years = [t for t in left if t.word and t.word.marks & YEARS]
    if binder.last is None or not years or binder.last[1].unit != token.unit:
        return None
    return Anchor(binder.last[0], years[0].start, years[-1].end)


def only_years(binder: Binder, left: Sequence[Token], start: int, token: Token) -> bool:
    """Whether nothing but years and filler stands before a figure: “比上年31件”."""
    for other in left:
        if other.word is None or not other.word.marks & YEARS or not binder.known(start, other.start):
            return False
        start = other.end
    return binder.known(start, token.first)


def clause_before(binder: Binder, first: int, token: Token) -> Anchor | None:
    """“收到政府信息公开申请,共20件”."""
    if first < 2 or binder.tokens[first - 1].kind != MARK or binder.tokens[first - 1].text not in ",，:":
        return None
    title = binder.tokens[first - 2]
    if binder.tokens[first - 1].text == ":" and title.word and title.word.label and title.kind == WORD:
        alone = title.end == binder.tokens[first - 1].start and token.first == binder.tokens[first - 1].end
        return Anchor(title.word.label, title.start, title.end) if alone else None  # 行政复议:3件
    topic = case_topic(binder, first)
    if topic is not None:
        return topic
    if not any(t.word and "总数词" in t.word.marks for t in binder.tokens[first:] if t.end <= token.start):
        return None
    comma = binder.tokens[first - 1]
    left = binder.tokens[binder.edge(first - 1) : first - 1]
    named = left[-1].word.label if left and left[-1].word else None
    if named is not None and named.joined and binder.known(left[-1].end, comma.start):
        return Anchor(named, left[-1].start, left[-1].end)  # 被申请行政复议,共3件
    for at in range(len(left) - 1, -1, -1):
        verb = left[at]
        if verb.word is None or not verb.word.verbs:
            continue
        nouns = [t for t in left[at + 1 :] if t.word and (t.word.strong or t.word.weak)]
        if nouns and binder.known(nouns[-1].end, comma.start):
            subject = binder.subject_of(nouns[-1], verb)
            return binder.bind(verb, subject, nouns[-1].end) if subject else None
        return None
    return None


def case_topic(binder: Binder, first: int) -> Anchor | None:
    """The cases that the clause before the one at `first` names: “行政复议方面,全年受理3件”."""
    if first < 2 or binder.tokens[first - 1].text not in ",，:":
        return None
    named = binder.tokens[first - 2]
    label = topic_of(binder, named)
    return None if label is None else Anchor(label, named.start, named.end)


def topic_of(binder: Binder, token: Token) -> FactDef | None:
    """The cases that a word names where the clauses after it are told of them."""
    label = token.word.label if token.word else None
    if label is None or not label.joined:
        return None
    return label if binder.shapes[_ASIDE].match(binder.text, token.end) else None


def left_for_others(binder: Binder, label: Token) -> bool:
    """“3件转到下年采购”: what is left over is left for something that is done to no application."""
    rest = _REST.match(binder.text, label.end)
    said = rest[0] if rest else ""
    handled = binder.shapes[_HANDLED]
    return bool(said) and not binder.filled(said) and not handled.search(f"{label.text}{said}")
