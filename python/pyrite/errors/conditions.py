"""The error conditions that the Python side raises by itself: their messages and SQLSTATEs.

Conditions raised by the engine arrive with their message and are not listed here. Names, parameters and SQLSTATEs are
PySpark's; the wording is ours. ``<name>`` in a message stands for a message parameter.
"""

from __future__ import annotations

import re

_PARAMETER = re.compile(r"<([a-zA-Z0-9_-]+)>")


def message(condition: str, parameters: dict[str, str]) -> str:
    """The message of a condition with its parameters filled in.

    Raises ValueError for an unknown condition and AssertionError when the parameters are not exactly the condition's:
    both are mistakes of the caller.
    """
    template = _MESSAGES.get(condition)
    if template is None:
        raise ValueError(f"Cannot find main error class '{condition}'")
    expected = set(_PARAMETER.findall(template))
    assert expected == set(parameters), (
        f"Undefined error message parameter for error class: {condition}. Parameters: {parameters}"
    )
    return _PARAMETER.sub(lambda match: str(parameters[match.group(1)]), template)


def sql_state(condition: str | None) -> str | None:
    """The SQLSTATE of a condition; a subcondition has its main condition's."""
    return _SQL_STATES.get(condition.split(".")[0]) if condition else None


def is_known(condition: str) -> bool:
    """Whether the Python side has a message for the condition."""
    return condition in _MESSAGES


_SQL_STATES = {
    "ATTRIBUTE_NOT_SUPPORTED": "0A000",
    "CANNOT_INFER_EMPTY_SCHEMA": "42K09",
    "CANNOT_INFER_SCHEMA_FOR_TYPE": "42K09",
    "CANNOT_INFER_TYPE_FOR_FIELD": "42K09",
    "CANNOT_MERGE_TYPE": "42K09",
    "CLASSIC_OPERATION_NOT_SUPPORTED_ON_DF": "0A000",
    "JVM_ATTRIBUTE_NOT_SUPPORTED": "0A000",
    "LOCAL_RELATION_SIZE_LIMIT_EXCEEDED": "54000",
    "NOT_EXPECTED_TYPE": "42K09",
    "NOT_IMPLEMENTED": "0A000",
    "NOT_ITERABLE": "42K09",
    "NOT_NUMERIC_COLUMNS": "42K09",
    "NOT_SAME_TYPE": "42K09",
    "NO_ACTIVE_OR_DEFAULT_SESSION": "08003",
    "NO_ACTIVE_SESSION": "08003",
    "ONLY_SUPPORTED_WITH_SPARK_CONNECT": "0A000",
    "SESSION_ALREADY_EXIST": "08002",
    "ST_INVALID_ALGORITHM_VALUE": "22023",
    "ST_INVALID_CRS_VALUE": "22023",
    "ST_INVALID_SRID_VALUE": "22023",
    "UNSUPPORTED_FILTER": "0A000",
    "VARIANT_SIZE_LIMIT": "22023",
}

