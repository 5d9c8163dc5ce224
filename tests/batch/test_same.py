"""A run over many files says what the plain road says, byte for byte, whoever does the work."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from auditor.base.paths import packaged
from tests.batch.many import city, many, plain


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(packaged() / "rules", tmp_path_factory.mktemp("规则") / "rules")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return city(tmp_path_factory.mktemp("城"))


@pytest.fixture(scope="module")
def wanted(rules: Path, folder: Path) -> str:
    return plain(rules, folder)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("缓存")


def test_the_city_has_what_only_many_reports_show(wanted: str) -> None:
    for rule in ("相似-001", "名录-001", "汇总-201", "跨年-301"):
        assert f'"rule": "{rule}"' in wanted, rule


def test_four_workers_say_the_same_in_any_order_and_leave_a_cache(
    rules: Path, folder: Path, wanted: str, cache: Path
) -> None:
    assert many(rules, folder, jobs=4, cache=cache, shuffle=1) == wanted


def test_a_warm_cache_says_the_same_to_one_process_and_to_two_workers(
    rules: Path, folder: Path, wanted: str, cache: Path
) -> None:
    assert many(rules, folder, jobs=0, cache=cache) == wanted
    assert many(rules, folder, jobs=2, cache=cache, shuffle=3) == wanted
