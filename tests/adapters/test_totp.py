"""One-time codes against the test vectors of RFC 6238 and against replay."""

import base64
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from atrium.adapters import totp

# RFC 6238 appendix B, SHA-1 rows, of whose eight digits the last six are the six-digit code.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_ROWS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("now", "code"), RFC_ROWS)
def test_the_vectors_of_the_standard(now: int, code: str) -> None:
    assert totp.verify(RFC_SECRET, code, None, now) == now // 30


def test_a_code_works_once_and_only_near_its_time() -> None:
    secret, now = totp.new_secret(), 1_800_000_000.0
    code = pyotp.TOTP(secret).at(int(now))
    step = totp.verify(secret, code, None, now)
    assert step == 60_000_000
    assert totp.verify(secret, code, step, now) is None
    again = pyotp.TOTP(secret).verify(code, for_time=datetime.fromtimestamp(now, UTC))
    assert again, "control: the library alone accepts it a second time"
    assert totp.verify(secret, code, step - 1, now) == step
    assert totp.verify(secret, code, None, now + 30) == step
    assert totp.verify(secret, code, None, now - 30) == step
    assert totp.verify(secret, code, None, now + 60) is None
    assert totp.verify(secret, code, None, now - 60) is None
    following = pyotp.TOTP(secret).at(int(now) + 30)
    assert totp.verify(secret, following, step, now) == step + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "12 34", "١٢٣٤٥٦", "\x00", "\ud800", "9" * 10_000])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert totp.verify(RFC_SECRET, code, None, 59) is None


def test_codes_may_be_typed_with_a_gap() -> None:
    assert totp.verify(RFC_SECRET, " 287 082 ", None, 59) == 1


def test_the_address_for_the_app_names_issuer_and_account() -> None:
    secret = totp.new_secret()
    assert len(base64.b32decode(secret)) == 20
    uri = urlsplit(totp.provisioning_uri(secret, "ana@example.com", "Café & Co"))
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert parse_qs(uri.query) == {"secret": [secret], "issuer": ["Café & Co"]}


def test_recovery_codes_are_many_different_and_found_however_they_are_typed() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == totp.RECOVERY_CODES == 10
    for code in codes:
        assert len(code) == 23
        assert totp.recovery_hash(code) == totp.recovery_hash(f"  {code.upper().replace('-', ' ')} ")
        assert code not in totp.recovery_hash(code)
    assert len({totp.recovery_hash(code) for code in [*codes, "", "\ud800"]}) == 12
