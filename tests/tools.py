"""Other programs that some tests look through: skipped where one is missing, failed where CI has them all."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Skip the test for want of `what`; fail it where AUDITOR_ALL_TOOLS says that nothing is wanting."""
    if os.environ.get("AUDITOR_ALL_TOOLS"):
        pytest.fail(f"{what} is missing, though .ci/run installs it")
    pytest.skip(f"{what} is not installed")
