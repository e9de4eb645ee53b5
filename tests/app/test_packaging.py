"""Image, compose files, lock file and recipes: valid, and in step with the product."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
import yaml
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
from jsonschema import Draft7Validator

from tests.support.commands import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMPOSE_FILES = ("compose.yaml", "compose.team.yaml")
SCHEMA = json.loads((ROOT / "tests/data/compose-spec.json").read_text(encoding="utf-8"))
WRITABLE = "/tmp"  # noqa: S108 - in a container
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def read_compose(name: str) -> dict:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", COMPOSE_FILES)
def test_compose_file_is_valid_by_its_schema(name):
    found = [
        f"{list(error.path)}: {error.message}"
        for error in Draft7Validator(SCHEMA).iter_errors(read_compose(name))
    ]
    assert found == []


def test_compose_schema_finds_what_is_wrong():
    wrong = {"services": {"explorer": {"image": "lineage-explorer", "port": ["8050:8050"]}}}
    assert list(Draft7Validator(SCHEMA).iter_errors(wrong))


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WORKFLOW_SCHEMA = json.loads((ROOT / "tests/data/github-workflow.json").read_text(encoding="utf-8"))


def read_workflow(path) -> dict:
    """Return a workflow; YAML 1.1 takes its key `on` for a truth value."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_valid_by_its_schema_and_has_few_rights(path):
    workflow = read_workflow(path)
    check = Draft7Validator(WORKFLOW_SCHEMA)
    assert [f"{list(error.path)}: {error.message}" for error in check.iter_errors(workflow)] == []
    assert list(check.iter_errors({**workflow, "permission": {}}))
    assert workflow["permissions"] == {"contents": "read"}
    assert all(job["timeout-minutes"] <= 30 for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_of_a_workflow_are_pinned_by_commit(path):
    used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []


def test_a_workflow_audits_every_locked_package():
    commands = [step.get("run", "") for path in WORKFLOWS for job in read_workflow(path)["jobs"].values()
                for step in job["steps"]]  # fmt: skip
    assert any(
        re.search(r"pip-audit .*requirements\.lock.*--require-hashes", command) for command in commands
    )


@pytest.mark.parametrize("name", COMPOSE_FILES)
def test_services_of_a_compose_file_are_closed_to_other_machines_and_write_nothing(name):
    services = read_compose(name)["services"]
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert set(service.get("depends_on", {})) <= set(services)
    ours = [service for service in services.values() if service.get("image") == "lineage-explorer"]
    assert ours
    for service in ours:
        assert (service["read_only"], service["tmpfs"], service["cap_drop"]) == (True, [WRITABLE], ["ALL"])


def test_team_has_a_database_a_shared_cache_and_two_workers():
    services = read_compose("compose.team.yaml")["services"]
    explorer = services["explorer"]["environment"]
    assert explorer["LINEAGE_WORKERS"] == "2"
    assert explorer["LINEAGE_CACHE"] == "redis://cache:6379/0"
    assert explorer["LINEAGE_ACCOUNT"].startswith("postgresql+psycopg://")
    assert "@database/" in explorer["LINEAGE_ACCOUNT"]
    for service in services.values():  # secrets are given from outside
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or value.startswith("${")


def test_image_is_made_by_the_script_and_runs_without_rights():
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert "packaging/install.sh" in DOCKERFILE
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "/health" in last
    assert 'ENTRYPOINT ["lineage-explorer"]' in last
    code = json.loads(re.search(r"HEALTHCHECK .*?CMD (\[.*?\])\n", last, re.DOTALL)[1])
    compile(code[-1], "health", "exec")


def test_image_gets_every_file_that_the_installation_needs():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line.startswith("!")}
    packages = {name.rstrip("*") for name in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    modules = {f"{name}.py" for name in PROJECT["tool"]["setuptools"]["py-modules"]}
    others = {"pyproject.toml", "requirements.lock", "packaging", "LICENSE", PROJECT["project"]["readme"]}
    assert allowed == packages | modules | others
    assert all((ROOT / name).exists() for name in allowed)


def read_pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [re.match(r"([\w.-]+)(?:\[\w+\])?==([^\s;]+)", line) for line in lines]
    return {pin[1].lower(): pin[2] for pin in pins if pin}


def test_lock_file_holds_what_is_required_with_hashes():
    locked = read_pins("requirements.lock")
    required = {**read_pins("requirements.txt"), **read_pins("requirements-image.txt")}
    assert {name: locked.get(name) for name in required} == required, "run make lock"
    entries = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert [entry.split()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


# --- recipes ---------------------------------------------------------------------------------------------


RECIPES = ROOT / "packaging" / "ecs"


def read_recipe(name: str) -> dict:
    return json.loads((RECIPES / f"{name}.json").read_text(encoding="utf-8"))


def read_policies() -> list[dict]:
    page = (ROOT / "docs/how-to/run-in-studio.md").read_text(encoding="utf-8")
    found = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    return [*found, read_recipe("execution-policy")]


def find_faults(service: str, operation: str, parameters: dict) -> str:
    """Return what AWS's own description of an operation has against parameters."""
    model = ServiceModel(Loader().load_service_model(service, "service-2"))
    return (
        ParamValidator().validate(parameters, model.operation_model(operation).input_shape).generate_report()
    )


@pytest.mark.parametrize(
    ("name", "service", "operation"),
    [
        ("task", "ecs", "RegisterTaskDefinition"),
        ("service", "ecs", "CreateService"),
        ("targets", "elbv2", "CreateTargetGroup"),
    ],
)
def test_recipe_for_ecs_is_what_the_api_takes(name, service, operation):
    recipe = read_recipe(name)
    assert find_faults(service, operation, recipe) == ""
    assert find_faults(service, operation, {**recipe, "cpus": 1})


def test_container_on_ecs_has_a_role_limits_and_no_secret_in_plain_text():
    task = read_recipe("task")
    (container,) = task["containerDefinitions"]
    assert task["taskRoleArn"] != task["executionRoleArn"]
    assert container["readonlyRootFilesystem"]
    assert {one["name"] for one in container.get("secrets", [])} >= {"LINEAGE_TOKEN"}
    assert not [one for one in container["environment"] if "TOKEN" in one["name"] or "KEY" in one["name"]]


def test_policies_of_the_recipes_grant_single_actions():
    policies = read_policies()
    assert len(policies) == 2
    for policy in policies:
        assert policy["Version"] == "2012-10-17"
        for statement in policy["Statement"]:
            assert statement["Effect"] == "Allow"
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            assert all(re.fullmatch(r"[a-z-]+:[A-Z]\w+", action) for action in actions)
