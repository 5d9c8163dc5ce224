"""`auditor run` over many files: its options, and what is left when it is interrupted or killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree

import pytest

from auditor.base.paths import packaged
from auditor.cli import many
from auditor.cli.main import main
from tests.city.city import Defects, make

PYTHON = [sys.executable, "-m", "auditor"]
ROOT = Path(__file__).resolve().parents[2]
MOMENTS = int(os.environ.get("AUDITOR_KILLS", "2"))  # .ci/full asks for twenty


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rules, and forty reports of two years."""
    folder = tmp_path_factory.mktemp("处")
    copytree(packaged() / "rules", folder / "rules")
    made = make(Defects(carry="B01", repeated="B03"))
    (folder / "reports").mkdir()
    for name in sorted(made.files)[:40]:
        (folder / "reports" / Path(name).name).write_bytes(made.files[name])
    return folder


def command(home: Path, output: Path, *more: str) -> list[str]:
    return [
        *PYTHON, "run", str(home / "rules"), str(home / "reports"), "--fail-on", "never", "--format", "json",
        "--output", str(output), *more,
    ]  # fmt: skip


def run(home: Path, output: Path, *more: str) -> bytes:
    """What the command writes."""
    done = subprocess.run(command(home, output, *more), cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return output.read_bytes()


@pytest.fixture(scope="module")
def wanted(home: Path) -> bytes:
    return run(home, home / "wanted.json")


def test_killed_at_any_moment_and_run_again_it_says_what_it_would_have_said(
    home: Path, wanted: bytes, tmp_path: Path
) -> None:
    start = time.monotonic()
    assert run(home, tmp_path / "whole.json", "--jobs", "2", "--cache", str(tmp_path / "first")) == wanted
    whole = time.monotonic() - start
    rng = random.Random(8)
    cache, output = tmp_path / "cache", tmp_path / "out.json"
    for _ in range(MOMENTS):
        if rng.random() < 0.3:
            cache = tmp_path / f"cache{rng.random()}"  # from the beginning
        process = subprocess.Popen(
            command(home, output, "--jobs", "2", "--cache", str(cache)),
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(whole * rng.uniform(0.1, 0.95))
        process.kill()
        process.wait()
        output.unlink(missing_ok=True)
        assert run(home, output, "--jobs", "2", "--cache", str(cache)) == wanted
        output.unlink()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent otherwise there")
def test_ctrl_c_leaves_what_was_done_and_says_so(home: Path, wanted: bytes, tmp_path: Path) -> None:
    cache, output = tmp_path / "cache", tmp_path / "out.json"
    process = subprocess.Popen(
        command(home, output, "--jobs", "1", "--timeout", "60", "--cache", str(cache)),
        cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    journal = cache / "auditor-cache.sqlite"
    deadline = time.monotonic() + 60
    while not journal.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: the workers hear it too
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.decode() == "\n已经做完的部分记在缓存里，再运行一次会接着做。\n已中断。没有写出结果。\n"
    assert not output.exists()
    assert run(home, output, "--jobs", "2", "--cache", str(cache)) == wanted


def test_no_process_is_left_when_the_command_is_killed(home: Path, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("looks at /proc")
    process = subprocess.Popen(command(home, tmp_path / "o", "--jobs", "2", "--no-cache"), cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (workers := _children(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert workers
    process.kill()
    process.wait()
    while any(map(_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(_alive, workers))


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text(encoding="ascii").split()] if path.exists() else []


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--jobs", "0"], "选项“--jobs”的值不对：要写 1 到 64 的整数"),
        (["--jobs", "two"], "选项“--jobs”的值不对：要写 1 到 64 的整数"),
        (["--timeout", "-1"], "选项“--timeout”的值不对：要写秒数，例如 60"),
        (["--timeout", "nan"], "选项“--timeout”的值不对：要写秒数，例如 60"),
        (["--cache", "c", "--no-cache"], "--cache 和 --no-cache 只能写一个"),
    ],
)
def test_a_wrong_value_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["run", str(home / "rules"), str(home / "reports"), *options]) == 2
    assert message in capsys.readouterr().err


def test_a_few_files_need_neither_workers_nor_a_cache(
    home: Path, wanted: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_CACHE", str(tmp_path / "cache"))
    output = tmp_path / "out.json"
    assert main(command(home, output)[3:]) == 0
    assert output.read_bytes() == wanted
    assert not (tmp_path / "cache").exists()
    monkeypatch.setattr(many, "MANY", 30)
    assert main(command(home, output)[3:]) == 0
    assert output.read_bytes() == wanted
    assert (tmp_path / "cache" / "auditor-cache.sqlite").is_file()


@pytest.mark.parametrize("form", ["xlsx", "jsonl"])
def test_every_form_is_the_same_by_either_road(home: Path, tmp_path: Path, form: str) -> None:
    plain, many = tmp_path / f"plain.{form}", tmp_path / f"many.{form}"
    given = ["run", str(home / "rules"), str(home / "reports"), "--fail-on", "never", "--format", form]
    assert main([*given, "--output", str(plain)]) == 0
    assert main([*given, "--output", str(many), "--jobs", "1", "--cache", str(home / "forms")]) == 0
    assert many.read_bytes() == plain.read_bytes()
