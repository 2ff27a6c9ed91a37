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


class Settings(BaseSettings):
    """What a place may set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_folders: tuple[Path, ...] = Field(
        SAMPLES, min_length=1, description="data folders; the first opens first"
    )
    default_plan: str = Field("gaotai-2021", description="the plan of a data folder that names none")
    language: Literal["zh", "en"] = Field("zh", description="the language of a viewer who chose none")
    allowed_hosts: tuple[str, ...] = Field((), description="host names under which the app is reached")
    tile_url: str = Field("", description="address template of a tile server of your own; empty = no tiles")
    tile_attribution: str = Field("", description="what the tile server's owner wants shown")
    audit_folder: Path | None = Field(
        None, description="where the audit logs are kept, one file for each data folder; empty = in memory"
    )
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
    if faults:
        raise SettingsError(faults)
    return settings
