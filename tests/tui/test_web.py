"""The interface in a browser: a real one through a decision, and who is kept out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from auditor.cli import triage_web
from auditor.triage import State
from tests.tui.browser import chromium, served
from tests.tui.world import sitting
from tui.web import server as serving
from tui.web.door import Door
from tui.web.room import Room
from tui.web.server import Server

POSIX = os.name == "posix"
FIRST = "reports/临河区教育局2025.docx"


def running(parent: int) -> list[int]:
    """The processes of the pages that a server has open (Linux)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, above = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()[:2]
            if int(above) == parent and state != "Z":
                found.append(int(stat.parent.name))
    return found


async def test_a_decision_in_a_real_browser(store: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / FIRST).write_bytes(b"as it was sent")
    kept = tmp_path / "kept"
    with served(store, tmp_path) as (address, process):
        async with chromium(tmp_path) as tab:
            page = await tab()
            await page.do("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(kept))
            await page.do("Page.navigate", url=address)
            await page.until(lambda: "没有找到报告" in page.shown, "the list")
            origin, inside = page.asked[1].rsplit("/", 2)[:2]
            granted = ["clipboardReadWrite", "clipboardSanitizedWrite"]
            await page.do("Browser.grantPermissions", origin=origin, permissions=granted)
            await page.until(lambda: page.value("document.activeElement.tagName === 'TEXTAREA'"), "focus")
            await page.press("y", number=89)
            await page.until(lambda: "已复制这条问题" in page.shown, "the copy")
            copied = await page.value("navigator.clipboard.readText()")
            assert copied.startswith("临河区教育局 2025年度"), copied
            await page.press("o", number=79)
            await page.until(lambda: (kept / Path(FIRST).name).is_file(), "the report")
            await page.press("a", number=65)
            await page.until(lambda: "1 条改为属实" in page.shown, "the decision")
            assert len(running(process.pid)) == 1
            await page.do("Page.navigate", url="about:blank")
            await page.until(lambda: not running(process.pid), "its process to end with the page")
            ours = (f"{origin}/{inside}/", f"ws{origin[4:]}/{inside}/")
            assert {url for url in page.asked if not url.startswith(ours)} == {address}
            assert [fault for fault in page.faults if "software WebGL" not in fault] == []
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        assert process.stdout.read() is None
    session = sitting(store)
    listing = session.listing()
    assert listing.rows(0, 1)[0].state is State.CONFIRMED  # type: ignore[union-attr]
    assert session.left()["fingerprint"]  # the place is kept when a page is closed
    session.close()


# -- who is kept out --------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def opened(*words: str) -> AsyncIterator[tuple[Door, aiohttp.ClientSession, list[str]]]:
    """A server in this process whose pages run a small program; its door, a visitor without a cookie,
    and the addresses that were shown."""
    sock = serving.listen(0)
    door = Door(sock.getsockname()[1])
    shown: list[str] = []
    server = Server(door, [sys.executable, "-c", *words], shown.append)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.SockSite(runner, sock).start()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor:
            yield door, visitor, shown
    finally:
        await runner.cleanup()


def cookie_of(door: Door) -> dict[str, str]:
    return {"Cookie": door.cookie.split(";")[0]}


async def test_only_the_address_shown_lets_a_visitor_in_and_only_once() -> None:
    async with opened("") as (door, visitor, shown):
        address = door.address
        assert (await visitor.get(door.origin + door.inside)).status == 403
        assert (await visitor.get(f"{door.origin}/?token=anything")).status == 403
        answer = await visitor.get(address)
        assert answer.status == 200
        assert answer.headers.getall("Set-Cookie") == [
            f"{door.cookie.split(';')[0]}; Path={door.inside}; HttpOnly; SameSite=Strict"
        ]
        assert f'content="0;url={door.inside}"' in await answer.text()
        page = await visitor.get(door.origin + door.inside)
        assert page.status == 200
        assert f'data-session-websocket-url="{door.socket}"' in await page.text()
        assert shown == []
        again = await visitor.get(address)
        assert (again.status, await again.text()) == (403, "这个地址已经用过了；终端里显示了新的地址\n")
        assert shown == [door.address] != [address]
        assert (await visitor.get(door.address)).status == 200


def test_the_secrets_have_128_bits_and_differ() -> None:
    one, other = Door(8000), Door(8000)
    assert len({one.address, other.address, one.cookie, other.cookie, one.inside, other.inside}) == 6
    assert len(one.address.split("=")[1]) == len(one.inside.strip("/")) == 22  # 16 bytes in base64


REFUSED = {
    "a name that points here": ({"Host": "evil.example:{port}"}, 403),
    "localhost by name": ({"Host": "localhost:{port}"}, 403),
    "another port": ({"Host": "127.0.0.1:1"}, 403),
    "a page from elsewhere": ({"Origin": "https://evil.example"}, 403),
    "a page on another port": ({"Origin": "http://127.0.0.1:1"}, 403),
    "a page without an origin": ({"Origin": "null"}, 403),
    "a frame or script of another page": ({"Sec-Fetch-Site": "cross-site"}, 403),
    "a neighbour on another port": ({"Sec-Fetch-Site": "same-site"}, 403),
    "a wrong cookie": ({"Cookie": "auditor=AAAAAAAAAAAAAAAAAAAAAA"}, 403),
    "no cookie": ({"Cookie": ""}, 403),
    "another program's cookie": ({"Cookie": "session=1"}, 403),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_stranger_is_refused(name: str) -> None:
    changed, status = REFUSED[name]
    async with opened("") as (door, visitor, _):
        port = door.host.partition(":")[2]
        given = {**cookie_of(door), "Origin": door.origin, **changed}
        headers = {key: value.format(port=port) for key, value in given.items()}
        for path in (door.inside, f"{door.inside}static/page.js", f"{door.inside}ws"):
            answer = await visitor.get(door.origin + path, headers=headers)
            assert answer.status == status, path
            assert (await answer.text()).startswith("拒绝：")


async def test_a_socket_without_an_origin_is_refused() -> None:
    async with opened("") as (door, visitor, _):
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await visitor.ws_connect(door.origin + door.inside + "ws", headers=cookie_of(door))
        assert caught.value.status == 403


@pytest.mark.parametrize("path", ["/static/", "/ws", "/download/x", "/favicon.ico", "//evil.example/"])
async def test_there_is_nothing_outside_the_page(path: str) -> None:
    async with opened("") as (door, visitor, _):
        assert (await visitor.get(door.origin + path, headers=cookie_of(door))).status == 404
        for name in ("", "static/", "static/%2e%2e%2fdoor.py", "static/door.py", "file/x/y"):
            if name:
                answer = await visitor.get(door.origin + door.inside + name, headers=cookie_of(door))
                assert answer.status == 404, name
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD"):
            answer = await visitor.request(method, door.origin + door.inside, headers=cookie_of(door))
            assert answer.status in (404, 405), method


async def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere() -> None:
    async with opened("") as (door, visitor, _):
        for path in (door.inside, f"{door.inside}static/textual.js", "/", "/nothing"):
            headers = (await visitor.get(door.origin + path, headers=cookie_of(door))).headers
            assert headers["Content-Security-Policy"] == (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
                f"img-src data:; connect-src ws://{door.host}; base-uri 'none'; form-action 'none'; "
                "frame-ancestors 'none'"
            )
            assert headers["X-Frame-Options"] == "DENY"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cache-Control"] == "no-store"
            assert headers["Server"] == "auditor"


# -- pages and their processes ----------------------------------------------------------------------

# A program that says what it hears, as Textual's driver speaks.
ECHO = r"""
import os, sys, json
def say(kind, data): os.write(1, kind + len(data).to_bytes(4, 'big') + data)
os.write(1, b'__GANGLION__\n')
say(b'D', (os.environ['COLUMNS'] + 'x' + os.environ['ROWS']).encode())
while head := sys.stdin.buffer.read(5):
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], 'big'))
    if data == b'give': say(b'M', json.dumps({'type': 'hand_over', 'path': sys.argv[1]}).encode())
    elif data == b'end': say(b'M', b'{"type": "exit"}'); break
    elif data == b'fail': sys.exit('broken')
    else: say(b'D', head[:1] + data)
"""


async def visit(
    door: Door, visitor: aiohttp.ClientSession, query: str = ""
) -> aiohttp.ClientWebSocketResponse:
    headers = {**cookie_of(door), "Origin": door.origin}
    return await visitor.ws_connect(door.origin + door.inside + "ws" + query, headers=headers)


async def heard(page: aiohttp.ClientWebSocketResponse) -> str:
    message = await asyncio.wait_for(page.receive(), 15)
    data = message.data
    return data.decode("utf-8") if isinstance(data, bytes) else str(data)


async def test_a_page_and_its_process_speak_to_each_other() -> None:
    async with opened(ECHO) as (door, visitor, _):
        page = await visit(door, visitor, "?width=100&height=30")
        assert await heard(page) == "100x30"
        await page.send_json(["stdin", "属实"])
        assert await heard(page) == "D属实"
        await page.send_json(["resize", {"width": 99999, "height": -4}])
        assert await heard(page) == 'M{"type": "resize", "width": 500, "height": 10}'
        await page.send_json(["focus"])
        assert await heard(page) == 'M{"type": "focus"}'
        await page.send_json(["ping", "7"])
        assert await heard(page) == '["pong", "7"]'
        await page.send_json(["stdin", "end"])
        assert (await asyncio.wait_for(page.receive(), 15)).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", "[1]", '["stdin", 1]', '["resize", {"width": "1"}]', "\x00"]
)
async def test_a_page_that_says_something_else_is_ended(said: str) -> None:
    async with opened(ECHO) as (door, visitor, _):
        page = await visit(door, visitor)
        await heard(page)
        await page.send_str(said)
        while not page.closed:
            await heard(page)


async def test_what_the_process_said_last_is_shown_where_it_failed() -> None:
    async with opened(ECHO) as (door, visitor, _):
        page = await visit(door, visitor)
        await heard(page)
        await page.send_json(["stdin", "fail"])
        assert (await heard(page)).endswith("  broken\r\n")
    async with opened("import sys; sys.exit('错误  库被别的程序锁着')") as (door, visitor, _):
        assert (await heard(await visit(door, visitor))).endswith("  错误  库被别的程序锁着\r\n")


async def test_a_report_goes_to_the_browser_once_and_never_as_a_page(tmp_path: Path) -> None:
    report = tmp_path / "某局 2024.html"
    report.write_text("<script>alert(1)</script>", encoding="utf-8")
    async with opened(ECHO, str(report)) as (door, visitor, _):
        page = await visit(door, visitor)
        await heard(page)
        await page.send_json(["stdin", "give"])
        kind, about = json.loads(await heard(page))
        assert (kind, about["new_tab"]) == ("open_url", False)
        answer = await visitor.get(door.origin + about["url"], headers=cookie_of(door))
        assert (answer.status, await answer.text()) == (200, "<script>alert(1)</script>")
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''%E6%9F%90%E5%B1%80%202024.html"
        )
        assert (await visitor.get(door.origin + about["url"], headers=cookie_of(door))).status == 204


