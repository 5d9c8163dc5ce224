"""The vocabulary of rule files, and faults placed in them: file, line, column, caret, remedy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.source.nearest import nearest
from auditor.source.tree import Mapping, Node, Scalar, SourceFile
from auditor.source.tree import Sequence as Items

PACK_KEYS = ("规则集", "版本", "适用", "空白视为零", "说明", "规则")
OVERLAY_KEYS = ("叠加", "版本", "说明", "调整", "规则", "适用", "空白视为零")
EXAMPLES = "例子"
EXAMPLE_KEYS = (
    "通过",
    "违反",
    "无法判定",
    "不适用",
    "改",
    "上年",
    "下级",
    "同批",
    "名录",
    "文件",
    "应报",
    "消息含",
    "级别",
    "说明",
)
FILE_MARKS = ("规则集", "叠加", "词典", "词表", "样本", "名录")


def asked(name: str, known: Iterable[str]) -> str:
    """“，是不是“甲”？” where a known name is near, else ""."""
    near = nearest(name, known, 1)
    return f"，是不是“{near[0]}”？" if near else ""


@dataclass
class Reporter:
    """Collects the faults of one file, each at a node of its tree. `borrowed` are nodes (by identity)
    that an overlay put there, with the overlay's file."""

    source: SourceFile
    found: list[Diagnostic] = field(default_factory=list)
    borrowed: dict[int, SourceFile] = field(default_factory=dict)

    def error(
        self, code: str, message: str, node: Node, remedy: str = "", offset: int = 0, width: int = 0
    ) -> None:
        """An error at `node`; `offset` and `width` count code points into a scalar's text."""
        self._add(Severity.ERROR, code, message, node, remedy, offset, width)

    def warning(
        self, code: str, message: str, node: Node, remedy: str = "", offset: int = 0, width: int = 0
    ) -> None:
        """A warning at `node`."""
        self._add(Severity.WARNING, code, message, node, remedy, offset, width)

    def unknown_keys(self, mapping: Mapping, known: Sequence[str]) -> None:
        """An error for every key of `mapping` that is not in `known`, with the nearest one."""
        for entry in mapping:
            if entry.key.text not in known:
                self.unknown_key(entry.key, known)

    def unknown_key(self, key: Scalar, known: Sequence[str]) -> None:
        """One unknown key."""
        near = nearest(key.text, known, 1)
        remedy = f"改成“{near[0]}”" if near else "可以写的键：" + " ".join(known)
        said = f"没有“{key.text}”这个键{asked(key.text, known)}"
        self.error("rule.unknown-key", said, key, remedy)

    def _add(
        self, severity: Severity, code: str, message: str, node: Node, remedy: str, offset: int, width: int
    ) -> None:
        source = self.borrowed.get(id(node), self.source)
        place, line, marked = locate(source, node, offset, width)
        self.found.append(Diagnostic(severity, code, message, remedy, source.name, place, line, marked))


def locate(source: SourceFile, node: Node, offset: int = 0, width: int = 0) -> tuple[SourcePlace, str, int]:
    """Where code point `offset` of a scalar's text stands: its place, the source line, and how many
    characters of that line to mark. Exact for plain and quoted scalars on one line and for block
    scalars; otherwise the scalar's beginning."""
    place = node.place
    line = source.lines[place.line - 1] if 0 < place.line <= len(source.lines) else ""
    match node:
        case Scalar(text=text):
            return _in_scalar(source, text, place, line, offset, width)
        case Mapping(entries=entries) if entries:
            return place, line, _on_line(line, place.column, len(entries[0].key.text))
        case Items() | Mapping():
            return place, line, 1
    return place, line, 1


def _on_line(line: str, column: int, width: int) -> int:
    return max(1, min(width, len(line) - column + 1))


def _in_scalar(
    source: SourceFile, text: str, place: SourcePlace, line: str, offset: int, width: int
) -> tuple[SourcePlace, str, int]:
    start = place.column - 1
    if line[start : start + 1] in ("|", ">"):  # a block scalar: the text begins on the next line
        piece = text[: offset + 1].split("\n")
        wanted = text.split("\n")[len(piece) - 1]
        for number in range(place.line, min(len(source.lines), place.line + text.count("\n") + 3)):
            found = source.lines[number].find(wanted) if wanted else -1
            if found >= 0:
                column = found + max(0, len(piece[-1]) - 1)
                return (
                    SourcePlace(number + 1, column + 1),
                    source.lines[number],
                    _on_line(source.lines[number], column + 1, width or len(wanted)),
                )
        return place, line, 1
    if line[start : start + 1] in ("'", '"'):
        start += 1
    if line[start : start + len(text)] == text:
        column = start + offset + 1
        return (
            SourcePlace(place.line, column),
            line,
            _on_line(line, column, width or max(1, len(text) - offset)),
        )
    return place, line, _on_line(line, place.column, len(text))
