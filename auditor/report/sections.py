"""The text of the sections: paragraphs with their roles, wrapped lines joined, sentences cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.text import cells, fold
from auditor.report.headings import ordinal_of
from auditor.report.model import Passage, Role, Section, Sentence
from auditor.report.stream import Row

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]+[”’」』）)]*|[^。！？!?\n]+")
_END = tuple("。！？；：…!?;:”」』）)")
_STARTS_ANEW = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．,，]|[(（〔][一二三四五六七八九十\d]{1,3}[)）〕]|\d{1,2}[、.．)）](?!\d)|[①-⑳]"
    r"|第[一二三四五六七八九十]|附[件：:]|注[：:]|　　|\u3000|[•·●■◆▪]|[-—](?!\d{4}年))"
)
_NEXT_ITEM = re.compile(r"[二三四五六七八九十]是")  # 一是…；二是…: one sentence
_TOPIC = re.compile(
    r"(?:情况|公开|管理|建设|保障|监督|机制|问题|不足|措施|事项|方面|渠道|方向|打算|解读|收费|诉讼|复议|创新|要点)$"
)
_WORK = re.compile(
    r"(?:工作|办理|发布|清理|审查|更新|培训|考核|平台|栏目|制度|流程|服务|质量|水平|能力|监管|责任|落实|到位)$"
)
_GOES_ON = ("；", "，", "！", "：", "、", ";", ",")
_STATES = re.compile(r"[\d,，]|[无未]|没有|不")  # such words say what was done or found, and head nothing
_CHROME = re.compile(
    r"^(?:上一篇|下一篇|上一条|下一条|打印|关闭|分享|扫一扫|版权所有|主办单位|主办[：:]|承办|技术支持|网站标识码|网站地图|联系我们|返回顶部|【?字体|浏览(?:次数|量)|阅读次数|点击数|【?责任编辑|信息来源|来源[：:]"
    r"|当前位置|您(?:的|现在的|当前的?|当前所在)?位置|首页|索引号|发布机构|(?:发布|公开|发文|更新)(?:日期|时间)[：:]|公开方式|备案号|.{0,6}ICP备|.{0,6}公网安备|相关(?:链接|文档|附件)|附件下载|扫码|收藏|【打印|\[打印|【关闭)"
)
_DATE_LINE = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|二[〇○零0]..?年.{1,3}月.{1,4}日")
_WRAPPED = 3  # so many full lines: a page of text wrapped by hand
_IN_PROSE = re.compile("[，。,；;]")
_NOTE = re.compile(r"^(?:[(（]?注[：:\d]|备注|说明[：:]|[(（]?本列数据|单位[：:]|申请人情况$)")


def build_section(
    number: int,
    heading: str,
    rows: Iterable[Row],
    place: ParagraphPlace | CellPlace | None,
    title: Sequence[Row] = (),
    *,
    lead: str = "",
    lines: bool = False,
    full: int = 0,
    last: bool = False,
) -> Section:
    """The section made of `rows` (tables already left out). `lead` is text that stood in one
    paragraph with the heading; `title` the rows of the report's title (section 0); `lines`: the file
    has hard line ends, so that a paragraph may go on after a comma; `full`: how long its full lines are
    (see `full_line`); `last`: a signature may follow."""
    pieces: list[tuple[str, Role, ParagraphPlace | CellPlace]] = []
    for row in title:
        pieces.append((row.text.strip(), Role.TITLE, row.place))
    if lead and place is not None:
        pieces.append((lead, Role.PROSE, place))
    parted = False  # at a semicolon, by the end of a full line
    for text, role, where in _paragraphs(rows, full):
        if (
            pieces
            and role is Role.PROSE
            and pieces[-1][1] is Role.PROSE
            and (_goes_on(pieces[-1][0], text, lines=lines) or (parted and not _STARTS_ANEW.match(text)))
        ):
            before = pieces.pop()
            pieces.append((before[0].rstrip() + text.lstrip(), Role.PROSE, before[2]))
        else:
            pieces.append((text, role, where))
        parted = full > 0 and text.endswith("；") and cells(text) >= full - 2
    if last:
        pieces = _without_chrome(_sign(pieces))
    parts: list[str] = []
    passages: list[Passage] = []
    offset = 0
    for text, role, where in pieces:
        cut = _inline_heading(text) if role is Role.PROSE else 0
        if cut:
            passages.append(Passage(offset, offset + cut, Role.HEADING, where))
        passages.append(Passage(offset + cut, offset + len(text), role, where))
        parts.append(text)
        offset += len(text) + 1
    joined = "\n".join(parts)
    return Section(
        number, heading, joined, tuple(passages), tuple(sentences_of(number, joined, passages)), place
    )


def sentences_of(number: int, text: str, passages: Iterable[Passage]) -> Iterable[Sentence]:
    """The sentences of the prose passages of a section's `text`."""
    for passage in passages:
        if passage.role is not Role.PROSE:
            continue
        for found in _SENTENCE.finditer(text, passage.start, passage.end):
            start, end = found.span()
            while start < end and text[start].isspace():
                start += 1
            if start < end:
                yield Sentence(number, start, end, text[start:end])


