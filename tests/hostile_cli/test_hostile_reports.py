"""Bad input files through the real command: a clear line each, the right exit code, the others unaffected."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile_cli.hostile_files import HOSTILE, NO_REPORTS, write
from tests.hostile_cli.runner import GOOD, ROOT, RULES, Done, auditor, measured

SAMPLES = ROOT / "reports"
PEAK = 600  # MB for a folder with a gigabyte member and 50 MB of HTML in it
# What the reason has to name, and what the remedy has to say to do.
REASONS = {
    "空.docx": ("空的", "核对"),
    "空白.txt": ("空的", "核对"),
    "噪声.txt": ("不是文字", "另存为"),
    "噪声.docx": ("损坏", "另存为"),
    "截断.docx": ("不完整", "重新下载"),
    "一吉字节.docx": ("1024 MB", "请"),
    "实体.docx": ("损坏", "另存为"),
    "深套.docx": ("嵌套过深", "另存为"),
    "加密.docx": ("密码", "取消密码"),
    "大网页.html": ("超过上限", "请"),
    "跨列.html": ("超过上限", "请"),
    "深套.html": ("嵌套过深", "另存为"),
    "表格.html": ("嵌套过深", "另存为"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the hostile files, with a sound report among them."""
    place: Path = tmp_path_factory.mktemp("坏文件")
    write(place, HOSTILE)
    write(place, NO_REPORTS)
    shutil.copy(GOOD, place / "好.docx")
    return place


@pytest.fixture(scope="module")
def run(folder: Path) -> Iterator[Done]:
    yield measured("run", RULES, folder.name, "--format", "json", cwd=folder.parent)


def test_every_hostile_file_is_known_here() -> None:
    assert set(REASONS) == set(HOSTILE)


def test_a_folder_of_bad_files_ends_with_2_within_bounded_memory(run: Done) -> None:
    assert run.code == 2
    assert run.peak < PEAK
    assert "Traceback" not in run.seen


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_bad_file_is_named_with_reason_and_remedy(run: Done, folder: Path, name: str) -> None:
    row = next(r for r in run.json()["reports"] if r["file"] == f"{folder.name}/{name}")
    assert row["status"] == "unreadable"
    reason, _, remedy = row["reason"].partition("；")
    assert REASONS[name][0] in reason
    assert REASONS[name][1] in remedy


@pytest.mark.parametrize("name", sorted(NO_REPORTS))
def test_a_document_that_is_no_report_is_skipped_in_a_folder(run: Done, folder: Path, name: str) -> None:
    row = next(r for r in run.json()["reports"] if r["file"] == f"{folder.name}/{name}")
    assert (row["status"], row["reason"]) == ("skipped", "不是年度报告，已跳过")


def test_the_sound_report_among_them_is_judged_as_if_alone(run: Done, folder: Path) -> None:
    alone = auditor("run", RULES, f"{folder.name}/好.docx", "--format", "json", cwd=folder.parent).json()
    together = run.json()
    assert together["findings"] == alone["findings"]
    assert together["tally"]["outcomes"] == alone["tally"]["outcomes"]
    assert [r for r in together["reports"] if r["status"] == "read"] == alone["reports"]


def test_the_screen_names_each_bad_file_and_why(folder: Path) -> None:
    names = ("空.docx", "截断.docx", "加密.docx")
    done = auditor("run", RULES, *(folder / name for name in names))
    assert done.code == 2
    for name in names:
        line = done.flat.index((folder / name).as_posix())
        assert REASONS[name][0] in done.flat[line : line + 250]
        assert REASONS[name][1] in done.flat[line : line + 250]


def test_no_report_named_directly_is_2_and_in_a_folder_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"通讯录.txt": NO_REPORTS["通讯录.txt"]})
    named = auditor("run", RULES, tmp_path / "通讯录.txt")
    assert named.code == 2
    assert "不是年度报告" in named.flat
    shutil.copy(SAMPLES / "折柳乡人民政府2020.html", tmp_path / "报告.html")
    beside = auditor("run", RULES, tmp_path, "--format", "json")
    assert {r["status"] for r in beside.json()["reports"]} == {"read", "skipped"}
    assert beside.code in {0, 1}


