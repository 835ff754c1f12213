"""Says what became of a process's pages between two moments, from the kernel's files alone. Needs root: frame numbers are hidden from others.

It shares no code and no idea with the laboratory that it checks: that one takes PAGEMAP_SCAN and bit 56 of a pagemap entry ("exclusively mapped"), this one
frame numbers and /proc/kpagecount, how often a frame is mapped. Documentation/admin-guide/mm/pagemap.rst and filesystems/proc.rst have all that is used.

    snap NAME PID           answers  ok
    compare BEFORE AFTER    answers  copied=N new=N zeros=N reused=N dropped=N swapped=N uss=N files=N faults=N pages=FIRST+COUNT,...

uss, files and faults are growths: of the private pages in smaps_rollup, of what of them is a file's afterwards, of minflt in stat. pages are the copied ones, in
hexadecimal. The process must wait or be stopped; looking takes no fault of it, and changes no page.
"""
import os
import re
import sys

from frames import FILE, FRAME, PAGE, PRESENT, SWAPPED, counts_of, find_zeros, numbers_of

MAPPING = re.compile(r'([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ (\d+) *(.*)')
KERNELS_OWN = ('[vvar]', '[vvar_vclock]', '[vsyscall]', '[vdso]')

TRIES = 10
ZEROS, KEPT = find_zeros()


class Snapshot:
    """All of a process at one moment."""

    def __init__(self, pid):
        folder = '/proc/%s/' % pid
        with open(folder + 'stat') as file:
            self.faults = int(file.read().rpartition(')')[2].split()[7])  # minflt, field 10; what follows the name begins with field 3
        for _ in range(TRIES):
            # A page of a file is private or not by what other programs map: once more when one of them started or ended meanwhile.
            self.uss = self.private(folder)
            self.read(folder)
            if self.private(folder) == self.uss:
                break

    @staticmethod
    def private(folder):
        with open(folder + 'smaps_rollup') as file:
            return sum(int(line.split()[1]) for line in file if line.startswith('Private_')) * 1024 // PAGE

    def read(self, folder):
        self.entries, self.in_private_file, counts = {}, set(), os.open('/proc/kpagecount', os.O_RDONLY)
        pagemap = os.open(folder + 'pagemap', os.O_RDONLY)
        for first, last, is_private_file in self.mappings(folder):
            for page, entry in enumerate(numbers_of(pagemap, first, last - first), first):
                if entry & (PRESENT | SWAPPED):
                    self.entries[page] = entry
                    if is_private_file:
                        self.in_private_file.add(page)
        self.mapped = counts_of(counts, {page: entry & FRAME for page, entry in self.entries.items() if entry & PRESENT})
        os.close(pagemap)
        os.close(counts)

    @staticmethod
    def mappings(folder):
        """From maps, without terabytes that are reserved only: nobody may touch them, and smaps says that nothing is there."""
        with open(folder + 'smaps') as file:
            for mapping in re.split(r'^(?=[0-9a-f]+-[0-9a-f]+ )', file.read(), flags=re.M)[1:]:
                start, end, rights, inode, path = MAPPING.match(mapping).groups()
                is_empty = all(int(kilobytes) == 0 for kilobytes in re.findall(r'^(?:Rss|Swap): +(\d+)', mapping, re.M))
                if path not in KERNELS_OWN and not (rights.startswith('---') and is_empty):
                    yield int(start, 16) // PAGE, int(end, 16) // PAGE, inode != '0' and rights[3] == 'p'

    def kind(self, page):
        entry = self.entries.get(page, 0)
        return ('nothing' if entry == 0 else 'swap' if entry & SWAPPED else 'file' if entry & FILE
                else 'zeros' if entry & FRAME in ZEROS else 'anonymous')

    def frame(self, page):
        return self.entries[page] & FRAME

    def is_own(self, page):
        return self.mapped.get(page) == 1


def fate(page, before, after):
    """What became of a page."""
    was, now = before.kind(page), after.kind(page)
    if now == 'file' or was == now != 'anonymous':
        return 'same'  # mapping what is in the page cache copies nothing
    if now in ('nothing', 'zeros') or 'swap' in (was, now):
        return 'dropped' if now == 'nothing' else 'zeros' if now == 'zeros' else 'swapped'
    if was == 'anonymous':
        # Of a frame that others map too a write makes a copy, and this process has that one alone. The same frame for it alone: the others left it.
        # Its own frame was no copy before, and is none when the kernel moves it; and what is moved while others map it is still mapped by them.
        if before.is_own(page) or not after.is_own(page):
            return 'same'
        return 'reused' if before.frame(page) == after.frame(page) else 'copied'
    # Anonymous memory in a private mapping of a file was copied from the file, whether or not the file's page was mapped before; elsewhere it was filled with zeros.
    return 'copied' if page in after.in_private_file else 'new'


def compare(before, after):
    fates = {page: fate(page, before, after) for page in sorted(before.entries.keys() | after.entries.keys())}
    runs = []
    for page in (page for page, what in fates.items() if what == 'copied'):
        if runs and sum(runs[-1]) == page:
            runs[-1][1] += 1
        else:
            runs.append([page, 1])
    figures = {what: list(fates.values()).count(what) for what in ('copied', 'new', 'zeros', 'reused', 'dropped', 'swapped')}
    files = sum(after.is_own(page) - before.is_own(page) for page in after.entries if after.kind(page) == 'file')
    figures.update(uss=after.uss - before.uss, files=files, faults=after.faults - before.faults)
    return ' '.join('%s=%d' % figure for figure in figures.items()) + ' pages=' + ','.join('%x+%d' % tuple(run) for run in runs)


snapshots = {}
print('ready', flush=True)
for line in sys.stdin:
    command, first, second = line.split()
    if command == 'snap':
        snapshots[first] = Snapshot(second)
        print('ok', flush=True)
    else:
        print(compare(snapshots[first], snapshots[second]), flush=True)
