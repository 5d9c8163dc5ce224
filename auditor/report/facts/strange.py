"""What shows that a figure counts other work: hotline orders, letters, proposals, the permits of a service
hall, documents by how open they are, cases that have nothing to do with disclosure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.context import CARRIED, DONE, HANDLED, LEFT, OTHERWISE, RESULTS
from auditor.report.facts.nominal import DECISIONS, REQUESTS
from auditor.report.facts.tokens import WORD, Token
from auditor.report.facts.vocabulary import OTHER, FactDef

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

_RESULTS = {*RESULTS, OTHERWISE}
_SHARED = ("条", "条次", "项", "次", "人次", "份")  # units of applications and of much else
_ADDING = {"总数词", "本年词"}
_ANSWERED = re.compile("建议|提案|议案|留言|来信|稿件|工单|热线")
_BARE = ("办理", "处理", "处置", "承办", "共办理", "办理和处理")
_UNITS = frozenset(("件", "件次", "条", "条次", "宗", "起", "例", "份", "项", "笔"))
# what is done to applications as well: 延期答复41件 are some of them
_STEPS = re.compile(
    "延|补正|告知|[逾超]期|提前|未经|经?(?:行政)?复议|(?:电话|口头|当面)答复|问题|案件$|案$|意见|检查|考核|文件"
)
# 调解劳动争议143件, 审批建设用地56件: nothing of this is done to applications
_DONE_TO = re.compile(
    "^(?:[全本当]年度?|年内|共|累计)*(?:调解|审批|调处|查处|处置|化解|核发|颁发|排查|整治|救助|鉴定|裁决|仲裁|验收|征收)"
    "(?:(?!申请|公开|答复|信息)[\u4e00-\u9fff]){2,10}$"
)
_PLACES = re.compile(
    "(?:政务服务|行政审批|便民服务|办事|不动产|公积金|社保|医保|户政|车管|人社)[^,，;:]*$"
    "|(?:大厅|认定|住房|租赁|保障|救助|援助|仲裁|鉴定|补贴|贷款|商标|专利|调解|公证|保险|低保|资助|安置|审批|(?:产|权|姻|籍|商|企|业|押|辆|事|地|屋)登记)"
    "(?:业务|事项|方面|[全本当]年度?|年内|共|累计|总计)*$"
)
_ASIDE = re.compile("[^,，;:]*方面$")
_OURS = re.compile("公开|申请|[办答收受结]|诉讼|复议|文件|规章|许可|处罚|强制|收费")
_OF_DOCUMENTS = re.compile(
    "公文|公开属性|拟公开|属性(?:认定|审[核查])|保密审查|发文"
    "|主动公开[类的为:(]*\\d+(?P<unit>[件条份篇个项])[)]?[、,，;和及](?:属?于?|定为)?依申请公开[类的为:(]*"
    "\\d+(?P=unit).*不予公开"
)
_UNRELATED = re.compile(
    "[与和](?:政府)?信息公开(?:工作|申请)?[均都全]?(?:无关|没有关系|不相关)"
    "|(?:[均都全]?(?:非|不属于|不属|不是|不涉及|未涉及|没有涉及)|[与和])(?:因|涉及|于)?(?:政府)?信息公开(?:工作|申请)?(?:无关|[类案事]|领域|方面|引[发起]|的?$|[,，;。])"
)
_SOME = re.compile(
    "[^;。]{0,12}其中[^,，;。\\d]{0,12}(?:信息公开|政务公开)"
    "|[^;。]{0,6}(?:其中|包?含|包括|涉及)[^;。]{0,40}信息公开(?:类|案件|领域|方面|的)?\\d+[件起宗]"
    "|[,，、][^,，;。\\d]{0,6}信息公开(?:类|方面|领域)?的?(?:占|有|仅|案件占|案件有)"
)
_OF_A_SORT = re.compile(
    "(?:[^,，;:、。\\d各两二三几公开]{1,8})(?:类|领域)(?:的|案件)*$|占[^,，;:。\\d]{0,8}$"
    "|其[他它](?:事项|领域|方面|类|业务)[^,，;。]{0,30}$"
)
_BESIDES = re.compile("[,，、]上年[^,，;。\\d]{0,8}\\d+[件起宗]")  # 新增行政诉讼5件,上年未结2件
_SAME_YEAR = re.compile("(?:当年|本年)(?:收到|新收|受理)(?:并|且|的|、|,|，)?(?:当年|本年)(?:办结|答复)")
_CLAUSES = re.compile("[,，;:、()]")
_MONTHS = re.compile(r"(?<!\d)(?P<first>\d{1,2})月?[至到—–~-](?:本年)?(?P<last>\d{1,2})月")
_MONTH = re.compile(r"(?<!\d)\d{1,2}月份?(?:单月|当月|共|我[局镇办]|本[局镇])*$")
_UP_TO = ("截", "至", "到", "底", "末", "以来", "起")
_PAPERS = re.compile("告知书\\d+份")
_DECISIONS = {*DECISIONS, "规范性文件"}
_LATER = re.compile("(?:下年|次年|明年)度?(?:\\d{1,2}月|年?初|第?一季度|春节)")
_LEFT = re.compile("结转|转入|转到|剩余|余下|未办结|尚未|跨年")


def turns(binder: Binder, left: Sequence[Token], token: Token) -> bool:
    """“信访件143件,办结140件”, “人大建议15件,办结15件”: a figure of other things, with no verb of ours."""
    if token.unit not in _UNITS or binder.told & _RESULTS:
        return False  # “不予公开33件,其中内部事务12件”, “不予处理16件:信访举报11件”
    if _DONE_TO.search(_CLAUSES.split(binder.text[: token.first])[-1]):
        return True
    noun = left[-1] if left else None
    if noun is None or noun.word is None:
        return False
    if OTHER not in noun.word.marks or noun.word.strong or noun.word.label or _STEPS.match(noun.text):
        return False
    return binder.known(noun.end, token.first)


def leads(binder: Binder, index: int, turned: bool) -> str:
    """What the clause that the mark at `index` ends says that those after it are about: other work,
    applications again, or nothing ("")."""
    mark = binder.tokens[index]
    aside = binder.text.endswith("方面", 0, mark.start)
    if not aside and mark.text != ":":
        return ""  # most clauses
    clause = binder.text[binder.begin(index) : mark.start]
    if turned and aside and REQUESTS in clause:
        return REQUESTS
    return OTHER if _set_aside(clause, binder.tokens[binder.edge(index) : index], mark.text) else ""


def _set_aside(clause: str, tokens: Sequence[Token], mark: str) -> bool:
    """“信访方面,…”, “建议提案办理:…”: a clause that says what other work those after it are about."""
    if mark in ",，":
        return _ASIDE.fullmatch(clause) is not None and not _OURS.search(clause)
    if mark != ":" or any(token.kind != WORD for token in tokens):
        return False
    others = any(OTHER in t.word.marks and not _STEPS.match(t.text) for t in tokens if t.word)
    return others and not any(t.word.subjects or t.word.label for t in tokens if t.word)


def elsewhere_received(binder: Binder, verb: Token) -> bool:
    """“政务服务大厅受理申请2000件”, “工伤认定受理申请56件”: whether what stands before the verb shows that
    the applications are of another kind."""
    at = next((n for n, token in enumerate(binder.tokens) if token.start == verb.start), 0)
    return _PLACES.search(binder.text, binder.begin(at), verb.start) is not None


def of_others(binder: Binder, before: Sequence[Token], verb: Token) -> bool:
    """“热线工单办结2298件”, “信访件共答复140件”: whether other things are named right before the verb."""
    named = [t for t in before if t.word and not t.word.marks & _ADDING]
    if not any(t.word and t.word.strong for t in named) and elsewhere_received(binder, verb):
        return True  # 政务服务大厅共受理312408件
    noun = named[-1] if named else None
    if noun is None or noun.word is None or OTHER not in noun.word.marks:
        return False
    if noun.word.strong or noun.word.verbs or _STEPS.match(noun.text):
        return False
    return binder.known(noun.end, verb.start)


def in_a_manner(binder: Binder, index: int, before: Sequence[Token], verb: Token) -> bool:
    """“按‘其他’情形办理的1件”: whether the words before the verb say that only some are meant."""
    if verb.word is None or REQUESTS not in verb.word.verbs or not binder.text.startswith("的", verb.end):
        return False
    if any(t.word and t.word.label for t in before):
        return False
    return not binder.known(binder.begin(index), verb.start, loose=True)


def not_shown(binder: Binder, index: int, verb: Token, figure: Token) -> bool:
    """“(信息)逐条整改,共处理43条”, “按其他情形办理1件”: whether nothing near shows that applications are
    meant, of which alone so common a unit or verb is understood."""
    said = binder.text[: figure.first]
    if figure.unit in _SHARED and REQUESTS not in said:
        return True
    return verb.text in _BARE and REQUESTS not in said[binder.begin(index) :] and not binder.told


def registers(binder: Binder, index: int, left: Sequence[Token], at: int) -> bool:
    """“不动产登记8810件”: whether the verb at `at` is part of the name of something else."""
    if not left[at].text.endswith("登记"):
        return False
    return not binder.known(left[at - 1].end if at else binder.begin(index), left[at].start)


def not_ours(text: str, tokens: Sequence[Token], fact: FactDef, span: tuple[int, int], unit: str) -> bool:
    """Whether a figure of applications, written from `span[0]` to `span[1]`, counts something else."""
    start, end = span
    if fact.name == DONE and _done_afterwards(text, end):
        return True
    if fact.subject == REQUESTS and _of_some(text, start, end):
        return True
    if fact.name in (CARRIED, LEFT) and unit in _SHARED and REQUESTS not in text:
        return True  # 整改事项33项,2项正在办理
    if fact.parts and _of_answers(tokens):
        return True
    return _of_documents(text, fact, unit) or (bool(fact.parts) and _of_decisions(tokens, start))


def _of_documents(text: str, fact: FactDef, unit: str) -> bool:
    """“公文312件,其中主动公开201件、依申请公开56件、不予公开55件”, “不予公开信息5条”: documents by how open
    they are, not applications by what became of them."""
    if not fact.parts and fact.name != HANDLED:
        return False
    if REQUESTS in text.replace("依申请", ""):
        return False
    return _OF_DOCUMENTS.search(text) is not None or (fact.parts and unit in ("条", "条次", "篇"))


def unrelated(text: str, start: int, end: int, section: int) -> bool:
    """“行政复议2件,均与信息公开无关”, “行政诉讼34件,其中信息公开类7件”, “土地类行政复议45件”: whether the
    cases counted from `start` to `end` are none, or only in part, about disclosure."""
    begin = text.rfind(";", 0, start) + 1
    stop = text.find(";", end)
    said = text[begin : stop if stop >= 0 else len(text)]
    if _UNRELATED.search(said) or _OF_A_SORT.search(text, begin, start) or _BESIDES.match(text, end):
        return True
    clause = max(text.rfind(mark, 0, start) for mark in ",，;:(") + 1
    own = "公开" in text[clause:end] or section == 4
    return not own and _SOME.match(text, end) is not None


def _of_answers(tokens: Sequence[Token]) -> bool:
    """“建议复文15件、提案复文23件,不宜公开3件”: whether letters are spoken of, and no applications are."""
    words = [t for t in tokens if t.word]
    if any(REQUESTS in t.word.subjects for t in words if t.word):
        return False
    return any(t.word and OTHER in t.word.marks and _ANSWERED.search(t.text) for t in words)


def _of_some(text: str, start: int, end: int) -> bool:
    """“当年收到当年办结365件”, “出具答复书371份,告知书16份”: no count of all applications."""
    if _SAME_YEAR.search(text[max(0, start - 12) : end]) or _of_months(_CLAUSES.split(text[:start])[-1]):
        return True
    if text.endswith("公开", 0, start) and not text.endswith(("申请公开", "信息公开", "政务公开"), 0, start):
        return True  # 公开答复201件,部分公开56件
    return "答复书" in text[start:end] and _PAPERS.search(text) is not None


def _of_months(clause: str) -> bool:
    """“1月至11月收到申请351件”, “12月收到36件”: what came in some of the months."""
    span = _MONTHS.search(clause)
    if span is not None:
        return span["first"] != "1" or span["last"] != "12"
    return _MONTH.search(clause) is not None and not any(word in clause for word in _UP_TO)


def _of_decisions(tokens: Sequence[Token], position: int) -> bool:
    """“行政许可受理1402件,…不予受理46件”: whether permits are spoken of before, and no applications are."""
    named = {t.word.strong[0] for t in tokens if t.word and t.word.strong and t.end <= position}
    return bool(named & _DECISIONS) and REQUESTS not in named


def _done_afterwards(text: str, position: int) -> bool:
    """“结转的22件已于2024年1月办结18件”: done after the year that is reported on."""
    said = text[:position]
    return _LATER.search(said) is not None and _LEFT.search(said) is not None
