// With the cache of compiled files. The texts of its source files lie in memory that is shared for good; what a cell makes does not.
// argument: -d
// argument: zend_extension=opcache
// argument: -d
// argument: opcache.enable_cli=1
// runs in: parent
if (!function_exists('opcache_get_status') || !opcache_get_status(false)) {
    throw new Error('opcache is not installed for this PHP (Debian: apt-get install php-opcache). Choose another gc setting.');
}
