"""Parser events to the located tree, on a stack of our own: no nesting can exhaust the machine's."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from typing import Any

import yaml

from auditor.base.place import SourcePlace
from auditor.source.cut import cut_out
from auditor.source.errors import explain
from auditor.source.faults import Faults
from auditor.source.traps import QUOTE_IT, check_cut, check_key, check_value, is_plain
from auditor.source.tree import (
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
)

MAX_DEPTH = 64  # the deepest rule file in use has 6 levels
MAX_NODES = 300_000  # some 5,000 rules

_PAIR = re.compile(r"[^:：]{1,40}(?:: |：)")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR: Any = yaml.ScalarEvent
_STARTS: Any = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_ENDS: Any = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_ALIAS: Any = yaml.AliasEvent


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    place: SourcePlace
    mapping: bool
    flow: bool
    items: list[Node]
    entries: list[Entry]
    keys: dict[str, int]
    key: Scalar | None = None
    key_end: int = 0


class _TooMuch(Exception):
    """A limit was met; the diagnostic is already recorded. Never leaves this module."""


def build(text: str, faults: Faults, passed_over: str = "") -> tuple[Node | None, bool]:
    """The tree of `text` (None when it is empty), and whether it was read to its end; where not,
    `faults` says why. A list under a key called `passed_over` is given empty: nothing is made of it, and
    most are not even parsed (`cut_out`)."""
    if passed_over:
        cut = cut_out(text, passed_over)
        if cut.lists:
            builder = _Builder(cut.text, faults, cut.lists)
            if _read(builder, cut.text, passed_over) and not builder.cut:
                return builder.root, True
            faults.clear()
    builder = _Builder(text, faults)
    whole = _read(builder, text, passed_over)
    return (builder.root if whole else None), whole


def _read(builder: _Builder, text: str, passed_over: str) -> bool:
    """Whether the text could be read to its end."""
    loader = _Loader(text)
    take, scalar, get_event = builder.take, builder.scalar, loader.get_event
    try:
        while (event := get_event()) is not None:
            if type(event) is _SCALAR:
                scalar(event)
            elif passed_over and type(event) is yaml.SequenceStartEvent and builder.stands_at(passed_over):
                take(event)
                take(_end_of(event, get_event))
            else:
                take(event)
    except _TooMuch:
        return False
    except yaml.YAMLError as fault:
        builder.explain(fault)
        return False
    finally:
        loader.dispose()
    return True


def _end_of(start: Any, get_event: Callable[[], Any]) -> Any:
    """The event that ends what `start` began."""
    depth = 1
    while True:
        event = get_event()
        if type(event) is _SCALAR:
            continue
        if isinstance(event, _ENDS):
            depth -= 1
            if not depth:
                return event
        elif isinstance(event, _STARTS):
            depth += 1


class _Builder:
    """`cut`: where lists were cut out, by the line of their key; what the parser has not met yet."""

    def __init__(self, text: str, faults: Faults, cut: Lookup[int, SourcePlace] | None = None) -> None:
        self.root: Node | None = None
        self.cut = dict(cut or {})
        self._text = text
        self._faults = faults
        self._open: list[_Frame] = []
        self._frame: _Frame | None = None  # the innermost that is open
        self._sound: set[str] = set()  # plain keys that were looked at
        self._hashes = " #" in text  # else nothing can be cut off as a comment
        self._nodes = 0
        self._documents = 0
        self._long_quote: SourcePlace | None = None  # a quoted value over several lines

    def take(self, event: Any) -> None:  # PyYAML's events are untyped
        """Any event but a scalar's."""
        if isinstance(event, _STARTS):
            if event.anchor is not None or event.tag is not None:
                self._refuse(event)
            self._count(event)
            place = _place(event.start_mark)
            if len(self._open) >= MAX_DEPTH:
                self._faults.error(
                    "source.depth", place.line, place.column, f"括号或缩进超过 {MAX_DEPTH} 层", "减少层数"
                )
                raise _TooMuch
            self._frame = _Frame(
                place, type(event) is yaml.MappingStartEvent, bool(event.flow_style), [], [], {}
            )
            self._open.append(self._frame)
        elif isinstance(event, _ENDS):
            frame = self._open.pop()
            self._frame = self._open[-1] if self._open else None
            node: Node = (
                Mapping(tuple(frame.entries), frame.place)
                if frame.mapping
                else Sequence(tuple(frame.items), frame.place)
            )
            self._put(node, event.end_mark.index)
        elif isinstance(event, _ALIAS):
            place = _place(event.start_mark)
            self._faults.error("yaml.alias", place.line, place.column, "以星号“*”开头的值不是文字", QUOTE_IT)
            self._put(Scalar.at(place), event.end_mark.index)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                place = _place(event.start_mark)
                self._faults.error(
                    "yaml.documents",
                    place.line,
                    place.column,
                    "一个文件只能有一份内容",
                    "删去“---”，或分成两个文件",
                    3,
                )
                raise _TooMuch

    def stands_at(self, key: str) -> bool:
        """Whether the value that comes next is that of `key`."""
        frame = self._frame
        return frame is not None and frame.key is not None and frame.key.text == key

    def explain(self, fault: yaml.YAMLError) -> None:
        """A syntax error: where a quoted value ran over lines just before, that is the culprit."""
        if (place := self._long_quote) is None:
            explain(fault, self._faults)
            return
        self._faults.error(
            "yaml.open-quote",
            place.line,
            place.column,
            "引号没有配对：这个值一直延续到了后面的行",
            "在本行值的末尾补上同样的英文引号",
        )

    def scalar(self, event: Any) -> None:
        """A key or a value: nine events of ten."""
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._too_many(event)
        start, end, text = event.start_mark, event.end_mark, event.value
        line, column = start.line + 1, start.column + 1
        style = event.style
        frame = self._frame
        is_key = frame is not None and frame.mapping and frame.key is None
        if style in ("'", '"'):
            self._long_quote = SourcePlace(line, column) if end.line > start.line else None
        elif style:
            self._block(event, SourcePlace(line, column))
        elif is_key:
            if text not in self._sound:
                check_key(text, line, column, self._faults)
                if is_plain(text):
                    self._sound.add(text)
        elif end.index > start.index:
            if not is_plain(text):
                source = self._faults.line(line)
                # No indentation is deeper than this; one line may hold the whole file.
                own_line = start.column <= 2 * MAX_DEPTH and not source[: start.column].strip(" -")
                in_list = frame is not None and frame.flow and not frame.mapping
                many = end.line > start.line
                check_value(text, line, column, in_list, own_line, many, self._faults)
            if self._hashes:
                last = self._faults.line(end.line + 1)
                if last.startswith(" ", end.column):
                    check_cut(text, last, end.column, self._faults, end.line + 1)
        elif frame is not None and frame.mapping and frame.flow and frame.key is not None:
            self._put(Scalar(self._no_colon(frame, start.index), line, column), end.index)
            return
        elif (
            self.cut
            and frame is not None
            and frame.key
            and not frame.key.quoted
            and (began := self.cut.pop(frame.key.line, None))
        ):
            self._put(Sequence((), began), end.index)
            return
        elif self._hashes and frame is not None and frame.mapping and frame.key is not None:
            source = self._faults.line(frame.key.line)
            colon = source.find(":", frame.key.column - 1 + len(frame.key.text))
            check_cut("", source, colon + 1, self._faults, frame.key.line)
        made = Scalar(text, line, column, bool(style))
        if frame is None or not frame.mapping:
            self._put(made, end.index)
        elif is_key:
            frame.key, frame.key_end = made, end.index
        elif (key := frame.key) is not None:
            self._entry(frame, key, made)
            frame.key = None

    def _no_colon(self, frame: _Frame, at: int) -> str:
        """`{列}`: a mapping of one key without a value, where text was meant. The value that the key
        holds by mistake, "" where it holds none."""
        key = frame.key
        if key is None or ":" in self._text[frame.key_end : at]:
            return ""
        name, mark, value = (
            re.split("([:：])", key.text, maxsplit=1) if _PAIR.match(key.text) else ("", "", "")
        )
        line, column = key.line, key.column
        said, meant = name.strip()[:20], value.strip()[:20]
        if key.quoted and mark == ":":
            listed = meant[:1] in "[{"
            hint = f"去掉引号，写成 {said}: {meant}" if listed else f'引号只括值，写成 {said}: "{meant}"'
            message = f"引号把键“{said}”和它的值一起括住了"
            self._faults.error("yaml.quoted-pair", line, column, message, hint, len(key.text) + 2)
        elif not key.quoted and mark == "：":
            message = f"键“{said}”后面是全角冒号“：”"
            at_mark = column + len(name)
            self._faults.error("yaml.fullwidth-colon", line, at_mark, message, "改成半角冒号加一个空格“: ”")
        elif frame.entries:
            message = f"“{key.text[:20]}”没有冒号和值：花括号里的英文逗号用来分隔各项"
            hint = "值里有逗号的，" + QUOTE_IT
            self._faults.error("yaml.brace", line, column, message, hint, max(1, len(key.text)))
        else:
            message = f"花括号里的“{key.text[:20]}”没有冒号和值；以“{{”开头的值不是文字"
            self._faults.error("yaml.brace", frame.place.line, frame.place.column, message, QUOTE_IT)
        if not mark:
            return ""
        frame.key = Scalar(name.strip(), line, column)
        return value.strip()

    def _block(self, event: Any, place: SourcePlace) -> None:
        header = self._faults.line(place.line)[place.column :]
        if header[:1].isdigit() or header[1:2].isdigit():
            self._faults.error(
                "yaml.block-scalar",
                place.line,
                place.column,
                f"值以“{event.style}”开头，会被当作多行文字的记号",
                QUOTE_IT,
                2,
            )
        elif not event.value.strip():
            self._faults.error(
                "yaml.block-scalar",
                place.line,
                place.column,
                f"“{event.style}”后面没有文字",
                "多行文字要缩进；是大于号或竖线，就" + QUOTE_IT,
            )

    def _put(self, node: Node, end: int) -> None:
        frame = self._frame
        if frame is None:
            self.root = node if not _empty(node) else None
        elif not frame.mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key, frame.key_end = self._as_key(node), end
        else:
            self._entry(frame, frame.key, node)
            frame.key = None

    def _as_key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        place = node.place
        self._faults.error(
            "yaml.complex-key",
            place.line,
            place.column,
            "键只能是文字，不能是列表或花括号",
            "是文字，就" + QUOTE_IT,
        )
        return Scalar.at(place)

    def _entry(self, frame: _Frame, key: Scalar, value: Node) -> None:
        line = key.line
        if key.text not in frame.keys and key.text != "<<":
            frame.keys[key.text] = line
            frame.entries.append(Entry(key, value))
            return
        column, width = key.column, max(1, len(key.text))
        if key.text == "<<" and not key.quoted:
            self._faults.error("yaml.merge", line, column, "不支持合并键“<<”", "把内容直接写出来", 2)
            return
        first = frame.keys.setdefault(key.text, line)
        if len(frame.keys) == len(frame.entries):
            self._faults.error(
                "yaml.duplicate-key",
                line,
                column,
                f"键“{key.text[:40]}”重复：第 {first} 行已有，第 {line} 行又写了一次",
                "只留一个",
                width,
            )
            return
        frame.entries.append(Entry(key, value))

    def _refuse(self, event: Any) -> None:
        """Anchors and tags: nothing that policy staff write needs them."""
        place = _place(event.start_mark)
        if event.anchor is not None:
            self._faults.error("yaml.anchor", place.line, place.column, "以“&”开头的值不是文字", QUOTE_IT)
        if event.tag is not None:
            self._faults.error(
                "yaml.tag", place.line, place.column, "以英文感叹号“!”开头的值不是文字", QUOTE_IT
            )

    def _count(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._too_many(event)

    def _too_many(self, event: Any) -> None:
        place = _place(event.start_mark)
        self._faults.error(
            "source.size", place.line, place.column, f"内容超过 {MAX_NODES} 项", "把文件分成几个"
        )
        raise _TooMuch


def _place(mark: Any) -> SourcePlace:
    return SourcePlace(mark.line + 1, mark.column + 1)


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text and not node.quoted
