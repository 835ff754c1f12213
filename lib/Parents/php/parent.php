<?php
// The PHP parent and its children, for 7.4 and later. They follow ../PROTOCOL.md.
// Started as: php -n -d memory_limit=-1 parent.php FOLDER
// Written so that an older PHP can read it as well, and say that it is too old.

require __DIR__ . '/variables.php'; // the class below is made of it as well

/** The variable $part: which part of the workload this run is. */
final class CowPart
{
    public $number = 0;
    public $of = 1;

    /** The first index of this part of an array, and the one after its last. */
    public function range($array)
    {
        return [intdiv(count($array) * $this->number, $this->of), intdiv(count($array) * ($this->number + 1), $this->of)];
    }

    public function start($number, $of)
    {
        $this->number = (int) $number;
        $this->of = (int) $of;
    }
}

final class CowParent
{
    use CowVariables;

    const LIBC = 'int setpgid(int, int); int getpgrp(void); int fcntl(int, int, int); int open(const char *, int, ...); long read(int, void *, size_t);
        int dup2(int, int); int close(int); int fork(void); int waitpid(int, int *, int); void _exit(int);';
    const F_SETFL = 4, F_SETOWN = 8, F_SETSIG = 10, O_WRONLY = 1, O_APPEND = 0x400, O_NONBLOCK = 0x800, O_ASYNC = 0x2000, SIGKILL = 9;
    const EXTENSIONS = ['FFI', 'tokenizer'];
    const ESCAPES = ['\\' => '\\\\', "\t" => '\\t', "\n" => '\\n', "\r" => '\\r'];
    const PLAIN = ['\\\\' => '\\', '\\t' => "\t", '\\n' => "\n", '\\r' => "\r"];
    const MOST_SHOWN = 4000; // bytes
    const LEVELS = [E_WARNING => 'Warning', E_USER_WARNING => 'Warning', E_NOTICE => 'Notice', E_USER_NOTICE => 'Notice', E_DEPRECATED => 'Deprecated', E_USER_DEPRECATED => 'Deprecated'];

    /** References to the global variables that prepared cells use: making a variable one that is referred to writes memory, which is no cell's work. */
    public static $bound = [];
    private static $libc, $requests, $answers, $own, $isChild = false, $isOver = false, $prepared = [];

    public static function start($folder)
    {
        self::refuse(PHP_VERSION_ID < 70400, 'This is PHP ' . PHP_VERSION . ', and the oldest that can be measured is 7.4.');
        foreach (self::EXTENSIONS as $extension) self::load($extension);
        self::$libc = FFI::cdef(self::LIBC);
        self::$own = $pid = getmypid();
        if (self::$libc->getpgrp() !== $pid) self::$libc->setpgid(0, 0);
        $lifeline = self::$libc->open("$folder/lifeline", self::O_NONBLOCK);
        self::$libc->fcntl($lifeline, self::F_SETSIG, self::SIGKILL);
        self::$libc->fcntl($lifeline, self::F_SETOWN, -$pid);
        self::$libc->fcntl($lifeline, self::F_SETFL, self::O_ASYNC | self::O_NONBLOCK);
        if (self::$libc->read($lifeline, FFI::new('char[1]'), 1) === 0) exit; // end of file: the observer is gone already
        self::$requests = self::opened("$folder/requests", 'r');
        self::$answers = self::opened("$folder/answers", 'w');
        self::printTo("$folder/output");
        set_error_handler([__CLASS__, 'warn']);
        register_shutdown_function([__CLASS__, 'explainEnd']);
        self::say(self::$answers, [
            'ready', "pid=$pid", 'runtime=php', 'version=PHP ' . PHP_VERSION, 'language=php', 'catalogue=' . __DIR__ . '/catalogue',
            'word=0,4,reference count', 'word=4,8,type and collector', 'word=8,,value',
        ]);
    }

    private static function refuse($when, $why)
    {
        if (!$when) return;
        fwrite(STDERR, "$why\n");
        exit(1);
    }

    // Debian has both as files beside PHP, elsewhere they are built in.
    private static function load($extension)
    {
        if (extension_loaded($extension)) return;
        $loaded = function_exists('dl') && @dl(strtolower($extension));
        self::refuse(!$loaded, "This PHP has no extension $extension, without which cells cannot be run. " . ($extension === 'FFI'
            ? 'Debian has it in php-cli; in the image php of Docker: apt-get install libffi-dev && docker-php-ext-install ffi.' : 'Debian has it in php-cli.'));
    }

    private static function opened($path, $mode)
    {
        $stream = fopen($path, $mode);
        if (!$stream) throw new RuntimeException("$path cannot be opened.");
        stream_set_read_buffer($stream, 0);
        stream_set_write_buffer($stream, 0);
        return $stream;
    }

    private static function printTo($path)
    {
        $file = self::$libc->open($path, self::O_WRONLY | self::O_APPEND);
        foreach ([1, 2] as $standard) self::$libc->dup2($file, $standard);
        self::$libc->close($file);
    }

