"""Every kind of file that the corpus has: how many seeds in the whole corpus, what makes them, what may be
given up of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.corpus_files.office import converted
from tests.corpus_files.scans import scanned_reports, scanned_tables
from tests.corpus_files.sheet import xlsx_of
from tests.corpus_files.web import web_variant
from tests.fuzz.originals import web_archive
from tests.layouts.build import Built, build
from tests.layouts.corpus import Variant, variant
from tests.layouts.layout import Layout
from tests.layouts.render_text import text_of
from tests.layouts.truth import true_report
from tests.ofd.package import ofd_of
from tests.ofd.writer import OfdLook, OfdSheet
from tests.office.word_xml import flat_of, word_2003_of
from tests.pdf import convert
from tests.pdf.sources import look_of, printed, printed_plain, web_source, word_source
from tests.pdf.typeset import Style, typeset, typeset_pdf

Make = Callable[[Sequence[int], Path], list[Variant]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`count` seeds make the whole corpus; `needs`: "" or the program that makes them, `reads`: the one that
    reading takes, or "ocr", the extra; `given_up`: the greatest share of cells that may be 无法辨认, `wrong`:
    that may be read wrong; `prose`: whether agency, year and parts are held against the truth too."""

    name: str
    shown: str
    count: int
    make: Make
    needs: str = ""
    given_up: float = 0.003
    reads: str = ""
    wrong: float = 0.0
    prose: bool = True


def _layouts(format: str) -> Make:
    return lambda seeds, folder: [variant(format, seed) for seed in seeds]


def _web(seeds: Sequence[int], folder: Path) -> list[Variant]:
    return [web_variant(seed) for seed in seeds]


def _archives(seeds: Sequence[int], folder: Path) -> list[Variant]:
    """Web archives, half of them under the name of a Word file."""
    made = []
    for seed in seeds:
        page = web_variant(seed + 50_000)
        suffix = ".doc" if seed % 2 else ".mht"
        made.append(Variant(f"mht-{seed:04d}{suffix}", web_archive(page.data), page.truth))
    return made


def _markdown(seeds: Sequence[int], folder: Path) -> list[Variant]:
    made = []
    for seed in seeds:
        layout = Layout(format="text", style="markdown", marked=True, bars=seed % 3 > 0, seed=seed)
        data, built = text_of(build(true_report(seed + 60_000), layout))
        made.append(Variant(f"md-{seed:04d}.md", data, built))
    return made


def _own_pdf(seeds: Sequence[int], folder: Path) -> list[Variant]:
    return [
        Variant(f"own-{seed:04d}.pdf", typeset_pdf(built, Style.of(seed)), built)
        for seed in seeds
        if (built := printed(seed + 2_000))
    ]


def _ofd(seeds: Sequence[int], folder: Path) -> list[Variant]:
    made = []
    for seed in seeds:
        built = printed(seed + 3_000)
        data = ofd_of(typeset(built, Style.of(seed + 3), OfdSheet), OfdLook.of(seed))
        made.append(Variant(f"ofd-{seed:04d}.ofd", data, built))
    return made


def _workbooks(seeds: Sequence[int], folder: Path) -> list[Variant]:
    return [
        Variant(f"xlsx-{seed:04d}.xlsx", xlsx_of(built, seed), built)
        for seed in seeds
        if (built := _for_sheets(seed))
    ]


def _for_sheets(seed: int) -> Built:
    base = printed(seed + 4_000)
    return build(base.report, replace(base.layout, pad="", inner=""))


def _old_workbooks(seeds: Sequence[int], folder: Path) -> list[Variant]:
    """By LibreOffice, half of them under the name that WPS gives them."""
    built = {f"xls-{seed:04d}": _for_sheets(seed + 500) for seed in seeds}
    sources = {name: xlsx_of(each, int(name[4:])) for name, each in built.items()}
    files = converted(sources, "xlsx", "xls", folder)
    return [
        Variant(name + (".et" if index % 2 else ".xls"), files[name], built[name])
        for index, name in enumerate(files)
    ]


def _word(filter: str, suffix: str, shift: int) -> Make:
    """Word sources written again by LibreOffice in another format."""

    def make(seeds: Sequence[int], folder: Path) -> list[Variant]:
        built = {f"{suffix}-{seed:04d}": printed(seed + shift) for seed in seeds}
        sources = {
            name: word_source(each, look_of(seed + shift))
            for (name, each), seed in zip(built.items(), seeds, strict=True)
        }
        files = converted(sources, "docx", filter, folder)
        return [Variant(f"{name}.{suffix}", files[name], built[name]) for name in files]

    return make


