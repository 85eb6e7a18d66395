from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from atrium.access.members.schemas import ID, VISIBILITY, RoleShort, VisibilityName
from atrium.kernel.schemas import Input, Line, Name, Output, Token

EXAMPLE = "Zk1vQ0mJx7b4yq0o3xN0m1c2d3e4f5g6h7i8j9k0l1M"


class InvitationIn(Input):
    """Whom to invite."""

    email: Line = Field(
        min_length=3, max_length=320, description="The address the invitation goes to.", examples=["noa@example.com"]
    )
    role_id: UUID = Field(description="The role they get, within the caller's own rights.", examples=[ID])
    visibility: VisibilityName = Field("all", description=VISIBILITY, examples=["all"])


class InvitationOut(Output):
    """An invitation. Its secret is only in the e-mail."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    email: str = Field(description="The address it went to.", examples=["noa@example.com"])
    role: RoleShort = Field(description="The role it gives.")
    visibility: VisibilityName = Field(description=VISIBILITY, examples=["all"])
    state: Literal["open", "accepted", "revoked", "expired"] = Field(
        description="Only an open one can be accepted.", examples=["open"]
    )
    invited_by_name: str = Field(description="Who sent it.", examples=["Ana Ruiz"])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    sent_at: datetime = Field(description="When it was last sent.", examples=["2026-11-22T09:30:00Z"])
    expires_at: datetime = Field(description="Until when it can be accepted.", examples=["2026-11-29T09:30:00Z"])


class InvitationLookup(Input):
    """The secret of an invitation."""

    token: Token = Field(max_length=100, description="The part of the link after `#token=`.", examples=[EXAMPLE])


class InvitationPreview(Output):
    """What an invited person sees before accepting."""

    workspace_name: str = Field(description="The workspace they are invited to.", examples=["Lumen Studio"])
    email: str = Field(description="The address that was invited.", examples=["noa@example.com"])
    role_name: str = Field(description="The role they will have.", examples=["Agent"])
    invited_by_name: str = Field(description="Who invited them.", examples=["Ana Ruiz"])
    account_exists: bool = Field(
        description="Whether to ask for the password they have, rather than for a name and a new password.",
        examples=[False],
    )
    totp_required: bool = Field(
        description="Whether to ask for a code of their authenticator app as well.", examples=[False]
    )
    expires_at: datetime = Field(description="Until when it can be accepted.", examples=["2026-11-29T09:30:00Z"])


class InvitationAccept(Input):
    """Acceptance: with a name and a new password, or with the password (and second factor) of an account that
    exists."""

    token: Token = Field(max_length=100, description="The part of the link after `#token=`.", examples=[EXAMPLE])
    name: Name | None = Field(None, description="Required when there is no account yet.", examples=["Noa Levi"])
    password: Token = Field(
        description="A new password, or the one of the account that exists.", examples=["correct horse battery"]
    )
    totp_code: Token | None = Field(
        None, max_length=20, description="Six digits, when the account has a second factor.", examples=["492039"]
    )
    recovery_code: Token | None = Field(
        None,
        max_length=100,
        description="One of the recovery codes, in place of the code.",
        examples=["k7m2q-9xw4t-c3hrn-v8dyp"],
    )
