"""Writes the golden files anew: `python -m tests.output_files.regenerate`; look at the difference."""

from __future__ import annotations

from tests.output_files.sample import GOLDEN, golden


def main() -> None:
    """Write them all; what is no longer made goes."""
    made = golden()
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.iterdir():
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (GOLDEN / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
