"""Figures that count what is spoken of without a verb: “政府信息公开申请41件”, “共有17件政府信息公开申请”."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.found import Anchor
from auditor.report.facts.tokens import Token

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

_AMOUNTS = ("量", "数")  # 申请量 says what 申请 alone does not
_OTHERS = ("信息", "业务")  # 依申请公开信息12条 are no applications


def counted_before(binder: Binder, left: Sequence[Token], start: int, token: Token) -> Anchor | None:
    """The noun before the figure, in a clause without a verb or label."""
    nouns = [t for t in left if t.word and t.word.subjects]
    if not nouns or any(t.word and (t.word.verbs or t.word.label) for t in left):
        return None
    if not binder.known(nouns[-1].end, token.first):
        return None
    return _counted(binder, nouns[-1], start, token)


def counted_behind(binder: Binder, right: Sequence[Token], token: Token) -> Anchor | None:
    """The noun right behind the figure."""
    noun = right[0] if right else None
    if noun is None or noun.word is None or not noun.word.strong or noun.start != token.end:
        return None
    return _counted(binder, noun, token.first, token)


def _counted(binder: Binder, noun: Token, start: int, token: Token) -> Anchor | None:
    assert noun.word is not None
    named = (*noun.word.strong, *(noun.word.weak if noun.text.endswith(_AMOUNTS) else ()))
    fact = binder.vocabulary.bare.get(named[0]) if named else None
    if fact is None or binder.strange or (binder.last and binder.last[0].subject == fact.subject):
        return None
    first = min(noun.start, token.first)
    if not binder.known(start, first) or noun.text.endswith(_OTHERS):
        return None
    return Anchor(fact, first, max(noun.end, token.end))
