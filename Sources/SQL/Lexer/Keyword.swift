/// The words that the grammar knows. None is reserved: where the grammar does not ask for the keyword, the word is a name.
enum Keyword: String, CaseIterable {
    case all = "ALL", and = "AND", anti = "ANTI", any = "ANY", anyValue = "ANY_VALUE", array = "ARRAY", `as` = "AS"
    case asc = "ASC", between = "BETWEEN", both = "BOTH", bucket = "BUCKET", by = "BY", cache = "CACHE"
    case `case` = "CASE", cast = "CAST", clear = "CLEAR", cluster = "CLUSTER", codegen = "CODEGEN"
    case collate = "COLLATE", column = "COLUMN", columns = "COLUMNS", comment = "COMMENT", cost = "COST"
    case create = "CREATE", cross = "CROSS", cube = "CUBE", current = "CURRENT", currentDate = "CURRENT_DATE"
    case currentTimestamp = "CURRENT_TIMESTAMP", currentTime = "CURRENT_TIME", currentUser = "CURRENT_USER"
    case database = "DATABASE", databases = "DATABASES", date = "DATE", dateAdd = "DATEADD", dateAddSnake = "DATE_ADD"
    case dateDiff = "DATEDIFF", dateDiffSnake = "DATE_DIFF", timeDiff = "TIMEDIFF", desc = "DESC"
    case describe = "DESCRIBE", distinct = "DISTINCT", distribute = "DISTRIBUTE", div = "DIV", drop = "DROP"
    case `else` = "ELSE", end = "END", escape = "ESCAPE", except = "EXCEPT", exclude = "EXCLUDE", exists = "EXISTS"
    case explain = "EXPLAIN", extended = "EXTENDED", extract = "EXTRACT", `false` = "FALSE", filter = "FILTER"
    case first = "FIRST", following = "FOLLOWING", `for` = "FOR", formatted = "FORMATTED", from = "FROM"
    case full = "FULL", function = "FUNCTION", functions = "FUNCTIONS", global = "GLOBAL", group = "GROUP"
    case grouping = "GROUPING", having = "HAVING", identifier = "IDENTIFIER", `if` = "IF", ignore = "IGNORE"
    case ilike = "ILIKE", `in` = "IN", include = "INCLUDE", inner = "INNER", insert = "INSERT"
    case intersect = "INTERSECT", interval = "INTERVAL", into = "INTO", `is` = "IS", join = "JOIN", last = "LAST"
    case lateral = "LATERAL", `lazy` = "LAZY", leading = "LEADING", left = "LEFT", like = "LIKE", limit = "LIMIT"
    case map = "MAP", setMinus = "MINUS", name = "NAME", natural = "NATURAL", not = "NOT", null = "NULL"
    case nulls = "NULLS", of = "OF", offset = "OFFSET", on = "ON", or = "OR", order = "ORDER", out = "OUT"
    case outer = "OUTER", over = "OVER", overlay = "OVERLAY", overwrite = "OVERWRITE", partition = "PARTITION"
    case percent = "PERCENT", pivot = "PIVOT", placing = "PLACING", position = "POSITION", preceding = "PRECEDING"
    case qualify = "QUALIFY", query = "QUERY", range = "RANGE", recursive = "RECURSIVE", refresh = "REFRESH"
    case regexp = "REGEXP", repeatable = "REPEATABLE", replace = "REPLACE", reset = "RESET", respect = "RESPECT"
    case right = "RIGHT", rlike = "RLIKE", rollup = "ROLLUP", row = "ROW", rows = "ROWS", select = "SELECT"
    case semi = "SEMI", set = "SET", sets = "SETS", show = "SHOW", some = "SOME", sort = "SORT", `struct` = "STRUCT"
    case substr = "SUBSTR", substring = "SUBSTRING", system = "SYSTEM", table = "TABLE", tables = "TABLES"
    case tablesample = "TABLESAMPLE", temp = "TEMP", temporary = "TEMPORARY", then = "THEN", time = "TIME"
    case timestampAdd = "TIMESTAMPADD", timestampDiff = "TIMESTAMPDIFF", to = "TO", trailing = "TRAILING"
    case trim = "TRIM", `true` = "TRUE", tryCast = "TRY_CAST", unbounded = "UNBOUNDED", uncache = "UNCACHE"
    case union = "UNION", unknown = "UNKNOWN", unpivot = "UNPIVOT", using = "USING", values = "VALUES"
    case version = "VERSION", view = "VIEW", views = "VIEWS", when = "WHEN", `where` = "WHERE", window = "WINDOW"
    case with = "WITH", within = "WITHIN", without = "WITHOUT", zone = "ZONE", timestamp = "TIMESTAMP"
    case local = "LOCAL", user = "USER", options = "OPTIONS", option = "OPTION"
    // First words of statements that only get a clear error.
    case alter = "ALTER", analyze = "ANALYZE", add = "ADD", begin = "BEGIN", call = "CALL", declare = "DECLARE"
    case delete = "DELETE", execute = "EXECUTE", grant = "GRANT", list = "LIST", load = "LOAD", lock = "LOCK"
    case merge = "MERGE", msck = "MSCK", repair = "REPAIR", revoke = "REVOKE", truncate = "TRUNCATE"
    case update = "UPDATE", use = "USE", transform = "TRANSFORM", reduce = "REDUCE"

    /// Words that cannot name a relation without quotes, because a join or set operation may follow a relation.
    var isRelationSeparator: Bool {
        switch self {
        case .anti, .cross, .except, .full, .inner, .intersect, .join, .lateral, .left, .setMinus, .natural, .on, .right,
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
