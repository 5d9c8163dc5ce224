"""Text with commas or semicolons between the fields of its tables, as spreadsheets write it."""

from __future__ import annotations

import time

import pytest

from tests.reading.shape import read, shape

HEAD = ["项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ROWS = [[label, "1", "", "1,295", "4", "5", "6", "/"] for label in ("新收", "结转", "公开")]


def _quoted(fields: list[str], mark: str) -> str:
    return mark.join(f'"{field}"' if mark in field else field for field in fields)


@pytest.mark.parametrize("mark", [",", ";"])
def test_rows_of_figures_show_that_fields_are_parted(mark: str) -> None:
    lines = [
        "某局报告" + mark * 7,
        f"公开{mark}共3条。",
        "三、申请",
        *(_quoted(row, mark) for row in [HEAD, *ROWS]),
    ]
    lines += ["四、收费", f"收费{mark}88", f"按照上级要求认真组织开展政府信息公开有关工作{mark}取得成效"]
    assert shape(read("\n".join(lines).encode(), name="a.txt")) == [
        "某局报告",
        f"公开{mark}共3条。",
        "三、申请",
        [HEAD, *ROWS],
        "四、收费",
        [["收费", "88"]],
        f"按照上级要求认真组织开展政府信息公开有关工作{mark}取得成效",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "新收 1,295 1,300 1,400 1,500 1,600 1,700 1,800 1,900\n" * 5,  # thousands, no fields
        "公开,共3条,其中1条,均按期,无逾期,无收费,无复议,无诉讼\n" * 5,  # prose
        "新收,1,2,3,4,5,6,7\n" * 2,  # too few
        "项目\t数\n" + "新收,1,2,3,4,5,6,7\n" * 5,  # tabs part the fields
        '新收",1,2,3,4,5,6,7\n' * 5,  # a quote that does not close
    ],
)
def test_commas_are_text_where_nothing_shows_fields(text: str) -> None:
    told = [part for part in shape(read(text.encode(), name="a.txt")) if isinstance(part, str)]
    assert [line for line in text.splitlines() if "," in line] == told


def test_very_many_commas_take_no_time() -> None:
    start = time.perf_counter()
    read(("," * 100_000 + "\n" + '"' * 100_000 + ",\n").encode() * 3, name="a.txt")
    assert time.perf_counter() - start < 5
