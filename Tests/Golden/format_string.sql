SELECT format_string('%x %X %o %#x %#o', 255, 255, 8, 255, 8), format_string('%x', -1Y), format_string('%x', -1S), format_string('%x', -1), format_string('%x', -1L)
--> schema struct<format_string(%x %X %o %#x %#o, 255, 255, 8, 255, 8):string,format_string(%x, -1):string,format_string(%x, -1):string,format_string(%x, -1):string,format_string(%x, -1):string>
--> ('ff FF 10 0xff 010', 'ff', 'ffff', 'ffffffff', 'ffffffffffffffff')

SELECT format_string('[%5d] [%-5d] [%05d] [%+d] [% d] [%(d] [%,d]', 42, 42, 42, 42, 42, -42, 1234567)
--> schema struct<format_string([%5d] [%-5d] [%05d] [%+d] [% d] [%(d] [%,d], 42, 42, 42, 42, 42, -42, 1234567):string>
--> ('[   42] [42   ] [00042] [+42] [ 42] [(42)] [1,234,567]',)

SELECT format_string('%(08d|%,012d|%#010x|%-#8x|', -5, 1234567, 255, 255)
--> schema struct<format_string(%(08d|%,012d|%#010x|%-#8x|, -5, 1234567, 255, 255):string>
--> ('(000005)|0001,234,567|0x000000ff|0xff    |',)

SELECT format_string('%f %.2f %.0f %#.0f %,.1f %(f', 1.5D, 2.675D, 2.5D, 2.5D, 1234567.89D, -1D)
--> schema struct<format_string(%f %.2f %.0f %#.0f %,.1f %(f, 1.5, 2.675, 2.5, 2.5, 1234567.89, -1.0):string>
--> ('1.500000 2.68 3 3. 1,234,567.9 (1.000000)',)

SELECT format_string('%e %.3e %.0E %#.0e %012.2e', 12345.678D, 0D, 1.5D, 1.5D, -9.87D)
--> schema struct<format_string(%e %.3e %.0E %#.0e %012.2e, 12345.678, 0.0, 1.5, 1.5, -9.87):string>
--> ('1.234568e+04 0.000e+00 2E+00 2.e+00 -0009.87e+00',)

SELECT format_string('%g %g %g %.3g %.0g %G', 12345.678D, 0.0001D, 0.00001D, 123456D, 999999.5D, 1e-10D)
--> schema struct<format_string(%g %g %g %.3g %.0g %G, 12345.678, 1.0E-4, 1.0E-5, 123456.0, 999999.5, 1.0E-10):string>
--> ('12345.7 0.000100000 1.00000e-05 1.23e+05 1e+06 1.00000E-10',)

SELECT format_string('%f|%10f|%-10f|%010f|%+f|%(f|%E', double('NaN'), double('inf'), double('inf'), double('inf'), double('inf'), double('-inf'), double('-inf'))
--> schema struct<format_string(%f|%10f|%-10f|%010f|%+f|%(f|%E, NaN, inf, inf, inf, inf, -inf, -inf):string>
--> ('NaN|  Infinity|Infinity  |  Infinity|+Infinity|(Infinity)|-INFINITY',)

SELECT format_string('%a %a %A %.3a %.0a %20a|%-12a|%020a', 1.5D, 0.1F, 4.9E-324D, 1.99999D, 1.96875D, 1D, 1D, 1D)
--> schema struct<format_string(%a %a %A %.3a %.0a %20a|%-12a|%020a, 1.5, 0.1, 4.9E-324, 1.99999, 1.96875, 1.0, 1.0, 1.0):string>
--> ('0x1.8p0 0x1.99999ap-4 0X0.0000000000001P-1022 0x1.000p1 0x1.0p1              0x1.0p0|0x1.0p0     |0x00000000000001.0p0',)

SELECT format_string('%.20f %f', 0.1D, 1e22D)
--> schema struct<format_string(%.20f %f, 0.1, 1.0E22):string>
--> ('0.10000000000000000000 10000000000000000000000.000000',)

SELECT format_string('%s %S %.2s %5.1s|%-5s|', 'abc', 'abc', 'abc', 'abc', 'é')
--> schema struct<format_string(%s %S %.2s %5.1s|%-5s|, abc, abc, abc, abc, é):string>
--> ('abc ABC ab     a|é    |',)

SELECT format_string('%s %s %s %s %s', true, 1.0D, CAST(1.50 AS DECIMAL(5, 2)), DATE '1970-01-11', TIMESTAMP '1970-01-01 00:00:01')
--> schema struct<format_string(%s %s %s %s %s, true, 1.0, CAST(1.50 AS DECIMAL(5,2)), DATE '1970-01-11', TIMESTAMP '1970-01-01 00:00:01'):string>
--> ('true 1.0 1.50 10 1000000',)

SELECT format_string('%s %s %s', array(1, NULL, 3), map('k', 1), named_struct('a', 1, 'b', 'x'))
--> schema struct<format_string(%s %s %s, array(1, NULL, 3), map(k, 1), named_struct(a, 1, b, x)):string>
--> ('[1,null,3] keys: [k], values: [1] [1,x]',)

SELECT format_string('%s %d %f %c %b %h %X %5d|', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
--> schema struct<format_string(%s %d %f %c %b %h %X %5d|, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL):string>
--> ('null null null null false null NULL  null|',)

SELECT format_string('%b %b %B %.2b', 'x', false, true, true)
--> schema struct<format_string(%b %b %B %.2b, x, false, true, true):string>
--> ('true false TRUE tr',)

SELECT format_string('%h %h %h %h %h %h %H', 12, -1L, 1.5D, 1.5F, true, 'Spark', 'Spark')
--> schema struct<format_string(%h %h %h %h %h %h %H, 12, -1, 1.5, 1.5, true, Spark, Spark):string>
--> ('c 0 3ff80000 3fc00000 4cf d986f45 D986F45',)

SELECT format_string('%c %C %c %3c|%-3c|', 65, 97, 128512, 66Y, 67S)
--> schema struct<format_string(%c %C %c %3c|%-3c|, 65, 97, 128512, 66, 67):string>
--> ('A A 😀   B|C  |',)

SELECT format_string('%n%%|%5%|%-5%|')
--> schema struct<format_string(%n%%|%5%|%-5%|):string>
--> ('\n%|    %|%    |',)

SELECT format_string('%2$s %1$s %<s %s %s', 'a', 'b')
--> schema struct<format_string(%2$s %1$s %<s %s %s, a, b):string>
--> ('b a a a b',)

SELECT format_string('%tY-%tm-%td %tH:%tM:%tS.%tL', 0L, 0L, 0L, 3723004L, 3723004L, 3723004L, 3723004L)
--> schema struct<format_string(%tY-%tm-%td %tH:%tM:%tS.%tL, 0, 0, 0, 3723004, 3723004, 3723004, 3723004):string>
--> ('1970-01-01 01:02:03.004',)

SELECT format_string('%tA %Ta %tB %Tb %th %te %tj %ty %tC', 951782400000L, 951782400000L, 951782400000L, 951782400000L, 951782400000L, 951782400000L, 951782400000L, 951782400000L, 951782400000L)
--> schema struct<format_string(%tA %Ta %tB %Tb %th %te %tj %ty %tC, 951782400000, 951782400000, 951782400000, 951782400000, 951782400000, 951782400000, 951782400000, 951782400000, 951782400000):string>
--> ('Tuesday TUE February FEB Feb 29 060 00 20',)

SELECT format_string('%tI %tl %tk %tp %Tp %tN %ts %tQ %tz %tR %tT %tr %tD %tF', 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L, 46800001L)
--> schema struct<format_string(%tI %tl %tk %tp %Tp %tN %ts %tQ %tz %tR %tT %tr %tD %tF, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001, 46800001):string>
--> ('01 1 13 pm PM 001000000 46800 46800001 +0000 13:00 13:00:00 01:00:00 PM 01/01/70 1970-01-01',)

SELECT format_string('%tF %tj %tA %tY %tF', -12219292800001L, -12219292800001L, -12219292800001L, -62135769600001L, -12219292800000L)
--> schema struct<format_string(%tF %tj %tA %tY %tF, -12219292800001, -12219292800001, -12219292800001, -62135769600001, -12219292800000):string>
--> ('1582-10-04 277 Thursday 0001 1582-10-15',)

SELECT format_string('%tY', TIMESTAMP '2023-12-25 14:30:45')
--> schema struct<format_string(%tY, TIMESTAMP '2023-12-25 14:30:45'):string>
--> ('55952',)

SELECT format_string('%f', 1.5)
--> error IllegalArgumentException

SELECT format_string('%d', 1.5D)
--> error IllegalArgumentException

SELECT format_string('%d', 'x')
--> error IllegalArgumentException

SELECT format_string('%c', 1114112)
--> error IllegalArgumentException

SELECT format_string('%tY', DATE '2020-01-01')
--> error IllegalArgumentException

SELECT format_string('%s %s', 'a')
--> error IllegalArgumentException

SELECT format_string('%<s', 'a')
--> error IllegalArgumentException

SELECT format_string('%3$s', 'a')
--> error IllegalArgumentException

SELECT format_string('%0$s', 'a')
--> error INVALID_PARAMETER_VALUE.ZERO_INDEX 22023 7-32 "format_string('%0$s', 'a')"

SELECT format_string('%')
--> error IllegalArgumentException

SELECT format_string('%y', 1)
--> error IllegalArgumentException

SELECT format_string('%tX', 1L)
--> error IllegalArgumentException

SELECT format_string('%-d', 1)
--> error IllegalArgumentException

SELECT format_string('%-05d', 1)
--> error IllegalArgumentException

SELECT format_string('%+ d', 1)
--> error IllegalArgumentException

SELECT format_string('%++d', 1)
--> error IllegalArgumentException

SELECT format_string('%#d', 1)
--> error IllegalArgumentException

SELECT format_string('%,x', 1)
--> error IllegalArgumentException

SELECT format_string('%+x', 1)
--> error IllegalArgumentException

SELECT format_string('%05s', 'a')
--> error IllegalArgumentException

SELECT format_string('%#g', 1D)
--> error IllegalArgumentException

SELECT format_string('%,e', 1D)
--> error IllegalArgumentException

SELECT format_string('%.2d', 1)
--> error IllegalArgumentException

SELECT format_string('%5n')
--> error IllegalArgumentException

SELECT format_string('%+%')
--> error IllegalArgumentException
