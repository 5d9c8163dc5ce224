"""kill -9 at any moment of a bulk decision: what was confirmed is there, the rest is whole or not at all."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.base.paths import packaged
from auditor.findings.states import State
from auditor.findings.store.open import open_store
from tests.store.make import finding, lines, run

SIZE = 400
CHILD = """
import sys
from tests.store.make import lines, moment
from auditor.findings.states import Choice
from auditor.findings.store.decisions import decide
from auditor.findings.store.open import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
at = 0
while True:
    for choice in (Choice.CONFIRMED, Choice.FALSE_ALARM):
        at += 1
        marks = [(line.fingerprint, line.version) for line in lines(store)]
        decide(store, marks, choice, moment(at=at))
        print(choice.value, flush=True)
"""


@pytest.mark.parametrize("seed", range(6))
def test_a_process_killed_during_a_bulk_decision_loses_nothing_confirmed(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "审核.sqlite"
    store = open_store(path)
    run(store, [finding(f"表三.{n}") for n in range(SIZE)])
    store.close()
    command = [sys.executable, "-c", CHILD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=packaged()) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(random.Random(seed).uniform(0.0, 0.6))
        child.kill()
        said = child.stdout.read().split()
    store = open_store(path)
    states = {line.state for line in lines(store)}
    assert len(states) == 1, "a bulk decision is whole or not at all"
    confirmed = State(said[-1]) if said else State.OPEN
    follows = {
        State.OPEN: State.CONFIRMED,
        State.CONFIRMED: State.FALSE_ALARM,
        State.FALSE_ALARM: State.CONFIRMED,
    }
    assert states <= {confirmed, follows[confirmed]}, "what was confirmed is there, or the one after it"
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    store.close()


def test_the_core_of_triage_loads_no_screen() -> None:
    code = (
        "import sys, auditor.triage.audit, auditor.cli.findings_look, auditor.cli.findings_decide\n"
        "bad = sorted(name for name in sys.modules if name.split('.')[0] in ('textual', 'tui', 'rich'))\n"
        "sys.exit(','.join(bad) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=packaged(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_looking_at_a_store_loads_nothing_that_reads_or_audits() -> None:
    code = (
        "import sys, auditor.triage\n"
        "heavy = {'lxml', 'pypinyin', 'auditor.reading.open', 'auditor.rules.load'}\n"
        "bad = sorted(heavy & set(sys.modules))\n"
        "sys.exit(','.join(bad) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=packaged(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
