"""Arithmetic, rounding, trigonometry, bits and random numbers."""

from __future__ import annotations

from ._build import call, lit, number_or_column, operand, random_seed, to_column, warn_deprecated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyrite.sql.column import Column

    from ._build import ColumnOrName

__all__ = [
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "bin",
    "bit_count",
    "bit_get",
    "bitwiseNOT",
    "bitwise_not",
    "bround",
    "cbrt",
    "ceil",
    "ceiling",
    "conv",
    "cos",
    "cosh",
    "cot",
    "csc",
    "degrees",
    "e",
    "exp",
    "expm1",
    "factorial",
    "floor",
    "getbit",
    "hex",
    "hypot",
    "ln",
    "log",
    "log10",
    "log1p",
    "log2",
    "negate",
    "negative",
    "pi",
    "pmod",
    "positive",
    "pow",
    "power",
    "radians",
    "rand",
    "randn",
    "random",
    "rint",
    "round",
    "sec",
    "shiftLeft",
    "shiftRight",
    "shiftRightUnsigned",
    "shiftleft",
    "shiftright",
    "shiftrightunsigned",
    "sign",
    "signum",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "toDegrees",
    "toRadians",
    "try_add",
    "try_divide",
    "try_mod",
    "try_multiply",
    "try_subtract",
    "unhex",
    "uniform",
    "width_bucket",
]


def abs(col: ColumnOrName) -> Column:
    """The absolute value."""
    return call("abs", col)


def acos(col: ColumnOrName) -> Column:
    """The inverse cosine, in radians; NaN outside [-1, 1]."""
    return call("acos", col)


def acosh(col: ColumnOrName) -> Column:
    """The inverse hyperbolic cosine."""
    return call("acosh", col)


def asin(col: ColumnOrName) -> Column:
    """The inverse sine, in radians; NaN outside [-1, 1]."""
    return call("asin", col)


def asinh(col: ColumnOrName) -> Column:
    """The inverse hyperbolic sine."""
    return call("asinh", col)


def atan(col: ColumnOrName) -> Column:
    """The inverse tangent, in radians."""
    return call("atan", col)


def atanh(col: ColumnOrName) -> Column:
    """The inverse hyperbolic tangent."""
    return call("atanh", col)


def bin(col: ColumnOrName) -> Column:
    """The binary digits of a whole number, as a string."""
    return call("bin", col)


def bit_count(col: ColumnOrName) -> Column:
    """The number of bits that are set."""
    return call("bit_count", col)


def bit_get(col: ColumnOrName, pos: ColumnOrName) -> Column:
    """The bit at a position, counted from the lowest."""
    return call("bit_get", col, pos)


def bitwise_not(col: ColumnOrName) -> Column:
    """Inverts every bit of a whole number."""
    return call("~", col)


