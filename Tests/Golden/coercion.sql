-- The common type of pairs of types.
SELECT coalesce(1, 1), CASE WHEN true THEN 1 ELSE 1 END
--> schema struct<coalesce(1, 1):int,CASE WHEN true THEN 1 ELSE 1 END:int>
--> (1, 1)

SELECT coalesce(1, 2.5), CASE WHEN true THEN 1 ELSE 2.5 END
--> schema struct<coalesce(1, 2.5):decimal(11,1),CASE WHEN true THEN 1 ELSE 2.5 END:decimal(11,1)>
--> (Decimal('1.0'), Decimal('1.0'))

SELECT coalesce(1, 3L), CASE WHEN true THEN 1 ELSE 3L END
--> schema struct<coalesce(1, 3):bigint,CASE WHEN true THEN 1 ELSE 3 END:bigint>
--> (1, 1)

SELECT coalesce(1, 1.5D), CASE WHEN true THEN 1 ELSE 1.5D END
--> schema struct<coalesce(1, 1.5):double,CASE WHEN true THEN 1 ELSE 1.5 END:double>
--> (1.0, 1.0)

SELECT coalesce(1, '2'), CASE WHEN true THEN 1 ELSE '2' END
--> schema struct<coalesce(1, 2):bigint,CASE WHEN true THEN 1 ELSE 2 END:bigint>
--> (1, 1)

SELECT coalesce(1, 'x'), CASE WHEN true THEN 1 ELSE 'x' END
--> schema struct<coalesce(1, x):bigint,CASE WHEN true THEN 1 ELSE x END:bigint>
--> (1, 1)

SELECT coalesce(1, true), CASE WHEN true THEN 1 ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-23 'coalesce(1, true)'

SELECT coalesce(1, NULL), CASE WHEN true THEN 1 ELSE NULL END
--> schema struct<coalesce(1, NULL):int,CASE WHEN true THEN 1 ELSE NULL END:int>
--> (1, 1)

SELECT coalesce(1, DATE'2020-01-02'), CASE WHEN true THEN 1 ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce(1, DATE'2020-01-02')"

