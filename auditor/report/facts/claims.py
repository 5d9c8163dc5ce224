"""What a sentence says without a figure: 未收到申请, 没有行政诉讼, 无上年结转, 均获维持.

A negation counts only where it reaches its noun over filler and the clause ends with that noun:
“没有发生因超期答复引发的行政复议” and “未收到申请的单位” deny something narrower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.report.facts.found import Found
from auditor.report.facts.tokens import FIGURE, MARK, WORD, Token
from auditor.report.facts.vocabulary import NOTICES, RECEIVED, Claim, FactDef, Vocabulary

# two of them: one alone says less
_WAYS = r"(?:书面|网上|网络|在线|线上|当面|现场|邮寄|信函|电子邮件|传真|来信)(?:形式|方式|渠道)?"
_BETWEEN = re.compile(
    rf"(?:以?{_WAYS}(?:、{_WAYS})*(?:或者|以及|或|和|及|与){_WAYS}|以?{_WAYS}(?:、{_WAYS})+等(?:形式|方式|渠道|途径)|"
    r"通过[^,，;。]{2,20}?(?:方式|渠道|途径|形式)|向[^,，;。、]{2,16}?(?=提出|提交|递交|申请(?!人))|以任何(?:形式|方式)|来|到(?:[我本][局镇乡办委县市区院]|[我本]街道|[我本]单位|本机关|窗口|现场|大厅|政府)|公众|民众|发生|产生|出现|收到|接到|受理|新收|需要|因|由|为|就|对|过|任何|涉及|有关|关于|相关|针对|政府信息公开|信息公开|政务公开"
    r"|依申请公开|政府信息|申请人|工作|引起|引发|导致|产生|提起|被申请|被提起|被|申请|答复|的|了|本机关|本单位|本镇|本局|本街道|我局|我镇"
    r"|我街道|我办|我县|我区|我市|街道|镇政府|公民|法人|自然人|和其他组织|或其他组织|或者其他组织|其他组织|单位|个人|企业|社会各界|社会|组织|市民|居民|村民|群众|社会公众|他人|提出"
    r"|人(?=发出|制发|下达|下发|送达|开具|寄发|出具)|提交|要求|向|申请人|当事人|发出|制发|下达|下发|送达|开具|开出|寄发|出具|任何形式的|任何|形式|类|新|一件|一起|“|”|、|和|及|以及|与|或者|或|方面|书面|发过?|寄过?|开过|给)*+"
)
_TAIL = re.compile(
    r"(?:的)?(?:案件|情况|事项|申请|申请件|件|业务|发生|现象|情形|案|问题|记录|等)*+(?=[,，;。！!、]|$)"
)
_AND = re.compile(
    r"(?:的|案件|申请|情况|或者|以及|和|及|与|或|、|被提起|提起|被申请|被|也|没有|无|未发生|零){1,5}"
)
_NOUNS = (
    "申请",
    "公开政府信息",
    "公开信息",
    "申请件",
    "公开件",
    "公开事项",
    "公开业务",
    "公开办件",
    "申请事项",
    "申请案件",
    "公开工单",
)
_ZERO = re.compile(
    r"(?:的)?(?:收到|受理|办理|收件|新收)?(?:数量|件数|总数|总量|数|量|情况)?(?:也|均|都|仍|皆|全年)?"
    r"(?:为|是)(?:零|0)(?=[,，;。、)]|$)"
)
_WHOSE = re.compile(
    r"(?:[上本]年度?|全年|年内|今年|截至|年底|我[局镇乡办委县市区院]|我街道|本[局镇乡办委县市区院]|本机关|本单位|本街道|我单位|我$|[的内度]|收到|受理)*+"
)
_DENIED = re.compile(
    "(?:出现|发生|存在|产生|有|任何|一件|一起|一例|案件|答复|原|决定|结果|被|我局|我县|我市|我区|我镇|本机关|政府信息公开"
    "|哪一?[件起个例]|一?[个例宗]|不当|在|中|过|行政行为|具体|行政复议|复议|因|的|作出|情况|情形)*+"
)
_UNSENT = re.compile(
    r"一?[件份张次]?(?:也|都|均|全年|年内)?(?:没有?|未|未曾|从未|并未|不曾)(?:对外|实际|向[^,，;。]{1,10})?"
    r"(?:发|发出|开|开出|开具|下发|下达|送达|寄|寄出|制发|出具)过?(?:一[件份张次])?(?=[,，;。！!、)]|$)"
)
_NEAR = 20
_ALL_CLOSED = re.compile("[均都](?:已|已经)?审结|全部(?:已|已经)?审结")  # 审结的, else, are some of them
_CLOSED = re.compile(r"审结(?:的|了|案件|共|有)*(\d{1,6})[件起宗]")
_HOPES = ("确保", "力争", "力求", "争取", "避免", "防止", "杜绝", "努力")
_MATTERS = tuple(
    f"{of}{what}" for of in ("", "的") for what in ("情况", "情形", "事项", "申请", "件", "业务")
)
_MONTHS = ("上半年", "下半年", "季度", "月份", "单月", "当月", "每月", "当日", "当天", "当场")
_MOST = 20  # negations of one sentence that are looked at
_END = ",，;。！!"


def claims_of(
    text: str, tokens: list[Token], vocabulary: Vocabulary, subject: str, found: list[Found]
) -> Iterator[Found]:
    """The claims of a sentence whose figures are `found` already."""
    telling = [(at, token, token.word) for at, token in enumerate(tokens) if token.word and token.word.tells]
    if not telling:
        return
    stated = {fact.name for fact in found}
    now = {fact.name for fact in found if fact.scope != "prior"}
    said: set[str] = set()
    looked = 0
    hoped = any(hope in text for hope in _HOPES)
    supposed = any(t.word and "假设词" in t.word.marks for t in tokens)
    for at, token, word in telling:
        if word.none is not None and word.none.name not in said:
            said.add(word.none.name)
            yield Found(word.none.name, 0, _scope(tokens, at), token.start, token.end)
        claims = word.claims or (word.denied if word.denied and _negated(text, tokens, at) else ())
        if claims and not hoped and not _of_some(text, vocabulary) and not _of_closed(text, token, found):
            for claim in claims:
                if claim.name not in said and _of_this(claim, text, tokens, at, stated, vocabulary):
                    said.add(claim.name)
                    yield Found(claim.name, 0, "claim", token.start, token.end)
        if word.marks & {"否定词", "后否定"}:
            looked += 1
            if looked > _MOST:
                return
        none = "" if supposed else _named_none(text, tokens, at, subject)
        if none in vocabulary.facts and none not in said and none not in now:
            said.add(none)
            yield Found(none, 0, _scope(tokens, at), token.start, token.end)
        if "否定词" in word.marks and not supposed:
            for fact, end in _denied(text, tokens, at, vocabulary, subject):
                if fact.name not in said and fact.name not in now:
                    said.add(fact.name)
                    yield Found(fact.name, 0, _scope(tokens, at), token.start, end)
        if "后否定" in word.marks and not supposed:
            for fact, start in _denied_before(text, tokens, at):
                if fact.name not in said and fact.name not in now:
                    said.add(fact.name)
                    yield Found(fact.name, 0, _scope(tokens, at), start, token.end)


def _of_some(text: str, vocabulary: Vocabulary) -> bool:
    """“审结的均胜诉”: whether the sentence speaks of some of the cases only."""
    said = _ALL_CLOSED.sub("", text)
    return any(exception in said for exception in vocabulary.claim_exceptions)


def _of_closed(text: str, token: Token, found: list[Found]) -> bool:
    """“行政诉讼7件,审结6件,均驳回”: whether only some of the cases are closed."""
    closed = _CLOSED.findall(text[: token.start].rpartition(";")[2])
    cases = {fact.value for fact in found if fact.name in _CASES}
    return bool(closed) and bool(cases) and int(closed[-1]) not in cases


def _negated(text: str, tokens: list[Token], at: int) -> bool:
    """“没有一件答复被撤销”: whether a negation stands before the word, with filler between."""
    for token in reversed(tokens[:at]):
        if token.kind == MARK or tokens[at].start - token.end > _NEAR:
            return False
        if token.word and "否定词" in token.word.marks:
            return _DENIED.fullmatch(text, token.end, tokens[at].start) is not None
    return False


def _named_none(text: str, tokens: list[Token], at: int, subject: str) -> str:
    """The fact of which the words right behind the token say that there is none ("": they do not)."""
    token = tokens[at]
    word = token.word
    assert word is not None
    if "申请" in word.strong and _none_of(text, token):
        return RECEIVED
    if word.label is not None and word.label.name == NOTICES and _UNSENT.match(text, token.end):
        return NOTICES
    fact = word.verbs.get("申请")
    if (
        fact is not None and fact.name == RECEIVED and _none_of(text, token)
    ):  # “依申请公开渠道正常,收件数为零”
        ours = (t.word.strong for t in tokens[:at] if t.word)
        return RECEIVED if subject == "申请" or any("申请" in strong for strong in ours) else ""
    return ""


def _none_of(text: str, token: Token) -> bool:
    """“依申请公开数量为0”, “我镇政府信息公开申请收到数为零”: nothing narrower is spoken of before it."""
    clause = re.split("[,，;:。]", text[: token.start])[-1]
    return _ZERO.match(text, token.end) is not None and _WHOSE.fullmatch(clause) is not None


def _scope(tokens: list[Token], at: int) -> str:
    """A claim of another year, or of some months, is no claim of this one."""
    within = True
    for token in reversed(tokens[:at]):
        within = within and token.kind != MARK
        if within and token.word and "他期词" in token.word.marks and token.text.endswith(_MONTHS):
            return "prior"
        if token.kind == MARK and token.text in ";":
            break
        if token.word and "本年词" in token.word.marks:
            break
        if token.word and "上年词" in token.word.marks and token.end == tokens[at].start:
            return "prior"
    return "claim"


def _of_this(
    claim: Claim, text: str, tokens: list[Token], at: int, stated: set[str], vocabulary: Vocabulary
) -> bool:
    """Whether the sentence speaks of what the claim is about: it names it, or the claim does so by itself
    (零败诉) and nothing shows that other cases are meant (行政复议2件,均维持;行政诉讼1件,尚未审结)."""
    if (cases := _cases_before(tokens, at)) and _CASES.get(claim.about) not in cases:
        return False
    if claim.about in stated or _names(text, tokens, claim.about):
        return True
    exceptions = vocabulary.facts[claim.about].exceptions
    said = claim.plain or any(word in text for word in claim.hints)
    return said and not any(word in text for word in exceptions)


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


_OTHER_LAW = ("民事", "刑事", "公益", "经济", "民商事", "劳动")


def _names(text: str, tokens: list[Token], about: str) -> bool:
    named = (t for t in tokens if t.word and t.word.label and t.word.label.name == about)
    return any(not text.endswith(_OTHER_LAW, 0, t.start) for t in named)


def _denied(
    text: str, tokens: list[Token], at: int, vocabulary: Vocabulary, subject: str
) -> Iterator[tuple[FactDef, int]]:
    """The facts that the negation at `at` denies, with the end of the words that say so."""
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
        if not _reaches(text, position, token.start):
            return
        if word.zero is not None and _fee(text):
            yield word.zero, token.end
            return
        if word.label is not None and (word.label.joined or not word.label.parts):
            yield from _labels(text, tokens, number)
            return
        if received and "结转词" in word.marks:
            position = token.end  # 没有新收或者结转的申请
            continue
        verbs = word.verbs
        if verbs:
            issued = _issued(text, tokens, number, subject)
            if issued is not None:
                yield issued
                return
            receives = any(fact.name == RECEIVED for fact in verbs.values())
            if not receives and not _fillable(text, token):
                return
            received = received or receives
            position = token.end
            continue
        if "申请" in word.strong or "申请" in word.weak:
            ours = token.text.endswith(_NOUNS) or token.text.startswith(_NOUNS[0]) or _any(text, token)
            if (received or ours) and _ends(text, token.end):
                receive = vocabulary.facts.get(RECEIVED)
                if receive is not None and not _followed(tokens, number):
                    yield receive, token.end
                return
            position = token.end
            continue
        if _fillable(text, token):
            position = token.end
            continue
        return


def _any(text: str, token: Token) -> bool:
    """“无依申请公开情况”, “无依申请公开事项”."""
    return token.text.endswith("依申请公开") and text.startswith(_MATTERS, token.end)


def _issued(text: str, tokens: list[Token], number: int, subject: str) -> tuple[FactDef, int] | None:
    """“没有废止”, “未制发规范性文件”: the fact of a verb about documents, and the end of what says so."""
    verb = tokens[number]
    verbs = verb.word.verbs if verb.word else {}
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is not None and after.word is not None and after.start == verb.end:
        named = next((s for s in after.word.strong if s in verbs and s.startswith("规")), None)
        return (verbs[named], after.end) if named and _ends(text, after.end) else None
    if subject.startswith("规") and subject in verbs and _ends(text, verb.end):
        return verbs[subject], verb.end
    return None


def _fillable(text: str, token: Token) -> bool:
    return _BETWEEN.fullmatch(text, token.start, token.end) is not None


def _followed(tokens: list[Token], number: int) -> bool:
    """Whether a figure belongs to the noun after all."""
    if number + 1 >= len(tokens):
        return False
    after = tokens[number + 1]
    return after.kind == FIGURE and after.first - tokens[number].end <= 2


def _labels(text: str, tokens: list[Token], number: int) -> Iterator[tuple[FactDef, int]]:
    """The label and those joined to it: “行政复议、行政诉讼案件”."""
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
        if not _AND.fullmatch(text, tokens[at].end, tokens[following].start):
            break
        at = following
    if listed and _ends(text, tokens[min(at, len(tokens) - 1)].end):
        yield from listed


def _label(token: Token) -> FactDef | None:
    return token.word.label if token.word else None


def _denied_before(text: str, tokens: list[Token], at: int) -> Iterator[tuple[FactDef, int]]:
    """“行政复议和行政诉讼均无。”: the labels before a negation that ends its clause."""
    if not _ends(text, tokens[at].end) or at == 0:
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
        rest = _TAIL.pattern and re.sub("案件|情况|申请|事项|以及|[均都:、和及与或的为]", "", between)
        if rest:
            return
        yield label, token.start
        position = token.start


def _reaches(text: str, start: int, end: int) -> bool:
    return end - start <= 40 and _BETWEEN.fullmatch(text, start, end) is not None


def _ends(text: str, position: int) -> bool:
    return _TAIL.match(text, position) is not None


def _fee(text: str) -> bool:
    return (
        any(word in text for word in ("信息处理费", "处理费", "费用", "依申请公开"))
        and "行政事业性" not in text
    )
