"""Stored numbers of a spreadsheet as its formats show them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

LOST = "\ufffd"  # a formula whose result was not stored, a number that is shown as something else
_DIGITS = 15  # what a spreadsheet keeps of a number
_DAY_ONE = date(1899, 12, 30)
_DAY_ONE_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # Excel counts the 29th of February 1900, which there was not
_GENERAL = re.compile(r"G/通用格式|General", re.IGNORECASE)
# Words, one character taken as it is, a room left, a filling; colours, places and conditions.
_TOKEN = re.compile(r'"([^"]*)"?|[\\!](.)|([_*].)|\[([^\]]*)\]|([0#?])|([eE][+-])|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=?|>=?|<>|=)\s*(-?\d{1,15}(?:\.\d{1,9})?)")
_MARKS = ".,%ymdhs年月日"
_NOTHING = " -—–/"
_SCALING = re.compile(r"[万亿千百十\d%]")  # words that make a figure another


def number_text(written: str) -> str:
    """A stored number as plain digits, without the noise of binary fractions; as it is where it is none."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return written
    rounded = number if len(number.as_tuple().digits) <= _DIGITS else Decimal(f"{number:.{_DIGITS - 1}e}")
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(written: str, form: str, year_1904: bool = False) -> str:
    """A stored number as its format shows it where that changes what it says: decimals, thousands, words
    beside it, per cent, dates. What is shown as something that no longer tells the number is lost."""
    plain = number_text(written)
    if form in ("", "General", "@"):
        return plain
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return written
    section, signed = _section(form, number)
    tokens = _tokens(section)
    bare = "".join(text for kind, text in tokens if kind in ("mark", "other")).lower()
    if re.search(r"[ymdhs年月日]", bare):
        return _dated(written, bare, year_1904)
    return _numeral(number, tokens, signed)


def _section(form: str, number: Decimal) -> tuple[str, bool]:
    """The part of a format that applies, and whether it puts the sign before the number by itself."""
    sections = _sections(_GENERAL.sub("General", form))
    conditions = [_CONDITION.fullmatch(text) for each in sections for text in _brackets(each)]
    if any(conditions):
        for each in sections:
            asked = next(filter(None, map(_CONDITION.fullmatch, _brackets(each))), None)
            if asked is None or _holds(number, asked[1], Decimal(asked[2])):
                return each, True
        return sections[-1], True
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if number == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], True


@lru_cache(maxsize=256)
def _sections(form: str) -> tuple[str, ...]:
    parts = [""]
    for found in _TOKEN.finditer(form):
        if found[0] == ";":
            parts.append("")
        else:
            parts[-1] += found[0]
    return tuple(parts)


def _brackets(section: str) -> list[str]:
    return [found[4] for found in _TOKEN.finditer(section) if found[4]]


def _holds(number: Decimal, sign: str, bound: Decimal) -> bool:
    match sign:
        case "<":
            return number < bound
        case "<=":
            return number <= bound
        case ">":
            return number > bound
        case ">=":
            return number >= bound
        case "<>":
            return number != bound
        case _:
            return number == bound


@lru_cache(maxsize=256)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """What a section is made of: "words", "digit" (a place for one), "mark" (anything else)."""
    made: list[tuple[str, str]] = []
    for part in re.split(r"(General)", section):
        if part == "General":
            made.append(("general", ""))
            continue
        for found in _TOKEN.finditer(part):
            words, single, room, bracket, digit, power, mark = found.groups()
            if words is not None or single:
                made.append(("words", words or single or ""))
            elif bracket:
                # [$￥-804] shows a currency, [DBNum1] other numerals, [h] hours beyond a day
                money = bracket[1:].partition("-")[0] if bracket[0] == "$" else ""
                other = bracket.lower().startswith("dbnum")
                hours = bracket.lower() if bracket.lower().strip("hms") == "" else ""
                made.append(("other", "") if other else ("mark", hours) if hours else ("words", money))
            elif digit:
                made.append(("digit", digit))
            elif mark == "@":
                made.append(("general", ""))
            elif power or mark == "/":
                made.append(("other", "/"))
            elif mark:
                made.append(("mark" if mark.lower() in _MARKS else "words", mark))
            elif room:
                made.append(("words", " "))
    return tuple(made)


