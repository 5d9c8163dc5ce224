"""Who may come in: the person who was shown the address, from a page of ours, and nobody else.

Any page that the person visits may send requests to 127.0.0.1, and other programs of this machine may
listen on other ports of it, to which the browser sends the cookies of 127.0.0.1 as well. So the
cookie is bound to a path that only our pages know, and Host and Origin are compared exactly.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

HOST = "127.0.0.1"
COOKIE = "auditor"
_BYTES = 16  # 128 bits


class Door:
    """The secrets of one server on one port; `host` is what a browser must call it."""

    def __init__(self, port: int) -> None:
        self.host = f"{HOST}:{port}"
        self.origin = f"http://{self.host}"
        self.inside = f"/{secrets.token_urlsafe(_BYTES)}/"
        self._cookie = secrets.token_urlsafe(_BYTES)
        self._token = secrets.token_urlsafe(_BYTES)
        self._used = ""

    @property
    def address(self) -> str:
        """The address to open; good for one visit."""
        return f"{self.origin}/?token={self._token}"

    @property
    def socket(self) -> str:
        """The address of the page's socket."""
        return f"ws://{self.host}{self.inside}ws"

    @property
    def cookie(self) -> str:
        """What a Set-Cookie header says to who came with the token."""
        return f"{COOKIE}={self._cookie}; Path={self.inside}; HttpOnly; SameSite=Strict"

    def strange(self, headers: Mapping[str, str]) -> str:
        """Why a request cannot come from a page of ours or from the address bar; "" where it may.
        The Host guards against names that another's DNS points here, the others against pages."""
        if headers.get("Host", "") != self.host:
            return "Host"
        if headers.get("Origin", self.origin) != self.origin:
            return "Origin"
        return ""

    def foreign(self, headers: Mapping[str, str]) -> bool:
        """Whether a page that is not ours asks for what only our pages need."""
        return headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")

    def takes(self, token: str) -> bool:
        """Whether this is the token; it is none any more then."""
        if not _same(token, self._token):
            return False
        self._used, self._token = self._token, secrets.token_urlsafe(_BYTES)
        return True

    def used(self, token: str) -> bool:
        """Whether this was the token, and somebody came in with it."""
        return bool(self._used) and _same(token, self._used)

    def knows(self, cookie: str | None) -> bool:
        """Whether this is the cookie."""
        return cookie is not None and _same(cookie, self._cookie)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8"))
