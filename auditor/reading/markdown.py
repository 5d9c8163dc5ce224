"""Markdown: plain text whose headings, emphasis, links, pictures and HTML tables are marked."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from auditor.reading.flow import Content, Image, Item, Line, Nested
from auditor.reading.marked import LOST, RAISED, STRUCK, part, settled
from auditor.reading.text import Row, items_of, opened, rows_of

_HEADING = re.compile(r"\s{0,3}(#{1,6})([^#].*)?")
_UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:https?:|/|\.|#|mailto:)[^()\n]{0,2000}\)")
_STRONG = re.compile(
    r"(\*{1,3})(?=\S)(.{1,400}?)(?<=\S)\1|(?<![A-Za-z0-9_])(_{2,3})(?=\S)(.{1,400}?)(?<=\S)\3"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CODE = re.compile(r"(`{1,2})([^`]{1,400})\1")
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,20})\]")
_STRUCK = re.compile(r"~~(?=\S)([^~]{1,400})~~|<(s|del|strike)>([^<>]{1,400})</\2>", re.IGNORECASE)
_RAISED = re.compile(r"<(su[pb])>([^<>]{1,40})</\1>|\^([^\^\s]{1,20})\^", re.IGNORECASE)
_TAG = re.compile(r"</?(?:span|font|b|strong|i|em|u|ins|mark|small)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#[xX][\da-fA-F]{1,5});")
_SHORT = 40  # characters: what a cell may have
_TABLE_OPEN = re.compile(r"\s*<table\b", re.IGNORECASE)

Html = Callable[[bytes, Nested], Content]


def content_of(data: bytes, nested: Nested, page: Html) -> Content:
    """A markdown file; `page` reads the tables written as HTML in it. Raises Unreadable."""
    text, content = opened(data, nested)
    plain: list[Row] = []

    def flush() -> None:
        content.items.extend(items_of(plain, nested.limits, inline))
        plain.clear()

    rows = rows_of(text, nested.limits)
    shut = max((at for at, row in enumerate(rows) if _closes_table(row.text)), default=-1)
    index = 0
    while index < len(rows):
        row = rows[index]
        index += 1
        text = row.text
        if shut >= index - 1 and _TABLE_OPEN.match(text):
            end = next((at for at in range(index - 1, len(rows)) if _closes_table(rows[at].text)), None)
            if end is not None:
                flush()
                markup = "\n".join(each.text for each in rows[index - 1 : end + 1])
                content.items.extend(page(markup.encode("utf-8", "replace"), nested).items)
                index = end + 1
                continue
        if heading := _HEADING.fullmatch(text):
            flush()
            words = (heading.group(2) or "").strip().rstrip("#").strip()
            content.items.append(Line(inline(words), len(heading.group(1)), row.number, row.page))
        elif index < len(rows) and _is_underlined(text, rows[index].text):
            flush()
            level = 1 if "=" in rows[index].text else 2
            content.items.append(Line(inline(text), level, row.number, row.page))
            index += 1
        elif pictures := _IMAGE.findall(text):
            flush()
            plain.append(Row(row.number, row.page, _IMAGE.sub("", text)))
            flush()
            content.items.extend(_pictures(pictures, row))
        elif not _FENCE.match(text):
            plain.append(Row(row.number, row.page, text.removeprefix("> ")))
    flush()
    return content


def _closes_table(text: str) -> bool:
    return "</" in text and text.rstrip()[-8:].lower() == "</table>"


def _is_underlined(text: str, under: str) -> bool:
    """A setext heading: a line of text with === or --- right below; no line of a table, no sentence."""
    return (
        bool(text.strip())
        and _UNDERLINE.fullmatch(under) is not None
        and not any(mark in text for mark in "|\t｜│。；")
        and _UNDERLINE.fullmatch(text) is None
    )


def _pictures(alternatives: list[str], row: Row) -> list[Item]:
    return [Image(alternative, row.number, row.page) for alternative in alternatives]


def inline(text: str) -> str:
    """Text without emphasis marks, link targets and escapes; a `<br>` in a table cell is a line feed, and
    what is struck out or raised is read as everywhere."""
    if "*" in text or "__" in text:
        text = _STRONG.sub(lambda found: found.group(2) or found.group(4), text)
        text = _STRONG.sub(lambda found: found.group(2) or found.group(4), text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "[^" in text:
        text = _NOTE.sub(r"[\1]", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if "~~" in text or "<" in text or "^" in text:
        text = _STRUCK.sub(lambda found: part(STRUCK, found[1] or found[3]), text)
        text = _RAISED.sub(lambda found: part(RAISED, found[2] or found[3]), text)
        text, doubt = settled(text, in_cell=len(text) <= _SHORT and any(map(str.isdigit, text)))
        text = text + LOST if doubt else text
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text


_BYTES = re.compile(
    rb"^(?:#{1,6}[ \t]+\S|[ \t]{0,9}\|?[ \t]{0,9}:?-{2,}:?[ \t]{0,9}"
    rb"(?:\|[ \t]{0,9}:?-{2,}:?[ \t]{0,9})+\|?[ \t]{0,9}\r?$)",
    re.MULTILINE,
)


def looks_like_bytes(data: bytes) -> bool:
    """Whether a text of unknown name carries marks of markdown: headings, or the line under a table head.
    The marks are ASCII in every encoding, with NUL bytes between them in UTF-16."""
    return _BYTES.search(data[:65_536].replace(b"\0", b"")) is not None
