# An array of integers: each lies in the array itself, and none is an object in memory.
# bytes: 8
# default: yes
heap = Array.new(count) { |i| i }
