"""Which files of a rules folder are what: told by their top-level key, never by their name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.rules.keys import FILE_MARKS, Reporter, asked
from auditor.source.load import load_source, read_bytes
from auditor.source.tree import Mapping, Scalar, SourceFile

_SUFFIXES = (".yaml", ".yml")
_MAX_FILES = 5_000


@dataclass
class RuleFiles:
    """The files found, by mark (规则集, 叠加, 词典, 词表 …), in the order of their names."""

    by_mark: dict[str, list[SourceFile]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    samples: list[Path] = field(default_factory=list)  # 样本 files, not read: only tests of rules need them
    skipped: int = 0  # YAML files that are none of ours

    def of(self, mark: str) -> list[SourceFile]:
        """The files that say `mark:`."""
        return self.by_mark.get(mark, [])


def find_files(roots: Sequence[Path], passed_over: str = "") -> RuleFiles:
    """Read every YAML file under `roots` (folders or single files). Links to folders are not followed;
    hidden, backup and lock files are not looked at; a file reached twice is read once. `passed_over` is
    as for `load_source`."""
    found = RuleFiles()
    seen: set[str] = set()
    homes = _Homes()
    for root in roots:
        if root.is_dir():
            paths = list(_walk(root, found))
            if not paths:
                found.diagnostics.append(_error("rules.none", "文件夹里没有规则文件（.yaml）", root))
        else:
            paths = [root]
        for path in paths[:_MAX_FILES]:
            real = homes.file(path)
            if real not in seen:
                seen.add(real)
                _read(path, found, passed_over)
        if len(paths) > _MAX_FILES:
            found.diagnostics.append(_error("rules.many", f"规则文件超过 {_MAX_FILES} 个", root))
    return found


def _walk(root: Path, found: RuleFiles) -> Iterator[Path]:
    def refused(fault: OSError) -> None:
        folder = Path(str(fault.filename or root))
        found.diagnostics.append(_error("file.denied", "文件夹打不开", folder))

    for folder, names, files in os.walk(root, onerror=refused):
        names[:] = sorted(name for name in names if not _ignored(name))
        for name in sorted(files):
            if name.lower().endswith(_SUFFIXES) and not _ignored(name):
                yield Path(folder) / name


def _ignored(name: str) -> bool:
    return name.startswith((".", "~", "#")) or name.endswith("~") or name == "__pycache__"


class _Homes:
    """Where files really are. A folder's links are followed once, not for each file in it."""

    def __init__(self) -> None:
        self._folders: dict[Path, str] = {}

    def file(self, path: Path) -> str:
        """The one name of a file, by whatever names it is reached."""
        if os.path.islink(path) or not path.name:
            return _real(path)
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = _real(folder)
        return os.path.join(self._folders[folder], path.name)


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return os.path.abspath(path)


def _is_sample(data: bytes) -> bool:
    """Whether a file says 样本: before anything else; comments do not count."""
    for line in data[:2_000].decode("utf-8-sig", "replace").splitlines():
        if line.strip() and not line.startswith("#"):
            return line.startswith("样本:")
    return False


def _read(path: Path, found: RuleFiles, passed_over: str) -> None:
    data = read_bytes(path, path.as_posix())
    if isinstance(data, Diagnostic):
        found.diagnostics.append(data)
        return
    if _is_sample(data):
        found.samples.append(path)
        return
    source, faults = load_source(data, path.as_posix(), passed_over)
    found.diagnostics += faults
    if source is None:
        return
    root = source.root
    if isinstance(root, Mapping):
        marks = [mark for mark in FILE_MARKS if root.get(mark) is not None]
        if len(marks) == 1:
            found.by_mark.setdefault(marks[0], []).append(source)
            return
        if marks:
            key = next(entry.key for entry in root if entry.key.text in marks)
            report = Reporter(source)
            report.error("rules.two-marks", f"一个文件不能又是{'又是'.join(marks)}", key, "分成几个文件")
            found.diagnostics += report.found
            return
    found.skipped += 1
    if any(fault.severity is Severity.ERROR for fault in faults):
        return
    found.diagnostics.append(_foreign(source))


def _foreign(source: SourceFile) -> Diagnostic:
    """A YAML file that is none of ours, named with the key it may have meant."""
    reporter = Reporter(source)
    wanted = "规则文件的第一个键是“规则集”“叠加”“词典”或“词表”"
    if isinstance(source.root, Mapping):
        for entry in source.root:
            near = asked(entry.key.text, FILE_MARKS[:4])
            if near:
                message = f"没有“{entry.key.text}”这个键{near}这个文件没有用上"
                reporter.warning("rules.foreign", message, entry.key, wanted)
                return reporter.found[0]
    node = source.root if source.root is not None else Scalar("", 1, 1)
    reporter.warning("rules.foreign", "不是规则文件，没有用上", node, wanted)
    return reporter.found[0]


def _error(code: str, message: str, path: Path) -> Diagnostic:
    remedy = "检查路径；命令的第一个参数是规则，第二个才是报告" if code == "rules.none" else "检查路径和权限"
    return Diagnostic(Severity.ERROR, code, message, remedy, path.as_posix())
