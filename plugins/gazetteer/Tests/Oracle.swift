import PluginAPI
import PluginConformance
import TestSupport

/// A table drawn at random from few words, and what a reader without an automaton finds.
struct RandomTable {
    static let words = ["na", "Na", "ta", "Ta", "sea", "Sea", "Seas", "seal", "nor", "Nor"]

    struct Row {
        var id: String
        /// In the table's spelling; a word may end in `*`.
        var words: [String]
        var letterCase: String
        var condition = ""
        var word = ""
        var from = ""
    }

    var rows: [Row]

    init(_ random: inout SeededGenerator) {
        rows = (0..<Int.random(in: 1...12, using: &random)).map { _ in
            let count = Int.random(in: 1...3, using: &random)
            var row = Row(
                id: ["A", "B", "C", "-"].randomElement(using: &random) ?? "A",
                words: (0..<count).map { _ in RandomTable.words.randomElement(using: &random) ?? "na" },
                letterCase: ["any", "caps", "exact"].randomElement(using: &random) ?? "any")
            if Bool.random(using: &random), Bool.random(using: &random) {
                let word = Int.random(in: 0..<count, using: &random)
                if row.words[word].count >= 4 { row.words[word] += "*" }
            }
            row.condition =
                [
                    "", "", "not-before", "before", "after", "not-after", "needs", "unless", "before-comma",
                    "after-comma", "not-before-comma", "not-after-comma",
                ].randomElement(using: &random) ?? ""
            row.word = RandomTable.words.randomElement(using: &random) ?? "na"
            if ["needs", "unless"].contains(row.condition) { row.word = row.word.lowercased() }
            if Int.random(in: 0..<5, using: &random) == 0 { row.from = "2020" }
            return row
        }
        // A table needs a value.
        rows.append(Row(id: "Z", words: ["zzz"], letterCase: "any"))
    }

    var lines: [String] {
        rows.map { row in
            let condition = row.condition.isEmpty ? "" : "\(row.condition):\(row.word)"
            return "\(row.id),\(row.words.joined(separator: " ")),\(row.letterCase),\(condition),\(row.from)"
        }
    }

    static func text(_ random: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
            let word = words.randomElement(using: &random) ?? "na"
            return Int.random(in: 0..<6, using: &random) == 0 ? word + "," : word
        }
    }

    /// `id first+count row` for each mention, tried token by token and row by row.
    func found(in text: [String], year: Int?) -> [String] {
        let plain = text.map { $0.replacing(",", with: "") }
        var found: [String] = []
        var token = 0
        while token < text.count {
            let fitting = rows.indices.filter { fits(rows[$0], token, text, plain, year) }
            guard let best = fitting.max(by: { (rows[$0].words.count, -$0) < (rows[$1].words.count, -$1) })
            else {
                token += 1
                continue
            }
            let count = rows[best].words.count
            if rows[best].id != "-" { found.append("\(rows[best].id) \(token)+\(count) \(best + 2)") }
            token += count
        }
        return found
    }

    private func fits(_ row: Row, _ first: Int, _ text: [String], _ plain: [String], _ year: Int?) -> Bool {
        let end = first + row.words.count
        guard end <= text.count, !text[first..<end].dropLast().contains(where: { $0.hasSuffix(",") }) else {
            return false
        }
        if !row.from.isEmpty, let year, year < 2020 { return false }
        for (word, written) in zip(row.words, plain[first..<end]) {
            let isOpen = word.hasSuffix("*")
            let spelled = isOpen ? String(word.dropLast()) : word
            func agrees(_ left: String, _ right: String) -> Bool {
                isOpen ? left.hasPrefix(right) : left == right
            }
            guard agrees(written.lowercased(), spelled.lowercased()) else { return false }
            if row.letterCase == "exact", !agrees(written, spelled) { return false }
            let wantsCapital = spelled.first?.isUppercase == true && row.letterCase == "caps"
            if wantsCapital, written.first?.isUppercase != true { return false }
        }
        let next = end < text.count ? plain[end] : nil
        let previous = first > 0 ? plain[first - 1] : nil
        let isNextJoined = next != nil && !text[end - 1].hasSuffix(",")
        let isPreviousJoined = previous != nil && !text[first - 1].hasSuffix(",")
        // A word with a capital is no other.
        func isWord(_ word: String?) -> Bool {
            guard let word else { return false }
            return word == row.word || (row.word.first?.isLowercase == true && word.lowercased() == row.word)
        }
        let has = plain.contains { $0.lowercased() == row.word }
        return switch row.condition {
        case "before": isNextJoined && isWord(next)
        case "not-before": !(isNextJoined && isWord(next))
        case "after": isPreviousJoined && isWord(previous)
        case "not-after": !(isPreviousJoined && isWord(previous))
        case "before-comma": !isNextJoined && isWord(next)
        case "not-before-comma": isNextJoined || !isWord(next)
        case "after-comma": !isPreviousJoined && isWord(previous)
        case "not-after-comma": isPreviousJoined || !isWord(previous)
        case "needs": has
        case "unless": !has
        default: true
        }
    }
}
