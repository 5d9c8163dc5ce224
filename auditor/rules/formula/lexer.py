"""Formula text to tokens.

The longest known name wins, because official names contain 或, digits and brackets. Full-width
spellings mean the same as half-width ones; positions are always those of the text as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from auditor.base.text import fold
from auditor.report.value import Number
from auditor.rules.formula.types import FormulaError

MAX_LENGTH = 2000
MAX_TOKENS = 500
_MAX_DIGITS = 24  # exact in every arithmetic used here, and far beyond any figure of a report

FUNCTIONS = ("合计", "个数", "存在", "提及", "选", "取整", "绝对值", "天数", "相似度", "字数", "次数")

_RUN = re.compile(r"\$?[\w·—〔〕《》〈〉]+")
_NUMBER = re.compile(r"([0-9]+)(\.[0-9]+)?")
_DATE = re.compile(
    r"(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日|([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])"
)
_CALL = re.compile(rf"(?:{'|'.join(FUNCTIONS)})\s*\(")
_SPACE = re.compile(r"\s+")
_SYMBOLS = (
    ("->", "→"),
    ("=>", "→"),
    ("==", "="),
    ("!=", "≠"),
    (">=", "≥"),
    ("<=", "≤"),
    ("<>", "≠"),
    *((sign, sign) for sign in "+-*/=≠<>(),→"),
    ("≤", "≤"),
    ("≥", "≥"),
    ("≦", "≤"),
    ("≧", "≥"),
    ("⩽", "≤"),
    ("⩾", "≥"),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("、", ","),
    ("∗", "*"),
    ("∕", "/"),
)
_SYMBOL = dict(_SYMBOLS)
_WORDS = {"且": "and", "或": "or", "非": "not"}
_INVISIBLE = frozenset("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


class Token(NamedTuple):
    """`kind`: name, number, text, date, and, or, not, end, or the sign itself."""

    kind: str
    text: str
    start: int
    end: int
    value: Number | str | date | tuple[int, int] | None = None


class Names:
    """Known names, indexed for longest match. Build it once per scope and hand it to every parse."""

    __slots__ = ("_given", "_known", "_lengths")

    def __init__(self, names: Iterable[str]) -> None:
        self._given = tuple(names)
        known: set[str] = set()
        for name in self._given:
            folded = fold(name)
            known.add(folded)
            # A dotted name may be written with its pieces in another order.
            if "." in folded:
                known.update(folded.split("."))
        known.discard("")
        self._known = known
        lengths: dict[str, set[int]] = {}
        for name in known:
            lengths.setdefault(name[0], set()).add(len(name))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def longest(self, text: str, start: int) -> int:
        """Where the longest known name at `start` ends, at an end of a word; `start` if there is none."""
        for length in self._lengths.get(text[start], ()):
            end = start + length
            if end <= len(text) and text[start:end] in self._known and _is_end(text, end):
                return end
        return start


def _is_end(text: str, end: int) -> bool:
    """Whether a name may stop here: before no letter, or before a 且 或 that ends the word."""
    rest = _RUN.match(text, end)
    return rest is None or rest[0] in ("且", "或")


def tokenize(text: str, names: Names) -> list[Token] | FormulaError:
    """Tokens with an "end" token last, or the first thing that is none."""
    if len(text) > MAX_LENGTH:
        return FormulaError(f"公式太长（超过 {MAX_LENGTH} 字）", 0, len(text), "拆成几条规则")
    folded, places = _folded(text)
    tokens: list[Token] = []
    at, size = 0, len(folded)
    while at < size:
        char = folded[at]
        if char.isspace():
            at += 1
            continue
        found = _token(folded, at, text, places, names)
        if isinstance(found, FormulaError):
            return found
        token, after = found
        if places is not None:
            start, end = places[at], places[after - 1] + 1
            shown = text[start:end] if token.kind == "name" else token.value
            token = token._replace(start=start, end=end, value=shown)
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            return FormulaError(f"公式太长（超过 {MAX_TOKENS} 项）", 0, len(text), "拆成几条规则")
        at = after
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _folded(text: str) -> tuple[str, list[int] | None]:
    """The text in half width and the written position of each of its characters (None: the same)."""
    if unicodedata.is_normalized("NFKC", text) and _INVISIBLE.isdisjoint(text):
        return text, None
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in _INVISIBLE:
            continue
        for half in unicodedata.normalize("NFKC", char):
            characters.append(half)
            places.append(place)
    return "".join(characters), places


def _token(
    text: str, at: int, written: str, places: list[int] | None, names: Names
) -> tuple[Token, int] | FormulaError:
    char = text[at]
    sign = _SYMBOL.get(text[at : at + 2])
    if sign is not None and len(text[at : at + 2]) == 2:
        return Token(sign, text[at : at + 2], at, at + 2), at + 2
    sign = _SYMBOL.get(char)
    if sign is not None:
        return Token(sign, char, at, at + 1), at + 1
    if char in '“”"':
        return _quoted(text, at, written, places)
    if "0" <= char <= "9" and names.longest(text, at) == at:
        return _figure(text, at, places)
    return _name(text, at, places, names)


def _quoted(text: str, at: int, written: str, places: list[int] | None) -> tuple[Token, int] | FormulaError:
    closing = '"' if text[at] == '"' else "”"
    end = text.find(closing, at + 1)
    if text[at] == "”" or end < 0:
        return _error("引号没有配对", at, at + 1, places, "文字写在“ ”里")
    inner = text[at + 1 : end] if places is None else written[places[at] + 1 : places[end]]
    return Token("text", inner, at, end + 1, inner), end + 1


def _figure(text: str, at: int, places: list[int] | None) -> tuple[Token, int] | FormulaError:
    if found := _DATE.match(text, at):
        year, month, day = found[1] or found[4], int(found[2] or found[5]), int(found[3] or found[6])
        value: date | tuple[int, int]
        try:
            # 2000 was a leap year: 2月29日 stands for the last day of February elsewhere.
            value = date(int(year) if year else 2000, month, day)
        except ValueError:
            return _error(f"没有“{found[0]}”这一天", at, found.end(), places, "检查月份和日期")
        return Token("date", found[0], at, found.end(), value if year else (month, day)), found.end()
    found = _NUMBER.match(text, at)
    assert found is not None  # the caller saw a digit
    end = found.end()
    if end - at > _MAX_DIGITS:
        return _error("数字太长", at, end, places, "报告里没有这样大的数")
    if re.compile(r",[0-9]{3}(?![0-9])").match(text, end):
        return _error("数字里不能写千分位逗号", at, end + 4, places, "去掉逗号；若是两个数，逗号后加一个空格")
    rest = _RUN.match(text, end)
    if rest is not None and rest[0][0] not in "且或":
        return _error(
            f"数字后面不能直接写“{rest[0][:10]}”",
            end,
            rest.end(),
            places,
            "数字不带单位；不认识的名称请检查写法",
        )
    return Token("number", found[0], at, end, number(found[0])), end


def number(text: str) -> Number:
    """An int where the figure is whole, a Decimal otherwise."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