async def test_there_are_only_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SESSIONS", 2)
    async with opened(ECHO) as (door, visitor, _):
        first, second, third = [await visit(door, visitor) for _ in range(3)]
        assert [await heard(page) for page in (first, second)] == ["80x24", "80x24"]
        assert "已经开着 2 个页面" in await heard(third)
        await first.close()
        for _ in range(50):
            fourth = await visit(door, visitor)
            if await heard(fourth) == "80x24":
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail("a closed page kept its place")


async def test_a_page_that_nobody_uses_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "IDLE", 0.6)
    async with opened(ECHO) as (door, visitor, _):
        page = await visit(door, visitor)
        await heard(page)
        assert "很久没有操作" in await heard(page)
        assert (await asyncio.wait_for(page.receive(), 15)).type is aiohttp.WSMsgType.CLOSE


async def test_a_process_that_will_not_end_is_made_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.web.room.GRACE", 0.2)
    stubborn = "import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\nos.write(1, b'__GANGLION__\\n')\n"

    async def nothing(_: object) -> None: ...

    room = Room([sys.executable, "-c", stubborn + "time.sleep(60)"], nothing, nothing)
    await room.begin(80, 24)
    process = room._process
    assert process is not None and process.stdout is not None
    assert await process.stdout.readline() == b"__GANGLION__\n"
    await room.leave()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(not POSIX, reason="signals are told otherwise here")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