def _word_xml(seeds: Sequence[int], folder: Path) -> list[Variant]:
    """Word's two XML forms by turns. (LibreOffice writes the older one too, but drops cells merged downwards:
    the rows that are left do not stand under their heads.)"""
    made = []
    for seed in seeds:
        built, write = printed(seed + 15_000), word_2003_of if seed % 2 else flat_of
        data = write(word_source(built, look_of(seed + 15_000)))
        made.append(Variant(f"xml-{seed:04d}.xml", data, built))
    return made


def _plain_pdf(seeds: Sequence[int], folder: Path) -> list[Variant]:
    made = []
    for seed in seeds:
        built = printed_plain(seed + 20_000)
        style = replace(Style.of(seed), ruling="none", open=False)
        made.append(Variant(f"plain-{seed:04d}.pdf", typeset_pdf(built, style), built))
    return made


def _printed(by: str, ruled: bool, shift: int) -> Make:
    def make(seeds: Sequence[int], folder: Path) -> list[Variant]:
        source = word_source if by == "office" else web_source
        run = convert.by_office if by == "office" else convert.by_browser
        report = printed if ruled else printed_plain
        built = {f"{by}{'' if ruled else '-plain'}-{seed:04d}": report(seed + shift) for seed in seeds}
        sources = {
            name: source(each, look_of(seed + shift), ruled)
            for (name, each), seed in zip(built.items(), seeds, strict=True)
        }
        files = run(sources, folder)
        return [
            Variant(f"{name}.pdf", data, built[name])
            for name, data in files.items()
            if by != "office" or convert.is_whole(data, sources[name])
        ]

    return make


def _scan(name: str, shown: str, count: int, make: Make, given_up: float = 0.02, wrong: float = 0.0) -> Kind:
    return Kind(name, shown, count, make, "soffice", given_up, "ocr", wrong, prose=False)


PLAIN = 0.003  # of tables without lines, on these seeds

KINDS = (
    Kind("text", "文本（九种表格写法、五种编码）", 400, _layouts("text")),
    Kind("markdown", "Markdown", 60, _markdown),
    Kind("html", "网页（正文各种排版）", 200, _layouts("html")),
    Kind("web", "网页（十六种网站版式、编码和声明各异、繁体）", 400, _web),
    Kind("mht", "网页存档 .mht（半数以 .doc 为名）", 64, _archives),
    Kind("docx", "Word .docx（各种写法）", 400, _layouts("docx")),
    Kind(
        "docx-office",
        "LibreOffice 另存的 .docx",
        40,
        _word("docx:MS Word 2007 XML", "docx", 10_000),
        "soffice",
    ),
    Kind("doc", "旧版 Word .doc", 60, _word("doc", "doc", 11_000), "soffice", reads="soffice"),
    Kind("wps", "WPS 文字 .wps", 20, _word("doc", "wps", 12_000), "soffice", reads="soffice"),
    Kind("rtf", ".rtf", 40, _word("rtf", "rtf", 13_000), "soffice", reads="soffice"),
    Kind("odt", ".odt", 40, _word("odt", "odt", 14_000), "soffice", reads="soffice"),
    Kind("wordml", "Word 2003 XML、单文件 Word XML", 40, _word_xml),
    Kind("xlsx", ".xlsx", 120, _workbooks),
    Kind("xls", ".xls、.et", 40, _old_workbooks, "soffice"),
    Kind("pdf-own", "PDF（七种画线方法）", 140, _own_pdf, given_up=0.001),
    Kind(
        "pdf-office",
        "PDF（LibreOffice 打印，有框线）",
        100,
        _printed("office", True, 16_000),
        "soffice",
        0.001,
    ),
    Kind(
        "pdf-browser",
        "PDF（Chromium 打印，有框线）",
        40,
        _printed("browser", True, 17_000),
        "chromium",
        0.001,
    ),
    Kind("plain-own", "PDF（表格没有框线）", 60, _plain_pdf, given_up=PLAIN),
    Kind(
        "plain-office",
        "PDF（LibreOffice 打印，表格没有框线）",
        60,
        _printed("office", False, 21_000),
        "soffice",
        PLAIN,
    ),
    Kind(
        "plain-browser",
        "PDF（Chromium 打印，表格没有框线）",
        40,
        _printed("browser", False, 22_000),
        "chromium",
        PLAIN,
    ),
    Kind("ofd", ".ofd", 100, _ofd),
    _scan("scan-200", "扫描件 PDF（每英寸 200 点）", 40, scanned_reports(200, 30_000)),
    _scan("scan-150", "扫描件 PDF（每英寸 150 点）", 40, scanned_reports(150, 31_000), wrong=3 / 60_000),
    _scan("scan-100", "扫描件 PDF（每英寸 100 点）", 20, scanned_reports(100, 32_000), 1.0, 0.001),
    _scan("scan-png", "图片 .png（一张表，每英寸 200 点）", 40, scanned_tables("png", 200, 33_000)),
    _scan("scan-jpg", "图片 .jpg（一张表，每英寸 200 点）", 40, scanned_tables("jpg", 200, 34_000)),
)
