"""What could not be read of pages, said as diagnostics: scans, fonts of no meaning, tables without lines."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.reading.fault import Unreadable, undecodable, warning
from auditor.reading.flow import Content
from auditor.reading.page_shape import LOST
from auditor.reading.page_unread import PageRead, Why, unread
from auditor.reading.scan.kit import INSTALL

_NO_TOOL = "要识别图片上的文字才能读取，而识别组件没有安装"
_REMEDY = "请用原始的 Word 文档，或从原件重新导出"


def judge(content: Content, pages: Sequence[PageRead]) -> None:
    """Say which pages are pictures of text, and which have text that means nothing."""
    scans, garbled, recognised, unmapped = [], [], [], 0
    for each in pages:
        if each.page.recognised:
            recognised.append(each.page.number)
            unmapped += each.page.unmapped
            continue
        what = unread(each)
        match what.why if what is not None else None:
            case Why.PICTURE:
                scans.append(each.page.number)
            case Why.FONT:
                garbled.append(each.page.number)
                each.tables, each.lines = [], []
            case _:
                unmapped += sum(1 for char in each.page.chars if char[4] == LOST)
    if scans and len(scans) == len(pages):
        raise Unreadable(
            "file.scan",
            f"这是扫描件（每页是一张图片），{_NO_TOOL}",
            INSTALL,
        )
    if scans:
        content.diagnostics.append(
            warning(
                "read.lost-scan",
                f"{listed(scans)}是扫描的图片，没有读出",
                INSTALL if not recognised else "请只保留年度报告本身",
            )
        )
    if garbled and len(garbled) + len(scans) == len(pages):
        raise Unreadable("file.no-font", f"文件的字体没有文字对照表，看得见但读不出文字；{_NO_TOOL}", INSTALL)
    if garbled:
        content.diagnostics.append(
            warning(
                "read.lost-font",
                f"{listed(garbled)}的字体没有文字对照表，看得见但读不出文字",
                _REMEDY,
            )
        )
    if recognised:
        content.diagnostics.append(
            warning(
                "read.scan",
                f"{listed(recognised)}是图片，文字和数字是识别出来的，可能有误；看不清的数按无法辨认处理",
                "请对照原件核对；有文字版的，请用文字版审核",
            )
        )
    if unmapped:
        content.diagnostics.append(undecodable(unmapped))


def say_unruled(content: Content, pages: Sequence[PageRead]) -> None:
    """Tables without lines are said, and where their figures could not all be placed, so is that."""
    lost: list[int] = []
    found: list[int] = []
    headed: list[int] = []
    for each in pages:
        texts = [cell.text for table in each.unruled for cell in table.cells]
        if any(text.endswith(LOST) for text in texts) or any(f"{LOST} " in f"{x.text} " for x in each.lines):
            lost.append(each.page.number)
        elif each.unruled:
            (headed if all(table.headed for table in each.unruled) else found).append(each.page.number)
    for numbers, code, what in (
        (lost, "read.lost-columns", "看不出有的数在哪一格，按无法辨认处理"),
        (found, "read.lost-head", "数字按各栏的位置读出，表头没有读出"),
        (headed, "read.lost-lines", "表头和数字按各栏的位置读出"),
    ):
        if numbers:
            content.diagnostics.append(warning(code, f"{listed(numbers)}的表格没有框线，{what}", _REMEDY))


def listed(pages: Sequence[int]) -> str:
    """ "第 2、3、4 页"."""
    shown = "、".join(map(str, pages[:8]))
    return f"第 {shown}{' 等' if len(pages) > 8 else ''} 页"
