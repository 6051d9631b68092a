"""Writes docs/reference/checks.md from the registry of checks."""

from pathlib import Path

from pynews.check import reference

if __name__ == "__main__":
    target = Path(__file__).parents[1] / "docs" / "reference" / "checks.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(reference(), encoding="utf-8", newline="\n")
    print(f"wrote {target.name}")
