"""auditor.toml: found upwards from the reports, read with every fault at its place, and weaker than
the environment and the command line."""

from __future__ import annotations

import json
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.diagnostic import Diagnostic
from auditor.base.place import SourcePlace
from auditor.cli import many
from auditor.cli.main import main
from auditor.settings.keys import BY_NAME, KEYS, sample
from auditor.settings.load import find_settings, load_settings
from auditor.settings.model import Notice, Settings, Triage
from auditor.settings.spots import spots

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = """\
rules = "规则"           # 前面是注释
reports = ["甲", '乙 丙']
overlays = ["某市"]
roster = "../名录.xlsx"
store = "postgresql://h/x"
who = "王芳"

[run]
fail-on = "警告"
max-undecided = 20
jobs = 2
cache = "缓存"
with = "2023"

[notice]
issuer = "某办"
contact = '''
王芳 # 不是注释 = [
0531'''
deadline = 2025-03-31
date = "三月"
template = "模板.docx"

[triage]
filter = "状态:待处理"
theme = "dark"
ascii = true
keys = { "属实" = "a", undo = ["u", "9"] }

[triage.filters]
"急办" = "级别:错误"
"""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDITOR_WHO", raising=False)


def written(text: str, path: str = "auditor.toml") -> Path:
    file = Path.cwd() / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def faults_of(text: str) -> list[Diagnostic]:
    settings, faults = load_settings(written(text))
    assert settings.values == {}
    return list(faults)


def test_a_full_file_is_read_with_paths_from_its_own_folder() -> None:
    settings, faults = load_settings(written(FULL, "上/auditor.toml"))
    assert faults == ()
    assert settings == Settings(
        file=Path.cwd() / "上" / "auditor.toml",
        rules="上/规则",
        reports=("上/甲", "上/乙 丙"),
        overlays=("某市",),
        roster="名录.xlsx",
        store="postgresql://h/x",
        who="王芳",
        fail_on="warning",
        max_undecided=20,
        jobs=2,
        cache="上/缓存",
        companions=("上/2023",),
        notice=Notice("某办", "王芳 # 不是注释 = [\n0531", "2025-03-31", "三月", "上/模板.docx"),
        triage=Triage("状态:待处理", {"急办": "级别:错误"}, {"属实": ("a",), "undo": ("u", "9")}, "暗", True),
        values=settings.values,
        places=settings.places,
    )
    assert set(settings.values) == set(BY_NAME)
    lines = FULL.split("\n")
    for name, place in settings.places.items():
        assert lines[place.line - 1][place.column - 1 :].startswith(
            ("[triage.filters]", name.rpartition(".")[2])
        ), name


def test_the_nearest_file_above_a_report_wins_and_the_current_folder_comes_last() -> None:
    above, inside, here = (
        written("", path) for path in ("甲/auditor.toml", "甲/乙/auditor.toml", "auditor.toml")
    )
    report = written("", "甲/乙/丙/报告.txt")
    assert find_settings([report.as_posix()]) == inside
    assert find_settings(["甲/不在的.txt"]) == above
    assert find_settings(["/"]) == here
    assert find_settings() == here


