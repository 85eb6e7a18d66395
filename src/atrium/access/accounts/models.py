from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Timestamps, one_of
from atrium.kernel.ids import uuid7


class User(Timestamps, Base):
    """A person. Global: only the role ``atrium_system`` can read this table."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    totp_enabled_at: Mapped[datetime | None]
    recovery_code_hashes: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary), server_default="{}")


class UserToken(Base):
    """A single-use secret sent by e-mail. Only its hash is kept."""

    __tablename__ = "user_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__: Any = (one_of("purpose", "password_reset"),)


class LoginAttempt(Base):
    """Failures of one address or network address; the lock fails closed because it lives in the database."""

    __tablename__ = "login_attempts"

    subject: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    window_started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    locked_until: Mapped[datetime | None]
