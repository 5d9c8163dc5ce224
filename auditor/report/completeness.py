"""Whether all of the report was read, and what may be missing: a fault of the file or of its reading, which
is never laid at the agency's door."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document
from auditor.report.headings import Candidate
from auditor.report.lexicon import Lexicon
from auditor.report.model import Status, TableRead
from auditor.report.stream import Row

_LOST = ("read.lost", "read.scan", "docx.chunk-missing", "docx.part-unreadable", "html.no-text")
_TAKEN_OUT = ("html", "text")  # what programs write that take a page's words out, some without its headings
_UNDECODABLE = 20  # characters lost by their encoding, from which on words may be missing
_ELSEWHERE = re.compile(
    r"[详具]?(?:见|如|参见)(?:附件|附表|附图|下图|图片|扫描件)|^[（(【]?附(?:件|表)[一二三\d]{0,2}[：:）)】]?|点击(?:下载|查看|此处)"
    r"|\.(?:xlsx?|et|docx?|wps|pdf|ofd|jpe?g|png|zip|rar)(?![a-z])",
    re.IGNORECASE,
)
_LONGEST = 80  # characters of a line that points elsewhere


def status_of(
    document: Document,
    rows: Sequence[Row],
    chosen: Sequence[Candidate],
    shapes: Mapping[str, TableRead],
    lexicon: Lexicon,
) -> tuple[Status, str | None]:
    """PARTIAL with the reason where something of the report stands in a form that was not read."""
    reason = next(_reasons(document, rows, chosen, shapes, lexicon), None)
    return (Status.READ, None) if reason is None else (Status.PARTIAL, reason)


def _reasons(
    document: Document,
    rows: Sequence[Row],
    chosen: Sequence[Candidate],
    shapes: Mapping[str, TableRead],
    lexicon: Lexicon,
) -> Iterator[str]:
    pictures = [name for name, shape in shapes.items() if shape.form == "picture"]
    if pictures:
        yield f"{'、'.join(pictures)}是图片，没有读出"
    for each in document.diagnostics:
        if each.code.startswith(_LOST):
            yield each.message
        if each.code == "file.undecodable" and _count(each) >= _UNDECODABLE:
            yield each.message
    found = {candidate.number for candidate in chosen}
    ends_early = not found & {5, 6}
    absent = [name for name, shape in shapes.items() if shape.form in {"none", "prose"}]
    places = [row for name in absent for row in _place_of(lexicon.tables[name].section, rows, chosen)]
    codes = {each.code for each in document.diagnostics}
    if ends_early and ("html.paged" in codes or any(map(_is_pager, rows))):
        yield "网页分成几页，只有其中的一页，其余没有读到"
    if absent and (elsewhere := _elsewhere(document, rows, chosen, places)):
        which = "、".join(absent) if chosen or len(absent) < len(shapes) else "报告正文"
        yield f"没有取得{which}，可能在{elsewhere}里"
    if document.format == "html" and chosen and ends_early and len(absent) == len(shapes):
        yield "网页里只有报告的前几部分，其余没有读到"
    if not chosen and len(absent) < len(shapes) and document.format in _TAKEN_OUT:
        yield "各部分的标题一个也没有，可能在取出文字时丢了"


def _elsewhere(
    document: Document, rows: Sequence[Row], chosen: Sequence[Candidate], places: Sequence[Row]
) -> str:
    """What may hold the tables that are not there: a picture, an attachment, a frame; "" for nothing. A
    picture and a frame can hold them only in their `places`: the page's own stand around the report."""
    start = chosen[0].index if chosen else 0
    end = next((each.index for each in chosen if each.number >= 5), len(rows))
    body = [row for row in rows if start <= row.index < end]
    if chosen and any(row.picture and not row.frame for row in places):
        return "报告的图片"
    codes = {each.code for each in document.diagnostics}
    if "html.attachment" in codes or any(
        len(row.folded) <= _LONGEST and _ELSEWHERE.search(row.folded) for row in body if not row.picture
    ):
        return "附件"
    return "网页的框架" if any(row.frame for row in places) else ""


def _place_of(section: int, rows: Sequence[Row], chosen: Sequence[Candidate]) -> Sequence[Row]:
    """The rows among which a table of part `section` would stand: up to the next heading from that part's,
    or from the last one before it where it has none; all rows of a page without headings."""
    start = max((each.index for each in chosen if each.number <= section), default=0)
    end = min((each.index for each in chosen if each.index > start), default=len(rows))
    return rows[start:end]


def _is_pager(row: Row) -> bool:
    """“上一页 1 2 3 下一页”."""
    folded = row.folded if row.form == "line" else ""
    return len(folded) <= _LONGEST and "下一页" in folded and "。" not in folded


def _count(diagnostic: Diagnostic) -> int:
    found = re.search(r"\d+", diagnostic.message)
    return int(found[0]) if found else 0
