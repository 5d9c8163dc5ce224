"""What the frozen program runs. Processes that read one file each are started as `python -m module`;
here the program itself is that python."""

from __future__ import annotations

import multiprocessing
import runpy
import sys

_PLAIN = ("-P", "-I", "-E", "-s", "-S", "-u", "-B")  # of the interpreter; a frozen program is isolated anyway
_OURS = ("auditor", "tui")


def main() -> int:
    """The command line, or one of our modules as `-m` names it."""
    multiprocessing.freeze_support()
    words = sys.argv[1:]
    while words and words[0] in _PLAIN:
        words = words[1:]
    if len(words) > 1 and words[0] == "-m" and words[1].split(".")[0] in _OURS:
        sys.argv = [sys.argv[0], *words[2:]]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return 0
    from auditor.cli.main import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
