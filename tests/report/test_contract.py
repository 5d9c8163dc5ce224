"""A report's JSON is valid, complete and read back without loss."""

from __future__ import annotations

import json

import jsonschema
import pytest

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.report.contract import SCHEMA_FILE, report_from_json, report_to_json, to_line, unreadable_to_json
from auditor.report.model import Report
from tests.layouts.check import lexicons, read
from tests.layouts.corpus import variant

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", ["docx", "html", "text"])
@pytest.mark.parametrize("seed", range(6))
def test_a_report_read_back_from_its_json_is_the_same_report(format: str, seed: int) -> None:
    words = lexicons()
    made = variant(format, seed)
    report = read(made.data, made.name, words)
    assert isinstance(report, Report)
    line = to_line(report_to_json(report))
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(line))
    again = report_from_json(json.loads(line), words)
    assert again == report
    assert to_line(report_to_json(again)) == line


def test_every_fact_and_section_span_quotes_its_text() -> None:
    words = lexicons()
    made = variant("html", 3)
    report = read(made.data, made.name, words)
    assert isinstance(report, Report)
    for section in report.sections.values():
        for sentence in section.sentences:
            assert section.text[sentence.start : sentence.end] == sentence.text
        for passage in section.passages:
            assert section.text[passage.start : passage.end] != ""


def test_an_unreadable_file_has_a_line_of_its_own() -> None:
    fault = Diagnostic(Severity.ERROR, "file.empty", "文件是空的", "请重新索取", "空.docx")
    value = unreadable_to_json("空.docx", fault)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert (value["status"], value["reason"], value["cells"]) == ("unreadable", "文件是空的", {})
