"""Put on the path of the processes that read mutated files: network and stray writes end as "BREACH" lines.

Python loads a module of this name at start-up in every process, so the workers that reading starts are
watched too. AUDITOR_FUZZ_FOLDER is where writing is allowed, AUDITOR_FUZZ_LOG where breaches are noted.
"""

import os
import sys

_LOG = os.environ.get("AUDITOR_FUZZ_LOG", "")
_FOLDER = os.path.realpath(os.environ.get("AUDITOR_FUZZ_FOLDER", os.devnull))
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
}
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")


def _allowed(path: object) -> bool:
    if not isinstance(path, (str, bytes)):
        return True  # a descriptor that is open already
    real = os.path.realpath(os.fsdecode(path))
    if real.endswith("/clear_refs") or real in (_LOG, os.devnull, _FOLDER):
        return True  # the first is how memory is measured
    return real.startswith(_FOLDER + os.sep)


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event.startswith(_NETWORK):
        _note(f"{event} {args!r}")
    elif event == "open":
        path, mode, flags = (*args, None, 0)[:3]
        writes = (
            any(mark in mode for mark in "wax+") if isinstance(mode, str) else bool(int(flags or 0) & _WRITES)
        )
        if writes and not _allowed(path):
            _note(f"{event} {path!r} {mode!r}")
    elif event in _CHANGES and not _allowed(_whole(event, args)):
        _note(f"{event} {args[0]!r}")


def _whole(event: str, args: tuple[object, ...]) -> object:
    """The path, also where it is given from an open folder (as when a tree of folders is removed)."""
    number = args[2] if event in ("os.mkdir", "os.rename", "os.link", "os.chmod") else args[-1]
    if isinstance(number, int) and number >= 0 and isinstance(args[0], (str, bytes)):
        return os.path.join(os.readlink(f"/proc/self/fd/{number}"), os.fsdecode(args[0]))
    return args[0]


def _note(breach: str) -> None:
    with open(_LOG, "a", encoding="utf-8") as log:
        log.write(f"BREACH {breach}\n")


if _LOG:
    sys.addaudithook(_watch)
