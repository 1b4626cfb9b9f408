"""The house rules that no linter knows. Run by `make check`: no server, no database."""

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import graphql
import pytest
from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    OperationDefinitionNode,
    build_schema,
    is_introspection_type,
    parse,
    validate,
)

import schema
from db.reading.nouns import ENTITIES
from db.reading.roots import QUERY, VIEWER
from schema.feed import FEED
from schema.promises import changes, deprecations
from schema.selecting import python_name
from schema.told import ACTOR, BATCH, CHANGE, KEYS, SPAN
from server.releasing import version as version_of_project
from server.rights import rights
from server.settings_page import settings_page

ROOT = Path(__file__).parents[1]
SDL = ROOT / "graphql" / "schema.graphql"
RELEASED = ROOT / "graphql" / "released.graphql"
RIGHTS = ROOT / "docs" / "rights.md"
SETTINGS = ROOT / "docs" / "settings.md"
OPERATIONS = sorted((ROOT / "graphql" / "operations").glob("*.graphql"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
PACKAGES = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests"}

TYPES = schema.build_schema().core.type_map
READABLE = {
    "Query": {*QUERY},
    "Subscription": {*QUERY, FEED},
    "Viewer": {*VIEWER},
    **{entity.typename: {*entity.fields} for entity in ENTITIES.values()},
    **{kind.typename: {*kind.reads} for kind in (BATCH, CHANGE, ACTOR, KEYS, SPAN)},
}

COMMITTED = build_schema(SDL.read_text())

LONGEST_FILE = 300
LONGEST_FUNCTION = 30
ROOMS = {".ci", "bench", "docs", "graphql", "requirements", "tests", "web"}
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc"}
REGISTRY = re.compile(
    r"//[\w.-]*(?:pypi|pythonhosted|npmjs|yarnpkg|crates|rubygems|golang|artifactory|nexus|devpi|registry)"
)
EXACT = re.compile(r"\d+\.\d+\.\d+")
PIN = re.compile(
    r"[a-z\d.-]+(\[[a-z\d,-]+\])?==[\w.+!]+( ; [^\\:]+?)?( +--hash=sha256:[0-9a-f]{64})+"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    """What git has or is about to be given."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [file for name in names.splitlines() if (file := ROOT / name).is_file()]


FILES = tracked()
PYTHON = [file.relative_to(ROOT) for file in FILES if file.suffix == ".py"]
MANIFESTS = [file for file in FILES if file.name == "package.json"]
PAGES = [file.relative_to(ROOT) for file in FILES if file.suffix in {".ts", ".tsx", ".css"}]
PRODUCT = [file for file in PYTHON if file.parts[0] in PACKAGES and "migrations" not in file.parts]


def functions(file: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, Function):
            yield node


def test_import_graphql_is_graphql_core() -> None:
    assert list((ROOT / "graphql").rglob("*.py")) == []
    assert graphql.version == version("graphql-core")


def test_the_import_linter_watches_every_package() -> None:
    layers = " | ".join(next(c["layers"] for c in LINTER["contracts"] if c["type"] == "layers"))
    others = [c["source_modules"] for c in LINTER["contracts"] if c["type"] == "forbidden"]

    assert set(LINTER["root_packages"]) == PACKAGES
    assert set(layers.split(" | ")) == PACKAGES
    assert set().union(*others) <= PACKAGES


def undescribed(named: GraphQLNamedType) -> Iterator[str]:
    """The type, its fields, arguments and values that say nothing of themselves."""
    parts: dict[str, Any] = {named.name: named}
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        for name, field in named.fields.items():
            parts[f"{named.name}.{name}"] = field
            arguments = getattr(field, "args", {})
            parts |= {f"{named.name}.{name}({arg}:)": arguments[arg] for arg in arguments}
    if isinstance(named, GraphQLEnumType):
        parts |= {f"{named.name}.{name}": value for name, value in named.values.items()}
    return (name for name, part in parts.items() if not (part.description or "").strip())


def test_everything_in_the_schema_is_described() -> None:
    own = [named for named in TYPES.values() if not is_introspection_type(named)]

    silent = [name for named in own for name in undescribed(named)]

    assert not silent, ", ".join(silent)


def test_every_refusal_is_told_by_some_mutation_or_by_all() -> None:
    mutation, codes = TYPES["Mutation"], TYPES["ErrorCode"]
    assert isinstance(mutation, GraphQLObjectType)
    assert isinstance(codes, GraphQLEnumType)

    told = " ".join(f.description or "" for f in mutation.fields.values())
    said = set(re.findall(r"[A-Z_]{7,}", f"{told} {mutation.description}"))

    assert codes.values.keys() - said == set()


def test_the_committed_sdl_is_the_schemas() -> None:
    drifted = SDL.read_text() != schema.build_schema().as_str() + "\n"

    assert not drifted, "graphql/schema.graphql is not the schema's: run `make format`"


def test_nothing_breaks_what_the_last_release_has_promised_to_front_ends() -> None:
    found = changes(RELEASED.read_text(), SDL.read_text(), datetime.now(UTC).date())

    assert not found.refused, " ".join([*found.refused, "See docs/releases.md."])


def test_the_released_schema_is_that_of_the_version() -> None:
    first, _, _ = RELEASED.read_text().partition("\n")

    assert first.startswith(f"# Caseload {version_of_project()}, "), "./caseload release-schema"


def test_each_deprecation_names_what_is_there_instead_and_its_last_day() -> None:
    # Unclear is raised for one that does not.
    assert len(deprecations(SDL.read_text())) == SDL.read_text().count("@deprecated")


def test_the_committed_rights_are_the_tables() -> None:
    drifted = RIGHTS.read_text() != rights()

    assert not drifted, "docs/rights.md is not the table's: run `make format`"


def test_the_committed_settings_are_the_servers() -> None:
    drifted = SETTINGS.read_text() != settings_page()

    assert not drifted, "docs/settings.md is not the settings': run `make format`"


@pytest.mark.parametrize("file", OPERATIONS, ids=lambda file: file.stem)
def test_a_document_is_valid_and_holds_the_one_operation_that_it_is_named_after(file: Path) -> None:
    document = parse(file.read_text())

    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]

    assert [found.name.value for found in operations if found.name] == [file.stem]
    assert len(operations) == 1
    assert validate(COMMITTED, document) == []


def test_every_question_and_every_change_has_a_document_of_its_own() -> None:
    asked = {
        field.name.value
        for file in OPERATIONS
        for operation in parse(file.read_text()).definitions
        if isinstance(operation, OperationDefinitionNode)
        for field in operation.selection_set.selections
        if isinstance(field, FieldNode)
    }
    roots = [COMMITTED.query_type, COMMITTED.mutation_type, COMMITTED.subscription_type]

    assert {name for root in roots if root for name in root.fields} - asked == set()


def handed_on(file: Path) -> Iterator[object]:
    """The constants that a file gives to a call or lists for one."""
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        given = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
        yield from (each.value for each in given if isinstance(each, ast.Constant))


def test_every_document_is_sent_by_some_test() -> None:
    tests = [file for file in PYTHON if file.parts[0] == "tests"]

    sent = {constant for file in tests for constant in handed_on(file)}
    unsent = [file.stem for file in OPERATIONS if file.stem not in sent]

    assert not unsent, ", ".join(unsent)


@pytest.mark.parametrize("typename", READABLE)
def test_each_readable_field_is_of_the_schema_and_of_the_reads(typename: str) -> None:
    named = TYPES[typename]
    assert isinstance(named, GraphQLObjectType)

    shown = {python_name(field) for field in named.fields.values()}

    assert shown == READABLE[typename]


def is_change(function: Function) -> bool:
    """Whether the function is one of a mutation: `work: Work` in, an `Outcome` out."""
    taken = [ast.unparse(arg.annotation) for arg in function.args.args if arg.annotation]
    given = ast.unparse(function.returns) if function.returns else ""
    return "Work" in taken and given == "Outcome" and not function.name.startswith("_")


def is_guarded(function: Function) -> bool:
    """Whether the first thing that it does is to ask for the right."""
    first = function.body[1] if ast.get_docstring(function) else function.body[0]
    return ast.unparse(first).startswith("work.demand(Act.")


def test_every_mutation_demands_the_right_before_all_else() -> None:
    files = [file for file in PRODUCT if file.parts[0] == "resolvers"]
    changes = [(f"{file}:{f.name}", f) for file in files for f in functions(file) if is_change(f)]

    unguarded = [name for name, function in changes if not is_guarded(function)]

    assert len(changes) > 5
    assert not unguarded, ", ".join(unguarded)


def inputs_of_mutations() -> dict[str, GraphQLInputObjectType]:
    """Every mutation's input."""
    mutation = TYPES["Mutation"]
    assert isinstance(mutation, GraphQLObjectType)
    named = {name: field.args["input"].type for name, field in mutation.fields.items()}
    inputs = {name: graphql.get_named_type(kind) for name, kind in named.items()}
    return {n: kind for n, kind in inputs.items() if isinstance(kind, GraphQLInputObjectType)}


def test_every_mutation_can_be_sent_again_under_a_key() -> None:
    assert [
        n for n, kind in inputs_of_mutations().items() if "idempotencyKey" not in kind.fields
    ] == []


def test_every_change_of_a_record_can_expect_its_version() -> None:
    # Those that make a record, and the one whose items each expect a version of their own.
    makes = re.compile(r"(Open|Create|Register|Book)$|^attendancesComplete$")
    blind = {n for n, kind in inputs_of_mutations().items() if "expectedVersion" not in kind.fields}

    assert [name for name in sorted(blind) if not makes.search(name)] == []


def test_no_file_names_the_address_of_a_package_registry() -> None:
    texts = {file: file.read_text(errors="replace") for file in FILES}

    naming = [str(file.relative_to(ROOT)) for file, text in texts.items() if REGISTRY.search(text)]

    assert not naming, ", ".join(naming)


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.stem)
def test_requirements_are_pinned_with_hashes_and_hold_no_address(file: Path) -> None:
    text = file.read_text()

    lines = [line.strip() for line in text.replace("\\\n", "").splitlines()]
    wrong = [line for line in lines if not line.startswith("#") and not PIN.fullmatch(line)]

    assert "://" not in text
    assert not wrong, ", ".join(wrong)


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda file: file.parent.name)
def test_packages_of_npm_are_exact_and_locked_without_an_address(manifest: Path) -> None:
    wanted = json.loads(manifest.read_text())
    versions = {**wanted.get("dependencies", {}), **wanted.get("devDependencies", {})}
    locked = json.loads(manifest.with_name("package-lock.json").read_text())["packages"]

    inexact = [name for name, version in versions.items() if not EXACT.fullmatch(version)]
    unlocked = [name for name, package in locked.items() if name and "integrity" not in package]

    assert not inexact, ", ".join(inexact)
    assert not unlocked, ", ".join(unlocked)
    assert not [name for name, package in locked.items() if "resolved" in package]


def test_no_file_is_longer_than_300_lines() -> None:
    files = PRODUCT + PAGES
    lengths = {str(file): len((ROOT / file).read_text().splitlines()) for file in files}

    too_long = {file: length for file, length in lengths.items() if length > LONGEST_FILE}

    assert not too_long, str(too_long)


def test_no_function_is_longer_than_30_lines() -> None:
    lengths = {
        f"{file}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for file in PRODUCT
        for function in functions(file)
    }

    too_long = {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION}

    assert not too_long, str(too_long)


def test_every_folder_and_module_says_what_it_is_for() -> None:
    names = {Path(part).stem for file in FILES for part in file.relative_to(ROOT).parts}

    assert not names & VAGUE, str(names & VAGUE)


def test_every_file_stands_in_a_room_of_the_house() -> None:
    folders = {top for top, *rest in (f.relative_to(ROOT).parts for f in FILES) if rest}

    assert folders <= PACKAGES | ROOMS, str(folders - PACKAGES - ROOMS)
