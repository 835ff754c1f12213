"""Reads as the data loader of a training does: readers are forks of the process that has the data, and each goes through all of it.

    loader.py READERS SIZE    listens on the unix socket `socket`; each line is what all readers shall read, and is answered by "done"
"""
import array
import os
import socket
import sys

READERS, SIZE = int(sys.argv[1]), int(sys.argv[2])
data = {
    'nothing': (),
    'strings': ['image-%d.png' % number for number in range(SIZE)],
    'numbers': array.array('q', range(SIZE)),
}


def read(requests, answers):
    """Until the parent is gone."""
    while line := requests.readline():
        for item in data[line.strip()]:
            pass
        answers.write('done\n')
        answers.flush()
    os._exit(0)


readers = []
for _ in range(READERS):
    (from_parent, to_reader), (from_reader, to_parent) = os.pipe(), os.pipe()
    if os.fork() == 0:
        for requests, answers in readers:
            requests.close()
            answers.close()
        os.close(to_reader)
        os.close(from_reader)
        read(os.fdopen(from_parent), os.fdopen(to_parent, 'w'))
    os.close(from_parent)
    os.close(to_parent)
    readers.append((os.fdopen(to_reader, 'w'), os.fdopen(from_reader)))

with socket.socket(socket.AF_UNIX) as listener:
    listener.bind('socket')
    listener.listen()
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile('rw') as lines:
            for line in lines:
                for requests, _ in readers:
                    requests.write(line)
                    requests.flush()
                for _, answers in readers:
                    answers.readline()
                lines.write('done\n')
                lines.flush()
