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

    /// A facet whose values are numbers; nil where there is none.
    var numbers: String?

    mutating func query(depth: Int = 0) -> Query {
        switch Int.random(in: 0..<(depth < 3 ? 25 : 17), using: &random) {
        case 0...3: return .word(text: word(), field: field(), exact: Bool.random(using: &random))
        case 4: return phrase()
        case 5: return .facet(name: facet, value: pick(values))
        case 6: return .days(Int32.random(in: 16000...18000, using: &random)...18500)
        case 7: return .within(zone: pick(zones), Bool.random(using: &random) ? phrase() : plainWord())
        case 8, 9: return near(field: isInZone ? nil : field())
        case 10, 11: return .pattern(pattern(), field: field())
        case 12, 13: return .pattern(fuzzy(), field: field())
        case 14: return .sloppy(scattered(), slop: slop(), field: field())
        case 15: return .spelled(Bool.random(using: &random) ? [word()] : neighbours(1...3), field: field())
        case 16: return numbers.map { Query.numbers(name: $0, range()) } ?? .pattern(pattern(), field: nil)
        case 17, 18: return .or(parts(depth))
        case 19, 20: return .and(parts(depth))
        case 21:
            let wasInZone = isInZone
            isInZone = true
            defer { isInZone = wasInZone }
            return .within(zone: pick(zones), query(depth: depth + 1))
        case 22: return .within(zone: pick(zones), near(field: nil))
        case 23:
            return .boosted(
                query(depth: depth + 1), [0, 0.25, 0.3, 1, 2, 7.5].randomElement(using: &random) ?? 1)
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
        switch Int.random(in: 0..<(depth < 2 ? 11 : 9), using: &random) {
        case 0, 1: return .facet(name: facet, value: pick(values))
        case 2: return .phrase([take(&words), take(&words)], field: field)
        case 3: return .word(text: word(), field: field, exact: Bool.random(using: &random))
        case 4, 5: return .word(text: take(&words), field: field, exact: false)
        case 6: return .pattern(Bool.random(using: &random) ? pattern() : fuzzy(), field: field)
        case 7: return .sloppy([take(&words), take(&words)], slop: slop(), field: field)
        case 8: return .boosted(.word(text: take(&words), field: field, exact: false), 2)
        case 9: return .or((0..<2).map { _ in nearPart(&words, field, depth + 1) })
        default: return near(field: field, depth: depth + 1)
        }
    }

    /// What some word looks like, mostly.
    private mutating func pattern() -> TermPattern {
        let letters = Array(word().lowercased())
        let (first, last) = (String(letters.prefix(2)), String(letters.suffix(2)))
        let second = letters.count > 1 ? String(letters[1]) : "o"
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: return .prefix(String(letters.prefix(Int.random(in: 1...4, using: &random))))
        case 2: return .wildcard("*" + String(letters.suffix(3)))
        case 3: return .wildcard(first + "*" + last)
        case 4: return .wildcard("?" + String(letters.dropFirst()))
        case 5: return .regex("(\(first)|\(last)).*")
        case 6: return .regex("[a-m]\(second).{0,3}[^aeiou]?")
        default: return .regex(String(letters.prefix(3)) + "(s|[a-e]+|\\d)*.?.?")
        }
    }

    /// A word with a slip or two in it.
    private mutating func fuzzy() -> TermPattern {
        var letters = Array(word())
        for _ in 0..<Int.random(in: 0...2, using: &random) where letters.count > 1 {
            let place = Int.random(in: 0..<letters.count - 1, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: letters.remove(at: place)
            case 1: letters.insert("e", at: place)
            case 2: letters[place] = "ö"
            default: letters.swapAt(place, place + 1)
            }
        }
        return .fuzzy(String(letters), distance: [nil, nil, 0, 1, 2, 3].randomElement(using: &random) ?? nil)
    }

    /// Some neighbours in any order, now and then one of them twice.
    private mutating func scattered() -> [String] {
        var words = neighbours(2...4)
        if Int.random(in: 0..<3, using: &random) == 0 { words.shuffle(using: &random) }
        if Int.random(in: 0..<4, using: &random) == 0 { words.append(words[0]) }
        return words
    }

    private mutating func slop() -> Int {
        [0, 1, 2, 3, 5, 10, Proximity.greatestDistance].randomElement(using: &random) ?? 1
    }

    private mutating func range() -> NumberRange {
        let ends = [-5, -2, 0, 1, 2.5, 3, 10, 17.5, 100].shuffled(using: &random).prefix(2).sorted()
        let from = Int.random(in: 0..<4, using: &random) == 0 ? nil : ends[0]
        return NumberRange(
            from: from, to: from != nil && Int.random(in: 0..<4, using: &random) == 0 ? nil : ends[1],
            includesFrom: Bool.random(using: &random), includesTo: Bool.random(using: &random))
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
