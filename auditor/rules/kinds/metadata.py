"""元数据: year, agency, title, period and list of parts agree with one another.

    检查: 题目      the title is “<机关>YYYY年政府信息公开工作年度报告”; other usual wordings are 提示
    检查: 统计期限   every period stated in the opening is the report's year
    检查: 正文年度   总体情况 does not tell of the year before or after as if it were this one
    检查: 落款日期   the report is dated after the year that it is about
    检查: 机关      who signs, and whom to ask, is the agency of the title (whom to ask is 提示)
    检查: 部分列举   what the introduction lists as the report's parts are the six
    检查: 问题与改进  part five tells of more than one measure where it tells of several problems (提示
                   where both stand in one paragraph)
    检查: 已做改进   part five tells of measures taken, not only of plans

One outcome each. What the report does not say is 不适用 here; that it should say it is another rule's
question. A date, a name or a list in a file that was not read whole decides only where it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from auditor.base.text import fold
from auditor.report.agency import is_agency, unit_of
from auditor.report.identity import year_of
from auditor.report.model import Report, Role
from auditor.rules.kinds.common import Frame, choice_at, incomplete, is_partial
from auditor.rules.kinds.measures import measures_of
from auditor.rules.kinds.said import NO_YEAR, YEAR, Said, core_of, whole
from auditor.rules.kinds.told_year import body_year
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Evidence, Level, Missing, Outcome, PlaceEvidence, TextEvidence
from auditor.rules.periods import periods_in
from auditor.rules.prose import text_of, without_titles
from auditor.source.tree import Mapping as Tree

NAME = "元数据"
CHECKS: Mapping[str, str] = {
    "题目": "题目",
    "统计期限": "统计期限",
    "正文年度": "第一部分",
    "落款日期": "落款",
    "机关": "机关",
    "部分列举": "引言",
    "问题与改进": "第五部分",
    "已做改进": "第五部分",
}
"""Each 检查 and the target of its outcome."""

SCHEMA: Mapping[str, object] = {
    "properties": {"检查": {"enum": list(CHECKS)}},
    "required": ["检查"],
}
FIELDS: Mapping[str, str] = {
    "情况": "哪里不一致",
    "现写": "报告里的写法",
    "应写": "应有的写法，没有时为空",
}
STUB = """\
- 编号: 元数据-901
  名称: 统计期限与报告年度一致
  类型: 元数据
  级别: 警告
  依据: [{文件: 实务要求, 条款: 年度一致}]
  检查: 统计期限
  消息: "统计期限写作“{现写}”，{情况}"
  怎么改: 改为{应写}
  例子:
  - 通过: 标准报告-2021
  - 违反: 标准报告-2021
    改: {引言: 所列数据的统计期限为2019年1月1日至12月31日。}
    应报: [统计期限]
