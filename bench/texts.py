# ruff: noqa: E501 (words for people, wide as they are)
"""Reports whose text another program took out of the file: cells right, wrong, given up, and false alarms.

    python -m bench.texts [--each 20] [--pdf 8] [--write docs/读取/取出的文字.md]

    pip install trafilatura html2text inscriptis beautifulsoup4 markdownify "markitdown[docx,pdf]" docx2txt mammoth
    apt-get install pandoc w3m lynx poppler-utils catdoc    (what is missing is left out)

Collections of reports are often kept as plain text, with tables as tabs, bars, one cell per line, narrow lines
of labels, or columns set apart. Reports in seeded layouts are written as .html, .docx and (by LibreOffice) .pdf,
taken out by each program, and read. A false alarm is an 错误 or 警告 that the file itself does not get.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from auditor.findings.build import findings_of  # noqa: E402
from auditor.report.model import Report  # noqa: E402
from auditor.report.value import State  # noqa: E402
from auditor.rules.outcome import Level  # noqa: E402
from bench.peers import Sample, as_pdf, samples  # noqa: E402
from tests.layouts.check import read  # noqa: E402
from tests.layouts.same import outcomes_of, rules  # noqa: E402

Take = Callable[[Path], str]


def _program(*command: str) -> Take:
    def take(path: Path) -> str:
        done = subprocess.run(
            [c.format(path) for c in command], capture_output=True, check=False, timeout=120
        )
        return done.stdout.decode("utf-8", "replace")

    return take


def _soup(separator: str, *, strip: bool) -> Take:
    def take(path: Path) -> str:
        from bs4 import BeautifulSoup

        return str(BeautifulSoup(path.read_bytes(), "html.parser").get_text(separator, strip=strip))

    return take


def _trafilatura(path: Path) -> str:
    import trafilatura

    return trafilatura.extract(path.read_text("utf-8"), include_tables=True) or ""


def _html2text(path: Path) -> str:
    import html2text

    return str(html2text.html2text(path.read_text("utf-8")))


def _inscriptis(path: Path) -> str:
    import inscriptis

    return str(inscriptis.get_text(path.read_text("utf-8")))


def _markdownify(path: Path) -> str:
    import markdownify

    return str(markdownify.markdownify(path.read_text("utf-8")))


def _markitdown(path: Path) -> str:
    from markitdown import MarkItDown

    return MarkItDown().convert(str(path)).text_content


def _docx2txt(path: Path) -> str:
    import docx2txt

    return str(docx2txt.process(str(path)))


def _mammoth(path: Path) -> str:
    import mammoth

    with path.open("rb") as file:
        return str(mammoth.extract_raw_text(file).value)


def _pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as file:
        return "\n".join(page.extract_text() or "" for page in file.pages)


def _pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(path)


# By the format of the file: what it is called, the module or program that it needs, and what it does.
TAKERS: dict[str, list[tuple[str, str, Take]]] = {
    "html": [
        ("trafilatura", "trafilatura", _trafilatura),
        ("html2text", "html2text", _html2text),
        ("inscriptis", "inscriptis", _inscriptis),
        ("markdownify", "markdownify", _markdownify),
        ("BeautifulSoup，每格一行", "bs4", _soup("\n", strip=True)),
        ("BeautifulSoup，格与格不分", "bs4", _soup("", strip=False)),
        ("w3m", "w3m", _program("w3m", "-dump", "-cols", "200", "-O", "UTF-8", "-T", "text/html", "{}")),
        ("lynx", "lynx", _program("lynx", "-dump", "-width=200", "-display_charset=utf-8", "{}")),
        ("pandoc，纯文本", "pandoc", _program("pandoc", "-t", "plain", "--wrap=none", "{}")),
    ],
    "docx": [
        ("docx2txt", "docx2txt", _docx2txt),
        ("mammoth", "mammoth", _mammoth),
        ("markitdown", "markitdown", _markitdown),
        ("pandoc，Markdown", "pandoc", _program("pandoc", "-t", "markdown", "--wrap=none", "{}")),
        ("pandoc，纯文本", "pandoc", _program("pandoc", "-t", "plain", "--wrap=none", "{}")),
    ],
    "pdf": [
        ("pdfplumber", "pdfplumber", _pdfplumber),
        ("pdftotext -layout", "pdftotext", _program("pdftotext", "-layout", "{}", "-")),
        ("pdftotext -raw", "pdftotext", _program("pdftotext", "-raw", "{}", "-")),
        ("pdftotext", "pdftotext", _program("pdftotext", "{}", "-")),
        ("pdfminer", "pdfminer", _pdfminer),
        ("markitdown", "markitdown", _markitdown),
    ],
}


def _alarms(report: Report) -> set[tuple[str, str]]:
    findings = findings_of(outcomes_of(report), rules().rules, [report])
    return {(f.rule, f.target) for f in findings if f.level in (Level.ERROR, Level.WARNING)}


def _count(files: list[Sample], format: str, take: Take, folder: Path) -> Counter[str]:
    """Files, cells right, wrong, given up and lacking, and false alarms, over `files`."""
    counts: Counter[str] = Counter()
    for sample in files:
        path = folder / f"{sample.name.partition('.')[0]}.{format}"
        path.write_bytes(sample.data)
        whole = read(sample.data, path.name, rules().lexicons)
        taken = read(take(path).encode(), "报告.txt", rules().lexicons)
        counts["files"] += 1
        if not isinstance(taken, Report) or not taken.is_report:
            counts["unread"] += 1
            continue
        for cell, figure in sample.truth.items():
            value = taken.cells.get(cell)
            if value is None or value.state is not State.NUMBER:
                counts["open"] += 1
            else:
                counts["right" if str(value.number) == figure else "wrong"] += 1
        counts["alarms"] += len(_alarms(taken) - (_alarms(whole) if isinstance(whole, Report) else set()))
    return counts


def rows(each: int, pdf: int) -> list[str]:
    """A line of the table for each program that is here."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        batches: Mapping[str, list[Sample]] = {
            "html": samples("html", each),
            "docx": samples("docx", each, printed=True),
            "pdf": as_pdf(samples("docx", pdf, printed=True)) if pdf and shutil.which("soffice") else [],
        }
        for format, files in batches.items():
            for title, need, take in TAKERS[format] if files else []:
                if find_spec(need) is None and shutil.which(need) is None:
                    continue
                c = _count(files, format, take, folder)
                cells = c["right"] + c["wrong"] + c["open"]
                lines.append(
                    f"| .{format} | {title} | {c['files']} | {c['unread']} | {c['right'] / max(cells, 1):.2%} "
                    f"| {c['wrong']} | {c['open'] / max(cells, 1):.2%} | {c['alarms']} |"
                )
                print(lines[-1], flush=True)
    return lines


