from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.access.accounts.schemas import RECOVERY_CODE
from atrium.access.workspaces.schemas import ColoursOut
from atrium.kernel.schemas import ActorOut, Input, Json, Line, Name, Output, Token

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Address = Annotated[Line, Field(min_length=3, max_length=320)]


class LoginIn(Input):
    """Who signs in, with what."""

    email: Address = Field(description="E-mail address, in any case.", examples=["ana@example.com"])
    password: Token = Field(description="The password.", examples=["correct horse battery"])
    totp_code: Token | None = Field(
        None, max_length=20, description="Six digits of the authenticator app, if it is on.", examples=["492039"]
    )
    recovery_code: Token | None = Field(
        None, max_length=100, description="A recovery code, in place of the six digits.", examples=[RECOVERY_CODE]
    )
    workspace_id: UUID | None = Field(
        None, description="Which workspace to enter; null enters the last one.", examples=[ID]
    )


class ForgotPassword(Input):
    """Who forgot their password."""

    email: Address = Field(description="E-mail address of the account.", examples=["ana@example.com"])


class ResetPassword(Input):
    """A new password, by the link of the e-mail."""

    token: Token = Field(
        description="What follows `#token=` in the link.", examples=["Vb0f3r0kZkO2m8lQ2zJ6tV4xg1wq9n5h"]
    )
    password: Token = Field(
        description="The new password, of at least ten characters.", examples=["correct horse battery"]
    )


class ChangePassword(Input):
    """A new password, by the present one."""

    current_password: Token = Field(description="The present password.", examples=["correct horse battery"])
    password: Token = Field(
        description="The new password, of at least ten characters.", examples=["staple battery horse"]
    )


class SwitchWorkspace(Input):
    """Where to go on."""

    workspace_id: UUID = Field(description="One of the workspaces of `GET /me`.", examples=[ID])


class MePatch(Input):
    """What to change about oneself."""

    name: Name = Field("", description="New name.", examples=["Ana Ruiz"])
    availability: Literal["available", "busy", "away"] = Field(
        "available", description="What colleagues see.", examples=["busy"]
    )


class UserOut(Output):
    """A person."""

    id: UUID = Field(description="Identifier, the same in every workspace.", examples=[ID])
    email: str = Field(description="The address they sign in with.", examples=["ana@example.com"])
    name: str = Field(description="Name.", examples=["Ana Ruiz"])


class OwnMemberOut(Output):
    """A person's place in this workspace."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name in this workspace.", examples=["Ana Ruiz"])
    email: str = Field(description="E-mail address.", examples=["ana@example.com"])
    availability: Literal["available", "busy", "away"] = Field(
        description="What colleagues see.", examples=["available"]
    )
    avatar_url: str | None = Field(
        description="Address of the picture, if there is one.",
        examples=["/api/v1/members/0197a3f2/avatar?v=1d0f6f3f9b10"],
    )


class OwnWorkspaceOut(Output):
    """The workspace that the caller is in."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Ruiz Dental"])
    logo_url: str | None = Field(
        description="Address of its logo, if it has one.", examples=["/api/v1/workspace/logo?v=1d0f6f3f9b10"]
    )
    colours: ColoursOut = Field(description="Its own colours.")
    locale: str = Field(description="Language and region.", examples=["es"])
    time_zone: str = Field(description="IANA time zone.", examples=["Europe/Madrid"])
    currency: str = Field(description="ISO 4217 code.", examples=["EUR"])
    plan: Literal["basic", "pro", "enterprise"] = Field(description="Its plan.", examples=["pro"])
    saas_mode: bool = Field(description="Whether its customers have workspaces of their own.", examples=[False])


class WorkspaceChoice(Output):
    """A workspace that the person can switch to."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Ruiz Dental"])


class OwnRoleOut(Output):
    """The role that permissions come from."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    key: Literal["owner", "admin", "manager", "agent", "viewer"] | None = Field(
        description="Which built-in role it is; null for custom ones.", examples=["agent"]
    )
    name: str = Field(description="Name.", examples=["Agent"])


class VisibilityOut(Output):
    """Which customers the caller sees."""

    mode: Literal["all", "folders", "assigned", "customer"] = Field(
        description="`all`; those in granted `folders`; those `assigned` to the member; or one `customer`.",
        examples=["all"],
    )
    customer_id: UUID | None = Field(
        description="The one customer of an API key that is bound to one.", examples=[None]
    )


class MeOut(Output):
    """Who the caller is and what they may do here."""

    actor: ActorOut = Field(description="Who acts: a member or an API key.")
    user: UserOut | None = Field(description="The signed-in person; null for API keys.")
    member: OwnMemberOut = Field(description="The member who acts, or on whose behalf the API key acts.")
    workspace: OwnWorkspaceOut = Field(description="Where.")
    workspaces: list[WorkspaceChoice] = Field(description="Every workspace the person belongs to, the last used first.")
    role: OwnRoleOut = Field(description="The member's role.")
    permissions: list[str] = Field(
        description="What the caller may do, A to Z.", examples=[["customers:read", "notes:read"]]
    )
    visibility: VisibilityOut = Field(description="Which customers the caller sees.")
    features: dict[str, Json] = Field(
        description=(
            "What the workspace's plan includes, by capability: whether it is `allowed` and, if not, why (`unmet`)."
        ),
        examples=[{"prospects": {"allowed": True, "unmet": []}}],
    )
    csrf_token: str | None = Field(
        description="Send it as `X-CSRF-Token` on unsafe methods; null for API keys.", examples=["5d41402abc4b2a76"]
    )
    totp_enabled: bool = Field(description="Whether signing in needs a second factor.", examples=[False])


class SessionOut(Output):
    """A browser that is signed in."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    current: bool = Field(description="Whether it is the one that asks.", examples=[True])
    workspace: WorkspaceChoice = Field(description="The workspace it is in.")
    user_agent: str = Field(
        description="What the browser says it is.", examples=["Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"]
    )
    address: str = Field(description="Network address it signed in from.", examples=["203.0.113.7"])
    created_at: datetime = Field(description="When it signed in.", examples=["2026-11-22T09:30:00Z"])
    last_used_at: datetime = Field(
        description="When it was last used, to the minute.", examples=["2026-11-22T10:02:00Z"]
    )
    expires_at: datetime = Field(description="When it ends unless used before.", examples=["2026-12-22T10:02:00Z"])
