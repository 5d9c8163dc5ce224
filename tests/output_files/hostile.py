"""A finding whose every text is hostile: markup, formulas, control and direction marks, ten thousand
characters, emoji, half characters."""

from __future__ import annotations

from dataclasses import replace

from auditor.base.place import CellPlace
from auditor.findings.dossier import Cell, Dossier, Figures
from auditor.findings.model import FileRow, FileStatus
from auditor.report.model import Kind
from auditor.report.value import State
from auditor.rules.model import Basis
from auditor.rules.outcome import CellEvidence, TextEvidence
from tests.findings.make import BASE, run
from tests.make import lexicon

EVIL = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
TEXTS = (
    EVIL,
    '=HYPERLINK("http://evil.example/","点我")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "－2+3",
    "\t=1+1",
    "红\x1b[31m\x00\x07\x0b字",
    "\u202egnihtemos\u202c\u200e\u200f",
    "😀🧑‍🚀" * 5,
    "长" * 10_000,
    "坏\ud800半",
    "{{机关}}{{#问题}}",
    "]]> --> &amp; <!-- \u2028\u2029",
    "{% raw %}{{ 7*7 }}",
    "_x0041_ \r\n第二行",
)
FILE = "reports/../" + EVIL.replace("/", "") + "\x1b].html"


def hostile() -> Dossier:
    """A dossier with one finding per text, in all of its fields."""
    path = "表三.自然人.新收"
    findings = [
        replace(
            BASE, fingerprint=f"{number:024x}", file=FILE, unit=text, agency=text, message=text, name=text,
            suggestion=text, target=f"表三.{number}", basis=(Basis(text, text),), suspect=None, cause=None,
            evidence=(
                CellEvidence(path, text, None, CellPlace(1, 2, 3)),
                TextEvidence(3, 0, 1, text, None),
            ),
        )
        for number, text in enumerate(TEXTS)
    ]  # fmt: skip
    made = run(*findings, files=(
        FileRow(FILE, EVIL, 2024, FileStatus.PARTIAL, EVIL, "甲"),
        *(FileRow(f"{n}.txt", text, 2024, FileStatus.READ, None, text) for n, text in enumerate(TEXTS)),
    ))  # fmt: skip
    cells = {cell.path: Cell(State.NUMBER, 1, "1") for cell in lexicon().cells}
    figures = {
        row.file: Figures(
            row.file, "0" * 64, row.unit, row.agency, 2024, Kind.DEPARTMENT, "2021",
            {**cells, path: Cell(State.TEXT, None, row.unit)},
        )
        for row in made.files
    }  # fmt: skip
    return Dossier(made, {}, {"2021": lexicon()}, figures)
