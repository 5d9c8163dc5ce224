"""A file named on the command line as one side of a comparison: a JSON result, or a store."""

from __future__ import annotations

import json
from pathlib import Path

from auditor.cli.parser import UsageError, usage_error
from auditor.findings.diff import Side, side_from_json, side_of
from auditor.output.places import printable

_SQLITE = b"SQLite format 3\0"
MAX_BYTES = 512 << 20


def side_at(text: str) -> Side:
    """The side. Raises UsageError, and StoreFault where a store cannot be used."""
    if "://" in text:
        return _from_store(text)
    path = Path(text)
    try:
        if path.is_dir():
            return _from_store(text)
        with path.open("rb") as stream:
            if stream.read(len(_SQLITE)) == _SQLITE:
                return _from_store(text)
        if path.stat().st_size > MAX_BYTES:
            raise _fault("文件太大", text)
        return side_from_json(json.loads(path.read_bytes().decode("utf-8-sig")))
    except FileNotFoundError as error:
        raise _fault("没有这个文件", text) from error
    except OSError as error:
        raise _fault("文件读不了", text) from error
    except (ValueError, RecursionError) as error:
        raise _fault("这不是 auditor run --format json 写出的结果", text) from error


def _from_store(text: str) -> Side:
    from auditor.cli.stores import address_of
    from auditor.findings.store.account import account_of
    from auditor.findings.store.filters import Filter
    from auditor.findings.store.open import open_store

    store = open_store(address_of(text), readonly=True, create=False)
    try:
        account = account_of(store, Filter())
    finally:
        store.close()
    return side_of(account.run, account.hashes, account.rules)


def _fault(message: str, text: str) -> UsageError:
    return usage_error(f"{message}：{printable(text)}", "先 auditor run … --format json --output 结果.json")
