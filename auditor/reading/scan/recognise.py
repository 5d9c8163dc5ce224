"""The recogniser: crops of single lines of text to characters, each with its probability and position."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.reading.fault import Unreadable
from auditor.reading.scan.kit import model

HEIGHT = 48  # of the crops that the model takes
_STEP = 8  # pixels of width per column of its answer
_BATCH = 16
_WIDE = 2_400
_ROOM = 1_200  # pixels of width in one call: what the processor keeps at hand, and little memory

# The characters of figures, each with those that look the same and mean it where a figure must stand.
FIGURES = {
    "0": "0０OoＯ〇○",
    "1": "1１lI|丨｜",
    **{digit: digit + wide for digit, wide in zip("23456789", "２３４５６７８９", strict=True)},
    ".": ".．·",
    ",": ",，",
    "/": "/／",
    "+": "+＋",
    "-": "-—–―─－−一ー",
}

# What the recogniser gives for digits and dashes, and other ways to write the same.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("OoQD〇○。", "0"),
        **dict.fromkeys("Il|！!丨", "1"),
        **dict.fromkeys("—–―─－−一ー~～_", "-"),
        **dict.fromkeys("．·、", "."),
        "，": ",",
        "／": "/",
        "＋": "+",
        **dict(zip("０１２３４５６７８９", "0123456789", strict=True)),
    }
)
_LIKE = re.compile(r"[-+\d,./]+")


@dataclass(frozen=True, slots=True)
class Read:
    """A line as recognised: its characters, the probability of each, and where the middle of each lies
    as a share of the crop's width."""

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]

    @property
    def least(self) -> float:
        """The probability of the least sure character; 1 where there is none."""
        return min(self.sure, default=1.0)

    def known(self, least: float) -> int:
        """How many Chinese characters are at least so sure."""
        pairs = zip(self.text, self.sure, strict=True)
        return sum(1 for char, share in pairs if share >= least and is_chinese(char))


def folded(text: str) -> str:
    """Marks that look alike made one: only for text that stands where figures do."""
    return text.replace(" ", "").translate(_ALIKE)


def is_like_figure(text: str) -> bool:
    """Whether recognised `text` can be nothing but a figure or a mark that stands for none."""
    return _LIKE.fullmatch(folded(text)) is not None


def is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


NOTHING = Read("", (), ())


@dataclass(frozen=True, slots=True)
class Both:
    """`words`: over all characters that the model knows; `figures`: over those of figures only, with
    probabilities among these, and `like`: how probable it is that they are figures at all."""

    words: Read
    figures: Read
    like: float = 0.0


class Recogniser:
    """Takes crops (grey, dark on light, any height) as arrays of bytes."""

    def __init__(self) -> None:
        # Else the library keeps session files on the disk and reports its use to its maker.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime

        path = model()
        if path is None:
            raise Unreadable("file.scan", "识别组件里没有识别模型", '请重新安装：pip install "auditor[ocr]"')
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(2, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # crops differ in width: an arena keeps the most of each
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        onnxruntime.set_default_logger_severity(4)
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input: str = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        # 0 is "nothing"; after the last one of the list comes the space.
        self._characters: list[str] = ["", *characters, " "]
        known = {char: index for index, char in enumerate(self._characters)}
        self._alike = [[known[char] for char in same if char in known] for same in FIGURES.values()]

    def __call__(self, crops: Sequence[Any], stretch: float = 1.0) -> list[Both]:
        """One answer for each crop, which are brought to the model's height; `stretch` widens them."""
        shaped = [_shaped(crop, stretch) for crop in crops]
        order = sorted(range(len(shaped)), key=lambda i: int(shaped[i].shape[1]))
        answers: list[Both] = [Both(NOTHING, NOTHING)] * len(shaped)
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and stop - start < _BATCH:
                wide = int(shaped[order[stop]].shape[1])
                if wide * (stop + 1 - start) > _ROOM or wide > 1.3 * int(shaped[order[start]].shape[1]) + 16:
                    break
                stop += 1
            batch = order[start:stop]
            for index, answer in zip(batch, self._run([shaped[i] for i in batch]), strict=True):
                answers[index] = answer
            start = stop
        return answers

    def _run(self, crops: Sequence[Any]) -> list[Both]:
        import numpy

        width = -(-max(int(crop.shape[1]) for crop in crops) // 16) * 16
        tensor: Any = numpy.ones((len(crops), 3, HEIGHT, width), numpy.float32)
        for index, crop in enumerate(crops):
            tensor[index, :, :, : crop.shape[1]] = crop.astype(numpy.float32) / 127.5 - 1
        answer = self._session.run(None, {self._input: tensor})[0]
        few = numpy.stack(
            [answer[:, :, 0], *(answer[:, :, same].sum(axis=2) for same in self._alike)], axis=2
        )
        among = few / numpy.maximum(few.sum(axis=2, keepdims=True), 1e-9)
        best, chosen = answer.argmax(axis=2), few.argmax(axis=2)
        names = ["", *FIGURES]
        out = []
        for index, crop in enumerate(crops):
            scale = _STEP / int(crop.shape[1])
            words = self._decoded(best[index], answer[index], self._characters, scale)
            figures = self._decoded(chosen[index], among[index], names, scale)
            like = self._decoded(chosen[index], few[index], names, scale).least
            out.append(Both(words, figures, like))
        return out

    @staticmethod
    def _decoded(best: Any, probabilities: Any, names: Sequence[str], scale: float) -> Read:
        """Runs of one class are one character."""
        text, sure, at = [], [], []
        last, begun = 0, 0
        steps = best.tolist()
        for step, kind in enumerate([*steps, 0]):
            if kind == last:
                continue
            if last:
                text.append(names[last])
                sure.append(float(probabilities[begun:step, last].max()))
                at.append(min(1.0, (begun + step) / 2 * scale))
            last, begun = kind, step
        return Read("".join(text), tuple(sure), tuple(at))


def _shaped(crop: Any, stretch: float) -> Any:
    import cv2

    high, wide = crop.shape[:2]
    width = min(_WIDE, max(16, round(wide * HEIGHT / high * stretch)))
    smaller = high > HEIGHT
    return cv2.resize(crop, (width, HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


@cache
def recogniser() -> Recogniser:
    """One for the process."""
    return Recogniser()
