"""The schema in a real editor's server: completion, hover, first faults. Skipped without it
(`npm install -g yaml-language-server`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from auditor.rules.editor_schema import editor_schema
from auditor.rules.kinds import KINDS
from tests.workbench import lsp

HEAD = "规则集: 甲\n规则:\n"
RULE = HEAD + "- 编号: 甲-001\n  名称: 乙\n  类型: 勾稽\n  级别: 错误\n  依据: [{文件: 丙, 条款: 丁}]\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lsp.Server]:
    start = lsp.command()
    if start is None:
        pytest.skip("yaml-language-server is not installed")
    folder = tmp_path_factory.mktemp("editor")
    schema = folder / "schema.json"
    schema.write_text(json.dumps(editor_schema(KINDS, "0")), encoding="utf-8")
    running = lsp.Server(start, folder, schema)
    yield running
    running.close()


def test_the_keys_of_a_kind_are_offered_inside_a_rule_of_that_kind(server: lsp.Server) -> None:
    server.open(RULE + "  断\n")
    offered = server.complete(7, 3)
    assert {"断言", "对象", "逐", "容差", "消息", "例子"} <= set(offered)
    assert "任一" not in offered


def test_the_first_key_of_a_file_is_offered(server: lsp.Server) -> None:
    server.open("\n")
    assert {"规则集", "叠加", "词表"} <= set(server.complete(0, 0))


def test_the_keys_of_an_adjustment_are_offered(server: lsp.Server) -> None:
    server.open("叠加: 某市\n调整:\n- 规则: 甲-001\n  级\n")
    assert {"级别", "参数", "词表增", "停用", "理由"} <= set(server.complete(3, 3))


def test_the_kinds_are_offered_after_类型(server: lsp.Server) -> None:
    server.open(HEAD + "- 编号: 甲-001\n  类型: \n")
    assert set(server.complete(3, 6)) == set(KINDS)


def test_the_levels_are_offered_after_级别(server: lsp.Server) -> None:
    server.open(HEAD + "- 编号: 甲-001\n  类型: 勾稽\n  级别: \n")
    assert set(server.complete(4, 6)) == {"错误", "警告", "提示"}


def test_hovering_a_key_says_what_it_is(server: lsp.Server) -> None:
    server.open(RULE + "  断言: 新收 = 0\n")
    assert "应当成立的条件" in server.hover(7, 3)
    assert "算表里的数" in server.hover(4, 3)


def test_a_misspelt_key_is_marked_while_typing(server: lsp.Server) -> None:
    server.open(RULE + "  断言: 新收 = 0\n  断盐: 新收 = 0\n")
    assert [found["range"]["start"]["line"] for found in server.diagnostics] == [8]


def test_a_sound_rule_is_not_marked(server: lsp.Server) -> None:
    server.open(RULE + "  断言: 新收 = 0\n  容差: 0.1\n  适用: {年度: 2021}\n")
    assert server.diagnostics == []
