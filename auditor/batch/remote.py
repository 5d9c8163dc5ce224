"""Reports at an address that fsspec knows (s3://…, hdfs://…, file://…): listed here, read where the work is
done. Credentials are fsspec's own business (its configuration, the environment)."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.batch.tasks import CrewFault
from auditor.reading.limits import DEFAULT
from auditor.reading.walk import Found, LeftOut, Walk, passed_over

_FAULTS = (OSError, ValueError, ImportError, RuntimeError, TypeError)


def is_address(text: str) -> bool:
    """Whether this is no path."""
    return "://" in text


def walk_addresses(addresses: Sequence[str]) -> Walk:
    """Files at and below `addresses`, as `walk` finds those on the disk. Raises CrewFault without fsspec."""
    try:
        core: Any = import_module("fsspec.core")
    except ModuleNotFoundError as missing:
        raise CrewFault("没有装 fsspec", "先 pip install 'auditor[cluster]'") from missing
    files: dict[str, Found] = {}
    left_out: dict[str, LeftOut] = {}
    problems: list[Diagnostic] = []
    for address in addresses:
        try:
            system, path = core.url_to_fs(address)
            named = system.isfile(path)
            listed = [path] if named else system.find(path)
            names = [system.unstrip_protocol(item) for item in listed]
        except _FAULTS as fault:
            problems.append(_unreadable(address, type(fault).__name__))
            continue
        if not names:
            problems.append(
                Diagnostic(Severity.ERROR, "file.missing", "没有这个文件或文件夹", "核对地址", address)
            )
        for name in names:
            reason = "" if named else passed_over(Path(PurePosixPath(name).name))
            if reason:
                left_out[name] = LeftOut(name, reason)
            else:
                files[name] = Found(Path(name), name, named)
    return Walk(
        tuple(files[name] for name in sorted(files)),
        tuple(left_out[name] for name in sorted(left_out)),
        tuple(problems),
    )


def load_address(address: str) -> bytes | Diagnostic:
    """The bytes of a file, at most as many as of one on the disk."""
    most = DEFAULT.file_bytes
    try:
        core: Any = import_module("fsspec.core")
        system, path = core.url_to_fs(address)
        if system.size(path) > most:
            said = "文件太大，没有读"
            return Diagnostic(Severity.ERROR, "file.too-large", said, "确认这是年度报告本身", address)
        with system.open(path, "rb") as stream:
            data: bytes = stream.read(most)
        return data
    except _FAULTS as fault:
        return _unreadable(address, type(fault).__name__)


def both(one: Walk, other: Walk) -> Walk:
    """Two walks as one."""
    return Walk(
        tuple(sorted((*one.files, *other.files), key=lambda found: found.name)),
        tuple(sorted((*one.left_out, *other.left_out), key=lambda left: left.name)),
        (*one.problems, *other.problems),
    )


def _unreadable(address: str, why: str) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR, "file.unreadable", f"这个地址读不了（{why}）", "核对地址、网络和权限", address
    )
