"""The interface on 1,000 reports with the shipped packs, held to what it promises.

    python bench/triage_reports.py [REPORTS]

Writes reports in seeded layouts into a temporary folder, audits them as the interface does, then: the
program in a terminal until findings stand on the screen, keys and filters in the interface, its memory with
the rules loaded, and how long the store takes to be right again after one report, and after one rule, was
edited. Processor time, for machines are shared.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.triage import LIMITS, WORDS, first_frame, measure  # noqa: E402  # after the path is set

_KINDS = (("docx", ".docx"), ("html", ".html"), ("text", ".txt"))
_SIGNS = "石溪河砚薇泽松翠霞箫云临岚采听"
_OFFICES = ("街道办事处", "镇人民政府", "区教育局", "县水务局", "市财政局")


def make(folder: Path, count: int) -> None:
    """`count` reports, a third of each format, each of an agency of its own."""
    from tests.layouts.corpus import RENDERERS
    from tests.layouts.layout import random_layout
    from tests.layouts.truth import true_report

    for seed in range(count):
        kind, suffix = _KINDS[seed % len(_KINDS)]
        layout = replace(random_layout(kind, seed), encoding="utf-8", declared="right")
        first, second = divmod(seed // len(_OFFICES), len(_SIGNS))
        unit = f"{_SIGNS[first % len(_SIGNS)]}{_SIGNS[second]}{_OFFICES[seed % len(_OFFICES)]}"
        data = RENDERERS[kind](replace(true_report(seed), unit=unit), layout)[0]
        (folder / f"{kind}{seed:04}{suffix}").write_bytes(data)


def audit(folder: Path, store: Path, rules: Path) -> dict[str, float]:
    """Seconds of processor time for an update with these rules, and what it found."""
    from auditor.rules.load import load_rules
    from auditor.triage import Session, Sources

    loaded = load_rules([rules])
    session = Session.open(store, loaded, [folder], "基准")
    session.sources = Sources(rules)
    shown: list[float] = []
    start = _spent()

    def told(word: str, done: int, total: int) -> None:
        if not shown and session.poll():
            shown.append(_spent() - start)

    updated = session.update(told)
    took = _spent() - start
    listing = session.listing()
    session.close()
    return {
        "took": took, "shown": shown[0] if shown else took, "read": updated.read, "findings": len(listing),
    }  # type: ignore[arg-type]  # fmt: skip


def _spent() -> float:
    """Processor time of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def apart(*words: object) -> dict[str, float]:
    """`audit` or `measure` in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *map(str, words)], check=True, capture_output=True, text=True,
        encoding="utf-8",
    )  # fmt: skip
    print(done.stderr, end="", file=sys.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    """0 where every promise is kept."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(asyncio.run(measure(sys.argv[2]))))
        return 0
    if sys.argv[1:2] == ["--audit"]:
        print(json.dumps(audit(*map(Path, sys.argv[2:5]))))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder, store, rules = Path(name) / "reports", Path(name) / "审核.sqlite", Path(name) / "rules"
        os.environ["AUDITOR_CACHE"] = str(Path(name) / "cache")
        os.environ["PYTHONPATH"] = str(ROOT)
        folder.mkdir()
        shutil.copytree(ROOT / "rules", rules)
        make(folder, count)
        print("  CPU 秒：第一条出现、做完；读了几份；问题")
        texts = sorted(folder.glob("*.txt"))
        for words in ("第一次", "改一份报告", "再改一份", "改一条规则"):
            if "一份" in words:
                edited = texts.pop()
                edited.write_bytes(edited.read_bytes() + "\n以上。".encode())
            elif "规则" in words:
                named = [
                    (each, each.read_text(encoding="utf-8")) for each in sorted(rules.rglob("勾稽.yaml"))
                ]
                some, text = next((each, text) for each, text in named if "级别: 错误" in text)
                some.write_text(text.replace("级别: 错误", "级别: 警告", 1), encoding="utf-8")
            found = apart("--audit", folder, store, rules)
            times = f"{found['shown']:.2f}  {found['took']:.2f}"
            print(f"{words}  {times}  {found['read']:.0f}  {found['findings']:,.0f}")
        frames = [first_frame(store, "·") for _ in range(3)]
        said = {"first": min(spent for spent, _ in frames), **apart("--measure", store)}
    for name, limit in LIMITS.items():
        mark = "" if said[name] <= limit else "  超过"
        print(f"{WORDS[name]}  {said[name]:.3f}  （不超过 {limit}）{mark}")
    return 0 if all(said[name] <= limit for name, limit in LIMITS.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
