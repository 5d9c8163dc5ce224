"""`auditor findings export` and `import`: decisions as 处置.yaml."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.cli import console, options
from auditor.cli.findings_ledger import take_ledger
from auditor.cli.parser import Parser, usage_error
from auditor.cli.stores import add_store, add_who, opened, who_of
from auditor.findings.decisions_file import NAME, read_decisions, write_decisions
from auditor.findings.states import STATE_WORDS
from auditor.findings.store.exchange import exported, take_in
from auditor.output.places import printable
from auditor.triage import Session


def export_main(argv: Sequence[str]) -> int:
    """Decisions to the screen or a file."""
    parser = Parser(
        "findings export", f"auditor findings export [-o {NAME}] [选项]",
        "把处置写成文件，便于审阅和存档。文件已有时，里面的注释保留。",
    )  # fmt: skip
    add_store(parser)
    parser.option("-o", "--output", metavar="文件", help="写到文件，不写到屏幕")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    store = opened(arguments, readonly=True)
    entries = exported(store)
    before = ""
    if arguments.output is not None and Path(arguments.output).is_file():
        data, fault = _bytes(Path(arguments.output))
        if fault is not None:
            options.report([fault], arguments.color)
            return 2
        before = data.decode("utf-8-sig", "replace")
    fault = console.emit(write_decisions(entries, before), arguments.output)
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    if arguments.output is not None and not arguments.quiet:
        console.complain(f"写出 {len(entries):,} 条处置到 {printable(arguments.output)}\n")
    return 0


def import_main(argv: Sequence[str]) -> int:
    """0 taken in, 1 where some were left, 2 where the file has faults (then nothing is taken in)."""
    parser = Parser(
        "findings import", f"auditor findings import {NAME} [选项]",
        "把文件里的处置读进处置库，算一次处置，可以撤销。库里已有不同处置的不动，逐条列出。\n"
        "文件是处置.yaml，或在“问题明细”里改过状态的台账（.xlsx）。",
    )  # fmt: skip
    parser.add_argument("words", nargs="*")
    add_store(parser)
    add_who(parser)
    parser.option("--overwrite", action="store_true", help="库里已有不同处置的，也照文件改")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        console.emit(parser.page(console.width(sys.stdout)), None)
        return 0
    if len(arguments.words) != 1:
        raise usage_error("要写一个处置文件", f"auditor findings import {NAME} --as 姓名")
    who = who_of(arguments)
    path = Path(arguments.words[0])
    data, fault = _bytes(path)
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    if data.startswith(b"PK\x03\x04"):
        return take_ledger(arguments, data, path, who)
    entries, faults = read_decisions(data, path.as_posix())
    options.report(faults, arguments.color)
    if any(item.severity is Severity.ERROR for item in faults):
        return 2
    session = Session(opened(arguments, readonly=False), who=who)
    label = f"导入 {path.name}"
    done = take_in(session.store, entries, session.moment(), label, arguments.overwrite)
    session.close()
    lines = [
        f"读入 {done.applied:,} 条，相同 {done.same:,} 条"
        + (f"，范围 {done.scopes:,} 条" if done.scopes else "")
    ]
    if done.unknown:
        lines.append(f"库里没有这些问题：{done.unknown:,} 条（先 auditor run 规则 报告 --store 库）")
    for item in done.conflicts:
        said = f"{STATE_WORDS[item.state]}（{printable(item.who)}）"
        lines.append(f"没有改 {item.fingerprint[:8]}：库里是{said}；要照文件改，加 --overwrite")
    console.emit("".join(line + "\n" for line in lines), None)
    return 1 if done.conflicts or done.unknown else 0


def _bytes(path: Path) -> tuple[bytes, Diagnostic | None]:
    try:
        return path.read_bytes(), None
    except OSError:
        message = "处置文件读不了" if path.exists() else "没有这个处置文件"
        return b"", Diagnostic(
            Severity.ERROR, "decisions.unreadable", message, "核对路径和权限", path.as_posix()
        )
