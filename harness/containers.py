"""Containers without root and without a registry, by Debian's podman and buildah.

Where the tests run as root, the commands run as a user of their own, which ``harness.hosting`` makes. Podman
is told what machines of tests may lack: control groups of the second version, and networks for containers.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

USER = "lastbild-containers"
_CONTAINERS = """
[containers]
netns = "host"
default_ulimits = ["nofile=1024:4096", "nproc=1000:1000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
"""
_STORAGE = '[storage]\ndriver = "overlay"\n'
_SECONDS = 600


def make_user() -> None:
    """Make the user of the containers, with numbers of its own for the users inside; root calls it."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        command = ["useradd", "--system", "--create-home", "--add-subids-for-system", "--shell", "/bin/sh"]
        subprocess.run([*command, USER], check=True)


@dataclass(frozen=True, slots=True)
class Containers:
    """Runs commands that make and run containers; everything of theirs stays in ``folder``."""

    folder: Path

    @classmethod
    def within(cls, folder: Path) -> Containers:
        """Return the containers of ``folder``, which any user can reach and which belongs to theirs."""
        (folder / "containers.conf").write_text(_CONTAINERS, "utf-8")
        (folder / "storage.conf").write_text(_STORAGE, "utf-8")
        for name in ("home", "running"):
            (folder / name).mkdir(mode=0o700)
            if os.geteuid() == 0:
                user = pwd.getpwnam(USER)
                os.chown(folder / name, user.pw_uid, user.pw_gid)
        return cls(folder)

    def run(self, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run ``command`` in ``folder`` and return how it ended, with everything it said in ``stdout``."""
        as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LASTBILD_")},
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "running"),
            "XDG_CONFIG_HOME": str(self.folder / "home"),
            "XDG_DATA_HOME": str(self.folder / "home"),
            "CONTAINERS_CONF": str(self.folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf"),
            "ISOLATION": "chroot",  # buildah's own, where no further user namespace can be had
        }
        return subprocess.run(
            [*as_user, *command],
            cwd=folder or self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_SECONDS,
        )

    def remove(self) -> None:
        """End every container and delete every image; their files belong to users that only Podman can be."""
        self.run("podman", "rm", "--all", "--force", "--time", "1")
        self.run("podman", "unshare", "rm", "-rf", str(self.folder / "home" / "containers"))
        # The process that holds the users inside, which Podman leaves for its next command.
        waiting = self.folder / "running" / "libpod" / "tmp" / "pause.pid"
        if waiting.exists():
            os.kill(int(waiting.read_text("utf-8")), signal.SIGKILL)


def missing() -> str | None:
    """Return why no container runs on this machine without root; ``None`` if one does."""
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    for program in ("podman", "buildah", "mmdebstrap", "unshare"):
        if not shutil.which(program):
            return f"{program} is not installed"
    probe = [*as_user, "unshare", "--user", "true"]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stderr.strip() or f"unshare: {done.returncode}"
