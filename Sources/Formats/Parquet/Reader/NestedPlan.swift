import Columnar
import Functions

/// How a nested column is put together from its leaves' levels (the record assembly of Dremel, column by column).
///
/// An entry of a leaf opens a slot of a node when its repetition level is at most that of the node's surroundings and its
/// definition level says that the innermost repeated ancestor has an element there.
indirect enum NestedPlan {
    /// `leaf` is a position in the list of leaves to read.
    case leaf(Int)
    /// Valid where the definition level reaches `definition`; a field is `nil` where the file does not have it.
    case structure(definition: Int, fields: [NestedPlan?], leaf: Int)
    case list(definition: Int, elementDefinition: Int, element: NestedPlan, leaf: Int)
    case map(definition: Int, entryDefinition: Int, key: NestedPlan, value: NestedPlan, leaf: Int)
    /// A variant, put together from the struct that the file keeps it as.
    case variant(NestedPlan, DataType)

    struct Leaf {
        var node: ParquetSchema.Node
        var type: DataType
        var conversion: LeafConversion
    }

    /// The leaf whose levels tell the shape of the node.
    var representative: Int {
        switch self {
        case .leaf(let leaf), .structure(_, _, let leaf), .list(_, _, _, let leaf), .map(_, _, _, _, let leaf): leaf
        case .variant(let plan, _): plan.representative
        }
    }

    /// Plans the reading of `node` as `type`; `nil` when the file's type is another.
    init?(_ node: ParquetSchema.Node, as type: DataType, leaves: inout [Leaf]) {
        if node.element.repetition == .repeated {
            guard case .array(let elementType, _) = type,
                let element = NestedPlan(valueOf: node, as: elementType, leaves: &leaves)
            else { return nil }
            self = .list(
                definition: 0, elementDefinition: node.maxDefinition, element: element, leaf: element.representative)
            return
        }
        guard let plan = NestedPlan(valueOf: node, as: type, leaves: &leaves) else { return nil }
        self = plan
    }

    private init?(valueOf node: ParquetSchema.Node, as type: DataType, leaves: inout [Leaf]) {
        if node.isLeaf {
            guard let conversion = LeafConversion(node, as: type) else { return nil }
            leaves.append(Leaf(node: node, type: type, conversion: conversion))
            self = .leaf(leaves.count - 1)
            return
        }
        switch (node.element.logicalType, type) {
        case (.list, .array(let elementType, _)):
            guard let (element, isWrapped) = node.listElement, let repeated = node.children.first,
                let plan = isWrapped
                    ? NestedPlan(element, as: elementType, leaves: &leaves)
                    : NestedPlan(valueOf: element, as: elementType, leaves: &leaves)
            else { return nil }
            self = .list(
                definition: node.maxDefinition, elementDefinition: repeated.maxDefinition, element: plan,
                leaf: plan.representative)
        case (.map, .map(let keyType, let valueType, _)):
            guard let (keyNode, valueNode) = node.mapEntry, let entries = node.children.first,
                let key = NestedPlan(keyNode, as: keyType, leaves: &leaves),
                let value = NestedPlan(valueNode, as: valueType, leaves: &leaves)
            else { return nil }
            self = .map(
                definition: node.maxDefinition, entryDefinition: entries.maxDefinition, key: key, value: value,
                leaf: key.representative)
        case (.list, _), (.map, _): return nil
        case (_, .variant):
            guard node.isVariant,
                let fields = try? node.children.map({ StructField($0.name, try $0.sparkType()) }),
                case let raw = DataType.structure(Schema(fields)),
                let plan = NestedPlan(valueOf: node, as: raw, leaves: &leaves)
            else { return nil }
            self = .variant(plan, raw)
        case (_, .structure(let schema)):
            var fields: [NestedPlan?] = []
            for field in schema.fields {
                let lowered = field.name.lowercased()
                guard
                    let child = node.children.first(where: { $0.name == field.name })
                        ?? node.children.first(where: { $0.name.lowercased() == lowered })
                else {
                    fields.append(nil)
                    continue
                }
                guard let plan = NestedPlan(child, as: field.dataType, leaves: &leaves) else { return nil }
                fields.append(plan)
            }
            // Without any field of its own the struct's shape is unknown: such reads are refused.
            guard let leaf = fields.compactMap({ $0?.representative }).first else { return nil }
            self = .structure(definition: node.maxDefinition, fields: fields, leaf: leaf)
        default: return nil
        }
    }
}

/// Levels and values of one leaf for a number of rows.
struct LeafEntries {
    var count = 0
    /// Definition and repetition levels (UInt32); no repetition levels where the leaf is not repeated.
    var definitions: Buffer
    var repetitions: Buffer?
    /// The present values, one behind the other, flat.
    var values: Buffer
    var heap: [Buffer]
}

/// Builds columns from entries.
struct NestedAssembler {
    let leaves: [NestedPlan.Leaf]
    let entries: [LeafEntries]

    /// A context of slots: see ``NestedPlan``.
    struct Context {
        var repetition: UInt32
        var definition: UInt32
    }