def test_a_cell_that_claims_100000_columns_does_not_spoil_a_report(tmp_path: Path) -> None:
    page = (SAMPLES / "折柳乡人民政府2020.html").read_bytes()
    assert b"colspan=4" in page
    (tmp_path / "报告.html").write_bytes(page.replace(b"colspan=4", b"colspan=100000", 1))
    done = measured("run", RULES, tmp_path, "--format", "json")
    sound = auditor("run", RULES, SAMPLES / "折柳乡人民政府2020.html", "--format", "json")
    assert done.json()["reports"][0]["status"] == "read"
    assert done.json()["tally"] == sound.json()["tally"]
    assert done.peak < PEAK


def _denied(name: str, error: str) -> str:
    """Python that makes reading a file of this name fail, at the seam where files are read."""
    return (
        "from auditor.reading import open as seam\n"
        "real = seam._read_file\n"
        "def read(path, limit):\n"
        f"    if path.name == {name!r}:\n"
        f"        raise {error}\n"
        "    return real(path, limit)\n"
        "seam._read_file = read"
    )


@pytest.mark.parametrize(
    ("error", "reason"),
    [("PermissionError(13, 'x')", "没有权限"), ("OSError(5, 'x')", "读取失败"), ("MemoryError()", "内存")],
)
def test_a_file_that_cannot_be_opened_is_named_and_the_others_go_on(
    tmp_path: Path, error: str, reason: str
) -> None:
    shutil.copy(GOOD, tmp_path / "好.docx")
    shutil.copy(GOOD, tmp_path / "锁.docx")
    done = auditor("run", RULES, tmp_path, "--format", "json", before=_denied("锁.docx", error))
    rows = {Path(r["file"]).name: r for r in done.json()["reports"]}
    assert done.code == 2
    assert rows["好.docx"]["status"] == "read"
    assert rows["锁.docx"]["status"] == "unreadable"
    assert reason in rows["锁.docx"]["reason"]
    assert "请" in rows["锁.docx"]["reason"]


def test_a_file_that_vanishes_during_the_run_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    for name in ("一.docx", "二.docx"):
        shutil.copy(GOOD, tmp_path / name)
    # What reads the first report removes the second, which the walk has long found.
    before = (
        "import pathlib\n"
        "from auditor.reading import open as seam\n"
        "real = seam._read_file\n"
        "def read(path, limit):\n"
        "    other = {'一.docx': '二.docx', '二.docx': '一.docx'}[path.name]\n"
        "    if (path.parent / other).exists():\n"
        "        (path.parent / other).unlink()\n"
        "    return real(path, limit)\n"
        "seam._read_file = read"
    )
    done = auditor("run", RULES, tmp_path, "--format", "json", before=before)
    rows = sorted(done.json()["reports"], key=lambda r: str(r["status"]))
    assert done.code == 2
    assert [r["status"] for r in rows] == ["read", "unreadable"]
    assert "找不到文件" in rows[1]["reason"]


@pytest.mark.skipif(os.name != "posix", reason="making links needs rights of its own elsewhere")
def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "年报").mkdir()
    (tmp_path / "年报" / "上级").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "自己.docx").symlink_to(tmp_path / "自己.docx")
    shutil.copy(SAMPLES / "折柳乡人民政府2020.html", tmp_path / "年报" / "报告.html")
    done = auditor("run", RULES, tmp_path, "--format", "json")
    read = [r["file"] for r in done.json()["reports"] if r["status"] == "read"]
    assert read == [(tmp_path / "年报" / "报告.html").as_posix()]
    assert done.code in {0, 1, 2}
    named = auditor("run", RULES, tmp_path / "自己.docx")
    assert named.code == 2
    assert "链接" in named.flat or "没有这个文件" in named.flat
