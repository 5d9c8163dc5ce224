"""Whether a path lies on a network share, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import os
from pathlib import Path

_KINDS = {
    "nfs": "NFS", "nfs4": "NFS", "cifs": "SMB 共享", "smb3": "SMB 共享", "smbfs": "SMB 共享",
    "afpfs": "AFP 共享", "9p": "9P 共享", "ncpfs": "NetWare 共享", "fuse.sshfs": "SSHFS",
    "fuse.davfs": "WebDAV", "davfs": "WebDAV", "afs": "AFS", "ceph": "Ceph", "glusterfs": "GlusterFS",
    "fuse.glusterfs": "GlusterFS", "lustre": "Lustre", "vboxsf": "虚拟机共享文件夹", "fuse.rclone": "rclone",
}  # fmt: skip
_REMOTE_DRIVE = 4  # GetDriveTypeW


def network_place(path: Path) -> str:
    """The kind of share that `path` lies on, "" where it is a disk of this machine or not known."""
    text = str(path)
    if text.startswith(("\\\\", "//")) and not text.startswith("\\\\?\\"):
        return "网络路径"
    if os.name == "nt":
        return _windows(path)
    return _mounted(path.absolute().parent, _mounts())


def _windows(path: Path) -> str:
    import ctypes

    kernel = getattr(ctypes, "windll", None)
    drive = os.path.splitdrive(path.absolute())[0]
    if kernel is None or not drive:
        return ""
    return "网络驱动器" if kernel.kernel32.GetDriveTypeW(drive + "\\") == _REMOTE_DRIVE else ""


def _mounts() -> str:
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _mounted(folder: Path, mounts: str) -> str:
    """The kind of the innermost mount above `folder`, by the lines of /proc/mounts."""
    real = os.path.realpath(folder)
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ").replace("\\011", "\t")
        inside = real == point or real.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), parts[2]
    return _KINDS.get(kind.lower(), "")
