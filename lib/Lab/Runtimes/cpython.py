# The CPython parent and child: the same roles and the same messages as the .NET worker (lib/Forking/Protocol.cs).
# Runs on 2.7 and every 3. Started as: python -E -s -S -B -c THIS FOLDER
from __future__ import print_function

import fcntl
import gc
import os
import platform
import sys
from itertools import chain, islice

PAGE_SHIFT = os.sysconf('SC_PAGE_SIZE').bit_length() - 1
IMMORTAL = 1 << 30  # PEP 683: from 3.12 on such objects have a count this large, which is never written

heap = None     # the list
elements = 0


def say(answers, *words):
    os.write(answers, ('\t'.join(words) + '\n').encode('utf-8'))


def allocate(name, count):
    global heap, elements
    if name == 'integers':
        heap = list(range(count))
    elif name == 'strings':
        heap = ['string %d' % i for i in range(count)]
    elif name == 'lists':
        heap = [[i] for i in range(count)]
    elif name == 'tuples':
        heap = [(i,) for i in range(count)]
    elif name == 'dicts':
        heap = [{'number': i} for i in range(count)]
    else:
        raise ValueError("There is no heap '%s' for python." % name)
    elements = count
    return (sizes() + ['headers=' + ranges(written_pages()), 'elements=' + places(heap[0], heap), 'others=' + places(heap, [heap])]
            + ['others=' + places(sample, held(type(sample))) for sample in children(heap[0])])


def places(sample, objects):
    """Where objects of one type are: bytes before an object's address, its type, and runs: address of the first, distance to the next, how many, size of
    each. Neighbours of one size make one run."""
    runs = []
    before = before_pointer(sample)
    first = last = size = None
    count = distance = 0
    for x in objects:
        # The table of a list or dict lies elsewhere, though sys.getsizeof counts it.
        at, bytes_ = id(x), before + type(x).__basicsize__ if isinstance(x, (list, dict)) else sys.getsizeof(x)
        # An int of 28 bytes takes 32, so neighbours lie up to 15 bytes farther apart than they are long; 2.7 goes downwards.
        if count == 1 and bytes_ == size and 0 <= abs(at - last) - size < 16:
            distance = at - last
        if count > 0 and bytes_ == size and at - last == distance:
            count, last = count + 1, at
            continue
        if count > 0:
            runs.append('%x+%d*%d/%d' % (min(first, last), abs(distance), count, size))
        first, last, size, count, distance = at, at, bytes_, 1, 0
    runs.append('%x+%d*%d/%d' % (min(first, last), abs(distance), count, size))
    return '%d|%s|%s' % (before, type(sample).__name__, ','.join(runs)) if len(runs) <= 200000 else ''


def children(x):
    """What an object holds."""
    if isinstance(x, (list, tuple)):
        return iter(x)
    return chain(x, x.values()) if isinstance(x, dict) else iter(())


def held(kind):
    """All of one type that the elements hold; what several of them hold comes once."""
    seen = set()  # only of what more than one reference leads to, see sizes()
    for x in heap:
        for y in children(x):
            if type(y) is not kind:
                continue
            if sys.getrefcount(y) > HELD_ONCE:
                if id(y) in seen:
                    continue
                seen.add(id(y))
            yield y


def before_pointer(x):
    """Containers have the collector's header before the address that id() tells; sys.getsizeof counts it. 3 words until 3.7, 2 since then."""
    return sys.getsizeof(x) - x.__sizeof__()


def references():
    """What sys.getrefcount says, in a loop, of an object that only a container holds."""
    for x in [object()]:
        return sys.getrefcount(x)


HELD_ONCE = references()


def sizes():
    """The recursive sizeof recipe: sys.getsizeof of every object once. Without recursion: a nest may be a million deep."""
    by_type = {}
    seen = set()  # only of what more than one reference leads to: a set of everything would be larger than the heap
    stack = [iter([heap])]
    while stack:
        for x in stack[-1]:
            if sys.getrefcount(x) > HELD_ONCE:
                if id(x) in seen:
                    continue
                seen.add(id(x))
            n, b = by_type.get(type(x).__name__, (0, 0))
            by_type[type(x).__name__] = (n + 1, b + sys.getsizeof(x))
            if isinstance(x, (list, tuple, dict)):
                stack.append(children(x))
                break
        else:
            stack.pop()
    fields = ['objects=%d' % sum(n for n, _ in by_type.values()),
              'bytes=%d' % sum(b for _, b in by_type.values()),
              'shallow=%d' % sys.getsizeof(heap)]
    return fields + ['type=%d,%d,%s' % (n, b, name) for name, (n, b) in sorted(by_type.items())]


def written_pages():
    """The pages of the reference counts that iterating writes: id() is the address, and the count is the first word there."""
    if sys.version_info >= (3, 12):
        return set(id(x) >> PAGE_SHIFT for x in heap if sys.getrefcount(x) < IMMORTAL)
    return set(id(x) >> PAGE_SHIFT for x in heap)


