"""A machine without Chinese fonts: what cannot be read is named, never taken for a blank cell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.base.diagnostic import Diagnostic
from auditor.reading.document import Document
from auditor.reading.open import open_document
from auditor.reading.pdf_chars import _is_uneven
from tests.corpus_files.__main__ import has, verdicts_of
from tests.corpus_files.kinds import KINDS
from tests.pdf.sources import printed
from tests.pdf.typeset import Style, typeset_pdf
from tests.tools import missing

ROOT = Path(__file__).resolve().parent.parent.parent
_HIDE = "for d in /usr/share/fonts /usr/local/share/fonts /usr/share/X11/fonts; do " \
    "[ -d $d ] && mount -t tmpfs none $d; done; exec \"$@\""  # fmt: skip
_READ = (
    "import sys; from pathlib import Path; from auditor.reading.open import open_document; "
    "print(open_document(Path(sys.argv[1])).code)"
)


def hidden_fonts(*words: str) -> list[str]:
    return ["unshare", "--mount", "sh", "-c", _HIDE, "sh", *words]


def test_text_that_no_font_can_show_is_named_and_not_read_as_blank(tmp_path: Path) -> None:
    if (
        shutil.which("unshare") is None
        or subprocess.run(hidden_fonts("true"), capture_output=True).returncode
    ):
        pytest.skip("fonts cannot be hidden here")
    path = tmp_path / "a.pdf"
    path.write_bytes(typeset_pdf(printed(0), Style.of(0)))  # names its font and does not carry it
    assert isinstance(open_document(path), Document)
    words = hidden_fonts(sys.executable, "-c", _READ, str(path))
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.stdout == "file.no-font\n"


def test_a_machine_with_fonts_reads_them_all() -> None:
    read = [open_document(typeset_pdf(printed(seed), Style.of(seed))) for seed in range(6)]
    assert [item.code for item in read if isinstance(item, Diagnostic)] == []


def test_a_font_cut_into_several_of_which_some_tell_wrong_measures_tears_no_line(tmp_path: Path) -> None:
    """As LibreOffice cuts Noto Serif up: “395” had its digits on two lines."""
    if not has("soffice"):
        missing("LibreOffice")
    kind = next(kind for kind in KINDS if kind.name == "plain-office")
    (verdict,) = verdicts_of(kind, [95_021], tmp_path)
    assert (verdict.wrong, verdict.illegible) == ((), ())


@pytest.mark.parametrize(
    ("bottoms", "uneven"),
    [
        ([10.0] * 12, False),
        ([10.0, 19.0] * 6, True),
        ([10.0] * 11 + [19.0], False),  # one letter may be what it is
    ],
)
def test_letters_side_by_side_at_different_heights_are_uneven(bottoms: list[float], uneven: bool) -> None:
    chars = [(9.0 * at, 1.0, 9.0 * at + 9, bottom, "字") for at, bottom in enumerate(bottoms)]
    assert _is_uneven(chars) is uneven
    apart = [(2 * x0, y0, 2 * x0 + 9, y1, char) for x0, y0, _, y1, char in chars]
    assert not _is_uneven(apart)  # a small letter far from a large one
