"""The interface on a store of 100,000 findings, held to what it promises.

    python bench/triage.py [FINDINGS]

Makes the store in a temporary folder (half a minute), then measures: the program in a terminal, from
its start until findings stand on the screen (Linux; the best of five); in a process of its own filters,
and keys from the press to the drawn screen, and its memory. Processor time, for machines are shared.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"first": 0.5, "filter": 0.1, "key": 0.05, "memory": 120.0}
FILTERS = (
    "勾稽",
    "级别:错误",
    "qsjd",
    "!状态:豁免 年度:2023",
    "机关:青石 相差",
    "没有这个词",
    "状态:待处理 规则:结构",
)
# Keys that open something or rearrange the list; three of s are once round.
PRESSED = ("w", "5", "n", "enter", "s", "s", "s", "question_mark", "x", "v", "F", "N", "E")
WORDS = {"first": "第一屏", "filter": "最慢的筛选", "key": "最慢的按键", "memory": "内存峰值 MB"}


def make(path: Path, count: int) -> None:
    """A store with `count` findings of 1,000 reports, a third of them decided."""
    from auditor.findings.fingerprint import fingerprint
    from auditor.findings.model import FileStatus, Finding
    from auditor.findings.store.runs import Recorder
    from auditor.findings.store.sheet import Sheet
    from auditor.rules.model import Basis
    from auditor.rules.outcome import CellEvidence, Level, Verdict
    from auditor.triage import Choice, Session, open_store

    store = open_store(path)
    session = Session(store, who="基准")
    places = [
        f"{a}{b}"
        for a in "青云临山岚采听拾望枕"
        for b in ("石", "溪", "河", "砚", "薇", "泽", "松", "翠", "霞", "箫")
    ]
    kinds = ("街道办事处", "镇人民政府", "区教育局", "县水务局", "市财政局")
    levels = (Level.ERROR, Level.WARNING, Level.INFO)
    recorder = Recorder(store, (), (), "bench", session.moment())
    reports = 1000
    made = 0
    for number in range(0, reports, 50):
        sheets, findings = [], []
        for each in range(number, number + 50):
            agency = places[each % 100] + kinds[each // 100 % 5]
            year = 2022 + each // 500
            file = f"{agency}{year}.docx"
            sheets.append(Sheet(file, agency, agency, year, FileStatus.READ))
            for i in range(count // reports):
                rule = f"{('勾稽', '结构', '表形', '文表')[i % 4]}-{300 + i % 150}"
                target = f"表三.第{i}列"
                findings.append(
                    Finding(
                        fingerprint(rule, agency, year, target), rule, f"第{i % 150}条要求", levels[i % 3],
                        Verdict.FAIL, file, agency, year, target, None,
                        f"第{i}列新收加结转不等于办理总计，相差 {i % 17 + 1}", "核对这一列", None, None,
                        (Basis("国办公开办函〔2021〕30号", "表三"),),
                        (CellEvidence(f"表三.总计.第{i}行", str(i), i, None),), agency=agency,
                    )
                )  # fmt: skip
        recorder.add(sheets, tuple(findings))
        made += len(findings)
    recorder.finish({})
    listing = session.listing("级别:错误")
    assert not hasattr(listing, "message")
    session.decide_all(listing, Choice.CONFIRMED)
    session.close()
    print(f"{made:,} 条", file=sys.stderr)


def peak() -> float:
    """The most memory this process has had, in MB. What getrusage says has the parent's in it."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def first_frame(store: Path, sign: str = "勾稽-3") -> tuple[float, float]:
    """The program itself in a terminal of 120×36, from its start until findings stand on the screen
    (`sign` is in them): seconds of processor time, and of the clock."""
    import fcntl
    import pty
    import struct
    import termios

    empty = store.parent / "空"
    empty.mkdir(exist_ok=True)
    words = ["-m", "auditor", "triage", str(empty), "--store", str(store), "--rules", str(ROOT / "rules")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    # Modules are compiled once, as they are where the program is installed.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(store.parent / "编译")
    start = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.chdir(store.parent)
        os.execve(sys.executable, [sys.executable, *words], environment)
    seen = b""
    while sign.encode() not in seen:
        seen += os.read(terminal, 65536)
        if seen.endswith(b"\x1b[6n"):  # where does the cursor stand?
            os.write(terminal, b"\x1b[1;2R")
    clock = time.monotonic() - start
    spent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return sum(int(word) for word in spent) / os.sysconf("SC_CLK_TCK"), clock


def floor() -> float:
    """Seconds of processor time for SQLAlchemy and Textual alone: how busy the machine is, shows here too."""
    environment = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    spent = []
    for _ in range(5):
        before = os.times()
        subprocess.run([sys.executable, "-c", "import sqlalchemy, textual.app"], env=environment, check=True)
        after = os.times()
        spent.append(after[2] + after[3] - before[2] - before[3])
    return min(spent)


async def measure(path: str) -> dict[str, float]:
    """Seconds of processor time, and MB."""
    from auditor.base import collector
    from auditor.triage import Session
    from tui.app import TriageApp
    from tui.desk import Desk

    desk = Desk(Session.open(path, None, (), "基准"), ROOT / "rules")
    app = TriageApp(desk, settled=collector.let_go)  # as the command starts it
    found: dict[str, float] = {}
    async with app.run_test(size=(120, 36)) as pilot:
        while not (app.screen.query("#list") and app.screen.query_one("#list").rows is not None):  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        screen = app.screen
        slowest = 0.0
        for text in FILTERS:
            start = time.thread_time()
            screen.relist(text)  # type: ignore[attr-defined]
            screen._compositor.render_strips()
            took = time.thread_time() - start
            print(f"  筛选 {text}：{took * 1000:.0f} ms", file=sys.stderr)
            slowest = max(slowest, took)
        found["filter"] = slowest
        screen.relist("")  # type: ignore[attr-defined]
        slowest = 0.0
        for key in (
            ["down"] * 30 + ["pagedown"] * 10 + ["G", "pageup", "g", "greater_than_sign", "J", "1", "1", "u"]
        ):
            await pilot.pause()
            start = time.thread_time()
            action = {
                "down": "down", "pagedown": "page_down", "pageup": "page_up", "G": "last", "g": "first",
                "greater_than_sign": "next_agency", "J": "next_open", "1": "decide('confirmed')", "u": "undo",
            }[key]  # fmt: skip
            await screen.run_action(action)
            await asyncio.sleep(0)
            screen._compositor.render_strips()
            took = time.thread_time() - start
            if took > 0.03:
                print(f"  {key}：{took * 1000:.0f} ms", file=sys.stderr)
            slowest = max(slowest, took)
        rounds = [[await _pressed(pilot, key) for key in PRESSED] for _ in range(3)]
        for key, took in zip(PRESSED, map(min, zip(*rounds, strict=True)), strict=True):
            print(f"  {key}：{took * 1000:.0f} ms", file=sys.stderr)
            slowest = max(slowest, took)
        found["key"] = slowest
    found["memory"] = peak()
    return found


async def _pressed(pilot: Pilot[object], key: str) -> float:
    """Seconds of processor time from the key to the drawn screen. What it opened is closed again."""
    from textual import events

    app = pilot.app
    home = app.screen
    await pilot.pause()
    start = time.thread_time()
    app.post_message(events.Key(key, key if len(key) == 1 else None))
    await pilot.pause()
    took = time.thread_time() - start
    while app.screen is not home:
        await pilot.press("escape")
        await pilot.pause()
    return took


def main() -> int:
    """0 where every promise is kept."""
    if len(sys.argv) == 3 and sys.argv[1] == "--measure":
        print(json.dumps(asyncio.run(measure(sys.argv[2]))))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "审核.sqlite"
        make(path, count)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TEXTUAL_DISABLE_KITTY_KEY": "1"}
        command = [sys.executable, __file__, "--measure", str(path)]
        frames = [first_frame(path) for _ in range(5)]
        said = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, encoding="utf-8"
        )
    print(said.stderr, end="", file=sys.stderr)
    found = {"first": min(spent for spent, _ in frames), **json.loads(said.stdout)}
    print(f"第一屏，按钟表  {min(clock for _, clock in frames):.3f} 秒")
    print(f"其中只装 SQLAlchemy 和 Textual  {floor():.3f} 秒")
    for name, limit in LIMITS.items():
        mark = "" if found[name] <= limit else "  超过"
        print(f"{WORDS[name]}  {found[name]:.3f}  （不超过 {limit}）{mark}")
    return 0 if all(found[name] <= limit for name, limit in LIMITS.items()) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
