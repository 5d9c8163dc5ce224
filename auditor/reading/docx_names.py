"""The names of WordprocessingML, for whichever namespace a file uses (transitional, strict, 2003)."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_OFF = frozenset({"0", "false", "off", "none", "no"})


class Names:
    """Qualified names of one namespace, each made once."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.val = f"{{{namespace}}}val"
        self._known: dict[str, str] = {}

    def __getitem__(self, local: str) -> str:
        name = self._known.get(local)
        if name is None:
            name = self._known[local] = f"{{{self.namespace}}}{local}"
        return name

    def value(self, element: etree._Element | None, *path: str) -> str | None:
        """The `val` of the element at `path` below `element`; None where there is none."""
        for step in path:
            if element is None:
                return None
            element = next(element.iterchildren(self[step]), None)
        return None if element is None else element.get(self.val)

    def number(self, element: etree._Element | None, *path: str) -> int | None:
        """As `value`, as an integer; None where it is none."""
        return integer(self.value(element, *path))

    def on(self, element: etree._Element | None, local: str) -> bool | None:
        """A switch below `element`: True, False, or None where it is not set."""
        found = None if element is None else next(element.iterchildren(self[local]), None)
        return None if found is None else self.switched(found)

    def switched(self, switch: etree._Element) -> bool:
        """Whether a switch that is there is on: without a value it is."""
        return (switch.get(self.val) or "true").lower() not in _OFF


@lru_cache(maxsize=8)
def names_of(namespace: str) -> Names:
    """The names of a namespace; one object for each."""
    return Names(namespace)


def namespace_of(root: etree._Element) -> str:
    """The namespace of an element, "" for none."""
    return str(etree.QName(root).namespace or "")


def relation_id(element: etree._Element) -> str:
    """The `r:id` of an element, or ""."""
    return next((value for key in _RELATION_IDS if (value := element.get(key))), "")


def integer(text: str | None) -> int | None:
    """A short decimal integer, else None."""
    if text is None:
        return None
    digits = text.strip()
    body = digits.removeprefix("-")
    return int(digits) if body.isascii() and body.isdigit() and len(body) < 10 else None
