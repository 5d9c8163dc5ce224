"""The cache: what is asked again and what is not, and that nothing it can suffer changes a result."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from auditor.base.paths import packaged
from auditor.batch import cache as cache_module
from auditor.batch import office
from auditor.batch.cache import NAME, TABLES, Cache
from auditor.engine.plan import Planned
from auditor.reading.walk import walk
from auditor.report.model import Report
from auditor.rules.model import Corpus
from auditor.rules.outcome import Outcome
from tests.batch.many import drawn, many, many_run, plain
from tests.city.city import Defects, make

FILES = 9
REBUILT = "缓存文件已损坏或属于别的版本，已重建"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(packaged() / "rules", tmp_path_factory.mktemp("规则") / "rules")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of two offices and their county, with sums and a roster."""
    home = tmp_path_factory.mktemp("城")
    made = make(Defects(carry="B01", left_out="B02", repeated="B03"))
    made.write(home / "all")
    wanted = ("听松县教育局", "听松县民政局", "听松县司法局", "听松县人民政府")
    for name in made.files:
        if Path(name).stem[:-4] in wanted:
            target = home / "few" / Path(name).name
            target.parent.mkdir(exist_ok=True)
            copyfile(home / "all" / name, target)
    copyfile(home / "all" / "名录.yaml", home / "few" / "名录.yaml")
    odd = "望箫县市场监督管理局2024.html"  # its sums are off, and cells are suspected
    copyfile(packaged() / "reports" / odd, home / "few" / odd)
    return home / "few"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, str]]]:
    """The rules that were asked, with the file's name."""
    found: set[tuple[str, str]] = set()
    evaluate = office.evaluate

    def noted(planned: Planned, report: Report, corpus: Corpus) -> tuple[Outcome, ...]:
        found.add((planned.rule.id, Path(report.file).stem))
        return evaluate(planned, report, corpus)

    monkeypatch.setattr(office, "evaluate", noted)
    yield found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read."""
    found: list[str] = []
    own = office.read_report

    def noted(document: object, lexicons: object, file: str, vocabulary: object = None) -> Report:
        found.append(Path(file).stem)
        return own(document, lexicons, file, vocabulary)  # type: ignore[arg-type]

    monkeypatch.setattr(office, "read_report", noted)
    return found


def edited(rules: Path, target: Path, file: str, rule: str) -> Path:
    """A copy of the rules with what one of them advises changed."""
    copy = copytree(rules, target)
    path = copy / "国家" / file
    head, own, rest = path.read_text(encoding="utf-8").partition(f"编号: {rule}\n")
    assert own
    path.write_text(head + own + rest.replace("怎么改: ", "怎么改: 请", 1), encoding="utf-8")
    return copy


def test_where_nothing_changed_nothing_is_read_and_no_rule_is_asked(
    rules: Path, city: Path, tmp_path: Path, asked: set[tuple[str, str]], read: list[str]
) -> None:
    first = many(rules, city, cache=tmp_path)
    assert len(read) == len(set(read)) == FILES and asked
    read.clear()
    asked.clear()
    assert many(rules, city, cache=tmp_path) == first == plain(rules, city)
    assert (read, asked) == ([], set())


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("通用/元数据.yaml", "元数据-003"),
        ("通用/勾稽.yaml", "勾稽-302"),  # names suspects, together with others
        ("通用/跨年.yaml", "跨年-301"),  # looks at last year's report
    ],
)
def test_an_edited_rule_is_asked_again_and_no_other(
    rules: Path,
    city: Path,
    tmp_path: Path,
    asked: set[tuple[str, str]],
    read: list[str],
    file: str,
    rule: str,
) -> None:
    many(rules, city, cache=tmp_path / "cache")
    asked.clear()
    read.clear()
    other = edited(rules, tmp_path / "rules", file, rule)
    changed = many(other, city, cache=tmp_path / "cache")
    assert ({id for id, _ in asked}, len(asked), read) == ({rule}, FILES, [])
    assert changed == plain(other, city) != plain(rules, city)


def test_a_rule_that_is_gone_and_one_that_came_change_nothing_of_the_others(
    rules: Path, city: Path, tmp_path: Path, asked: set[tuple[str, str]]
) -> None:
    many(rules, city, cache=tmp_path / "cache")
    other = copytree(rules, tmp_path / "rules")
    path = other / "国家" / "通用" / "勾稽.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("勾稽-302\n", "勾稽-399\n", 1), encoding="utf-8")
    asked.clear()
    assert many(other, city, cache=tmp_path / "cache") == plain(other, city)
    assert {id for id, _ in asked} == {"勾稽-399"}


def test_a_changed_report_asks_its_own_rules_and_of_the_next_year_those_that_look_back(
    rules: Path, city: Path, tmp_path: Path, asked: set[tuple[str, str]], read: list[str]
) -> None:
    own = copytree(city, tmp_path / "own")
    many(rules, own, cache=tmp_path / "cache")
    asked.clear()
    read.clear()
    path = next(own.glob("听松县教育局2023.*"))
    path.write_text(path.read_text(encoding="utf-8").replace("本机关", "我机关"), encoding="utf-8")
    changed = many(rules, own, cache=tmp_path / "cache")
    assert read == ["听松县教育局2023"]
    by_file = {name: {rule for rule, file in asked if file == name} for _, name in asked}
    assert set(by_file) == {"听松县教育局2023", "听松县教育局2024", "听松县人民政府2023"}
    assert by_file["听松县教育局2024"] < by_file["听松县教育局2023"]
    assert "跨年-301" in by_file["听松县教育局2024"] and "勾稽-301" not in by_file["听松县教育局2024"]
    assert all(rule.startswith(("汇总", "文表", "勾稽")) for rule in by_file["听松县人民政府2023"])
    assert changed == plain(rules, own)


def test_a_changed_program_knows_nothing(
    rules: Path, city: Path, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = many(rules, city, cache=tmp_path)
    read.clear()
    monkeypatch.setattr(office.digests, "program", lambda: "another")
    assert many(rules, city, cache=tmp_path) == first
    assert len(read) == FILES


@pytest.mark.parametrize("damage", ["cut", "version", "tables"])
def test_a_damaged_cache_is_made_anew_and_that_is_said(
    rules: Path, city: Path, tmp_path: Path, damage: str
) -> None:
    first = many(rules, city, cache=tmp_path)
    path = tmp_path / NAME
    data = path.read_bytes()
    if damage == "cut":
        path.write_bytes(data[: len(data) // 3])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99" if damage == "version" else "DROP TABLE said")
            if damage == "tables":
                connection.execute("CREATE TABLE said (something TEXT)")
        connection.close()
    notes: list[str] = []
    assert many(rules, city, cache=tmp_path, notes=notes) == first
    assert notes == [REBUILT]
    assert many(rules, city, cache=tmp_path, notes=notes) == first
    assert notes == [REBUILT]


def test_torn_values_are_worked_out_again(
    rules: Path, city: Path, tmp_path: Path, asked: set[tuple[str, str]], read: list[str]
) -> None:
    first = many(rules, city, cache=tmp_path)
    with sqlite3.connect(tmp_path / NAME) as connection:
        for table in TABLES:
            rows = connection.execute(f"SELECT key, value FROM {table} ORDER BY key").fetchall()
            for number, (key, value) in enumerate(rows):
                torn = [value[:-7], value[: len(value) // 2] + b"\x00" + value[len(value) // 2 + 1 :], b""]
                connection.execute(f"UPDATE {table} SET value = ? WHERE key = ?", (torn[number % 3], key))
    connection.close()
    asked.clear()
    read.clear()
    assert many(rules, city, cache=tmp_path) == first
    assert len(read) >= FILES
    read.clear()
    assert many(rules, city, cache=tmp_path) == first
    assert read == []


def test_hostile_values_run_nothing(rules: Path, city: Path, tmp_path: Path) -> None:
    import pickle
    import zlib

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (os.mkdir, (str(tmp_path / "owned"),))

    first = many(rules, city, cache=tmp_path)
    evil = pickle.dumps(Evil())
    sealed = zlib.crc32(evil).to_bytes(4, "little") + evil
    with sqlite3.connect(tmp_path / NAME) as connection:
        for table in TABLES:
            value = sealed if table == "said" else zlib.compress(evil)
            connection.execute(f"UPDATE {table} SET value = ?", (value,))
    connection.close()
    assert many(rules, city, cache=tmp_path) == first
    assert not (tmp_path / "owned").exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_said_and_does_without(
    rules: Path, city: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    notes: list[str] = []
    try:
        assert many(rules, city, cache=tmp_path / "cache", notes=notes) == plain(rules, city)
    finally:
        tmp_path.chmod(0o700)
    assert notes == ["缓存用不了（文件夹建不了或写不了）"]


def test_a_file_where_the_folder_should_be_is_said_and_done_without(
    rules: Path, city: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    notes: list[str] = []
    assert many(rules, city, cache=tmp_path / "file", notes=notes) == plain(rules, city)
    assert notes == ["缓存用不了（文件夹建不了或写不了）"]


def test_without_a_folder_nothing_is_left_behind() -> None:
    kept = Cache(None)
    path = kept.path
    kept.put("heads", "a", b"1")
    kept.flush()
    assert kept.reading().get("heads", ["a", "b"]) == {"a": b"1"}
    assert not kept.lasting
    kept.close()
    assert not path.parent.exists()


def test_what_nobody_asked_for_in_long_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = 20_000
    monkeypatch.setattr(cache_module, "_today", lambda: day)
    kept = Cache(tmp_path)
    for table in ("heads", "bodies"):
        kept.put(table, "old", b"1")
        kept.put(table, "used", b"2")
    kept.close()
    day += 30
    kept = Cache(tmp_path)
    kept.touch(["used"], "heads", "bodies")
    kept.close()
    day += 31
    kept = Cache(tmp_path)
    assert kept.reading().get("heads", ["old", "used"]) == {"used": b"2"}
    assert kept.reading().get("bodies", ["old", "used"]) == {"used": b"2"}
    kept.close()


def test_what_a_run_needed_is_not_forgotten(
    rules: Path,
    city: Path,
    asked: set[tuple[str, str]],
    read: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = 20_000
    monkeypatch.setattr(cache_module, "_today", lambda: day)
    many_run(rules, city, cache=tmp_path)
    assert len(read) == FILES
    read.clear()
    asked.clear()
    for _ in range(3):
        day += 40
        many_run(rules, city, cache=tmp_path)
    assert (read, asked) == ([], set())
    day += 100
    many_run(rules, city, cache=tmp_path)
    assert len(read) == FILES


def test_the_same_report_under_another_name_is_another_report(
    rules: Path, city: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    sample = next(found.path for found in walk([packaged() / "reports"]).files if found.path.suffix == ".txt")
    copyfile(sample, folder / "一.txt")
    many(rules, folder, cache=tmp_path / "cache")
    (folder / "一.txt").rename(folder / "二.txt")
    run = many_run(rules, folder, cache=tmp_path / "cache")
    assert {Path(f.file).name for f in run.findings if f.file} == {"二.txt"}
    assert drawn(run) == plain(rules, folder)
