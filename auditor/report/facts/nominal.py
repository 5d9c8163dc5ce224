"""Figures that count what is spoken of without a verb of their own: “政府信息公开申请41件”,
“共有17件政府信息公开申请”, the further items of “作出行政许可决定5件、行政处罚决定3件”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.found import Anchor
from auditor.report.facts.tokens import Token
from auditor.report.facts.vocabulary import RECEIVED

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

REQUESTS = "申请"
DECISIONS = {"行政许可", "行政处罚", "行政强制"}
AND = ("和", "及", "与", "以及")
LEFT = "结转下年"
_LEAD = re.compile("方面[,，]")  # 行政执法信息公示方面,共有行政许可12件


def counted_before(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """The noun before the figure, in a clause without a verb or label."""
    nouns = [t for t in left if t.word and t.word.subjects]
    if not nouns or any(t.word and (t.word.verbs or t.word.label) for t in left):
        return None
    if not binder.known(nouns[-1].end, token.first):
        return None
    after = next((t for t in binder.tokens if t.start == token.end and t.word), None)
    label = after.word.label if after is not None and after.word else None
    noun = nouns[-1].word
    if after and label and label.name == LEFT and noun and REQUESTS in noun.subjects:
        return Anchor(label, nouns[-1].start, after.end)  # 依申请公开22件结转下年
    return _counted(binder, nouns[-1], start, token)


def counted_behind(binder: Binder, right: Sequence[Token], token: Token) -> Anchor | None:
    """The noun right behind the figure."""
    noun = right[0] if right else None
    if noun is None or noun.word is None or not noun.word.strong or noun.start != token.end:
        return None
    return _counted(binder, noun, token.first, token)


def _counted(binder: Binder, noun: Token, start: int, token: Token) -> Anchor | None:
    assert noun.word is not None
    amount = noun.text.endswith(binder.guards["数量尾字"])  # 申请量 says what 申请 alone does not
    named = (*noun.word.strong, *(noun.word.weak if amount else ()))
    fact = binder.vocabulary.bare.get(named[0]) if named else None
    if fact is None or binder.strange or (binder.last and binder.last[0].subject == fact.subject):
        return None
    if not token.value:  # “政府信息公开申请0件”: none came
        fact = binder.vocabulary.facts.get(RECEIVED, fact) if fact.subject == REQUESTS else fact
    first = min(noun.start, token.first)
    if not binder.known(start, first) or noun.text.endswith(binder.guards["并非申请"]):
        return None  # 依申请公开信息12条
    return Anchor(fact, first, max(noun.end, token.end))


def decided(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """“执法数据为:行政许可12件、行政处罚31件”: decisions counted without a verb, where the sentence has
    none at all and names two or more of them, or all three shortly (许可12件、处罚31件、强制2件)."""
    nouns = [t for t in left if _decision(t)]
    if not nouns:
        return None
    spoken = {_decision(t) for t in binder.tokens} - {""}
    short = any(t.word and not t.word.strong for t in nouns)
    verbs = (t.word.verbs.keys() for t in binder.tokens if t.word and t.word.verbs and t.end <= token.start)
    enough = len(spoken) >= (3 if short else 2) or (not short and _says_no_more(binder, token))
    if not enough or any(not subjects <= DECISIONS for subjects in verbs):
        return None
    fact = binder.vocabulary.facts.get(_decision(nouns[-1]))
    said = _LEAD.split(binder.text[: token.start])[-1]
    if fact is None or any(word in said for word in fact.exceptions):
        return None
    if not binder.known(start, nouns[-1].start) or not binder.known(nouns[-1].end, token.first):
        return None
    return Anchor(fact, nouns[-1].start, nouns[-1].end, True)


def _says_no_more(binder: Binder, figure: Token) -> bool:
    """“全年行政许可8263件。”: the sentence is the noun and its figure."""
    nouns = [token for token in binder.tokens if token.word and token.word.strong]
    if len(nouns) != 1 or not binder.known(0, nouns[0].start):
        return False
    return not binder.text[figure.end :].strip("。!;,，；")


def several(binder: Binder) -> bool:
    """Whether a sentence speaks of more than one kind of decision."""
    return len({_decision(t) for t in binder.tokens} - {""}) > 1


def _decision(token: Token) -> str:
    """The kind of decision that a word names."""
    subjects = token.word.subjects if token.word else ()
    return subjects[0] if subjects and subjects[0] in DECISIONS else ""


def listed_next(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """“作出行政许可决定5件、行政处罚决定3件,行政强制2件”: the verb of the item before, where it can
    have this object too."""
    nouns = [t for t in left if t.word and (t.word.strong or _decision(t))]
    if binder.verb is None or binder.last is None or not nouns or any(t.word and t.word.verbs for t in left):
        return None
    noun = nouns[-1]
    assert noun.word is not None
    fact = binder.verb.verbs.get(noun.word.subjects[0])
    if fact is None or fact.subject in (REQUESTS, "信息", binder.last[0].subject):
        return None
    if not binder.known(start, noun.start) or not binder.known(noun.end, token.first):
        return None
    binder.subject = fact.subject
    return Anchor(fact, noun.start, noun.end, True)


def listed_ahead(binder: Binder, index: int, left: Sequence[Token], token: Token) -> Anchor | None:
    """“作出5件行政许可决定、3件行政处罚决定和2件行政强制决定”: the noun behind the figure."""
    noun = next((t for t in binder.tokens[index + 1 : index + 2] if t.start == token.end), None)
    if binder.verb is None or noun is None or noun.word is None or not noun.word.strong:
        return None
    fact = binder.verb.verbs.get(noun.word.strong[0])
    if fact is None or fact.subject in (REQUESTS, "信息") or any(t.word and t.word.verbs for t in left):
        return None
    binder.subject = fact.subject
    return Anchor(fact, token.first, noun.end, True)


def with_received(binder: Binder, left: Sequence[Token], at: int) -> bool:
    """“新收、上年结转申请合计125件”, “新收申请和上年结转申请共125件”: both together."""
    before = [t for t in left[:at] if t.word]
    if not before or binder.text[before[-1].end : left[at].start] not in ("、", *AND):
        return False
    last = before.pop()
    if before and last.word is not None and last.word.weak and before[-1].end == last.start:
        last = before.pop()  # 新收|申请
    return last.word is not None and any(fact.name == RECEIVED for fact in last.word.verbs.values())
