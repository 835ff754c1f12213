# An array of objects of a class, each with an integer in it.
# bytes: 48
class Item
  attr_reader :number

  def initialize(number)
    @number = number
  end
end
heap = Array.new(count) { |i| Item.new(i) }
