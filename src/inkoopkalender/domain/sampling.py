"""Draws rows to verify, so that anybody with the seed draws the same ones.

Policy: CZ stoppen met roken 2027, 2.2: data are checked by a sample. How large it is, the policy leaves open.
A row's rank depends on the seed and its own key alone: not on the order of the rows, nor on the other rows.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def draw_sample(rows: Iterable[Row], size: int, seed: str, key: Callable[[Row], str]) -> tuple[Row, ...]:
    """Return `size` rows in the order of the draw, all of them when there are fewer.

    A larger sample begins with the smaller one. `key` must differ for each row. Raises ValueError for a
    negative size.
    """
    if size < 0:
        raise ValueError("een steekproef heeft geen negatieve omvang")
    return tuple(sorted(rows, key=lambda row: _rank(seed, key(row)))[:size])


def _rank(seed: str, key: str) -> bytes:
    seed_bytes = seed.encode("utf-8", "surrogatepass")
    start = len(seed_bytes).to_bytes(8, "big") + seed_bytes  # so that seed and key cannot run together
    return hashlib.sha256(start + key.encode("utf-8", "surrogatepass")).digest()
