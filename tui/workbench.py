"""A rule file being edited: what is wrong with it, what its examples say, what it would change.

Nothing is saved to find that out: the rule folder is copied aside once, and the text under the pen
stands in for its file there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.engine.corpus import ReportCorpus
from auditor.engine.run import audit
from auditor.engine.testing import ExampleResult, test_rules
from auditor.findings.build import findings_of
from auditor.findings.model import Finding
from auditor.findings.shelf import Shelf
from auditor.rules.load import LoadedRules, load_rules
from auditor.rules.model import Rule
from auditor.rules.outcome import Outcome
from tui.desk import Desk

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text is worth. `problems` are those of its own file, first line first; `elsewhere` counts
    errors it causes in other files; `changed`: ids of rules that are not as they were; `here`: ids of
    the rules of this file; `first_error` is the first error of another file, where there is one."""

    problems: tuple[Diagnostic, ...]
    elsewhere: tuple[Diagnostic, ...]
    examples: tuple[ExampleResult, ...]
    changed: tuple[str, ...]
    loaded: LoadedRules

    @property
    def sound(self) -> bool:
        """Whether it can be saved without breaking a run."""
        faults = (*self.problems, *self.elsewhere)
        return not any(fault.severity is Severity.ERROR for fault in faults)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the change would do to the reports that are loaded; `before` has what the altered were, in
    the same order."""

    reports: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    altered: tuple[Finding, ...]
    same: int
    before: tuple[Finding, ...] = ()


class Workbench:
    """One file of one rule folder. Close it: it holds a copy of the folder."""

    def __init__(self, desk: Desk, path: Path) -> None:
        self._desk = desk
        self.path = path
        self._root = desk.rules
        self._aside = Path(tempfile.mkdtemp(prefix="auditor-rules-"))
        self._shelf: Shelf | None = None
        self._original = b""
        with suppress(OSError):
            self._original = path.read_bytes()
        self._copy()

    def close(self) -> None:
        """Remove the copy."""
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def text(self) -> str:
        """The file as it stands on disk; line ends as written are kept on saving."""
        return self._original.decode("utf-8-sig", "replace").replace("\r\n", "\n")

    def _copy(self) -> None:
        if self._root.is_file():
            shutil.copyfile(self._root, self._aside / self._root.name)
            return
        for folder, _, files in os.walk(self._root):
            for name in files:
                if name.lower().endswith(_SUFFIXES):
                    source = Path(folder) / name
                    target = self._aside / source.relative_to(self._root)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with suppress(OSError):
                        shutil.copyfile(source, target)

    @property
    def _stand_in(self) -> Path:
        base = self._root if self._root.is_dir() else self._root.parent
        with suppress(ValueError):
            return self._aside / self.path.resolve().relative_to(base.resolve())
        return self._aside / self.path.name

    def check(self, text: str, only: Sequence[str] = ()) -> Checked:
        """Load the folder with this text, and run the examples of the rules changed (or of `only`)."""
        target = self._stand_in
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogatepass"))
        root = self._aside if self._root.is_dir() else target
        loaded = load_rules([root], self._desk.overlays)
        own, others = [], []
        for fault in loaded.diagnostics:
            if Path(fault.file) == target:
                own.append(replace(fault, file=self.path.as_posix()))
            elif fault.severity is Severity.ERROR:
                others.append(replace(fault, file=self._named(fault.file)))
        before = {rule.id: rule for rule in self._before.rules}
        now = {rule.id: rule for rule in loaded.rules}
        changed = tuple(
            sorted(name for name in before.keys() | now.keys() if _other(before.get(name), now.get(name)))
        )
        wanted = [name for name in changed or only if name in now]
        examples = test_rules(loaded, wanted) if wanted else ()
        own.sort(key=_line)
        return Checked(tuple(own), tuple(others), examples, changed, loaded)

    @property
    def _before(self) -> LoadedRules:
        loaded = self._desk.loaded
        assert loaded is not None  # rules are edited only where there are some
        return loaded

    def _named(self, file: str) -> str:
        with suppress(ValueError):
            return (self._root / Path(file).relative_to(self._aside)).as_posix()
        return file

    def preview(
        self,
        checked: Checked,
        progress: Callable[[int, int], None] = lambda done, total: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Preview:
        """Ask the changed rules, as they were and as they would be, of every report that is loaded."""
        shelf = self._reports(progress, stop)
        names = set(checked.changed)
        old = [rule for rule in self._before.rules if rule.id in names]
        new = [rule for rule in checked.loaded.rules if rule.id in names]
        was, now = self._found(old, shelf), self._found(new, shelf)
        both = was.keys() & now.keys()
        altered = _sorted(now[key] for key in both if _said(was[key]) != _said(now[key]))
        return Preview(
            len(shelf),
            tuple(_sorted(now[key] for key in now.keys() - both)),
            tuple(_sorted(was[key] for key in was.keys() - both)),
            tuple(altered),
            len(both) - len(altered),
            tuple(was[_key(finding)] for finding in altered),
        )

    def _reports(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> Shelf:
        if self._shelf is None:
            shelf = Shelf()
            session = self._desk.session
            files = [each.file for each in session.files() if each.status in ("read", "partial")]
            for number, file in enumerate(files):
                if stop():
                    return shelf
                progress(number, len(files))
                report = session.report(file)
                if report is not None:
                    shelf.put(report)
            self._shelf = shelf
        return self._shelf

    def _found(self, rules: Sequence[Rule], shelf: Shelf) -> dict[tuple[str, str, str], Finding]:
        outcomes: list[Outcome] = []
        audit(rules, shelf, outcomes.append, ReportCorpus(shelf))
        found = findings_of(outcomes, rules, shelf)
        return {_key(each): each for each in found}

    def save(self, text: str) -> str:
        """Write the text as it stands, comments and all; "" or what stands in the way, in Chinese."""
        try:
            there = self.path.read_bytes() if self.path.exists() else b""
        except OSError:
            return "读不了规则文件，没有保存；检查权限"
        if _digest(there) != _digest(self._original):
            return "这个文件在别处改过了，没有保存；关闭再打开，把改动重做一遍"
        crlf = b"\r\n" in self._original
        data = (text.replace("\n", "\r\n") if crlf else text).encode("utf-8")
        if self._original.startswith(b"\xef\xbb\xbf"):
            data = b"\xef\xbb\xbf" + data
        fault = write_whole(self.path, data)
        if not fault:
            self._original = data
        return fault


def write_whole(path: Path, data: bytes) -> str:
    """Write a file completely or not at all; "" or why not, in Chinese."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if os.name != "nt":
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        why = "没有权限" if isinstance(error, PermissionError) else "磁盘满了，或文件正被占用"
        return f"写不了 {path.as_posix()}（{why}），没有保存"
    return ""


def shipped(path: Path, home: Path) -> bool:
    """Whether a rule file belongs to a national pack: it lies below a 国家 folder, or in the package."""
    with suppress(OSError, ValueError):
        if path.resolve().is_relative_to((home / "国家").resolve()):
            return True
    return "国家" in path.parts


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _other(before: Rule | None, now: Rule | None) -> bool:
    if before is None or now is None:
        return True
    return (before.sha256, before.state, before.level) != (now.sha256, now.state, now.level)


def _line(fault: Diagnostic) -> tuple[int, int]:
    place = fault.place
    return (place.line, place.column) if isinstance(place, SourcePlace) else (0, 0)


def _key(finding: Finding) -> tuple[str, str, str]:
    return (finding.rule, finding.file, finding.target)


def _said(finding: Finding) -> tuple[object, ...]:
    return (finding.level, finding.message, finding.outcome, finding.evidence_hash)


def _sorted(findings: object) -> list[Finding]:
    return sorted(findings, key=lambda f: (f.unit, f.year or 0, f.rule, f.target))  # type: ignore[call-overload,no-any-return]
