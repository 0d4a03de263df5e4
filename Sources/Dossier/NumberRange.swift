internal import IndexSearch

/// Numbers from one to another, both included, of which either may be open: `2010..2014`, `1000..`.
public struct NumberRange: Sendable, Equatable, CustomStringConvertible {
    public let from: Double?
    public let to: Double?
    /// As it was written.
    public let description: String

    /// Nil for a text that is no range, or one that ends before it begins.
    public init?(_ text: String) {
        guard let dots = text.firstRange(of: "..") else { return nil }
        let (first, last) = (text[..<dots.lowerBound], text[dots.upperBound...])
        from = Self.number(first)
        to = Self.number(last)
        description = text
        guard from != nil || first.isEmpty, to != nil || last.isEmpty, from != nil || to != nil,
            from ?? -.infinity <= to ?? .infinity
        else { return nil }
    }

    public func contains(_ number: Double) -> Bool {
        number >= from ?? -.infinity && number <= to ?? .infinity
    }

    /// The same for queries.
    var searched: IndexSearch.NumberRange { IndexSearch.NumberRange(from: from, to: to) }

    static func number(_ text: some StringProtocol) -> Double? { IndexSearch.NumberRange.number(text) }
}
