"""What contract tests need of workspaces: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts, picture_file


@makes("workspace_id")
async def workspace(its: Population) -> str:
    return str(its.home.id)


@adjusts("get_workspace_logo", "delete_workspace_logo")
async def with_logo(call: Call, its: Population) -> Call:
    assert (await its.client.put("/workspace/logo", files=picture_file())).is_success
    return call
