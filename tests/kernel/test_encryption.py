"""Secrets at rest: only the same key and the same place open a seal."""

import base64
from collections.abc import Iterable

import pytest

from atrium.kernel.encryption import UnsealError, seal, unseal
from atrium.kernel.settings import settings


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterable[None]:
    yield
    settings.cache_clear()


@pytest.mark.parametrize("secret", ["", "JBSWY3DPEHPK3PXP", "pässwörd 🔑", "x" * 100_000])
def test_a_seal_opens_to_what_was_sealed(secret: str) -> None:
    sealed = seal(secret, "totp:1")
    assert sealed.isascii()
    assert sealed.startswith("v1.")
    assert unseal(sealed, "totp:1") == secret
    assert sealed != seal(secret, "totp:1")
    assert not secret or secret not in sealed


def test_another_place_or_any_changed_bit_is_refused() -> None:
    sealed = seal("secret", "totp:1")
    version, key_id, body = sealed.split(".")
    raw = base64.urlsafe_b64decode(body)
    altered = [
        ".".join((version, key_id, base64.urlsafe_b64encode(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]).decode()))
        for at in range(len(raw))
    ]
    for broken in [
        *altered,
        "",
        "v1",
        "v2." + sealed[3:],
        sealed[:-4],
        sealed + "!",
        f"{version}.{key_id}.",
        f"{version}.{key_id}.ä",
    ]:
        with pytest.raises(UnsealError):
            unseal(broken, "totp:1")
    with pytest.raises(UnsealError) as moved:
        unseal(sealed, "totp:2")
    assert moved.value.reason == "damaged"
    assert unseal(sealed, "totp:1") == "secret"


def test_a_changed_secret_key_is_told_apart_from_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal("secret", "totp:1")
    monkeypatch.setenv("ATRIUM_SECRET_KEY", "another key of at least thirty-two characters")
    settings.cache_clear()
    with pytest.raises(UnsealError) as other:
        unseal(sealed, "totp:1")
    assert other.value.reason == "wrong_key"
    assert unseal(seal("new", "totp:1"), "totp:1") == "new"
