"""Prefect's own HTTP interface, for processes that must stay light: no Prefect is imported here.

Reads flow runs, asks for new ones, and says of lost ones that they are lost. Importing Prefect's client
would cost 78 MB and a second and a half in every process that stays; six calls do not.
"""

import base64
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from inkoopkalender.errors import InkoopkalenderError

DEPLOYMENT = "inkoopkalender"
"""What every deployment is called, after its flow: `close_intake/inkoopkalender`."""
TAG = "inkoopkalender"
"""What every flow run of ours carries, on whosever server it runs."""
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
"""The types of state in which a flow run stays."""
_TIMEOUT = 10.0
_BUSY = frozenset({429, 502, 503})
_WAITS = (0.2, 0.5, 1.0, 2.0, 4.0)
_MOST = 200  # rows a page of Prefect's interface holds


class PrefectUnreachableError(InkoopkalenderError):
    """Prefect's server does not answer, or not as expected."""


@dataclass(frozen=True, slots=True)
class FlowRun:
    """A flow run as Prefect knows it; moments are aware, and real time, not the round's."""

    run_id: str
    name: str
    state_type: str
    state_name: str
    message: str
    tags: tuple[str, ...]
    parameters: Mapping[str, Any]
    parent_id: str | None
    """The task run of the flow that runs this one inside itself."""
    changed_at: datetime | None
    expected_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None


class PrefectApi:
    """A connection to Prefect's server; use it as a context. Every call raises PrefectUnreachableError."""

    def __init__(self, url: str) -> None:
        """Connect to the interface at `url`, which ends in `/api`; nothing is asked yet."""
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=self.url, timeout=_TIMEOUT, trust_env=False, headers=_authorisation(os.environ)
        )

    def __enter__(self) -> Self:
        """Give the connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._client.close()

    def healthy(self) -> bool:
        """Say whether the server answers."""
        try:
            return self._client.get("/health", timeout=2.0).is_success
        except httpx.HTTPError:
            return False

    def list_flow_runs(
        self, *, tags: Sequence[str] = (), states: Sequence[str] = (), limit: int = _MOST
    ) -> list[FlowRun]:
        """Return the flow runs that carry all `tags` and stand at one of `states` (types), newest first."""
        asked: dict[str, Any] = {}
        if tags:
            asked["tags"] = {"all_": list(tags)}
        if states:
            asked["state"] = {"type": {"any_": list(states)}}
        found: list[FlowRun] = []
        while len(found) < limit:
            size = min(_MOST, limit - len(found))
            body = {
                "flow_runs": asked,
                "sort": "EXPECTED_START_TIME_DESC",
                "limit": size,
                "offset": len(found),
            }
            page = self._ask("POST", "/flow_runs/filter", body)
            found += [_flow_run(row) for row in page]
            if len(page) < size:
                break
        return found

    def find_flow_run(self, run_id: str) -> FlowRun | None:
        """Return a flow run; None when Prefect does not have it (any more)."""
        row = self._ask("GET", f"/flow_runs/{run_id}", missing=True)
        return _flow_run(row) if row else None

    def find_outer_run(self, run: FlowRun) -> FlowRun | None:
        """Return the flow run inside whose process this one runs; None when it has a process of its own."""
        if run.parent_id is None:
            return None
        row = self._ask("GET", f"/task_runs/{run.parent_id}", missing=True)
        return self.find_flow_run(row["flow_run_id"]) if row and row.get("flow_run_id") else None

    def create_flow_run(
        self,
        flow: str,
        parameters: Mapping[str, Any],
        *,
        name: str = "",
        tags: Sequence[str] = (),
        key: str = "",
    ) -> FlowRun:
        """Ask for a run of a flow by its deployment; the same `key` gives the same run however often."""
        deployment = self._ask("GET", f"/deployments/name/{flow}/{DEPLOYMENT}")
        body: dict[str, Any] = {"parameters": dict(parameters), "tags": [*deployment["tags"], *tags]}
        if name:
            body["name"] = name
        if key:
            body["idempotency_key"] = key
        return _flow_run(self._ask("POST", f"/deployments/{deployment['id']}/create_flow_run", body))

    def describe(self, run_id: str, name: str, tags: Sequence[str] = ()) -> None:
        """Give a flow run its name, and its tags when there are any."""
        body: dict[str, Any] = {"name": name}
        if tags:
            body["tags"] = list(tags)
        self._ask("PATCH", f"/flow_runs/{run_id}", body, missing=True)

    def set_state(self, run_id: str, state: str, message: str) -> None:
        """Write the state of a flow run, whatever Prefect thinks of it; one that is gone stays gone."""
        body = {"state": {"type": state, "message": message}, "force": True}
        self._ask("POST", f"/flow_runs/{run_id}/set_state", body, missing=True)

    def _insist(self, method: str, path: str, body: object) -> httpx.Response:
        """Ask again for a while when the server is too busy: its database has one writer at a time."""
        for wait in _WAITS:
            answer = self._client.request(method, path, json=body)
            if answer.status_code not in _BUSY:
                return answer
            time.sleep(wait)
        return self._client.request(method, path, json=body)

    def _ask(self, method: str, path: str, body: object = None, *, missing: bool = False) -> Any:  # noqa: ANN401 -- JSON
        try:
            answer = self._insist(method, path, body)
            if missing and answer.status_code == httpx.codes.NOT_FOUND:
                return None
            answer.raise_for_status()
            return answer.json() if answer.content else None
        except (httpx.HTTPError, ValueError) as error:
            raise PrefectUnreachableError(
                f"Prefect antwoordt niet zoals verwacht op {self.url}{path} ({_why(error)}).\n"
                "Kijk of de server draait: inkoopkalender doctor"
            ) from error


def api_url() -> str:
    """Return where the Prefect server of this process is: Prefect hands it on to every flow's process."""
    return os.environ["PREFECT_API_URL"]


def _authorisation(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the header by which a team's own server knows us, from the variables Prefect has for it."""
    if key := variables.get("PREFECT_API_KEY"):
        return {"Authorization": f"Bearer {key}"}
    if pair := variables.get("PREFECT_API_AUTH_STRING"):
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}


def ui_address(api_url: str, run_id: str) -> str:
    """Return where Prefect's own pages show a flow run."""
    return f"{api_url.rstrip('/').removesuffix('/api')}/runs/flow-run/{run_id}"


def _why(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"antwoord {error.response.status_code}"
    return type(error).__name__


def _flow_run(row: Mapping[str, Any]) -> FlowRun:
    state = row.get("state") or {}
    return FlowRun(
        run_id=row["id"],
        name=row["name"],
        state_type=row.get("state_type") or "",
        state_name=row.get("state_name") or "",
        message=state.get("message") or "",
        tags=tuple(row.get("tags", ())),
        parameters=row.get("parameters") or {},
        parent_id=row.get("parent_task_run_id"),
        changed_at=_moment(state.get("timestamp")),
        expected_at=_moment(row.get("expected_start_time")),
        started_at=_moment(row.get("start_time")),
        ended_at=_moment(row.get("end_time")),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
