"""What contract tests need of members: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes, means
from tests.contract.requests import Call, adjusts, picture_file


@makes("member_id", "owner_id", "worker_id")
async def member(its: Population) -> str:
    return str(await its.home.make_member(its.home.role_ids["agent"], name=its.text("Member")))


@adjusts("get_member_avatar", "delete_member_avatar", "remove_member_avatar")
async def with_member_avatar(call: Call, its: Population) -> Call:
    assert (await its.client.put(f"/members/{call.path['member_id']}/avatar", files=picture_file())).is_success
    return call


means("delete_member", "transfer_to", "member_id")
