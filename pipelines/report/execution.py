"""Runs a notebook and turns it into the body of a page. Same input, same bytes.

Belongs here: the kernel, what is recorded, the errors. Not here: the frame around the page (``shell``).
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from pipelines.errors import UserError
from pipelines.paths import PROJECT

CELL_TIMEOUT_SECONDS = 180


class NotebookError(UserError):
    """A notebook could not be run. Names the notebook and the cell; never quotes data."""


def execute(notebook: Path, folder: Path, environment: Mapping[str, str]) -> NotebookNode:
    """Runs every cell with ``folder`` as working directory, in a kernel of this same Python.

    Cell ids are fixed and no times are recorded. Raises NotebookError.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    node = _prepared(notebook)
    try:
        with tempfile.TemporaryDirectory(prefix="lagesbild-") as sockets, _quiet_loop():
            client = NotebookClient(
                node,
                km=_kernel_manager(sockets, has_ipc=os.name == "posix"),
                timeout=CELL_TIMEOUT_SECONDS,
                record_timing=False,
                resources={"metadata": {"path": str(folder)}},
            )
            client.execute(env=_kernel_environment(environment), cleanup_kc=True)
    except CellExecutionError as error:
        raise NotebookError(_cell_message(notebook, node, str(error.ename))) from None
    except CellTimeoutError:
        raise NotebookError(
            f"Anteckningsboken {notebook.name}: en cell tog längre tid än {CELL_TIMEOUT_SECONDS} sekunder."
        ) from None
    except DeadKernelError:
        raise NotebookError(
            f"Anteckningsboken {notebook.name}: körningen avbröts innan den var klar."
        ) from None
    return _cleaned(node)


def body_html(node: NotebookNode) -> str:
    """The notebook's text and outputs as HTML without inputs, prompts or scripts that fetch anything."""
    from nbconvert import HTMLExporter

    shown = nbformat.from_dict(node)
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                out
                for out in cell.outputs
                if (out.get("metadata") or {}).get("lagesbild", {}).get("only") != "notebook"
            ]
    exporter = HTMLExporter(
        template_name="basic",
        language_code="sv",
        mathjax_url="",
        require_js_url="",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(shown)
    return str(body)


def _prepared(notebook: Path) -> NotebookNode:
    try:
        node = nbformat.read(notebook, as_version=4)
    except Exception:
        raise NotebookError(
            f"Anteckningsboken {notebook.name} går inte att läsa som en anteckningsbok."
        ) from None
    for index, cell in enumerate(node.cells):
        cell["id"] = hashlib.sha256(f"{notebook.name} {index}".encode()).hexdigest()[:12]
        if cell.cell_type == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    return node


def _kernel_manager(folder: str, has_ipc: bool) -> Any:
    """A kernel of ``sys.executable``, whatever kernels are installed; over IPC where the system has it.

    Elsewhere (Windows) over TCP on the computer's own address. The connection file, and with IPC the sockets,
    lie in ``folder``. The address of a socket must be absolute, as the kernel has another working directory,
    and short, as systems allow about 100 characters.
    """
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    manager = AsyncKernelManager(connection_file=os.path.join(folder, "kernel.json"))
    manager.transport = "ipc" if has_ipc else "tcp"
    manager.ip = os.path.join(folder, "kernel") if has_ipc else "127.0.0.1"
    manager._kernel_spec = KernelSpec(
        argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python",
        language="python",
    )
    return manager


def _kernel_environment(extra: Mapping[str, str]) -> dict[str, str]:
    path = os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", **extra}


class _quiet_loop:
    """An event loop of our own, so that a caller's loop is neither used nor closed, and is set again after.

    A selector loop: the default one on Windows cannot wait for the kernel's sockets.
    """

    def __enter__(self) -> None:
        # asyncio has no public way to ask for the set loop that does not make one where there is none.
        local = getattr(asyncio.get_event_loop_policy(), "_local", None)
        self._callers: asyncio.AbstractEventLoop | None = getattr(local, "_loop", None)
        self._loop = asyncio.SelectorEventLoop()
        asyncio.set_event_loop(self._loop)

    def __exit__(self, *_: object) -> None:
        asyncio.set_event_loop(self._callers)
        self._loop.close()


def _cell_message(notebook: Path, node: NotebookNode, error: str) -> str:
    title, number = "", 0
    for index, cell in enumerate(node.cells, 1):
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            title = cell.source.splitlines()[0].lstrip("# ")
        if cell.cell_type == "code" and any(out.output_type == "error" for out in cell.outputs):
            number = index
            break
    where = f" under rubriken ”{title}”" if title else ""
    return (
        f"Anteckningsboken {notebook.name}: cell {number}{where} gav ett fel ({error}). Ingen sida "
        "publicerades. "
        "Öppna anteckningsboken och kör cellen för att se felet."
    )


def _cleaned(node: NotebookNode) -> NotebookNode:
    """Removes what differs from run to run or machine to machine."""
    node.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in node.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if out.output_type != "stream"]
    return node
