"""Rule, lexicon and word-list files: bytes to a located tree, or diagnostics that a person can act on.

Any bytes give one or the other, in bounded time and memory; nothing raises.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.source.build import build
from auditor.source.decode import decode
from auditor.source.faults import Faults
from auditor.source.tree import SourceFile

MAX_BYTES = 4 << 20  # 1,000 rules take about a quarter of one MB


def read_source(
    path: Path, name: str, passed_over: str = ""
) -> tuple[SourceFile | None, tuple[Diagnostic, ...]]:
    """`load_source` of a file; a file that cannot be read is a diagnostic too."""
    data = read_bytes(path, name)
    if isinstance(data, Diagnostic):
        return None, (data,)
    return load_source(data, name, passed_over)


def read_bytes(path: Path, name: str) -> bytes | Diagnostic:
    """What stands in the file, of one that is too large the beginning; or why it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _error("file.missing", name, "文件不存在", "检查路径")
    except PermissionError:
        return _error("file.denied", name, "没有权限读取文件", "检查文件权限")
    except IsADirectoryError:
        return _error("file.folder", name, "这是文件夹，不是文件", "给出文件夹里的文件")
    except (OSError, ValueError):
        return _error("file.unreadable", name, "文件无法读取", "检查磁盘、网络和文件是否被占用")


def load_source(
    data: bytes, name: str, passed_over: str = ""
) -> tuple[SourceFile | None, tuple[Diagnostic, ...]]:
    """The tree of `data`, and what is wrong with it.

    The file is None when no tree could be made; it may come with errors (a repeated key) as well as
    warnings. `name` is what diagnostics call the file. An empty file has root None. Lists under a key
    called `passed_over` are left empty (see `build`)."""
    if len(data) > MAX_BYTES:
        return None, (_error("source.size", name, f"文件超过 {MAX_BYTES >> 20} MB", "把文件分成几个"),)
    text, diagnostics = decode(data, name)
    if text is None:
        return None, diagnostics
    lines = tuple(text.split("\n"))
    faults = Faults(name, lines)
    root, whole = build(text, faults, passed_over)
    diagnostics += tuple(faults.found)
    if not whole:
        return None, diagnostics
    return SourceFile(name, lines, hashlib.sha256(data).hexdigest(), root), diagnostics


def _error(code: str, name: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, remedy, name)
