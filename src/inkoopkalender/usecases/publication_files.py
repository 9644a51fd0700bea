"""Writes the publication of contracted care: CSV, JSON and a manifest of their hashes."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

FIELDS = ("agb", "naam", "contractstatus", "ingangsdatum")


def write_publication(
    folder: Path, rows: Sequence[Mapping[str, str]], key: str, now: datetime, audit_link: tuple[int, str]
) -> str:
    """Write CSV, JSON and a manifest of their hashes, whole or not at all; return the manifest's hash.

    The manifest names the last link of the round's audit chain, so that a chain cut off later shows.
    """
    files = {
        "gecontracteerd.csv": _as_csv(rows),
        "gecontracteerd.json": _as_json({"ronde": key, "aanbieders": list(rows)}),
    }
    manifest = _as_json(
        {
            "ronde": key,
            "gepubliceerd": now.isoformat(),
            "aantal": len(rows),
            "audit": {"schakel": audit_link[0], "sha256": audit_link[1]},
            "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        }
    )
    making = folder.with_name(f"{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name, content in {**files, "manifest.json": manifest}.items():
        (making / name).write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return hashlib.sha256(manifest).hexdigest()


def _as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _as_json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
