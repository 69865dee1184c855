-- Java's regular expressions.
SELECT 'a1' RLIKE '\\p{Digit}', 'A' RLIKE '^\\p{Upper}$', 'a' RLIKE '\\p{Upper}', 'é' RLIKE '^\\p{L}$', 'é' RLIKE '\\p{Alpha}', 'a' RLIKE '\\p{IsAlphabetic}', ' ' RLIKE '\\p{Space}'
--> schema struct<RLIKE(a1, \p{Digit}):boolean,RLIKE(A, ^\p{Upper}$):boolean,RLIKE(a, \p{Upper}):boolean,RLIKE(é, ^\p{L}$):boolean,RLIKE(é, \p{Alpha}):boolean,RLIKE(a, \p{IsAlphabetic}):boolean,RLIKE( , \p{Space}):boolean>
--> (True, True, False, True, False, True, True)

SELECT 'a' RLIKE '\\p{javaLowerCase}', 'A' RLIKE '\\p{javaLowerCase}', 'α' RLIKE '\\p{InGreek}', 'a' RLIKE '\\p{InGreek}', 'a' RLIKE '\\P{InGreek}', 'α' RLIKE '\\p{IsGreek}', 'я' RLIKE '\\p{script=Cyrillic}', 'я' RLIKE '\\p{block=Cyrillic}', 'я' RLIKE '\\p{gc=Ll}'
--> schema struct<RLIKE(a, \p{javaLowerCase}):boolean,RLIKE(A, \p{javaLowerCase}):boolean,RLIKE(α, \p{InGreek}):boolean,RLIKE(a, \p{InGreek}):boolean,RLIKE(a, \P{InGreek}):boolean,RLIKE(α, \p{IsGreek}):boolean,RLIKE(я, \p{script=Cyrillic}):boolean,RLIKE(я, \p{block=Cyrillic}):boolean,RLIKE(я, \p{gc=Ll}):boolean>
--> (True, False, True, False, True, True, True, True, True)

SELECT '!' RLIKE '\\p{Punct}', 'x' RLIKE '\\p{Alnum}', 'x' RLIKE '[\\p{Lower}&&[^aeiou]]', 'f' RLIKE '\\p{XDigit}', 'é' RLIKE '\\p{ASCII}', 'a' RLIKE '\\p{Graph}', ' ' RLIKE '\\p{Print}', '\t' RLIKE '\\p{Blank}', '\t' RLIKE '\\p{Cntrl}', 'a' RLIKE '\\P{Lower}', 'a' RLIKE '[^\\P{Lower}]', '5' RLIKE '[\\p{L}\\p{Nd}]', 'x' RLIKE '\\pL', 'x' RLIKE '\\PL'
--> schema struct<RLIKE(!, \p{Punct}):boolean,RLIKE(x, \p{Alnum}):boolean,RLIKE(x, [\p{Lower}&&[^aeiou]]):boolean,RLIKE(f, \p{XDigit}):boolean,RLIKE(é, \p{ASCII}):boolean,RLIKE(a, \p{Graph}):boolean,RLIKE( , \p{Print}):boolean,RLIKE(	, \p{Blank}):boolean,RLIKE(	, \p{Cntrl}):boolean,RLIKE(a, \P{Lower}):boolean,RLIKE(a, [^\P{Lower}]):boolean,RLIKE(5, [\p{L}\p{Nd}]):boolean,RLIKE(x, \pL):boolean,RLIKE(x, \PL):boolean>
--> (True, True, True, True, False, True, True, True, True, False, True, True, True, False)

SELECT 'a' RLIKE '\\p{NoSuchThing}'
--> error INVALID_PARAMETER_VALUE.PATTERN 22023

SELECT 'a' RLIKE 'a{'
--> error INVALID_PARAMETER_VALUE.PATTERN 22023

SELECT 'a' RLIKE '[a'
--> error INVALID_PARAMETER_VALUE.PATTERN 22023

SELECT 'a' RLIKE 'a{x}'
--> error INVALID_PARAMETER_VALUE.PATTERN 22023

SELECT 'aa' RLIKE '^a{2}$', 'aaa' RLIKE '^a{2,}$', 'aaaa' RLIKE '^a{2,3}$', '}' RLIKE '}', 'a}' RLIKE 'a}'
--> schema struct<RLIKE(aa, ^a{2}$):boolean,RLIKE(aaa, ^a{2,}$):boolean,RLIKE(aaaa, ^a{2,3}$):boolean,RLIKE(}, }):boolean,RLIKE(a}, a}):boolean>
--> (True, True, False, True, True)

