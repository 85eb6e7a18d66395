"""All configuration, read once from ``ATRIUM_*`` environment variables (the table in ``docs/configure.md`` is made from
here)."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_SECRET = "atrium-development-secret-not-for-production"  # noqa: S105 - refused outside development by the validator below


class Settings(BaseSettings):
    """Raises ``pydantic.ValidationError`` at start when a value is missing, malformed or unsafe for the environment."""

    model_config = SettingsConfigDict(env_prefix="ATRIUM_", extra="ignore")

    env: Literal["development", "test", "production"] = Field(
        "development",
        description=(
            "`production` refuses default secrets and private webhook targets; `development` and `test` show"
            " `/dev/mail`."
        ),
    )
    base_url: str = Field(
        "http://localhost:8000",
        description="Public address of this installation, used in e-mails and for the cookie's security.",
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("atrium", appauthor=False),
        description="Folder for the embedded database, uploaded files and the development mailbox.",
    )
    secret_key: SecretStr = Field(
        SecretStr(DEVELOPMENT_SECRET),
        description=(
            "At least 32 characters; signs cursors and encrypts stored secrets. Changing it logs nobody out but breaks"
            " open cursors and TOTP."
        ),
    )

    database_url: str = Field(
        "",
        description=(
            "PostgreSQL 15 or newer as the runtime role, e.g. `postgresql://atrium_app:…@host/atrium`. Empty: `atrium"
            " up` uses the embedded one."
        ),
    )
    migration_database_url: str = Field(
        "",
        description=(
            "The same database as its owner (or a superuser), used only by `atrium migrate`. Empty:"
            " `ATRIUM_DATABASE_URL` is used."
        ),
    )
    redis_url: str = Field(
        "",
        description=(
            "Redis 6.2 or newer, e.g. `redis://:password@host:6379/0` or `unix:///path?db=0`. Empty: `atrium up` uses"
            " the embedded one."
        ),
    )
    database_pool_size: int = Field(10, ge=1, le=50, description="Connections per process.")
    database_pool_timeout_seconds: float = Field(
        5.0, gt=0, description="How long a request waits for a connection before it answers 503."
    )
    statement_timeout_seconds: float = Field(
        5.0, gt=0, description="Longest single SQL statement of a request. Jobs have their own limit."
    )
    lock_timeout_seconds: float = Field(2.0, gt=0, description="Longest wait for a row lock.")

    hot_reads: bool = Field(
        True,
        description="Lists, profiles and counts take one statement each. Off: several, for comparison.",
    )

    storage_url: str = Field(
        "",
        description=(
            "Where files live: empty for a folder inside the data folder, or `s3://bucket/prefix`, `gs://…`, `az://…`."
        ),
    )
    smtp_url: str = Field(
        "",
        description=(
            "`smtp://user:password@host:587?starttls=true` or `smtps://…`. Empty: `atrium up` runs a local mailbox"
            " shown at `/dev/mail`."
        ),
    )
    mail_from: str = Field("Atrium <no-reply@localhost>", description="Sender of system e-mails.")

    session_days: int = Field(30, ge=1, le=365, description="A session ends after this many days without use.")
    login_max_failures: int = Field(
        8,
        ge=1,
        description=(
            "Wrong passwords for one e-mail address before it is locked; five times as many for one network address."
        ),
    )
    login_lock_seconds: int = Field(900, ge=1, description="How long such a lock lasts.")
    rate_limit_per_minute: int = Field(1200, ge=1, description="Requests per API key or session and minute.")
    anonymous_rate_limit_per_minute: int = Field(
        300, ge=1, description="Requests per network address and minute on routes that need no login."
    )
    form_posts_per_minute: int = Field(20, ge=1, description="Posts to public forms per network address and minute.")
    form_posts_in_all_per_minute: int = Field(
        300, ge=1, description="Posts to one public form per minute, whoever sends them."
    )
    streams_per_credential: int = Field(
        20, ge=1, description="Live streams that one API key or session may have open at a time, per process."
    )
    max_body_bytes: int = Field(2 * 1024 * 1024, ge=1024, description="Largest JSON request body.")
    max_upload_bytes: int = Field(1024 * 1024 * 1024, ge=1024, description="Largest uploaded file.")
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, comma separated.",
    )
    allow_private_urls: bool = Field(
        False, description="Development only: lets user-given URLs reach this machine and its network."
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe level that is logged."
    )
    log_format: Literal["json", "console"] = Field("json", description="`console` for people, `json` for machines.")
    worker_concurrency: int = Field(4, ge=1, le=64, description="Jobs a worker runs at once.")
    job_lease_seconds: float = Field(
        30,
        ge=0.2,
        description="A running job renews its lease; when its worker dies, another takes the job over after this time.",
    )
    trash_days: int = Field(30, ge=1, description="Days a deleted customer can be restored.")

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("ATRIUM_SECRET_KEY needs at least 32 characters")
        if self.env == "production":
            if self.secret_key.get_secret_value() == DEVELOPMENT_SECRET:
                raise ValueError("ATRIUM_SECRET_KEY must be set in production: the default is public")
            if self.allow_private_urls:
                raise ValueError("ATRIUM_ALLOW_PRIVATE_URLS is refused in production")
        return self

    @property
    def secure_cookies(self) -> bool:
        """Cookies carry ``Secure`` and the ``__Host-`` prefix whenever the public address is https."""
        return self.base_url.startswith("https://")


@lru_cache
def settings() -> Settings:
    """The settings of this process. Tests call ``settings.cache_clear()`` after changing the environment."""
    return Settings()