def _numeral(number: Decimal, tokens: tuple[tuple[str, str], ...], signed: bool) -> str:
    kinds = [kind for kind, _ in tokens]
    beside = "".join(text for kind, text in tokens if kind in ("words", "mark"))
    if "digit" not in kinds and "general" not in kinds:
        words = beside.strip()
        if not words.strip(_NOTHING):  # shown as nothing at all, or as a stroke: so noughts are
            return "0" if number == 0 else LOST
        return words
    if not signed and not any(mark in beside for mark in "-("):
        return LOST
    if "general" in kinds:
        words = "".join(text for kind, text in tokens if kind == "words").strip()
        return number_text(str(number)) + (words if _SCALING.search(words) else "")
    if "other" in kinds:  # fractions, powers of ten, numerals in words
        whole = number == number.to_integral_value() and "," not in beside and "%" not in beside
        return number_text(str(number)) if whole else LOST
    try:
        return _placed(number, tokens)
    except InvalidOperation:
        return LOST


def _placed(number: Decimal, tokens: tuple[tuple[str, str], ...]) -> str:
    """The digits in the places that the format has for them, with what stands among and beside these."""
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    first, last = places[0], places[-1]
    point = next((at for at, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    whole = [at for at in places if at < point]
    end_whole = whole[-1] if whole else point
    scale = 0
    for at in range(first, len(tokens)):
        if tokens[at] == ("mark", ","):
            scale += at > last or (at > end_whole and at < point)
    percent = sum(1 for token in tokens if token == ("mark", "%"))
    decimals = len(places) - len(whole)
    value = abs(number) * (Decimal(100) ** percent) / (Decimal(1000) ** scale)
    value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits, _, fraction = format(value, "f").partition(".")
    among = {at: text for at, (kind, text) in enumerate(tokens) if kind == "words" and first < at < last}
    if not any(text.strip() for text in among.values()):
        figure = number_text(f"{digits}.{fraction}" if fraction else digits)
    else:
        figure = _interleaved(digits, fraction, tokens, first, last, point)
    sign = "-" if number < 0 and value else ""
    before = "".join(text for kind, text in tokens[:first] if kind == "words").strip()
    after = "".join(text for kind, text in tokens[last + 1 :] if kind == "words").strip()
    before, after = (words if _SCALING.search(words) else "" for words in (before, after))
    return f"{before}{sign}{figure}{'%' * percent}{after}"


def _interleaved(
    digits: str, fraction: str, tokens: tuple[tuple[str, str], ...], first: int, last: int, point: int
) -> str:
    """The digits, put from the right into the places before the point and from the left behind it."""
    left: list[str] = []
    rest = digits
    for kind, text in reversed(tokens[first : min(point, last + 1)]):
        if kind == "digit":
            left.append(rest[-1:] or ("0" if text == "0" else ""))
            rest = rest[:-1]
        elif kind == "words":
            left.append(text.strip())
    right = []
    for kind, text in tokens[point + 1 : last + 1]:
        if kind == "digit":
            right.append(fraction[:1])
            fraction = fraction[1:]
        elif kind == "words":
            right.append(text.strip())
    made = rest + "".join(reversed(left))
    return f"{made}.{''.join(right)}" if right else made


def _dated(written: str, form: str, year_1904: bool) -> str:
    try:
        number = Decimal(written)
        days = int(number)
        early = not year_1904 and 0 < days < _FALSE_LEAP_DAY
        day = (_DAY_ONE_1904 if year_1904 else _DAY_ONE) + timedelta(days + early)
    except (InvalidOperation, OverflowError, ValueError):
        return number_text(written)
    clock = (number - days) * 86_400
    seconds = int(clock.to_integral_value())
    time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if "y" not in form and "d" not in form and "年" not in form and "日" not in form:
        return time if "h" in form or days == 0 else day.isoformat()
    return f"{day.isoformat()} {time}" if seconds and "h" in form else day.isoformat()
