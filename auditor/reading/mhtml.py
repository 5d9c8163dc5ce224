"""Web archives (.mht, also saved under the name .doc): the page inside goes to the HTML reader."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError

from auditor.reading.fault import Unreadable, too_large, too_many_lines
from auditor.reading.flow import Content, Nested
from auditor.reading.html import read as read_html
from auditor.reading.text import read as read_text


def read(data: bytes, nested: Nested) -> Content:
    """The first HTML part, else the first text part. Raises Unreadable when there is neither."""
    if len(data) > 2 * nested.limits.text_bytes:
        raise too_large("网页存档", len(data), 2 * nested.limits.text_bytes)
    if data.count(b"\n") + data.count(b"\r") > 4 * nested.limits.lines:
        raise too_many_lines(4 * nested.limits.lines)
    try:
        parts = [each for each in message_from_bytes(data).walk() if not each.is_multipart()]
        for kind, reader in (("text/html", read_html), ("text/plain", read_text)):
            for part in parts:
                if part.get_content_type() == kind:
                    body = part.get_payload(decode=True)
                    if isinstance(body, bytes) and body.strip():
                        return reader(body, nested)
    except (MessageError, LookupError, AttributeError) as fault:
        raise _empty() from fault
    raise _empty()


def _empty() -> Unreadable:
    return Unreadable("file.damaged", "网页存档里没有可读的网页", "请在浏览器中打开后复制正文，另存为 .docx")
