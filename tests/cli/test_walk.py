"""Which files a walk takes, in which order, and what it says of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.reading.walk import LeftOut, is_own_output, walk


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(*names: str) -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_folders_are_walked_to_the_bottom_in_the_order_of_names() -> None:
    put("年报/b.txt", "年报/a.docx", "年报/下级/c.html", "年报/z")
    assert [found.name for found in walk(["年报"]).files] == [
        "年报/a.docx", "年报/b.txt", "年报/z", "年报/下级/c.html",
    ]  # fmt: skip


def test_what_is_no_report_by_its_name_is_left_out_and_listed() -> None:
    put(
        "r/README.md", "r/readme-zh.txt", "r/.git/x", "r/~$甲.docx", "r/.~lock.甲.odt#", "r/甲.docx.tmp",
        "r/甲.bak", "r/Thumbs.db", "r/页_files/a.css", "r/页_files/b.png", "r/甲.docx",
    )  # fmt: skip
    walked = walk(["r"])
    assert [found.name for found in walked.files] == ["r/甲.docx"]
    assert walked.left_out == (
        LeftOut("r/.git", "隐藏文件或系统文件"),
        LeftOut("r/.~lock.甲.odt#", "办公软件的锁定文件"),
        LeftOut("r/README.md", "说明文件"),
        LeftOut("r/Thumbs.db", "隐藏文件或系统文件"),
        LeftOut("r/readme-zh.txt", "说明文件"),
        LeftOut("r/~$甲.docx", "办公软件的锁定文件"),
        LeftOut("r/甲.bak", "临时文件"),
        LeftOut("r/甲.docx.tmp", "临时文件"),
        LeftOut("r/页_files/a.css", "网页的附属文件"),
        LeftOut("r/页_files/b.png", "图片；扫描的报告请合成一个 PDF，或单独写出它的文件名"),
    )


def test_a_file_named_directly_is_taken_whatever_its_name() -> None:
    put("README.md", ".甲.txt")
    assert [(found.name, found.named) for found in walk(["README.md", ".甲.txt"]).files] == [
        (".甲.txt", True),
        ("README.md", True),
    ]


def test_a_file_reached_twice_is_taken_once() -> None:
    put("r/甲.txt")
    assert [found.name for found in walk(["r", "r/甲.txt", "./r"]).files] == ["r/甲.txt"]


def test_what_is_not_there_is_a_problem_of_its_own() -> None:
    put("甲.txt")
    walked = walk(["甲.txt", "没有.txt"])
    assert [found.name for found in walked.files] == ["甲.txt"]
    assert [(problem.code, problem.file) for problem in walked.problems] == [("file.missing", "没有.txt")]


def test_links_are_followed_loops_end_and_broken_links_are_named(tmp_path: Path) -> None:
    put("r/甲.txt", "别处/乙.txt")
    try:
        Path("r/别处").symlink_to(tmp_path / "别处", target_is_directory=True)
        Path("别处/回").symlink_to(tmp_path / "r", target_is_directory=True)
        Path("r/断.txt").symlink_to(tmp_path / "没有.txt")
    except OSError:
        pytest.skip("symbolic links cannot be made here")
    walked = walk(["r"])
    assert [found.name for found in walked.files] == ["r/别处/乙.txt", "r/甲.txt"]
    assert walked.left_out == (
        LeftOut("r/别处/回", "符号链接绕回了上级文件夹"),
        LeftOut("r/断.txt", "符号链接指向的文件不存在"),
    )


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        ('{"schema": "auditor.findings/1", "program": "auditor 0.1.0"', True),
        ('{"schema": "auditor.report/1", "file": "甲.docx"', True),
        ("auditor 0.1.0 审核结果\n规则  …", True),
        ("auditor 12.0.3 读取结果\n", True),
        ("青岚县水务局2023年政府信息公开工作年度报告\nauditor 0.1.0 审核结果", False),
        ("", False),
    ],
)
def test_our_own_outputs_are_known_by_a_mark_inside(head: str, ours: bool) -> None:
    assert is_own_output(head.encode()) is ours
