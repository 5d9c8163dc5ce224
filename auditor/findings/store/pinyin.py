"""How names are typed in Latin letters: 青石街道 as qingshijiedao and as qsjd."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=8192)
def spelled(name: str) -> tuple[str, str]:
    """Full pinyin and initials of `name`, lower case, letters and digits only."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes a tenth of a second to load

    syllables = [_plain(part) for part in lazy_pinyin(name, style=Style.NORMAL, errors=lambda text: text)]
    full = "".join(syllables)
    initials = "".join(part[0] if part.isalpha() else part for part in syllables if part)
    return full, initials


def _plain(part: str) -> str:
    return "".join(char for char in part.lower().replace("ü", "v") if char.isascii() and char.isalnum())
