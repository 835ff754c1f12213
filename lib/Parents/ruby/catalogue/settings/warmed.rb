# Ruby's own preparation for a fork: it collects, makes objects old, compacts and returns empty pages.
# runs in: parent
unless Process.respond_to?(:warmup)
  raise NotImplementedError, "Process.warmup needs Ruby 3.3 or later, and this is #{RUBY_VERSION}. Choose another gc setting or a newer ruby."
end
Process.warmup
