"""The parts of an OFD package: pages of objects, templates, resources, and what else programs add."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

from tests.ofd.writer import MM, OfdLook, OfdSheet, Shape, Writer, plain


class _Package(Writer):
    """Writes the parts round the objects."""

    def __init__(self, look: OfdLook) -> None:
        super().__init__(look)
        self.parts: dict[str, bytes | str] = {}
        self.patterns = self.units = self.pages = ""

    def part(self, path: str, name: str, inner: str, attributes: str = "") -> None:
        prefix = ":ofd" if self.look.prefix else ""
        body = self.tag(name, f'xmlns{prefix}="{self.look.namespace}"{attributes}', inner or " ")
        self.parts[path] = '<?xml version="1.0" encoding="UTF-8"?>\n' + body

    def link(self, target: str, base: str) -> str:
        """To part `target` from a part in folder `base`."""
        if self.look.links == "top":
            return "/" + target
        if self.look.links == "bare":
            return target
        here, there = base.split("/"), target.split("/")
        while here and there and here[0] == there[0]:
            here.pop(0)
            there.pop(0)
        return "/".join([".."] * len(here) + there)

    def size(self, sheet: OfdSheet) -> tuple[float, float]:
        """Width and height in millimetres, of the page as it lies."""
        w, h = sheet.width * MM, sheet.height * MM
        return (h, w) if self.look.turned else (w, h)

    def page(self, number: int, sheet: OfdSheet) -> None:
        look, tag = self.look, self.tag
        drawn = "".join(self.any(thing, sheet) for thing in sheet.objects if isinstance(thing, Shape))
        text = "".join(self.any(thing, sheet) for thing in sheet.objects if not isinstance(thing, Shape))
        wide, high = map(plain, self.size(sheet))
        whole = f"0 0 {wide} {high}"
        use = layers = ""
        if look.background:
            outline = f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C"
            white = tag("FillColor", 'Value="255 255 255"') + tag("AbbreviatedData", "", outline)
            shape = f'ID="{self.id()}" Boundary="{whole}" Fill="true" Stroke="false"'
            layers = tag("Layer", f'ID="{self.id()}" Type="Background"', tag("PathObject", shape, white))
        match look.lines:
            case "template":
                key, path = self.id(), f"Doc_0/Tpls/Tpl_{number}/Content.xml"
                self.patterns += tag("TemplatePage", f'ID="{key}" BaseLoc="{self.link(path, "Doc_0")}"')
                layer = tag("Layer", f'ID="{self.id()}"', drawn or " ")
                self.part(path, "Page", tag("Content", "", layer))
                use, drawn = tag("Template", f'TemplateID="{key}" ZOrder="Background"'), ""
            case "unit" if drawn:
                key = self.id()
                unit = f'ID="{key}" Width="{wide}" Height="{high}"'
                self.units += tag("CompositeGraphicUnit", unit, tag("Content", "", drawn))
                drawn = tag("CompositeObject", f'ID="{self.id()}" Boundary="{whole}" ResourceID="{key}"')
            case "block":
                drawn = tag("PageBlock", f'ID="{self.id()}"', tag("PageBlock", "", drawn or " "))
            case "layer":
                layers += tag("Layer", f'ID="{self.id()}" Type="Foreground"', drawn or " ")
                drawn = ""
        layers += tag("Layer", f'ID="{self.id()}" Type="Body"', drawn + text or " ")
        area = tag("Area", "", tag("PhysicalBox", "", whole)) if look.area == "page" else ""
        path = f"Doc_0/Pages/Page_{number}/Content.xml"
        self.part(path, "Page", use + area + tag("Content", "", layers))
        self.pages += tag("Page", f'ID="{1000 + number}" BaseLoc="{self.link(path, "Doc_0")}"')

    def resources(self) -> None:
        tag = self.tag
        params = tag("DrawParam", 'ID="6" LineWidth="0.2"', tag("FillColor", 'Value="0 0 0"'))
        params += tag("DrawParam", 'ID="7" Relative="6"', tag("StrokeColor", 'Value="0 0 0"'))
        font = tag("Font", 'ID="2" FontName="宋体" FamilyName="宋体"', tag("FontFile", "", "font_2.ttf"))
        common = tag("Fonts", "", font) + tag("DrawParams", "", params)
        self.part("Doc_0/PublicRes.xml", "Res", common, ' BaseLoc="Res"')
        units = tag("CompositeGraphicUnits", "", self.units or " ")
        self.part("Doc_0/DocumentRes.xml", "Res", units, ' BaseLoc="Res"')
        self.parts["Doc_0/Res/font_2.ttf"] = bytes(range(256))

    def watermark(self) -> str:
        tag = self.tag
        path, listed = "Doc_0/Annots/Page_0/Annotation.xml", "Doc_0/Annots/Annotations.xml"
        where = tag("FileLoc", "", self.link(path, "Doc_0/Annots"))
        self.part(listed, "Annotations", tag("Page", 'PageID="1000"', where))
        code = tag("TextCode", 'X="0" Y="12" DeltaX="g 5 12"', "内部2024")
        lean = 'ID="90" Boundary="10 100 150 20" Font="2" Size="12" CTM="0.7 -0.7 0.7 0.7 0 0"'
        shown = tag("Appearance", 'Boundary="0 0 210 297"', tag("TextObject", lean, code))
        self.part(path, "PageAnnot", tag("Annot", 'ID="91" Type="Watermark" Creator="a"', shown))
        return tag("Annotations", "", self.link(listed, "Doc_0"))

    def attachment(self) -> str:
        tag, listed = self.tag, "Doc_0/Attachs/Attachments.xml"
        file = tag("FileLoc", "", "统计表.xlsx")
        self.part(listed, "Attachments", tag("Attachment", 'ID="80" Name="统计表" Format="xlsx"', file))
        self.parts["Doc_0/Attachs/统计表.xlsx"] = b"PK"
        return tag("Attachments", "", self.link(listed, "Doc_0"))

    def seal(self) -> str:
        tag, folder = self.tag, "Doc_0/Signs"
        one = tag("Signature", 'ID="s1" Type="Seal" BaseLoc="Sign_0/Signature.xml"')
        self.part(f"{folder}/Signatures.xml", "Signatures", one)
        stamp = tag("StampAnnot", 'ID="1" PageRef="1000" Boundary="120 230 40 40"')
        self.part(f"{folder}/Sign_0/Signature.xml", "Signature", tag("SignedInfo", "", stamp))
        self.parts[f"{folder}/Sign_0/SignedValue.dat"] = bytes(99)
        return tag("Signatures", "", f"{folder}/Signatures.xml")

    def version(self) -> str:
        tag, path = self.tag, "Doc_0/Versions/V1.xml"
        root = tag("DocRoot", "", self.link("Doc_0/Document.xml", "Doc_0/Versions"))
        self.part(path, "DocVersion", root)
        self.part("Doc_0/Old.xml", "Document", tag("Pages", "", tag("Page", 'ID="1" BaseLoc="none.xml"')))
        return tag("Versions", "", tag("Version", f'ID="v1" Index="1" Current="true" BaseLoc="{path}"'))

    def document(self, first: OfdSheet) -> None:
        look, tag = self.look, self.tag
        wide, high = map(plain, self.size(first))
        common = tag("MaxUnitID", "", "99999")
        common += tag("PageArea", "", tag("PhysicalBox", "", f"0 0 {wide} {high}"))
        common += tag("PublicRes", "", self.link("Doc_0/PublicRes.xml", "Doc_0"))
        common += tag("DocumentRes", "", self.link("Doc_0/DocumentRes.xml", "Doc_0")) + self.patterns
        more = self.watermark() if look.watermark else ""
        more += self.attachment() if look.attachment else ""
        inner = tag("CommonData", "", common) + tag("Pages", "", self.pages) + more
        self.part("Doc_0/Document.xml", "Document", inner)
        title = tag("Title", "", escape(look.title)) if look.title else ""
        info = tag("DocID", "", "0" * 32) + title + tag("CreationDate", "", "2024-01-05")
        body = tag("DocInfo", "", info)
        body += tag("DocRoot", "", "Doc_0/Old.xml" if look.versions else "Doc_0/Document.xml")
        body += self.version() if look.versions else ""
        body += self.seal() if look.seal else ""
        self.part("OFD.xml", "OFD", tag("DocBody", "", body), ' Version="1.0" DocType="OFD"')


def parts_of(sheets: Sequence[OfdSheet], look: OfdLook | None = None) -> dict[str, bytes | str]:
    """The file's parts by name."""
    package = _Package(look or OfdLook())
    for number, sheet in enumerate(sheets):
        package.page(number, sheet)
    package.resources()
    package.document(sheets[0])
    return package.parts


def packed(parts: dict[str, bytes | str]) -> bytes:
    """The parts as a file, OFD.xml first."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: name != "OFD.xml"):
            body = parts[name]
            info = zipfile.ZipInfo(name)  # without the time of day: the same sheets give the same bytes
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body.encode("utf-8") if isinstance(body, str) else body)
    return stream.getvalue()


def ofd_of(sheets: Sequence[OfdSheet], look: OfdLook | None = None) -> bytes:
    """The file."""
    return packed(parts_of(sheets, look))
