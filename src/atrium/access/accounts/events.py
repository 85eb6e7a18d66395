from typing import ClassVar

from atrium.kernel.events import Event


class SecurityEvent(Event):
    """Something about how a member signs in; ``subject_id`` is the member. Secrets never go in."""

    kind: ClassVar[str] = "security"


class PasswordChanged(SecurityEvent):
    type: ClassVar[str] = "password.changed"


class TotpEnabled(SecurityEvent):
    type: ClassVar[str] = "totp.enabled"


class TotpDisabled(SecurityEvent):
    type: ClassVar[str] = "totp.disabled"
