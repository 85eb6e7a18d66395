"""The rooms of the backend are as they should be, and each rule refuses what it is there for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.kernel import house

MODULES = house.read_modules()
Rule = Callable[[house.Modules], list[str]]
VIOLATIONS: dict[Rule, tuple[str, str]] = {
    house.wrong_order: ("records.tags.models", "from atrium.records.tags.schemas import TagIn"),
    house.back_doors: ("edge.jobs.service", "from atrium.records.tags.router import router"),
    house.closed_doors: ("edge.jobs.service", "from atrium.billing.credits.holds.service import hold"),
    house.misplaced: ("records.tags.helpers", '"""Of all kinds."""'),
    house.names_above: ("records.tags.service", "from atrium.edge.forms.forms.models import Form"),
    house.queries_without_sql: ("records.upserts.queries", "WANTED = 1"),
    house.knows_the_web: ("records.tags.service", "from fastapi import Request"),
    house.too_long: ("records.tags.service", "\n" * 400),
}
"""By rule: a module, and what it must not hold."""


@pytest.mark.parametrize("rule", VIOLATIONS, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    assert rule(MODULES) == []


def test_no_test_file_is_too_long_either() -> None:
    assert house.too_long(house.read_modules(Path(__file__).parents[1])) == []


@pytest.mark.parametrize("rule", VIOLATIONS, ids=lambda rule: rule.__name__)
def test_the_rule_refuses(rule: Rule) -> None:
    name, text = VIOLATIONS[rule]
    assert rule({**MODULES, name: f"{MODULES.get(name, '')}\n{text}\n"})


@pytest.mark.parametrize(
    "names",
    [
        ["records.tags.tag_colours"],
        ["records.tags.query_2"],
        ["records.customers.moving"],
        ["records.customers.record.inside", "records.customers.record.inside.further"],
        ["records.colours", "records.colours.service"],
    ],
)
def test_a_module_without_a_place_is_refused(names: list[str]) -> None:
    assert house.misplaced({**MODULES, **dict.fromkeys(names, "")})


def test_a_concept_may_join_a_part() -> None:
    assert house.misplaced({**MODULES, "records.tags.colours": ""}) == []


def test_too_many_parts_and_files_are_refused() -> None:
    parts = {f"records.customers.{letter}{letter}": "" for letter in "abcdefgh"}
    inside = {f"{name}.service": "" for name in parts}
    assert any("parts" in found for found in house.misplaced({**MODULES, **parts, **inside}))
    files = {f"records.tags.{letter}{letter}": "" for letter in "abcdefghijklmno"}
    assert any("files" in found for found in house.misplaced({**MODULES, **files}))


def test_every_module_of_a_capability_has_a_place() -> None:
    """A named one by its name, a concept between the models and the service."""
    named: set[str] = set()
    concepts: set[str] = set()
    for name in house.in_groups(MODULES):
        (concepts if house.place_in_part(name) is None else named).add(name.rpartition(".")[2])
    assert named <= set(house.ORDER)
    assert {"sight", "walk", "listing"} <= concepts


def test_a_concept_does_not_import_the_service_above_it() -> None:
    name = "records.customers.record.sight"
    line = "from atrium.records.customers.record.service import get_customer"
    assert house.wrong_order({**MODULES, name: f"{MODULES[name]}\n{line}\n"})
