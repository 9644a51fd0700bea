"""Where a finding stands: its file as the reader knows it, its line and its column."""

import os
from dataclasses import replace
from pathlib import Path

from inkoopkalender.content.yaml_text import YamlText
from inkoopkalender.domain.findings import Finding


def placed(finding: Finding, text: YamlText, file: Path) -> Finding:
    """Give a finding its file, and its line and column where it has none yet."""
    if finding.line:
        return replace(finding, file=shown(file))
    line, column = text.place(finding.path)
    return replace(finding, file=shown(file), line=line, column=column + finding.offset)


def shown(file: Path) -> str:
    """Name the file as seen from where the command runs, when that is shorter."""
    return min(os.path.relpath(file), str(file), key=len)
