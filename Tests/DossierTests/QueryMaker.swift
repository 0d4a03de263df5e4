import IndexSearch
import TestSupport

/// Queries of every kind over given words.
struct QueryMaker {
    let words: [String]
    var random: SeededGenerator
    /// A facet and ids of values of it.
    var facet = "country"
    var values = ["US", "KR", "CN", "FR", "RU"]
    /// Whether what is made next is to stand in a zone.
    var isInZone = false
    var zones = ["title", "lead", "body", "body", "caption", "byline", "biography", "notice", "boilerplate"]

    mutating func query(depth: Int = 0) -> Query {
        switch Int.random(in: 0..<(depth < 3 ? 17 : 10), using: &random) {
        case 0...3: return .word(text: word(), field: field(), exact: Bool.random(using: &random))
        case 4: return phrase()
        case 5: return .facet(name: facet, value: pick(values))
        case 6: return .days(Int32.random(in: 16000...18000, using: &random)...18500)
        case 7: return .within(zone: pick(zones), Bool.random(using: &random) ? phrase() : plainWord())
        case 8, 9: return near(field: isInZone ? nil : field())
        case 10, 11: return .or(parts(depth))
        case 12, 13: return .and(parts(depth))
        case 14:
            let wasInZone = isInZone
            isInZone = true
            defer { isInZone = wasInZone }
            return .within(zone: pick(zones), query(depth: depth + 1))
        case 15: return .within(zone: pick(zones), near(field: nil))
        default: return .and([query(depth: depth + 1), .not(query(depth: depth + 1))])
        }
    }

    private mutating func parts(_ depth: Int) -> [Query] {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in query(depth: depth + 1) }
    }

    /// Words as they stand in a document, from two to four.
    private mutating func phrase() -> Query { .phrase(neighbours(2...4), field: field()) }

    private mutating func neighbours(_ counts: ClosedRange<Int>) -> [String] {
        let start = Int.random(in: 0..<(words.count - counts.upperBound), using: &random)
        return Array(words[start..<(start + Int.random(in: counts, using: &random))])
    }

    /// Words, phrases, values and alternatives near each other, some of which stand so in a document.
    private mutating func near(field: String?, depth: Int = 0) -> Query {
        var neighbours = neighbours(8...8)
        let parts = (0..<Int.random(in: 2...3, using: &random)).map { _ in
            nearPart(&neighbours, field, depth)
        }
        let distances = [0, 0, 1, 2, 3, 5, 10, 40, Proximity.greatestDistance]
        return .near(
            parts,
            parts.dropFirst().map { _ in
                Proximity(
                    distance: distances[Int.random(in: 0..<distances.count, using: &random)],
                    isOrdered: Bool.random(using: &random))
            })
    }

    private mutating func nearPart(_ words: inout [String], _ field: String?, _ depth: Int) -> Query {
        switch Int.random(in: 0..<(depth < 2 ? 8 : 6), using: &random) {
        case 0, 1: return .facet(name: facet, value: pick(values))
        case 2: return .phrase([take(&words), take(&words)], field: field)
        case 3: return .word(text: word(), field: field, exact: Bool.random(using: &random))
        case 4, 5: return .word(text: take(&words), field: field, exact: false)
        case 6: return .or((0..<2).map { _ in nearPart(&words, field, depth + 1) })
        default: return near(field: field, depth: depth + 1)
        }
    }

    private mutating func take(_ words: inout [String]) -> String {
        words.isEmpty ? pick(self.words) : words.removeFirst()
    }

    private mutating func plainWord() -> Query { .word(text: word(), field: nil, exact: false) }

    private mutating func word() -> String {
        Int.random(in: 0..<20, using: &random) == 0 ? "nowhere–found" : pick(words)
    }

    private mutating func field() -> String? {
        Int.random(in: 0..<5, using: &random) == 0 ? pick(["title", "body", "aside", "author"]) : nil
    }

    private mutating func pick(_ all: [String]) -> String {
        all[Int.random(in: 0..<all.count, using: &random)]
    }
}
