"""隐私: what identifies a person must not stand in a published report.

    识别  身份号码 (18 digits whose date and checksum are right), 手机号码, 个人邮箱, 当事人姓名 (a full
          name after 申请人 and the like, with what the person did), 案号 (of courts), or several
    位置  where: 全文 (the default), 正文, a part …
    容许  wordings: a find in a sentence that says one of them is let stand

A kind of its own and no 禁用词: a checksum is no wording, and what is found may not be repeated. The
message and the evidence show it masked (110101********1237, 王**).

Not taken for a person's number: parts of URLs and file names, longer runs of digits and letters
(统一社会信用代码, 索引号), numbers whose checksum or date is wrong;
names that are hidden already (张某, 李××, 王先生).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from auditor.base.tries import ahead
from auditor.report.model import Report
from auditor.rules.kinds.common import TEXTS, Frame, choices_at, incomplete, words_at
from auditor.rules.model import BuildContext, Check, Corpus
from auditor.rules.outcome import Outcome, PlaceEvidence
from auditor.rules.prose import BREAK, EVERYTHING, PASSAGES, text_of, was_read
from auditor.rules.wording import Words
from auditor.source.tree import Mapping as Tree

NAME = "隐私"
SCHEMA: Mapping[str, object] = {
    "properties": {"识别": TEXTS, "位置": TEXTS, "容许": TEXTS},
    "required": ["识别"],
}
FIELDS: Mapping[str, str] = {
    "内容": "找到的是什么：公民身份号码、手机号码、个人邮箱、当事人姓名、案号",
    "遮挡": "找到的内容，中间用*遮住",
    "个数": "找到几处",
}
STUB = """\
- 编号: 隐私-901
  名称: 不公布公民身份号码
  类型: 隐私
  级别: 警告
  依据: [{文件: 个人信息保护法, 条款: 待核}]
  识别: 身份号码
  消息: 写有{内容}（{遮挡}）
  怎么改: 删去
  例子:
  - 通过: 标准报告
  - {违反: 标准报告, 改: {第一部分: {增: 申请人的号码为110101199003071233。}}, 应报: [全文]}
