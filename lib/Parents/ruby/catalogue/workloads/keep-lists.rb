# Makes arrays and keeps them, so that the collector starts by itself: 100,000, or as many as the heap has elements. Ruby collects when its free slots are used up, and a large heap has many.
# unknown: it allocates, and a collection that starts by itself writes what it finds
if part.number == 0
  kept = []
  numbers = Array.new([100_000, heap.size].max) { |i| i }
end
part.each(numbers) { |number| kept << [number] }
