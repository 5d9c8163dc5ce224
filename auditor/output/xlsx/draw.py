"""The ledger's sheets in order. Rows are written as they come (constant memory), every text as a
string that no program calculates; only our own counts are formulas."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.findings.dossier import Dossier
from auditor.output.package_mark import finished
from auditor.output.xlsx.book import Book
from auditor.output.xlsx.detail import write_detail
from auditor.output.xlsx.figures import write_figures
from auditor.output.xlsx.lists import write_absent, write_agencies, write_files, write_rules
from auditor.output.xlsx.overview import write_overview
from auditor.output.xlsx.sums import write_sums


def draw_xlsx(dossier: Dossier) -> bytes:
    """The whole file; same dossier, same bytes."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": str(Path(folder)), "strings_to_urls": False}
        workbook = Workbook(stream, options)
        epoch = datetime(2025, 1, 1)
        workbook.set_properties({"title": "问题台账", "author": "auditor", "created": epoch})
        workbook.set_calc_mode("auto")
        book = Book(workbook)
        write_overview(book, dossier)
        write_agencies(book, dossier)
        write_rules(book, dossier)
        write_detail(book, dossier)
        write_figures(book, dossier)
        write_sums(book, dossier)
        write_files(book, dossier)
        if dossier.absent is not None:
            write_absent(book, dossier.absent)
        workbook.close()
    return finished(stream.getvalue(), book.rows)
