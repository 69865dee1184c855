import Columnar
import Connect
import Plans

/// Rows that are yet to be computed: a plan and the session that runs it.
///
/// Transformations give new DataFrames at once and check nothing; ``collect()``, ``count()``, ``show(_:)``, writes and
/// ``columns`` analyze the plan and throw what is wrong with it. Errors print Spark's error condition and message.
public struct DataFrame: Sendable {
    let session: Session
    let plan: LogicalPlan

    init(_ session: Session, _ plan: LogicalPlan) {
        self.session = session
        self.plan = plan
    }

    private func with(_ plan: LogicalPlan) -> DataFrame { DataFrame(session, plan) }

    // MARK: Transformations

    public func select(_ columns: Column...) -> DataFrame {
        with(.project(Project(plan, columns.map(\.expression))))
    }

    public func select(_ names: String...) -> DataFrame {
        with(.project(Project(plan, names.map { col($0).expression })))
    }

    public func filter(_ condition: Column) -> DataFrame { with(.filter(Filter(plan, condition.expression))) }

    /// A condition written in SQL.
    public func filter(_ sql: String) throws -> DataFrame { filter(try expr(sql)) }

    public func withColumn(_ name: String, _ column: Column) -> DataFrame {
        with(.withColumns(WithColumns(plan, [Alias(column.expression, name)])))
    }

    public func withColumnRenamed(_ name: String, _ newName: String) -> DataFrame {
        with(.renameColumns(RenameColumns(plan, [(from: name, to: newName)])))
    }

    public func drop(_ names: String...) -> DataFrame {
        with(.dropColumns(DropColumns(plan, columns: [], names: names)))
    }

    public func groupBy(_ columns: Column...) -> GroupedData { GroupedData(self, columns.map(\.expression)) }

    public func groupBy(_ names: String...) -> GroupedData { GroupedData(self, names.map { col($0).expression }) }

    /// Aggregates over all rows.
    public func agg(_ aggregates: Column...) -> DataFrame {
        with(
            .aggregate(
                Aggregate(
                    plan, groupBy: [], aggregates: aggregates.map(\.expression), prependsGroupingColumns: true)))
    }

    public enum JoinKind: Sendable { case inner, left, right, full, leftSemi, leftAnti }

    /// Joins on columns that both sides have; they come once, in front.
    public func join(_ other: DataFrame, using names: String..., kind: JoinKind = .inner) -> DataFrame {
        with(.join(Join(plan, other.plan, kind: Self.kind(kind), condition: .using(names))))
    }

    public func join(_ other: DataFrame, on condition: Column, kind: JoinKind = .inner) -> DataFrame {
        with(.join(Join(plan, other.plan, kind: Self.kind(kind), condition: .on(condition.expression))))
    }

    public func crossJoin(_ other: DataFrame) -> DataFrame { with(.join(Join(plan, other.plan, kind: .cross))) }

    private static func kind(_ kind: JoinKind) -> Join.Kind {
        switch kind {
        case .inner: .inner
        case .left: .left
        case .right: .right
        case .full: .full
        case .leftSemi: .leftSemi
        case .leftAnti: .leftAnti
        }
    }

    /// All rows of both, by position.
    public func union(_ other: DataFrame) -> DataFrame {
        with(.setOperation(SetOperation(.union, [plan, other.plan], isAll: true)))
    }

    public func distinct() -> DataFrame { with(.distinct(plan)) }

    public func orderBy(_ keys: Column...) -> DataFrame {
        with(
            .sort(
                Sort(
                    plan,
                    keys.map { key in
                        if case .sortOrder(let order) = key.expression { return order }
                        return SortOrder(key.expression)
                    })))
    }

    public func limit(_ count: Int) -> DataFrame {
        with(.limit(Limit(plan, count: .literal(.integer(Int64(count)), .integer))))
    }

