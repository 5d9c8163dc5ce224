"""The fixtures of the command line."""

from tests.cli.conftest import auditor, home, workplace

__all__ = ["auditor", "home", "workplace"]
