"""The messages of Spark Connect 4.3 that Pyrite speaks, as a table.

Each entry maps a message name to its fields, ``"<number> <name> <type>"`` separated by semicolons. A type is a scalar
of the protobuf language, ``enum``, or the name of another message; it is preceded by ``*`` when the field is repeated,
by ``%`` when it is a map from strings, and by ``?`` when the field keeps its presence although it is a scalar
(``optional`` fields and members of a ``oneof``). :mod:`pyrite._connect.wire` reads the table; an entry is parsed when
it is first used.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "DataType": (
        "1 null DataType.NULL; 2 binary DataType.Binary; 3 boolean DataType.Boolean; 4 byte DataType.Byte; "
        "5 short DataType.Short; 6 integer DataType.Integer; 7 long DataType.Long; 8 float DataType.Float; "
        "9 double DataType.Double; 10 decimal DataType.Decimal; 11 string DataType.String; "
        "12 char DataType.Char; 13 var_char DataType.VarChar; 14 date DataType.Date; "
        "15 timestamp DataType.Timestamp; 16 timestamp_ntz DataType.TimestampNTZ; "
        "17 calendar_interval DataType.CalendarInterval; 18 year_month_interval DataType.YearMonthInterval; "
        "19 day_time_interval DataType.DayTimeInterval; 20 array DataType.Array; 21 struct DataType.Struct; "
        "22 map DataType.Map; 24 unparsed DataType.Unparsed; 25 variant DataType.Variant; "
        "26 geometry DataType.Geometry; 27 geography DataType.Geography; 28 time DataType.Time; "
        "29 timestamp_ntz_nanos DataType.TimestampNTZNanos; 30 timestamp_ltz_nanos DataType.TimestampLTZNanos"
    ),
    "DataType.Boolean": "",
    "DataType.Byte": "",
    "DataType.Short": "",
    "DataType.Integer": "",
    "DataType.Long": "",
    "DataType.Float": "",
    "DataType.Double": "",
    "DataType.String": "2 collation string",
    "DataType.Binary": "",
    "DataType.NULL": "",
    "DataType.Timestamp": "",
    "DataType.Date": "",
    "DataType.TimestampNTZ": "",
    "DataType.Time": "1 precision ?int32",
    "DataType.TimestampNTZNanos": "1 precision ?int32",
    "DataType.TimestampLTZNanos": "1 precision ?int32",
    "DataType.CalendarInterval": "",
    "DataType.YearMonthInterval": "1 start_field ?int32; 2 end_field ?int32",
    "DataType.DayTimeInterval": "1 start_field ?int32; 2 end_field ?int32",
    "DataType.Char": "1 length int32",
    "DataType.VarChar": "1 length int32",
    "DataType.Decimal": "1 scale ?int32; 2 precision ?int32",
    "DataType.StructField": "1 name string; 2 data_type DataType; 3 nullable bool; 4 metadata ?string",
    "DataType.Struct": "1 fields *DataType.StructField",
    "DataType.Array": "1 element_type DataType; 2 contains_null bool",
    "DataType.Map": "1 key_type DataType; 2 value_type DataType; 3 value_contains_null bool",
    "DataType.Geometry": "1 srid int32",
    "DataType.Geography": "1 srid int32",
    "DataType.Variant": "",
    "DataType.Unparsed": "1 data_type_string string",
    "StorageLevel": (
        "1 use_disk bool; 2 use_memory bool; 3 use_off_heap bool; 4 deserialized bool; 5 replication int32"
    ),
    "Bools": "1 values *bool",
    "Ints": "1 values *int32",
    "Longs": "1 values *int64",
    "Floats": "1 values *float",
    "Doubles": "1 values *double",
    "Strings": "1 values *string",
    "Expression": (
        "1 literal Expression.Literal; 2 unresolved_attribute Expression.UnresolvedAttribute; "
        "3 unresolved_function Expression.UnresolvedFunction; 4 expression_string Expression.ExpressionString; "
        "5 unresolved_star Expression.UnresolvedStar; 6 alias Expression.Alias; 7 cast Expression.Cast; "
        "8 unresolved_regex Expression.UnresolvedRegex; 9 sort_order Expression.SortOrder; "
        "10 lambda_function Expression.LambdaFunction; 11 window Expression.Window; "
        "12 unresolved_extract_value Expression.UnresolvedExtractValue; "
        "13 update_fields Expression.UpdateFields; "
        "14 unresolved_named_lambda_variable Expression.UnresolvedNamedLambdaVariable; "
        "15 common_inline_user_defined_function CommonInlineUserDefinedFunction; "
        "16 call_function CallFunction; 17 named_argument_expression NamedArgumentExpression; "
        "21 subquery_expression SubqueryExpression; "
        "22 direct_shuffle_partition_id Expression.DirectShufflePartitionID; 999 extension google.protobuf.Any"
    ),
    "Expression.Window": (
        "1 window_function Expression; 2 partition_spec *Expression; 3 order_spec *Expression.SortOrder; "
        "4 frame_spec Expression.Window.WindowFrame"
    ),
    "Expression.Window.WindowFrame": (
        "1 frame_type enum; 2 lower Expression.Window.WindowFrame.FrameBoundary; "
        "3 upper Expression.Window.WindowFrame.FrameBoundary"
    ),
    "Expression.Window.WindowFrame.FrameBoundary": "1 current_row ?bool; 2 unbounded ?bool; 3 value Expression",
    "Expression.SortOrder": "1 child Expression; 2 direction enum; 3 null_ordering enum",
    "Expression.DirectShufflePartitionID": "1 child Expression",
    "Expression.Cast": "1 expr Expression; 2 type DataType; 3 type_str ?string; 4 eval_mode enum",
    "Expression.Literal": (
        "1 null DataType; 2 binary ?bytes; 3 boolean ?bool; 4 byte ?int32; 5 short ?int32; 6 integer ?int32; "
        "7 long ?int64; 10 float ?float; 11 double ?double; 12 decimal Expression.Literal.Decimal; "
        "13 string ?string; 16 date ?int32; 17 timestamp ?int64; 18 timestamp_ntz ?int64; "
        "19 calendar_interval Expression.Literal.CalendarInterval; 20 year_month_interval ?int32; "
        "21 day_time_interval ?int64; 22 array Expression.Literal.Array; 23 map Expression.Literal.Map; "
        "24 struct Expression.Literal.Struct; 25 specialized_array Expression.Literal.SpecializedArray; "
        "26 time Expression.Literal.Time; 29 timestamp_ntz_nanos Expression.Literal.TimestampNTZNanos; "
        "30 timestamp_ltz_nanos Expression.Literal.TimestampLTZNanos; 100 data_type DataType"
    ),
    "Expression.Literal.Decimal": "1 value string; 2 precision ?int32; 3 scale ?int32",
    "Expression.Literal.CalendarInterval": "1 months int32; 2 days int32; 3 microseconds int64",
    "Expression.Literal.Array": "1 element_type DataType; 2 elements *Expression.Literal",
    "Expression.Literal.Map": (
        "1 key_type DataType; 2 value_type DataType; 3 keys *Expression.Literal; 4 values *Expression.Literal"
    ),
    "Expression.Literal.Struct": "1 struct_type DataType; 2 elements *Expression.Literal",
    "Expression.Literal.SpecializedArray": (
        "1 bools Bools; 2 ints Ints; 3 longs Longs; 4 floats Floats; 5 doubles Doubles; 6 strings Strings"
    ),
    "Expression.Literal.Time": "1 nano int64; 2 precision ?int32",
    "Expression.Literal.TimestampNTZNanos": "1 epoch_micros int64; 2 nanos_within_micro int32; 3 precision ?int32",
    "Expression.Literal.TimestampLTZNanos": "1 epoch_micros int64; 2 nanos_within_micro int32; 3 precision ?int32",
    "Expression.UnresolvedAttribute": "1 unparsed_identifier string; 2 plan_id ?int64; 3 is_metadata_column ?bool",
    "Expression.UnresolvedFunction": (
        "1 function_name string; 2 arguments *Expression; 3 is_distinct bool; 4 is_user_defined_function bool; "
        "5 is_internal ?bool"
    ),
    "Expression.ExpressionString": "1 expression string",
    "Expression.UnresolvedStar": "1 unparsed_target ?string; 2 plan_id ?int64",
    "Expression.UnresolvedRegex": "1 col_name string; 2 plan_id ?int64",
    "Expression.UnresolvedExtractValue": "1 child Expression; 2 extraction Expression",
    "Expression.UpdateFields": "1 struct_expression Expression; 2 field_name string; 3 value_expression Expression",
    "Expression.Alias": "1 expr Expression; 2 name *string; 3 metadata ?string",
    "Expression.LambdaFunction": "1 function Expression; 2 arguments *Expression.UnresolvedNamedLambdaVariable",
    "Expression.UnresolvedNamedLambdaVariable": "1 name_parts *string",
    "CommonInlineUserDefinedFunction": (
        "1 function_name string; 2 deterministic bool; 3 arguments *Expression; 4 python_udf PythonUDF; "
        "7 is_distinct bool"
    ),
    "PythonUDF": (
        "1 output_type DataType; 2 eval_type int32; 3 command bytes; 4 python_ver string; 5 additional_includes *string"
    ),
    "CallFunction": "1 function_name string; 2 arguments *Expression",
    "NamedArgumentExpression": "1 key string; 2 value Expression",
    "SubqueryExpression": (
        "1 plan_id int64; 2 subquery_type enum; 3 table_arg_options SubqueryExpression.TableArgOptions; "
        "4 in_subquery_values *Expression"
    ),
    "SubqueryExpression.TableArgOptions": (
        "1 partition_spec *Expression; 2 order_spec *Expression.SortOrder; 3 with_single_partition ?bool"
    ),
    "Relation": (
        "1 common RelationCommon; 2 read Read; 3 project Project; 4 filter Filter; 5 join Join; "
        "6 set_op SetOperation; 7 sort Sort; 8 limit Limit; 9 aggregate Aggregate; 10 sql SQL; "
        "11 local_relation LocalRelation; 12 sample Sample; 13 offset Offset; 14 deduplicate Deduplicate; "
        "15 range Range; 16 subquery_alias SubqueryAlias; 17 repartition Repartition; 18 to_df ToDF; "
        "19 with_columns_renamed WithColumnsRenamed; 20 show_string ShowString; 21 drop Drop; 22 tail Tail; "
        "23 with_columns WithColumns; 24 hint Hint; 25 unpivot Unpivot; 26 to_schema ToSchema; "
        "27 repartition_by_expression RepartitionByExpression; 28 map_partitions MapPartitions; "
        "29 collect_metrics CollectMetrics; 31 group_map GroupMap; 32 co_group_map CoGroupMap; "
        "35 html_string HtmlString; "
        "38 common_inline_user_defined_table_function CommonInlineUserDefinedTableFunction; "
        "41 with_relations WithRelations; 42 transpose Transpose; "
        "43 unresolved_table_valued_function UnresolvedTableValuedFunction; 44 lateral_join LateralJoin; "
        "48 zip Zip; 90 fill_na NAFill; 91 drop_na NADrop; 92 replace NAReplace; 100 summary StatSummary; "
        "101 crosstab StatCrosstab; 102 describe StatDescribe; 103 cov StatCov; 104 corr StatCorr; "
        "105 approx_quantile StatApproxQuantile; 106 freq_items StatFreqItems; 107 sample_by StatSampleBy; "
        "200 catalog Catalog; 998 extension google.protobuf.Any"
    ),
    "MapPartitions": "1 input Relation; 2 func CommonInlineUserDefinedFunction; 3 is_barrier ?bool",
    "GroupMap": "1 input Relation; 2 grouping_expressions *Expression; 3 func CommonInlineUserDefinedFunction",
    "CoGroupMap": (
        "1 input Relation; 2 input_grouping_expressions *Expression; 3 other Relation; "
        "4 other_grouping_expressions *Expression; 5 func CommonInlineUserDefinedFunction"
    ),
    "CollectMetrics": "1 input Relation; 2 name string; 3 metrics *Expression",
    "CommonInlineUserDefinedTableFunction": (
        "1 function_name string; 2 deterministic bool; 3 arguments *Expression; 4 python_udtf PythonUDTF"
    ),
    "PythonUDTF": "1 return_type DataType; 2 eval_type int32; 3 command bytes; 4 python_ver string",
    "RelationCommon": "2 plan_id ?int64",
    "SQL": (
        "1 query string; 2 args %Expression.Literal; 3 pos_args *Expression.Literal; "
        "4 named_arguments %Expression; 5 pos_arguments *Expression"
    ),
    "WithRelations": "1 root Relation; 2 references *Relation",
    "Read": "1 named_table Read.NamedTable; 2 data_source Read.DataSource; 3 is_streaming bool",
    "Read.NamedTable": "1 unparsed_identifier string; 2 options %string",
    "Read.DataSource": (
        "1 format ?string; 2 schema ?string; 3 options %string; 4 paths *string; 5 predicates *string; "
        "6 source_name ?string"
    ),
    "Project": "1 input Relation; 3 expressions *Expression",
    "Filter": "1 input Relation; 2 condition Expression",
    "Join": (
        "1 left Relation; 2 right Relation; 3 join_condition Expression; 4 join_type enum; "
        "5 using_columns *string; 6 join_data_type Join.JoinDataType"
    ),
    "Join.JoinDataType": "1 is_left_struct bool; 2 is_right_struct bool",
    "SetOperation": (
        "1 left_input Relation; 2 right_input Relation; 3 set_op_type enum; 4 is_all ?bool; 5 by_name ?bool; "
        "6 allow_missing_columns ?bool"
    ),
    "Limit": "1 input Relation; 2 limit int32",
    "Offset": "1 input Relation; 2 offset int32",
    "Tail": "1 input Relation; 2 limit int32",
    "Aggregate": (
        "1 input Relation; 2 group_type enum; 3 grouping_expressions *Expression; "
        "4 aggregate_expressions *Expression; 5 pivot Aggregate.Pivot; 6 grouping_sets *Aggregate.GroupingSets"
    ),
    "Aggregate.Pivot": "1 col Expression; 2 values *Expression.Literal",
    "Aggregate.GroupingSets": "1 grouping_set *Expression",
    "Sort": "1 input Relation; 2 order *Expression.SortOrder; 3 is_global ?bool",
    "Drop": "1 input Relation; 2 columns *Expression; 3 column_names *string",
    "Deduplicate": "1 input Relation; 2 column_names *string; 3 all_columns_as_keys ?bool; 4 within_watermark ?bool",
    "LocalRelation": "1 data ?bytes; 2 schema ?string",
    "Sample": (
        "1 input Relation; 2 lower_bound double; 3 upper_bound double; 4 with_replacement ?bool; 5 seed ?int64; "
        "6 deterministic_order bool"
    ),
    "Range": "1 start ?int64; 2 end int64; 3 step int64; 4 num_partitions ?int32",
    "SubqueryAlias": "1 input Relation; 2 alias string; 3 qualifier *string",
    "Repartition": "1 input Relation; 2 num_partitions int32; 3 shuffle ?bool",
    "ShowString": "1 input Relation; 2 num_rows int32; 3 truncate int32; 4 vertical bool",
    "HtmlString": "1 input Relation; 2 num_rows int32; 3 truncate int32",
    "StatSummary": "1 input Relation; 2 statistics *string",
    "StatDescribe": "1 input Relation; 2 cols *string",
    "StatCrosstab": "1 input Relation; 2 col1 string; 3 col2 string",
    "StatCov": "1 input Relation; 2 col1 string; 3 col2 string",
    "StatCorr": "1 input Relation; 2 col1 string; 3 col2 string; 4 method ?string",
    "StatApproxQuantile": "1 input Relation; 2 cols *string; 3 probabilities *double; 4 relative_error double",
    "StatFreqItems": "1 input Relation; 2 cols *string; 3 support ?double",
    "StatSampleBy": "1 input Relation; 2 col Expression; 3 fractions *StatSampleBy.Fraction; 5 seed ?int64",
    "StatSampleBy.Fraction": "1 stratum Expression.Literal; 2 fraction double",
    "NAFill": "1 input Relation; 2 cols *string; 3 values *Expression.Literal",
    "NADrop": "1 input Relation; 2 cols *string; 3 min_non_nulls ?int32",
    "NAReplace": "1 input Relation; 2 cols *string; 3 replacements *NAReplace.Replacement",
    "NAReplace.Replacement": "1 old_value Expression.Literal; 2 new_value Expression.Literal",
    "ToDF": "1 input Relation; 2 column_names *string",
    "WithColumnsRenamed": "1 input Relation; 2 rename_columns_map %string; 3 renames *WithColumnsRenamed.Rename",
    "WithColumnsRenamed.Rename": "1 col_name string; 2 new_col_name string",
    "WithColumns": "1 input Relation; 2 aliases *Expression.Alias",
    "Hint": "1 input Relation; 2 name string; 3 parameters *Expression",
    "Unpivot": (
        "1 input Relation; 2 ids *Expression; 3 values Unpivot.Values; 4 variable_column_name string; "
        "5 value_column_name string"
    ),
    "Unpivot.Values": "1 values *Expression",
    "Transpose": "1 input Relation; 2 index_columns *Expression",
    "UnresolvedTableValuedFunction": "1 function_name string; 2 arguments *Expression",
    "ToSchema": "1 input Relation; 2 schema DataType",
    "RepartitionByExpression": "1 input Relation; 2 partition_exprs *Expression; 3 num_partitions ?int32",
    "LateralJoin": "1 left Relation; 2 right Relation; 3 join_condition Expression; 4 join_type enum",
    "Zip": "1 left Relation; 2 right Relation",
    "Catalog": (
        "1 current_database CurrentDatabase; 2 set_current_database SetCurrentDatabase; "
        "3 list_databases ListDatabases; 4 list_tables ListTables; 5 list_functions ListFunctions; "
        "6 list_columns ListColumns; 7 get_database GetDatabase; 8 get_table GetTable; "
        "9 get_function GetFunction; 10 database_exists DatabaseExists; 11 table_exists TableExists; "
        "12 function_exists FunctionExists; 13 create_external_table CreateExternalTable; "
        "14 create_table CreateTable; 15 drop_temp_view DropTempView; "
        "16 drop_global_temp_view DropGlobalTempView; 17 recover_partitions RecoverPartitions; "
        "18 is_cached IsCached; 19 cache_table CacheTable; 20 uncache_table UncacheTable; "
        "21 clear_cache ClearCache; 22 refresh_table RefreshTable; 23 refresh_by_path RefreshByPath; "
        "24 current_catalog CurrentCatalog; 25 set_current_catalog SetCurrentCatalog; "
        "26 list_catalogs ListCatalogs; 27 drop_table DropTable; 28 drop_view DropView; "
        "29 create_database CreateDatabase; 30 drop_database DropDatabase; 31 list_partitions ListPartitions; "
        "32 list_views ListViews; 33 get_table_properties GetTableProperties; "
        "34 get_create_table_string GetCreateTableString; 35 truncate_table TruncateTable; "
        "36 analyze_table AnalyzeTable"
    ),
    "CurrentDatabase": "",
    "SetCurrentDatabase": "1 db_name string",
    "ListDatabases": "1 pattern ?string",
    "ListTables": "1 db_name ?string; 2 pattern ?string",
    "ListFunctions": "1 db_name ?string; 2 pattern ?string",
    "ListColumns": "1 table_name string; 2 db_name ?string",
    "GetDatabase": "1 db_name string",
    "GetTable": "1 table_name string; 2 db_name ?string",
    "GetFunction": "1 function_name string; 2 db_name ?string",
    "DatabaseExists": "1 db_name string",
    "TableExists": "1 table_name string; 2 db_name ?string",
    "FunctionExists": "1 function_name string; 2 db_name ?string",
    "CreateExternalTable": (
        "1 table_name string; 2 path ?string; 3 source ?string; 4 schema DataType; 5 options %string"
    ),
    "CreateTable": (
        "1 table_name string; 2 path ?string; 3 source ?string; 4 description ?string; 5 schema DataType; "
        "6 options %string"
    ),
    "DropTempView": "1 view_name string",
    "DropGlobalTempView": "1 view_name string",
    "RecoverPartitions": "1 table_name string",
    "IsCached": "1 table_name string",
    "CacheTable": "1 table_name string; 2 storage_level StorageLevel",
    "UncacheTable": "1 table_name string",
    "ClearCache": "",
    "RefreshTable": "1 table_name string",
    "RefreshByPath": "1 path string",
    "CurrentCatalog": "",
    "SetCurrentCatalog": "1 catalog_name string",
    "ListCatalogs": "1 pattern ?string",
    "DropTable": "1 table_name string; 2 if_exists bool; 3 purge bool",
    "DropView": "1 view_name string; 2 if_exists bool",
    "CreateDatabase": "1 db_name string; 2 if_not_exists bool; 3 properties %string",
    "DropDatabase": "1 db_name string; 2 if_exists bool; 3 cascade bool",
    "ListPartitions": "1 table_name string",
    "ListViews": "1 db_name ?string; 2 pattern ?string",
    "GetTableProperties": "1 table_name string",
    "GetCreateTableString": "1 table_name string; 2 as_serde bool",
    "TruncateTable": "1 table_name string",
    "AnalyzeTable": "1 table_name string; 2 no_scan bool",
    "Command": (
        "1 register_function CommonInlineUserDefinedFunction; 2 write_operation WriteOperation; "
        "3 create_dataframe_view CreateDataFrameViewCommand; 4 write_operation_v2 WriteOperationV2; "
        "5 sql_command SqlCommand; "
        "10 register_table_function CommonInlineUserDefinedTableFunction; 999 extension google.protobuf.Any"
    ),
    "SqlCommand": (
        "1 sql string; 2 args %Expression.Literal; 3 pos_args *Expression.Literal; "
        "4 named_arguments %Expression; 5 pos_arguments *Expression; 6 input Relation"
    ),
    "CreateDataFrameViewCommand": "1 input Relation; 2 name string; 3 is_global bool; 4 replace bool",
    "WriteOperation": (
        "1 input Relation; 2 source ?string; 3 path ?string; 4 table WriteOperation.SaveTable; 5 mode enum; "
        "6 sort_column_names *string; 7 partitioning_columns *string; 8 bucket_by WriteOperation.BucketBy; "
        "9 options %string; 10 clustering_columns *string; 11 with_schema_evolution bool"
    ),
    "WriteOperation.SaveTable": "1 table_name string; 2 save_method enum",
    "WriteOperation.BucketBy": "1 bucket_column_names *string; 2 num_buckets int32",
    "WriteOperationV2": (
        "1 input Relation; 2 table_name string; 3 provider ?string; 4 partitioning_columns *Expression; "
        "5 options %string; 6 table_properties %string; 7 mode enum; 8 overwrite_condition Expression; "
        "9 clustering_columns *string; 10 with_schema_evolution bool"
    ),
    "Plan": "1 root Relation; 2 command Command",
    "UserContext": "1 user_id string; 2 user_name string",
    "AnalyzePlanRequest": (
        "1 session_id string; 2 user_context UserContext; 3 client_type ?string; "
        "4 schema AnalyzePlanRequest.Schema; 5 explain AnalyzePlanRequest.Explain; "
        "6 tree_string AnalyzePlanRequest.TreeString; 7 is_local AnalyzePlanRequest.IsLocal; "
        "9 input_files AnalyzePlanRequest.InputFiles; 10 spark_version AnalyzePlanRequest.SparkVersion; "
        "11 ddl_parse AnalyzePlanRequest.DDLParse; 12 same_semantics AnalyzePlanRequest.SameSemantics; "
        "13 semantic_hash AnalyzePlanRequest.SemanticHash; 14 persist AnalyzePlanRequest.Persist; "
        "15 unpersist AnalyzePlanRequest.Unpersist; 16 get_storage_level AnalyzePlanRequest.GetStorageLevel; "
        "17 client_observed_server_side_session_id ?string"
    ),
    "AnalyzePlanRequest.Schema": "1 plan Plan",
    "AnalyzePlanRequest.Explain": "1 plan Plan; 2 explain_mode enum",
    "AnalyzePlanRequest.TreeString": "1 plan Plan; 2 level ?int32",
    "AnalyzePlanRequest.IsLocal": "1 plan Plan",
    "AnalyzePlanRequest.InputFiles": "1 plan Plan",
    "AnalyzePlanRequest.SparkVersion": "",
    "AnalyzePlanRequest.DDLParse": "1 ddl_string string",
    "AnalyzePlanRequest.SameSemantics": "1 target_plan Plan; 2 other_plan Plan",
    "AnalyzePlanRequest.SemanticHash": "1 plan Plan",
    "AnalyzePlanRequest.Persist": "1 relation Relation; 2 storage_level StorageLevel",
    "AnalyzePlanRequest.Unpersist": "1 relation Relation; 2 blocking ?bool",
    "AnalyzePlanRequest.GetStorageLevel": "1 relation Relation",
    "AnalyzePlanResponse": (
        "1 session_id string; 2 schema AnalyzePlanResponse.Schema; 3 explain AnalyzePlanResponse.Explain; "
        "4 tree_string AnalyzePlanResponse.TreeString; 5 is_local AnalyzePlanResponse.IsLocal; "
        "7 input_files AnalyzePlanResponse.InputFiles; 8 spark_version AnalyzePlanResponse.SparkVersion; "
        "9 ddl_parse AnalyzePlanResponse.DDLParse; 10 same_semantics AnalyzePlanResponse.SameSemantics; "
        "11 semantic_hash AnalyzePlanResponse.SemanticHash; 12 persist AnalyzePlanResponse.Persist; "
        "13 unpersist AnalyzePlanResponse.Unpersist; 14 get_storage_level AnalyzePlanResponse.GetStorageLevel; "
        "15 server_side_session_id string"
    ),
    "AnalyzePlanResponse.Schema": "1 schema DataType",
    "AnalyzePlanResponse.Explain": "1 explain_string string",
    "AnalyzePlanResponse.TreeString": "1 tree_string string",
    "AnalyzePlanResponse.IsLocal": "1 is_local bool",
    "AnalyzePlanResponse.InputFiles": "1 files *string",
    "AnalyzePlanResponse.SparkVersion": "1 version string",
    "AnalyzePlanResponse.DDLParse": "1 parsed DataType",
    "AnalyzePlanResponse.SameSemantics": "1 result bool",
    "AnalyzePlanResponse.SemanticHash": "1 result int32",
    "AnalyzePlanResponse.Persist": "",
    "AnalyzePlanResponse.Unpersist": "",
    "AnalyzePlanResponse.GetStorageLevel": "1 storage_level StorageLevel",
    "ExecutePlanRequest": (
        "1 session_id string; 2 user_context UserContext; 3 plan Plan; 4 client_type ?string; "
        "6 operation_id ?string; 7 tags *string; 8 client_observed_server_side_session_id ?string"
    ),
    "ExecutePlanResponse": (
        "1 session_id string; 4 metrics ExecutePlanResponse.Metrics; "
        "5 sql_command_result ExecutePlanResponse.SqlCommandResult; "
        "6 observed_metrics *ExecutePlanResponse.ObservedMetrics; 7 schema DataType; 12 operation_id string; "
        "13 response_id string; 14 result_complete ExecutePlanResponse.ResultComplete; "
        "15 server_side_session_id string"
    ),
    "ExecutePlanResponse.SqlCommandResult": "1 relation Relation",
    "ExecutePlanResponse.Metrics": "1 metrics *ExecutePlanResponse.Metrics.MetricObject",
    "ExecutePlanResponse.Metrics.MetricObject": (
        "1 name string; 2 plan_id int64; 3 parent int64; 4 execution_metrics %ExecutePlanResponse.Metrics.MetricValue"
    ),
    "ExecutePlanResponse.Metrics.MetricValue": "1 name string; 2 value int64; 3 metric_type string",
    "ExecutePlanResponse.ObservedMetrics": (
        "1 name string; 2 values *Expression.Literal; 3 keys *string; 4 plan_id int64"
    ),
    "ExecutePlanResponse.ResultComplete": "",
    "KeyValue": "1 key string; 2 value ?string",
    "ConfigRequest": (
        "1 session_id string; 2 user_context UserContext; 3 operation ConfigRequest.Operation; "
        "4 client_type ?string; 8 client_observed_server_side_session_id ?string"
    ),
    "ConfigRequest.Operation": (
        "1 set ConfigRequest.Set; 2 get ConfigRequest.Get; 3 get_with_default ConfigRequest.GetWithDefault; "
        "4 get_option ConfigRequest.GetOption; 5 get_all ConfigRequest.GetAll; 6 unset ConfigRequest.Unset; "
        "7 is_modifiable ConfigRequest.IsModifiable"
    ),
    "ConfigRequest.Set": "1 pairs *KeyValue; 2 silent ?bool",
    "ConfigRequest.Get": "1 keys *string",
    "ConfigRequest.GetWithDefault": "1 pairs *KeyValue",
    "ConfigRequest.GetOption": "1 keys *string",
    "ConfigRequest.GetAll": "1 prefix ?string",
    "ConfigRequest.Unset": "1 keys *string",
    "ConfigRequest.IsModifiable": "1 keys *string",
    "ConfigResponse": "1 session_id string; 2 pairs *KeyValue; 3 warnings *string; 4 server_side_session_id string",
    "InterruptRequest": (
        "1 session_id string; 2 user_context UserContext; 3 client_type ?string; 4 interrupt_type enum; "
        "5 operation_tag ?string; 6 operation_id ?string; 7 client_observed_server_side_session_id ?string"
    ),
    "InterruptResponse": "1 session_id string; 2 interrupted_ids *string; 3 server_side_session_id string",
    "google.protobuf.Any": "1 type_url string; 2 value bytes",
    "pyrite.InProcessTable": "1 table_id uint64",
}
