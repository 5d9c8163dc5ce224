"""Where LibreOffice is, and one run of it over many files: a profile of its own, macros off, no network,
a time limit a file, and the whole process group ended whatever happens.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

SETTING = "AUDITOR_SOFFICE"
_NAMES = ("soffice", "libreoffice")
# Beside the PATH: packages of the distributions, the makers' own packages, the app stores of 统信 and 麒麟.
_FOLDERS = (
    "/usr/bin",
    "/usr/local/bin",
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/usr/local/lib/libreoffice/program",
    "/snap/bin",
    "/Applications/LibreOffice.app/Contents/MacOS",
)
_PATTERNS = (
    "/opt/libreoffice*/program",
    "/opt/LibreOffice*/program",
    "/opt/apps/*libreoffice*/files/program",
    "/opt/apps/*libreoffice*/files/bin",
    "/opt/apps/*libreoffice*/files/*/program",
    "/opt/kylin*/libreoffice*/program",
)
_WINDOWS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")
_STARTING = 40.0  # seconds until the first file must be through, beside its own time
_LOOK = 0.04
_MEMORY = 3 << 30  # address space; it maps over a gigabyte before it opens a file
_LARGEST = 512 << 20  # of what it writes

# The dead proxy is for systems on which the network cannot be taken away from one process.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Office.Common/Load", "UpdateDocMode", "0"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Save/Document", "LoadPrinter", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)


class NoOffice(Exception):
    """There is none; the message says where it was looked for."""


def find() -> Path:
    """The program, from the setting AUDITOR_SOFFICE (a file or its folder), the PATH, or the places
    where packages put it. Raises NoOffice."""
    setting = os.environ.get(SETTING, "").strip()
    if setting:
        given = Path(setting)
        for path in (given, *(given / name for name in _executables())):
            if path.is_file():
                return path
        raise NoOffice(f"设置 {SETTING} 指的位置没有 LibreOffice")
    for path in _candidates():
        with contextlib.suppress(OSError):
            if path.is_file() and os.access(path, os.X_OK):
                return path
    raise NoOffice("没有找到 LibreOffice")


def _executables() -> tuple[str, ...]:
    # soffice.com waits and keeps to its console; soffice.exe returns at once.
    return ("soffice.com", "soffice.exe") if sys.platform == "win32" else _NAMES


def _candidates() -> Iterator[Path]:
    for name in _executables():
        if found := shutil.which(name):
            yield Path(found)
    if sys.platform == "win32":
        for variable in _WINDOWS:
            if root := os.environ.get(variable):
                for folder in sorted(Path(root).glob("LibreOffice*"), reverse=True):
                    yield from (folder / "program" / name for name in _executables())
        return
    folders = [Path(each) for each in _FOLDERS]
    for pattern in _PATTERNS:
        with contextlib.suppress(OSError):
            folders.extend(sorted(Path("/").glob(pattern.lstrip("/")), reverse=True))
    yield from (folder / name for folder in folders for name in _executables())


def convert(program: Path, names: Sequence[str], work: Path, seconds: float) -> bool:
    """Turn the files `names` in `work`/in to .docx files of the same stem in `work`/out, one after the
    other in one process. False where it had to be ended or died: the files from the first missing one
    on are then undone. `seconds` is the time one file may take. Raises OSError where it cannot start."""
    profile, out = work / "profile", work / "out"
    _write_profile(profile)
    out.mkdir(exist_ok=True)
    command = [
        *_without_network(),
        str(program),
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        "--headless", "--invisible", "--norestore", "--nodefault", "--nofirststartwizard", "--nologo",
        "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), *names,
    ]  # fmt: skip
    process = subprocess.Popen(
        command,
        cwd=work / "in",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(work),
        **_own_group(),  # type: ignore[call-overload]
    )
    try:
        _limit(process.pid, int(_STARTING + seconds * len(names)))
        return _wait(process, out, seconds) == 0
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], out: Path, seconds: float) -> int | None:
    """The exit code; None where no file came out for too long."""
    done = 0
    last = time.monotonic() + _STARTING
    while True:
        try:
            return process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            count = len(os.listdir(out))
            now = time.monotonic()
            if count > done:
                done, last = count, now
            elif now - last > seconds:
                return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and all it has started, also where it has ended and left some behind."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
    process.wait()


def _own_group() -> dict[str, object]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _limit(pid: int, seconds: int) -> None:
    """Memory, size of output and time at work, where the system can: the last for when we are no more."""
    try:
        import resource
    except ImportError:
        return
    if not hasattr(resource, "prlimit"):
        return
    with contextlib.suppress(OSError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command to take the network from it; nothing where the system does not let us."""
    program = shutil.which("unshare") if sys.platform == "linux" else None
    if program is None:
        return ()
    command = (program, "--net", "--map-root-user", "--")
    try:
        done = subprocess.run(
            [*command, "true"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()


def _environment(work: Path) -> dict[str, str]:
    """Ours without what leads out; everything it writes stays in the work folder. Files that do not name
    their encoding are taken for Chinese."""
    home, temporary = work / "home", work / "tmp"
    for folder in (home, temporary):
        folder.mkdir(exist_ok=True)
    dropped = {
        "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SESSION_MANAGER", "NO_PROXY", "PYTHONPATH",
        "PYTHONHOME", "LD_PRELOAD", "URE_BOOTSTRAP",
    }  # fmt: skip
    kept = {name: value for name, value in os.environ.items() if name.upper() not in dropped}
    dead = "http://127.0.0.1:9"
    made = {
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_DISABLE_OPENCL": "1",
        "SAL_NO_FONT_LOOKUP": "1",
        "http_proxy": dead,
        "https_proxy": dead,
        "ftp_proxy": dead,
        "all_proxy": dead,
    }
    if sys.platform != "win32":
        made |= {"HOME": str(home), "TMPDIR": str(temporary), "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}
        made |= {f"XDG_{name}_HOME": str(home) for name in ("CONFIG", "CACHE", "DATA")}
    else:
        made |= {"TEMP": str(temporary), "TMP": str(temporary)}
    return {**kept, **made}


def _write_profile(profile: Path) -> None:
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    target = user / "registrymodifications.xcu"
    if target.exists():
        return
    items = "".join(
        f'<item oor:path="/org.openoffice.{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    target.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )
