"""Every limit that reading keeps, in one place, so that no file can cost more than is planned."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes unless named otherwise.

    Only what is read counts: a .docx of 60 MB whose photos are never opened stays within
    `member_bytes` and `members_bytes`.
    """

    file_bytes: int = 256 * _MB
    text_bytes: int = 32 * _MB  # .txt, .md, .html and each text part of a container
    member_bytes: int = 64 * _MB
    members_bytes: int = 200 * _MB
    member_ratio: int = 200  # unpacked : packed, looked at above `ratio_from`
    ratio_from: int = _MB
    members: int = 5_000
    archive_bytes: int = 2_048 * _MB  # of an archive of reports, which is never unpacked as a whole
    archive_directory: int = 8 * _MB  # of its list of files, which is
    archive_members: int = 20_000
    archive_inner: int = 128 * _MB  # of an archive in an archive, which is held in memory
    archive_depth: int = 3  # archives inside each other
    archives: int = 200  # inside one archive, all together
    xml_elements: int = 1_000_000  # "<" in one part: bounds the memory of its tree
    html_nodes: int = 400_000
    html_attributes: int = 12_000  # of one tag: the parser takes quadratic time over them
    lines: int = 100_000  # of a text
    blocks: int = 20_000  # paragraphs and rows of tables, all together; a report has hundreds
    embedded: int = 3  # depth of documents inside documents (altChunk, srcdoc)
    chunks: int = 50  # documents inside one file, all together
    pages: int = 200  # of a PDF
    page_objects: int = 20_000  # drawn on one page, forms walked into; a page of tables has hundreds
    page_depth: int = 12  # forms inside forms
    page_chars: int = 60_000
    path_segments: int = 2_000
    grid_squares: int = 200_000  # of one table
    colspan: int = 1_000
    rowspan: int = 65_534
    seconds: float = 30.0  # wall clock of a worker
    worker_bytes: int = 16 * _MB  # files above this size are read in a worker
    native_memory: int = 600 * _MB  # of the process in which native code reads
    worker_memory: int = 1_500 * _MB  # kept where the system can
    recognise: bool = False  # pictures of text; only in the process that is kept for it
    scan_pages: int = 60  # of one file that are recognised
    scan_seconds: float = 240.0  # for all of them
    scan_memory: int = 2_000 * _MB


DEFAULT = Limits()
