"""What binds a figure: the verb, label or noun that it counts, before it or behind it.

Between figure and word only text that the vocabulary knows as filler may stand; anything unknown
leaves the figure unbound, and a verb with a foreign object (受理热线工单) makes what follows foreign too.
"""

from __future__ import annotations

from auditor.report.facts.beyond import (
    begins_item,
    case_topic,
    clause_before,
    elliptic,
    later,
    left_for_others,
    only_years,
)
from auditor.report.facts.context import CARRIED, LEFT, in_context, manner, narrower
from auditor.report.facts.found import Anchor
from auditor.report.facts.guards import shape
from auditor.report.facts.nominal import (
    AND,
    DECISIONS,
    REQUESTS,
    counted_before,
    counted_behind,
    decided,
    listed_ahead,
    listed_next,
    several,
    with_received,
)
from auditor.report.facts.strange import elsewhere_received, in_a_manner, not_shown, of_others, registers
from auditor.report.facts.tokens import FIGURE, MARK, WORD, Token
from auditor.report.facts.vocabulary import OTHER, RECEIVED, FactDef, Vocabulary, Word

CLAUSE = {",", "，", ";", ":", "(", ")"}
REACH = 40  # characters between a figure and what binds it
NOT = ("不", "未", "非")
_DOES = shape("<申请人前字>")  # 12件由自然人提出
_PREDICATES = ("按", "由", "经", "在")
CASES = "复议诉讼"
CARRIED_ON = {CARRIED, LEFT}