SELECT 'AB' RLIKE '^[\\0101-\\0132]+$', 'A' RLIKE '\\x41', 'A' RLIKE '\\u0041', 'B' RLIKE '[\\u0041-\\u0043]', '😀' RLIKE '^\\uD83D\\uDE00$', 'A' RLIKE '\\x{41}', '\t' RLIKE '\\cI', 'a.b' RLIKE '^\\Qa.b\\E$', 'axb' RLIKE '\\Qa.b\\E', 'a]' RLIKE '[\\Qa]\\E]+'
--> schema struct<RLIKE(AB, ^[\0101-\0132]+$):boolean,RLIKE(A, \x41):boolean,RLIKE(A, \u0041):boolean,RLIKE(B, [\u0041-\u0043]):boolean,RLIKE(😀, ^\uD83D\uDE00$):boolean,RLIKE(A, \x{41}):boolean,RLIKE(	, \cI):boolean,RLIKE(a.b, ^\Qa.b\E$):boolean,RLIKE(axb, \Qa.b\E):boolean,RLIKE(a], [\Qa]\E]+):boolean>
--> (True, True, True, True, True, True, True, True, False, True)

SELECT 'a' RLIKE '\\08'
--> error INVALID_PARAMETER_VALUE.PATTERN 22023

SELECT 'ab' RLIKE '^[a-c&&[^b]]b$', 'bb' RLIKE '^[a-c&&[^b]]b$', 'x' RLIKE '[a-z&&[^aeiou]]', 'e' RLIKE '[a-z&&[^aeiou]]', 'b' RLIKE '[^a[b]]', 'c' RLIKE '[^a[b]]', 'b' RLIKE '[a[bc]]', 'd' RLIKE '[a[^d]]', 'm' RLIKE '[a-z&&[def]&&[d-m]]', 'e' RLIKE '[a-z&&[def]&&[d-m]]', '-' RLIKE '[a\\-]', ']' RLIKE '[\\]]', '&' RLIKE '[a&b]', 'b' RLIKE '[^a-z&&[a-c]]', 'z' RLIKE '[^a-z&&[a-c]]'
--> schema struct<RLIKE(ab, ^[a-c&&[^b]]b$):boolean,RLIKE(bb, ^[a-c&&[^b]]b$):boolean,RLIKE(x, [a-z&&[^aeiou]]):boolean,RLIKE(e, [a-z&&[^aeiou]]):boolean,RLIKE(b, [^a[b]]):boolean,RLIKE(c, [^a[b]]):boolean,RLIKE(b, [a[bc]]):boolean,RLIKE(d, [a[^d]]):boolean,RLIKE(m, [a-z&&[def]&&[d-m]]):boolean,RLIKE(e, [a-z&&[def]&&[d-m]]):boolean,RLIKE(-, [a\-]):boolean,RLIKE(], [\]]):boolean,RLIKE(&, [a&b]):boolean,RLIKE(b, [^a-z&&[a-c]]):boolean,RLIKE(z, [^a-z&&[a-c]]):boolean>
--> (True, False, True, False, False, True, True, False, False, True, True, True, True, False, True)

SELECT regexp_replace('hello world', '[a-z&&[^aeiou]]', '*'), regexp_extract_all('a1-b22', '[a-z[0-9]]+', 0), regexp_replace('äöü', '[^\\p{ASCII}]', '?')
--> schema struct<regexp_replace(hello world, [a-z&&[^aeiou]], *, 1):string,regexp_extract_all(a1-b22, [a-z[0-9]]+, 0):array<string>,regexp_replace(äöü, [^\p{ASCII}], ?, 1):string>
--> ('*e**o *o***', ['a1', 'b22'], '???')

SELECT 'É' RLIKE '(?iu)é', 'A' RLIKE '(?i)a', concat('a', chr(10), 'b') RLIKE '(?s)a.b', concat('a', chr(10), 'b') RLIKE 'a.b', 'é' RLIKE '\\w', 'é' RLIKE '(?U)\\w', 'AB' RLIKE 'a(?i)b', 'aB' RLIKE 'a(?i)b', 'aB' RLIKE 'a(?i:b)', 'aB' RLIKE '(?i)a(?-i)b'
--> schema struct<RLIKE(É, (?iu)é):boolean,RLIKE(A, (?i)a):boolean,RLIKE(concat(a, chr(10), b), (?s)a.b):boolean,RLIKE(concat(a, chr(10), b), a.b):boolean,RLIKE(é, \w):boolean,RLIKE(é, (?U)\w):boolean,RLIKE(AB, a(?i)b):boolean,RLIKE(aB, a(?i)b):boolean,RLIKE(aB, a(?i:b)):boolean,RLIKE(aB, (?i)a(?-i)b):boolean>
--> (True, True, True, False, False, True, False, True, True, False)

