"""What contract tests need of tags: things to name, and operations that need more than their examples."""

from dataclasses import replace

from tests.contract.population import Population, makes, means
from tests.contract.requests import Call, adjusts


@makes("tag_id", "other_tag_id", "all_tag_id")
async def tag(its: Population) -> str:
    return str((await its.post("/tags", name=its.text("Tag")))["id"])


@makes("group_id")
async def tag_group(its: Population) -> str:
    group = await its.post("/tag-groups", name=its.text("Group"))
    await its.post("/tags", name=its.text("Tag"), group_id=group["id"])
    return str(group["id"])


@adjusts("merge_tags")
async def merge_tags(call: Call, its: Population) -> Call:
    return replace(call, body={"tag_ids": [await tag(its)]})


means("merge_tags", "tag_ids", "other_tag_id")
