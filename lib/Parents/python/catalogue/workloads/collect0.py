# Collects the youngest generation, once.
# collects: yes
# unknown: what a collection writes depends on what it finds
import gc
if part.number == 0:
    gc.collect(0)
