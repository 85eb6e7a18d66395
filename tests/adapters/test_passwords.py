"""Hashing with real Argon2id, and the rules for choosing a password."""

import asyncio
import threading
import time

import pytest
from argon2 import PasswordHasher

from atrium.adapters import passwords
from atrium.adapters.passwords import PasswordNotAllowed, check_new, hash_password, needs_rehash, verify


async def test_a_hash_belongs_to_its_password_alone() -> None:
    stored = await hash_password("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != await hash_password("correct horse battery")
    assert await verify(stored, "correct horse battery")
    assert not await verify(stored, "correct horse batterz")
    assert not await verify("not a hash", "correct horse battery")
    assert not await verify(None, "nobody has this password")
    assert not needs_rehash(stored)
    assert not needs_rehash(passwords._NOBODY)  # else it would take another time than a real one
    assert passwords._matches(passwords._NOBODY, b"nobody has this password")
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))


async def test_composed_and_decomposed_letters_are_the_same_password_and_odd_input_is_only_wrong() -> None:
    assert await verify(await hash_password("ma\u00f1ana ma\u00f1ana"), "man\u0303ana man\u0303ana")
    stored = await hash_password("a lasting password")
    for odd in ("", "\x00", "\ud800", "x" * 1_000_000):
        assert not await verify(stored, odd)


async def test_an_unknown_member_takes_as_long_as_a_wrong_password() -> None:
    stored = await hash_password("correct horse battery")

    async def seconds(against: str | None) -> float:
        started = time.perf_counter()
        await verify(against, "wrong")
        return time.perf_counter() - started

    known = min([await seconds(stored) for _ in range(5)])
    unknown = min([await seconds(None) for _ in range(5)])
    malformed = min([await seconds("not a hash") for _ in range(5)])
    assert 0.4 < unknown / known < 2.5
    assert malformed / known < 0.4, "control: an answer without hashing would be told apart"


async def test_at_most_two_hash_at_once_and_the_loop_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, most, lock = 0, 0, threading.Lock()
    real = passwords._matches

    def counting(stored: str, password: bytes) -> bool:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        try:
            return real(stored, password)
        finally:
            with lock:
                busy -= 1

    monkeypatch.setattr(passwords, "_matches", counting)
    flood = asyncio.gather(*(verify(None, "guess") for _ in range(12)))
    turns = 0
    while not flood.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert most == 2
    assert turns > 10


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too_short"),
        ("short-one", "too_short"),
        ("x7" * 101, "too_long"),
        ("with\x00nul-byte", "malformed"),
        ("lone\ud800surrogate", "malformed"),
        ("password123", "common"),
        ("P@ssw0rd2026!", "common"),
        ("1234567890", "common"),
        ("qwertyuiop", "common"),
        ("1q2w3e4r5t", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("abababababab", "common"),
        ("Summer2026!!", "common"),
        ("2026sunshine", "common"),
        ("ana.ruiz@example.com", "personal"),
        ("Ana-Ruiz-2026", "personal"),
        ("12345alcazar!", "personal"),
    ],
)
def test_what_attackers_try_first_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordNotAllowed) as refused:
        check_new(password, personal=["ana.ruiz@example.com", "Ana Ruiz", "Alcazar"])
    assert (refused.value.reason, refused.value.status) == (reason, 422)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "x7Kp-29qLm!z",
        "пароль из пяти слов",
        "mañana en la playa",
        "password manager made this 8fj2",
        "ruiz likes mountains",
    ],
)
def test_good_passwords_of_any_kind_are_accepted(password: str) -> None:
    check_new(password, personal=["ana.ruiz@example.com", "Ana Ruiz", ""])