"""

_URL = re.compile(
    r"(?:https?://|www\.)[^\s，。；、（）()《》“”]*|[0-9A-Za-z_./-]+\.(?:html?|pdf|docx?|jpg|png)", re.I
)
# A search that knows the first characters is several times as fast as one that begins by looking back.
_IDENTITY = re.compile(r"\d(?<![0-9A-Za-z]\d)\d{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?=[+81])(?<![0-9A-Za-z.\-_])(?:\+?86-?)?(1[3-9]\d(?:-?\d{4}){2})(?![0-9A-Za-z])")
_MAIL = re.compile(
    r"(?<![0-9A-Za-z._-])([0-9A-Za-z._-]{2,40})@([0-9a-z-]{1,30}(?:\.[0-9a-z-]{1,20}){1,3})", re.I
)
# Frequent surnames, without those that are more often another word after 申请人 (于、向、应、和、时、可 …).
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭"
    "陆汪范廖石贾韦夏傅邹熊孟秦邱江尹薛阎段雷侯龙史陶黎贺顾郝龚邵钱覃武戴莫孔赖庞樊兰殷翟鲁葛翁倪严牛温芦季俞章鲍"
)
# With a given name of frequent characters these are surnames too.
_RARER = (
    f"{_SURNAMES}高于方金任万白常施柳柯易乔毛洪安裴左包齐伍甘祝岳单尚游阮聂佟焦涂蒙麻"
    "岑冼凌湛麦廉冉蒲鄢仇晏储褚卞匡屈臧滕舒纪骆娄庄卓宫丛隋"
)
_DOUBLE = "欧阳|司徒|上官|诸葛|司马|慕容|皇甫|令狐"
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华国建志文玉红春梅海燕荣福成龙生林凤云峰波辉鹏飞宇浩亮健俊帆帅旭宁"
    "东斌彬毅锋坤松柏桃莲菊芬香琴珍淑惠慧萍琳琪瑞瑶雪雯晶莹婷婉洁倩欣怡悦佳嘉颖楠薇蕾芝茹莉莎珊珠翠银金宝良善仁义德信忠孝"
    "礼智勤贤贵富昌盛兴旺发財财才全有永长远光庆祥吉安泰康乐祖宗继承耀权振胜利武威雄豪山川河江洪泽润清源水泉田根树木森槐"
    "元开启正大广宏达通顺学思维新民卫爱加先立向凯恒博渊哲睿轩晨晓阳天月星夏秋冬冰雨虹霖岚岩岭岗石铁钢铭钧鑫锐钦振栋梁材"
    "培增世万千百里友朋家邦本初仲季伯叔幼少小美巧妹姣娣嫦娥彩素雅贞蓉芹芸苗菲萌荷艺诗书画琼瑾璐璇玲珂珏"
)
_NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
_FULL_NAME = rf"(?:(?:{_DOUBLE})|[{_RARER}])[{_GIVEN}]{{2}}"
_PARTIES = (
    "申请人|申请者|当事人|原告|上诉人|第三人|信访人|举报人|投诉人|被征收人|被拆迁人|"
    "被处罚人|行政相对人|权利人|户主"
    "|自然人|公民|居民|村民|市民|群众|住户|业主|职工|农民|商户|店主|学生|家长|患者|贫困户|"
    "低保户|农户|征迁户|拆迁户"
)
_PARTY = f"(?:{_PARTIES})(?:家属|亲属|代表)?"
_ASKS = (
    r"(?=(?:因|就|对)?(?:于\d|向|所?提出|所?提交|递交|所?申请(?:公开|获取|我|本|的|查询|查阅|"
    "调取|复制|了解)"
    "|所?要求(?:公开|获取|提供|查询|查阅)|不服|诉|起诉|提起|投诉|举报)|对[^,。;]{2,20}(?:异议|不服|不满))"
)
# After a full name, whatever stands before it: what an applicant does, and not who leads a meeting.
_DOES = (
    rf"(?=(?:女士|先生|同志|老人)?(?:[、和与及]{_FULL_NAME}(?:女士|先生|同志|老人)?){{0,4}}(?:夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|一家)?"
    r"(?:的(?:村民|居民|群众|市民|住户|申请人))?(?:等?[\d一二两三四五六七八九十]{0,3}[余多]?[人户名位]?(?:申请人|申请者|村民|居民|群众|市民|住户|当事人))?"
    r"(?:等\d{0,3}[余多]?[人户名位])?(?:分别|先后|各自|均|都|曾|共同|联名|多次|再次|又|来信|来函|书面|通过[^,。;]{2,10})?"
    "(?:(?:因|就|对|向|于|在|针对|以|关于)[^,。;]{1,16}?)?"
    "(?:申请(?:公开|获取|查询|查阅|调取|复制|了解|信息|政府信息|行政复议)|所申请|提出的?[^,。;]{0,14}申请|不服"
    "|要求(?:公开|获取|查询|查阅)(?!工作)[^。;]{2,40}(?:答复|告知|公开|提供|受理|办结|补正)"
    "|诉[^,。;]{2,30}(?:案|公开)|起诉|提起(?:行政)?(?:复议|诉讼)|的(?:政府)?(?:信息)?(?:公开)?申请))"
)
_BEFORE_THINGS = ("到", "于")  # 收到单位申请公开…: of two characters rather a thing than a name
_AROUND = 12  # characters before and after a name in which one is told to lead
_LED = re.compile("会议|会上|强调|指出|出席|组长|局长|主任|书记|镇长|乡长|县长|区长|市长|部署")
# What follows a surname where it is no name: hidden already, or another word that begins like one.
_NOT_NAMES = re.compile(
    "[某×＊*xX]|先生|女士|同志|许可|许多|高度|时候|程序|史料|石油|田间|田地|周边|周围|周期|"
    "严重|雷同|武装|马路|黄河|江河|顾客|顾虑|江苏|江西|龙头|温馨|严格|任何"
)
_CASE = re.compile(
    r"[(（〔\[]20\d\d[)）〕\]]\s*(?:最高法|"
    r"[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂藏宁新]\d{0,4})"
    r"(?:行|民|刑|执|赔)[\u4e00-\u9fff]{0,3}\d+号"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PUBLIC_HOSTS = ("qq.com", "foxmail.com", "163.com", "126.com", "sina.com", "gmail.com", "139.com", "189.cn")
_REGIONS = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    )
)  # the first two digits: provinces


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a citizen's number by GB 11643: region, birthday, checksum."""
    if len(text) != 18 or not text[:17].isascii() or not text[:17].isdecimal():
        return False
    if int(text[:2]) not in _REGIONS:
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1900 <= born.year <= 2100:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == text[17].upper()


def _identities(text: str) -> Iterator[tuple[int, int]]:
    for found in _IDENTITY.finditer(text):
        if is_identity_number(found.group()):
            yield found.span()


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    for found in _MOBILE.finditer(text):
        yield found.span(1)


def _mails(text: str) -> Iterator[tuple[int, int]]:
    """Boxes at public hosts that are a bare number: an office's name there is no person's."""
    if "@" not in text:
        return
    for found in _MAIL.finditer(text):
        name, host = found[1], found[2].lower()
        if host in _PUBLIC_HOSTS and name.isdecimal():
            yield found.span()


@cache
def _person() -> re.Pattern[str]:
    """Compiled when first asked for: the names take their time."""
    begins = ahead((*_PARTIES.split("|"), *_DOUBLE.split("|"), *_RARER))
    return re.compile(
        rf"{begins}(?:{_PARTY}[:：]?({_NAME}){_ASKS}"
        rf"|(?<=[对为])({_NAME})(?=(?:提出的|所提|要求|申请)(?:公开|获取|[^,。;]{{2,12}}公开申请))"
        rf"|{_PARTY}(?:姓名)?[:：]?({_FULL_NAME})(?=[^\u4e00-\u9fff]|[因就对于在向提要不诉申的等与和认以所、])"
        rf"|(?:(?<![\u4e00-\u9fff])|(?<=[了对为由经将把与和及就按因从予给向是有结理复收悉年度月日内间的叫到于]))({_FULL_NAME}){_DOES}"
        rf"|(?<=[向给])({_FULL_NAME})(?=(?:当面|书面|依法|按期|及时)?(?:作出|答复|告知|送达|提供|公开|说明|解释)))"
    )


