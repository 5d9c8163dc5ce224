"""Where the shipped rule packs and sample reports lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged() -> Path:
    """The folder that holds the shipped `rules/` and `reports/`: inside the installed package, or
    the checkout's own top level."""
    data = _PACKAGE / "data"
    return data if data.is_dir() else _PACKAGE.parent