@pytest.mark.parametrize(
    ("text", "line", "column", "width", "message", "remedy"),
    [
        ('\nrule = "x"', 2, 1, 4, "没有“rule”这个键", "是不是“rules”？可以写 rules、reports、overlays、"),
        ('[run]\nfail_on = "错误"', 2, 1, 7, "[run] 里没有“fail_on”这个键", "是不是“fail-on”"),
        ('fail-on = "错误"', 1, 1, 7, "没有“fail-on”这个键", "“fail-on”要写在 [run] 下面；"),
        ('[run]\nwho = "王"', 2, 1, 3, "[run] 里没有“who”这个键", "“who”要写在文件开头，所有 [表] 的前面；"),
        ('who = "王"\n[ruin]\nx = 1', 2, 1, 6, "没有 [ruin] 这个表", "是不是“run”？"),
        ("run = 3", 1, 7, 1, "“run”是一个表", "写成 [run]，下面一行一个键"),
        ("who   =  12  # 数", 1, 10, 2, "“who”的值是数", "要写一段文字，写在引号里。谁在处置，例如 who = "),
        ('rules = ["a",\n"b"]', 1, 9, 5, "“rules”的值是列表", "要写文件或文件夹，写在引号里。"),
        ('rules = ""', 1, 9, 2, "“rules”的值是空的", "要写文件或文件夹，写在引号里。"),
        ("reports = [1]", 1, 11, 3, "“reports”的列表里有一个是数", "要写文件或文件夹的列表"),
        ('[run]\nfail-on = "严重"', 2, 11, 4, "“run.fail-on”没有“严重”这个值", "错误 警告 提示 不计。"),
        ("[run]\nmax-undecided = -1", 2, 17, 2, "“run.max-undecided”的值是负数", "要写不小于 0 的整数"),
        ("[run]\njobs = 0", 2, 8, 1, "“run.jobs”的值不在 1 到 64 之间", "要写不小于 0 的整数"),
        ("[run]\nmax-undecided = true", 2, 17, 4, "“run.max-undecided”的值是 true 或 false", "要写不小于"),
        ('[triage]\nascii = "是"', 2, 9, 3, "“triage.ascii”的值是文字", "要写true 或 false"),
        ("[notice]\ndeadline = 3", 2, 12, 1, "“notice.deadline”的值是数", "要写日期，例如 2025-03-31"),
        ('[triage]\nfilters = "a"', 2, 11, 3, "“triage.filters”的值是文字", "要写名字和文字"),
        ('[triage.keys]\n"属实" = 1', 2, 8, 1, "“属实”的值是数", '要写按键，例如 "a" 或 ["a", "1"]'),
        ("who = 王芳", 1, 7, 1, "“=”后面的值看不懂", "文字要写在引号里"),
        ("who = “王芳”", 1, 7, 1, "“ 是中文的标点", '改成英文的 "'),
        ('待办 = "x"', 1, 1, 2, "中文的名字要写在引号里", '写成 "待办"'),
        ('who = "甲"\nwho = "乙"', 2, 10, 1, "同一个键或表写了两次", "留下一处"),
        ('rules = "C:\\Users"', 1, 14, 1, "引号里的 \\ 有别的意思", "文件夹用 / 分隔，或改用单引号 '…'"),
        ('rules = "a', 1, 11, 1, "引号或括号没有写完整", "补上另一半"),
        ('reports = [\n"a"', 2, 4, 1, "引号或括号没有写完整", "补上另一半"),
        ("rules\n", 1, 6, 1, "这一行看不懂", '一行写一个 键 = 值，例如 rules = "rules"；表写成 [run]'),
    ],
)
def test_a_fault_has_its_place_and_a_remedy(
    text: str, line: int, column: int, width: int, message: str, remedy: str
) -> None:
    (fault,) = faults_of(text)
    assert (fault.message, fault.place, fault.file) == (message, SourcePlace(line, column), "auditor.toml")
    assert fault.width == width
    assert remedy in fault.remedy
    assert fault.excerpt == text.split("\n")[line - 1]


def test_every_fault_is_told_at_once() -> None:
    assert [fault.place for fault in faults_of('a = 1\nwho = 2\n[run]\nwith = 3\n[b]\nc = ""')] == [
        SourcePlace(1, 1), SourcePlace(2, 7), SourcePlace(4, 8), SourcePlace(5, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('who = "王芳"'.encode("gbk"), "设置文件不是 UTF-8 编码的文字"),
        (b"\0" * 10, "设置文件不是 UTF-8 编码的文字"),
        (b"#" * 70_000, "设置文件太大（超过 64 KB）"),
        (b"a = " + b"[" * 30_000, "设置文件嵌套太深"),
    ],
)
def test_what_is_no_settings_file_is_refused(data: bytes, message: str) -> None:
    Path("auditor.toml").write_bytes(data)
    _, (fault,) = load_settings(Path("auditor.toml"))
    assert fault.message == message