    /** Warnings, as PHP prints them, of the reader's cell. */
    public static function warn($level, $message, $file, $line)
    {
        if (error_reporting() & $level) echo "\n", self::LEVELS[$level] ?? 'Error', ": $message in ", self::place($file), " on line $line\n";
        return true;
    }

    /** Some errors, of compiling above all, cannot be caught and end PHP: this is what still runs then. A child goes on from here. */
    public static function explainEnd()
    {
        $error = error_get_last();
        if (!$error || !($error['type'] & (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_RECOVERABLE_ERROR))) return;
        self::leaveCopy();
        $text = self::cut("Fatal error: {$error['message']}", self::MOST_SHOWN) . ' in ' . self::place($error['file']) . ':' . min($error['line'], CowCell::$lines);
        self::$isOver = true;
        if (!self::$isChild) {
            self::serve(['error', "$text\n  Such an error ends PHP, and no further cell runs in this parent. Start a new one."]);
            return;
        }
        self::say(self::$answers, ['error', $text]);
        self::serveChild();
        self::$libc->_exit(0);
    }

    private static function place($file)
    {
        return strpos($file, "eval()'d code") !== false ? 'cell' : $file;
    }

    private static function isOurs($file)
    {
        return self::place($file) !== 'cell' && dirname($file) === __DIR__;
    }

    private static function say($to, $words)
    {
        $line = [];
        foreach ($words as $word) $line[] = strtr($word, self::ESCAPES);
        $line = implode("\t", $line) . "\n";
        while ($line !== '') $line = (string) substr($line, fwrite($to, $line));
    }

    /**
     * Answers requests. In the parent it returns the source of a cell, which must be run where the caller is: at top level.
     * Then it is called again with the value or the error; null at the end of the requests.
     */
    public static function serve($answered = null)
    {
        self::leaveCopy();
        if ($answered !== null) self::say(self::$answers, $answered);
        while (true) {
            $request = self::next(self::$requests);
            if ($request === null) return null;
            if ($request[0] !== 'cell') {
                $answer = self::answer($request, ['set', 'prepare', 'run', 'show', 'fork', 'reap']);
                self::leaveCopy();
                self::say(self::$answers, $answer);
                continue;
            }
            if (self::$isOver) {
                self::say(self::$answers, ['error', 'An earlier error has ended PHP, and no further cell runs in this parent. Start a new one.']);
                continue;
            }
            try {
                self::part()->start(0, 1);
                return (new CowCell(self::read($request[1])))->atTopLevel();
            } catch (Throwable $error) {
                self::say(self::$answers, self::failed($error));
            }
        }
    }

    private static function serveChild()
    {
        while (($request = self::next(self::$requests)) !== null) {
            $answer = self::answer($request, ['set', 'prepare', 'run', 'show', 'size', 'names', 'get', 'quit']);
            self::leaveCopy();
            self::say(self::$answers, $answer);
        }
    }

    // A cell called pcntl_fork itself, and this is its child.
    private static function leaveCopy()
    {
        if (getmypid() !== self::$own) self::$libc->_exit(0);
    }

    private static function next($requests)
    {
        $line = fgets($requests);
        if ($line === false) return null;
        $words = explode("\t", rtrim($line, "\n"));
        if (strpos($line, '\\') !== false) foreach ($words as &$word) $word = strtr($word, self::PLAIN);
        return $words;
    }

    private static function answer($request, $known)
    {
        $name = array_shift($request);
        try {
            if (!in_array($name, $known, true)) throw new ValueError("There is no request '$name'.");
            return array_merge(['ok'], self::{'do' . ucfirst($name)}(...$request));
        } catch (Throwable $error) {
            return self::failed($error);
        }
    }

    private static function read($file)
    {
        $source = @file_get_contents($file);
        if ($source === false) throw new RuntimeException("$file cannot be read.");
        return $source;
    }

    private static function part()
    {
        return $GLOBALS['part'];
    }

    private static function doPrepare($file)
    {
        unset(self::$prepared[$file]);
        $cell = new CowCell(self::read($file));
        $code = $cell->compiled();
        foreach ($cell->names as $name) self::$bound[$name] = &$GLOBALS[$name];
        self::$prepared[$file] = [$cell, $code, null];
        return [];
    }

    private static function doRun($file, $number, $of)
    {
        list($cell, $code) = self::$prepared[$file];
        self::part()->start($number, $of);
        $cell->checkNames();
        self::$prepared[$file][2] = $code();
        return [];
    }

    private static function doShow($file)
    {
        $value = self::$prepared[$file][2];
        self::$prepared[$file][2] = null;
        return self::shown($value);
    }

    /** The answer to a cell. */
    public static function done($value)
    {
        try {
            return array_merge(['ok'], self::shown($value));
        } catch (Throwable $error) {
            return self::failed($error);
        }
    }

