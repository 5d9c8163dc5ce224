"""Old Word files made to harm: what they try must not happen, whatever becomes of them."""

from __future__ import annotations

import io
import zipfile

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:draw="{_ODF}:drawing:1.0" '
    f'xmlns:script="{_ODF}:script:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:ooo="http://openoffice.org/2004/office"'
)
_MANIFEST = f"{_ODF}:manifest:1.0"


def odt(
    body: str, events: str = "", parts: dict[str, bytes] | None = None, prolog: str = "", locked: bool = False
) -> bytes:
    """An .odt file: the inside of its text, its event listeners, more parts."""
    content = (
        f'<?xml version="1.0"?>{prolog}<office:document-content {_SPACES} office:version="1.2">'
        f"<office:scripts>{events}</office:scripts><office:body><office:text>{body}</office:text>"
        "</office:body>"
        "</office:document-content>"
    )
    inside = "<manifest:encryption-data/>" if locked else ""
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml">{inside}'
        "</manifest:file-entry>"
        for name in ("content.xml", *(parts or {}))
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", content)
        for name, data in (parts or {}).items():
            made.writestr(name, data)
        made.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.2"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            f"{entries}</manifest:manifest>",
        )
    return stream.getvalue()


def linked(address: str) -> bytes:
    """An .odt whose section, picture and object are to be fetched from `address`."""
    return odt(
        '<text:p>before</text:p><text:section text:name="a" text:protected="false">'
        f'<text:section-source xlink:type="simple" xlink:href="{address}" xlink:show="embed"/>'
        "<text:p>kept</text:p></text:section>"
        f'<text:p><draw:frame><draw:image xlink:href="{address}" xlink:type="simple" xlink:actuate="onLoad"/>'
        f'</draw:frame><draw:frame><draw:object xlink:href="{address}" xlink:type="simple"/></draw:frame>'
        "</text:p>"
    )


def with_macro(target: str) -> bytes:
    """An .odt with a Basic macro that writes the file `target` when the document is opened."""
    module = (
        '<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="M" script:language="StarBasic">Sub Main\nOpen "{target}" For Output As #1\n'
        'Print #1, "x"\nClose #1\nEnd Sub</script:module>'
    )
    library = (
        '<?xml version="1.0"?><library:library xmlns:library="http://openoffice.org/2000/library" '
        'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="M"/></library:library>'
    )
    libraries = (
        '<?xml version="1.0" encoding="UTF-8"?><library:libraries '
        'xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    )
    events = (
        '<office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;'
        'location=document" xlink:type="simple"/></office:event-listeners>'
    )
    parts = {
        "Basic/Standard/M.xml": module.encode(),
        "Basic/Standard/script-lb.xml": library.encode(),
        "Basic/script-lc.xml": libraries.encode(),
    }
    return odt("<text:p>text</text:p>", events, parts)


def rtf_linked(address: str) -> bytes:
    """An RTF file with a template, a picture, a text and an object to be fetched from `address`."""
    fields = "".join(
        f'{{\\field{{\\*\\fldinst {kind} "{address}" \\\\d}}{{\\fldrslt shown}}}}'
        for kind in ("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "DDEAUTO cmd")
    )
    return (
        f"{{\\rtf1\\ansi{{\\*\\template {address}}} before {fields}"
        f"{{\\object\\objautlink\\objupdate{{\\*\\objclass htmlfile}}{{\\*\\objdata 0105}}}}\\par}}"
    ).encode("ascii")
