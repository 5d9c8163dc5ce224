"""--cluster with a real scheduler and two worker processes, one of them killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import pytest

from auditor.base.paths import packaged
from auditor.cli.main import main
from tests.city.city import Defects, make

pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None, reason="the extra “cluster” is not installed"
)
ROOT = Path(__file__).resolve().parents[2]
HERE = ("--host", "127.0.0.1", "--no-dashboard")
GOES = ("--idle-timeout", "5 minutes")  # by itself, should the tests be killed
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules, a roster, and a hundred and twenty reports of two years."""
    folder = tmp_path_factory.mktemp("群")
    copytree(packaged() / "rules", folder / "rules")
    make(Defects(carry="B01", left_out="C08", copied=("B06", "C06"))).write(folder / "reports")
    return folder


class Machines:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"
        )

    def _start(self, module: str, *more: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{module}{len(self.workers)}.log").open("wb")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *more],
                cwd=self.folder, env=ENVIRONMENT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def worker(self) -> subprocess.Popen[bytes]:
        """One more worker, of one thread, without anybody who would start it again."""
        process = self._start(
            "dask_worker",
            self.address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
        )
        self.workers.append(process)
        return process

    def ready(self, count: int) -> None:
        """Wait until so many workers are there."""
        from distributed import Client

        with Client(self.address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)

    def stop(self) -> None:
        """End everything."""
        for process in (*self.workers, self.scheduler):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    if os.name == "nt":
        pytest.skip("process groups are ended otherwise there")
    found = Machines(tmp_path_factory.mktemp("machines"))
    try:
        found.worker()
        found.worker()
        found.ready(2)
        yield found
    finally:
        found.stop()


def command(home: Path, output: Path, *more: str) -> list[str]:
    return [
        "run", str(home / "rules"), str(home / "reports"), "--fail-on", "never", "--format", "jsonl",
        "--output", str(output), *more,
    ]  # fmt: skip


def run(home: Path, output: Path, *more: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *command(home, output, *more)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return output.read_bytes()


def test_a_cluster_says_what_one_process_says_though_a_worker_dies_in_the_middle(
    home: Path, machines: Machines, tmp_path: Path
) -> None:
    wanted = run(home, tmp_path / "local.jsonl", "--jobs", "1", "--no-cache")
    cache = tmp_path / "cache"
    output = tmp_path / "cluster.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor",
         *command(home, output, "--cluster", machines.address, "--cache", str(cache))],
        cwd=ROOT, stderr=subprocess.PIPE,
    )  # fmt: skip
    first = _at_work(machines.workers)
    time.sleep(1.5)  # its own worker has loaded the rules and is at work
    assert process.poll() is None
    os.killpg(first.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert (process.returncode, said.decode()) == (0, "")
    assert output.read_bytes() == wanted
    lines = [json.loads(line) for line in wanted.splitlines()]
    named = [line["fingerprint"] for line in lines if line["record"] == "finding"]
    assert len(named) == len(set(named)) > 4  # nothing is written twice
    # What the cluster found out is in the command's own cache.
    assert run(home, output, "--cluster", machines.address, "--cache", str(cache)) == wanted


def _at_work(workers: Sequence[subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    """The first of them that has been given a batch; which it is is the scheduler's to say."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        for worker in workers:
            if _has_child(worker.pid):
                return worker
        time.sleep(0.05)
    raise AssertionError("no worker came up")


def _has_child(pid: int) -> bool:
    """Whether a process of its own runs beside it; where that cannot be seen, it is taken to."""
    found = [path.read_text(encoding="ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return not found or any(text.strip() for text in found)


def test_a_cluster_that_is_not_there_is_told(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.batch import cluster

    monkeypatch.setattr(cluster, "_CONNECT", 1)
    assert main(command(home, tmp_path / "o", "--cluster", "tcp://127.0.0.1:9", "--no-cache")) == 2
    assert "连不上集群 tcp://127.0.0.1:9" in capsys.readouterr().err


def test_jobs_are_the_clusters_to_decide(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(home, tmp_path / "o", "--cluster", "tcp://127.0.0.1:9", "--jobs", "2")) == 2
    assert "--cluster 和 --jobs 只能写一个" in capsys.readouterr().err


def test_without_dask_it_is_said_what_to_install(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(command(home, tmp_path / "o", "--cluster", "tcp://127.0.0.1:9", "--no-cache")) == 2
    assert "pip install 'auditor[cluster]'" in capsys.readouterr().err
