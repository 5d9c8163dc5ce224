"""Whose report it is where its title does not say: lines beside the title, the text, the page, the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auditor.report.agency import is_agency, related, squeeze, unit_of
from auditor.report.identity import REPORT, Title, from_file_name, kind_of
from auditor.report.model import Kind, Role, Section
from auditor.report.published import signed_day
from auditor.report.stream import Row

_FIELDS = (
    "公开日期|公开时间|发布日期|发布时间|公布日期|生成日期|成文日期|索引号|文号|发文|公开方式|公开范围|公开类别|公开属性|主题|有效性|时效"
    "|信息类别|信息分类|体裁|关键词|名称|标题|作者|来源|信息来源|文章来源|发布者|发布人|(?:信息)?公开责任人|责任人|审核人|录入|是否有效|时间|日期|更新时间|浏览|点击|阅读|访问|字号|字体|编辑|责任编辑|责编|审核|打印|保存|分享"
)
_OPEN = r"([】\])]?[:|]?)[\[【(]*"  # between a field's name and what it says
_NAME = rf"([^:|\[\]【】]{{2,40}}?)(?=[\[【(]*(?:{_FIELDS})|\d{{4}}[-年/.]|[\[\]【】|,;。]|\)?$)"
_PUBLISHER = (
    "发布机构|公开机构|发布单位|发布部门|发文机关|发文单位|发布机关|公开主体|公开单位|公开责任部门|责任单位|责任部门|编制单位|编制机关"
    "|填报单位|报送单位|报告单位|供稿单位|所属单位"
)
_ORIGIN = "(?<!数据)(?<!资金)(?<!图片)来源(?:单位|部门)?|供稿|稿源|作者|发布者|发布人|信息提供"
_ISSUER = re.compile(rf"({_PUBLISHER}){_OPEN}{_NAME}")
_SOURCE = re.compile(rf"({_ORIGIN})([】\])]|[】\])]?[:|])[\[【(]*{_NAME}")
_FIELD_ALONE = re.compile(rf"(?:{_PUBLISHER}|(?:信息|文章|稿件|本文)?来源):?")
_ABOUT = r"(?:公开)?(?:政府信息公开|政务公开|信息公开|政府信息)"
_ANNOUNCED = re.compile(
    r"(?:现将|现发布|现公布|现公开|特编制|编制|形成)[《“]?([^,，。；;《》“”()（）]{3,40}?)"
    rf"(20[0-4]\d)年度?(?:的)?{_ABOUT}"
)
_MADE = re.compile(
    r"([^,，。；;《》“”()（）]{3,40}?)(?:组织|研究|负责)?(?:编制|编写|撰写|起草|形成)(?:完成|了)?[《“]?"
    r"(20[0-4]\d)年度?(?:的)?政府信息公开(?:工作)?(?:年度)?报告"
)
_BY = re.compile(
    r"本(?:年度)?(?:年度报告|报告|年报)(?:系|是)?由([^,，。；;《》“”()（）]{3,40}?)"
    r"(?:根据|按照|依据|依照|负责|组织|编制|编写|撰写|起草|公布|发布|$|[,，。；;(（])"
)
_LEAD = re.compile(r"^.*(?:要求|规定|精神|通知|部署|安排|由)|^(?:按照|根据|依据|结合|特|现)")
_TRAIL = re.compile(r"(?:关于|组织|负责|的|在|就|对)+$")
_DATE = re.compile(r"[(（]?20\d\d|二[〇○零0]")
_SEAL = re.compile(r"[(（][^()（）]{0,4}[章印][)）]$")
_LABEL = re.compile(r"^(?:报告|编制|填报|落款|报送)?(?:单位|机关)[:：]")
_HEADED = re.compile(r"文件$")  # 甲县水务局文件, over a document's number
# What may stand between a title and an agency's name: a date, a document's number, “附件1”.
_PASSED = re.compile(
    r"[(（\[【〔]?(?:20\d\d)?年?度?[)）\]】〕]?|附件[\d一二三]{0,2}[:：]?|[^〔\[(（]{1,8}[〔\[(（]20\d\d[〕\])）]第?\d+号"
)
_MEDIA = re.compile(r"融媒|传媒|媒体|新闻|报社|广播|电视|电台|通讯社|信息中心|数据|网信|网络")
_GOVERNMENTS = frozenset((Kind.GOVERNMENT, Kind.GOVERNMENT_OFFICE))
_FIRST, _LAST, _NEAR, _LONG = 60, 15, 4, 400


def agency_of(
    title: Title | None,
    rows: Sequence[Row],
    end: int,
    meta: Mapping[str, str],
    file: str,
    sections: Mapping[int, Section],
) -> tuple[str, str]:
    """The agency and where it was read; "" and "none" where nothing tells, or two names contradict each
    other. The first heading of the report stands at `end`."""
    if title is not None and title.unit and not _over_title(title):
        return title.unit, "title"
    said = [name for name in (announced_of(rows[:_FIRST])[0], _signature(rows, sections)) if name]
    if title is not None and (near := _beside(title, rows, end)):
        told = [name for name in near if any(_same(name, other) for other in said)]
        # A line over a title may be the head of a government's site, which bears all its agencies' reports.
        doubt = said and not told and kind_of(near[-1]) is Kind.GOVERNMENT
        told = told or near
        sure = not doubt and all(_same(told[0], name) for name in told)
        return (told[0], "title") if sure else ("", "none")
    if said:
        return said[0], "text"
    issuers = list(issuers_of([*rows[:_FIRST], *rows[_FIRST:][-_LAST:]]))
    if issuers:
        sure = all(_same(issuers[0], name) for name in issuers)
        return (issuers[0], "text") if sure else ("", "none")
    if unit := _of_page(meta):
        return unit, "metadata"
    unit, source, _ = from_file_name(file)
    return unit, source


def _same(one: str, other: str) -> bool:
    """Whether two names may be one agency's: a region's is its government's, and none of its departments'."""
    return related(one, other) and (kind_of(one) in _GOVERNMENTS) is (kind_of(other) in _GOVERNMENTS)


def _over_title(title: Title) -> bool:
    """Whether the name of a region's government stands in a line of its own, over a title that has none."""
    last = title.rows[-1].text
    alone = len(title.rows) > 1 and REPORT.search(last) is not None and not unit_of(last)
    return alone and kind_of(title.unit) is Kind.GOVERNMENT


