<?php
/**
 * The source of a cell, as PHP can run it: the value of the last expression is returned. For a child it is compiled beforehand, into a function,
 * which has to say which of its variables are global.
 */
final class CowCell
{
    const SUPERGLOBALS = ['GLOBALS', '_SERVER', '_GET', '_POST', '_FILES', '_COOKIE', '_SESSION', '_REQUEST', '_ENV', 'argv', 'argc'];
    const IS_SPACE = [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT];
    // What begins a statement that is no expression. After the "}" of one of these a new statement begins.
    const STATEMENTS = [
        T_IF, T_ELSE, T_ELSEIF, T_ENDIF, T_FOR, T_ENDFOR, T_FOREACH, T_ENDFOREACH, T_WHILE, T_ENDWHILE, T_DO, T_SWITCH, T_ENDSWITCH, T_TRY, T_CATCH, T_FINALLY,
        T_FUNCTION, T_CLASS, T_ABSTRACT, T_FINAL, T_INTERFACE, T_TRAIT, T_DECLARE, T_ECHO, T_RETURN, T_BREAK, T_CONTINUE, T_UNSET, T_GLOBAL, T_STATIC, T_CONST, T_THROW, T_GOTO, T_USE, T_NAMESPACE, '{',
    ];

    private static $attribute;  // since 8.0
    private static $statements, $enum;  // since 8.1
    public static $lines = 0;   // of the cell that was read last
    public static $source;
    public static $answer;
    public $names = [];
    private $declared = [];
    private $imports = '';
    private $code;

    public function __construct($source)
    {
        $source = preg_replace('/\A\s*<\?php\b/', '', $source);
        self::$lines = substr_count(rtrim($source), "\n") + 1;
        self::$attribute = defined('T_ATTRIBUTE') ? T_ATTRIBUTE : null;
        self::$enum = defined('T_ENUM') ? T_ENUM : null;
        self::$statements = array_merge(self::STATEMENTS, defined('T_READONLY') ? [T_ENUM, T_READONLY] : []);
        // A leading tag, as PHP reads text without one as HTML; it is taken away again.
        $tokens = array_slice(token_get_all("<?php $source"), 1);
        $this->code = $this->rewritten($tokens);
    }

    /** Source to be evaluated where variables are global. */
    public function atTopLevel()
    {
        $this->checkNames();
        return "{$this->imports}{$this->code}\n;";
    }

    /** A function that runs the cell. */
    public function compiled()
    {
        $this->checkNames();
        $globals = '';
        foreach ($this->names as $name) $globals .= "global \$$name; ";
        return eval("{$this->imports}return static function () { $globals{$this->code}\n; };");
    }

    /** To define a function or class a second time would end PHP. */
    public function checkNames()
    {
        foreach ($this->declared as list($kind, $name)) {
            if ($kind === T_FUNCTION ? function_exists($name) : class_exists($name, false) || interface_exists($name, false) || trait_exists($name, false))
                throw new Error("Cannot redeclare $name: PHP defines a function or class only once. Give it another name, or guard it with function_exists() or class_exists()");
        }
    }

    private function rewritten($tokens)
    {
        list($texts, $starts) = [[], []];
        $depth = $functions = 0;
        $first = $previous = null;
        $isImport = $isUnset = false;
        foreach ($tokens as $i => $token) {
            list($kind, $text) = is_array($token) ? $token : [$token, $token];
            $texts[$i] = $text;
            if (in_array($kind, self::IS_SPACE, true)) continue;
            if ($depth === 0 && $first === null && $kind !== self::$attribute) {
                $first = $kind === T_STATIC && in_array($this->after($tokens, $i), [T_FUNCTION, T_FN, T_PAAMAYIM_NEKUDOTAYIM], true) ? T_STRING : $kind;
                if ($kind === T_FUNCTION && in_array($this->after($tokens, $i), ['(', '&'], true)) $first = T_STRING; // a closure is an expression
                $starts[] = [$i, $first];
                $isImport = $kind === T_USE;
            }
            if ($depth === 0 && in_array($kind, [T_FUNCTION, T_CLASS, T_INTERFACE, T_TRAIT, self::$enum], true) && $first !== T_STRING && $previous !== T_NEW && $previous !== T_PAAMAYIM_NEKUDOTAYIM
                && ($name = $this->nameAfter($tokens, $i)) !== null) $this->declared[] = [$kind, $name];
            if ($kind === T_VARIABLE) $this->addName(substr($text, 1), $previous);
            if ($kind === T_UNSET) $isUnset = true;
            if ($isUnset && $kind === T_VARIABLE && in_array($this->after($tokens, $i), [',', ')'], true)) {
                // In a function unset() takes away the function's own name alone.
                $name = substr($text, 1);
                $texts[$i] .= ", \$GLOBALS['$name'], \\CowParent::\$bound['$name']";
            }
            if (in_array($kind, ['{', '(', '[', T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES, self::$attribute], true)) $depth++;
            if (in_array($kind, ['}', ')', ']'], true)) $depth--;
            if ($isImport) {
                // A function cannot import: its lines stay, empty.
                $this->imports .= str_replace("\n", ' ', $text) . ' ';
                $texts[$i] = str_repeat("\n", substr_count($text, "\n"));
            }
            if ($kind === ';') $isUnset = false;
            if ($depth === 0 && ($kind === ';' || $kind === T_CLOSE_TAG || ($kind === '}' && in_array($first, self::$statements, true)))) {
                $first = null;
                $isImport = false;
            }
            $previous = $kind;
        }
        list($at, $kind) = end($starts) ?: [null, null];
        if ($at !== null && !in_array($kind, self::$statements, true) && $kind !== ';' && $kind !== T_INLINE_HTML && $kind !== T_OPEN_TAG) $texts[$at] = "return {$texts[$at]}";
        return implode('', $texts);
    }

    // Static properties (X::$y) and $this are none of the cell's variables; those of functions in the cell are taken as well, which does no harm.
    private function addName($name, $previous)
    {
        if ($previous !== T_PAAMAYIM_NEKUDOTAYIM && $name !== 'this' && !in_array($name, self::SUPERGLOBALS, true) && !in_array($name, $this->names, true)) $this->names[] = $name;
    }

    private function after($tokens, $i)
    {
        for ($i++; isset($tokens[$i]); $i++) {
            $kind = is_array($tokens[$i]) ? $tokens[$i][0] : $tokens[$i];
            if (!in_array($kind, self::IS_SPACE, true)) return $kind;
        }
        return null;
    }

    private function nameAfter($tokens, $i)
    {
        for ($i++; isset($tokens[$i]); $i++) {
            if (is_array($tokens[$i]) && $tokens[$i][0] === T_STRING) return $tokens[$i][1];
            if (!is_array($tokens[$i]) && $tokens[$i] !== '&') return null;
        }
        return null;
    }
}
