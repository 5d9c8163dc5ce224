"""fmt: comments, order and every text survive; once formatted, always formatted; no verdict moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.rules.fmt import format_bytes
from auditor.rules.load import load_rules
from auditor.rules.schema import instance
from auditor.source.load import load_source
from tests.cli.conftest import Auditor
from tests.workbench.folder import BALANCE, EXPLAINED, HEAD

PACKS = sorted((packaged() / "rules").rglob("*.yaml"))


def formatted(text: str) -> str:
    made, faults = format_bytes(text.encode("utf-8"), "甲.yaml")
    assert made is not None, faults
    return made.decode("utf-8")


def test_indents_spaces_and_blank_lines_are_made_alike() -> None:
    text = (
        "# 头\n规则集:   甲   # 名称\n规则:\n   # 头一条\n   -  编号: a-1\n"
        "      列: [ 甲,乙 ,{丙: 丁}]   \n\n\n\n"
        "   # 第二条\n   -  编号: a-2\n"
    )
    assert formatted(text) == (
        "# 头\n规则集: 甲     # 名称\n规则:\n# 头一条\n- 编号: a-1\n  列: [甲, 乙, {丙: 丁}]\n\n"
        "# 第二条\n- 编号: a-2\n"
    )


@pytest.mark.parametrize(
    "value",
    ["010", "1.10", "12:30", "no", "是", "~", "2024-01-31", "0x1F", "1_000", '"no"', "'甲: 乙'", "1e3", ".5"],
)
def test_a_value_stays_as_it_was_written(value: str) -> None:
    assert formatted(f"规则集:  甲\n编号:   {value}\n") == f"规则集: 甲\n编号: {value}\n"


def test_a_text_over_several_lines_stays_over_several_lines() -> None:
    text = "规则集: 甲\n说明: >-\n  第一行\n  第二行\n规则: []\n"
    assert formatted(text) == text


def test_a_comment_inside_a_text_is_no_comment() -> None:
    text = "规则集: 甲\n说明: |\n  第一行\n    # 不是注释\n  第三行\n规则: []\n"
    assert formatted(text) == text


def test_a_file_of_another_encoding_comes_out_as_utf8() -> None:
    made, faults = format_bytes("规则集:  甲\r\n规则: []\r\n".encode("gb18030"), "甲.yaml")
    assert (made, faults) == ("规则集: 甲\n规则: []\n".encode(), ())


def test_a_file_with_errors_is_left_alone() -> None:
    made, faults = format_bytes("规则集：甲\n规则: []\n".encode(), "甲.yaml")
    assert made is None
    assert [fault.code for fault in faults] == ["yaml.fullwidth-colon"]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_shipped_file_survives_and_formatting_it_twice_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    once, _ = format_bytes(before, path.name)
    assert once is not None
    assert format_bytes(once, path.name) == (once, ())
    first, _ = load_source(before, "前")
    second, _ = load_source(once, "后")
    assert first is not None and first.root is not None
    assert second is not None and second.root is not None
    assert instance(first.root) == instance(second.root)
    comments = [line.strip() for line in before.decode().splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in once.decode().splitlines() if line.strip().startswith("#")] == comments


spaces = st.integers(min_value=0, max_value=3)
comments = st.sampled_from(["", "  # 注", " # {不是} [内容]: 甲", "# 行首"])


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """The two rules in someone's own hand: deeper indents, blanks, comments between and behind."""
    deeper = draw(spaces)
    lines = []
    for line in (HEAD + BALANCE + EXPLAINED).split("\n"):
        body = line.lstrip(" ")
        indent = len(line) - len(body)
        in_list = lines and (body.startswith("- ") or indent)
        written = " " * (indent + (deeper if in_list else 0)) + body
        comment = draw(comments)
        if comment.startswith("#"):
            lines.append(" " * draw(spaces) + comment)
        elif body and not body.startswith("#"):
            written += comment
        lines.append(written + " " * draw(spaces))
        lines += [""] * draw(spaces)
    return "\n".join(lines)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(untidy())
def test_formatting_is_idempotent_and_moves_no_verdict(tmp_path: Path, text: str) -> None:
    made = formatted(text)
    assert formatted(made) == made
    rules = []
    for content in (text, made):
        (tmp_path / "规则.yaml").write_text(content, encoding="utf-8")
        found = load_rules([tmp_path])
        assert [fault.message for fault in found.diagnostics] == []
        rules.append([(rule.id, rule.sha256) for rule in found.rules])
    assert rules[0] == rules[1]
    assert len(rules[0]) == 2


def test_the_command_puts_files_in_order_and_check_only_looks(home: Path, auditor: Auditor) -> None:
    (home / "规则.yaml").write_text("规则集:   甲\n规则: []\n", encoding="utf-8")
    looked = auditor("rules", "fmt", "规则.yaml", "--check")
    assert looked == (1, "要排  规则.yaml\n1 个文件，要排 1 个，其余已经整齐\n", "")
    assert (home / "规则.yaml").read_text(encoding="utf-8") == "规则集:   甲\n规则: []\n"
    done = auditor("rules", "fmt", "规则.yaml")
    assert done == (0, "排好  规则.yaml\n1 个文件，排好 1 个，其余已经整齐\n", "")
    assert (home / "规则.yaml").read_text(encoding="utf-8") == "规则集: 甲\n规则: []\n"
    assert auditor("rules", "fmt", "规则.yaml", "--check") == (0, "1 个文件，全部已经整齐\n", "")


def test_the_command_names_files_with_errors_and_formats_the_others(home: Path, auditor: Auditor) -> None:
    (home / "规则").mkdir()
    (home / "规则" / "坏.yaml").write_text("规则集：甲\n规则: []\n", encoding="utf-8")
    (home / "规则" / "好.yaml").write_text("规则集:  甲\n规则: []\n", encoding="utf-8")
    code, out, err = auditor("rules", "fmt", "规则")
    assert (code, out) == (2, "排好  规则/好.yaml\n1 个文件，排好 1 个，其余已经整齐\n")
    assert "坏.yaml:1:4" in err


def test_the_shipped_packs_are_formatted(auditor: Auditor) -> None:
    code, out, err = auditor("rules", "fmt", str(packaged() / "rules"), "--check")
    assert (code, err) == (0, ""), f"run: auditor rules fmt rules\n{out}"
