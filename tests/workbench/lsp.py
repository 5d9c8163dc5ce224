"""A yaml-language-server spoken to over its standard streams, as an editor does."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAME = "yaml-language-server"
PATIENCE = 30.0  # seconds for one answer


def command() -> list[str] | None:
    """How to start the server, None where it is not installed."""
    found = shutil.which(NAME)
    return None if found is None or shutil.which("node") is None else [found, "--stdio"]


class Server:
    """One running server with one open file."""

    def __init__(self, start: list[str], folder: Path, schema: Path) -> None:
        self._process = subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, cwd=folder)  # fmt: skip
        self._answers: queue.Queue[Mapping[str, Any]] = queue.Queue()
        self._number = 0
        self._settings = {
            "schemas": {schema.as_uri(): "*.yaml"},
            "completion": True,
            "hover": True,
            "validate": True,
            "schemaStore": {"enable": False},
        }
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.diagnostics: list[Mapping[str, Any]] = []
        self._folder, self._files = folder, 0
        self._uri = ""
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": False}}},
        }})  # fmt: skip
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._listener.join(timeout=PATIENCE)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, text: str) -> None:
        """Show it a file; the faults it sees are then in `diagnostics`."""
        self.diagnostics = []
        self._files += 1
        self._uri = (self._folder / f"{self._files}.yaml").as_uri()
        document = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while not self._published(self._uri):
            pass

    def complete(self, line: int, column: int) -> list[str]:
        """What it offers at a place, counted from 0."""
        found = self._at("textDocument/completion", line, column)
        items = found.get("items", []) if isinstance(found, dict) else found or []
        return [str(item["label"]) for item in items]

    def hover(self, line: int, column: int) -> str:
        """What it says of a place."""
        found = self._at("textDocument/hover", line, column)
        contents = (found or {}).get("contents", "")
        return str(contents.get("value", "")) if isinstance(contents, dict) else str(contents)

    def _at(self, method: str, line: int, column: int) -> Any:
        where = {"line": line, "character": column}
        return self.ask(method, {"textDocument": {"uri": self._uri}, "position": where})

    def ask(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Ask and wait for the answer."""
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters})
        while True:
            message = self._next()
            if message.get("id") == self._number and "method" not in message:
                return message.get("result")

    def _published(self, uri: str) -> bool:
        message = self._next()
        published = message.get("method") == "textDocument/publishDiagnostics"
        return published and message["params"]["uri"] == uri

    def _next(self) -> Mapping[str, Any]:
        message = self._answers.get(timeout=PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics = list(message["params"]["diagnostics"])
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section") for item in message["params"]["items"]]
            found = [self._settings if name == "yaml" else {} for name in sections]
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": found})
        elif "id" in message and "method" in message:
            self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message

    def _tell(self, method: str, parameters: Mapping[str, Any]) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def _send(self, message: Mapping[str, Any]) -> None:
        data = json.dumps(message).encode("utf-8")
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if not length:
                return
            self._answers.put(json.loads(stream.read(length)))