"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The check: one comparison of what the report says of itself."""

    frame: Frame
    check: str

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome."""
        said, target = _CHECKS[self.check](report), CHECKS[self.check]
        if said.missing is not None:
            yield self.frame.cannot_tell(report, target, said.missing)
        elif said.reason:
            yield self.frame.inapplicable(report, target, said.reason)
        elif not said.breach:
            yield self.frame.passed(report, target)
        else:
            level = Level.INFO if said.slight else self.frame.graded(report, corpus)
            fields = {"情况": said.breach, "现写": said.written, "应写": said.wanted}
            yield self.frame.failed(report, target, level, fields, said.evidence)


_REPORT_NAME = "政府信息公开工作年度报告"
_OTHER_NAMES = re.compile(r"工作报告|工作年报|年度工作报告|信息公开年度报告|年报$|政务公开|年度报告表|总结")
_GARBLED = re.compile(
    r"(?:信息|政务)公开(?:工作)?(?!(?:年度|年)?报告?$|年度年度|年度年报)[年度报告]{3,6}$|信息工开|公开公作"
)
_TWICE = re.compile(r"年度.*年度报告|年年度报告|(20\d\d)年度?\D*\1")


def _title(report: Report) -> Said:
    if not report.title:
        if is_partial(report):
            return Said(missing=incomplete(report, "题目"))
        return Said(
            "没有读到", "", f"{report.unit or '××机关'}{report.year or '××××'}年{_REPORT_NAME}", slight=True
        )
    title = fold(report.title)
    evidence: tuple[Evidence, ...] = (PlaceEvidence(report.title, report.title_place),)
    wanted = f"{unit_of(report.title) or report.unit}{report.year or '××××'}年{_REPORT_NAME}"

    def breach(what: str, slight: bool = False) -> Said:
        return Said(what, "".join(report.title.split()), wanted, evidence, slight)

    if _GARBLED.search(title):
        return breach("字序错乱")
    if not YEAR.search(title):
        return breach("没有年度")
    if _TWICE.search(title):
        return breach("“年度”或年份重复", slight=True)
    if _REPORT_NAME not in title:
        other = _OTHER_NAMES.search(title)
        return breach(f"“{other[0]}”不是规范的名称" if other else "名称与格式不一致", slight=True)
    if not unit_of(report.title):
        return breach("没有机关名称", slight=True)
    return Said()


_STATES_PERIOD = re.compile("统计|期限|时限|所列数据|本报告|报告期|数据")


def _period(report: Report) -> Said:
    found = text_of(report).once(_periods)
    if not found:
        return Said(reason="没有写统计期限")
    if report.year is None:
        return Said(missing=NO_YEAR)
    wanted = f"{report.year}年1月1日至{report.year}年12月31日"
    for evidence, first, last in found:
        if (first, last) != (report.year, report.year):
            what = f"报告年度是{report.year}年"
            return Said(what, "".join(evidence.quote.split()), wanted, (evidence,))
    return Said()


def _periods(report: Report) -> list[tuple[TextEvidence, int, int]]:
    found = []
    for sentence in report.prose:
        if sentence.section > 1:
            break
        text = without_titles(sentence.text)
        if sentence.section == 0 or _STATES_PERIOD.search(text):
            found += [(whole(report, sentence), first, last) for first, last in periods_in(text)]
    return found


_DAY = re.compile("年.{1,3}月.{1,3}日")


def _signed_day(report: Report) -> Said:
    if report.year is None:
        return Said(missing=NO_YEAR)
    reason = "没有写落款日期"
    for number, section in sorted(report.sections.items()):
        for passage in section.passages:
            text = section.text[passage.start : passage.end]
            year = year_of(fold(text)) if passage.role is Role.SIGNATURE and _DAY.search(fold(text)) else None
            if year is not None and year <= report.year:
                evidence = TextEvidence(number, passage.start, passage.end, text, passage.place)
                return Said(f"这时{report.year}年度还没有结束", "".join(text.split()), "", (evidence,))
            reason = "" if year is not None else reason
    return Said(reason=reason)


_ASKED = re.compile(
    "(?:请径?与|请直接与|可与|请向|请联系|联系单位:|请致电|可联系|"
    r"编制单位:)([^,。;:()“”]{2,30}?)(?=联系|\(|,|。|;|咨询|反映|办公室|$)"
)
_GENERIC = re.compile("本|我|办公室$|科$|股$|处$|室$|中心$|专班|小组|工作人员|站$|党政|综合|政务公开")


def _agency(report: Report) -> Said:
    if not report.unit:
        return Said(missing=Missing("机关名称不明", "不知道报告是哪个机关的"))
    signed, asked = list(_signed(report)), list(_asked(report))
    if not signed and not asked:
        return Said(reason="没有落款，也没有写联系单位")
    for text, evidence in signed:
        if not related(report.unit, text):
            return Said(f"与题目的机关“{report.unit}”不同", text, report.unit, (evidence,))
    for text, evidence in asked:
        if is_agency(text) and not _GENERIC.search(text) and not related(report.unit, text):
            what = f"与题目的机关“{report.unit}”不同"
            return Said(what, text, report.unit, (evidence,), slight=True)
    return Said()


def _signed(report: Report) -> Iterator[tuple[str, TextEvidence]]:
    for number in sorted(report.sections):
        section = report.sections[number]
        for passage in section.passages:
            text = section.text[passage.start : passage.end]
            name = "".join(text.split())
            if passage.role is Role.SIGNATURE and is_agency(name):
                yield name, TextEvidence(number, passage.start, passage.end, text, passage.place)


def _asked(report: Report) -> Iterator[tuple[str, TextEvidence]]:
    for sentence in report.prose:
        if sentence.section > 1:
            return
        match = _ASKED.search(without_titles(sentence.text))
        if match is not None:
            yield match[1], whole(report, sentence)


def related(one: str, other: str) -> bool:
    """Whether two names may mean one agency: either without its region stands, letter by letter in
    order, in the other (住建局 in 住房和城乡建设局)."""
    first, second = core_of(one), core_of(other)
    short, long = sorted((first, second), key=len)
    if len(short) < 2:
        return True
    rest = iter(long)
    return all(char in rest for char in short)


_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("总体情况", re.compile("总体|概述|概况|基本情况")),
    ("主动公开政府信息情况", re.compile("主动公开")),
    ("收到和处理政府信息公开申请情况", re.compile("收到和处理|收到及处理|申请")),
    ("政府信息公开行政复议、行政诉讼情况", re.compile("复议|诉讼")),
    ("存在的主要问题及改进情况", re.compile("问题|不足")),
    ("其他需要报告的事项", re.compile("其他|其它|需要报告")),
)
_LONGEST = 300  # characters of a listing
_LISTING = re.compile(
    "内容[有是为:：]|依次|分别[是为]|如下|包括|由(?=总体|概述|概况|一[、.]|[1(])|分(?=为|成|总体|概述|[六6]|以下|一[、.])"
    "|组成|构成|涵盖|包含|六个?部分|[5五]个?部分|内容为|"
    "[三四五六3-6](?:大?部分|章|个(?:部分|方面|章节|板块))|[三四五六3-6](?:项|章|节)(?=[,。:]|$)"
)

# What a listing that goes on in the next line says: “总体情况如下：” is followed by what was done.
_HELD = re.compile("内容|包[括含]|组成|构成|分为|涵盖|部分")
_GOES_ON = (";", "；", "、")
_SO_MANY = re.compile("等([三四五3-5])(?:个?(?:大?部分|方面|章|板块)|项)")
_AND_SO_ON = re.compile("等(?!待|级|方面的申请)")


def _listed_parts(report: Report) -> Said:
    held = ""  # of a listing that line ends part
    for sentence in report.prose:
        if sentence.section > 1:
            break
        added = without_titles(sentence.text)
        if held.endswith(_GOES_ON) and not any(words.search(added) for _, words in _PARTS):
            held = ""
            continue  # its last item was read as something else
        text = held + added
        unended = text.endswith(_GOES_ON) or (_HELD.search(text) and not text.endswith(("。", "!", "?")))
        held = text if unended else ""
        there = [words.search(text) is not None for _, words in _PARTS]
        if held and not all(there) and len(text) < _LONGEST:
            continue
        if sum(there) < 3 or not _LISTING.search(text):
            continue
        if all(there) or (_AND_SO_ON.search(text) and not _counts(text, sum(there))):
            return Said()
        lacking = [title for (title, _), found in zip(_PARTS, there, strict=True) if not found]
        # As many as the six, one of them under a name that was not known: a remark.
        six = _items(text) >= len(_PARTS)
        return Said(f"没有列“{'”“'.join(lacking)}”", "", "六个部分", (whole(report, sentence),), slight=six)
    return Said(reason="引言没有列出各部分")


def _counts(text: str, number: int) -> bool:
    """“…等五个部分”, where five are named: the listing is whole."""
    said = _SO_MANY.search(text)
    return said is not None and ("三四五".find(said[1]) + 3 == number or said[1] == str(number))


def _items(text: str) -> int:
    """How many things a sentence lists; review and suit are one part."""
    text = fold(re.sub("复议.{0,6}?诉讼", "复议诉讼", text))
    marks = "[;]" if text.count(";") >= 3 else "[、,;]"
    return sum(len(item) > 1 for item in re.split(marks, text))


_ONE_MEASURE = 36  # characters
_PARTS_OF_ONE = 2  # between commas
_NO_MEASURES = Said(reason="第五部分看不出从哪里写起改进")


def _answered(report: Report) -> Said:
    found = text_of(report).once(measures_of)
    if found is None:
        return _NO_MEASURES
    if len(found.clauses) > 1 or not ((found.several or found.listed) and _is_brief(found.clauses)):
        return Said()
    evidence = tuple(whole(report, sentence) for sentence in found.sentences)
    return Said(f"问题有两条以上，改进只有 {len(found.clauses)} 句", "", "", evidence, slight=not found.apart)


_INTRODUCES = re.compile("针对|对此|为此|就此|围绕|今后|下一步|下阶段|改进|整改|措施")


def _is_brief(clauses: tuple[str, ...]) -> bool:
    """Whether what is said is no more than one measure: a long clause may hold several."""
    parts = [part for clause in clauses for part in re.split("[,:]", clause)]
    said = [part for part in parts if len(part) > 3 and not (_INTRODUCES.match(part) and part is parts[0])]
    return sum(map(len, clauses)) <= _ONE_MEASURE and len(said) <= _PARTS_OF_ONE


def _done(report: Report) -> Said:
    found = text_of(report).once(measures_of)
    if found is None:
        return _NO_MEASURES
    if not found.only_plans:
        return Said()
    evidence = tuple(whole(report, sentence) for sentence in found.sentences)
    return Said("改进都是打算", "", "", evidence)


_CHECKS: Mapping[str, Callable[[Report], Said]] = {
    "题目": _title,
    "统计期限": _period,
    "正文年度": body_year,
    "落款日期": _signed_day,
    "机关": _agency,
    "部分列举": _listed_parts,
    "问题与改进": _answered,
    "已做改进": _done,
}


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    node = rule.get("检查")
    check = choice_at(node, CHECKS, "检查", context) if node is not None else None
    return None if check is None else Metadata(Frame.of(context), check)
