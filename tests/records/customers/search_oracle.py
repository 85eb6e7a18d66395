"""What a search must find, by looking at everybody, and queries to ask."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from .search_world import Person, World, found_by


def oracle(world: World, q: str | None, wanted: dict[str, Any], visibility: dict[str, Any]) -> list[UUID]:
    """What must be found, by looking at everybody."""
    matches = [
        person
        for person in world.people
        if (person.deleted_at is not None) == bool(wanted.get("trashed"))
        and seen(person, visibility)
        and all(satisfied(world, person, key, given) for key, given in wanted.items())
        and (not q or found_by(q, person))
    ]
    return [
        person.id for person in sorted(matches, key=lambda person: (person.last_activity_at, person.id), reverse=True)
    ]


def seen(person: Person, visibility: dict[str, Any]) -> bool:
    if person.folder_id and str(person.folder_id) in visibility.get("hidden_folder_ids", ()):
        return False
    works = visibility.get("member_id") in {str(worker) for worker in person.workers}
    granted = person.folder_id is not None and str(person.folder_id) in visibility.get("granted_folder_ids", ())
    return {
        "all": True,
        "folders": granted or works,
        "assigned": works,
        "customer": str(person.id) == visibility.get("customer_id"),
    }[visibility["mode"]]


def satisfied(world: World, person: Person, key: str, given: Any) -> bool:
    if key in {"folder_id", "status_id", "owner_id"}:
        return str(getattr(person, key) or "none") in given
    if key in {"tag_id", "all_tag_id", "worker_id"}:
        held = {str(identifier) for identifier in (person.workers if key == "worker_id" else person.tags)}
        return set(given) <= held if key == "all_tag_id" else not held.isdisjoint(given)
    if key in {"created", "last_activity"}:
        moment = getattr(person, f"{key}_at")
        return ("from" not in given or moment >= datetime.fromisoformat(given["from"])) and (
            "to" not in given or moment < datetime.fromisoformat(given["to"])
        )
    if key == "fields":
        return all(field_satisfied(world, person, condition) for condition in given)
    return key != "lifecycle" or person.lifecycle in given


def field_satisfied(world: World, person: Person, condition: dict[str, Any]) -> bool:
    by_kind: dict[str, list[Any]] = {"text": list(person.texts), "number": [person.number], "time": [person.day]}
    held = [value for value in by_kind[condition["type"]] if value is not None]
    wanted: list[Any] = [
        datetime.fromisoformat(value) if condition["type"] == "time" else value for value in condition.get("values", ())
    ]
    tests: dict[str, Callable[[Any], bool]] = {
        "eq": lambda value: value in wanted,
        "in": lambda value: value in wanted,
        "not_in": lambda value: value in wanted,
        "gt": lambda value: value > wanted[0],
        "gte": lambda value: value >= wanted[0],
        "lt": lambda value: value < wanted[0],
        "lte": lambda value: value <= wanted[0],
        "between": lambda value: wanted[0] <= value <= wanted[1],
        "contains": lambda value: any(part.lower() in value.lower() for part in wanted),
        "exists": lambda _: True,
        "missing": lambda _: True,
    }
    return any(tests[condition["op"]](value) for value in held) != (condition["op"] in {"not_in", "missing"})


def some_query(world: World, rng: random.Random) -> str | None:
    person = rng.choice(world.people)
    whole = rng.choice(
        [
            person.name,
            person.email or "a",
            person.phone or "12",
            person.location or "",
            *person.external_ids.values(),
            "zqxj",
            "ia",
            "é",
            "ИВАНОВ",
        ]
    )
    start = rng.randrange(max(1, len(whole) - 2))
    piece = whole[start : start + rng.choice([1, 2, 3, 4, 6, 12, 40])].strip()
    return rng.choice([None, piece, piece, piece, f"{piece} {rng.choice(person.name.split())[:3]}"])


def some_filter(world: World, rng: random.Random) -> dict[str, Any]:
    def ids(given: list[UUID], most: int) -> list[str]:
        return [str(identifier) for identifier in rng.sample(given, rng.randint(1, most))]

    moment = world.people[rng.randrange(len(world.people))].created_at
    field = {kind: {"field_id": str(identifier), "type": kind} for kind, identifier in world.fields.items()}
    choices: list[dict[str, Any]] = [
        {},
        {},
        {"lifecycle": ["prospect"]},
        {"folder_id": [*ids(world.folders, 2), *rng.choice([[], ["none"]])]},
        {"status_id": ids(world.statuses, 1)},
        {"owner_id": [*ids(world.members, 2), *rng.choice([[], ["none"]])]},
        {"tag_id": ids(world.tags, 2)},
        {"all_tag_id": ids(world.tags, 2)},
        {"worker_id": ids(world.members, 2)},
        {"created": {"from": moment.isoformat(), "to": (moment + timedelta(seconds=300)).isoformat()}},
        {"last_activity": {"to": (moment + timedelta(days=9)).isoformat()}},
        {"trashed": True},
        {
            "fields": [
                {
                    **field["text"],
                    "op": rng.choice(["eq", "in", "not_in"]),
                    "values": rng.choice([["red"], ["Côté 7"], ["red", "blue"]]),
                }
            ]
        },
        {"fields": [{**field["text"], "op": "contains", "values": [rng.choice(["CÔTÉ 1", "ee"])]}]},
        {
            "fields": [
                {
                    **field["number"],
                    "op": rng.choice(["eq", "gt", "gte", "lt", "lte", "not_in"]),
                    "values": [rng.randrange(500)],
                }
            ]
        },
        {
            "fields": [
                {**field["number"], "op": "between", "values": [100, 102]},
                {**field["text"], "op": "eq", "values": ["green"]},
            ]
        },
        {
            "fields": [
                {**field["time"], "op": "between", "values": ["2026-04-01T00:00:00+00:00", "2026-04-08T00:00:00+00:00"]}
            ]
        },
        {"fields": [{**field["time"], "op": rng.choice(["exists", "missing"])}]},
    ]
    return {**rng.choice(choices), **rng.choice(choices)}


def some_visibility(world: World, rng: random.Random) -> dict[str, Any]:
    hidden, granted = ([str(folder) for folder in rng.sample(world.folders, rng.randint(0, 2))] for _ in range(2))
    return {
        "mode": rng.choice(["all", "all", "folders", "assigned", "assigned", "customer"]),
        "member_id": str(rng.choice(world.members)),
        "customer_id": str(rng.choice(world.people).id),
        "hidden_folder_ids": hidden,
        "granted_folder_ids": granted,
    }
