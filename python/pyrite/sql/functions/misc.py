"""Hashing, encryption, the session, input files, geospatial values and vectors."""

from __future__ import annotations

from pyrite._connect import expression
from pyrite.errors import PySparkValueError
from pyrite.sql.column import Column

from ._build import call, column_or_default, lit, number_or_column, optional_literal, random_seed, to_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._build import ColumnOrName

__all__ = [
    "aes_decrypt",
    "aes_encrypt",
    "bitmap_bit_position",
    "bitmap_bucket_number",
    "bitmap_count",
    "call_function",
    "call_udf",
    "crc32",
    "current_catalog",
    "current_database",
    "current_path",
    "current_schema",
    "current_user",
    "hash",
    "hmac",
    "input_file_block_length",
    "input_file_block_start",
    "input_file_name",
    "java_method",
    "md5",
    "monotonically_increasing_id",
    "reflect",
    "session_user",
    "sha",
    "sha1",
    "sha2",
    "spark_partition_id",
    "st_asbinary",
    "st_geogfromwkb",
    "st_geomfromwkb",
    "st_setsrid",
    "st_srid",
    "try_aes_decrypt",
    "try_reflect",
    "typeof",
    "unwrap_udt",
    "user",
    "uuid",
    "vector_cosine_similarity",
    "vector_inner_product",
    "vector_l2_distance",
    "vector_norm",
    "vector_normalize",
    "version",
    "xxhash64",
]


def aes_decrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """Decrypts AES with a key of 16, 24 or 32 bytes."""
    return call(
        "aes_decrypt",
        input,
        key,
        column_or_default(mode, "GCM"),
        column_or_default(padding, "DEFAULT"),
        column_or_default(aad, ""),
    )


def aes_encrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    iv: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """Encrypts by AES with a key of 16, 24 or 32 bytes."""
    return call(
        "aes_encrypt",
        input,
        key,
        column_or_default(mode, "GCM"),
        column_or_default(padding, "DEFAULT"),
        column_or_default(iv, ""),
        column_or_default(aad, ""),
    )


def bitmap_bit_position(col: ColumnOrName) -> Column:
    """The position of a number's bit within its bitmap."""
    return call("bitmap_bit_position", col)


def bitmap_bucket_number(col: ColumnOrName) -> Column:
    """The number of the bitmap a number falls into."""
    return call("bitmap_bucket_number", col)


def bitmap_count(col: ColumnOrName) -> Column:
    """The number of bits set in a bitmap."""
    return call("bitmap_count", col)


def crc32(col: ColumnOrName) -> Column:
    """The CRC-32 checksum."""
    return call("crc32", col)


def current_catalog() -> Column:
    """The current catalog."""
    return call("current_catalog")


def current_database() -> Column:
    """The current database."""
    return call("current_database")


def current_path() -> Column:
    """The path in which unqualified functions and tables are looked up."""
    return call("current_path")


def current_schema() -> Column:
    """The current database."""
    return call("current_schema")


def current_user() -> Column:
    """The user that runs the query."""
    return call("current_user")


def hash(*cols: ColumnOrName) -> Column:
    """The 32-bit Murmur3 hash of the values."""
    return call("hash", *cols)


def hmac(key: ColumnOrName, message: ColumnOrName, algorithm: ColumnOrName | None = None) -> Column:
    """A keyed hash of a message (SHA2-256 unless another algorithm is named)."""
    return call("hmac", key, message, algorithm)


def input_file_block_length() -> Column:
    """The length in bytes of the file block being read, -1 when unknown."""
    return call("input_file_block_length")


def input_file_block_start() -> Column:
    """The offset of the file block being read, -1 when unknown."""
    return call("input_file_block_start")


def input_file_name() -> Column:
    """The name of the file being read, empty when unknown."""
    return call("input_file_name")


def java_method(*cols: ColumnOrName) -> Column:
    """Calls a static Java method."""
    return call("java_method", *cols)


def md5(col: ColumnOrName) -> Column:
    """The MD5 hash as hexadecimal digits."""
    return call("md5", col)


def monotonically_increasing_id() -> Column:
    """A number for each row that grows but has gaps between partitions."""
    return call("monotonically_increasing_id")


def reflect(*cols: ColumnOrName) -> Column:
    """Calls a static Java method."""
    return call("reflect", *cols)


