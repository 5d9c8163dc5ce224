"""`auditor.findings/1`: real output against its schema, and its bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from auditor.output.json import SCHEMA_FILE, draw_json
from auditor.reading.walk import is_own_output
from auditor.rules.outcome import PlaceEvidence
from tests.findings.make import BASE, INFO, WARNING, run

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
HEADING = replace(INFO, evidence=(PlaceEvidence("一、概述", None),))


def drawn(*findings: object) -> dict[str, object]:
    return json.loads(draw_json(run(*findings)))  # type: ignore[arg-type, no-any-return]


def test_the_schema_is_itself_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("findings", [(), (BASE,), (BASE, WARNING, HEADING)])
def test_every_run_fits_the_schema(findings: tuple[object, ...]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(drawn(*findings))


def test_a_finding_is_given_whole() -> None:
    assert drawn(BASE)["findings"] == [
        {
            "fingerprint": "0123456789abcdef01234567",
            "rule": "勾稽-301",
            "name": "表三收支平衡（逐列）",
            "level": "error",
            "outcome": "fail",
            "file": "reports/qingshi-2024.docx",
            "unit": "青石街道办事处",
            "year": 2024,
            "target": "表三.自然人",
            "cause": None,
            "message": "表三自然人列收支不平，相差 1",
            "suggestion": "先核对新收，再核对总计",
            "computation": {
                "formula": "新收 + 上年结转 = 办理总计 + 结转下年",
                "operands": [
                    {
                        "name": "新收",
                        "path": "表三.自然人.新收",
                        "raw": "　11",
                        "value": "11",
                        "state": "number",
                        "reading": "",
                        "at": {"table": 2, "row": 1, "column": 1, "page": 4},
                    },
                    {
                        "name": "结转下年",
                        "path": "表三.自然人.结转下年",
                        "raw": "？",
                        "value": {"low": "0", "high": None},
                        "state": "illegible",
                        "reading": "",
                        "at": None,
                    },
                ],
                "left": "13",
                "right": {"low": "12", "high": None},
                "difference": "1",
            },
            "suspect": {"path": "表三.自然人.新收", "value": "10"},
            "basis": [{"document": "国办公开办函〔2021〕30号", "clause": "表三勾稽关系"}],
            "evidence": [
                {
                    "path": "表三.自然人.新收",
                    "raw": "　11",
                    "value": "11",
                    "at": {"table": 2, "row": 1, "column": 1, "page": 4},
                }
            ],
            "decision": "open",
            "status": "new",
        }
    ]


def test_the_head_names_program_packs_overlays_and_the_whole_tally() -> None:
    made = drawn(BASE)
    del made["findings"]
    assert made == {
        "schema": "auditor.findings/1",
        "program": "auditor 0.1.0",
        "packs": [{"name": "国家/通用", "version": "1.2", "sha256": "a" * 64}],
        "overlays": [{"name": "某市", "version": "0.3", "sha256": "b" * 64}],
        "tally": {
            "reports": 2,
            "rules": 33,
            "outcomes": {"pass": 1000, "fail": 1, "inapplicable": 3, "cantTell": 12, "error": 0},
        },
        "reports": [
            {
                "file": "reports/qingshi-2024.docx",
                "unit": "青石街道办事处",
                "year": 2024,
                "status": "read",
                "reason": None,
            },
            {
                "file": "reports/README.md",
                "unit": "",
                "year": None,
                "status": "skipped",
                "reason": "说明文件",
            },
            {
                "file": "reports/教育局.docx",
                "unit": "临河区教育局",
                "year": 2024,
                "status": "partial",
                "reason": "表三是图片",
            },
            {
                "file": "reports/坏.docx",
                "unit": "",
                "year": None,
                "status": "unreadable",
                "reason": "文件受密码保护",
            },
        ],
        "undecided": [
            {"file": "reports/教育局.docx", "cause": "读取不完整", "rules": ["勾稽-301", "勾稽-302"]}
        ],
    }


def test_text_and_heading_evidence_each_have_their_form() -> None:
    found = drawn(WARNING, HEADING)["findings"]
    assert [finding["evidence"] for finding in found] == [  # type: ignore[attr-defined]
        [{"section": 3, "start": 4, "end": 12, "quote": "共收到申请12件。"}],
        [{"path": "", "raw": "一、概述", "value": None, "at": None}],
    ]


def test_one_finding_stands_on_one_line_and_the_file_is_known_as_ours() -> None:
    text = draw_json(run(BASE, WARNING))
    assert sum(line.startswith('  {"fingerprint"') for line in text.splitlines()) == 2
    assert is_own_output(text.encode())


def test_a_file_name_that_is_no_utf8_still_gives_valid_json() -> None:
    name = b"\xb1\xa8.txt".decode("utf-8", "surrogateescape")
    assert json.loads(draw_json(run(replace(BASE, file=name))).encode())["findings"][0]["file"] == "??.txt"
