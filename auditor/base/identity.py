"""What is made once of each of a few objects that have no hash: lexicons, schemas."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

_Of = TypeVar("_Of")
_Made = TypeVar("_Made")
_MOST = 64  # objects that are kept, with what was made of them


def by_identity(make: Callable[[_Of], _Made]) -> Callable[[_Of], _Made]:
    """`make`, called once for each object; all is forgotten when too many are kept."""
    kept: dict[int, tuple[_Of, _Made]] = {}

    @wraps(make)
    def once(of: _Of) -> _Made:
        found = kept.get(id(of))
        if found is None or found[0] is not of:
            if len(kept) >= _MOST:
                kept.clear()
            found = kept[id(of)] = (of, make(of))
        return found[1]

    return once
