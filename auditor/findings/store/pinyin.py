"""How names are typed in Latin letters: 青石街道 as qingshijiedao and as qsjd.

A character may be read in several ways and a dictionary of words guesses wrong in names (市长安区), so
every way is kept, as far as they are few.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

_FULL, _INITIALS = 32, 64  # ways kept of one name


@lru_cache(maxsize=8192)
def spelled(name: str) -> tuple[str, str]:
    """Full pinyin and initials of `name`, the ways parted by blanks; lower case, letters and digits."""
    from pypinyin import Style, lazy_pinyin, pinyin  # its dictionary takes a tenth of a second to load

    guessed = lazy_pinyin(name, style=Style.NORMAL, errors=lambda text: list(text))  # type: ignore[arg-type, return-value]
    syllables: list[tuple[str, ...]] = []
    if len(guessed) != len(name):
        guessed = list(name)
    for char, guess in zip(name, guessed, strict=True):
        single = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
        ways = (guess, *(single[0] if single else ()))
        syllables.append(tuple(dict.fromkeys(plain for way in ways if (plain := _plain(way)))) or ("",))
    initials = [tuple(dict.fromkeys(way[:1] for way in ways)) for ways in syllables]
    return _joined(syllables, _FULL), _joined(initials, _INITIALS)


def _joined(ways: list[tuple[str, ...]], most: int) -> str:
    """The first `most` ways through; where there are more, rarer readings at the end give way first."""
    return " ".join(dict.fromkeys("".join(way) for way in islice(product(*ways), most)))


def _plain(part: str) -> str:
    return "".join(char for char in part.lower().replace("ü", "v") if char.isascii() and char.isalnum())
