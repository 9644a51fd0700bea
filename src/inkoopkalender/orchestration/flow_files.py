"""Loads a flow from its file in the content folder, by path.

`flows/` is no package and never on `sys.path`: a file there cannot shadow a module.
"""

import importlib.util
from pathlib import Path

from prefect import Flow

from inkoopkalender.content.root import content_root
from inkoopkalender.errors import ContentError


class FlowFileError(ContentError):
    """A flow's file is missing, or does not hold the flow it is named after."""


def load_flow(name: str, root: Path | None = None) -> "Flow[..., object]":
    """Return the flow `name` of the file `flows/<name>.py`. Raises FlowFileError."""
    path = (root or content_root()) / "flows" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"inkoopkalender_flow_{name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FlowFileError(f"Het flowbestand {path} ontbreekt. Zet het terug uit het pakket.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = getattr(module, name, None)
    if not isinstance(found, Flow):
        raise FlowFileError(f"In {path} staat geen flow '{name}'. Noem de flow naar zijn bestand.")
    return found