SELECT coalesce(1, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN 1 ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-49 "coalesce(1, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(1, INTERVAL 1 DAY), CASE WHEN true THEN 1 ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-33 'coalesce(1, INTERVAL 1 DAY)'

SELECT coalesce(1, INTERVAL 1 YEAR), CASE WHEN true THEN 1 ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-34 'coalesce(1, INTERVAL 1 YEAR)'

SELECT coalesce(1, array(1)), CASE WHEN true THEN 1 ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-27 'coalesce(1, array(1))'

SELECT coalesce(2.5, 1), CASE WHEN true THEN 2.5 ELSE 1 END
--> schema struct<coalesce(2.5, 1):decimal(11,1),CASE WHEN true THEN 2.5 ELSE 1 END:decimal(11,1)>
--> (Decimal('2.5'), Decimal('2.5'))

SELECT coalesce(2.5, 2.5), CASE WHEN true THEN 2.5 ELSE 2.5 END
--> schema struct<coalesce(2.5, 2.5):decimal(2,1),CASE WHEN true THEN 2.5 ELSE 2.5 END:decimal(2,1)>
--> (Decimal('2.5'), Decimal('2.5'))

SELECT coalesce(2.5, 3L), CASE WHEN true THEN 2.5 ELSE 3L END
--> schema struct<coalesce(2.5, 3):decimal(21,1),CASE WHEN true THEN 2.5 ELSE 3 END:decimal(21,1)>
--> (Decimal('2.5'), Decimal('2.5'))

SELECT coalesce(2.5, 1.5D), CASE WHEN true THEN 2.5 ELSE 1.5D END
--> schema struct<coalesce(2.5, 1.5):double,CASE WHEN true THEN 2.5 ELSE 1.5 END:double>
--> (2.5, 2.5)

SELECT coalesce(2.5, '2'), CASE WHEN true THEN 2.5 ELSE '2' END
--> schema struct<coalesce(2.5, 2):double,CASE WHEN true THEN 2.5 ELSE 2 END:double>
--> (2.5, 2.5)

SELECT coalesce(2.5, 'x'), CASE WHEN true THEN 2.5 ELSE 'x' END
--> schema struct<coalesce(2.5, x):double,CASE WHEN true THEN 2.5 ELSE x END:double>
--> (2.5, 2.5)

SELECT coalesce(2.5, true), CASE WHEN true THEN 2.5 ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-25 'coalesce(2.5, true)'

SELECT coalesce(2.5, NULL), CASE WHEN true THEN 2.5 ELSE NULL END
--> schema struct<coalesce(2.5, NULL):decimal(2,1),CASE WHEN true THEN 2.5 ELSE NULL END:decimal(2,1)>
--> (Decimal('2.5'), Decimal('2.5'))

SELECT coalesce(2.5, DATE'2020-01-02'), CASE WHEN true THEN 2.5 ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 "coalesce(2.5, DATE'2020-01-02')"

SELECT coalesce(2.5, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN 2.5 ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-51 "coalesce(2.5, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(2.5, INTERVAL 1 DAY), CASE WHEN true THEN 2.5 ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 'coalesce(2.5, INTERVAL 1 DAY)'

SELECT coalesce(2.5, INTERVAL 1 YEAR), CASE WHEN true THEN 2.5 ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(2.5, INTERVAL 1 YEAR)'

SELECT coalesce(2.5, array(1)), CASE WHEN true THEN 2.5 ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 'coalesce(2.5, array(1))'

SELECT coalesce(3L, 1), CASE WHEN true THEN 3L ELSE 1 END
--> schema struct<coalesce(3, 1):bigint,CASE WHEN true THEN 3 ELSE 1 END:bigint>
--> (3, 3)

SELECT coalesce(3L, 2.5), CASE WHEN true THEN 3L ELSE 2.5 END
--> schema struct<coalesce(3, 2.5):decimal(21,1),CASE WHEN true THEN 3 ELSE 2.5 END:decimal(21,1)>
--> (Decimal('3.0'), Decimal('3.0'))

SELECT coalesce(3L, 3L), CASE WHEN true THEN 3L ELSE 3L END
--> schema struct<coalesce(3, 3):bigint,CASE WHEN true THEN 3 ELSE 3 END:bigint>
--> (3, 3)

SELECT coalesce(3L, 1.5D), CASE WHEN true THEN 3L ELSE 1.5D END
--> schema struct<coalesce(3, 1.5):double,CASE WHEN true THEN 3 ELSE 1.5 END:double>
--> (3.0, 3.0)

SELECT coalesce(3L, '2'), CASE WHEN true THEN 3L ELSE '2' END
--> schema struct<coalesce(3, 2):bigint,CASE WHEN true THEN 3 ELSE 2 END:bigint>
--> (3, 3)

SELECT coalesce(3L, 'x'), CASE WHEN true THEN 3L ELSE 'x' END
--> schema struct<coalesce(3, x):bigint,CASE WHEN true THEN 3 ELSE x END:bigint>
--> (3, 3)

SELECT coalesce(3L, true), CASE WHEN true THEN 3L ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-24 'coalesce(3L, true)'

SELECT coalesce(3L, NULL), CASE WHEN true THEN 3L ELSE NULL END
--> schema struct<coalesce(3, NULL):bigint,CASE WHEN true THEN 3 ELSE NULL END:bigint>
--> (3, 3)

SELECT coalesce(3L, DATE'2020-01-02'), CASE WHEN true THEN 3L ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce(3L, DATE'2020-01-02')"

SELECT coalesce(3L, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN 3L ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-50 "coalesce(3L, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(3L, INTERVAL 1 DAY), CASE WHEN true THEN 3L ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-34 'coalesce(3L, INTERVAL 1 DAY)'

SELECT coalesce(3L, INTERVAL 1 YEAR), CASE WHEN true THEN 3L ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 'coalesce(3L, INTERVAL 1 YEAR)'

SELECT coalesce(3L, array(1)), CASE WHEN true THEN 3L ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-28 'coalesce(3L, array(1))'

SELECT coalesce(1.5D, 1), CASE WHEN true THEN 1.5D ELSE 1 END
--> schema struct<coalesce(1.5, 1):double,CASE WHEN true THEN 1.5 ELSE 1 END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, 2.5), CASE WHEN true THEN 1.5D ELSE 2.5 END
--> schema struct<coalesce(1.5, 2.5):double,CASE WHEN true THEN 1.5 ELSE 2.5 END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, 3L), CASE WHEN true THEN 1.5D ELSE 3L END
--> schema struct<coalesce(1.5, 3):double,CASE WHEN true THEN 1.5 ELSE 3 END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, 1.5D), CASE WHEN true THEN 1.5D ELSE 1.5D END
--> schema struct<coalesce(1.5, 1.5):double,CASE WHEN true THEN 1.5 ELSE 1.5 END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, '2'), CASE WHEN true THEN 1.5D ELSE '2' END
--> schema struct<coalesce(1.5, 2):double,CASE WHEN true THEN 1.5 ELSE 2 END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, 'x'), CASE WHEN true THEN 1.5D ELSE 'x' END
--> schema struct<coalesce(1.5, x):double,CASE WHEN true THEN 1.5 ELSE x END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, true), CASE WHEN true THEN 1.5D ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-26 'coalesce(1.5D, true)'

