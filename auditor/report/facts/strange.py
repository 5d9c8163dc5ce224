"""What shows that a figure counts other work: hotline orders, letters, proposals, the permits of a service
hall, documents by how open they are, cases that have nothing to do with disclosure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.report.facts.context import CARRIED, COUNTED, DONE, HANDLED, LEFT, OTHERWISE, RESULTS
from auditor.report.facts.guards import shape
from auditor.report.facts.nominal import DECISIONS, REQUESTS
from auditor.report.facts.tokens import WORD, Token
from auditor.report.facts.vocabulary import OTHER, FactDef

if TYPE_CHECKING:
    from auditor.report.facts.binding import Binder

_RESULTS = {*RESULTS, OTHERWISE}
_ADDING = {"总数词", "本年词"}
_ANSWERED = shape("<答复的他事>")
# what is done to applications as well: 延期答复41件 are some of them
_STEPS = shape("<申请环节>|案件?$")
# 调解劳动争议143件, 审批建设用地56件: nothing of this is done to applications
_DONE_TO = shape("^<统计期间>*<不对申请做的事>(?:(?!<公开字样>)[\u4e00-\u9fff]){2,10}$")
_OF_KIND = re.compile("[类型]的?有?$")  # 收到申请54件,征收补偿类29件
_PLACES = shape("<办事场所>[^,，;:]*$|<别类申请>(?:<业务泛称>|<统计期间>)*$")
_ASIDE = re.compile("[^,，;:]*方面$")
_OURS = shape("<本职字样>")
_DOCUMENTS = shape("<公文字样>")
_BY_OPENNESS = re.compile(
    "主动公开[类的为:(]*\\d+(?P<unit>[件条份篇个项])[)]?[、,，;和及](?:属?于?|定为)?依申请公开[类的为:(]*"
    "\\d+(?P=unit).*不予公开"
)
_UNRELATED = shape(
    "[与和]<信息公开说法>[均都全]?<无关说法>"
    "|(?:[均都全]?<不属说法>|[与和])(?:因|涉及|于)?<信息公开说法>(?:<类别尾字>|的?$|[,，;。])"
)
_SOME = shape(
    "[^;。]{0,12}其中[^,，;。\\d]{0,12}<公开领域>"
    "|[^;。]{0,6}<含有说法>[^;。]{0,40}信息公开(?:类|案件|领域|方面|的)?\\d+<案件量词>"
    "|[,，、][^,，;。\\d]{0,6}信息公开(?:类|方面|领域)?的?(?:占|有|仅|案件占|案件有)"
)
_OF_A_SORT = shape(
    "(?:[^,，;:、。\\d各两二三几公开]{1,8})(?:类|领域)(?:的|案件)*$|占[^,，;:。\\d]{0,8}$"
    "|<其他案件>[^,，;。]{0,30}$"
)
_BESIDES = shape("[,，、]上年[^,，;。\\d]{0,8}\\d+<案件量词>")  # 新增行政诉讼5件,上年未结2件
_SAME_YEAR = shape("<当年说法><当年收件>[并且的、,，]?<当年说法><当年办结>")
_CLAUSES = re.compile("[,，;:、()]")
_REST = shape("<余件说法>[^,，;:。\\d]{0,6}$")
_MONTHS = re.compile(r"(?<!\d)(?P<first>\d{1,2})月?[至到—–~-](?:本年)?(?P<last>\d{1,2})月")
_MONTH = shape(r"(?<!\d)\d{1,2}月份?<单月后字>*$")
_PAPERS = shape(r"<另计文书>\d+份")
_DECISIONS = {*DECISIONS, "规范性文件"}
_LATER = shape(r"<来年说法>度?(?:\d{1,2}月|<年初时候>)")
_LEFT = shape("<结转字样>")
_IN_COURT = shape("<审案字样>")
_CASES = {"行政复议", "行政诉讼", "复议诉讼", "直接起诉", "复议后起诉"}
_WITH_RESULT = shape("<案件结果>的")
# of all of them (均维持), or of none (未被撤销), it says nothing of some
_HAS_RESULT = shape("[^,，;:()、。均都皆全未没无不]{0,24}?<案件结果>[^,，;:()、。\\d]*(?:[,，;:()、。]|$)")
_WITHDRAWN = "撤回"
_NAMED = re.compile(f"{REQUESTS}(?!人)")


def turns(binder: Binder, left: Sequence[Token], token: Token) -> bool:
    """“信访件143件,办结140件”, “人大建议15件,办结15件”: a figure of other things, with no verb of ours."""
    if token.unit not in binder.guards["他事单位"] or binder.told & _RESULTS:
        return False  # “不予公开33件,其中内部事务12件”, “不予处理16件:信访举报11件”
    clause = _CLAUSES.split(binder.text[: token.first])[-1]
    if binder.shapes[_DONE_TO].search(clause):
        return not (_OF_KIND.search(clause) and binder.told & COUNTED)
    noun = left[-1] if left else None
    if noun is None or noun.word is None:
        return False
    if OTHER not in noun.word.marks or noun.word.strong or noun.word.label or _is_step(binder, noun):
        return False
    return binder.known(noun.end, token.first)


def _is_step(binder: Binder, noun: Token) -> bool:
    return binder.shapes[_STEPS].match(noun.text) is not None


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
    return OTHER if _set_aside(binder, clause, binder.tokens[binder.edge(index) : index], mark.text) else ""


def _set_aside(binder: Binder, clause: str, tokens: Sequence[Token], mark: str) -> bool:
    """“信访方面,…”, “建议提案办理:…”: a clause that says what other work those after it are about."""
    if mark in ",，":
        return _ASIDE.fullmatch(clause) is not None and not binder.shapes[_OURS].search(clause)
    if mark != ":" or any(token.kind != WORD for token in tokens):
        return False
    others = any(OTHER in t.word.marks and not _is_step(binder, t) for t in tokens if t.word)
    return others and not any(t.word.subjects or t.word.label for t in tokens if t.word)


def elsewhere_received(binder: Binder, verb: Token) -> bool:
    """“政务服务大厅受理申请2000件”, “工伤认定受理申请56件”: whether what stands before the verb shows that
    the applications are of another kind."""
    at = next((n for n, token in enumerate(binder.tokens) if token.start == verb.start), 0)
    return binder.shapes[_PLACES].search(binder.text, binder.begin(at), verb.start) is not None


def of_others(binder: Binder, before: Sequence[Token], verb: Token) -> bool:
    """“热线工单办结2298件”, “信访件共答复140件”: whether other things are named right before the verb."""
    named = [t for t in before if t.word and not t.word.marks & _ADDING]
    if not any(t.word and t.word.strong for t in named) and elsewhere_received(binder, verb):
        return True  # 政务服务大厅共受理312408件
    noun = named[-1] if named else None
    if noun is None or noun.word is None or OTHER not in noun.word.marks:
        return False
    if noun.word.strong or noun.word.verbs or _is_step(binder, noun):
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
    if figure.unit in binder.guards["泛用单位"] and REQUESTS not in said:
        return True
    if verb.text not in binder.guards["泛用动词"] or binder.told:
        return False
    return REQUESTS not in said[binder.begin(index) :]


def registers(binder: Binder, index: int, left: Sequence[Token], at: int) -> bool:
    """“不动产登记8810件”: whether the verb at `at` is part of the name of something else."""
    if not left[at].text.endswith(binder.guards["业务动词"]):
        return False
    return not binder.known(left[at - 1].end if at else binder.begin(index), left[at].start)


def not_ours(binder: Binder, fact: FactDef, span: tuple[int, int], unit: str) -> bool:
    """Whether a figure of applications, written from `span[0]` to `span[1]`, counts something else."""
    start, end = span
    if fact.name == DONE and _done_afterwards(binder, end):
        return True
    if fact.subject == REQUESTS and _of_some(binder, start, end):
        return True
    if fact.name in (CARRIED, LEFT) and unit in binder.guards["泛用单位"] and REQUESTS not in binder.text:
        return True  # 整改事项33项,2项正在办理
    if fact.parts and _of_answers(binder):
        return True
    return _of_documents(binder, fact, unit) or (bool(fact.parts) and _of_decisions(binder.tokens, start))


def _of_cases(binder: Binder, start: int, end: int) -> bool:
    """“法院一审判决驳回5件,其余4件未结”, “维持4件,撤销1件”: whether what stands before, up to a semicolon,
    shows that cases are told of, and the figure names no applications (3件申请结转下年)."""
    if _NAMED.search(binder.text, start, end):
        return False
    begin = binder.text.rfind(";", 0, start) + 1
    return binder.shapes[_IN_COURT].search(binder.text, begin, start) is not None


def some_cases(binder: Binder, fact: FactDef, start: int, end: int) -> bool:
    """Whether a figure, written from `start` to `end`, is of some cases only: words around it say what
    became of them (未审结的行政诉讼2件, 1件复议案件因…被撤销, never 行政复议1件,结果维持), or it is told
    among cases and not of applications."""
    if fact.name in (CARRIED, LEFT, _WITHDRAWN):
        return _of_cases(binder, start, end)
    if fact.name not in _CASES:
        return False
    text, shapes = binder.text, binder.shapes
    clause = max(text.rfind(mark, 0, start) for mark in ",，;:(") + 1
    return bool(shapes[_WITH_RESULT].search(text, clause, end) or shapes[_HAS_RESULT].match(text, end))


def _of_documents(binder: Binder, fact: FactDef, unit: str) -> bool:
    """“公文312件,其中主动公开201件、依申请公开56件、不予公开55件”, “不予公开信息5条”: documents by how open
    they are, not applications by what became of them."""
    if not fact.parts and fact.name != HANDLED:
        return False
    if REQUESTS in binder.text.replace("依申请", ""):
        return False
    if fact.parts and unit in binder.guards["条目单位"]:
        return True
    return any(found.search(binder.text) for found in (binder.shapes[_DOCUMENTS], _BY_OPENNESS))


def unrelated(binder: Binder, start: int, end: int, section: int) -> bool:
    """“行政复议2件,均与信息公开无关”, “行政诉讼34件,其中信息公开类7件”, “土地类行政复议45件”: whether the
    cases counted from `start` to `end` are none, or only in part, about disclosure."""
    text, shapes = binder.text, binder.shapes
    begin = text.rfind(";", 0, start) + 1
    stop = text.find(";", end)
    said = text[begin : stop if stop >= 0 else len(text)]
    if shapes[_UNRELATED].search(said) or shapes[_OF_A_SORT].search(text, begin, start):
        return True
    if shapes[_BESIDES].match(text, end):
        return True
    clause = max(text.rfind(mark, 0, start) for mark in ",，;:(") + 1
    own = "公开" in text[clause:end] or section == 4
    return not own and shapes[_SOME].match(text, end) is not None


def _of_answers(binder: Binder) -> bool:
    """“建议复文15件、提案复文23件,不宜公开3件”: whether letters are spoken of, and no applications are."""
    words = [t for t in binder.tokens if t.word]
    if any(REQUESTS in t.word.subjects for t in words if t.word):
        return False
    answered = binder.shapes[_ANSWERED]
    return any(t.word and OTHER in t.word.marks and answered.search(t.text) for t in words)


def _of_some(binder: Binder, start: int, end: int) -> bool:
    """“当年收到当年办结365件”, “出具答复书371份,告知书16份”: no count of all applications."""
    text, guards = binder.text, binder.guards
    if binder.shapes[_SAME_YEAR].search(text[max(0, start - 12) : end]):
        return True
    clause = _CLAUSES.split(text[:start])[-1]
    if _of_months(binder, clause) or binder.shapes[_REST].search(clause):
        return True
    if text.endswith("公开", 0, start) and not text.endswith(guards["公开合称"], 0, start):
        return True  # 公开答复201件,部分公开56件
    answers = any(word in text[start:end] for word in guards["答复文书"])
    return answers and binder.shapes[_PAPERS].search(text) is not None


def _of_months(binder: Binder, clause: str) -> bool:
    """“1月至11月收到申请351件”, “12月收到36件”: what came in some of the months."""
    span = _MONTHS.search(clause)
    if span is not None:
        return span["first"] != "1" or span["last"] != "12"
    if binder.shapes[_MONTH].search(clause) is None:
        return False
    return not any(word in clause for word in binder.guards["累计到月"])


def _of_decisions(tokens: Sequence[Token], position: int) -> bool:
    """“行政许可受理1402件,…不予受理46件”: whether permits are spoken of before, and no applications are."""
    named = {t.word.strong[0] for t in tokens if t.word and t.word.strong and t.end <= position}
    return bool(named & _DECISIONS) and REQUESTS not in named


def _done_afterwards(binder: Binder, position: int) -> bool:
    """“结转的22件已于2024年1月办结18件”: done after the year that is reported on."""
    later, left = binder.shapes[_LATER], binder.shapes[_LEFT]
    said = binder.text[:position]
    return later.search(said) is not None and left.search(said) is not None
