"""Runs one flow in this process, against the Prefect server that the environment names.

`python -m inkoopkalender.orchestration.run_flow NAME [PARAMETERS] [--name NAME] [--tag TAG]...`, with the
parameters as JSON. Ends with 0 when the run completed, 1 when it failed, 3 when Prefect did not answer.
A process that stays starts this one, so that the memory Prefect takes is given back each time.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import cast

import httpx
from prefect import tags
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError

from inkoopkalender.orchestration.flow_files import load_flow
from inkoopkalender.orchestration.prefect_api import TAG, PrefectApi, PrefectUnreachableError, api_url

UNREACHABLE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the flow that the arguments name; return the exit code."""
    parser = argparse.ArgumentParser(prog="run_flow", description="Run one flow in this process.")
    parser.add_argument("flow")
    parser.add_argument("parameters", nargs="?", default="{}", type=json.loads)
    parser.add_argument("--name", default=None)
    parser.add_argument("--tag", action="append", default=[])
    asked = parser.parse_args(arguments)
    with PrefectApi(api_url()) as api:
        if not api.healthy():
            return _say(f"Prefect's server at {api.url} does not answer.", UNREACHABLE)
    flow = load_flow(asked.flow).with_options(flow_run_name=asked.name)
    try:
        with tags(TAG, *asked.tag):
            state = cast("State[object]", flow(**asked.parameters, return_state=True))
    except (httpx.TransportError, PrefectHTTPStatusError, PrefectUnreachableError) as error:
        return _say(f"Prefect's server went away: {type(error).__name__}.", UNREACHABLE)
    return 0 if state.is_completed() else _say(state.message or "the run failed", 1)


def _say(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
