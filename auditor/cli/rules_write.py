"""`auditor rules fmt`, `new`, `docs` and `schema`: what writes files."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.version import VERSION
from auditor.cli import console, options, rulesets
from auditor.cli.parser import Parser, usage_error
from auditor.output.places import LEVELS, printable
from auditor.output.wrap import wrap
from auditor.rules.about import KIND_ABOUT
from auditor.rules.files import find_files
from auditor.rules.kinds import KINDS
from auditor.rules.load import load_rules
from auditor.source.nearest import advice

_FORMATTED = ("规则集", "叠加", "词表")
_FMT = (
    "把规则集、叠加、词表排成统一的样子：缩进、空格、空行。注释、次序和每个字都不变。\n"
    "只看不改用 --check：有文件要排就以 1 退出；加 -v 显示会怎么改。"
)
_NEW = (
    "写出一份能直接用的新文件，自带例子，照着改：一种规则，或者 叠加、词表。\n"
    "不写 -o 就显示在屏幕上；已有的文件不会被覆盖。"
)
_SCHEMA = (
    "把编辑器用的提示文件（JSON Schema）写到文件夹里，默认是当前文件夹。\n"
    "装了 YAML 插件的编辑器用它补全键名、显示说明、当场标出写错的地方；怎么设置见手册“编辑器”一页。"
)
SCHEMA_FILE = "规则文件.schema.json"


def fmt(argv: Sequence[str]) -> int:
    """0 in order (or put in order), 1 with --check where a file is not, 2 where one has errors."""
    parser = Parser("rules fmt", "auditor rules fmt [规则]", _FMT, rulesets.DEFAULT)
    parser.add_argument("paths", nargs="*")
    parser.option("--check", action="store_true", help="只看不改")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    roots = [Path(path) for path in arguments.paths] or [rulesets.default_rules(arguments)]
    for root in roots:
        rulesets.check_order(root.as_posix(), ())
    files = find_files(roots)
    faults = [item for item in files.diagnostics if item.severity is Severity.ERROR]
    untidy: list[str] = []
    lines: list[str] = []
    from auditor.rules.fmt import format_bytes

    names = sorted(source.name for mark in _FORMATTED for source in files.of(mark))
    for name in names:
        before = Path(name).read_bytes()
        after, why = format_bytes(before, name)
        if after is None:
            faults += [item for item in why if item not in faults]
        elif after != before:
            untidy.append(name)
            if arguments.check and arguments.verbose:
                lines += _difference(before, after, name)
            if not arguments.check:
                fault = console.emit(after.decode("utf-8"), name)
                faults += [fault] if fault else []
    options.report(faults, arguments.color)
    word = "要排" if arguments.check else "排好"
    lines += [f"{word}  {printable(name)}" for name in untidy]
    done = f"{word} {len(untidy)} 个，" if untidy else ""
    lines.append(f"{len(names)} 个文件，{done}{'其余' if untidy else '全部'}已经整齐")
    console.emit("\n".join(lines) + "\n", None)
    if any(item.severity is Severity.ERROR for item in faults):
        return 2
    return 1 if untidy and arguments.check else 0


def _difference(before: bytes, after: bytes, name: str) -> list[str]:
    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    found = difflib.unified_diff(old, new, name, name, lineterm="", n=0)
    return [printable(line) for line in found]


def new(argv: Sequence[str]) -> int:
    """0, or 2 where the file exists already."""
    from auditor.rules import stub

    choices = (*KINDS, stub.OVERLAY, stub.WORDS)
    rows = "\n".join(f"  {name}：{KIND_ABOUT.get(name, '')}" for name in KINDS)
    more = f"类型：\n{rows}\n  叠加：一地对国家规则的调整\n  词表：规则共用的词组"
    parser = Parser("rules new", "auditor rules new 类型", _NEW, more)
    parser.add_argument("kinds", nargs="*")
    parser.option("-o", "--output", metavar="文件", help="写到文件，例如 rules/本单位/新规则.yaml")
    parser.option("--rules", metavar="规则", help="避开这些规则已用的编号；默认 ./rules 或随程序提供的规则")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    if len(arguments.kinds) != 1:
        raise usage_error("要写一个类型", f"可以写 {'、'.join(choices)}，例如 auditor rules new 勾稽")
    (kind,) = arguments.kinds
    if kind not in choices:
        hint = advice(kind, choices)
        raise usage_error(f"没有“{printable(kind)}”这种规则", f"{hint}可以写 {'、'.join(choices)}")
    loaded = load_rules([Path(arguments.rules) if arguments.rules else rulesets.default_rules(arguments)])
    if kind == stub.OVERLAY:
        text = stub.overlay_stub({rule.id: LEVELS[rule.level] for rule in loaded.rules})
    elif kind == stub.WORDS:
        text = stub.words_stub()
    else:
        former = [name for rule in loaded.rules for name in rule.former_ids]
        text = stub.stub(KINDS[kind], KIND_ABOUT.get(kind, kind), {*former, *(r.id for r in loaded.rules)})
    if arguments.output is None:
        console.emit(text, None)
        return 0
    if Path(arguments.output).exists():
        raise usage_error(f"已经有“{printable(arguments.output)}”，没有覆盖", "换一个文件名")
    fault = console.emit(text, arguments.output)
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    where = printable(arguments.output)
    after = (
        f"接着改它，再 auditor rules test {where}"
        if kind in KINDS
        else f"接着改它，再 auditor rules check {where}"
    )
    console.emit(f"写出 {where}\n{after}\n", None)
    return 0


def schema(argv: Sequence[str]) -> int:
    """0, or 2 where the file cannot be written."""
    from auditor.rules.editor_schema import editor_schema

    parser = Parser("rules schema", "auditor rules schema [文件夹]", _SCHEMA)
    parser.add_argument("folders", nargs="*")
    parser.option("--stdout", action="store_true", help="不写文件，显示出来")
    options.add_manners(parser)
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    if len(arguments.folders) > 1:
        raise usage_error("只能写一个文件夹", "写成 auditor rules schema 文件夹")
    text = json.dumps(editor_schema(KINDS, VERSION), ensure_ascii=False, indent=1) + "\n"
    if arguments.stdout:
        console.emit(text, None)
        return 0
    path = Path(arguments.folders[0] if arguments.folders else ".") / SCHEMA_FILE
    fault = console.emit(text, path.as_posix())
    if fault is not None:
        options.report([fault], arguments.color)
        return 2
    lines = [f"写出 {printable(path.as_posix())}"]
    lines += wrap(
        f"在规则文件第一行写上 # yaml-language-server: $schema={SCHEMA_FILE} 的相对路径，编辑器就会用它",
        console.width(sys.stdout), "  ",
    )  # fmt: skip
    console.emit("\n".join(lines) + "\n", None)
    return 0


def docs(argv: Sequence[str]) -> int:
    """0, or 2 where the rules have errors or the folder cannot be written."""
    from auditor.cli.rules_docs import write_pages

    about = "每条规则写成一页 Markdown，另有一页目录：要求、依据、查什么、公式、级别、例子、怎么改。"
    parser = Parser("rules docs", "auditor rules docs [规则] --output 文件夹", about, rulesets.DEFAULT)
    rulesets.add(parser)
    parser.option("-o", "--output", metavar="文件夹", help="写到这个文件夹；里面旧的规则页会换掉")
    parser.option("--check", action="store_true", help="只看文件夹里的规则页是不是最新的，不是就以 1 退出")
    arguments = parser.parse(argv)
    if arguments.help:
        return _help(parser)
    if arguments.output is None:
        raise usage_error(
            "没有写放到哪里", "写成 auditor rules docs --output 文件夹，例如 --output docs/规则"
        )
    loaded = rulesets.from_arguments(arguments, "docs")
    faults = [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
    options.report(faults, arguments.color)
    if faults:
        return 2
    return write_pages(loaded, Path(arguments.output), arguments.check, arguments.color)


def denied(path: Path) -> Diagnostic:
    """A place that cannot be written to."""
    return Diagnostic(
        Severity.ERROR, "output.unwritable", "写不进这个位置", "换一个文件夹，或检查权限", path.as_posix()
    )


def _help(parser: Parser) -> int:
    console.emit(parser.page(console.width(sys.stdout)), None)
    return 0
