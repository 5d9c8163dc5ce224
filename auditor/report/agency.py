"""Names of agencies: what one looks like, and the one that a title names."""

from __future__ import annotations

import re

from auditor.base.text import fold
from auditor.base.traditional import simplified

_NAMED_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?:年度(?!报告)|年(?!度|报)|—|-)?(?!\d)")
HAN_YEAR = re.compile(r"二[〇○零0Oo]([〇○零0Oo一二三四五六七八九])([〇○零0Oo一二三四五六七八九])年?度?")
_YEAR_MARK = "\0"
_LONGEST = 200  # characters of a title, or of what a page says it is
_MARKED = re.compile(r"^[【\[〔［][^】\]〕］]{0,8}[】\]〕］]")  # 【年度报告】 before a title
_LABELLED = re.compile(r"^[^：:]{1,12}[：:]")
_CUT = re.compile(
    r"政府信息公开|政务信息公开|信息公开|政务公开|政府信息工开|政府信息(?:和|与|及|、)|年度报告|工作报告|年报"
    r"|(?:依法|主动)*公开政府信息|法治政府建设"
)
_ABOUT = re.compile(r"关于(?:印发|公布|发布|公开|报送|上报|转发|公示|做好|开展)*")
_TAIL = re.compile(
    r"(?:关于|全年|[上下]半年|年度|年|本级|(?<=[局委办厅会])部门|\d{1,2}月?[-—至到~]\d{1,2}月(?:份|底)?|的|和|及|与|暨|贯彻|落实|执行|实施|施行|发布|公布|公示|报送|上报|开展|推进|全面|依法|主动"
    r"|[（(《“]|[-—_:：,，、\s])+$"
)
_BEHIND = re.compile(r"(?:报告|年报|总结)(?:[(（]\0[)）]|\0)?[(（\-—_:：]*([^()（）]{2,40})[)）]?$")
_SUFFIX = re.compile(
    r"(?:人民政府|政府|办公室|办事处|街道|局|委员会|委|厅|院|乡|镇|苏木|管委会|中心|所|队|社|协会|联合会|处|站|公司|分局|法院|检察院|大队|支队|大学|学院|学校|医院|集团|办|会|馆|园区|开发区|高新区|新区|区|县|市|省|旗|州|盟"
    r"|(?:宣传|统战|组织|武装)部|小学|中学|幼儿园|海关|残联|妇联|文联|科协|工商联|党校|监狱|林场|电视台|气象台)$"
)
# The site's own words, and what stands for an agency without naming it.
_NO_NAME = re.compile(
    r"网站|门户|(?:办事|服务|办公)大厅$|平台$|栏目|首页|位置|频道|目录|导航|欢迎|走进|版权所有|主办|承办|技术支持"
    r"|^(?:新闻|互动|数据|文件|下载|帮助|用户|个人)中心$|之窗|(?:信息|政务)公开(?!办|领导|中心|局|工作领导)|年报|年度|报告|部门$|单位$"
    r"|[>＞»›/|,，;；:：。?？!！《》“”…—【】\[\]]|\d{4}年|\d月|^[公通]告$|^(?:关注|来自)"
    r"|^(?:[省市县区州旗镇乡]?(?:人民)?政府|(?:乡镇|镇街|街道|县区|区县|市县)+|办公室|委员会|管委会|办事处)$"
    r"|^(?:我|该|各|本(?!溪)|全[省市县区旗州镇乡]$|有关|相关|其他|上级|下级|返回)"
)
_OFFICE = re.compile(r"人民(?=政府)|(?:党政|党政综合|综合|政务公开)?(?:办公[室厅]|办事处|办)$")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


def squeeze(text: str) -> str:
    """A name without white space, full-width letters and digits made half-width, the rest as written."""
    return "".join(
        chr(ord(c) - 0xFEE0) if "０" <= c <= "ｚ" and fold(c).isalnum() else c
        for c in "".join(text.split())
        if c.isprintable()
    )


def is_agency(name: str) -> bool:
    """Whether `name` ends like the name of an agency, and has nothing in it that no name has."""
    if not 2 <= len(name) <= 40:
        return False
    read = simplified(name)
    return _NO_NAME.search(read) is None and _SUFFIX.search(_IN_BRACKETS.sub("", read)) is not None


def related(one: str, other: str) -> bool:
    """Whether two names may be one agency's, written shorter or as that of its office: one's letters stand in
    their order in the other."""
    short, long = sorted((_OFFICE.sub("", one), _OFFICE.sub("", other)), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)


def unit_of(title: str) -> str:
    """The agency that a title names, as written there, or ""."""
    written = squeeze(title)[:_LONGEST]
    read = simplified(written)  # as long as what is written
    name = _unit_of(read)
    at = read.find(name)
    return written[at : at + len(name)] if at >= 0 else name


def _unit_of(title: str) -> str:
    text = _MARKED.sub("", title)
    labelled = _LABELLED.match(text)  # “名称：甲县水务局2023年…”
    if labelled is None:
        return _named_in(text)
    before = labelled[0][:-1]
    return _named_in(text[labelled.end() :]) or (before if is_agency(before) else "")


def _named_in(title: str) -> str:
    text = HAN_YEAR.sub(_YEAR_MARK, _NAMED_YEAR.sub(_YEAR_MARK, title))
    text = re.sub(rf"^(?:{_ABOUT.pattern}|年度|年(?!报)|[{_YEAR_MARK}《“-]|【.{{0,6}}】)+", "", text)
    cut = _CUT.search(text)
    name = text[: cut.start()] if cut else text
    if cut and name.endswith("人民") and cut[0].startswith("政府"):
        name += "政府"  # 甲镇人民政府信息公开…: said once for both
    name = name.replace(_YEAR_MARK, "").split("《")[0]
    if about := _ABOUT.search(name):
        behind = name[about.end() :]
        name = behind if is_agency(behind) else name[: about.start()]
    name = _TAIL.sub("", name).strip("《》“”-—_")
    if not name and cut and (found := _BEHIND.search(text)) and is_agency(found[1]):
        name = found[1]
    return "" if _NO_NAME.search(name) else name
