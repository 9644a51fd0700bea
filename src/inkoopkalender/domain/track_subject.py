"""What the rules of tracks look at: one organisation as the register knows it."""

from dataclasses import dataclass

from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.codes import AgbCode
from inkoopkalender.domain.register import PastContract
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Known, Relation


@dataclass(frozen=True, slots=True)
class Subject:
    """One organisation as the register knows it.

    `of_others` are the relations that others have with it. `contract_files` are the insurers, sectors and
    years of which any contract is known: without, that it has none is not known either.
    """

    codes: tuple[AgbCode, ...]
    known: Known = NOTHING_KNOWN
    of_others: tuple[Relation, ...] = ()
    contracts: tuple[PastContract, ...] = ()
    contract_files: frozenset[tuple[str, str, int]] = frozenset()
    areas: tuple[AreaClients, ...] = ()
