"""Plain text: a paragraph per line, tables out of lines that are cut by tabs or bars.

Fields of a line are kept all, empty ones too. In a table cut by bars, a bar at the end of a line closes
the field before it and a bar at its beginning opens the first one (`20 | 0 | ||` is 20, 0 and two empty
fields); where not every line of the table has such a frame, a bar at the end or beginning stands beside an
empty field (`规章 | 0 | ` in a table in which a line ends without a bar is 规章, 0 and one empty field).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor.reading.encoding import decode
from auditor.reading.fault import too_large, too_many_lines, undecodable
from auditor.reading.flow import Content, Grid, Image, Item, Line, Nested, Square, check_grid
from auditor.reading.limits import Limits

_BAR = re.compile(r"(?<!\\)\||[｜│┃║┆┊]")
# Lines that only draw: ---|:--:, +----+, ┌─┬─┐
_RULE = re.compile(r"[\s|｜:：+＋=\-—–\u2500-\u257f]+")
_RULE_STROKE = re.compile(r"-{3,}|—{3,}|={2,}|:-|-:|[\u2500\u2501\u2550]")
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]\n]{0,300}\]", re.IGNORECASE)
_IMAGE = re.compile(r"\[image:([^\[\]\n]{0,300})\]", re.IGNORECASE)
_SENTENCE_END = ("。", "！", "？", "；")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．，,]|[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）])"
)
_FIGURE = re.compile(r"[\s\d０-９.,，/／—–-]*")
_PAGE_NUMBER = re.compile(r"[-—–－~·\s]*(?:第\s*)?(\d{1,3})\s*页?[-—–－~·\s]*")
_PAGES = 3  # so many page numbers at least, by which they are known
_BETWEEN = 2  # so many lines at least stand on a page
_DRAWN = 5  # so many rows at least stand between drawn lines where these part the rows
_BLANKS = " \r\u3000\xa0\ufeff\u200b"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: its 1-based number, its page (None without form feeds) and its text."""

    number: int
    page: int | None
    text: str


Inline = Callable[[str], str]


def opened(data: bytes, nested: Nested) -> tuple[str, Content]:
    """The text of a file, and a content without items that tells of what could not be decoded. Raises
    Unreadable ("file.noise", "file.too-large")."""
    if len(data) > nested.limits.text_bytes:
        raise too_large("文字内容", len(data), nested.limits.text_bytes)
    decoded = decode(data)
    content = Content([])
    if decoded.undecodable:
        content.diagnostics.append(undecodable(decoded.undecodable))
    return decoded.text, content


def read(data: bytes, nested: Nested, prepared: Callable[[list[Row]], list[Row]] = list) -> Content:
    """A text file, its lines `prepared` first. Raises Unreadable ("file.noise", "file.too-large")."""
    text, content = opened(data, nested)
    content.items = items_of(prepared(rows_of(text, nested.limits)), nested.limits)
    return content


def rows_of(text: str, limits: Limits) -> list[Row]:
    """Lines of `text`, without the remnants of bookmarks and page numbers. A form feed begins a page.

    Raises Unreadable when there are more lines than any report has.
    """
    if not text.isascii():
        text = _with_line_feeds(text)
    lines = text.count("\n") + text.count("\r") + text.count("\f")
    if lines > 2 * limits.lines:
        raise too_many_lines(limits.lines)
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\x00")
    if "\f" not in text:
        return _without_page_numbers(
            [Row(number, None, line) for number, line in enumerate(text.split("\n"), 1)]
        )
    rows: list[Row] = []
    page = 1
    for number, line in enumerate(text.split("\n"), 1):
        for index, part in enumerate(line.split("\f")):
            page += index > 0
            rows.append(Row(number, page, part))
    return _without_page_numbers(rows)


def _with_line_feeds(text: str) -> str:
    """With line feeds for Unicode's own marks of lines and paragraphs, where these end its lines: where line
    feeds do, they stand within a cell or a paragraph."""
    marks = text.count("\u2028") + text.count("\u2029")
    if not marks or marks <= text.count("\n") + text.count("\r"):
        return text
    return text.replace("\u2028", "\n").replace("\u2029", "\n")


