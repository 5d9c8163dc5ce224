"""The fixtures of the command line; a cache of the tests' own."""

from collections.abc import Iterator

import pytest

from tests.cli.conftest import auditor, home, workplace

__all__ = ["auditor", "home", "workplace"]


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is read of reports is not kept among the person's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITOR_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
