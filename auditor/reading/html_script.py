"""Markup that a page's scripts carry as text: what they write where they stand, or put into an element.

Nothing is run: only strings that stand in the script as they will be written are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 4 << 20  # characters of one script that are looked at
_LITERAL = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{))*+`)"""
_JOINED = rf"(?P<text>{_LITERAL}(?:\s*\+\s*{_LITERAL})*)"
_WRITES = re.compile(rf"document\s*\.\s*write(?:ln)?\s*\(\s*{_JOINED}\s*\)", re.DOTALL)
_PUTS = re.compile(
    rf"""(?:getElementById\(\s*|\$\(\s*|querySelector\(\s*)["']\#?(?P<ident>[\w-]+)["']\s*\)\s*\.\s*"""
    rf"(?:innerHTML\s*=\s*{_JOINED}|html\(\s*{_JOINED.replace('text', 'other')}\s*\))",
    re.DOTALL,
)
# A string that is not closed runs to the end: else every mark in it would be tried again.
_ONE = re.compile(r"""(["'`])(?:(?!\1)[^\\]|\\.)*+(?:\1|\Z)""", re.DOTALL)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r": "", "\r\n": ""}
_TAG = re.compile(r"</?(?:p|div|table|tr|td|h[1-6]|section|article)\b", re.IGNORECASE)
_TABLE = re.compile(r"<(?:table|td)\b", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")


def written(script: str) -> str:
    """The markup that a script writes where it stands; "" when that is not a table's or paragraphs'."""
    if "write" not in script or len(script) > _LONGEST:
        return ""
    text = "".join(_joined(found["text"]) for found in _WRITES.finditer(script))
    return text if _TABLE.search(text) else ""


def put(script: str) -> Iterator[tuple[str, str]]:
    """(id of an element, the markup with a table that a script puts into it)."""
    if len(script) > _LONGEST or not ("innerHTML" in script or ".html(" in script):
        return
    for found in _PUTS.finditer(script):
        text = _joined(found["text"] or found["other"])
        if _TABLE.search(text):
            yield found["ident"], text


def carried(script: str, least: int) -> Iterator[str]:
    """Strings of at least `least` characters that are markup, in order, whatever is done with them."""
    if len(script) > _LONGEST:
        return
    for found in _ONE.finditer(script):
        if len(found[0]) > least and (text := _unquoted(found[0])) and len(_TAG.findall(text)) >= 2:
            yield text


def _joined(literals: str) -> str:
    return "".join(_unquoted(found[0]) for found in _ONE.finditer(literals))


def _unquoted(literal: str) -> str:
    text = literal[1:-1]
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1 and code[0] in "ux":
        number = int(code.strip("ux{}"), 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    return _NAMED.get(code, code)
