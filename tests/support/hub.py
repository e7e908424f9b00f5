"""A hub of datasets on loopback: keeps what the real client sends it, refuses when told to."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0" * 40


@dataclass
class Hub:
    """One repository: its files, its tags, its commits; `refuses` maps a path to a status."""

    token: str
    url: str = ""
    made: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    commits: list[str] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, object]:
        """The status and the JSON for a request."""
        for part, status in self.refuses.items():
            if part in path:
                return status, {"error": "told to refuse"}
        found = re.sub(r"^/api/datasets/[^/]+/[^/?]+", "", path.partition("?")[0])
        routes: dict[str, Callable[[bytes], tuple[int, object]]] = {
            "/api/validate-yaml": lambda _: (200, {"errors": [], "warnings": []}),
            "/api/repos/create": self._make,
            "/refs": self._refs,
            "/preupload": self._modes,
            "/commit": self._commit if method == "POST" else self._info,
            "/tag": self._tag,
            "/tree": self._tree,
        }
        return next((say for start, say in routes.items() if found.startswith(start)), self._info)(
            body
        )

    def _refs(self, _: bytes) -> tuple[int, object]:
        tags = [
            {"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": COMMIT} for tag in self.tags
        ]
        return 200, {"branches": [], "converts": [], "tags": tags}

    def _modes(self, body: bytes) -> tuple[int, object]:
        asked = json.loads(body)["files"]
        told = {"uploadMode": "regular", "shouldIgnore": False}
        return 200, {"files": [{"path": one["path"], **told} for one in asked]}

    def _tag(self, body: bytes) -> tuple[int, object]:
        self.tags.append(json.loads(body)["tag"])
        return 200, {}

    def _tree(self, _: bytes) -> tuple[int, object]:
        return 200, [
            {"type": "file", "path": path, "size": len(content), "oid": COMMIT}
            for path, content in self.files.items()
        ]

    def _info(self, _: bytes) -> tuple[int, object]:
        siblings = [{"rfilename": path} for path in self.files]
        return 200, {"id": "o/n", "sha": COMMIT, "siblings": siblings, "private": False}

    def _make(self, _: bytes) -> tuple[int, object]:
        status, self.made = (409 if self.made else 200), True
        return status, {"url": f"{self.url}/datasets/o/n", "id": "o/n"}

    def _commit(self, body: bytes) -> tuple[int, object]:
        for line in map(json.loads, body.splitlines()):
            value = line["value"]
            if line["key"] == "header":
                self.commits.append(value["summary"])
            elif line["key"] == "file":
                self.files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "deletedFile":
                del self.files[value["path"]]
        return 200, {"commitUrl": f"{self.url}/datasets/o/n/commit/{COMMIT}", "commitOid": COMMIT}


@contextmanager
def running_hub(token: str) -> Iterator[Hub]:
    """A hub that answers as long as the block lasts."""
    hub = Hub(token)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply("GET")

        def do_POST(self) -> None:
            self._reply("POST")

        def _reply(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            known = self.headers.get("Authorization") == f"Bearer {hub.token}"
            status, said = hub.answer(method, self.path, body) if known else (401, {"error": "who"})
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output of tests free of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
