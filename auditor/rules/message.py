"""消息 and 怎么改: text with fields in braces, parsed once and rendered in one place.

`表三.{列}：{左式} = {左}，相差 {差}` names fields; a field is one of the kind's FIELDS, a cell path
(`{表三.总计.其他处理之其他}`) or a property of the report (COMMON_FIELDS). `{{` and `}}` stand for
the braces themselves. Fields hold text that is already in words; nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

COMMON_FIELDS: Mapping[str, str] = {
    "年度": "报告年度",
    "机关": "报告机关的名称",
    "机关类别": "政府、政府办公室、部门、乡镇、街道、派出、其他",
    "层级": "省、市、县、乡",
    "标题": "报告的标题",
    "公布日期": "公布日期",
    "模板": "报告的表所用的格式（2021、2019）",
    "文件": "报告的文件名",
}


@dataclass(frozen=True, slots=True)
class MessageField:
    """A field; `start` and `end` are code points of the message, braces included."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MessageFault:
    """Why a text is no message, in Chinese, at code points [start, end)."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Message:
    """A parsed message: literal text and fields in order."""

    parts: tuple[str | MessageField, ...]
    faults: tuple[MessageFault, ...] = ()

    @property
    def fields(self) -> tuple[MessageField, ...]:
        """The fields in order, repeated ones too."""
        return tuple(part for part in self.parts if isinstance(part, MessageField))


_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


@lru_cache(maxsize=4096)
def parse_message(text: str) -> Message:
    """Split `text` into literal text and fields; faults are values, the parts stay usable."""
    parts: list[str | MessageField] = []
    faults: list[MessageFault] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            parts.append(text[position : match.start()])
        position = match.end()
        token = match.group()
        if token in ("{{", "}}"):
            parts.append(token[0])
        elif match.group(1) is None:
            faults.append(MessageFault(f"“{token}”没有配对", match.start(), match.end()))
            parts.append(token)
        elif not match.group(1).strip():
            faults.append(MessageFault("花括号里没有写字段名", match.start(), match.end()))
            parts.append(token)
        else:
            parts.append(MessageField(match.group(1).strip(), match.start(), match.end()))
    if position < len(text):
        parts.append(text[position:])
    return Message(tuple(parts), tuple(faults))


def render(text: str, fields: Mapping[str, str]) -> str:
    """The message with its fields filled in. A field that is not given shows as 〈name〉; the engine
    sees to it that this never reaches a person (a missing field is an engine error)."""
    return "".join(
        part if isinstance(part, str) else fields.get(part.name, f"〈{part.name}〉")
        for part in parse_message(text).parts
    )


_CLAUSE = re.compile(r"[^。；]*[。；]?")


def render_suggestion(text: str, fields: Mapping[str, str]) -> str:
    """怎么改 with its fields filled in; a clause that names an empty or missing field is left out
    (there is no 可疑格 in every case)."""
    kept = [
        clause
        for clause in _CLAUSE.findall(text)
        if all(fields.get(field.name) for field in parse_message(clause).fields)
    ]
    return render("".join(kept), fields).rstrip("；")
