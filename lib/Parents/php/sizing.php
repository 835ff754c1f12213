<?php
/**
 * What a variable holds and where it lies, from PHP's own memory. Only a scout has this. The structures are those of zend_types.h and zend.h; before
 * anything is told, values whose layout is known are looked at, and another layout than this is refused.
 *
 *   zval          0 value or address   8 type   9 flags: 1 counted
 *   every counted thing   0 reference count   4 type, flags: 64 never freed, 22 bits of its number among those that the collector is to look at
 *   string        16 length   24 bytes
 *   array         8 flags: 4 a list, 8 without data   12 minus the size of its hash   16 address of the data   24 slots used   28 elements   32 slots
 *   slot          zval   in a hash also: 16 hash code   24 address of the key
 *   object        16 class   32 address of the array of further properties   40 a zval for each declared property, and one if it has __get or the like
 *   reference     8 zval
 *   class         0 type: 2 of PHP   8 address of its name   32 how many properties
 */
final class CowSizing
{
    const INDIRECT_BEFORE_80 = 13, INDIRECT = 12, STRING = 6, ARRAY_ = 7, OBJECT = 8, REFERENCE = 10;
    const NAMES = [self::STRING => 'string', self::ARRAY_ => 'array', self::REFERENCE => 'reference'];
    const ZVAL = 16, BUCKET = 32;
    const CHUNK = 8192; // slots
    const LIST = 16384, LIST_TOLERANCE = 512; // entries of the list of what the collector is to look at: at first, and those that take at most 2 pages
    const MOST_RUNS = 200000; // of one type; objects scattered more than this are left out, rather than sent in a line of many megabytes

    private $ffi, $page;
    private $seen = [];      // addresses of all that was found
    private $elements = [];  // by type: [objects, bytes, [address => size]]
    private $others = [];
    private $isKnown = true; // whether all sizes are

    public function __construct()
    {
        $this->ffi = FFI::cdef('void *zend_rebuild_symbol_table(void); void *zend_hash_str_find(void *, const char *, size_t); long sysconf(int);');
        $this->page = $this->ffi->sysconf(30); // _SC_PAGESIZE
        $this->check();
    }

    public function fields(&$variable)
    {
        $root = $this->zval($variable);
        list($type, $address) = $root;
        $slots = $type === self::ARRAY_ ? $this->slotsOf($address) : [$root];
        $inside = $references = [];
        foreach ($slots as list($kind, $at)) {
            // An element by reference is what is referred to.
            if ($kind === self::REFERENCE) {
                $references[] = $at;
                list($kind, $at) = $this->referent($at);
            }
            if ($this->add($this->elements, $kind, $at)) $inside[] = [$kind, $at];
        }
        $counts = $this->text($this->countPages());
        $why = $this->collectorsTurn();
        $this->add($this->others, $type, $address);
        foreach ($references as $at) $this->add($this->others, self::REFERENCE, $at);
        if ($type === self::ARRAY_) foreach ($this->keysOf($address) as $at) $this->add($this->others, self::STRING, $at);
        // Without recursion: objects may be nested a million deep.
        if ($type === self::OBJECT) $inside[] = $root;
        while ($inside) {
            list($kind, $at) = array_pop($inside);
            foreach ($this->heldBy($kind, $at) as list($k, $a)) if ($this->add($this->others, $k, $a)) $inside[] = [$k, $a];
        }
        return array_merge(
            $this->isKnown ? $this->sizes($this->bytesOf($type, $address)) : [],
            [$why === null ? "pages=reference count,$counts" : "unknown=reference count,$why", "pages=increased reference count,$counts"],
            $this->places('elements', $this->elements), $this->places('others', $this->others));
    }

    // That a reference to an array or object is let go of makes it one that the collector looks at. It is noted in a list, also when the collector
    // is switched off (zend_gc.c: gc_possible_root, 8 bytes each, 16,384 at first), and so many start the collector.
    private function collectorsTurn()
    {
        $status = gc_status();
        $further = 0;
        foreach ($this->elements as $type => list(, , $at)) {
            if ($type === 'string') continue;
            foreach ($at as $address => $size) if (!($this->words($address, 1)[0] >> 42)) $further++; // those that it is to look at already have a number
        }
        $all = $further + $status['roots'];
        if (gc_enabled() && $further > 0 && $all >= $status['threshold'] - 1)
            return "the collector starts by itself after {$status['threshold']} arrays and objects that were let go of, and what it writes depends on what it finds";
        if ($further > 0 && $all >= self::LIST - 1)
            return 'the list of arrays and objects that were let go of, which PHP keeps also while its collector is off, outgrows its memory, and where it goes then is the allocator\'s choice';
        // Collections before the fork have used the list, whose pages are then copied; where it is PHP does not tell.
        return $further > self::LIST_TOLERANCE && $status['runs'] > 0 ? 'the list of arrays and objects that were let go of is written as well, and PHP does not tell where it is' : null;
    }

