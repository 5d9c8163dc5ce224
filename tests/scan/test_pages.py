"""What the rest of a page and of its document tells of a small table, and how a page of narrow cells lies."""

from __future__ import annotations

import random
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from auditor.reading.page_content import take
from auditor.reading.page_shape import LOST
from tests.scan.grids import fonts
from tests.tools import missing

pytestmark = pytest.mark.usefixtures("ocr")


def _font(size: int, chinese: bool = False) -> ImageFont.FreeTypeFont:
    found = next(((file, index) for name, file, index in fonts() if ("CJK" in name) is chinese), None)
    if found is None:
        missing("a font")
    return ImageFont.truetype(found[0], size, index=found[1])


def _draw(rows: list[list[str]], wide: int, high: int, top: int, page: Image.Image, font: Any) -> None:
    """A ruled table whose cells have their lines set one below the other."""
    draw = ImageDraw.Draw(page)
    for row in range(len(rows) + 1):
        y = top + row * high
        draw.line((100, y, 100 + wide * len(rows[0]), y), fill=0, width=2)
    for column in range(len(rows[0]) + 1):
        x = 100 + column * wide
        draw.line((x, top, x, top + high * len(rows)), fill=0, width=2)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            place = (100 + (column + 0.5) * wide, top + (row + 0.5) * high)
            draw.multiline_text(place, text, fill=0, font=font, anchor="mm", align="center")


def _small(page: Image.Image, elder: Any = None) -> list[str]:
    """The cells of the last table of `page`."""
    import numpy

    from auditor.reading.scan.recognise import recogniser
    from auditor.reading.scan.sheet import read_sheet

    table = take(read_sheet(numpy.asarray(page), 200, 1, recogniser(), elder)).tables[-1]
    return [cell.text for cell in table.cells]


def test_digits_of_a_small_table_are_known_from_the_others_on_its_page_and_before() -> None:
    """Alone it does not tell how wide its digits are: two figures of different length, each once."""
    from auditor.reading.scan.judge import Elder

    font, rng = _font(28), random.Random("elder")
    large = [[str(rng.randint(10, 9999)) for _ in range(6)] for _ in range(9)]
    blank, both = Image.new("L", (1200, 1400), 255), Image.new("L", (1200, 1400), 255)
    _draw(large, 160, 60, 100, both, font)
    alone = blank.copy()
    for page in (alone, both):
        _draw([["315", "47"]], 160, 60, 1000, page, font)
    assert [text for text in _small(alone) if LOST not in text] == []
    assert _small(both) == ["315", "47"]
    elder = Elder()
    _small(both, elder)
    assert _small(alone, elder) == ["315", "47"]


def test_a_page_of_narrow_cells_is_not_turned_though_its_lines_are_short() -> None:
    import numpy

    from auditor.reading.scan.recognise import recogniser
    from auditor.reading.scan.sheet import read_sheet

    labels = [
        "政府\n信息\n公开\n申请\n数量",
        "行政\n机关\n不予\n处理",
        "申请\n总计",
        "其他\n信息",
        "年度\n结果",
    ]
    page = Image.new("L", (1200, 1600), 255)
    _draw([[label, "", "", ""] for label in labels], 90, 220, 100, page, _font(30, chinese=True))
    read = read_sheet(numpy.asarray(page), 200, 1, recogniser())
    assert (round(read.width), round(read.height)) == (432, 576)
    assert [cell.text.replace("\n", "") for cell in take(read).tables[0].cells if cell.text] == [
        label.replace("\n", "") for label in labels
    ]
