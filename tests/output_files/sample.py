"""The sample folder's dossier, and every form of it as plain text that a person can compare."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import openpyxl
from docx import Document

from auditor.base.paths import packaged
from auditor.cli.dossiers import Reading
from auditor.findings.dossier import Dossier
from auditor.findings.session import audit_files
from auditor.output.csv import draw_csv
from auditor.output.html import draw_html
from auditor.output.json import draw_json
from auditor.output.jsonl import draw_jsonl
from auditor.output.junit import draw_junit
from auditor.output.notice import DEFAULT_TEMPLATE, Letterhead, Template, draw_notices, open_template
from auditor.output.sarif import draw_sarif
from auditor.output.text import Style, draw_run
from auditor.output.xlsx import draw_xlsx
from auditor.reading.walk import Found, Walk
from auditor.rules.load import LoadedRules, load_rules

HERE = Path(__file__).parent
SAMPLE, GOLDEN = HERE / "sample", HERE / "golden"
LETTERHEAD = Letterhead("岚泽市政务公开办公室", "李四 0000-7654321", "2026-03-31", "2026-03-01")


@cache
def rules() -> LoadedRules:
    """The sample's rules with the packaged 词典."""
    loaded = load_rules([packaged() / "rules" / "词典", SAMPLE])
    assert loaded.ok, loaded.diagnostics
    return loaded


@cache
def dossier() -> Dossier:
    """The sample folder audited; file names do not depend on where the checkout lies."""
    desk = Reading(rules())
    paths = sorted(path for path in SAMPLE.iterdir() if path.suffix != ".yaml")
    found = tuple(Found(path, f"样例/{path.name}", False) for path in paths)
    run = audit_files(rules(), Walk(found, (), ()), read=desk)
    return desk.dossier(run)


def template() -> Template:
    """The shipped template, freshly opened."""
    opened = open_template(DEFAULT_TEMPLATE)
    assert isinstance(opened, Template), opened
    return opened


def golden() -> dict[str, str]:
    """File name to text, for every form."""
    made = dossier()
    notices = {notice.name: docx_text(notice.data) for notice in draw_notices(made, template(), LETTERHEAD)}
    return {
        "结果.txt": draw_run(made.run, Style()),
        "结果.json": draw_json(made.run),
        "结果.jsonl": draw_jsonl(made),
        "结果.csv": draw_csv(made),
        "结果.sarif": json.dumps(json.loads(draw_sarif(made)), ensure_ascii=False, indent=1) + "\n",
        "结果.junit.xml": draw_junit(made),
        "台账.txt": xlsx_text(draw_xlsx(made)),
        "通报.txt": html_text(draw_html(made)),
        "整改通知.txt": "\n".join(f"== {name}\n{text}" for name, text in notices.items()),
    }


def docx_text(data: bytes) -> str:
    """The paragraphs of a document, line breaks as such."""
    return "".join(f"{paragraph.text}\n" for paragraph in Document(io.BytesIO(data)).paragraphs)


def xlsx_text(data: bytes) -> str:
    """Every sheet, a line per row; of the long list of figures only the first rows."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines: list[str] = []
    for sheet in book:
        lines.append(f"== {sheet.title}")
        rows = list(sheet.iter_rows(values_only=True))
        for row in rows[:12] if sheet.title == "三表数据" else rows:
            lines.append("\t".join("" if value is None else str(value) for value in row).rstrip("\t"))
    return "\n".join(lines) + "\n"


def html_text(page: str) -> str:
    """The page without our script and style; its data one entry per line."""
    page = re.sub(r"<style>.*?</style>", "<style>…</style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "<script>…</script>", page, flags=re.DOTALL)
    page = re.sub(r"'sha256-[^']*'", "'sha256-…'", page)
    return page.replace("],[", "],\n[").replace("},{", "},\n{")
