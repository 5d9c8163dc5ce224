"""Web archives (.mht, also saved under the name .doc): the page inside goes to the HTML reader."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from auditor.reading.fault import Unreadable, too_large
from auditor.reading.flow import Content, Nested
from auditor.reading.html import read as read_html
from auditor.reading.text import read as read_text


def read(data: bytes, nested: Nested) -> Content:
    """The first HTML part, else the first text part. Raises Unreadable when there is neither."""
    if len(data) > 2 * nested.limits.text_bytes:
        raise too_large("网页存档", len(data), 2 * nested.limits.text_bytes)
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = [
            each for each in message.walk() if isinstance(each, EmailMessage) and not each.is_multipart()
        ]
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
