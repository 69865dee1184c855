SELECT * FROM VALUES ('a','x') AS t(c1,c2) WHERE (c1, c2) IN (('a', 'x'), ('b', 'y'))
--> schema struct<c1:string,c2:string>
--> ('a', 'x')

SELECT * FROM VALUES (1L, 2L) AS t(c1,c2) WHERE (c1, c2) IN ((1, 2), (3, 4))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 57-75 'IN ((1, 2), (3, 4))'

SELECT * FROM VALUES (1L, 2L) AS t(c1,c2) WHERE (c1, c2) = (1, 2)
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 48-64 '(c1, c2) = (1, 2)'

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) = (1, 2)
--> schema struct<c1:int,c2:int>
--> (1, 2)

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) <=> (1, 2)
--> schema struct<c1:int,c2:int>
--> (1, 2)

SELECT * FROM VALUES (1, NULL) AS t(c1,c2) WHERE (c1, c2) IN ((1, NULL))
--> schema struct<c1:int,c2:void>
--> (1, None)

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) IN ((1, NULL), (1, 2))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 55-76 'IN ((1, NULL), (1, 2))'

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) < (1, 3)
--> schema struct<c1:int,c2:int>
--> (1, 2)

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) BETWEEN (1, 1) AND (1, 3)
--> schema struct<c1:int,c2:int>
--> (1, 2)

SELECT array(named_struct('a', 1)) = array(named_struct('b', 1)), named_struct('a', 1) IN (named_struct('b', 1L))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 87-112 "IN (named_struct('b', 1L))"

SELECT array_contains(array(named_struct('a', 1)), named_struct('b', 1))
--> error DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES 42K09 7-71 "array_contains(array(named_struct('a', 1)), named_struct('b', 1))"

SELECT coalesce(named_struct('a', 1), named_struct('b', 1))
--> error DATATYPE_MISMATCH.DATA_DIFF_TYPES 42K09 7-58 "coalesce(named_struct('a', 1), named_struct('b', 1))"

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) IN (SELECT 1, 2)
--> schema struct<c1:int,c2:int>
--> (1, 2)

SELECT * FROM VALUES (1, 2) AS t(c1,c2) WHERE (c1, c2) NOT IN ((1, 2), (3, 4))
--> schema struct<c1:int,c2:int>

SELECT named_struct('a', 1) = named_struct('b', 1.5)
--> error DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES 42K09 7-51 "named_struct('a', 1) = named_struct('b', 1.5)"