_MESSAGES = {
    "APPLICATION_NAME_NOT_SET": "The configuration holds no application name.",
    "ARGUMENT_REQUIRED": "Argument `<arg_name>` is required when <condition>.",
    "ATTRIBUTE_NOT_CALLABLE": "`<attr_name>` of `<obj_name>` is not callable.",
    "ATTRIBUTE_NOT_SUPPORTED": "Attribute `<attr_name>` is not supported.",
    "AXIS_LENGTH_MISMATCH": "The axis has <expected_length> elements, but <actual_length> new values were given.",
    "BROADCAST_VARIABLE_NOT_LOADED": "Broadcast variable `<variable>` is not loaded.",
    "CALL_BEFORE_INITIALIZE": "`<func_name>` cannot be called before <object> is initialized.",
    "CANNOT_ACCESS_TO_DUNDER": "Attributes with double underscores are for internal use only.",
    "CANNOT_APPLY_IN_FOR_COLUMN": (
        "'in' does not work on a column: use 'contains' for a string column or 'array_contains' for an array column."
    ),
    "CANNOT_BE_EMPTY": "At least one <item> must be specified.",
    "CANNOT_BE_NONE": "Argument `<arg_name>` cannot be None.",
    "CANNOT_CONVERT_COLUMN_INTO_BOOL": (
        "Cannot convert column '<column>' into bool: in boolean expressions of DataFrames "
        "use '&' for 'and', '|' for 'or' and '~' for 'not'."
    ),
    "CANNOT_CONVERT_TYPE": "Cannot convert <from_type> into <to_type>.",
    "CANNOT_DETERMINE_TYPE": "Some types cannot be determined after inferring.",
    "CANNOT_INFER_ARRAY_ELEMENT_TYPE": (
        "Cannot infer the element type of an array whose first element is None or empty."
    ),
    "CANNOT_INFER_EMPTY_SCHEMA": "Cannot infer a schema from an empty dataset.",
    "CANNOT_INFER_SCHEMA_FOR_TYPE": "Cannot infer a schema for type: `<data_type>`.",
    "CANNOT_INFER_TYPE_FOR_FIELD": "Cannot infer the type of field `<field_name>`.",
    "CANNOT_MERGE_TYPE": "Cannot merge type `<data_type1>` and `<data_type2>`.",
    "CANNOT_OPEN_SOCKET": "Cannot open a socket: <errors>.",
    "CANNOT_PARSE_DATATYPE": "Cannot parse a data type: <msg>.",
    "CANNOT_REGISTER_UDTF": "Cannot register the table function '<name>': it must be made with `udtf`.",
    "CANNOT_SET_TOGETHER": "<arg_list> cannot be set together.",
    "CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF": (
        "No return type may be given for a user-defined function that has one: remove `<arg_name>`, got <return_type>."
    ),
    "CANNOT_WITHOUT": "Cannot <condition1> without <condition2>.",
    "CLASSIC_OPERATION_NOT_SUPPORTED_ON_DF": "Operation `<member>` is not supported on this kind of DataFrame.",
    "COLLATION_INVALID_PROVIDER": (
        "'<provider>' is no collation provider; the supported ones are: [<supportedProviders>]."
    ),
    "COLUMN_IN_LIST": "`<func_name>` does not take a Column inside a list.",
    "CONNECT_URL_NOT_SET": "The URL of a Spark Connect server is not set.",
    "CONTEXT_ONLY_VALID_ON_DRIVER": "SparkContext can only be used on the driver, not in code that runs on workers.",
    "DATA_SOURCE_INVALID_RETURN_TYPE": (
        "Unsupported return type ('<type>') from Python data source '<name>': it may give <supported_types>."
    ),
    "DATA_SOURCE_RETURN_SCHEMA_MISMATCH": (
        "Return schema mismatch in the result from 'read' method. "
        "Expected: <expected> columns, Found: <actual> columns."
    ),
    "DATA_SOURCE_TYPE_MISMATCH": "Expected <expected>, but got <actual>.",
    "DIFFERENT_PANDAS_DATAFRAME": (
        "DataFrames are not almost equal:\nLeft:\n<left>\n<left_dtype>\nRight:\n<right>\n<right_dtype>"
    ),
    "DIFFERENT_ROWS": "<error_msg>",
    "DIFFERENT_SCHEMA": "Schemas do not match.\n--- actual\n+++ expected\n<error_msg>",
    "DISALLOWED_TYPE_FOR_CONTAINER": (
        "Argument `<arg_name>`(type: <arg_type>) may only hold values of the types [<allowed_types>], "
        "but it holds <item_type>."
    ),
    "DUPLICATED_FIELD_NAME_IN_ARROW_STRUCT": "A struct has fields of the same name: <field_names>.",
    "ERROR_OCCURRED_WHILE_CALLING": "An error occurred while calling <func_name>: <error_msg>.",
    "FIELD_DATA_TYPE_UNACCEPTABLE": "<data_type> cannot accept object <obj> of type <obj_type>.",
    "FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME": (
        "<field_name>: <data_type> cannot accept object <obj> of type <obj_type>."
    ),
    "FIELD_NOT_NULLABLE": "The field is not nullable, but got None.",
    "FIELD_NOT_NULLABLE_WITH_NAME": "<field_name>: This field is not nullable, but got None.",
    "FIELD_STRUCT_LENGTH_MISMATCH": (
        "The object has <object_length> values, but the struct has <field_length> fields."
    ),
    "FIELD_STRUCT_LENGTH_MISMATCH_WITH_NAME": (
        "<field_name>: the object has <object_length> values, but the struct has <field_length> fields."
    ),
    "FIELD_TYPE_MISMATCH": "<obj> is not an instance of type <data_type>.",
    "FIELD_TYPE_MISMATCH_WITH_NAME": "<field_name>: <obj> is not an instance of type <data_type>.",
    "HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN": (
        "Function `<func_name>` should return a Column, but it returned <return_type>."
    ),
    "INCORRECT_CONF_FOR_PROFILE": (
        "Profiles are only made when `spark.python.profile` or `spark.python.profile.memory` is set to `true`."
    ),
    "INDEX_NOT_POSITIVE": "The index must be positive, got '<index>'.",
    "INDEX_OUT_OF_RANGE": "Index <index> is out of the range of `<arg_name>`.",
    "INPUT_NOT_FULLY_CONSUMED": "The iterator's input was not fully consumed.",
    "INVALID_BROADCAST_OPERATION": "Broadcast can only be <operation> on the driver.",
    "INVALID_CALL_ON_UNRESOLVED_OBJECT": "`<func_name>` cannot be called on an unresolved object.",
    "INVALID_CONNECT_URL": "The URL of the Spark Connect server is invalid: <detail>",
    "INVALID_INTERVAL_CASTING": "Interval <start_field> to <end_field> is invalid.",
    "INVALID_ITEM_FOR_CONTAINER": (
        "All items of `<arg_name>` should be of the types <allowed_types>, but one is <item_type>."
    ),
    "INVALID_JSON_DATA_TYPE_FOR_COLLATIONS": (
        "Collations can only be applied to string types, but the type is <jsonType>."
    ),
    "INVALID_MULTIPLE_ARGUMENT_CONDITIONS": "[{<arg_names>}] cannot be <condition>.",
    "INVALID_NDARRAY_DIMENSION": "A NumPy array of <dimensions> dimensions was given where another number is needed.",
    "INVALID_PANDAS_UDF": "The pandas function is invalid: <detail>",
    "INVALID_RETURN_TYPE_FOR_ARROW_UDF": "<eval_type> functions cannot return <return_type>.",
    "INVALID_RETURN_TYPE_FOR_PANDAS_UDF": "<eval_type> functions cannot return <return_type>.",
    "INVALID_TYPE": "Argument `<arg_name>` should not be a <arg_type>.",
    "INVALID_TYPENAME_CALL": "StructField does not have typeName; use typeName on its type instead.",
    "INVALID_TYPE_DF_EQUALITY_ARG": "Expected type <expected_type> for `<arg_name>` but got type <actual_type>.",
    "INVALID_UDF_EVAL_TYPE": "The evaluation type of the function is invalid: it must be <eval_type>.",
    "INVALID_WHEN_USAGE": (
        "when() can only be applied on a Column previously generated by when(), and not after otherwise()."
    ),
    "INVALID_WINDOW_BOUND_TYPE": "The window bound has the invalid type <window_bound_type>.",
    "JVM_ATTRIBUTE_NOT_SUPPORTED": "Attribute `<attr_name>` reaches into the JVM, and there is none here.",
    "KEY_NOT_EXISTS": "Key `<key>` does not exist.",
    "KEY_VALUE_PAIR_REQUIRED": "Either a key and a value, or a list of pairs, must be given.",
    "LENGTH_SHOULD_BE_THE_SAME": (
        "<arg1> and <arg2> should be of the same length, got <arg1_length> and <arg2_length>."
    ),
    "LOCAL_RELATION_SIZE_LIMIT_EXCEEDED": (
        "The local data takes <actualSize> bytes, more than the limit of <sizeLimit> bytes."
    ),
    "MALFORMED_VARIANT": "The Variant's binary form is malformed.",
    "MASTER_URL_INVALID": "The master must be local, local[n] or local[*].",
    "MASTER_URL_NOT_SET": "The configuration holds no master URL.",
    "MIXED_TYPE_REPLACEMENT": "Replacements of different types cannot be mixed.",
    "NEGATIVE_VALUE": "Argument `<arg_name>` must not be negative, got '<arg_value>'.",
    "NOT_EXPECTED_TYPE": "Argument `<arg_name>` should be a <expected_type>, got <arg_type>.",
    "NOT_IMPLEMENTED": "<feature> is not implemented.",
    "NOT_IN_BARRIER_STAGE": "This is only possible in a task of a barrier stage.",
    "NOT_ITERABLE": "<objectName> is not iterable.",
    "NOT_NUMERIC_COLUMNS": "Numeric aggregation works on numeric columns only, and these are not: <invalid_columns>.",
    "NOT_SAME_TYPE": "`<arg_name1>` and `<arg_name2>` should be of the same type, got <arg_type1> and <arg_type2>.",
    "NO_ACTIVE_EXCEPTION": "There is no active exception.",
    "NO_ACTIVE_OR_DEFAULT_SESSION": "No active or default Spark session: create one before using this.",
    "NO_ACTIVE_SESSION": "No active Spark session: create one before using this.",
    "NO_OBSERVE_BEFORE_GET": "observe() must be called before `get`.",
    "NO_SCHEMA_AND_DRIVER_DEFAULT_SCHEME": "Only <arg_name> can have no scheme when the default scheme is not set.",
    "ONLY_ALLOWED_FOR_SINGLE_COLUMN": "Argument `<arg_name>` can only be given for a single column.",
    "ONLY_SUPPORTED_WITH_SPARK_CONNECT": "<feature> works only with a Spark Connect server.",
    "PACKAGE_NOT_INSTALLED": "<package_name> >= <minimum_version> must be installed; however, it was not found.",
    "PIPE_FUNCTION_EXITED": "Pipe function `<func_name>` ended with error code <error_code>.",
    "PYTHON_HASH_SEED_NOT_SET": "String hashes are random: set the environment variable PYTHONHASHSEED.",
    "PYTHON_VERSION_MISMATCH": "The worker runs Python <worker_version>, the driver <driver_version>.",
    "RDD_TRANSFORM_ONLY_VALID_ON_DRIVER": "RDD transformations and actions can only be called on the driver.",
    "READ_ONLY": "<object> is read-only.",
    "RESULT_COLUMN_NAMES_MISMATCH": "The result's column names differ from the schema's.<missing><extra>",
    "RESULT_COLUMN_SCHEMA_MISMATCH": "The result has <actual> columns where <expected> were expected.",
    "RESULT_COLUMN_TYPES_MISMATCH": "The result's column types differ from the schema's: <mismatch>.",
    "RESULT_ROWS_MISMATCH": "The result has <output_length> rows where the input has <input_length>.",
    "REUSE_OBSERVATION": "An Observation can be used with a DataFrame only once.",
    "SESSION_ALREADY_EXIST": "Cannot start a remote session: a regular one runs already.",
    "SESSION_NOT_SAME": "Both Datasets must belong to the same SparkSession.",
    "SESSION_OR_CONTEXT_EXISTS": "There should be no running SparkSession or SparkContext.",
    "SESSION_OR_CONTEXT_NOT_EXISTS": "A SparkContext or SparkSession must be created first.",
    "SLICE_WITH_STEP": "A slice with a step is not supported.",
    "STATE_NOT_EXISTS": "State is not defined or was removed.",
    "STOP_ITERATION_OCCURRED": "User code raised StopIteration: <exc>",
    "ST_INVALID_ALGORITHM_VALUE": "The edge interpolation algorithm '<alg>' is invalid or not supported.",
    "ST_INVALID_CRS_VALUE": "The coordinate reference system '<crs>' is invalid or not supported.",
    "ST_INVALID_SRID_VALUE": "The spatial reference system identifier '<srid>' is invalid or not supported.",
    "TOO_MANY_VALUES": "Expected <expected> values for `<item>`, got <actual>.",
    "TYPE_HINT_SHOULD_BE_SPECIFIED": "Type hints for <target> should be specified, but the signature is: <sig>.",
    "UDF_RETURN_TYPE": "The user-defined function should return <expected>, but returned <actual>.",
    "UNEXPECTED_TUPLE_WITH_STRUCT": "Unexpected value <tuple> for a struct.",
    "UNKNOWN_INTERRUPT_TYPE": "Interrupt type '<interrupt_type>' is unknown.",
    "UNKNOWN_VALUE_FOR": "Unknown value for `<var>`.",
    "UNSUPPORTED_DATA_TYPE": "Unsupported DataType `<data_type>`.",
    "UNSUPPORTED_DATA_TYPE_FOR_ARROW": "Arrow has no form for a column of type `<data_type>`.",
    "UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION": "<data_type> is not supported in conversion to Arrow.",
    "UNSUPPORTED_JOIN_TYPE": "Unsupported join type: '<typ>'. Supported join types are: <supported>.",
    "UNSUPPORTED_LITERAL": "Unsupported literal '<literal>'.",
    "UNSUPPORTED_NUMPY_ARRAY_SCALAR": "NumPy arrays and scalars of type '<dtype>' are not supported.",
    "UNSUPPORTED_OPERATION": "Operation <operation> is not supported.",
    "UNSUPPORTED_PACKAGE_VERSION": (
        "<package_name> >= <minimum_version> must be installed; however, version <current_version> was found."
    ),
    "UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION": (
        "Function `<func_name>` should take only positional or keyword-or-positional arguments."
    ),
    "UNSUPPORTED_SIGNATURE": "Unsupported signature: <signature>.",
    "VALUE_ALLOWED": "Value for `<arg_name>` must not be '<disallowed_value>'.",
    "VALUE_NOT_ACCESSIBLE": "Value `<value>` cannot be accessed inside tasks.",
    "VALUE_NOT_ALLOWED": "Value for `<arg_name>` has to be amongst the following values: <allowed_values>.",
    "VALUE_NOT_BETWEEN": "Value for `<arg_name>` must be between <min> and <max>.",
    "VALUE_NOT_NON_EMPTY_STR": "Value for `<arg_name>` must be a non-empty string, got '<arg_value>'.",
    "VALUE_NOT_PLAIN_COLUMN_REFERENCE": (
        "Value `<val>` in `<field_name>` should be a plain column reference such as `df.col` or `col('column')`."
    ),
    "VALUE_NOT_POSITIVE": "Value for `<arg_name>` must be positive, got '<arg_value>'.",
    "VALUE_OUT_OF_BOUNDS": (
        "Value for `<arg_name>` must be between <lower_bound> and <upper_bound> (inclusive), got <actual>"
    ),
    "VARIANT_SIZE_LIMIT": "A Variant may not be larger than <sizeLimit> bytes.",
    "WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION": (
        "Function `<func_name>` should take between 1 and 3 arguments, but the given one takes <num_args>."
    ),
    "WRONG_NUM_COLUMNS": "Function `<func_name>` should take at least <num_cols> columns.",
    "ZERO_INDEX": "Index must be non-zero.",
    "INVALID_PANDAS_UDF_TYPE": "`<arg_name>` must be a kind of PandasUDFType, but is <arg_type>.",
    "INVALID_ARROW_UDTF_WITH_ANALYZE": (
        "The arrow UDTF '<name>' is invalid. Arrow UDTFs do not support the 'analyze' method: give a returnType "
        "instead."
    ),
    "INVALID_UDTF_BOTH_RETURN_TYPE_AND_ANALYZE": (
        "The UDTF '<name>' is invalid: it has both a return type and a static method 'analyze', but must have "
        "one of them."
    ),
    "INVALID_UDTF_EVAL_TYPE": "The eval type of the UDTF '<name>' is invalid. It must be one of <eval_type>.",
    "INVALID_UDTF_HANDLER_TYPE": "The UDTF is invalid. It must be a class, but is a '<type>'.",
    "INVALID_UDTF_NO_EVAL": "The UDTF '<name>' is invalid. It does not implement the required 'eval' method.",
    "INVALID_UDTF_RETURN_TYPE": (
        "The UDTF '<name>' is invalid. It does not specify its return type or implement the required "
        "'analyze' static method."
    ),
    "SCHEMA_MISMATCH_FOR_PANDAS_UDF": (
        "Result vector from <udf_type> was not the required length: expected <expected>, got <actual>."
    ),
    "UDTF_ARROW_TYPE_CONVERSION_ERROR": (
        "PyArrow UDTF must return an iterator of pyarrow.Table or pyarrow.RecordBatch objects."
    ),
    "UDTF_CONSTRUCTOR_INVALID_IMPLEMENTS_ANALYZE_METHOD": (
        "Failed to evaluate the user-defined table function '<name>' because its constructor is invalid: with "
        "an 'analyze' method it may take no more than the result of that method."
    ),
    "UDTF_CONSTRUCTOR_INVALID_NO_ANALYZE_METHOD": (
        "Failed to evaluate the user-defined table function '<name>' because its constructor is invalid: "
        "without an 'analyze' method it may take no arguments."
    ),
    "UDTF_EVAL_METHOD_ARGUMENTS_DO_NOT_MATCH_SIGNATURE": (
        "Failed to evaluate the user-defined table function '<name>' because the function arguments did not "
        "match the expected signature of the 'eval' method (<reason>)."
    ),
    "UDTF_EXEC_ERROR": "User defined table function encountered an error in the '<method_name>' method: <error>",
    "UDTF_INVALID_OUTPUT_ROW_TYPE": (
        "The type of an individual output row in the '<func>' method of the UDTF is invalid: it is '<type>', "
        "not a tuple, list or dict."
    ),
    "UDTF_RETURN_NOT_ITERABLE": (
        "The return value of the '<func>' method of the UDTF is invalid. It should be an iterable (e.g., "
        "generator or list), but got '<type>'."
    ),
    "UDTF_RETURN_SCHEMA_MISMATCH": (
        "The number of columns in the result does not match the specified schema. Expected column count: "
        "<expected>, Actual column count: <actual>. The '<func>' method gave such a row."
    ),
    "UDTF_RETURN_TYPE_MISMATCH": (
        "Mismatch in return type for the UDTF '<name>'. Expected a 'StructType', but got '<return_type>'."
    ),
}
