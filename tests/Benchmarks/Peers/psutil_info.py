"""What psutil takes to say USS, PSS and RSS of a process.

Run: python3 psutil_info.py PID     (then a number N on each line of standard input)
Answers each line with the CPU time, in seconds, of N calls of memory_full_info.
"""
import sys
import time

import psutil

process = psutil.Process(int(sys.argv[1]))
print("ready", flush=True)
for line in sys.stdin:
    begin = time.thread_time()
    for _ in range(int(line)):
        process.memory_full_info()
    print(time.thread_time() - begin, flush=True)
