# The variables of cells: setting, getting and naming them.
module CowParent
  class << self
    def set(name, type, *values)
      many = type.end_with?('s')
      values = values.map { |value| value_of(type.chomp('s'), value) }
      raise ArgumentError, "#{type} takes one value, not #{values.size}." unless many || values.size == 1

      assign(name, many ? values : values[0])
      []
    end

    def value_of(type, value)
      case type
      when 'integer' then Integer(value, 10)
      when 'number' then { 'Infinity' => Float::INFINITY, '-Infinity' => -Float::INFINITY, 'NaN' => Float::NAN }.fetch(value) { Float(value) }
      when 'text' then value
      when 'truth' then { 'true' => true, 'false' => false }.fetch(value)
      else raise ArgumentError, "There is no type '#{type}'."
      end
    end

    # A name with a capital letter is a constant in Ruby.
    def assign(name, value)
      return TOPLEVEL_BINDING.local_variable_set(name, value) unless name.match?(/\A[[:upper:]]/)

      Object.send(:remove_const, name) if Object.const_defined?(name, false)
      Object.const_set(name, value)
    end

    def lookup(name)
      return Object.const_get(name) if name.match?(/\A[[:upper:]]/) && Object.const_defined?(name)
      return TOPLEVEL_BINDING.eval(name) if name.start_with?('$') && global_variables.include?(name.to_sym)
      raise NameError, "undefined local variable '#{name}'" unless name.match?(/\A\p{Alpha}|_/) && TOPLEVEL_BINDING.local_variable_defined?(name)

      TOPLEVEL_BINDING.local_variable_get(name)
    end

    # Of an object its methods, of a module also its constants.
    def names(path = nil)
      return names_of(TOPLEVEL_BINDING.local_variables + global_variables + Object.constants - [:CowParent] + Object.private_instance_methods) unless path

      first, *rest = path.split(/\.|::/)
      value = rest.inject(lookup(first)) { |object, step| object.is_a?(Module) && object.const_defined?(step) ? object.const_get(step) : object.public_send(step) }
      names_of(value.public_methods + (value.is_a?(Module) ? value.constants : []))
    end

    def names_of(symbols)
      symbols.map(&:to_s).uniq.grep(/\A\$?[[:alpha:]_][[:alnum:]_]*[?!]?\z/).sort.map { |name| "name=#{name}" }
    end

    # The value of a variable as set() takes it.
    def get(name)
      value = lookup(name)
      many = value.is_a?(Array)
      values = many ? value : [value]
      types = values.map { |one| type_of(one) }.uniq
      types = ['number'] if types.sort == %w[integer number]
      raise TypeError, "'#{name}' is of type #{value.class}#{many ? ' whose elements are not all numbers, all strings or all truth values' : ''}" if types.size > 1 || types == [nil]

      ["type=#{types[0] || 'text'}#{'s' if many}"] + values.map { |one| "value=#{types[0] == 'number' ? one.to_f : one}" }
    end

    def type_of(value)
      case value
      when true, false then 'truth'
      when Integer then value.bit_length < 64 ? 'integer' : nil
      when Float then 'number'
      when String then 'text'
      end
    end
  end
end
