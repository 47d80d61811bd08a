"""Find the browsers that the tests drive, and install those that are missing.

The tests use Playwright's own build where it is installed; else the system's. ``python -m harness.browsers``
installs all three engines: by Debian's package manager where that is possible, by ``playwright install``
elsewhere. It is quick if they are there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from harness.engines import wanted

# Features of Chromium's window: its address bar alone loads two pages of its own, which takes a second of
# processor time for every new window, just while a test looks at the page.
_OF_THE_WINDOW = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# Chromium asks its maker which fields a form has, by hashes and without what is in them, to fill them in.
_OF_FORMS = ("AutofillServerCommunication",)
# Features that Playwright turns off by the same flag (the last one counts): its chromiumSwitches.ts, without
# those of Windows, macOS and Edge.
_OFF_BY_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# A quiet Chromium: no sandbox (containers), no GPU, and no requests of its own.
FLAGS = (
    f"--disable-features={','.join((*_OFF_BY_PLAYWRIGHT, *_OF_THE_WINDOW, *_OF_FORMS))}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium drops entries of the history beyond 200 in ten seconds; a script answers many sheets in them.
    "--disable-ipc-flooding-protection",
)

# Run before a page's own scripts: takes SHA-256 away, as browsers do on an intranet without HTTPS.
INSECURE = "delete Crypto.prototype.subtle;"

# Engine -> the programs it needs, each by any of these names or patterns.
_PROGRAMS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome"),),
    "firefox": (("firefox-esr", "firefox"),),
    "webkit": (
        ("WebKitWebDriver",),
        tuple(f"/usr/{folder}/webkit*gtk-*/MiniBrowser" for folder in ("lib/*", "lib*", "libexec")),
        ("Xvfb",),
    ),
}
_PACKAGES = {
    "chromium": ("chromium", "fonts-dejavu-core"),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb"),
}


def system_paths(engine: str) -> tuple[Path, ...]:
    """Return the programs to run ``engine`` with; raises ``RuntimeError`` saying what to install."""
    found = {names[0]: _first(names) for names in _PROGRAMS[engine]}
    missing = [name.rsplit("/", 1)[-1] for name, path in found.items() if not path]
    if missing:
        raise RuntimeError(
            f"no {' and no '.join(missing)}; run: python -m harness.browsers, or: apt-get install "
            f"{' '.join(_PACKAGES[engine])}, or: playwright install {engine}; "
            f"or leave {engine} out by LASTBILD_ENGINES"
        )
    return tuple(path for path in found.values() if path)


def _first(names: tuple[str, ...]) -> Path | None:
    """Return the first program that exists, by its name on the path or by an absolute pattern."""
    by_name = (shutil.which(name) for name in names if not name.startswith("/"))
    by_pattern = (match for name in names if name.startswith("/") for match in Path("/").glob(name[1:]))
    return next((Path(found) for found in (*by_name, *by_pattern) if found), None)


def playwrights_own(playwright: Playwright, engine: str) -> Path | None:
    """Return Playwright's own build of ``engine``, or ``None`` if it is not installed."""
    own = Path(getattr(playwright, engine).executable_path)
    return own if own.is_file() else None


def chromium_path(playwright: Playwright) -> Path:
    """Return the Chromium to start; raises ``RuntimeError`` saying what to install."""
    return playwrights_own(playwright, "chromium") or system_paths("chromium")[0]


def launch(playwright: Playwright, *flags: str) -> Browser:
    """Start Chromium; raises ``RuntimeError`` if there is none."""
    path = chromium_path(playwright)
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])


def missing() -> tuple[str, ...]:
    """Return the wanted engines that are not installed."""
    with sync_playwright() as playwright:
        return tuple(engine for engine in wanted() if not _is_there(playwright, engine))


def _is_there(playwright: Playwright, engine: str) -> bool:
    if playwrights_own(playwright, engine):
        return True
    return all(map(_first, _PROGRAMS[engine]))


def provide() -> None:
    """Install the wanted engines that are missing; raises ``CalledProcessError`` if that fails."""
    engines = missing()
    if not engines:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        packages = [package for engine in engines for package in _PACKAGES[engine]]
        _apt_get("update")
        _apt_get("install", "-y", "--no-install-recommends", *packages)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", *engines], check=True)


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-q", *arguments], check=True, stdout=sys.stderr, env=environment)


if __name__ == "__main__":
    provide()
