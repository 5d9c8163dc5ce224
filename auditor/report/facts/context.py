"""Figures whose own words say too little, and what was told before them says the rest.

“行政事业性收费按目录执行,全年收费8万元”, “结转7件至下年”, “余7件结转”, “两项共125件”,
“公开12件、部分公开3件”, “…不予处理1件、其他2件”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.found import Anchor
from auditor.report.facts.tokens import FIGURE, MARK, Token
from auditor.report.facts.vocabulary import RECEIVED

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

CARRIED, LEFT = "上年结转", "结转下年"
HANDLED, DONE = "办理", "办结"
_GRANTED, _PARTLY, OTHERWISE = "予以公开", "部分公开", "其他处理"
RESULTS = {_GRANTED, _PARTLY, "不予公开", "无法提供", "不予处理", "予以公开及部分公开"}
_MANY = 3  # results told before 其他 is theirs
_ON = re.compile(
    r"(?:申请|继续)?(?:至|到|转入|转至|转到|入|往)?(?:下年|次年|明年|下一年)|\((?:下年|次年|明年)"
)
_BACK = re.compile(r"(?:申请)?\((?:上年|去年)")
_PENDING = re.compile("(?:尚|仍|还)?(?:在|处于)(?:法定|规定|办理|答复|时限|期限)+(?:之)?内")
_REST = ("余", "剩", "剩下", "剩余", "其余", "余下")
_OPEN = re.compile("(?:决定|的|类|答复|全部|有|为|共|[:(“”])*+")
_OTHER = re.compile(
    "(?:其他|其它|其他情形|其它情形|其他情况|其他类|其他方式|其他类型|其他原因)(?:的|有|共|为|[:(”])*+"
)
_FEES = {"收费通知金额", "实收金额"}
_PAID = ("实", "已", "收取", "应", "通知")
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
    fits = (
        carried
        or (wide.label.joined and not label.joined)
        or ({label.name, wide.label.name} <= _FEES and left[at - 1].text.startswith(_PAID))
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
    facts, text = binder.vocabulary.facts, binder.text
    if left and left[-1].word and "结转词" in left[-1].word.marks:
        word = left[-1]
        if not binder.known(word.end, token.first):
            return None
        if _ON.match(text, token.end):
            return Anchor(facts[LEFT], word.start, token.end) if LEFT in facts else None
        if _BACK.match(text, token.end):
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
    if LEFT in facts and text.endswith((*_REST, "还有", "尚有", "另有"), 0, token.first):
        pending = _PENDING.match(text, token.end)
        if pending is not None and _ends(text, pending.end()):
            return Anchor(facts[LEFT], token.first, pending.end())
    if LEFT in facts and (text.endswith(_REST, 0, token.first) or {CARRIED, DONE} <= binder.told):
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
    facts, text = binder.vocabulary.facts, binder.text
    said = text[_item(binder, index, start) : token.first]
    if said.startswith("公开") and _OPEN.fullmatch(said, 2) and _GRANTED in facts:
        mark, after = (*binder.tokens[index + 1 : index + 3], None, None)[:2]
        if mark is None or after is None or mark.kind != MARK or after.start != mark.end:
            return None
        label = after.word.label if after.word else None
        follows = label is not None and label.name == _PARTLY and mark.text in ",，、;"
        return Anchor(facts[_GRANTED], token.first - len(said), token.end) if follows else None
    if said.startswith("其") and _OTHER.fullmatch(said) and len(binder.told & RESULTS) >= _MANY:
        return Anchor(facts[OTHERWISE], token.first - len(said), token.end) if OTHERWISE in facts else None
    return None


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