    /** Type and address of what a variable holds; a number has no address. */
    private function zval(&$variable)
    {
        $slot = $this->ffi->zend_hash_str_find($this->ffi->zend_rebuild_symbol_table(), 'variable', 8);
        $slot = $this->ffi->cast('uint64_t', $slot)->cdata;
        for (list($address, $type) = $this->words($slot, 2); in_array($type & 0xff, [self::INDIRECT, self::INDIRECT_BEFORE_80], true);) list($address, $type) = $this->words($address, 2);
        list($kind, $at) = $this->counted($address, $type);
        return $kind === self::REFERENCE ? $this->referent($at) : [$kind, $at];
    }

    private function counted($address, $type)
    {
        $isCounted = $type >> 8 & 1; // else a number, or one that is never counted: what stands in the source
        return [$type & 0xff, $isCounted ? $address : 0];
    }

    private function referent($reference)
    {
        list(, $address, $type) = $this->words($reference, 3);
        return $this->counted($address, $type);
    }

    /** Words of 8 bytes from an address. */
    private function words($address, $count)
    {
        return array_values(unpack('P*', FFI::string($this->ffi->cast('char *', $address), 8 * $count)));
    }

    private function header($array)
    {
        list(, $flags, $data, $used, $size) = $this->words($array, 5);
        $isList = (bool) ($flags & 4);
        $stride = $isList && PHP_VERSION_ID >= 80200 ? self::ZVAL : self::BUCKET;
        return [
            'data' => $data, 'used' => $used & 0xffffffff, 'stride' => $stride, 'isList' => $isList,
            'bytes' => $flags & 8 ? 0 : 4 * -($flags >> 32) + $stride * ($size & 0xffffffff), // of the hash and the slots
        ];
    }

    private function slotsOf($array)
    {
        $header = $this->header($array);
        $step = $header['stride'] / 8;
        for ($from = 0; $from < $header['used']; $from += self::CHUNK) {
            $words = $this->words($header['data'] + $from * $header['stride'], $step * min(self::CHUNK, $header['used'] - $from));
            for ($i = 0, $end = count($words); $i < $end; $i += $step) yield $this->counted($words[$i], $words[$i + 1]);
        }
    }

    // The keys that are strings, but those that PHP never frees: what stands in the source.
    private function keysOf($array)
    {
        $header = $this->header($array);
        if ($header['isList']) return;
        for ($from = 0; $from < $header['used']; $from += self::CHUNK) {
            $words = $this->words($header['data'] + $from * self::BUCKET, self::BUCKET / 8 * min(self::CHUNK, $header['used'] - $from));
            for ($i = 0, $end = count($words); $i < $end; $i += self::BUCKET / 8) {
                $isUsed = ($words[$i + 1] & 0xff) !== 0; // else it was removed
                if ($isUsed && $words[$i + 3] && !($this->words($words[$i + 3], 1)[0] >> 38 & 1)) yield $words[$i + 3];
            }
        }
    }

    private function heldBy($kind, $address)
    {
        if ($kind === self::REFERENCE) return [$this->referent($address)];
        $held = [];
        if ($kind === self::ARRAY_) {
            foreach ($this->keysOf($address) as $key) $held[] = [self::STRING, $key];
            foreach ($this->slotsOf($address) as $slot) $held[] = $slot;
        }
        if ($kind !== self::OBJECT) return $held;
        list($properties, , $further) = $this->object($address);
        if ($properties > 0) {
            $words = $this->words($address + 40, 2 * $properties);
            for ($i = 0; $i < 2 * $properties; $i += 2) $held[] = $this->counted($words[$i], $words[$i + 1]);
        }
        if ($further) $held[] = [self::ARRAY_, $further];
        return $held;
    }

    // How many declared properties, its class, the address of its further properties, its bytes. Of a class in C the size is not known.
    private function object($address)
    {
        list(, , $class, , $further) = $this->words($address, 5);
        static $classes = [];
        if (!isset($classes[$class])) {
            list($type, $name, , , $properties) = $this->words($class, 5);
            $name = $this->stringAt($name);
            if (($type & 0xff) !== 2 && $name !== 'stdClass') $this->isKnown = false;
            $isGuarded = (bool) array_filter(['__get', '__set', '__isset', '__unset'], function ($method) use ($name) { return method_exists($name, $method); });
            $properties &= 0xffffffff;
            $classes[$class] = [$properties, $name, 40 + self::ZVAL * ($properties + $isGuarded)];
        }
        return [$classes[$class][0], $classes[$class][1], $further, $classes[$class][2]];
    }

