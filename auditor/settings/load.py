"""Finds auditor.toml and reads it: typed settings, or every fault with its line and what to do."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.base.place import SourcePlace
from auditor.settings.keys import BY_NAME, FILE, KEYS, Key, Kind, tables
from auditor.settings.model import Notice, Settings, Triage
from auditor.settings.spots import Path as KeyPath
from auditor.settings.spots import Spot, spots
from auditor.source.decode import decode
from auditor.source.faults import Faults
from auditor.source.nearest import advice

MAX_BYTES = 64 << 10
MOST_JOBS = 64
_HOW = "auditor config --help 列出全部键"
_AT = re.compile(
    r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL
)
_WIDE = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＝": "=",
    "，": ",",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
}


def find_settings(reports: Sequence[str] = ()) -> Path | None:
    """The nearest auditor.toml: in the folder of a report or above it, the first report first; then in
    the current folder or above it."""
    seen: set[Path] = set()
    for given in (*reports, "."):
        path = Path(os.path.abspath(given))
        for folder in (path, *path.parents):
            if folder in seen:
                break
            seen.add(folder)
            if (folder / FILE).is_file():
                return folder / FILE
    return None


def load_settings(path: Path, reports: Sequence[str] = ()) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings of a file and what is wrong with it; with an error among that, no settings.
    `reports` are those that the file is used for."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError:
        why = "设置文件读不了" if path.exists() else "没有这个设置文件"
        return Settings(), (_fault("config.unreadable", why, "核对路径和权限", name),)
    if len(data) > MAX_BYTES:
        remedy = "设置文件只有几十行；核对是不是别的文件"
        return Settings(), (_fault("config.too-large", "设置文件太大（超过 64 KB）", remedy, name),)
    text, found = decode(data, name)
    if text is None or found:
        remedy = "用编辑器“另存为”，编码选 UTF-8"
        return Settings(), (_fault("config.encoding", "设置文件不是 UTF-8 编码的文字", remedy, name),)
    faults = Faults(name, text.split("\n"))
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _syntax(str(error), text, faults)
        return Settings(), tuple(faults.found)
    except RecursionError:
        return Settings(), (_fault("config.syntax", "设置文件嵌套太深", "核对括号", name),)
    return _Reader(path, spots(text), faults, reports).read(tree)


def shown(path: Path) -> str:
    """The path as a person would type it from the current folder."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        near = str(path)
    return Path(path if near.startswith(os.path.join("..", "..", "..")) else near).as_posix()


def _fault(code: str, message: str, remedy: str, name: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, remedy, name)


def _syntax(error: str, text: str, faults: Faults) -> None:
    """tomllib's English sentence as a place and what a person most likely did there."""
    match = _AT.match(error)
    what = match["what"] if match else error
    lines = text.split("\n")
    line = int(match["line"]) if match and match["line"] else max(1, len(text.rstrip().split("\n")))
    column = int(match["column"]) if match and match["column"] else len(lines[line - 1]) + 1
    written = lines[line - 1] if line <= len(lines) else ""
    wide = next((char for char in written.split("#")[0] if char in _WIDE), None)
    bare = re.match(r"\s*\[?\s*([^\s\"'#=\[\]]*[^\x00-\x7f“”＝][^\s\"'#=\[\]]*)\s*[=\]]", written)
    if "Cannot overwrite" in what or "twice" in what or "Cannot mutate" in what or "already" in what:
        message, remedy = "同一个键或表写了两次", "留下一处"
    elif wide is not None:
        at = written.index(wide) + 1
        faults.error("config.syntax", line, at, f"{wide} 是中文的标点", f"改成英文的 {_WIDE[wide]}")
        return
    elif bare is not None:
        faults.error(
            "config.syntax",
            line,
            bare.start(1) + 1,
            "中文的名字要写在引号里",
            f'写成 "{bare[1]}"',
            len(bare[1]),
        )
        return
    elif "\\" in written and ("escape" in what.lower() or "hex" in what.lower() or "Unescaped" in what):
        message, remedy = "引号里的 \\ 有别的意思", "文件夹用 / 分隔，或改用单引号 '…'"
    elif "Invalid value" in what:
        message, remedy = "“=”后面的值看不懂", '文字要写在引号里，例如 "警告"；列表写成 ["甲", "乙"]'
    elif "Expected '='" in what or "Invalid statement" in what or "key" in what.lower():
        message, remedy = "这一行看不懂", '一行写一个 键 = 值，例如 rules = "rules"；表写成 [run]'
    elif "Unterminated" in what or "Unclosed" in what or "Illegal character" in what or "end of" in error:
        message, remedy = "引号或括号没有写完整", "补上另一半"
    else:
        message, remedy = "这一行的写法不对", '一行写一个 键 = 值，例如 rules = "rules"'
    faults.error("config.syntax", line, column, message, remedy)


