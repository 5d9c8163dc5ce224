"""The command line in an empty folder, as the tests of the command line have it."""

from tests.cli.conftest import auditor, home

__all__ = ["auditor", "home"]
