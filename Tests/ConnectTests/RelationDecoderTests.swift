import Columnar
import ConnectProtocol
import Plans
import SwiftProtobuf
import Testing

@testable import Connect

@Suite struct RelationDecoderTests {
    @Test func rangeAndPlanID() throws {
        let plan = try plan {
            $0 = rangeOfTen
            $0.range.numPartitions = 3
            $0.common.planID = 5
        }
        guard case .planID(.range(let range), 5) = plan else {
            Issue.record("\(plan)")
            return
        }
        #expect(range.start == 0 && range.end == 10 && range.step == 1 && range.partitionCount == 3)
    }

    @Test func readsOfTablesAndFiles() throws {
        let table = try plan {
            $0.read.namedTable.unparsedIdentifier = "db.`t.x`"
            $0.read.namedTable.options = ["k": "v"]
        }
        guard case .unresolvedRelation(let relation) = table else {
            Issue.record("\(table)")
            return
        }
        #expect(relation.nameParts == ["db", "t.x"] && relation.options == ["k": "v"])

        let files = try plan {
            $0.read.dataSource.format = "csv"
            $0.read.dataSource.paths = ["/a", "/b"]
            $0.read.dataSource.schema = "{\"type\":\"struct\",\"fields\":[]}"
        }
        guard case .scan(let scan) = files else {
            Issue.record("\(files)")
            return
        }
        #expect(scan.format == "csv" && scan.paths == ["/a", "/b"] && scan.userSchema == Schema())
        guard case .scan(let bare) = try plan({ $0.read.dataSource.paths = ["/a"] }) else {
            Issue.record("no scan")
            return
        }
        #expect(bare.format == "parquet" && bare.userSchema == nil)
    }

    @Test func rowsAndColumns() throws {
        guard
            case .filter(let filter) = try plan({
                $0.filter.input = rangeOfTen
                $0.filter.condition = function(">", column("id"), integer(3))
            }), case .unresolvedFunction(let condition) = filter.condition, case .range = filter.child
        else {
            Issue.record("no filter")
            return
        }
        #expect(condition.nameParts == [">"] && condition.arguments.count == 2)

        guard case .project(let project) = try plan({ $0 = projectWithoutInput(integer(1)) }),
            case .oneRow = project.child
        else {
            Issue.record("no project")
            return
        }
        guard
            case .sort(let sort) = try plan({
                $0.sort.input = rangeOfTen
                $0.sort.isGlobal = true
                $0.sort.order = [
                    .with {
                        $0.child = column("id")
                        $0.direction = .descending
                    },
                    .with {
                        $0.child = column("id")
                        $0.direction = .ascending
                        $0.nullOrdering = .sortNullsLast
                    },
                ]
            })
        else {
            Issue.record("no sort")
            return
        }
        #expect(sort.isGlobal && sort.order.map(\.ascending) == [false, true])
        #expect(sort.order.map(\.nullsFirst) == [false, false])

        guard
            case .withColumns(let columns) = try plan({
                $0.withColumns.input = rangeOfTen
                $0.withColumns.aliases = [
                    .with {
                        $0.expr = column("id")
                        $0.name = ["x"]
                    }
                ]
            })
        else {
            Issue.record("no withColumns")
            return
        }
        #expect(columns.columns.map(\.name) == ["x"])
    }

    @Test func limits() throws {
        guard
            case .limit(let limit) = try plan({
                $0.limit.input = rangeOfTen
                $0.limit.limit = 3
            }), case .literal(.integer(3), .integer)? = limit.count
        else {
            Issue.record("no limit")
            return
        }
        #expect(!limit.isTail && limit.offset == nil)
        guard
            case .limit(let offset) = try plan({
                $0.offset.input = rangeOfTen
                $0.offset.offset = 4
            }), case .literal(.integer(4), .integer)? = offset.offset
        else {
            Issue.record("no offset")
            return
        }
        guard
            case .limit(let tail) = try plan({
                $0.tail.input = rangeOfTen
                $0.tail.limit = 2
            })
        else {
            Issue.record("no tail")
            return
        }
        #expect(tail.isTail)
    }

    @Test func joins() throws {
        guard
            case .join(let using) = try plan({
                $0.join.left = rangeOfTen
                $0.join.right = rangeOfTen
                $0.join.joinType = .leftOuter
                $0.join.usingColumns = ["id"]
            }), case .using(["id"]) = using.condition
        else {
            Issue.record("no join")
            return
        }
        #expect(using.kind == .left)
        let both = planFailure(
            .with {
                $0.join.left = rangeOfTen
                $0.join.right = rangeOfTen
                $0.join.joinType = .inner
                $0.join.usingColumns = ["id"]
                $0.join.joinCondition = column("x")
            })
        #expect(both?.condition == "CONNECT_INVALID_PLAN.USING_COLUMNS_OR_JOIN_CONDITION_SET_IN_JOIN")
        let untyped = planFailure(
            .with {
                $0.join.left = rangeOfTen
                $0.join.right = rangeOfTen
            })
        #expect(untyped?.condition == "CONNECT_INVALID_PLAN.INVALID_ENUM")
    }

    @Test func tableFunctionsAndLateralJoins() throws {
        guard
            case .join(let join) = try plan({
                $0.lateralJoin.left = rangeOfTen
                $0.lateralJoin.right.unresolvedTableValuedFunction.functionName = "explode"
                $0.lateralJoin.right.unresolvedTableValuedFunction.arguments = [column("a")]
                $0.lateralJoin.joinType = .cross
            }), case .unresolvedTableFunction(["explode"], let arguments, []) = join.right
        else {
            Issue.record("no lateral join")
            return
        }
        #expect(join.isLateral && join.kind == .cross && arguments.count == 1)
    }