def _without_page_numbers(rows: list[Row]) -> list[Row]:
    """The rows without the numbers that a printed text leaves at the end of its pages: figures alone between
    blank lines that count up one by one, with other lines between. All such figures of the text have to."""
    blank = [not row.text.strip(_BLANKS) for row in rows]
    found: list[tuple[int, int]] = []
    for at in range(1, len(rows) - 1):
        if blank[at] or not all(blank[near] or rows[near].page != rows[at].page for near in (at - 1, at + 1)):
            continue
        number = _PAGE_NUMBER.fullmatch(rows[at].text)
        if number is None:
            continue
        if found:
            last, before = found[-1]
            if int(number[1]) != before + 1 or blank[last + 1 : at].count(False) < _BETWEEN:
                return rows
        found.append((at, int(number[1])))
    if len(found) < _PAGES:
        return rows
    gone = {at for at, _ in found}
    return [row for at, row in enumerate(rows) if at not in gone]


def items_of(rows: Sequence[Row], limits: Limits, inline: Inline | None = None) -> list[Item]:
    """Paragraphs and tables of `rows`; `inline` strips marks from the text of each field and paragraph."""
    items: list[Item] = []
    run: list[Row] = []
    drawn: list[int] = []  # the lines of `run` above which one is drawn, counted from 0
    kind = ""  # what cuts the lines of `run`
    before = -1  # the last line above the run that is not blank

    def close(after: int) -> None:
        if run:
            alone = run[0].number > before + 1 and after > run[-1].number + 1
            if kind == "\t" and alone and _is_title(run):
                for each in run:
                    items.extend(_line(each, inline))
            else:
                items.extend(_table(run, drawn, kind, limits, inline))
            run.clear()
        drawn.clear()

    for row in rows:
        if not row.text.strip(_BLANKS):
            continue
        cut = _cut(row.text)
        if cut == "rule":
            # Part of a table when one is open or about to be; never text.
            drawn.append(len(run))
            continue
        if cut != kind:
            close(row.number)
            kind = cut
        if cut:
            run.append(row)
        else:
            items.extend(_line(row, inline))
            before = row.number
    close(rows[-1].number + 2 if rows else 0)
    return items


def _cut(text: str) -> str:
    """What cuts a line into fields: a tab, bars ("|"), a line that only draws ("rule"), or nothing ("")."""
    if "\t" in text:
        return "\t"
    if _RULE.fullmatch(text) and _RULE_STROKE.search(text):
        return "rule"
    return "|" if _BAR.search(text) else ""


def _line(row: Row, inline: Inline | None) -> list[Item]:
    """A line outside tables: a paragraph, and a picture for each remnant of one."""
    text, images = row.text, []
    if "[" in text and _IMAGE.search(text):
        images = [Image(found.group(1), row.number, row.page) for found in _IMAGE.finditer(text)]
        text = _IMAGE.sub("", text)
    text = inline(text) if inline else text
    return [Line(text, None, row.number, row.page), *images]


def _table(
    run: list[Row], drawn: Sequence[int], kind: str, limits: Limits, inline: Inline | None
) -> list[Item]:
    if kind == "|":
        if len(run) == 1 and len(_BAR.findall(run[0].text)) < 2:
            return _line(run[0], inline)  # one bar in a sentence or a title is no table
        return [_grid(*_between_rules(run, _bar_fields(run), drawn), limits, inline)]
    items: list[Item] = []
    for rows, prose in _indented(run):
        if prose:
            for row in rows:
                items.extend(_line(row, inline))
        elif any(row.text.strip() for row in rows):
            items.append(_grid(rows, [row.text.split("\t") for row in rows], limits, inline))
    return items


def _bar_fields(run: Sequence[Row]) -> list[list[str]]:
    """Fields of each line; outer bars are a frame only where every line has them: one line that
    begins with a word shows that a bar at the beginning of the others parts off an empty field."""
    cut = [_BAR.split(row.text) for row in run]
    opened = all(not fields[0].strip() for fields in cut)
    closed = all(not fields[-1].strip() for fields in cut)
    for fields in cut:
        if opened and not fields[0].strip():
            del fields[0]
        if closed and fields and not fields[-1].strip():
            del fields[-1]
    return [[field.replace("\\|", "|") for field in fields] for fields in cut]


