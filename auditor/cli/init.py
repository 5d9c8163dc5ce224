"""`auditor init`: the shipped packs and sample reports, copied to where a person can edit them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.paths import packaged
from auditor.cli import console, options
from auditor.cli.parser import Parser, usage_error
from auditor.output.notice.template import DEFAULT_TEMPLATE, TEMPLATE_NAME
from auditor.output.places import printable

_SHIPPED = ("rules", "reports")
TEMPLATES = "模板"


def main(argv: Sequence[str]) -> int:
    """Copy; a file that is there already is left as it is and named."""
    parser = Parser(
        "init",
        "auditor init [文件夹]",
        "把随程序提供的规则（rules/）、样例报告（reports/）和整改通知的模板（模板/）复制到文件夹里，\n"
        "默认是当前文件夹。"
        "已有的文件不会被改动。",
    )
    parser.add_argument("folders", nargs="*")
    parser.option("--debug", action="store_true", help="程序自身出错时显示全部细节")
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.PLAIN), None)
        return 0
    if len(arguments.folders) > 1:
        raise usage_error("只能写一个文件夹", "auditor init [文件夹]")
    target = Path(arguments.folders[0] if arguments.folders else ".")
    source = packaged()
    written, kept = 0, []
    try:
        for file, copy in _copies(source, target):
            if copy.exists():
                if copy.read_bytes() != file.read_bytes():
                    kept.append(copy)
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("xb") as stream:
                stream.write(file.read_bytes())
            written += 1
    except OSError as error:
        where = Path(error.filename or target).as_posix()
        problem = Diagnostic(
            Severity.ERROR, "init.unwritable", "写不进这个位置", "换一个文件夹，或检查权限和磁盘空间", where
        )
        options.report([problem], "auto")
        return 2
    lines = [f"写出 {written} 个文件到 {printable(target.as_posix())}"]
    lines += [f"已有且不同，没有改动：{printable(path.as_posix())}" for path in kept]
    rules, reports = (printable((target / name).as_posix()) for name in _SHIPPED)
    lines += [f"接着可以：auditor run {rules} {reports}"]
    console.emit("\n".join(lines) + "\n", None)
    return 0


def _copies(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Every shipped file and where its copy goes."""
    for file in sorted(path for name in _SHIPPED for path in (source / name).rglob("*") if path.is_file()):
        yield file, target / file.relative_to(source)
    yield DEFAULT_TEMPLATE, target / TEMPLATES / TEMPLATE_NAME
