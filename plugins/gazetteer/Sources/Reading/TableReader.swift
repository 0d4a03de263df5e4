import IndexAnalysis
import PluginAPI

/// Reads `table.tsv`, `members.tsv` and `lists.tsv`, and notes all that is wrong in them.
struct TableReader {
    static let tableName = "table.tsv"
    static let membersName = "members.tsv"
    static let listsName = "lists.tsv"
    private static let columns = [
        "id", "form", "label", "kind", "case", "conditions", "from", "to", "weight", "lang",
    ]

    private var table = Table()
    private var readings = FormReadings()
    private var conditions = ConditionReader()
    /// The numbers of ids in the order of their first rows; until the end the table's values are in this order.
    private var ids = Vocabulary()
    private var previousID: (bytes: Range<Int>, value: UInt32) = (0..<0, 0)
    private var kindNumbers: [String: UInt16] = [:]
    private var previousKind: (bytes: Range<Int>, number: UInt16)?
    private var languageNumbers: [String: UInt16] = [:]

    mutating func read(_ files: [String: [UInt8]]) throws(GazetteerError) -> Table {
        var problems = ProblemList()
        if let lists = files[Self.listsName] {
            conditions.readLists(
                RowFile(name: Self.listsName, bytes: lists, columns: ["list", "word"], requiredCount: 2),
                words: &table.words, &problems)
        }
        if let rows = files[Self.tableName] {
            readRows(rows, &problems)
        } else {
            problems.add(Self.tableName, 0, "the plugin has no such file")
        }
        if let members = files[Self.membersName] { readMembers(members, &problems) }
        if problems.isEmpty, table.values.isEmpty {
            problems.add(Self.tableName, 0, "the table names no value")
        }
        if !problems.isEmpty { throw problems.error }
        (table.conditions, table.lists) = (conditions.conditions, conditions.lists)
        table.sortValues()
        return table
    }

    private mutating func readRows(_ bytes: [UInt8], _ problems: inout ProblemList) {
        let file = RowFile(name: Self.tableName, bytes: bytes, columns: Self.columns, requiredCount: 2)
        readings.reserve(bytes.count { $0 == 0x0A } + 1, bytes.count)
        file.forEachRow(&problems) { line, fields, problems in
            do throws(RowProblem) {
                try add(Row(bytes: bytes, fields: fields, line: line))
            } catch {
                problems.add(Self.tableName, line, error.reason)
            }
        }
        readings.compile(into: &table) { line, reason in problems.add(Self.tableName, line, reason) }
    }

    private mutating func add(_ row: Row) throws(RowProblem) {
        let value = try valueNumber(row)
        var form = Form(
            value: value, row: UInt32(row.line), kind: try kindNumber(row), weight: try row.weight(),
            letterCase: try row.letterCase(), language: try languageNumber(row), conditions: 0,
            firstDay: try row.day(Row.from, open: Int32.min), lastDay: try row.day(Row.to, open: Int32.max))
        guard form.firstDay <= form.lastDay else { throw RowProblem("“from” is later than “to”") }
        var isAnyOrder = false
        if !row.fields[Row.conditions].isEmpty {
            (form.conditions, isAnyOrder) = try conditions.number(
                of: row.bytes[row.fields[Row.conditions]], words: &table.words)
        }
        let added = try readings.add(row.bytes, row.fields[Row.form], form, isAnyOrder: isAnyOrder)
        if value == Form.blocker { return }
        for index in added {
            if let alias = readings.alias(index) { table.values[Int(value)].aliases.append(alias) }
        }
    }

    /// The number of a row's id, with its label; `Form.blocker` for `-`.
    private mutating func valueNumber(_ row: Row) throws(RowProblem) -> UInt32 {
        let field = row.fields[Row.id]
        let hasLabel = !row.fields[Row.label].isEmpty
        // The rows of a value mostly follow one another.
        if !hasLabel, row.equal(previousID.bytes, field) { return previousID.value }
        if field.count == 1, row.bytes[field.lowerBound] == UInt8(ascii: "-") { return Form.blocker }
        let number = ids.insert(row.bytes, in: field)
        if Int(number) == table.values.count {
            let id = row.text(Row.id)
            if !hasLabel, row.hasLabels { throw RowProblem("the first row of \(id) has no label") }
            table.values.append(FacetValue(id: id, label: hasLabel ? row.text(Row.label) : id))
        } else if hasLabel,
            !table.values[Int(number)].label.utf8.elementsEqual(row.bytes[row.fields[Row.label]])
        {
            let label = table.values[Int(number)].label
            throw RowProblem("\(row.text(Row.id)) is “\(label)” above, “\(row.text(Row.label))” here")
        }
        previousID = (field, number)
        return number
    }

