"""docs/cli.md tells of every command and every option, and of none that is not there."""

import re

import click
import pytest

from pynews.cli.main import COMMANDS, pynews

SHARED = {"--project", "--json", "--help"}


def options(command: click.Command) -> set[str]:
    given = [name for each in command.params for name in (*each.opts, *each.secondary_opts)]
    named = {name for name in given if name.startswith("--")}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one is not None
            named |= options(one)
    return named


@pytest.fixture
def told(root) -> str:
    return (root / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_with_its_options(told, name):
    command = pynews.get_command(click.Context(pynews), name)
    assert command is not None
    assert f"`{name}" in told or f"pynews {name}" in told
    assert {one for one in options(command) - SHARED if f"`{one}" not in told} == set()


def test_no_option_is_told_that_does_not_exist(told):
    known = options(pynews)
    assert {one for one in re.findall(r"--[a-z][a-z-]+", told) if one not in known} <= {"--help"}
