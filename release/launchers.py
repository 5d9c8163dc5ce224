"""What a person double-clicks."""

from __future__ import annotations

from pathlib import Path

_BAT_TRIAGE = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
title auditor
auditor.exe triage %*
if errorlevel 1 pause
"""
_BAT_EXPORT = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
title auditor
set "REPORTS=%*"
if not defined REPORTS if exist reports\\ (set "REPORTS=reports") else (set "REPORTS=样例报告")
if not exist 结果\\ mkdir 结果
auditor.exe run rules %REPORTS% --fail-on never --format text --format html --output 结果\\通报.html \
--format xlsx --output 结果\\台账.xlsx --format notice --output 结果\\通知
if errorlevel 1 (pause & exit /b)
start "" 结果
pause
"""
_SH = """\
#!/bin/sh
# 双击时没有终端：先打开一个。
here=$(cd "$(dirname "$0")" && pwd)
if [ ! -t 1 ] && [ -z "$AUDITOR_TERMINAL" ]; then
    export AUDITOR_TERMINAL=1
    for terminal in x-terminal-emulator deepin-terminal mate-terminal gnome-terminal konsole \\
        xfce4-terminal xterm; do
        command -v "$terminal" > /dev/null || continue
        case $terminal in
            gnome-terminal|mate-terminal) exec "$terminal" -- "$0" "$@" ;;
            *) exec "$terminal" -e "$0" "$@" ;;
        esac
    done
fi
"""
_SH_TRIAGE = """\
if [ $# -eq 0 ]; then cd "$here" || exit 2; fi
"$here/auditor" triage "$@" && exit 0
"""
_SH_EXPORT = """\
out=$here/结果
if [ $# -eq 0 ]; then
    cd "$here" || exit 2
    if [ -d reports ]; then set -- reports; else set -- 样例报告; fi
fi
mkdir -p "$out"
"$here/auditor" run "$here/rules" "$@" --fail-on never --format text \\
    --format html --output "$out/通报.html" --format xlsx --output "$out/台账.xlsx" \\
    --format notice --output "$out/通知"
"""
_SH_END = """\
code=$?
if [ -t 0 ]; then printf '\\n按回车关闭'; read -r _; fi
exit $code
"""
_DESKTOP = """\
[Desktop Entry]
Type=Application
Name={name}
Terminal=true
Exec=sh -c "exec sh \\\\"\\\\$(dirname \\\\"\\\\$1\\\\")/{name}.sh\\\\"" sh %k
"""
TRIAGE, EXPORT = "逐条处置", "审核并导出"


def write_launchers(folder: Path, system: str) -> None:
    """Into `folder`, for `system` (windows linux)."""
    if system == "windows":
        for name, text in ((TRIAGE, _BAT_TRIAGE), (EXPORT, _BAT_EXPORT)):
            (folder / f"{name}.bat").write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
        return
    for name, text in ((TRIAGE, _SH_TRIAGE), (EXPORT, _SH_EXPORT)):
        for suffix, made in ((".sh", _SH + text + _SH_END), (".desktop", _DESKTOP.format(name=name))):
            path = folder / f"{name}{suffix}"
            path.write_bytes(made.encode("utf-8"))
            path.chmod(0o755)
