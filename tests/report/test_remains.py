"""Pieces of a table's head that stand among the text of a printed page say nothing."""

from __future__ import annotations

import pytest

from auditor.base.place import ParagraphPlace
from auditor.reading.document import Document, Paragraph
from auditor.report.build import read_report
from auditor.report.stream import Row, Token
from auditor.report.tables.remains import is_remains
from tests.make import lexicon

LINES = [
    "青砚市水务局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "全年未收到政府信息公开申请。",
    "尚未 复议",
    "四、政府信息公开行政复议、行政诉讼情况",
    "结果 结果 其他 尚未 复议",
    "总计 后起",
    "诉",
    "全年没有行政复议、行政诉讼。",
    "无",
    "六、其他需要报告的事项",
    "其他",
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("结果 结果 其他 尚未 复议", True),
        ("法人或 总", True),
        ("社会 法律", True),
        ("1.主动公开", False),
        ("尚未审结。2件", False),
        ("尚未复议", False),  # no label has these together
        ("无", False),
        ("全年没有行政复议、行政诉讼", False),
    ],
)
def test_a_line_of_pieces_of_labels_is_told_from_words(text: str, said: bool) -> None:
    assert (
        is_remains(Row((Token(text, text.replace(" ", ""), ParagraphPlace(1)),), "line"), lexicon()) is said
    )


@pytest.mark.parametrize(
    ("form", "fourth"), [("pdf", "诉\n全年没有行政复议、行政诉讼。\n无"), ("docx", None)]
)
def test_they_are_left_out_of_the_parts_with_tables_where_the_file_is_a_print(
    form: str, fourth: str | None
) -> None:
    blocks = tuple(Paragraph(line, ParagraphPlace(number)) for number, line in enumerate(LINES, 1))
    made = read_report(Document(form, "", blocks), {"2021": lexicon()}, "a")
    whole = "\n".join(LINES[5:10])
    assert made.sections[4].text == (whole if fourth is None else fourth)
    assert "尚未 复议" in made.sections[1].text and made.sections[6].text == "其他"


def test_a_print_without_any_part_is_read() -> None:
    blocks = (Paragraph("结果 结果 其他", ParagraphPlace(1)),)
    assert read_report(Document("pdf", "", blocks), {"2021": lexicon()}, "a").sections[0].text == ""
