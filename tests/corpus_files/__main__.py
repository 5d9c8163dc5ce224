"""The corpus: every kind of file from true reports, read and held against the truth.

    python -m tests.corpus_files [--share 1.0] [--kinds text,web,…] [--first 0] [--table FILE] [--keep FOLDER]

Prints what was read wrong or given up and the table; with --keep, writes the failing files there, and with
`--write FOLDER` every file with its truth beside it (JSON). Ends with 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from auditor.reading import office
from auditor.reading.scan.kit import installed
from tests.corpus_files.kinds import KINDS, Kind
from tests.layouts.build import Built
from tests.layouts.check import Verdict, examples, judge, lexicons
from tests.layouts.corpus import Variant
from tests.pdf.convert import browser
from tests.pdf.convert import office as program

_STEP = 10  # a tenth of the corpus is every tenth seed


@dataclass(frozen=True, slots=True)
class Row:
    """One kind's line of the table."""

    kind: Kind
    files: int
    cells: int
    wrong: int
    given_up: int
    faults: int

    @property
    def holds(self) -> bool:
        taken = self.cells - self.given_up
        return self.wrong <= self.kind.wrong * taken and self.given_up <= self.kind.given_up * self.cells

    def line(self) -> str:
        share = f"{self.given_up / self.cells:.3%}" if self.cells else "—"
        return (
            f"| {self.kind.shown} | {self.files:,} | {self.cells:,} | {self.wrong} | "
            f"{self.given_up} | {share} "
            f"| {self.faults if self.kind.prose else '—'} |"
        )


HEAD = (
    "| 格式 | 文件 | 单元格 | 读错 | 无法辨认 | 占比 | 机关、年度或部分有误的文件 |\n|---|"
    "--:|--:|--:|--:|--:|--:|"
)


def has(what: str) -> bool:
    """Whether the program, or the extra, is at hand."""
    if what == "ocr":
        return installed()
    return not what or (program() if what == "soffice" else browser()) is not None


def seeds_of(kind: Kind, share: float, first: int = 0) -> list[int]:
    """The seeds that are this share of the kind: spread over all, the same every time."""
    step = max(1, round(1 / share))
    return list(range(first + len(kind.name) % step, first + kind.count, step))


def verdicts_of(kind: Kind, seeds: Sequence[int], folder: Path) -> list[Verdict]:
    """The kind's files made, read and judged."""
    made = kind.make(seeds, folder)
    if kind.reads == "soffice":
        office.prepare([partial(_data, each) for each in made])
    words = lexicons()
    verdicts = [judge(each, words) for each in made]
    return verdicts if kind.prose else [replace(each, faults=()) for each in verdicts]


def _data(variant: Variant) -> bytes:
    return variant.data


def row_of(kind: Kind, verdicts: Sequence[Verdict]) -> Row:
    return Row(
        kind,
        len(verdicts),
        sum(v.cells for v in verdicts),
        sum(len(v.wrong) for v in verdicts),
        sum(len(v.illegible) for v in verdicts),
        sum(bool(v.faults) for v in verdicts),
    )


def table_of(rows: Sequence[Row]) -> str:
    files, cells = sum(r.files for r in rows), sum(r.cells for r in rows)
    wrong, lost = sum(r.wrong for r in rows), sum(r.given_up for r in rows)
    whole = (
        f"| **合计** | {files:,} | {cells:,} | {wrong} | {lost} | {lost / max(1, cells):.3%} "
        f"| {sum(r.faults for r in rows)} |"
    )
    return "\n".join((HEAD, *(row.line() for row in rows), whole))


def features_of(verdicts: Sequence[Verdict]) -> str:
    """The layouts by feature: how many files have it, how many cells of those were read wrong or given up."""
    files: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for verdict in verdicts:
        for name in verdict.variant.truth.layout.features() or ("（规范格式原样）",):
            files[name] += 1
            cells[name] += verdict.cells
            wrong[name] += len(verdict.wrong)
            lost[name] += len(verdict.illegible)
    lines = ["| 版式特征 | 文件 | 单元格 | 读错 | 无法辨认 |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| `{name}` | {files[name]} | {cells[name]:,} | {wrong[name]} | {lost[name]} |"
        for name in sorted(files)
    ]
    return "\n".join(lines)


def truth_json(built: Built) -> str:
    """What a reader has to find."""
    report = built.report
    answers = {
        path: sorted((state, str(number)) for state, number in right) for path, right in built.answers.items()
    }
    return json.dumps(
        {"unit": report.unit, "year": report.year, "published": report.published, "template": report.template,
         "layout": built.layout.features(), "cells": answers},
        ensure_ascii=False, indent=1, sort_keys=True,
    )  # fmt: skip


def _run(kinds: Sequence[Kind], share: float, first: int) -> Iterator[tuple[Kind, list[Verdict], float]]:
    for kind in kinds:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            verdicts = verdicts_of(kind, seeds_of(kind, share, first), Path(folder))
        yield kind, verdicts, time.monotonic() - started


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus_files")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args(arguments)
    named = set(filter(None, asked.kinds.split(",")))
    kinds = [
        kind for kind in KINDS if (not named or kind.name in named) and has(kind.needs) and has(kind.reads)
    ]
    rows: list[Row] = []
    everything: list[Verdict] = []
    for kind, verdicts, seconds in _run(kinds, asked.share, asked.first):
        rows.append(row_of(kind, verdicts))
        everything += verdicts
        print(f"{kind.name}: {rows[-1].line()} {seconds:.0f} s", flush=True)
        failing = [v for v in verdicts if v.wrong or v.illegible or v.faults]
        if failing:
            print(examples(failing, 8), flush=True)
        for verdict in failing if asked.keep else ():
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / verdict.variant.name).write_bytes(verdict.variant.data)
        for verdict in verdicts if asked.write else ():
            folder = asked.write / kind.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / verdict.variant.name).write_bytes(verdict.variant.data)
            (folder / f"{verdict.variant.name}.json").write_text(
                truth_json(verdict.variant.truth), encoding="utf-8"
            )
    print(table_of(rows))
    if asked.table:
        asked.table.write_text(f"{table_of(rows)}\n\n{features_of(everything)}\n", encoding="utf-8")
    missing = [kind.name for kind in KINDS if not (has(kind.needs) and has(kind.reads))]
    if missing:
        print(f"left out for want of a program: {', '.join(missing)}")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