SELECT regexp_replace('abc', '(b)', '[$1]'), regexp_replace('abc', 'b', '\\$1'), regexp_replace('abc', 'b', '$0$0'), regexp_replace('abc', '(b)', '$11'), regexp_replace('abc', 'z', '$5')
--> schema struct<regexp_replace(abc, (b), [$1], 1):string,regexp_replace(abc, b, \$1, 1):string,regexp_replace(abc, b, $0$0, 1):string,regexp_replace(abc, (b), $11, 1):string,regexp_replace(abc, z, $5, 1):string>
--> ('a[b]c', 'a$1c', 'abbc', 'ab1c', 'abc')

SELECT regexp_replace('abc', '(b)', '$5')
--> error INVALID_REGEXP_REPLACE 22023

SELECT regexp_replace('abc', 'b', '$')
--> error INVALID_REGEXP_REPLACE 22023

SELECT regexp_replace('abc', 'b', 'a\\')
--> error INVALID_REGEXP_REPLACE 22023

SELECT regexp_replace('abc', '(?<mid>b)', concat('<$', '{mid}>')), regexp_replace('2024-05', '(?<y>\\d+)-(?<m>\\d+)', concat('$', '{m}/$', '{y}'))
--> schema struct<regexp_replace(abc, (?<mid>b), concat(<$, {mid}>), 1):string,regexp_replace(2024-05, (?<y>\d+)-(?<m>\d+), concat($, {m}/$, {y}), 1):string>
--> ('a<b>c', '05/2024')

SELECT regexp_replace('abc', '(?<mid>b)', concat('$', '{other}'))
--> error INVALID_REGEXP_REPLACE 22023

SELECT split('abc', '$'), split('abc', ''), split('', ''), split('abc', 'x*'), split('abc', 'x*', 3), split('aéb', 'x*'), split('ab', '(?=a)'), split('ab cd', '\\b'), split('ab', '(?<=b)'), split('', '$'), split('a,b,,', ','), split('aXbX', '(?=X)')
--> schema struct<split(abc, $, -1):array<string>,split(abc, , -1):array<string>,split(, , -1):array<string>,split(abc, x*, -1):array<string>,split(abc, x*, 3):array<string>,split(aéb, x*, -1):array<string>,split(ab, (?=a), -1):array<string>,split(ab cd, \b, -1):array<string>,split(ab, (?<=b), -1):array<string>,split(, $, -1):array<string>,split(a,b,,, ,, -1):array<string>,split(aXbX, (?=X), -1):array<string>>
--> (['abc', ''], ['a', 'b', 'c'], [''], ['a', 'b', 'c', ''], ['a', 'b', 'c'], ['a', 'é', 'b', ''], ['ab'], ['ab', ' ', 'cd', ''], ['ab', ''], [''], ['a', 'b', '', ''], ['a', 'Xb', 'X'])

SELECT 'ab' RLIKE '(?>a)b', 'aab' RLIKE 'a*+b', 'ab' RLIKE '\\Aab\\z', concat('ab', chr(10)) RLIKE 'ab\\Z', concat('ab', chr(10)) RLIKE 'ab$', concat('a', chr(13), chr(10), 'b') RLIKE 'a\\Rb', 'a b' RLIKE 'a\\hb', 'aa' RLIKE '(a)\\1', 'ab' RLIKE '(?<n>a)b', 'abab' RLIKE '(?<n>ab)\\k<n>'
--> schema struct<RLIKE(ab, (?>a)b):boolean,RLIKE(aab, a*+b):boolean,RLIKE(ab, \Aab\z):boolean,RLIKE(concat(ab, chr(10)), ab\Z):boolean,RLIKE(concat(ab, chr(10)), ab$):boolean,RLIKE(concat(a, chr(13), chr(10), b), a\Rb):boolean,RLIKE(a b, a\hb):boolean,RLIKE(aa, (a)\1):boolean,RLIKE(ab, (?<n>a)b):boolean,RLIKE(abab, (?<n>ab)\k<n>):boolean>
--> (True, True, True, True, True, True, True, True, True, True)