def bround(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """Rounds to ``scale`` decimal places (0 when left out), halves to the even neighbour."""
    return call("bround", col, number_or_column(scale))


def cbrt(col: ColumnOrName) -> Column:
    """The cube root."""
    return call("cbrt", col)


def ceil(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The smallest whole number, or number with ``scale`` decimal places, not below the value."""
    return call("ceil", col, number_or_column(scale))


def ceiling(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The smallest whole number, or number with ``scale`` decimal places, not below the value."""
    return call("ceiling", col, number_or_column(scale))


def conv(col: ColumnOrName, fromBase: Column | int, toBase: Column | int) -> Column:
    """Rewrites a number given as digits in one base (2 to 36) in another base."""
    return call("conv", col, lit(fromBase), lit(toBase))


def cos(col: ColumnOrName) -> Column:
    """The cosine of an angle in radians."""
    return call("cos", col)


def cosh(col: ColumnOrName) -> Column:
    """The hyperbolic cosine."""
    return call("cosh", col)


def cot(col: ColumnOrName) -> Column:
    """The cotangent of an angle in radians."""
    return call("cot", col)


def csc(col: ColumnOrName) -> Column:
    """The cosecant of an angle in radians."""
    return call("csc", col)


def degrees(col: ColumnOrName) -> Column:
    """Converts radians to degrees."""
    return call("degrees", col)


def e() -> Column:
    """Euler's number."""
    return call("e")


def exp(col: ColumnOrName) -> Column:
    """Euler's number raised to the given power."""
    return call("exp", col)


def expm1(col: ColumnOrName) -> Column:
    """``exp(col) - 1``, exact for small values."""
    return call("expm1", col)


def factorial(col: ColumnOrName) -> Column:
    """The factorial of a whole number from 0 to 20; NULL outside."""
    return call("factorial", col)


def floor(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """The largest whole number, or number with ``scale`` decimal places, not above the value."""
    return call("floor", col, number_or_column(scale))


def getbit(col: ColumnOrName, pos: ColumnOrName) -> Column:
    """The bit at a position, counted from the lowest."""
    return call("getbit", col, pos)


def hex(col: ColumnOrName) -> Column:
    """Hexadecimal digits of a whole number, of text or of bytes."""
    return call("hex", col)


def ln(col: ColumnOrName) -> Column:
    """The natural logarithm; NULL for values that are not positive."""
    return call("ln", col)


def log10(col: ColumnOrName) -> Column:
    """The logarithm to base 10; NULL for values that are not positive."""
    return call("log10", col)


def log1p(col: ColumnOrName) -> Column:
    """The natural logarithm of ``col + 1``, exact for small values."""
    return call("log1p", col)


def log2(col: ColumnOrName) -> Column:
    """The logarithm to base 2; NULL for values that are not positive."""
    return call("log2", col)


def negative(col: ColumnOrName) -> Column:
    """The value with its sign changed."""
    return call("negative", col)


def pi() -> Column:
    """The ratio of a circle's circumference to its diameter."""
    return call("pi")


def positive(col: ColumnOrName) -> Column:
    """The value itself."""
    return call("positive", col)


def radians(col: ColumnOrName) -> Column:
    """Converts degrees to radians."""
    return call("radians", col)


def rint(col: ColumnOrName) -> Column:
    """The nearest whole number as a double; halves go to the even one."""
    return call("rint", col)


def round(col: ColumnOrName, scale: Column | int | None = None) -> Column:
    """Rounds to ``scale`` decimal places (0 when left out), halves away from zero."""
    return call("round", col, number_or_column(scale))


def sec(col: ColumnOrName) -> Column:
    """The secant of an angle in radians."""
    return call("sec", col)


def shiftleft(col: ColumnOrName, numBits: Column | int) -> Column:
    """Shifts the bits of a whole number to the left."""
    return call("shiftleft", col, lit(numBits))


def shiftright(col: ColumnOrName, numBits: Column | int) -> Column:
    """Shifts the bits of a whole number to the right, keeping the sign."""
    return call("shiftright", col, lit(numBits))


def shiftrightunsigned(col: ColumnOrName, numBits: Column | int) -> Column:
    """Shifts the bits of a whole number to the right, filling with zeros."""
    return call("shiftrightunsigned", col, lit(numBits))


def sign(col: ColumnOrName) -> Column:
    """The sign of the value: -1.0, 0.0 or 1.0."""
    return call("sign", col)


def signum(col: ColumnOrName) -> Column:
    """The sign of the value: -1.0, 0.0 or 1.0."""
    return call("signum", col)


def sin(col: ColumnOrName) -> Column:
    """The sine of an angle in radians."""
    return call("sin", col)


def sinh(col: ColumnOrName) -> Column:
    """The hyperbolic sine."""
    return call("sinh", col)


def sqrt(col: ColumnOrName) -> Column:
    """The square root; NaN for negative values."""
    return call("sqrt", col)


def tan(col: ColumnOrName) -> Column:
    """The tangent of an angle in radians."""
    return call("tan", col)


def tanh(col: ColumnOrName) -> Column:
    """The hyperbolic tangent."""
    return call("tanh", col)


def try_add(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The sum, or NULL where it overflows."""
    return call("try_add", left, right)


def try_divide(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The quotient, or NULL where the divisor is zero."""
    return call("try_divide", left, right)


def try_mod(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The remainder, or NULL where the divisor is zero."""
    return call("try_mod", left, right)


def try_multiply(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The product, or NULL where it overflows."""
    return call("try_multiply", left, right)


def try_subtract(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The difference, or NULL where it overflows."""
    return call("try_subtract", left, right)


def unhex(col: ColumnOrName) -> Column:
    """The bytes that hexadecimal digits stand for; NULL for other text."""
    return call("unhex", col)


def width_bucket(v: ColumnOrName, min: ColumnOrName, max: ColumnOrName, numBucket: ColumnOrName | int) -> Column:
    """The number of the bucket, out of ``numBucket`` equal ones between ``min`` and ``max``, that holds the value."""
    return call("width_bucket", v, min, max, number_or_column(numBucket))


def atan2(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """The angle between the positive x axis and the point (``col2``, ``col1``), in radians."""
    return call("atan2", operand(col1), operand(col2))


def hypot(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """``sqrt(col1² + col2²)`` without overflow on the way."""
    return call("hypot", operand(col1), operand(col2))


def pmod(dividend: ColumnOrName | float, divisor: ColumnOrName | float) -> Column:
    """The remainder, made positive."""
    return call("pmod", operand(dividend), operand(divisor))


def pow(col1: ColumnOrName | float, col2: ColumnOrName | float) -> Column:
    """``col1`` raised to the power ``col2``."""
    return call("power", operand(col1), operand(col2))


power = pow
negate = negative


def log(arg1: ColumnOrName | float, arg2: ColumnOrName | None = None) -> Column:
    """The natural logarithm of a column, or with two arguments the logarithm of the second to the base of the first."""
    if arg2 is None:
        return call("ln", to_column(arg1))
    return call("log", lit(arg1), arg2)


def rand(seed: int | None = None) -> Column:
    """Random numbers, evenly distributed in [0, 1)."""
    return call("rand", random_seed(seed))


random = rand


def randn(seed: int | None = None) -> Column:
    """Random numbers of the standard normal distribution."""
    return call("randn", random_seed(seed))


def uniform(min: Column | int | float, max: Column | int | float, seed: Column | int | None = None) -> Column:
    """Random numbers, evenly distributed between ``min`` and ``max``."""
    return call("uniform", lit(min), lit(max), random_seed(seed))


def bitwiseNOT(col: ColumnOrName) -> Column:
    """Use :func:`bitwise_not`."""
    warn_deprecated("bitwise_not")
    return bitwise_not(col)


def shiftLeft(col: ColumnOrName, numBits: int) -> Column:
    """Use :func:`shiftleft`."""
    warn_deprecated("shiftleft")
    return shiftleft(col, numBits)


def shiftRight(col: ColumnOrName, numBits: int) -> Column:
    """Use :func:`shiftright`."""
    warn_deprecated("shiftright")
    return shiftright(col, numBits)


def shiftRightUnsigned(col: ColumnOrName, numBits: int) -> Column:
    """Use :func:`shiftrightunsigned`."""
    warn_deprecated("shiftrightunsigned")
    return shiftrightunsigned(col, numBits)


def toDegrees(col: ColumnOrName) -> Column:
    """Use :func:`degrees`."""
    warn_deprecated("degrees")
    return degrees(col)


def toRadians(col: ColumnOrName) -> Column:
    """Use :func:`radians`."""
    warn_deprecated("radians")
    return radians(col)
