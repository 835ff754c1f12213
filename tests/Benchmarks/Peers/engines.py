"""How soon a Jupyter kernel answers and what it holds: the same client, the same cells, in turns.

Run: python3 engines.py ROUNDS CELLS KERNEL...     (a Python kernel gets the same cells in Python)
Writes one line of JSON for each kernel and round, times in seconds, memory in bytes:
{"kernel", "ready": start to the kernel's first answer, "first": from there to the end of the first cell, "median": of the cells after it, "memory": PSS of the kernel's processes after the last}
"""
import json
import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

CELLS = {
    "python": "x{0} = sum(n * {0} for n in range(100))\nx{0}",
    "C#": "var x{0} = Enumerable.Range(0, 100).Select(n => n * {0}).Sum();\nx{0}",
}


def execute(client, code, expected):
    results = []
    begin = time.perf_counter()
    reply = client.execute_interactive(code, timeout=120, output_hook=results.append)
    took = time.perf_counter() - begin
    shown = [text for m in results if m["msg_type"] in ("execute_result", "display_data") for text in m["content"]["data"].values()]
    assert reply["content"]["status"] == "ok" and any(expected in text for text in shown), (code, reply["content"], shown)
    return took


def family(pid):
    """The process and all that descend from it (proc(5): task/TID/children)."""
    pids = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
            for child in file.read().split():
                pids += family(int(child))
    return pids


def pss(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))


def measure(kernel, cells):
    manager = KernelManager(kernel_name=kernel)
    code = CELLS[manager.kernel_spec.language]
    begin = time.perf_counter()
    manager.start_kernel(stdout=2, stderr=2)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=120)
        ready = time.perf_counter() - begin
        first = execute(client, code.format(1), str(4950))
        later = [execute(client, code.format(n), str(4950 * n)) for n in range(2, cells + 1)]
        memory = sum(pss(pid) for pid in family(manager.provisioner.process.pid))
        return {"kernel": kernel, "ready": ready, "first": first, "median": statistics.median(later), "memory": memory}
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


for _ in range(int(sys.argv[1])):
    for name in sys.argv[3:]:
        print(json.dumps(measure(name, int(sys.argv[2]))), flush=True)
