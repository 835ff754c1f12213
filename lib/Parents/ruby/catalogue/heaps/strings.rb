# An array of strings, all different.
# bytes: 48
heap = Array.new(count) { |i| "string #{i}" }
