"""The libraries of the extra `ocr`: whether they are there, and what to say where they are not."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document
from auditor.reading.fault import Unreadable

PER_INCH = 200  # all pictures are brought to this resolution
INSTALL = (
    '请安装识别组件后重试：pip install "auditor[ocr]"；或取得报告的文字版（.docx、网页或可选中文字的 PDF）'
)

_NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")
_MODEL = "PP-OCR*_rec_*.onnx"
_UNREAD = frozenset({"file.scan", "file.no-font", "read.lost-scan", "read.lost-font"})


def needs_recognising(result: Document | Diagnostic) -> bool:
    """Whether something was not read because only a recogniser can."""
    if isinstance(result, Diagnostic):
        return result.code in _UNREAD
    codes = {each.code for each in result.diagnostics}
    return not _UNREAD.isdisjoint(codes) or (result.format == "pdf" and "file.undecodable" in codes)


@cache
def installed() -> bool:
    """Whether pictures of text can be recognised here. Looks, imports nothing."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED) and model() is not None


@cache
def model() -> Path | None:
    """The recogniser's file inside the installed wheel; nothing is ever fetched."""
    spec = importlib.util.find_spec("rapidocr")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        found = sorted((Path(folder) / "models").glob(_MODEL))
        if found:
            return found[-1]
    return None


def missing(what: str) -> Unreadable:
    """`what`: what the file is, as a sentence begins ("这是扫描件")."""
    return Unreadable("file.scan", f"{what}，要识别上面的文字才能读取，而识别组件没有安装", INSTALL)
