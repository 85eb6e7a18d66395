"""Addresses as they are kept."""

import random
from typing import Any

import pytest
from email_validator import EmailNotValidError, validate_email

from atrium.records.customers.contact_points import service
from atrium.records.customers.contact_points.service import normalise_email

PARTS = ["a", "b9", "0", "Z", "-", "--", ".", "..", "_", "+x", "'", "é", "K", " ", "xn--e1afmkfd", "d" * 63, "e" * 64]
ENDS = [".com", ".COM", ".co.uk", ".local", ".test", ".arpa", ".c1", ".1c", ".x--y", "", ".", ".de\n", ".info>"]


def addresses(count: int) -> list[str]:
    chance = random.Random(5)

    def some(most: int) -> str:
        return "".join(chance.choices(PARTS, weights=[9, 9, 9, 5, 3, 1, 3, *[1] * 10], k=chance.randint(1, most)))

    return [f"{some(5)}@{some(4)}{chance.choice(ENDS)}" for _ in range(count)] + ["a" * 243 + "@b.example", "a" * 245]


def test_the_short_way_says_what_the_library_says(monkeypatch: pytest.MonkeyPatch) -> None:
    class LongWay(Exception):
        pass

    def long(*_: Any) -> None:
        raise LongWay

    monkeypatch.setattr(service, "_normalised", long)
    short = 0
    for text in addresses(20_000):
        try:
            address = normalise_email(text)
        except LongWay:
            continue
        short += 1
        try:
            found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            pytest.fail(f"{text!r} is no address")
        assert address == found.normalized.lower()
    assert short > 2_000
    assert normalise_email(" Ana.Ruiz+crm@Example.COM ") == "ana.ruiz+crm@example.com"
    for text in (
        "ana@xn--e1afmkfd.com",
        "ana@a.local",
        "ana",
        "ana@é.com",
        "ana@com",
        "ana@b.c1",
        f"{'a' * 250}@b.com",
    ):
        with pytest.raises(LongWay):
            normalise_email(text)
