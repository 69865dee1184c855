import Columnar
import Execution
import Formats
import Functions
import Plans
import Synchronization

/// Finds a scan's files and their schema.
///
/// Files are listed anew for every query; what was read out of them to know their schema is remembered until they
/// change, because every action on a DataFrame analyzes its plan again.
final class ScanResolver: Sendable {
    private struct Key: Hashable {
        var format: String
        var options: FormatOptions
        var files: [SourceFile]
        var context: [String]
    }
    private struct Findings {
        var schemas: [Key: Schema] = [:]
        var statistics: [Key: TableStatistics?] = [:]
    }
    private let findings = Mutex(Findings())
    /// Beyond this many remembered schemas all are forgotten.
    private static let capacity = 256

    func resolve(_ scan: Scan, context: EvaluationContext, defaults: [String: String]) throws -> Scan {
        let format = try FormatTable.format(scan.format)
        var options = FormatOptions(defaults)
        for (name, value) in scan.options { options[name] = value }
        var paths = scan.paths
        if let path = options["path"] {
            paths.append(path)
            options["path"] = nil
        }
        guard !paths.isEmpty else {
            if scan.userSchema != nil { return scan.with(source(format, [], options, scan.userSchema ?? Schema())) }
            throw unableToInfer(format.name)
        }
        let files = try FileListing.files(paths, options: options)
        let partitions = FileListing.partitionSchema(of: files, userSchema: scan.userSchema, context: context)
        let key = Key(
            format: format.name, options: options, files: files,
            context: [context.timeZone.name, "\(context.isANSI)", "\(context.legacy.rawValue)"])
        let data: Schema
        if let given = scan.userSchema {
            for field in given.fields {
                switch field.dataType {
                case .char, .varchar: throw Self.lengthInSchema
                default: break
                }
            }
            try format.checkReadable(given, options: options)
            data = given
        } else {
            guard !files.isEmpty else { throw unableToInfer(format.name) }
            data = try schema(key) { try format.inferSchema(of: files, options: options, context: context) }
        }
        let partitionNames = Set(partitions.names.map { $0.lowercased() })
        let dataFields = data.fields.filter { !partitionNames.contains($0.name.lowercased()) }
        let dataSchema = Schema(dataFields)
        let statistics = try self.statistics(key) { try format.statistics(of: files, schema: dataSchema) }
        var resolved = scan.with(
            FileScanSource(
                format: format, files: files, options: options, dataSchema: dataSchema.withoutCollations,
                partitionSchema: partitions, statistics: statistics))
        if data.hasCollation { resolved.userSchema = data }
        return resolved
    }

    private func source(
        _ format: any FileFormat, _ files: [SourceFile], _ options: FormatOptions, _ schema: Schema
    ) -> FileScanSource {
        FileScanSource(format: format, files: files, options: options, dataSchema: schema)
    }

    private func schema(_ key: Key, _ infer: () throws -> Schema) throws -> Schema {
        if let known = findings.withLock({ $0.schemas[key] }) { return known }
        let schema = try infer()
        findings.withLock {
            if $0.schemas.count >= Self.capacity { $0.schemas.removeAll() }
            $0.schemas[key] = schema
        }
        return schema
    }

    private func statistics(_ key: Key, _ read: () throws -> TableStatistics?) throws -> TableStatistics? {
        if let known = findings.withLock({ $0.statistics[key] }) { return known }
        let statistics = try read()
        findings.withLock {
            if $0.statistics.count >= Self.capacity { $0.statistics.removeAll() }
            $0.statistics[key] = .some(statistics)
        }
        return statistics
    }

    /// Files know no length of strings that a reader could check.
    private static let lengthInSchema = PyriteError(
        .analysis, "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING", sqlState: "0A000",
        "The char/varchar type can't be used in the table schema. Use string instead.")

    private func unableToInfer(_ format: String) -> PyriteError {
        PyriteError(
            .analysis, "UNABLE_TO_INFER_SCHEMA", sqlState: "42KD9",
            "Unable to infer schema for \(format.uppercased()). It must be specified manually.",
            parameters: ["format": format.uppercased()])
    }
}

extension Scan {
    fileprivate func with(_ source: any ScanSource) -> Scan {
        var copy = self
        copy.source = source
        return copy
    }
}
