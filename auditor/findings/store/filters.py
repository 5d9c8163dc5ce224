"""What a person types to narrow a list: words, 键:值, each of them inverted by a ! before it.

    青石 勾稽        both words, in agency, rule, message, target or file; Chinese, pinyin or initials
    级别:错误,警告    one of them      状态:待处理 年度:2023 年度:2021-2023 规则:勾稽 机关:教育局 文件:x
    !状态:豁免        not               "结转 下年"  a blank inside
Full-width marks do the same. What cannot be read is a value, with where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from auditor.base.text import fold
from auditor.findings.states import ENDED, EXCUSED, REOPENED, STATE_WORDS, TODO, State
from auditor.source.nearest import advice

KEYS = {
    "规则": "rule", "级别": "level", "机关": "agency", "状态": "state", "年度": "year", "文件": "file",
    "处置人": "who", "rule": "rule", "level": "level", "agency": "agency", "state": "state", "year": "year",
    "file": "file", "who": "who",
}  # fmt: skip
LEVELS = {"错误": 0, "警告": 1, "提示": 2, "error": 0, "warning": 1, "info": 2}
STATES: dict[str, frozenset[State]] = {
    **{word: frozenset({state}) for state, word in STATE_WORDS.items()},
    **{state.value: frozenset({state}) for state in State},
    "待处理": TODO,  # also what was reopened
    "重新打开": REOPENED,
    "已处置": frozenset(State) - TODO - ENDED - {State.LATER},
    "不计": EXCUSED,
}
_TOKEN = re.compile(r'(?P<not>!*)(?:(?P<key>[^\s:"!,]+):)?(?P<value>"[^"]*"?|[^\s"]*)')


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: `key` "text" or one of KEYS' values; any of `values` fulfils it. Values are
    folded and lower case; states are `State` values, levels ranks, years numbers or `from-to`."""

    key: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """All `terms` must hold. `text` is what was typed, tidied."""

    terms: tuple[Term, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class FilterFault:
    """What cannot be read, in Chinese, and the 0-based code point where it begins."""

    message: str
    position: int


def parse_filter(typed: str) -> Filter | FilterFault:
    """The filter that `typed` means, or what is wrong with it. Never raises."""
    text = "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in typed)  # positions stay
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")
    text = text.replace("“", '"').replace("”", '"').replace("、", ",")
    terms: list[Term] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            return FilterFault("这里看不懂", at)
        made = _term(found)
        if isinstance(made, FilterFault):
            return made
        terms.append(made)
        at = found.end()
    return Filter(tuple(terms), " ".join(typed.split()))


def _term(found: re.Match[str]) -> Term | FilterFault:
    negated = len(found["not"]) % 2 == 1
    key, value = found["key"], found["value"]
    quoted = value.startswith('"')
    if quoted and (len(value) < 2 or not value.endswith('"')):
        return FilterFault("引号没有配对", found.start("value"))
    bare = value.strip('"')
    if key is None:
        words = fold(bare).lower()
        return Term("text", (words,), negated) if words else FilterFault("“!”后面要写词", found.start())
    name = KEYS.get(key.lower())
    if name is None:
        hint = advice(key, [word for word in KEYS if not word.isascii()])
        return FilterFault(
            f"没有“{key}”这种条件；{hint}可以写 规则 级别 机关 状态 年度 文件 处置人", found.start("key")
        )
    parts = [bare] if quoted else [part for part in bare.split(",") if part]
    if not parts or not any(part.strip() for part in parts):
        return FilterFault(f"“{key}:”后面要写值", found.end())
    values: list[str] = []
    for part in parts:
        made = _values(name, part.strip())
        if isinstance(made, FilterFault):
            return FilterFault(made.message, found.start("value"))
        values += made
    return Term(name, tuple(values), negated)


def _values(name: str, part: str) -> list[str] | FilterFault:
    folded = fold(part).lower()
    match name:
        case "level":
            if folded not in LEVELS:
                return FilterFault(f"没有“{part}”这一级，可以写 错误 警告 提示", 0)
            return [str(LEVELS[folded])]
        case "state":
            if folded not in STATES:
                known = [word for word in STATES if not word.isascii()]
                return FilterFault(f"没有“{part}”这种状态；{advice(part, known)}可以写 {' '.join(known)}", 0)
            return sorted(state.value for state in STATES[folded])
        case "year":
            if folded in ("不明", "无"):
                return ["none"]
            if not re.fullmatch(r"\d{4}(年度?)?(-\d{4}(年度?)?)?", folded, re.ASCII):
                return FilterFault("年度写成 2023 或 2021-2023", 0)
            return [re.sub("[年度]", "", folded)]
        case _:
            return [folded]
