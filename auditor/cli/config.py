"""`auditor config`: what is settled, and where."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.base.text import cells
from auditor.cli import console, options
from auditor.cli.configured import WHO, settings_for, who_from_environment
from auditor.cli.parser import Parser
from auditor.output.places import printable
from auditor.output.wrap import wrap
from auditor.settings.keys import FILE, KEYS, Key, sample
from auditor.settings.load import shown
from auditor.settings.model import Settings

SCHEMA = "auditor.config/1"
_ABOUT = (
    f"显示设置：每个键的值，是从设置文件（{FILE}）哪一行、环境变量还是默认来的。\n"
    f"设置文件从报告所在的文件夹向上找，没有就从当前文件夹向上找；命令里写了的，以命令为准。"
)


def main(argv: Sequence[str]) -> int:
    """Show; 0, or 2 where the file has faults."""
    parser = Parser("config", "auditor config [报告…] [选项]", _ABOUT, "\n".join(_more()))
    parser.add_argument("paths", nargs="*")
    parser.option("--sample", action="store_true", help="写出一份可以照着改的设置文件")
    options.add_output(parser)
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    width = console.width(sys.stdout, arguments.output is not None)
    if arguments.sample:
        drawn = sample()
    else:
        settings = settings_for(arguments.config, arguments.paths)
        rows = list(_rows(settings))
        drawn = _json(settings, rows) if arguments.format == "json" else _text(settings, rows, width)
    fault = console.emit(drawn, arguments.output)
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    return 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One key. `source`: file environment default; `line` of the file, 0 elsewhere."""

    key: Key
    value: object
    source: str
    line: int = 0


def _rows(settings: Settings) -> Iterator[_Row]:
    for key in KEYS:
        if key.name == "who" and who_from_environment():
            yield _Row(key, who_from_environment(), "environment")
        elif key.name in settings.values:
            value = settings.values[key.name]
            yield _Row(key, _masked(value), "file", settings.places[key.name].line)
        else:
            yield _Row(key, None, "default")


def _masked(value: object) -> object:
    """The value without the password of a database."""
    return re.sub(r"(://[^:/@\s]*:)[^@\s]*@", r"\1***@", value) if isinstance(value, str) else value


def _text(settings: Settings, rows: Sequence[_Row], width: int) -> str:
    lines = [f"设置文件  {printable(shown(settings.file)) if settings.file else f'没有找到 {FILE}'}", ""]
    column = max(cells(row.key.name) for row in rows) + 2
    for row in rows:
        where = {"environment": f"环境变量 {WHO}", "default": "默认"}.get(row.source, f"第{row.line}行")
        said = printable(_words(row.key, row.value)) if row.source != "default" else row.key.default
        head = row.key.name + " " * (column - cells(row.key.name))
        lines += wrap(f"{head}{said}  （{where}）", width, " " * column)
    if settings.file is None:
        lines += ["", f"auditor config --sample -o {FILE} 写出一份，照着改"]
    return "\n".join(lines) + "\n"


def _words(key: Key, value: object) -> str:
    names = {english: word for word, english in reversed(key.names)}
    match value:
        case tuple():
            return "、".join(str(each) for each in value)
        case Mapping():
            return "；".join(f"{name} = {_words(key, each)}" for name, each in value.items()) or "没有"
        case bool():
            return "是" if value else "否"
        case _:
            return names.get(str(value), str(value))


def _json(settings: Settings, rows: Sequence[_Row]) -> str:
    tree = {
        "schema": SCHEMA,
        "file": None if settings.file is None else shown(settings.file),
        "settings": [
            {"key": row.key.name, "value": row.value, "source": row.source, "line": row.line or None}
            for row in rows
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _more() -> Iterator[str]:
    yield f"{FILE} 里可以写的键（[表] 里的键写在表名下面）："
    table = ""
    for key in KEYS:
        above, _, name = key.name.rpartition(".")
        if above != table:
            yield f"  [{above}]"
            table = above
        yield f"  {name} = {key.example}    {key.about}；默认 {key.default}"
    yield ""
    yield "例子："
    yield f"  auditor config --sample -o {FILE}    写出一份，每个键都有说明"
    yield "  auditor config reports/              审这些报告时什么在起作用"
