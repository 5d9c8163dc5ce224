"""What a roster file says of each agency, whatever the format: texts by key, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace

# Key → the headings that people put over the same column.
KEYS: Mapping[str, tuple[str, ...]] = {
    "代码": ("机关代码", "单位代码", "编码", "编号", "统一社会信用代码"),
    "名称": ("机关名称", "单位名称", "机关全称", "单位全称", "全称", "机关", "单位"),
    "简称": ("机关简称", "单位简称", "别名"),
    "曾用名": ("原名", "原名称", "更名前名称"),
    "类别": ("机关类别", "单位类别", "机关类型", "类型"),
    "层级": ("级别", "行政层级"),
    "上级": ("上级机关", "主管机关", "汇总到"),
    "地区": ("所属地区", "行政区", "行政区划"),
    "起": ("启用年度", "起始年度", "设立年度"),
    "止": ("停用年度", "截止年度", "撤销年度"),
    "应报": ("是否应报", "是否编制"),
    "汇总": ("是否汇总", "列入汇总"),
    "口径": ("报告种类", "报告口径"),
    "说明": ("备注",),
}
HEAD_KEYS = ("名录", "地区", "年度", "版本", "说明", "机关")
_SEPARATORS = re.compile(r"[、，,;；/\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text as written, without the blanks around it, and where."""

    text: str
    place: SourcePlace

    def parts(self) -> tuple[Text, ...]:
        """The names of a list written into one cell: 甲、乙."""
        return tuple(Text(part.strip(), self.place) for part in _SEPARATORS.split(self.text) if part.strip())


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency: its keys of KEYS (never empty texts; lists have several)."""

    place: SourcePlace
    values: Mapping[str, tuple[Text, ...]]

    def one(self, key: str) -> Text | None:
        """The first text under `key`."""
        found = self.values.get(key)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Rows:
    """A roster file's content before it means anything. `head` has keys of HEAD_KEYS."""

    head: Mapping[str, tuple[Text, ...]]
    agencies: tuple[AgencyRow, ...]
    sha256: str


@dataclass
class Faults:
    """What is wrong with one roster file."""

    file: str
    lines: tuple[str, ...] = ()
    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, at: Text | SourcePlace | None, remedy: str = "") -> None:
        """An error: the roster cannot be used."""
        self._add(Severity.ERROR, code, message, at, remedy)

    def warning(self, code: str, message: str, at: Text | SourcePlace | None, remedy: str = "") -> None:
        """A warning: the roster is used as it is."""
        self._add(Severity.WARNING, code, message, at, remedy)

    def take(self, faults: Iterable[Diagnostic]) -> None:
        """Faults found by the reader of the format."""
        self.found.extend(faults)

    @property
    def failed(self) -> bool:
        """Whether any of them is an error."""
        return any(fault.severity is Severity.ERROR for fault in self.found)

    def _add(
        self, severity: Severity, code: str, message: str, at: Text | SourcePlace | None, remedy: str
    ) -> None:
        place = at.place if isinstance(at, Text) else at
        line, width = "", 1
        if place is not None and 0 < place.line <= len(self.lines):
            line = self.lines[place.line - 1]
            width = max(1, len(at.text)) if isinstance(at, Text) and at.text in line else 1
        self.found.append(Diagnostic(severity, code, message, remedy, self.file, place, line, width))
