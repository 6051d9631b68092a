"""The page that compares providers says what their capabilities say."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pynews.providers import (
    LOSSES,
    PROVIDERS,
    Needs,
    capabilities_of,
    losses,
    open_provider,
)
from pynews.providers.presets import PRESETS

ROOT = Path(__file__).parents[2]
UUID = "26785a09-ab16-4eb0-8407-a37497a57506"
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


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_every_provider_has_a_page_whose_settings_open_it(name: str, tmp_path: Path) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    table = tomllib.loads(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)[0])["provider"]
    assert table.pop("name") == name
    assert bool(table.pop("key_env", "")) is (name != "outbox")
    keys = {"ses": "AKIA0:secret", "notify": f"key-{UUID}-{UUID}"}
    open_provider(name, settings=table, secret=keys.get(name, "a-key"), folder=tmp_path)
    if name != "outbox":
        assert "--test you@example.org" in text or "template" in text


def test_every_loss_of_a_provider_stands_on_its_page() -> None:
    words = {"calendar": "calendar", "calendar-method": "`method`", "pictures": "pictures"}
    for name in PROVIDERS:
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        for one in losses(name, capabilities_of(name), Needs(calendars=1, pictures=1)):
            loss = one.hint.rpartition(" ")[2]
            assert loss in text or words.get(loss, "one-click") in text


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_mail_server_is_reached_safely(name: str) -> None:
    preset = PRESETS[name]
    assert (preset.security, preset.port) in {("starttls", 587), ("tls", 465)}
    assert preset.user
