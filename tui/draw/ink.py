"""Lines for the screen: text with the names of styles, wrapped by the one wrapper.

Nothing here knows Textual. A style name says what a stretch is (an operand, the suspect cell), and
the theme decides how that looks; what matters is also said by words or signs, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.base.text import cells, tidy
from auditor.output import wrap as wrapping
from auditor.output.places import printable
from auditor.rules.outcome import Level

STYLES = (
    "error", "warning", "info", "dim", "bold", "mark", "suspect", "good", "head", "key", "todo",
    "tab", "tab-on",
)  # fmt: skip
SYMBOLS = {Level.ERROR: "●", Level.WARNING: "▲", Level.INFO: "○"}
LEVEL_STYLES = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "info"}

# Characters that some consoles draw two columns wide, and what --ascii writes for them. The first
# keep their width, so they can be exchanged in finished lines.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯", "+"),
        **dict.fromkeys("─━—–", "-"),
        **dict.fromkeys("│┃", "|"),
        **dict.fromkeys("▓█", "#"),
        **dict.fromkeys("░·", "."),
        "“": '"', "”": '"',
        "●": "!", "▲": "*", "○": "-", "▸": "+", "▾": "-", "←": "<", "→": ">", "↑": "^", "↓": "v", "✓": "x",
        "…": "~", "×": "x", "÷": "/", "−": "-", "‘": "'", "’": "'", "±": "~", "≤": "<", "≥": ">", "≠": "#",
        "①": "1", "②": "2", "③": "3", "④": "4", "⑤": "5", "›": ">", "■": "#", "□": ".", "§": "S",
    }
)  # fmt: skip
_QUOTES = str.maketrans({"“": "「", "”": "」"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one style."""

    text: str
    style: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is put on screen; `ascii` for consoles that cannot draw frames."""

    ascii: bool = False

    def say(self, text: str) -> str:
        """One line's text, safe to show; quotation marks that every console can draw."""
        clean = printable(tidy(text))
        return clean.translate(_QUOTES) if self.ascii else clean

    def plain(self, text: str) -> str:
        """A finished line's signs in ASCII where asked; the width stays."""
        return text.translate(_PLAIN) if self.ascii else text

    def wrap(self, text: str, width: int, indent: str = "", style: str = "") -> list[Line]:
        """Text in lines of at most `width` columns; later lines begin with `indent`."""
        return [(Span(self.plain(line), style),) for line in wrapping.wrap(self.say(text), width, indent)]

    def wrap_spans(self, spans: Iterable[Span], width: int, indent: str = "") -> list[Line]:
        """Stretches of several styles wrapped as one text."""
        marked = [(char, span.style) for span in spans for char in self.say_inside(span.text)]
        lines = wrapping.wrap("".join(char for char, _ in marked), width, indent)
        return [tuple(spans) for spans in self._laid(lines, marked, indent)]

    def say_inside(self, text: str) -> str:
        """Like `say`, for a piece of a longer text: blanks at its ends stay."""
        clean = "".join(" " if char in "\n\t\r" else char for char in text)
        clean = printable(clean)
        return clean.translate(_QUOTES) if self.ascii else clean

    def _laid(
        self, lines: Sequence[str], marked: Sequence[tuple[str, str]], indent: str
    ) -> Iterable[list[Span]]:
        """The wrapped lines with their styles again: the wrapper only drops blanks and adds indents."""
        position = 0
        for number, line in enumerate(lines):
            body = line[len(indent) :] if number and line.startswith(indent) else line
            spans = [Span(line[: len(line) - len(body)])] if len(body) < len(line) else []
            for char in body:
                while (
                    position < len(marked) and marked[position][0] != char and marked[position][0].isspace()
                ):
                    position += 1
                style = marked[position][1] if position < len(marked) else ""
                position += 1
                if spans and spans[-1].style == style:
                    spans[-1] = Span(spans[-1].text + self.plain(char), style)
                else:
                    spans.append(Span(self.plain(char), style))
            yield spans

    def fit(self, text: str, width: int) -> str:
        """One line's text in exactly `width` columns."""
        return self.plain(wrapping.fit(self.say_inside(text), width))


def width_of(line: Line) -> int:
    """Columns that a line takes."""
    return sum(cells(span.text) for span in line)


def text_of(line: Line) -> str:
    """A line without its styles."""
    return "".join(span.text for span in line)


def spread(ink: Ink, left: str, right: str, width: int, left_style: str = "", right_style: str = "") -> Line:
    """`left` and `right` at the two ends of one line; `left` is shortened where both do not fit."""
    right = ink.plain(ink.say_inside(right))
    room = max(0, width - cells(right) - 1)
    return (Span(ink.fit(left, room), left_style), Span(" "), Span(right, right_style))


def cut(line: Line, width: int) -> Line:
    """A line in exactly `width` columns: shortened with …, or filled with blanks."""
    length = width_of(line)
    if length <= width:
        return (*line, Span(" " * (width - length))) if length < width else line
    kept: list[Span] = []
    left = width
    for span in line:
        size = cells(span.text)
        if size < left:
            kept.append(span)
            left -= size
            continue
        kept.append(Span(wrapping.fit(span.text, left), span.style))
        break
    return tuple(kept)
