import CPyrite

extension Schema {
    /// Describes rows of this schema as a struct type, for the caller to release.
    package func exportArrow(to out: UnsafeMutablePointer<ArrowSchema>, timeZone: String = "UTC") {
        DataType.structure(self).exportArrow(to: out, name: "", nullable: false, timeZone: timeZone)
    }
}

extension DataType {
    /// Describes a column of this type, for the caller to release.
    package func exportArrow(
        to out: UnsafeMutablePointer<ArrowSchema>, name: String, nullable: Bool, timeZone: String = "UTC"
    ) {
        let children: [(name: String, type: DataType, nullable: Bool)] =
            switch self {
            case .array(let element, let containsNull): [("element", element, containsNull)]
            case .map(let key, let value, let valueContainsNull):
                [
                    (
                        "entries",
                        .structure(
                            Schema([
                                StructField("key", key, nullable: false),
                                StructField("value", value, nullable: valueContainsNull),
                            ])), false
                    )
                ]
            case .calendarInterval: []
            default: (storedFields ?? []).map { ($0.name, $0.dataType, $0.nullable) }
            }
        let owner = ExportedSchema(
            format: arrowFormat(timeZone: timeZone), name: name, childCount: children.count)
        for (index, child) in children.enumerated() {
            let place = owner.children[index]
            child.type.exportArrow(to: place, name: child.name, nullable: child.nullable, timeZone: timeZone)
        }
        // Spark marks variants so: by a key of the second part.
        if self == .variant, let part = owner.children.last {
            part.pointee.metadata = UnsafePointer(owner.markVariant())
        }
        out.pointee = ArrowSchema(
            format: owner.format, name: owner.name, metadata: nil, flags: nullable ? Int64(ARROW_FLAG_NULLABLE) : 0,
            n_children: Int64(children.count), children: owner.childPointers, dictionary: nil,
            release: releaseExportedSchema, private_data: Unmanaged.passRetained(owner).toOpaque())
    }
}

/// The memory that an exported schema points into.
private final class ExportedSchema {
    let format: UnsafeMutablePointer<CChar>
    let name: UnsafeMutablePointer<CChar>
    let children: [UnsafeMutablePointer<ArrowSchema>]
    let childPointers: UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>?
    private var metadata: UnsafeMutablePointer<CChar>?

    /// Key-value metadata with the one entry `variant: true`, in Arrow's form; lives as long as this.
    func markVariant() -> UnsafeMutablePointer<CChar> {
        let bytes: [UInt8] = [1, 0, 0, 0, 7, 0, 0, 0] + Array("variant".utf8) + [4, 0, 0, 0] + Array("true".utf8)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
        metadata?.deallocate()
        metadata = copy
        return copy
    }

    init(format: String, name: String, childCount: Int) {
        self.format = nullTerminated(format)
        self.name = nullTerminated(name)
        children = (0..<childCount).map { _ in
            let place = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
            place.initialize(to: ArrowSchema())
            return place
        }
        childPointers = pointerArray(children)
    }

    deinit {
        metadata?.deallocate()
        format.deallocate()
        name.deallocate()
        for child in children {
            child.pointee.release?(child)
            child.deallocate()
        }
        childPointers?.deallocate()
    }
}

private func releaseExportedSchema(_ schema: UnsafeMutablePointer<ArrowSchema>?) {
    guard let schema, let owner = schema.pointee.private_data else { return }
    schema.pointee.release = nil
    schema.pointee.private_data = nil
    Unmanaged<ExportedSchema>.fromOpaque(owner).release()
}

/// The UTF-8 bytes and a zero, to be deallocated.
func nullTerminated(_ text: String) -> UnsafeMutablePointer<CChar> {
    let count = text.utf8.count
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: count + 1)
    var index = 0
    for byte in text.utf8 {
        copy[index] = CChar(bitPattern: byte)
        index += 1
    }
    copy[count] = 0
    return copy
}

/// The pointers in memory that C can walk, to be deallocated; `nil` when there are none.
func pointerArray<T>(_ pointers: [UnsafeMutablePointer<T>]) -> UnsafeMutablePointer<UnsafeMutablePointer<T>?>? {
    guard !pointers.isEmpty else { return nil }
    let array = UnsafeMutablePointer<UnsafeMutablePointer<T>?>.allocate(capacity: pointers.count)
    for (index, pointer) in pointers.enumerated() { array[index] = pointer }
    return array
}
