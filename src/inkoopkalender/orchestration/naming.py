"""What flow runs are called in Prefect: names begin with the round's own moment, tags say of what they are.

Prefect's clock cannot be moved, so that only the name tells when a run happened in the round. No code,
name or address of a provider is in either.
"""

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.orchestration.prefect_api import TAG, PrefectApi, api_url
from inkoopkalender.usecases.phases import Phase


def phase_name(phase: Phase) -> str:
    """Return `2026-06-01 00:00 close_intake quality-survey`, in the round's own zone."""
    return f"{phase.due_at:%Y-%m-%d %H:%M} {phase.kind} {phase.event}"


def phase_tags(phase: Phase) -> tuple[str, ...]:
    """Return the tags by which the runs of a round, an event, a kind can be found."""
    key = RoundKey.parse(phase.round_key)
    return (*round_tags(key), f"track:{phase.track}", f"event:{phase.event}", f"kind:{phase.kind}")


def round_tags(key: RoundKey) -> tuple[str, ...]:
    """Return the tags of everything that belongs to a round."""
    return (
        TAG,
        f"round:{key}",
        f"insurer:{key.insurer}",
        f"sector:{key.sector}",
        f"year:{key.contract_year}",
    )


def describe_run(run_id: str, name: str, tags: tuple[str, ...] = ()) -> None:
    """Give the flow run of this process its name and tags, however it was started."""
    with PrefectApi(api_url()) as api:
        api.describe(run_id, name, tags)
