"""One report as Word file, old Word file, page, workbook and the rest: the same cells, the same findings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from auditor.reading.office import prepare
from auditor.reading.open import open_document
from auditor.report.model import Status
from tests.corpus_files.office import converted
from tests.corpus_files.sheet import xlsx_of
from tests.layouts.build import Built, build
from tests.layouts.layout import Layout
from tests.layouts.render_html import html_of
from tests.layouts.same import REPORTS, Said, assert_same, read_as, said
from tests.layouts.truth import true_report
from tests.office.word_xml import flat_of, word_2003_of
from tests.pdf.convert import office
from tests.pdf.sources import look_of, word_source
from tests.tools import missing

OLD = {"doc": "doc", "rtf": "rtf", "odt": "odt", "fodt": "fodt"}


@cache
def built(seed: int, mode: str | None, states: str) -> Built:
    return build(true_report(seed, mode=mode, states=states), Layout(format="docx"))


def docx(number: int) -> bytes:
    return word_source(built(*REPORTS[number]), look_of(1))


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    """The reports in the formats that LibreOffice writes, and reads again for us, each in one process."""
    if office() is None:
        missing("LibreOffice")
    folder = tmp_path_factory.mktemp("old")
    words = {str(number): docx(number) for number in range(len(REPORTS))}
    sheets = {str(number): xlsx_of(built(*report), 5) for number, report in enumerate(REPORTS)}
    made = {kind: list(converted(words, "docx", name, folder / kind).values()) for kind, name in OLD.items()}
    made["xls"] = list(converted(sheets, "xlsx", "xls", folder / "xls").values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDITOR_CACHE", str(folder / "cache"))
        patch.setenv("AUDITOR_CONVERSION", "")
        prepare([lambda data=data: data for files in made.values() for data in files])
        yield made


@cache
def expected(number: int) -> Said:
    report = read_as(docx(number), "docx")
    assert (report.format, report.status) == ("docx", Status.READ)
    return said(report)


def same(number: int, data: bytes, format: str) -> None:
    report = read_as(data, "docx")
    assert (report.format, report.status) == (format, Status.READ)
    assert_same(said(report), expected(number))


@pytest.mark.parametrize("number", range(len(REPORTS)))
@pytest.mark.parametrize("kind", OLD)
def test_an_old_file_gives_what_its_docx_gives(old: dict[str, list[bytes]], kind: str, number: int) -> None:
    same(number, old[kind][number], kind)


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_a_workbook_gives_what_the_docx_gives(number: int) -> None:
    same(number, xlsx_of(built(*REPORTS[number]), 5), "xlsx")


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_an_old_workbook_gives_what_the_docx_gives(old: dict[str, list[bytes]], number: int) -> None:
    same(number, old["xls"][number], "xls")


@pytest.mark.parametrize("number", range(len(REPORTS)))
def test_a_page_gives_what_the_docx_gives(number: int) -> None:
    same(number, html_of(built(*REPORTS[number]))[0], "html")


@pytest.mark.parametrize("number", range(len(REPORTS)))
@pytest.mark.parametrize("write", [word_2003_of, flat_of])
def test_words_xml_gives_what_the_docx_gives(number: int, write: object) -> None:
    assert callable(write)
    same(number, write(docx(number)), "wordml")


def test_the_names_of_wps_are_read_by_content(old: dict[str, list[bytes]], tmp_path: Path) -> None:
    for name, kind in (("甲局.wps", "doc"), ("甲局.et", "xls")):
        (tmp_path / name).write_bytes(old[kind][0])
        document = open_document(tmp_path / name)
        assert (getattr(document, "format", document), document.diagnostics) == (kind, ())  # type: ignore[union-attr]
