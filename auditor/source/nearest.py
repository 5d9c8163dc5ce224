"""The known names closest to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from auditor.base.text import fold

_LONGEST = 60  # a name beyond this is no misspelling; comparing is quadratic in length


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Up to `count` of `known`, closest first; empty when none is close.

    Width and case do not count. Chinese names are short: of two characters one must agree, of four
    two, and longer names must agree in three fifths."""
    wanted = fold(name).casefold()
    if not wanted or len(wanted) > _LONGEST:
        return ()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, str]] = []
    for candidate in dict.fromkeys(known):
        other = fold(candidate).casefold()
        if not other or len(other) > _LONGEST:
            continue
        least = 0.5 if max(len(wanted), len(other)) <= 4 else 0.6
        contained = len(wanted) > 1 and len(other) > 1 and (wanted in other or other in wanted)
        if contained:
            least = 0.3
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        score = matcher.ratio()
        if score >= least:
            scored.append((score + (0.2 if contained else 0), candidate))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(candidate for _, candidate in scored[:count])


def advice(name: str, known: Iterable[str]) -> str:
    """“是不是 甲、乙？” for a misspelt name; "" when nothing is close."""
    found = nearest(name, known)
    return f"是不是“{'”“'.join(found)}”？" if found else ""
