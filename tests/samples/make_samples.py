"""Write the sample reports of `reports/` from `tests/samples/source/`.

Run it as `python -m tests.samples.make_samples`; it gives the same bytes every time.

A source file has three parts. Head lines `key: value`: unit, year, format, suffix, published,
template (of the tables, where not the year's own), layout (Layout fields), drop (rows left out),
short (rows of table 3 that lose their last figure), label (old=new), cut4 (columns of table 4 left out
from there on). After an empty line the text: `# ` title, `== ordinal|heading`, `-- ordinal|subheading`,
`@表二`, `~ ` signature, anything else a paragraph. After `%%` the cells as they stand in the tables:
`_` is an empty cell, rows of table 3 that are not listed are zeros (`表三 * …` says what else).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path

from tests.layouts.build import Block, Built, Line, Tabled, build
from tests.layouts.labels import BLOCKS2, COLUMNS3, PATHS4, ROWS3
from tests.layouts.layout import Layout
from tests.layouts.render_docx import docx_of
from tests.layouts.render_html import html_of
from tests.layouts.render_text import text_of
from tests.layouts.truth import TrueCell, TrueReport

SOURCES = Path(__file__).parent / "source"
REPORTS = Path(__file__).parents[2] / "reports"
_RENDER: dict[str, Callable[[Built], tuple[bytes, Built]]] = {
    "docx": docx_of,
    "html": html_of,
    "text": text_of,
}
_SYMBOLS = {"/", "—", "-", "无"}


@dataclass(frozen=True, slots=True)
class Sample:
    """`lost`: what has to be read in the cells that `drop`, `short` and `cut4` take away."""

    name: str
    data: bytes
    built: Built
    lost: Mapping[str, tuple[str, None]]


def _layout(words: str, format: str, seed: int) -> Layout:
    known = {f.name: f for f in fields(Layout)}
    plain = Layout()
    out = Layout(format=format, seed=seed, stored=True)
    for word in words.split():
        name, _, text = word.partition("=")
        assert name in known, name
        value: object = {"crlf": "\r\n"}.get(text, text)
        if isinstance(getattr(plain, name), bool):
            value = text == "1"
        elif isinstance(getattr(plain, name), int):
            value = int(text)
        out = replace(out, **{name: value})  # type: ignore[arg-type]
    return out


def _cell(text: str) -> TrueCell:
    if text == "_":
        return TrueCell("blank", None, "")
    if text in _SYMBOLS:
        return TrueCell("symbol", None, text)
    found = re.search(r"-?[0-9]+(?:\.[0-9]+)?", text)
    number: int | Decimal | None = None
    if found is not None:
        number = Decimal(found[0]) if "." in found[0] else int(found[0])
    plain = found is not None and found[0] == text.lstrip("+")
    return TrueCell("number" if plain else "text", number, text)


def _cells(lines: list[str], template: str) -> dict[str, TrueCell]:
    out: dict[str, TrueCell] = {}
    default = ["0"] * 7
    table3: dict[str, list[str]] = {}
    for line in lines:
        table, *words = line.split()
        if table == "表四":
            out |= {path: _cell(w) for path, w in zip(PATHS4, words, strict=True)}
        elif table == "表三" and words[0] == "*":
            default = words[1:]
        elif table == "表三":
            table3[words[0]] = words[1:]
        else:
            block = next(b for b in BLOCKS2[template] if words[0] in dict(b.rows))
            out |= {block.path(words[0], a): _cell(w) for a, w in zip(block.aliases, words[1:], strict=True)}
    known = [row.name for row in ROWS3[template]]
    assert set(table3) <= set(known), set(table3) - set(known)
    for name in known:
        words = table3.get(name, default)
        out |= {f"表三.{c}.{name}": _cell(w) for c, w in zip(COLUMNS3, words, strict=True)}
    return out


def _blocks(lines: list[str], tables: dict[str, Block]) -> list[Block]:
    out: list[Block] = []
    section = 0
    for line in lines:
        mark, _, rest = line.partition(" ")
        ordinal, _, title = rest.partition("|")
        match mark:
            case "#":
                out.append(Line("title", rest))
            case "==":
                section = "一二三四五六".index(ordinal[0]) + 1
                out.append(Line("heading", title, ordinal, section))
            case "--":
                out.append(Line("sub", title, ordinal, section))
            case "~":
                out.append(Line("signature", rest))
            case "@表二" | "@表三" | "@表四":
                out.append(tables[line[1:]])
            case _:
                out.append(Line("prose", line, section=section))
    return out


def _changed(table: Tabled, head: dict[str, str], shortened: frozenset[str]) -> Tabled:
    """The defects of shape: rows dropped or shortened, labels replaced, columns cut."""
    dropped = {path.split(".")[1] for path in head.get("drop", "").split()}
    labels = dict(pair.split("=") for pair in head.get("label", "").split())
    pieces = []
    for piece in table.pieces:
        rows = []
        for row in piece:
            if row.row in dropped:
                continue
            squares = row.squares
            if table.number == 3 and row.row in shortened:
                squares = squares[:-1]
            if table.number == 4 and "cut4" in head:
                squares = squares[: int(head["cut4"])]
            squares = tuple(
                replace(s, text=labels.get(s.text, s.text)) if s.kind != "figure" else s for s in squares
            )
            rows.append(replace(row, squares=squares))
        pieces.append(tuple(rows))
    return Tabled(table.number, tuple(pieces))


def make(path: Path, seed: int) -> Sample:
    """The sample of one source file."""
    text, _, figures = path.read_text(encoding="utf-8").partition("\n%%\n")
    top, _, body = text.partition("\n\n")
    head = dict(line.split(": ", 1) for line in top.splitlines())
    year = int(head["year"])
    template = head.get("template", "2021" if year >= 2021 else "2019")
    layout = _layout(head["layout"], head["format"], seed)
    cells = _cells(figures.split("\n")[:-1], template)
    report = TrueReport(
        head["unit"], "", year, head.get("published", ""), "", "", template, template, {}, cells
    )
    built = build(report, layout)
    shortened = frozenset(p.split(".")[1] for p in head.get("short", "").split())
    tables: dict[str, Block] = {}
    around: list[list[Block]] = [[], []]
    for block in built.blocks:
        if isinstance(block, Tabled) and block.number:
            tables["表" + "〇一二三四"[block.number]] = _changed(block, head, shortened)
        elif isinstance(block, Tabled) or block.kind == "chrome":
            around[bool(tables)].append(block)
    blocks = (*around[0], *_blocks(body.splitlines(), tables), *around[1])
    data, truth = _RENDER[layout.format](replace(built, blocks=blocks))
    suffix = head.get("suffix", f".{head['format']}")
    kept = {s.path for b in blocks if isinstance(b, Tabled) for p in b.pieces for r in p for s in r.squares}
    torn = {f"表三.{column}.{row}" for row in shortened for column in COLUMNS3}
    lost: dict[str, tuple[str, None]] = dict.fromkeys(set(cells) - kept, ("absent", None))
    lost |= dict.fromkeys(torn, ("illegible", None))
    return Sample(path.stem + suffix, data, truth, lost)


def samples() -> list[Sample]:
    """All samples, by name."""
    return [make(path, seed) for seed, path in enumerate(sorted(SOURCES.glob("*.txt")))]


def main() -> None:
    for sample in samples():
        (REPORTS / sample.name).write_bytes(sample.data)


if __name__ == "__main__":
    main()
