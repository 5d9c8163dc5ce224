# ruff: noqa: E501 (words for people, wide as they are)
"""The same files through what a person would use instead: cells right, wrong, missing, and time.

    python -m bench.peers [--each 40] [--pdf 12] [--write docs/对照.md]

    pip install pandas lxml html5lib python-docx pdfplumber "markitdown[docx,pdf]"    (what is missing is left out)

Reports in seeded layouts (bench/evidence), as .docx and .html, and some as PDF by LibreOffice. Each tool gives
tables of texts; one adapter, the same for all, finds the figures in them as a careful script would: a row by
its label, its last seven figures in the format's order (fifteen for table four, the figures after the label
for table two). A cell is right where the tool's text is the figure, wrong where it is another one, missing
where it gives none. auditor's own cells are counted in the same way; what it calls 无法辨认 is missing.
Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.base.diagnostic import Diagnostic  # noqa: E402
from auditor.reading.open import open_document  # noqa: E402
from auditor.report.build import read_report  # noqa: E402
from auditor.report.value import State  # noqa: E402
from bench.evidence.draft import Draft  # noqa: E402
from bench.evidence.fault import WRITERS, clean_layout, ruled  # noqa: E402
from bench.evidence.material import wordings  # noqa: E402
from tests.layouts.build import build  # noqa: E402
from tests.layouts.check import lexicons  # noqa: E402
from tests.layouts.labels import BLOCKS2, COLUMNS3, PATHS4, ROWS3  # noqa: E402

Table = list[list[str]]
Cells = Mapping[str, str]
_FIGURE = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_MARKS = re.compile(r"[\s　:：,，.。、;；()（）\[\]“”\"'|*_#-]|nan|None|NaN")


@dataclass(frozen=True)
class Sample:
    """A file and the figures that stand in it."""

    name: str
    data: bytes
    template: str
    truth: Mapping[str, str]


def samples(format: str, count: int, printed: bool = False) -> list[Sample]:
    """Seeded reports; UTF-8 and the usual part names, so that every tool can open them."""
    from dataclasses import replace

    out = []
    for number in range(count):
        draft = Draft(wordings("third"), f"peers {format} {number}")
        layout = clean_layout(format, 7_000_000 + number)
        layout = replace(
            layout, encoding="utf-8", declared="right", main="document.xml", strict=False, shift=""
        )
        if printed:  # a print shows what was deleted as well
            layout = replace(layout, tracked=False, hidden=False)
        report = draft.report()
        truth = {path: str(cell.number) for path, cell in report.cells.items()}
        data = WRITERS[format](build(report, layout))[0]
        out.append(Sample(f"{number}.{format}", data, report.table3, truth))
    return out


# --- the adapter: tables of texts to cells ------------------------------------------------------


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _label(text: str) -> str:
    return re.sub(r"^(?:[一二三四五六七八九十]+|\d)", "", _bare(text))


def cells_of(tables: Iterable[Table], template: str) -> dict[str, str]:
    """Figures by path, as a careful script reads tables whose labels it knows."""
    found: dict[str, str] = {}
    three = {_label(row.label): row.name for row in ROWS3[template]}
    two = {_label(label): (block, name) for block in BLOCKS2[template] for name, label in block.rows}
    last = ""
    for table in tables:
        for row in table:
            texts = list(dict.fromkeys(t.strip() for t in row if t and t.strip()))
            figures = [t.strip().replace(",", "") for t in row if t and _FIGURE.fullmatch(t.strip())]
            labels = [_label(t) for t in texts if not _FIGURE.fullmatch(t)]
            named3 = next((three[t] for t in reversed(labels) if t in three), "")
            named2 = next((two[t] for t in reversed(labels) if t in two), None)
            if named3 and len(figures) >= 7:
                for column, figure in zip(COLUMNS3, figures[-7:], strict=True):
                    found.setdefault(f"表三.{column}.{named3}", figure)
            elif named2 is not None and figures:
                block, name = named2
                for alias, figure in zip(block.aliases, figures, strict=False):
                    found.setdefault(block.path(name, alias), figure)
            elif len(figures) == 15 and not labels and "尚未审结" in last:
                found |= dict(zip(PATHS4, figures, strict=True))
            last += "".join(map(_bare, texts))
            last = last[-400:]
    return found


# --- the tools ----------------------------------------------------------------------------------


def _pandas(data: bytes, name: str) -> list[Table]:
    import pandas as pd

    frames = pd.read_html(io.BytesIO(data), header=None, encoding="utf-8")
    return [[[_plain(v) for v in row] for row in frame.to_numpy().tolist()] for frame in frames]


def _plain(value: object) -> str:
    """pandas makes figures of a column floats as soon as one cell of it is empty."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _python_docx(data: bytes, name: str) -> list[Table]:
    import docx

    tables = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def _pdfplumber(data: bytes, name: str) -> list[Table]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [
            [[(cell or "") for cell in row] for row in table]
            for page in pdf.pages
            for table in page.extract_tables()
        ]


def _markitdown(data: bytes, name: str) -> list[Table]:
    from markitdown import MarkItDown

    text = (
        MarkItDown(enable_plugins=False)
        .convert_stream(io.BytesIO(data), file_extension=Path(name).suffix)
        .text_content
    )
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.strip().startswith("|")]
    return [[[cell.replace("\\", "").strip() for cell in row] for row in rows]]