class _Reader:
    """One file's tree to settings."""

    def __init__(
        self, path: Path, places: Mapping[KeyPath, Spot], faults: Faults, reports: Sequence[str]
    ) -> None:
        self._folder = path.parent
        self._file = path
        self._spots = places
        self._faults = faults
        self._reports = reports
        self._values: dict[str, Any] = {}
        self._places: dict[str, SourcePlace] = {}

    def read(self, tree: Mapping[str, object]) -> tuple[Settings, tuple[Diagnostic, ...]]:
        for name, value in tree.items():
            if name in tables():
                if isinstance(value, dict):
                    for inner, each in value.items():
                        self._key((name, inner), each)
                else:
                    self._wrong((name,), f"“{name}”是一个表", f"写成 [{name}]，下面一行一个键")
            else:
                self._key((name,), value)
        found = tuple(self._faults.found)
        if any(item.severity is Severity.ERROR for item in found):
            return Settings(file=self._file), found
        return self._settings(), found

    def _key(self, path: KeyPath, value: object) -> None:
        key = BY_NAME.get(".".join(path))
        if key is None:
            self._unknown(path, value)
            return
        if (fault := self._taken(key, path, value)) is not None:
            said = key.kind.value
            if key.names:
                said += "：" + " ".join(name for name, _ in key.names if not name.isascii())
            self._wrong(path, f"“{'.'.join(path)}”{fault}", f"要写{said}。{key.about}，例如 {_example(key)}")

    def _taken(self, key: Key, path: KeyPath, value: object) -> str | None:
        """Keep the value, or say what is wrong with it."""
        kept: object = value
        match key.kind:
            case Kind.TEXT | Kind.PATH | Kind.STORE | Kind.WORD:
                if not isinstance(value, str):
                    return f"的值{_is(value)}"
                if not value.strip() and key.kind is not Kind.TEXT:
                    return "的值是空的"
                if key.kind is Kind.WORD:
                    kept = dict(key.names).get(value.strip().lower())
                    if kept is None:
                        return f"没有“{value}”这个值"
                elif key.kind is Kind.STORE and "://" in value:
                    if self._among_reports():
                        self._wrong(
                            path, "和报告放在一起的设置文件不能指定网络上的处置库",
                            "设置文件可能是和报告一起收来的；写到上一级文件夹的设置里，或用 --store",
                        )  # fmt: skip
                elif key.kind in (Kind.PATH, Kind.STORE):
                    kept = self._at(value)
                else:
                    kept = value.strip()
            case Kind.TEXTS | Kind.PATHS:
                listed = [value] if isinstance(value, str) else value
                if not isinstance(listed, list):
                    return f"的值{_is(value)}"
                if (odd := next((each for each in listed if not isinstance(each, str)), None)) is not None:
                    return f"的列表里有一个{_is(odd)}"
                if any(not each.strip() for each in listed):
                    return "的列表里有一个是空的"
                kept = tuple(self._at(each) if key.kind is Kind.PATHS else each.strip() for each in listed)
            case Kind.COUNT:
                if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                    return f"的值{_is(value)}"
                if key.name == "run.jobs" and not 1 <= value <= MOST_JOBS:
                    return f"的值不在 1 到 {MOST_JOBS} 之间"
            case Kind.FLAG:
                if not isinstance(value, bool):
                    return f"的值{_is(value)}"
            case Kind.DATE:
                if isinstance(value, datetime) or not isinstance(value, (str, date)):
                    return f"的值{_is(value)}"
                kept = str(value).strip()
            case Kind.NAMED_TEXTS | Kind.NAMED_KEYS:
                if not isinstance(value, dict):
                    return f"的值{_is(value)}"
                kept = self._named(key, path, value)
        self._values[key.name] = kept
        spot = self._spot(path)
        self._places[key.name] = spot.key if spot else SourcePlace(1, 1)
        return None

    def _named(self, key: Key, path: KeyPath, value: Mapping[str, object]) -> object:
        """A table whose names are the person's own: text, or keys."""
        kept: dict[str, object] = {}
        for name, each in value.items():
            listed = [each] if isinstance(each, str) else each
            if key.kind is Kind.NAMED_TEXTS and isinstance(each, str):
                kept[name] = each.strip()
            elif (
                key.kind is Kind.NAMED_KEYS
                and isinstance(listed, list)
                and all(isinstance(one, str) and one for one in listed)
            ):
                kept[name] = tuple(listed)
            else:
                said = "一段文字" if key.kind is Kind.NAMED_TEXTS else '按键，例如 "a" 或 ["a", "1"]'
                self._wrong((*path, name), f"“{name}”的值{_is(each)}", f"要写{said}，写在引号里")
        return kept

    def _unknown(self, path: KeyPath, value: object) -> None:
        name, table = path[-1], ".".join(path[:-1])
        beside = [key.name.rpartition(".")[2] for key in KEYS if key.name.rpartition(".")[0] == table]
        if not table:
            beside += [f"[{each}]" for each in tables()]
        elsewhere = [key.name for key in KEYS if key.name.rpartition(".")[2] == name]
        if elsewhere:
            owner = elsewhere[0].rpartition(".")[0]
            hint = (
                f"“{name}”要写在 [{owner}] 下面；" if owner else f"“{name}”要写在文件开头，所有 [表] 的前面；"
            )
        elif isinstance(value, dict) and not table:
            hint = advice(name, tables())
        else:
            hint = advice(name, beside) or advice(name, (key.name for key in KEYS))
        what = f"[{table}] 里没有“{name}”这个键" if table else f"没有“{name}”这个键"
        if isinstance(value, dict) and not table:
            what = f"没有 [{name}] 这个表"
        self._wrong(path, what, f"{hint}可以写 {'、'.join(beside)}；{_HOW}", whole=True)

    def _wrong(self, path: KeyPath, message: str, remedy: str, whole: bool = False) -> None:
        spot = self._spot(path)
        if spot is None:
            self._faults.error("config.value", 1, 1, message, remedy)
        elif whole:
            self._faults.error(
                "config.unknown-key", spot.key.line, spot.key.column, message, remedy, spot.width
            )
        else:
            rest = self._faults.line(spot.value.line)[spot.value.column - 1 :].split(" #")[0].rstrip()
            self._faults.error(
                "config.value", spot.value.line, spot.value.column, message, remedy, max(1, len(rest))
            )

    def _spot(self, path: KeyPath) -> Spot | None:
        """Where `path` is written, or the table above it that is."""
        for length in range(len(path), 0, -1):
            if (found := self._spots.get(path[:length])) is not None:
                return found
        return next((spot for full, spot in self._spots.items() if full[: len(path)] == path), None)

    def _at(self, text: str) -> str:
        """A path of the file, seen from the current folder."""
        return shown(self._folder / Path(text.strip()))

    def _among_reports(self) -> bool:
        return any(
            (path if path.is_dir() else path.parent) == self._folder
            for path in (Path(os.path.abspath(report)) for report in self._reports)
        )

    def _settings(self) -> Settings:
        get = self._values.get
        return Settings(
            file=self._file,
            rules=get("rules", ""),
            reports=get("reports", ()),
            overlays=get("overlays", ()),
            roster=get("roster", ""),
            store=get("store", ""),
            who=get("who", ""),
            fail_on=get("run.fail-on", ""),
            max_undecided=get("run.max-undecided"),
            jobs=get("run.jobs"),
            cache=get("run.cache", ""),
            companions=get("run.with", ()),
            notice=Notice(
                get("notice.issuer", ""),
                get("notice.contact", ""),
                get("notice.deadline", ""),
                get("notice.date", ""),
                get("notice.template", ""),
            ),
            triage=Triage(
                get("triage.filter", ""),
                get("triage.filters", {}),
                get("triage.keys", {}),
                get("triage.theme", ""),
                get("triage.ascii", False),
            ),
            values=self._values,
            places=self._places,
        )


def _example(key: Key) -> str:
    return f"{key.name.rpartition('.')[2]} = {key.example}"


def _is(value: object) -> str:
    """What a value of the wrong kind is, for a sentence."""
    match value:
        case bool():
            return "是 true 或 false"
        case int() | float():
            return "是数" if not isinstance(value, int) or value >= 0 else "是负数"
        case str():
            return "是文字"
        case list():
            return "是列表"
        case dict():
            return "是一个表"
        case _:
            return "是日期或时间"
