import IndexSearch
import TestSupport

/// Queries of every kind over given words.
struct QueryMaker {
    let words: [String]
    var random: SeededGenerator
    /// A facet and ids of values of it.
    var facet = "country"
    var values = ["US", "KR", "CN", "FR", "RU"]
    var zones = ["title", "lead", "body", "body", "caption", "byline", "biography", "notice", "boilerplate"]

    mutating func query(depth: Int = 0) -> Query {
        switch Int.random(in: 0..<(depth < 3 ? 14 : 8), using: &random) {
        case 0...3: return .word(text: word(), field: field(), exact: Bool.random(using: &random))
        case 4: return phrase()
        case 5: return .facet(name: facet, value: pick(values))
        case 6: return .days(Int32.random(in: 16000...18000, using: &random)...18500)
        case 7: return .within(zone: pick(zones), Bool.random(using: &random) ? phrase() : plainWord())
        case 8, 9: return .or(parts(depth))
        case 10, 11: return .and(parts(depth))
        case 12: return .within(zone: pick(zones), query(depth: depth + 1))
        default: return .and([query(depth: depth + 1), .not(query(depth: depth + 1))])
        }
    }

    private mutating func parts(_ depth: Int) -> [Query] {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in query(depth: depth + 1) }
    }

    /// Words as they stand in a document, from two to four.
    private mutating func phrase() -> Query {
        let start = Int.random(in: 0..<(words.count - 4), using: &random)
        let count = Int.random(in: 2...4, using: &random)
        return .phrase(Array(words[start..<(start + count)]), field: field())
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
