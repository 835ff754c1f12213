# Makes lists and keeps them, so that the collector starts by itself: 100,000, or a third of the heap's elements. CPython looks at old objects once the young are more than a quarter of them.
# unknown: it allocates, and a collection that starts by itself writes what it finds
if part.number == 0:
    kept, numbers = [], range(max(100000, len(heap) // 3))
for number in part(numbers):
    kept.append([number])