    private function stringAt($address)
    {
        return FFI::string($this->ffi->cast('char *', $address + 24), $this->words($address, 3)[2]);
    }

    private function bytesOf($kind, $address)
    {
        if (!$address) return 0;
        switch ($kind) {
            case self::STRING: return 24 + $this->words($address, 3)[2] + 8 & ~7;
            case self::OBJECT: return $this->object($address)[3];
            case self::ARRAY_: return 56 + $this->header($address)['bytes'];
            case self::REFERENCE: return 32;
            default: $this->isKnown = false; return 0;
        }
    }

    private function add(&$types, $kind, $address)
    {
        if (!$address || isset($this->seen[$address])) return false;
        $this->seen[$address] = true;
        $bytes = $this->bytesOf($kind, $address);
        $name = $kind === self::OBJECT ? $this->object($address)[1] : (self::NAMES[$kind] ?? 'resource');
        if (!isset($types[$name])) $types[$name] = [0, 0, []];
        $types[$name][0]++;
        $types[$name][1] += $bytes;
        // An array is in two pieces, the header and its slots.
        $types[$name][2][$address] = $kind === self::ARRAY_ ? 56 : $bytes;
        return true;
    }

    private function countPages()
    {
        $pages = [];
        foreach ($this->elements as list(, , $at)) foreach ($at as $address => $size) $pages[intdiv($address, $this->page)] = true;
        $pages = array_keys($pages);
        sort($pages);
        return $pages;
    }

    private function text($pages)
    {
        list($text, $first, $count) = [[], 0, 0];
        foreach ($pages as $page) {
            if ($count && $page === $first + $count) {
                $count++;
                continue;
            }
            if ($count) $text[] = dechex($first) . "+$count";
            list($first, $count) = [$page, 1];
        }
        if ($count) $text[] = dechex($first) . "+$count";
        return implode(',', $text);
    }

    private function sizes($shallow)
    {
        $all = [];
        foreach ([$this->elements, $this->others] as $types) {
            foreach ($types as $name => list($objects, $bytes)) $all[$name] = [($all[$name][0] ?? 0) + $objects, ($all[$name][1] ?? 0) + $bytes];
        }
        ksort($all);
        $fields = ['objects=' . array_sum(array_column($all, 0)), 'bytes=' . array_sum(array_column($all, 1)), "shallow=$shallow"];
        foreach ($all as $name => list($objects, $bytes)) $fields[] = "type=$objects,$bytes,$name";
        return $fields;
    }

    /** Where objects are, by type. Neighbours of one size form a run: the first one's address, distance to the next, how many, size. */
    private function places($field, $types)
    {
        $fields = [];
        foreach ($types as $name => list(, , $at)) {
            $at = array_filter($at); // not those whose size is not known
            ksort($at);
            $runs = [];
            $first = $last = $size = $distance = $count = 0;
            foreach ($at as $address => $bytes) {
                // A string of 33 bytes takes 40 or 48, so neighbours are farther apart than their size.
                if ($count === 1 && $bytes === $size && $address - $last < $size + 64) $distance = $address - $last;
                if ($count && $bytes === $size && $address - $last === $distance) {
                    $count++;
                    $last = $address;
                    continue;
                }
                if ($count) $runs[] = sprintf('%x+%d*%d/%d', $first, $distance, $count, $size);
                list($first, $last, $size, $distance, $count) = [$address, $address, $bytes, 0, 1];
            }
            if ($count) $runs[] = sprintf('%x+%d*%d/%d', $first, $distance, $count, $size);
            if ($runs && count($runs) <= self::MOST_RUNS) $fields[] = "$field=0|$name|" . implode(',', $runs);
        }
        return $fields;
    }

    private function check()
    {
        $object = new stdClass();
        $object->further = 1;
        $known = [str_repeat('x', 40 + getmypid() % 2), [getmypid(), 'key' => [getmypid(), 2.5]], new CowPart(), $object];
        list($type, $address) = $this->zval($known);
        $slots = $type === self::ARRAY_ ? iterator_to_array($this->slotsOf($address), false) : [];
        $isRight = array_column($slots, 0) === [self::STRING, self::ARRAY_, self::OBJECT, self::OBJECT]
            && $this->stringAt($slots[0][1]) === $known[0]
            && $this->object($slots[2][1])[0] === 2 && $this->object($slots[2][1])[1] === 'CowPart'
            && array_column(iterator_to_array($this->slotsOf($slots[1][1]), false), 0) === [4, self::ARRAY_]
            && count($this->heldBy(self::OBJECT, $slots[3][1])) === 1;
        if (!$isRight || PHP_INT_SIZE !== 8) throw new RuntimeException('The layout of values in memory is not known for PHP ' . PHP_VERSION . '.');
    }
}
