"""What a file's name says it is, against what it holds: the content counts, the difference is remarked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor.reading.document import Document
from auditor.reading.fault import note

_WORDS: Mapping[str, str] = {
    "doc": "旧版 Word 或 WPS 文档",
    "docx": "Word 文档（.docx）",
    "fodt": "OpenDocument 文档",
    "html": "网页",
    "mhtml": "网页存档",
    "odt": "OpenDocument 文档",
    "ofd": "OFD 版式文件",
    "pdf": "PDF",
    "rtf": "RTF 文档",
    "text": "纯文字",
    "wordml": "Word 的 XML 文档",
    "xls": "旧版 Excel 工作簿",
    "xlsx": "Excel 工作簿（.xlsx）",
}
_MEANT: Mapping[str, frozenset[str]] = {
    suffix: frozenset(kinds.split())
    for suffixes, kinds in (
        (".doc .dot .wps .wpt", "doc"),
        (".docx .docm .dotx", "docx"),
        (".xls", "xls"),
        (".xlsx .xlsm", "xlsx"),
        (".et .ett", "xls xlsx"),
        (".htm .html .shtml .xhtml", "html"),
        (".mht .mhtml", "mhtml"),
        (".pdf", "pdf"),
        (".ofd", "ofd"),
        (".rtf", "rtf"),
        (".odt", "odt"),
        (".fodt", "fodt"),
        (".txt .md", "text"),
    )
    for suffix in suffixes.split()
}


def remarked(document: Document, file: str) -> Document:
    """The document, with a note where the ending of its name promises another format."""
    name = file.rsplit("/", 1)[-1].lower()
    suffix = "." + name.rpartition(".")[2]
    meant = _MEANT.get(suffix)
    words = _WORDS.get(document.format)
    if meant is None or words is None or document.format in meant:
        return document
    said = note("file.other-format", f"文件名以 {suffix} 结尾，内容是{words}，已按内容读取")
    return replace(document, diagnostics=(*document.diagnostics, said))
