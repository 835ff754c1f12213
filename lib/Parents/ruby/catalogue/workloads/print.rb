# Prints each element, into a file.
# unknown: it allocates, and where new objects go is the runtime's choice
part.each(heap) { |x| puts x }
