"""One-time codes of authenticator apps (TOTP, RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes."""

import hashlib
import hmac
import re
import secrets
import time

import pyotp

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Without 0, 1, i, l, o and u nothing is misread; twenty of these thirty characters carry 98 bits.
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_secret() -> str:
    """A shared secret of 160 bits in Base32, as RFC 4226 section 4 recommends. Store it sealed."""
    return pyotp.random_base32(32)


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """The ``otpauth://`` address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def verify(secret: str, code: str, last_step: int | None, now: float | None = None) -> int | None:
    """The time step whose code this is, or None. Store the step, and pass it as ``last_step`` the next time.

    The step before and the step after are accepted for clocks that differ; a step up to ``last_step`` is refused, so no
    code works twice (RFC 6238 section 5.2). ``now`` is in seconds since 1970, by default the present.
    """
    digits = re.sub(r"[\s-]", "", code[:20])
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    totp = pyotp.TOTP(secret)
    current = int(time.time() if now is None else now) // STEP_SECONDS
    matched = None
    for step in (current - 1, current, current + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and (last_step is None or step > last_step):
            matched = step
    return matched


def new_recovery_codes() -> list[str]:
    """Ten codes of at least 80 random bits, shown once; store only `recovery_hash` of each and delete the row that was
    used."""
    return [_grouped("".join(secrets.choice(_ALPHABET) for _ in range(20))) for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """SHA-256 (hex) of a recovery code without spaces, hyphens and capitals. So many random bits need no slow hash."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code[:100]).lower().encode("utf-8", "surrogatepass")).hexdigest()


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))
