"""Every setting of an installation: one object, made once and passed down.

Read from the environment (INKOOPKALENDER_…), a TOML file and `config/default.toml`, in that order.
"""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class MailSettings(BaseModel):
    """How letters leave. Outside production everything goes to the catcher, whatever stands here."""

    model_config = ConfigDict(extra="forbid")

    host: str = "127.0.0.1"
    port: int = 2525
    connections: int = Field(default=8, ge=1, le=64)
    start_tls: bool = False
    username: str = ""
    password: str = ""
    timeout_seconds: float = 30.0
    claim: int = Field(default=200, ge=1)
    lease_seconds: int = 300
    most_attempts: int = 8
    retry_minutes: int = 5


class Settings(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="INKOOPKALENDER_",
        env_nested_delimiter="__",
        extra="forbid",
        toml_file="inkoopkalender.toml",
    )

    mode: Literal["demo", "production"] = "demo"
    folder: Path = Path("var")
    database: str = ""
    content: Path | None = None
    batch: int = Field(default=250, ge=1)
    mail: MailSettings = MailSettings()

    @property
    def database_url(self) -> str:
        """Where the database is: the setting, or the embedded one in the working folder."""
        return self.database or f"sqlite:///{self.folder / 'inkoopkalender.db'}"

    @property
    def journal(self) -> Path:
        """The file to which delivery appends what is on the wire."""
        return self.folder / "delivery.journal"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_defaults(path: Path) -> dict[str, object]:
    """Return the documented defaults of `config/default.toml`; a test holds them against `Settings`."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
