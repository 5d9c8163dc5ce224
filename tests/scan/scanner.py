"""Printed reports as a scanner gives them back: pages rendered, laid askew, blurred, noisy, compressed."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageFilter

FORMS = ("pdf", "png", "jpg", "tif")


@dataclass(frozen=True, slots=True)
class Scanner:
    """`skew` in degrees; `noise`: standard deviation in grey levels; `jpeg`: quality, 0 for none; `blur` in
    pixels; `shade`: how much darker the paper is at one side; `ink`: grey of the print; `paper`: of the
    sheet; `specks`: of dust, a page; `stamp`: a red seal over the page; `flat`: black and white only."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    jpeg: int = 0
    blur: float = 0.0
    shade: float = 0.0
    ink: int = 0
    paper: int = 255
    specks: int = 0
    stamp: bool = False
    flat: bool = False
    turn: int = 0  # quarter turns

    @classmethod
    def of(cls, seed: int, dpi: int) -> Scanner:
        """A machine as offices have them, drawn from the seed."""
        rng = random.Random(f"scanner {seed} {dpi}")
        flat = rng.random() < 0.1 and dpi >= 200
        return cls(
            dpi=dpi,
            skew=rng.choice((0.0, rng.uniform(-0.5, 0.5), rng.uniform(-2, 2))),
            noise=rng.choice((0.0, 3.0, 6.0, 9.0)),
            jpeg=rng.choice((0, 50, 60, 75, 90)),
            blur=rng.choice((0.0, 0.4, 0.7)),
            shade=rng.choice((0.0, 0.0, 0.1, 0.2)),
            ink=rng.choice((0, 20, 50, 70)),
            paper=rng.choice((255, 250, 235)),
            specks=rng.choice((0, 0, 20, 60)),
            stamp=rng.random() < 0.2,
            flat=flat,
        )


def pages_of(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF as grey pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def scanned(page: Image.Image, scanner: Scanner, seed: int) -> Image.Image:
    """The page as the scanner sees it. The same seed gives the same picture."""
    import numpy

    rng = numpy.random.default_rng(seed)
    image = page
    if scanner.skew:
        image = image.rotate(scanner.skew, Image.Resampling.BICUBIC, expand=False, fillcolor=255)
    if scanner.blur:
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur * scanner.dpi / 150))
    dark: Any = 1 - numpy.asarray(image, numpy.float32) / 255
    high, wide = dark.shape
    for _ in range(scanner.specks):
        y, x, size = rng.integers(0, high - 4), rng.integers(0, wide - 4), rng.integers(1, 3)
        dark[y : y + size, x : x + size] = rng.uniform(0.4, 1.0)
    sheet = scanner.paper * (1 - scanner.shade * numpy.linspace(0, 1, wide, dtype=numpy.float32))[None, :]
    grey = sheet * (1 - dark) + scanner.ink * dark
    if scanner.noise:
        grey = grey + rng.normal(0, scanner.noise, grey.shape).astype(numpy.float32)
    grey = numpy.clip(grey, 0, 255)
    if scanner.flat:
        return Image.fromarray(numpy.where(grey < 185, 0, 255).astype(numpy.uint8))
    if not scanner.stamp:
        out = Image.fromarray(grey.astype(numpy.uint8))
    else:
        out = Image.fromarray(_stamped(grey, rng, scanner.dpi).astype(numpy.uint8))
    if scanner.jpeg:
        stream = io.BytesIO()
        out.save(stream, "JPEG", quality=scanner.jpeg)
        out = Image.open(io.BytesIO(stream.getvalue()))
        out.load()
    return out.rotate(90 * scanner.turn, expand=True) if scanner.turn else out


def _stamped(grey: Any, rng: Any, dpi: int) -> Any:
    """A red ring with a star's worth of red in it, ink that lets the print show."""
    import numpy

    high, wide = grey.shape
    radius = 60 / 72 * dpi
    x, y = rng.uniform(0.3, 0.8) * wide, rng.uniform(0.3, 0.8) * high
    ys, xs = numpy.mgrid[0:high, 0:wide]
    away = numpy.hypot(xs - x, ys - y)
    ring = (abs(away - radius) < 1.5 / 72 * dpi) | (away < radius / 5)
    colour = numpy.stack([grey, grey, grey], 2)
    colour[ring, 1] *= 0.25
    colour[ring, 2] *= 0.25
    return colour


def filed(pictures: Sequence[Image.Image], form: str, dpi: int, jpeg: int = 90) -> bytes:
    """The pictures as one file; .png and .jpg hold the first only."""
    stream = io.BytesIO()
    first, *rest = (picture.copy() for picture in pictures)  # saving leaves its settings in them
    if form == "pdf":
        first.save(stream, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=jpeg)
    elif form == "tif":
        first.save(stream, "TIFF", save_all=True, append_images=rest, dpi=(dpi, dpi), compression="tiff_lzw")
    elif form == "jpg":
        first.save(stream, "JPEG", quality=jpeg, dpi=(dpi, dpi))
    else:
        first.save(stream, "PNG", dpi=(dpi, dpi))
    return stream.getvalue()