    /// Rows spread evenly over so many partitions: so many files when they are written.
    public func repartition(_ count: Int) -> DataFrame {
        with(.repartition(Repartition(plan, partitionCount: max(count, 1), scheme: .roundRobin)))
    }

    public func coalesce(_ count: Int) -> DataFrame {
        with(.repartition(Repartition(plan, partitionCount: max(count, 1), scheme: .coalesce)))
    }

    /// A name by which columns can be qualified.
    public func alias(_ name: String) -> DataFrame { with(.subqueryAlias(SubqueryAlias(plan, [name]))) }

    // MARK: Actions

    /// All rows, in partition order.
    public func collect() throws -> [Row] {
        let (schema, batches) = try onLargeStack { try session.collect(plan) }
        let names = schema.names
        let types = schema.fields.map(\.dataType)
        return batches.flatMap { batch in
            (0..<batch.count).map { row in
                Row(names: names, types: types, values: batch.columns.map { $0.value(at: row) })
            }
        }
    }

    /// The first row; `nil` when there is none.
    public func first() throws -> Row? { try limit(1).collect().first }

    public func count() throws -> Int { try agg(Pyrite.count()).collect().first?.int(0) ?? 0 }

    /// The rows as a table, as `show()` prints it.
    public func showString(_ rowCount: Int = 20, truncate: Int = 20) throws -> String {
        let shown = with(.show(Show(plan, rowCount: rowCount, truncate: truncate)))
        return try shown.collect().first?.string(0) ?? ""
    }

    public func show(_ rowCount: Int = 20) throws { print(try showString(rowCount)) }

    /// The names of the columns.
    public var columns: [String] { get throws { try schema.names } }

    /// The columns with their types, as `printSchema()` prints them.
    public func schemaString() throws -> String { try schema.treeString() }

    private var schema: Schema { get throws { try onLargeStack { try session.schema(of: plan) } } }

    /// The physical plan as text.
    public func explain() throws -> String { try onLargeStack { try session.explain(plan, mode: .simple) } }

    /// Keeps the rows from the next action on.
    @discardableResult
    public func cache() throws -> DataFrame {
        try onLargeStack { try session.persist(plan, level: .memoryAndDisk) }
        return self
    }

    public func unpersist() throws { try onLargeStack { try session.unpersist(plan) } }

    /// Gives the DataFrame a name that SQL in its session can use.
    public func createOrReplaceTempView(_ name: String) throws {
        try run(.createView(CreateView(name: [name], plan: plan, scope: .local, orReplace: true)))
    }

    public var write: DataFrameWriter { DataFrameWriter(self) }

    func run(_ statement: Statement) throws { _ = try onLargeStack { try session.run(statement) } }
}

/// Runs the body on a thread whose stack holds deep plans.
func onLargeStack<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
    try LargeStackThread.run { () throws(PyriteError) in
        do {
            return try body()
        } catch let error as PyriteError {
            throw error
        } catch {
            throw PyriteError.internalError("\(error)")
        }
    }
}

/// The groups of a DataFrame, waiting for aggregates.
public struct GroupedData: Sendable {
    private let frame: DataFrame
    private let keys: [Expression]
    private var grouping = Aggregate.Grouping.plain

    init(_ frame: DataFrame, _ keys: [Expression]) {
        self.frame = frame
        self.keys = keys
    }

    /// A column for each value of `column`, sorted; the values are read when the plan is analyzed.
    public func pivot(_ column: Column) -> GroupedData {
        var copy = self
        copy.grouping = .pivot(column: column.expression, values: [])
        return copy
    }

    /// One row a group: the keys, then the aggregates.
    public func agg(_ aggregates: Column...) -> DataFrame {
        DataFrame(
            frame.session,
            .aggregate(
                Aggregate(
                    frame.plan, groupBy: keys, aggregates: aggregates.map(\.expression), grouping: grouping,
                    prependsGroupingColumns: true))
        )
    }

    public func count() -> DataFrame { agg(Pyrite.count()) }
}
