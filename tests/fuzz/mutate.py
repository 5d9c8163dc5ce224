"""Mutations of real files: of bytes anywhere, of an archive's members and fields, of markup, of PDF objects.

Each takes the file and a random generator and gives the changed file; the same generator state gives the
same bytes. Those that know a format give the file back unchanged where it is not of that format.
"""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_STRUCTURE = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"endobj", b"stream", b"xref", b"</", b">", b"\n")
_NUMBERS = ("0", "-1", "1", "999999999", "1e9", "2147483648", "99999999999999999999", "", "１", "NaN", "0x10")
_TEXTS = (
    "\x00",
    "\u202e",
    "&#0;",
    "&nosuch;",
    "]]>",
    "<!--",
    "１２３",
    "0000000",
    "9" * 4000,
    "\ufffd",
    "\ud7ff\U000e0001",
)
_PIECE = re.compile(rb"<[^<>]*>|[^<>]+")
_ATTRIBUTE = re.compile(rb'"[^"]{0,80}"')
_PDF_NUMBER = re.compile(rb"(?<=[ \[/\n])-?\d+(?:\.\d+)?(?=[ \]\n/>])")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LARGEST = 2 << 20  # a mutation does not grow a file beyond this


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20, 200))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def overwrite(data: bytes, rng: random.Random) -> bytes:
    """A stretch of random bytes, of zeros, or of another place of the file."""
    if len(data) < 8:
        return data
    at = rng.randrange(len(data))
    size = min(rng.choice((1, 4, 16, 100, 1000)), len(data) - at)
    other = rng.randrange(len(data))
    patch = rng.choice((rng.randbytes(size), bytes(size), data[other : other + size]))
    return data[:at] + patch + data[at + len(patch) :]


