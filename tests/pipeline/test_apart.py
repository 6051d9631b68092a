"""Work in a process of its own: same answers, same errors, and nothing of it stays."""

import subprocess
import sys
import textwrap
import threading

import pytest

from pynews.errors import PlanError
from pynews.pipeline import apart

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all is done here")


def alone(code: str) -> list[str]:
    """Run a program in a process with one thread, as the command line's has; what it printed."""
    program = "import os, signal, sys\nfrom pynews.pipeline import apart\n" + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.split()


@only_linux
def test_the_answer_comes_back_and_what_was_loaded_for_it_is_gone():
    printed = alone("""
        def load():
            import wave
            return os.getpid(), wave.__name__ * 1_000_000
        pid, content = apart(load)
        print(pid != os.getpid(), len(content), "wave" in sys.modules)
    """)
    assert printed == ["True", "4000000", "False"]


def test_an_error_is_raised_as_it_is():
    def fail() -> None:
        raise PlanError("nobody confirmed it", where="issue.md:3", hint="look again")

    with pytest.raises(PlanError) as caught:
        apart(fail)
    problem = caught.value.problems[0]
    assert (problem.where, problem.hint) == ("issue.md:3", "look again")


@only_linux
def test_a_copy_that_fails_is_stood_in_for_by_the_process_itself():
    printed = alone("""
        here = os.getpid()
        def killed():
            if os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            return os.getpid()
        print(apart(killed) == here)
        print(apart(lambda: killed.__globals__["here"]) == here)
        print(apart(lambda: iter(print, 0)) is not None)  # an answer that cannot be pickled
        def refuse():
            raise ValueError(os.getpid())
        try:
            apart(refuse)
        except ValueError as error:
            print(error.args[0] == here)
    """)
    assert printed == ["True"] * 4


@only_linux
def test_beside_other_threads_the_work_is_done_here():
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert apart(threading.get_native_id) == threading.get_native_id()
    finally:
        end.set()
        other.join()


@only_linux
def test_no_descriptor_and_no_process_is_left():
    printed = alone("""
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            apart(os.getpid)
        print(len(os.listdir("/proc/self/fd")) == before)
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            print("none")
    """)
    assert printed == ["True", "none"]
