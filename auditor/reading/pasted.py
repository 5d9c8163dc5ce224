"""Plain text into which tables were pasted as the source of a page: <table>…</table> among the lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from auditor.reading.flow import Content, Nested
from auditor.reading.text import Row, items_of, opened, rows_of

_BYTES = re.compile(rb"<table[\s>].*</table", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)table(?=[\s>])[^<>]{0,2000}>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|div|h[1-6]|center|section|body)(?=[\s/>])[^<>]{0,2000}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:span|strong|b|font|a|u|i|em|meta)(?=[\s/>])[^<>]{0,2000}>", re.IGNORECASE)

Html = Callable[[str, Nested], Content]


def looks_like_bytes(data: bytes) -> bool:
    """Whether a text has the beginning and the end of a table in it, in whatever encoding."""
    return _BYTES.search(data if b"\0" not in data else data.replace(b"\0", b"")) is not None


def content_of(data: bytes, nested: Nested, html: Html) -> Content:
    """The lines of a text, and its tables as `html` reads them. Raises Unreadable."""
    text, content = opened(data, nested)
    lines = 0
    for piece, inside in _pieces(text):
        if inside:
            content.items.extend(html(piece, nested).items)
        else:
            rows = [
                Row(row.number + lines, row.page, _INLINE.sub("", text))
                for row in rows_of(piece, nested.limits)
                for text in _BLOCK.split(row.text)
            ]
            content.items.extend(items_of(rows, nested.limits))
        lines += piece.count("\n")
    return content


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its tables; True for those. One within another belongs to it."""
    done = depth = start = 0
    for tag in _TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield text[done:start], False
                yield text[start : tag.end()], True
                done = tag.end()
    yield text[done:], False
