"""Old files are converted together, once, and none can harm another, whatever the program does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.base.paths import packaged
from auditor.cli.main import main
from auditor.reading import convert, soffice
from auditor.reading.limits import DEFAULT
from auditor.reading.office import prepare, prepare_files
from auditor.reading.open import open_document
from tests.office.fake import installed, rtf
from tests.office.zips import packed
from tests.reading.ole_builder import compound, word
from tests.reading.shape import read, refused, shape

QUICK = replace(DEFAULT, seconds=1.0)


def codes(files: list[bytes]) -> list[str]:
    """What becomes of each file: its text, or the code of the refusal."""
    found = []
    for data in files:
        result = open_document(data, QUICK, "a.rtf")
        if isinstance(result, Diagnostic):
            found.append(result.code)
        else:
            (block,) = result.blocks
            found.append(getattr(block, "text", ""))
    return found


def test_a_run_converts_its_files_together_and_each_only_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path)
    files = [rtf(f"number {number}") for number in range(60)]
    told: list[int] = []
    prepare([lambda data=data: data for data in [*files, files[0], b"plain text", b""]], told=told.append)
    assert fake.starts == [50, 10]
    assert told == list(range(1, 64))
    assert codes(files) == [f"number {number}" for number in range(60)]
    prepare([lambda data=data: data for data in files])
    assert fake.starts == [50, 10]


def test_a_single_file_is_converted_when_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = installed(monkeypatch, tmp_path)
    document = read(rtf("one"), name="甲局.rtf")
    assert (document.format, shape(document), document.diagnostics) == ("rtf", ["one"], ())
    monkeypatch.setenv(soffice.SETTING, str(tmp_path / "gone"))
    assert shape(read(rtf("one"))) == ["one"], "from the cache, without the program"
    assert fake.starts == [1]


def test_a_doc_is_known_by_its_content_whatever_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, tmp_path)
    data = compound({"WordDocument": word() + b" WORDS report}", "1Table": b""})
    assert read(data, name="甲局.wps").format == "doc"
    document = read(data, name="甲局.docx")
    assert (document.format, shape(document)) == ("doc", ["report"])
    (said,) = document.diagnostics
    assert (said.code, said.message) == (
        "file.other-format",
        "文件名以 .docx 结尾，内容是旧版 Word 或 WPS 文档，已按内容读取",
    )


@pytest.mark.parametrize(
    ("does", "code"), [("HANG", "file.hung"), ("DIE", "file.hung"), ("UNREADABLE", "file.damaged")]
)
def test_a_file_that_the_program_cannot_take_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, does: str, code: str
) -> None:
    fake = installed(monkeypatch, tmp_path)
    files = [rtf("a"), rtf("b"), rtf("", does), rtf("c"), rtf("d")]
    prepare([lambda data=data: data for data in files], QUICK)
    assert fake.starts == ([5] if does == "UNREADABLE" else [5, 1, 2])
    assert codes(files) == ["a", "b", code, "c", "d"]


def test_what_failed_is_not_tried_again_in_the_same_run_but_in_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path)
    bad = rtf("", "UNREADABLE")
    prepare([lambda: bad])
    assert codes([bad, bad]) == ["file.damaged"] * 2
    assert fake.starts == [1]
    prepare([lambda: bad])
    assert fake.starts == [1, 1]


def test_workers_find_what_was_converted_before_they_began(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = installed(monkeypatch, tmp_path)
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.rtf").write_bytes(rtf(f"text {number}"))
    (folder / "bad.rtf").write_bytes(rtf("", "UNREADABLE"))
    (folder / "old.zip").write_bytes(packed({"in.rtf": rtf("inside")}))
    command = ["run", str(packaged() / "rules"), str(folder), "--jobs", "2", "--no-cache", "--color", "never"]
    assert main(command) == 2
    assert fake.starts == [7]
    said = "".join(capsys.readouterr().out.split())  # lines are wrapped where they end
    assert "文件已损坏，LibreOffice打不开" in said
    assert "old.zip!/in.rtf（不是年度报告，已跳过）" in said


def test_a_program_that_only_dies_is_not_tried_for_every_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path, broken=True)
    files = [rtf(str(number)) for number in range(30)]
    prepare([lambda data=data: data for data in files], QUICK)
    assert fake.starts == [30, 1]
    result = open_document(files[7], QUICK, "甲.rtf")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.message) == ("office.missing", "LibreOffice 一启动就退出")
    assert fake.starts == [30, 1]


def test_what_the_program_started_is_ended_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = installed(monkeypatch, tmp_path)
    assert codes([rtf("", "HANG")]) == ["file.hung"]
    child = int(fake.child.read_text(encoding="utf-8"))
    deadline = time.monotonic() + 5
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


def test_nothing_of_a_name_reaches_the_command_and_nothing_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    folder = tmp_path / "reports"
    folder.mkdir()
    names = ["--headless.rtf", "甲 局;rm -rf .rtf", "`x`$(y).rtf"]
    for name in names:
        (folder / name).write_bytes(rtf(name.encode("ascii", "replace").decode("ascii")))
    prepare_files(folder / name for name in [*names, "gone.rtf"])
    assert fake.names == {"0000.rtf", "0001.rtf", "0002.rtf"}
    assert list(work.iterdir()) == []
    assert sorted(each.name for each in folder.iterdir()) == sorted(names)


def test_without_the_program_each_file_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path))
    monkeypatch.delenv(soffice.SETTING, raising=False)
    monkeypatch.setattr(soffice, "_candidates", lambda: iter(()))
    result = open_document(rtf("a"), name="甲局.rtf")
    assert isinstance(result, Diagnostic)
    assert (result.code, result.file) == ("office.missing", "甲局.rtf")
    assert result.message == "这是RTF 文档，要由 LibreOffice 转换，而没有找到 LibreOffice"
    assert result.remedy == (
        "请安装 LibreOffice（装在别处的用环境变量 AUDITOR_SOFFICE 指明 soffice 的位置）；"
        "或用 Word、WPS 另存为 .docx"
    )
    monkeypatch.setenv(soffice.SETTING, str(tmp_path / "没有"))
    result = open_document(rtf("a"))
    assert isinstance(result, Diagnostic)
    assert "设置 AUDITOR_SOFFICE 指的位置没有 LibreOffice" in result.message


def test_the_program_is_found_by_its_setting_and_where_packages_put_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path)
    assert soffice.find() == fake.path
    monkeypatch.setenv(soffice.SETTING, str(fake.path.parent))
    assert soffice.find() == fake.path
    monkeypatch.delenv(soffice.SETTING)
    monkeypatch.setenv("PATH", str(fake.path.parent))
    assert soffice.find() == fake.path
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(soffice, "_FOLDERS", ())
    monkeypatch.setattr(soffice, "_PATTERNS", (f"{tmp_path}/off*",))
    assert soffice.find() == fake.path


def test_a_cache_that_cannot_be_written_costs_no_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = installed(monkeypatch, tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "file"))
    assert codes([rtf("a"), rtf("a")]) == ["a", "a"]
    assert fake.starts == [1]


def test_a_spoilt_entry_of_the_cache_is_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = installed(monkeypatch, tmp_path)
    assert codes([rtf("a")]) == ["a"]
    (entry,) = (tmp_path / "cache" / "converted").iterdir()
    entry.write_bytes(entry.read_bytes()[:-40])
    assert codes([rtf("a")]) == ["a"]
    assert fake.starts == [1, 1]


def test_the_cache_keeps_to_its_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installed(monkeypatch, tmp_path)
    monkeypatch.setattr(convert, "_KEPT_BYTES", 2_000)
    for number in range(12):
        assert codes([rtf(f"text {number}")]) == [f"text {number}"]
    kept = list((tmp_path / "cache" / "converted").iterdir())
    assert 0 < len(kept) < 6
    assert sum(each.stat().st_size for each in kept) <= 2_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (compound({"WordDocument": word(0x0100)}), "file.encrypted"),
        (compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "file.encrypted"),
        (compound({"WordDocument": word()})[:700], "file.truncated"),
        (b"{\\rtf1 " + b"{" * 1_000_001, "file.too-large"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><office:document '
         b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:text>&x;</office:text>'
         b"</office:document>", "file.damaged"),
    ],
)  # fmt: skip
def test_what_must_not_reach_the_program_is_refused_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes, code: str
) -> None:
    fake = installed(monkeypatch, tmp_path)
    assert refused(data) == code
    prepare([lambda: data])
    assert fake.starts == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing takes the network from one process")
def test_the_program_has_no_network_where_the_system_can_take_it() -> None:
    command = soffice._without_network()
    if not command:
        pytest.skip("this system does not let a user make a network of his own")
    code = "import socket; s = socket.socket(); s.settimeout(2); s.connect(('127.0.0.1', %d))"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run([*command, sys.executable, "-c", code % port], capture_output=True, check=False)
        assert done.returncode != 0
        assert b"Error" in done.stderr
