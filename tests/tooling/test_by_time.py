"""Tests are divided by how long they take, and stay together with those they share fixtures with."""

from tests.by_time import longest, unit_of


def test_files_stay_together_and_contract_functions_do() -> None:
    assert unit_of("tests/records/tags/test_api.py::test_a[x]") == "tests/records/tags/test_api.py"
    assert unit_of("tests/contract/test_lists.py::test_a[get::x]") == "tests/contract/test_lists.py::test_a"


def test_the_longest_is_begun_first_whatever_the_number_of_its_tests() -> None:
    waiting = {"many": dict.fromkeys("abcdefgh", False), "long": {"a": False}, "new": dict.fromkeys("ab", False)}
    assert longest(waiting, {"many": 1.0, "long": 60.0}) == "long"
    assert longest({name: waiting[name] for name in ("many", "new")}, {"many": 0.5}) == "new"
    assert longest(waiting, {}) == "many"  # the control: without figures the number decides
