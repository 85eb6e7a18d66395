"""Every operation refuses whoever lacks its permission, by role and by an API key's scopes, and says which one is
missing."""

from typing import Any

from tests.contract.answers import problem
from tests.contract.document import Operation
from tests.contract.population import Population
from tests.contract.requests import build, sketch
from tests.homes import Home

from atrium.kernel.permissions import ALL, FOR_EMBEDS, P

NOBODY_GIVES_MORE_THAN_THEY_HAVE = tuple(ALL)
ALSO_NEEDS: dict[str, tuple[P, ...]] = {
    "create_role": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "update_role": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "delete_role": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "update_member": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "delete_member": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "create_invitation": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "resend_invitation": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "create_api_key": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "update_api_key": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "roll_api_key": NOBODY_GIVES_MORE_THAN_THEY_HAVE,
    "create_embed_config": FOR_EMBEDS,
    "update_embed_config": FOR_EMBEDS,
    "create_embed_token": FOR_EMBEDS,
    "update_embed_token": FOR_EMBEDS,
    "rotate_embed_token": FOR_EMBEDS,
    "preview_embed_token": FOR_EMBEDS,
    "update_view": (P.views_share,),
    "delete_view": (P.views_share,),
    "edit_customers": (P.customers_delete,),
    "set_workers": (P.customers_assign,),
}
"""Permissions that the generated request needs beyond those of its operation, because of what is in its body."""

_lacking: dict[tuple[Any, P], tuple[Any, ...]] = {}


async def clients_without(home: Home, permission: P) -> tuple[Any, ...]:
    """Who may do everything but this: a member, a key with the other scopes, a key with all scopes of such a member."""
    if (home.id, permission) not in _lacking:
        member = await home.as_member(*(ALL - {permission}))
        scoped = await home.as_api_key(ALL - {permission})
        inherited = await home.as_api_key(member_id=member.member_id)
        _lacking[home.id, permission] = (member, scoped, inherited)
    return _lacking[home.id, permission]


async def test_a_missing_permission_is_named(permitted: Operation, bystander: Home, record_property: Any) -> None:
    for name in permitted.permissions or ():
        for client in await clients_without(bystander, P(name)):
            answer = await sketch(permitted).send(client)
            assert answer.status_code == 403, f"{permitted} answered {answer.status_code} without {name}"
            refusal = problem(answer)
            assert refusal["code"] == "scope-missing"
            assert name in refusal["detail"]
            record_property("figures permissions", {"requests": 1, "refused": 1})


async def test_the_permissions_named_are_enough(permitted: Operation, population: Population, superuser: Any) -> None:
    """The contract tells the truth, and the refusals above have this as their control: whoever made the things is left
    with these rights only."""
    call = await build(permitted, population)
    home = population.home
    role_id = await home.make_role(
        *(P(name) for name in permitted.permissions or ()), *ALSO_NEEDS.get(permitted.id, ())
    )
    await superuser.execute(
        "UPDATE members SET role_id = $3 WHERE workspace_id = $1 AND id = $2", home.id, home.owner_id, role_id
    )
    answer = await call.send(population.client)
    assert answer.is_success or answer.is_redirect, f"{permitted}: {answer.status_code} {answer.text[:500]}"
