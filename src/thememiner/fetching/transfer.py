"""One transfer over HTTP that can be trusted: limited, polite, resumed, only from allowed hosts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from thememiner.errors import ReadError

_MAX_REDIRECTS = 8
_BUSY = frozenset({429, 500, 502, 503, 504})
_AGAIN = "Run the same command again later; what is there is kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far fetching may go.

    >>> Limits().megabytes
    200.0
    """

    megabytes: float = 200.0
    """Largest file, in MB (10**6 bytes)."""
    delay: float = 1.0
    """Seconds between two requests to the same host."""
    timeout: float = 30.0
    """Seconds without an answer after which a request is given up."""
    tries: int = 4
    """Requests for one file at most, where the site is busy or the line breaks."""
    longest_wait: float = 120.0
    """Seconds to wait at most when a site asks to wait (Retry-After)."""


@dataclass(slots=True)
class Transfer:
    """Gets files from allowed hosts.

    Args:
        hosts: names (with the port where it is not the usual one) that may be asked.
        limits: see ``Limits``.
        sleep: waits so many seconds; replaced in tests.
    """

    hosts: frozenset[str]
    limits: Limits
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False)
    _asked: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            timeout=self.limits.timeout,
            follow_redirects=False,  # each step is looked at before it is taken
            headers={"User-Agent": "thememiner (reads published safeguarding reviews)", "Accept": "*/*"},
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, url: str, part: Path) -> httpx.URL:
        """Bring the content of a URL into the file ``part``, going on where an earlier try ended.

        Args:
            url: where it is.
            part: the unfinished file; beside it ``part.etag`` remembers which version it is of.

        Returns:
            Where it was in the end, after redirects.

        Raises:
            ReadError: where it cannot be had, with the reason and what to do.
        """
        broken: Exception | None = None
        for attempt in range(self.limits.tries):
            try:
                with self._open(url, part) as answer:
                    if answer.status_code in _BUSY:
                        self.sleep(self._read_wait(answer, attempt))
                        broken = ReadError(
                            f"{url} answered {answer.status_code} {answer.reason_phrase}.", _AGAIN
                        )
                        continue
                    if answer.status_code == 416:  # the part does not fit what is there now
                        _forget(part)
                        continue
                    if answer.status_code not in {200, 206}:
                        raise ReadError(
                            f"{url} answered {answer.status_code} {answer.reason_phrase}.",
                            "Open the address in a browser; the publisher may have moved the document.",
                        )
                    self._write(answer, part)
                    return answer.url
            except httpx.ConnectError as error:
                raise ReadError(
                    f"{urlsplit(url).netloc} cannot be reached: {error}.",
                    "Check the address and the connection, then run the same command again.",
                ) from error
            except httpx.TransportError as error:
                # A line that broke leaves its part, and the next try goes on from there.
                broken = error
                self.sleep(min(2.0**attempt, self.limits.longest_wait))
        if isinstance(broken, ReadError):
            raise broken
        reason = str(broken) or type(broken).__name__
        raise ReadError(f"{url} could not be read: {reason.rstrip('.')}.", _AGAIN)

    @contextmanager
    def _open(self, url: str, part: Path) -> Iterator[httpx.Response]:
        """Send the request and follow its redirects, each only to an allowed host."""
        headers = _resume_headers(part)
        for _ in range(_MAX_REDIRECTS):
            self._check(url)
            self._pace(urlsplit(url).netloc)
            request = self._client.build_request("GET", url, headers=headers)
            answer = self._client.send(request, stream=True)
            try:
                if not answer.has_redirect_location:
                    yield answer
                    return
                url = urljoin(url, answer.headers["Location"])
            finally:
                answer.close()
        raise ReadError(f"{url} redirects more than {_MAX_REDIRECTS} times.", "Open it in a browser.")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"}:
            raise ReadError(f"{url} is no web address.", "Correct the manifest.")
        if parts.netloc.lower() not in self.hosts:
            raise ReadError(
                f"It leads to {parts.netloc or url}, which is not an allowed host.",
                "If you trust it, add it to hosts in the [corpus] part of corpus.toml, or give --allow-host.",
            )

    def _pace(self, host: str) -> None:
        now = time.monotonic()
        wait = self._asked.get(host, now - self.limits.delay) + self.limits.delay - now
        if wait > 0:
            self.sleep(wait)
        self._asked[host] = time.monotonic()

    def _read_wait(self, answer: httpx.Response, attempt: int) -> float:
        """Return how many seconds to wait, as the site asks or else longer each time."""
        asked = answer.headers.get("Retry-After", "").strip()
        wait = 2.0**attempt
        if asked.isdigit():
            wait = float(asked)
        elif asked:
            with suppress(ValueError, TypeError):
                wait = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
        if wait > self.limits.longest_wait:
            raise ReadError(
                f"{answer.url} is busy and asks to wait {wait:.0f} seconds.",
                "Run the same command again after that; what is there is kept.",
            )
        return max(wait, 0.0)

    def _write(self, answer: httpx.Response, part: Path) -> None:
        most = int(self.limits.megabytes * 1_000_000)
        resumed = answer.status_code == 206
        size = part.stat().st_size if resumed else 0
        expected = answer.headers.get("Content-Length", "")
        if expected.isdigit() and size + int(expected) > most:
            raise _too_large(answer, self.limits)
        part.parent.mkdir(parents=True, exist_ok=True)
        _mark(part).write_text(_validator(answer.headers), encoding="utf-8")
        with part.open("ab" if resumed else "wb") as stream:
            for chunk in answer.iter_bytes():  # as they come: what has come stays when the line breaks
                size += len(chunk)
                if size > most:  # what it announced, if anything, was not true
                    stream.close()
                    _forget(part)
                    raise _too_large(answer, self.limits)
                stream.write(chunk)


def _resume_headers(part: Path) -> dict[str, str]:
    """Ask for the rest of the same version, where a part and its version are known."""
    with suppress(OSError):
        version = _mark(part).read_text(encoding="utf-8")
        size = part.stat().st_size
        if version and size:
            # Ranges count the bytes as sent: compressed answers could not be joined.
            return {"Range": f"bytes={size}-", "If-Range": version, "Accept-Encoding": "identity"}
    return {"Accept-Encoding": "identity"}


def _validator(headers: Mapping[str, str]) -> str:
    etag = headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")


def _mark(part: Path) -> Path:
    return part.with_name(f"{part.name}.etag")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)


def _too_large(answer: httpx.Response, limits: Limits) -> ReadError:
    return ReadError(
        f"{answer.url} is larger than {limits.megabytes:g} MB.",
        "Look at what it is; if it is the review, allow more with --max-mb.",
    )
