"""Prefect's interface as we speak it: against a real server, and when there is none or it is busy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from inkoopkalender.orchestration.addresses import choose_port
from inkoopkalender.orchestration.prefect_api import PrefectApi, PrefectUnreachableError, ui_address

RUN = "0d5f6d5e-6f1c-4f5e-9d53-0e2a54e6d0a1"


@contextmanager
def a_server(*codes: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give a server that answers with these codes in turn, and the headers of what it was asked."""
    waiting, heard = list(codes), []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(dict(self.headers))
            body = b"[]" if waiting[0] == 200 else b"busy"
            self.send_response(waiting.pop(0))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 -- the base class's name
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api", heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_that_is_busy_is_asked_again() -> None:
    with a_server(503, 429, 200) as (url, heard), PrefectApi(url) as api:
        found = api.find_flow_run(RUN)

    assert found is None
    assert len(heard) == 3


def test_a_server_that_refuses_is_named_with_its_answer_and_the_next_step() -> None:
    with (
        a_server(500) as (url, _),
        PrefectApi(url) as api,
        pytest.raises(PrefectUnreachableError, match=r"(?s)antwoord 500.*inkoopkalender doctor"),
    ):
        api.find_flow_run(RUN)


def test_no_server_is_named_and_not_healthy() -> None:
    with PrefectApi(f"http://127.0.0.1:{choose_port(0, set())}/api") as api:
        healthy = api.healthy()
        with pytest.raises(PrefectUnreachableError, match="ConnectError"):
            api.find_flow_run(RUN)

    assert not healthy


@pytest.mark.parametrize(
    ("variable", "value", "header"),
    [
        ("PREFECT_API_KEY", "key", "Bearer key"),
        ("PREFECT_API_AUTH_STRING", "team:secret", "Basic dGVhbTpzZWNyZXQ="),
    ],
)
def test_a_team_s_server_is_told_who_asks(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, header: str
) -> None:
    monkeypatch.setenv(variable, value)

    with a_server(404) as (url, heard), PrefectApi(url) as api:
        api.find_flow_run(RUN)

    assert heard[0]["Authorization"] == header


def test_prefects_page_of_a_run_lies_beside_its_interface() -> None:
    assert ui_address("http://127.0.0.1:4200/api", RUN) == f"http://127.0.0.1:4200/runs/flow-run/{RUN}"
