"""The parts of an OFD package and what they point to: pages, page templates, resources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from auditor.reading.fault import Unreadable
from auditor.reading.package import Package

_RELATIVES = 16  # draw parameters that lean on others


def local(element: etree._Element) -> str:
    """The tag without its namespace, which changed between editions of the standard."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The direct children of that name."""
    if element is not None:
        for child in element:
            if local(child) == name:
                yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of the first child … along `path`."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """The text of that child; "" where there is none."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part and where it stands, from which its links lead on."""

    name: str
    root: etree._Element


class Parts:
    """Finds parts by the links that others hold. A link that leads out of the package leads nowhere."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def find(self, link: str, base: str) -> str | None:
        """The name of the part to which `link` in part `base` leads: from its folder, or, as some
        programs write it, from the top."""
        link = link.strip().replace("\\", "/")
        if not link:
            return None
        places = [link.lstrip("/")]
        if not link.startswith("/"):
            places.insert(0, posixpath.join(posixpath.dirname(base), link))
        for place in places:
            name = posixpath.normpath(place)
            if not name.startswith("..") and name in self.package:
                return name
        return None

    def open(self, link: str, base: str) -> Part | None:
        """The part, or None where there is none. Raises Unreadable when it is damaged or too large."""
        name = self.find(link, base)
        return Part(name, self.package.xml(name)) if name is not None else None


@dataclass(slots=True)
class Resources:
    """By ID, what pages refer to. `units`: drawings that are used in many places; `media`: the names of the
    parts that hold images."""

    draws: dict[str, etree._Element] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    missing: bool = False

    def draw(self, key: str | None, name: str) -> str | etree._Element | None:
        """An attribute of a set of draw parameters, or its child element of that name, or that of those
        on which it leans."""
        for _ in range(_RELATIVES):
            found = self.draws.get(key or "")
            if found is None:
                return None
            value = found.get(name)
            inner = value if value is not None else child(found, name)
            if inner is not None:
                return inner
            key = found.get("Relative")
        return None


def resources(parts: Parts, document: Part) -> Resources:
    """Everything of the files of resources that the document names."""
    result = Resources()
    common = child(document.root, "CommonData")
    for kind in ("PublicRes", "DocumentRes"):
        for link in children(common, kind):
            add_resources(result, parts, (link.text or ""), document.name)
    return result


def add_resources(result: Resources, parts: Parts, link: str, base: str) -> None:
    """Those of one file."""
    try:
        part = parts.open(link, base)
    except Unreadable:
        part = None
    if part is None:
        result.missing = True
        return
    for group in part.root:
        known = {"DrawParams": result.draws, "CompositeGraphicUnits": result.units}.get(local(group))
        if known is not None:
            for each in group:
                known[each.get("ID") or ""] = each
        elif local(group) == "MultiMedias":
            folder = part.root.get("BaseLoc") or ""
            for each in group:
                file = text_of(each, "MediaFile")
                name = parts.find(posixpath.join(folder, file), part.name) or parts.find(file, part.name)
                if name is not None:
                    result.media[each.get("ID") or ""] = name


def templates(document: Part) -> Mapping[str, etree._Element]:
    """ID → the entry of a page template."""
    common = child(document.root, "CommonData")
    return {each.get("ID") or "": each for each in children(common, "TemplatePage")}
