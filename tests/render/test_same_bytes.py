"""Same words, same bytes: whatever the machine, the folder, the hash seed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pynews.model import Invitation, Issue, Publication
from pynews.render import Renderer, find_theme

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPT = """
import hashlib, importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("samples", sys.argv[1])
samples = importlib.util.module_from_spec(spec)
spec.loader.exec_module(samples)
from pynews.render import Renderer, find_theme
root = Path(sys.argv[2])
event = samples.make_first_event()
values = {"publication": samples.make_publication(), "invitations": (samples.invitation_of(event),)}
renderer = Renderer(find_theme("nhs", root), root)
issue = samples.make_november(event)
edition = renderer.render(issue, **values)
told = repr(edition) + renderer.render_notify(issue, **values)
print(hashlib.sha256(told.encode()).hexdigest())
"""


def digest(folder: Path, **environment: str) -> str:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(REPOSITORY / "tests/render/conftest.py"), str(folder)],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(REPOSITORY / "src"), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


def test_other_hash_seed_zone_locale_and_folder_give_the_same_bytes(tmp_path: Path):
    other = tmp_path / "a folder with ünusual letters"
    other.mkdir()
    first = digest(tmp_path, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    second = digest(other, PYTHONHASHSEED="12345", TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert first == second


def test_warm_renderer_gives_what_a_fresh_one_gives(
    tmp_path: Path,
    november: Issue,
    june: Issue,
    publication: Publication,
    invitation: Invitation,
):
    warm = Renderer(find_theme("nhs", tmp_path), tmp_path)
    warm.render(june, publication=publication, invitations=())
    fresh = Renderer(find_theme("nhs", tmp_path), tmp_path)
    made = [
        each.render(november, publication=publication, invitations=(invitation,))
        for each in (warm, warm, fresh)
    ]
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("name", ["nhs", "plain"])
def test_theme_inside_a_project_gives_the_same_bytes(
    tmp_path: Path, november: Issue, publication: Publication, name: str
):
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    own = Renderer(find_theme(name, tmp_path), tmp_path)
    packaged = Renderer(find_theme(name, REPOSITORY), REPOSITORY)
    assert own.render(november, publication=publication, invitations=()) == packaged.render(
        november, publication=publication, invitations=()
    )
