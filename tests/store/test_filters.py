"""What a person types to narrow a list, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.states import Choice
from auditor.findings.store.decisions import decide
from auditor.findings.store.filters import Filter, FilterFault, Term, parse_filter
from auditor.findings.store.open import Store, open_store
from auditor.findings.store.query import look, total
from auditor.rules.outcome import Level
from tests.store.make import finding, lines, moment, run

QINGSHI = finding("表三.自然人", unit="青石街道办事处", year=2024)
YUNSHAN = finding("表三.总计", "文表-101", "云山镇人民政府", 2023, level=Level.WARNING)
CHONGQING = finding(
    "第六部分", "说明-305", "重庆市长安区教育局", 2022, level=Level.INFO, message="用了100%的_词"
)
NOBODY = finding("报告", "结构-001", "", None, level=Level.INFO)
ALL = [QINGSHI, YUNSHAN, CHONGQING, NOBODY]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = open_store(tmp_path_factory.mktemp("store") / "审核.sqlite")
    run(made, ALL)
    decide(made, [(YUNSHAN.fingerprint, 0)], Choice.FALSE_ALARM, moment("李强"))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ALL),
        ("青石", [QINGSHI]),
        ("qsjd", [QINGSHI]),
        ("QSJD", [QINGSHI]),
        ("qingshijie", [QINGSHI]),
        ("ｑｓｊｄ", [QINGSHI]),
        ("chongqing", [CHONGQING]),
        ("cqscaqjyj", [CHONGQING]),
        ("相差", [QINGSHI, YUNSHAN, NOBODY]),
        ("100%", [CHONGQING]),
        ("%", [CHONGQING]),
        ("_词", [CHONGQING]),
        ("规则:勾稽", [QINGSHI]),
        ("规则：勾稽-301", [QINGSHI]),
        ("规则:gj", [QINGSHI]),
        ("级别:错误,警告", [QINGSHI, YUNSHAN]),
        ("级别:错误、警告", [QINGSHI, YUNSHAN]),
        ("!级别:提示", [QINGSHI, YUNSHAN]),
        ("！级别：提示", [QINGSHI, YUNSHAN]),
        ("机关:人民政府", [YUNSHAN]),
        ("机关:街道 级别:警告", []),
        ("状态:待处理", [QINGSHI, CHONGQING, NOBODY]),
        ("状态:误报", [YUNSHAN]),
        ("!状态:误报", [QINGSHI, CHONGQING, NOBODY]),
        ("状态:已处置", [YUNSHAN]),
        ("年度:2024", [QINGSHI]),
        ("年度:2022-2023", [YUNSHAN, CHONGQING]),
        ("年度:2022,2024", [QINGSHI, CHONGQING]),
        ("!年度:2024", [YUNSHAN, CHONGQING, NOBODY]),
        ("年度:不明", [NOBODY]),
        ("文件:云山", [YUNSHAN]),
        ("处置人:李", [YUNSHAN]),
        ('"收支不平，相差"', [QINGSHI, YUNSHAN, NOBODY]),
        ("收支 自然人", [QINGSHI]),
        ("!青石 !云山", [CHONGQING, NOBODY]),
        (QINGSHI.fingerprint[:12], [QINGSHI]),
        ("没有这样的词", []),
        ("rule:文表 level:warning", [YUNSHAN]),
    ],
)
@pytest.mark.parametrize("order", ["agency", "rule", "level"])
def test_a_filter_finds(store: Store, typed: str, found: list[object], order: str) -> None:
    assert {line.fingerprint for line in lines(store, typed, order)} == {
        item.fingerprint for item in found  # type: ignore[attr-defined]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "position", "message"),
    [
        ("级别:严重", 3, "没有“严重”这一级，可以写 错误 警告 提示"),
        ("青石 年度:23", 6, "年度写成 2023 或 2021-2023"),
        ("级別:错误", 0, "没有“级別”这种条件；是不是“级别”？可以写 规则 级别 机关 状态 年度 文件 处置人"),
        ("规则:", 3, "“规则:”后面要写值"),
        ('a "没完', 2, "引号没有配对"),
        ("!", 0, "“!”后面要写词"),
    ],
)
def test_a_filter_that_cannot_be_read_says_where_and_why(typed: str, position: int, message: str) -> None:
    assert parse_filter(typed) == FilterFault(message, position)


@given(st.text(max_size=30))
def test_any_text_is_a_filter_or_a_fault(typed: str) -> None:
    made = parse_filter(typed)
    assert isinstance(made, Filter | FilterFault)
    if isinstance(made, FilterFault):
        assert 0 <= made.position <= len(typed)
        assert made.message


@given(st.text(alphabet="青石%_'\"\\qsjd!:,- 规则级别状态年度", max_size=12))
def test_any_filter_can_be_asked_of_the_store(store: Store, typed: str) -> None:
    made = parse_filter(typed)
    if isinstance(made, Filter):
        found, groups = look(store, made)
        assert len(found) == sum(group.count for group in groups) <= total(store)


def test_the_same_term_twice_or_inverted_twice() -> None:
    assert parse_filter("!!青石 青石") == Filter(
        (Term("text", ("青石",)), Term("text", ("青石",))), "!!青石 青石"
    )


@pytest.mark.parametrize("order", ["agency", "rule", "level"])
def test_groups_cover_the_list_in_its_order(tmp_path: Path, order: str) -> None:
    store = open_store(tmp_path / "s.sqlite")
    some = [
        finding(f"表三.{n}", f"勾稽-{n % 3}", unit, year, level=list(Level)[n % 3])
        for n in range(7)
        for unit in ("青石街道办事处", "安溪镇人民政府", "")
        for year in (2023, 2024, None)
    ]
    run(store, some)
    ids, groups = look(store, Filter(), order)
    listed = lines(store, "", order)
    assert [line.id for line in listed] == list(ids)
    start = 0
    for group in groups:
        assert group.start == start
        own = listed[start : start + group.count]
        names = {
            "agency": lambda x: (x.agency, x.year),
            "rule": lambda x: x.rule,
            "level": lambda x: x.level.value,
        }
        expected = (group.key, group.year) if order == "agency" else group.key
        assert {names[order](line) for line in own} == {expected}
        assert group.levels == tuple(sum(line.level is level for line in own) for level in Level)
        assert group.todo == len(own)
        start += group.count
    assert start == len(some)
    by_pinyin = [group.label for group in groups]
    if order == "agency":
        assert list(dict.fromkeys(by_pinyin)) == ["", "安溪镇人民政府", "青石街道办事处"]
        assert [group.year for group in groups][:3] == [2024, 2023, None]
    store.close()