    @Test func aggregatesAndSets() throws {
        guard
            case .aggregate(let aggregate) = try plan({
                $0.aggregate.input = rangeOfTen
                $0.aggregate.groupType = .groupby
                $0.aggregate.groupingExpressions = [column("a")]
                $0.aggregate.aggregateExpressions = [function("sum", column("b"))]
            })
        else {
            Issue.record("no aggregate")
            return
        }
        #expect(aggregate.prependsGroupingColumns && aggregate.groupBy.count == 1 && aggregate.aggregates.count == 1)

        guard
            case .setOperation(let union) = try plan({
                $0.setOp.leftInput = rangeOfTen
                $0.setOp.rightInput = rangeOfTen
                $0.setOp.setOpType = .union
                $0.setOp.isAll = true
                $0.setOp.byName = true
                $0.setOp.allowMissingColumns = true
            })
        else {
            Issue.record("no union")
            return
        }
        #expect(union.kind == .union && union.isAll && union.byName && union.allowMissingColumns)
    }

    @Test func repartitioning() throws {
        guard
            case .repartition(let coalesce) = try plan({
                $0.repartition.input = rangeOfTen
                $0.repartition.numPartitions = 2
            }), case .coalesce = coalesce.scheme
        else {
            Issue.record("no coalesce")
            return
        }
        guard
            case .repartition(let hash) = try plan({
                $0.repartitionByExpression.input = rangeOfTen
                $0.repartitionByExpression.partitionExprs = [column("id")]
                $0.repartitionByExpression.numPartitions = 7
            }), case .hash(let keys) = hash.scheme
        else {
            Issue.record("no hash partitioning")
            return
        }
        #expect(keys.count == 1 && hash.partitionCount == 7 && coalesce.partitionCount == 2)
        let zero = planFailure(.with { $0.repartition.input = rangeOfTen })
        #expect(zero?.message.contains("Number of partitions (0) must be positive") == true)
    }

    @Test func duplicates() throws {
        guard
            case .distinct = try plan({
                $0.deduplicate.input = rangeOfTen
                $0.deduplicate.allColumnsAsKeys = true
            })
        else {
            Issue.record("no distinct")
            return
        }
        #expect(
            planFailure(.with { $0.deduplicate.input = rangeOfTen })?.condition
                == "CONNECT_INVALID_PLAN.DEDUPLICATE_REQUIRES_COLUMNS_OR_ALL")
    }

    @Test func inProcessTables() throws {
        let schema = Schema([StructField("a", .integer)])
        var decoder = PlanDecoder { $0 == 9 ? .localRelation(LocalRelation(schema: schema, batches: [])) : nil }
        func relation(_ id: UInt64) throws -> Spark_Connect_Relation {
            let any = try Google_Protobuf_Any(message: Pyrite_InProcessTable.with { $0.tableID = id })
            return .with { $0.extension = any }
        }
        guard case .localRelation(let table) = try decoder.decode(relation(9)) else {
            Issue.record("no table")
            return
        }
        #expect(table.schema == schema)
        #expect(throws: PyriteError.self) { try decoder.decode(relation(10)) }
        let foreign = Spark_Connect_Relation.with { $0.extension.typeURL = "type.googleapis.com/some.Thing" }
        #expect(planFailure(foreign)?.condition == "CONNECT_INVALID_PLAN.NO_HANDLER_FOR_EXTENSION")
    }

    @Test func unknownRelationIsNamedByItsNumber() throws {
        // Field 48, zip: an empty message.
        let relation = try parseMessage(Spark_Connect_Relation.self, from: [0x82, 0x03, 0x00])
        let error = planFailure(relation)
        #expect(error?.kind == .unsupported && error?.message.contains("48") == true)
        #expect(planFailure(.init())?.condition == "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SET")
    }

    @Test func subqueriesReferToRelationsByID() throws {
        let subquery = Spark_Connect_Expression.with {
            $0.subqueryExpression.planID = 2
            $0.subqueryExpression.subqueryType = .scalar
        }
        func withReference(_ reference: Spark_Connect_Relation) -> Spark_Connect_Relation {
            .with {
                $0.withRelations.root = project(rangeOfTen, subquery)
                $0.withRelations.references = [reference]
            }
        }
        var reference = rangeOfTen
        reference.common.planID = 2
        guard case .project(let outer) = try decodePlan(withReference(reference)),
            case .unresolvedSubquery(let decoded)? = outer.expressions.first, case .planID(.range, 2) = decoded.plan
        else {
            Issue.record("no subquery")
            return
        }
        var endless = project(rangeOfTen, subquery)
        endless.common.planID = 2
        let request = withReference(endless)
        #expect(throws: PyriteError.self) {
            try LargeStackThread.run { () throws(PyriteError) in
                var decoder = PlanDecoder()
                _ = try decoder.decode(request)
            }
        }
        #expect(
            planFailure(project(rangeOfTen, subquery))?.condition
                == "CONNECT_INVALID_PLAN.INVALID_WITH_RELATION_REFERENCE")
    }
}

private func projectWithoutInput(_ expression: Spark_Connect_Expression) -> Spark_Connect_Relation {
    .with { $0.project.expressions = [expression] }
}
