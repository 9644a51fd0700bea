"""Every setting of an installation: one object, made once and passed down.

Read from the environment (INKOOPKALENDER_…), a TOML file and `config/default.toml`, in that order.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from inkoopkalender.errors import MisuseError
from inkoopkalender.setting_sources import (
    EMBEDDED,
    FOLDER,
    KEY_FILE,
    PREFIX,
    SETTINGS_FILE,
    embedded_address,
    environment,
)  # fmt: skip
from inkoopkalender.value_faults import expected_words

_INSIDE = "__"


class SettingsFaultError(MisuseError):
    """A setting holds what it cannot be, or there is no such setting."""


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


class TickSettings(BaseModel):
    """How what is due is found and done by itself."""

    model_config = ConfigDict(extra="forbid")

    seconds: int = Field(default=600, ge=5)
    silent_seconds: int = Field(default=120, ge=5)
    stuck_seconds: int = Field(default=120, ge=5)


class DropSettings(BaseModel):
    """Where files are put for us to take in, and how they are looked for."""

    model_config = ConfigDict(extra="forbid")

    folder: str = ""
    seconds: int = Field(default=600, ge=5)
    settle_seconds: int = Field(default=30, ge=0)


class PrefectSettings(BaseModel):
    """Where Prefect is: the server of `up`, or a team's own."""

    model_config = ConfigDict(extra="forbid")

    url: str = ""
    port: int = Field(default=4200, ge=1, le=65535)
    pool: str = "inkoopkalender"
    limit: int = Field(default=3, ge=1)
    poll_seconds: float = Field(default=5.0, gt=0)


class WebSettings(BaseModel):
    """Where the pages are."""

    model_config = ConfigDict(extra="forbid")

    port: int = Field(default=8270, ge=1, le=65535)


class KeepingSettings(BaseModel):
    """How what came in is kept."""

    model_config = ConfigDict(extra="forbid")

    key_file: str = ""


class Settings(BaseSettings):
    """The settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=_INSIDE,
        extra="forbid",
        toml_file=SETTINGS_FILE,
    )

    mode: Literal["demo", "production"] = "demo"
    folder: Path = FOLDER
    database: str = ""
    content: Path | None = None
    batch: int = Field(default=250, ge=1)
    execution: Literal["inline", "runs"] = "inline"
    mail: MailSettings = MailSettings()
    tick: TickSettings = TickSettings()
    drop: DropSettings = DropSettings()
    prefect: PrefectSettings = PrefectSettings()
    web: WebSettings = WebSettings()
    keeping: KeepingSettings = KeepingSettings()

    @property
    def database_url(self) -> str:
        """Where the database is: the setting, or the embedded one in the working folder."""
        return self.database or embedded_address(self.folder)

    @property
    def key_file(self) -> Path:
        """The file with the keys: the setting, or the one in the working folder."""
        return Path(self.keeping.key_file) if self.keeping.key_file else self.folder / KEY_FILE

    @property
    def incoming_folder(self) -> Path:
        """The drop folder: the setting, or `incoming` in the working folder."""
        return Path(self.drop.folder) if self.drop.folder else self.folder / "incoming"

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


def load_settings() -> Settings:
    """Return the settings of this installation. Raises SettingsFaultError, which names each fault."""
    _refuse_unknown_variables()
    try:
        settings = Settings()
    except ValidationError as fault:
        details = fault.errors(include_url=False)
        raise SettingsFaultError("\n".join(line for each in details for line in _say(each))) from fault
    except SettingsError as fault:
        raise SettingsFaultError(_say_unreadable()) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsFaultError(
            f"{SETTINGS_FILE} is geen TOML ({fault}).\n"
            "Kijk naar aanhalingstekens en =; een voorbeeld is config/default.toml."
        ) from fault
    if settings.content is not None and not settings.content.is_dir():
        raise SettingsFaultError(
            f"De instelling content noemt '{settings.content}', en dat is geen map.\n"
            "Noem de map waarin calendars/ staat, of laat de instelling weg."
        )
    return settings


def _refuse_unknown_variables() -> None:
    known = {_variable(name) for name in Settings.model_fields}
    given = (name for name in sorted(environment()) if name.startswith(PREFIX))
    unknown = [name for name in given if name not in known and name.partition(_INSIDE)[0] not in _groups()]
    if unknown:
        raise SettingsFaultError(
            f"Er is geen instelling voor de omgevingsvariabele {', '.join(unknown)}.\n"
            "Welke er zijn: docs/reference/settings.md"
        )


def _say(details: ErrorDetails) -> Iterator[str]:
    name = ".".join(str(part) for part in details["loc"])
    place = _variable(name)
    where = f"omgevingsvariabele {place}" if place in environment() else SETTINGS_FILE
    if details["type"] == "extra_forbidden":
        yield f"Er is geen instelling {name} ({where})."
        yield "Welke er zijn: docs/reference/settings.md"
        return
    words = expected_words(details["type"], details.get("ctx", {})) or details["msg"]
    yield f"De instelling {name} ({where}) kan niet '{details['input']}' zijn."
    yield f"Verwacht: {words}."


def _say_unreadable() -> str:
    """Name the variable that should hold a group of settings as JSON, and does not."""
    groups = [name for name in _groups() if name in environment()]
    given = f": '{environment()[groups[0]]}'" if groups else ""
    return (
        f"De omgevingsvariabele {', '.join(groups) or PREFIX} kan niet worden gelezen{given}.\n"
        f"Geef elke instelling apart, zoals {_variable('mail.host')}=127.0.0.1"
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """Return the settings as environment variables, paths absolute: for processes that run elsewhere.

    They hold the password of the mail server, as the process that was given it does; they are for
    child processes only, never for a file or for Prefect.
    """
    variables: dict[str, str] = {}
    whole: dict[str, object] = {
        "folder": settings.folder.resolve(),
        "database": _absolute(settings.database_url),
        "drop": settings.drop.model_copy(update={"folder": str(settings.incoming_folder.resolve())}),
        "keeping": KeepingSettings(key_file=str(settings.key_file.resolve())),
    }
    if settings.content is not None:
        whole["content"] = settings.content.resolve()
    for name, value in {**dict(settings), **whole}.items():
        if isinstance(value, BaseModel):
            variables |= {_variable(f"{name}.{part}"): _as_text(inner) for part, inner in value}
        elif value is not None:
            variables[_variable(name)] = _as_text(value)
    return variables


def _absolute(url: str) -> str:
    """Make the path of an embedded database's address absolute; other addresses stay."""
    path = url.removeprefix(EMBEDDED)
    return EMBEDDED + str(Path(path).resolve()) if url.startswith(EMBEDDED) and path != ":memory:" else url


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _groups() -> tuple[str, ...]:
    """Return the variables that stand for a group of settings."""
    shapes = ((name, field.annotation) for name, field in Settings.model_fields.items())
    return tuple(
        _variable(name) for name, shape in shapes if isinstance(shape, type) and issubclass(shape, BaseModel)
    )


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace(".", _INSIDE)


def read_defaults(path: Path) -> dict[str, object]:
    """Return the documented defaults of `config/default.toml`; a test holds them against `Settings`."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