def _docling(data: bytes, name: str) -> list[Table]:
    from docling.datamodel.base_models import DocumentStream
    from docling.document_converter import DocumentConverter

    result = DocumentConverter().convert(DocumentStream(name=name, stream=io.BytesIO(data)))
    return [[[cell.text for cell in row] for row in table.data.grid] for table in result.document.tables]


TOOLS: tuple[tuple[str, str, tuple[str, ...], Callable[[bytes, str], list[Table]]], ...] = (
    ("pandas.read_html", "pandas", ("html",), _pandas),
    ("python-docx", "docx", ("docx",), _python_docx),
    ("pdfplumber", "pdfplumber", ("pdf",), _pdfplumber),
    ("markitdown", "markitdown", ("html", "docx", "pdf"), _markitdown),
    ("docling", "docling", ("html", "docx", "pdf"), _docling),
)


@dataclass
class Score:
    """Cells of one tool on one format."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    files: int = 0
    broken: int = 0
    seconds: float = 0.0

    def count(self, read: Cells, truth: Mapping[str, str]) -> None:
        """One file's cells."""
        self.files += 1
        for path, right in truth.items():
            told = read.get(path, "")
            if not told:
                self.missing += 1
            elif _same(told, right):
                self.right += 1
            else:
                self.wrong += 1


def _same(told: str, right: str) -> bool:
    try:
        return float(told.replace("−", "-").replace("+", "")) == float(right)
    except ValueError:
        return False


def _ours(sample: Sample, suffix: str) -> dict[str, str]:
    document = open_document(sample.data, name=f"a.{suffix}")
    if isinstance(document, Diagnostic):
        return {}
    report = read_report(document, lexicons(), f"a.{suffix}")
    return {path: str(v.number) for path, v in report.cells.items() if v.state is State.NUMBER}


def measure(each: int, printed: int) -> dict[tuple[str, str], Score]:
    """The scores by (format, tool)."""
    held = {"docx": samples("docx", each), "html": samples("html", each)}
    if printed:
        held["pdf"] = as_pdf(samples("docx", printed, printed=True))
    scores: dict[tuple[str, str], Score] = {}
    lexicons()
    for suffix, files in held.items():
        score = scores.setdefault((suffix, "auditor"), Score())
        for sample in files:
            started = time.process_time()
            read = _ours(sample, suffix)
            score.seconds += time.process_time() - started
            score.count(read, sample.truth)
            for path, told in read.items():
                if path in sample.truth and not _same(told, sample.truth[path]):
                    print(
                        f"wrong: {suffix} {sample.name} {path}: {told} for {sample.truth[path]}",
                        file=sys.stderr,
                    )
        for name, module, formats, tool in TOOLS:
            if suffix not in formats or find_spec(module) is None:
                continue
            score = scores.setdefault((suffix, name), Score())
            for sample in files:
                started = time.process_time()
                try:
                    tables = tool(sample.data, f"a.{suffix}")
                except Exception:  # a tool that cannot open a file has read none of it
                    tables, score.broken = [], score.broken + 1
                score.seconds += time.process_time() - started
                score.count(cells_of(tables, sample.template), sample.truth)
    return scores


def as_pdf(files: list[Sample]) -> list[Sample]:
    from tests.pdf.convert import by_office

    with tempfile.TemporaryDirectory() as folder:
        made = by_office({f"p{n}": ruled(sample.data) for n, sample in enumerate(files)}, Path(folder))
    return [Sample(s.name, made[f"p{n}"], s.template, s.truth) for n, s in enumerate(files)]


PAGE = """\
# 对照：同样的文件，别的工具读出多少

同一批文件（虚构机关，版式由种子定），分别交给人手边会用的工具和本程序，比三张表里每一格的数：读对、读错、没有读出。
别的工具只给出表格的文字，由同一段脚本按行名找行、取后七个数（表四取十五个数，表二取行名后的数）；本程序说“无法辨认”的算没有读出。
读错最坏：错的数会当成真的用下去。秒数是处理器时间，每份文件平均。

{table}

重做：`pip install pandas lxml html5lib python-docx pdfplumber "markitdown[docx,pdf]"`，然后 `python -m bench.peers --write docs/对照.md`。
没有装的工具自动略去。docling 要装 PyTorch 等几个 GB 的依赖，这里没有量。
"""


def table_of(scores: Mapping[tuple[str, str], Score]) -> str:
    """The table of the page."""
    lines = [
        "| 格式 | 工具 | 文件 | 打不开 | 读对 | 读错 | 没有读出 | 毫秒/份 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (suffix, name), s in scores.items():
        whole = s.right + s.wrong + s.missing
        lines.append(
            f"| {suffix} | {name} | {s.files} | {s.broken} | {s.right}（{s.right / whole:.2%}） | {s.wrong}"
            f"（{s.wrong / whole:.2%}） | {s.missing}（{s.missing / whole:.2%}） | {1000 * s.seconds / s.files:.0f} |"
        )
    return "\n".join(lines)


def main(argv: Iterable[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--pdf", type=int, default=12)
    parser.add_argument("--write", default="")
    given = parser.parse_args(list(argv))
    shown = table_of(measure(given.each, given.pdf))
    print(shown)
    if given.write:
        Path(given.write).write_text(PAGE.format(table=shown), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
