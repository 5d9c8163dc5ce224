"""Whatever stands in a report is only ever text in what leaves the house."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from auditor.output.csv import draw_csv, inert
from auditor.output.finding_words import LONGEST, clean
from auditor.output.html import draw_html
from auditor.output.html.draw import island
from auditor.output.jsonl import draw_jsonl
from auditor.output.junit import draw_junit
from auditor.output.notice import Letterhead, draw_notices
from auditor.output.sarif import draw_sarif
from auditor.output.xlsx import draw_xlsx
from tests.output_files.hostile import EVIL, TEXTS, hostile
from tests.output_files.sample import template
from tests.output_files.sarif_schema import sarif_faults

OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f\ud800-\udfff]")


class Elements(HTMLParser):
    """Counts elements and collects addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_the_page_holds_our_two_scripts_and_nothing_that_a_report_wrote() -> None:
    page = draw_html(hostile())
    seen = Elements()
    seen.feed(page)
    assert seen.tags.count("script") == 2 and "img" not in seen.tags
    assert [name for name, _ in seen.attributes if name.startswith("on")] == []
    assert [value for name, value in seen.attributes if name in ("src", "action")] == []
    addresses = [str(value) for name, value in seen.attributes if name == "href"]
    assert addresses and all(address.startswith("#") for address in addresses)
    assert OBEYED.search(page) is None
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert any(
        EVIL in str(item) for agency in data["agencies"] for report in agency["r"] for item in report["i"]
    )


def test_no_cell_of_the_ledger_is_a_formula_but_our_own_counts() -> None:
    data = draw_xlsx(hostile())
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas and all(str(text).startswith("=COUNTIF('问题明细'!") for text in formulas)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not any("externalLink" in name or "hyperlink" in name.lower() for name in package.namelist())
        sheets = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
    assert all("hyperlink" not in text and OBEYED.search(text) is None for text in sheets)
    assert max(len(str(cell.value)) for cell in cells) < 32_767


def test_no_line_of_the_csv_is_calculated_when_it_is_opened() -> None:
    rows = list(csv.reader(io.StringIO(draw_csv(hostile()).removeprefix("\ufeff"))))
    assert len(rows) == len(TEXTS) + 1 and len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@|%＝＋－＠")] == []
    assert draw_csv(hostile()).startswith("\ufeff机关,") and OBEYED.search(draw_csv(hostile())) is None


def test_notices_hold_the_text_and_never_take_it_for_a_field() -> None:
    notices = list(draw_notices(hostile(), template(), Letterhead(EVIL, "{{机关}}", EVIL, "{{问题}}")))
    assert len(notices) == len(TEXTS) + 1
    for notice in notices:
        assert re.fullmatch(r"整改通知[^\\/:*?\"<>|\x00-\x1f]+\.docx", notice.name), notice.name
        assert len(notice.name) < 90
    text = "\n".join(p.text for p in Document(io.BytesIO(notices[-1].data)).paragraphs)
    assert EVIL in text and "{{机关}}{{#问题}}" in text and OBEYED.search(text.replace("\n", "")) is None
    body = zipfile.ZipFile(io.BytesIO(notices[-1].data)).read("word/document.xml")
    tags = {
        etree.QName(node).localname for node in etree.fromstring(body).iter() if isinstance(node.tag, str)
    }
    assert not tags & {"script", "img", "hyperlink", "fldSimple", "instrText"}


def test_machine_forms_stay_well_formed() -> None:
    made = hostile()
    etree.fromstring(draw_junit(made).encode("utf-8"))
    assert sarif_faults(draw_sarif(made)) == []
    assert all(json.loads(line)["schema"] == "auditor.lines/1" for line in draw_jsonl(made).splitlines())


def test_a_long_text_is_cut_and_says_so() -> None:
    said = clean("长" * 10_000)
    assert said == "长" * LONGEST + "…（共 10,000 字）"


@given(st.text())
def test_nothing_ends_a_data_island(text: str) -> None:
    drawn = island({"a": text.encode("utf-8", "replace").decode("utf-8")})
    assert not set("<>&\u2028\u2029") & set(drawn)
    assert json.loads(drawn)["a"] == text.encode("utf-8", "replace").decode("utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("＝1", "'＝1"), (" =1", "' =1"),
        ("\t=1", "'\t=1"), ("新收 - 1", "新收 - 1"), ("", ""), ("11", "11"),
    ],
)  # fmt: skip
def test_what_a_table_program_would_calculate_gets_an_apostrophe(text: str, said: str) -> None:
    assert inert(text) == said