def _persons(text: str) -> Iterator[tuple[int, int]]:
    for found in _person().finditer(text):
        group = next(number for number in (1, 2, 3, 4, 5) if found[number])
        short = len(found[group]) < 3 and text[found.start(group) - 1 : found.start(group)] in _BEFORE_THINGS
        if short or _NOT_NAMES.search(found[group]):
            continue
        if group >= 4 and _LED.search(text, max(0, found.start() - _AROUND), found.end() + _AROUND):
            continue
        yield found.span(group)


def _cases(text: str) -> Iterator[tuple[int, int]]:
    for found in _CASE.finditer(text):
        yield found.span()


Finder = Callable[[str], Iterator[tuple[int, int]]]
FINDERS: Mapping[str, tuple[str, Finder]] = {
    "身份号码": ("公民身份号码", _identities),
    "手机号码": ("手机号码", _mobiles),
    "个人邮箱": ("个人邮箱", _mails),
    "当事人姓名": ("当事人姓名", _persons),
    "案号": ("案号", _cases),
}


@lru_cache(maxsize=8)  # each rule of this kind looks through the same text
def _without_addresses(text: str) -> str:
    """The text with NUL for each character of a web address."""
    return _URL.sub(lambda url: "\0" * len(url.group()), text)


def masked(text: str) -> str:
    """The text with its middle hidden; only what is needed to find it again is left."""
    head, at, host = text.partition("@")
    if at:
        return f"{head[:2]}{'*' * max(2, len(head) - 2)}@{host}"
    if text.endswith("号"):  # of a court's case: the year and the court's kind tell which to look for
        return re.sub(r"\d+(?![)）〕\]\d])", lambda digits: "*" * len(digits[0]), text)
    if len(text) <= 4:
        return text[0] + "*" * (len(text) - 1)
    keep = (6, 4) if len(text) >= 18 else (3, 4)
    return text[: keep[0]] + "*" * (len(text) - sum(keep)) + text[-keep[1] :]


@dataclass(frozen=True, slots=True)
class Privacy:
    """The check: none of what is looked for stands there."""

    frame: Frame
    sought: tuple[str, ...]
    places: tuple[str, ...]
    allowed: Words | None

    def evaluate(self, report: Report, corpus: Corpus) -> Iterator[Outcome]:
        """One outcome per place."""
        for place in self.places:
            found = list(self._finds(report, place))
            if found:
                kinds = dict.fromkeys(kind for kind, _ in found)
                shown = dict.fromkeys(evidence.text for _, evidence in found)
                fields = {
                    "内容": "、".join(kinds),
                    "遮挡": "、".join(list(shown)[:3]) + ("等" if len(shown) > 3 else ""),
                    "个数": str(len(found)),
                }
                level = self.frame.graded(report, corpus)
                yield self.frame.failed(report, place, level, fields, (evidence for _, evidence in found))
            elif was_read(report, place):
                yield self.frame.passed(report, place)
            else:
                yield self.frame.cannot_tell(report, place, incomplete(report, f"没有取得{place}"))

    def _finds(self, report: Report, place: str) -> Iterator[tuple[str, PlaceEvidence]]:
        text = text_of(report)
        folded = text.folded(place, True)
        let_stand = self._let_stand(report, place)
        for start, end in text.spans(place, True):
            stretch = _without_addresses(folded.text[start:end])
            for kind in self.sought:
                called, finder = FINDERS[kind]
                for first, last in finder(stretch):
                    at = text.placed(folded, start + first, start + last)
                    if (at.section, self._sentence(report, at.section, at.start)) in let_stand:
                        continue
                    yield called, PlaceEvidence(masked(stretch[first:last]), at.place)

    def _let_stand(self, report: Report, place: str) -> set[tuple[int, int]]:
        if self.allowed is None:
            return set()
        found = self.allowed.every(report, place)
        return {(hit.section, self._sentence(report, hit.section, hit.start)) for hit in found}

    @staticmethod
    def _sentence(report: Report, section: int, at: int) -> int:
        """Where the sentence that holds code point `at` of a section begins."""
        text = report.sections[section].text
        return max(text.rfind(mark, 0, at) for mark in ("。", "！", "？", BREAK)) + 1


def build(rule: Tree, context: BuildContext) -> Check | None:
    """The check for one template; None where a fault was reported."""
    sought = choices_at(rule.get("识别"), FINDERS, "识别", context)
    node = rule.get("位置")
    places = (EVERYTHING,) if node is None else choices_at(node, PASSAGES, "位置", context)
    but = rule.get("容许")
    allowed = words_at(but, context, context.rule_id) if but is not None else None
    if sought is None or places is None or (but is not None and allowed is None):
        return None
    return Privacy(Frame.of(context), sought, places, allowed)
