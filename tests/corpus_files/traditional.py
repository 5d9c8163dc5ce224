"""A page in traditional characters, as sites convert theirs: each character for itself."""

from __future__ import annotations

import random
from collections import defaultdict

from auditor.base.traditional import pairs

_FORMS: dict[str, list[str]] = defaultdict(list)
for _traditional, _simplified in pairs():
    if _traditional.encode("big5", "ignore"):
        _FORMS[_simplified].append(_traditional)


def traditional(text: str, seed: int) -> str:
    """`text` with each character that has traditional forms in Big5 as one of them, the same one for the
    same character throughout."""
    rng = random.Random(f"traditional {seed}")
    chosen = {simple: rng.choice(forms) for simple, forms in sorted(_FORMS.items())}
    return "".join(chosen.get(char, char) for char in text)
