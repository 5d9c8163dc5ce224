"""The built folder, tried where there is neither Python nor a network: a root that holds glibc, zlib,
/dev/null and the folder, and nothing else. Runs where AUDITOR_RELEASE names the folder (see .ci/full)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from auditor.base.version import VERSION
from auditor.cli.main import main
from tests.pdf.sources import printed
from tests.pdf.typeset import Style, typeset_pdf
from tests.tools import missing

RELEASE = os.environ.get("AUDITOR_RELEASE", "")
pytestmark = pytest.mark.skipif(not RELEASE, reason="AUDITOR_RELEASE names no built folder")
ROOT = Path(__file__).resolve().parent.parent.parent
_SYSTEM = ("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1",
           "libresolv.so.2", "libz.so.1")  # fmt: skip
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "xterm-256color", "HOME": "/tmp"}
_APP = "/office/auditor"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A root with no Python, no shell, nothing but what every Linux has in common."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        missing("root, to change roots with unshare and chroot")
    root = tmp_path_factory.mktemp("bare")
    for name in ("lib64", "lib", "tmp", "desk", "office", "dev"):
        (root / name).mkdir()
    os.mknod(root / "dev" / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    shutil.copyfile("/lib64/ld-linux-x86-64.so.2", root / "lib64" / "ld-linux-x86-64.so.2")
    (root / "lib64" / "ld-linux-x86-64.so.2").chmod(0o755)
    for name in _SYSTEM:
        found = next(
            path for path in (Path("/lib/x86_64-linux-gnu") / name, Path("/lib64") / name) if path.is_file()
        )
        shutil.copyfile(found, root / "lib" / name)
    shutil.copytree(RELEASE, root / _APP.lstrip("/"), symlinks=True)
    yield root
    shutil.rmtree(root)


def command(root: Path, *words: str) -> list[str]:
    return ["unshare", "--net", "chroot", str(root), f"{_APP}/auditor", *words]


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(root, *words), env=_ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", cwd="/"
    )


def test_the_folder_is_what_its_checksums_say_and_stays_under_200_megabytes() -> None:
    folder = Path(RELEASE)
    sums = (folder / "校验.txt").read_text(encoding="utf-8").splitlines()
    listed = {name: sum_ for sum_, _, name in (line.partition("  ") for line in sums)}
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "校验.txt"
    }
    assert listed == there
    assert sum((folder / name).stat().st_size for name in there) < 200e6
    assert {"从这里开始.html", "逐条处置.sh", "auditor.toml", "rules", "样例报告", "手册", "许可"} <= {
        name.split("/")[0] for name in there
    }


def test_it_starts_in_under_a_second(bare: Path) -> None:
    run(bare, "--version")
    began = time.monotonic()
    done = run(bare, "--version")
    assert (done.stdout, done.returncode) == (f"auditor {VERSION}\n", 0)
    assert time.monotonic() - began < 1


def test_the_same_findings_as_from_the_tree_byte_by_byte(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare / "desk" / "reports").mkdir()
    shutil.copytree(ROOT / "reports", bare / "desk" / "reports", dirs_exist_ok=True)
    shutil.copytree(ROOT / "rules", bare / "desk" / "rules")
    words = ["run", "desk/rules", "desk/reports", "--fail-on", "never", "--format", "json", "--output"]
    assert run(bare, *words, "/desk/there.json").stderr == ""
    monkeypatch.chdir(bare)
    assert main([*words, str(tmp_path / "here.json")]) == 0
    assert (bare / "desk" / "there.json").read_bytes() == (tmp_path / "here.json").read_bytes()


def test_an_office_audits_decides_and_writes_its_notices_there(bare: Path) -> None:
    store = "/desk/审核.sqlite"
    done = run(bare, "run", f"{_APP}/rules", f"{_APP}/样例报告", "--fail-on", "never", "--store", store)
    assert (done.stderr, done.returncode) == ("", 0)
    decide_on_screen(bare, store)
    listed = run(bare, "findings", "list", "状态:属实", "--store", store, "--format", "json")
    confirmed = json.loads(listed.stdout)["findings"]
    assert len(confirmed) == 1
    exported = run(
        bare, "export", "--store", store, "--format", "notice", "--output", "/desk/通知",
        "--format", "xlsx", "--output", "/desk/台账.xlsx", "--format", "html", "--output", "/desk/通报.html",
    )  # fmt: skip
    assert (exported.returncode, exported.stderr) == (
        0,
        "写出 1 个机关的整改通知和合在一起的一份到 /desk/通知\n",
    )
    (notice,) = (bare / "desk" / "通知").glob("整改通知 *.docx")
    assert confirmed[0]["rule"] in zipfile.ZipFile(notice).read("word/document.xml").decode("utf-8")
    assert "问题明细" in zipfile.ZipFile(bare / "desk" / "台账.xlsx").read("xl/workbook.xml").decode("utf-8")
    assert "<svg" in (bare / "desk" / "通报.html").read_text(encoding="utf-8")


def decide_on_screen(root: Path, store: str) -> None:
    """The triage screen in a terminal: the first finding confirmed, then out."""
    if shutil.which("tmux") is None:
        missing("tmux")
    socket = str(root / "tmp" / "tmux")

    def tmux(*words: str) -> str:
        made = ["tmux", "-S", socket, "-f", "/dev/null", "-u", *words]
        return subprocess.run(
            made, env={**_ENVIRONMENT, "LANG": "C.UTF-8"}, capture_output=True, text=True, encoding="utf-8"
        ).stdout

    def until(word: str) -> None:
        deadline = time.monotonic() + 60
        while word not in (seen := tmux("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"no “{word}” on the screen:\n{seen}"
            time.sleep(0.1)

    words = command(root, "triage", f"{_APP}/样例报告", "--store", store, "--as", "王芳")
    try:
        tmux("new-session", "-d", "-x", "110", "-y", "32", quoted(words))
        until("待处理")
        tmux("send-keys", "J")
        time.sleep(1)
        tmux("send-keys", "a")
        until("1 条改为属实")
        tmux("send-keys", "q")
        time.sleep(1)
    finally:
        tmux("kill-server")


def quoted(words: Sequence[str]) -> str:
    return " ".join(f"'{word}'" for word in words)


def test_without_a_terminal_it_says_so_and_ends(bare: Path) -> None:
    done = run(bare, "triage")
    assert (done.returncode, done.stdout) == (2, "")
    assert "终端" in done.stderr


def test_pdf_is_read_by_a_process_of_its_own_that_is_the_program_itself(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (bare / "desk" / "pdf").mkdir()
    for seed in range(3):
        data = typeset_pdf(printed(seed), Style.of(seed))
        (bare / "desk" / "pdf" / f"{seed}.pdf").write_bytes(data)
    fontless = run(bare, "parse", "-q", "desk/pdf")
    assert fontless.returncode == 2
    assert fontless.stdout.count("这台机器上也没有中文字体") == 3
    font = next(Path("/usr/share/fonts").rglob("NotoSansCJK-Regular.ttc"), None)
    if font is None:
        missing("fonts-noto-cjk")
    (bare / "usr" / "share" / "fonts").mkdir(parents=True)
    shutil.copyfile(font, bare / "usr" / "share" / "fonts" / font.name)
    done = run(bare, "parse", "--format", "json", "desk/pdf")
    assert (done.stderr, done.returncode) == ("", 0)
    there = [figures(line) for line in done.stdout.splitlines()]
    monkeypatch.chdir(bare)
    assert main(["parse", "--format", "json", "desk/pdf"]) == 0
    assert [figures(line) for line in capfd.readouterr().out.splitlines()] == there
    assert len(there) == 3


def figures(line: str) -> tuple[str, int, dict[str, tuple[str, str | None, str]]]:
    """Whose report, of which year, and what every cell says; boxes differ a little with the fonts."""
    report = json.loads(line)
    cells = {path: (cell["state"], cell["value"], cell["raw"]) for path, cell in report["cells"].items()}
    return report["unit"], report["year"], cells