SELECT coalesce(1.5D, NULL), CASE WHEN true THEN 1.5D ELSE NULL END
--> schema struct<coalesce(1.5, NULL):double,CASE WHEN true THEN 1.5 ELSE NULL END:double>
--> (1.5, 1.5)

SELECT coalesce(1.5D, DATE'2020-01-02'), CASE WHEN true THEN 1.5D ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-38 "coalesce(1.5D, DATE'2020-01-02')"

SELECT coalesce(1.5D, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN 1.5D ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-52 "coalesce(1.5D, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(1.5D, INTERVAL 1 DAY), CASE WHEN true THEN 1.5D ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(1.5D, INTERVAL 1 DAY)'

SELECT coalesce(1.5D, INTERVAL 1 YEAR), CASE WHEN true THEN 1.5D ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 'coalesce(1.5D, INTERVAL 1 YEAR)'

SELECT coalesce(1.5D, array(1)), CASE WHEN true THEN 1.5D ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-30 'coalesce(1.5D, array(1))'

SELECT coalesce('2', 1), CASE WHEN true THEN '2' ELSE 1 END
--> schema struct<coalesce(2, 1):bigint,CASE WHEN true THEN 2 ELSE 1 END:bigint>
--> (2, 2)

SELECT coalesce('2', 2.5), CASE WHEN true THEN '2' ELSE 2.5 END
--> schema struct<coalesce(2, 2.5):double,CASE WHEN true THEN 2 ELSE 2.5 END:double>
--> (2.0, 2.0)

SELECT coalesce('2', 3L), CASE WHEN true THEN '2' ELSE 3L END
--> schema struct<coalesce(2, 3):bigint,CASE WHEN true THEN 2 ELSE 3 END:bigint>
--> (2, 2)

SELECT coalesce('2', 1.5D), CASE WHEN true THEN '2' ELSE 1.5D END
--> schema struct<coalesce(2, 1.5):double,CASE WHEN true THEN 2 ELSE 1.5 END:double>
--> (2.0, 2.0)

SELECT coalesce('2', '2'), CASE WHEN true THEN '2' ELSE '2' END
--> schema struct<coalesce(2, 2):string,CASE WHEN true THEN 2 ELSE 2 END:string>
--> ('2', '2')

SELECT coalesce('2', 'x'), CASE WHEN true THEN '2' ELSE 'x' END
--> schema struct<coalesce(2, x):string,CASE WHEN true THEN 2 ELSE x END:string>
--> ('2', '2')

SELECT coalesce('2', true), CASE WHEN true THEN '2' ELSE true END
--> error CAST_INVALID_INPUT 22018 7-25 "coalesce('2', true)"

SELECT coalesce('2', NULL), CASE WHEN true THEN '2' ELSE NULL END
--> schema struct<coalesce(2, NULL):string,CASE WHEN true THEN 2 ELSE NULL END:string>
--> ('2', '2')

SELECT coalesce('2', DATE'2020-01-02'), CASE WHEN true THEN '2' ELSE DATE'2020-01-02' END
--> error CAST_INVALID_INPUT 22018 7-37 "coalesce('2', DATE'2020-01-02')"

SELECT coalesce('2', TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN '2' ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error CAST_INVALID_INPUT 22018 7-51 "coalesce('2', TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce('2', INTERVAL 1 DAY), CASE WHEN true THEN '2' ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce('2', INTERVAL 1 DAY)"

SELECT coalesce('2', INTERVAL 1 YEAR), CASE WHEN true THEN '2' ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce('2', INTERVAL 1 YEAR)"

SELECT coalesce('2', array(1)), CASE WHEN true THEN '2' ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 "coalesce('2', array(1))"

SELECT coalesce('x', 1), CASE WHEN true THEN 'x' ELSE 1 END
--> error CAST_INVALID_INPUT 22018 7-22 "coalesce('x', 1)"

SELECT coalesce('x', 2.5), CASE WHEN true THEN 'x' ELSE 2.5 END
--> error CAST_INVALID_INPUT 22018 7-24 "coalesce('x', 2.5)"

SELECT coalesce('x', 3L), CASE WHEN true THEN 'x' ELSE 3L END
--> error CAST_INVALID_INPUT 22018 7-23 "coalesce('x', 3L)"

SELECT coalesce('x', 1.5D), CASE WHEN true THEN 'x' ELSE 1.5D END
--> error CAST_INVALID_INPUT 22018 7-25 "coalesce('x', 1.5D)"

SELECT coalesce('x', '2'), CASE WHEN true THEN 'x' ELSE '2' END
--> schema struct<coalesce(x, 2):string,CASE WHEN true THEN x ELSE 2 END:string>
--> ('x', 'x')

SELECT coalesce('x', 'x'), CASE WHEN true THEN 'x' ELSE 'x' END
--> schema struct<coalesce(x, x):string,CASE WHEN true THEN x ELSE x END:string>
--> ('x', 'x')

SELECT coalesce('x', true), CASE WHEN true THEN 'x' ELSE true END
--> error CAST_INVALID_INPUT 22018 7-25 "coalesce('x', true)"

SELECT coalesce('x', NULL), CASE WHEN true THEN 'x' ELSE NULL END
--> schema struct<coalesce(x, NULL):string,CASE WHEN true THEN x ELSE NULL END:string>
--> ('x', 'x')

SELECT coalesce('x', DATE'2020-01-02'), CASE WHEN true THEN 'x' ELSE DATE'2020-01-02' END
--> error CAST_INVALID_INPUT 22018 7-37 "coalesce('x', DATE'2020-01-02')"

SELECT coalesce('x', TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN 'x' ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error CAST_INVALID_INPUT 22018 7-51 "coalesce('x', TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce('x', INTERVAL 1 DAY), CASE WHEN true THEN 'x' ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce('x', INTERVAL 1 DAY)"

SELECT coalesce('x', INTERVAL 1 YEAR), CASE WHEN true THEN 'x' ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce('x', INTERVAL 1 YEAR)"

SELECT coalesce('x', array(1)), CASE WHEN true THEN 'x' ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 "coalesce('x', array(1))"

SELECT coalesce(true, 1), CASE WHEN true THEN true ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-23 'coalesce(true, 1)'

SELECT coalesce(true, 2.5), CASE WHEN true THEN true ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-25 'coalesce(true, 2.5)'

SELECT coalesce(true, 3L), CASE WHEN true THEN true ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-24 'coalesce(true, 3L)'

SELECT coalesce(true, 1.5D), CASE WHEN true THEN true ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-26 'coalesce(true, 1.5D)'

SELECT coalesce(true, '2'), CASE WHEN true THEN true ELSE '2' END
--> schema struct<coalesce(true, 2):boolean,CASE WHEN true THEN true ELSE 2 END:boolean>
--> (True, True)

SELECT coalesce(true, 'x'), CASE WHEN true THEN true ELSE 'x' END
--> schema struct<coalesce(true, x):boolean,CASE WHEN true THEN true ELSE x END:boolean>
--> (True, True)

SELECT coalesce(true, true), CASE WHEN true THEN true ELSE true END
--> schema struct<coalesce(true, true):boolean,CASE WHEN true THEN true ELSE true END:boolean>
--> (True, True)

SELECT coalesce(true, NULL), CASE WHEN true THEN true ELSE NULL END
--> schema struct<coalesce(true, NULL):boolean,CASE WHEN true THEN true ELSE NULL END:boolean>
--> (True, True)

SELECT coalesce(true, DATE'2020-01-02'), CASE WHEN true THEN true ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-38 "coalesce(true, DATE'2020-01-02')"

SELECT coalesce(true, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN true ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-52 "coalesce(true, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(true, INTERVAL 1 DAY), CASE WHEN true THEN true ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(true, INTERVAL 1 DAY)'

SELECT coalesce(true, INTERVAL 1 YEAR), CASE WHEN true THEN true ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 'coalesce(true, INTERVAL 1 YEAR)'

SELECT coalesce(true, array(1)), CASE WHEN true THEN true ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-30 'coalesce(true, array(1))'

SELECT coalesce(NULL, 1), CASE WHEN true THEN NULL ELSE 1 END
--> schema struct<coalesce(NULL, 1):int,CASE WHEN true THEN NULL ELSE 1 END:int>
--> (1, None)

SELECT coalesce(NULL, 2.5), CASE WHEN true THEN NULL ELSE 2.5 END
--> schema struct<coalesce(NULL, 2.5):decimal(2,1),CASE WHEN true THEN NULL ELSE 2.5 END:decimal(2,1)>
--> (Decimal('2.5'), None)

SELECT coalesce(NULL, 3L), CASE WHEN true THEN NULL ELSE 3L END
--> schema struct<coalesce(NULL, 3):bigint,CASE WHEN true THEN NULL ELSE 3 END:bigint>
--> (3, None)

SELECT coalesce(NULL, 1.5D), CASE WHEN true THEN NULL ELSE 1.5D END
--> schema struct<coalesce(NULL, 1.5):double,CASE WHEN true THEN NULL ELSE 1.5 END:double>
--> (1.5, None)

SELECT coalesce(NULL, '2'), CASE WHEN true THEN NULL ELSE '2' END
--> schema struct<coalesce(NULL, 2):string,CASE WHEN true THEN NULL ELSE 2 END:string>
--> ('2', None)

SELECT coalesce(NULL, 'x'), CASE WHEN true THEN NULL ELSE 'x' END
--> schema struct<coalesce(NULL, x):string,CASE WHEN true THEN NULL ELSE x END:string>
--> ('x', None)

SELECT coalesce(NULL, true), CASE WHEN true THEN NULL ELSE true END
--> schema struct<coalesce(NULL, true):boolean,CASE WHEN true THEN NULL ELSE true END:boolean>
--> (True, None)

SELECT coalesce(NULL, NULL), CASE WHEN true THEN NULL ELSE NULL END
--> schema struct<coalesce(NULL, NULL):void,CASE WHEN true THEN NULL ELSE NULL END:void>
--> (None, None)

SELECT coalesce(NULL, DATE'2020-01-02'), CASE WHEN true THEN NULL ELSE DATE'2020-01-02' END
--> schema struct<coalesce(NULL, DATE '2020-01-02'):date,CASE WHEN true THEN NULL ELSE DATE '2020-01-02' END:date>
--> (datetime.date(2020, 1, 2), None)

SELECT coalesce(NULL, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN NULL ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> schema struct<coalesce(NULL, TIMESTAMP '2020-01-02 00:00:00'):timestamp,CASE WHEN true THEN NULL ELSE TIMESTAMP '2020-01-02 00:00:00' END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), None)

SELECT coalesce(NULL, INTERVAL 1 DAY), CASE WHEN true THEN NULL ELSE INTERVAL 1 DAY END
--> schema struct<coalesce(NULL, INTERVAL '1' DAY):interval day,CASE WHEN true THEN NULL ELSE INTERVAL '1' DAY END:interval day>
--> (datetime.timedelta(days=1), None)

SELECT coalesce(NULL, INTERVAL 1 YEAR), CASE WHEN true THEN NULL ELSE INTERVAL 1 YEAR END
--> error NOT_IMPLEMENTED 0A000

SELECT coalesce(NULL, array(1)), CASE WHEN true THEN NULL ELSE array(1) END
--> schema struct<coalesce(NULL, array(1)):array<int>,CASE WHEN true THEN NULL ELSE array(1) END:array<int>>
--> ([1], None)

SELECT coalesce(DATE'2020-01-02', 1), CASE WHEN true THEN DATE'2020-01-02' ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce(DATE'2020-01-02', 1)"

SELECT coalesce(DATE'2020-01-02', 2.5), CASE WHEN true THEN DATE'2020-01-02' ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 "coalesce(DATE'2020-01-02', 2.5)"

SELECT coalesce(DATE'2020-01-02', 3L), CASE WHEN true THEN DATE'2020-01-02' ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce(DATE'2020-01-02', 3L)"

SELECT coalesce(DATE'2020-01-02', 1.5D), CASE WHEN true THEN DATE'2020-01-02' ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-38 "coalesce(DATE'2020-01-02', 1.5D)"

SELECT coalesce(DATE'2020-01-02', '2'), CASE WHEN true THEN DATE'2020-01-02' ELSE '2' END
--> schema struct<coalesce(DATE '2020-01-02', 2):date,CASE WHEN true THEN DATE '2020-01-02' ELSE 2 END:date>
--> (datetime.date(2020, 1, 2), datetime.date(2020, 1, 2))

SELECT coalesce(DATE'2020-01-02', 'x'), CASE WHEN true THEN DATE'2020-01-02' ELSE 'x' END
--> schema struct<coalesce(DATE '2020-01-02', x):date,CASE WHEN true THEN DATE '2020-01-02' ELSE x END:date>
--> (datetime.date(2020, 1, 2), datetime.date(2020, 1, 2))

SELECT coalesce(DATE'2020-01-02', true), CASE WHEN true THEN DATE'2020-01-02' ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-38 "coalesce(DATE'2020-01-02', true)"

SELECT coalesce(DATE'2020-01-02', NULL), CASE WHEN true THEN DATE'2020-01-02' ELSE NULL END
--> schema struct<coalesce(DATE '2020-01-02', NULL):date,CASE WHEN true THEN DATE '2020-01-02' ELSE NULL END:date>
--> (datetime.date(2020, 1, 2), datetime.date(2020, 1, 2))

SELECT coalesce(DATE'2020-01-02', DATE'2020-01-02'), CASE WHEN true THEN DATE'2020-01-02' ELSE DATE'2020-01-02' END
--> schema struct<coalesce(DATE '2020-01-02', DATE '2020-01-02'):date,CASE WHEN true THEN DATE '2020-01-02' ELSE DATE '2020-01-02' END:date>
--> (datetime.date(2020, 1, 2), datetime.date(2020, 1, 2))

SELECT coalesce(DATE'2020-01-02', TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN DATE'2020-01-02' ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> schema struct<coalesce(DATE '2020-01-02', TIMESTAMP '2020-01-02 00:00:00'):timestamp,CASE WHEN true THEN DATE '2020-01-02' ELSE TIMESTAMP '2020-01-02 00:00:00' END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(DATE'2020-01-02', INTERVAL 1 DAY), CASE WHEN true THEN DATE'2020-01-02' ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-48 "coalesce(DATE'2020-01-02', INTERVAL 1 DAY)"

SELECT coalesce(DATE'2020-01-02', INTERVAL 1 YEAR), CASE WHEN true THEN DATE'2020-01-02' ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-49 "coalesce(DATE'2020-01-02', INTERVAL 1 YEAR)"

SELECT coalesce(DATE'2020-01-02', array(1)), CASE WHEN true THEN DATE'2020-01-02' ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-42 "coalesce(DATE'2020-01-02', array(1))"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', 1), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-49 "coalesce(TIMESTAMP'2020-01-02 00:00:00', 1)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', 2.5), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-51 "coalesce(TIMESTAMP'2020-01-02 00:00:00', 2.5)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', 3L), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-50 "coalesce(TIMESTAMP'2020-01-02 00:00:00', 3L)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', 1.5D), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-52 "coalesce(TIMESTAMP'2020-01-02 00:00:00', 1.5D)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', '2'), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE '2' END
--> schema struct<coalesce(TIMESTAMP '2020-01-02 00:00:00', 2):timestamp,CASE WHEN true THEN TIMESTAMP '2020-01-02 00:00:00' ELSE 2 END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', 'x'), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE 'x' END
--> schema struct<coalesce(TIMESTAMP '2020-01-02 00:00:00', x):timestamp,CASE WHEN true THEN TIMESTAMP '2020-01-02 00:00:00' ELSE x END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', true), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-52 "coalesce(TIMESTAMP'2020-01-02 00:00:00', true)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', NULL), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE NULL END
--> schema struct<coalesce(TIMESTAMP '2020-01-02 00:00:00', NULL):timestamp,CASE WHEN true THEN TIMESTAMP '2020-01-02 00:00:00' ELSE NULL END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', DATE'2020-01-02'), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE DATE'2020-01-02' END
--> schema struct<coalesce(TIMESTAMP '2020-01-02 00:00:00', DATE '2020-01-02'):timestamp,CASE WHEN true THEN TIMESTAMP '2020-01-02 00:00:00' ELSE DATE '2020-01-02' END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> schema struct<coalesce(TIMESTAMP '2020-01-02 00:00:00', TIMESTAMP '2020-01-02 00:00:00'):timestamp,CASE WHEN true THEN TIMESTAMP '2020-01-02 00:00:00' ELSE TIMESTAMP '2020-01-02 00:00:00' END:timestamp>
--> (datetime.datetime(2020, 1, 2, 0, 0), datetime.datetime(2020, 1, 2, 0, 0))

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', INTERVAL 1 DAY), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-62 "coalesce(TIMESTAMP'2020-01-02 00:00:00', INTERVAL 1 DAY)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', INTERVAL 1 YEAR), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-63 "coalesce(TIMESTAMP'2020-01-02 00:00:00', INTERVAL 1 YEAR)"

