"""Figures whose own words say too little, and what was told before them says the rest.

“行政事业性收费按目录执行,全年收费8万元”, “结转7件至下年”, “余7件结转”, “两项共125件”,
“公开12件、部分公开3件”, “…不予处理1件、其他2件”.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.found import Anchor
from auditor.report.facts.guards import shape
from auditor.report.facts.tokens import FIGURE, MARK, Token
from auditor.report.facts.vocabulary import RECEIVED

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

CARRIED, LEFT = "上年结转", "结转下年"
HANDLED, DONE = "办理", "办结"
COUNTED = {RECEIVED, HANDLED, DONE}
_GRANTED, _PARTLY, OTHERWISE = "予以公开", "部分公开", "其他处理"
RESULTS = {_GRANTED, _PARTLY, "不予公开", "无法提供", "不予处理", "予以公开及部分公开"}
_MANY = 3  # results told before 其他 is theirs
_PENDING = shape("[尚仍还]?(?:在|处于)<期限说法>+之?内")
_OPEN = shape("(?:<公开后字>|[的有为共:(“”])*+")
_OTHER = shape("<其他说法>[的有共为:(”]*+")
_FEES = {"收费通知金额", "实收金额"}
_ENDS = ",，;。、)"


def in_context(binder: Binder, index: int, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """What the figure counts by what was told before; None where its own words have to say it."""
    told = binder.told
    said = [t for t in left if t.word is None or t.word.marks != {"总数词"}]  # 全年收费金额合计8万元
    last = said[-1].word if said else None
    found: Anchor | None = None
    if last is not None and last.further:
        found = _further(binder, said, start, token)
    if found is None:
        found = _carried(binder, left, token)
    if found is None and CARRIED in told and RECEIVED in told:
        found = _both(binder, left, start, token)
    return found or _result(binder, index, start, token)


def narrower(binder: Binder, left: Sequence[Token], at: int) -> Anchor | None:
    """“未经复议直接起诉的行政诉讼3件” counts the former, “实际收取信息处理费的总金额” what was paid."""
    if not at or left[at - 1].word is None:
        return None
    wide, own = left[at].word, left[at - 1].word
    label = own.label if own else None
    between = binder.text[left[at - 1].end : left[at].start]
    if wide is None or wide.label is None or label is None or label.units != wide.label.units:
        return None
    if between not in ("", "的", "类", "共"):
        return None
    carried = (label.name, wide.label.name) == (CARRIED, LEFT)  # “上年未办结的申请”
    paid = left[at - 1].text.startswith(binder.guards["实收说法"])
    fits = (
        carried
        or (wide.label.joined and not label.joined)
        or ({label.name, wide.label.name} <= _FEES and paid)
    )
    return Anchor(label, left[at - 1].start, left[at].end) if fits else None


def manner(binder: Binder, left: Sequence[Token], verb: Anchor, token: Token) -> Anchor | None:
    """“以部分公开方式答复的12件”: what was done counts, by how it was done."""
    named = [t for t in left if t.word and t.word.label and t.word.label.parts and not t.word.label.weak]
    if len(named) != 1 or verb.start < named[0].end or not verb.fact.behind:
        return verb
    label = named[0].word.label if named[0].word else None
    if label is None or not label.takes(token.unit):
        return verb
    return (
        Anchor(label, named[0].start, verb.end)
        if binder.known(named[0].end, token.first, loose=True)
        else None
    )


def _further(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """“…行政事业性收费…,全年收费8万元”: a word that goes on with a fact named before."""
    last = left[-1]
    named = {t.word.label.name: t for t in binder.tokens if t.end <= last.start and t.word and t.word.label}
    assert last.word is not None
    for fact in last.word.further:
        whole = next((named[name] for name in fact.follows if name in named), None)
        if not binder.known(last.end, token.first):
            continue
        if whole is None:  # “出台6件,废止2件,有效12件”
            told = set(fact.follows) & binder.told and len(left) == 1
            if told and binder.known(start, last.start) and _ends(binder.text, token.end):
                return Anchor(fact, last.start, last.end)
            continue
        if any(t.word and (t.word.verbs or t.word.label) and t.start > whole.start for t in left[:-1]):
            continue
        near = ";" not in binder.text[whole.end : last.start] and _ends(binder.text, token.end)
        if near and binder.known(max(start, whole.end), last.start):
            return Anchor(fact, last.start, last.end)
    return None


def _carried(binder: Binder, left: Sequence[Token], token: Token) -> Anchor | None:
    """“结转7件至下年”, “余7件结转”, and at the end of an account “…办结118件,结转7件”."""
    facts, text, guards = binder.vocabulary.facts, binder.text, binder.guards
    rest = guards["剩余说法"]
    if left and left[-1].word and "结转词" in left[-1].word.marks:
        word = left[-1]
        if not binder.known(word.end, token.first):
            return None
        if text.startswith(guards["转到下年"], token.end):
            return Anchor(facts[LEFT], word.start, token.end) if LEFT in facts else None
        if text.startswith(guards["转自上年"], token.end):
            return Anchor(facts[CARRIED], word.start, token.end) if CARRIED in facts else None
        told = DONE in binder.told and _accounted(binder, word.start)
        if (
            told
            and LEFT in facts
            and binder.known(binder.begin(binder.tokens.index(word)), word.start)
            and _ends(text, token.end)
        ):
            return Anchor(facts[LEFT], word.start, word.end)
        return None
    if LEFT in facts and text.endswith((*rest, *guards["还有说法"]), 0, token.first):
        pending = binder.shapes[_PENDING].match(text, token.end)
        if pending is not None and _ends(text, pending.end()):
            return Anchor(facts[LEFT], token.first, pending.end())
    if LEFT in facts and (text.endswith(rest, 0, token.first) or {CARRIED, DONE} <= binder.told):
        after = next((t for t in binder.tokens if t.start >= token.end), None)
        if after is not None and after.word and "结转词" in after.word.marks and _ends(text, after.end):
            return (
                Anchor(facts[LEFT], token.first, after.end) if binder.known(token.end, after.start) else None
            )
    return None


def _accounted(binder: Binder, position: int) -> bool:
    """Whether what was carried over from last year was spoken of before."""
    labels = (t.word.label for t in binder.tokens if t.end <= position and t.word and t.word.label)
    return CARRIED in binder.told or any(label.name == CARRIED for label in labels)


def _both(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """“新收120件,上年结转5件,两项共125件”: all that had to be handled."""
    fact = binder.vocabulary.facts.get(HANDLED)
    if fact is None or binder.last is None:
        return None
    if binder.last[0].name not in (RECEIVED, CARRIED) or not any(
        t.word and "总数词" in t.word.marks for t in left
    ):
        return None
    if any(t.word and (t.word.label or t.word.verbs or "上年词" in t.word.marks) for t in left):
        return None
    fits = _ends(binder.text, token.end) and binder.known(start, token.first)
    return Anchor(fact, start, token.end) if fits else None


def _result(binder: Binder, index: int, start: int, token: Token) -> Anchor | None:
    """“公开12件、部分公开3件”, “…、不予处理1件、其他2件”: results that are named in a run of results."""
    facts, text, shapes = binder.vocabulary.facts, binder.text, binder.shapes
    begin = _item(binder, index, start)
    if "公开" in text[begin + 1 : token.first]:  # 答复58件,其中公开29件、部分公开5件
        begin = next((t.end for t in binder.tokens if t.start == begin and _parts_follow(t)), begin)
    said = text[begin : token.first]
    if said.startswith("公开") and shapes[_OPEN].fullmatch(said, 2) and _GRANTED in facts:
        mark, after = (*binder.tokens[index + 1 : index + 3], None, None)[:2]
        if mark is None or after is None or mark.kind != MARK or after.start != mark.end:
            return None
        label = after.word.label if after.word else None
        beside = RESULTS if binder.told & COUNTED and _names_partly(binder) else {_PARTLY}
        follows = label is not None and label.name in beside and mark.text in ",，、;"
        return Anchor(facts[_GRANTED], token.first - len(said), token.end) if follows else None
    if shapes[_OTHER].fullmatch(said) and len(binder.told & RESULTS) >= _MANY:
        return Anchor(facts[OTHERWISE], token.first - len(said), token.end) if OTHERWISE in facts else None
    return None


def _names_partly(binder: Binder) -> bool:
    """Whether 部分公开 is counted too: 公开27件,不予公开6件 may take it in."""
    return any(t.word and t.word.label and t.word.label.name == _PARTLY for t in binder.tokens)


def _parts_follow(token: Token) -> bool:
    return token.word is not None and "分项词" in token.word.marks


def _item(binder: Binder, index: int, start: int) -> int:
    """Where the item of a list begins that the figure ends."""
    for at in range(index - 1, -1, -1):
        token = binder.tokens[at]
        if token.text == "(" and token.end == binder.tokens[index].first:
            continue  # “其他（14件）”
        if token.kind in (MARK, FIGURE):
            return token.end
    return start


def _ends(text: str, position: int) -> bool:
    return position >= len(text) or text[position] in _ENDS
