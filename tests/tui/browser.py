"""A headless Chromium driven by the DevTools protocol, and the served interface beside it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp

from tests.tools import missing
from tests.tui.world import HERE

ROOT = HERE.parent.parent
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def program() -> str:
    """Chromium's program; the test is skipped without one."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None) or missing("chromium")


@contextlib.contextmanager
def served(store: Path, folder: Path, *more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`auditor triage --web` over a store: the address it showed, and its process."""
    rules = (HERE / "rules.yaml").as_posix()
    empty = folder / "空"  # nothing is audited again
    empty.mkdir(exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "auditor",
        "triage",
        str(empty),
        "--web",
        "--rules",
        rules,
        "--store",
        str(store),
    ]
    process = subprocess.Popen(
        [*command, "--as", "王芳", *more],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline().decode("utf-8")
        assert "在浏览器里打开  http://127.0.0.1:" in said, said
        yield said.split()[-1], process
    finally:
        process.terminate()
        process.wait(15)
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


class Page:
    """One tab. `frames`: what came through its socket; `asked`: addresses it wanted; `faults`: what
    the browser complained about."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._frames = bytearray()
        self.asked: list[str] = []
        self.faults: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said)
                continue
            about = said.get("params", {})
            match said["method"]:
                case "Network.webSocketFrameReceived" if about["response"]["opcode"] == 2:
                    self._frames += base64.b64decode(about["response"]["payloadData"])
                case "Network.requestWillBeSent":
                    self.asked.append(about["request"]["url"])
                case "Network.webSocketCreated":
                    self.asked.append(about["url"])
                case "Log.entryAdded":
                    self.faults.append(about["entry"]["text"])
                case "Runtime.exceptionThrown":
                    self.faults.append(str(about["exceptionDetails"].get("exception", {}).get("description")))

    @property
    def shown(self) -> str:
        """Everything that was drawn so far, control codes and all."""
        return self._frames.decode("utf-8", "replace")

    async def do(self, method: str, **params: Any) -> dict[str, Any]:
        """One command; its result."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        said = await asyncio.wait_for(self._waiting[number], 20)
        assert "error" not in said, said
        result: dict[str, Any] = said["result"]
        return result

    async def press(self, key: str, code: str = "", text: str = "", number: int = 0) -> None:
        """One key of the keyboard."""
        about = {"key": key, "code": code or f"Key{key.upper()}", "windowsVirtualKeyCode": number}
        await self.do("Input.dispatchKeyEvent", type="keyDown", text=text or key, **about)
        await self.do("Input.dispatchKeyEvent", type="keyUp", **about)

    async def value(self, code: str) -> Any:
        """What an expression gives in the page."""
        made = await self.do("Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True)
        return made["result"].get("value")

    async def until(self, condition: Callable[[], object | Awaitable[object]], what: str) -> None:
        """Until `condition` holds."""
        deadline = time.monotonic() + 20
        while True:
            held = condition()
            if isinstance(held, Awaitable):
                held = await held
            if held:
                return
            assert time.monotonic() < deadline, f"waited for {what}; faults: {self.faults}"
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """Let go of the tab."""
        self._reading.cancel()
        await self._socket.close()


@contextlib.asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Callable[[], Awaitable[Page]]]:
    """A browser with a profile of its own; what is given opens a tab."""
    profile = folder / "chromium"
    command = [
        program(), "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
        f"--user-data-dir={profile}", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--window-size=1300,800", "about:blank",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages: list[Page] = []
    try:
        port = await _port(profile / "DevToolsActivePort", process)
        async with aiohttp.ClientSession() as client:

            async def tab() -> Page:
                async with client.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
                    about = await answer.json(content_type=None)
                socket = await client.ws_connect(about["webSocketDebuggerUrl"], max_msg_size=1 << 26)
                page = Page(socket)
                pages.append(page)
                for name in ("Network", "Page", "Log", "Runtime"):
                    await page.do(f"{name}.enable")
                return page

            yield tab
            for page in pages:
                await page.close()
    finally:
        process.terminate()
        process.wait(15)


async def _port(path: Path, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int(path.read_text(encoding="ascii").split()[0])
        assert process.poll() is None, "chromium ended"
        assert time.monotonic() < deadline, "chromium did not open its port"
        await asyncio.sleep(0.05)
