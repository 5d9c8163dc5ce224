"""Near-copies among thousands of reports: time, recall of planted copies, and the share of a run.

    python -m bench.copies [reports] [agencies of the run]

The reports' prose is invented, sentence by sentence; all share some boilerplate. A planted copy is
another report's text under another agency's name with other figures, part of its sentences written anew
(none, one in twenty, one in ten) and now and then a word replaced. Recall counts planted pairs that are
alike by the exact measure and were found; a pair that was not planted counts as false. The share of a
run is measured on a folder of real files: the same run with and without the rules between reports.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.base.paths import packaged
from auditor.engine.copies import CopyIndex
from auditor.engine.run import is_survey
from auditor.findings.session import audit_files
from auditor.reading.walk import walk
from auditor.report.model import Report
from auditor.roster.load import load_roster
from auditor.rules.load import LoadedRules, load_rules
from tests.city.city import Defects, make
from tests.city.prose import Writer
from tests.make import report

THRESHOLD = Fraction(85, 100)
SHARED = "本机关确定一名负责人分管这项工作，把它列入年度考核。全年没有发出收费通知，没有收取信息处理费。"
SECONDS, RECALL, PART = 60, 0.98, 10


def _text(seed: str, sentences: int) -> list[str]:
    writer = Writer(seed)
    return [writer.paragraph(1) for _ in range(sentences)]


def _edited(sentences: list[str], rng: random.Random, share: float) -> list[str]:
    out = []
    for number, sentence in enumerate(sentences):
        if rng.random() < share:
            sentence = Writer(f"anew {rng.random()} {number}").paragraph(1)
        elif rng.random() < 0.1:
            sentence = sentence.replace("，", "，并且", 1)
        out.append(sentence)
    return out


def _report(number: int, sentences: list[str]) -> Report:
    unit = f"第{number}县教育局"
    half = len(sentences) * 3 // 4
    parts = {
        1: f"2023年公开信息{number}条。" + "".join(sentences[:half]) + SHARED,
        5: "".join(sentences[half:]),
    }
    made = report(parts={**dict.fromkeys((2, 3, 4), ""), **parts, 0: "", 6: SHARED})
    return replace(made, unit=unit, agency_key=f"name:{unit}", file=f"{number:05d}.docx")


def planted(count: int) -> tuple[list[Report], set[frozenset[int]]]:
    """The reports, one in twenty-five a copy, and the planted pairs."""
    rng = random.Random("planted")
    texts = [_text(f"report {number}", rng.randint(14, 34)) for number in range(count)]
    copies = count // 25
    pairs = set()
    for number in range(copies):
        source, copy = 2 * number, 2 * number + 1
        texts[copy] = _edited(texts[source], rng, rng.choice((0.0, 0.05, 0.1)))
        pairs.add(frozenset((source, copy)))
    return [_report(number, text) for number, text in enumerate(texts)], pairs


def search(reports: list[Report]) -> tuple[float, set[frozenset[int]]]:
    """Seconds from reports to pairs, and the pairs."""
    by_file = {found.file: found for found in reports}
    start = time.perf_counter()
    index = CopyIndex()
    for found in reports:
        index.add(found)
    likenesses = index.likenesses(THRESHOLD, by_file.get)
    seconds = time.perf_counter() - start
    return seconds, {
        frozenset((int(pair.first.file[:5]), int(pair.second.file[:5]))) for pair in likenesses.pairs
    }


def alike(reports: list[Report], pairs: set[frozenset[int]]) -> set[frozenset[int]]:
    """The planted pairs that are copies by the exact measure, each looked at by itself."""
    from auditor.engine.copies import PARTS
    from auditor.rules.likeness import alike as measure
    from auditor.rules.likeness import plain, sentences_of

    shared = {plain(text + "。", "") for text in SHARED.split("。")}
    bodies = {
        number: "".join(text for _, text in sentences_of(reports[number], PARTS) if text not in shared)
        for pair in pairs
        for number in pair
    }
    return {pair for pair in pairs if measure(*(bodies[number] for number in pair)) > THRESHOLD}


def _run(loaded: LoadedRules, folder: Path) -> Callable[[], float]:
    roster, _ = load_roster(folder / "名录.yaml")

    def run() -> float:
        start = time.process_time()
        audit_files(loaded, walk([folder]), None, roster)
        return time.process_time() - start

    return run


def share_of_a_run(rounds: int = 5) -> tuple[float, float]:
    """Seconds of a run over the city of tests/city with all rules, and without those between reports."""
    loaded = load_rules([packaged() / "rules"])
    single = tuple(
        rule
        for rule in loaded.rules
        if not is_survey(rule) and rule.id.split("-")[0] not in ("跨年", "汇总", "相似")
    )
    with tempfile.TemporaryDirectory() as name:
        folder = make(Defects()).write(Path(name))
        runs = [_run(loaded, folder), _run(replace(loaded, rules=single), folder)]
        times = [[run() for run in runs] for _ in range(rounds)]  # by turns: other work disturbs both alike
        best = [min(column) for column in zip(*times, strict=True)]
    return best[0], best[1]


def main(argv: list[str]) -> int:
    """Print the figures; 1 where one misses its target."""
    count = int(argv[0]) if argv else 5_000
    reports, pairs = planted(count)
    half, _ = search(reports[: count // 2])
    seconds, found = search(reports)
    wanted = alike(reports, pairs)
    recall = len(found & wanted) / len(wanted) if wanted else 1.0
    false = len(found - pairs)
    whole, single = share_of_a_run()
    part = 100 * (whole - single) / whole
    print(f"{count // 2:>6} reports  {half:6.1f} s")
    print(f"{count:>6} reports  {seconds:6.1f} s   target {SECONDS} s")
    print(f"recall {recall:.4f} of {len(wanted)} copies   target {RECALL}; {false} pairs that nobody planted")
    print(f"a run over 120 files {whole:.2f} s, between reports {part:.1f} %   target {PART} %")
    return int(seconds > SECONDS or recall < RECALL or part > PART)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
