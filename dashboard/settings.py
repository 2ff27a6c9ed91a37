"""Settings: one ``settings.toml`` beside the app, every key also an environment variable ``DASHBOARD_…``.

With no file at all the app serves the samples. Unknown keys are refused.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from dashboard.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = (
    ROOT / "sample_data" / "gaotai",
    ROOT / "sample_data" / "nanyang",
    ROOT / "sample_data" / "washington" / "data",
)
PREFIX = "DASHBOARD_"
LEAST_SECRET = 24


class Settings(BaseSettings):
    """What a place may set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_folders: tuple[Path, ...] = Field(
        SAMPLES, min_length=1, description="data folders; the first opens first"
    )
    store_url: str = Field(
        "",
        description="the store that the app and its commands use: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
    )
    store_anchor: Path | None = Field(
        None,
        description="the file that keeps the heads of the store's audit log; for SQLite FILE.anchor if empty",
    )
    command_role: str = Field(
        "",
        description="the role of docs/security.md in which store commands act; empty = as the command line says",
    )
    reports_due_day: int = Field(
        0,
        ge=0,
        le=28,
        description="by which day of the next month offices report; 0 = nothing names one, so nothing is late",
    )
    default_plan: str = Field("gaotai-2021", description="the plan of a data folder that names none")
    language: Literal["zh", "en"] = Field("zh", description="the language of a viewer who chose none")
    allowed_hosts: tuple[str, ...] = Field((), description="host names under which the app is reached")
    session_limit: int = Field(200, ge=1, description="how many people may have the app open at once")
    tile_url: str = Field("", description="address template of a tile server of your own; empty = no tiles")
    tile_attribution: str = Field("", description="what the tile server's owner wants shown")
    calls_limit: int = Field(30, ge=1, le=200, description="how many people one list of calls may have")
    calls_hours: int = Field(4, ge=1, le=12, description="for how many hours a list of calls shows numbers")
    reveal_seconds: int = Field(
        60, ge=2, le=600, description="after so many seconds a shown identity is taken back"
    )
    sign_in: Literal["auto", "required"] = Field(
        "auto", description="auto: for data about people who could be real; required: for everything"
    )
    sign_in_ways: tuple[Literal["password", "provider", "proxy"], ...] = Field(
        ("password",), min_length=1, description="how people sign in (docs/security.md)"
    )
    provider_claim: Literal["sub", "email"] = Field(
        "sub",
        description="what of a provider's answer names an account; email only if the provider verified it",
    )
    proxy_user_header: str = Field(
        "X-Remote-User", description="the header in which a proxy names who has signed in with it"
    )
    proxy_addresses: tuple[str, ...] = Field((), description="the addresses that the proxy asks from")
    proxy_secret: str = Field(
        "", description="what the proxy sends as X-Desk-Proxy-Secret; 24 characters or more"
    )
    session_idle_minutes: int = Field(
        30, ge=1, description="minutes without use after which one is signed out"
    )
    session_hours: int = Field(12, ge=1, description="hours after which one signs in again in any case")
    sessions_per_account: int = Field(
        5, ge=1, description="browsers in which one account is signed in at most"
    )
    sessions_in_all: int = Field(200, ge=1, description="how many are signed in at most")
    svg_place_limit: int = Field(
        300, ge=1, description="above so many places the zoomable map is the default"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment comes before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=settings_file())


def settings_file() -> Path:
    """Where the settings file is looked for."""
    return Path(os.environ.get(f"{PREFIX}SETTINGS", str(ROOT / "settings.toml")))


@cache
def load() -> Settings:
    """The settings in force.

    Raises:
        SettingsError: an unknown key or a value that is not allowed; all at once.
    """
    allowed = sorted(Settings.model_fields)
    faults = [
        f"environment: found {name}; allowed: {', '.join(PREFIX + key.upper() for key in allowed)}"
        for name in sorted(os.environ)
        if name.startswith(PREFIX)
        and name != f"{PREFIX}SETTINGS"
        and name[len(PREFIX) :].lower() not in allowed
    ]
    named = f"{PREFIX}SETTINGS" in os.environ
    if named and not settings_file().is_file():
        faults.append(f"{PREFIX}SETTINGS: there is no file {settings_file().name!r}")
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        for fault in error.errors():
            where = ".".join(str(part) for part in fault["loc"])
            kind = (
                "unknown key; allowed: " + ", ".join(allowed)
                if fault["type"] == "extra_forbidden"
                else fault["msg"]
            )
            faults.append(f"{settings_file().name}, {where}: {kind}")
    else:
        if "proxy" in settings.sign_in_ways and not (
            settings.proxy_addresses and len(settings.proxy_secret) >= LEAST_SECRET
        ):
            faults.append(
                f"{settings_file().name}, sign_in_ways: found proxy without proxy_addresses, or with a proxy_secret "
                f"of {len(settings.proxy_secret)} characters; allowed: both, the secret of {LEAST_SECRET} or more. "
                "Without them anyone could name themselves."
            )
    if faults:
        raise SettingsError(faults)
    return settings