async def test_the_pages_processes_end_with_the_server(
    store: Path, tmp_path: Path, end: signal.Signals
) -> None:
    with served(store, tmp_path) as (address, process):
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as visitor:
            origin = address.partition("/?")[0]
            inside = (await (await visitor.get(address)).text()).partition("0;url=")[2].partition('"')[0]
            page = await visitor.ws_connect(f"{origin}{inside}ws", headers={"Origin": origin})
            await heard(page)
            (child,) = running(process.pid)
            process.send_signal(end)
            await asyncio.to_thread(process.wait, 10)
            deadline = time.monotonic() + 4
            while _alive(child):
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


# -- the command ------------------------------------------------------------------------------------


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.closing(serving.listen(0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert triage_web.main([], port, "never") == 2
    assert capsys.readouterr().err == (
        f"错误  端口 {port} 用不了\n      提示：换一个端口，或去掉 --port 自动选一个\n"
    )


def test_only_this_machine_is_listened_on() -> None:
    with contextlib.closing(serving.listen(0)) as sock:
        assert sock.family == socket.AF_INET
        assert sock.getsockname()[0] == "127.0.0.1"


def test_what_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking(name: str) -> object:
        return None if name == "textual_serve" else find_spec(name)

    monkeypatch.setattr(triage_web, "find_spec", lacking)
    assert triage_web.main([], 0, "never") == 2
    assert capsys.readouterr().err == (
        "错误  网页形式要的程序没有装（textual_serve）\n"
        "      提示：安装 auditor[web]，或去掉 --web 在终端里用\n"
    )