    private static function shown($value)
    {
        return $value === null ? [] : ['value=' . self::cut(self::text($value, self::MOST_SHOWN), self::MOST_SHOWN)];
    }

    // In one line, as one would write it. No more than is shown: the text of a large array would be larger than the array.
    private static function text($value, $most)
    {
        if (is_string($value)) return var_export(substr($value, 0, $most), true);
        if (!is_array($value) && !is_object($value)) return is_resource($value) ? get_resource_type($value) : var_export($value, true);
        if (is_object($value) && method_exists($value, '__toString')) return (string) $value;
        list($text, $next) = ['', 0];
        foreach (is_array($value) ? $value : get_object_vars($value) as $key => $one) {
            if (strlen($text) > $most) break;
            if ($text !== '') $text .= ', ';
            if ($key !== $next++) $text .= (is_array($value) ? var_export($key, true) . ' => ' : "$key: ");
            $text .= $most > 10 ? self::text($one, intdiv($most, 2)) : '...';
        }
        return is_array($value) ? "[$text]" : get_class($value) . " {{$text}}";
    }

    // Not within a character.
    private static function cut($text, $bytes)
    {
        return strlen($text) <= $bytes ? $text : preg_replace('/[\xC0-\xFF][\x80-\xBF]*\z/', '', substr($text, 0, $bytes));
    }

    /** As PHP prints it, without the calls of this file. Only the first line is not indented: it is what a reader sees first. */
    public static function failed($error)
    {
        list($message, $line) = [$error->getMessage(), $error->getLine()];
        // The line after the last one of a cell is of this file.
        if ($error instanceof ParseError && self::place($error->getFile()) === 'cell' && $line > CowCell::$lines)
            list($message, $line) = [preg_replace('/unexpected (token "[;}]"|\'[;}]\')/', 'unexpected end of file', $message), CowCell::$lines];
        $text = get_class($error) . ': ' . str_replace("\n", "\n  ", $message) . (self::isOurs($error->getFile()) ? '' : ' in ' . self::place($error->getFile()) . ":$line");
        $number = 0;
        foreach ($error->getTrace() as $call) {
            if (!isset($call['file']) || self::isOurs($call['file']) || strpos($call['function'], '{closure') === 0) continue;
            $text .= "\n  #" . $number++ . ' ' . self::place($call['file']) . "({$call['line']}): " . ($call['class'] ?? '') . ($call['type'] ?? '') . "{$call['function']}()";
        }
        return ['error', self::cut($text, self::MOST_SHOWN)];
    }

    private static function doSize($name)
    {
        require_once __DIR__ . '/sizing.php'; // only here, so that only a scout has it in memory
        return (new CowSizing())->fields(self::variable($name));
    }

    private static function doFork($to, $from, $output)
    {
        $requests = self::opened($to, 'r');
        $answers = self::opened($from, 'w');
        $start = hrtime(true);
        $pid = self::$libc->fork();
        if ($pid === 0) self::beChild($requests, $answers, $output);
        $elapsed = hrtime(true) - $start;
        fclose($requests);
        fclose($answers);
        if ($pid < 0) throw new RuntimeException('fork() failed: the machine has too little memory, or too many processes.');
        return ["pid=$pid", "nanoseconds=$elapsed"];
    }

    // It never returns: two processes must not answer as the parent.
    private static function beChild($requests, $answers, $output)
    {
        try {
            fclose(self::$requests);
            fclose(self::$answers);
            list(self::$requests, self::$answers, self::$own, self::$isChild) = [$requests, $answers, getmypid(), true];
            self::printTo($output);
            self::say($answers, ['ready']);
            self::serveChild();
            self::$libc->_exit(0);
        } catch (Throwable $error) {
            fwrite(STDERR, self::failed($error)[1]);
        } finally {
            self::$libc->_exit(70);
        }
    }

    private static function doReap($pid)
    {
        if (!preg_match('/^[1-9][0-9]*\z/', $pid)) throw new ValueError("'$pid' is no process."); // 0 would wait for any child
        $status = FFI::new('int');
        if (self::$libc->waitpid((int) $pid, FFI::addr($status), 0) < 0) throw new RuntimeException("$pid is no child.");
        $signal = $status->cdata & 0x7f;
        return [$signal ? "signal=$signal" : 'exit=' . ($status->cdata >> 8 & 0xff)];
    }

    private static function doQuit()
    {
        self::$libc->_exit(0);
    }
}

require __DIR__ . '/cell.php';
CowParent::start($argv[$argc - 1]);
unset($argv, $argc);
$part = new CowPart();
// Here, so that a cell of the parent runs at top level, as in a file of its own.
for (CowCell::$answer = null; (CowCell::$source = CowParent::serve(CowCell::$answer)) !== null;) {
    try {
        CowCell::$answer = CowParent::done(eval(CowCell::$source));
    } catch (Throwable $cowError) {
        CowCell::$answer = CowParent::failed($cowError);
        unset($cowError);
    }
}
