"""Names of formulas, against both packaged lexicons."""

from datetime import date
from decimal import Decimal

import pytest

from auditor.rules.formula.types import (
    CellRef,
    CellsRef,
    Constant,
    FieldRef,
    PassageRef,
    Reference,
    Type,
    WordsRef,
)
from auditor.rules.model import WordList
from auditor.rules.premise import constant, question_of
from auditor.rules.scope import ReportScope, line_scope, lines_of
from auditor.source.tree import Scalar
from tests.make import lexicon

NEW, OLD = ReportScope(lexicon("2021")), ReportScope(lexicon("2019"))


def paths(found: Reference | None) -> list[str]:
    assert isinstance(found, CellsRef)
    return [cell.path for cell in found.cells]


def test_a_cell_is_named_in_either_order_and_has_its_position() -> None:
    cell = lexicon("2021").by_path["表三.自然人.新收"]
    wanted = CellRef("表三.自然人.新收", cell.index, "件")
    assert NEW.lookup("表三.自然人.新收") == NEW.lookup("表三.新收.自然人") == wanted


def test_every_path_of_every_template_is_a_name() -> None:
    for scope in (NEW, OLD):
        for path, cell in scope.lexicon.by_path.items():
            assert scope.lookup(path) == CellRef(path, cell.index, cell.unit)
            assert scope.lookup(f"上年.{path}") == CellRef(path, cell.index, cell.unit, "上年")
            assert scope.lookup(f"下级.{path}") == CellRef(path, cell.index, cell.unit, "下级")


def test_every_name_that_is_listed_is_known() -> None:
    for scope in (NEW, OLD):
        assert [name for name in scope.names() if scope.lookup(name) is None] == []


def test_a_row_with_one_number_needs_no_column() -> None:
    assert isinstance(NEW.lookup("表二.行政许可"), CellRef)
    assert isinstance(OLD.lookup("表二.行政许可.处理决定"), CellRef)


def test_a_group_names_its_cells_in_the_lexicon_s_order() -> None:
    assert paths(NEW.lookup("表三.新收.各类申请人")) == [
        f"表三.{name}.新收"
        for name in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    ]
    assert paths(NEW.lookup("表三.总计.办理结果")) == paths(NEW.lookup("表三.办理结果.总计"))
    assert len(paths(NEW.lookup("表三.总计.办理结果"))) == 21
    assert len(paths(NEW.lookup("表三.法人.不予公开"))) == 5 * 8
    assert len(paths(NEW.lookup("表四"))) == 15


def test_other_handling_is_a_group_in_one_template_and_a_row_in_the_other() -> None:
    assert len(paths(NEW.lookup("表三.总计.其他处理"))) == 3
    assert isinstance(OLD.lookup("表三.总计.其他处理"), CellRef)
    assert OLD.lookup("表三.总计.其他处理之其他") is None


def test_groups_and_fields_of_last_year_are_known_and_fields_of_subordinates_are_not() -> None:
    found = NEW.lookup("上年.表三.新收.各类申请人")
    assert isinstance(found, CellsRef)
    assert {cell.report for cell in found.cells} == {"上年"}
    assert NEW.lookup("上年.年度") == FieldRef("年度", Type.NUMBER, (), "上年")
    assert NEW.lookup("下级.年度") is None
    assert NEW.lookup("上年.上年.年度") is None
    assert NEW.lookup("上年.正文") is None


def test_passages_and_fields_are_known() -> None:
    assert NEW.lookup("第六部分") == PassageRef("第六部分")
    assert NEW.lookup("正文") == PassageRef("正文")
    kind = NEW.lookup("机关类别")
    assert isinstance(kind, FieldRef)
    assert kind.members == ("政府", "政府办公室", "部门", "乡镇", "街道", "派出", "其他")


def test_parameters_stand_before_word_lists_and_full_width_names_are_folded() -> None:
    lists = {"期限": WordList("期限", ("甲",)), "词": WordList("某规则:词", ("乙",))}
    scope = ReportScope(lexicon("2021"), lists, {"期限": Constant((1, 31), Type.DATE)})
    assert scope.lookup("$期限") == Constant((1, 31), Type.DATE)
    assert scope.lookup("$词") == WordsRef("某规则:词")
    assert scope.lookup("$没有") is None
    assert scope.lookup("表三．自然人．新收") == scope.lookup("表三.自然人.新收")


@pytest.mark.parametrize(
    "name", ["", ".", "上年", "上年.", "表三.", ".表三", "$", "新收", "本格", "x" * 5000]
)
def test_what_is_no_name_is_nothing(name: str) -> None:
    assert NEW.lookup(name) is None


def test_inside_a_column_rows_are_free_and_inside_a_row_columns_are() -> None:
    table = lexicon("2021").tables["表三"]
    column = line_scope(NEW, table, "列", "", "自然人")
    assert column.lookup("新收") == NEW.lookup("表三.自然人.新收")
    assert column.lookup("上年.结转下年") == NEW.lookup("上年.表三.自然人.结转下年")
    assert paths(column.lookup("办理结果"))[0] == "表三.自然人.予以公开"
    assert column.lookup("总计") is None
    row = line_scope(NEW, table, "行", "新收", "")
    assert row.lookup("总计") == NEW.lookup("表三.总计.新收")
    assert len(paths(row.lookup("各类申请人"))) == 6
    assert row.lookup("年度") == NEW.lookup("年度")


def test_inside_a_cell_its_own_and_the_subordinates_are_known() -> None:
    table = lexicon("2021").tables["表三"]
    scope = line_scope(NEW, table, "格", "新收", "总计")
    own = NEW.lookup("表三.总计.新收")
    assert scope.lookup("本格") == scope.lookup("本级") == own
    assert scope.lookup("下级") == NEW.lookup("下级.表三.总计.新收")
    assert scope.lookup("上年.本格") == NEW.lookup("上年.表三.总计.新收")


def test_a_row_without_the_column_leaves_the_name_unknown() -> None:
    table = lexicon("2021").tables["表二"]
    assert line_scope(NEW, table, "行", "行政许可", "").lookup("制发") is None
    assert line_scope(NEW, table, "列", "", "制发").lookup("行政许可") is None


def test_lines_are_walked_in_the_lexicon_s_order() -> None:
    tables = lexicon("2021").tables
    assert [column for _, column in lines_of(tables["表三"], "列")][-1] == "总计"
    assert lines_of(tables["表四"], "组") == (("复议", ""), ("直接起诉", ""), ("复议后起诉", ""))
    assert len(lines_of(tables["表三"], "格")) == 175


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("0.5", Constant(Decimal("0.5"), Type.NUMBER)),
        ("12", Constant(12, Type.NUMBER)),
        ("1月31日", Constant((1, 31), Type.DATE)),
        ("2024年1月31日", Constant(date(2024, 1, 31), Type.DATE)),
        ("2024-01-31", Constant(date(2024, 1, 31), Type.DATE)),
        ("2月30日", Constant("2月30日", Type.TEXT)),
        ("部门", Constant("部门", Type.TEXT)),
    ],
)
def test_a_parameter_has_the_type_it_is_written_in(written: str, wanted: Constant) -> None:
    assert constant(Scalar(written, 1, 1)) == wanted


def test_one_question_has_one_form() -> None:
    new = lexicon("2021")
    forms = {
        question_of(text, new)
        for text in ("表三.新收.自然人 = 1", "1 ＝ 表三.自然人.新收", "表三.自然人.新收 - 1 == 0")
    }
    assert len(forms) == 1
    assert question_of("上年.表三.新收.总计 = 1", new) != question_of("表三.新收.总计 = 1", new)
