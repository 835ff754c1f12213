#!/usr/bin/env python3
"""Records what notebook 11 shows of hugetlbfs, KSM and swap, which an ordinary machine has switched off.

    sudo python3 data/memory/record.py        (Linux 6.6 or later, from the repository's root)

It changes settings of the whole machine for some seconds, and puts them back: 16 pages of hugetlbfs, KSM, a swap file of 64 MB. The figures are those of one
mapping, from /proc/PID/smaps and stat, read by this process while parent and child wait.
"""
import contextlib
import datetime
import mmap
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time

PAGE, HUGE = 4096, 2 << 20
MAP_HUGETLB, MADV_MERGEABLE, MADV_NOHUGEPAGE, MADV_PAGEOUT = 0x40000, 12, 15, 21
POOL, KSM = '/proc/sys/vm/nr_hugepages', '/sys/kernel/mm/ksm/'
HERE = os.path.dirname(os.path.abspath(__file__))


class Process:
    """A forked process that does what it is told to do with the mapping, one order after the other."""

    def __init__(self, pid, orders, answers):
        self.pid, self._orders, self._answers = pid, orders, answers

    @classmethod
    def fork(cls, mapping):
        """Forks one. Only processes that are forked this way have the mapping: this one would have its share of it."""
        (take, orders), (answers, say) = os.pipe(), os.pipe()
        if pid := os.fork():
            os.close(take), os.close(say)
            return cls(pid, orders, answers)
        memory = mapping()
        while order := os.read(take, 64).decode():
            name, _, step = order.partition(' ')
            if name == 'fork':
                child = cls.fork(lambda: memory)
                os.write(say, f'{child.pid} {child._orders} {child._answers}'.encode())
                continue
            if name == 'tell':
                number, _, what = step.partition(' ')
                os.write(child._orders, what.encode())
                os.write(say, os.read(child._answers, 64) or b'ended')
                continue
            for at in range(0, len(memory), int(step or PAGE)) if name in ('read', 'write') else ():
                byte = memory[at]
                if name == 'write':
                    memory[at] = (byte + 1) % 256
            if name == 'advise':
                memory.madvise(int(step))
            os.write(say, b'done')
        os._exit(0)

    def do(self, order):
        os.write(self._orders, order.encode())
        return os.read(self._answers, 64).decode()

    def figures(self, size):
        """The fields of the mapping, in kB, and the faults of the process."""
        entries, found = {}, None
        for line in open(f'/proc/{self.pid}/smaps'):
            if '-' in line.split()[0]:
                start, end = (int(part, 16) for part in line.split()[0].split('-'))
                found = end - start == size and ' rw-p ' in line and '/' not in line[40:].replace('/anon_hugepage', '')
            elif found and line.endswith('kB\n'):
                entries[line.split(':')[0]] = int(line.split()[1])
        stat = open(f'/proc/{self.pid}/stat').read().rpartition(')')[2].split()
        uss = sum(entries[name] for name in ('Private_Clean', 'Private_Dirty', 'Private_Hugetlb'))
        return {**entries, 'USS': uss, 'min_flt': int(stat[7]), 'maj_flt': int(stat[9])}


def vmstat(name):
    return next(int(line.split()[1]) for line in open('/proc/vmstat') if line.split()[0] == name)


@contextlib.contextmanager
def setting(path, value):
    before = open(path).read().strip()
    try:
        open(path, 'w').write(str(value))
        yield
    finally:
        open(path, 'w').write(before)


