# The Ruby parent and its children, for CRuby 2.7 and later. They follow ../PROTOCOL.md.
# Started as: ruby --disable=all parent.rb FOLDER

# All names of this file are in here, so that cells do not see them.
module CowParent
  FOLDER = File.dirname(File.expand_path(__FILE__))
  CATALOGUE = File.join(FOLDER, 'catalogue')
  OLDEST = '2.7'
  READ_SIZE = 256
  MOST_SHOWN = 4000 # characters
  CLASS = Kernel.instance_method(:class)
  NO_FIELDS = [].freeze
  DONE = "ok\n".freeze
  ESCAPES = { '\\' => '\\\\', "\t" => '\\t', "\n" => '\\n', "\r" => '\\r' }.freeze
  PLAIN = { '\\t' => "\t", '\\n' => "\n", '\\r' => "\r" }.freeze
  COMMENTS = /\A(?:[ \t]*(?:\#[^\n]*)?\n|=begin\b.*?\n=end[^\n]*\n)*/m

  # The variable part: which part of the workload this run is.
  class Part
    attr_reader :number, :of

    def initialize
      start(0, 1)
    end

    def start(number, of)
      @number, @of = number, of
    end

    # The indexes of this part of an array. It makes no object, as a new one would be written to a shared page.
    def each_index(array)
      i = array.size * @number / @of
      last = array.size * (@number + 1) / @of
      while i < last
        yield i
        i += 1
      end
    end

    # This part's elements. Without parts it is the array's own each.
    def each(array, &block)
      return array.each(&block) if @of == 1

      each_index(array) { |i| yield array[i] }
      array
    end

    def inspect
      "part #{@number} of #{@of}"
    end
  end

  # A cell after prepare: the code, and the value of its last expression.
  Prepared = Struct.new(:code, :value)

  @part = Part.new
  @prepared = {}

  class << self
    def text(word)
      word = word.to_s
      word = word.encoding == Encoding::UTF_8 || word.encoding == Encoding::BINARY ? word.dup : word.encode('UTF-8', invalid: :replace, undef: :replace)
      word.force_encoding('UTF-8').scrub
    end

    def say(answers, words)
      answers.write(words.map { |word| escaped(text(word)) }.join("\t") << "\n")
      answers.flush
    end

    def escaped(word)
      word.gsub(/[\\\t\n\r]/, ESCAPES)
    end

    def unescaped(word)
      word.include?('\\') ? word.gsub(/\\(.)/m) { PLAIN.fetch($&, $1) } : word
    end

    # For the catalogue gems are left out, so that the same interpreter is measured everywhere. Own code may use them.
    def load_gems(file, source)
      require 'rubygems' unless defined?(::Gem) || source.strip.empty? || file.start_with?(CATALOGUE)
    end

    def source_of(file)
      source = File.read(file, encoding: 'UTF-8')
      load_gems(file, source)
      source
    end

    # A lambda keeps its variables to itself, so they are declared before. Comments stand first, as some of them say how the code is meant.
    def compiled(file)
      source = source_of(file)
      comments = source[COMMENTS]
      code = source[comments.size..-1]
      # Whether a name is a variable decides how Ruby reads what follows it: "x /2".
      known = TOPLEVEL_BINDING.local_variables.map { |name| "#{name}=nil;" }.join
      # On a line before the first, as a syntax error shows its line.
      quietly { RubyVM::InstructionSequence.compile("#{known}\n#{source}", 'cell', 'cell', 0) }.to_a[10].each do |name|
        next unless name.is_a?(Symbol) && name.match?(/\A[[:alpha:]_]/)

        TOPLEVEL_BINDING.local_variable_set(name, nil) unless TOPLEVEL_BINDING.local_variable_defined?(name)
      end
      TOPLEVEL_BINDING.eval("#{comments}lambda do #{code}\nend", 'cell', 1)
    end

    # Without the warnings of the first of two compilations.
    def quietly
      kept, $VERBOSE = $VERBOSE, nil
      yield
    ensure
      $VERBOSE = kept
    end

    def cell(file)
      source = source_of(file)
      @part.start(0, 1)
      shown(TOPLEVEL_BINDING.eval(source, file.start_with?(CATALOGUE) ? file : 'cell', 1))
    end

    def prepare(file)
      @prepared.delete(file)
      @prepared[file] = Prepared.new(compiled(file), nil)
      expect_runs(file)
      []
    end

    # Reading a request makes objects, which are written to pages that the parent shares. So what is the same in all runs is kept.
    def expect_runs(file)
      @expected_file = file
      @expected_start = "run\t#{escaped(file)}\t".b
    end

    # Whether a line is such a run; its part and how many there are, without making an object.
    def expected_run?(line)
      return false unless line.start_with?(@expected_start)

      at = read_number(line, @expected_start.bytesize)
      @expected_number = @read_number
      return false unless line.getbyte(at) == 9 # a tab

      at = read_number(line, at + 1)
      line.getbyte(at) == 10 && at + 1 == line.bytesize # the end of the line
    end

    # Leaves it in @read_number, and returns where it ends.
    def read_number(line, at)
      @read_number = 0
      while (digit = line.getbyte(at)) && digit >= 48 && digit <= 57
        @read_number = 10 * @read_number + digit - 48
        at += 1
      end
      at
    end

    def run(file, number, of)
      execute(file, number.to_i, of.to_i)
    end

    def execute(file, number, of)
      prepared = @prepared.fetch(file)
      @part.start(number, of)
      prepared.value = prepared.code.call
      NO_FIELDS
    end

    def show(file)
      prepared = @prepared.fetch(file)
      value, prepared.value = prepared.value, nil
      shown(value)
    end

    def shown(value)
      value = begun(value)
      value.nil? ? [] : ["value=#{text(value.inspect)[0, MOST_SHOWN]}"]
    end

    # What does not show is left out: the text of a large array would be larger than the array. Not by first() or [], which make the array or
    # string share its memory with what they return.
    def begun(value)
      return value unless [Array, Hash, String].include?(CLASS.bind_call(value)) && value.size > MOST_SHOWN

      case value
      when Array then Array.new(MOST_SHOWN) { |i| value[i] }
      when Hash then value.each_with_index.take_while { |_, i| i < MOST_SHOWN }.map(&:first).to_h
      when String then value.each_char.first(MOST_SHOWN).join
      end
    end

    # As Ruby prints it, without the lines of this file. Only the first line is not indented: it is what a reader sees first.
    def error_text(error)
      frames = (error.backtrace || []).reject { |line| line.start_with?(FOLDER, '<internal:') }
      message = error.message.to_s
      if error.is_a?(SyntaxError)
        said = message
      else
        first, rest = message.split("\n", 2)
        said = "#{frames.empty? ? '' : "#{frames.shift}: "}#{first.to_s.empty? ? error.class : "#{first} (#{error.class})"}#{rest && "\n#{rest}"}"
        said << frames.map { |frame| "\n\tfrom #{frame}" }.join
      end
      said = text(said).strip.gsub(/\n+(?=\S)/, "\n  ")
      said.size <= MOST_SHOWN ? said : "#{said[0, 2000]}\n  ...\n#{said[-1900..-1]}"
    rescue StandardError # the exception's methods are user code
      error.class.name.to_s
    end

    def size(name)
      require File.join(FOLDER, 'sizing')
      Sizing.fields(lookup(name))
    end

    def fork(to, from, output)
      hears = File.open(to, 'r')
      says = File.open(from, 'w')
      $stdout.flush
      start = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
      pid = Process.fork
      be_child(hears, says, output) unless pid
      elapsed = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - start
      ["pid=#{pid}", "nanoseconds=#{elapsed}"]
    ensure
      hears&.close
      says&.close
    end

    # It never returns: two processes must not answer as the parent.
    def be_child(hears, says, output)
      @requests.close
      @answers.close
      print_to(output)
      warm_up
      say(says, ['ready'])
      serve(hears, says, %i[set prepare run show size names get quit])
      exit!(0)
    rescue Exception => error # whatever a cell has left behind
      STDERR.write(error_text(error))
    ensure
      exit!(70)
    end

    # Code that runs for the first time fills its caches, and a class those of its methods, and that is not a cell's work.
    def warm_up
      @prepared['warm-up'] = Prepared.new(TOPLEVEL_BINDING.eval('lambda do part.each([String.new, [], Object.new]) { |x| x.freeze.object_id } end', 'cell', 1), nil)
      expect_runs('warm-up')
      hears, lines = IO.pipe
      nowhere = File.open(File::NULL, 'w')
      3.times { |i| lines.syswrite("run\twarm-up\t0\t#{i + 1}\n") }
      lines.close
      serve(hears, nowhere, %i[run])
      hears.close
      nowhere.close
      @prepared.delete('warm-up')
      @part.start(0, 1)
    end

    def reap(pid)
      _, status = Process.wait2(Integer(pid))
      [status.signaled? ? "signal=#{status.termsig}" : "exit=#{status.exitstatus}"]
    end

    def quit
      exit!(0)
    end

    def print_to(path)
      STDOUT.reopen(path, 'a')
      STDERR.reopen(STDOUT)
      STDOUT.sync = false
      # One stream for both, so that the file keeps the order in which lines were written.
      $stderr = $stdout = STDOUT
    end

    def answer(line, known)
      request, *words = line.split("\t", -1).map { |word| unescaped(word) }
      flushed do
        raise ArgumentError, "There is no request '#{request}'." unless known.include?(request.to_s.to_sym)

        ['ok', *send(request, *words)]
      end
    end

    # What cannot be printed, on a full disk for example, is an error of the cell.
    def flushed
      begin
        yield
      ensure
        STDOUT.flush unless STDOUT.closed?
      end
    rescue Exception => error # also SystemExit, NoMemoryError, SystemStackError
      ['error', error_text(error)]
    end

    def serve(hears, says, known)
      own = Process.pid
      read = String.new(capacity: READ_SIZE)
      pending = String.new
      loop do
        begin
          hears.readpartial(READ_SIZE, read) # sysread is ended by a SIGCHLD
        rescue EOFError
          return
        end
        if pending.empty? && expected_run?(read)
          words = flushed { execute(@expected_file, @expected_number, @read_number) }
          leave_copy(own)
          words.equal?(NO_FIELDS) ? says.syswrite(DONE) : say(says, words)
          next
        end
        pending << read
        while (at = pending.index("\n"))
          line = pending.slice!(0, at + 1).force_encoding('UTF-8').scrub
          words = answer(line.delete_suffix("\n"), known)
          leave_copy(own)
          say(says, words)
        end
      end
    end

    # A cell called fork itself, and this is its child.
    def leave_copy(own)
      exit!(0) if Process.pid != own
    end

    def main(folder)
      raise NotImplementedError, "This is #{RUBY_ENGINE}, and only CRuby can be measured." unless RUBY_ENGINE == 'ruby'
      raise NotImplementedError, "This is Ruby #{RUBY_VERSION}, and the oldest that can be measured is #{OLDEST}." if (RUBY_VERSION.split('.').map(&:to_i) <=> OLDEST.split('.').map(&:to_i)) < 0

      Process.setpgid(0, 0) if Process.getpgrp != Process.pid
      lifeline = File.open(File.join(folder, 'lifeline'), File::RDONLY | File::NONBLOCK)
      [[10, 9], [8, -Process.pid], [4, 0x2000 | File::NONBLOCK]].each { |request| lifeline.fcntl(*request) } # F_SETSIG SIGKILL, F_SETOWN, F_SETFL O_ASYNC
      return if lifeline.read_nonblock(1, exception: false).nil? # end of file: the observer is gone already

      @lifeline = lifeline
      @requests = File.open(File.join(folder, 'requests'), 'r')
      @answers = File.open(File.join(folder, 'answers'), 'w')
      print_to(File.join(folder, 'output'))
      $PROGRAM_NAME = 'cell'
      ARGV.clear
      TOPLEVEL_BINDING.local_variable_set(:part, @part)
      say(@answers, [
        'ready', "pid=#{Process.pid}", 'runtime=ruby', "version=Ruby #{RUBY_VERSION}", 'language=ruby', "catalogue=#{CATALOGUE}",
        'word=0,8,flags', 'word=8,16,class', 'word=16,,value'
      ])
      warm_up
      serve(@requests, @answers, %i[set cell prepare run show fork reap])
    end
  end
end

require File.join(CowParent::FOLDER, 'variables')
begin
  CowParent.main(ARGV[-1])
rescue NotImplementedError => error
  abort(error.message)
end
