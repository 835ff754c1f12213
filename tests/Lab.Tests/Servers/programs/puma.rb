# A web application that loads its data before its workers are forked, and collects garbage when it is asked to.
workers Integer(ENV["WORKERS"])
threads 1, 1
preload_app!

RECORDS = Array.new(Integer(ENV["SIZE"])) { |number| [number, number.to_s] }

app do |environment|
  case environment["PATH_INFO"]
  when "/read" then RECORDS.each { |record| record }
  when "/collect" then GC.start
  end
  [200, { "Content-Type" => "text/plain" }, ["#{Process.pid}\n"]]
end
