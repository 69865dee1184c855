"""Geospatial types and their values: well-known binary with a spatial reference system."""

from __future__ import annotations

from typing import Any

from pyrite.errors import IllegalArgumentException
from pyrite.sql._types.base import AtomicType

#: The supported spatial reference systems: identifier to the name of the coordinate reference system.
_CARTESIAN = {0: "SRID:0", 3857: "EPSG:3857", 4326: "OGC:CRS84"}
_GEOGRAPHIC = {4326: "OGC:CRS84"}


class SpatialType(AtomicType):
    """Geometries and geographies. A type with the identifier "ANY" holds values of different systems."""

    MIXED_SRID = -1
    MIXED_CRS = "SRID:ANY"
    DEFAULT_CRS = "OGC:CRS84"
    DEFAULT_SRID = 4326

    _systems: dict[int, str] = {}

    def __init__(self, srid: int | str):
        if srid == "ANY":
            self.srid = self.MIXED_SRID
            self._crs = self.MIXED_CRS
        elif isinstance(srid, int) and srid in self._systems:
            self.srid = srid
            self._crs = self._systems[srid]
        else:
            raise IllegalArgumentException(errorClass="ST_INVALID_SRID_VALUE", messageParameters={"srid": str(srid)})

    @classmethod
    def _srid_of(cls, crs: str) -> int | str:
        if crs.lower() == cls.MIXED_CRS.lower():
            return "ANY"
        for srid, name in cls._systems.items():
            if name == crs:
                return srid
        raise IllegalArgumentException(errorClass="ST_INVALID_CRS_VALUE", messageParameters={"crs": str(crs)})

    def simpleString(self) -> str:
        return f"{self.typeName()}({'any' if self.srid == self.MIXED_SRID else self.srid})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'ANY' if self.srid == self.MIXED_SRID else self.srid})"

    def needConversion(self) -> bool:
        return True


class GeographyType(SpatialType):
    """Shapes on the globe; edges are great circles."""

    DEFAULT_ALG = "SPHERICAL"
    _systems = _GEOGRAPHIC

    def __init__(self, srid: int | str):
        super().__init__(srid)
        self._alg = self.DEFAULT_ALG

    @classmethod
    def _from_crs(cls, crs: str, alg: str) -> GeographyType:
        if alg != cls.DEFAULT_ALG:
            raise IllegalArgumentException(errorClass="ST_INVALID_ALGORITHM_VALUE", messageParameters={"alg": str(alg)})
        return cls(cls._srid_of(crs))

    def jsonValue(self) -> str:
        return f"geography({self._crs}, {self._alg})"

    def fromInternal(self, obj: dict[str, Any] | None) -> Geography | None:
        if obj is None or "srid" not in obj or "bytes" not in obj:
            return None
        return Geography(obj["bytes"], obj["srid"])

    def toInternal(self, geography: Geography | None) -> dict[str, Any] | None:
        return None if geography is None else {"srid": geography.srid, "wkb": geography.wkb}


class GeometryType(SpatialType):
    """Shapes in a plane."""

    _systems = _CARTESIAN

    @classmethod
    def _from_crs(cls, crs: str) -> GeometryType:
        return cls(cls._srid_of(crs))

    def jsonValue(self) -> str:
        return f"geometry({self._crs})"

    def fromInternal(self, obj: dict[str, Any] | None) -> Geometry | None:
        if obj is None or "srid" not in obj or "bytes" not in obj:
            return None
        return Geometry(obj["bytes"], obj["srid"])

    def toInternal(self, geometry: Geometry | None) -> dict[str, Any] | None:
        return None if geometry is None else {"srid": geometry.srid, "wkb": geometry.wkb}


class _SpatialValue:
    def __init__(self, wkb: bytes, srid: int):
        self.wkb = wkb
        self.srid = srid

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.wkb!r}, {self.srid:d})"

    __str__ = __repr__

    def __eq__(self, other: Any) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self.wkb == other.wkb and self.srid == other.srid)

    def __hash__(self) -> int:
        return hash((self.wkb, self.srid))

    def getSrid(self) -> int:
        """The identifier of the spatial reference system."""
        return self.srid

    def getBytes(self) -> bytes:
        """The shape as well-known binary."""
        return self.wkb


class Geography(_SpatialValue):
    """A shape on the globe."""

    @classmethod
    def fromWKB(cls, wkb: bytes, srid: int) -> Geography:
        """A geography of well-known binary bytes."""
        return cls(wkb, srid)


class Geometry(_SpatialValue):
    """A shape in a plane."""

    @classmethod
    def fromWKB(cls, wkb: bytes, srid: int) -> Geometry:
        """A geometry of well-known binary bytes."""
        return cls(wkb, srid)
