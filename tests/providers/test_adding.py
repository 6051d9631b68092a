"""The example of docs/providers/adding.md keeps the promise it explains."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "providers" / "adding.md"
PROVIDER, CONTRACT = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
ROW = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(autouse=True, scope="module")
def pigeon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Install the example as a package of somebody else."""
    assert ROW
    name, where = re.findall(r'^(\w+) = "(.*)"$', ROW[1], re.MULTILINE)[0]
    folder = tmp_path_factory.mktemp("pigeon")
    (folder / f"{name}.py").write_text(PROVIDER, encoding="utf-8")
    info = folder / f"{name}-1.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    entry = f"[pynews.providers]\n{name} = {where}\n"
    (info / "entry_points.txt").write_text(entry, encoding="utf-8")
    sys.path.append(str(folder))
    yield
    sys.path.remove(str(folder))
    sys.modules.pop(name, None)


exec(compile(CONTRACT, str(PAGE), "exec"))  # noqa: S102 the page's own code is what is tested


def test_what_another_packages_provider_can_do_is_known_without_opening_it() -> None:
    from pynews.providers import capabilities_of, provider_names

    assert "pigeon" in provider_names()
    assert capabilities_of("pigeon").max_message_bytes == 1 << 20
