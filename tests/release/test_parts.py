"""The parts of the offline release that need no build: its pages, launchers, licences, its entry."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from auditor.base.version import VERSION
from release import entry
from release.launchers import EXPORT, TRIAGE, write_launchers
from release.licences import carried, collect, native
from release.pages import start_page, write_handbook
from tests.tools import missing

ROOT = Path(__file__).resolve().parent.parent.parent


class Links(HTMLParser):
    """Addresses of a page, and whether it has a script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_the_handbook_as_html_has_every_page_no_script_and_no_dead_link(tmp_path: Path) -> None:
    write_handbook(ROOT / "docs", tmp_path)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == len(list((ROOT / "docs").rglob("*.md")))
    for page in pages:
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        assert links.scripts == 0
        for address in links.found:
            path = unquote(address).partition("#")[0]
            assert path.startswith("https://") or (page.parent / path).is_file(), f"{page.name}: {address}"
    first = Links()
    first.feed((tmp_path / "README.html").read_text(encoding="utf-8"))
    assert "手册/1-规则是什么.html" in [unquote(address) for address in first.found]


@pytest.mark.parametrize("system", ["windows", "linux"])
def test_the_start_page_names_what_lies_in_the_folder(system: str, tmp_path: Path) -> None:
    write_launchers(tmp_path, system)
    page = start_page(VERSION, system, "要甲。")
    assert VERSION in page and "要甲。" in page
    ends = (".bat",) if system == "windows" else (".desktop", ".sh")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{name}{end}" for name in (TRIAGE, EXPORT) for end in ends
    )
    for name in (TRIAGE, EXPORT):
        assert f"<b>{name}{ends[-1]}</b>" in page


def test_batch_files_have_the_line_ends_of_windows_and_say_utf8_before_any_chinese(tmp_path: Path) -> None:
    write_launchers(tmp_path, "windows")
    for path in tmp_path.glob("*.bat"):
        text = path.read_bytes().decode("utf-8")
        assert text.count("\n") == text.count("\r\n") > 5
        assert text.isascii() or text.index("chcp 65001") < re.search(r"[^\x00-\x7f]", text).start()  # type: ignore[union-attr]


def test_shell_launchers_start_the_program_beside_them_from_anywhere(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    if shell is None:
        missing("sh")
    folder = tmp_path / "有 空格"
    folder.mkdir()
    write_launchers(folder, "linux")
    (folder / "auditor").write_text('#!/bin/sh\nprintf "%s|" "$PWD" "$@"; exit 3\n', encoding="utf-8")
    (folder / "auditor").chmod(0o755)

    def started(name: str, *words: str) -> tuple[str, int]:
        done = subprocess.run(
            [shell, str(folder / f"{name}.sh"), *words],
            env={"AUDITOR_TERMINAL": "1", "PATH": "/usr/bin:/bin"},
            cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
        )  # fmt: skip
        assert done.stderr == ""
        return done.stdout, done.returncode

    assert started(TRIAGE) == (f"{folder}|triage|", 3)
    assert started(TRIAGE, "甲 乙") == (f"{tmp_path}|triage|甲 乙|", 3)
    said, code = started(EXPORT)
    assert said.startswith(f"{folder}|run|{folder}/rules|样例报告|--fail-on|never|") and code == 3
    (folder / "reports").mkdir()
    assert started(EXPORT)[0].startswith(f"{folder}|run|{folder}/rules|reports|--fail-on|")


def test_desktop_entries_start_the_launcher_that_lies_beside_them(tmp_path: Path) -> None:
    if shutil.which("sh") is None:
        missing("sh")
    folder = tmp_path / "有 空格"
    folder.mkdir()
    write_launchers(folder, "linux")
    (folder / "auditor").write_text('#!/bin/sh\nprintf "%s|" "$PWD" "$@"\n', encoding="utf-8")
    (folder / "auditor").chmod(0o755)
    entry_file = folder / f"{TRIAGE}.desktop"
    lines = dict(
        line.split("=", 1) for line in entry_file.read_text(encoding="utf-8").splitlines() if "=" in line
    )
    # As the Desktop Entry Specification reads it: first the escapes of a value, then those of a quoted word.
    quoted = re.fullmatch(r'sh -c "(.*)" sh %k', lines["Exec"].replace("\\\\", "\\"))
    assert quoted is not None
    script = re.sub(r'\\(["$`\\])', r"\1", quoted[1])
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(entry_file)],
        env={"AUDITOR_TERMINAL": "1", "PATH": "/usr/bin:/bin"},
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.stdout, done.stderr, lines["Terminal"]) == (f"{folder}|triage|", "", "true")


def test_every_package_that_the_program_needs_is_listed_with_its_licence_and_text(tmp_path: Path) -> None:
    names = {dist.metadata["Name"].lower().replace("_", "-") for dist in carried("auditor", ())}
    assert {"auditor", "textual", "rich", "lxml", "jsonschema", "attrs"} <= names
    assert not {"pytest", "mypy", "hypothesis", "pyinstaller"} & names
    internal = tmp_path / "_internal"
    internal.mkdir()
    for name in ("libz.so.1", "libwunder.so", "_json.so"):
        (internal / name).write_bytes(b"")
    assert native(internal) == {"libz.so.1": "Zlib", "libwunder.so": ""}
    assert collect(carried("auditor", ()), internal, tmp_path / "许可") == ["libwunder.so"]
    listed = (tmp_path / "许可" / "清单.txt").read_text(encoding="utf-8")
    assert re.sub(r"LGPL|GPL-2.0 附例外", "", listed).count("GPL") == 0
    assert (tmp_path / "许可" / "Python-LICENSE.txt").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--version"], f"auditor {VERSION}\n"),
        (["-P", "-m", "auditor", "--version"], f"auditor {VERSION}\n"),
        (["-m", "auditor.cli.main", "--version"], ""),  # a module that does nothing by itself
    ],
)
def test_the_frozen_program_is_its_own_python_for_our_modules(words: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "release.entry", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.stdout, done.stderr, done.returncode) == (said, "", 0)


def test_the_frozen_program_runs_nobody_elses_modules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["auditor", "-m", "antigravity"])
    assert entry.main() == 2
    assert "没有“-m”这个命令" in capsys.readouterr().err
