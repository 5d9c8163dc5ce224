"""The rules of the house, held by reading the code's syntax trees: imports point downwards, the core
touches no file, clock or locale, crashes are caught in one place, rooms stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*(ROOT / "auditor").rglob("*.py"), *(ROOT / "tui").rglob("*.py")])

# Longest prefix wins. A module may import from its own floor's packages listed together with it,
# and from every lower number.
FLOORS = {
    "auditor.base": 0,
    "auditor.source": 1,
    "auditor.reading": 1,
    "auditor.report": 2,
    "auditor.settings": 2,  # auditor.toml: any face and any floor above may ask
    "auditor.rules": 3,
    "auditor.roster": 3,
    "auditor.engine": 4,
    "auditor.findings": 5,
    "auditor.batch": 6,  # a run over many reports: needs reading to findings, draws nothing
    "auditor.output": 6,
    "auditor.triage": 7,  # what the faces share
    "auditor.cli": 9,
    "auditor.__main__": 10,
    "tui": 8,  # cli may start tui, never the reverse
}
# Packages that share a number are strangers: source and reading know nothing of each other.

CORE = (
    "auditor.report",
    "auditor.rules.formula",
    "auditor.rules.kinds",
    "auditor.engine",
    "auditor.findings",
)
# Rooms of the core whose work is outside: the store opens databases.
OUTSIDE = ("auditor.findings.store",)
# Of the core, these may use a module that others may not, and say why.
CORE_EXCEPT = {
    "auditor.report.contract": {"pathlib"},  # names the schema that lies beside it
    "auditor.engine.run": {"pathlib"},  # PurePath: names a line of code without its folder
    "auditor.findings.shelf": {"io"},  # a buffer in memory
    "auditor.findings.decisions_file": {"io"},  # likewise
}
FORBIDDEN_MODULES = {
    "socket", "subprocess", "urllib", "http", "locale", "getpass", "platform", "random", "tempfile",
    "shutil", "os", "pathlib", "io", "yaml", "lxml", "zipfile", "requests",
}  # fmt: skip
FORBIDDEN_CALLS = {
    "open", "input", "print", "eval", "exec", "compile", "__import__",
    ".read_text", ".read_bytes", ".write_text", ".write_bytes", ".is_file", ".is_dir", ".exists",
    "datetime.now", "datetime.today", "date.today", "time.time", "time.monotonic", "time.localtime",
}  # fmt: skip
EXACT = ("auditor.report", "auditor.rules", "auditor.engine")  # figures are never float here
GUARD = "auditor.engine"  # where `except Exception` may stand, once


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def package_of(module: str) -> str | None:
    return next((package for package in FLOORS if within(module, package)), None)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports_of(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute in this house"
            yield str(node.module), node.lineno


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def upward_imports(module: str, tree: ast.Module) -> list[str]:
    own = package_of(module)
    if own is None:
        return []
    wrong = []
    for target, line in imports_of(tree):
        other = package_of(target)
        if other is None or other == own:
            continue
        if FLOORS[other] >= FLOORS[own]:
            wrong.append(f"{module}:{line} imports {target}")
    return wrong


def outside_world(module: str, tree: ast.Module) -> list[str]:
    if not any(within(module, package) for package in CORE) or any(within(module, p) for p in OUTSIDE):
        return []
    allowed = CORE_EXCEPT.get(module, set())
    wrong = [
        f"{module}:{line} imports {target}"
        for target, line in imports_of(tree)
        if target.split(".")[0] in FORBIDDEN_MODULES - allowed
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(
            dotted(node.func) == call or ("." in call and dotted(node.func).endswith("." + call.lstrip(".")))
            for call in FORBIDDEN_CALLS
        ):
            wrong.append(f"{module}:{node.lineno} calls {dotted(node.func)}")
    return wrong


def broad_handlers(tree: ast.Module) -> list[int]:
    caught = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds):
                caught.append(node.lineno)
    return caught


def float_calls(tree: ast.Module) -> list[int]:
    return [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and dotted(node.func) == "float"
    ]


def test_every_package_of_the_program_has_a_floor() -> None:
    homeless = [name_of(path) for path in MODULES if package_of(name_of(path)) is None]
    assert homeless == ["auditor"]


def test_imports_point_downwards_only() -> None:
    assert [fault for path in MODULES for fault in upward_imports(name_of(path), tree_of(path))] == []


def test_the_core_touches_no_file_clock_network_or_locale() -> None:
    assert [fault for path in MODULES for fault in outside_world(name_of(path), tree_of(path))] == []


def test_crashes_are_caught_in_the_engine_guard_only() -> None:
    caught = {name_of(path): lines for path in MODULES if (lines := broad_handlers(tree_of(path)))}
    assert [module for module in caught if not within(module, GUARD)] == []
    assert sum(len(lines) for lines in caught.values()) <= 1


def test_figures_are_never_floats() -> None:
    wrong = [
        f"{name_of(path)}:{line}"
        for path in MODULES
        if any(within(name_of(path), package) for package in EXACT)
        for line in float_calls(tree_of(path))
    ]
    assert wrong == []


def test_files_are_opened_with_their_encoding_named() -> None:
    wrong = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            called = dotted(node.func)
            named = {keyword.arg for keyword in node.keywords}
            binary = any(
                isinstance(a, ast.Constant) and isinstance(a.value, str) and "b" in a.value for a in node.args
            )
            text_method = called.endswith((".read_text", ".write_text"))
            if ((called == "open" and not binary) or text_method) and "encoding" not in named:
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_a_room_not_a_hall(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    ("module", "code", "fault"),
    [
        ("auditor.report.x", "from auditor.rules.model import Rule", "imports auditor.rules.model"),
        ("auditor.reading.x", "import auditor.source.tree", "imports auditor.source.tree"),
        ("tui.app", "from auditor.cli.main import main", "imports auditor.cli.main"),
    ],
)
def test_an_upward_import_would_be_seen(module: str, code: str, fault: str) -> None:
    assert upward_imports(module, ast.parse(code)) == [f"{module}:1 {fault}"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("import socket", "imports socket"),
        ("open('x')", "calls open"),
        ("from x import Path\nPath('x').read_text()", "calls .read_text"),
        ("from datetime import datetime\ndatetime.now()", "calls datetime.now"),
    ],
)
def test_a_core_that_touches_the_world_would_be_seen(code: str, fault: str) -> None:
    assert outside_world("auditor.engine.x", ast.parse(code))[-1].endswith(fault)


def test_a_broad_handler_would_be_seen() -> None:
    assert broad_handlers(ast.parse("try:\n    pass\nexcept (OSError, Exception):\n    pass")) == [3]
