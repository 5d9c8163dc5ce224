"""HTML: one walk over the tree, blocks in document order, tables on their exact grid."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from auditor.base.diagnostic import Diagnostic
from auditor.reading.encoding import declared_charset, decode
from auditor.reading.fault import Unreadable, note, too_large, undecodable, warning
from auditor.reading.flow import Content, Grid, Line, Nested, is_frame
from auditor.reading.html_chrome import chrome, hidden, linked
from auditor.reading.html_parts import parts
from auditor.reading.html_roles import as_tables
from auditor.reading.html_script import carried, put, written
from auditor.reading.html_walk import Walk

_META_KEYS = ("name", "property", "itemprop", "http-equiv")
_MARKUP_SCRIPT = re.compile(r"^(?:text|application)/(?:x-)?(?:html|template|plain|handlebars)", re.IGNORECASE)
_PARTING = (" ", "\n", "\t", "\r", "\f", "/", '"', "'")
# A tag as browsers cut it: quotes count only right after "=".
_TAG = re.compile(r"""<[a-zA-Z](?>[^\s"'>=]+|\s+|=\s*(?>"[^"]*"|'[^']*')?|["'])*""")
_ATTACHED = re.compile(
    r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|rtf|zip|rar|7z|jpe?g|png|tiff?)(?:[?#]|$)", re.IGNORECASE
)
_FEW = 100  # characters: below, a page is only a shell and its text is looked for elsewhere
_SENTENCES, _TABLE = 3, 20  # so many sentences or cells are a text
_FROM_SCRIPT = note("html.text-in-script", "正文写在网页的脚本或表单里，已从中读出")
_HIDDEN_TEXT = ("textarea", "noscript", "template", "script")


def read(data: bytes, nested: Nested) -> Content:
    """An HTML file. Raises Unreadable when it is noise, too large or nested too deep."""
    if len(data) > nested.limits.text_bytes:
        raise too_large("网页", len(data), nested.limits.text_bytes)
    decoded = decode(data, declared_charset(data))
    content = read_text(decoded.text, nested)
    if decoded.undecodable:
        content.diagnostics.append(undecodable(decoded.undecodable))
    return content


def read_text(text: str, nested: Nested) -> Content:
    """HTML that is decoded already."""
    root = _parse(text, nested)
    content = Content([])
    if root is None:
        return content
    content.meta.update(_meta(root))
    scripted = _run_scripts(root, nested)
    seen = hidden(root, text)
    unseen = seen.hidden | chrome(root)
    content.diagnostics.extend(_beyond(root, unseen))
    if "role=" in text:
        as_tables(root)
    walk = Walk(nested, unseen | linked(root), parts(root, text, seen.perhaps), read_text)
    walk.run(root)
    content.items = walk.items
    content.diagnostics.extend(walk.diagnostics)
    if scripted:
        content.diagnostics.append(_FROM_SCRIPT)
    elif _is_shell(walk):
        content.diagnostics.extend(_look_elsewhere(root, walk, nested))
        content.items = walk.items
    return content


def _beyond(root: etree._Element, unseen: frozenset[etree._Element]) -> Iterable[Diagnostic]:
    """What the page links to that may be more of the report: office files, pictures, its next page."""
    names: list[str] = []
    paged = False
    for link in root.iter("a"):
        target = link.get("href") or ""
        text = " ".join("".join(map(str, link.itertext())).split()) if target else ""
        if not text or (unseen and any(above in unseen for above in link.iterancestors())):
            continue
        if _ATTACHED.search(target):
            names.append(text)
        paged = paged or text.strip("<>»› []") == "下一页"
    if names:
        shown = "、".join(f"“{name[:40]}”" for name in names[:3])
        more = f"等 {len(names)} 个" if len(names) > 3 else ""
        yield note("html.attachment", f"网页附有文件{shown}{more}，其中的内容不在网页里，未读")
    if paged:
        yield note("html.paged", "网页分成几页，其余各页不在文件里，未读")


def _run_scripts(root: etree._Element, nested: Nested) -> bool:
    """Put the tables that scripts would write where they would stand; whether there were any."""
    places: dict[str, etree._Element] = {}
    found = False
    nodes = 0  # of all scripts: one of them is measured by itself
    for script in [each for each in root.iter("script") if each.text]:
        text = script.text or ""
        if markup := written(text):
            nodes = _check_nodes(nodes + markup.count("<"), nested)
            found |= _insert(script, markup, nested, replace=True)
        for ident, markup in put(text):
            places = places or {each.get("id", ""): each for each in root.iter() if each.get("id")}
            if ident in places:
                nodes = _check_nodes(nodes + markup.count("<"), nested)
                found |= _insert(places[ident], markup, nested, replace=False)
    return found


def _insert(place: etree._Element, markup: str, nested: Nested, *, replace: bool) -> bool:
    """The markup's elements behind `place`, or as all that is in it. Raises Unreadable on too much."""
    made = _parse(markup, nested)
    body = None if made is None else next(made.iter("body"), None)
    if body is None:
        return False
    block = etree.Element("div")
    block.text = body.text
    block.extend(list(body))
    if replace:
        place.addnext(block)  # before the text that followed the script, which moves behind it
        block.tail, place.tail = place.tail, None
    else:
        place.text = None
        place[:] = [block]
    return True


