"""Providers by name."""

import subprocess
import sys
from pathlib import Path

import pytest

from pynews.errors import CredentialsError, ProjectError
from pynews.providers import PROVIDERS, open_provider, provider_names

MAILGUN = {"domain": "mg.example.org"}


def test_an_unknown_provider_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no provider 'pigeon'") as caught:
        open_provider("pigeon", settings={}, secret="", folder=tmp_path)
    assert ", ".join(sorted(PROVIDERS)) in caught.value.problems[0].hint


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_an_unknown_setting_is_an_error_that_lists_the_known_ones(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError, match="colour, speed"):
        open_provider(name, settings={"speed": "9", "colour": "red"}, secret="s", folder=tmp_path)


def test_mailgun_without_a_key_is_an_error_about_credentials(tmp_path: Path) -> None:
    with pytest.raises(CredentialsError, match="needs a key"):
        open_provider("mailgun", settings=MAILGUN, secret="", folder=tmp_path)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "domain is missing"),
        ({**MAILGUN, "region": "mars"}, "region 'mars'"),
        ({**MAILGUN, "base_url": "http://api.mailgun.net"}, "in the clear"),
    ],
)
def test_a_wrong_setting_is_an_error_before_anything_is_sent(
    settings: dict[str, str], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ProjectError, match=words):
        open_provider("mailgun", settings=settings, secret="s", folder=tmp_path)


def test_a_european_domain_is_served_from_europe(tmp_path: Path) -> None:
    settings = {**MAILGUN, "region": "eu"}
    provider = open_provider("mailgun", settings=settings, secret="s", folder=tmp_path)
    assert "api.eu.mailgun.net" in provider.base  # type: ignore[attr-defined]


def test_naming_no_provider_imports_none_and_no_http_library() -> None:
    code = (
        "import sys, pynews.providers, pynews.deliver;"
        "files = {where.partition(':')[0] for where in pynews.providers.PROVIDERS.values()};"
        "print(sorted({'requests', 'urllib3', 'truststore', *files} & set(sys.modules)"
        " - {'pynews.providers.outbox'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(set(PROVIDERS) - {"outbox"}))
def test_a_provider_imports_no_other_and_no_library_of_a_vendor(name: str) -> None:
    module = PROVIDERS[name].partition(":")[0]
    code = (
        f"import sys, {module}, pynews.providers;"
        "files = {where.partition(':')[0] for where in pynews.providers.PROVIDERS.values()};"
        f"others = (files - {{'{module}', 'pynews.providers.outbox'}})"
        " | {'botocore', 'boto3', 'anymail', 'django', 'jwt', 'notifications_python_client'};"
        "print(sorted(others & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_another_package_can_bring_a_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pigeons.py").write_text(
        "def open_pigeon(settings, secret, folder):\n    return settings, secret, folder\n"
    )
    info = tmp_path / "pigeons-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pigeons\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[pynews.providers]\npigeon = pigeons:open_pigeon\n")
    monkeypatch.syspath_prepend(tmp_path)
    opened = open_provider("pigeon", settings={"loft": "north"}, secret="s", folder=tmp_path)
    assert opened == ({"loft": "north"}, "s", tmp_path)
    assert provider_names() == tuple(sorted({*PROVIDERS, "pigeon"}))
