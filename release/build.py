"""Builds the offline release; see the package's docstring. Runs in any Python 3.11 or later: makes an
environment of its own, installs the project into it, freezes it there and lays the folder out."""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("postgres", "web")  # what an office cannot add later, having no package index
# What nothing here uses; readline is GPL.
LEFT_OUT = (
    "tkinter", "unittest", "pydoc", "test", "pip", "setuptools", "pkg_resources", "numpy", "PIL", "readline",
)  # fmt: skip
INSIDE = "--inside"  # the second half, run by the environment's own Python
_GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)")


def main(argv: Sequence[str]) -> int:
    """0, or 1 where the folder could not be built."""
    parser = argparse.ArgumentParser(description="Build the folder that runs without Python and network.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="where the folder goes (dist/)")
    parser.add_argument("--no-archive", action="store_true", help="the folder only, no .zip or .tar.gz")
    parser.add_argument("--without", choices=EXTRAS, action="append", default=[], help="leave an extra out")
    parser.add_argument(INSIDE, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    extras = [name for name in EXTRAS if name not in arguments.without]
    if arguments.inside is not None:
        return _inside(arguments.inside, arguments.output, not arguments.no_archive, extras)
    with tempfile.TemporaryDirectory(prefix="auditor-release-") as made:
        work = Path(made)
        venv.create(work / "venv", with_pip=True)
        python = work / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        wanted = f"{ROOT}[{','.join(extras)}]"
        _run(
            [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wanted, "pyinstaller>=6.10"]
        )
        words = [python, ROOT / "release" / "build.py", INSIDE, work, "--output", arguments.output.resolve()]
        words += ["--no-archive"] if arguments.no_archive else []
        _run([*words, *(word for name in arguments.without for word in ("--without", name))], cwd=work)
    return 0


def _run(words: Sequence[str | Path], cwd: Path | None = None) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    subprocess.run([str(word) for word in words], check=True, cwd=cwd, env=environment)


def _inside(work: Path, output: Path, archive: bool, extras: Sequence[str]) -> int:
    sys.path.insert(0, str(ROOT))
    from auditor.base.version import VERSION
    from auditor.output.notice.template import DEFAULT_TEMPLATE, TEMPLATE_NAME
    from auditor.settings.keys import sample
    from release.launchers import write_launchers
    from release.licences import carried, collect
    from release.pages import start_page, write_handbook

    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    name = f"auditor-{VERSION}-{system}-{platform.machine().lower()}"
    folder = output / name
    shutil.rmtree(folder, ignore_errors=True)
    _freeze(work, extras)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(work / "dist" / "auditor", folder)
    needs = "要 64 位的 Windows 10 或更新的系统。" if system == "windows" else _needs(folder)
    shutil.copytree(ROOT / "rules", folder / "rules")
    shutil.copytree(ROOT / "reports", folder / "样例报告")
    (folder / "模板").mkdir()
    shutil.copyfile(DEFAULT_TEMPLATE, folder / "模板" / TEMPLATE_NAME)
    settled = sample().replace('# rules = "rules"', 'rules = "rules"')
    (folder / "auditor.toml").write_text(settled, encoding="utf-8")
    write_handbook(ROOT / "docs", folder / "手册")
    dists = carried("auditor", extras)
    for bare in collect(dists, folder / "_internal", folder / "许可"):
        print(f"no licence text in {bare}", file=sys.stderr)
    shutil.copyfile(ROOT / "LICENSE", folder / "许可" / "auditor-LICENSE.txt")
    (folder / "从这里开始.html").write_text(start_page(VERSION, system, needs), encoding="utf-8")
    write_launchers(folder, system)
    _tried(folder)
    _sums(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder}  {size / 1e6:.0f} MB")
    if archive:
        kind = "zip" if system == "windows" else "gztar"
        print(shutil.make_archive(str(folder), kind, output, name))
    return 0


def _freeze(work: Path, extras: Sequence[str]) -> None:
    """dist/auditor/ in `work`."""
    words = ["--noconfirm", "--clean", "--onedir", "--console", "--name", "auditor", "--log-level", "WARN"]
    words += ["--distpath", str(work / "dist"), "--workpath", str(work / "build"), "--specpath", str(work)]
    for package in ("auditor", "tui", "textual"):
        words += ["--collect-submodules", package]
    data = [
        "auditor",
        "tui",
        "docx",
        "jsonschema_specifications",
        *(["textual_serve"] if "web" in extras else []),
    ]
    for package in data:
        words += ["--collect-data", package]
    for module in LEFT_OUT:
        words += ["--exclude-module", module]
    words += ["--recursive-copy-metadata", "auditor"]
    _run([sys.executable, "-m", "PyInstaller", *words, ROOT / "release" / "entry.py"], cwd=work)


def _tried(folder: Path) -> None:
    """Audits the samples with what was built; raises CalledProcessError where that does not go."""
    program = folder / ("auditor.exe" if sys.platform == "win32" else "auditor")
    _run([program, "run", "rules", "样例报告", "--fail-on", "never"], cwd=folder)


def _needs(folder: Path) -> str:
    """The youngest glibc that anything in the folder asks for, in words."""
    newest = (2, 0)
    for path in (*folder.rglob("*.so*"), folder / "auditor"):
        found = _GLIBC.findall(path.read_bytes()) if path.is_file() else []
        newest = max([newest, *((int(major), int(minor)) for major, minor in found)])
    return f"要 64 位的 Linux，glibc {newest[0]}.{newest[1]} 或更新（在终端里写 ldd --version 可看）和 zlib。"


def _sums(folder: Path) -> None:
    """校验.txt, as sha256sum -c reads it."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "校验.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
