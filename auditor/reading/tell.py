"""Which format a file is, by its content alone; what cannot be read is named, with the way out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection

from auditor.reading.fault import Unreadable
from auditor.reading.ole import Compound

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_DOCX = "请用 Word 或 WPS 打开后另存为 .docx，再重新审核"
_AS_TEXT = "请另存为 .docx，或把文字存为 .txt"

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\x00", b"MM\x00*")
# First bytes of what is no text.
_MAGIC = (
    (b"Rar!\x1a\x07", "RAR 压缩包", "请先解压，再审核其中的报告"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请先解压，再审核其中的报告"),
    (b"\x1f\x8b", "GZIP 压缩包", "请先解压，再审核其中的报告"),
    (b"\x7fELF", "程序文件", "请核对给出的文件"),
    (b"MZ\x90\x00", "程序文件", "请核对给出的文件"),
    (b"SQLite format 3\x00", "数据库文件", "请核对给出的文件"),
    (b"%!PS", "PostScript 文件", _AS_TEXT),
)
_HTML_START = re.compile(
    rb"""\s*(?:(?><\?xml[^>]*\?>|<!--.*?-->)\s*)*<(?:!doctype\s+html|/?(?:html|head|body|meta|title|link|style|script|div|"""
    rb"""table|tbody|tr|td|p|h[1-6]|span|font|center|section|article|main|ul|ol|b|strong|a|img|br|base|form|frameset|"""
    rb"""iframe|pre|o:p)[\s>/])""",
    re.IGNORECASE | re.DOTALL,
)
_HTML_WITHIN = re.compile(rb"<(?:!doctype\s+html|html[\s>]|body[\s>])", re.IGNORECASE)
_PARTS = frozenset({"[content_types].xml", "ofd.xml", "mimetype", "content.xml"})
_WORD_2003 = b"schemas.microsoft.com/office/word/2003/wordml"
_FLAT_OPC = b"schemas.microsoft.com/office/2006/xmlPackage"


def tell(data: bytes) -> str:
    """ "doc", "docx", "fodt", "html", "mhtml", "odt", "ofd", "pdf", "picture", "rtf", "text", "wordml", "xls"
    or "xlsx". Raises Unreadable ("file.empty", "file.encrypted", "format.unsupported", "file.truncated") for
    everything else."""
    head = data[:_HEAD]
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file.empty", "文件是空的", "请核对文件是否下载或复制完整")
    if head.startswith(b"PK"):
        return _zip(data)
    if head.startswith(_OLE):
        return _ole(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if is_pdf(data):
        return "pdf"
    if is_picture(data):
        return "picture"
    for magic, name, remedy in _MAGIC:
        if head.startswith(magic):
            raise _unsupported(name, remedy)
    return _markup(head)


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF, which may have junk before it."""
    return b"%PDF-" in data[:1024] and not data.startswith((b"PK", _OLE))


def is_picture(data: bytes) -> bool:
    """Whether it is a picture: JPEG, PNG, GIF, TIFF, BMP, WebP."""
    return (
        data.startswith(_PICTURES)
        or (data.startswith(b"BM") and b"\x00" in data[:64])
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    )


def is_ofd(data: bytes) -> bool:
    """Whether it may be an OFD: a zip that names OFD.xml."""
    return data.startswith(b"PK") and re.search(rb"(?i)\bofd\.xml", data) is not None


