"""The cluster's side of a run: one worker process of our own beside each of the cluster's, so that a report
that kills or holds it harms nobody else's work. Everything comes and goes as bytes.

A worker of the cluster has no share in the command's cache: what a batch needs of it comes with the batch.
"""

from __future__ import annotations

import atexit
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.batch import digests
from auditor.batch.brief import Brief
from auditor.batch.cache import Cache
from auditor.batch.crew import Answer, Crew
from auditor.batch.office import Office
from auditor.batch.thaw import frozen, know, thawed
from auditor.batch.todo import Item


@dataclass(frozen=True, slots=True)
class Setup:
    """What a post is set up with. `rules`: files by path below the rules' folder; `roster`: the name of its
    file and its bytes, ("", b"") none; `agreement` and `program` as in Office."""

    rules: tuple[tuple[str, bytes], ...]
    overlays: tuple[str, ...]
    roster: tuple[str, bytes]
    extras: tuple[str, ...]
    agreement: str
    program: str
    timeout: float | None


@dataclass(frozen=True, slots=True)
class Load:
    """A batch: its items, and what of the cache they need."""

    items: tuple[Item, ...]
    known: tuple[tuple[str, str, bytes], ...] = ()


know(Setup, Load)


def setup_of(
    rules: Path,
    overlays: Sequence[str],
    roster: Path | None,
    extras: Sequence[str],
    office: Office,
    timeout: float | None,
) -> Setup:
    """The setup for RULES (a folder or a file) as it stands on this machine's disk."""
    if rules.is_dir():
        found = sorted(
            path for path in rules.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file()
        )
        files = tuple((path.relative_to(rules).as_posix(), path.read_bytes()) for path in found)
    else:
        files = ((rules.name, rules.read_bytes()),)
    listed = ("", b"") if roster is None else (roster.name, roster.read_bytes())
    return Setup(files, tuple(overlays), listed, tuple(extras), office.agreement, office.program, timeout)


class Post:
    """The rules on this machine's disk, and a worker that has loaded them."""

    def __init__(self, setup: Setup) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="auditor-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        for name, data in setup.rules:
            path = root / "rules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        roster = ""
        if setup.roster[0]:
            path = root / Path(setup.roster[0]).name
            path.write_bytes(setup.roster[1])
            roster = str(path)
        self._cache = Cache(None)
        brief = Brief(
            (str(root / "rules"),), setup.overlays, roster, str(self._cache.path), setup.program, setup.extras
        )
        self._crew = Crew(1, brief, setup.agreement, setup.timeout)

    def serve(self, load: Load) -> list[Answer]:
        """The answers, in the order of the items. Raises CrewFault."""
        for table, key, value in load.known:
            self._cache.put(table, key, value)
        self._cache.flush()
        found = dict(self._crew.each(load.items))
        self._cache.forget(("said", "bodies"))
        return [found[number] for number in range(len(load.items))]

    def close(self) -> None:
        """End the worker, leave nothing on the disk."""
        self._crew.close()
        self._cache.close()
        self._folder.cleanup()


_lock = threading.Lock()
_posts: dict[str, Post] = {}  # of this process: one run at a time is the rule


def program(*_: object) -> str:
    """The digest of the program as it stands here."""
    return digests.program()


def hold(setup: bytes) -> bytes:
    """Keep a setup where batches can be given it."""
    return setup


def serve(key: str, setup: bytes, load: bytes) -> bytes:
    """The answers to a batch. `key` names the setup, for which a post is kept."""
    with _lock:
        post = _posts.get(key)
        if post is None:
            for other in _posts.values():
                other.close()
            _posts.clear()
            post = _posts[key] = Post(thawed(setup))
        return frozen(post.serve(thawed(load)))


def leave(key: str = "") -> None:
    """End the post of that setup in this process, or every one."""
    for name in [name for name in _posts if name == key or not key]:
        _posts.pop(name).close()


atexit.register(leave)
