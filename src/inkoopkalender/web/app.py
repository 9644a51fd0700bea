"""The web application: which address is answered by which page.

Nothing is decided here. `create_app` takes no arguments, so that a server can start it by its name; the
settings come from the environment.
"""

import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from inkoopkalender.settings import Settings, load_settings
from inkoopkalender.web import act_routes, past_routes, post_routes, release_routes, round_routes
from inkoopkalender.web.access import Gate
from inkoopkalender.web.fault_pages import add_fault_pages
from inkoopkalender.web.site import make_site
from inkoopkalender.web.timeline_signs import STYLE


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application of these settings, otherwise of this process's. Raises SettingsFaultError."""
    site = make_site(settings or load_settings())

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=life)
    app.state.site = site
    for room in (round_routes, act_routes, release_routes, past_routes, post_routes):
        app.include_router(room.router)
    add_fault_pages(app)
    app.add_middleware(Gate, picture_styles=_hash_of(STYLE))
    return app


def _hash_of(styles: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()}"
