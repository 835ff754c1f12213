# Collects the young objects, once.
# collects: yes
# unknown: what a collection writes depends on what it finds
GC.start(full_mark: false) if part.number == 0
