import PluginAPI

/// A gazetteer table, read.
///
/// ```
/// id<TAB>label<TAB>form<TAB>kind<TAB>case<TAB>conditions
/// KR<TAB>South Korea<TAB>Seoul<TAB>capital<TAB>caps<TAB>
/// ```
/// `#` begins a comment line. The label stands in a value's first row and may be left out after it.
/// A form ending in `s?` matches with and without the `s`. The id `-` marks words that name nothing.
struct Table {
    var values: [FacetValue] = []
    var rules: [String] = []
    var forms: [Form] = []
    var vocabulary = Vocabulary()

    private var ordinals: [String: Int] = [:]
    private var ruleNumbers: [String: UInt16] = [:]

    init(_ bytes: [UInt8]) throws(GazetteerError) {
        var line = 0
        for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            line += 1
            guard let text = String(validating: part, as: UTF8.self) else { throw .encoding(line: line) }
            let row = text.last == "\r" ? text.dropLast() : text[...]
            if row.isEmpty || row.hasPrefix("#") { continue }
            try add(row, line: line)
        }
        guard !values.isEmpty else { throw .empty }
        sortValues()
    }

    private mutating func add(_ row: Substring, line: Int) throws(GazetteerError) {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 5 || columns.count == 6 else {
            throw .row(line: line, reason: "\(columns.count) columns, expected 5 or 6 separated by tabs")
        }
        guard !columns[0].isEmpty, !columns[2].isEmpty, !columns[3].isEmpty else {
            throw .row(line: line, reason: "id, form and kind must not be empty")
        }
        guard let letterCase = LetterCase(rawValue: String(columns[4])) else {
            throw .row(line: line, reason: "case is \(columns[4]), expected any, caps or exact")
        }
        var conditions = Conditions()
        if columns.count == 6 { conditions = try readConditions(columns[5], line: line) }
        let spellings =
            columns[2].hasSuffix("s?")
            ? [String(columns[2].dropLast(2)), String(columns[2].dropLast(1))] : [String(columns[2])]
        let value = try valueOrdinal(String(columns[0]), label: String(columns[1]), line: line)
        let rule = ruleNumber(String(columns[3]))
        for spelling in spellings {
            if let value { values[value].aliases.append(spelling) }
            let plain = Folding.words(of: spelling)
            guard !plain.isEmpty else { throw .row(line: line, reason: "the form has no word") }
            var readings = [plain]
            for mark in ["s", "'s"] {
                let words = Folding.words(of: spelling, possessive: mark)
                if words.count > plain.count { readings.append(words) }
            }
            for words in readings {
                forms.append(
                    Form(
                        value: value.map { UInt32($0) }, rule: rule, row: UInt32(line),
                        words: words.map { vocabulary.insert(Folding.fold($0)) },
                        letterCase: letterCase, capitals: Table.capitals(of: words),
                        spelling: words.map { $0.utf8.filter { $0 != 0x2E } }, conditions: conditions))
            }
        }
    }

    private mutating func valueOrdinal(
        _ id: String, label: String, line: Int
    ) throws(GazetteerError) -> Int? {
        if id == "-" { return nil }
        if let known = ordinals[id] {
            guard label.isEmpty || label == values[known].label else {
                throw .row(line: line, reason: "\(id) is \(values[known].label) above, \(label) here")
            }
            return known
        }
        guard !label.isEmpty else { throw .row(line: line, reason: "the first row of \(id) has no label") }
        ordinals[id] = values.count
        values.append(FacetValue(id: id, label: label))
        return values.count - 1
    }

    private mutating func ruleNumber(_ name: String) -> UInt16 {
        if let known = ruleNumbers[name] { return known }
        let number = UInt16(rules.count)
        rules.append(name)
        ruleNumbers[name] = number
        return number
    }

    private mutating func readConditions(
        _ text: Substring, line: Int
    ) throws(GazetteerError) -> Conditions {
        var conditions = Conditions()
        for condition in text.split(separator: ";") {
            let parts = condition.split(separator: ":", maxSplits: 1)
            let words = (parts.count == 2 ? parts[1] : "").split(separator: "|").map {
                vocabulary.insert(Folding.fold(String($0)))
            }
            guard !words.isEmpty || condition == "hyphen-after" else {
                throw .row(line: line, reason: "condition \(condition) names no words")
            }
            switch parts[0] {
            case "not-before": conditions.notBefore += words
            case "not-after": conditions.notAfter += words
            case "needs": conditions.needs += words
            case "unless": conditions.unless += words
            case "hyphen-after": conditions.hyphenAfter = true
            default: throw .row(line: line, reason: "unknown condition \(parts[0])")
            }
        }
        return conditions
    }

    /// Puts values in the order of their ids' bytes, as `FacetPlugin.values` asks.
    private mutating func sortValues() {
        let order = values.indices.sorted { values[$0].id.utf8.lexicographicallyPrecedes(values[$1].id.utf8) }
        var places = Array(repeating: UInt32(0), count: order.count)
        for (place, old) in order.enumerated() { places[old] = UInt32(place) }
        values = order.map { values[$0] }
        for index in forms.indices { forms[index].value = forms[index].value.map { places[Int($0)] } }
    }

    private static func capitals(of words: [String]) -> UInt64 {
        var mask: UInt64 = 0
        for (index, word) in words.prefix(64).enumerated()
        where word.unicodeScalars.first?.properties.isUppercase == true {
            mask |= 1 << UInt64(index)
        }
        return mask
    }
}
