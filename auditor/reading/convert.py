"""Word files of the old formats turned to .docx by LibreOffice: many in one process, each only once.

`prepare` is called by a run before its workers start; what it makes lies in a cache by content, where
`converted` finds it in any process. A file that is not there is converted alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.reading import soffice
from auditor.reading.limits import DEFAULT, Limits
from auditor.reading.rtf import ready

CACHE = "AUDITOR_CACHE"
_RUN = "AUDITOR_CONVERSION"  # marks what could not be converted, for the workers of this run
_MADE = "1"  # changes whenever the same file would be converted otherwise
_BATCH = 50
_BATCH_BYTES = 128 << 20
_KEPT_BYTES = 512 << 20
_SUFFIXES: Mapping[str, str] = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt", "fodt": ".fodt"}

_PROBE = b"{\\rtf1 a\\par}"

Source = Callable[[], bytes]
Told = Callable[[int], None]
Kind = Callable[[bytes], str]

_lock = threading.Lock()


def converted(data: bytes, kind: str, limits: Limits = DEFAULT) -> bytes | Diagnostic:
    """The .docx that LibreOffice makes of a file of one of `office.KINDS`, or why there is none."""
    key = _key(data)
    known = _known(key)
    if known is None:
        with _lock:
            known = _known(key) or _convert({key: (data, kind)}, limits).get(key)
    return known if known is not None else _failed()


def begin() -> None:
    """A run begins: what could not be converted in an earlier one is tried again. Processes started from
    now on inherit the mark of the run."""
    os.environ[_RUN] = secrets.token_hex(8)


def prepare(
    sources: Iterable[Source],
    kind: Kind,
    limits: Limits = DEFAULT,
    told: Told | None = None,
    anew: bool = True,
) -> None:
    """Convert what `converted` will be asked for. `sources` give the bytes of files (b"" where there is
    nothing to do), `kind` tells what they are ("" for what is not to be converted), `told` hears how many
    files are through; `anew`: a run begins with this."""
    if anew:
        begin()
    waiting: dict[str, tuple[bytes, str]] = {}
    size = 0
    for through, source in enumerate(sources, 1):
        data = source()
        found = kind(data) if data else ""
        if found and _known(key := _key(data)) is None:
            waiting[key] = (data, found)
            size += len(data)
        if len(waiting) >= _BATCH or size >= _BATCH_BYTES:
            _together(waiting, limits)
            waiting, size = {}, 0
        if told is not None:
            told(through)
    if waiting:
        _together(waiting, limits)


def _together(waiting: Mapping[str, tuple[bytes, str]], limits: Limits) -> None:
    with _lock:
        _convert(waiting, limits)


def _convert(files: Mapping[str, tuple[bytes, str]], limits: Limits) -> dict[str, bytes | Diagnostic]:
    """The files by key, each as .docx or with its fault; all of it kept in the cache."""
    results: dict[str, bytes | Diagnostic] = {}
    try:
        program = soffice.find()
    except soffice.NoOffice as absent:
        return {key: _missing(str(absent), kind) for key, (_, kind) in files.items()}
    for key, fault, made in _run(program, files, limits):
        results[key] = made if fault is None else fault
        if fault is None:
            _keep(f"{key}.docx", made)
        else:
            said = {"run": _token(), "code": fault.code, "message": fault.message, "remedy": fault.remedy}
            _keep(f"{key}.fault", json.dumps(said).encode("ascii"))
    _prune()
    return results


def _run(
    program: Path, files: Mapping[str, tuple[bytes, str]], limits: Limits
) -> Iterator[tuple[str, Diagnostic | None, bytes]]:
    """Each file's key with its fault or its .docx. Where a batch ends early, the first file that is
    missing has ended it: it is tried alone, the rest goes on in a new process."""
    todo = list(files)
    alone = worked = False
    while todo:
        batch = todo[:1] if alone else todo
        with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as folder:
            work = Path(folder)
            names = _lay_out(work / "in", [files[key] for key in batch])
            try:
                whole = soffice.convert(program, names, work, limits.seconds)
            except OSError as error:
                fault = _not_started(error)
                yield from ((key, fault, b"") for key in todo)
                return
            made = [_result(work / "out" / f"{Path(name).stem}.docx", limits) for name in names]
        last = max((number for number, data in enumerate(made) if data), default=-1)
        if not whole and last < 0 and not worked and not _works(program, limits):
            fault = _not_started(None)
            yield from ((key, fault, b"") for key in todo)
            return
        worked = True
        if not whole and last >= 0 and last == len(batch) - 1:
            whole = True  # it died after its work
        for number, key in enumerate(batch):
            if made[number]:
                yield key, None, made[number]
            elif whole or number < last or alone:
                yield key, _failed() if whole or number < last else _given_up(limits), b""
        if whole or alone:
            todo, alone = todo[len(batch) :], False
        else:
            todo, alone = todo[last + 1 :], True


def _works(program: Path, limits: Limits) -> bool:
    """Whether it converts anything at all: what has just come to nothing may be the file's fault, or its."""
    with tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        names = _lay_out(work / "in", [(_PROBE, "rtf")])
        with contextlib.suppress(OSError):
            soffice.convert(program, names, work, limits.seconds)
        return bool(_result(work / "out" / "0000.docx", limits))


