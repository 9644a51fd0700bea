"""What `inkoopkalender mds` writes for a reader, in Dutch: tables with the readings beside the figures."""

from collections.abc import Sequence
from decimal import Decimal

from inkoopkalender.cli.output import print_line, print_table
from inkoopkalender.domain.calendar import Ambiguity
from inkoopkalender.domain.russell import NotTreated, Rates, Surroundings
from inkoopkalender.domain.russell_class import QualityClass
from inkoopkalender.intake.mds import ReadMds
from inkoopkalender.intake.mds_rows import MdsRow

_WHY: dict[NotTreated, str] = {
    "no-quit-date": "geen stopdatum afgesproken",
    "no-session": "geen behandelsessie tot en met de stopdatum",
    "already-stopped": "al gestopt bij aanmelding",
}
_CLASSES: dict[QualityClass, str] = {
    "unclassified": "niet ingedeeld; de grenzen zijn niet gezet, of er is geen percentage (A-SMR-06)",
    "below_average": "ondergemiddeld",
    "average": "gemiddeld",
    "above_average": "bovengemiddeld",
}


def print_rates(
    rates: Rates, beside: Surroundings, read: ReadMds, quality: QualityClass, readings: Sequence[Ambiguity]
) -> None:
    """Write counts and percentages, what explains them, the class, and how unclear words were read."""
    verified = _percent(rates.rate_4w_co) if beside.co_measured else "niet gemeten"
    print_table(
        ["Russell Standard", "aantal", "deel van de behandelde rokers"],
        [
            ["behandelde rokers", str(rates.treated_smokers), ""],
            [
                "gestopt na 4 weken, eigen verklaring",
                str(rates.quitters_4w_self_reported),
                _percent(rates.rate_4w_self_reported),
            ],
            ["gestopt na 4 weken, CO bevestigd", str(rates.quitters_4w_co), verified],
            ["gestopt na 52 weken", str(rates.quitters_52w), _percent(rates.rate_52w)],
            ["uit beeld na 4 weken", str(rates.lost_4w), "telt als roker"],
            ["uit beeld na 52 weken", str(rates.lost_52w), "telt als roker"],
        ],
    )
    print_line()
    print_line(
        f"Regels: {read.rows_read} gelezen, {read.rows_read - len(read.rows)} niet meegeteld door een fout."
    )
    for why, words in _WHY.items():
        if beside.not_treated[why]:
            print_line(f"Geen behandelde roker: {beside.not_treated[why]}, {words}.")
    print_line(f"CO gemeten binnen de termijn: {beside.co_measured}.")
    if beside.running_4w is not None:
        print_line(
            f"Termijn loopt nog en niemand vroeg het na: {beside.running_4w} na 4 weken, "
            f"{beside.running_52w} na 52 weken; zij tellen mee (A-SMR-22)."
        )
    print_line(f"Klasse: {_CLASSES[quality]}.")
    print_line()
    print_table(
        ["onduidelijk", "hoe het gelezen is"],
        [[each.id, f"{each.question} {each.reading}"] for each in readings],
    )


def print_sample(drawn: Sequence[MdsRow], read: ReadMds) -> None:
    """Write the drawn rows in the order of the draw."""
    print_table(
        ["regel", "AGB-code", "clientnummer", "start begeleiding"],
        [[str(row.row), row.agb, row.client, str(row.smoker.started_on)] for row in drawn],
    )
    print_line(f"{len(drawn)} van {len(read.rows)} regels getrokken.")


def _percent(share: Decimal | None) -> str:
    return "geen" if share is None else f"{share * 100:.1f} %".replace(".", ",")
