"""The terminal: encoding, width, colour, and files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from auditor.base.diagnostic import Diagnostic, Severity

NARROWEST, WIDEST, PLAIN = 60, 160, 100


def prepare() -> None:
    """UTF-8 and plain line ends on both streams, whatever the console's code page says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a test's or an embedder's stream has none
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def width(stream: TextIO, to_file: bool = False) -> int:
    """Columns to draw in. Pipes and files get a fixed width, so that the same input gives the same
    bytes on every machine."""
    if to_file or not stream.isatty():
        return PLAIN
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((PLAIN, 24)).columns))


def wants_color(choice: str, stream: TextIO, to_file: bool = False) -> bool:
    """--color first, then NO_COLOR and FORCE_COLOR, then whether a terminal is there to show it."""
    if choice != "auto":
        return choice == "always"
    environment = os.environ
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    if to_file or not stream.isatty() or environment.get("TERM") == "dumb":
        return False
    return os.name != "nt" or any(key in environment for key in ("WT_SESSION", "ANSICON", "TERM"))


def emit(text: str, output: str | None) -> Diagnostic | None:
    """`text` to stdout, or to the file `output`, complete or not at all. A reader that has gone away
    (`| head`) is no error."""
    if output is not None:
        return save(text.encode("utf-8", "backslashreplace"), Path(output))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at exit; give it a place where that succeeds.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return None


def complain(text: str) -> None:
    """`text` to stderr."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(text)
        sys.stderr.flush()


def save(data: bytes, path: Path) -> Diagnostic | None:
    """`data` to the file `path`, complete or not at all; what is in the way, None if nothing."""
    return save_parts((data,), path)


def save_parts(parts: Iterable[bytes], path: Path) -> Diagnostic | None:
    """As `save`, of what is too much to be in memory at once."""
    temporary = ""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe or device is not replaced
            with path.open("wb") as stream:
                stream.writelines(parts)
            return None
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with open(handle, "wb") as stream:
            stream.writelines(parts)
        _as_any_new_file(temporary)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        message = f"写不了输出文件（{'没有权限' if isinstance(error, PermissionError) else '系统拒绝'}）"
        remedy = "换一个文件夹，或检查磁盘空间和权限；文件若正被别的程序打开，先关闭它"
        if isinstance(error, FileNotFoundError):
            message, remedy = "输出文件所在的文件夹不存在", "先建好文件夹，或换一个路径"
        elif isinstance(error, IsADirectoryError):
            message, remedy = "输出路径是一个文件夹", "写上文件名"
        return Diagnostic(Severity.ERROR, "output.unwritable", message, remedy, path.as_posix())
    return None


def _as_any_new_file(name: str) -> None:
    """Temporary files are private; what a person asked for gets the usual permissions."""
    if os.name != "nt":
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
