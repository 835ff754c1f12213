# A family of processes that wait, and do to their pages what they are told: "NAME ACT ARGUMENTS", answered by a number. The first one is called root.
#
#   write|same FIRST COUNT   pages of region a get another byte, or the one that they have        fork NAME    answers its PID
#   drop FIRST COUNT         pages of region a are released                                       leave        ends without waiting for anybody
#   guard FIRST COUNT        the same, and none may be touched: MADV_GUARD_INSTALL, 0 when done
#   huge|shared FIRST COUNT  pages of the huge region, or of the shared one, get another byte     iterate K    the first K elements, answers on how many pages they lie
#   new COUNT | zero COUNT   fresh pages are written, or only read                                hide         is not dumpable any more (prctl(2))
#   thread                   begins a thread, answers its number                                  halve        ends its main thread, another one runs on
#   borrow                   of root only: a child with the same memory, as vfork(2) makes, answers its PID
#   name TEXT                the name of the program, with Python's escapes                       exec         begins another program
import ctypes
import mmap
import os
import platform
import signal
import sys
import threading
import time

PAGE, SLOTS = mmap.PAGESIZE, 12
NOHUGEPAGE, HUGEPAGE, PR_SET_DUMPABLE, PR_SET_NAME, CLONE_VM = 15, 14, 4, 15, 0x100
libc = ctypes.CDLL(None)


def region(pages, flags=mmap.MAP_PRIVATE, advice=NOHUGEPAGE, prot=mmap.PROT_READ | mmap.PROT_WRITE):
    memory = mmap.mmap(-1, pages * PAGE, flags=flags | mmap.MAP_ANONYMOUS, prot=prot)
    memory.madvise(advice)
    return memory


def address(memory):
    return ctypes.addressof(ctypes.c_char.from_buffer(memory))


a, huge, shared = region(int(sys.argv[1])), region(2048, advice=HUGEPAGE), region(16, flags=mmap.MAP_SHARED)
for memory in a, huge, shared:
    for at in range(0, len(memory), PAGE):
        memory[at] = 1
items = list(range(100_000))
pipes = [(os.pipe(), os.pipe()) for _ in range(SLOTS)]
names, pids, kept = {'root': 0}, [], []


def serve(slot):
    signal.alarm(300)  # Whatever becomes of the others.
    while True:
        os.write(pipes[slot][1][1], b'%d\n' % act(*os.read(pipes[slot][0][0], 256).decode().split()))


def act(what, *words):
    if what == 'fork':
        pid = os.fork()
        return pid or serve(int(words[0]))
    if what == 'leave':
        os._exit(0)
    if what == 'exec':
        os.write(pipes[int(words[0])][1][1], b'0\n')
        os.execv('/bin/sleep', ['sleep', '300'])
    if what == 'thread':
        threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
        return threading.enumerate()[-1].native_id
    if what == 'halve':
        threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
        os.write(pipes[int(words[0])][1][1], b'0\n')
        libc.syscall(60 if platform.machine() == 'x86_64' else 93, 0)
    if what == 'borrow':
        stack = mmap.mmap(-1, 64 * PAGE)
        kept.append(stack)
        top = ctypes.c_void_p(address(stack) + len(stack))
        pids.append(libc.clone(ctypes.cast(libc.sleep, ctypes.c_void_p), top, CLONE_VM | signal.SIGCHLD, ctypes.c_void_p(300)))
        return pids[-1]
    if what == 'hide':
        return libc.prctl(PR_SET_DUMPABLE, 0)
    if what == 'name':
        return libc.prctl(PR_SET_NAME, words[0].encode().decode('unicode_escape').encode())
    if what == 'iterate':
        count = int(words[0])
        for item in items[:count]:
            pass
        return len({id(item) // PAGE for item in items[:count]})
    if what in ('new', 'zero'):
        kept.append(region(int(words[0]), prot=7))
        for at in range(0, len(kept[-1]), PAGE):
            if what == 'new':
                kept[-1][at] = 1
            else:
                kept[-1][at]
        return 0
    first, count = map(int, words)
    memory = {'huge': huge, 'shared': shared}.get(what, a)
    if what == 'guard':
        return -libc.madvise(ctypes.c_void_p(address(a) + first * PAGE), ctypes.c_size_t(count * PAGE), 102)
    if what == 'drop':
        memory.madvise(mmap.MADV_DONTNEED, first * PAGE, count * PAGE)
        return 0
    for at in range(first * PAGE, (first + count) * PAGE, PAGE):
        memory[at] = memory[at] if what == 'same' else memory[at] + 1
    return 0


signal.alarm(300)
print(os.getpid(), address(a), address(huge), address(shared), flush=True)
line = os.read(0, 256)
while line:
    who, what, *words = line.decode().split()
    if what == 'fork':
        names[words[0]] = len(names)
        words = [str(names[words[0]])]
    if what in ('exec', 'halve'):
        words = [str(names[who])]
    if who == 'root':
        answer = b'%d\n' % act(what, *words)
    else:
        os.write(pipes[names[who]][0][1], ' '.join([what, *words]).encode())
        answer = b'0\n' if what == 'leave' else os.read(pipes[names[who]][1][0], 64)
    if what == 'fork':
        pids.append(int(answer))
    os.write(1, answer)
    line = os.read(0, 256)
for pid in pids:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
