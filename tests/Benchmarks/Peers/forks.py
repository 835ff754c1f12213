"""The same as forks.c, in Python: what a fork takes where the parent is this interpreter.

Run: python3 forks.py BYTES     (then a line on standard input for each fork, answered with nanoseconds)
"""
import os
import sys
import time

size = int(sys.argv[1])
memory = bytearray(size)
for at in range(0, size, 4096):
    memory[at] = 1
print("ready", flush=True)
for line in sys.stdin:
    reads, writes = os.pipe()
    begin = time.perf_counter_ns()
    child = os.fork()
    if child == 0:
        os.write(writes, b"x")
        os._exit(0)
    os.read(reads, 1)
    print(time.perf_counter_ns() - begin, flush=True)
    os.waitpid(child, 0)
    os.close(reads)
    os.close(writes)
