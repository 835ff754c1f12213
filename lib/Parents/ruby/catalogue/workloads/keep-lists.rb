# Makes 100,000 arrays and keeps them, so that the collector starts by itself.
# unknown: it allocates, and a collection that starts by itself writes what it finds
if part.number == 0
  kept = []
  numbers = Array.new(100_000) { |i| i }
end
part.each(numbers) { |number| kept << [number] }
