#!/usr/bin/env python3
# A parent for the tests: it speaks lib/Parents/PROTOCOL.md and does no work. Once it misbehaves, as the file `fault` beside it says: WHO WORD SKIP HOW. That is when
# WHO (parent, scout, child) has been asked for WORD and has done so SKIP times before; `ready` is a WORD too.
import fcntl
import os
import signal
import sys
import termios
import time

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, 'fault')) as file:
    who, word, skip, how = file.read().split()
me, forks, seen, skip = 'parent', 0, 0, int(skip)
known = {'names': '\tname=x', 'get': '\ttype=integer\tvalue=1', 'size': '\tobjects=1\tbytes=8\tshallow=8'}


def note(text):
    with open(os.path.join(here, text), 'w'):
        pass


def misbehave(fd, line):
    """Says the line in another way, or none at all."""
    if how == 'killed':
        os.kill(os.getpid(), signal.SIGKILL)
    if how == 'exits':
        os._exit(3)
    if how == 'stopped':
        os.kill(os.getpid(), signal.SIGSTOP)
    if how == 'closes':
        os.close(fd)
        time.sleep(600)
    if how == 'half':
        os.write(fd, line[:-1])
        time.sleep(600)
    if how == 'half-dies':
        os.write(fd, line[:-1])
        os.kill(os.getpid(), signal.SIGKILL)
    if how == 'endless':
        while True:
            os.write(fd, line[:-1] * 9999)
    if how == 'nonsense':
        line = b'what?\n'
    if how == 'empty':
        line = b'\n'
    if how == 'twice':
        line += line
    if how == 'stranger' and word == 'fork':
        line = b'ok\tpid=1\n'
    if how == 'pieces':
        for at in range(len(line)):
            os.write(fd, line[at:at + 1])
            time.sleep(0.005)
        return
    os.write(fd, line)
    if how == 'unasked':
        while fcntl.ioctl(fd, termios.FIONREAD, b'....') != bytes(4):  # until that line has been read
            time.sleep(0.001)
        os.write(fd, b'ok\n')
        note('said')


def say(fd, asked, text):
    global seen
    line = (text + '\n').encode()
    if (me, asked) == (who, word):
        seen += 1
        if seen == skip + 1 and not os.path.exists(os.path.join(here, 'done')):
            note('done')
            return misbehave(fd, line)
    os.write(fd, line)


def serve(requests, answers):
    for line in requests:
        words = line.rstrip('\n').split('\t')
        asked = words[0]
        if asked == 'quit':
            if (me, asked) == (who, word):
                say(answers, asked, 'ok')
            os._exit(0)
        say(answers, asked, 'ok' + (fork(*words[1:]) if asked == 'fork' else reap(words[1]) if asked == 'reap' else known.get(asked, '')))


def fork(to, from_, output):
    global me, forks
    forks += 1
    hears, says = open(to), os.open(from_, os.O_WRONLY)
    pid = os.fork()
    if pid == 0:
        me = 'scout' if forks <= 3 else 'child' if forks == 4 else 'another'
        requests.close()
        os.close(answers)
        say(says, 'ready', 'ready')
        serve(hears, says)
        os._exit(0)
    hears.close()
    os.close(says)
    return '\tpid=%d' % pid


def reap(pid):
    _, status = os.waitpid(int(pid), 0)
    return '\tsignal=%d' % os.WTERMSIG(status) if os.WIFSIGNALED(status) else '\texit=%d' % os.WEXITSTATUS(status)


folder = sys.argv[-1]
if os.getpgrp() != os.getpid():
    os.setpgid(0, 0)
lifeline = os.open(os.path.join(folder, 'lifeline'), os.O_RDONLY | os.O_NONBLOCK)
for ask, value in ((10, 9), (8, -os.getpgrp()), (4, 0x2800)):
    fcntl.fcntl(lifeline, ask, value)
requests, answers = open(os.path.join(folder, 'requests')), os.open(os.path.join(folder, 'answers'), os.O_WRONLY)
pid = 1 if (word, how) == ('ready', 'stranger') else os.getpid()
say(answers, 'ready', 'ready\tpid=%d\truntime=scripted\tversion=Scripted 1\tlanguage=none' % pid)
serve(requests, answers)
