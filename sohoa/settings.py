"""Settings, from ``SOHOA_*`` variables or a TOML file named by ``SOHOA_CONFIG``. Without any, one machine is served.

Secrets are never settings: passwords of keys come from ``signing.keys.secrets``, those of the stores may stand in their
URLs, which are secret types here and never printed.
"""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from domain.errors import BadSettings
from pipeline.limits import Limits
from pipeline.ocr_engine import EngineChoice
from pipeline.reading_settings import ReadingSettings

QualityName = Literal["office_scan", "photocopy", "drawing", "phone"]


def _default_home() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "sohoa"


class Settings(BaseSettings):
    """Every setting of the product, its default and its meaning."""

    model_config = SettingsConfigDict(env_prefix="SOHOA_", extra="forbid", frozen=True)

    home: Path = Field(default_factory=_default_home, description="Folder of the embedded stores and scratch files.")
    database_url: SecretStr | None = Field(
        default=None, description="SQLite or PostgreSQL; by default an SQLite file in the home folder."
    )
    objects_url: SecretStr | None = Field(
        default=None, description="A folder, or s3://ACCESS:SECRET@HOST:PORT/BUCKET; by default in the home folder."
    )
    search_url: str | None = Field(default=None, description="Folder of the search index; by default in home.")
    broker_url: SecretStr = Field(
        default=SecretStr("memory:"), description="memory: (in this process), redis://… or amqp://…"
    )
    hot_folder: Path | None = Field(default=None, description="Watched folder; by default `in` in the home folder.")

    ocr_language: str = Field(default="vie", description="Tesseract languages, joined by +.")
    ocr_engine: EngineChoice = Field(
        default=EngineChoice.AUTO,
        description="tesserocr (kept loaded), pytesseract (the installed program), auto: the first there is.",
    )
    ocr_models: Path | None = Field(
        default=None, description="Folder of other Tesseract models, such as the larger best ones; else the installed."
    )
    quality_profile: QualityName = Field(
        default="office_scan", description="What pages are judged as: office_scan, photocopy, drawing or phone."
    )
    archive_profile: Literal["lossless", "faithful", "small", "bitonal"] = Field(
        default="faithful",
        description="Page images of archival copies: lossless (as they came), faithful (without visible loss), "
        "small (in layers), bitonal. Originals are kept as they came, whatever the profile.",
    )
    review: Literal["never", "doubtful"] = Field(
        default="never", description="doubtful: a document with an unconfirmed field waits for an officer."
    )
    max_file_mb: int = Field(default=1024, ge=1, description="Largest file taken in.")
    max_pages: int = Field(default=5_000, ge=1, description="Most pages of one document.")

    pki: Literal["development", "configured"] = Field(
        default="development",
        description="development: test keys made in the home folder, marked as such in every signature; "
        "configured: the keys, roots and timestamp authorities named below.",
    )
    key_digitiser: str | None = Field(
        default=None, description="Key URI of the digitiser, such as p12:/etc/sohoa/d.p12."
    )
    key_organisation: str | None = Field(default=None, description="Key URI of the organisation's seal.")
    key_officer: str | None = Field(default=None, description="Key URI of the approving officer.")
    secrets_folder: Path | None = Field(
        default=None, description="Folder of passphrases, one file <key name>.pass each."
    )
    trust_roots: Path | None = Field(default=None, description="Folder of trusted root certificates (PEM or DER).")
    revocation_lists: Path | None = Field(default=None, description="Folder of CRLs fetched by other means.")
    online_revocation: bool = Field(default=True, description="Ask OCSP responders and CRL addresses of certificates.")
    timestamp_urls: list[str] = Field(default_factory=list, description="Timestamp authorities, tried in this order.")

    worker_threads: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Steps at once.")
    web_host: str = Field(default="127.0.0.1", description="Address the web server listens on.")
    web_port: int = Field(default=8080, ge=0, le=65_535, description="Port the web server listens on.")
    web_names: list[str] = Field(
        default_factory=lambda: ["localhost", "127.0.0.1", "::1"],
        description="Names under which browsers reach the server; others are refused.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Form of the log on standard error.")

    @model_validator(mode="after")
    def _keys_are_complete(self) -> Self:
        if self.pki == "configured":
            for name in ("key_digitiser", "key_organisation", "key_officer", "trust_roots", "timestamp_urls"):
                if not getattr(self, name):
                    raise ValueError(f"SOHOA_{name.upper()}")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file that ``SOHOA_CONFIG`` names."""
        file = os.environ.get("SOHOA_CONFIG")
        toml = (TomlConfigSettingsSource(settings_cls, Path(file)),) if file else ()
        return (init_settings, env_settings, *toml)

    @property
    def limits(self) -> Limits:
        """How much a file may ask for."""
        return Limits(max_file_mb=self.max_file_mb, max_pages=self.max_pages)

    @property
    def reading(self) -> ReadingSettings:
        """How pages are read."""
        return ReadingSettings(self.ocr_language, self.ocr_engine, self.ocr_models, quality=self.quality_profile)

    @property
    def database(self) -> str:
        """The database's URL, with its secret."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.home / 'records.db'}"

    @property
    def objects(self) -> str:
        """The object store's URL, with its secret."""
        return self.objects_url.get_secret_value() if self.objects_url else str(self.home / "objects")

    @property
    def search(self) -> str:
        """Where the search index lies."""
        return self.search_url or str(self.home / "search")

    @property
    def inbox(self) -> Path:
        """The hot folder."""
        return self.hot_folder or self.home / "in"

    @property
    def embedded_broker(self) -> bool:
        """Whether jobs can only be done by the process that rings them."""
        return self.broker_url.get_secret_value().startswith("memory:")


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment and the configuration file; ``overrides`` win.

    Raises:
        BadSettings: a value is missing, unknown or of the wrong form; the message names the setting.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "SOHOA_" + str(first["loc"][0]).upper() if first["loc"] else str(first["msg"]).rpartition(" ")[2]
        raise BadSettings(first["msg"], setting=name) from error