def ranges(pages):
    out = []
    first = last = None
    for page in sorted(pages):
        if last is not None and page == last + 1:
            last = page
            continue
        if first is not None:
            out.append('%x+%d' % (first, last - first + 1))
        first = last = page
    if first is not None:
        out.append('%x+%d' % (first, last - first + 1))
    return ','.join(out)


def set_gc(name):
    if name == 'default':
        return
    if name == 'threshold0':
        gc.set_threshold(0)
    elif name == 'disabled':
        gc.disable()
    elif name == 'frozen':
        if not hasattr(gc, 'freeze'):
            raise ValueError('gc.freeze() came with CPython 3.7, and this is %s. Choose another gc setting or a newer python.' % platform.python_version())
        gc.freeze()
    else:
        raise ValueError("There is no gc setting '%s' for python." % name)


def fork(to_child, from_child, gc_name, own):
    set_gc(gc_name)
    requests = os.open(to_child, os.O_RDONLY)
    answers = os.open(from_child, os.O_WRONLY)
    pid = os.fork()
    if pid == 0:
        for fd in own:
            os.close(fd)
        child(requests, answers)
    os.close(requests)
    os.close(answers)
    return ['pid=%d' % pid]


def child(requests, answers):
    """Waits for a slice, runs it, answers with one byte, waits again; leaves through _exit."""
    try:
        position = iter(heap)  # one iterator for all slices: each element is read once
        devnull = open('/dev/null', 'w')
        os.write(answers, b'r')
        while True:
            words = os.read(requests, 128).split()
            if len(words) != 3:
                os._exit(0)
            run(words[0].decode('ascii'), int(words[1]), int(words[2]), position, devnull)
            os.write(answers, b'd')
    except BaseException as error:
        try:
            os.write(answers, ('e%s: %s' % (type(error).__name__, error)).encode('utf-8'))
        finally:
            os._exit(70)


def run(workload, number, slices, position, devnull):
    size = elements * (number + 1) // slices - elements * number // slices
    if workload == 'warm-up':
        warm_up(devnull)
    elif workload == 'iterate':
        for _ in islice(position, size):
            pass
    elif workload == 'print':
        for x in islice(position, size):
            print(x, file=devnull)
        devnull.flush()
    elif workload.startswith('collect'):
        if number == 0:
            gc.collect(int(workload[len('collect'):]))
    elif workload == 'invalid-access':
        import ctypes
        ctypes.CDLL(None).prctl(4, 0)  # PR_SET_DUMPABLE: no core file
        ctypes.string_at(1 << PAGE_SHIFT)  # the second page is never mapped
    elif workload != 'noop':
        raise ValueError("There is no workload '%s' for python." % workload)


def warm_up(devnull):
    """All that a workload does, once, on a small list: what a process does for the first time costs faults of its own."""
    small = [[i] for i in range(1000, 1064)]
    for _ in islice(iter(small), len(small)):
        pass
    for x in islice(iter(small), len(small)):
        print(x, file=devnull)
    devnull.flush()


def reap(pid):
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return ['signal=%d' % os.WTERMSIG(status)]
    return ['exit=%d' % os.WEXITSTATUS(status)]


def main(folder):
    os.setpgid(0, 0)
    # When the observer dies the kernel sends SIGIO to this whole group, which ends it (see LibC.DieWithWriterOf).
    lifeline = os.open(os.path.join(folder, 'lifeline'), os.O_RDONLY)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, getattr(os, 'O_ASYNC', 0x2000))
    requests = os.open(os.path.join(folder, 'requests'), os.O_RDONLY)
    answers = os.open(os.path.join(folder, 'answers'), os.O_WRONLY)
    say(answers, 'ready', 'pid=%d' % os.getpid(), 'version=%s %s' % (platform.python_implementation(), platform.python_version()))
    pending = b''
    while True:
        data = os.read(requests, 65536)
        if not data:
            return
        pending += data
        while b'\n' in pending:
            line, pending = pending.split(b'\n', 1)
            words = line.decode('utf-8').split('\t')
            try:
                if words[0] == 'allocate':
                    fields = allocate(words[1], int(words[2]))
                elif words[0] == 'fork':
                    fields = fork(words[1], words[2], words[3], (requests, answers))
                elif words[0] == 'run':
                    run(words[1], 0, 1, iter(heap), open('/dev/null', 'w'))
                    fields = []
                elif words[0] == 'reap':
                    fields = reap(int(words[1]))
                else:
                    raise ValueError("There is no request '%s'." % words[0])
                say(answers, 'ok', *fields)
            except Exception as error:
                say(answers, 'error', ' '.join(('%s: %s' % (type(error).__name__, error)).split()))


main(sys.argv[-1])
