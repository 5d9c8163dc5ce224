"""Lists that a reader has no use for, taken out of the text before it is parsed.

Only lists whose end can be told without parsing are taken out: block lists in which every quote and every
bracket is closed again, without a comment. The parser then has to find the bare key where it was left (see
`build`), so that nothing is lost of a text that only looks like such a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from auditor.base.place import SourcePlace

# Each branch begins with its quote: so a search looks for quotes alone.
_QUOTED = re.compile(
    r"""(?:"(?<=[\[{,: \-]")(?:[^"\\\n]|\\[^\n])*"|'(?<=[\[{,: \-]')[^'\n]*')(?=\s*(?:[,\]}:]|$))""",
    re.MULTILINE,
)
_OPEN = re.compile("[\"'#\t]")
_BRACKET = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Cut:
    """`text` with the same lines, those of the lists empty; where each list began, by the line (from 1) of
    its key."""

    text: str
    lists: Mapping[int, SourcePlace] = field(default_factory=dict)


def cut_out(text: str, key: str) -> Cut:
    """The text without the lists under `key` that can be taken out."""
    if f"{key}:" not in text:
        return Cut(text)
    lists: dict[int, SourcePlace] = {}
    line = at = 0

    def bare(found: re.Match[str]) -> str:
        nonlocal line, at
        body = found[2]
        if not _closed(body):
            return found[0]
        line, at = line + text.count("\n", at, found.start()), found.start()
        first = re.search(r"^( *)-", body, re.MULTILINE)
        assert first is not None  # the pattern's
        lists[line + 1] = SourcePlace(line + 2 + body.count("\n", 0, first.start()), len(first[1]) + 1)
        return found[0][: found.start(2) - found.start()] + "\n" * body.count("\n")

    return Cut(_lists_under(key).sub(bare, text), lists)


@lru_cache(maxsize=4)
def _lists_under(key: str) -> re.Pattern[str]:
    """A key alone on its line, and the lines that belong to the block list under it."""
    return re.compile(
        rf"^( *){re.escape(key)}: *\n(?=(?: *\n)*\1 *- )((?: *\n|\1(?:- | )[^\n]*(?:\n|\Z))++)", re.MULTILINE
    )


def _closed(body: str) -> bool:
    """Whether every quote and bracket that is opened in these lines is closed in them. A bracket that is
    part of a word may be taken for one; what is told so is never too much."""
    bare = _QUOTED.sub("", body)
    if _OPEN.search(bare):
        return False
    brackets = "".join(_BRACKET.findall(bare))
    while brackets:
        fewer = brackets.replace("[]", "").replace("{}", "")
        if fewer == brackets:
            return False
        brackets = fewer
    return True
