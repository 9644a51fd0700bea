"""Where everything of `up` listens: ports chosen before anything starts, and a file that others read.

Everything is on 127.0.0.1. The file is there while `up` runs; it is a note, not a lock (see `folder_lock`).
"""

import json
import socket
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
FILE = "up.json"
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running `up` can be found; moments are ISO 8601 in UTC."""

    pid: int
    web: str
    """The pages."""
    prefect: str
    """Prefect's API; it ends in `/api`."""
    mail_port: int | None
    """The catcher's port; None in production, where there is none."""
    started_at: str


def choose_port(wanted: int, taken: set[int]) -> int:
    """Return the wanted port, or a free one when it is 0, somebody listens there or `taken` holds it.

    What is returned is never in `taken`, though the system may offer a port a second time.
    """
    if wanted and wanted not in taken and port_is_free(wanted):
        return wanted
    while True:
        with closing(_socket()) as probe:
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
        if port not in taken:
            return port


def port_is_free(port: int) -> bool:
    """Say whether one could listen on this port now."""
    with closing(_socket()) as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def write_addresses(folder: Path, addresses: Addresses) -> None:
    """Write the file in one step: a reader sees all of it or nothing."""
    aside = folder / f".{FILE}.{addresses.pid}"
    aside.write_text(json.dumps(asdict(addresses), indent=2) + "\n", encoding="utf-8")
    aside.replace(folder / FILE)


def read_addresses(folder: Path) -> Addresses | None:
    """Return what the last `up` of this folder wrote; None when it wrote nothing that can be read."""
    try:
        return Addresses(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remove_addresses(folder: Path) -> None:
    """Remove the file, when it is there."""
    with suppress(OSError):
        (folder / FILE).unlink()


def ask(url: str, body: str = "", *, patience: float = _PATIENCE) -> str | None:
    """Return what a server answers, "" when it only took the connection; None when it does not answer.

    Speaks plain HTTP by hand: the process that asks stays for a year, and `http.client` costs it 8 MB. Of
    an address that is no http, only is asked whether somebody listens there.
    """
    place = urlsplit(url)
    port = place.port or (443 if place.scheme == "https" else 80)
    try:
        with closing(socket.create_connection((place.hostname or HOST, port), patience)) as line:
            if place.scheme != "http":
                return ""
            line.sendall(_request(place.netloc, place.path or "/", body))
            with line.makefile("rb") as answer:
                head, _, content = answer.read().partition(b"\r\n\r\n")
    except OSError:
        return None
    return content.decode("utf-8", "replace") if head[9:10] == b"2" else None


def _request(host: str, path: str, body: str) -> bytes:
    method = "POST" if body else "GET"
    head = f"{method} {path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n" if body else ""
    return f"{head}{kind}\r\n{body}".encode()


def _socket() -> socket.socket:
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return probe