def _beside(title: Title, rows: Sequence[Row], end: int) -> list[str]:
    """The agencies that lines of their own below and above the title's name."""
    first, last = title.rows[0].index, title.rows[-1].index
    below = _line_of(rows[last + 1 : min(end, last + 1 + _NEAR)])
    above = title.unit or _line_of(reversed(rows[max(0, first - _NEAR) : first]))
    return [name for name in (below, above) if name]


def _line_of(rows: Iterable[Row]) -> str:
    """The agency that the first of `rows` names, years and numbers of documents aside."""
    for row in rows:
        if row.picture:
            continue
        if len(row.tokens) == 1:
            name = _SEAL.sub("", squeeze(row.text).strip("()（）[]【】—–- "))
            name = _HEADED.sub("", name)
            if is_agency(name):
                return name
        if not (_PASSED.fullmatch(row.folded) or signed_day(row.folded)):
            return ""
    return ""


def announced_of(rows: Iterable[Row]) -> tuple[str, int | None]:
    """Agency and year that the introduction names (现将甲局2023年度政府信息公开工作情况报告如下,
    甲局编制了2023年政府信息公开工作年度报告, 本报告由甲局编制)."""
    by = ""
    for row in rows:
        for pattern in (_ANNOUNCED, _MADE):
            found = pattern.search(row.folded)
            if found and (name := _cleaned(found[1])):
                return name, int(found[2])
        if not by and (found := _BY.search(row.folded)):
            by = _cleaned(found[1])
    return by, None


def _cleaned(said: str) -> str:
    name = _TRAIL.sub("", _LEAD.sub("", squeeze(said)))
    return name if len(name) > 2 and is_agency(name) else ""


def _signature(rows: Sequence[Row], sections: Mapping[int, Section]) -> str:
    """The name over the date under the report, or in one line with it."""
    for section in sections.values():
        for passage in section.passages:
            if passage.role is Role.SIGNATURE and (
                name := _signed(section.text[passage.start : passage.end])
            ):
                return name
    above = ""
    for row in rows[-_LAST:]:
        if row.form == "line" and signed_day(row.folded) is not None:
            if name := _signed(_DATE.split(row.text)[0]) or _signed(above):
                return name
        elif _SEAL.fullmatch(row.folded) is None:
            above = row.text
    return ""


def _signed(text: str) -> str:
    name = _LABEL.sub("", _SEAL.sub("", squeeze(text)))
    return name if is_agency(name) else ""


def issuers_of(rows: Iterable[Row]) -> Iterator[str]:
    """The agencies that the page's own table (发布机构) and line (来源) name. A government's office may be
    the source of all that its site bears, as those who run the site are."""
    said = [(row, row.folded) for row in rows if len(row.folded) <= _LONG and "。" not in row.folded]
    for index, (row, text) in enumerate(said[:-1]):  # a field and what it says in lines of their own
        if _FIELD_ALONE.fullmatch(text):
            said[index] = row, f"{text.rstrip(':')}:{said[index + 1][1]}"
    for pattern in (_ISSUER, _SOURCE):
        for row, text in said:
            for found in pattern.finditer(text):
                name = squeeze(found[3])
                weak = pattern is _SOURCE and (_MEDIA.search(name) or kind_of(name) in _GOVERNMENTS)
                parted = found[2] or row.form != "line" or re.search(rf"{found[1]}\s", row.text)
                if parted and is_agency(name) and not weak:
                    yield name


def _of_page(meta: Mapping[str, str]) -> str:
    """The agency that a page names as its source or in its title, there as the report's or as that of a site
    of its own: a government's site bears the reports of all its agencies."""
    parts = [part.strip() for part in re.split(r"[_|\-—–]+", meta.get("title", "")[:200])]
    for part in parts:
        if REPORT.search(part) and is_agency(unit := unit_of(part)):
            return unit
    if is_agency(source := squeeze(meta.get("contentsource", "")[:60])):
        return source
    sites = {squeeze(part) for part in parts if is_agency(squeeze(part))}
    own = {name for name in sites if kind_of(name) not in _GOVERNMENTS}
    return own.pop() if len(sites) == 1 and own else ""
