"""Pages and sockets on 127.0.0.1. Everything a page needs comes from here; nothing leaves."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from aiohttp import WSMsgType, web

from tui.web.door import COOKIE, HOST, Door
from tui.web.room import Room

SESSIONS = 4  # open pages at once; one person needs one or two
IDLE = 3600.0  # seconds without a key before a page is ended
_HEARTBEAT = 10.0  # seconds: a page that vanished without a word is noticed
_LARGEST = 1 << 20  # bytes of one message: a long paste
_GOOD_FOR = 60.0  # seconds that a file waits to be fetched
_OWN = {"page.css": "text/css", "page.js": "text/javascript"}
_TAKEN = {
    "xterm.css": ("css/xterm.css", "text/css"),
    "textual.js": ("js/textual.js", "text/javascript"),
    "roboto.ttf": ("fonts/RobotoMono-VariableFont_wght.ttf", "font/ttf"),
}
_ENTER = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>年报合规审核</title>'
    '<meta http-equiv="refresh" content="0;url={inside}"></head></html>'
)  # a page of ours leads on: after a redirect from elsewhere the cookie would not be sent
_CLEAR = "\x1b[?1003l\x1b[?1000l\x1b[2J\x1b[H\r\n  "


class Server:
    """One server with its pages. `command` starts the interface for a page; `tell` shows the person an
    address (where the one shown before was used)."""

    def __init__(self, door: Door, command: Sequence[str], tell: Callable[[str], None]) -> None:
        self._door, self._command, self._tell = door, list(command), tell
        self._rooms: set[Room] = set()
        self._files: dict[str, tuple[Path, float]] = {}
        # Styles in line: the terminal makes its own. Scripts only from here.
        self._policy = (
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
            f"img-src data:; connect-src ws://{door.host}; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )

    def application(self) -> web.Application:
        """The server as aiohttp's."""
        application = web.Application(middlewares=[self._guard], client_max_size=0)
        inside = self._door.inside
        application.add_routes(
            [
                web.get("/", self._enter, allow_head=False),
                web.get(inside, self._page, allow_head=False),
                web.get(inside + "static/{name}", self._static, allow_head=False),
                web.get(inside + "ws", self._socket, allow_head=False),
                web.get(inside + "file/{key}", self._file, allow_head=False),
            ]
        )
        application.on_response_prepare.append(self._headers)
        application.on_shutdown.append(self._close)
        return application

    async def _headers(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": self._policy,
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
                "Referrer-Policy": "no-referrer",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cache-Control": "no-store",
                "Server": "auditor",
            }
        )

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], object]
    ) -> web.StreamResponse:
        """Before anything else: is this a request that a page of ours may have made?"""
        if self._door.strange(request.headers):
            return _refused(403, "拒绝：请求不是从处置页面来的")
        if request.path != "/":
            if not request.path.startswith(self._door.inside):
                return _refused(404, "没有这一页")
            if not self._door.knows(request.cookies.get(COOKIE)) or self._door.foreign(request.headers):
                return _refused(403, "拒绝：用终端里显示的地址打开")
        try:
            response: web.StreamResponse = await handler(request)  # type: ignore[misc]
        except web.HTTPException as fault:
            return _refused(fault.status, "没有这一页")
        return response

    # -- pages ----------------------------------------------------------------------------------

    async def _enter(self, request: web.Request) -> web.Response:
        """The address with the token: a cookie for it, and on to the page."""
        token = request.query.get("token", "")
        if not self._door.takes(token):
            if self._door.used(token):
                self._tell(self._door.address)
                return _refused(403, "这个地址已经用过了；终端里显示了新的地址")
            return _refused(403, "拒绝：用终端里显示的地址打开")
        response = web.Response(text=_ENTER.format(inside=self._door.inside), content_type="text/html")
        response.headers["Set-Cookie"] = self._door.cookie
        return response

    async def _page(self, request: web.Request) -> web.Response:
        text = (files("tui.web") / "page.html").read_text(encoding="utf-8")
        return web.Response(text=text.replace("{socket}", self._door.socket), content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name in _OWN:
            return web.Response(body=(files("tui.web") / name).read_bytes(), content_type=_OWN[name])
        if name in _TAKEN:
            path, kind = _TAKEN[name]
            data = (files("textual_serve") / "static").joinpath(path).read_bytes()
            return web.Response(body=data, content_type=kind)
        raise web.HTTPNotFound

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A report for the browser's side, to be kept or opened there, never shown as a page of ours."""
        path, until = self._files.pop(request.match_info["key"], (None, 0.0))
        if path is None or time.monotonic() > until or not path.is_file():
            return web.Response(status=204)  # the browser stays where it is
        said = f"attachment; filename*=UTF-8''{quote(path.name, errors='replace')}"
        headers = {"Content-Disposition": said, "Content-Type": "application/octet-stream"}
        return web.FileResponse(path, headers=headers)

    # -- the socket -----------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin") != self._door.origin:  # browsers always name it here
            return _refused(403, "拒绝：请求不是从处置页面来的")
        page = web.WebSocketResponse(timeout=1.0, heartbeat=_HEARTBEAT, max_msg_size=_LARGEST)
        await page.prepare(request)

        async def hand_over(path: Path) -> None:
            key = secrets.token_urlsafe(16)
            now = time.monotonic()
            self._files = {k: kept for k, kept in self._files.items() if kept[1] > now}
            self._files[key] = (path, now + _GOOD_FOR)
            url = f"{self._door.inside}file/{key}"
            await page.send_str(json.dumps(["open_url", {"url": url, "new_tab": False}]))

        if len(self._rooms) >= SESSIONS:
            await _say(page, f"已经开着 {SESSIONS} 个页面。先关掉一个，再重新打开。")
            await page.close()
            return page
        room = Room(self._command, page.send_bytes, hand_over)
        self._rooms.add(room)
        try:
            width, height = (_number(request.query.get(name, "")) for name in ("width", "height"))
            await room.begin(width or 80, height or 24)
            await self._both(page, room)
        except OSError:
            await _say(page, "打不开：系统不让再开一个程序。关掉一些程序，再重新打开。")
        finally:
            with contextlib.suppress(ConnectionError):
                await asyncio.shield(self._part(page, room))
        return page

    async def _part(self, page: web.WebSocketResponse, room: Room) -> None:
        try:
            await room.leave()
        finally:
            self._rooms.discard(room)
            await page.close()

    async def _both(self, page: web.WebSocketResponse, room: Room) -> None:
        """Until one of the two is gone, or nobody has typed for long."""
        drawing = asyncio.create_task(room.draw())
        hearing = asyncio.create_task(_hear(page, room))
        try:
            while True:
                done, _ = await asyncio.wait(
                    (drawing, hearing), timeout=IDLE / 60, return_when=asyncio.FIRST_COMPLETED
                )
                if done:
                    break
                if time.monotonic() - room.touched > IDLE:
                    await _say(page, "很久没有操作，已经断开。处置都已保存。")
                    break
            if drawing.done() and not page.closed and (said := drawing.result()):
                await _say(page, said)
        finally:
            for task in (drawing, hearing):
                task.cancel()
            await asyncio.gather(drawing, hearing, return_exceptions=True)

    async def _close(self, application: web.Application) -> None:
        await asyncio.gather(*(room.leave() for room in list(self._rooms)))


async def _hear(page: web.WebSocketResponse, room: Room) -> None:
    """What the page says; anything else than the terminal's script says ends it."""
    async for message in page:
        if message.type != WSMsgType.TEXT:
            return
        try:
            kind, *rest = json.loads(message.data)
        except (ValueError, TypeError):
            return
        match kind, rest:
            case "stdin", [str(text)]:
                await room.type(text)
            case "resize", [{"width": int(width), "height": int(height)}]:
                await room.resize(width, height)
            case "ping", [said]:
                await page.send_json(["pong", said])
            case "focus" | "blur", _:
                await room.focus(kind == "focus")
            case _:
                return


async def _say(page: web.WebSocketResponse, text: str) -> None:
    """Words of the server's own on the page."""
    lines = "\r\n  ".join(text.splitlines())
    with contextlib.suppress(ConnectionError):
        await page.send_bytes(f"{_CLEAR}{lines}\r\n".encode())


def _refused(status: int, why: str) -> web.Response:
    return web.Response(status=status, text=why + "\n")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def listen(port: int) -> socket.socket:
    """A socket on this machine's own address; any free port where 0. Raises OSError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made


def serve(sock: socket.socket, command: Sequence[str], tell: Callable[[str], None]) -> None:
    """Until Ctrl+C or a signal; then every page's process has ended."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(sock, command, tell))


async def _serve(sock: socket.socket, command: Sequence[str], tell: Callable[[str], None]) -> None:
    door = Door(sock.getsockname()[1])
    server = Server(door, command, tell)
    runner = web.AppRunner(server.application(), access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP", "SIGINT"):
        if hasattr(signal, name):
            with contextlib.suppress(NotImplementedError):  # Windows' loop has no handlers
                loop.add_signal_handler(getattr(signal, name), ending.set)
    try:
        await web.SockSite(runner, sock).start()
        tell(door.address)
        await ending.wait()
    finally:
        await runner.cleanup()
