"""A notebook whose kernel is restarted again and again, each time with the set-up cell and an experiment. Run: python3 restarts.py FOLDER TIMES

FOLDER holds setup.dib. Fails when a restart leaves a process, or a file, folder or socket in the folder for temporary files, or when a kernel or this manager
has more file descriptors open than the first time.
"""
import os
import sys
import tempfile
import time
import uuid

MARK = uuid.uuid4().hex
LIMIT = 60

os.chdir(sys.argv[1])
folder = tempfile.mkdtemp()
os.environ["TMPDIR"] = folder
os.environ["COW_RESTARTS_MARK"] = MARK
tempfile.tempdir = folder

from jupyter_client.manager import KernelManager

CELLS = [
    "#!import setup.dib",
    "var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = 20_000 });",
    "#!parent\nlong_list = list(range(Size))",
    "#!child --predict long_list\nfor i in long_list:\n    pass",
    "(lab.LastRun.CopiedPages - lab.LastRun.Predicted) is >= 0 and <= 10",
]


def marked():
    """The processes that the kernels have started, and the kernels; this one got the mark after its start."""
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/environ" % pid, "rb") as file:
                if MARK.encode() in file.read():
                    found.add(int(pid))
        except OSError:
            pass
    return found


def descriptors(pid):
    return len(os.listdir("/proc/%d/fd" % pid))


def until(condition, what):
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.05)


def execute(client, code):
    shown = []
    reply = client.execute_interactive(code, timeout=LIMIT, output_hook=lambda message: shown.append(message["content"]))
    assert reply["content"]["status"] == "ok", (code, reply["content"])
    return shown


manager = KernelManager(kernel_name=".net-csharp")
manager.start_kernel()
client = manager.client()
client.start_channels()
counts, before = [], set()
for number in range(int(sys.argv[2]) + 1):
    if number:
        before = marked()
        manager.restart_kernel()
        until(lambda: not before & marked(), lambda: "after restart %d: of the kernel before there are still %s" % (number, before & marked()))
    client.wait_for_ready(timeout=LIMIT)
    for code in CELLS:
        shown = execute(client, code)
    assert "True" in str(shown), shown
    kernel = manager.provisioner.process.pid
    # Those of the parent's and child's runs are theirs; Jupyter's own process has the sockets to the kernel.
    counts.append((descriptors(kernel), len(marked()), descriptors(os.getpid())))

client.stop_channels()
manager.shutdown_kernel()
until(lambda: not marked(), lambda: "processes are left: %s" % marked())
left = os.listdir(folder)
assert not left, left
os.rmdir(folder)
first, most = counts[0], tuple(map(max, zip(*counts)))
print("restarts: %d; descriptors of the kernel, processes, descriptors of the manager: first %s, most %s, last %s" % (len(counts) - 1, first, most, counts[-1]))
# A descriptor lost with every kernel would be more.
assert all(last <= one + 2 for last, one in zip(counts[-1], counts[0])), counts
