"""问题台账: the ledger as an Excel file, and what people changed in it, read back."""

from __future__ import annotations

from auditor.output.xlsx.draw import draw_xlsx
from auditor.output.xlsx.read_back import Changed, LedgerFault, read_ledger

__all__ = ["Changed", "LedgerFault", "draw_xlsx", "read_ledger"]
