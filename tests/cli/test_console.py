"""Files that a person names for output: regular ones whole or not at all, others written to."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from auditor.cli.console import save


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_or_device_is_written_to_and_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "null"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert save(b"abc", pipe) is None
    reader.join(5)
    assert (read, stat.S_ISFIFO(pipe.stat().st_mode)) == ([b"abc"], True)


def test_a_file_is_replaced_whole_and_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"long before")
    assert save(b"x", tmp_path / "a") is None
    assert (tmp_path / "a").read_bytes() == b"x"
    (tmp_path / "b").mkdir()
    fault = save(b"x", tmp_path / "b")
    assert fault is not None and fault.message == "输出路径是一个文件夹"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
