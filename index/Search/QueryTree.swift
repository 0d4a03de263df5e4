/// What a query asks for, before terms are looked up.
public enum Query: Equatable, Sendable {
    /// One word as written; `exact` asks for the surface form without stems.
    case word(text: String, field: String?, exact: Bool)
    /// Words side by side, in order.
    case phrase([String], field: String?)
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
    /// Documents published between two dates as written, both included; nil is open.
    case date(from: String?, to: String?)
    /// Documents published on one of these days, counted from 1970-01-01.
    case days(ClosedRange<Int32>)
    /// Every document.
    case all
    /// No document.
    case nothing
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
    /// The same query with every `date` replaced by the `days` a closure reads it as.
    package func mappingDates<Failure: Error>(
        _ days: (_ from: String?, _ to: String?) throws(Failure) -> ClosedRange<Int32>
    ) throws(Failure) -> Query {
        func mapAll(_ parts: [Query]) throws(Failure) -> [Query] {
            var mapped: [Query] = []
            for part in parts { mapped.append(try part.mappingDates(days)) }
            return mapped
        }
        // Mostly there is none, and nothing to build anew.
        guard namesDates else { return self }
        switch self {
        case .date(let from, let to): return .days(try days(from, to))
        case .and(let parts): return .and(try mapAll(parts))
        case .or(let parts): return .or(try mapAll(parts))
        case .not(let part): return .not(try part.mappingDates(days))
        case .within(let zone, let part): return .within(zone: zone, try part.mappingDates(days))
        case .near(let parts, let proximities): return .near(try mapAll(parts), proximities)
        case .word, .phrase, .facet, .days, .all, .nothing: return self
        }
    }

    private var namesDates: Bool {
        switch self {
        case .date: true
        case .and(let parts), .or(let parts), .near(let parts, _): parts.contains(where: \.namesDates)
        case .not(let part), .within(_, let part): part.namesDates
        case .word, .phrase, .facet, .days, .all, .nothing: false
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
        case .word, .phrase, .all: true
        case .and(let parts), .or(let parts): parts.allSatisfy(\.isWords)
        case .not(let part): part.isWords
        case .facet, .near, .date, .days, .within, .nothing: false
        }
    }
}
