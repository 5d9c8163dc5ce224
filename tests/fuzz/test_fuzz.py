"""A short run of the fuzzer (the long one: `python -m tests.fuzz.run 30`)."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.originals import originals
from tests.fuzz.run import Reader, fuzz

FILES = 150
# A PDF whose fonts are broken goes to the recogniser, which takes seconds: one original is enough here.
FEW = {name: data for name, data in originals().items() if not name.startswith("pdf-") or name == "pdf-0.pdf"}


def test_no_mutated_file_crashes_hangs_or_reaches_beyond_its_folder() -> None:
    account = fuzz(range(FILES), time.monotonic() + 120, FEW)
    assert not account.failures, [(name, what) for name, what, _ in account.failures]
    assert sum(account.files.values()) == FILES
    assert {"docx", "html", "mht", "md", "ofd", "pdf", "txt", "xlsx", "zip"} <= set(account.files)


def test_a_seed_gives_the_same_mutation_every_time() -> None:
    for name, data in originals().items():
        first, again = (mutated(data, random.Random(f"same {name}")) for _ in range(2))
        assert first == again


def test_the_guard_sees_a_stray_write_and_a_call_for_the_network(tmp_path: Path) -> None:
    """Without this, a run that finds nothing would prove nothing."""
    import subprocess
    import sys

    reader = Reader(tmp_path)
    try:
        deeds = (
            f"open({str(tmp_path / 'inside')!r}, 'w').close()",
            f"open({str(tmp_path.parent / 'outside')!r}, 'w').close()",
            "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
        )
        seen = []
        for deed in deeds:
            subprocess.run([sys.executable, "-c", deed], env=reader.environment, check=True)
            seen.append(reader.breach().split(" ")[:2])
        assert seen == [[""], ["BREACH", "open"], ["BREACH", "socket.connect"]]
    finally:
        reader.close()