HEAD = (
    "| 原文件 | 取文字的程序 | 份 | 认不出是报告 | 读对 | 读错（格） | 没有读出 | 多报的错误、警告 |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|"
)
PAGE = """# 由别的程序取出的文字

有的单位手里只有文字：从网页、Word、PDF 里用别的程序取出来，存成 .txt。表格因此成了各种样子：用制表符或竖线隔开，
一格一行，窄栏里一个行名断成好几行，甚至一列一列地排。下表是同一批虚构报告经各种程序取出文字以后，本程序读出多少。
读不准的一律“无法辨认”，不猜；“多报”指原文件没有、取出的文字才有的错误和警告。

{table}

- **一列一列排的**（pdftotext 不加参数、pdfminer）：行名和数字分成了几处，整张表按无法辨认处理，并说明请改用能看到表格的文件。
- **格与格不分的**：一行全是 0 的读得出来，别的数不知道从哪里断开，按无法辨认处理。
- **标题断成几行、与别的字粘在一起的**：认不出标题，会多报“标题没有”。
- PDF 里表四太宽、右边印到页面外的，文字里也没有那几个数。
- 能拿到原文件的，请审核原文件。

重做：装上要比的程序（`bench/texts.py` 开头列着），运行 `python -m bench.texts --write docs/读取/取出的文字.md`。
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--pdf", type=int, default=8)
    parser.add_argument("--write", type=Path)
    wanted = parser.parse_args(arguments)
    print(HEAD)
    lines = rows(wanted.each, wanted.pdf)
    if wanted.write:
        wanted.write.write_text(PAGE.format(table="\n".join([HEAD, *lines])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
