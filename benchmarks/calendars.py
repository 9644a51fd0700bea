"""How quick the calendar language is: phrases a second, all calendars in one process, and `calendar show`.

Run by `make bench`. Each figure stands beside a peer of the same run: dateutil reading a bare date, PyYAML
reading the same files, and a process that imports what ours imports and does nothing. Nothing passes or
fails.
"""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from dateutil import parser as dateutil_parser

from inkoopkalender.content.calendars import calendar_files, list_calendar_keys, load_calendar
from inkoopkalender.domain.dutch_dates import MONTHS
from inkoopkalender.domain.grammar import parse_phrase
from inkoopkalender.domain.timeline import resolve_calendar

ROUNDS = 5
FORMS = (
    "uiterlijk {d} {m} {y}",
    "{d} {m} {y} t/m {d} {m} {z}, vóór 12.00 uur",
    "binnen {d} werkdagen na {d} {m} {y}",
    "tussen {d} {m} en {d} {m} {z}",
    "eerste dag van de maand na {d} {m} {y}",
    "elke {d} weken vanaf {d} {m} {y}",
    "medio {m} {y}",
    "uiterlijk {d}-{n}-{y}",
)


def phrases() -> list[str]:
    """Return some thousands of phrases, each once."""
    days = itertools.product(FORMS, range(1, 29), range(12), (2026, 2027))
    made = (form.format(d=d, m=MONTHS[m], n=m + 1, y=y, z=y + 1) for form, d, m, y in days)
    return list(dict.fromkeys(made))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def paired(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Return the medians of both, taken in turn."""
    runs = [(timed(ours), timed(peer)) for _ in range(ROUNDS)]
    first, second = zip(*runs, strict=True)
    return statistics.median(first), statistics.median(second)


def resolve_all() -> None:
    """Read, check and resolve every calendar, each phrase anew."""
    parse_phrase.cache_clear()
    for key in list_calendar_keys():
        resolve_calendar(load_calendar(key))


def cold() -> float:
    """Return the seconds that a new process needs for its first calendars, imports apart."""
    command = [sys.executable, __file__, "--cold"]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(ROUNDS)]
    return statistics.median(float(each) for each in runs)


def main() -> None:
    words, dates = phrases(), [f"{d} {m} 2026" for d in range(1, 29) for m in ("may", "june", "july")] * 20
    ours, peer = paired(
        lambda: [parse_phrase.__wrapped__(each) for each in words],
        lambda: [dateutil_parser.parse(each) for each in dates],
    )
    ours, peer = len(words) / ours, len(dates) / peer
    print(
        f"distinct phrases a second, no cache: {ours:,.0f}; dateutil, bare dates: {peer:,.0f}; "
        f"ratio {ours / peer:.2f}"
    )

    files = [file.read_text(encoding="utf-8") for file in calendar_files()]
    ours, peer = paired(resolve_all, lambda: [yaml.load(each, yaml.CBaseLoader) for each in files])
    print(
        f"{len(files)} calendars read, checked and resolved: {1000 * ours:.0f} ms, in a new process "
        f"{1000 * cold():.0f} ms; PyYAML reading them: {1000 * peer:.0f} ms; ratio {ours / peer:.1f}"
    )

    command = [
        str(Path(sys.executable).with_name("inkoopkalender")),
        "calendar",
        "show",
        "vgz/huisartsenzorg/2025",
    ]
    imports = [sys.executable, "-c", "import typer, pydantic, yaml, lark, pydantic_core"]
    ours, peer = paired(
        lambda: subprocess.run(command, check=True, capture_output=True),
        lambda: subprocess.run(imports, check=True, capture_output=True),
    )
    print(f"calendar show: {ours:.2f} s; its imports alone: {peer:.2f} s; ratio {ours / peer:.2f}")


if __name__ == "__main__":
    if "--cold" in sys.argv:
        print(timed(resolve_all))
    else:
        main()
