"""One process of the interface for one open page. It ends with the page, and the page with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import auditor
from tui.guard import GRACE

_READY = b"__GANGLION__\n"  # the first line of Textual's driver
_LARGEST = 1 << 24  # bytes of one packet
_TAIL = 4000  # characters of its last words
SMALLEST, WIDEST, HIGHEST = 20, 500, 300  # columns and rows that a page may ask for

Send = Callable[[bytes], Awaitable[None]]
HandOver = Callable[[Path], Awaitable[None]]


class Room:
    """Begin it, hand it what the page says, leave it. `command`: the words of the process, run without
    a shell; `send` takes what it draws, `hand_over` a file that the page is to have."""

    def __init__(self, command: Sequence[str], send: Send, hand_over: HandOver) -> None:
        self._command = list(command)
        self._send, self._hand_over = send, hand_over
        self._process: Process | None = None
        self._said = ""
        self.touched = time.monotonic()

    async def begin(self, width: int, height: int) -> None:
        """Start the process for a page of so many columns and rows. Raises OSError."""
        width, height = _bounded(width, height)
        apart = (
            {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined, unused-ignore]
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_environment(width, height), **apart
        )

    async def draw(self) -> str:
        """Pass on what the process draws until it ends; its last words where it failed, else ""."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        listening = asyncio.create_task(self._listen(process.stderr))
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
                if await process.stdout.readline() == _READY:
                    while await self._packet(process.stdout):
                        pass
        finally:
            listening.cancel() if process.returncode is None else await asyncio.wait([listening], timeout=1)
        if process.returncode is None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), GRACE)
        return self._said.strip() if process.returncode else ""

    async def _packet(self, stream: asyncio.StreamReader) -> bool:
        """One packet: a letter, four bytes of length, the content."""
        head = await stream.readexactly(5)
        size = int.from_bytes(head[1:], "big")
        if size > _LARGEST:
            return False
        content = await stream.readexactly(size)
        match head[:1]:
            case b"D":
                await self._send(content)
            case b"M":
                said = json.loads(content)
                if said.get("type") == "exit":
                    return False
                if said.get("type") == "hand_over":
                    await self._hand_over(Path(str(said.get("path"))))
            case _:
                pass
        return True

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        while data := await stream.read(4096):
            self._said = (self._said + data.decode("utf-8", "replace"))[-_TAIL:]

    async def type(self, text: str) -> None:
        """Keys, clicks and pasted text."""
        self.touched = time.monotonic()
        await self._write(b"D", text.encode("utf-8", "replace"))

    async def resize(self, width: int, height: int) -> None:
        """The page has another size."""
        width, height = _bounded(width, height)
        await self._tell({"type": "resize", "width": width, "height": height})

    async def focus(self, on: bool) -> None:
        """The page has the keyboard, or has it no more."""
        await self._tell({"type": "focus" if on else "blur"})

    async def leave(self) -> None:
        """End the process: asked first, made to after a moment."""
        process = self._process
        if process is None:
            return
        await self._tell({"type": "quit"})
        if process.stdin is not None:
            process.stdin.close()
        for way in (None, process.terminate, process.kill):
            if way is not None:
                with contextlib.suppress(ProcessLookupError):
                    way()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), GRACE)
                return

    async def _tell(self, said: dict[str, object]) -> None:
        await self._write(b"M", json.dumps(said).encode("utf-8"))

    async def _write(self, kind: bytes, content: bytes) -> None:
        stdin = self._process.stdin if self._process is not None else None
        if stdin is None or stdin.is_closing():
            return
        with contextlib.suppress(ConnectionError, RuntimeError):
            stdin.write(kind + len(content).to_bytes(4, "big") + content)
            await stdin.drain()


def _bounded(width: int, height: int) -> tuple[int, int]:
    return max(SMALLEST, min(width, WIDEST)), max(SMALLEST // 2, min(height, HIGHEST))


def _environment(width: int, height: int) -> dict[str, str]:
    """The process finds this program where it was found, whatever folder it is started in."""
    home = str(Path(auditor.__path__[0]).parent)
    path = os.pathsep.join(part for part in (home, os.environ.get("PYTHONPATH", "")) if part)
    return {
        **os.environ,
        "PYTHONPATH": path,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "COLUMNS": str(width),
        "ROWS": str(height),
    }
