"""Numbers as OFD writes them: boxes, matrices, advances and paths, each bounded and finite."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from auditor.reading.page_shape import Rect
from auditor.reading.page_space import SAME, Matrix, Point

_FAR = 1e6  # millimetres; nothing on a page is as far away
_TOKENS = re.compile(r"[A-Za-z]+|[^\sA-Za-z,]+(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def number(text: str | None, default: float) -> float:
    """A length in millimetres, or a factor. Raises ValueError when it is no finite number of a page."""
    if text is None or not text.strip():
        return default
    value = float(text)
    if not (math.isfinite(value) and abs(value) <= _FAR):
        raise ValueError(text[:20])
    return value


def numbers(text: str, count: int) -> list[float]:
    """Exactly `count` of them. Raises ValueError."""
    parts = text.replace(",", " ").split(None, count)[:count]
    if len(parts) < count:
        raise ValueError(text[:40])
    return [number(part, 0.0) for part in parts]


def box(text: str | None) -> Rect | None:
    """ "x y width height" as left, top, right, bottom; None where there is none. Raises ValueError."""
    if text is None or not text.strip():
        return None
    x, y, width, height = numbers(text, 4)
    return (x, y, x + width, y + height)


def matrix(text: str | None) -> Matrix:
    """ "a b c d e f". Raises ValueError."""
    if text is None or not text.strip():
        return SAME
    a, b, c, d, e, f = numbers(text, 6)
    return (a, b, c, d, e, f)


def advances(text: str | None, count: int) -> list[float]:
    """The steps between `count` + 1 characters: "g 3 4.2" is three times 4.2; where there are too few, the
    last goes on. Empty where none are stated. Raises ValueError."""
    out: list[float] = []
    if text is None:
        return out
    tokens = (found[0] for found in re.finditer(r"[^\s,]+", text))
    while len(out) < count and (token := next(tokens, None)) is not None:
        if token in {"g", "G"}:
            times = int(number(next(tokens, None), 0.0))
            step = number(next(tokens, None), 0.0)
            out += [step] * max(0, min(times, count - len(out)))
        else:
            out.append(number(token, 0.0))
    if out and len(out) < count:
        out += [out[-1]] * (count - len(out))
    return out


def subpaths(text: str, most: int) -> Iterator[tuple[list[Point], bool]]:
    """The pieces of an abbreviated path in its own space: their corners, and whether any side is curved.
    Nothing of a path of more than `most` segments. Raises ValueError when it is none."""
    if len(text) > 200 * most:
        return
    tokens = _TOKENS.findall(text)
    found: list[tuple[list[Point], bool]] = []
    points: list[Point] = []
    curved = False
    at = segments = 0
    while at < len(tokens):
        kind = tokens[at]
        if kind not in _ARGUMENTS:
            raise ValueError(text[:40])
        end = at + 1 + _ARGUMENTS[kind]
        values = [number(token, 0.0) for token in tokens[at + 1 : end]]
        if len(values) < _ARGUMENTS[kind]:
            raise ValueError(text[-40:])
        at, segments = end, segments + 1
        if segments > most:
            return
        if kind in {"S", "M"}:
            if len(points) > 1:
                found.append((points, curved))
            points, curved = [(values[0], values[1])], False
        elif kind == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
        else:
            curved = curved or kind != "L"
            points.append((values[-2], values[-1]))
    if len(points) > 1:
        found.append((points, curved))
    yield from found


def colour_seen(value: str | None, alpha: str | None, white: int) -> bool:
    """Whether a colour ("255 255 255", "#FF #FF #FF", one of grey, four of print) shows on paper."""
    try:
        if number(alpha, 255.0) <= 0:
            return False
        parts = (value or "").replace(",", " ").split()[:4]
        values = [float(int(part[1:], 16)) if part.startswith("#") else number(part, 0.0) for part in parts]
    except ValueError:
        return True
    if len(values) == 4:
        return max(values) > 255 - white
    return not values or min(values) < white
