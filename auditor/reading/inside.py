"""Files inside archives, named by a path such as 包.zip!/街道/甲局.docx, also in archives within others."""

from __future__ import annotations

import contextlib
import os
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from auditor.reading.archive import Archive
from auditor.reading.fault import Unreadable, too_large
from auditor.reading.limits import DEFAULT, Limits

MARK = "!"
_KEPT = 6  # archives whose directories are kept
_KEPT_INNER = 2  # … and of these, such as lie in another one, and so in memory

_Key = tuple[int, str, tuple[str, ...], int, int]
_lock = Lock()
_known: OrderedDict[_Key, Archive] = OrderedDict()


def locate(path: Path) -> tuple[Path, str] | None:
    """The archive on the disk and the name in it, None where `path` is no such path."""
    parts = path.parts
    for number, part in enumerate(parts[:-1]):
        if part.endswith(MARK) and len(part) > 1:
            outer = Path(*parts[:number], part[: -len(MARK)])
            with contextlib.suppress(OSError, ValueError):
                if outer.is_file():
                    return outer, "/".join(parts[number + 1 :])
    return None


def is_there(path: Path) -> bool:
    """Whether the file is there, or the archive that it was in."""
    return path.exists() or locate(path) is not None


def stat_of(path: Path) -> os.stat_result:
    """As `path.stat()`; of a file in an archive, the archive's. Raises OSError."""
    try:
        return path.stat()
    except OSError:
        found = locate(path)
        if found is None:
            raise
        return found[0].stat()


def read(path: Path, limits: Limits = DEFAULT, limit: int | None = None) -> bytes | None:
    """The bytes of a file in an archive (`limit`: only the first ones), None where `path` names none.
    Raises Unreadable, OSError."""
    found = locate(path)
    if found is None:
        return None
    outer, name = found
    archive = opened(outer, (), limits)
    chain: tuple[str, ...] = ()
    while name not in archive.names:
        inner, step = _step(archive, name)
        if inner is None:
            return None
        chain = (*chain, inner)
        archive = opened(outer, chain, limits)
        name = step
    return archive.read(name, limit)


def _step(archive: Archive, name: str) -> tuple[str | None, str]:
    """The archive inside the archive that `name` goes through, and the rest of the name."""
    at = -1
    while (at := name.find(MARK + "/", at + 1)) >= 0:
        if name[:at] in archive.names:
            return name[:at], name[at + 2 :]
    return None, ""


def opened(outer: Path, chain: tuple[str, ...], limits: Limits = DEFAULT) -> Archive:
    """An archive on the disk, or the one in it that `chain` leads to; lately opened ones are kept. Raises
    Unreadable, OSError, KeyError."""
    about = outer.stat()
    # A process that was forked has the same file, and must not share its place in it.
    key = (os.getpid(), str(outer), chain, about.st_mtime_ns, about.st_size)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    if not chain:
        made = Archive(outer, limits)
    elif len(chain) >= limits.archive_depth:
        raise Unreadable(
            "file.too-deep",
            f"压缩包里套的压缩包超过 {limits.archive_depth} 层，没有读取",
            "请把里层的压缩包解压后审核",
        )
    else:
        holder = opened(outer, chain[:-1], limits)
        size = holder.names[chain[-1]].file_size
        if size > limits.archive_inner:
            raise too_large("压缩包里的压缩包", size, limits.archive_inner)
        made = Archive(holder.read(chain[-1]), limits)
    with _lock:
        _known[key] = made
        inner = [each for each in _known if each[2]]
        for old in inner[:-_KEPT_INNER]:
            del _known[old]
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return made