class Binder:
    """Binds the figures of one sentence, left to right. `subject` is what is spoken of, `last` the
    figure bound before, `strange`: the sentence stands under a topic of other work."""

    def __init__(
        self, text: str, tokens: list[Token], vocabulary: Vocabulary, subject: str, strange: bool
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.vocabulary = vocabulary
        self.guards, self.shapes = vocabulary.guards, vocabulary.shapes
        self.subject = subject
        self.strange = strange
        self.last: tuple[FactDef, Token] | None = None
        self.told: set[str] = set()  # the facts bound so far
        self.verb: Word | None = None  # the verb bound last
        self.ahead = False  # its figures stand before what they count: 3件许可、2件处罚

    def edge(self, index: int) -> int:
        """The first token of the clause that `index` stands in: after a separator or a figure."""
        at = index - 1
        while at >= 0:
            token = self.tokens[at]
            if token.kind == FIGURE or (token.kind == MARK and token.text in CLAUSE):
                return at + 1
            at -= 1
        return 0

    def begin(self, index: int) -> int:
        """Where the text of that clause begins."""
        first = self.edge(index)
        return self.tokens[first - 1].end if first else 0

    def known(self, start: int, end: int, loose: bool = False) -> bool:
        """Whether only filler stands between two places."""
        if end - start > REACH:
            return False
        pattern = self.vocabulary.loose if loose else self.vocabulary.filler
        return start >= end or pattern.fullmatch(self.text, start, end) is not None

    def filled(self, text: str) -> bool:
        """Whether `text` is nothing but filler."""
        return self.vocabulary.filler.fullmatch(text) is not None

    def anchor(self, index: int, token: Token) -> Anchor | None:
        first = self.edge(index)
        left = self.tokens[first:index]
        start = self.begin(index)
        if (item := begins_item(self, left, token)) is not None:
            left, start = left[item:], left[item - 1].end
        told = in_context(self, index, left, start, token)
        if told is not None:
            return told
        label = self._label_before(left, token)
        if label is not None and not label.fact.weak:
            return None if label.fact.name in CARRIED_ON and self._foreign(left) else label
        verb = self._verb_before(left, token, index)
        if verb is not None:
            return manner(self, left, verb, token)
        if label is not None and not any(t.word and t.word.verbs for t in left):
            return label
        listed = (
            listed_ahead(self, index, left, token) if self.ahead else listed_next(self, left, start, token)
        )
        listed = listed or decided(self, left, start, token)
        listed = listed or counted_before(self, left, start, token)
        if listed is not None:
            return listed
        items = [other.end for other in left if other.text == "、"]
        if left and self.text[left[-1].end : token.first] in AND and self._labelled_ahead(token):
            items.append(left[-1].end)  # “8起行政复议和7起行政诉讼”
        if items and not any(t.word and t.word.verbs for t in left):
            start = items[-1]  # “5件行政复议、2件行政诉讼”: the item begins here
        for other in left:  # “新收申请中有45件为自然人申请”
            if other.word is None or "虚词" not in other.word.marks or not self.known(start, other.start):
                break
            start = other.end
        if self.text[start : token.first] in self.guards["对象介词"]:
            result = self._behind(index, token)  # “对12件申请予以公开”, not “对12件不予公开的申请复核”
            return result if result and result.fact.parts and self.text[result.end :][:1] != "的" else None
        if self.known(start, token.first, loose=True):
            if any(t.word and t.word.verbs for t in left):
                return None
            behind = self._behind(index, token)
            return behind or elliptic(self, left, token) or clause_before(self, first, token)
        return elliptic(self, left, token) if only_years(self, left, start, token) else None

    def _foreign(self, left: list[Token]) -> bool:
        """“信访事项结转下年12件”, “受理热线1200件,上年结转30件”: other things are carried over as well."""
        words = [t.word for t in left if t.word]
        if any("申请" in word.subjects for word in words):
            return False
        if self.subject not in ("", REQUESTS, CASES) or (self.last and self.last[0].joined and not self.told):
            return True
        return any((OTHER in word.marks and not word.strong) or word.strong for word in words)

    def _labelled_ahead(self, figure: Token) -> bool:
        """“…和7起行政诉讼”: what the figure counts stands right behind it."""
        return any(t.start == figure.end and t.word and (t.word.label or t.word.strong) for t in self.tokens)

    def _label_before(self, left: list[Token], token: Token) -> Anchor | None:
        for at in range(len(left) - 1, -1, -1):
            word = left[at].word
            if word is None:
                continue
            if word.label is not None:
                between = self.text[left[at].end : token.first]
                apart = "、" in between or (between.startswith(AND) and self._labelled_ahead(token))
                if apart or not self.known(left[at].end, token.first, loose=True):
                    return None
                begin = at
                while begin and left[begin - 1].word is not None and left[begin - 1].end == left[begin].start:
                    before = left[begin - 1].word
                    if before is None or before.label is not word.label:
                        break
                    begin -= 1
                if word.strong and any(
                    t.word and "收费" not in t.word.strong and t.word.verbs and word.strong[0] in t.word.verbs
                    for t in left[at + 1 :]
                ):
                    return None
                if word.label.name == CARRIED and with_received(self, left, begin):
                    fact = self.vocabulary.facts.get(RECEIVED)
                    return None if fact is None else Anchor(fact, left[begin].start, left[at].end)
                return narrower(self, left, begin) or Anchor(word.label, left[begin].start, left[at].end)
            if OTHER in word.marks and not word.verbs and not word.strong:
                return None
        return None

    def _verb_before(self, left: list[Token], token: Token, index: int) -> Anchor | None:
        for at in range(len(left) - 1, -1, -1):
            word = left[at].word
            if word is None or not word.verbs:
                continue
            if self.text[left[at].start - 1 : left[at].start] in NOT:
                return None
            if registers(self, index, left, at):
                return self._lost(word)
            if at > 1 and left[at - 1].text == "、" and self._shared(left[at - 2], index):
                return None
            if (
                at > 1
                and not token.value
                and left[at - 1].text == "、"
                and left[at - 2].end == left[at - 1].start
            ):
                first = left[at - 2].word  # “收到、办理申请均为0件”: none of either
                at -= 2 if first is not None and first.verbs else 0
            while at and self._paired(left[at - 1], left[at]):
                at -= 1
            return self._with_object(left, at, token, index)
        return None

    def _shared(self, first: Token, index: int) -> bool:
        """“制发、废止规范性文件6件、2件”: verbs that share a noun, and a figure for each of them."""
        after = self.tokens[index + 1 : index + 3]
        if len(after) < 2 or after[0].text not in ("、", "和") or after[1].kind != FIGURE:
            return False
        return first.word is not None and bool(first.word.verbs) and after[1].first == after[0].end

    def _paired(self, first: Token, second: Token) -> bool:
        """“收到并答复”: two verbs of one figure, which is that of the first."""
        if first.word is None or not first.word.verbs:
            return False
        return self.text[first.end : second.start] in self.guards["动词连字"]

    def _with_object(self, left: list[Token], at: int, token: Token, index: int) -> Anchor | None:
        """The verb at `at` with the noun before or behind the figure, before the verb, or told before."""
        verb = left[at]
        assert verb.word is not None
        nouns = [
            t for t in left[at + 1 :] if t.word and (t.word.strong or t.word.weak or OTHER in t.word.marks)
        ]
        if nouns:
            noun = nouns[-1]
            assert noun.word is not None
            if not self.known(noun.end, token.first):
                return self._lost(verb.word)
            subject = self.subject_of(noun, verb)
            if subject is None:
                return self._lost(verb.word)
            return self.bind(verb, subject, noun.end)
        if not self.known(verb.end, token.first):
            return self._lost(verb.word)
        behind = self._object_after(index, token, verb)
        if behind is not None:
            return behind if isinstance(behind, Anchor) else self._lost(verb.word)
        if of_others(self, left[:at], verb) or in_a_manner(self, index, left[:at], verb):
            return self._lost(verb.word)
        before = [t for t in left[:at] if t.word and t.word.strong]
        if before and before[-1].word is not None:
            subject = before[-1].word.strong[0]
            return self.bind(verb, subject, verb.end) if subject in verb.word.verbs else None
        topic = case_topic(self, self.edge(index))
        if topic is not None and REQUESTS in verb.word.verbs:
            return None if verb.word.verbs[REQUESTS].behind else topic  # “办结3件” are some of them
        if self.subject == REQUESTS and not_shown(self, index, verb, token):
            return None
        if self.subject in verb.word.verbs:
            return self.bind(verb, self.subject, verb.end)
        return None

    def subject_of(self, noun: Token, verb: Token) -> str | None:
        word, verbs = noun.word, verb.word
        assert word is not None and verbs is not None
        for subject in word.strong:
            if subject in verbs.verbs and (subject != "信息" or self._close(verb.end, noun.start)):
                return subject
        for subject in word.weak:
            if subject == REQUESTS and (
                (self.strange and self.subject != REQUESTS) or elsewhere_received(self, verb)
            ):
                return None  # 政务服务大厅受理申请2000件
            if subject in DECISIONS and not several(self):
                return None  # “专项检查…作出处罚决定12件” may be but some of them
            if subject in verbs.verbs and self._close(verb.end, noun.start):
                return subject
            counted = self.text.startswith(self.guards["计数说法"], noun.end)
            if subject in verbs.verbs and counted and self.text[verb.end : noun.start] == "的":
                return subject  # 已答复的申请有21件
        return None

    def _close(self, start: int, end: int) -> bool:
        """“公开各类信息”, “收到公民的申请”, never “公开的信息”: what was published is no object."""
        return self.known(start, end, loose=True) and not self.text.startswith("的", start, end)

    def bind(self, verb: Token, subject: str, end: int) -> Anchor | None:
        assert verb.word is not None
        fact = verb.word.verbs.get(subject)
        if fact is None:
            return None
        if subject != "信息":
            self.subject = subject
        self.verb = verb.word
        return Anchor(fact, verb.start, end, True)

    def _lost(self, verb: Word) -> Anchor | None:
        """A verb with an object that is not ours: what follows is about that object."""
        if "申请" in verb.verbs:
            self.subject = OTHER
        return None

    def _object_after(self, index: int, token: Token, verb: Token) -> Anchor | bool | None:
        """What stands right behind the figure: an anchor of its own (收到1件…行政复议), True where it is
        something else, None where nothing does."""
        right, end = self._right(index)
        if token.end >= end:
            return None
        assert verb.word is not None
        for other in right:
            label = other.word.label if other.word else None
            if label is not None and label.joined and self._joins(token.end, other.start):
                return None if self.before_figure(other) else Anchor(label, token.start, other.end)
        for other in right:
            word = other.word
            if word is None:
                continue
            if not self.known(token.end, other.start):
                break
            if (label := word.label) is not None:
                whole = not (label.weak or label.parts or label.joined or self.before_figure(other))
                return Anchor(label, token.start, other.end) if whole else None
            if word.strong or word.weak:
                if word.strong and word.strong[0] == "信息" and "信息" not in verb.word.verbs:
                    continue
                subject = self.subject_of(other, verb._replace(end=other.start))
                bound = None if subject is None else self.bind(verb, subject, verb.end)
                self.ahead = bound is not None
                return True if bound is None else bound
            if OTHER in word.marks:
                return True
            if word.verbs or word.marks or word.everyone:
                return None
        nearest = self.text[token.end : min(end, token.end + 1)]
        if nearest in _PREDICATES and self.text.startswith("的", verb.end - 1):
            return None  # 现行有效的27件按目录归集
        known = self.vocabulary.loose.match(self.text, token.end, end)
        return None if not nearest or (known and known.end() > token.end) or self._starts(token.end) else True

    def _starts(self, position: int) -> bool:
        return any(token.start == position for token in self.tokens)

    def _joins(self, start: int, end: int) -> bool:
        """Whether a figure reaches over to 行政复议: by filler, or by words about 信息公开."""
        between = self.text[start:end]
        return self.known(start, end, loose=True) or (len(between) <= REACH and "信息公开" in between)

    def _right(self, index: int) -> tuple[list[Token], int]:
        """The tokens from a figure to the end of its clause, and where that is."""
        found: list[Token] = []
        for token in self.tokens[index + 1 :]:
            if token.kind != WORD:
                return found, token.first if token.kind == FIGURE else token.start
            found.append(token)
        return found, len(self.text.rstrip("。！？!?”"))

    def before_figure(self, token: Token) -> bool:
        """Whether the word belongs to the next figure: “3件 结转下年1件”."""
        for other in self.tokens:
            if other.start >= token.end:
                if self.text.startswith(AND, token.end) and self._labelled_ahead(other):
                    return False
                return other.kind == FIGURE and self.known(token.end, other.first, loose=True)
        return False

    def _behind(self, index: int, token: Token) -> Anchor | None:
        """The label or verb behind a figure: “1件结转下年”, “12件因本机关不掌握等原因无法提供”."""
        right, _ = self._right(index)
        found: Anchor | None = None
        for other in right:
            word = other.word
            assert word is not None
            if OTHER in word.marks and not word.verbs and not word.strong and not word.label:
                return found
            if word.label is not None and (
                not word.label.weak or self.shapes[_DOES].fullmatch(self.text, token.end, other.start)
            ):
                reached = found.end if found else token.end
                if not self._joins(reached, other.start) or self.before_figure(other):
                    return found
                if found is not None and found.fact.joined:
                    return None  # “3件行政复议、行政诉讼”, “1件行政复议撤回”: of which?
                if word.label.name == LEFT and (self.subject == OTHER or left_for_others(self, other)):
                    return found
                found = Anchor(word.label, token.first, other.end)
            elif found is None and (verb := self.handled(other, right)) is not None:
                if self.before_figure(other):
                    return None
                result = next((t for t in right if t.start == other.end), None)  # “60件答复予以公开”
                label = result.word.label if result and result.word else None
                if label is None or result is None or not label.parts:
                    return verb
                return None if self.before_figure(result) else Anchor(label, token.first, result.end)
        return found or later(self, index) or counted_behind(self, right, token)

    def handled(self, token: Token, before: list[Token] | None = None) -> Anchor | None:
        """The verb behind a figure, of what is spoken of or what stands between (12份规范性文件现行有效)."""
        word = token.word
        fact = word.verbs.get(self.subject) if word else None
        noun = next((t for t in before or () if t.end == token.start and t.word and t.word.strong), None)
        if (
            noun is not None
            and noun.word is not None
            and word is not None
            and noun.word.strong[0] in word.verbs
        ):
            fact = word.verbs[noun.word.strong[0]]
        if fact is None or not fact.behind:
            return None
        return Anchor(fact, token.start, token.end, True)
