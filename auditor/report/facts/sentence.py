"""One sentence: each figure bound to its verb or label inside its clause, then given its scope.

Two shapes bind a figure: the words stand before it (收到申请20件, 上年结转2件) or after it (1件结转
下年, 17件…已办结). Between figure and word only text that the vocabulary knows as filler may stand;
anything unknown leaves the figure unbound.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass

from auditor.report.facts.beyond import topic_of
from auditor.report.facts.binding import CLAUSE, Binder
from auditor.report.facts.claims import claims_of
from auditor.report.facts.context import CARRIED, LEFT
from auditor.report.facts.enumeration import enumerated
from auditor.report.facts.found import Anchor, Found
from auditor.report.facts.growth import Growth
from auditor.report.facts.guards import shape
from auditor.report.facts.strange import leads, not_ours, some_cases, turns, unrelated
from auditor.report.facts.together import settle, shared, shared_ahead
from auditor.report.facts.tokens import FIGURE, MARK, WORD, Token
from auditor.report.facts.vocabulary import OTHER, RECEIVED, FactDef, Vocabulary
from auditor.report.facts.ways import told_by
from auditor.report.facts.whole import Whole, tells_of_all
from auditor.report.model import Kind


@dataclass(slots=True)
class _State:
    """What holds at a place of the sentence; brackets keep and restore it."""

    branch: bool = False  # after 其中
    freed: bool = False  # after parts that 其中 told, and that fill their whole
    include: bool = False  # after 含, up to the end of the clause
    besides: bool = False  # after 另有: no part of what was counted, but added to it
    prior: bool = False
    stated: bool = False  # the year of `prior` was bound to a figure or stands as a clause of its own
    compare: bool = False
    period: bool = False
    supposed: bool = False
    below: bool = False
    wide: bool = False


_NO_APPLICATIONS = {
    "收费通知件数", "行政复议", "行政诉讼", "直接起诉", "复议后起诉", "复议诉讼", "主动公开条数",
}  # fmt: skip
_LEGAL = re.compile("第[^,，;。]{1,8}[条款项].{0,4}$")
_OWN_NAME = shape("<自称>|<其他自称>|其中")
_WIDELY = ("规范性文件",)  # an exception anywhere in the sentence is one
_OWN = ("申请", "复议", "诉讼")  # words of topics under which bare words are about disclosure

_CASES = frozenset({"行政复议", "行政诉讼"})


class Reading:
    """Reads one sentence. `subject` is what was spoken of before it, afterwards what is now;
    `elsewhere`: a summary has begun to tell the figures of one of its agencies (县政府办公室收到27件),
    and what follows is that agency's too, until it speaks of the whole again."""

    def __init__(
        self, text: str, tokens: list[Token], vocabulary: Vocabulary, subject: str, topic: str, kind: Kind,
        section: int, elsewhere: bool = False,
    ) -> None:  # fmt: skip
        self.text = text
        self.tokens = tokens
        self.vocabulary, self.guards = vocabulary, vocabulary.guards
        self.binder = Binder(
            text, tokens, vocabulary, subject, bool(topic) and not any(w in topic for w in _OWN)
        )
        self.topic = topic
        self.kind = kind
        self.section = section
        self.elsewhere = elsewhere
        self.among = False  # the agencies are told of as parts: 其中县政府办公室收到14件
        self.found: list[Found] = []
        self.growth = Growth(self.binder)
        self.parted = Whole()  # what 其中 tells the parts of
        self.state = _State()
        self.bracketed = False
        self.channels: list[str] = []
        self.sign = 0
        self.under = False  # the figures told last were those of agencies below
        self.below: set[str] = set()  # the facts of which they were
        self.turned = False  # other work was counted, and no application named since
        self.wide = False  # the figures told last were the whole county's
        self.whole = ""  # the fact told last that is no part of another
        self.bound: dict[int, Found] = {}  # figure's token number → its fact
        self.listed: dict[int, Anchor | None] = {}  # figures that stand apart from what they count

    @property
    def subject(self) -> str:
        """What is spoken of now."""
        return self.binder.subject

    def read(self) -> list[Found]:
        """The facts, in order."""
        kept: list[_State] = []
        for index, token in enumerate(self.tokens):
            if token.kind == FIGURE and token.unit == "%":
                self._percentage(index)
            elif token.kind == FIGURE:
                self._figure(index, token)
                compared = self.state.compare or self.state.prior or bool(self.sign)
                if not compared:
                    self.parted.takes(token)
                self.growth.counted(index, self.bound.get(index), compared)
            elif token.kind == WORD:
                self._word(index, token)
            elif token.text == "(":
                kept.append(copy(self.state))
                self.state.include = self.state.branch = False
                self.bracketed = True
            elif token.text == ")":
                self.state = kept.pop() if kept else self.state
                self.bracketed = bool(kept)
            elif token.text != "、":
                self._clause_end(index, token.text)
        settle(self.found, self.binder, self.below)
        self.found += claims_of(self.binder, self.found)
        self.elsewhere = self.elsewhere and not self.among
        return sorted(self.found, key=lambda fact: (fact.start, fact.end, fact.name))

    # --- what holds where ---------------------------------------------------------------------

    def _clause_end(self, index: int, mark: str) -> None:
        state = self.state
        if mark == ";":
            self.state, self.under = _State(), False
            self.elsewhere = self.elsewhere and not self.among
        else:
            keeps_year = state.prior and (state.stated or self._only_a_year(index))
            keeps_period = state.period and self._only_a_year(index) and self.tokens[index - 1].kind != FIGURE
            ends = state.branch and mark in ",，" and self.parted.filled
            self.state = _State(
                branch=state.branch and not ends,
                freed=state.freed or ends,
                prior=keeps_year,
                stated=state.stated,
                period=keeps_period,
            )
            if mark == ":":
                self.state.include = state.include
        self.channels = []
        self.sign = 0
        if led := leads(self.binder, index, self.turned):
            self._turn(led)

    def _turn(self, subject: str = OTHER) -> None:
        """From here other work is spoken of, or applications again."""
        self.binder.subject, self.turned = subject, subject == OTHER

    def _only_a_year(self, index: int) -> bool:
        """Whether the clause that ends here says a year and next to nothing else: “2022年,我局”."""
        return self.tokens[index].start - self.binder.begin(index) <= 8

    def _word(self, index: int, token: Token) -> None:
        word = token.word
        assert word is not None
        state = self.state
        for mark in word.marks:
            match mark:
                case "分项词":
                    state.branch = True
                    self.parted = Whole(self.found[-1] if self.found else None)
                case "依次词":
                    listed = enumerated(self.binder, index)
                    self.listed |= listed
                    state.branch = state.branch or not listed
                case "含词":
                    state.include, state.besides = True, token.text.startswith(("另", "还"))
                case "上年词":
                    state.prior, state.stated = True, token.text in self.guards["至今说法"]
                case "本年词":
                    state.prior = False
                case "比较词":
                    state.compare = True
                case "他期词":
                    state.period = True
                case "假设词":
                    state.supposed = state.supposed or token.text not in self.guards["做到说法"]
                case "下级":
                    state.below = True
                case "全域":
                    state.wide, self.elsewhere = True, False
                case "增词":
                    self.sign = 1
                case "减词":
                    self.sign = -1
        if word.channel:
            self.channels.append(word.channel)
        if word.strong and word.strong[0] not in ("信息",):
            self.binder.subject = word.strong[0]
            self.turned = False
        elif (topic := topic_of(self.binder, token)) is not None:
            self.binder.subject = topic.name
        if word.everyone and not self._counted(index) and self.found and self.found[-1].name == RECEIVED:
            before = self.found[-1]
            scope = "prior" if before.scope == "prior" else "branch"
            self.found.append(Found(word.everyone, before.value, scope, before.start, token.end))

    @property
    def plain(self) -> str:
        """The sentence without the words that say nothing of figures (案件办理情况)."""
        text = self.text
        for token in self.tokens:
            if token.word and "虚词" in token.word.marks:
                text = text.replace(token.text, "")
        return text

    def _counted(self, index: int) -> bool:
        """Whether a figure stands right behind the word: “申请人为自然人12件”."""
        after = self.tokens[index + 1 : index + 2]
        return bool(after) and after[0].kind == FIGURE and after[0].first == self.tokens[index].end

    def _percentage(self, index: int) -> None:
        state = self.state
        wide = state.wide and self.kind is not Kind.GOVERNMENT
        aside = state.period or wide
        said = self.growth.percentage(index, self.sign, state.compare, state.branch, aside)
        if said is not None and not (state.supposed or state.below):
            self.found.append(said)

    # --- a figure -----------------------------------------------------------------------------

    def _figure(self, index: int, token: Token) -> None:
        in_list = index in self.listed
        anchor = self.listed[index] if in_list else self.binder.anchor(index, token)
        if anchor is None and turns(self.binder, self.tokens[self.binder.edge(index) : index], token):
            self._turn()
        if anchor is None or not anchor.fact.takes(token.unit):
            return
        others = anchor.fact.parts and (self._parts_of_others() or self.turned)
        self.binder.last = (anchor.fact, token)
        self.whole = self.whole if anchor.fact.parts else anchor.fact.name
        state = self.state
        wide = self.kind is not Kind.GOVERNMENT and (state.wide or self.wide)
        self.wide = wide and (state.wide or not self._speaks_of_itself(index))
        self.under = state.below or (self.under and self._goes_on(index, anchor.fact))
        if self.under or state.supposed or self.wide:
            self.below |= {anchor.fact.name} if self.under else set()
            return
        if self.sign and self._is_difference(index, token):
            return
        fact = anchor.fact
        if others:
            return
        clause = self._clause_text(index)
        anywhere = fact.subject in _WIDELY or (fact.money and bool(fact.context))
        said = self.text if anywhere else clause
        if any(word in said for word in fact.exceptions) or self._of_others(fact, clause):
            if fact.joined:
                self._turn()
            return
        span = (min(anchor.start, token.first), max(anchor.end, token.end))
        lawful = fact.parts and "第" in self.text and _LEGAL.search(self.text[: anchor.start])
        if fact.joined and unrelated(self.binder, anchor.start, span[1], self.section):
            return
        if not_ours(self.binder, fact, (anchor.start, token.end), token.unit):
            return
        if some_cases(self.binder, fact, *span):
            return
        if lawful or (fact.parts and self._after_agency(anchor)):
            return  # “第（一）项予以公开3件”, “县公安局予以公开3件”
        if fact.money and fact.context and self.section != 6 and not self._said(fact, token):
            return
        name, channel = told_by(fact, clause, token, self.channels, self.tokens[self._from : self._to])
        if not name:
            return
        agency = anchor.verb and self._after_agency(anchor)
        if self.elsewhere and not agency:
            return
        if state.period and (state.prior or state.compare):
            return  # 2022年第四季度收到17件
        self.elsewhere = agency and self.kind is Kind.GOVERNMENT
        self.among = self.elsewhere and (self.among or state.branch)
        value = token.value
        if fact.money:
            value = value * 10_000 if token.unit == "万元" else value
            value = int(value) if value == int(value) else value
        made = Found(name, value, self._scope(fact, channel, agency, span[0]), *span, agency, token.unit)
        self.found.append(made)
        self.binder.told.add(name)
        if state.prior:
            state.stated = True
        self.channels = []
        if fact.joined and not in_list and anchor.start < token.first:
            shared(self.found, self.binder, anchor, made)
        elif fact.joined and not in_list:
            shared_ahead(self.found, self.binder, anchor, made)
        self.bound[index] = self.found[-1]

    def _scope(self, fact: FactDef, channel: bool, agency: bool, start: int) -> str:
        state = self.state
        if state.prior or state.compare:
            return "prior"
        if channel:
            return "channel"
        if (state.branch or state.besides) and fact.subject.startswith("规") and self._of_documents(fact):
            return "total"
        besides = (CARRIED,) if self.bracketed else (CARRIED, LEFT)
        if state.besides and fact.name in besides and not state.branch:
            return "total"
        if state.branch or state.include or state.period or fact.parts:
            return "branch"
        if state.freed and (agency or not tells_of_all(self.binder, self._from, self._to, start)):
            return "branch"
        return "branch" if agency and self.kind is Kind.GOVERNMENT else "total"

    def _of_documents(self, fact: FactDef) -> bool:
        """“现行有效12件,其中本年制发3件,另废止2件”: what was made is a figure of its own, and what was
        repealed is no part of what is in force."""
        if self.state.period or not self.found:
            return False
        if fact.name.endswith("废止"):
            return any(made.name == f"{fact.subject}.有效" and made.scope == "total" for made in self.found)
        if self.state.include or not fact.name.endswith("制发"):
            return False
        whole = self.found[-1]
        return whole.scope == "total" and whole.name == f"{fact.subject}.有效"

    def _speaks_of_itself(self, index: int) -> bool:
        """“全县收到1200件,其中我局收到36件”."""
        return self.vocabulary.shapes[_OWN_NAME].search(self._clause_text(index)) is not None

    def _goes_on(self, index: int, fact: FactDef) -> bool:
        """“局属各学校收到申请8件,办结8件”: whether what is told is of the same agencies still."""
        clause = self._clause_text(index)
        own = (
            self.kind is Kind.GOVERNMENT
            or "申请" in clause
            or "机关" in clause
            or self._speaks_of_itself(index)
        )
        return fact.subject in ("申请", "") and fact.name != RECEIVED and not own

    def _said(self, fact: FactDef, token: Token) -> bool:
        """Whether the sentence, up to the figure, says what the money is for."""
        return any(word in self.text[: token.end] for word in fact.context)

    def _parts_of_others(self) -> bool:
        """“收费通知6件,其中自然人5件”, “复议3件(不予受理1件)”: parts of what is no application."""
        if not (self.state.branch or self.bracketed or self.section == 6):
            return False
        return self.whole in _NO_APPLICATIONS

    def _is_difference(self, index: int, token: Token) -> bool:
        """“较上年增加10件”: how much more, not how many."""
        before = self.tokens[index - 1] if index else None
        if before is None or before.word is None or not before.word.marks & {"增词", "减词"}:
            return False
        return self.binder.known(before.end, token.first)

    def _clause_text(self, index: int) -> str:
        """The text from the figure before (or the separator) to the separator or figure after."""
        first = self.binder.edge(index)
        last = index + 1
        while last < len(self.tokens):
            token = self.tokens[last]
            if token.kind == FIGURE or (token.kind == MARK and token.text in CLAUSE):
                break
            last += 1
        self._from, self._to = first, last
        end = self.tokens[last].start if last < len(self.tokens) else len(self.text)
        return self.text[self.binder.begin(index) : end]

    def _of_others(self, fact: FactDef, clause: str) -> bool:
        """Whether cases that others brought before this agency may be meant."""
        if not fact.hearing or self.section == 4:
            return False
        if any(word in self.topic for word in _OWN):
            return False
        if not any(word in self.text for word in fact.hearing):
            return False
        if any(made.name in _CASES for made in self.found):
            return False  # 涉及政府信息公开的行政复议3件；办理行政诉讼5件
        for said in (clause, self.plain):
            if any(word in said for word in fact.hearing):
                return not any(word in said for word in fact.context)
        return False

    def _after_agency(self, anchor: Anchor) -> bool:
        """Whether an agency's name ends right before the verb: “教育局收到”."""
        for token in self.tokens:
            if token.end > anchor.start:
                return False
            if token.word and "机关尾" in token.word.marks and self.binder.known(token.end, anchor.start):
                return self.text[max(0, token.start - 1) : token.start] not in ("我", "本", "全")
        return False
