"""Reports in archives: found under the names that people gave them, in archives in archives too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.cli.main import main
from auditor.reading.inside import is_there, locate, stat_of
from auditor.reading.open import open_document
from auditor.reading.walk import Walk, sha256_of, walk
from tests.office.zips import packed, with_flag
from tests.reading.docx_builder import docx, paragraph
from tests.reading.shape import shape

A, B = docx(paragraph("甲")), docx(paragraph("乙"))


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(walked: Walk, folder: Path) -> list[str]:
    return [found.name.removeprefix(folder.as_posix() + "/") for found in walked.files]


def left(walked: Walk, folder: Path) -> dict[str, str]:
    return {each.name.removeprefix(folder.as_posix() + "/"): each.reason for each in walked.left_out}


def read(walked: Walk) -> list[object]:
    found = []
    for each in walked.files:
        document = open_document(each.path, name=each.name)
        found.append(document if isinstance(document, Diagnostic) else shape(document))
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_are_those_that_people_gave_whatever_program_packed_them(tmp_path: Path, encoding: str) -> None:
    put(tmp_path, "全区.zip", packed({"街道办/甲局.docx": A, "乙镇〇.docx": B}, encoding))
    walked = walk([tmp_path])
    assert names(walked, tmp_path) == ["全区.zip!/乙镇〇.docx", "全区.zip!/街道办/甲局.docx"]
    assert read(walked) == [["乙"], ["甲"]]
    assert (walked.left_out, walked.problems) == ((), ())


def test_a_gbk_name_that_could_be_utf_8_is_gbk(tmp_path: Path) -> None:
    assert "通知".encode("gbk").decode("utf-8") == "\u0368\u05aa"
    put(tmp_path, "包.zip", packed({"通知.docx": A}, "gbk"))
    assert names(walk([tmp_path]), tmp_path) == ["包.zip!/通知.docx"]
    put(tmp_path, "包.zip", packed({"資訊公開年報.docx": A, "縣政府.docx": B}, "big5"))
    assert names(walk([tmp_path]), tmp_path) == ["包.zip!/縣政府.docx", "包.zip!/資訊公開年報.docx"]


def test_a_zip_that_is_given_itself_is_opened_and_one_of_its_files_can_be_given(tmp_path: Path) -> None:
    path = put(tmp_path, "包.zip", packed({"甲局.docx": A, "乙局.docx": B}))
    assert read(walk([path])) == [["乙"], ["甲"]]
    one = walk([f"{path}!/甲局.docx"])
    assert [each.named for each in one.files] == [True]
    assert read(one) == [["甲"]]
    (problem,) = walk([f"{path}!/丙局.docx"]).files
    fault = open_document(problem.path)
    assert isinstance(fault, Diagnostic) and fault.code == "file.vanished"


def test_archives_in_archives_are_opened_to_a_depth(tmp_path: Path) -> None:
    inner = packed({"乙局.docx": B})
    middle = packed({"街道.zip": inner, "甲局.docx": A})
    put(tmp_path, "包.zip", packed({"镇.zip": middle}))
    walked = walk([tmp_path])
    assert names(walked, tmp_path) == ["包.zip!/镇.zip!/甲局.docx", "包.zip!/镇.zip!/街道.zip!/乙局.docx"]
    assert read(walked) == [["甲"], ["乙"]]
    deep = inner
    for _ in range(3):
        deep = packed({"里.zip": deep})
    put(tmp_path, "包.zip", deep)
    walked = walk([tmp_path])
    assert walked.files == ()
    (problem,) = walked.problems
    assert problem.message == "压缩包里套的压缩包超过 3 层，没有读取"
    assert problem.file.endswith("包.zip!/里.zip!/里.zip!/里.zip")


def test_what_a_walk_passes_over_in_a_folder_it_passes_over_in_an_archive(tmp_path: Path) -> None:
    files = {
        "__MACOSX/._甲局.docx": b"x", "__MACOSX/._乙局.docx": b"x", "甲局.docx": A, "~$甲局.docx": b"x",
        "Thumbs.db": b"x", "结果.json": b'{"schema": "auditor.findings/1"}',
    }  # fmt: skip
    put(tmp_path, "包.zip", packed(files))
    walked = walk([tmp_path])
    assert names(walked, tmp_path) == ["包.zip!/甲局.docx"]
    assert left(walked, tmp_path) == {
        "包.zip!/__MACOSX": "隐藏文件或系统文件",
        "包.zip!/~$甲局.docx": "办公软件的锁定文件",
        "包.zip!/Thumbs.db": "隐藏文件或系统文件",
        "包.zip!/结果.json": "本程序输出的结果",
    }


def test_a_zip_under_another_name_is_one_and_a_document_is_none(tmp_path: Path) -> None:
    put(tmp_path, "报送.docx", packed({"甲局.docx": A}))
    put(tmp_path, "乙局.zip", B)
    walked = walk([tmp_path])
    assert names(walked, tmp_path) == ["乙局.zip", "报送.docx!/甲局.docx"]
    assert read(walked) == [["乙"], ["甲"]]


def test_a_folder_of_that_name_comes_before_an_archive(tmp_path: Path) -> None:
    put(tmp_path, "包.zip!/甲局.docx", A)
    put(tmp_path, "包.zip", packed({"甲局.docx": B}))
    (found,) = walk([tmp_path / "包.zip!"]).files
    assert read(walk([tmp_path / "包.zip!"])) == [["甲"]]
    assert locate(found.path) == (tmp_path / "包.zip", "甲局.docx")


def test_an_archive_that_changes_is_read_anew(tmp_path: Path) -> None:
    path = put(tmp_path, "包.zip", packed({"甲局.docx": A}))
    (found,) = walk([path]).files
    assert (read(walk([path])), stat_of(found.path).st_size) == ([["甲"]], path.stat().st_size)
    before = sha256_of(found.path)
    put(tmp_path, "包.zip", packed({"甲局.docx": docx(paragraph("改"))}))
    assert read(walk([path])) == [["改"]]
    assert sha256_of(found.path) not in ("", before)
    assert is_there(found.path)
    path.unlink()
    assert not is_there(found.path)
    fault = open_document(found.path)
    assert isinstance(fault, Diagnostic) and fault.code == "file.vanished"


def test_a_password_is_said_once_for_the_archive_and_for_a_single_file_by_itself(tmp_path: Path) -> None:
    put(tmp_path, "密.zip", with_flag(packed({"甲局.docx": b"x", "乙局.docx": b"y"}), 1))
    walked = walk([tmp_path])
    assert walked.files == ()
    assert [(each.code, each.message) for each in walked.problems] == [
        ("file.encrypted", "压缩包有密码，无法读取")
    ]


def test_an_empty_archive_is_listed(tmp_path: Path) -> None:
    put(tmp_path, "空.zip", packed({}))
    assert left(walk([tmp_path]), tmp_path) == {"空.zip": "空的压缩包"}


def test_a_run_names_the_place_in_findings_json_store_and_triage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    samples = sorted((packaged() / "reports").glob("*.docx"))[:2]
    assert samples
    put(tmp_path, "来件/包.zip", packed({f"街道/{each.name}": each.read_bytes() for each in samples}))
    shutil.copytree(packaged() / "rules", tmp_path / "rules")
    code = main(["run", "rules", "来件", "--fail-on", "never", "--format", "json", "--output", "结果.json",
                 "--store", "库.sqlite", "--quiet"])  # fmt: skip
    assert code == 0, capsys.readouterr().err
    made = json.loads((tmp_path / "结果.json").read_text(encoding="utf-8"))
    expected = [f"来件/包.zip!/街道/{each.name}" for each in samples]
    assert [row["file"] for row in made["reports"]] == expected
    assert {finding["file"] for finding in made["findings"]} <= set(expected)
    capsys.readouterr()
    assert main(["findings", "list", "--store", "库.sqlite", "--format", "json"]) == 0
    assert "包.zip!/街道/" in capsys.readouterr().out
    assert main(["parse", expected[0], "--format", "json"]) == 0
    parsed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (parsed["file"], parsed["status"]) == (expected[0], "read")


def test_workers_and_one_process_read_archives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    samples = sorted((packaged() / "reports").glob("*.docx"))[:2]
    put(tmp_path, "来件/包.zip", packed({each.name: each.read_bytes() for each in samples}, "gb18030"))
    rules = str(packaged() / "rules")
    common = ["run", rules, "来件", "--fail-on", "never", "--format", "json", "--quiet"]
    assert main([*common, "--output", "一.json"]) == 0
    assert main([*common, "--jobs", "2", "--no-cache", "--output", "二.json"]) == 0
    assert (tmp_path / "一.json").read_bytes() == (tmp_path / "二.json").read_bytes()
