"""A site of our own that misbehaves as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from thememiner.corpus import load_corpus
from thememiner.fetching import Fetched, Fetcher, Limits

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
PDF = (SAMPLE / "port-selwyn-prevention-of-future-deaths-2020.pdf").read_bytes()

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Answers each path as it is told to, and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    host: str = ""

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def reply(
    body: bytes = b"", *, status: int = 200, cut: int | None = None, length: bool = True, **headers: str
) -> Answer:
    """An answer; ``cut`` breaks the line after so many bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if length:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[:cut])

    return answer


def in_turn(*answers: Answer) -> Answer:
    """The first answer to the first request, and so on; the last for ever."""
    rest = list(answers)

    def answer(request: BaseHTTPRequestHandler) -> None:
        (rest.pop(0) if len(rest) > 1 else rest[0])(request)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            self.close_connection = True
            here.answers.get(self.path, reply(b"no such page", status=404))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Shelf:
    """A corpus with one review in its manifest, and what it takes to fetch it."""

    folder: Path
    site: Site
    waited: list[float] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "review.pdf"

    def list_review(self, corpus: str = "", **fields: str) -> None:
        lines = ["[corpus]", corpus, "[[review]]", 'file = "review.pdf"']
        lines += [f'{name} = "{value}"' for name, value in fields.items()]
        (self.folder / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")

    def fetch(self, **limits: float) -> Fetched:
        fetcher = Fetcher(
            corpus=load_corpus(self.folder),
            limits=Limits(**{"delay": 0.0, "timeout": 5.0, **limits}),  # type: ignore[arg-type]
            sleep=self.waited.append,
        )
        (result,) = fetcher.fetch()
        return result

    def leftovers(self) -> list[str]:
        return sorted(file.name for file in (self.folder / ".fetch").glob("*"))


@pytest.fixture
def shelf(tmp_path: Path, site: Site) -> Shelf:
    return Shelf(folder=tmp_path, site=site)
