"""OFD (GB/T 33190) to content: its pages through the same grid as those of a PDF."""

from __future__ import annotations

from lxml import etree

from auditor.reading.fault import Unreadable, note, warning
from auditor.reading.flow import Content, Nested
from auditor.reading.limits import Limits
from auditor.reading.ofd_page import Sheet, read_page
from auditor.reading.ofd_parts import (
    Part,
    Parts,
    Resources,
    add_resources,
    child,
    children,
    resources,
    templates,
    text_of,
)
from auditor.reading.ofd_render import render
from auditor.reading.ofd_text import Widths
from auditor.reading.ofd_values import box
from auditor.reading.package import Package
from auditor.reading.page_content import assemble, take
from auditor.reading.page_judge import listed
from auditor.reading.page_unread import PageRead, recognised, recogniser

_A4 = (210.0, 297.0)  # millimetres
_REMEDY = "请用阅读器打开确认，再导出为 PDF 或 .docx 后审核"
_LOCKED = frozenset(["encryptions.xml", "decryptseed.dat", "entriesmap.dat"])


def read(data: bytes, nested: Nested) -> Content:
    """Everything of the file. Raises Unreadable ("file.encrypted", "file.damaged", "file.too-large" …)."""
    limits = nested.limits
    package = Package(data, limits)
    if any(name.rsplit("/", 1)[-1] in _LOCKED for name in package.names):
        raise Unreadable("file.encrypted", "文件已加密，无法读取", "请取消加密后另存，再重新审核")
    parts = Parts(package)
    content = Content([])
    document = _document(parts, content)
    pages = list(children(child(document.root, "Pages"), "Page"))
    if not pages:
        raise Unreadable("file.damaged", "文件里没有一页（OFD 的页面目录是空的）", _REMEDY)
    if len(pages) > limits.pages:
        raise Unreadable(
            "file.too-large",
            f"文件有 {len(pages)} 页，超过上限 {limits.pages} 页",
            "请确认这是年度报告本身；合订的文件请拆出报告后再审核",
        )
    _attached(parts, document, content)
    scans: dict[int, list[str]] = {}
    reads = _pages(parts, document, pages, limits, content, scans)
    recognise = recogniser(limits)
    if recognise is not None:
        reads = recognised(
            reads, take, recognise, lambda page, inch: render(package, page, scans[page.number], inch)
        )
    assemble(content, reads)
    return content


def _document(parts: Parts, content: Content) -> Part:
    """The root of the first document, in its current version."""
    main = parts.open("OFD.xml", "")
    bodies = list(children(main.root, "DocBody")) if main is not None else []
    if main is None or not bodies:
        raise Unreadable("file.damaged", "文件不完整：OFD.xml 里没有文档", _REMEDY)
    body = bodies[0]
    if len(bodies) > 1:
        content.diagnostics.append(
            warning(
                "read.lost-document",
                f"文件里装有 {len(bodies)} 份文档，只读了第一份",
                "请把报告另存为单独的文件",
            )
        )
    title = " ".join(text_of(body, "DocInfo", "Title").split())[:1_000]
    if title:
        content.meta["title"] = title
    link, base = text_of(body, "DocRoot"), main.name
    for version in children(child(body, "Versions"), "Version"):
        if (version.get("Current") or "").lower() in {"true", "1"}:
            part = parts.open(version.get("BaseLoc") or "", main.name)
            if part is not None and text_of(part.root, "DocRoot"):
                link, base = text_of(part.root, "DocRoot"), part.name
    found = parts.open(link, base)
    if found is None:
        raise Unreadable("file.damaged", "文件不完整：找不到 OFD 的文档目录（Document.xml）", _REMEDY)
    return found


def _attached(parts: Parts, document: Part, content: Content) -> None:
    """Files that hang on the report are named, not read."""
    link = text_of(document.root, "Attachments")
    try:
        part = parts.open(link, document.name) if link else None
    except Unreadable:
        part = None
    if part is None:
        return
    names = [
        " ".join((each.get("Name") or "附件").split())[:60]
        for each in children(part.root, "Attachment")
        if (each.get("Visible") or "true").lower() != "false"
    ]
    if names:
        shown = "、".join(f"“{name}”" for name in names[:5]) + (" 等" if len(names) > 5 else "")
        content.diagnostics.append(
            note("read.attachment", f"文件带有附件{shown}，没有读", "附件里若有报告的内容，请另存后单独审核")
        )


def _pages(
    parts: Parts,
    document: Part,
    pages: list[etree._Element],
    limits: Limits,
    content: Content,
    scans: dict[int, list[str]],
) -> list[PageRead]:
    known = resources(parts, document)
    patterns = {key: each.get("BaseLoc") or "" for key, each in templates(document).items()}
    opened: dict[str, Part | None] = {}
    widths = Widths()
    common = _area(child(document.root, "CommonData", "PageArea"))
    out: list[PageRead] = []
    lost, broken, unruled = [], [], []
    for number, entry in enumerate(pages, 1):
        part = _try(parts, entry.get("BaseLoc") or "", document.name)
        if part is None:
            lost.append(number)
            continue
        sheet = Sheet(number, *(_area(child(part.root, "Area")) or common or _A4))
        for key in ("Background", "Foreground"):
            if key == "Foreground":
                sheet.contents += children(part.root, "Content")
            for use in children(part.root, "Template"):
                if (use.get("ZOrder") or "Background") != key:
                    continue
                name = use.get("TemplateID") or ""
                if name not in opened:
                    opened[name] = _try(parts, patterns.get(name, ""), document.name)
                pattern = opened[name]
                if pattern is None:
                    unruled.append(number)
                else:
                    sheet.contents += children(pattern.root, "Content")
        own = _own(known, parts, part)
        page, faults, sources = read_page(sheet, own, widths, limits)
        scans[number] = [own.media.get(source, "") for source in sources]
        if faults:
            broken.append(number)
        out.append(take(page))
    if lost and len(lost) == len(pages):
        raise Unreadable("file.damaged", "文件已损坏：每一页的内容都找不到或读不出", _REMEDY)
    for found, message in (
        (lost, "已损坏，没有读出"),
        (unruled, "用的页面模板找不到，模板上的文字和线没有读出"),
        (broken, "有的文字或图形不合格式，没有读出"),
    ):
        if found:
            code = "read.lost-page" if found is lost else "read.lost-objects"
            content.diagnostics.append(warning(code, f"{listed(found)}{message}", _REMEDY))
    return out


def _try(parts: Parts, link: str, base: str) -> Part | None:
    """The part; None where it is missing or damaged. Raises Unreadable where it is too large."""
    try:
        return parts.open(link, base)
    except Unreadable as fault:
        if fault.diagnostic.code in {"file.damaged", "file.truncated"}:
            return None
        raise


def _own(known: Resources, parts: Parts, part: Part) -> Resources:
    """With the resources of the page alone."""
    links = [link.text or "" for link in children(part.root, "PageRes")]
    if not links:
        return known
    own = Resources(dict(known.draws), dict(known.units), dict(known.media))
    for link in links[:20]:
        add_resources(own, parts, link, part.name)
    return own


def _area(area: etree._Element | None) -> tuple[float, float] | None:
    """A page's width and height in millimetres. Objects are placed from its top left corner by most
    programs and from where that corner is stated to lie by others: there is room for both."""
    if area is None:
        return None
    try:
        found = box(text_of(area, "PhysicalBox"))
    except ValueError:
        return None
    if found is None or found[2] <= found[0] or found[3] <= found[1]:
        return None
    return (max(found[2], found[2] - found[0]), max(found[3], found[3] - found[1]))
