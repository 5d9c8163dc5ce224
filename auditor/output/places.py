"""The one place where a Place, a path or a name of the machine becomes words for a person."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.place import CellPlace, ParagraphPlace, Place, SourcePlace
from auditor.rules.model import Pack
from auditor.rules.outcome import Level, Verdict

LEVELS = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示"}
VERDICTS = {
    Verdict.PASS: "通过",
    Verdict.FAIL: "违反",
    Verdict.INAPPLICABLE: "不适用",
    Verdict.CANNOT_TELL: "无法判定",
    Verdict.ERROR: "引擎错误",
}
_PARTS = ("引言", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分")


def place_words(place: Place | None) -> str:
    """第4页 第3个表 第1行第1列, 第12段, 第40行; "" where nothing is known."""
    match place:
        case None:
            return ""
        case CellPlace(line=None, column=column):
            return f"{row_words(place)}第{column}列"
        case CellPlace():
            return row_words(place)  # the line, as an editor shows it, is enough
        case ParagraphPlace(paragraph=paragraph, line=line, page=page):
            return _join(_page(page), f"第{paragraph}段" if line is None else f"第{line}行")
        case SourcePlace(line=line, column=column):
            return f"第{line}行第{column}列"


def row_words(place: CellPlace) -> str:
    """The row that a cell stands in: 第4页 第3个表第1行, or 第40行 of a text."""
    row = f"第{place.table}个表第{place.row}行" if place.line is None else f"第{place.line}行"
    return _join(_page(place.page), row)


def table_words(place: CellPlace) -> str:
    """The table that a cell stands in: 第4页 第3个表, or 第40行起 of a text."""
    return _join(_page(place.page), f"第{place.table}个表" if place.line is None else f"第{place.line}行起")


def path_words(path: str) -> str:
    """表三.自然人.新收 → 表三 自然人 新收."""
    return path.replace(".", " ")


def paths_words(paths: Sequence[str]) -> list[str]:
    """Many cells in few words: 表三 新收 7 格 for what shares a row or a column, largest first; single
    cells by their paths."""
    left = list(dict.fromkeys(paths))
    words: list[str] = []
    while left:
        groups: dict[tuple[str, str], list[str]] = {}
        for path in left:
            table, *names = path.split(".")
            for name in names if len(names) == 2 else ():
                groups.setdefault((table, name), []).append(path)
        (table, name), found = max(groups.items(), key=lambda group: len(group[1]), default=(("", ""), [""]))
        if len(found) < 2:
            break
        words.append(f"{table} {name} {len(found)} 格")
        left = [path for path in left if path not in found]
    return words + [path_words(path) for path in left]


def section_words(number: int) -> str:
    """0 → 引言, 3 → 第三部分."""
    return _PARTS[number] if 0 <= number < len(_PARTS) else f"第{number}部分"


def unit_words(unit: str, year: int | None) -> str:
    """The report's name on screen: 青石街道办事处 · 2024年度."""
    return f"{unit or '（未认出机关）'} · {f'{year}年度' if year is not None else '（未认出年度）'}"


def pack_words(pack: Pack) -> str:
    """国家规则·2021 1.2: files of one pack and version go by one name (…·勾稽 is left out)."""
    name = pack.name if pack.name.count("·") < 2 else pack.name.rpartition("·")[0]
    return printable(f"{name} {pack.version}".strip())


def printable(text: str) -> str:
    """`text` with control characters made visible: a file name may hold an escape sequence or a line
    end, and the screen must not obey it. Lone surrogates (undecodable names) likewise."""
    return "".join(char if char.isprintable() or char == "　" else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _page(page: int | None) -> str:
    return "" if page is None else f"第{page}页"


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
