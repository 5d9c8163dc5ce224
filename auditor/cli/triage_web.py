"""`auditor triage --web`: the interface in a browser on this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from auditor.base.diagnostic import Diagnostic, Severity
from auditor.cli import console, options

PAGE = "--page"  # not for people: the process behind one page


def main(argv: Sequence[str], port: int, color: str) -> int:
    """Serve until Ctrl+C: 0; 2 where it cannot start. `argv` are the words after `auditor triage`."""
    lacking = [name for name in ("aiohttp", "textual_serve") if find_spec(name) is None]
    if lacking:
        return _refuse(
            "triage.no-web",
            f"网页形式要的程序没有装（{'、'.join(lacking)}）",
            "安装 auditor[web]，或去掉 --web 在终端里用",
            color,
        )
    from tui.web.server import listen, serve

    try:
        sock = listen(port)
    except OSError:
        return _refuse("triage.port", f"端口 {port} 用不了", "换一个端口，或去掉 --port 自动选一个", color)
    # Isolated from the folder it starts in: a folder “auditor” among the reports is no program.
    serve(sock, [sys.executable, "-P", "-m", "auditor", "triage", PAGE, *argv], _tell)
    return 0


def _tell(address: str) -> None:
    console.complain(
        f"在浏览器里打开  {address}\n"
        "      只有本机打得开，打开一次后作废；关掉网页就结束，处置随时保存。这里按 Ctrl+C 停止\n"
    )


def _refuse(code: str, message: str, remedy: str, color: str) -> int:
    options.report([Diagnostic(Severity.ERROR, code, message, remedy)], color)
    return 2


def port_of(text: str) -> int:
    """A port's number. Raises ValueError."""
    if not (text.isascii() and text.isdigit() and 1024 <= int(text[:6]) <= 65535):
        raise ValueError(text)
    return int(text)