SELECT coalesce(TIMESTAMP'2020-01-02 00:00:00', array(1)), CASE WHEN true THEN TIMESTAMP'2020-01-02 00:00:00' ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-56 "coalesce(TIMESTAMP'2020-01-02 00:00:00', array(1))"

SELECT coalesce(INTERVAL 1 DAY, 1), CASE WHEN true THEN INTERVAL 1 DAY ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-33 'coalesce(INTERVAL 1 DAY, 1)'

SELECT coalesce(INTERVAL 1 DAY, 2.5), CASE WHEN true THEN INTERVAL 1 DAY ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 'coalesce(INTERVAL 1 DAY, 2.5)'

SELECT coalesce(INTERVAL 1 DAY, 3L), CASE WHEN true THEN INTERVAL 1 DAY ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-34 'coalesce(INTERVAL 1 DAY, 3L)'

SELECT coalesce(INTERVAL 1 DAY, 1.5D), CASE WHEN true THEN INTERVAL 1 DAY ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(INTERVAL 1 DAY, 1.5D)'

SELECT coalesce(INTERVAL 1 DAY, '2'), CASE WHEN true THEN INTERVAL 1 DAY ELSE '2' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce(INTERVAL 1 DAY, '2')"

SELECT coalesce(INTERVAL 1 DAY, 'x'), CASE WHEN true THEN INTERVAL 1 DAY ELSE 'x' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 "coalesce(INTERVAL 1 DAY, 'x')"

