"""The vocabulary's file: what is wrong with it is said with its line; a word added is a word read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.base.paths import packaged
from auditor.report.facts import load_vocabulary, read_facts
from auditor.report.facts.tokens import FIGURE, tokens_of
from auditor.rules.load import load_rules
from auditor.source.load import load_source
from tests.facts.ask import vocabulary
from tests.make import section

TEXT = (packaged() / "rules" / "词典" / "事实.yaml").read_text(encoding="utf-8")


def _fault(text: str) -> tuple[str, int]:
    source, _ = load_source(text.encode("utf-8"), "事实.yaml")
    assert source is not None
    made, faults = load_vocabulary(source)
    assert made is None
    assert faults[0].place is not None
    return faults[0].message, faults[0].place.line  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("填充: 原因", "添充: 原因", "没有“添充”这个键，是不是“填充”？"),
        ("- 名称: 办理\n", "- 名称: 收到申请\n", "“收到申请”写了两次"),
        (
            "- {名称: 主动公开条数, 主语: 信息, 单位: 条数",
            "- {名称: 主动公开条数, 主语: 信息, 单位: 数件",
            "单位里没有“数件”",
        ),
        ("- {名称: 主动公开条数, 主语: 信息,", "- {名称: 主动公开条数, 主语: 请求,", "主语里没有“请求”"),
        ("- 名称: 办理\n  主语: 申请\n", "- 名称: 办理\n", "有“动词”就要写“主语”"),
        ("后置: 是", "后置: 对", "“后置”写 是 或 否"),
        ("分项词: 其中", "分项词: #其中", "应写成 甲 乙 丙，词与词之间空一格"),
        ("相关: 行政复议\n", "相关: 复议案\n", "没有“复议案”这个事实"),
        ("  承接: 行政事业性收费\n", "  承接: 行政收费\n", "没有“行政收费”这个事实"),
        ("说法: 部分公开 ", "说法: 予以公开 ", "“予以公开”已经是“予以公开”的说法"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, said: str) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new, 1)
    assert _fault(changed) == (f"事实词典写法有误：{said}", TEXT[: TEXT.index(old)].count("\n") + 1)


def test_an_empty_file_is_told() -> None:
    source, _ = load_source(b"", "x.yaml")
    assert source is not None
    made, faults = load_vocabulary(source)
    assert (made, faults[0].message) == (None, "事实词典写法有误：文件没有内容")


def test_a_word_that_is_added_is_read_at_once() -> None:
    source, _ = load_source(TEXT.replace("动词: 收到 ", "动词: 收到 揽收 ", 1).encode("utf-8"), "x.yaml")
    assert source is not None
    wider, faults = load_vocabulary(source)
    assert wider is not None
    assert faults == ()
    sections = {1: section(1, "全年揽收政府信息公开申请9件。")}
    assert [fact.value for fact in read_facts(sections, wider, 2023)] == [9]
    assert read_facts(sections, vocabulary(), 2023) == ()


def test_a_folder_of_rules_may_bring_its_own_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "事实.yaml").write_text(TEXT.replace('版本: "1.0"', '版本: "9.9"', 1), encoding="utf-8")
    (tmp_path / "空.yaml").write_text("规则集: 空\n规则: []\n", encoding="utf-8")
    loaded = load_rules([tmp_path])
    assert loaded.vocabulary is not None
    assert loaded.vocabulary.version == "9.9"
    assert load_rules([packaged() / "rules"]).vocabulary == vocabulary()


@given(st.text(alphabet="1２30十百万一两零件条%余多,，。、；年第收到申请 ", max_size=30))
def test_the_quick_look_for_figures_misses_none(text: str) -> None:
    held = vocabulary()
    found = [token for token in tokens_of(text, held) if token.kind == FIGURE]
    assert held.has_figures(text) or not found
