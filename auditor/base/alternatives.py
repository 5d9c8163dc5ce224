"""“{结转|顺延}{|至}下年”: several wordings written as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

_PIECES = re.compile(r"\{([^{}]*)\}|([^{}]+)")


def spelt_out(text: str) -> Iterable[str]:
    """“{结转|顺延}{|至}下年” → 结转下年, 结转至下年, 顺延下年, 顺延至下年."""
    if "{" not in text:
        return (text,)
    parts = [found[1].split("|") if found[1] is not None else [found[2]] for found in _PIECES.finditer(text)]
    return map("".join, product(*parts))
