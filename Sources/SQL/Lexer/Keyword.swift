/// The words that the grammar knows. None is reserved: where the grammar does not ask for the keyword, it is a name.
enum Keyword: String, CaseIterable {
    case all = "ALL"
    case and = "AND"
    case anti = "ANTI"
    case any = "ANY"
    case anyValue = "ANY_VALUE"
    case array = "ARRAY"
    case `as` = "AS"
    case asc = "ASC"
    case between = "BETWEEN"
    case both = "BOTH"
    case bucket = "BUCKET"
    case by = "BY"
    case cache = "CACHE"
    case `case` = "CASE"
    case cast = "CAST"
    case clear = "CLEAR"
    case cluster = "CLUSTER"
    case codegen = "CODEGEN"
    case collate = "COLLATE"
    case column = "COLUMN"
    case columns = "COLUMNS"
    case comment = "COMMENT"
    case cost = "COST"
    case create = "CREATE"
    case cross = "CROSS"
    case cube = "CUBE"
    case current = "CURRENT"
    case currentDate = "CURRENT_DATE"
    case currentTimestamp = "CURRENT_TIMESTAMP"
    case currentTime = "CURRENT_TIME"
    case currentUser = "CURRENT_USER"
    case database = "DATABASE"
    case databases = "DATABASES"
    case date = "DATE"
    case dateAdd = "DATEADD"
    case dateAddSnake = "DATE_ADD"
    case dateDiff = "DATEDIFF"
    case dateDiffSnake = "DATE_DIFF"
    case timeDiff = "TIMEDIFF"
    case desc = "DESC"
    case describe = "DESCRIBE"
    case distinct = "DISTINCT"
    case distribute = "DISTRIBUTE"
    case div = "DIV"
    case drop = "DROP"
    case `else` = "ELSE"
    case end = "END"
    case escape = "ESCAPE"
    case except = "EXCEPT"
    case exclude = "EXCLUDE"
    case exists = "EXISTS"
    case explain = "EXPLAIN"
    case extended = "EXTENDED"
    case extract = "EXTRACT"
    case `false` = "FALSE"
    case filter = "FILTER"
    case first = "FIRST"
    case following = "FOLLOWING"
    case `for` = "FOR"
    case formatted = "FORMATTED"
    case from = "FROM"
    case full = "FULL"
    case function = "FUNCTION"
    case functions = "FUNCTIONS"
    case global = "GLOBAL"
    case group = "GROUP"
    case grouping = "GROUPING"
    case having = "HAVING"
    case identifier = "IDENTIFIER"
    case `if` = "IF"
    case ignore = "IGNORE"
    case ilike = "ILIKE"
    case `in` = "IN"
    case include = "INCLUDE"
    case inner = "INNER"
    case insert = "INSERT"
    case intersect = "INTERSECT"
    case interval = "INTERVAL"
    case into = "INTO"
    case `is` = "IS"
    case join = "JOIN"
    case last = "LAST"
    case lateral = "LATERAL"
    case `lazy` = "LAZY"
    case leading = "LEADING"
    case left = "LEFT"
    case like = "LIKE"
    case limit = "LIMIT"
    case map = "MAP"
    case setMinus = "MINUS"
    case name = "NAME"
    case natural = "NATURAL"
    case not = "NOT"
    case null = "NULL"
    case nulls = "NULLS"
    case of = "OF"
    case offset = "OFFSET"
    case on = "ON"
    case or = "OR"
    case order = "ORDER"
    case out = "OUT"
    case outer = "OUTER"
    case over = "OVER"
    case overlay = "OVERLAY"
    case overwrite = "OVERWRITE"
    case partition = "PARTITION"
    case percent = "PERCENT"
    case pivot = "PIVOT"
    case placing = "PLACING"
    case position = "POSITION"
    case preceding = "PRECEDING"
    case qualify = "QUALIFY"
    case query = "QUERY"
    case range = "RANGE"
    case recursive = "RECURSIVE"
    case refresh = "REFRESH"
    case regexp = "REGEXP"
    case repeatable = "REPEATABLE"
    case replace = "REPLACE"
    case reset = "RESET"
    case respect = "RESPECT"
    case right = "RIGHT"
    case rlike = "RLIKE"
    case rollup = "ROLLUP"
    case row = "ROW"
    case rows = "ROWS"
    case select = "SELECT"
    case semi = "SEMI"
    case set = "SET"
    case sets = "SETS"
    case show = "SHOW"
    case some = "SOME"
    case sort = "SORT"
    case `struct` = "STRUCT"
    case substr = "SUBSTR"
    case substring = "SUBSTRING"
    case system = "SYSTEM"
    case table = "TABLE"
    case tables = "TABLES"
    case tablesample = "TABLESAMPLE"
    case temp = "TEMP"
    case temporary = "TEMPORARY"
    case then = "THEN"
    case time = "TIME"
    case timestampAdd = "TIMESTAMPADD"
    case timestampDiff = "TIMESTAMPDIFF"
    case to = "TO"
    case trailing = "TRAILING"
    case trim = "TRIM"
    case `true` = "TRUE"
    case tryCast = "TRY_CAST"
    case unbounded = "UNBOUNDED"
    case uncache = "UNCACHE"
    case union = "UNION"
    case unknown = "UNKNOWN"
    case unpivot = "UNPIVOT"
    case using = "USING"
    case values = "VALUES"
    case version = "VERSION"
    case view = "VIEW"
    case views = "VIEWS"
    case when = "WHEN"
    case `where` = "WHERE"
    case window = "WINDOW"
    case with = "WITH"
    case within = "WITHIN"
    case without = "WITHOUT"
    case zone = "ZONE"
    case timestamp = "TIMESTAMP"
    case local = "LOCAL"
    case user = "USER"
    case options = "OPTIONS"
    case option = "OPTION"
    // First words of statements that only get a clear error.
    case alter = "ALTER"
    case analyze = "ANALYZE"
    case add = "ADD"
    case aggregate = "AGGREGATE"
    case after = "AFTER"
    case bin = "BIN"
    case buckets = "BUCKETS"
    case catalogs = "CATALOGS"
    case change = "CHANGE"
    case clustered = "CLUSTERED"
    case compute = "COMPUTE"
    case constraint = "CONSTRAINT"
    case cascade = "CASCADE"
    case data = "DATA"
    case dbproperties = "DBPROPERTIES"
    case `default` = "DEFAULT"
    case delimited = "DELIMITED"
    case deterministic = "DETERMINISTIC"
    case external = "EXTERNAL"
    case extend = "EXTEND"
    case fields = "FIELDS"
    case fileformat = "FILEFORMAT"
    case generated = "GENERATED"
    case immediate = "IMMEDIATE"
    case jar = "JAR"
    case language = "LANGUAGE"
    case level = "LEVEL"
    case location = "LOCATION"
    case max = "MAX"
    case namespace = "NAMESPACE"
    case namespaces = "NAMESPACES"
    case noscan = "NOSCAN"
    case owner = "OWNER"
    case partitioned = "PARTITIONED"
    case partitions = "PARTITIONS"
    case properties = "PROPERTIES"
    case purge = "PURGE"
    case recover = "RECOVER"
    case recursion = "RECURSION"
    case rename = "RENAME"
    case restrict = "RESTRICT"
    case `return` = "RETURN"
    case returns = "RETURNS"
    case schema = "SCHEMA"
    case schemas = "SCHEMAS"
    case serde = "SERDE"
    case serdeproperties = "SERDEPROPERTIES"
    case sorted = "SORTED"
    case sql = "SQL"
    case statistics = "STATISTICS"
    case stored = "STORED"
    case sync = "SYNC"
    case tblproperties = "TBLPROPERTIES"
    case type = "TYPE"
    case unset = "UNSET"
    case `var` = "VAR"
    case variable = "VARIABLE"
    case variables = "VARIABLES"
    case json = "JSON"
    case catalog = "CATALOG"
    case collation = "COLLATION"
    case begin = "BEGIN"
    case call = "CALL"
    case declare = "DECLARE"
    case delete = "DELETE"
    case execute = "EXECUTE"
    case grant = "GRANT"
    case list = "LIST"
    case load = "LOAD"
    case lock = "LOCK"
    case merge = "MERGE"
    case msck = "MSCK"
    case repair = "REPAIR"
    case revoke = "REVOKE"
    case truncate = "TRUNCATE"
    case update = "UPDATE"
    case use = "USE"
    case transform = "TRANSFORM"
    case reduce = "REDUCE"