    private mutating func kindNumber(_ row: Row) throws(RowProblem) -> UInt16 {
        let field = row.fields[Row.kind]
        if let previousKind, row.equal(previousKind.bytes, field) { return previousKind.number }
        let kind = field.isEmpty ? "name" : row.text(Row.kind)
        let number = kindNumbers[kind] ?? UInt16(table.kinds.count)
        if number == table.kinds.count {
            guard number < 1000 else { throw RowProblem("more than 1000 kinds") }
            table.kinds.append(kind)
            kindNumbers[kind] = number
        }
        previousKind = (field, number)
        return number
    }

    /// The number of a row's language plus one; 0 for none.
    private mutating func languageNumber(_ row: Row) throws(RowProblem) -> UInt16 {
        if row.fields[Row.language].isEmpty { return 0 }
        let language = row.text(Row.language)
        if let known = languageNumbers[language] { return known }
        guard (2...3).contains(language.utf8.count), language.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
        else { throw RowProblem("lang is “\(language)”, expected a code such as de") }
        table.languages.append(language)
        let number = UInt16(table.languages.count)
        languageNumbers[language] = number
        return number
    }

    private mutating func readMembers(_ bytes: [UInt8], _ problems: inout ProblemList) {
        let file = RowFile(
            name: Self.membersName, bytes: bytes, columns: ["id", "member", "from", "to"], requiredCount: 2)
        file.forEachRow(&problems) { line, fields, problems in
            do throws(RowProblem) {
                try addMember(file, fields)
            } catch {
                problems.add(Self.membersName, line, error.reason)
            }
        }
    }

    private mutating func addMember(_ file: RowFile, _ fields: [Range<Int>]) throws(RowProblem) {
        let id = file.bytes[fields[0]]
        let value = WordBytes.with(Array(id)) { ids.number(of: $0) } ?? Vocabulary.unknown
        guard value != Vocabulary.unknown else {
            throw RowProblem("\(file.text(fields[0])) has no row in \(Self.tableName)")
        }
        let member = file.text(fields[1])
        guard let colon = member.firstIndex(of: ":"), colon > member.startIndex,
            member.index(after: colon) < member.endIndex
        else { throw RowProblem("the member is “\(member)”, expected a facet and an id: country:FI") }
        var membership = Membership(
            facet: String(member[..<colon]), id: String(member[member.index(after: colon)...]))
        membership.from = try date(file, fields[2], asLast: false)
        membership.to = try date(file, fields[3], asLast: true)
        if let from = membership.from, let to = membership.to, to < from {
            throw RowProblem("“from” is later than “to”")
        }
        table.values[Int(value)].members.append(membership)
    }

    private func date(
        _ file: RowFile, _ field: Range<Int>, asLast: Bool
    ) throws(RowProblem) -> CalendarDate? {
        if field.isEmpty { return nil }
        if let date = CalendarDate(partial: file.bytes[field], asLast: asLast) { return date }
        throw RowProblem("“\(file.text(field))” is no date; expected YYYY, YYYY-MM or YYYY-MM-DD")
    }
}

extension Table {
    /// Puts values in the order of their ids' bytes, as `FacetPlugin.values` asks.
    fileprivate mutating func sortValues() {
        // The first eight bytes of an id decide most comparisons.
        let keys = values.map { value in
            value.id.utf8.prefix(8).reduce(into: (key: UInt64(0), count: 0)) {
                $0 = ($0.key << 8 | UInt64($1), $0.count + 1)
            }
        }.map { $0.key << UInt64(8 * (8 - $0.count)) }
        let order = values.indices.sorted { left, right in
            keys[left] != keys[right]
                ? keys[left] < keys[right]
                : values[left].id.utf8.lexicographicallyPrecedes(values[right].id.utf8)
        }
        if order.elementsEqual(values.indices) { return }
        var places = Array(repeating: UInt32(0), count: order.count)
        for (place, old) in order.enumerated() { places[old] = UInt32(place) }
        values = order.map { values[$0] }
        for index in forms.indices where forms[index].value != Form.blocker {
            forms[index].value = places[Int(forms[index].value)]
        }
    }
}
