"""Numbers as lists write them: 十二, 拾贰, XII, L, 甲, ⑫."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def counted(number: int) -> str:
    """1 to 9999 in Chinese as one counts: 十, 十二, 二十, 一百零五."""
    text = _placed(number, "零一二三四五六七八九", "十百千")
    return text[1:] if text.startswith("一十") else text


def legal(number: int) -> str:
    """1 to 9999 in the forms of money: 壹拾贰."""
    return _placed(number, _LEGAL, "拾佰仟")


def digits(number: int) -> str:
    """Digit by digit: 12 is 一二."""
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _placed(number: int, names: str, places: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (names[0] if gap and text else "") + names[digit] + (places[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return text


def roman(number: int) -> str:
    """1 to 3999 in capitals."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text += sign
            number -= value
    return text


def letters(number: int) -> str:
    """A to Z, then AA, BB, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * min(1 + (number - 1) // 26, 20) if number > 0 else str(number)


def circled(number: int) -> str:
    """① to ㊿, further ones in digits."""
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return str(number)


def enclosed(number: int, first: int) -> str:
    """1 to 20 from the row of signs that begins at code point `first` (⑴, ⒈, ㊀ has ten)."""
    return chr(first + number - 1) if 1 <= number <= (10 if first == 0x3280 else 20) else str(number)


def cyclic(number: int, signs: str) -> str:
    """甲乙丙, 子丑寅: beyond the row, in digits."""
    return signs[number - 1] if 1 <= number <= len(signs) else str(number)
