"""What the reader misses over any range of seeds: `python -m tests.layouts.failures [first] [last] [folder]`.

Prints the misses by layout feature and the first of every failing variant; with a folder, writes the
failing files there to be looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.layouts.check import examples, judge, lexicons, table_of_features
from tests.layouts.corpus import RENDERERS, variant


def main(first: int = 0, last: int = 100, folder: str = "") -> None:
    words = lexicons()
    verdicts = [judge(variant(f, seed), words) for f in RENDERERS for seed in range(first, last)]
    failing = [v for v in verdicts if v.wrong or v.illegible or v.faults]
    cells = sum(v.cells for v in verdicts)
    lost = sum(len(v.illegible) for v in failing)
    print(
        f"{len(verdicts)} variants, {cells} cells: {sum(len(v.wrong) for v in failing)} wrong, "
        f"{lost} given up ({lost / cells:.3%}), {sum(bool(v.faults) for v in failing)} variants with faults "
        "of agency, year or sections\n"
    )
    if failing:
        print(table_of_features(verdicts), end="\n\n")
        failing.sort(key=lambda v: (not v.wrong, len(v.variant.truth.layout.features())))
        print(examples(failing, 60))
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for verdict in failing:
            (Path(folder) / verdict.variant.name).write_bytes(verdict.variant.data)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:4])  # type: ignore[arg-type]