def _markup(head: bytes) -> str:
    """Web archive, page, other XML, or plain text."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:64].count(b"\x00") >= 8
    narrow = head.replace(b"\x00", b"").lstrip(b"\xff\xfe") if wide else head.removeprefix(b"\xef\xbb\xbf")
    if re.match(rb"\s*(?:MIME-Version|From|Content-Type|Subject|Date)\s*:", narrow, re.I) and (
        re.search(rb"^(?:MIME-Version|Content-Type)\s*:", narrow, re.I | re.M)
    ):
        return "mhtml"
    if _WORD_2003 in narrow or _FLAT_OPC in narrow:
        return "wordml"
    if b"urn:oasis:names:tc:opendocument" in narrow:
        if b"opendocument.text" in narrow or b"office:text" in narrow:
            return "fodt"
        raise _unsupported("OpenDocument 的表格或演示文稿", _AS_DOCX)
    if _HTML_START.match(narrow) or _HTML_WITHIN.search(narrow):
        return "html"
    if narrow.lstrip().startswith(b"<?xml"):
        raise _unsupported("XML 数据文件", _AS_TEXT)
    return "text"


def _zip(data: bytes) -> str:
    try:
        # An archive of very many members is refused by the reader; here only a few names matter.
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as fault:
        raise Unreadable(
            "file.truncated",
            "文件不完整或已损坏（只有前一部分，或下载时中断）",
            "请重新下载或复制，用 Word 或 WPS 打开确认后另存为 .docx",
        ) from fault
    names = {info.filename.replace("\\", "/").lower().lstrip("/") for info in infos}
    if is_archive(names):
        raise _unsupported("压缩包（.zip）", "请先解压，再审核其中的报告")
    if any(info.flag_bits & 0x1 for info in infos):
        raise Unreadable("file.encrypted", "文件有密码，无法读取", "请取消密码后另存，再重新审核")
    tops = {name.split("/", 1)[0] for name in names}
    if "word" in tops:
        return "docx"
    if "xl" in tops:
        if "xl/workbook.bin" in names:
            raise _unsupported("二进制的 Excel 工作簿（.xlsb）", "请用 Excel 或 WPS 打开后另存为 .xlsx")
        return "xlsx"
    if "ppt" in tops:
        raise _unsupported("PowerPoint 演示文稿", _AS_DOCX)
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names or "content.xml" in names:
        return _opendocument(data)
    if "index" in tops and any(name.endswith(".iwa") for name in names):
        raise _unsupported("Pages 文档", _AS_DOCX)
    return "docx"


def is_archive(names: Collection[str]) -> bool:
    """Whether a zip with files of these names (in lower case) holds files of people, not one document's
    parts."""
    tops = {name.split("/", 1)[0] for name in names}
    pages = "index" in tops and any(name.endswith(".iwa") for name in names)
    return _PARTS.isdisjoint(names) and tops.isdisjoint({"word", "xl", "ppt"}) and not pages


def _opendocument(data: bytes) -> str:
    """By its first member, which is stored as it is."""
    if re.match(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.(?!text)", data, re.DOTALL):
        raise _unsupported(
            "OpenDocument 的表格或演示文稿（.ods、.odp）", "请用 WPS 或 LibreOffice 打开后另存为 .xlsx"
        )
    return "odt"


def _ole(data: bytes) -> str:
    """By the names of its streams."""
    try:
        names = Compound(data).names()
    except ValueError as fault:
        raise Unreadable(
            "file.truncated",
            "文件不完整或已损坏（旧版办公文档的目录读不出）",
            "请重新下载或复制，用 Word 或 WPS 打开确认后另存为 .docx",
        ) from fault
    if "EncryptedPackage" in names:
        raise Unreadable("file.encrypted", "文件有密码，无法读取", "请取消密码后另存，再重新审核")
    if "WordDocument" in names:
        return "doc"
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    for stream, name in (
        ("PowerPoint Document", "旧版演示文稿（.ppt、.dps）"),
        ("HwpSummaryInformation", "HWP 文档"),
        ("MatOST", "Works 文档"),
        ("__nameid_version1.0", "邮件（.msg）"),
        ("VisioDocument", "Visio 图"),
    ):
        if stream in names:
            raise _unsupported(name, _AS_DOCX)
    raise _unsupported("旧版办公文档（无法辨认是哪一种）", _AS_DOCX)


def _unsupported(name: str, remedy: str) -> Unreadable:
    return Unreadable("format.unsupported", f"这是{name}，目前不能读取", remedy)