def _is_shell(walk: Walk) -> bool:
    """Whether a page has next to no text of its own: no sentences and no table."""
    if walk.length < _FEW:
        return True
    if any(isinstance(item, Grid) and len(item.cells) >= _TABLE for item in walk.items):
        return False
    sentences = sum(item.text.count("。") for item in walk.items if isinstance(item, Line))
    return sentences < _SENTENCES and not any(
        isinstance(item, Grid) and is_frame(item) for item in walk.items
    )


def _parse(text: str, nested: Nested) -> etree._Element | None:
    _check_nodes(text.count("<"), nested)
    _check_attributes(text, nested.limits.html_attributes)
    # The encoding given here overrules what the page declares; zero bytes would end the text early.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        if "empty" in str(fault).lower():
            return None
        raise
    # Past its depth limit the parser stops without an exception and the rest of the text is lost.
    last = parser.error_log.last_error
    if last is not None and last.type_name == "ERR_RESOURCE_LIMIT":
        raise Unreadable(
            "file.too-deep",
            "网页的标记嵌套过深，无法完整读出",
            "请在浏览器中打开后复制正文，另存为 .docx 或 .txt",
        )
    return root


def _check_nodes(nodes: int, nested: Nested) -> int:
    """The number. Raises Unreadable when it is more than a page may have."""
    if nodes > nested.limits.html_nodes:
        raise Unreadable(
            "file.too-large",
            f"网页有 {nodes} 个标记，超过上限 {nested.limits.html_nodes} 个",
            "请只保留报告正文后另存为新文件",
        )
    return nodes


def _check_attributes(text: str, limit: int) -> None:
    """Raises Unreadable when one tag has more attributes than `limit`."""
    # No more attributes than what can part them: most pages are settled by counting.
    if sum(map(text.count, _PARTING)) <= limit:
        return
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > limit and sum(map(tag.group().count, _PARTING)) > limit:
            raise Unreadable(
                "file.too-large",
                f"网页里一个标记的属性超过 {limit} 个，疑为恶意文件，未读取",
                "请在浏览器中打开后复制正文，另存为 .docx 或 .txt",
            )


def _meta(root: etree._Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("title", "meta"):
        if element.tag == "title":
            title = " ".join(etree.tostring(element, method="text", encoding="unicode").split())
            if title:
                meta.setdefault("title", title)
            continue
        value = element.get("content")
        key = next(filter(None, map(element.get, _META_KEYS)), None)
        if key and value and value.strip():
            meta.setdefault(key.strip().lower(), " ".join(value.split()))
    return meta


def _look_elsewhere(root: etree._Element, walk: Walk, nested: Nested) -> Iterable[Diagnostic]:
    """A page that is only a shell: take the text its scripts and forms carry as markup, or say so."""
    carried_markup: list[str] = []
    for element in root.iter(*_HIDDEN_TEXT):
        if element.tag == "script" and not _MARKUP_SCRIPT.match(element.get("type") or ""):
            carried_markup.extend(carried(element.text or "", _FEW))
            continue
        text = (
            etree.tostring(element, encoding="unicode", method="html", with_tail=False)
            if len(element)
            else element.text or ""
        )
        if len(re.sub(r"<[^<>]*>|\s", "", text)) >= _FEW:
            carried_markup.append(text)
    _check_nodes(sum(text.count("<") for text in carried_markup), nested)
    if carried_markup and nested.left > 0:
        for text in carried_markup:
            body = re.sub(r"^<(?:textarea|noscript|template|script)\b[^>]*>", "", text)
            walk.items.extend(read_text(body, nested.inner()).items)
        return [_FROM_SCRIPT]
    if walk.length >= _FEW:
        return []
    if next(root.iter("script", "iframe", "frame"), None) is not None:
        return [
            warning(
                "html.no-text",
                "网页里几乎没有文字，正文可能由脚本或框架另行载入",
                "请在浏览器中打开报告，等正文显示后另存，或复制正文存为 .docx",
            )
        ]
    return []