    /// Words that cannot name a relation without quotes, because a join or set operation may follow a relation.
    var isRelationSeparator: Bool {
        switch self {
        case .anti, .cross, .except, .full, .inner, .intersect, .join, .lateral, .left, .setMinus, .natural, .on,
            .right,
            .semi, .union, .using:
            true
        default: false
        }
    }
}

/// Finds the keyword of a word, case ignored, without making a string: open addressing over an FNV-1a hash.
struct KeywordTable: Sendable {
    static let shared = KeywordTable()

    private static let size = 1024
    private var slots: [UInt16]
    private let keywords: [Keyword]
    private let texts: [[UInt8]]
    private let longest: Int

    private init() {
        let keywords = Keyword.allCases
        let texts = keywords.map { Array($0.rawValue.utf8) }
        var slots = [UInt16](repeating: 0, count: Self.size)
        for (index, text) in texts.enumerated() {
            var slot = Self.hash(text[...])
            while slots[slot] != 0 { slot = (slot + 1) % Self.size }
            slots[slot] = UInt16(index + 1)
        }
        self.keywords = keywords
        self.texts = texts
        self.slots = slots
        self.longest = texts.map(\.count).max() ?? 0
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in bytes { hash = (hash ^ UInt32(upper(byte))) &* 16_777_619 }
        return Int(hash % UInt32(size))
    }

    private static func upper(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte }

    subscript(word: ArraySlice<UInt8>) -> Keyword? {
        guard word.count <= longest else { return nil }
        var slot = Self.hash(word)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if texts[index].count == word.count, zip(texts[index], word).allSatisfy({ $0 == Self.upper($1) }) {
                return keywords[index]
            }
            slot = (slot + 1) % Self.size
        }
        return nil
    }
}
