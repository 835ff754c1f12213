# Makes 100,000 lists and keeps them, so that the collector starts by itself.
# unknown: it allocates, and a collection that starts by itself writes what it finds
if part.number == 0:
    kept, numbers = [], range(100000)
for number in part(numbers):
    kept.append([number])
