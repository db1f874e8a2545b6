"""``thememiner serve``: the site on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import uvicorn

from thememiner.api import Report
from thememiner.errors import InputError

from .app import make_app
from .settings import Settings

_SECONDS_TO_FINISH = 3
"""What requests still have when Ctrl-C comes."""


def serve(
    report: Report | Path | str,
    *,
    corpus: Path | str | None = None,
    host: str = "127.0.0.1",
    port: int = 8001,
    password: str = "",
    trust_header: str = "",
    allowed_hosts: Sequence[str] = (),
    started: Callable[[str], None] | None = None,
) -> None:
    """Show a report as a site until Ctrl-C.

    Args:
        report: a report or its folder.
        corpus: folder of the PDFs; where None, the one that the report was made from.
        host: address to listen on; other than loopback it needs ``password`` or ``trust_header``.
        port: port to listen on; 0 for any that is free.
        password: asked of every visitor.
        trust_header: header in which a reverse proxy names the visitor.
        allowed_hosts: further names under which the site is asked for.
        started: told the address when the site answers.

    Raises:
        ReportError: where there is no such report.
        InputError: where the address cannot be used, or would be open to everybody.
    """
    settings = Settings(
        report=report.folder if isinstance(report, Report) else Path(report),
        corpus=None if corpus is None else Path(corpus),
        host=host,
        port=port,
        password=password,
        trust_header=trust_header,
        allowed_hosts=tuple(allowed_hosts),
    )
    app = make_app(settings)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host.strip("[]"), port), family=family)
    except OSError as error:
        raise InputError(
            f"The site cannot be opened on {host} port {port} ({error.strerror or error}). "
            "Another program may use the port: choose another with --port."
        ) from error
    with listener:
        address = listener.getsockname()
        shown = f"[{address[0]}]" if family == socket.AF_INET6 else address[0]
        if started:
            started(f"http://{shown}:{address[1]}/")
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        uvicorn.Server(config).run(sockets=[listener])
