"""Workers die, hang, grow and never start; the run goes on, and says which report it was."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from auditor.base.paths import packaged
from auditor.batch import crew, todo, worker
from auditor.batch.tasks import CrewFault
from auditor.findings.model import FileStatus, Run
from auditor.reading.walk import walk
from tests.batch.many import many_run

SICK = (sys.executable, "-m", "tests.batch.sick")
LATE = "4 秒内未能审完，已放弃；请用原来的程序打开确认，只保留报告正文后另存为 .docx"
CRASHED = "处理时进程中断（内存或内容异常），此文件未审；请用原来的程序打开确认，只保留报告正文后另存为 .docx"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(packaged() / "rules", tmp_path_factory.mktemp("规则") / "rules")


def reports(folder: Path, *ill: str) -> Path:
    """Eight sample reports, and copies of one of them under the names of `ill`."""
    samples = [found.path for found in walk([packaged() / "reports"]).files][:8]
    folder.mkdir()
    for path in samples:
        copyfile(path, folder / path.name)
    page = next(path for path in samples if path.suffix == ".html").read_text(encoding="utf-8")
    for number, name in enumerate(ill):
        text = page.replace("市", "东南西北"[number] + "市", 30)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def rows(run: Run) -> dict[str, tuple[FileStatus, str | None, bool]]:
    """What is said of files that were not read whole."""
    return {
        Path(row.file).stem: (row.status, row.reason, row.fatal)
        for row in run.files
        if row.status is not FileStatus.READ
    }


def test_a_report_that_kills_or_holds_its_worker_is_named_and_the_rest_is_audited(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = many_run(rules, reports(tmp_path / "well", "甲", "乙", "丙", "丁"))
    monkeypatch.setattr(crew, "COMMAND", SICK)
    folder = reports(tmp_path / "ill", "读死", "读睡", "审死", "审睡")
    run = many_run(rules, folder, jobs=2, timeout=4)
    assert rows(run) == {
        "读死": (FileStatus.UNREADABLE, CRASHED, True),
        "读睡": (FileStatus.UNREADABLE, LATE, True),
        "审死": (FileStatus.UNREADABLE, CRASHED, True),
        "审睡": (FileStatus.UNREADABLE, LATE, True),
    }
    assert run.tally.reports == well.tally.reports - 4 == 8
    ill = {"甲", "乙", "丙", "丁"}
    assert [(Path(f.file).name, f.fingerprint) for f in run.findings if f.file] == [
        (Path(f.file).name, f.fingerprint) for f in well.findings if f.file and Path(f.file).stem not in ill
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system does not tell")
def test_a_report_that_takes_memory_without_end_is_named(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "COMMAND", SICK)
    monkeypatch.setattr(crew, "MOST_MEMORY", 700 << 20)
    run = many_run(rules, reports(tmp_path / "ill", "读胖"), jobs=2)
    assert rows(run) == {"读胖": (FileStatus.UNREADABLE, CRASHED, True)}
    assert run.tally.reports == 8


def test_a_worker_that_dies_once_costs_nothing(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports(tmp_path / "folder", "读伤", "审伤")
    well = many_run(rules, folder)
    monkeypatch.setattr(crew, "COMMAND", SICK)
    assert many_run(rules, folder, jobs=2) == well
    assert sorted(path.name for path in folder.glob("*.scar")) == ["审伤.scar", "读伤.scar"]


def test_what_is_known_needs_no_worker(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = reports(tmp_path / "folder", "甲"), tmp_path / "cache"
    well = many_run(rules, folder, jobs=2, cache=cache)
    command = crew.COMMAND
    monkeypatch.setattr(crew, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    assert many_run(rules, folder, jobs=2, cache=cache) == well
    page = folder / "甲.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(CrewFault):
        many_run(rules, folder, jobs=2, cache=cache)
    monkeypatch.setattr(crew, "COMMAND", command)
    assert many_run(rules, folder, jobs=2, cache=cache) == many_run(rules, folder)


def test_workers_that_cannot_start_are_a_fault_with_advice(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(CrewFault) as fault:
        many_run(rules, reports(tmp_path / "folder"), jobs=2)
    assert fault.value.diagnostic.message == "工作进程一起动就中断"


def test_workers_with_other_rules_than_the_command_are_refused(rules: Path, tmp_path: Path) -> None:
    other = copytree(rules, tmp_path / "rules")
    path = other / "国家" / "通用" / "元数据.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("怎么改: ", "怎么改: 请", 1), encoding="utf-8")
    with pytest.raises(CrewFault) as fault:
        many_run(rules, reports(tmp_path / "folder"), jobs=1, workers_rules=other)
    assert fault.value.diagnostic.message == "规则在审核当中改动了"


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell a process its peak memory")
def test_a_worker_that_has_grown_makes_room_for_another(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports(tmp_path / "folder")
    well = many_run(rules, folder)
    started: list[int] = []
    start = crew.Crew._start

    def counted(self: crew.Crew) -> None:
        started.append(1)
        start(self)

    small = "import sys; from auditor.batch import worker as w; w.RETIRE_AT = 1; w.main(sys.argv[1])"
    monkeypatch.setattr(crew, "COMMAND", (sys.executable, "-c", small))
    for module in (crew, todo):
        monkeypatch.setattr(module, "BATCH", 2)
    monkeypatch.setattr(crew.Crew, "_start", counted)
    assert many_run(rules, folder, jobs=1) == well
    assert len(started) >= 3
    assert worker.RETIRE_AT > 100 << 20