class Story:
    """A parent, later a child, and a row for each of them at each moment."""

    def __init__(self, name, what, columns, size, flags=0, advice=None):
        def mapping():
            memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | flags)
            if advice:
                memory.madvise(advice)
            return memory

        self._name, self._what, self._columns, self._size = name, what, columns, size
        self.parent, self.child, self._rows, self._last = Process.fork(mapping), None, [], {}

    def fork(self):
        self.child = Process(int(self.parent.do('fork').split()[0]), None, None)
        # What a child faults that does nothing is not to be counted with its work.
        for _ in range(2):
            self.by_child('idle')

    def by_child(self, order):
        return self.parent.do(f'tell 0 {order}')

    def look(self, moment, by=None, **more):
        """A row for each process; what more is known is of the one that has just worked."""
        for who, process in (('parent', self.parent), ('child', self.child)):
            if process is None:
                continue
            now = process.figures(self._size)
            last = self._last.get(who, now)
            faults = {name: now[name] - last[name] for name in ('min_flt', 'maj_flt')}
            self._last[who] = now
            row = {**now, **faults, **(more if who == by else {})}
            self._rows.append([moment, who, *(row.get(column.split(' ')[0], '') for column in self._columns)])

    def save(self):
        os.kill(self.parent.pid, signal.SIGKILL)
        if self.child:
            os.kill(self.child.pid, signal.SIGKILL)
        os.waitpid(self.parent.pid, 0)
        today = datetime.date.today().isoformat()
        release = next(line.split('"')[1] for line in open('/etc/os-release') if line.startswith('PRETTY_NAME'))
        with open(os.path.join(HERE, f'{self._name}.csv'), 'w') as file:
            file.write(f'# Not measured now: recorded on {today} on {release}, Linux {platform.release().split("-")[0]}, {platform.machine()}.\n')
            file.write(f'# command: sudo python3 data/memory/record.py\n# {self._what}\n')
            file.write(','.join(['moment', 'process', *self._columns]) + '\n')
            file.writelines(','.join(map(str, row)) + '\n' for row in self._rows)


FAULTS = ['min_flt since', 'maj_flt since']


def hugetlb():
    with setting(POOL, 16):
        story = Story('hugetlb', '8 pages of hugetlbfs, 2 MB each. Sizes are kB, of this mapping; faults are those since the moment before.',
                      ['Rss kB', 'Shared_Hugetlb kB', 'Private_Hugetlb kB', 'min_flt since'], 8 * HUGE, flags=MAP_HUGETLB)
        story.parent.do(f'write {HUGE}')
        story.look('the parent has filled it')
        story.fork()
        story.look('after fork')
        story.by_child(f'write {HUGE}')
        story.look('the child has written 1 byte in each')
        story.save()


def ksm():
    with setting(KSM + 'pages_to_scan', 4096), setting(KSM + 'run', 1):
        story = Story('ksm', '1,024 pages with the same bytes. Sizes are kB, of this mapping; faults, and copies of merged pages (cow_ksm of /proc/vmstat), since the moment before.',
                      ['Rss kB', 'Pss kB', 'USS kB', 'KSM kB', 'min_flt since', 'cow_ksm since'], 1024 * PAGE, advice=MADV_NOHUGEPAGE)
        story.parent.do('write')
        story.look('the parent has filled it')
        story.parent.do(f'advise {MADV_MERGEABLE}')
        while story.parent.figures(1024 * PAGE)['KSM'] < 4096:
            time.sleep(0.1)
        story.look('KSM has merged it')
        story.fork()
        story.look('after fork')
        # Nothing more is merged while they write.
        open(KSM + 'run', 'w').write('0')
        copies = vmstat('cow_ksm')
        story.by_child('write')
        story.look('the child has written each page', 'child', cow_ksm=vmstat('cow_ksm') - copies)
        copies = vmstat('cow_ksm')
        story.parent.do('write')
        story.look('the parent has written each page', 'parent', cow_ksm=vmstat('cow_ksm') - copies)
        story.save()


def swap():
    with tempfile.TemporaryDirectory(dir='/var/tmp') as folder:
        path = os.path.join(folder, 'swap')
        with open(path, 'wb') as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(bytes(64 << 20))
        subprocess.run(['mkswap', path], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(['swapon', path], check=True)
        try:
            story = Story('swap', '16 MB in 4,096 small pages. Sizes are kB, of this mapping; faults are those since the moment before.',
                          ['Rss kB', 'Pss kB', 'USS kB', 'Swap kB', 'SwapPss kB', *FAULTS], 16 << 20, advice=MADV_NOHUGEPAGE)
            story.parent.do('write')
            story.look('the parent has filled it')
            story.parent.do(f'advise {MADV_PAGEOUT}')
            story.look('swapped out')
            story.fork()
            story.look('after fork')
            story.by_child('read')
            story.look('the child has read it')
            story.parent.do('read')
            story.look('the parent has read it')
            story.by_child('write')
            story.look('the child has written it')
            story.save()
        finally:
            subprocess.run(['swapoff', path], check=True)


if __name__ == '__main__':
    if os.geteuid() != 0:
        sys.exit('This needs root: it reserves huge pages, runs KSM and adds a swap file, and puts all back.')
    for record in (hugetlb, ksm, swap):
        record()
