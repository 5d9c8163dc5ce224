"""How a reader says that it gives up: one exception, turned into a Diagnostic at the seam."""

from __future__ import annotations

from auditor.base.diagnostic import Diagnostic, Severity


class Unreadable(Exception):
    """The file cannot be read. Carries the diagnostic; never leaves `open_document`."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(Severity.ERROR, code, message, remedy)


def warning(code: str, message: str, remedy: str = "") -> Diagnostic:
    """The file was read, but something in it may be missing."""
    return Diagnostic(Severity.WARNING, code, message, remedy)


def note(code: str, message: str, remedy: str = "") -> Diagnostic:
    """Something a person may want to know about how the file was read."""
    return Diagnostic(Severity.INFO, code, message, remedy)


def too_large(what: str, size: int, limit: int) -> Unreadable:
    """`size` and `limit` in bytes."""
    mega = 1024 * 1024
    return Unreadable(
        "file.too-large",
        f"{what}有 {size / mega:.0f} MB，超过上限 {limit / mega:.0f} MB",
        "请确认这是年度报告本身；若含大量图片，请压缩图片或只保留报告正文后另存",
    )


def undecodable(count: int) -> Diagnostic:
    """`count` characters of the file are lost, shown as U+FFFD."""
    return warning(
        "file.undecodable",
        f"有 {count} 处字符无法按编码读出，显示为“\ufffd”",
        "请核对这些位置，或从原件重新另存",
    )


def too_many_lines(limit: int) -> Unreadable:
    """`limit`: how many lines a file may have."""
    return Unreadable(
        "file.too-large", f"文件超过 {limit} 行，不像一份报告", "请只保留报告正文后另存为新文件"
    )