def _name(text: str, at: int, places: list[int] | None, names: Names) -> tuple[Token, int] | FormulaError:
    word = _WORDS.get(text[at])
    if word is not None and names.longest(text, at) == at:
        run = _RUN.match(text, at)
        alone = run is not None and run.end() == at + 1
        if alone or _operand_follows(text, at + 1, names):
            return Token(word, text[at], at, at + 1), at + 1
    end = at
    while True:
        known = names.longest(text, end) if end < len(text) else end
        if known > end:
            end = known
        elif run := _RUN.match(text, end):
            end = run.end()
        elif end == at:
            hint = "相等写“=”，乘除写“* /”，文字写在“ ”里"
            return _error(f"公式里不能写“{text[at]}”", at, at + 1, places, hint)
        else:
            return _error("名称不能以“.”结尾", end - 1, end, places, "补上“.”后面的名称，或删去“.”")
        if end < len(text) and text[end] == ".":
            end += 1
            continue
        return Token("name", text[at:end], at, end, text[at:end]), end


def _operand_follows(text: str, at: int, names: Names) -> bool:
    """Whether what stands right behind a 且 或 非 can only be an operand of it."""
    if at >= len(text):
        return False
    return (
        names.longest(text, at) > at
        or _CALL.match(text, at) is not None
        or "0" <= text[at] <= "9"
        or text[at] == "$"
    )


def _error(message: str, start: int, end: int, places: list[int] | None, hint: str) -> FormulaError:
    if places is not None:
        start, end = places[start], places[end - 1] + 1
    return FormulaError(message, start, end, hint)
