"""Secrets at rest: AES-256-GCM under a key derived from ``ATRIUM_SECRET_KEY``."""

import base64
import binascii
import hashlib
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from atrium.kernel.errors import AtriumError
from atrium.kernel.settings import settings

_NONCE_BYTES = 12


class UnsealError(AtriumError):
    """A stored secret cannot be read. ``reason``: wrong_key (the settings' key changed) or damaged (altered, cut or
    moved elsewhere)."""

    code, title = "seal-broken", "A stored secret cannot be read"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def seal(secret: str, context: str) -> str:
    """Encrypt a text as ``v1.<key id>.<nonce and ciphertext>``, printable ASCII.

    ``context`` says where it belongs, such as ``totp:<member id>``: it is not stored, but only the same context opens
    the seal, so a value copied into another row is refused.
    """
    key, key_id = _key(settings().secret_key.get_secret_value())
    nonce = secrets.token_bytes(_NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, secret.encode(), context.encode())
    return f"v1.{key_id}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str, context: str) -> str:
    """The text that was sealed with the same context; raises `UnsealError`."""
    key, key_id = _key(settings().secret_key.get_secret_value())
    version, _, rest = sealed.partition(".")
    sealed_with, _, body = rest.partition(".")
    if version == "v1" and sealed_with != key_id:
        raise UnsealError("wrong_key", "This secret was stored under another ATRIUM_SECRET_KEY.")
    try:
        if version != "v1":
            raise ValueError("unknown version")
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise UnsealError("damaged", "This secret was altered or belongs elsewhere.") from error


@lru_cache(maxsize=4)
def _key(secret_key: str) -> tuple[bytes, str]:
    key = HKDF(SHA256(), 32, salt=None, info=b"atrium secrets at rest v1").derive(secret_key.encode())
    return key, hashlib.sha256(b"atrium key id" + key).hexdigest()[:8]
