"""True reports as LibreOffice writes them: one run of the program for many files."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.pdf.convert import office


def converted(
    sources: Mapping[str, bytes], suffix: str, filter: str, folder: Path, infilter: str = ""
) -> dict[str, bytes]:
    """Name → bytes of the format that `filter` ("doc", "xml:MS Word 2003 XML") writes; sources are files of
    the format `suffix`."""
    program = office()
    assert program
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sources.items():
        (folder / f"{name}.{suffix}").write_bytes(data)
    out = folder / "out"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}",
            "--headless",
            "--convert-to",
            filter,
            "--outdir",
            str(out),
            *(str(folder / f"{name}.{suffix}") for name in sources),
        ],
        check=True,
        capture_output=True,
        timeout=900,
    )
    ending = filter.split(":")[0]
    return {name: (out / f"{name}.{ending}").read_bytes() for name in sources}
