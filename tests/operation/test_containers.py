"""The container and compose files: what they name is there, what they run runs, and they agree."""

import os
import re
import shutil
import signal
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import typer

from server.commands import app
from server.settings import Settings
from tests.machines.process import free_port, spawn, until
from tests.operation.containers import ASKED_FOR, ROOT, compose, filled_in, stages
from tests.serving import SECRET

PAGE, PACKAGES, IMAGE = stages()
SERVICES: dict[str, Any] = compose()["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "caseload"}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
PREFIX = "CASELOAD_"
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
)


def settings_in(names: Any) -> set[str]:
    """Those of ours, by their names in the class."""
    return {name.removeprefix(PREFIX).lower() for name in names if name.startswith(PREFIX)}


@pytest.mark.parametrize("stage", stages(), ids=["page", "packages", "image"])
def test_everything_that_is_copied_is_in_the_repository_and_not_ignored(stage: Any) -> None:
    taken = [name for names, _ in stage.copied() for name in names]
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if "!" in line]

    assert taken
    for name in taken:
        listed = subprocess.run(["git", "ls-files", name], cwd=ROOT, capture_output=True, text=True)
        assert listed.stdout, name
        assert any(f"{name}/".startswith(f"{each}/") for each in let_in), name


def test_every_base_has_a_tag_and_every_stage_that_is_copied_from_a_name() -> None:
    sources = [re.findall(r"--from=(\S+)", rest) for rest in IMAGE.all("COPY")]

    assert all(re.search(r":\d[\w.]*-slim$", stage.base) for stage in stages())
    assert [name for found in sources for name in found] == [PACKAGES.name, PAGE.name]


def test_packages_are_locked_by_hash_and_built_nowhere() -> None:
    (install,) = PACKAGES.all("RUN")
    (fetched, _) = PAGE.all("RUN")

    assert "--require-hashes" in install
    assert "--only-binary=:all:" in install
    assert fetched == "npm --prefix web/graphiql ci"
    assert not re.search(r"apt|gcc|build-essential", " ".join(IMAGE.all("RUN")))


def test_the_server_is_not_root() -> None:
    (user,) = IMAGE.all("USER")

    assert user == "caseload"
    assert (
        f"useradd --system --uid 10001 --home-dir /caseload --shell /usr/sbin/nologin {user}"
        in (" ".join(IMAGE.all("RUN")))
    )


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with what the image has in its own."""
    for names, to in IMAGE.copied():
        for name in names:
            shutil.copytree(
                ROOT / name, tmp_path / to, ignore=shutil.ignore_patterns("__pycache__")
            )
    return tmp_path


def test_what_is_in_the_image_migrates_serves_and_is_found_healthy(image: Path) -> None:
    port = str(free_port())
    usual = IMAGE.environment()
    settings = {name: said for name, said in usual.items() if name.startswith(PREFIX)}
    env = {
        **os.environ,
        **settings,
        "CASELOAD_HOST": "127.0.0.1",
        "CASELOAD_PORT": port,
        "CASELOAD_TOKEN_SECRET": SECRET,
        "CASELOAD_DATABASE_URL": f"sqlite:///{image}/var/caseload.db",
        "PYTHONPATH": str(image),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    program = [sys.executable, *IMAGE.words("ENTRYPOINT")[1:]]
    check = [word.replace(usual["CASELOAD_PORT"], port) for word in IMAGE.words("HEALTHCHECK")]

    def is_healthy() -> bool:
        run = [sys.executable, *check[1:]]
        return subprocess.run(run, env=env, cwd=image, capture_output=True).returncode == 0

    assert not is_healthy()
    migrated = subprocess.run([*program, "migrate"], env=env, cwd=image)
    log = image / "log"
    server = spawn([*program, *IMAGE.words("CMD")], log, signal.SIGKILL, env=env)
    until(is_healthy, server, log)
    server.kill()
    server.wait()

    assert migrated.returncode == 0


def test_every_setting_that_is_named_exists_and_its_value_is_taken() -> None:
    secrets = {name: "0123456789abcdef" * 4 for name, usual in EXAMPLE.items() if not usual}
    env = {**EXAMPLE, **secrets, "CASELOAD_ROOT_PATH": "/clinic"}
    for service in (*OURS.values(), {"environment": IMAGE.environment()}):
        given = service["environment"]
        assert settings_in(given) <= set(Settings.model_fields)
        values = {n: filled_in(str(given[n]), env) for n in given if n.startswith(PREFIX)}
        taken = Settings.model_validate(
            {name.removeprefix(PREFIX).lower(): value for name, value in values.items()}
        )
        assert "$" not in taken.database_url


def test_every_variable_is_in_the_example_and_every_secret_has_to_be_set() -> None:
    text = (ROOT / "compose.yaml").read_text()

    asked = {found[1] for found in ASKED_FOR.finditer(text)}
    demanded = {name for name in asked if re.search(rf"\$\{{{name}:\?", text)}

    assert asked == set(EXAMPLE)
    assert demanded == {name for name in EXAMPLE if re.search("SECRET|TOKEN|PASSWORD", name)}
    assert all(EXAMPLE[name] == "" for name in demanded)
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_ports_agree() -> None:
    port = IMAGE.environment()["CASELOAD_PORT"]
    caddyfile = (ROOT / "Caddyfile").read_text()
    apps = [name for name, service in OURS.items() if "command" not in service]
    upstreams = " ".join(f"{name}:{port}" for name in apps)

    assert IMAGE.all("EXPOSE") == [port]
    assert f":{port}/healthz" in " ".join(IMAGE.words("HEALTHCHECK"))
    assert SERVICES["proxy"]["environment"]["CASELOAD_APPS"] == upstreams
    assert f"{{$CASELOAD_APPS:{upstreams}}}" in caddyfile
    assert len(apps) == 2


def test_the_proxy_is_told_all_that_its_file_asks_for_and_trusted_by_its_address() -> None:
    asked = set(re.findall(r"\{\$(\w+)", (ROOT / "Caddyfile").read_text()))
    (subnet,) = compose()["networks"]["front"]["ipam"]["config"]
    address = SERVICES["proxy"]["networks"]["front"]["ipv4_address"]

    assert asked - {"CASELOAD_HTTP_PORT"} == set(SERVICES["proxy"]["environment"])
    assert ip_address(address) in ip_network(subnet["subnet"])
    assert ip_address(address) not in ip_network(subnet["ip_range"])
    for name in ("app1", "app2"):
        assert SERVICES[name]["environment"]["CASELOAD_TRUSTED_PROXIES"] == address


def test_what_a_service_waits_for_is_there_and_can_be_seen_to_be_well() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            awaited = SERVICES[name]
            if how["condition"] == "service_healthy":
                assert "healthcheck" in awaited or awaited["image"] == "caseload"
            else:
                assert how["condition"] == "service_completed_successfully"
                assert awaited["restart"] == "no"


def test_what_services_share_is_declared_and_only_the_proxy_is_open_to_the_world() -> None:
    whole = compose()
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(whole["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in whole["volumes"] or (ROOT / source).is_file()

    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_services_run_commands_that_there_are_and_are_given_time_to_end() -> None:
    for service in OURS.values():
        (command,) = service.get("command", IMAGE.words("CMD"))
        assert command in COMMANDS
    grace = Settings.model_fields["grace_seconds"].default

    assert int(SERVICES["app1"]["stop_grace_period"].removesuffix("s")) > grace
