"""Sentences that count and lack the number: 组织检查轮, 投入资金万元, 满意度为%, 梳理事项项.

What is found is a verb of counting, what was counted, and a measure that ends the clause; or a word that
leads to a figure (达, 共, 为) before a measure. “增加培训场次”, “布置会场”, “单位为万元” count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from auditor.base.tries import ahead
from auditor.report.model import Report
from auditor.rules.outcome import TextEvidence
from auditor.rules.prose import text_of

_CLAUSE = 40  # characters before a measure that may hold its verb
_END = r"(?=[,。;、!)]|$)"
_SOME = r"(?:各[类项种]|[^,。;:、!?\d\n一二三四五六七八九十两几多若各每逐首第本该此]){0,14}?"
_HOLD = "举办|召开|组织|开展|举行|进行|承办|参加"
_ISSUE = (
    "发布|刊发|公布|编发|推送|转发|上传|采用|刊登|印发|公开|更新|新增|发放|张贴|悬挂|制作|"
    "编印|印制|派发|摆放|设置|拍摄|录制|报送|撰写|投放"
)
_TAKE = "收到|接收|受理|处理|答复|回复|办理|接听|接到|接待|承办|收集|征集|采纳|解答|办结|转办"
_COUNTS: tuple[tuple[str, str, str], ...] = (
    (_HOLD, "会|宣讲|讲座|演练|访谈|活动|培训|座谈", "场|场次|余场"),
    (
        _HOLD,
        "检查|督查|自查|培训|排查|抽查|测评|清理|巡查|督导|评估|会议|讲座|活动|宣讲|会",
        "轮|次|余次|批次",
    ),
    (_HOLD, "培训班|讲座|专栏|简报|节目|班", "期|余期"),
    (_ISSUE, "公告|消息|信息|动态|新闻|通知|简讯|短讯", "则|条|余条"),
    (_ISSUE, "视频|宣传片|短片|微电影|动漫|动画", "部|个|条|余个"),
    (_ISSUE, "图|图解|海报|标语|横幅|条幅|图片|展板|漫画", "张|幅|块|条|余张|余幅"),
    (_ISSUE, "稿件|文章|解读|推文|报道|通稿|材料|信息|内容", "篇|余篇"),
    (
        _ISSUE,
        "册|单|页|资料|材料|手册|读本|折页|传单|宣传品|明白卡|明白纸|问卷|简报|公报|公告|通告",
        "份|本|册|张|余份|余册|万份",
    ),
    (_TAKE, "来信|信函|邮件|感谢信|信件", "封|件|余封"),
    (_TAKE, "热线|电话|来电|咨询|工单|诉求|投诉|举报|留言", "通|个|起|余件|余个|人次|条"),
    (_TAKE, "建议|提案|议案|意见|批评", "件|条|余条|余件"),
    (
        "投入|安排|落实|支出|拨付|争取|收取|筹集|下达|发放",
        "资金|经费|费用|补贴|专款|收费|补助|预算",
        "万元|元|余万元|亿元",
    ),
    (
        "更新|调整|梳理|编制|公开|新增|取消|下放|公布|承接",
        "指南|清单|职责|措施|事项|政策|流程",
        "项|个|份|余项",
    ),
    (
        "新建|开设|设立|新增|建成|打造|设置|建立|更新|整合|关停",
        "专栏|专区|栏目|账号|平台|网点|查阅点|公开栏|公示栏|意见箱|电子屏",
        "个|处|块|余个|余处",
    ),
    (
        "修改|修复|纠正|更正|整改|排查|发现|清理",
        "信息|错误|链接|问题|隐患|错别字|死链|断链|栏目",
        "处|个|条|余处|余个",
    ),
    (
        "培训|参训|参加|覆盖|服务|惠及|接待|配备|指导|发动",
        "人员|群众|干部|学员|居民|村民|联络员",
        "人|名|家|户|人次|余人|余人次",
    ),
)  # fmt: skip
_LEADS = "达到?|约为?|共计|累计|超过|突破|为|近|逾|共"
_FIGURES = "人次|万人次|万次|余次|余人次|万元|个百分点|%|余件|余条|条次|件次|余人|余万人|余万次|万余次|万余人"
_NO_FIGURE = "(?<!单位)(?<!计量)(?<!币种)(?<!折合)"
_DOUBLED = (
    "(?:文|稿|案|信|邮|函|来|证)件件|事项项|专项项|条款条|(?:人员|群众|干部|学员|居民|"
    "村民)(?:达|约|共|近|超|余)人次?"
)
_BARE = "(?:办结|答复|办复|采用|采纳|转办|废止|制发|现行有效|结转)(?:件|条|篇|份|宗)"


@cache
def _pattern() -> re.Pattern[str]:
    every = ahead(verb for verbs, _, _ in _COUNTS for verb in verbs.split("|"))
    counted = (
        f"{ahead(verbs.split('|'))}(?:{verbs}){_SOME}(?:{things})(?:共|共计|累计|达)?(?:{units})"
        for verbs, things, units in _COUNTS
    )
    return re.compile(
        f"(?:{every}(?:{'|'.join(counted)})|{_DOUBLED}){_END}"
        f"|{ahead(_LEADS.split('|'))}{_NO_FIGURE}(?:{_LEADS})(?:{_FIGURES}){_END}"
        f"|(?<=[,;。:]){_BARE}{_END}"
        "|(?:投入|安排|落实|支出|拨付)(?:资金|经费|费用|专款)(?:余|近|约|共)?万?元(?=用于|用来|购|建)"
    )


@cache
def _tail() -> re.Pattern[str]:
    """A measure, or a figure's sign, that no figure stands before and a clause ends with."""
    units = {unit for _, _, listed in _COUNTS for unit in listed.split("|")} | set(_FIGURES.split("|"))
    units |= {"件", "条", "篇", "份", "宗", "项", "款", "人", "元"}
    ordered = "|".join(sorted(units, key=lambda unit: (-len(unit), unit)))
    return re.compile(
        f"{ahead(units)}(?<![\\d.一二三四五六七八九十百千万两几余])(?:{ordered})(?:{_END}|(?=用于|用来|购|建))"
    )


# Words that a measure belongs to, and ways of counting nothing.
_NONE = re.compile(
    "(?:专|会|市|现|广|操|农|商|立|排|剧|机|球|考|职)场$|会议期$|(?:公示|有效|服务|任|学|假|"
    "延|逾|办理)期$|办事处$|宣传部$"
    "|(?:没有|未|无|不|需要)[^,。;]{0,12}$|(?:软|硬|邮|附|急|密|函)件$|(?:层|档|依|逐|再|频|"
    "轮|名|批)次$|(?:各|单|事|选|专|款|义|逐)项$"
)


_CALLED = re.compile("(?:召开|举办|举行)[^,。;]*会场$")  # nobody calls a hall


def lacking_in(report: Report, passage: str) -> tuple[TextEvidence, ...]:
    """The places in the passage where a number lacks, in the order of the text."""
    return text_of(report).each(lacks, passage, False)


def lacks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where folded text[start:end] counts without a number. A measure after a figure is passed over first:
    nearly all are."""
    at = start
    for tail in _tail().finditer(text, start, end):
        first = max(at, tail.start() - _CLAUSE)
        found = _pattern().search(text, first, min(end, tail.end() + 2))
        if found is None:
            continue
        before = text[max(start, found.start() - 6) : found.start()]
        none = _NONE.search(found[0]) and not _CALLED.match(found[0])
        if not none and not re.search("(?:没有|未|无|不|增加|减少|提高|多|缩短)$", before):
            yield found.span()
        at = max(at, found.end())
