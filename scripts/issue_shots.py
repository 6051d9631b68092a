"""Takes the pictures of the example issues for README.md: 600 px light beside 375 px dark.

Needs Chromium. ``python scripts/issue_shots.py [ISSUE]`` builds the issue and writes
``docs/pictures/ISSUE.png``.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from PIL import Image

ROOT = Path(__file__).parents[1]
CALM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
TALL = 4200
SHOWN = 1500
GAP = 24
PAPER = (222, 228, 231)


def shot(page: Path, width: int, folder: Path, *, dark: bool) -> Image.Image:
    """Return a picture of a page at a width."""
    # Chromium's window cannot be narrower than 500 px, so the page is framed.
    frame = folder / f"{width}.html"
    frame.write_text(
        f'<body style="margin:0"><iframe src="{page.as_uri()}" width="{width}" height="{TALL}"'
        ' style="border:0;display:block"></iframe>',
        encoding="utf-8",
    )
    target = folder / f"{width}.png"
    browser = which("chromium") or which("chromium-browser") or "chromium"
    subprocess.run(
        [
            browser,
            *CALM,
            *(["--blink-settings=preferredColorScheme=0"] if dark else []),
            f"--user-data-dir={folder / f'profile-{width}'}",
            f"--window-size={max(width, 500)},{TALL}",
            f"--screenshot={target}",
            frame.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return Image.open(target).convert("RGB").crop((0, 0, width, TALL))


def main() -> None:
    """Build the issue, take both pictures, set them side by side."""
    issue = sys.argv[1] if len(sys.argv) > 1 else "2021-11"
    subprocess.run([sys.executable, "-m", "pynews", "build", issue], cwd=ROOT, check=True)
    page = ROOT / "build" / issue / "email.html"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        light, dark = (
            shot(page, 600 + 2 * GAP, folder, dark=False),
            shot(page, 375, folder, dark=True),
        )
        width = light.width + dark.width + 3 * GAP
        sheet = Image.new("RGB", (width, SHOWN + 2 * GAP), PAPER)
        sheet.paste(light.crop((0, 0, light.width, SHOWN)), (GAP, GAP))
        sheet.paste(dark.crop((0, 0, dark.width, SHOWN)), (light.width + 2 * GAP, GAP))
    target = ROOT / "docs" / "pictures" / f"{issue}.png"
    sheet.quantize(256, method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)
    print(f"wrote {target.relative_to(ROOT)} ({target.stat().st_size // 1000} KB)")


if __name__ == "__main__":
    main()
