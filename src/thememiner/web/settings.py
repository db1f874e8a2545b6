"""What the site is told when it starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from thememiner.errors import InputError

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the report and its PDFs are, and who may look at it."""

    report: Path
    corpus: Path | None = None
    """The folder of the PDFs; where None, the one that the report was made from."""
    host: str = "127.0.0.1"
    port: int = 8001
    allowed_hosts: tuple[str, ...] = ()
    """Names under which the site may be asked for, besides those of this machine."""
    password: str = ""
    trust_header: str = ""
    """Header in which a reverse proxy says who is asking."""
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """Signs the cookie of the verdict form; new at every start."""

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the site."""
        return is_loopback(self.host)

    def check(self) -> None:
        """Refuse to be open to a network without anybody asking who is there.

        Raises:
            InputError: where the host can be reached from elsewhere and neither a password
                nor a proxy's header is set.
        """
        if not self.is_local and not self.password and not self.trust_header:
            raise InputError(
                f"--host {self.host} can be reached from other machines, so the site must ask who is there. "
                "Give a password with --password-file FILE or the environment variable THEMEMINER_PASSWORD; "
                "or, behind a reverse proxy, name the header in which it says who has signed in: "
                "--trust-header NAME."
            )


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
