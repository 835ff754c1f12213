"""Says how the processes of a family share their pages, from the kernel's files alone. Needs root: frame numbers are hidden from others.

    PARENT CHILD...   a line of PIDs, is answered by a line of JSON: [{"pid": ..., figures}, ...], the parent first

It shares no code and no idea with the library that it checks: that one takes PAGEMAP_SCAN and bit 56 of a pagemap entry ("exclusively mapped"), this one
frame numbers and /proc/kpagecount, how often a frame is mapped. Documentation/admin-guide/mm/pagemap.rst and filesystems/proc.rst have all that is used.

A page that is in RAM and is not the zero page is, for a child, the first of these that holds:

    sharedWithParent   the parent has the same frame at the same address
    sharedWithOthers   someone else maps the frame: a sibling, or for a file anybody
    privateFile        it is a page of a file or of shared memory
    new                the parent has nothing at that address, or zeros that it only read
    privateIdentical   the parent has another page there, with the same bytes
    privateDifferent   with other bytes

For the parent, which has no parent here, the last three are one: privateUncompared. All
processes must wait or be stopped; looking takes no fault of theirs, and changes no page.
"""
import json
import os
import re
import sys

from frames import FILE, FRAME, GUARD, PAGE, PRESENT, SWAPPED, counts_of, find_zeros, numbers_of

KINDS = ('sharedWithParent', 'sharedWithOthers', 'privateIdentical', 'privateDifferent', 'new', 'privateUncompared', 'privateFile')
KERNELS_OWN = ('[vvar]', '[vvar_vclock]', '[vsyscall]')


class Process:
    """All pages of a process."""

    def __init__(self, pid, zeros, kpagecount):
        folder = '/proc/%s/' % pid
        self.pid = int(pid)
        self.memory = os.open(folder + 'mem', os.O_RDONLY)
        with open(folder + 'smaps_rollup') as file:
            self.uss = sum(int(line.split()[1]) for line in file if line.startswith('Private_')) * 1024 // PAGE
        self.frames, self.files, self.zeros, self.swapped = {}, set(), 0, 0
        pagemap = os.open(folder + 'pagemap', os.O_RDONLY)
        for first, last in self.mappings(folder):
            for page, entry in enumerate(numbers_of(pagemap, first, last - first), first):
                if entry & SWAPPED and not entry & GUARD:
                    self.swapped += 1
                elif entry & PRESENT and entry & FRAME in zeros:
                    self.zeros += 1
                elif entry & PRESENT:
                    if entry & FILE:
                        self.files.add(page)
                    self.frames[page] = entry & FRAME
        self.counts = counts_of(kpagecount, self.frames)
        os.close(pagemap)

    @staticmethod
    def mappings(folder):
        """Without terabytes that are reserved only: nobody may touch them, and smaps says that nothing is there."""
        with open(folder + 'smaps') as file:
            for mapping in re.split(r'^(?=[0-9a-f]+-[0-9a-f]+ )', file.read(), flags=re.M)[1:]:
                start, end, rights, path = re.match(r'([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ *(.*)', mapping).groups()
                is_empty = rights.startswith('---') and not any(int(kilobytes) for kilobytes in re.findall(r'^(?:Rss|Swap): +(\d+)', mapping, re.M))
                if path not in KERNELS_OWN and not is_empty:
                    yield int(start, 16) // PAGE, int(end, 16) // PAGE

    def bytes_of(self, page):
        return os.pread(self.memory, PAGE, page * PAGE)

    def kind(self, page, parent):
        if parent and parent.frames.get(page) == self.frames[page]:
            return 'sharedWithParent'
        if self.counts[page] != 1:
            return 'sharedWithOthers'
        if page in self.files:
            return 'privateFile'
        if not parent:
            return 'privateUncompared'
        if page not in parent.frames:
            return 'new'
        return 'privateIdentical' if self.bytes_of(page) == parent.bytes_of(page) else 'privateDifferent'

    def report(self, parent=None):
        kinds = [self.kind(page, parent) for page in self.frames]
        figures = {kind: kinds.count(kind) for kind in KINDS}
        return {'pid': self.pid, 'uss': self.uss, 'swapped': self.swapped, 'zero': self.zeros, **figures}


def look(pids, zeros, kpagecount):
    parent, *children = [Process(pid, zeros, kpagecount) for pid in pids]
    reports = [parent.report()] + [child.report(parent) for child in children]
    for process in (parent, *children):
        os.close(process.memory)
    return reports


def main():
    zeros, kept = find_zeros()
    kpagecount = os.open('/proc/kpagecount', os.O_RDONLY)
    for line in sys.stdin:
        print(json.dumps(look(line.split(), zeros, kpagecount)), flush=True)
    del kept


main()