def test_the_mark_that_windows_puts_before_a_text_is_no_fault() -> None:
    Path("auditor.toml").write_bytes(b'\xef\xbb\xbfwho = "a"\r\n[run]\r\nmax-undecided = 1\r\n')
    settings, faults = load_settings(Path("auditor.toml"))
    assert (settings.who, settings.max_undecided, faults) == ("a", 1, ())


def test_a_file_that_came_with_the_reports_sends_nothing_to_a_server() -> None:
    file = written('store = "postgresql://fremd.example/x"', "收到/auditor.toml")
    _, (fault,) = load_settings(file, ["收到"])
    assert fault.message == "和报告放在一起的设置文件不能指定网络上的处置库"
    assert load_settings(file, ["收到/某局.docx"])[1] == (fault,)
    Path("收到/报告").mkdir()
    assert load_settings(file, ["收到/报告"])[0].store == "postgresql://fremd.example/x"


def test_the_sample_settles_nothing_until_its_lines_are_freed_and_then_everything() -> None:
    assert {name: value for name, value in tomllib.loads(sample()).items() if value} == {}
    freed = "\n".join(line.removeprefix("# ") for line in sample().split("\n")[3:])
    settings, faults = load_settings(written(freed))
    assert faults == ()
    assert set(settings.values) == {key.name for key in KEYS}


names = st.text("ab-_", min_size=1, max_size=4) | st.just('"甲 = [# "') | st.just("'é.'")
strings = st.sampled_from(
    ['"x"', "'a # b'", '"\\" = ["', "'''\n[t]\na = 1\n'''", '"""\\\n"""', '""""两个""""', "'''''x'''''"]
)
values = st.recursive(
    strings | st.sampled_from(["1", "true", "2025-03-31", "1.5"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda many: "[ # 注\n" + ",\n".join(many) + "\n]")
        | inner.map(lambda one: "{ a = " + one.replace("\n", " ") + " }")
    ),
    max_leaves=4,
)
statements = st.tuples(
    st.lists(names, min_size=1, max_size=2).map(" . ".join), values, st.sampled_from(["", " # = x"])
)
tables = st.lists(names, min_size=1, max_size=2).map(".".join).map(lambda name: f"[{name}] # 表")


@given(st.lists(statements.map(lambda parts: f" {parts[0]} = {parts[1]}{parts[2]}") | tables, max_size=8))
def test_every_key_that_the_parser_sees_has_a_spot_at_its_own_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = spots(text)
    rows = text.split("\n")
    for path, spot in found.items():
        node: object = tree
        for name in path:
            assert isinstance(node, dict)
            node = node[name]
        written_there = rows[spot.key.line - 1][spot.key.column - 1 :]
        assert written_there.startswith("[") or tomllib.loads(written_there[: spot.width] + "=0")
    firsts = {path[:1] for path in found}
    assert firsts == {(name,) for name in tree}


def run(*words: str) -> int:
    return main([*words])


REPORTS = ("听松区发展和改革委员会2019.txt",)


@pytest.fixture
def office() -> Path:
    """A folder with settings that name the shipped rules, and one report."""
    reports = Path("reports")
    reports.mkdir()
    for name in REPORTS:
        (reports / name).write_bytes((ROOT / "reports" / name).read_bytes())
    written(f'rules = {json.dumps(str(ROOT / "rules"))}\nreports = ["reports"]\n[run]\nfail-on = "不计"\n')
    return reports


