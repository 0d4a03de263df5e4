/// What a query asks for, before terms are looked up.
public enum Query: Equatable, Sendable {
    /// One word as written; `exact` asks for the surface form without stems.
    case word(text: String, field: String?, exact: Bool)
    /// Words side by side, in order.
    case phrase([String], field: String?)
    /// Words that stand nearly so: to bring them side by side takes at most so many moves of a word by one place.
    case sloppy([String], slop: Int, field: String?)
    /// Words side by side, spelled exactly so: in these cases and with these accents.
    case spelled([String], field: String?)
    /// Any word that looks so. Those that begin or match so score as a constant; those that are like a word as that does,
    /// the less the farther.
    case pattern(TermPattern, field: String?)
    /// Words, phrases, facet values and alternatives of these in one field: the second near the first, the third near the
    /// stretch that the first two span, and so on. One proximity less than parts.
    case near([Query], [Proximity])
    /// Documents that match every clause.
    case and([Query])
    /// Documents that match at least one clause.
    case or([Query])
    /// Documents that do not match.
    indirect case not(Query)
    /// Words in a zone only; those of a field or zone of their own are looked for there. Nothing else is changed.
    indirect case within(zone: String, Query)
    /// Documents with a facet value.
    case facet(name: String, value: String)
    /// The document of an identifier.
    case document(String)
    /// Documents with a value of a facet that is a number within a range.
    case numbers(name: String, NumberRange)
    /// What scores so many times as much.
    indirect case boosted(Query, Double)
    /// Documents published within a range of dates as written.
    case date(DateBounds)
    /// Documents published on one of these days, counted from 1970-01-01.
    case days(ClosedRange<Int32>)
    /// Every document.
    case all
    /// No document.
    case nothing
}

/// Dates as they are written, each a day, a month or a year; nil is open.
public struct DateBounds: Equatable, Sendable {
    public var from: String?
    public var to: String?
    /// Whether they are in the range themselves.
    public var includesFrom = true
    public var includesTo = true

    public init(from: String?, to: String?, includesFrom: Bool = true, includesTo: Bool = true) {
        self.from = from
        self.to = to
        self.includesFrom = includesFrom
        self.includesTo = includesTo
    }
}

/// Numbers between two others; nil is open.
public struct NumberRange: Equatable, Sendable {
    public var from: Double?
    public var to: Double?
    /// Whether they are in the range themselves.
    public var includesFrom = true
    public var includesTo = true

    public init(from: Double?, to: Double?, includesFrom: Bool = true, includesTo: Bool = true) {
        self.from = from
        self.to = to
        self.includesFrom = includesFrom
        self.includesTo = includesTo
    }

    /// A decimal number: `-3`, `2014`, `1.5e6`; nil for any other text, such as `0x10`, `inf` or `nan`.
    package static func number(_ text: some StringProtocol) -> Double? {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }),
            text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) })
        else { return nil }
        return Double(text)
    }

    public func contains(_ number: Double) -> Bool {
        let isAbove = from.map { number > $0 || (includesFrom && number == $0) } ?? true
        return isAbove && to.map { number < $0 || (includesTo && number == $0) } ?? true
    }
}

/// How two stretches of words stand to each other. They share no word.
public struct Proximity: Equatable, Sendable {
    /// What fits between two zones of a field is more, so that no stretch reaches from one into the next.
    public static let greatestDistance = 63
    /// What `NEAR` alone stands for.
    public static let usualDistance = 10
    /// The second follows at once upon the first.
    public static let adjacent = Proximity(distance: 0, isOrdered: true)

    /// How many words stand between them at most.
    public var distance: Int
    /// Whether the first stands before the second; else either may.
    public var isOrdered: Bool

    public init(distance: Int, isOrdered: Bool) {
        self.distance = distance
        self.isOrdered = isOrdered
    }
}

extension Query {
    /// The same query with every `date` replaced by the `days` a closure reads it as; nil for none.
    package func mappingDates<Failure: Error>(
        _ days: (DateBounds) throws(Failure) -> ClosedRange<Int32>?
    ) throws(Failure) -> Query {
        func mapAll(_ parts: [Query]) throws(Failure) -> [Query] {
            var mapped: [Query] = []
            for part in parts { mapped.append(try part.mappingDates(days)) }
            return mapped
        }
        // Mostly there is none, and nothing to build anew.
        guard namesDates else { return self }
        switch self {
        case .date(let bounds): return try days(bounds).map { Query.days($0) } ?? .nothing
        case .boosted(let part, let boost): return .boosted(try part.mappingDates(days), boost)
        case .and(let parts): return .and(try mapAll(parts))
        case .or(let parts): return .or(try mapAll(parts))
        case .not(let part): return .not(try part.mappingDates(days))
        case .within(let zone, let part): return .within(zone: zone, try part.mappingDates(days))
        case .near(let parts, let proximities): return .near(try mapAll(parts), proximities)
        case .word, .phrase, .sloppy, .spelled, .pattern, .facet, .document, .numbers, .days, .all,
            .nothing:
            return self
        }
    }

    private var namesDates: Bool {
        switch self {
        case .date: true
        case .and(let parts), .or(let parts), .near(let parts, _): parts.contains(where: \.namesDates)
        case .not(let part), .within(_, let part), .boosted(let part, _): part.namesDates
        case .word, .phrase, .sloppy, .spelled, .pattern, .facet, .document, .numbers, .days, .all, .nothing:
            false
        }
    }
}

extension Query {
    /// A query that the same documents match, without words that only add to scores.
    var withoutOptionalWords: Query {
        guard case .and(let parts) = self else { return self }
        let needed = parts.filter { !$0.isOptionalWords }
        if needed.count == parts.count { return self }
        return needed.count < 2 ? needed.first ?? .all : .and(needed)
    }

    /// Words beside `all`, which every document matches.
    private var isOptionalWords: Bool {
        switch self {
        case .or(let parts): parts.contains(.all) && parts.allSatisfy(\.isWords)
        default: false
        }
    }

    /// Whether it asks for words alone: a facet, a date or a zone could be wrong, which has to be told.
    private var isWords: Bool {
        switch self {
        case .word, .phrase, .sloppy, .all: true
        case .and(let parts), .or(let parts): parts.allSatisfy(\.isWords)
        case .not(let part), .boosted(let part, _): part.isWords
        // What they ask for could be wrong.
        case .spelled, .pattern, .facet, .document, .numbers, .near, .date, .days, .within, .nothing: false
        }
    }
}
