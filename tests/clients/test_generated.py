"""What is generated is what the contract says, and is committed as the generators write it."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.clients.conftest import ROOT, TYPESCRIPT

from snippets import filled

CONTRACT = ROOT / "openapi" / "openapi.json"
PACKAGE = ROOT / "clients" / "python" / "src" / "atrium_client"


def written(script: str, target: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), str(CONTRACT), str(target)], check=True, capture_output=True
    )


def test_the_python_client_is_current(tmp_path: Path) -> None:
    written("python_client.py", tmp_path)
    for name in ("models.py", "operations.py", "async_operations.py"):
        assert (PACKAGE / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(encoding="utf-8"), (
            "run `make gen`"
        )


def test_the_methods_of_the_typescript_client_are_current(tmp_path: Path) -> None:
    written("typescript_client.py", tmp_path / "operations.ts")
    assert (TYPESCRIPT / "src" / "generated" / "operations.ts").read_text(encoding="utf-8") == (
        tmp_path / "operations.ts"
    ).read_text(encoding="utf-8"), "run `make gen`"


def test_the_types_of_the_typescript_client_are_current(tmp_path: Path) -> None:
    frontend = ROOT / "frontend"
    config = (frontend / "openapi-ts.client.config.ts").read_text(encoding="utf-8")
    other = frontend / "node_modules" / ".cache" / "openapi-ts.check.config.ts"
    other.parent.mkdir(exist_ok=True)
    other.write_text(
        config.replace("../openapi/openapi.json", str(CONTRACT)).replace(
            "../clients/typescript/src/generated", str(tmp_path)
        )
    )
    subprocess.run(
        ["node", "node_modules/@hey-api/openapi-ts/bin/run.js", "-f", str(other)],
        cwd=frontend,
        check=True,
        capture_output=True,
    )
    assert (TYPESCRIPT / "src" / "generated" / "types.gen.ts").read_text(encoding="utf-8") == (
        tmp_path / "types.gen.ts"
    ).read_text(encoding="utf-8"), "run `make gen`"


def test_every_operation_for_integrators_has_a_method_in_both_clients() -> None:
    import atrium_client

    typescript = (TYPESCRIPT / "src" / "generated" / "operations.ts").read_text(encoding="utf-8")
    for path, item in json.loads(CONTRACT.read_text(encoding="utf-8"))["paths"].items():
        for operation in item.values():
            name = operation["operationId"]
            of_widgets = operation.get("security") == [{"embed": []}]
            expected = (
                name != "get_stream" and not of_widgets and ("security" in operation or "auth" not in operation["tags"])
            )
            camel = name.split("_")[0] + "".join(part.capitalize() for part in name.split("_")[1:])
            for kind in (atrium_client.Client, atrium_client.AsyncClient):
                assert hasattr(kind, name) is expected, f"{name} of {path}"
            assert (f"  {camel}(" in typescript) is expected, f"{camel} of {path}"


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "integrators").glob("*.md")), ids=lambda page: str(page.name))
def test_the_snippets_are_the_examples(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert filled(text) == text, "run `make gen`"


def test_the_quickstart_holds_snippets_of_all_three_languages() -> None:
    text = (ROOT / "docs" / "integrators" / "quickstart.md").read_text(encoding="utf-8")
    for language in ("shell", "python", "typescript"):
        assert text.count(f"<!-- snippet: clients/{language}/") >= 4


def test_the_packages_need_little() -> None:
    package = json.loads((TYPESCRIPT / "package.json").read_text(encoding="utf-8"))
    assert "dependencies" not in package
    project = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [each.split(">")[0] for each in project["dependencies"]] == ["httpx", "pydantic"]
