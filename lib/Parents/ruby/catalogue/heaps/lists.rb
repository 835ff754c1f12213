# An array of arrays, each with an integer in it.
# bytes: 48
heap = Array.new(count) { |i| [i] }
