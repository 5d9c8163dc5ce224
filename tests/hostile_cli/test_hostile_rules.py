"""Bad rule files and bad command lines through the real command: what is wrong, where, what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile_cli.runner import GOOD, RULES, Done, auditor, measured

BASE = """规则集: 测试
规则:
- 编号: 测试-001
  名称: 逐列平衡
  类型: 勾稽
  级别: 错误
  依据: [{文件: 甲, 条款: 乙}]
  对象: 表三
  逐: 列
  断言: 新收 + 上年结转 = 办理总计 + 结转下年
  消息: "{列}：{左式}"
"""
# Old text, new text, what the diagnostic says, what it advises; the line is where the new text stands.
TRAPS = {
    "same key twice": ("  级别: 错误\n", "  级别: 错误\n  级别: 提示\n", "“级别”重复", "只留一个"),
    "wide blank as indent": ("  级别: 错误", "　　级别: 错误", "全角空格", "半角空格"),
    "tab as indent": ("  级别: 错误", "\t级别: 错误", "制表符", "半角空格"),
    "wide colon": ("级别: 错误", "级别：错误", "全角冒号", "半角冒号"),
    "tag": ("级别: 错误", "级别: !空", "感叹号", "双引号"),
    "alias": ("级别: 错误", "级别: *错误", "星号", "双引号"),
    "anchor": ("级别: 错误", "级别: &甲 错误", "“&”", "双引号"),
    "block scalar": ("断言: 新收 + 上年结转 = 办理总计 + 结转下年", "断言: > 3", "以“>”开头", "双引号"),
    "opening brace": ('消息: "{列}：{左式}"', "消息: {列}不平", "花括号", "双引号"),
    "at sign": ("名称: 逐列平衡", "名称: @逐列", "“@”", "双引号"),
    "misspelt key": ("级别: 错误", "极别: 错误", "没有“极别”这个键", "改成“级别”"),
    "misspelt kind": ("类型: 勾稽", "类型: 勾机", "是不是“勾稽”", "可以写"),
    "misspelt cell": ("上年结转", "上年接转", "不认识的名称“上年接转”", "是不是“上年结转”"),
    "50000 brackets": ("[{文件: 甲, 条款: 乙}]", "[" * 50_000, "超过", "减少层数"),
    "not a level": ("级别: 错误", "级别: 严重", "严重", "错误"),
}
# What YAML would turn into something else is text here, and loads.
AS_TEXT = {
    "octal": ("测试-001", "010"),
    "sexagesimal": ("逐列平衡", "12:30"),
    "boolean": ("逐列平衡", "no"),
    "switch": ("逐列平衡", "on"),
    "trailing zero": ("逐列平衡", "1.10"),
    "curly quotes": ("逐列平衡", "“逐列”平衡"),
}


def _run(folder: Path, text: str, encoding: str = "utf-8") -> Done:
    (folder / "规则.yaml").write_bytes(text.encode(encoding))
    return auditor("run", "规则.yaml", GOOD, "--format", "json", cwd=folder)


@pytest.mark.parametrize("trap", sorted(TRAPS))
def test_a_trap_in_a_rule_file_is_met_with_place_and_remedy(tmp_path: Path, trap: str) -> None:
    old, new, reason, remedy = TRAPS[trap]
    text = BASE.replace(old, new, 1)
    done = _run(tmp_path, text)
    assert done.code == 2
    assert reason in done.err
    assert remedy in done.err
    line = text[: text.index(new)].count("\n") + 1 + (trap == "same key twice")
    assert f"规则.yaml:{line}:" in done.err
    assert "^" in done.err
    assert "Traceback" not in done.seen


@pytest.mark.parametrize("name", sorted(AS_TEXT))
def test_a_value_that_yaml_would_change_stays_text(tmp_path: Path, name: str) -> None:
    done = _run(tmp_path, BASE.replace(*AS_TEXT[name]))
    assert done.code == 0
    assert done.json()["tally"]["outcomes"]["pass"] == 7


def test_an_octal_looking_id_is_shown_as_it_was_written(tmp_path: Path) -> None:
    text = BASE.replace("测试-001", "010").replace("新收 + 上年结转 =", "新收 + 上年结转 + 1 =")
    assert {f["rule"] for f in _run(tmp_path, text).json()["findings"]} == {"010"}


def test_a_message_cut_short_by_a_comment_is_said(tmp_path: Path) -> None:
    done = _run(tmp_path, BASE.replace('"{列}：{左式}"', "第 #1 项不平"))
    assert (done.code, "“ #”以后的文字被当作注释" in done.err) == (0, True)
    assert "规则.yaml:11:" in done.err


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_read_and_named(tmp_path: Path, encoding: str) -> None:
    done = _run(tmp_path, BASE, encoding)
    assert done.code == 0
    assert "规则.yaml" in done.err
    assert "规则文件应为 UTF-8" in done.err


@pytest.mark.parametrize("text", [BASE.replace("\n", "\r\n"), "\ufeff" + BASE])
def test_byte_order_mark_and_windows_line_ends_pass_silently(tmp_path: Path, text: str) -> None:
    done = _run(tmp_path, text)
    assert (done.code, done.err.strip()) == (0, "")


def test_a_bad_file_among_good_rules_is_named_and_ends_with_2(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    bad = tmp_path / "rules" / "国家" / "坏.yaml"
    bad.write_bytes(b"\xff\xfe\x00" + bytes(range(256)) * 20)
    done = auditor("run", "rules", GOOD, cwd=tmp_path)
    assert done.code == 2
    assert "rules/国家/坏.yaml" in done.seen
    assert "Traceback" not in done.seen


def test_a_rule_file_of_40_mb_is_refused_within_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "规则.yaml").write_bytes(BASE.encode() + b"# \n" * 14_000_000)
    done = measured("run", "规则.yaml", GOOD, cwd=tmp_path)
    assert done.code == 2
    assert "规则.yaml" in done.seen
    assert done.peak < 300


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("空", "好.docx"), ("没有规则文件", "空")),
        (("没有", "好.docx"), ("没有这个规则文件夹或文件", "没有")),
        (("词典.yaml", "好.docx"), ("没有可用的规则", "提示")),
        (("叠加.yaml", "好.docx"), ("没有可用的规则", "提示")),
        (("空白.yaml", "好.docx"), ("没有可用的规则", "提示")),
        (("停用.yaml", "好.docx"), ("停用", "提示")),
        (("报告", "规则.yaml"), ("放反", "auditor run 规则.yaml 报告")),
        (("规则.yaml", "无此文件.docx"), ("无此文件.docx", "没有这个文件")),
        (("规则.yaml", "空"), ("没有找到可以审核的报告", "提示")),
        (("规则.yaml",), ("没有写要审核的报告", "auditor run")),
    ],
)
def test_what_cannot_be_run_is_said_with_a_remedy_and_2(
    tmp_path: Path, arguments: tuple[str, ...], says: tuple[str, ...]
) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "报告").mkdir()
    shutil.copy(GOOD, tmp_path / "好.docx")
    shutil.copy(GOOD, tmp_path / "报告" / "好.docx")
    files = {
        "规则": BASE,
        "空白": "",
        "叠加": "叠加: 某市\n调整: []\n",
        "词典": "甲: 乙\n",
        "停用": BASE.replace("  级别: 错误\n", "  级别: 错误\n  状态: 停用\n  理由: 暂停执行\n"),
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = auditor("run", *arguments, cwd=tmp_path)
    assert done.code == 2
    for words in says:
        assert "".join(words.split()) in done.flat
