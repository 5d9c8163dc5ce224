"""A store of 100,000 findings: how long a filter takes, a page, a decision; how much memory.
Processor time, for machines are shared.

python bench/store.py [findings] [folder]    prints one line per measure; exit 1 where one is missed
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FILTERS = (
    "", "级别:错误", "状态:待处理", "年度:2023", "qsjd", "青石", "勾稽-3", "机关:教育局 级别:警告",
    "!状态:误报", "新收 相差",
    "没有这样的词", "gjqjyj", "!青石 !级别:提示 年度:2021-2023", "状态:已处置", "相差 17",
)  # fmt: skip
PLACES = ("青石", "云山", "临河", "松岭", "白塔", "南浦", "北原", "东篱", "西渡", "望箫")
BODIES = (
    "街道办事处",
    "镇人民政府",
    "区教育局",
    "区卫生健康局",
    "区民政局",
    "乡人民政府",
    "区水务局",
    "区住房和城乡建设局",
)
MOST = {"filter": 0.100, "first": 0.5, "page": 0.020, "key": 0.050, "mb": 120}


def build(path: Path, total: int) -> None:
    """A store with `total` findings of invented agencies."""
    from auditor.findings.fingerprint import fingerprint
    from auditor.findings.model import FileStatus, Finding
    from auditor.findings.states import Choice
    from auditor.findings.store.decisions import decide
    from auditor.findings.store.open import open_store
    from auditor.findings.store.reach import Moment
    from auditor.findings.store.runs import Recorder
    from auditor.findings.store.sheet import Sheet
    from auditor.rules.model import Basis
    from auditor.rules.outcome import CellEvidence, Level, Verdict

    chance = random.Random(5)
    store = open_store(path)
    moment = Moment("王芳", "2025-03-01T02:00:00.000000+00:00", date(2025, 3, 1))
    recorder = Recorder(store, [], [], "bench", moment)
    each = 100
    marks = []
    for start in range(0, total // each, 50):
        sheets, found = [], []
        for number in range(start, min(start + 50, total // each)):
            unit = (
                f"{PLACES[number % 10]}{PLACES[number // 10 % 10]}{BODIES[number % 8]}{number // 100 or ''}"
            )
            year = 2021 + number % 4
            file = f"reports/{unit}{year}.docx"
            sheets.append(Sheet(file, unit, f"name:{unit}", year, FileStatus.READ, sha256=f"{number:064x}"))
            for index in range(each):
                rule = f"勾稽-{index % 60 + 101}"
                target = f"表三.自然人.{index}"
                level = (Level.ERROR, Level.WARNING, Level.INFO)[index % 3]
                made = fingerprint(rule, f"name:{unit}", year, target)
                sums = f"新收 {index} + 上年结转 2 = {index + 2}"
                message = f"自然人：{sums}，办理总计与结转下年之和相差 {number % 30}"
                name, basis = (
                    f"第{index % 60}条规则的名称说明它查什么",
                    (Basis("国办公开办函〔2021〕30号", "表三"),),
                )
                found.append(
                    Finding(
                        made, rule, name, level, Verdict.FAIL, file, unit, year, target, None, message,
                        "先核对新收，再核对总计", None, None, basis,
                        (CellEvidence(target, str(index), index, None),), agency=f"name:{unit}",
                        evidence_hash=f"{index:024x}",
                    )
                )  # fmt: skip
                if chance.random() < 0.3:
                    marks.append((made, 0))
        recorder.add(sheets, found)
    recorder.add([], [])
    recorder.finish({})
    decide(store, marks[::2], Choice.CONFIRMED, moment)
    decide(store, marks[1::2], Choice.FALSE_ALARM, moment)
    store.close()


def measure(path: Path) -> int:
    """Print the measures of the store at `path`; how many are missed."""
    missed = 0
    start = time.process_time()
    from auditor.triage import Choice, FilterFault, Session

    session = Session.open(path, who="王芳")
    listing = session.listing("")
    assert not isinstance(listing, FilterFault)
    listing.rows(0, 40)
    session.counts()
    first = time.process_time() - start
    missed += said("first frame", first, MOST["first"], f"{len(listing):,} findings")
    for typed in FILTERS:
        times = []
        for _ in range(3):
            start = time.process_time()
            found = session.listing(typed)
            assert not isinstance(found, FilterFault)
            found.rows(0, 40)
            times.append(time.process_time() - start)
        missed += said(f"filter {typed or '(none)'}", sorted(times)[1], MOST["filter"], f"{len(found):,}")
    for order in ("rule", "level"):
        start = time.process_time()
        session.listing("", order)
        missed += said(f"order {order}", time.process_time() - start, MOST["filter"])
    start = time.process_time()
    for at in range(0, len(listing), max(1, len(listing) // 50)):
        listing.rows(at, 40)
    missed += said("page, on average", (time.process_time() - start) / 50, MOST["page"])
    lines = listing.rows(0, 1)
    start = time.process_time()
    session.decide(lines, Choice.WAIVED, reason="x", until=date(2099, 1, 1))
    missed += said("one decision", time.process_time() - start, MOST["key"])
    start = time.process_time()
    session.detail(lines[0].fingerprint)
    missed += said("detail", time.process_time() - start, MOST["key"])
    start = time.process_time()
    done = session.undo()
    missed += said("undo", time.process_time() - start, MOST["key"], done.label)
    start = time.process_time()
    session.poll()
    session.poll()
    missed += said("poll", time.process_time() - start, MOST["key"])
    megabytes = peak()
    print(f"{'memory':36} {megabytes:8.0f} MB{'' if megabytes <= MOST['mb'] else '   MISSED'}")
    wide = session.listing("级别:错误")
    assert not isinstance(wide, FilterFault)
    start = time.process_time()
    session.decide_all(wide, Choice.CONFIRMED)
    print(f"{'bulk of ' + format(len(wide), ','):36} {time.process_time() - start:8.3f} s")
    start = time.process_time()
    session.undo()
    print(f"{'its undo':36} {time.process_time() - start:8.3f} s")
    return missed + (megabytes > MOST["mb"])


def said(what: str, seconds: float, most: float, more: str = "") -> int:
    """Print one measure; 1 where it is missed."""
    late = seconds > most
    print(f"{what:36} {seconds * 1000:8.1f} ms  {more}{'   MISSED' if late else ''}")
    return int(late)


def peak() -> float:
    """The most memory this process has had, in MB; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main() -> int:
    """Build (in a process of its own, for its memory is not ours), then measure."""
    if len(sys.argv) > 3:
        return min(measure(Path(sys.argv[3])), 1)
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2] if len(sys.argv) > 2 else folder) / "审核.sqlite"
        if not path.exists():
            start = time.perf_counter()
            build(path, total)
            print(f"built in {time.perf_counter() - start:.1f} s, {path.stat().st_size >> 20} MB")
        return subprocess.run([sys.executable, __file__, "0", ".", str(path)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
