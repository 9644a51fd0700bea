"""Invents a register: organisations, codes, contacts and last year's contracts that nobody can take for real.

Everything follows from the seed. AGB codes are 75000001 and on, KvK numbers 90000001 and on, mail goes to
reserved example domains (docs/reference/imports.md). Writers of the files that such organisations would
hand in stand in `generate_files`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Literal, get_args

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import ContactFacts
from inkoopkalender.errors import MisuseError
from inkoopkalender.intake.contracts import CONTRACT_COLUMNS
from inkoopkalender.intake.people import BASE_COLUMNS
from inkoopkalender.intake.writing import write_rows

Temperament = Literal[
    "steady", "early", "last_evening", "late", "wrong_first", "silent", "bounces", "declines"
]
Channel = Literal["vecozo", "upload"]

FIRST_AGB: Final = 75_000_000
FIRST_KVK: Final = 90_000_000
MOST_ORGANISATIONS: Final = 99_999
"""As many KvK numbers as the invented range has."""
THRESHOLD_CENTS: Final = 100_000_00
"""The value model applies above this; two organisations stand exactly on it and one cent above."""
COVERS_EVERYTHING: Final = 20
"""From this many organisations on, every temperament and both edges of the threshold occur."""

_WEIGHTS: Final = {
    "steady": 62,
    "early": 8,
    "last_evening": 10,
    "late": 4,
    "wrong_first": 6,
    "silent": 4,
    "bounces": 3,
    "declines": 3,
}
_PLACES: Final = (
    ("Amersfoort", 3811), ("Apeldoorn", 7311), ("Arnhem", 6811), ("Assen", 9401), ("Bergen op Zoom", 4611),
    ("Breda", 4811), ("Den Bosch", 5211), ("Deventer", 7411), ("Doetinchem", 7001), ("Dordrecht", 3311),
    ("Eindhoven", 5611), ("Emmen", 7811), ("Enschede", 7511), ("Goes", 4461), ("Groningen", 9711),
    ("Haarlem", 2011), ("Heerlen", 6411), ("Helmond", 5701), ("Hoorn", 1621), ("Leeuwarden", 8911),
    ("Lelystad", 8221), ("Maastricht", 6211), ("Middelburg", 4331), ("Nijmegen", 6511), ("Roermond", 6041),
    ("Sittard", 6131), ("Terneuzen", 4531), ("Tilburg", 5011), ("Utrecht", 3511), ("Venlo", 5911),
    ("Zierikzee", 4301), ("Zwolle", 8011),
)  # fmt: skip
_TREES: Final = (
    "De Linde", "De Beuk", "De Eik", "De Esdoorn", "De Kastanje", "De Berk", "De Wilg", "De Populier",
    "De Hazelaar", "De Meidoorn", "De Iep", "De Els",
)  # fmt: skip
_FIRST_NAMES: Final = (
    "Anne",
    "Bram",
    "Carla",
    "Daan",
    "Els",
    "Fatma",
    "Gijs",
    "Hanna",
    "Ilse",
    "Joost",
    "Kim",
)
_LETTERS: Final = "ABCDEGHJKLMNPRTVWXZ"
_ROLES: Final = ("contractering", "kwaliteit")
_REFUSED: Final = "onbestelbaar-"
"""The catcher refuses addresses that begin so, as a mail server does for a mailbox that is gone."""


@dataclass(frozen=True, slots=True)
class InventedOrganisation:
    """An organisation that does not exist. A new one has no contract: its amounts are 0."""

    kvk: KvkNumber
    name: str
    place: str
    postcode: str
    codes: tuple[AgbCode, ...]
    contacts: tuple[ContactFacts, ...]
    is_new: bool
    agreement_cents: int
    claimed_cents: int
    temperament: Temperament
    delivers_by: Channel

    @property
    def agb(self) -> AgbCode:
        """The main code."""
        return self.codes[0]


def invent_register(count: int, seed: int) -> tuple[InventedOrganisation, ...]:
    """Return `count` organisations by KvK number. Raises MisuseError beyond the invented range."""
    if not 1 <= count <= MOST_ORGANISATIONS:
        raise MisuseError(f"Between 1 and {MOST_ORGANISATIONS} organisations can be invented, not {count}.")
    random = Random(f"register {seed}")  # noqa: S311 -- invented data, no secret
    temperaments = _temperaments(count, random)
    agreements = _agreements(count, random)
    organisations, next_agb = [], FIRST_AGB + 1
    for number in range(1, count + 1):
        codes = tuple(AgbCode(str(next_agb + extra)) for extra in range(_how_many_codes(random)))
        next_agb += len(codes)
        facts = (temperaments[number - 1], agreements[number - 1])
        organisations.append(_invent(number, codes, *facts, random))
    return tuple(organisations)


def write_register(organisations: Sequence[InventedOrganisation], path: Path) -> None:
    """Write a register file (.xlsx or .csv): a row per code, and a row for each further contact."""
    rows = [row for organisation in organisations for row in _register_rows(organisation)]
    write_rows(path, "register", [column.name for column in BASE_COLUMNS], rows)


def write_contracts(
    organisations: Sequence[InventedOrganisation],
    path: Path,
    *,
    insurer: str = "cz",
    sector: str = "wijkverpleging",
) -> None:
    """Write the contracts file of the year before (.xlsx or .csv); new organisations are not in it."""
    rows = [
        (o.agb, o.kvk, insurer, sector, o.agreement_cents / 100, o.claimed_cents / 100)
        for o in organisations
        if not o.is_new
    ]
    write_rows(path, "contracten", [column.name for column in CONTRACT_COLUMNS], rows)


# --- inventing ------------------------------------------------------------------------------------
def _invent(
    number: int, codes: tuple[AgbCode, ...], temperament: Temperament, agreement: int | None, random: Random
) -> InventedOrganisation:
    place, area = random.choice(_PLACES)
    letters = random.choice(_LETTERS) + random.choice(_LETTERS)
    return InventedOrganisation(
        kvk=KvkNumber(str(FIRST_KVK + number)),
        name=f"Voorbeeldzorg {random.choice(_TREES)} {number:04}",
        place=place,
        postcode=f"{area + random.randrange(60)}{letters}",
        codes=codes,
        contacts=_contacts(number, temperament, random),
        is_new=agreement is None,
        agreement_cents=agreement or 0,
        claimed_cents=int((agreement or 0) * random.uniform(0.82, 1.06)),
        temperament=temperament,
        delivers_by="vecozo" if random.random() < 0.8 else "upload",  # noqa: PLR2004 -- a share
    )


def _contacts(number: int, temperament: Temperament, random: Random) -> tuple[ContactFacts, ...]:
    count = 2 if random.random() < 0.3 else 1  # noqa: PLR2004 -- a share
    language = "en" if random.random() < 0.03 else "nl"  # noqa: PLR2004 -- a share
    domain = random.choice(
        (
            f"zorg-{number:04}.example",
            "voorbeeld.example.org",
            "voorbeeld.example.com",
            "voorbeeld.example.net",
        )
    )
    return tuple(
        ContactFacts(
            role,
            f"{random.choice(_FIRST_NAMES)} Voorbeeld {number:04}",
            f"{_REFUSED if temperament == 'bounces' else ''}{role}.{number:04}@{domain}",
            language,
        )
        for role in _ROLES[:count]
    )


def _how_many_codes(random: Random) -> int:
    return random.choices((1, 2, 3), weights=(85, 12, 3))[0]


def _temperaments(count: int, random: Random) -> list[Temperament]:
    """Return a temperament for each, all of them present from COVERS_EVERYTHING organisations on."""
    kinds: tuple[Temperament, ...] = get_args(Temperament)
    drawn = random.choices(kinds, weights=[_WEIGHTS[kind] for kind in kinds], k=count)
    if count >= COVERS_EVERYTHING:
        drawn[: len(kinds)] = kinds
    random.shuffle(drawn)
    return drawn


def _agreements(count: int, random: Random) -> list[int | None]:
    """Return last year's agreement in cents for each; None for the one in twenty that is new."""
    new = round(count * 0.05)
    small = round((count - new) * 0.2)
    amounts: list[int | None] = [None] * new
    amounts += [random.randrange(15_000, 100_000) * 100 for _ in range(small)]
    amounts += [_large_agreement(random) for _ in range(count - new - small)]
    if count >= COVERS_EVERYTHING:
        amounts[new] = THRESHOLD_CENTS
        amounts[-1] = THRESHOLD_CENTS + 1
    random.shuffle(amounts)
    return amounts


def _large_agreement(random: Random) -> int:
    """Return an amount above the threshold: half of them below EUR 650,000, a few of tens of millions."""
    euros = 105_000 + random.lognormvariate(math.log(550_000), 1.2)
    return min(int(euros), 90_000_000) * 100


def _register_rows(organisation: InventedOrganisation) -> list[tuple[str, ...]]:
    facts = (organisation.kvk, organisation.name, organisation.place, organisation.postcode)
    people = [(c.role, c.name, c.email, c.language) for c in organisation.contacts]
    rows: list[tuple[str, ...]] = []
    for number in range(max(len(organisation.codes), len(people))):
        has_code = number < len(organisation.codes)
        code = (organisation.codes[number], "nee" if number else "ja") if has_code else ("", "")
        contact = people[number] if number < len(people) else ("", "", "", people[0][3])
        rows.append((*facts, *code, *contact))
    return rows
