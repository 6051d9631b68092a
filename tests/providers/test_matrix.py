"""The page that compares providers says what their capabilities say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pynews.providers import LOSSES, PROVIDERS
from pynews.providers.presets import PRESETS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "providers"


def test_the_matrix_is_the_one_the_script_makes() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "provider_matrix.py", "--check"], check=False
    )
    assert done.returncode == 0, "python scripts/provider_matrix.py   writes it anew"


def test_the_matrix_names_every_provider_loss_and_mail_server() -> None:
    text = (DOCS / "matrix.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `?([\w-]+)`? \|", text, re.MULTILINE))
    assert {*PROVIDERS, *LOSSES, *PRESETS} <= rows


@pytest.mark.parametrize("name", sorted(set(PROVIDERS) - {"outbox", "smtp"}))
def test_every_provider_has_a_page_with_its_settings(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert f'name = "{name}"' in text
    assert "key_env" in text


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_mail_server_is_reached_safely(name: str) -> None:
    preset = PRESETS[name]
    assert (preset.security, preset.port) in {("starttls", 587), ("tls", 465)}
    assert preset.user
