"""Kernels for a build: the running interpreter, free of the user's Jupyter and IPython, and ended with the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

NAME = "python3"
"""What the notebooks call their kernel; no kernel installed under this name is ever used."""

_COMMAND = [
    *(sys.executable, "-P", "-m", "bosetting.report.running.kernel_app", "-f", "{connection_file}"),
    # No history is kept, and the warning about encryption is not the user's concern: all is on this machine.
    *("--HistoryManager.enabled=False", "--log-level=40"),
]
_KEPT = ("PYTHONHOME", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


class Stopped(Exception):
    """No more kernels are started, since the build is being stopped."""


class Kernels:
    """The kernels of one build.

    Args:
        folder: holds their connection files, settings and temporary files; whoever gives it removes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._stopped = False

    def manager(self, home: Path) -> type[AsyncKernelManager]:
        """The class with which nbclient starts a kernel that lives in ``home``, an empty folder."""
        kernels = self

        class Manager(AsyncKernelManager):
            @property
            def kernel_spec(self) -> KernelSpec:
                """The running interpreter, whatever kernels Jupyter finds."""
                return _spec()

            async def start_kernel(self, **options: Any) -> None:  # type: ignore[override]
                """Start the kernel in its own folder; what it writes goes to a file there."""
                self.connection_file = str(home / "connection.json")
                with kernels._lock, (home / "log").open("wb") as log:
                    if kernels._stopped:
                        raise Stopped
                    await self._async_start_kernel(
                        env=environment(os.environ, home),
                        cwd=str(home / "work"),
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        **options,
                    )
                    kernels._running.append(self.provisioner.process)  # type: ignore[union-attr]

        return Manager

    def home(self) -> Path:
        """A new folder for a kernel, with an empty one in it where it works."""
        return new_home(self.folder)

    def stop(self) -> None:
        """End every kernel and whatever it has started, and start no more."""
        self._stopped = True
        with self._lock:
            for process in self._running:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


def new_home(folder: Path) -> Path:
    """A new folder for a process that runs notebooks, with an empty one in it where it works."""
    home = Path(tempfile.mkdtemp(prefix="kernel-", dir=folder))
    for name in ("work", "tmp", "settings"):
        (home / name).mkdir()
    return home


def environment(mine: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of a kernel: that of the build without any Python, IPython or Jupyter settings.

    It finds the same modules as the running interpreter, in the same order.

    Args:
        mine: the environment of the build.
        home: the kernel's own folder.
    """
    theirs = ("PYTHON", "IPYTHON", "JUPYTER")
    kept = {name: value for name, value in mine.items() if not name.startswith(theirs) or name in _KEPT}
    settings = str(home / "settings")
    folders = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    return kept | {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(os.path.abspath(path) for path in sys.path)),  # noqa: PTH100 - "" is the working folder
        "PYTHONNOUSERSITE": "1",
        "JUPYTER_NO_CONFIG": "1",
        "TMPDIR": str(home / "tmp"),
        **dict.fromkeys(folders, settings),
    }


def _spec() -> KernelSpec:
    local = {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}
    return KernelSpec(argv=_COMMAND, display_name="Python 3", language="python", metadata=local)
