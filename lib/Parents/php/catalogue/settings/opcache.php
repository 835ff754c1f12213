// With the cache of compiled files. The texts of its source files lie in memory that is shared for good; what a cell makes does not.
// argument: -d
// argument: zend_extension=opcache
// argument: -d
// argument: opcache.enable_cli=1
// runs in: start
