"""Python's search for cyclic garbage, put off while many objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No search for cyclic garbage inside; afterwards as before. Building a tree of 40,000 objects sets
    it off dozens of times, and it finds nothing. What was made inside counts as old at once: the first
    search afterwards would otherwise walk all of it, which takes a quarter of the time of a load."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            settled = gc.get_freeze_count()
            gc.freeze()
            if not settled:
                gc.unfreeze()  # to the oldest generation
            gc.enable()


def settle() -> None:
    """Leave out of all later searches what there is now: modules and rules, which stay to the end of a
    command. For programs that end, not for libraries."""
    gc.freeze()


def hold() -> None:
    """No search until `let_go`: a program is starting, and everything it makes stays."""
    gc.disable()


def let_go(rarely: bool = False) -> None:
    """What was made since `hold` is left out of all later searches; there are searches again. `rarely`:
    for work whose garbage is hardly ever cyclic, where they take a twentieth of the time."""
    gc.freeze()
    if rarely:
        gc.set_threshold(20_000, 20, 20)
    gc.enable()