    func column(_ plan: NestedPlan, _ type: DataType, _ context: Context) throws -> Column {
        if case .variant(let plan, let raw) = plan {
            return try VariantShredding.variants(of: try column(plan, raw, context))
        }
        let leafEntries = entries[plan.representative]
        let levels = UnsafePointer(leafEntries.definitions.typed(UInt32.self))
        let repetitions = leafEntries.repetitions.map { UnsafePointer($0.typed(UInt32.self)) }
        switch plan {
        case .variant: throw Self.uneven
        case .leaf(let leaf):
            let valid = UInt32(leaves[leaf].node.maxDefinition)
            let (count, validity, present) = slots(levels, repetitions, leafEntries.count, context, valid: valid)
            return leafColumn(type, leafEntries, count: count, validity: validity, present: present)
        case .structure(let definition, let fields, _):
            guard case .structure(let schema) = type else { throw ParquetError("a struct column has another type") }
            let (count, validity, _) = slots(
                levels, repetitions, leafEntries.count, context, valid: UInt32(definition))
            let children = try zip(fields, schema.fields).map { plan, field in
                guard let plan else { return Column.nulls(field.dataType, count: count).flattened() }
                let child = try column(plan, field.dataType, context)
                guard child.count == count else { throw Self.uneven }
                return child
            }
            return Column(type, count: count, layout: .structure(children), validity: validity)
        case .list(let definition, let elementDefinition, let element, _):
            guard case .array(let elementType, _) = type else { throw ParquetError("a list column has another type") }
            let inner = Context(repetition: context.repetition + 1, definition: UInt32(elementDefinition))
            let (count, validity, _) = slots(
                levels, repetitions, leafEntries.count, context, valid: UInt32(definition))
            let (offsets, total) = ranges(levels, repetitions, leafEntries.count, context, inner, count)
            let elements = try column(element, elementType, inner)
            guard elements.count == total else { throw Self.uneven }
            return Column(type, count: count, layout: .array(offsets: offsets, elements: elements), validity: validity)
        case .map(let definition, let entryDefinition, let key, let value, _):
            guard case .map(let keyType, let valueType, _) = type else {
                throw ParquetError("a map column has another type")
            }
            let inner = Context(repetition: context.repetition + 1, definition: UInt32(entryDefinition))
            let (count, validity, _) = slots(
                levels, repetitions, leafEntries.count, context, valid: UInt32(definition))
            let (offsets, total) = ranges(levels, repetitions, leafEntries.count, context, inner, count)
            let keys = try column(key, keyType, inner)
            let values = try column(value, valueType, inner)
            guard keys.count == total, values.count == total else { throw Self.uneven }
            return Column(
                type, count: count, layout: .map(offsets: offsets, keys: keys, values: values), validity: validity)
        }
    }

    private static let uneven = ParquetError("the leaves of a nested column have different numbers of entries")

    /// Counts the slots and tells which of them reach definition level `valid`.
    private func slots(
        _ definitions: UnsafePointer<UInt32>, _ repetitions: UnsafePointer<UInt32>?, _ n: Int, _ context: Context,
        valid: UInt32
    ) -> (count: Int, validity: Bitmap?, present: Int) {
        let bits = Bitmap(count: n, filledWith: false)
        let words = bits.words
        var (count, present) = (0, 0)
        for i in 0..<n {
            if let repetitions, repetitions[i] > context.repetition { continue }
            if definitions[i] < context.definition { continue }
            let isValid: UInt64 = definitions[i] >= valid ? 1 : 0
            words[count &>> 6] |= isValid &<< UInt64(truncatingIfNeeded: count & 63)
            present &+= Int(truncatingIfNeeded: isValid)
            count &+= 1
        }
        if present == count { return (count, nil, present) }
        return (count, Bitmap(count: count, buffer: bits.storage), present)
    }

    /// For each slot of `outer` the number of slots of `inner` within it, summed up.
    private func ranges(
        _ definitions: UnsafePointer<UInt32>, _ repetitions: UnsafePointer<UInt32>?, _ n: Int, _ outer: Context,
        _ inner: Context, _ count: Int
    ) -> (Buffer, Int) {
        let offsets = Buffer(capacity: (count + 1) * 4, zeroed: true)
        let out = offsets.typed(Int32.self)
        var slot = 0
        var total: Int32 = 0
        for i in 0..<n {
            let repetition = repetitions?[i] ?? 0
            if repetition <= outer.repetition {
                if definitions[i] < outer.definition { continue }
                out[slot] = total
                slot &+= 1
            }
            if repetition <= inner.repetition, definitions[i] >= inner.definition { total &+= 1 }
        }
        out[count] = total
        return (offsets, Int(total))
    }

    private func leafColumn(
        _ type: DataType, _ entries: LeafEntries, count: Int, validity: Bitmap?, present: Int
    ) -> Column {
        let width = type.physicalType.width
        var values = entries.values
        if present < count, let validity {
            let spread = Buffer(capacity: count * width)
            spread.pointer.copyMemory(from: values.pointer, byteCount: present * width)
            let (bits, to) = (UnsafePointer(validity.words), spread.pointer)
            switch width {
            case 1: spreadValues(to.assumingMemoryBound(to: UInt8.self), dense: present, bits, 0, count, zero: 0)
            case 2: spreadValues(to.assumingMemoryBound(to: UInt16.self), dense: present, bits, 0, count, zero: 0)
            case 4: spreadValues(to.assumingMemoryBound(to: UInt32.self), dense: present, bits, 0, count, zero: 0)
            case 8: spreadValues(to.assumingMemoryBound(to: UInt64.self), dense: present, bits, 0, count, zero: 0)
            default:
                spreadValues(
                    to.assumingMemoryBound(to: StringView.self), dense: present, bits, 0, count, zero: StringView())
            }
            values = spread
        }
        let layout: Column.Layout =
            type.physicalType == .view ? .view(values, heap: entries.heap) : .fixed(values)
        return Column(type, count: count, layout: layout, validity: validity)
    }
}