def _lay_out(folder: Path, files: Iterable[tuple[bytes, str]]) -> list[str]:
    """Files under names of ours: nothing of a name that came from outside reaches a command line."""
    folder.mkdir()
    names = []
    for number, (data, kind) in enumerate(files):
        name = f"{number:04d}{_SUFFIXES[kind]}"
        (folder / name).write_bytes(ready(data) if kind == "rtf" else data)
        names.append(name)
    return names


def _result(path: Path, limits: Limits) -> bytes:
    """A whole .docx, else b""."""
    with contextlib.suppress(OSError):
        if path.stat().st_size <= limits.file_bytes:
            data = path.read_bytes()
            return data if _is_whole(data) else b""
    return b""


def _is_whole(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and b"PK\x05\x06" in data[-1024:]


# -- the cache ------------------------------------------------------------------------------------


def _key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() + "-" + _MADE


def _known(key: str) -> bytes | Diagnostic | None:
    folder = _folder()
    with contextlib.suppress(OSError):
        data = (folder / f"{key}.docx").read_bytes()
        if _is_whole(data):
            return data
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / f"{key}.fault").read_bytes())
        if said["run"] == _token() != "":
            return Diagnostic(Severity.ERROR, str(said["code"]), str(said["message"]), str(said["remedy"]))
    return None


def _token() -> str:
    return os.environ.get(_RUN, "")


def _keep(name: str, data: bytes) -> None:
    """Written whole or not at all; a cache that cannot be written costs time, not results."""
    folder = _folder()
    part = folder / f"{name}.{os.getpid()}-{threading.get_ident()}.part"
    try:
        part.write_bytes(data)
        part.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


def _prune() -> None:
    """Drop what was made longest ago where the cache has grown beyond its size."""
    found = []
    with contextlib.suppress(OSError):
        for entry in os.scandir(_folder()):
            with contextlib.suppress(OSError):
                about = entry.stat()
                found.append((about.st_mtime, about.st_size, entry.path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= _KEPT_BYTES:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size


def _folder() -> Path:
    return _made_folder(os.environ.get(CACHE, ""))


@cache
def _made_folder(setting: str) -> Path:
    """The cache's folder, the person's own; a temporary one where it cannot be written."""
    base = Path(setting) if setting else _home()
    folder = base / "converted"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except (OSError, ValueError):
        made = tempfile.mkdtemp(prefix="auditor-cache-")
        os.environ[CACHE] = made  # for the workers
        _forget_at_end(Path(made))
        inner = Path(made) / "converted"
        inner.mkdir(mode=0o700)
        return inner


def _forget_at_end(folder: Path) -> None:
    import atexit

    owner = os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == owner else None)


def _home() -> Path:
    """Where the system keeps such files for this user."""
    try:
        home = Path.home()
    except RuntimeError:
        return Path(tempfile.mkdtemp(prefix="auditor-cache-"))
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "auditor" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "auditor"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "auditor"


# -- what is said ---------------------------------------------------------------------------------

_NAMED: Mapping[str, str] = {
    "doc": "旧版 Word 或 WPS 文档（.doc、.wps）",
    "rtf": "RTF 文档",
    "odt": "OpenDocument 文档（.odt）",
    "fodt": "OpenDocument 文档（.fodt）",
}
_AS_DOCX = "请用 Word 或 WPS 打开确认，再另存为 .docx"


def _missing(what: str, kind: str) -> Diagnostic:
    named = re.sub("^设置", "而设置", what) if what.startswith("设置") else f"而{what}"
    return Diagnostic(
        Severity.ERROR,
        "office.missing",
        f"这是{_NAMED[kind]}，要由 LibreOffice 转换，{named}",
        f"请安装 LibreOffice（装在别处的用环境变量 {soffice.SETTING} 指明 soffice 的位置）；"
        "或用 Word、WPS 另存为 .docx",
    )


def _failed() -> Diagnostic:
    return Diagnostic(Severity.ERROR, "file.damaged", "文件已损坏，LibreOffice 打不开", _AS_DOCX)


def _given_up(limits: Limits) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "file.hung",
        f"LibreOffice 没能转换（中途退出，或超过 {limits.seconds:g} 秒），已放弃",
        _AS_DOCX,
    )


def _not_started(error: OSError | None) -> Diagnostic:
    why = f"启动不了（{type(error).__name__}）" if error is not None else "一启动就退出"
    return Diagnostic(
        Severity.ERROR,
        "office.missing",
        f"LibreOffice {why}",
        "请检查 LibreOffice 的安装和临时文件夹的空间；或用 Word、WPS 另存为 .docx",
    )
