import Columnar
import Synchronization

/// What a file's footer tells, parsed once and shared between the readers of the file's splits.
final class ParquetFooter: Sendable {
    let metadata: ParquetMetadata
    let schema: ParquetSchema

    init(_ metadata: ParquetMetadata) throws {
        self.metadata = metadata
        schema = try ParquetSchema(metadata.elements)
        for group in metadata.rowGroups {
            guard group.columns.count == schema.leaves.count else {
                throw ParquetError(
                    "a row group has \(group.columns.count) columns where the schema has \(schema.leaves.count)")
            }
        }
    }
}

/// Recently parsed footers by file identity. Planning, statistics and every split of a file ask for the same one.
final class ParquetFooterCache: Sendable {
    private struct State {
        var footers: [ParquetFile.Identity: ParquetFooter] = [:]
        var order: [ParquetFile.Identity] = []
    }

    private let state = Mutex(State())
    private static let capacity = 512

    func footer(of file: ParquetFile) throws -> ParquetFooter {
        if let known = state.withLock({ $0.footers[file.identity] }) { return known }
        let footer: ParquetFooter
        do {
            footer = try ParquetFooter(try file.readMetadata())
        } catch let error as ParquetError {
            throw ParquetError.unreadableFooter(file.path, error.message)
        }
        state.withLock { state in
            if state.footers.updateValue(footer, forKey: file.identity) == nil { state.order.append(file.identity) }
            if state.order.count > Self.capacity { state.footers[state.order.removeFirst()] = nil }
        }
        return footer
    }
}
