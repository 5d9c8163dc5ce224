"""What a sentence says without a figure: 未收到申请, 没有行政诉讼, 无上年结转, 均获维持.

A negation counts only where it reaches its noun over filler and the clause ends with that noun:
“没有发生因超期答复引发的行政复议” and “未收到申请的单位” deny something narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.report.facts.found import Found
from auditor.report.facts.guards import shape
from auditor.report.facts.tokens import FIGURE, MARK, WORD, Token
from auditor.report.facts.vocabulary import NOTICES, RECEIVED, Claim, FactDef

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

# Of ways, two or more are named: one alone says less. What is longer or needs what stands behind comes first.
_BETWEEN = shape(
    "(?:以?<申请方式>(?:、<申请方式>)*(?:或者|以及|或|和|及|与)<申请方式>|以?<申请方式>(?:、<申请方式>)+等<方式字样>"
    "|通过[^,，;。]{2,20}?<方式字样>|向[^,，;。、]{2,16}?(?=<提出说法>|申请(?!人))|以任何(?:形式|方式)"
    "|到(?:<自称>|<收件处>)|人(?=<发文书说法>)|<否定间隔>|[“”、])*+"
)
_TAIL = shape("的?<否定尾字>*+(?=[,，;。!！、]|$)")
_AND = shape("<否定连字>{1,5}")
_ZERO = shape("的?<收件说法>?<数量说法>?(?:[也均都仍皆]|全年)?[为是][零0](?=[,，;。、)]|$)")
_WHOSE = shape("(?:<为零前字>|<自称>|我$|[的内度])*+")
_REVERSED = shape("<纠正间隔>*+")
_UNSENT = shape(
    "一?<通知量词>?(?:[也都均]|全年|年内)?<未发说法>(?:对外|实际|向[^,，;。]{1,10})?"
    "<寄发说法>过?(?:一<通知量词>)?(?=[,，;。!！、)]|$)"
)
_BESIDE = shape("<案件尾字>|以及|[均都:、和及与或的为]")
_NEAR = 20
_ALL_CLOSED = shape("(?:[均都]|全部)(?:已|已经)?<审结说法>")  # 审结的, else, are some of them
_CLOSED = shape(r"<审结说法>(?:的|了|案件|共|有)*(\d{1,6})<案件量词>")
_MOST = 20  # negations of one sentence that are looked at


def claims_of(binder: Binder, found: list[Found]) -> Iterator[Found]:
    """The claims of a sentence whose figures are `found` already."""
    tokens = binder.tokens
    telling = [(at, token, token.word) for at, token in enumerate(tokens) if token.word and token.word.tells]
    if not telling:
        return
    stated = {fact.name for fact in found}
    now = {fact.name for fact in found if fact.scope != "prior"}
    said: set[str] = set()
    looked = 0
    hoped = any(hope in binder.text for hope in binder.guards["期望说法"])
    supposed = any(t.word and "假设词" in t.word.marks for t in tokens)
    for at, token, word in telling:
        if word.none is not None and word.none.name not in said:
            said.add(word.none.name)
            yield Found(word.none.name, 0, _scope(binder, at), token.start, token.end)
        claims, start = word.claims, token.start
        if not claims and word.denied and (negation := _negation(binder, at)) is not None:
            claims, start = word.denied, negation.start
        claims = tuple(claim for claim in claims if claim.name not in said)
        some = claims and (hoped or _of_some(binder) or _of_closed(binder, token, found))
        if claims and not some and _scope(binder, at) == "claim":  # not 下半年无败诉
            for claim in claims:
                if _of_this(binder, claim, at, stated):
                    said.add(claim.name)
                    yield Found(claim.name, 0, "claim", start, token.end)
        if word.marks & {"否定词", "后否定"}:
            looked += 1
            if looked > _MOST:
                return
        none = "" if supposed else _named_none(binder, at)
        if none in binder.vocabulary.facts and none not in said and none not in now:
            said.add(none)
            yield Found(none, 0, _scope(binder, at), token.start, token.end)
        if "否定词" in word.marks and not supposed:
            for fact, end in _denied(binder, at):
                if fact.name not in said and fact.name not in now:
                    said.add(fact.name)
                    yield Found(fact.name, 0, _scope(binder, at), token.start, end)
        if "后否定" in word.marks and not supposed:
            for fact, start in _denied_before(binder, at):
                if fact.name not in said and fact.name not in now:
                    said.add(fact.name)
                    yield Found(fact.name, 0, _scope(binder, at), start, token.end)


def _of_some(binder: Binder) -> bool:
    """“审结的均胜诉”: whether the sentence speaks of some of the cases only."""
    said = binder.shapes[_ALL_CLOSED].sub("", binder.text)
    return any(exception in said for exception in binder.vocabulary.claim_exceptions)


def _of_closed(binder: Binder, token: Token, found: list[Found]) -> bool:
    """“行政诉讼7件,审结6件,均驳回”: whether only some of the cases are closed."""
    closed = binder.shapes[_CLOSED].findall(binder.text[: token.start].rpartition(";")[2])
    cases = {fact.value for fact in found if fact.name in _CASES}
    return bool(closed) and bool(cases) and int(closed[-1]) not in cases


def _negation(binder: Binder, at: int) -> Token | None:
    """“没有一件答复被撤销”: the negation that stands before the word, with filler between."""
    tokens = binder.tokens
    for token in reversed(tokens[:at]):
        if token.kind == MARK or tokens[at].start - token.end > _NEAR:
            return None
        if token.word and "否定词" in token.word.marks:
            reaches = binder.shapes[_REVERSED].fullmatch(binder.text, token.end, tokens[at].start)
            return None if reaches is None else token
    return None


def _named_none(binder: Binder, at: int) -> str:
    """The fact of which the words right behind the token say that there is none ("": they do not)."""
    token = binder.tokens[at]
    word = token.word
    assert word is not None
    if "申请" in word.strong and _none_of(binder, token):
        return RECEIVED
    notices = word.label is not None and word.label.name == NOTICES
    if notices and binder.shapes[_UNSENT].match(binder.text, token.end):
        return NOTICES
    fact = word.verbs.get("申请")
    if fact is not None and fact.name == RECEIVED and _none_of(binder, token):
        # “依申请公开渠道正常,收件数为零”
        ours = (t.word.strong for t in binder.tokens[:at] if t.word)
        return RECEIVED if binder.subject == "申请" or any("申请" in strong for strong in ours) else ""
    return ""


def _none_of(binder: Binder, token: Token) -> bool:
    """“依申请公开数量为0”, “我镇政府信息公开申请收到数为零”: nothing narrower is spoken of before it."""
    if binder.shapes[_ZERO].match(binder.text, token.end) is None:
        return False
    clause = re.split("[,，;:。]", binder.text[: token.start])[-1]
    return binder.shapes[_WHOSE].fullmatch(clause) is not None


def _scope(binder: Binder, at: int) -> str:
    """A claim of another year, or of some months, is no claim of this one."""
    tokens, months = binder.tokens, binder.guards["部分时期"]
    crossed: list[int] = []  # where the marks stand between
    for token in reversed(tokens[:at]):
        crossed.extend([token.start] if token.kind == MARK else [])
        within = not crossed or crossed == [token.end]  # 下半年,没有败诉
        if within and token.word and "他期词" in token.word.marks and token.text.endswith(months):
            return "prior"
        if token.kind == MARK and token.text in ";":
            break
        if token.word and "本年词" in token.word.marks:
            break
        if token.word and "上年词" in token.word.marks and token.end == tokens[at].start:
            return "prior"
    return "claim"


def _of_this(binder: Binder, claim: Claim, at: int, stated: set[str]) -> bool:
    """Whether the sentence speaks of what the claim is about: it names it, or the claim does so by itself
    (零败诉) and nothing shows that other cases are meant (行政复议2件,均维持;行政诉讼1件,尚未审结)."""
    if (cases := _cases_before(binder.tokens, at)) and _CASES.get(claim.about) not in cases:
        return False
    if claim.about in stated or _names(binder, claim.about):
        return True
    exceptions = binder.vocabulary.facts[claim.about].exceptions
    said = claim.plain or any(word in binder.text for word in claim.hints)
    return said and not any(word in binder.text for word in exceptions)


_CASES = {"行政复议": "复议", "行政诉讼": "诉讼", "直接起诉": "诉讼", "复议后起诉": "诉讼"}


def _cases_before(tokens: list[Token], at: int) -> set[str]:
    """The kinds of cases that are named before the token, since the last semicolon."""
    found: set[str] = set()
    for token in reversed(tokens[:at]):
        if token.kind == MARK and token.text == ";":
            break
        if token.word and token.word.label and token.word.label.name in _CASES:
            found.add(_CASES[token.word.label.name])
    return found


def _names(binder: Binder, about: str) -> bool:
    named = (t for t in binder.tokens if t.word and t.word.label and t.word.label.name == about)
    return any(not binder.text.endswith(binder.guards["他法案件"], 0, t.start) for t in named)


def _denied(binder: Binder, at: int) -> Iterator[tuple[FactDef, int]]:
    """The facts that the negation at `at` denies, with the end of the words that say so."""
    tokens = binder.tokens
    nouns = binder.guards["申请件说法"]
    position = tokens[at].end
    received = False
    for number in range(at + 1, len(tokens)):
        token = tokens[number]
        word = token.word
        if token.kind == FIGURE or (token.kind == MARK and token.text != "、") or word is None:
            if token.kind == MARK and token.text == "、":
                continue
            return
        if "否定词" in word.marks and not word.label and token.start == position:
            position = token.end
            continue
        named = word.label or word.verbs or word.subjects
        if word.marks and word.marks <= {"机关尾", "全域", "申请渠道"} and not named:
            continue  # 向全县提出
        if not _reaches(binder, position, token.start):
            return
        if word.zero is not None and _fee(binder):
            yield word.zero, token.end
            return
        if word.label is not None and (word.label.joined or not word.label.parts):
            yield from _labels(binder, number)
            return
        if received and "结转词" in word.marks:
            position = token.end  # 没有新收或者结转的申请
            continue
        verbs = word.verbs
        if verbs:
            issued = _issued(binder, number)
            if issued is not None:
                yield issued
                return
            receives = any(fact.name == RECEIVED for fact in verbs.values())
            if not receives and not _fillable(binder, token):
                return
            received = received or receives
            position = token.end
            continue
        if "申请" in word.strong or "申请" in word.weak:
            ours = token.text.endswith(nouns) or token.text.startswith("申请") or _any(binder, token)
            if (received or ours) and _ends(binder, token.end):
                receive = binder.vocabulary.facts.get(RECEIVED)
                if receive is not None and not _followed(tokens, number):
                    yield receive, token.end
                return
            position = token.end
            continue
        if _fillable(binder, token):
            position = token.end
            continue
        return


def _any(binder: Binder, token: Token) -> bool:
    """“无依申请公开情况”, “无依申请公开事项”."""
    matters = binder.guards["申请事项"]
    return token.text.endswith("依申请公开") and binder.text.startswith(matters, token.end)


def _issued(binder: Binder, number: int) -> tuple[FactDef, int] | None:
    """“没有废止”, “未制发规范性文件”: the fact of a verb about documents, and the end of what says so."""
    tokens, subject = binder.tokens, binder.subject
    verb = tokens[number]
    verbs = verb.word.verbs if verb.word else {}
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is not None and after.word is not None and after.start == verb.end:
        named = next((s for s in after.word.strong if s in verbs and s.startswith("规")), None)
        return (verbs[named], after.end) if named and _ends(binder, after.end) else None
    if subject.startswith("规") and subject in verbs and _ends(binder, verb.end):
        return verbs[subject], verb.end
    return None


def _fillable(binder: Binder, token: Token) -> bool:
    return binder.shapes[_BETWEEN].fullmatch(binder.text, token.start, token.end) is not None


def _followed(tokens: list[Token], number: int) -> bool:
    """Whether a figure belongs to the noun after all."""
    if number + 1 >= len(tokens):
        return False
    after = tokens[number + 1]
    return after.kind == FIGURE and after.first - tokens[number].end <= 2


def _labels(binder: Binder, number: int) -> Iterator[tuple[FactDef, int]]:
    """The label and those joined to it: “行政复议、行政诉讼案件”."""
    text, tokens = binder.text, binder.tokens
    listed: list[tuple[FactDef, int]] = []
    at = number
    while at < len(tokens):
        word = tokens[at].word
        if word is None or word.label is None:
            break
        fact = word.label
        clause = text[max(0, tokens[number].start - 20) : tokens[at].end + 12].split("，")[0]
        if not any(exception in clause for exception in fact.exceptions):
            listed.append((fact, tokens[at].end))
        following = next((n for n in range(at + 1, len(tokens)) if _label(tokens[n])), None)
        after = None if following is None else _label(tokens[following])
        if following is None or after is None or not (fact.joined and after.joined):
            break
        if not binder.shapes[_AND].fullmatch(text, tokens[at].end, tokens[following].start):
            break
        at = following
    if listed and _ends(binder, tokens[min(at, len(tokens) - 1)].end):
        yield from listed


def _label(token: Token) -> FactDef | None:
    return token.word.label if token.word else None


def _denied_before(binder: Binder, at: int) -> Iterator[tuple[FactDef, int]]:
    """“行政复议和行政诉讼均无。”: the labels before a negation that ends its clause."""
    text, tokens = binder.text, binder.tokens
    if not _ends(binder, tokens[at].end) or at == 0:
        return
    position = tokens[at].start
    for number in range(at - 1, -1, -1):
        token = tokens[number]
        if token.kind == MARK and token.text in "、:":
            continue
        if token.kind != WORD or token.word is None:
            return
        label = token.word.label
        between = text[token.end : position]
        if label is None or not label.joined or len(between) > 8:
            if token.word.marks & {"后否定", "否定词"} or between.strip("均都:") == "":
                return
            continue
        if binder.shapes[_BESIDE].sub("", between):
            return
        yield label, token.start
        position = token.start


def _reaches(binder: Binder, start: int, end: int) -> bool:
    return end - start <= 40 and binder.shapes[_BETWEEN].fullmatch(binder.text, start, end) is not None


def _ends(binder: Binder, position: int) -> bool:
    return binder.shapes[_TAIL].match(binder.text, position) is not None


def _fee(binder: Binder) -> bool:
    """Whether “未收取” speaks of the fee for information."""
    text, guards = binder.text, binder.guards
    if any(word in text for word in guards["别的收费"]):
        return False
    return any(word in text for word in guards["费用说法"])
