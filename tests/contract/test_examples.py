"""Every operation can be made to succeed with the requests of this suite: without that, refusals would prove
nothing."""

from fastapi.routing import APIRoute
from tests.contract.document import Operation, contract, operations
from tests.contract.population import Population
from tests.contract.requests import build


async def test_the_example_request_succeeds(operation: Operation, population: Population) -> None:
    call = await build(operation, population)
    client = await population.caller(operation)
    answer = await call.send(client)
    status, _, media_type = operation.success
    assert answer.is_success or answer.is_redirect, f"{operation}: {answer.status_code} {answer.text[:800]}"
    assert str(answer.status_code) in operation.raw["responses"], f"{operation}: {answer.status_code} is not documented"
    if answer.content and media_type and answer.status_code == status:
        assert answer.headers["content-type"].split(";")[0] == media_type


def test_operations_are_all_of_them() -> None:
    """The suite covers as many operations as the contract has and as the routers of ``registry.py`` have."""
    from atrium.registry import routers

    routes = [
        (method, route.path)
        for router in routers()
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    ]
    counted = sum(
        method in {"get", "post", "put", "patch", "delete"} for item in contract()["paths"].values() for method in item
    )
    assert len(operations()) == counted == len(routes) > 0
    assert len({operation.id for operation in operations()}) == counted
