"""Fields and repeated blocks of a Word paragraph tree.

    {{机关}}                 a field: replaced by its text, in the style of its first character
    {{#问题}} … {{/问题}}    a block, each mark alone in a paragraph: what stands between is repeated
A paragraph of a block in which all fields are empty is left out; elsewhere an empty field becomes a
line to write on. Word likes to split what was typed over several runs; that makes no difference here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FIELD = re.compile(r"\{\{\s*([#/]?)\s*([^{}#/]+?)\s*\}\}")
BLANK = "＿＿＿＿＿＿＿＿"


@dataclass(frozen=True)
class Scope:
    """What fields stand for here, and the scopes that blocks repeat over."""

    fields: dict[str, str]
    blocks: dict[str, Sequence[Scope]]


@dataclass(frozen=True)
class Block:
    """A repeated stretch of the template."""

    name: str
    parts: tuple[Part, ...]


Part = Any  # a Block or an lxml element of the body


class TemplateFault(Exception):
    """A block that does not end, or ends without having begun; the message is Chinese."""


def parse(elements: Sequence[Any]) -> tuple[Part, ...]:
    """The body's elements as a tree of blocks. Raises TemplateFault."""
    stack: list[tuple[str, list[Part]]] = [("", [])]
    for element in elements:
        mark = FIELD.fullmatch(text_of(element).strip()) if element.tag == f"{W}p" else None
        if mark is None or not mark[1]:
            stack[-1][1].append(element)
        elif mark[1] == "#":
            stack.append((mark[2], []))
        else:
            name, parts = stack.pop()
            if name != mark[2] or not stack:
                raise TemplateFault(f"“{{{{/{mark[2]}}}}}”前面没有对应的“{{{{#{mark[2]}}}}}”")
            stack[-1][1].append(Block(name, tuple(parts)))
    if len(stack) > 1:
        raise TemplateFault(f"“{{{{#{stack[-1][0]}}}}}”后面没有“{{{{/{stack[-1][0]}}}}}”")
    return tuple(stack[0][1])


def names_in(parts: Sequence[Part]) -> Iterator[tuple[str, bool]]:
    """Every field and block that is named, and whether it is a block."""
    for part in parts:
        if isinstance(part, Block):
            yield part.name, True
            yield from names_in(part.parts)
        else:
            for paragraph in part.iter(f"{W}p"):
                yield from ((mark[2], bool(mark[1])) for mark in FIELD.finditer(text_of(paragraph)))


def fill(parts: Sequence[Part], scope: Scope, outer: Scope | None = None) -> Iterator[Any]:
    """Copies of the elements, filled in. Inside a block the fields around it are known as well."""
    for part in parts:
        if isinstance(part, Block):
            for inner in scope.blocks.get(part.name, ()):
                known = Scope({**scope.fields, **inner.fields}, {**scope.blocks, **inner.blocks})
                yield from fill(part.parts, known, inner)
            continue
        copy = deepcopy(part)
        own = None if outer is None else outer.fields
        if own is not None and copy.tag == f"{W}p" and _says_nothing(copy, scope.fields):
            continue
        for paragraph in copy.iter(f"{W}p"):
            fill_paragraph(paragraph, scope.fields)
        yield copy


def _says_nothing(paragraph: Any, fields: dict[str, str]) -> bool:
    named = [mark[2] for mark in FIELD.finditer(text_of(paragraph))]
    return bool(named) and not any(fields.get(name, "") for name in named)


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, whatever its runs."""
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def fill_paragraph(paragraph: Any, fields: dict[str, str]) -> None:
    """Replace the fields of one paragraph, the last first so that positions hold."""
    nodes = list(paragraph.iter(f"{W}t"))
    text = "".join(node.text or "" for node in nodes)
    if "{{" not in text:
        return
    for mark in reversed(list(FIELD.finditer(text))):
        if not mark[1]:
            _replace(nodes, mark.start(), mark.end(), fields.get(mark[2], "") or BLANK)
    for node in nodes:
        _break_lines(node)


def _replace(nodes: Sequence[Any], start: int, end: int, text: str) -> None:
    at = 0
    for node in nodes:
        own = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(own))
        if first < last:
            node.text = own[:first] + text + own[last:]
            text = ""  # the rest of the field lies in other runs
        at += len(own)


def _break_lines(node: Any) -> None:
    """Line ends of a value become line breaks of Word."""
    lines = (node.text or "").split("\n")
    node.set(XML_SPACE, "preserve")
    node.text = lines[0]
    after = node
    for line in lines[1:]:
        line_break = node.makeelement(f"{W}br", {})
        more = node.makeelement(f"{W}t", {XML_SPACE: "preserve"})
        more.text = line
        after.addnext(line_break)
        line_break.addnext(more)
        after = more
