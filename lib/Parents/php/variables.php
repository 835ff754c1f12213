<?php
/** The variables of cells: setting, getting and naming them. A part of the parent's class. */
trait CowVariables
{
    private static function doSet($name, $type, ...$values)
    {
        $many = substr($type, -1) === 's';
        foreach ($values as &$value) $value = self::valueOf($many ? substr($type, 0, -1) : $type, $value);
        unset($value);
        if (!$many && count($values) !== 1) throw new ValueError("$type takes one value, not " . count($values) . '.');
        $GLOBALS[$name] = $many ? $values : $values[0];
        return [];
    }

    private static function valueOf($type, $word)
    {
        switch ($type) {
            case 'integer': if (is_numeric($word)) return (int) $word; break;
            case 'number':
                $special = ['Infinity' => INF, '-Infinity' => -INF, 'NaN' => NAN][$word] ?? null;
                if ($special !== null || is_numeric($word)) return $special ?? (float) $word;
                break;
            case 'text': return $word;
            case 'truth': if ($word === 'true' || $word === 'false') return $word === 'true'; break;
            default: throw new ValueError("There is no type '$type'.");
        }
        throw new ValueError("'$word' is no $type.");
    }

    /** The value of a variable as doSet takes it. */
    private static function doGet($name)
    {
        $value = self::variable($name);
        $many = is_array($value);
        $values = $many ? array_values($value) : [$value];
        $types = array_unique(array_map(['CowParent', 'typeOf'], $values));
        if (count($types) === 2 && !array_diff($types, ['integer', 'number'])) $types = ['number'];
        if (count($types) > 1 || in_array(null, $types, true))
            throw new TypeError("'$name' is of type " . gettype($value) . ($many ? ' whose elements are not all numbers, all strings or all truth values' : ''));
        $type = $types ? reset($types) : 'text';
        $words = ["type=$type" . ($many ? 's' : '')];
        foreach ($values as $one) $words[] = 'value=' . ($type === 'truth' ? ($one ? 'true' : 'false') : ($type === 'number' ? self::number((float) $one) : $one));
        return $words;
    }

    private static function typeOf($value)
    {
        return is_bool($value) ? 'truth' : (is_int($value) ? 'integer' : (is_float($value) ? 'number' : (is_string($value) ? 'text' : null)));
    }

    private static function number($value)
    {
        return is_nan($value) ? 'NaN' : (is_infinite($value) ? ($value > 0 ? 'Infinity' : '-Infinity') : var_export($value, true));
    }

    private static function &variable($name)
    {
        if (!array_key_exists($name, $GLOBALS)) throw new ValueError("Undefined variable \$$name");
        return $GLOBALS[$name];
    }

    private static function doNames(...$path)
    {
        if ($path) throw new ValueError('PHP tells the names of variables and functions alone.');
        $functions = get_defined_functions();
        $names = array_merge(array_diff(array_keys($GLOBALS), CowCell::SUPERGLOBALS), $functions['user'], $functions['internal']);
        sort($names);
        $fields = [];
        foreach ($names as $name) $fields[] = "name=$name";
        return $fields;
    }
}
