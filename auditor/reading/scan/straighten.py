"""A picture of a page made upright, level, evenly lit and `PER_INCH`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from auditor.reading.scan.kit import PER_INCH

_MOST_TILT = 6.0  # degrees
_TILT_POINTS = 40_000
_PRINT = 90  # grey: what is darker under red is print
_SHADE = 15  # pixels: no stroke of a table's words is so wide
_TINT, _COVER = 20, 130  # of ink, 0 to 255: the least and the most that is the grey of a filled cell
_GRAIN = 1.0  # pixels: how far a grain is spread
_BLACK, _WHITE = 64, 191  # grey: between the two lies what is neither
_GREYS = 0.04  # of what is black: with more in between, the page was no black and white one
_PALE = 40  # of 255: less red is no seal's
_RED = 148  # of the part of a colour that is red, 128 for none


@dataclass(slots=True)
class Sheet:
    """`grey`: the page, ink 0 on white 255, flattened; `plain`: the same without red ink (seals); `ruled`:
    so that the lines of tables stay whole where red crosses them; `stark`: it was black and white only, and
    what was pale is gone without a trace."""

    grey: Any
    plain: Any
    ruled: Any
    stark: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.grey.shape[1]), int(self.grey.shape[0])


def sheet_of(picture: Any, per_inch: float, turns: int = 0) -> Sheet:
    """`picture`: bytes, grey or RGB, as an array; `turns` quarter turns against the clock first."""
    import cv2
    import numpy

    if turns:
        picture = numpy.ascontiguousarray(numpy.rot90(picture, turns))
    picture = _without_colour(picture)
    stark = _is_stark(picture)
    if stark:  # grey paper has become grains
        picture = cv2.GaussianBlur(picture, (0, 0), max(0.5, _GRAIN * per_inch / PER_INCH))
    factor = PER_INCH / per_inch
    if factor < 0.98:
        size = (max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        factor = 1.0
    layers = _layers(picture)
    layers = [_even(layer, factor) for layer in layers]
    angle = tilt(layers[0], factor)
    layers = [_unshaded(_levelled(layer, angle, factor)) for layer in layers]
    return Sheet(layers[0], layers[-1], layers[-2] if len(layers) > 2 else layers[-1], stark)


def _without_colour(picture: Any) -> Any:
    """The grey alone of a picture that has no red in it: of nearly all, however they are kept."""
    import cv2

    if picture.ndim == 2:
        return picture
    red, green, blue = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    if int(cv2.absdiff(red, cv2.max(green, blue)).max()) < _PALE:
        return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return picture


def _layers(picture: Any) -> list[Any]:
    """Grey, and where the picture has colours also what is left without red, with its rims and without."""
    import cv2
    import numpy

    if picture.ndim == 2:
        return [picture]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    rims = cv2.max(picture[:, :, 0], grey)
    # Colour is kept coarser than light in JPEG: at the rims of a seal its red reaches too short.
    reach = cv2.dilate(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)[:, :, 1], numpy.ones((3, 3), numpy.uint8))
    table = numpy.clip((numpy.arange(256) - 128) * 1.402, 0, 255).astype(numpy.uint8)
    whole = cv2.add(grey, cv2.LUT(reach, table))
    return [grey, rims, cv2.max(rims, numpy.where((grey >= _PRINT) & (reach > _RED), whole, 0))]


def _is_stark(picture: Any) -> bool:
    """Whether it was made black and white only; JPEG leaves a grey veil around the strokes, and hardly
    anything in the middle between the two."""
    if picture.ndim != 2:
        return False
    sample = picture[::3, ::3]
    between = float(((sample > _BLACK) & (sample < _WHITE)).mean())
    return between < _GREYS * float((sample <= _BLACK).mean())


def _even(layer: Any, factor: float) -> Any:
    """Paper white and ink black, whatever the light and the toner."""
    import cv2
    import numpy

    high, wide = layer.shape
    step = 8 / factor
    small = cv2.resize(
        layer, (max(1, round(wide / step)), max(1, round(high / step))), interpolation=cv2.INTER_AREA
    )
    paper = cv2.dilate(small, numpy.ones((9, 9), numpy.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 6)
    paper = cv2.resize(paper, (wide, high), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(layer, cv2.max(paper, 1), scale=255)
    sample = flat[::3, ::3]
    darkest = float(numpy.percentile(sample, 0.4)) if sample.size else 0.0
    if 10 < darkest < 200:
        table = numpy.clip((numpy.arange(256) - darkest) * 255 / (255 - darkest), 0, 255)
        flat = cv2.LUT(flat, table.astype(numpy.uint8))
    return flat


def _unshaded(layer: Any) -> Any:
    """Without the grey that cells are filled with: what is grey over more than strokes are wide. What is
    darker covers what was there, and stays."""
    import cv2
    import numpy

    dark = 255 - layer
    rough = cv2.resize(dark, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    rough = cv2.morphologyEx(rough, cv2.MORPH_OPEN, numpy.ones((_SHADE // 4, _SHADE // 4), numpy.uint8))
    if float((rough > _TINT).mean()) < 0.001:
        return layer
    shade = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones((_SHADE, _SHADE), numpy.uint8))
    shade[(shade <= _TINT) | (shade > _COVER)] = 0
    return 255 - cv2.subtract(dark, shade)


def _levelled(layer: Any, angle: float, factor: float) -> Any:
    """Turned by `angle` degrees and enlarged by `factor`, in one resampling."""
    import cv2

    high, wide = layer.shape
    if abs(angle) < 0.02 and factor == 1.0:
        return layer
    size = (round(wide * factor), round(high * factor))
    if abs(angle) < 0.02:
        return cv2.resize(layer, size, interpolation=cv2.INTER_CUBIC)
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, factor)
    matrix[0, 2] += size[0] / 2 - wide / 2
    matrix[1, 2] += size[1] / 2 - high / 2
    return cv2.warpAffine(
        layer, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )


def tilt(layer: Any, factor: float) -> float:
    """By how many degrees, against the clock, the page must be turned for its lines to lie level."""
    import cv2
    import numpy

    scale = factor / 2  # to half of PER_INCH
    size = (max(1, round(layer.shape[1] * scale)), max(1, round(layer.shape[0] * scale)))
    small = 255 - cv2.resize(layer, size, interpolation=cv2.INTER_AREA)
    noise = numpy.random.default_rng(1)
    coarse = _best(_points(small, noise), numpy.arange(-_MOST_TILT, _MOST_TILT + 0.01, 0.25), 0.5)
    matrix = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), coarse, 1.0)
    level = cv2.warpAffine(small, matrix, size)
    lines = cv2.morphologyEx(level, cv2.MORPH_OPEN, numpy.ones((1, 21), numpy.uint8))
    points = _points(lines, noise)
    if len(points[0]) < 1_500:
        points = _points(level, noise)
    return coarse + _best(points, numpy.arange(-0.6, 0.61, 0.03), 1.0)


def _points(dark: Any, noise: Any) -> tuple[Any, Any]:
    """Where it is dark; heights are jittered, else whole rows make a false best at no tilt."""
    import numpy

    ys, xs = numpy.nonzero(dark > 90)
    if len(xs) > _TILT_POINTS:
        chosen = noise.choice(len(xs), _TILT_POINTS, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    return ys + noise.random(len(ys)), xs - (xs.mean() if len(xs) else 0)


def _best(points: tuple[Any, Any], angles: Any, bins: float) -> float:
    """The angle at which the points fall into the fewest rows."""
    import numpy

    ys, xs = points
    if len(ys) < 200:
        return 0.0
    top, best = -1.0, 0.0
    for angle in angles:
        rows = (ys - xs * math.tan(math.radians(float(angle)))) * bins
        rows -= rows.min()
        count = numpy.bincount(rows.astype(numpy.int64)).astype(numpy.float64)
        score = float((count * count).sum())
        if score > top:
            top, best = score, float(angle)
    return best
