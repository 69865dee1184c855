import Columnar

/// A path into a variant: `$.a[0]['b c']`.
struct VariantPath {
    enum Step: Equatable {
        case name([UInt8])
        case index(Int)
    }

    let steps: [Step]

    /// `nil` for a text that is no path.
    init?(_ text: UnsafeRawBufferPointer) {
        guard text.first == 0x24 else { return nil }
        var steps: [Step] = []
        var position = 1
        while position < text.count {
            switch text[position] {
            case 0x2E:
                var end = position + 1
                while end < text.count, text[end] != 0x2E, text[end] != 0x5B { end += 1 }
                guard end > position + 1 else { return nil }
                steps.append(.name(Array(text[(position + 1)..<end])))
                position = end
            case 0x5B:
                guard position + 2 < text.count else { return nil }
                let quote = text[position + 1]
                if quote == 0x27 || quote == 0x22 {
                    guard let end = text[(position + 2)...].firstIndex(of: quote), end + 1 < text.count,
                        text[end + 1] == 0x5D
                    else { return nil }
                    steps.append(.name(Array(text[(position + 2)..<end])))
                    position = end + 2
                } else {
                    var end = position + 1
                    var index = 0
                    while end < text.count, text[end] &- 0x30 <= 9 {
                        index = index * 10 + Int(text[end] - 0x30)
                        guard index <= Int(Int32.max) else { return nil }
                        end += 1
                    }
                    guard end > position + 1, end < text.count, text[end] == 0x5D else { return nil }
                    steps.append(.index(index))
                    position = end + 1
                }
            default: return nil
            }
        }
        self.steps = steps
    }

    static func invalid(_ text: UnsafeRawBufferPointer, function: String) -> PyriteError {
        let path = String(decoding: text, as: UTF8.self)
        return PyriteError(
            .runtime, "INVALID_VARIANT_GET_PATH", sqlState: "22023",
            "The path `\(path)` is not a valid variant extraction path in `\(function)`. A valid path should start with "
                + "`$` and is followed by zero or more segments like `[123]`, `.name`, `['name']`, or `[\"name\"]`.",
            parameters: ["path": path, "functionName": "`\(function)`"])
    }

    /// What the path leads to; `nil` when there is nothing.
    func find(in root: VariantView) throws -> VariantView? {
        var view = root
        for step in steps {
            switch (step, try view.kind()) {
            case (.name(let name), .object(let container)):
                guard let next = try name.withUnsafeBytes({ try view.field($0, of: container) }) else { return nil }
                view = next
            case (.index(let index), .array(let container)):
                guard index < container.count else { return nil }
                view = try view.element(index, of: container)
            default: return nil
            }
        }
        return view
    }
}

/// The paths of an argument by row; a constant one is read once.
struct VariantPathInput {
    private let text: TextInput
    private let constant: VariantPath?
    private let function: String
    /// The path names what is changed, not what is read.
    private let isTarget: Bool

    init(_ rows: Rows, _ index: Int, function: String, isTarget: Bool = false) throws {
        text = rows.text(index)
        self.function = function
        self.isTarget = isTarget
        if rows.constant(index) != nil, !rows.nulls(index)[0] {
            guard let path = VariantPath(text[0]) else {
                throw isTarget
                    ? Self.invalidTarget(text[0], function) : VariantPath.invalid(text[0], function: function)
            }
            constant = path
        } else {
            constant = nil
        }
    }

    func path(_ row: Int) throws -> VariantPath {
        if let constant { return constant }
        guard let path = VariantPath(text[row]) else {
            throw isTarget ? invalidTarget(row) : VariantPath.invalid(text[row], function: function)
        }
        return path
    }

    func invalidTarget(_ row: Int) -> PyriteError { Self.invalidTarget(text[row], function) }

    private static func invalidTarget(_ text: UnsafeRawBufferPointer, _ function: String) -> PyriteError {
        let path = String(decoding: text, as: UTF8.self)
        return PyriteError(
            .runtime, "INVALID_VARIANT_PATH", sqlState: "22023",
            "The path '\(path)' is not a valid `\(function)` target.",
            parameters: ["path": path, "functionName": "`\(function)`"])
    }
}
