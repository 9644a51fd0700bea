"""How long a rehearsed year takes, and how that grows: 400 and 800 providers, in turn, on this machine.

Run by `make bench`. Prints seconds per phase, Prefect's share, the ratio of 800 to 400, and whether the
number of task runs stayed the same. Nothing here passes or fails.
"""

import statistics
import tempfile
from pathlib import Path

from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.orchestration.rehearse import Rehearsed, rehearse
from inkoopkalender.usecases.rehearsal.prepare import Asked

KEY = RoundKey("cz", "wijkverpleging", 2027)
SIZES = (400, 800)
ROUNDS = 2


def run(providers: int) -> Rehearsed:
    """Rehearse once in a scratch folder."""
    with tempfile.TemporaryDirectory(prefix="inkoopkalender-bench-") as folder:
        return rehearse(Asked(KEY, providers, seed=7), Path(folder), progress=lambda _: None)


def main() -> None:
    runs: dict[int, list[Rehearsed]] = {size: [] for size in SIZES}
    print("providers  seconds  of which Prefect  the year  task runs")
    for _ in range(ROUNDS):
        for size in SIZES:
            done = run(size)
            runs[size].append(done)
            print(
                f"{size:9}  {done.seconds:7.1f}  {done.prefect_seconds:16.1f}  "
                f"{done.year_seconds:8.1f}  {done.steps:9}"
            )
    small, large = (statistics.median(one.year_seconds for one in runs[size]) for size in SIZES)
    print(f"the year, {SIZES[1]} to {SIZES[0]} providers: {large / small:.2f}")
    print(f"task runs: {sorted({one.steps for size in SIZES for one in runs[size]})}")


if __name__ == "__main__":
    main()