def session_user() -> Column:
    """The user that runs the query."""
    return call("session_user")


def sha(col: ColumnOrName) -> Column:
    """The SHA-1 hash as hexadecimal digits."""
    return call("sha", col)


def sha1(col: ColumnOrName) -> Column:
    """The SHA-1 hash as hexadecimal digits."""
    return call("sha1", col)


def spark_partition_id() -> Column:
    """The number of the partition that holds the row."""
    return call("spark_partition_id")


def st_asbinary(geo: ColumnOrName, endianness: Column | str | None = None) -> Column:
    """The well-known binary form of a geospatial value."""
    return call("st_asbinary", geo, optional_literal(endianness))


def st_geogfromwkb(wkb: ColumnOrName) -> Column:
    """A geography from its well-known binary form."""
    return call("st_geogfromwkb", wkb)


def st_geomfromwkb(wkb: ColumnOrName, srid: ColumnOrName | int | None = None) -> Column:
    """A geometry from its well-known binary form."""
    return call("st_geomfromwkb", wkb, number_or_column(srid))


def st_setsrid(geo: ColumnOrName, srid: ColumnOrName | int) -> Column:
    """The geospatial value with another spatial reference."""
    return call("st_setsrid", geo, number_or_column(srid))


def st_srid(geo: ColumnOrName) -> Column:
    """The spatial reference of a geospatial value."""
    return call("st_srid", geo)


def try_aes_decrypt(
    input: ColumnOrName,
    key: ColumnOrName,
    mode: ColumnOrName | None = None,
    padding: ColumnOrName | None = None,
    aad: ColumnOrName | None = None,
) -> Column:
    """Like :func:`aes_decrypt`, but NULL where it fails."""
    return call(
        "try_aes_decrypt",
        input,
        key,
        column_or_default(mode, "GCM"),
        column_or_default(padding, "DEFAULT"),
        column_or_default(aad, ""),
    )


def try_reflect(*cols: ColumnOrName) -> Column:
    """Calls a static Java method; NULL where it throws."""
    return call("try_reflect", *cols)


def typeof(col: ColumnOrName) -> Column:
    """The SQL name of the value's type."""
    return call("typeof", col)


def unwrap_udt(col: ColumnOrName) -> Column:
    """The underlying value of a user-defined type."""
    return call("unwrap_udt", col)


def user() -> Column:
    """The user that runs the query."""
    return call("user")


def vector_cosine_similarity(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The cosine of the angle between two vectors."""
    return call("vector_cosine_similarity", left, right)


def vector_inner_product(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The inner product of two vectors."""
    return call("vector_inner_product", left, right)


def vector_l2_distance(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The Euclidean distance between two vectors."""
    return call("vector_l2_distance", left, right)


def vector_norm(vector: ColumnOrName, degree: ColumnOrName | None = None) -> Column:
    """The norm of a vector, Euclidean unless ``degree`` says otherwise."""
    return call("vector_norm", vector, degree)


def vector_normalize(vector: ColumnOrName, degree: ColumnOrName | None = None) -> Column:
    """The vector divided by its norm."""
    return call("vector_normalize", vector, degree)


def version() -> Column:
    """The Spark version whose behaviour this is, and its revision."""
    return call("version")


def xxhash64(*cols: ColumnOrName) -> Column:
    """The 64-bit xxHash of the values."""
    return call("xxhash64", *cols)


def sha2(col: ColumnOrName, numBits: int) -> Column:
    """The SHA-2 hash of 224, 256 (also for 0), 384 or 512 bits as hexadecimal digits."""
    if numBits not in (0, 224, 256, 384, 512):
        raise PySparkValueError(
            errorClass="VALUE_NOT_ALLOWED",
            messageParameters={"arg_name": "numBits", "allowed_values": "[0, 224, 256, 384, 512]"},
        )
    return call("sha2", col, lit(numBits))


def uuid(seed: Column | int | None = None) -> Column:
    """A random UUID as text."""
    return call("uuid", random_seed(seed))


def call_udf(udfName: str, *cols: ColumnOrName) -> Column:
    """Calls a registered function by its name."""
    return call(udfName, *cols)


def call_function(funcName: str, *cols: ColumnOrName) -> Column:
    """Calls a built-in or registered function by its (possibly qualified) name."""
    return Column(expression.call_function(funcName, [to_column(col)._expr for col in cols]))
