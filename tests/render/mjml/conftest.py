"""What the tests of the MJML engine share: small documents and the normaliser of scripts/."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def document() -> Callable[..., str]:
    """Return a maker of a faultless document around some MJML of the body."""

    def make(body: str, head: str = "") -> str:
        return (
            '<mjml lang="en-GB" dir="ltr"><mj-head><mj-title>Letter</mj-title>'
            f"{head}</mj-head><mj-body>{body}</mj-body></mjml>"
        )

    return make


@pytest.fixture
def column(document: Callable[..., str]) -> Callable[..., str]:
    """Return a maker of a faultless document around some MJML of one column."""

    def make(inside: str, head: str = "") -> str:
        return document(f"<mj-section><mj-column>{inside}</mj-column></mj-section>", head)

    return make


@pytest.fixture(scope="session")
def comparison() -> ModuleType:
    """Return scripts/compare_npm.py, whose normaliser the golden files were written with."""
    spec = importlib.util.spec_from_file_location("compare_npm", ROOT / "scripts/compare_npm.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare_npm"] = module
    spec.loader.exec_module(module)
    return module