def test_the_file_is_weaker_than_the_command_line(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run") == 0
    first = capsys.readouterr()
    assert first.err == "用了设置 auditor.toml（auditor config 可看）\n"
    assert run("run", "reports") == 0
    assert run("run", "--fail-on", "错误") == 1
    assert run("run", "--config", "无", (ROOT / "rules").as_posix(), "reports") == 1
    assert "用了设置" not in capsys.readouterr().err.splitlines()[-1:]
    assert run("run", "--config", "无") == 2
    assert "没有写规则和报告" in capsys.readouterr().err


def test_a_faulty_file_stops_every_command_that_would_use_it(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written("worker = 'x'\nwho = 1\n")
    for words in (
        ["run", "rules", "reports"],
        ["findings", "list"],
        ["export"],
        ["rules", "check"],
        ["config"],
    ):
        assert run(*words) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.count("auditor.toml:") == 2
    assert run("config", "--config", "没有.toml") == 2
    assert "没有这个设置文件" in capsys.readouterr().err


def test_who_decides_and_where_come_from_the_file_unless_the_environment_says_otherwise(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("auditor.toml").open("r+", encoding="utf-8") as stream:
        text = stream.read()
        stream.seek(0)
        stream.write('store = "处置/"\nwho = "王芳"\n' + text)
    Path("处置").mkdir()
    assert run("run") == 0
    capsys.readouterr()
    assert Path("处置/审核.sqlite").is_file()
    assert run("findings", "decide", "属实", "--filter", "规则:结构-601") == 0
    monkeypatch.setenv("AUDITOR_WHO", "赵敏")
    assert run("findings", "decide", "误报", "--filter", "规则:勾稽-401") == 0
    capsys.readouterr()
    assert run("findings", "log", "--format", "json") == 0
    assert [json.loads(row)["by"] for row in capsys.readouterr().out.splitlines()] == ["赵敏", "王芳"]


@pytest.mark.parametrize(
    ("typed", "jobs", "cache"),
    [({}, 2, "c"), ({"jobs": 3}, 3, "c"), ({"no_cache": True}, 2, None), ({"cluster": "x"}, None, "c")],
)
def test_a_run_over_many_files_has_workers_and_cache_of_the_file(
    typed: dict[str, object], jobs: int | None, cache: str | None
) -> None:
    asked = {"jobs": None, "cache": None, "cluster": None, "no_cache": False, **typed}
    arguments = Namespace(settings=Settings(jobs=2, cache="c"), **asked)
    many.settle(arguments)
    assert (arguments.jobs, arguments.cache) == (jobs, cache)


def test_a_notice_has_issuer_contact_and_deadline_of_the_file(office: Path) -> None:
    from docx import Document

    with Path("auditor.toml").open("a", encoding="utf-8") as stream:
        stream.write('[notice]\nissuer = "某市政务公开办"\ncontact = "王芳 0531"\ndeadline = 2025-03-31\n')
    assert run("run", "--format", "notice", "--output", "通知", "--contact", "李强 110") == 0
    (letter,) = [path for path in Path("通知").glob("*.docx") if "全部" not in path.name][:1]
    text = "\n".join(paragraph.text for paragraph in Document(str(letter)).paragraphs)
    assert "某市政务公开办" in text
    assert "2025" in text
    assert "李强 110" in text
    assert "王芳" not in text


def test_without_a_file_config_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("config", "--config", "无") == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "设置文件  没有找到 auditor.toml"
    assert shown[-1] == "auditor config --sample -o auditor.toml 写出一份，照着改"
    assert run("config", "--sample", "-o", "auditor.toml") == 0
    assert Path("auditor.toml").read_text(encoding="utf-8") == sample()


def test_config_shows_what_holds_and_whence(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUDITOR_WHO", "赵敏")
    written('who = "王芳"\n\nstore = "postgresql://u:geheim@h/x"\n[run]\nfail-on = "warning"\n')
    assert run("config", "--format", "json") == 0
    tree = json.loads(capsys.readouterr().out)
    assert (tree["schema"], tree["file"]) == ("auditor.config/1", "auditor.toml")
    rows = {row.pop("key"): row for row in tree["settings"]}
    assert rows["who"] == {"value": "赵敏", "source": "environment", "line": None}
    assert rows["store"] == {"value": "postgresql://u:***@h/x", "source": "file", "line": 3}
    assert rows["run.fail-on"] == {"value": "warning", "source": "file", "line": 5}
    assert rows["roster"] == {"value": None, "source": "default", "line": None}
    assert run("config") == 0
    shown = capsys.readouterr().out.splitlines()
    assert "run.fail-on        警告  （第5行）" in shown
    assert "who                赵敏  （环境变量 AUDITOR_WHO）" in shown
