# Objects are moved together before the fork.
# runs in: parent
GC.compact
