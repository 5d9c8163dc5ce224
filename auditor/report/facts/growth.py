"""Percentages: of what a growth is told (收到申请20件,同比增长40%; 申请量较上年上升40%), and shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.report.facts.found import Found
from auditor.report.facts.tokens import FIGURE, MARK, Token
from auditor.report.facts.vocabulary import OTHER, RECEIVED, FactDef

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

REQUESTS = "申请"
_COMPARES = {"比较词", "增词", "减词", "上年词"}
_GROWS = {"增词", "减词"}
_AGAINST = ("比", "较", "与", "同", "之", "于")
_COMMAS = (",", "，")
_LEVEL = re.compile("(?<!达)[到至]$|[降升高低]为$")  # 满意率提高到95%, 涉诉率由5%降为4%
_SAID = 12  # characters before a percentage in which 占 stands


class Growth:
    """Reads the percentages of one sentence. `of` is the figure that a growth may be told of: the one told
    last, where no other figure that is none of growth was told since."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.of: tuple[FactDef, int] | None = None  # with its token's number

    def counted(self, index: int, made: Found | None, compared: bool) -> None:
        """A figure was read as `made`, or as nothing; `compared`: as what it was before (比上年31件) or by
        how much it grew (增加10件)."""
        if compared and (made is None or made.scope == "prior"):
            return
        fact = self.binder.vocabulary.facts.get(made.name) if made is not None else None
        whole = made is not None and (made.scope == "total" or (fact is not None and fact.parts))
        self.of = (fact, index) if fact is not None and whole else None

    def percentage(self, index: int, sign: int, compare: bool, branch: bool, aside: bool) -> Found | None:
        """What the percentage at token `index` says. `sign`: whether it grew or shrank; `branch`: some of
        what was counted are told of; `aside`: another time or the whole county is."""
        binder, token, of = self.binder, self.binder.tokens[index], self.of
        self.of = None
        first = binder.edge(index)
        start = binder.tokens[first].start if first < index else token.first
        if sign or compare:
            if _LEVEL.search(binder.text, max(0, token.first - 2), token.first):
                return None
            named = "" if aside else self._what_grew(of, first, index, branch)
            value = -token.value if sign < 0 else token.value
            return Found(f"{named}.增长率" if named else "增长率", value, "prior", start, token.end)
        if "占" not in binder.text[max(0, token.start - _SAID) : token.start]:
            return None
        return Found("占比", token.value, "branch", binder.text.rindex("占", 0, token.start), token.end)

    def _what_grew(self, of: tuple[FactDef, int] | None, first: int, index: int, branch: bool) -> str:
        """The fact that the percentage at `index`, whose clause begins at `first`, is told of; "" where it
        is of something else, of each of several, or against another year than the one before."""
        binder = self.binder
        start = binder.tokens[of[1]].end if of is not None else binder.begin(index)
        said = binder.text[start : binder.tokens[index].first]
        if any(word in said for word in binder.guards["更早年份"]) or _others_growth(binder, first, index):
            return ""
        if of is not None and self._only_of(*of, index):
            return of[0].name
        return "" if branch else self._grown(first, index)

    def _only_of(self, fact: FactDef, figure: int, index: int) -> bool:
        """“新收申请20件,网站点击量增长40%”: whether nothing else is named between what was counted and what
        compares."""
        piece: list[Token] = []
        start = self.binder.tokens[figure].end
        for token in self.binder.tokens[figure + 1 : index + 1]:
            if token.text == ";":
                return False
            if token.kind == FIGURE or token.kind == MARK:
                compares = next((t.start for t in piece if t.word and t.word.marks & _COMPARES), token.start)
                if not self._names_only(fact, piece, start, min(compares, token.first or token.start)):
                    return False
                start, piece = token.end, []
            else:
                piece.append(token)
        return True

    def _names_only(self, fact: FactDef, piece: Sequence[Token], start: int, end: int) -> bool:
        """Whether nothing but `fact` is named from `start` to `end`: “申请量”, “收到的申请”."""
        for token in (*piece, None):
            stop = end if token is None or token.start >= end else token.start
            gap = self.binder.text[start:stop].strip("+-")
            if gap and not self.binder.filled(self._amount(fact, gap)):
                return False
            if token is None or stop == end:
                return True
            if token.word is None or not _is_of(fact, token):
                continue  # it is a gap, up to the next
            start = token.end
        return True

    def _amount(self, fact: FactDef, said: str) -> str:
        """“受件量” without what says that applications are meant."""
        for word in self.binder.guards["申请字样"] if fact.subject == REQUESTS else ():
            said = said.replace(word, "")
        return said

    def _grown(self, first: int, index: int) -> str:
        """“收到的申请较上年上升40%”, “申请量同比增长40%”: what grew, where no figure of it was given."""
        binder = self.binder
        if first and binder.tokens[first - 1].kind == MARK and binder.tokens[first - 1].text in _COMMAS:
            earlier = binder.edge(first - 1)  # “新收申请的数量,同比上升幅度为40%”
            first = first if any(t.kind == FIGURE for t in binder.tokens[earlier:first]) else earlier
        fact = binder.vocabulary.facts.get(RECEIVED)
        tokens = [t for t in binder.tokens[first:index] if t.kind != MARK]
        verbs = [verb for t in tokens if t.word for verb in t.word.verbs.values()]
        if fact is None or any(t.word and (t.word.label or OTHER in t.word.marks) for t in tokens):
            return ""
        for noun, after in pairwise(tokens):
            if noun.word is None or REQUESTS not in noun.word.subjects or after.word is None:
                continue
            compared = after.word.marks & _COMPARES
            received = any(verb.name == RECEIVED for verb in verbs) and len(verbs) == 1
            said = binder.text[noun.start : after.start].rstrip("比较与同,，")
            amount = said.endswith(binder.guards["数量尾字"])
            if compared and (received or (amount and not verbs)):
                at = binder.tokens.index(noun)
                before = binder.tokens[binder.edge(at) : at]
                return RECEIVED if self._names_only(fact, before, binder.begin(at), noun.start) else ""
        return ""


def _is_of(fact: FactDef, token: Token) -> bool:
    """Whether a word names what the fact counts."""
    word = token.word
    if word is None:
        return False
    own = word.label is fact or any(verb is fact for verb in word.verbs.values())
    return own or (fact.subject == REQUESTS and REQUESTS in word.subjects)


def _others_growth(binder: Binder, first: int, index: int) -> bool:
    """“同比分别增长31.7%、56.8%”: of each of several; “在上年增长24.2%的基础上”: of the year before."""
    tokens = binder.tokens[first:index]
    if any(t.word and "依次词" in t.word.marks for t in tokens):
        return True
    return any(
        year.word and after.word and "上年词" in year.word.marks and after.word.marks & _GROWS
        and year.end == after.start and not binder.text.endswith(_AGAINST, 0, year.start)
        for year, after in pairwise(tokens)
    )  # fmt: skip
