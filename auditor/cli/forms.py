"""--format and --output in pairs: several forms of one run, each to the screen or to its own file."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.cli import console
from auditor.cli.parser import Parser, one_of, usage_error
from auditor.findings.dossier import Dossier
from auditor.output.places import printable

# What may be written after --format; the first name of each form is the one shown.
NAMES = {
    "text": "text", "json": "json", "jsonl": "jsonl", "csv": "csv", "sarif": "sarif", "junit": "junit",
    "xlsx": "xlsx", "html": "html", "notice": "notice", "台账": "xlsx", "通报": "html", "通知": "notice",
}  # fmt: skip
_ONLY_FILES = {"xlsx": "台账.xlsx", "notice": "通知/"}
_SUFFIXES = {
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".sarif": "sarif",
    ".csv": "csv",
    ".jsonl": "jsonl",
}


class Keeps(Enum):
    """What of each report the forms need: the ledger and the bulletin have all figures, others the
    template and the hash."""

    NOTHING = 0
    HEADS = 1
    CELLS = 2


_KEEPS = {"xlsx": Keeps.CELLS, "html": Keeps.CELLS, "sarif": Keeps.HEADS, "notice": Keeps.HEADS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One form to write. `output` None is the screen."""

    form: str
    output: str | None


class _Pairs(argparse.Action):
    """Keeps --format and --output in the order written."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: str | None = None) -> None:
        pairs: list[list[str | None]] = list(getattr(namespace, "pairs", None) or [])
        which = 0 if option_string == "--format" else 1
        if pairs and pairs[-1][which] is None:
            pairs[-1] = [values, pairs[-1][1]] if which == 0 else [pairs[-1][0], values]
        else:
            pairs.append([values, None] if which == 0 else [None, values])
        namespace.pairs = pairs


def add(parser: Parser) -> None:
    """--format and --output, and what a notice needs."""
    convert = one_of(NAMES)
    parser.option("--format", metavar="形式", type=convert, action=_Pairs, dest="pairs",
                  help="text（默认）、json、jsonl、csv、sarif、junit、xlsx（台账）、html（通报）、"
                  "notice（整改通知）；可重复，各配一个 --output")  # fmt: skip
    parser.option("-o", "--output", metavar="文件", action=_Pairs, dest="pairs",
                  help="写到文件，不写到屏幕；notice 写到文件夹，每个机关一份")  # fmt: skip
    parser.option("--template", metavar="文件", help="整改通知的模板（.docx），auditor init 会复制一份供修改")
    parser.option("--issuer", metavar="名称", default="", help="整改通知的发文机关")
    parser.option("--contact", metavar="文字", default="", help="整改通知的联系人和电话")
    parser.option("--deadline", metavar="日期", default="", help="整改通知的整改期限，例如 2025-03-31")
    parser.option("--date", metavar="日期", default="", help="整改通知的发文日期")


def wanted(arguments: argparse.Namespace) -> tuple[Wanted, ...]:
    """What to write, where. Raises UsageError where that cannot be carried out."""
    pairs = getattr(arguments, "pairs", None) or [[None, None]]
    found = tuple(Wanted(form or "text", output) for form, output in pairs)
    for form, output in pairs:
        suits = _SUFFIXES.get(Path(output).suffix.lower()) if output and form is None else None
        if suits is not None:
            raise usage_error(
                f"“{printable(output)}”前面没有写形式", f"写成 --format {suits} --output {printable(output)}"
            )
    for item in found:
        if item.output is None and item.form in _ONLY_FILES:
            example = f"--format {item.form} --output {_ONLY_FILES[item.form]}"
            raise usage_error(f"{item.form} 不能写到屏幕", f"写成 {example}")
    if sum(item.output is None for item in found) > 1:
        raise usage_error("有几种形式没有写 --output，屏幕只能显示一种", "每个 --format 后面写一个 --output")
    outputs = [os.path.normcase(os.path.abspath(item.output)) for item in found if item.output is not None]
    if len(set(outputs)) < len(outputs):
        raise usage_error("两种形式写到了同一个文件", "每个 --output 写不同的文件")
    return found


def keeps(found: Sequence[Wanted]) -> Keeps:
    """What must be remembered of each report."""
    return max((_KEEPS.get(item.form, Keeps.NOTHING) for item in found), key=lambda kept: kept.value)


def spare(found: Sequence[Wanted], inputs: Collection[Path]) -> None:
    """Raise UsageError where an output would overwrite one of the files that are read."""
    for item in found:
        if item.output is not None and _is_one_of(item.output, inputs):
            raise usage_error(f"输出会盖掉要读的文件：{printable(item.output)}", "--output 换一个文件名")


def _is_one_of(output: str, inputs: Collection[Path]) -> bool:
    try:
        there = os.stat(output)
    except (OSError, ValueError):
        return False  # what is not there is no input
    for path in inputs:
        with contextlib.suppress(OSError, ValueError):  # in an archive, or gone
            if os.path.samestat(os.stat(path), there):
                return True
    return False


def write(
    dossier: Dossier,
    found: Sequence[Wanted],
    text: Callable[[bool], str],
    arguments: argparse.Namespace,
    *,
    confirmed: bool = False,
) -> list[Diagnostic]:
    """Every form, one after the other; what could not be written. `text` draws the screen (True: for
    a file); `confirmed`: notices hold what was decided to be 属实."""
    faults: list[Diagnostic] = []
    for item in found:
        if item.form == "notice":
            faults += _notices(dossier, Path(item.output or "."), arguments, confirmed)
            continue
        if item.form == "xlsx":
            from auditor.output.xlsx import draw_xlsx

            fault = console.save(draw_xlsx(dossier), Path(item.output or ""))
        elif item.form == "jsonl" and item.output is not None:
            from auditor.output.jsonl import lines

            parts = (line.encode("utf-8", "backslashreplace") for line in lines(dossier))
            fault = console.save_parts(parts, Path(item.output))
        else:
            drawn = text(item.output is not None) if item.form == "text" else _drawn(dossier, item.form)
            fault = console.emit(drawn, item.output)
        faults += [fault] if fault is not None else []
    return faults


def _drawn(dossier: Dossier, form: str) -> str:
    """A text form; each module is imported when it is asked for."""
    match form:
        case "json":
            from auditor.output.json import draw_json

            return draw_json(dossier.run)
        case "jsonl":
            from auditor.output.jsonl import draw_jsonl

            return draw_jsonl(dossier)
        case "csv":
            from auditor.output.csv import draw_csv

            return draw_csv(dossier)
        case "sarif":
            from auditor.output.sarif import draw_sarif

            return draw_sarif(dossier)
        case "junit":
            from auditor.output.junit import draw_junit

            return draw_junit(dossier)
        case _:
            from auditor.output.html import draw_html

            return draw_html(dossier)


def _notices(
    dossier: Dossier, folder: Path, arguments: argparse.Namespace, confirmed: bool
) -> list[Diagnostic]:
    from auditor.output.notice import COMBINED, DEFAULT_TEMPLATE, Letterhead, draw_notices, open_template

    template = open_template(Path(arguments.template) if arguments.template else DEFAULT_TEMPLATE)
    if isinstance(template, list):
        return template
    letterhead = Letterhead(arguments.issuer, arguments.contact, arguments.deadline, arguments.date)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return [
            Diagnostic(
                Severity.ERROR, "output.unwritable", "建不了放整改通知的文件夹", "换一个位置，或检查权限；"
                "已有同名文件时换一个名字", folder.as_posix(),
            )
        ]  # fmt: skip
    written = 0
    for notice in draw_notices(dossier, template, letterhead, confirmed=confirmed):
        fault = console.save(notice.data, folder / notice.name)
        if fault is not None:
            return [fault]
        written += notice.name != COMBINED
    where = printable(folder.as_posix())
    if not arguments.quiet:
        why = "没有属实的问题" if confirmed else "没有错误和警告"
        console.complain(
            f"写出 {written} 个机关的整改通知和合在一起的一份到 {where}\n"
            if written
            else f"{why}，没有写整改通知\n"
        )
    return []