def _between_rules(
    rows: Sequence[Row], fields: Sequence[list[str]], drawn: Sequence[int]
) -> tuple[Sequence[Row], Sequence[list[str]]]:
    """Where a line is drawn between the rows, the lines of text between two such are one row: its label, or
    another of its cells, takes several. Left alone where most of them hold figures above figures: there lines
    are drawn between parts of the table only."""
    starts = sorted({0, *(at for at in drawn if at < len(rows))})
    groups = [range(a, b) for a, b in pairwise([*starts, len(rows)])]
    one = [_is_one_row([fields[index] for index in group]) for group in groups]
    if len(groups) < _DRAWN or sum(one) * 5 < len(one) * 4:
        return rows, fields
    parts: list[tuple[Row, list[str]]] = []
    for group, whole in zip(groups, one, strict=True):
        if whole:
            columns = zip(*(fields[index] for index in group), strict=True)
            joined = ["\n".join(text for text in column if text.strip(_BLANKS)) for column in columns]
            parts.append((rows[group[0]], joined))
        else:
            parts.extend((rows[index], fields[index]) for index in group)
    return [row for row, _ in parts], [texts for _, texts in parts]


def _is_one_row(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the lines have the same fields, and no two of them a figure in the same one."""
    if len({len(line) for line in lines}) > 1:
        return False
    return all(sum(map(_is_figure, column)) < 2 for column in zip(*lines, strict=True))


def _is_figure(text: str) -> bool:
    return bool(text.strip(_BLANKS)) and _FIGURE.fullmatch(text) is not None


def _grid(rows: Sequence[Row], fields: Sequence[list[str]], limits: Limits, inline: Inline | None) -> Grid:
    width = max(map(len, fields))
    check_grid(len(rows), width, limits)
    cells: list[Square] = []
    for index, (row, texts) in enumerate(zip(rows, fields, strict=True)):
        for column, text in enumerate(texts):
            items = _line(Row(row.number, row.page, text), inline)
            cells.append(Square(index, column, items, line=row.number, page=row.page))
    return Grid(cells, len(rows), width, exact=False)


def _indented(run: list[Row]) -> list[tuple[list[Row], bool]]:
    """Parts of a run of lines with tabs; True for paragraphs that a tab only indents.

    A tab that opens a row of one-cell lines looks the same as an indent: only sentences, and headings
    beside them or by themselves, with no figure among them, are taken for paragraphs.
    """
    parts: list[tuple[list[Row], bool]] = []
    for row in run:
        sentence = _is_indented(row.text) and _is_sentence(row.text.strip())
        if parts and parts[-1][1] == sentence:
            parts[-1][0].append(row)
        else:
            parts.append(([row], sentence))
    if any(sentence for _, sentence in parts):
        return [(rows, prose or _is_heading_run(rows, near_prose=True)) for rows, prose in parts]
    return [(rows, _is_heading_run(rows, near_prose=False)) for rows, _ in parts]


def _is_title(run: Sequence[Row]) -> bool:
    """Up to three indented lines without figures; the caller knows that blank lines set them apart."""
    return len(run) <= 3 and _is_heading_run(run, near_prose=True)


def _is_indented(text: str) -> bool:
    return "\t" not in text.strip() and text.lstrip(_BLANKS).startswith("\t")


def _is_sentence(text: str) -> bool:
    return text.endswith(_SENTENCE_END) or ("。" in text and len(text) >= 20 and text[-1] not in ")）")


def _is_heading_run(rows: Sequence[Row], near_prose: bool) -> bool:
    texts = [row.text.strip() for row in rows]
    if any(
        not _is_indented(row.text) or _FIGURE.fullmatch(text) for row, text in zip(rows, texts, strict=True)
    ):
        return False
    return near_prose or all(_NUMBERED.match(text) for text in texts)
