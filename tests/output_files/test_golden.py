"""One folder in every form, held word by word (`python -m tests.output_files.regenerate`), and the same
finding read in each of them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from auditor.output.csv import draw_csv
from auditor.output.finding_words import rules_by_cause, words_of
from auditor.output.html import draw_html
from auditor.output.html.draw import island
from auditor.output.junit import draw_junit
from auditor.output.notice import draw_notices
from auditor.output.sarif import draw_sarif
from auditor.output.xlsx import draw_xlsx
from auditor.rules.outcome import Level
from tests.output_files.sample import GOLDEN, LETTERHEAD, docx_text, dossier, golden, template


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_the_sample_folder_reads_as_it_did(name: str) -> None:
    assert golden_now()[name] == (GOLDEN / name).read_bytes().decode("utf-8")


def test_no_form_is_without_its_golden_file() -> None:
    assert sorted(golden_now()) == sorted(path.name for path in GOLDEN.iterdir())


_MADE: dict[str, str] = {}


def golden_now() -> dict[str, str]:
    if not _MADE:
        _MADE.update(golden())
    return _MADE


def test_a_finding_reads_the_same_in_every_form() -> None:
    made = dossier()
    causes = rules_by_cause(made.run.findings)
    book = openpyxl.load_workbook(io.BytesIO(draw_xlsx(made)))
    sheet = "\n".join(str(cell.value) for row in book["问题明细"].iter_rows() for cell in row)
    letters = "".join(docx_text(notice.data) for notice in draw_notices(made, template(), LETTERHEAD))
    forms = {"csv": draw_csv(made).replace('""', '"'), "junit": unescaped(draw_junit(made)), "xlsx": sheet,
             "sarif": draw_sarif(made).replace('\\"', '"'), "notice": letters}  # fmt: skip
    page = draw_html(made)
    assert len(made.run.findings) == 8
    for finding in made.run.findings:
        words = words_of(finding, causes)
        for text in (words.message, words.basis, words.suggestion, words.rule):
            missing = [name for name, form in forms.items() if text not in form]
            assert missing == [] if finding.level is not Level.INFO else missing in ([], ["notice"])
            assert island(text)[1:-1] in page
        for place in words.places:
            assert place in forms["csv"] and place in forms["sarif"] and place in forms["junit"]


def unescaped(text: str) -> str:
    for mark, char in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#10;", "\n"), ("&amp;", "&")):
        text = text.replace(mark, char)
    return text


def test_the_same_run_gives_the_same_bytes() -> None:
    made = dossier()
    assert draw_xlsx(made) == draw_xlsx(made)
    assert [n.data for n in draw_notices(made, template(), LETTERHEAD)] == [
        n.data for n in draw_notices(made, template(), LETTERHEAD)
    ]
    assert draw_html(made) == draw_html(made)
