"""For every track of the catalogue: who is in it and who is not, worked out from the policy by hand.

A case is the organisation as the register may hold it, in a few words: its codes, facts with the day
1 March 2026 and the source 'opgave', contracts as (sector, years before the contract year, agreement and
claims in whole euros), relations.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from inkoopkalender.domain.areas import AreaClients
from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import PastContract
from inkoopkalender.domain.register_facts import Fact, FactKind, Known, Relation
from inkoopkalender.domain.track_rules import TrackRules
from inkoopkalender.domain.track_subject import Subject
from inkoopkalender.domain.track_verdicts import Verdict

DAY = date(2026, 3, 1)


@dataclass(frozen=True)
class One:
    """An organisation in a few words. `files` are further sectors of which contracts are known."""

    agb: str = "75000001"
    sectors: str = ""
    contracts: tuple[tuple[str, int, int, int], ...] = ()
    turnover: int | None = None
    members: int = 0
    areas: tuple[tuple[str, int], ...] = ()
    files: tuple[str, ...] = ()

    def subject(self, rules: TrackRules) -> Subject:
        facts = []
        if self.sectors:
            facts.append(fact("sectors", "", self.sectors))
        if self.turnover is not None:
            facts.append(fact("turnover_cents", rules.insurer, self.turnover * 100))
        insurer, year = rules.insurer, rules.contract_year
        known = {(insurer, sector, year - 1) for sector in (rules.sector, *self.files)}
        known |= {(insurer, one[0] or rules.sector, year - one[1]) for one in self.contracts}
        known.add((insurer, rules.sector, year))
        return Subject(
            (AgbCode(self.agb),),
            Known(tuple(facts)),
            tuple(
                Relation("cooperative-member", KvkNumber(f"9000010{number}"), DAY, "opgave")
                for number in range(self.members)
            ),
            tuple(
                PastContract(1, insurer, sector or rules.sector, year - back, agreed * 100, claimed * 100)
                for sector, back, agreed, claimed in self.contracts
            ),
            frozenset(known),
            tuple(
                AreaClients(rules.insurer, area, clients, DAY, "declaraties") for area, clients in self.areas
            ),
        )


def fact(kind: FactKind, insurer: str, value: int | str) -> Fact:
    return Fact(kind, insurer, value, DAY, "opgave")


def contract(sector: str = "", *, back: int = 1, agreed: int = 200_000, claimed: int = 150_000) -> One:
    return One(contracts=((sector, back, agreed, claimed),))


@dataclass(frozen=True)
class Case:
    """What is expected of one organisation for one track."""

    track: str
    who: One
    expected: Verdict


def case(track: str, who: One, expected: Literal["in", "not", "person", "unknown"]) -> Case:
    return Case(track, who, expected)


NOBODY = One()
GP = One(agb="01000001")
GP_CONTRACTED = One(agb="01000001", contracts=(("", 1, 50_000, 40_000),))
STOP = One(agb="90000001", sectors="stopbegeleider")
HOSPITAL = One(agb="06000001", sectors="ziekenhuis", contracts=(("", 1, 1_100_000, 1_100_000),))
CLINIC = (("", 1, 900_000, 900_000),)

WIJKVERPLEGING = (
    case("CZ-WV-EXIST-VM", contract(agreed=100_001), "in"),  # strictly more than 100,000
    case("CZ-WV-EXIST-VM", contract(agreed=100_000), "not"),
    case("CZ-WV-EXIST-VM", contract(claimed=0), "unknown"),  # A-WV-11: a person decides
    case("CZ-WV-EXIST-PRICE", contract(agreed=100_000), "in"),
    case("CZ-WV-EXIST-PRICE", contract(agreed=100_001), "not"),
    case("CZ-WV-EXIST-PRICE", NOBODY, "not"),
    case("CZ-WV-NEW", NOBODY, "in"),
    case("CZ-WV-NEW", contract(), "not"),
    case("CZ-WV-NEW", contract(claimed=0), "not"),  # it had a contract
    case("CZ-WV-NEW", One(agb="06000001"), "not"),  # a hospital
    case("CZ-WV-COOP", One(members=3), "in"),
    case("CZ-WV-COOP", One(sectors="thuiszorg, zorgcooperatie"), "in"),
    case("CZ-WV-COOP", One(sectors="thuiszorg"), "not"),
    case("CZ-WV-COOP", NOBODY, "unknown"),
    case("CZ-WV-KIND", One(sectors="kindzorg"), "in"),
    case("CZ-WV-KIND", One(sectors="thuiszorg"), "not"),
    case("CZ-WV-KINDDAG", One(sectors="kinddagopvang, kindzorg"), "in"),
    case("CZ-WV-KINDDAG", One(sectors="kindzorg"), "not"),
    case("CZ-WV-PAL", contract("palliatief-verpleegkundige"), "in"),
    case("CZ-WV-PAL", One(files=("palliatief-verpleegkundige",)), "not"),
    case("CZ-WV-PAL", contract(), "unknown"),  # nothing of this function was taken in
    case("CZ-WV-CMD", contract("casemanagement-dementie"), "in"),
    case("CZ-WV-CMD", One(files=("casemanagement-dementie",)), "not"),
    case("CZ-WV-WOND", contract("complexe-wondzorg"), "in"),
    case("CZ-WV-WOND", One(files=("complexe-wondzorg",)), "not"),
    case("CZ-WV-GV", contract("gespecialiseerde-verpleging"), "in"),
    case("CZ-WV-GV", One(files=("gespecialiseerde-verpleging",)), "not"),
    case("CZ-WV-PGB", contract(), "person"),
    case("CZ-WV-PGB", NOBODY, "not"),
    case("CZ-WV-HA", contract("herkenbaar-en-aanspreekbaar"), "in"),
    case("CZ-WV-HA", One(files=("herkenbaar-en-aanspreekbaar",)), "not"),
    case(
        "CZ-WV-ACUUT",
        One(
            contracts=(
                ("gespecialiseerde-verpleging", 1, 10, 10),
                ("herkenbaar-en-aanspreekbaar", 1, 10, 10),
                ("onplanbare-nachtzorg", 1, 10, 10),
            )
        ),
        "in",
    ),
    case(
        "CZ-WV-ACUUT",
        One(
            contracts=(
                ("gespecialiseerde-verpleging", 1, 10, 10),
                ("herkenbaar-en-aanspreekbaar", 1, 10, 10),
            ),
            files=("onplanbare-nachtzorg",),
        ),
        "not",  # two of the three
    ),
    case("CZ-WV-NACHT", contract(), "person"),
    case("CZ-WV-NACHT", NOBODY, "not"),
    case("CZ-WV-TECH", contract(), "in"),
    case("CZ-WV-TECH", NOBODY, "not"),
    case("CZ-WV-INNO", contract(), "person"),
    case("CZ-WV-INNO", NOBODY, "not"),
    case("CZ-WV-RESV", One(areas=(("4461", 6), ("1011", 5))), "person"),  # 6 of 11 is more than half
    case("CZ-WV-RESV", One(areas=(("4461", 5), ("1011", 5))), "not"),  # precisely half is not
    case("CZ-WV-RESV", NOBODY, "unknown"),
    case("CZ-WV-BIJ", contract(back=0), "person"),
    case("CZ-WV-BIJ", contract(), "not"),  # of 2026, not of 2027
    case("CZ-WV-MAAND", contract("maandbekostiging"), "in"),
    case("CZ-WV-MAAND", One(files=("maandbekostiging",)), "not"),
)
STOP_SMOKING = (
    case("CZ-SMR-EXIST", contract(), "in"),
    case("CZ-SMR-EXIST", STOP, "not"),
    case("CZ-SMR-EXIST", GP_CONTRACTED, "not"),  # GPs fall under another contract
    case("CZ-SMR-NEW-ROUND", STOP, "in"),
    case("CZ-SMR-NEW-ROUND", contract(), "not"),
    case("CZ-SMR-NEW-ROUND", One(agb="90000001"), "unknown"),  # what kind of provider?
    case("CZ-SMR-NEW-YEAR", STOP, "person"),
    case("CZ-SMR-NEW-YEAR", contract(), "not"),
    case("CZ-SMR-EXTRA", STOP, "person"),
    case("CZ-SMR-GP", GP, "in"),
    case("CZ-SMR-GP", STOP, "not"),
)
SPECIALIST = (
    case("CZ-MSZ-LARGE", HOSPITAL, "in"),  # always, also with EUR 1.1 million
    case("CZ-MSZ-LARGE", One(agb="22000001", sectors="zbc", contracts=CLINIC, turnover=2_500_000), "in"),
    case("CZ-MSZ-LARGE", One(agb="22000001", sectors="zbc", contracts=CLINIC, turnover=2_499_999), "not"),
    case("CZ-MSZ-LARGE", One(agb="22000001", sectors="zbc", contracts=CLINIC), "unknown"),
    case("CZ-MSZ-SMALL", One(agb="22000001", sectors="zbc", contracts=CLINIC, turnover=2_499_999), "in"),
    case("CZ-MSZ-SMALL", One(agb="22000001", sectors="zbc", contracts=CLINIC, turnover=2_500_000), "not"),
    case("CZ-MSZ-SMALL", HOSPITAL, "not"),
    case("CZ-MSZ-NEW", One(agb="22000001"), "in"),
    case("CZ-MSZ-NEW", HOSPITAL, "not"),
    case("CZ-MSZ-NEW", NOBODY, "not"),
    case("CZ-MSZ-MULTI", HOSPITAL, "person"),
    case("CZ-MSZ-MULTI", One(agb="22000001"), "not"),
    case("CZ-MSZ-OTHER", One(agb="34000001"), "in"),
    case("CZ-MSZ-OTHER", One(agb="22000001", sectors="zg-zorg"), "in"),
    case("CZ-MSZ-OTHER", HOSPITAL, "not"),
    case("CZ-MSZ-AMB", One(agb="36000001"), "in"),
    case("CZ-MSZ-AMB", HOSPITAL, "not"),
    case("CZ-MSZ-BE", One(sectors="ziekenhuis-belgie"), "in"),
    case("CZ-MSZ-BE", HOSPITAL, "not"),
    case("CZ-MSZ-DE", One(sectors="ziekenhuis-duitsland"), "in"),
    case("CZ-MSZ-DE", HOSPITAL, "not"),
    case("CZ-MSZ-EXTRA", contract(back=0), "person"),
    case("CZ-MSZ-EXTRA", HOSPITAL, "not"),
)
SMR, GLI = "stoppen-met-roken", "leefstijlinterventie"
GENERAL_PRACTICE = (
    case("VGZ-HA-EXIST", GP_CONTRACTED, "in"),
    case("VGZ-HA-EXIST", GP, "not"),
    case("VGZ-HA-NEW", GP, "person"),  # 25% of the municipality, or a contracted RHO
    case("VGZ-HA-NEW", GP_CONTRACTED, "not"),
    case("VGZ-HA-FOLLOW", GP, "person"),
    case("VGZ-HA-FOLLOW", GP_CONTRACTED, "not"),
    case("VGZ-HA-ADD", GP_CONTRACTED, "in"),
    case("VGZ-HA-ADD", GP, "not"),
    case("VGZ-HA-MTVP", GP, "person"),
    case("VGZ-HA-MTVP", STOP, "not"),
    case("VGZ-RHO-EXIST", One(agb="53000001", sectors="rho", contracts=(("", 1, 10, 10),)), "in"),
    case("VGZ-RHO-EXIST", One(agb="53000001", sectors="rho"), "not"),
    case("VGZ-RHO-NEW", One(agb="53000001", sectors="rho"), "in"),
    case("VGZ-RHO-NEW", One(agb="53000001", sectors="rho", contracts=(("", 1, 10, 10),)), "not"),
    case("VGZ-HDS", One(sectors="hds"), "in"),
    case("VGZ-HDS", One(sectors="rho"), "not"),
    case("VGZ-SMR-EXIST", One(sectors="stopbegeleider", contracts=((SMR, 1, 10, 10),)), "in"),
    case("VGZ-SMR-EXIST", One(sectors="stopbegeleider", files=(SMR,)), "not"),
    case("VGZ-SMR-NEW", One(sectors="stopbegeleider", files=(SMR,)), "in"),
    case("VGZ-SMR-NEW", One(sectors="stopbegeleider", contracts=((SMR, 1, 10, 10),)), "not"),
    case("VGZ-GLI-SV-EXIST", One(sectors="gli-samenwerkingsverband", contracts=((GLI, 1, 10, 10),)), "in"),
    case("VGZ-GLI-SV-EXIST", One(sectors="gli-samenwerkingsverband", files=(GLI,)), "not"),
    case("VGZ-GLI-SV-NEW", One(sectors="gli-samenwerkingsverband", files=(GLI,)), "in"),
    case("VGZ-GLI-SV-NEW", One(sectors="leefstijlcoach", files=(GLI,)), "not"),
    case("VGZ-GLI-IND-EXIST", One(sectors="leefstijlcoach", contracts=((GLI, 1, 10, 10),)), "in"),
    case("VGZ-GLI-IND-EXIST", One(sectors="leefstijlcoach", files=(GLI,)), "not"),
    case("VGZ-GLI-IND-NEW", One(sectors="leefstijlcoach", files=(GLI,)), "in"),
    case("VGZ-GLI-IND-NEW", One(sectors="gli-samenwerkingsverband", files=(GLI,)), "not"),
    case("VGZ-PILOT", GP, "person"),
)
CARESQ = (
    case("CQ-SMR-EXIST", contract(), "in"),
    case("CQ-SMR-EXIST", STOP, "not"),
    case("CQ-SMR-EXIST", GP_CONTRACTED, "not"),
    case("CQ-SMR-REQ", STOP, "person"),
    case("CQ-SMR-REQ", contract(), "not"),
    case("CQ-SMR-GP", GP, "in"),
    case("CQ-SMR-GP", STOP, "not"),
)
CASES = {
    "cz/wijkverpleging/2027": WIJKVERPLEGING,
    "cz/stoppen-met-roken/2027": STOP_SMOKING,
    "cz/medisch-specialistische-zorg/2027": SPECIALIST,
    "vgz/huisartsenzorg/2025": GENERAL_PRACTICE,
    "caresq/stoppen-met-roken/2026": CARESQ,
}
DECIDED_BY_A_PERSON = {  # no fact of the register alone makes anybody part of it
    "CZ-WV-PGB", "CZ-WV-NACHT", "CZ-WV-INNO", "CZ-WV-RESV", "CZ-WV-BIJ",
    "CZ-SMR-NEW-YEAR", "CZ-SMR-EXTRA", "CZ-MSZ-MULTI", "CZ-MSZ-EXTRA",
    "VGZ-HA-NEW", "VGZ-HA-FOLLOW", "VGZ-HA-MTVP", "VGZ-PILOT", "CQ-SMR-REQ",
}  # fmt: skip
FOR_EVERYBODY = {"CZ-SMR-EXTRA", "VGZ-PILOT"}
"""Tracks without any rule: nobody is out of them before a person says so."""
