"""A stand-in for LibreOffice that does as the file it is given says, and keeps a diary of its starts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from auditor.reading import soffice

_PROGRAM = """
import os, pathlib, signal, subprocess, sys, time, zipfile

arguments = sys.argv[1:]
at = arguments.index("--outdir")
out, names = pathlib.Path(arguments[at + 1]), arguments[at + 2:]
diary = pathlib.Path({diary!r})
with diary.open("a", encoding="utf-8") as stream:
    stream.write(" ".join(names) + "\\n")
for name in names:
    text = pathlib.Path(name).read_bytes()
    if b"BROKEN" in text or {broken!r}:
        sys.exit(1)
    if b"HANG" in text:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        diary.with_name("child").write_text(str(child.pid), encoding="utf-8")
        time.sleep(60)
    if b"DIE" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"UNREADABLE" in text:
        continue
    words = text.split(b"WORDS ")[-1].split(b"}}")[0].decode("ascii", "replace")
    with zipfile.ZipFile(out / (pathlib.Path(name).stem + ".docx"), "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
            "<w:r><w:t>" + words + "</w:t></w:r></w:p></w:body></w:document>")
"""


class Fake:
    """Where it is, and what it was asked."""

    def __init__(self, folder: Path, broken: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._diary = folder / "diary"
        self.child = folder / "child"
        self.path = folder / "soffice"
        program = folder / "program.py"
        program.write_text(_PROGRAM.format(diary=str(self._diary), broken=broken), encoding="utf-8")
        self.path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{program}" "$@"\n', encoding="utf-8")
        self.path.chmod(0o755)

    @property
    def starts(self) -> list[int]:
        """How many files it was given at each start."""
        if not self._diary.exists():
            return []
        return [len(line.split()) for line in self._diary.read_text(encoding="utf-8").splitlines()]

    @property
    def names(self) -> set[str]:
        return set(self._diary.read_text(encoding="utf-8").split())


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, broken: bool = False) -> Fake:
    """The stand-in as the program that is found, with a cache of its own."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    fake = Fake(folder / "office", broken)
    monkeypatch.setenv(soffice.SETTING, str(fake.path))
    monkeypatch.setenv("AUDITOR_CACHE", str(folder / "cache"))
    monkeypatch.delenv("AUDITOR_CONVERSION", raising=False)
    monkeypatch.setattr(soffice, "_STARTING", 1.0)
    return fake


def rtf(words: str, does: str = "") -> bytes:
    """A small RTF file of these (ASCII) words; `does` is what the stand-in makes of it."""
    return f"{{\\rtf1 {does} WORDS {words}}}".encode("ascii")
