"""YAML as policy staff write it: the tree, and every trap met with its place and remedy."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
import yaml

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.source import build
from auditor.source.load import MAX_BYTES, load_source, read_source
from auditor.source.show import show
from auditor.source.tree import Entry, Mapping, Scalar, Sequence

P = SourcePlace


def faults(text: str | bytes) -> list[tuple[str, int, int]]:
    """(code, line, column) of every diagnostic; the message and the remedy must be Chinese."""
    data = text if isinstance(text, bytes) else text.encode()
    _, diagnostics = load_source(data, "规则.yaml")
    for fault in diagnostics:
        assert any("一" <= char <= "鿿" for char in fault.message), fault
        assert fault.remedy, fault
    return [
        (fault.code, fault.place.line, fault.place.column)
        if isinstance(fault.place, SourcePlace)
        else (fault.code, 0, 0)
        for fault in diagnostics
    ]


def test_every_scalar_is_text_as_written_with_its_place() -> None:
    file, diagnostics = load_source('编号: 010\n版本: [1.10, "1.10", no, ~, 12:30]\n空:\n'.encode(), "a")
    assert diagnostics == ()
    assert file is not None
    assert file.root == Mapping(
        (
            Entry(Scalar("编号", 1, 1), Scalar("010", 1, 5)),
            Entry(
                Scalar("版本", 2, 1),
                Sequence(
                    (
                        Scalar("1.10", 2, 6),
                        Scalar("1.10", 2, 12, True),
                        Scalar("no", 2, 20),
                        Scalar("~", 2, 24),
                        Scalar("12:30", 2, 27),
                    ),
                    P(2, 5),
                ),
            ),
            Entry(Scalar("空", 3, 1), Scalar("", 3, 3)),
        ),
        P(1, 1),
    )
    assert file.lines == ("编号: 010", '版本: [1.10, "1.10", no, ~, 12:30]', "空:", "")


def test_a_block_scalar_keeps_its_text_and_counts_as_quoted() -> None:
    file, diagnostics = load_source("说明: |\n  一\n  二\n".encode(), "a")
    assert diagnostics == ()
    assert file is not None
    assert isinstance(file.root, Mapping)
    assert file.root.get("说明") == Scalar("一\n二\n", 1, 5, True)


@pytest.mark.parametrize("data", [b"", b"\n\n", "# 只有注释\n".encode(), b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_root_and_is_no_fault(data: bytes) -> None:
    file, diagnostics = load_source(data, "a")
    assert file is not None
    assert (file.root, diagnostics) == (None, ())


TRAPS = [
    ("名称: a\n　级别: b\n", "yaml.wide-space", 2, 1),
    ("- 编号: a\n  名称: b\n　　级别: c\n", "yaml.wide-space", 3, 1),
    ("规则:\n- a: 1\n\u00a0\u00a0b: 2\n", "yaml.wide-space", 3, 1),
    ("名称:　abc\n类型: b\n", "yaml.wide-space", 1, 4),
    ("名称　: a\n", "yaml.wide-space", 1, 3),
    ("- a: 1\n\tb: 2\n", "yaml.tab", 2, 1),
    ("a:\n\t- b\n", "yaml.tab", 2, 1),
    ("a: 1\n名称：b\nc: 2\n", "yaml.fullwidth-colon", 2, 3),
    ("规则：\n- 编号: a\n  名称: b\n", "yaml.fullwidth-colon", 1, 3),
    ("- 编号：a\n  名称: b\n", "yaml.fullwidth-colon", 1, 5),
    ("规则:\n  名称：abc\n", "yaml.fullwidth-colon", 2, 5),
    ("a: {文件：甲, 条款: 乙}\n", "yaml.fullwidth-colon", 1, 7),
    ("- a: !空 x\n", "yaml.tag", 1, 6),
    ("- a: !!int 3\n", "yaml.tag", 1, 6),
    ("a: *\n", "yaml.alias", 1, 4),
    ("a: *所有\n", "yaml.alias", 1, 4),
    ("a: &x 1\n", "yaml.anchor", 1, 4),
    ("a: & 1\n", "yaml.anchor", 1, 4),
    ("断言: > 3\n", "yaml.block-scalar", 1, 5),
    ("断言: >3\nb: 1\n", "yaml.block-scalar", 1, 5),
    ("断言: >\nb: 1\n", "yaml.block-scalar", 1, 5),
    ("断言: | 甲\n", "yaml.block-scalar", 1, 5),
    ("消息: 见第 #3 条\n", "yaml.cut-by-comment", 1, 8),
    ("消息: “见 # 条”\n", "yaml.cut-by-comment", 1, 8),
    ("消息: #编号\n", "yaml.cut-by-comment", 1, 5),
    ("消息: {列}：不符\n", "yaml.brace", 1, 5),
    ("消息: {列}\n", "yaml.brace", 1, 5),
    ("消息: @甲\n", "yaml.opener", 1, 5),
    ("消息: `甲`\n", "yaml.opener", 1, 5),
    ("消息: %甲\n", "yaml.opener", 1, 5),
    ("消息: ,甲\n", "yaml.opener", 1, 5),
    ("消息: ]甲\n", "yaml.opener", 1, 5),
    ("%甲\n", "yaml.directive", 1, 1),
    ("消息: “甲”\n", "yaml.curly-quotes", 1, 5),
    ("消息: [“甲, 乙”]\n", "yaml.curly-quotes", 1, 6),
    ("消息: [甲，乙]\n", "yaml.fullwidth-comma", 1, 7),
    ("a: [{b: c，d: e}]\n", "yaml.fullwidth-comma", 1, 10),
    ('消息: "缺少\nb: 1\n', "yaml.open-quote", 1, 5),
    ('消息: "缺少\nb: "1"\n', "yaml.open-quote", 1, 5),
    ("消息: '缺少\n", "yaml.open-quote", 1, 5),
    ('消息: "缺少" 标题\n', "yaml.after-quote", 1, 10),
    ('a: "\\q"\n', "yaml.escape", 1, 4),
    ("-编号: a\n", "yaml.tight-dash", 1, 1),
    ("规则:\n-甲\n-乙\n", "yaml.tight-dash", 2, 1),
    ("编号:a\n名称: b\n", "yaml.tight-colon", 1, 3),
    ("编号: a\n名称:b\n类型: c\n", "yaml.tight-colon", 2, 3),
    ("{文件:甲}\n", "yaml.tight-colon", 1, 4),
    ("参数: a: b\n", "yaml.colon-in-value", 1, 6),
    ("a: 1\n b: 2\n", "yaml.indent", 2, 3),
    ("a:\n  b: 1\n c: 2\n", "yaml.indent", 3, 2),
    ("- a\nb: c\n", "yaml.indent", 2, 1),
    ("a: [1, 2\nb: 3\n", "yaml.flow", 1, 4),
    ("a: {b: [c}\n", "yaml.flow", 1, 10),
    ("a: - b\n", "yaml.dash", 1, 4),
    ("a: ? b\n", "yaml.question", 1, 4),
    ("[a]: b\n", "yaml.complex-key", 1, 1),
    ("<<: {a: b}\n", "yaml.merge", 1, 1),
    ("a: b\n---\nc: d\n", "yaml.documents", 2, 1),
    ("a: b\n...\nc\n", "yaml.documents", 3, 1),
    ("a: ｛b: c｝\n", "yaml.fullwidth-mark", 1, 4),
    ("｛b: c｝\n", "yaml.fullwidth-mark", 1, 1),
    ("a: 1\nb: 2\na: 3\n", "yaml.duplicate-key", 3, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), TRAPS)
def test_each_trap_is_named_at_its_place(text: str, code: str, line: int, column: int) -> None:
    assert (code, line, column) in faults(text)


@pytest.mark.parametrize(("text", "code", "line", "column"), TRAPS)
def test_each_trap_is_caught_by_the_pure_python_loader_too(
    text: str, code: str, line: int, column: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_Loader", yaml.SafeLoader)
    assert code in [found for found, _, _ in faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "适用: {年度: 2021起}                 # default; a rule may narrow it\n",
        "级别: 错误  # 错误 警告 提示\n级别二: 错误 # 注释\n",
        "依据: [{文件: 国办公开办函〔2021〕30号, 条款: 一、报告内容}]\n",
        "消息: 缺少“{缺少}”\n",
        "断言: 公布日期 ≤ 选(机关类别, 部门 → $部门期限, 其余 → 不适用)\n",
        '- "{收取|收到}…{信息处理费|费用}"\n',
        "- {违反: 标准报告, 改: {表三.自然人.新收: 11}, 应报: [表三.自然人], 消息含: 相差 1}\n",
        "- {无法判定: 标准报告, 改: {表三.自然人.结转下年: 〈无法辨认〉}}\n",
        "规则: []            # rules of its own\n",
        "网址: https://www.example.gov.cn/a#b\n时间: 12:30\n数: -3\n",
        "说明: 第一行\n  第二行，其他：说明\n",
        "---\na: b\n",
        "a:\n- b\n-\n  c: d\n",
    ],
)
def test_what_the_design_writes_is_read_without_complaint(text: str) -> None:
    file, diagnostics = load_source(text.encode(), "a")
    assert file is not None
    assert diagnostics == ()


def test_a_repeated_key_names_both_lines_and_keeps_the_first() -> None:
    file, diagnostics = load_source("编号: 甲\n名称: 乙\n编号: 丙\n".encode(), "规则.yaml")
    assert diagnostics == (
        Diagnostic(
            Severity.ERROR,
            "yaml.duplicate-key",
            "键“编号”重复：第 1 行已有，第 3 行又写了一次",
            "只留一个",
            "规则.yaml",
            P(3, 1),
            "编号: 丙",
            2,
        ),
    )
    assert file is not None
    assert isinstance(file.root, Mapping)
    assert file.root.get("编号") == Scalar("甲", 1, 5)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_the_same_tree(codec: str, ending: str) -> None:
    text = "编号: 结构\n名称: 六个部分\n"
    expected, _ = load_source(text.encode(), "a")
    file, diagnostics = load_source(text.replace("\n", ending).encode(codec), "a")
    assert expected is not None
    if ending == "\r" and codec in ("utf-16-le", "utf-16-be"):
        return  # no byte order mark and no line feed: nothing tells it from noise
    assert file is not None
    assert (file.root, file.lines) == (expected.root, expected.lines)
    assert [fault.code for fault in diagnostics] == ([] if codec.startswith("utf-8") else ["source.encoding"])


def test_a_gbk_file_is_named_with_its_remedy() -> None:
    _, diagnostics = load_source("编号: 结构\n".encode("gbk"), "甲.yaml")
    assert show(diagnostics[0]) == (
        "甲.yaml: 警告: 文件编码是 GBK（GB18030），已按此读取；规则文件应为 UTF-8",
        "    提示：用编辑器“另存为”，编码选 UTF-8",
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: \x00b\n", "source.control-character"),
        (b"a: \x07b\n", "source.control-character"),
        ("a: b\u2028c\n".encode(), "source.control-character"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff", "source.encoding"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "source.encoding"),
        (b"\xff\xfea", "source.encoding"),
        (b"a: " + b"x" * MAX_BYTES, "source.size"),
    ],
)
def test_what_is_no_text_is_refused_whole(data: bytes, code: str) -> None:
    file, diagnostics = load_source(data, "a")
    assert file is None
    assert [fault.code for fault in diagnostics] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "a: [" + "[" * 50_000 + "]" * 50_000 + "]",
        "\n".join(" " * n + "a:" for n in range(2000)),
    ],
)
def test_nesting_beyond_the_limit_is_one_diagnostic_at_once(text: str) -> None:
    started = time.perf_counter()
    file, diagnostics = load_source(text.encode(), "a")
    assert time.perf_counter() - started < 2
    assert file is None
    assert [fault.code for fault in diagnostics] == ["source.depth"]


def test_a_file_of_millions_of_nodes_stays_within_memory() -> None:
    data = b"-\n" * (MAX_BYTES // 2)
    tracemalloc.start()
    file, diagnostics = load_source(data, "a")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert file is None
    assert [fault.code for fault in diagnostics] == ["source.size"]
    assert peak < 200 << 20


@pytest.mark.parametrize("text", ["规则：\n- 编号: a\n", "规则：\n名称: a\n"])
def test_a_doubt_that_stops_the_parser_is_an_error_and_gives_no_file(text: str) -> None:
    file, diagnostics = load_source(text.encode(), "a")
    assert file is None
    assert [(fault.severity, fault.message) for fault in diagnostics] == [
        (Severity.ERROR, "键“规则”后面是全角冒号“：”")
    ]


def test_an_error_is_not_lost_behind_many_warnings() -> None:
    text = "".join(f"k{n}: [甲，乙]\n" for n in range(200)) + "b: c: d\n"
    file, diagnostics = load_source(text.encode(), "a")
    assert file is None
    assert (len(diagnostics), diagnostics[-1].code) == (50, "yaml.colon-in-value")


def test_diagnostics_of_one_file_are_bounded() -> None:
    _, diagnostics = load_source(("a: 1\n" * 10_000).encode(), "a")
    assert len(diagnostics) == 50


def test_a_missing_file_and_a_folder_are_diagnostics(tmp_path: Path) -> None:
    assert [f.code for f in read_source(tmp_path / "无.yaml", "无.yaml")[1]] == ["file.missing"]
    assert [f.code for f in read_source(tmp_path, "夹")[1]] == ["file.folder"]
    assert [f.code for f in read_source(Path("a\0b"), "a")[1]] == ["file.unreadable"]
