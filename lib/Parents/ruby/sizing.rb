# What a variable holds and where it lies. Only a scout loads this.
require 'etc'
require 'objspace'

module CowParent
  module Sizing
    PAGE_SIZE = Etc.sysconf(Etc::SC_PAGESIZE)
    SLOT = GC::INTERNAL_CONSTANTS[:RVALUE_SIZE] || GC::INTERNAL_CONSTANTS[:BASE_SLOT_SIZE]
    HAS_POOLS = ObjectSpace.dump('').include?('"slot_size"') # since 3.2 slots have several sizes
    ANY_TO_S = Kernel.instance_method(:to_s)
    MOST_RUNS = 200_000 # of one type; objects scattered more than this are left out, rather than sent in a line of many megabytes

    # Objects of one type: how many, their bytes, the addresses of their slots by the slots' size.
    Type = Struct.new(:objects, :bytes, :slots)

    class << self
      def fields(root)
        # By ===, as an object of a BasicObject has no is_a?.
        elements =
          case root
          when Array then root
          when Hash then root.values
          when Struct then root.to_a
          else [root]
          end
        seen = {}.compare_by_identity
        inner = {}
        elements.each { |x| count(x, seen, inner) }
        outer = {}
        count(root, seen, outer)
        # Without recursion: objects may be nested a million deep.
        stack = [root, *elements]
        stack = children(stack.pop, stack, seen, outer) until stack.empty?
        sizes(root, inner, outer) + pages(inner) + places('elements', inner) + places('others', outer)
      end

      # What a reference says by itself is no object in memory, and its size is 0: small integers, most floats and symbols, true, false and nil.
      def count(x, seen, types)
        bytes = ObjectSpace.memsize_of(x)
        return false if bytes.zero? || seen.key?(x)

        seen[x] = true
        type = types[class_of(x)] ||= Type.new(0, 0, Hash.new { |slots, size| slots[size] = [] })
        type.objects += 1
        type.bytes += bytes
        type.slots[HAS_POOLS ? ObjectSpace.dump(x)[/"slot_size":(\d+)/, 1].to_i : SLOT] << address(x)
        true
      end

      # What an object holds; a class holds the whole program, and is left out.
      def children(x, stack, seen, types)
        visit = ->(y) { stack << y if !(Module === y) && count(y, seen, types) }
        case x
        when Array then x.each(&visit)
        when Hash
          x.each { |key, value| [key, value].each(&visit) }
          visit.call(x.default)
        when Range then [x.begin, x.end].each(&visit)
        when Struct then x.each(&visit)
        end
        names = IVARS.bind_call(x)
        names.each { |name| visit.call(IVAR.bind_call(x, name)) }
        stack
      end

      IVARS = Kernel.instance_method(:instance_variables)
      IVAR = Kernel.instance_method(:instance_variable_get)
      CLASS = Kernel.instance_method(:class)

      def class_of(x)
        CLASS.bind_call(x)
      end

      # Kernel's to_s prints it: "#<String:0x00007f0c2b0f3a18>", after the address of a class that has no name. A class of its own may print something else.
      def address(x)
        ANY_TO_S.bind_call(x)[/:0x(\h+)>\z/, 1].hex
      end

      def sizes(root, inner, outer)
        total = Hash.new { |types, name| types[name] = [0, 0] }
        [inner, outer].each { |types| types.each { |kind, type| total[kind.to_s][0] += type.objects; total[kind.to_s][1] += type.bytes } }
        ["objects=#{total.values.sum(&:first)}", "bytes=#{total.values.sum(&:last)}", "shallow=#{ObjectSpace.memsize_of(root)}"] +
          total.sort.map { |name, (objects, bytes)| "type=#{objects},#{bytes},#{name}" }
      end

      # gc.c: struct RVALUE begins with struct RBasic { VALUE flags; VALUE klass; }.
      def pages(types)
        runs = []
        types.values.flat_map { |type| type.slots.values }.flatten.map { |address| address / PAGE_SIZE }.uniq.sort.each do |page|
          runs.last && page == runs.last[0] + runs.last[1] ? runs.last[1] += 1 : runs << [page, 1]
        end
        ["pages=flags,#{runs.map { |first, count| format('%x+%d', first, count) }.join(',')}"]
      end

      # Neighbours form a run: the first one's address, the distance to the next, how many, the size of each.
      def places(field, types)
        types.filter_map do |kind, type|
          runs = type.slots.flat_map { |size, addresses| runs_of(addresses.sort, size) }
          "#{field}=0|#{kind}|#{runs.join(',')}" unless runs.size > MOST_RUNS
        end
      end

      def runs_of(addresses, size)
        addresses.slice_when { |one, next_| next_ - one != size }.map { |run| format('%x+%d*%d/%d', run[0], size, run.size, size) }
      end
    end
  end
end
