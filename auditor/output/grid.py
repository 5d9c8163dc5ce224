"""A table drawn with box characters, aligned by what each character takes on screen."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.base.text import cells
from auditor.output.wrap import fit, right, wrap


def draw_grid(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Lines of a table: the first column to the left, the others to the right. Where it is wider
    than `width`, the head's words are broken over lines; a figure is never cut or broken."""
    body = [max([1, *(cells(row[i]) for row in rows)]) for i in range(len(head))]
    wanted = [max(own, cells(title)) for own, title in zip(body, head, strict=True)]
    frame = 3 * len(head) + 1
    for least in (12, 8, 6, 4):
        if sum(wanted) + frame <= width:
            break
        wanted = [max(own, min(now, least)) for own, now in zip(body, wanted, strict=True)]
    titles = [_broken(title, room) for title, room in zip(head, wanted, strict=True)]
    height = max(len(title) for title in titles)
    lines = [_rule("┌┬┐", wanted)]
    for i in range(height):
        lines.append(_row([title[i] if i < len(title) else "" for title in titles], wanted))
    lines.append(_rule("├┼┤", wanted))
    lines += [_row(row, wanted) for row in rows]
    lines.append(_rule("└┴┘", wanted))
    return lines


def _broken(title: str, room: int) -> list[str]:
    """A head in lines of exactly at most `room` columns."""
    lines = [""]
    for char in title:
        if cells(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return lines if len(lines) > 1 else wrap(title, room)


def _row(texts: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        fit(text, room) if i == 0 else right(text, room)
        for i, (text, room) in enumerate(zip(texts, widths, strict=True))
    )
    return f"│ {' │ '.join([first, *others])} │"


def _rule(ends: str, widths: Sequence[int]) -> str:
    return ends[0] + ends[1].join("─" * (room + 2) for room in widths) + ends[2]