def _paragraphs(rows: Iterable[Row], full: int) -> Iterable[tuple[str, Role, ParagraphPlace | CellPlace]]:
    for row in rows:
        if row.picture:
            continue
        text = row.text.strip(" \t\r\n")
        folded = fold(text)
        if not folded or (folded.isdigit() and len(folded) <= 3):
            continue  # a page number by itself
        role = _role(row, text, folded)
        if role is Role.HEADING and full and cells(text) >= full - 2:
            role = Role.PROSE  # an item that a line end has cut
        yield text, role, row.place


def full_line(rows: Iterable[Row]) -> int:
    """How many columns a full line has where the paragraphs of `rows` are wrapped, 0 where not."""
    prose = [row.text.strip() for row in rows if row.form == "line" and _IN_PROSE.search(row.folded)]
    cut = Counter(cells(text) for text in prose if not text.endswith(_END))
    if not cut:
        return 0
    full = max(cut, key=lambda length: (cut[length] + cut[length - 1], length))
    wrapped = cut[full] + cut[full - 1] >= _WRAPPED and max(map(cells, prose)) <= full + 2
    return full if wrapped else 0


def _role(row: Row, text: str, folded: str) -> Role:
    if _NOTE.match(folded) or _CHROME.match(folded):
        return Role.NOTE
    if row.level is not None and len(folded) <= 40:
        return Role.HEADING
    ordinal, style, rest = ordinal_of(text)
    if ordinal and len(folded) <= 30 and "。" not in text and not text.endswith(_GOES_ON):
        return Role.HEADING if style != "arabic" or _TOPIC.search(fold(rest)) else Role.PROSE
    return Role.PROSE


def _inline_heading(text: str) -> int:
    """How many characters of a paragraph are its heading: “（一）主动公开。2023年，…”."""
    ordinal, style, rest = ordinal_of(text)
    if not ordinal or style == "arabic":
        return 0
    start = len(text) - len(text.lstrip()) if not rest else text.index(rest)
    for mark in "。：:":
        end = rest.find(mark, 0, 18)
        if end <= 0:
            continue
        title = fold(rest[:end])
        named = _TOPIC.search(title) or (_WORK.search(title) and not _STATES.search(title))
        if named and rest[end + 1 :].strip():
            return start + end + 1
    return 0


def _goes_on(before: str, after: str, *, lines: bool) -> bool:
    """Whether `after` is the rest of the paragraph `before`, cut by a line or page end."""
    before = before.rstrip()
    if lines and len(before) >= 30 and before.endswith("；") and _NEXT_ITEM.match(after):
        return True
    if not before or before.endswith(_END) or _STARTS_ANEW.match(after) or _DATE_LINE.fullmatch(fold(after)):
        return False
    if before.endswith(("，", "、", ",", "；")):
        return lines
    return len(before) >= 15 and len(fold(after)) >= 2


_SITE = re.compile(r"^(?:上一篇|下一篇|上一条|下一条|【?打印|【?关闭|分享|主办|版权所有|\[打印)")


def _without_chrome(
    pieces: list[tuple[str, Role, ParagraphPlace | CellPlace]],
) -> list[tuple[str, Role, ParagraphPlace | CellPlace]]:
    """What follows the site's own lines below a report, and is no sentence, is the site's too."""
    result, below = [], False
    for text, role, where in pieces:
        below = below or (role is Role.NOTE and _SITE.match(fold(text)) is not None)
        mere = below and role is not Role.NOTE and len(text) <= 40 and "。" not in text
        result.append((text, Role.NOTE if mere else role, where))
    return result


def _sign(
    pieces: list[tuple[str, Role, ParagraphPlace | CellPlace]],
) -> list[tuple[str, Role, ParagraphPlace | CellPlace]]:
    """Name and date at the end are a signature; what a site prints after them is not the report's."""
    result = list(pieces)
    for position in range(len(result) - 1, max(len(result) - 12, -1), -1):
        text, _, where = result[position]
        folded = fold(text)
        if _DATE_LINE.fullmatch(folded):
            result[position] = (text, Role.SIGNATURE, where)
            before = result[position - 1] if position else None
            if before is not None and len(fold(before[0])) <= 30 and not before[0].rstrip().endswith(_END):
                result[position - 1] = (before[0], Role.SIGNATURE, before[2])
            for after in range(position + 1, len(result)):
                result[after] = (result[after][0], Role.NOTE, result[after][2])
            break
    return result