SELECT coalesce(INTERVAL 1 DAY, true), CASE WHEN true THEN INTERVAL 1 DAY ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(INTERVAL 1 DAY, true)'

SELECT coalesce(INTERVAL 1 DAY, NULL), CASE WHEN true THEN INTERVAL 1 DAY ELSE NULL END
--> schema struct<coalesce(INTERVAL '1' DAY, NULL):interval day,CASE WHEN true THEN INTERVAL '1' DAY ELSE NULL END:interval day>
--> (datetime.timedelta(days=1), datetime.timedelta(days=1))

SELECT coalesce(INTERVAL 1 DAY, DATE'2020-01-02'), CASE WHEN true THEN INTERVAL 1 DAY ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-48 "coalesce(INTERVAL 1 DAY, DATE'2020-01-02')"

SELECT coalesce(INTERVAL 1 DAY, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN INTERVAL 1 DAY ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-62 "coalesce(INTERVAL 1 DAY, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(INTERVAL 1 DAY, INTERVAL 1 DAY), CASE WHEN true THEN INTERVAL 1 DAY ELSE INTERVAL 1 DAY END
--> schema struct<coalesce(INTERVAL '1' DAY, INTERVAL '1' DAY):interval day,CASE WHEN true THEN INTERVAL '1' DAY ELSE INTERVAL '1' DAY END:interval day>
--> (datetime.timedelta(days=1), datetime.timedelta(days=1))

SELECT coalesce(INTERVAL 1 DAY, INTERVAL 1 YEAR), CASE WHEN true THEN INTERVAL 1 DAY ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-47 'coalesce(INTERVAL 1 DAY, INTERVAL 1 YEAR)'

SELECT coalesce(INTERVAL 1 DAY, array(1)), CASE WHEN true THEN INTERVAL 1 DAY ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-40 'coalesce(INTERVAL 1 DAY, array(1))'

SELECT coalesce(INTERVAL 1 YEAR, 1), CASE WHEN true THEN INTERVAL 1 YEAR ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-34 'coalesce(INTERVAL 1 YEAR, 1)'

SELECT coalesce(INTERVAL 1 YEAR, 2.5), CASE WHEN true THEN INTERVAL 1 YEAR ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 'coalesce(INTERVAL 1 YEAR, 2.5)'

SELECT coalesce(INTERVAL 1 YEAR, 3L), CASE WHEN true THEN INTERVAL 1 YEAR ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-35 'coalesce(INTERVAL 1 YEAR, 3L)'

SELECT coalesce(INTERVAL 1 YEAR, 1.5D), CASE WHEN true THEN INTERVAL 1 YEAR ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 'coalesce(INTERVAL 1 YEAR, 1.5D)'

SELECT coalesce(INTERVAL 1 YEAR, '2'), CASE WHEN true THEN INTERVAL 1 YEAR ELSE '2' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce(INTERVAL 1 YEAR, '2')"

SELECT coalesce(INTERVAL 1 YEAR, 'x'), CASE WHEN true THEN INTERVAL 1 YEAR ELSE 'x' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-36 "coalesce(INTERVAL 1 YEAR, 'x')"

SELECT coalesce(INTERVAL 1 YEAR, true), CASE WHEN true THEN INTERVAL 1 YEAR ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-37 'coalesce(INTERVAL 1 YEAR, true)'

SELECT coalesce(INTERVAL 1 YEAR, NULL), CASE WHEN true THEN INTERVAL 1 YEAR ELSE NULL END
--> error NOT_IMPLEMENTED 0A000

SELECT coalesce(INTERVAL 1 YEAR, DATE'2020-01-02'), CASE WHEN true THEN INTERVAL 1 YEAR ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-49 "coalesce(INTERVAL 1 YEAR, DATE'2020-01-02')"

SELECT coalesce(INTERVAL 1 YEAR, TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN INTERVAL 1 YEAR ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-63 "coalesce(INTERVAL 1 YEAR, TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(INTERVAL 1 YEAR, INTERVAL 1 DAY), CASE WHEN true THEN INTERVAL 1 YEAR ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-47 'coalesce(INTERVAL 1 YEAR, INTERVAL 1 DAY)'

SELECT coalesce(INTERVAL 1 YEAR, INTERVAL 1 YEAR), CASE WHEN true THEN INTERVAL 1 YEAR ELSE INTERVAL 1 YEAR END
--> error NOT_IMPLEMENTED 0A000

SELECT coalesce(INTERVAL 1 YEAR, array(1)), CASE WHEN true THEN INTERVAL 1 YEAR ELSE array(1) END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-41 'coalesce(INTERVAL 1 YEAR, array(1))'

SELECT coalesce(array(1), 1), CASE WHEN true THEN array(1) ELSE 1 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-27 'coalesce(array(1), 1)'

SELECT coalesce(array(1), 2.5), CASE WHEN true THEN array(1) ELSE 2.5 END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 'coalesce(array(1), 2.5)'

SELECT coalesce(array(1), 3L), CASE WHEN true THEN array(1) ELSE 3L END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-28 'coalesce(array(1), 3L)'

SELECT coalesce(array(1), 1.5D), CASE WHEN true THEN array(1) ELSE 1.5D END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-30 'coalesce(array(1), 1.5D)'

SELECT coalesce(array(1), '2'), CASE WHEN true THEN array(1) ELSE '2' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 "coalesce(array(1), '2')"

SELECT coalesce(array(1), 'x'), CASE WHEN true THEN array(1) ELSE 'x' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-29 "coalesce(array(1), 'x')"

SELECT coalesce(array(1), true), CASE WHEN true THEN array(1) ELSE true END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-30 'coalesce(array(1), true)'

SELECT coalesce(array(1), NULL), CASE WHEN true THEN array(1) ELSE NULL END
--> schema struct<coalesce(array(1), NULL):array<int>,CASE WHEN true THEN array(1) ELSE NULL END:array<int>>
--> ([1], [1])

SELECT coalesce(array(1), DATE'2020-01-02'), CASE WHEN true THEN array(1) ELSE DATE'2020-01-02' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-42 "coalesce(array(1), DATE'2020-01-02')"

SELECT coalesce(array(1), TIMESTAMP'2020-01-02 00:00:00'), CASE WHEN true THEN array(1) ELSE TIMESTAMP'2020-01-02 00:00:00' END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-56 "coalesce(array(1), TIMESTAMP'2020-01-02 00:00:00')"

SELECT coalesce(array(1), INTERVAL 1 DAY), CASE WHEN true THEN array(1) ELSE INTERVAL 1 DAY END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-40 'coalesce(array(1), INTERVAL 1 DAY)'

SELECT coalesce(array(1), INTERVAL 1 YEAR), CASE WHEN true THEN array(1) ELSE INTERVAL 1 YEAR END
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-41 'coalesce(array(1), INTERVAL 1 YEAR)'

SELECT coalesce(array(1), array(1)), CASE WHEN true THEN array(1) ELSE array(1) END
--> schema struct<coalesce(array(1), array(1)):array<int>,CASE WHEN true THEN array(1) ELSE array(1) END:array<int>>
--> ([1], [1])
