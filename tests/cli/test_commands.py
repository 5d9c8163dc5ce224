"""The other commands and the manners of all: start page, help, version, init, parse, rules, streams."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.base.text import cells
from auditor.cli import console, main
from tests.cli.conftest import RULE, Auditor, report

PYTHON = [sys.executable, "-m", "auditor"]
ENGLISH = re.compile(
    r"\b(usage|optional|options|arguments|positional|show this|error|invalid)\b", re.IGNORECASE
)
COMMANDS = (
    (),
    ("--help",),
    ("run", "--help"),
    ("parse", "--help"),
    ("init", "--help"),
    ("rules", "--help"),
    ("rules", "check", "--help"),
    ("rules", "test", "--help"),
    ("rules", "list", "--help"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_help_page_is_chinese_and_fits_the_screen(auditor: Auditor, arguments: tuple[str, ...]) -> None:
    code, out, err = auditor(*arguments)
    assert (code, err) == (0, "")
    assert "auditor" in out and not ENGLISH.search(out)
    assert max(cells(line) for line in out.splitlines()) <= console.PLAIN


def test_the_start_page_names_the_next_thing_to_type(auditor: Auditor, home: Path) -> None:
    assert "  auditor init 审核  " in auditor()[1]
    (home / "rules").mkdir()
    (home / "reports").mkdir()
    assert "  auditor run rules/ reports/  " in auditor()[1]


def test_every_command_on_the_start_page_exists(auditor: Auditor) -> None:
    for name, module, usage, about in main.COMMANDS:
        assert usage in auditor()[1] and about in auditor()[1]
        assert (Path(main.__file__).parent / f"{module}.py").is_file(), name


def test_the_version_is_told_without_loading_a_command() -> None:
    code = "import sys; from auditor.cli.main import main; main(['--version']); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, modules = done.stdout.splitlines()
    assert version == "auditor 0.1.0"
    assert {"yaml", "lxml", "textual", "auditor.rules.load", "auditor.cli.run"} & set(
        modules.split()
    ) == set()


def test_an_unknown_command_is_told_the_nearest(auditor: Auditor) -> None:
    code, out, err = auditor("rnu", "rules/", "reports/")
    assert (code, out) == (2, "")
    assert err.startswith("错误  没有“rnu”这个命令\n      提示：是不是“run”？")


def test_a_report_given_without_a_command_is_told_the_command(auditor: Auditor, home: Path) -> None:
    (home / "甲.txt").write_text("", encoding="utf-8")
    assert "要审核报告，请写 auditor run 规则 甲.txt" in auditor("甲.txt")[2]


def test_init_copies_what_a_run_needs_and_never_overwrites(auditor: Auditor, home: Path) -> None:
    code, out, _ = auditor("init", "审核")
    assert code == 0 and "接着可以：auditor run 审核/rules 审核/reports" in out
    made = {path.relative_to(home / "审核") for path in (home / "审核").rglob("*") if path.is_file()}
    shipped = {
        path.relative_to(packaged())
        for name in ("rules", "reports")
        for path in (packaged() / name).rglob("*")
        if path.is_file()
    }
    assert made == shipped | {Path("模板/整改通知模板.docx")} and len(made) > 10
    mine = home / "审核" / sorted(made)[0]
    mine.write_text("我的改动", encoding="utf-8")
    (home / "审核" / sorted(made)[1]).unlink()
    code, out, _ = auditor("init", "审核")
    assert code == 0
    assert out.splitlines()[:2] == [
        "写出 1 个文件到 审核",
        f"已有且不同，没有改动：{mine.relative_to(home).as_posix()}",
    ]
    assert mine.read_text(encoding="utf-8") == "我的改动"


def test_init_into_a_file_is_refused(auditor: Auditor, home: Path) -> None:
    (home / "审核").write_text("", encoding="utf-8")
    code, out, err = auditor("init", "审核")
    assert (code, out) == (2, "")
    assert err.startswith("错误  写不进这个位置\n")


def test_parse_draws_the_report_as_read(auditor: Auditor, home: Path) -> None:
    torn = report("青岚县水务局").replace(
        "二、上年结转政府信息公开申请数量\t0", "二、上年结转政府信息公开申请数量"
    )
    (home / "甲.txt").write_text(torn, encoding="utf-8")
    code, out, err = auditor("parse", "甲.txt")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "auditor 0.1.0 读取结果"
    assert lines[2] == "青岚县水务局 · 2023年度 · 甲.txt"
    assert "  机关      青岚县水务局（出自标题）" in lines
    first = next(line for line in lines if "│ 新收" in line)
    assert first.split() == ["│", "新收", "│", "10", *["│", "0"] * 5, "│", "10", "│"]
    torn_row = next(line for line in lines if "│ 上年结转" in line)
    assert torn_row.count("？") == 7
    assert any(line.startswith("  表三 上年结转 7 格  第8行  原文“") for line in lines)
    assert cells(first) == cells(torn_row)


def test_parse_gives_one_json_object_per_file_in_the_order_given(auditor: Auditor, home: Path) -> None:
    (home / "乙.txt").write_text(report("青岚县财政局"), encoding="utf-8")
    (home / "甲.txt").write_text(report("青岚县水务局"), encoding="utf-8")
    code, out, _ = auditor("parse", "甲.txt", "没有.txt", "乙.txt", "--format", "json")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [(made["file"], made["status"]) for made in objects] == [
        ("甲.txt", "read"),
        ("没有.txt", "unreadable"),
        ("乙.txt", "read"),
    ]
    assert {made["schema"] for made in objects} == {"auditor.report/1"}


def test_parse_needs_a_file_and_says_so(auditor: Auditor) -> None:
    code, _, err = auditor("parse")
    assert code == 2 and err.startswith("错误  没有写要读的报告\n")


def test_parse_says_what_it_could_not_read(auditor: Auditor, home: Path) -> None:
    (home / "空.txt").write_bytes(b"")
    code, out, _ = auditor("parse", "空.txt")
    assert code == 2
    assert out.splitlines()[2] == "空.txt" and out.splitlines()[3].startswith("  读不了：")


def test_rules_check_counts_what_is_in_order(auditor: Auditor, workplace: Path) -> None:
    code, out, err = auditor("rules", "check", "rules/")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["1 个规则集，1 条规则，2 份词典", "没有发现问题"]


def test_rules_check_shows_every_fault_with_its_line(auditor: Auditor, workplace: Path) -> None:
    path = workplace / "rules" / "测试.yaml"
    path.write_text(RULE.replace("上年结转 =", "上年结砖 ="), encoding="utf-8")
    code, out, err = auditor("rules", "check", "rules/")
    assert code == 2
    assert "位置 rules/测试.yaml:11:" in err and "上年结转" in err
    assert out.splitlines()[-1] == "错误 1  警告 0"


def test_rules_list_names_every_rule(auditor: Auditor, workplace: Path) -> None:
    code, out, _ = auditor("rules", "list", "rules/", "-v")
    assert code == 0
    assert out.splitlines()[:2] == [
        "测试-001  错误  勾稽  表三收支平衡",
        "                      依据 国办公开办函〔2021〕30号 表三 勾稽关系",
    ]


def test_rules_test_names_examples_that_do_not_hold(auditor: Auditor, workplace: Path) -> None:
    path = workplace / "rules" / "测试.yaml"
    good = (
        "  例子:\n"
        "  - 通过: 标准报告\n"
        "  - {违反: 标准报告, 改: {表三.自然人.新收: 999}, 应报: [表三.自然人]}\n"
        "  - {无法判定: 标准报告, 改: {表三.自然人.结转下年: 〈无法辨认〉}}\n"
    )
    path.write_text(RULE + good, encoding="utf-8")
    assert auditor("rules", "test", "rules/") == (0, "1 条规则，3 个例子，全部符合\n", "")
    path.write_text(RULE + good.replace("改: {表三.自然人.新收: 999}, ", ""), encoding="utf-8")
    code, out, _ = auditor("rules", "test", "rules/")
    assert code == 1
    assert out.startswith("不符  测试-001 例子 2  违反  rules/测试.yaml:16\n")
    assert out.splitlines()[-1] == "1 条规则，3 个例子，不符 1 处"


def test_an_unknown_subcommand_of_rules_is_told_the_nearest(auditor: Auditor) -> None:
    code, _, err = auditor("rules", "chek")
    assert code == 2 and "是不是“check”" in err


def test_output_is_utf8_whatever_the_console_says(workplace: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "LC_ALL": "C"}
    command = [*PYTHON, "run", "rules/", "reports/"]
    done = subprocess.run(command, cwd=workplace, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    assert "错误  测试-001  自然人相差 2" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently there")
def test_a_reader_that_goes_away_is_no_error(workplace: Path) -> None:
    command = [*PYTHON, "run", "rules/", "reports/"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=workplace, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_ctrl_c_ends_with_130_and_a_line(
    workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.cli import run

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "audit_files", interrupted)
    assert auditor("run", "rules/", "reports/") == (130, "", "\n已中断。没有写出结果。\n")


def test_a_fault_of_ours_is_2_in_chinese_and_a_traceback_only_with_debug(workplace: Path) -> None:
    code = (
        "import sys, auditor.cli.main as m, auditor.findings.session as s\n"
        "s.read_report = None\n"
        "sys.exit(m.main())"
    )
    command = [sys.executable, "-c", code, "run", "rules/", "reports/"]
    done = subprocess.run(command, cwd=workplace, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("错误  程序内部出错（TypeError），没有写出结果\n")
    done = subprocess.run(
        [*command, "--debug"], cwd=workplace, capture_output=True, encoding="utf-8", check=False
    )
    assert "Traceback" in done.stderr


def test_progress_stays_away_from_pipes(
    workplace: Path, auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.cli import progress

    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    assert auditor("run", "rules/", "reports/")[2] == ""


def test_progress_shows_on_a_terminal_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from auditor.cli import progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    bar = progress.Progress()
    bar(5, 10, "reports/甲.txt")
    bar.close()
    drawn, blank = terminal.getvalue().split("\r")[1:3]
    assert drawn.startswith("[##########..........] 5/10 reports/甲.txt")
    assert blank.isspace() and cells(blank) >= cells(drawn)
