"""Notes to the writer that a template leaves in a report: “（本部分请据实填写，删除本提示）”.

A note to the writer tells somebody to fill in, to leave alone or to delete, speaks of the form as a form
(“填写说明：”, “示例”), or says what a part ought to hold. A statement about what was filled in, a request to
the public and a reason (“我局无此职权，此栏填0”) are none. Looked for in a sentence that stands by itself
among the tables, elsewhere only in brackets and in lines that begin as notes do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from auditor.report.model import Report
from auditor.rules.outcome import TextEvidence
from auditor.rules.prose import EVERYTHING, ReportText, text_of

TABLE_PARTS = (2, 3, 4)
_FILL = "(?:填[写报列入上制注全]?|录入|输入)"
_MUST = (
    "(?:请勿|请|必须|务必|应当|应该|应|需要|需|须|要求|不得|切勿|勿|不要|无需|无须|不需|不用|"
    "不必|严禁|一律|可以|可)"
)
_NEVER = "(?:请勿|切勿|勿|不得|不要|不可|不能|严禁|禁止|不宜|不准|不允许|不应|无需|无须|不需)"
_HERE = (
    "(?:此处|此栏|此格|此项|此行|此列|此段|此部分|此表|本栏|本格|本行|本列|该栏|该格|该行|"
    "该列|空格处|空白处|横线处|横线上|括号内|括号中|方框内|下划线处)"
)
_PART = (
    "(?:(?:本|此|该|这)一?(?:部分|章节|章|节|段落|段|栏目|栏|项|表格?)(?:的?内容)?|"
    "以[上下](?:部分|表格|各表|内容)|下列(?:表格|各表))"
)
_FORM = (
    "(?:表格|表样|表式|表头|样表|附表|本表|此表|该表|上表|下表|行列|行数|列数|行次|单元格|"
    "模板|模版|格式|样式|版式|结构|标题|序号|公式|栏目)"
)
_KIN = "(?:模板|模版|范本|范例|范文|例文|样例|示例|样表|样稿|示范文本|参考文本|参考格式|参考样式)"

# Of the form as a form, or about the note itself: nothing else says so.
_CERTAIN = (
    # 填写说明： · （写作提示）
    (
        "(?:填报|填表|填写|编写|撰写|写作|模板|模版|编报|排版|填列|格式)(?:提示语?|要求|须知|"
        r"指引|注意事项|规范|指南|提醒|要点|说明|口径|范例|示例|样例)(?:[:)\]】]|$|如下)"
    ),
    rf"(?:^|[(\[【])(?:填写|参考)?{_KIN}(?:[:)\]】]|$|如下|仅供)",
    rf"{_KIN}仅供参考",
    r"^[(\[【]?(?:要求|注意事项):",
    rf"(?:格式|样式|表样|{_KIN})(?:参见|详见|见)(?:附件|附表|下|模板)",
    r"^[(\[【](?:统一)?(?:以|用|采用|按|通过)表格[^)\]】]{0,16}[)\]】]$",
    r"(?:数据|数字|内容|件数|金额|名称)[^。;!]{0,4}(?:暂缺|待补|待填|待更新|待核|待定|待完善|待提供)",
    rf"(?:为|是|系)(?:{_KIN}|参考)(?:内容|文字|文本|格式|表述|数据)?(?:[,。;)\]】]|$)",
    r"待(?:确认|核实|统计|补充|补|填|更新|提供|查|核)[)\]】]$",
    # 提交前删除 · 删除本提示 · 请自行替换
    (
        "(?:提交|公布|公开|发布|上报|填写|填报|定稿|报送|成文|印发|上传|正式)[^。;!,]{0,3}(?:前|"
        "后|时|完毕|完成)[^。;!]{0,6}(?:删除|删去|删掉|去掉|清除)"
    ),
    (
        "(?:删除|删去|删掉|去掉|清除)(?:本|此|该|这|上述|以上|括号|所有|全部|红色|蓝色|灰色|"
        "斜体)[^。;!]{0,6}(?:提示|说明|段|行|句|字样|文字|批注|备注|注释|注|话)"
    ),
    (
        "(?:本|此|该)(?:提示语?|说明|段|行|批注|注释|句话?)[^。;!]{0,12}(?:请|应|须|需|"
        "予以)(?:自行)?(?:删除|删去|删掉|去掉)"
    ),
    r"请(?:自行|予以|一并)?(?:删除|删去|删掉|替换)(?=[。;,)\]】]|$)",
    # （选填）
    (
        r"^[(\[【](?:选填|必填|非必填|二选一|任选其一|择一填写|可不填|可不写|"
        r"如无[^)]{0,4}不[填写]|如无[^)]{0,4}删[除去掉]|没有[^)]{0,4}不[填写])[)\]】]$"
    ),
    r"(?:仿宋|楷体|小标宋|行距|首行缩进|页边距|[一二三四小]号字(?!样)|磅值)",
    rf"{_FILL}(?:时|过程中|前)[^。;!]{{0,4}}(?:请|应|须|需|注意|务必)",
)
# It speaks to whoever fills in the form.
_ALWAYS = (
    # 请据实填写 · 须逐项填报 · 无需填写
    rf"{_MUST}[^。;!:]{{0,24}}?(?:{_FILL}|补填|选填|据实列)(?!海|补空白|空)",
    # 请按统一格式撰写 · 须对照模板编制
    (
        f"{_MUST}[^。;!]{{0,8}}(?:按|按照|依照|对照|参照|根据|结合|使用|"
        f"套用)[^。;!]{{0,14}}(?:撰写|编写|编制|编辑|补充|简述|概述|列示|报送|列出|列明)"
    ),
    # 不得改动表样 · 请勿增减行列 · 不得留空
    (
        f"{_NEVER}[^。;!]{{0,8}}(?:更改|改动|修改|变更|变动|调整|改变|增删|增减|增加|删减|删除|"
        f"删改|合并|拆分|插入|破坏|移动|简化)[^。;!]{{0,10}}{_FORM}"
    ),
    (
        f"{_FORM}[^。;!]{{0,6}}{_NEVER}[^。;!]{{0,4}}(?:更改|改动|修改|变更|变动|调整|改变|增删|"
        "增减|删减|删除|删改|合并|拆分)"
    ),
    rf"{_NEVER}[^。;!]{{0,6}}(?:留空|空白|空项|空格|缺项|漏项|漏填|空着|(?:以|用)(?:文字|图片|截图|附件))",
    # 不少于300字
    (
        r"(?:^|[(\[【,;:])(?:字数)?(?:不少于|不得少于|不低于|不超过|不得超过|控制在|限|至少|"
        r"最多)?[^。;!,]{0,4}\d+(?:-\d+)?个?字"
        r"(?:以内|左右|以上|以下|之内|为宜|即可)?(?=[)\]】。,;]|$)"
    ),
    # 参照上例 · 套用以下格式
    (
        "(?:参照|参考|套用|仿照|比照|照)(?:以下|下列|下述|上例|上述|本|此|附件|上年|往年|去年|"
        f"统一)?(?:{_KIN}|格式|样式)[^。;!]{{0,8}}(?:填|写|编|执行|报)"
    ),
    # 你单位 · 填报单位请
    r"(?:你|您|贵)(?:单位|机关|局|委|办|镇|乡|街道|部门)",
    (
        "各(?:地区?|单位|部门|科室|股室|处室|乡镇|街道)(?:可|请|应|须|需)[^。;!]{0,6}(?:参照|"
        "参考|结合|根据|自行|按|据实)"
    ),
    (
        "(?:填报|填表|编报|报送|编写|撰写|各)(?:单位|部门|机关|人|人员)(?:请|应|须|需|要|可|务必|"
        "自行|据实|如实)"
    ),
    r"(?:照抄|抄录|套用|沿用)(?:模板|模版|原文|范本|上年)",
    (
        "(?:请|须|应|需|要)(?:在此|于此|在下方|在表中)[^。;!]{0,6}(?:插入|粘贴|补充|替换|写|介绍|"
        "说明|简述|概述|填|录)"
    ),
    r"(?:请|须|需|应)(?:统一)?(?:以|用|按|采用|使用)(?:表格|图表|表样|附表)",
    r"(?:只|不|勿|均|仅|应|须|请)填(?!补|海|充|平)|填(?:数字|整数|阿拉伯数字|文字|具体)",
    # 没有的填0
    (
        "(?:无|没有|未发生|不涉及|未涉及|不存在|空白|为零)[^。;!]{0,12}(?:填|写|记|标|录|"
        r"注)(?:写|报|入|为|列|作|明|注)?[“\"']?(?:0|零|无|/|-|—)"
    ),
)
# To the writer, unless it tells of the agency, of what is done, or why.
_UNLESS_STATED = (
    (
        f"(?:{_PART}|{_HERE}|表格)[^。;!,]{{0,4}}由(?:各|填报|填表|本单位|本部门|承办|业务|责任|"
        f"相关|有关|法制|法规|财务|信息|政务|县级以上|市级|县级|上级)[^。;!,]{{0,20}}(?:{_FILL}|"
        "撰写|编写|补充)(?!的|并|、|,经|,汇)"
    ),
    rf"{_HERE}[^。;!]{{0,10}}(?:{_FILL}|插入|粘贴|补充|替换|撰写|简述|概述|介绍|应写|可写|写明|列明)",
    (
        "(?:下方|下表|上表|本表|此表|该表|表格|表中|表内|各栏|各格|本部分|此部分|该部分|"
        f"各项)(?!数据|数字|数)[^。;!,]{{0,14}}(?:{_FILL})(?!的|口径|日期|时间|单位|人:|情况)"
    ),
    (
        r"^\W*(?:注|说明|备注|提示|注意|要求)?:?(?:据实|如实|逐项|逐格|准确|完整|规范|按要求|"
        "按规定|按实际|按实|按照|严格按|严格按照|依照|对照|根据|结合|"
        f"照)[^。;!]{{0,18}}(?:{_FILL}|撰写|编写)"
    ),
    (
        r"^\W*(?:注|说明|备注|提示|注意|要求)?:?(?:填写|填报|填列|填入|录入|插入|粘贴|简述|概述|"
        "撰写)(?!单位|人|日期|时间|机关|部门|说明|情况|完毕的)"
    ),
    # 本部分应写明…… · 本节重点写……
    (
        f"{_PART}[^。;!,:]{{0,6}}?(?:应当|应|必须|须|需要|需|要|请|不宜|不得|不要|"
        f"可)[^。;!]{{0,14}}(?:写|填|介绍|说明|阐述|概述|简述|列出|列明|总结|描述|反映|报告|报送|"
        "分析|交代|体现|突出|呈现|展示|包括|包含|涵盖|公开|提供|一致|相符|衔接)(?!的)"
    ),
    r"^[(\[【](?:应当?|须|需|要|必须)(?:有|写|填|列|含|附|注明|说明|包括|包含|与|按|用|以|为)",
    rf"{_PART}(?:主要|重点|着重|简要|只|仅)[^。;!]{{0,4}}(?:写|填|撰写|概述|简述|阐述|列出)",
    (
        f"{_PART}(?:统一|均|一律|只|仅|都|内容|要求)*(?:以|用|按|按照|采用|使用|通过|"
        "采取)(?:统一的?|规定的?|固定的?)?(?:表格|图表|表样|附表|表格化)的?(?:形式|方式|样式|"
        "格式)?(?:报告|填报|填写|报送|列示|呈现|反映|公布|展示|体现|表述|公开|表达|编制)"
    ),
    (
        "(?:可|可以|请)(?:根据|结合|视|按|按照|参照|依据)[^。;!]{0,8}(?:实际|情况|"
        "需要)[^。;!]{0,6}(?:增加|增减|增删|补充|删减|调整|扩展|展开|修改|细化|选择)"
    ),
    r"可(?:自行|酌情|适当)(?:增加|增减|增删|补充|删减|调整|扩展|展开|修改|细化)",
    (
        "(?:数据|数字|内容|名称|情况|材料|信息)?待[^。;!,)]{0,10}后(?:再)?(?:补充|填报|填写|补填|"
        "补齐|更新|补录|填|完善)"
    ),
    (
        "(?:写明|列明|简述|概述|阐述|说清)[^。;!]{2,30}(?:等情况|等内容|等方面|即可|为宜|为主|"
        r"即)(?:[。;)\]】]|$)"
    ),
    (
        "(?:合计|总计|小计|本栏|本行|本列|各栏|该列|该栏)[^。;!,]{0,6}(?:自动|"
        "系统)(?:自动)?(?:计算|生成|汇总|求和|带出|填充)"
    ),
)
_STATED = re.compile(
    "(?<!原)因|由于|故|所以|(?<![关联])系(?!统|列|数)|我[局委办镇乡街县市区院厅校所站队中]|"
    "本[局委办镇乡街县市区院厅校所站队]|已|完成(?!后)|截至|据统计|汇总(?:形成|而成|得出)|"
    "、汇总|并汇总|需要?说明的|应说明的|须说明的|应报告的|经统计|数据来源|"
    "由[^。;!,]{2,24}(?:局|委员会|政府|办事处|管委会|厅|院)(?:负责)?(?:填报|统计)"
)
# Requests to those who read, and the law in its own words.
_PUBLIC = re.compile(
    "申请人|申请表|公众|群众|市民|社会各界|读者|欢迎|咨询|疑问|联系(?!电话|人)|致电|拨打|"
    "查询|查阅|下载|点击|扫|微信|登录|浏览|关注|网址|监督电话|来信|来函|反馈|"
    "第[一二三四五六七八九十]+条规定|"
    "行政机关应当"
)
# Among the tables whoever is asked is asked to fill them in, unless it is the public.
_ASKED = re.compile(
    "(?<![申邀聘报提呈恳敬特约延有声])请(?:勿|不|务|按|用|以|在|于|对|将|把|各|填|据|如|根据|"
    "参|结合|核|确|提|勾|选|删|替|补|写|插|粘|介绍"
    "|自行|注意|统一|逐|严格|认真|仔细|使用|列|简|概|说明|先|再|及时|同时|准确|单独|另|附|与|"
    "一并|尽量|保[留持证]|检查|校|更新|修改|调整|完善|规范|录|汇总|导)"
    "|(?<![勤])勿|务必"
)
_MARKS = frozenset(("(如有)", "(若有)", "(可选)"))
# A quick look: what has none of these is no such note. The rest is compiled when first asked for.
_MAYBE = re.compile(
    "[填请勿删补范例待缺写撰编概述插粘替选照你您贵仿楷宋距磅改增减清录参附注空调拆破移简无没格样模示字应须需必要可表自重介反映列总述阐]"
)
_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕\n]{2,80})[)\]】〕]")
_LINE = re.compile(
    "(?<![^\n。!?;])(?:(?:注|说明|备注|提示|注意|要求|写作提示|填写提示):[^\n。]{2,80}"
    rf"|[(\[【]?{_PART}[^\n。]{{2,80}}|请[^\n。]{{0,12}}(?:填|补充|插入|删除)[^\n。]{{0,80}})"
)
# (姓名) (单位名称) (具体数字): what is to be put in the place of the brackets
_NAMES = re.compile(
    "^(?:具体|填写?|写明|插入|主要|负责人?|分管领导|主要领导|本?单位|本?部门|本?机关|本?地区|"
    "科室|网站|公众号|文件|会议|活动|栏目|制度|平台|领导|培训|联系人?)*"
    "(?:姓名|名称|全称|简称|职务|数字|数量|数据|数目|数值|网址|地址|电话|号码|邮箱|年份|日期|"
    "时间|文号|标题|题目|单位|部门|科室|内容|情况|做法|事项|措施|链接|金额|人数|次数|条数|"
    "件数)$"
)
_NAMELESS = frozenset(
    ("单位名称", "机关名称", "部门名称", "本单位名称", "行政机关名称", "具体数字", "具体数据", "具体内容")
)
# before the brackets: a form that the public fills in
_FORM_FOR_ALL = re.compile("(?:申请表|下载|(?:申请人|公众|群众|市民)(?:可|应|须|需))[^。\n]*$")
_BEFORE = 40
_LEADS = re.compile("[:为是由任在达至计共约]")


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def is_hint(text: str, among_tables: bool = False) -> bool:
    """Whether folded `text`, a sentence or what stands in brackets, is a note to the writer."""
    if not _MAYBE.search(text):
        return among_tables and text in _MARKS
    if _any_of(_CERTAIN).search(text):
        return True
    if _PUBLIC.search(text):
        return False
    if (_ASKED.search if among_tables else _ASKED.match)(text):
        return True
    if _any_of(_ALWAYS).search(text):
        return not (_STATED.search(text) and not re.search("请|勿|务必|不得|删除|删去", text))
    return _any_of(_UNLESS_STATED).search(text) is not None and not _STATED.search(text)


def hints_among_tables(report: Report) -> tuple[TextEvidence, ...]:
    """The sentences beside tables 2 to 4 that are notes to the writer, in the order of the text."""
    text = text_of(report)
    return text.found("hints among tables", TABLE_PARTS, EVERYTHING, lambda: tuple(_among_tables(text)))


def _among_tables(text: ReportText) -> Iterator[TextEvidence]:
    folded = text.folded(EVERYTHING, True)
    for number, sentence in enumerate(folded.sentences):
        if sentence.section in TABLE_PARTS:
            start = folded.offsets[number]
            end = folded.end(number)
            if is_hint(folded.text[start:end], among_tables=True):
                yield text.placed(folded, start, end)


def hints_in_prose(report: Report, passage: str) -> tuple[TextEvidence, ...]:
    """The notes to the writer in the passage, without those beside the tables: in brackets, and lines of
    their own."""
    found = text_of(report).each(_hints_in, passage, True)
    return tuple(hint for hint in found if hint.section not in TABLE_PARTS)


def _hints_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _BRACKET.finditer(text, start, end):
        before = text[max(start, found.start() - _BEFORE) : found.start()]
        named = found[1] in _NAMELESS or (_NAMES.match(found[1]) and _LEADS.match(before[-1:]))
        said = is_hint(found[0]) or is_hint(found[1])
        if named or (said and not _FORM_FOR_ALL.search(before)):
            yield found.span()
    for found in _LINE.finditer(text, start, end):
        if is_hint(found[0]):
            yield found.span()