def cut_out(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + data[at + rng.choice((1, 2, 7, 64, 1000, len(data) // 4)) :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    piece = data[at : at + rng.choice((1, 16, 200, 3000))]
    times = min(rng.choice((1, 2, 30, 1000)), _LARGEST // max(1, len(piece)))
    return data[:at] + piece * times + data[at:]


def truncate(data: bytes, rng: random.Random) -> bytes:
    """Cut off anywhere, or at, before or behind a mark of the format's own structure."""
    if rng.random() < 0.3:
        return data[: rng.randrange(len(data) + 1)]
    places = [found.start() for found in re.finditer(re.escape(rng.choice(_STRUCTURE)), data)]
    if not places:
        return data[: rng.randrange(len(data) + 1)]
    return data[: max(0, rng.choice(places) + rng.choice((-1, 0, 1, 2, 4, 30)))]


def set_number(data: bytes, rng: random.Random) -> bytes:
    """A binary number somewhere becomes one that is on an edge."""
    form = rng.choice(("<B", "<H", ">H", "<I", ">I"))
    size = struct.calcsize(form)
    if len(data) <= size:
        return data
    at = rng.randrange(len(data) - size)
    number = rng.choice(_INTERESTING) & ((1 << 8 * size) - 1)
    return data[:at] + struct.pack(form, number) + data[at + size :]


def markup(data: bytes, rng: random.Random) -> bytes:
    """Tags and texts dropped, doubled, swapped, nested, renumbered."""
    pieces = _PIECE.findall(data)
    if len(pieces) < 4:
        return data
    for _ in range(rng.choice((1, 1, 3, 10, 50))):
        at = rng.randrange(len(pieces))
        match rng.randrange(7):
            case 0:
                pieces[at] = b""
            case 1:
                pieces[at] *= rng.choice((2, 3, 300))
            case 2:
                other = rng.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 3:
                value = b'"' + rng.choice(_NUMBERS).encode() + b'"'
                pieces[at] = _ATTRIBUTE.sub(value, pieces[at])
            case 4:
                pieces[at] += rng.choice(_TEXTS).encode("utf-8", "surrogatepass")
            case 5:
                other = min(len(pieces), at + rng.choice((2, 10, 100)))
                pieces[at:other] = pieces[at:other] * 2
            case 6:
                pieces[at] = pieces[at][: rng.randrange(len(pieces[at]) + 1)]
    return b"".join(pieces)[: 4 * _LARGEST]


def archive(data: bytes, rng: random.Random) -> bytes:
    """One member of a zip changed from inside, dropped, doubled, renamed or emptied, and packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            members = [(info.filename, source.read(info)) for info in source.infolist()]
    except Exception:  # whatever the file is, it is not a zip that can be opened
        return data
    if not members:
        return data
    at = rng.randrange(len(members))
    likely = [i for i, (name, _) in enumerate(members) if name.endswith((".xml", ".rels"))]
    if likely and rng.random() < 0.8:
        at = rng.choice(likely)
    name, body = members[at]
    match rng.randrange(8):
        case 0 | 1 | 2:
            members[at] = (name, markup(body, rng))
        case 3:
            members[at] = (name, rng.choice(_BYTES)(body, rng))
        case 4:
            del members[at]
        case 5:
            members.append((name, body))
        case 6:
            members[at] = (rng.choice(("../" * 5 + "x", "/etc/x", "a\x01b", "C:\\x", name.upper(), "")), body)
        case 7:
            members[at] = (name, rng.choice((b"", b"<", members[rng.randrange(len(members))][1])))
    stream = io.BytesIO()
    kind = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", kind) as out:
        warnings.simplefilter("ignore")  # one name twice is what is wanted
        for each, content in members:
            info = zipfile.ZipInfo(each or "x", (1980, 1, 1, 0, 0, 0))
            info.compress_type = kind
            with out.open(info, "w") as member:
                member.write(content)
    return stream.getvalue()


def archive_fields(data: bytes, rng: random.Random) -> bytes:
    """A field of a local header, a directory entry or the end record set to an edge."""
    heads = [found.start() for found in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not heads or not data.startswith(b"PK"):
        return data
    at = rng.choice(heads) + rng.choice((4, 6, 8, 10, 14, 16, 18, 20, 22, 24, 26, 28, 30, 42))
    size = rng.choice((2, 4))
    number = rng.choice(_INTERESTING) & ((1 << 8 * size) - 1)
    return data[:at] + number.to_bytes(size, "little") + data[at + size :]


def pdf_objects(data: bytes, rng: random.Random) -> bytes:
    """Numbers, names and references of a PDF changed, or a stream from inside."""
    if b"%PDF-" not in data[:1024]:
        return data
    streams = list(_PDF_STREAM.finditer(data))
    if streams and rng.random() < 0.5:
        chosen = rng.choice(streams)
        try:
            body = zlib.decompress(chosen[1])
        except zlib.error:
            return overwrite(data, rng)
        changed = zlib.compress(rng.choice((*_BYTES, _pdf_numbers))(body, rng)[: 4 * _LARGEST])
        return data[: chosen.start(1)] + changed + data[chosen.end(1) :]
    return _pdf_numbers(data, rng)


def _pdf_numbers(data: bytes, rng: random.Random) -> bytes:
    numbers = list(_PDF_NUMBER.finditer(data))
    if not numbers:
        return data
    for chosen in sorted(
        rng.sample(numbers, min(len(numbers), rng.choice((1, 2, 8)))), key=lambda m: -m.start()
    ):
        value = rng.choice((*_NUMBERS, rng.choice(numbers)[0].decode())).encode()
        data = data[: chosen.start()] + value + data[chosen.end() :]
    return data


_BYTES: tuple[Mutation, ...] = (flip_bits, overwrite, cut_out, repeat, truncate, set_number)


def mutated(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """The file after one to three mutations, and their names."""
    names = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        mutations: list[Mutation] = list(_BYTES)
        if data.startswith(b"PK"):
            mutations += [archive] * 6 + [archive_fields] * 2
        elif data.startswith(b"%PDF"):
            mutations += [pdf_objects] * 8
        elif b"<" in data[:4096]:
            mutations += [markup] * 5
        mutation = rng.choice(mutations)
        data = mutation(data, rng)
        names.append(mutation.__name__)
    return data, "+".join(names)
