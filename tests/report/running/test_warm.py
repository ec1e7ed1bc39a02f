"""Warm processes: a notebook runs as it does in a kernel, and whatever goes wrong it gets run."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import nbformat
import pytest

from bosetting.report.running.execution import NotebookFailed, execute
from bosetting.report.running.processes import Processes
from bosetting.report.running.runner import Run, Runner
from bosetting.report.running.warm import Done, Failed, Task

READY = ("bosetting.report.running.execution",)


def notebook(folder: Path, *cells: str) -> Path:
    parameters = nbformat.v4.new_code_cell("x = 1\nroot = None", id="parameters")
    parameters.metadata["tags"] = ["parameters"]
    others = [nbformat.v4.new_code_cell(cell, id=f"cell-{i}") for i, cell in enumerate(cells)]
    path = folder / "n.ipynb"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    text = nbformat.v4.new_markdown_cell("# Text", id="text")
    nbformat.write(nbformat.v4.new_notebook(cells=[text, parameters, *others], metadata=metadata), path)
    return path


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    (tmp_path / "warm").mkdir()
    found = Processes(tmp_path / "warm", 2, READY)
    yield found
    found.stop()


def answers(processes: Processes, *tasks: Task) -> list[object]:
    return [answer for _, answer in sorted(processes.run(tasks), key=lambda one: one[0])]


def test_each_task_has_a_process_and_its_answer(processes: Processes) -> None:
    first, second = answers(processes, Task(os.getpid), Task(os.getpid))
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert len({first.value, second.value, os.getpid()}) == 3


def test_neither_waits_for_the_other_however_much_they_send(processes: Processes) -> None:
    """What nobody has asked for yet stops no order, when both are larger than a pipe holds."""
    large, found = 1 << 22, []

    def both_ways() -> None:
        early = processes.run([Task(bytes, (large,))] * 3)
        time.sleep(0.5)  # by then they want to be taken
        late = processes.run([Task(len, (bytes(large),))] * 2)
        found.extend(answer for _, answer in (*late, *early))

    asking = Thread(target=both_ways, daemon=True)
    asking.start()
    asking.join(timeout=60)
    assert found == [Done(large)] * 2 + [Done(bytes(large))] * 3


def test_what_is_prepared_is_there_for_all(processes: Processes) -> None:
    assert list(processes.prepare(Task(os.putenv, ("A", "1")))) == [(0, Done(None))]
    assert answers(processes, Task(subprocess.getoutput, ("echo $A",))) == [Done("1")]


def test_tasks_begin_at_once_and_each_order_gets_its_own_answers(
    processes: Processes, tmp_path: Path
) -> None:
    early = processes.run([Task(Path.touch, (tmp_path / "made",)), Task(str, (1,))])
    while not (tmp_path / "made").exists():
        time.sleep(0.01)
    prepared = processes.prepare(Task(str, (2,)))
    late = processes.run([Task(str, (3,)), Task(str, (4,))])
    assert dict(late) == {0: Done("3"), 1: Done("4")}
    assert dict(early) == {0: Done(None), 1: Done("1")}
    assert dict(prepared) == {0: Done("2")}


def test_a_task_that_fails_ends_or_takes_too_long_says_so(processes: Processes) -> None:
    assert answers(
        processes,
        Task(int, ("x",)),
        Task(os._exit, (3,)),
        Task(time.sleep, (60,), seconds=1),
        Task(os.kill, (os.getpid(), 0)),
        Task(str, (5,)),
    ) == [
        Failed("ValueError: invalid literal for int() with base 10: 'x'"),
        Failed("its process ended with 3"),
        Failed("it took too long"),
        Done(None),
        Done("5"),
    ]


def test_more_than_a_pipe_holds(processes: Processes) -> None:
    large = "x" * 1_000_000
    assert answers(processes, *(Task(str.upper, (large,)) for _ in range(5))) == [Done(large.upper())] * 5


def test_every_task_is_answered_when_the_warm_process_ends(processes: Processes) -> None:
    killed = Failed("the process it would be forked from has ended")
    os.kill(processes.process, signal.SIGKILL)
    assert answers(processes, Task(os.getpid), Task(os.getpid)) == [killed, killed]
    assert answers(processes, Task(os.getpid)) == [killed]


def test_nothing_is_left_when_it_is_stopped(processes: Processes) -> None:
    [found] = answers(processes, Task(os.getppid))
    assert found == Done(processes.process)
    processes.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(processes.process, 0)


SHOWN = """
from IPython.display import HTML, display
print("not shown")
display({"text/html": "<p>ø</p>", "text/plain": "ø"}, raw=True, metadata={"bosetting": {"block": "prose"}})
HTML(f"<b>{x}</b>")
"""


def test_a_notebook_is_the_same_as_from_a_kernel(tmp_path: Path) -> None:
    path = notebook(
        tmp_path, SHOWN, "", "_, Out[3].data, [root, __name__]", "y = None; y", "f'{x:>5}'  # last"
    )
    parameters = {"x": 2, "root": str(tmp_path)}
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 1, READY) as runner:
        [(number, warm)] = runner.notebooks([Run(path, parameters, "n")])
        assert number == 0
        assert nbformat.writes(warm) == nbformat.writes(execute(path, parameters, runner.kernels))
    assert [output.output_type for output in warm.cells[3].outputs] == ["display_data", "execute_result"]
    assert warm.cells[3].outputs[0].metadata == {"bosetting": {"block": "prose"}}
    assert str(tmp_path) in warm.cells[5].outputs[0].data["text/plain"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("import os, sys; 'ipykernel' in sys.modules or os._exit(4)", "its process ended with 4"),
        ("import sys, time; 'ipykernel' in sys.modules or time.sleep(60)", "it took too long"),
    ],
)
def test_what_a_warm_process_cannot_run_a_kernel_does(cell: str, why: str, tmp_path: Path) -> None:
    path, told = notebook(tmp_path, cell), []
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 1, READY, told.append) as runner:
        [(_, done)] = runner.notebooks([Run(path, {}, "n.ipynb", seconds=2)])
    assert told == [f"n.ipynb again, in a kernel ({why})"]
    assert len(done.cells[-1].outputs) == 1


def test_a_cell_that_fails_is_told_as_ever(tmp_path: Path) -> None:
    path = notebook(tmp_path, "1 / 0", "2")
    (tmp_path / "kernels").mkdir()
    with (
        Runner(tmp_path / "kernels", 1, READY) as runner,
        pytest.raises(NotebookFailed, match=r"^n\.ipynb, cell 2 failed: ZeroDivisionError: division by zero"),
    ):
        list(runner.notebooks([Run(path, {}, "n.ipynb")]))


def test_the_environment_is_a_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "mine"))
    path = notebook(
        tmp_path, "import os; sorted(os.listdir()), os.environ['IPYTHONDIR'].endswith('settings')"
    )
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 1, READY) as runner:
        [(_, done)] = runner.notebooks([Run(path, {}, "n.ipynb")])
    assert done.cells[-1].outputs[0].data["text/plain"] == "([], True)"
    assert not (tmp_path / "mine").exists()


def test_papermill_knows_the_engine_by_name() -> None:
    from papermill.engines import papermill_engines

    assert papermill_engines.get_engine("bosetting").__name__ == "InProcess"


def test_those_that_run_in_turn_are_as_those_that_run_alone(tmp_path: Path) -> None:
    path = notebook(tmp_path, SHOWN, "later = globals().get('later', 0) + x; later", "_, Out[3].data")
    runs = [Run(path, {"x": x, "root": str(tmp_path)}, f"n {x}") for x in range(5)]
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 2, READY) as runner:
        alone, together = dict(runner.notebooks(runs)), dict(runner.notebooks(runs, 2))
    assert together.keys() == alone.keys() == set(range(5))
    for number, found in together.items():
        assert nbformat.writes(found) == nbformat.writes(alone[number])
        assert found.cells[4].outputs[0].data["text/plain"] == str(number)


def told_by(place: Path, notebook: nbformat.NotebookNode) -> int:
    """Writes what the last cell shows, and gives the number of the process that does."""
    place.write_text(notebook.cells[-1].outputs[0].data["text/plain"])
    return os.getpid()


def test_what_is_made_of_a_notebook_is_made_where_it_ran(tmp_path: Path) -> None:
    path = notebook(tmp_path, "import sys; 'ipykernel' in sys.modules or x != 3 or 1 / 0; x")
    runs = [Run(path, {"x": x}, f"n {x}", then=partial(told_by, tmp_path / f"{x}")) for x in range(4)]
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 1, READY) as runner:
        found = dict(runner.notebooks(runs, 2))
    assert [(tmp_path / f"{x}").read_text() for x in range(4)] == ["0", "1", "2", "3"]
    assert found[0] == found[1] != os.getpid()
    assert found[2] not in (found[0], os.getpid())
    assert found[3] == os.getpid(), "what a kernel has run is handed to this process"


def test_where_one_of_them_ends_the_process_each_has_its_own(tmp_path: Path) -> None:
    cell = "import os, sys; 'ipykernel' in sys.modules or x != 2 or os._exit(4); x"
    runs = [Run(notebook(tmp_path, cell), {"x": x}, f"n {x}") for x in range(4)]
    told: list[str] = []
    (tmp_path / "kernels").mkdir()
    with Runner(tmp_path / "kernels", 1, READY, told.append) as runner:
        found = dict(runner.notebooks(runs, 4))
    assert told == ["n 2 again, in a kernel (its process ended with 4)"]
    assert [found[n].cells[-1].outputs[0].data["text/plain"] for n in range(4)] == ["0", "1", "2", "3"]
