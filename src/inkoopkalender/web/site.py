"""What the pages of one process share: the settings, the database, and where Prefect is.

The database is opened by the first page that needs it and kept; while it cannot be opened every page says
so and the next one tries again.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from inkoopkalender.intake.readers import Readers
from inkoopkalender.orchestration.prefect_api import FlowRun, PrefectApi, PrefectUnreachableError
from inkoopkalender.settings import Settings
from inkoopkalender.storage.database import Database, open_database
from inkoopkalender.usecases.round_clock import PRODUCTION, mark_production


@dataclass(slots=True)
class Site:
    """The installation that the pages show; `prefect_url` is empty where no Prefect was named."""

    settings: Settings
    prefect_url: str = ""
    readers: Readers = field(default_factory=Readers)
    """Where files are read, so that none can end the pages."""
    _database: Database | None = None
    _opening: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_production(self) -> bool:
        """Whether letters really leave."""
        return self.settings.mode == PRODUCTION

    def database(self) -> Database:
        """Return the database. Raises DatabaseUnreachableError and ProductionClockError."""
        with self._opening:
            if self._database is None:
                opened = open_database(self.settings.database_url)
                mark_production(opened, self.settings)
                self._database = opened
            return self._database

    def close(self) -> None:
        """Give the database back, and end the readers."""
        self.readers.close()
        if self._database is not None:
            self._database.close()

    def prefect_answers(self) -> bool:
        """Say whether Prefect's server answers now."""
        if not self.prefect_url:
            return False
        with PrefectApi(self.prefect_url) as api:
            return api.healthy()

    def runs_of(self, round_key: str, limit: int) -> Sequence[FlowRun] | None:
        """Return the newest flow runs of a round; None when Prefect does not answer."""
        if not self.prefect_answers():
            return None
        try:
            with PrefectApi(self.prefect_url) as api:
                return api.list_flow_runs(tags=[f"round:{round_key}"], limit=limit)
        except PrefectUnreachableError:
            return None


def make_site(settings: Settings) -> Site:
    """Return the site of these settings; a Prefect that they do not name may be named by the process."""
    return Site(settings, settings.prefect.url or os.environ.get("PREFECT_API_URL", ""))
