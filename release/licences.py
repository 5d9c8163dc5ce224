"""Collects the licences of everything that the folder carries."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

_TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
# Libraries of the system that Python and the wheels bring along, by how their files begin.
_NATIVE = {
    "libpython": "PSF-2.0", "python3": "PSF-2.0", "libcrypto": "Apache-2.0（OpenSSL）",
    "libssl": "Apache-2.0（OpenSSL）", "libsqlite3": "公有领域", "sqlite3": "公有领域", "libffi": "MIT",
    "libz": "Zlib", "libbz2": "bzip2-1.0.6", "liblzma": "0BSD", "libuuid": "BSD-3-Clause", "libexpat": "MIT",
    "libmpdec": "BSD-2-Clause", "libtinfo": "X11", "libncurses": "X11",
    "libgcc_s": "GPL-3.0，附 GCC 运行库例外", "libstdc++": "GPL-3.0，附 GCC 运行库例外",
    "libpq": "PostgreSQL", "libldap": "OLDAP-2.8", "liblber": "OLDAP-2.8", "libsasl2": "BSD-4-Clause（CMU）",
    "libgssapi_krb5": "MIT（Kerberos）", "libkrb5": "MIT（Kerberos）", "libk5crypto": "MIT（Kerberos）",
    "libcom_err": "MIT", "libkeyutils": "LGPL-2.1", "libcrypt": "LGPL-2.1", "libselinux": "公有领域",
    "libpcre2": "BSD-3-Clause", "vcruntime": "Microsoft 可再发行组件", "ucrtbase": "Microsoft 可再发行组件",
    "api-ms-win": "Microsoft 可再发行组件",
}  # fmt: skip
_DISTRIBUTION = Path("/usr/share/doc")  # where Debian keeps the licences of its libraries


def carried(root: str, extras: Iterable[str]) -> list[Distribution]:
    """`root` with `extras` and all they need, as installed here; by name."""
    found: dict[str, Distribution] = {}
    waiting = [(root, frozenset(extras))]
    while waiting:
        name, wanted = waiting.pop()
        try:
            dist = distribution(name)
        except ModuleNotFoundError:  # for another system
            continue
        key = dist.metadata["Name"].lower().replace("_", "-")
        if key in found and not wanted:
            continue
        found[key] = dist
        for line in dist.requires or ():
            requirement, _, marker = line.partition(";")
            extra = _EXTRA.search(marker)
            if extra is None or extra[1] in wanted:
                match = _NAME.match(requirement)
                inner = re.search(r"\[([^\]]*)\]", requirement)
                asked = frozenset(word.strip() for word in inner[1].split(",")) if inner else frozenset()
                if match and (match[0].lower().replace("_", "-") not in found or asked):
                    waiting.append((match[0], asked))
    return [found[name] for name in sorted(found)]


def licence_of(dist: Distribution) -> str:
    """Its licence in a word or two."""
    said = _said(dist, "License-Expression")
    listed = [line for line in dist.metadata.get_all("Classifier") or () if line.startswith("License ::")]
    short = _said(dist, "License").strip().split("\n")[0]
    return said or "；".join(line.rpartition(" :: ")[2] for line in listed) or short[:60] or "见所附文字"


def _said(dist: Distribution, key: str) -> str:
    return next(iter(dist.metadata.get_all(key) or ()), "")


def native(internal: Path) -> dict[str, str]:
    """Shared libraries that are nobody's Python module, by file name, with their licence ("" unknown)."""
    files = [
        path for path in internal.rglob("*") if re.search(r"^lib.*\.so[.\d]*$|\.dll$", path.name.lower())
    ]
    best = sorted(_NATIVE, key=len, reverse=True)
    return {
        path.name: next((_NATIVE[start] for start in best if path.name.lower().startswith(start)), "")
        for path in sorted(files)
        if "pypdfium2_raw" not in path.parts  # has its licences with its package
    }


def collect(dists: Iterable[Distribution], internal: Path, target: Path) -> list[str]:
    """Writes every licence text to `target` and a list; returns the names of what carries none, among
    packages and the libraries in `internal`."""
    target.mkdir(parents=True)
    rows, bare = [], []
    for dist in dists:
        name = f"{dist.metadata['Name']}-{dist.version}"
        texts = [
            path
            for path in dist.files or ()
            if _TEXTS.search("/".join(path.parts[1:]))
            and path.suffix not in (".py", ".pyc", ".pyi")
            and Path(str(path.locate())).is_file()
        ]
        for path in texts:
            inside = "_".join(part for part in path.parts[1:] if part != "licenses")
            (target / name).mkdir(exist_ok=True)
            shutil.copyfile(str(path.locate()), target / name / inside)
        if not texts:
            bare.append(name)
        rows.append(f"{name}    {licence_of(dist)}" + ("" if texts else "（包内没有附许可文字）"))
    rows.append(f"Python-{sys.version.split()[0]}    PSF-2.0")
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        if (python := Path(folder) / "LICENSE.txt").is_file():
            shutil.copyfile(python, target / "Python-LICENSE.txt")
            break
    rows.append("")
    for name, licence in native(internal).items():
        rows.append(f"{name}    {licence or '不详'}")
        bare += [] if licence else [name]
        own = _of_the_system(name)
        if own is not None:
            (target / "系统库").mkdir(exist_ok=True)
            shutil.copyfile(own, target / "系统库" / f"{own.parent.name}.txt")
    head = (
        "本文件夹里带有下列程序，各按自己的许可使用。\n"
        "打包用 PyInstaller，其引导程序的许可（GPL-2.0 附例外）允许随任何程序分发。\n\n"
    )
    (target / "清单.txt").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return bare


def _of_the_system(library: str) -> Path | None:
    """The distribution's licence text of a library, where this machine keeps one."""
    stem = library.split(".so")[0]
    for folder in sorted(_DISTRIBUTION.glob(f"{stem}[0-9]*")) if _DISTRIBUTION.is_dir() else ():
        if (folder / "copyright").is_file():
            return folder / "copyright"
    return None
