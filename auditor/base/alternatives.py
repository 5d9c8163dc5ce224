"""“{结转|顺延}{|至}下年”: several wordings written as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product


def spelt_out(text: str) -> Iterator[str]:
    """“{结转|顺延}{|至}下年” → 结转下年, 结转至下年, 顺延下年, 顺延至下年."""
    parts = (
        found[1].split("|") if found[1] is not None else [found[2]]
        for found in re.finditer(r"\{([^{}]*)\}|([^{}]+)", text)
    )  # fmt: skip
    yield from map("".join, product(*parts))
