"""The page: what a reader sees first is drawn here, the agencies' own pages are drawn in the browser
from data that stands in the page. Nothing is fetched; the only script that may run is ours, by hash."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from auditor.base.version import VERSION
from auditor.findings.dossier import Dossier
from auditor.findings.model import FileStatus
from auditor.output.html.charts import charts_of
from auditor.output.html.data import data_of
from auditor.output.html.lists import agencies_of, rules_of, summary_of, unread_of
from auditor.output.places import pack_words

_HERE = Path(__file__).parent


def draw_html(dossier: Dossier) -> str:
    """The whole page; same dossier, same bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    run = dossier.run
    years = sorted({row.year for row in run.files if row.year is not None and row.status in _READ})
    packs = dict.fromkeys(pack_words(pack) for pack in run.packs)
    overlays = "".join(f"，叠加 {pack_words(pack)}" for pack in run.overlays)
    values: dict[str, Any] = {
        "mark": f"auditor {VERSION} 审核结果",
        "years": "、".join(f"{year}" for year in years),
        "rules_used": f"{'、'.join(packs)}{overlays}",
        "summary": summary_of(dossier),
        "charts": charts_of(dossier),
        "agencies": agencies_of(dossier),
        "rules": rules_of(dossier),
        "unread": unread_of(dossier),
        "absent": dossier.absent,
        "filters": "；".join(run.filters),
        "hidden": run.hidden,
        "style": style,
        "script": script,
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "data": island(data_of(dossier)),
    }
    page: str = environment.get_template("page.html.j2").render(values)
    return page


_READ = (FileStatus.READ, FileStatus.PARTIAL)


def island(value: object) -> str:
    """JSON that may stand inside a <script> element: no character of it can end that element, open a
    comment, or end a line of script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
