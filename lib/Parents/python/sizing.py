# What a variable holds and where it lies. Only a scout imports this: walking writes reference counts.
import gc
import os
import sys
import types
from itertools import chain

PAGE_SHIFT = os.sysconf('SC_PAGE_SIZE').bit_length() - 1
IMMORTAL = 1 << 30       # PEP 683: from 3.12 on such objects have a count this large, which is never written
MOST_RUNS = 200000       # of one type: what is more scattered than this is not worth a line of many megabytes
CONTAINERS = (list, tuple, dict, set, frozenset)
HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE
CLASSES = (type, getattr(types, 'ClassType', type))
dict_values = getattr(dict, 'itervalues', dict.values)  # 2.7 would copy them


def fields(root):
    return sizes(root) + pages(root) + places(root)


def references():
    """What sys.getrefcount says, in a loop, of an object that only a container holds."""
    for x in [object()]:
        return sys.getrefcount(x)


HELD_ONCE = references()


def distinct(objects):
    """Each object once. Remembers only those to which more than one reference leads, as a set of all would be larger than the heap. What it
    reads must not be a generator, whose variables are references."""
    seen = set()
    for x in objects:
        if sys.getrefcount(x) > HELD_ONCE:
            if id(x) in seen:
                continue
            seen.add(id(x))
        yield x


def is_container(x):
    return isinstance(x, CONTAINERS)


def elements(x):
    """What a loop over a container takes; nothing of anything else. By the built-in type's method, as a subclass may have another."""
    for kind in CONTAINERS:
        if isinstance(x, kind):
            return kind.__iter__(x)
    return iter(())


def children(x):
    """All that an object holds."""
    inside = chain(elements(x), dict_values(x)) if isinstance(x, dict) else elements(x)
    if not is_instance(x):
        return inside
    # Attributes. Unlike vars() this makes no dictionary where there is none yet.
    return chain(inside, [y for y in gc.get_referents(x) if not isinstance(y, CLASSES)])


def is_instance(x, known={}):
    """Whether x is of a class that was written in Python, and so has a dictionary or slots."""
    kind = type(x)
    if kind not in known:
        of_python = bool(kind.__flags__ & HEAP_TYPE) and not issubclass(kind, type)
        known[kind] = (of_python and any('__dict__' in base.__dict__ or '__slots__' in base.__dict__ for base in kind.__mro__)
                       or kind.__name__ == 'instance')  # 2.7: of a class without a base
    return known[kind]


def sizes(root):
    """The recursive sizeof recipe: sys.getsizeof of every object once. Without recursion: a nest may be a million deep."""
    by_type = {}
    seen = set()  # see distinct()
    stack = [iter([root])]
    while stack:
        for x in stack[-1]:
            if sys.getrefcount(x) > HELD_ONCE:
                if id(x) in seen:
                    continue
                seen.add(id(x))
            n, b = by_type.get(type(x), (0, 0))
            by_type[type(x)] = (n + 1, b + sys.getsizeof(x))
            if is_container(x) or is_instance(x):
                stack.append(children(x))
                break
        else:
            stack.pop()
    rows = sorted((kind.__name__, n, b) for kind, (n, b) in by_type.items())
    return (['objects=%d' % sum(n for _, n, _ in rows), 'bytes=%d' % sum(b for _, _, b in rows), 'shallow=%d' % sys.getsizeof(root)]
            + ['type=%d,%d,%s' % (n, b, name) for name, n, b in rows])


def pages(root):
    """The pages of the reference counts that a loop writes: id() is the address, and the count is the first word there."""
    objects = elements(root) if is_container(root) else [root]
    if sys.version_info >= (3, 12):
        objects = (x for x in objects if sys.getrefcount(x) < IMMORTAL)
    runs = []
    for page in sorted(set(id(x) >> PAGE_SHIFT for x in objects)):
        if runs and page == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([page, 1])
    return ['pages=reference count,' + ','.join('%x+%d' % (first, count) for first, count in runs)]


def places(root):
    """The elements; and what holds them, the values of a dictionary, and what all these hold."""
    values = dict_values(root) if isinstance(root, dict) else iter(()) if is_container(root) else children(root)
    inside = (children(x) for x in distinct(children(root)) if x is not root)
    others = chain([root], values, chain.from_iterable(inside))
    return (['elements=' + place for place in of_types(distinct(elements(root)))]
            + ['others=' + place for place in of_types(distinct(others))])


class Runs(object):
    """Where objects of one type are. Neighbours of one size make a run: the first one's address, distance to the next, how many, size."""

    def __init__(self, sample):
        self.name = type(sample).__name__
        # The collector's header lies before the address that id() tells; sys.getsizeof counts it.
        self.before = sys.getsizeof(sample) - type(sample).__sizeof__(sample)
        # The table of a list lies elsewhere, as does the text of a unicode in 2.7: sys.getsizeof counts it, object.__sizeof__ does not.
        # An int and a str are one piece, but object.__sizeof__ does not know its length.
        self.one_piece = isinstance(sample, (int, str))
        self.runs = []
        self.count = self.distance = 0
        self.first = self.last = self.size = None

    def add(self, x):
        at, size = id(x), sys.getsizeof(x) if self.one_piece else self.before + object.__sizeof__(x)
        # An int of 28 bytes takes 32, so neighbours lie up to 15 bytes farther apart than they are long; 2.7 goes downwards.
        if self.count == 1 and size == self.size and 0 <= abs(at - self.last) - size < 16:
            self.distance = at - self.last
        if self.count > 0 and size == self.size and at - self.last == self.distance:
            self.count, self.last = self.count + 1, at
            return
        self.end()
        self.first = self.last = at
        self.size, self.count, self.distance = size, 1, 0

    def end(self):
        if self.count and len(self.runs) <= MOST_RUNS:
            self.runs.append('%x+%d*%d/%d' % (min(self.first, self.last), abs(self.distance), self.count, self.size))


def of_types(objects):
    by_type = {}
    for x in objects:
        runs = by_type.get(type(x))
        if runs is None:
            runs = by_type[type(x)] = Runs(x)
        runs.add(x)
    for runs in by_type.values():
        runs.end()
        if len(runs.runs) <= MOST_RUNS:
            yield '%d|%s|%s' % (runs.before, runs.name, ','.join(runs.runs))
