"""Reads `calendars/national/care-types.yaml`: which care type the first two digits of an AGB code stand for.

A team's own content folder may hold a table of its own, which then counts in place of ours. What is not in
the table is unknown, never guessed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import StringConstraints, ValidationError

from inkoopkalender.content.calendar_shapes import Shape, Text
from inkoopkalender.content.places import placed
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.codes import AgbCode, zorgsoort
from inkoopkalender.errors import ContentError

CARE_TYPES_FILE: Final = "national/care-types.yaml"


class CareTypes(Shape):
    """The table. `basis` says whether it is the register's own, or our proposal until that is loaded."""

    basis: Literal["vektis", "proposed"]
    source: Text
    care_types: Mapping[Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")], Text]

    def name_of(self, agb: AgbCode) -> str | None:
        """Return the care type of a code in Dutch; None when the table does not hold it."""
        return self.care_types.get(zorgsoort(agb))


def load_care_types(root: Path | None = None) -> CareTypes:
    """Return the table of `root`, the team's own content folder, or else ours. Raises ContentError."""
    file = laid_over(CARE_TYPES_FILE, calendar_folders(root))
    text = read_yaml(file)
    findings = text.findings
    if not findings:
        try:
            return CareTypes.model_validate(text.tree)
        except ValidationError as fault:
            findings = findings_of(fault, text, keys_of(CareTypes))
    raise ContentError("\n".join(str(placed(each, text, file)) for each in findings))
