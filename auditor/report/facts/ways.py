"""The way a figure is told of: the channel that published (公众号发布), how applications came (网上)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.report.facts.tokens import Token
from auditor.report.facts.vocabulary import FactDef


def told_by(
    fact: FactDef, clause: str, token: Token, channels: Iterable[str], words: Sequence[Token]
) -> tuple[str, bool]:
    """The fact's name and whether the figure is of one channel. `channels` are named before it, `words` are
    those of its clause."""
    if fact.subject == "申请":
        ways = [t for t in words if t.word and "申请渠道" in t.word.marks]
        ways = [t for t in ways if t.end <= token.start] or ways  # “系统收到298件、信函61件”
        return fact.name, len(ways) == 1 and "等" not in clause
    if not fact.channel:
        return fact.name, False
    named = list(dict.fromkeys(channels))
    several = len(named) > 1 or "等" in clause.split("公开")[0]
    if fact.channel == "仅":
        return (named[0] if named and not several else ""), True
    if not named or several or (named == ["网站发布"] and "主动" in clause):
        return fact.name, False
    return named[0], True
