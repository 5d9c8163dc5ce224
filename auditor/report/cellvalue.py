"""The text of one cell to a Value; exact decimals only, nothing is converted or guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from auditor.base.place import CellPlace, ParagraphPlace
from auditor.base.text import fold, has_mark
from auditor.report.value import Number, State, Value

_DASHES = str.maketrans(dict.fromkeys("−﹣–—―─‐‑‒", "-"))
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN = re.compile(_NUMBER)
_SYMBOL = re.compile(r"(?:[/\\\-_*.·、]+|无|没有|空|null|NULL|N/A)")
_UNITS = "万元|亿元|元|万|件次|件|条|次|项|宗|起|份|个|%|‰"
_MORE = "余|多|左右|以上"
_NOTE = r"[*※†‡#]{1,3}|注\d{0,2}"  # the mark of a note that stands elsewhere
_OF_IT = "[,;](?:其中|不?含|包[含括])"
_WITH_NUMBER = re.compile(
    rf"[约近共计为]{{0,2}}({_NUMBER})"
    rf"(?:{_UNITS}|{_MORE}|\+$|[(（\[](?!.{{1,4}}[)）\]][,.]?\d)|(?:{_NOTE})$|{_OF_IT}|$)"
)
_LED = re.compile(r"[-+]?0\d")  # no number: two figures and a stroke between them
_TAIL = re.compile(rf"(?:{_UNITS})?(?:|{_MORE}|\+|[(（\[].*[)）\]](?:{_UNITS})?|{_NOTE}|{_OF_IT}.*)")
_REFERS = re.compile(
    rf"[详参另]?见(?:[本报告正下上]{{0,3}}文|文字|后附)?(?:说明|备注|附注|注|附件|正文)?(?:[(（]{_NUMBER}[)）])?"
)
_UNIT = re.compile(_UNITS)
_GAPPED = re.compile(r"\d{1,3}(?: \d{3})+|\d+(?: ?, ?\d{3})+")
UNREAD = "\ufffd"  # a reader's mark for what it could not read
MAX_DIGITS = 15  # more digits than any count or amount in these tables can have


def to_number(text: str) -> Number:
    """The number that `text` (folded, a match of the number pattern) writes."""
    value = Decimal(text.replace(",", ""))
    return int(value) if value == value.to_integral_value() and "." not in text else value


def is_plain(text: str) -> bool:
    """Whether folded `text` is one number and nothing else."""
    return len(text) <= MAX_DIGITS + 5 and _PLAIN.fullmatch(text.translate(_DASHES)) is not None


def is_symbol(text: str) -> bool:
    """Whether folded `text` is a mark that stands for nothing: “/”, “—”, “无”."""
    return _SYMBOL.fullmatch(text.translate(_DASHES)) is not None


def is_figure(text: str) -> bool:
    """Whether folded `text` could stand in a number cell of a table: a number, a mark, or a number
    with its unit or a remark (“0件”, “22（其中修订16件）”), or words that send elsewhere for it
    (“见说明（31）”). Blank text is not."""
    return 0 < len(text) <= 60 and (_is_count(text) or _is_figure(text.translate(_DASHES)))


def _is_count(text: str) -> bool:
    """Whether `text` is digits alone, as nearly every figure is."""
    return text.isdigit() and text.isascii() and len(text) <= MAX_DIGITS


def is_unread(text: str) -> bool:
    """Whether something stands there (folded `text`) of which nothing could be read."""
    return bool(text) and not text.strip(UNREAD)


def may_be_figure(text: str) -> bool:
    """`is_figure`, or something that could not be read and may be one."""
    return is_figure(text) or is_unread(text)


@lru_cache(maxsize=16_384)
def _is_figure(text: str) -> bool:
    if is_plain(text) or is_symbol(text):
        return True
    if UNREAD in text and text.replace(UNREAD, "").isdigit():  # a figure of which not all was read
        return True
    found = _WITH_NUMBER.match(text)
    if found is None:
        return len(text) > 1 and _REFERS.fullmatch(text) is not None
    return _TAIL.fullmatch(text, found.end(1)) is not None


def read_value(text: str, unit: str, place: CellPlace | ParagraphPlace | None, note: str = "") -> Value:
    """The Value of a cell whose text is `text`.

    White space inside a number is dropped where it groups thousands or wraps the cell ("12\\n34" is
    one number torn over lines only if no space could separate two numbers: otherwise 无法辨认).
    """
    if _is_count(text):
        return Value(State.NUMBER, int(text), text, unit, place=place, note=note)
    raw = text.strip("\n\r\t ")
    folded = fold(text).translate(_DASHES)
    if UNREAD in folded:
        return Value(State.ILLEGIBLE, None, raw, unit, place=place, confidence=0.0, note="有读不出的字符")
    if not folded:
        return Value(State.BLANK, None, raw, unit, place=place, note=note)
    if _PLAIN.fullmatch(folded):
        if has_mark(raw):  # a figure, or the mark of a note beside none
            return Value(
                State.ILLEGIBLE, None, raw, unit, place=place, confidence=0.0, note="不知是数还是注号"
            )
        if (len(folded) > MAX_DIGITS and sum(map(str.isdigit, folded)) > MAX_DIGITS) or not _one_number(raw):
            return Value(
                State.ILLEGIBLE, None, raw, unit, place=place, confidence=0.0, note="一格里像有两个数"
            )
        return Value(State.NUMBER, to_number(folded), raw, unit, place=place, note=note)
    if _SYMBOL.fullmatch(folded):
        return Value(State.SYMBOL, None, raw, unit, place=place, note=note)
    found = _WITH_NUMBER.match(folded)
    if found is None or len(found[1]) > MAX_DIGITS or _LED.match(found[1]):
        return Value(State.TEXT, None, raw, unit, place=place, note=note)
    written = _UNIT.match(folded[found.end(1) :])
    return Value(State.TEXT, to_number(found[1]), raw, unit, written[0] if written else "", place, note=note)


def _one_number(raw: str) -> bool:
    """Whether the white space inside `raw`, if any, cannot be a gap between two numbers."""
    pieces = unicodedata.normalize("NFKC", raw).split()
    if len(pieces) == 1:
        return True
    if len([line for line in raw.splitlines() if line.strip()]) > 1 and pieces[0] not in {"+", "-"}:
        return False  # a line end may part two numbers as well as wrap one
    spaced = " ".join(pieces)
    return _GAPPED.fullmatch(spaced) is not None or pieces[0] in {"+", "-"}
