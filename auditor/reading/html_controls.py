"""What the fields of a form show: a table on a page may be one, with a figure in each field. What scripts
write there is not known."""

from __future__ import annotations

import re

from lxml import etree

CONTROLS = frozenset(
    {"input", "textarea", "select", "button", "canvas", "svg", "object", "embed", "script", "noscript"}
)
# Kinds of input that show no value.
_NO_VALUE = frozenset(
    {"hidden", "checkbox", "radio", "submit", "button", "reset", "image", "file", "color", "range"}
)
# A page laid out by tables has other fields in their cells: to search, to choose another page.
_FIGURE = re.compile(r"[\d０-９,，.\-+－—–/\s%]{1,20}(?:万?元|[件条次项个])?|无")


def shown(element: etree._Element) -> str | None:
    """The figure that a field shows, "" where it shows nothing; None where that cannot be told. A field
    left empty in the page may have been filled in when it was shown."""
    value = _value(element)
    return value if value == "" or (value is not None and _FIGURE.fullmatch(value)) else None


def _value(element: etree._Element) -> str | None:
    match element.tag:
        case "input":
            if (element.get("type") or "").strip().lower() in _NO_VALUE:
                return ""
            return (element.get("value") or "").strip() or None
        case "textarea" | "button":
            return "".join(map(str, element.itertext())).strip() or None
        case "select":
            return _chosen(element)
        case _:
            return None


def _chosen(element: etree._Element) -> str | None:
    options = list(element.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options[:1]
    if len(chosen) != 1 or element.get("multiple") is not None:
        return None
    return "".join(map(str, chosen[0].itertext())).strip() or None
