"""The kernel that the build starts: IPython without anybody's settings or start-up files."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp


class PlainKernel(IPKernelApp):
    """Reads no configuration and runs nothing before the notebook's first cell.

    An empty IPYTHONDIR is not enough, since IPython also looks in /etc and beside the interpreter.
    """

    def load_config_file(self, *_: object, **__: object) -> None:
        """Load nothing."""

    def init_code(self) -> None:
        """Run nothing."""


if __name__ == "__main__":
    PlainKernel.launch_instance()
