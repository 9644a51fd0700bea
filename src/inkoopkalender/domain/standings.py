"""Where a provider stands in a round. Each organisation counts once, in its main track."""

from typing import Literal, get_args

Standing = Literal[
    "invited",
    "submitted",
    "late",
    "silent",
    "in_review",
    "proposed",
    "offered",
    "signed",
    "declined",
    "lapsed",
    "not_continued",
    "enrolled",
    "refused",
]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

DUTCH: dict[Standing, str] = {
    "invited": "uitgenodigd",
    "submitted": "ingeleverd",
    "late": "te laat",
    "silent": "niets ontvangen",
    "in_review": "in beoordeling",
    "proposed": "voorstel gedaan",
    "offered": "overeenkomst aangeboden",
    "signed": "getekend",
    "declined": "afgezien",
    "lapsed": "niet getekend",
    "not_continued": "niet voortgezet",
    "enrolled": "nieuw, overeenkomst aangeboden",
    "refused": "afgewezen",
}
